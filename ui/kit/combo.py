"""A choice out of a list; over twelve entries it filters while typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QListView, QSizePolicy, QStyledItemDelegate, QWidget

from app.i18n import _
from ui.kit.text import set_look

TYPE_TO_FILTER = 12


def _found_list() -> QListView:
    """What fits the typed text, as a list of the same look as the list of all."""
    found = QListView()
    found.setObjectName("found")
    found.setItemDelegate(QStyledItemDelegate(found))
    found.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
    found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    found.setAccessibleName(_("What fits"))
    return found


class Choice(QComboBox):
    """One of (value, text) options. value() is None while nothing is chosen."""

    edited = Signal()

    def __init__(
        self,
        options: Sequence[tuple[Any, str]] = (),
        *,
        placeholder: str = "",
        empty: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._empty = empty
        self._listens = False
        self._values: list[Any] = []
        self.setView(QListView(self))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(14)
        self.setPlaceholderText(placeholder)
        self.activated.connect(lambda _index: self.edited.emit())
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[Any, str]]) -> None:
        """Other options; the value is kept if it is still there."""
        before = self.value()
        self.blockSignals(True)
        self.clear()
        rows = ([(None, self._empty)] if self._empty is not None else []) + list(options)
        self._values = [value for value, _text in rows]
        for _value, text in rows:
            self.addItem(text)
        many = len(rows) > TYPE_TO_FILTER
        self.setEditable(many)
        if many:
            self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            finder = QCompleter(self.model(), self)
            finder.setFilterMode(Qt.MatchFlag.MatchContains)
            finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            finder.setPopup(_found_list())
            finder.setMaxVisibleItems(14)
            self.setCompleter(finder)
            box = self.lineEdit()
            if box is not None:
                box.setPlaceholderText(self.placeholderText())
                box.setAccessibleName(self.accessibleName())
                if not self._listens:
                    box.editingFinished.connect(self._settle)
                    self._listens = True
        else:
            self._listens = False
        self.blockSignals(False)
        self.set_value(before)

    def _settle(self) -> None:
        """Typed text takes the first entry that it is part of, the one on top of the list that is shown below; text
        that no entry has falls back to the entry that was chosen."""
        typed = self.currentText().strip()
        index = self.findText(typed, Qt.MatchFlag.MatchFixedString)
        if index < 0 and typed:
            index = self.findText(typed, Qt.MatchFlag.MatchContains)
        if index < 0:
            self.setEditText(self.itemText(self.currentIndex()) if self.currentIndex() >= 0 else "")
        elif index != self.currentIndex():
            self.setCurrentIndex(index)
            self.edited.emit()

    def value(self) -> Any:
        """The chosen value, or None."""
        index = self.currentIndex()
        return self._values[index] if 0 <= index < len(self._values) else None

    def words(self, value: Any) -> str:
        """A value as the list shows it; '' when it is not there."""
        return self.itemText(self._values.index(value)) if value in self._values else ""

    def set_value(self, value: Any) -> None:
        """Choose a value without a signal; one that is not there chooses nothing."""
        self.blockSignals(True)
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)
        if self.isEditable() and self.currentIndex() < 0:
            self.setEditText("")
        box = self.lineEdit()
        if box is not None and not box.hasFocus():
            box.setCursorPosition(0)  # a text that is longer than its box shows its beginning
        self.blockSignals(False)
        self.update()

    def show_error(self, on: bool) -> None:
        """Red border or not."""
        if bool(self.property("error")) != on:
            set_look(self, error=on)

    def set_read_only(self, on: bool) -> None:
        """Not to be changed here."""
        self.setEnabled(not on)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling a form must never change what was chosen
