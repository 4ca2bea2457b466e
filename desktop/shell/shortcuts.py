"""Every shortcut of the window; a test keeps them unique, for two actions that share one both go dead."""

from enum import StrEnum


class Shortcut(StrEnum):
    """What the person presses; the handbook's page "Keyboard" lists the same."""

    NEW_CASE = "Ctrl+N"
    SEARCH = "Ctrl+K"
    NEXT_PANE = "F6"
    PREVIOUS_PANE = "Shift+F6"
    BACK_TO_LIST = "Esc"
    WHOLE_CASE = "Ctrl+Shift+F"
    REFRESH = "F5"
    LOCK = "Ctrl+L"
    HANDBOOK = "F1"
    QUIT = "Ctrl+Q"
    TAB_1 = "Alt+1"
    TAB_2 = "Alt+2"
    TAB_3 = "Alt+3"
    TAB_4 = "Alt+4"
    TAB_5 = "Alt+5"
    TAB_6 = "Alt+6"
    TAB_7 = "Alt+7"
    TAB_8 = "Alt+8"
    TAB_9 = "Alt+9"


TABS = tuple(shortcut for shortcut in Shortcut if shortcut.name.startswith("TAB_"))
