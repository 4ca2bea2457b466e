"""Reads what applicants send, a description and a table of values, into facts that can be held against entries."""
