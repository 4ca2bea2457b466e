"""The one place that says how the window looks: fonts, palette and style sheet over Qt's Fusion style."""

from desktop.shell.theme.appearance import apply

__all__ = ["apply"]
