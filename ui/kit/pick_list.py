"""A list that opens below a button: typing narrows it, Enter or a click chooses, Esc leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.exchange.columns import Column
from app.i18n import _
from ui.kit.look import MUTED, Look
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.theme import theme
from ui.kit.toolbar import SearchBox

TYPE_FROM = 8  # with fewer choices nobody needs to narrow them
SHOWN_ROWS = 10


@dataclass(frozen=True)
class Option:
    """Something to choose; `count` is how many rows it leaves."""

    value: str
    words: str
    count: int | None = None


COLUMNS: tuple[Column[Option], ...] = (
    Column("words", lambda: _("Choice"), lambda o: o.words, width=30),
    Column("count", lambda: _("Rows"), lambda o: o.count, show=lambda n: f"{n:,}", kind="number", width=9),
)


def _words_look(option: Option) -> Look | None:
    return Look("hint") if option.count == 0 else None


class PickList(QFrame):
    """`chosen` gives an Option. Opened by `open_below`; it goes away by itself."""

    chosen = Signal(object)

    def __init__(self, title: str, options: Sequence[Option] | None = None, parent: QWidget | None = None,
                 *, flags: bool = True) -> None:
        """Without `flags` it stands still on a page, to be looked at."""
        super().__init__(parent)
        if flags:
            self.setWindowFlags(Qt.WindowType.Popup)
            self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self.setAccessibleName(title)
        self._options: Sequence[Option] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 9, 1, 9)
        layout.setSpacing(8)
        self.search = SearchBox(title, keys="")
        self.search.setMaximumWidth(16_777_215)
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.search.installEventFilter(self)
        top = QVBoxLayout()
        top.setContentsMargins(11, 0, 11, 0)
        top.addWidget(self.search)
        layout.addLayout(top)
        self.table = Table(COLUMNS, looks={"count": lambda _o: MUTED, "words": _words_look},
                           key=lambda o: o.value, name="words", edge=12, single=True, row="table",
                           accessible_name=title)
        self.table.horizontalHeader().hide()
        self.table.opened.connect(self._take)
        self.table.clicked.connect(lambda index: self._take(self.table.rows_model.row(index.row())))
        layout.addWidget(self.table)
        self.nothing = label("", "muted")
        self.nothing.setContentsMargins(12, 0, 12, 0)
        layout.addWidget(self.nothing)
        self.setFixedWidth(theme().px(320))
        self.set_options(options)

    def set_options(self, options: Sequence[Option] | None) -> None:
        """What can be chosen; None while it is still being read."""
        self._options = options or ()
        self._waiting = options is None
        self.table.setColumnHidden(1, all(o.count is None for o in self._options))
        self._narrow()

    def _narrow(self) -> None:
        words = self.search.text().casefold().split()
        found = [o for o in self._options if all(w in o.words.casefold() for w in words)]
        self.table.set_rows(found)
        if found:
            self.table.selectRow(0)
            self.table.scrollToTop()
        self.nothing.setText(_("Reading…") if self._waiting else _("Nothing to choose here"))
        self.nothing.setVisible(not found)
        self.table.setVisible(bool(found))
        self.table.setFixedHeight(min(SHOWN_ROWS, max(1, len(found))) * theme().row_height("table") + 2)
        self.adjustSize()

    def open_below(self, anchor: QWidget) -> None:
        """Under a widget, on its screen."""
        self.adjustSize()
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        screen = QGuiApplication.screenAt(place) or anchor.screen()
        area = screen.availableGeometry()
        place.setX(max(area.left(), min(place.x(), area.right() - self.width())))
        place.setY(max(area.top(), min(place.y(), area.bottom() - self.height())))
        self.move(place)
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def _take(self, option: Option | None) -> None:
        if option is not None:
            self.chosen.emit(option)
            self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the list work while the cursor is in the search field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key, row = event.key(), self.table.currentIndex().row()
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: SHOWN_ROWS,
                     Qt.Key.Key_PageUp: -SHOWN_ROWS}
            if key in steps:
                last = self.table.rows_model.rowCount() - 1
                if last >= 0:
                    self.table.selectRow(max(0, min(last, row + steps[Qt.Key(key)])))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.table.current_row())
                return True
            if key == Qt.Key.Key_Escape and not self.search.text():
                self.close()
                return True
        return super().eventFilter(watched, event)
