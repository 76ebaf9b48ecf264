"""The row above a list: search field, filter chips with counts, view options at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from app.i18n import _
from ui.kit.buttons import Button, Chip
from ui.kit.flow import Flow
from ui.kit.icons import icon
from ui.kit.text import set_look
from ui.kit.text_box import is_file
from ui.kit.theme import theme

SHORT = 1000  # pixels below which a row of tools keeps icons only
TYPING_PAUSE = 120  # ms without a key before a search is asked


class SearchBox(QLineEdit):
    """Filters while typing: `searched` after a short pause; Esc clears; Down goes into the list."""

    searched = Signal(str)
    to_list = Signal()

    def __init__(self, placeholder: str, keys: str = "Ctrl+F", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(False)
        self.addAction(icon("search", "text-2"), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = self.addAction(icon("x", "text-2"), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setToolTip(_("Clear the search"))
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.reset)
        self.keys = keys.replace("+", " ")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(180)
        self.setMaximumWidth(420)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE)
        self._pause.timeout.connect(lambda: self.searched.emit(self.text().strip()))
        self.textChanged.connect(self._changed)

    def sizeHint(self) -> QSize:
        return QSize(260, super().sizeHint().height())

    def reset(self) -> None:
        """Empty, and tell at once."""
        if self.text():
            self.clear()
            self.now()

    def now(self) -> None:
        """Ask without waiting for the pause."""
        self._pause.stop()
        self.searched.emit(self.text().strip())

    def put(self, text: str) -> None:
        """Another text from elsewhere; nobody is asked."""
        self.setText(text)
        self._pause.stop()

    def _changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._pause.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.reset()
        elif event.key() == Qt.Key.Key_Down:
            self.to_list.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.now()
            self.to_list.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.ignore() if is_file(event) else super().dragEnterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.text() or not self.keys or self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font(8.25))
        width = painter.fontMetrics().horizontalAdvance(self.keys) + 12
        if self.width() < self.fontMetrics().horizontalAdvance(self.placeholderText()) + width + 56:
            painter.end()
            return  # no room for both: the words say more than the key
        rect = self.rect().adjusted(self.width() - width - 8, (self.height() - 20) // 2, -8, 0)
        rect.setHeight(20)
        painter.setPen(QPen(theme().color("ctl"), 1))
        painter.setBrush(theme().color("surface"))
        painter.drawRoundedRect(rect, 4, 4)
        painter.setPen(theme().color("text-2"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.keys)
        painter.end()


class Chips(QWidget):
    """Filters of which one is on; `changed` gives its key."""

    changed = Signal(str)

    def __init__(
        self,
        chips: Sequence[tuple[str, str]] | Sequence[tuple[str, str, str]],
        value: str = "",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`chips` are (key, words) or (key, words, icon). `wrap` lets them go on in the next line."""
        super().__init__(parent)
        layout = Flow(self) if wrap else QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._chips: dict[str, Chip] = {}
        self._group = QButtonGroup(self)
        for chip in chips:
            button = Chip(chip[1], icon=chip[2] if len(chip) > 2 else "")
            self._chips[chip[0]] = button
            self._group.addButton(button)
            layout.addWidget(button)
            button.clicked.connect(lambda _on=False, key=chip[0]: self.changed.emit(key))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred if wrap else QSizePolicy.Policy.Maximum,
                             QSizePolicy.Policy.Preferred if wrap else QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        if self._chips:
            self.set_value(value or next(iter(self._chips)))

    def value(self) -> str:
        """The key of the filter that is on."""
        return next((key for key, chip in self._chips.items() if chip.isChecked()), "")

    def set_value(self, key: str) -> None:
        """Turn a filter on without a signal; one that is not there turns all of them off."""
        if key in self._chips:
            self._chips[key].setChecked(True)
            return
        self._group.setExclusive(False)
        for chip in self._chips.values():
            chip.setChecked(False)
        self._group.setExclusive(True)

    def has(self, key: str) -> bool:
        """Is there a chip for it?"""
        return key in self._chips

    def words(self, key: str) -> str:
        """What the chip says; '' when there is none."""
        return self._chips[key].name if key in self._chips else ""

    def first(self) -> str:
        """The key of the first chip: all rows."""
        return next(iter(self._chips), "")

    def set_count(self, key: str, count: int | None) -> None:
        """How many rows a filter leaves."""
        self._chips[key].set_count(count)

    def chip(self, key: str) -> Chip:
        """The button itself."""
        return self._chips[key]


class Toolbar(QWidget):
    """A 48 px row: things at the left, a stretch, things at the right."""

    def __init__(self, *left: QWidget, right: Sequence[QWidget] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tools")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(24, 7, 24, 7)
        self.row.setSpacing(8)
        for widget in left:
            self.row.addWidget(widget)
        self.row.addStretch(1)
        for widget in right:
            self.row.addWidget(widget)
        self.setMinimumHeight(48)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._short: bool | None = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons that say so keep only their icon where room is short."""
        super().resizeEvent(event)
        short = event.size().width() < SHORT
        if short != self._short:
            self._short = short
            for button in self.findChildren(Button):
                words = button.property("shrinks")
                if words:
                    button.setText("" if short else words)
                    set_look(button, square=short)

    def add_left(self, widget: QWidget) -> None:
        """One more thing at the left."""
        self.row.insertWidget(self._stretch(), widget)

    def add_right(self, widget: QWidget) -> None:
        """One more thing at the right."""
        self.row.addWidget(widget)

    def _stretch(self) -> int:
        items = ((i, self.row.itemAt(i)) for i in range(self.row.count()))
        return next(i for i, item in items if item is not None and item.spacerItem() is not None)
