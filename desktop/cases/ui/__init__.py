"""Screens of the case: the list, and the tabs that log and show a case."""
