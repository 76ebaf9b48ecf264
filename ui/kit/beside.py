"""A list and what is chosen in it, side by side; in a narrow window one at a time, with a way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedLayout, QVBoxLayout, QWidget

from app.i18n import _
from ui.kit.buttons import Button
from ui.kit.layout import box, line, row


class Beside(QWidget):
    """`make_pane` makes the right side when it is first needed; `pane_made` tells that it is there.

    Narrower than `wide_from` pixels the list has the whole width and `open_pane` lays the other over it; Back or Esc
    returns. `moved` when somebody has dragged the line between them.
    """

    moved = Signal()
    pane_made = Signal()
    came_back = Signal()

    def __init__(self, left: QWidget, make_pane: Callable[[], QWidget], *, wide_from: int, sizes: tuple[int, int],
                 back: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.left, self._make, self._wide_from, self._sizes = left, make_pane, wide_from, sizes
        self.pane: QWidget | None = None
        self._narrow: bool | None = None
        self._over = False
        self.back = Button(back or _("Back to the list"), self.close_pane, kind="quiet", icon="arrow-left")
        self.back_row = box(row(self.back, None, margins=(12, 4, 12, 4)), "surface")
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(1)
        self.split.addWidget(left)
        self._right = QWidget()
        self._right_box = QVBoxLayout(self._right)
        self._right_box.setContentsMargins(0, 0, 0, 0)
        self._right_box.setSpacing(0)
        self._right_box.addWidget(self.back_row)
        self._under_back = line()
        self._right_box.addWidget(self._under_back)
        self.split.addWidget(self._right)
        self.split.setSizes(list(sizes))
        for number, part in enumerate(sizes):
            self.split.setStretchFactor(number, part)
        self.split.splitterMoved.connect(lambda *_a: self.moved.emit())
        whole = QStackedLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.split)
        self._arrange()

    # -- the pane ----------------------------------------------------------------------------------------------
    def make_pane(self) -> QWidget:
        """The pane, made now if it was not yet."""
        if self.pane is None:
            self.pane = self._make()
            self._right_box.addWidget(self.pane, 1)
            self.pane.installEventFilter(self)
            self.pane_made.emit()
        return self.pane

    def make_soon(self) -> None:
        """Once the window has been painted."""
        QTimer.singleShot(0, self, self._make_if_wide)

    def _make_if_wide(self) -> None:
        if not self.is_narrow():
            self.make_pane()

    def is_narrow(self) -> bool:
        """Is there room for one of them only?"""
        return bool(self._narrow)

    def shows_pane(self) -> bool:
        """Can the pane be seen?"""
        return not self._narrow or self._over

    def open_pane(self) -> None:
        """Lay it over the list where there is no room beside."""
        self.make_pane()
        self._over = True
        self._arrange()

    def close_pane(self) -> None:
        """Back to the list."""
        if self._narrow and self._over:
            self._over = False
            self._arrange()
            self.came_back.emit()

    # -- sizes ----------------------------------------------------------------------------------------------------
    def state(self) -> str:
        """How the width is divided, to be kept."""
        return " ".join(str(size) for size in self.split.sizes()) if not self._narrow else ""

    def restore(self, state: str) -> None:
        """As it was kept."""
        parts = [int(p) for p in state.split() if p.isdigit()]
        if len(parts) == 2 and min(parts) > 0:
            self._sizes = (parts[0], parts[1])
            self.split.setSizes(parts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < self._wide_from
        if narrow != self._narrow:
            self._narrow = narrow
            self._arrange()
            if not narrow:
                self.split.setSizes(list(self._sizes))
                if self.isVisible():
                    self.make_soon()

    def _arrange(self) -> None:
        narrow = bool(self._narrow)
        self.left.setVisible(not narrow or not self._over)
        self._right.setVisible(not narrow or self._over)
        self.back_row.setVisible(narrow)
        self._under_back.setVisible(narrow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc that nothing in the pane has taken leads back to the list."""
        if (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._narrow and self._over
                and event.key() == Qt.Key.Key_Escape):
            self.close_pane()
            return True
        return super().eventFilter(watched, event)
