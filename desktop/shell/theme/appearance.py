"""Puts palette, fonts and style sheet on the application."""

from string import Template
from typing import Any

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from desktop.paths import resource
from desktop.widgets import typefaces
from desktop.widgets.colours import DARK, LIGHT, Colours, Tone


def apply(app: QApplication, dark: bool = False) -> None:
    """Dress the whole application, light or dark; may be called again at any time.

    The application must have been made with ``-style Fusion``, which is what the style sheet is written for.
    """
    scheme = DARK if dark else LIGHT
    typefaces.load_first()
    app.setFont(typefaces.text_font())
    app.setPalette(palette(scheme))
    app.setStyleSheet(style_sheet(scheme))


def palette(scheme: Colours) -> QPalette:
    """Return the Qt palette of a scheme, for everything the style sheet does not name."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: scheme.window,
        QPalette.ColorRole.WindowText: scheme.ink,
        QPalette.ColorRole.Base: scheme.surface,
        QPalette.ColorRole.AlternateBase: scheme.raised,
        QPalette.ColorRole.Text: scheme.ink,
        QPalette.ColorRole.PlaceholderText: scheme.quiet,
        QPalette.ColorRole.Button: scheme.raised,
        QPalette.ColorRole.ButtonText: scheme.ink,
        QPalette.ColorRole.BrightText: scheme.problem.ink,
        QPalette.ColorRole.Highlight: scheme.selection,
        QPalette.ColorRole.HighlightedText: scheme.ink,
        QPalette.ColorRole.ToolTipBase: scheme.surface,
        QPalette.ColorRole.ToolTipText: scheme.ink,
        QPalette.ColorRole.Link: scheme.accent,
        QPalette.ColorRole.LinkVisited: scheme.accent,
        QPalette.ColorRole.Light: scheme.surface,
        QPalette.ColorRole.Midlight: scheme.hover,
        QPalette.ColorRole.Mid: scheme.line,
        QPalette.ColorRole.Dark: scheme.edge,
        QPalette.ColorRole.Accent: scheme.accent,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(scheme.faint))
    return made


def style_sheet(scheme: Colours) -> str:
    """Return the style sheet of ``resources/themes/casement.qss`` with the colours of a scheme filled in."""
    names: dict[str, Any] = {}
    for name, value in scheme._asdict().items():
        if isinstance(value, Tone):
            names.update({f"{name}_{part}": colour for part, colour in value._asdict().items()})
        else:
            names[name] = value
    text = resource("themes", "casement.qss").read_text(encoding="utf-8")
    marks = resource("icons", "marks", "dark" if scheme is DARK else "light").as_posix()
    sizes = {"small": f"{typefaces.SMALL}pt", "title": f"{typefaces.TITLE}pt", "figures": typefaces.FIGURES_FAMILY}
    return Template(text).substitute(names, marks=marks, **sizes)
