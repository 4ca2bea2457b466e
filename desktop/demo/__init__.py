"""The demo office: people, twelve cases in different states, three issued letters, made by the ordinary services."""
