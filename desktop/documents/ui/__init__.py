"""Screens of the documents slice."""
