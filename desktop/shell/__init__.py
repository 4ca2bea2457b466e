"""The window: sign-in, sidebar, case list and workspace; it puts the screens of the slices together."""
