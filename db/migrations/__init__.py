"""The office database's history of schemas."""
