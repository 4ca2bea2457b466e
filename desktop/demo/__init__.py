"""The demo office: people, twelve cases in different states, and three issued letters, made by the ordinary services."""
