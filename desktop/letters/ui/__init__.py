"""The Letters tab: the draft or the issued letter page by page, and what is done with it."""
