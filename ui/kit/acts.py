"""Commands of a page or of a part of it: each is one QAction, for menus, palette, keys, context menus and buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from ui.kit.key_names import sequence


class Acts(QWidget):
    """A widget with commands of its own. The shell finds them in `acts` while it is in front."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.acts: list[QAction] = []

    def act(self, text: str, do: Callable[[], object], *, keys: str = "", icon: str = "", why_not: str = "") -> QAction:
        """A command, once: menu bar, palette, shortcut sheet and context menus all take it from `acts`.

        `keys` are its shortcuts while the focus is here, apart by '|'. `why_not` greys it with the reason.
        """
        action = QAction(text, self)
        action.setShortcuts([sequence(k) for k in keys.split("|") if k])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setProperty("icon_name", icon)
        action.setEnabled(not why_not)
        action.setToolTip(why_not)
        action.triggered.connect(lambda _on=False: do())
        self.addAction(action)
        self.acts.append(action)
        return action
