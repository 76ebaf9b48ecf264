"""Table models over frozen rows and Columns: all rows in memory, or fetched by page as they are looked at.

No proxies: SQL sorts, filters and counts. `data` answers the roles that are asked most first; it runs for every
cell that is painted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from app.exchange.columns import Column
from app.i18n import _
from ui.kit.look import PLAIN, Look

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
Looks = Mapping[str, Callable[[Any], Look | None]]

_ROOT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_CHECK = int(Qt.ItemDataRole.CheckStateRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_DESCRIBED = int(Qt.ItemDataRole.AccessibleDescriptionRole)
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
LOOK_ROLE = ROW_ROLE + 1
PAGE = 200  # rows fetched at once
KEPT_PAGES = 60
WAITING = "…"
_SIDES = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter,
}


def key_of(row: Any) -> Any:
    """What tells one row from another: its id (or key)."""
    return row.id if hasattr(row, "id") else row.key


class _BaseModel(QAbstractTableModel, Generic[R]):
    """What both models share: columns, looks, the check column, keys."""

    checks_changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column[R]],
        *,
        looks: Looks | None = None,
        check: bool = False,
        key: Callable[[R], Any] = key_of,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self.looks: Looks = looks or {}
        self.lead = 1 if check else 0
        self.key = key
        self.checked: set[Any] = set()
        self.editable: set[str] = set()  # keys of the columns that may be typed into

    # -- to be given by the two kinds
    def row(self, number: int) -> R | None:
        """The row at a place, None while it is not there yet."""
        raise NotImplementedError

    def rowCount(self, parent: Index = _ROOT) -> int:
        raise NotImplementedError

    # -- the model
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns) + self.lead

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY:
            number = index.column() - self.lead
            if number < 0:
                return None
            row = self.row(index.row())
            return WAITING if row is None else self.columns[number].text(row)
        if role == LOOK_ROLE:
            number = index.column() - self.lead
            look = self.looks.get(self.columns[number].key) if number >= 0 else None
            row = self.row(index.row()) if look else None
            return PLAIN if look is None or row is None else look(row) or PLAIN
        if role == ROW_ROLE:
            return self.row(index.row())
        if role == _ALIGN:
            number = index.column() - self.lead
            return _SIDES[self.columns[number].side if number >= 0 else "center"]
        if role == _CHECK and self.lead and index.column() == 0:
            row = self.row(index.row())
            on = row is not None and self.key(row) in self.checked
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        if role in (_SPOKEN, _DESCRIBED):
            return self._spoken(index, role)
        return None

    def _spoken(self, index: Index, role: int) -> str | None:
        """What a screen reader says of a cell: its words, and what is wrong with it; then the name of its column."""
        number, row = index.column() - self.lead, self.row(index.row())
        if row is None:
            return _("Not read yet") if role == _SPOKEN else None
        if number < 0:
            on = self.key(row) in self.checked
            return (_("Ticked") if on else _("Not ticked")) if role == _SPOKEN else None
        column = self.columns[number]
        if role == _DESCRIBED:
            return column.title()
        make = self.looks.get(column.key)
        look = (make(row) if make else None) or PLAIN
        return ". ".join(part for part in (column.text(row), look.problem or look.warning or look.tip) if part)

    def may_edit(self, index: Index) -> bool:
        """Can this cell be typed into?"""
        number = index.column() - self.lead
        return index.isValid() and number >= 0 and self.columns[number].key in self.editable

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.editable and self.may_edit(index) else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        number = section - self.lead
        if role == _DISPLAY:
            return self.columns[number].title() if 0 <= number < len(self.columns) else ""
        if role == _ALIGN and 0 <= number < len(self.columns):
            return _SIDES[self.columns[number].side]
        return None

    # -- checks
    def set_checked(self, keys: Iterable[Any], on: bool) -> None:
        """Tick or untick rows by key."""
        before = set(self.checked)
        self.checked = self.checked | set(keys) if on else self.checked - set(keys)
        if before != self.checked:
            self._repaint()
            self.checks_changed.emit()

    def toggle(self, numbers: Iterable[int]) -> None:
        """Tick the rows at these places, or untick them when all of them are ticked."""
        keys = [self.key(row) for n in numbers if (row := self.row(n)) is not None]
        self.set_checked(keys, not all(k in self.checked for k in keys))

    def clear_checks(self) -> None:
        """Untick everything."""
        self.set_checked(set(self.checked), False)

    def _repaint(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def find_key(self, key: Any) -> int:
        """The place of a row by its key; -1 when it is not there (or not fetched)."""
        raise NotImplementedError

    def loaded(self) -> Iterable[tuple[int, R]]:
        """The rows that are there, with their places."""
        raise NotImplementedError


class RowsModel(_BaseModel[R]):
    """All rows in memory: up to a few thousand."""

    def __init__(self, columns: Sequence[Column[R]], rows: Sequence[R] = (), **more: Any) -> None:
        super().__init__(columns, **more)
        self._rows: list[R] = list(rows)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def row(self, number: int) -> R | None:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rows(self) -> list[R]:
        """The rows in the order shown."""
        return list(self._rows)

    def set_rows(self, rows: Sequence[R]) -> None:
        """Other rows. When they are the same people in the same order, only what changed is drawn again."""
        new = list(rows)
        if [self.key(r) for r in new] == [self.key(r) for r in self._rows]:
            old, self._rows = self._rows, new
            last = self.columnCount() - 1
            for number, (one, other) in enumerate(zip(old, new, strict=True)):
                if one != other:
                    self.dataChanged.emit(self.index(number, 0), self.index(number, last))
            return
        self.beginResetModel()
        self._rows = new
        self.checked &= {self.key(r) for r in new}
        self.endResetModel()
        self.checks_changed.emit()

    def sort_rows(self, key: str, descending: bool) -> None:
        """Sort a small list here; nothing known comes last either way."""
        column = next(c for c in self.columns if c.key == key)

        def rank(row: R) -> Any:
            value = column.read(row)
            return value.casefold() if isinstance(value, str) else value

        known = [r for r in self._rows if column.read(r) is not None]
        rest = [r for r in self._rows if column.read(r) is None]
        try:
            known.sort(key=rank, reverse=descending)
        except TypeError:
            known.sort(key=lambda r: column.text(r).casefold(), reverse=descending)
        self.set_rows(known + rest)

    def find_key(self, key: Any) -> int:
        return next((n for n, r in enumerate(self._rows) if self.key(r) == key), -1)

    def loaded(self) -> Iterable[tuple[int, R]]:
        return enumerate(self._rows)


Fetch = Callable[[int, int, Callable[[Sequence[R]], None]], None]


class PagedModel(_BaseModel[R]):
    """Any number of rows, of which only the pages looked at are fetched.

    `fetch(offset, limit, then)` asks SQL for a page and calls `then(rows)` when it is there (at once or later).
    """

    def __init__(self, columns: Sequence[Column[R]], fetch: Fetch[R] | None = None, **more: Any) -> None:
        super().__init__(columns, **more)
        self._fetch = fetch
        self._count = 0
        self._pages: dict[int, Sequence[R]] = {}
        self._asked: set[int] = set()
        self._wanted: list[int] = []
        self._turn = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._ask_wanted)

    def reset(self, count: int, fetch: Fetch[R] | None = None) -> None:
        """Another question: so many rows, fetched so. Answers to the old one are dropped."""
        self.beginResetModel()
        self._turn += 1
        self._count = count
        self._fetch = fetch or self._fetch
        self._pages.clear()
        self._asked.clear()
        self._wanted.clear()
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._count

    def row(self, number: int) -> R | None:
        page, place = divmod(number, PAGE)
        rows = self._pages.get(page)
        if rows is not None:
            return rows[place] if place < len(rows) else None
        if 0 <= number < self._count and page not in self._asked:
            self._asked.add(page)
            self._wanted.append(page)
            self._timer.start()
        return None

    def _ask_wanted(self) -> None:
        """Never from within painting: fetched pages may arrive at once."""
        wanted, self._wanted = self._wanted, []
        for page in wanted[-6:]:  # when somebody drags the scroll bar through, only where it stopped matters
            turn = self._turn
            if self._fetch is not None:
                self._fetch(page * PAGE, PAGE, partial(self._arrived, page, turn))
        for page in wanted[:-6]:
            self._asked.discard(page)

    def _arrived(self, page: int, turn: int, rows: Sequence[R]) -> None:
        if turn != self._turn:
            return
        self._pages[page] = rows
        self._asked.discard(page)
        while len(self._pages) > KEPT_PAGES:
            self._pages.pop(next(iter(self._pages)))
        first, last = page * PAGE, min(self._count, page * PAGE + len(rows)) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    def find_key(self, key: Any) -> int:
        return next((n for n, r in self.loaded() if self.key(r) == key), -1)

    def loaded(self) -> Iterable[tuple[int, R]]:
        for page, rows in sorted(self._pages.items()):
            for place, row in enumerate(rows):
                yield page * PAGE + place, row
