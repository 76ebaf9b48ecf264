"""People by columns, each cell with its own state; the register and the marks sheet share it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.exchange.columns import Column
from ui.kit.look import PLAIN, Look
from ui.kit.marks import PROPOSED
from ui.kit.rows_model import LOOK_ROLE, ROW_ROLE, Looks, key_of

Index = QModelIndex | QPersistentModelIndex
CellKey = tuple[Any, Any]
_ROOT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_TEXT = (_DISPLAY, int(Qt.ItemDataRole.EditRole))
CELL_ROLE = ROW_ROLE + 10


@dataclass(frozen=True)
class GridColumn:
    """A column of cells. `title` and `subtitle` stand in the head; `group` above the first column that carries it."""

    key: Any
    title: str
    subtitle: str = ""
    group: str = ""
    time: Literal["past", "now", "future"] = "past"
    editable: bool = True
    align: Literal["left", "right", "center"] = "center"
    width: int = 38  # least width in pixels
    tip: str = ""
    rule_before: bool = False  # a stronger line at its left, where a week begins
    spoken: str = ""  # what the head is called aloud, where title and second line are too short for that


@dataclass(frozen=True)
class Cell:
    """One cell. `shape` is one of marks.SHAPES' values for a mark, 'text' for anything else."""

    text: str = ""
    shape: str = "text"
    tone: str = ""
    icon: str = ""
    bold: bool = False
    before: str = ""  # struck through in front: the attempt that no longer counts
    after: str = ""  # small behind: R2
    problem: str = ""  # a sentence: kept on screen, not saved
    note: bool = False  # a small corner: there is a reason or remark
    asked: bool = False  # the corner in the colour of acts: a change waits for a decision
    under: str = ""  # small at the lower right of a mark: another layer of it
    spoken: str = ""
    tip: str = ""
    editable: bool | None = None  # None: as its column

    @property
    def value(self) -> str:
        """What is in the cell; a proposal is not."""
        return "" if self.shape == PROPOSED else self.text


EMPTY = Cell()
_MAY_SELECT = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_MAY_EDIT = _MAY_SELECT | Qt.ItemFlag.ItemIsEditable


class GridModel(QAbstractTableModel):
    """Frozen columns read from the person's row, then one column per GridColumn."""

    def __init__(
        self,
        frozen: Sequence[Column[Any]],
        *,
        looks: Looks | None = None,
        key: Callable[[Any], Any] = key_of,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.frozen = list(frozen)
        self.looks: Looks = looks or {}
        self.key = key
        self.empty_spoken = "–"  # what an empty cell is called aloud
        self.people: list[Any] = []
        self.columns: list[GridColumn] = []
        self.cells: dict[CellKey, Cell] = {}
        self.row_keys: list[Any] = []
        self._drawn: dict[tuple[int, int], tuple[str, Look]] = {}
        self._row_of: dict[Any, int] = {}
        self._column_of: dict[Any, int] = {}

    # -- filling
    def fill(self, people: Sequence[Any], columns: Sequence[GridColumn], cells: Mapping[CellKey, Cell]) -> None:
        """Everything anew; same people and columns only draw again."""
        keys = [self.key(p) for p in people]
        same = keys == [self.key(p) for p in self.people] and list(columns) == self.columns
        if not same:
            self.beginResetModel()
        self.people, self.columns, self.cells = list(people), list(columns), dict(cells)
        self.row_keys = keys
        self._drawn.clear()
        self._row_of = {k: n for n, k in enumerate(keys)}
        self._column_of = {c.key: n for n, c in enumerate(self.columns)}
        if not same:
            self.endResetModel()
        elif self.people:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.people) - 1, self.columnCount() - 1))

    def set_cells(self, cells: Mapping[CellKey, Cell]) -> None:
        """Change some cells; one signal for the block around them."""
        self.cells.update(cells)
        rows = [self._row_of[r] for r, _c in cells if r in self._row_of]
        columns = [self._column_of[c] for _r, c in cells if c in self._column_of]
        if rows and columns:
            lead = len(self.frozen)
            first, last = self.index(min(rows), lead + min(columns)), self.index(max(rows), lead + max(columns))
            self.dataChanged.emit(first, last)

    def set_people(self, people: Sequence[Any]) -> None:
        """The frozen columns changed (a percentage); the people are the same, in the same order."""
        self.people = list(people)
        self._drawn.clear()
        if self.people:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.people) - 1, len(self.frozen) - 1))

    def frozen_cell(self, row: int, column: int) -> tuple[str, Look]:
        """Text and look of a frozen column; worked out once until the people change, because looks write sentences."""
        found = self._drawn.get((row, column))
        if found is None:
            shown, person = self.frozen[column], self.people[row]
            look = self.looks.get(shown.key)
            found = self._drawn[row, column] = (shown.text(person), (look(person) if look else None) or PLAIN)
        return found

    def name(self, row: int) -> str:
        """Who a row is, in words."""
        return self.frozen[min(1, len(self.frozen) - 1)].text(self.people[row]) if self.frozen else ""

    # -- places
    def cell_key(self, index: Index) -> CellKey | None:
        """Which cell a place is; None among the frozen columns."""
        number = index.column() - len(self.frozen)
        if not index.isValid() or number < 0:
            return None
        return self.row_keys[index.row()], self.columns[number].key

    def place(self, person: Any, column: Any) -> QModelIndex:
        """Where a cell is; an invalid index when it is not shown."""
        if person not in self._row_of or column not in self._column_of:
            return QModelIndex()
        return self.index(self._row_of[person], len(self.frozen) + self._column_of[column])

    def cell(self, index: Index) -> Cell:
        """The state of a cell."""
        key = self.cell_key(index)
        return self.cells.get(key, EMPTY) if key else EMPTY

    def column(self, index_column: int) -> GridColumn | None:
        """The column of cells at a column of the model."""
        number = index_column - len(self.frozen)
        return self.columns[number] if 0 <= number < len(self.columns) else None

    def may_edit(self, index: Index) -> bool:
        """Can it be changed?"""
        column = self.column(index.column()) if index.isValid() else None
        if column is None:
            return False
        own = self.cell(index).editable
        return column.editable if own is None else own

    # -- the model
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.people)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.frozen) + len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        lead = len(self.frozen)
        if index.column() < lead:
            if role in (_DISPLAY, _SPOKEN):
                return self.frozen_cell(index.row(), index.column())[0]
            if role == LOOK_ROLE:
                return self.frozen_cell(index.row(), index.column())[1]
            if role == _TIP:
                text, look = self.frozen_cell(index.row(), index.column())
                return look.tip or text or None
            return None
        if role in _TEXT:
            return self.cell(index).text
        if role == CELL_ROLE:
            return self.cell(index)
        if role == _SPOKEN:
            cell, column = self.cell(index), self.columns[index.column() - lead]
            name = self.frozen[min(1, lead - 1)].text(self.people[index.row()]) if lead else ""
            title = column.spoken or f"{column.title} {column.subtitle}".strip()
            return f"{name}, {title}: {cell.problem or cell.spoken or cell.text or self.empty_spoken}"
        if role == _TIP:
            cell = self.cell(index)
            return cell.problem or cell.tip or None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or role not in (_DISPLAY, _TIP):
            return None
        if section < len(self.frozen):
            return self.frozen[section].title() if role == _DISPLAY else None
        column = self.column(section)
        if column is None:
            return None
        return column.tip or None if role == _TIP else column.spoken or f"{column.title} {column.subtitle}".strip()

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _MAY_EDIT if self.may_edit(index) else _MAY_SELECT
