"""The control list by edition and the classifier that reads items against it."""
