"""Which Casement this is, and under which licences it and its parts come."""

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QCoreApplication, qVersion
from PySide6.QtWidgets import QWidget

from desktop.shell.dialogs import QuietDialog


def program_version() -> str:
    """Return the version of this program, '' where it was not installed."""
    try:
        return version("casement")
    except PackageNotFoundError:
        return ""


class AboutDialog(QuietDialog):
    """Version and licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        sentence = QCoreApplication.translate(
            "AboutDialog",
            "Version {0}, on Qt {1}. Casement is free software under the MIT licence; Qt comes under the LGPL, the "
            "Noto fonts under the SIL Open Font License. The icons are our own.\n\n"
            "The program proposes, a person decides.",
        )
        super().__init__("Casement", sentence.format(program_version(), qVersion()), parent, icon="casement")
        self.add_button(self.tr("Close"), primary=True).clicked.connect(self.accept)
