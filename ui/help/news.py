"""What is new: the topic of the guide, shown once after an update."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app import VERSION
from ui.desk.desk import Desk
from ui.help.viewer import show_help

SEEN = "seen-version"


def show_news_once(desk: Desk, window: QWidget) -> bool:
    """Show it when this user worked with another version before. Did it?"""
    before = desk.kept.get(SEEN)
    desk.kept.put(SEEN, VERSION)
    if not before or before == VERSION:
        return False
    show_help(desk, window, "whats-new")
    return True
