"""Licences: the letter of the decision, the licence it creates, and what follows after issue (domain.md §14)."""
