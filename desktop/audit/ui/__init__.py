"""The screens of the audit: the history of a case."""
