"""Casement: the desktop program of a national licensing office that applies the MTCR."""
