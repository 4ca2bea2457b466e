"""Casement: without a command the window, with a command the same services without one."""

import gc
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.shell.program import Program

BAD_CALL = 2
_NO_SCREEN = (
    "casement: there is no screen here; without one, 'casement demo DIR' does the main job and leaves letters in DIR"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Casement; return the exit code of the process.

    ``casement [--office URL-OR-FILE] [--demo]`` opens the window; anything else is a command of :mod:`desktop.cli`.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["preview-child"]:
        from desktop.documents import preview_child  # noqa: PLC0415 - limits itself before it imports anything else

        return preview_child.main(words[1:])
    wanted = _window_wanted(words)
    if wanted is None:
        from desktop import cli  # noqa: PLC0415 - the window does not wait for the commands

        return cli.main(words)
    if not _has_screen():
        print(_NO_SCREEN, file=sys.stderr)  # noqa: T201 - words go to stderr
        return BAD_CALL
    return _open_window(*wanted)


def _window_wanted(words: list[str]) -> tuple[str, bool] | None:
    """Return address and whether the demo is meant, or None when the words are a command's."""
    address, is_demo = "", False
    rest = iter(words)
    for word in rest:
        if word == "--demo":
            is_demo = True
        elif word.startswith("--office="):
            address = word.removeprefix("--office=")
        elif word == "--office":
            address = next(rest, "")
            if not address:
                return None
        else:
            return None
    return address, is_demo


def _has_screen() -> bool:
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    return bool(os.environ.get("DISPLAY")) and _display_answers()


def _display_answers() -> bool:
    # Qt aborts the process where the display does not answer; the X library says so politely
    import ctypes  # noqa: PLC0415

    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    answers = bool(xcb.xcb_connection_has_error(connection) == 0)
    xcb.xcb_disconnect(connection)
    return answers


def make_program() -> "tuple[QApplication, Program]":
    """Return the application and its program, the sign-in card on screen and nothing else loaded yet."""
    # Qt makes some ten thousand names on the way to the first window, and none of them is garbage
    gc.disable()
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from desktop.shell.program import Program  # noqa: PLC0415

    # the style is said here: to ask an application for its style costs a tenth of the time to the first window
    app = QApplication([*sys.argv[:1], "-style", "Fusion"])
    program = Program(app)
    program.card.show()
    app.processEvents()
    gc.enable()
    return app, program


def _open_window(address: str, is_demo: bool) -> int:  # noqa: FBT001 - the two words of the command line
    app, program = make_program()
    from desktop import startup  # noqa: PLC0415 - the card stands first

    program.catch_bugs()
    default = startup.demo_address if is_demo else startup.default_address
    program.start(address or default(), make_demo=is_demo)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
