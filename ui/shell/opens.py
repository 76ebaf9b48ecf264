"""What the window opens over itself, imported when it is first wanted: palette, keys, help, about."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from app.i18n import _
from ui.desk import talk

if TYPE_CHECKING:
    from ui.shell.window import MainWindow


def palette(window: MainWindow) -> None:
    """Search everything, over the page."""
    from ui.shell.palette import open_palette

    open_palette(window)


def keys(window: MainWindow) -> None:
    """All keys that do something now."""
    from ui.shell.keys_sheet import KeysSheet

    talk.open_dialog(KeysSheet(window))


def is_there(module: str) -> bool:
    """Has this program that module? Its packages are looked up one by one."""
    name = ""
    for part in module.split("."):
        name = f"{name}.{part}" if name else part
        if find_spec(name) is None:
            return False
    return True


def help_(window: MainWindow, topic: str | None = None) -> None:
    """The help on the page in front, or from its beginning ('')."""
    if is_there("ui.help.viewer"):
        shown = window.where_now()[0] if topic is None else topic
        import_module("ui.help.viewer").show_help(window.desk, window, shown)
    else:
        keys(window)


def about(window: MainWindow) -> None:
    """What this program is."""
    talk.tell("Sijil", _("Records, attendance, results and certificates of a training centre."), window, "award")
