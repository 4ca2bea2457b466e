"""Attached papers and end-use certificates: the vault, the attach-time inspection, fields, undertakings, checks."""
