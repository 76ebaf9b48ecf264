"""What the window opens over itself, imported when it is first wanted: palette, keys, help, about."""

from __future__ import annotations

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


def help_(window: MainWindow, topic: str | None = None) -> None:
    """The help on the page in front and its tab, or on a topic ('' is the beginning)."""
    from ui.help.viewer import show_help

    if topic is not None:
        show_help(window.desk, window, topic)
        return
    page = window.page
    tab = page.tabs.key() if page is not None and page.tabs is not None else ""
    show_help(window.desk, window, window.where_now()[0], tab)


def problem_report(window: MainWindow) -> None:
    """Save what helps to find a fault, without personal data."""
    from ui.help.report import save_report

    save_report(window.desk, window)


def news(window: MainWindow) -> None:
    """What is new, once after an update."""
    from ui.help.news import show_news_once

    show_news_once(window.desk, window)


def about(window: MainWindow) -> None:
    """What this program is."""
    talk.tell("Sijil", _("Records, attendance, results and certificates of a training centre."), window, "award")
