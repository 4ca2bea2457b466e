"""The screens of classification."""
