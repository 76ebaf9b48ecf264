"""Lines that are ticked, put in order and given words of their own: the columns of a list that somebody makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QWidget

from app.exchange.columns import Column
from app.i18n import _
from ui.kit.buttons import Button
from ui.kit.key_names import sequence
from ui.kit.layout import box, column, row
from ui.kit.look import MUTED, Look
from ui.kit.row_drag import RowDrag
from ui.kit.table import Table
from ui.kit.text import label, set_look
from ui.kit.theme import theme


@dataclass(frozen=True)
class Line:
    """A line: what it is, and the words it is to have instead ('' for its own)."""

    key: str
    words: str
    own: str = ""


class _Lines(Table):
    """F2 writes the own words, wherever in the line the cursor is."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_F2 and index.isValid():
            self.write_own(index.row())
            return
        super().keyPressEvent(event)

    def write_own(self, number: int) -> None:
        """Type into the cell of the own words."""
        at = self.rows_model.index(number, self.column_at("own"))
        self.setCurrentIndex(at)
        self.edit(at)


class OrderList(QWidget):
    """`edited` when the user ticked, moved or renamed a line. `value()` is the ticked lines, in their order."""

    edited = Signal()

    def __init__(self, name: str, own: Callable[[], str], parent: QWidget | None = None) -> None:
        """`own` is the title over the own words."""
        super().__init__(parent)
        self._lines: list[Line] = []
        self.table = _Lines(
            (Column[Line]("words", lambda: name, lambda r: r.words, width=24), Column[Line]("own", own, lambda r: r.own,
                                                                                          width=22)),
            check=True, single=True, name="words", stretch="own", sortable=(), edge=12, editable=("own",),
            looks={"words": self._words_look, "own": self._own_look}, key=lambda r: r.key, accessible_name=name)
        self.table.tint_checked = False
        self.table.setMinimumHeight(theme().row_height("table") * 7)
        self.table.cell_edited.connect(lambda line, _key, text: self._renamed(line, text))
        self.table.opened.connect(lambda line: self.table.write_own(self._at(line.key)))
        self.table.rows_model.checks_changed.connect(self._ticked)
        self.drag = RowDrag(self.table)
        self.drag.moved.connect(lambda number, place: self.put(self._lines[number].key, place))
        self.up = Button(_("Up"), lambda: self.move_by(-1), icon="arrow-up", tip="Alt+↑")
        self.down = Button(_("Down"), lambda: self.move_by(1), icon="arrow-down", tip="Alt+↓")
        self.said = label("", "muted")
        for keys, by in (("Alt+Up", -1), ("Alt+Down", 1)):
            key = QShortcut(sequence(keys), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(lambda by=by: self.move_by(by))
        self._quiet = True
        self.setLayout(column(box(column(self.table, margins=(1, 1, 1, 1)), "card"),
                              row(self.up, self.down, self.said, None), spacing=8))
        self.setFocusProxy(self.table)
        self._quiet = False
        self._say()

    def set_lines(self, lines: Sequence[Line], ticked: Iterable[str]) -> None:
        """All lines there are, in order, and which of them are ticked; nothing is told."""
        self._quiet = True
        self._lines = list(lines)
        self.table.rows_model.clear_checks()
        self.table.set_rows(self._lines)
        self.table.rows_model.set_checked(set(ticked), True)
        if self._lines:
            self.table.choose(self._lines[0].key)
        self._quiet = False
        self._say()

    def value(self) -> list[Line]:
        """The ticked lines in their order."""
        return [line for line in self._lines if line.key in self.table.rows_model.checked]

    def put(self, key: str, place: int) -> None:
        """A line to another place, from 0."""
        mine = self._lines[self._at(key)]
        before = list(self._lines)
        self._lines.remove(mine)
        self._lines.insert(max(0, min(place, len(self._lines))), mine)
        if self._lines != before:
            self._draw(key)
            self.edited.emit()

    def move_by(self, by: int) -> None:
        """The line with the cursor, up or down."""
        line = self.table.current_row()
        if line is not None:
            self.put(line.key, max(0, self._at(line.key) + by))

    def set_error(self, sentence: str) -> None:
        """Say what is wrong, until something is changed; '' says the count."""
        self._say(sentence)

    def _at(self, key: str) -> int:
        return next(n for n, line in enumerate(self._lines) if line.key == key)

    def _renamed(self, line: Line, text: str) -> None:
        self._lines[self._at(line.key)] = replace(line, own=" ".join(text.split()))
        self.table.set_rows(list(self._lines))  # the cursor stays: the cell is still being left
        self.edited.emit()

    def _draw(self, key: str) -> None:
        self._quiet = True
        self.table.set_rows(list(self._lines))
        self.table.choose(key)
        self._quiet = False

    def _ticked(self) -> None:
        if not self._quiet:
            self._say()
            self.edited.emit()

    def _say(self, wrong: str = "") -> None:
        count = _("{n} of {all}").format(n=len(self.table.rows_model.checked), all=len(self._lines))
        self.said.setText(wrong or count)
        set_look(self.said, role="error" if wrong else "muted")

    def _words_look(self, line: Line) -> Look | None:
        return None if line.key in self.table.rows_model.checked else MUTED

    def _own_look(self, line: Line) -> Look | None:
        return self._words_look(line)
