"""Builders with valid defaults: a new column breaks no test that does not care for it."""
