"""People, roles and keys; sign-in; the office profile and its calendar; set-up, backup and restore."""
