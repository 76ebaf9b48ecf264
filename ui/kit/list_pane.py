"""A table with what belongs to it: the empty state instead of no rows, the bar of actions when several are picked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app.i18n import _
from ui.kit.buttons import Button, MoreButton
from ui.kit.empty_state import EmptyState
from ui.kit.layout import line
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.theme import theme


class SelectionBar(QWidget):
    """How many are picked and what can be done with them; 48 px at the bottom. What does not fit goes into the dots."""

    def __init__(self, table: Table, buttons: Sequence[QWidget] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("selection")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme().px(48))
        self.setAccessibleName(_("Actions for the selected rows"))
        self.table, self._buttons = table, list(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 0, 16, 0)
        layout.setSpacing(6)
        self.words = label("", "strong")
        layout.addWidget(self.words)
        layout.addWidget(line(vertical=True, length=24))
        for button in buttons:
            layout.addWidget(button)
        self.more = MoreButton(kind="quiet", parent=self)
        layout.addWidget(self.more)
        layout.addStretch(1)
        self.clear = Button(_("Clear selection"), self._clear, kind="quiet", keys="Esc")
        layout.addWidget(self.clear)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()
        table.picked_changed.connect(self._changed)

    def _changed(self, count: int) -> None:
        self.words.setText(_("{n} selected").format(n=f"{count:,}"))
        self._fit()
        self.setVisible(count > 1 or bool(self.table.rows_model.checked))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As many buttons as there is room for, from the left."""
        gap = 6
        room = self.width() - 40 - self.words.sizeHint().width() - 3 * gap - self.clear.sizeHint().width()
        needs = [b.sizeHint().width() + gap for b in self._buttons]
        if sum(needs) <= room:
            fits = len(needs)
        else:
            room -= self.more.sizeHint().width() + gap
            fits = next((n for n in range(len(needs), 0, -1) if sum(needs[:n]) <= room), 0)
        for number, button in enumerate(self._buttons):
            button.setVisible(number < fits)
        hidden = [b for b in self._buttons[fits:] if isinstance(b, Button)]
        self.more.setVisible(bool(hidden))
        self.more.list.clear()
        for button in hidden:
            action = self.more.add(button.text().strip(), button.click)
            action.setEnabled(button.isEnabled())
            action.setToolTip(button.toolTip())

    def _clear(self) -> None:
        self.table.rows_model.clear_checks()
        self.table.clearSelection()
        self.table.setFocus()


WAIT_BEFORE_SAYING = 400  # ms until a list that is being read says so


class ListPane(QWidget):
    """`actions` are shown while rows are picked; `empty` while there are none. Give it rows through `table`.

    `wait()` when rows are asked for and `arrived()` when they are there; `fail(sentence, again)` shows what went
    wrong with Try again, `refuse(sentence)` why nobody who sits here may see the list.
    """

    def __init__(
        self, table: Table, empty: QWidget | None = None, actions: Sequence[QWidget] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.table = table
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(table)
        self._empty = empty
        self._special: QWidget | None = None  # reading, failed or refused
        self._refused = False
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(WAIT_BEFORE_SAYING)
        self._late.timeout.connect(self._say_reading)
        if empty is not None:
            self._stack.addWidget(empty)
        layout.addWidget(self._stack, 1)
        self.bar: SelectionBar | None = None
        if actions:
            self.bar = SelectionBar(table, actions)
            layout.addWidget(self.bar)
        table.rows_model.modelReset.connect(self._look)
        self._look()

    def set_empty(self, empty: QWidget) -> None:
        """Another sentence for no rows (nothing found is not nothing there)."""
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = empty
        self._stack.addWidget(empty)
        self._look()

    # -- states -----------------------------------------------------------------------------------------------
    def wait(self) -> None:
        """Rows are asked for: says so when there are none yet and it takes a moment."""
        if not self._refused and not self.table.rows_model.rowCount():
            self._late.start()

    def arrived(self) -> None:
        """The answer is there."""
        self._late.stop()
        if self._special is not None and not self._refused:
            self._set_special(None)

    def fail(self, sentence: str, again: Callable[[], object] | None = None) -> None:
        """What went wrong stands where the rows would be."""
        self._late.stop()
        button = Button(_("Try again"), again, icon="refresh-cw") if again is not None else None
        self._set_special(EmptyState("triangle-alert", _("The list could not be read"), sentence, button))

    def refuse(self, why: str) -> None:
        """Not for whoever sits here; '' lifts it."""
        self._refused = bool(why)
        self._late.stop()
        self._set_special(EmptyState("lock", why) if why else None)

    def _say_reading(self) -> None:
        self._set_special(EmptyState("loader-circle", _("Reading the list…")))

    def _set_special(self, state: QWidget | None) -> None:
        if self._special is not None:
            self._stack.removeWidget(self._special)
            self._special.deleteLater()
        self._special = state
        if state is not None:
            self._stack.addWidget(state)
        self._look()

    def shows(self) -> QWidget | None:
        """What stands there now: the table, or the state."""
        return self._stack.currentWidget()

    def _look(self) -> None:
        empty = self._special or (self._empty if self.table.rows_model.rowCount() == 0 else None)
        first_rows = empty is None and self._stack.currentWidget() is not self.table
        focus = self.window().focusWidget()  # also while a dialog closes over this window
        if empty is not None and focus is self.table:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # else Qt would pass the keys on, out of the page
        self._stack.setCurrentWidget(empty or self.table)
        if first_rows and focus is not None and (focus is self or focus.isAncestorOf(self)):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)  # the keys waited for the list
