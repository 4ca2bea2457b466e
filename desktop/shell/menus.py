"""Makes the menus of ``actions.py`` into Qt's, and keeps each item enabled exactly when it can be chosen."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, SignalInstance
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar

from desktop.actor import Actor
from desktop.shell.actions import MENUS, ActionId, ActionSpec, Selection
from desktop.widgets import icons

Slots = Mapping[ActionId, Callable[..., object] | SignalInstance]


class Menus:
    """The menu bar's actions by id."""

    def __init__(self, bar: QMenuBar, actor: Actor, slots: Slots) -> None:
        self._actor = actor
        self._specs: dict[ActionId, ActionSpec] = {}
        self.actions: dict[ActionId, QAction] = {}
        for title, specs in MENUS:
            menu = bar.addMenu(_tr(title))
            menu.setToolTipsVisible(False)
            for spec in specs:
                if spec is None:
                    menu.addSeparator()
                    continue
                action = QAction(_tr(spec.words), bar)
                if spec.icon:
                    action.setIcon(icons.icon(spec.icon, "quiet"))
                if spec.shortcut is not None:
                    action.setShortcut(QKeySequence(spec.shortcut.value))
                action.setCheckable(spec.is_checkable)
                action.triggered.connect(slots[spec.action])
                menu.addAction(action)
                self.actions[spec.action] = action
                self._specs[spec.action] = spec

    def update(self, selection: Selection) -> None:
        """Enable what can be done with this selection."""
        for action, spec in self._specs.items():
            self.actions[action].setEnabled(spec.enabled_when(selection, self._actor))


def _tr(words: str) -> str:
    return QCoreApplication.translate("Menus", words)
