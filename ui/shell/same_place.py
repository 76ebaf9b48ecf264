"""Where one was on a page, to be there again when it has been made anew: what is searched, filtered and selected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from app.i18n import _
from ui.desk import talk
from ui.kit.dialog import Dialog
from ui.kit.form import Form
from ui.kit.table import Table
from ui.kit.toolbar import Chips, SearchBox

PATIENCE = 5000  # ms until a row that does not come is given up
EVERY, STANDS = 40, 6  # ms between two looks; so often the row is the one wanted before it is left alone


@dataclass


class Spot:
    """What is in the fields that narrow a list, in their order, and where each list stands."""

    searches: list[str] = field(default_factory=list)
    chips: list[str] = field(default_factory=list)
    rows: dict[str, tuple[Any, int]] = field(default_factory=dict)
    """By the columns of a list, for a part of the page may not be made yet: the current row, how far it is scrolled."""


def spot_of(page: QWidget) -> Spot:
    """Where one is."""
    return Spot([box.text() for box in page.findChildren(SearchBox)],
                [chips.value() for chips in page.findChildren(Chips)],
                {_columns(table): (_current(table), table.verticalScrollBar().value())
                 for table in page.findChildren(Table)})


def return_to(page: QWidget, spot: Spot) -> None:
    """Be there again; rows that are still being read are waited for."""
    for chips, key in zip(page.findChildren(Chips), spot.chips, strict=False):
        if key and key != chips.value() and chips.has(key):
            chips.set_value(key)
            chips.changed.emit(key)
    for box, text in zip(page.findChildren(SearchBox), spot.searches, strict=False):
        if text != box.text():
            box.setText(text)
            box.now()
    for table in page.findChildren(Table):
        key, scroll = spot.rows.get(_columns(table), (None, 0))
        if key is not None:
            _Waiting(table, key, scroll)


def _columns(table: Table) -> str:
    return " ".join(column.key for column in table.rows_model.columns)


def _current(table: Table) -> Any:
    row = table.current_row()
    return None if row is None else table.rows_model.key(row)


def _stand(table: Table, key: Any, scroll: int) -> bool:
    if not table.choose(key):
        return False
    table.verticalScrollBar().setValue(scroll)
    return True


class _Waiting(QObject):
    """Chooses the row when it has come, again if the page then chooses its first one; never against a key or click."""

    def __init__(self, table: Table, key: Any, scroll: int) -> None:
        super().__init__(table)
        self._table, self._key, self._scroll = table, key, scroll
        self._stood = 0
        for each in (table, table.viewport()):
            each.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self._try)
        self._timer.start()
        QTimer.singleShot(PATIENCE, self, self.deleteLater)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress):
            self._timer.stop()
        return False

    def _try(self) -> None:
        if _current(self._table) == self._key or _stand(self._table, self._key, self._scroll):
            self._stood += 1
        if self._stood >= STANDS:
            self._timer.stop()


def open_dialogs() -> list[Dialog]:
    """The dialogs that stand open, the last one first."""
    return [w for w in reversed(QApplication.topLevelWidgets()) if isinstance(w, Dialog) and w.isVisible()]


def is_typed_in(dialog: QWidget) -> bool:
    """Has somebody typed into it?"""
    return (any(form.modified for form in dialog.findChildren(Form))
            or any(box.isModified() for box in dialog.findChildren(QLineEdit) if not box.isReadOnly())
            or any(box.document().isModified() for box in dialog.findChildren(QPlainTextEdit)
                   if not box.isReadOnly()))


def close_dialogs(then: Any) -> None:
    """Close what stands open and go on; what was typed into it is only dropped when somebody says so."""
    standing = open_dialogs()
    typed = [d for d in standing if is_typed_in(d)]

    def close() -> None:
        for dialog in standing:
            dialog.done(2)
        then()

    if not typed:
        close()
        return
    talk.ask(_("Close {window}?").format(window=typed[0].windowTitle().rstrip("?")),
             _("It cannot be kept in another language. What is typed in it is lost."), _("Close it"), close,
             safe=_("Keep it"), destructive=True, parent=typed[0])
