"""The palette: one field over a scrim and what it finds. Arrows move, Enter opens, Tab shows more, Esc goes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListView, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import _, ngettext
from ui.kit.hint_bar import HintBar
from ui.kit.layout import box, line, row
from ui.kit.palette_list import HEAD, ROW, Entry, Group, PaletteDelegate, PaletteModel
from ui.kit.text import Glyph, key_cap, label
from ui.kit.theme import theme

WIDTH, FIELD = 680, 56  # px
SCRIM = 0.36  # how much of the page is taken away


class PaletteBox(QWidget):
    """Fills its parent. `typed` while somebody types; it is gone after `closed`. An entry is run after that."""

    typed = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget, placeholder: str) -> None:
        super().__init__(parent)
        self._before = parent.window().focusWidget()
        self._groups: Sequence[Group] = ()
        self._below: tuple[str, Sequence[Group]] | None = None  # where Tab came from
        self.field = QLineEdit()
        self.field.setProperty("kind", "bare")
        self.field.setPlaceholderText(placeholder)
        self.field.setAccessibleName(placeholder)
        self.field.setFont(theme().font(12.75))
        self.field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.found = label("", "muted")
        self.model = PaletteModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.delegate = PaletteDelegate(self.list)
        self.list.setItemDelegate(self.delegate)
        self.list.setAccessibleName(_("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setMouseTracking(True)
        self.list.clicked.connect(self._clicked)
        self.nothing = label("", "muted")
        self.nothing.setContentsMargins(24, 16, 24, 16)
        self.nothing.hide()
        self.hints = HintBar()
        self.card = QFrame(self)
        self.card.setObjectName("popup")
        whole = QVBoxLayout(self.card)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        top = box(row(Glyph("search", "text", 20), self.field, self.found, key_cap(_("Esc")), margins=(17, 0, 15, 0),
                      spacing=12))
        top.setFixedHeight(theme().px(FIELD))
        for part in (top, line(), self.list, self.nothing, self.hints):
            whole.addWidget(part)
        self._hint()
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    # -- what is shown ---------------------------------------------------------------------------------------------
    def show_groups(self, groups: Sequence[Group], count: int | None = None, nothing: str = "") -> None:
        """Other rows; the first one is chosen, or the one that was chosen when it is still there."""
        if self._below is not None:
            self._below = (self._below[0], groups)
            return
        kept = self.entry() if self._moved else None
        self._groups = groups
        self._fill(groups)
        self.found.setText("" if count is None else ngettext("{n} found", "{n} found", count).format(n=count))
        self.nothing.setText(nothing)
        self.nothing.setVisible(not any(g.entries for g in groups) and bool(nothing))
        rows = [n for n in range(self.model.rowCount()) if self.model.entry(n) is not None]
        same = next((n for n in rows if kept is not None and self.model.entry(n).words == kept.words), None)  # type: ignore[union-attr]
        self._choose(same if same is not None else next(iter(rows), -1))

    def _fill(self, groups: Sequence[Group]) -> None:
        self.delegate.typed = self.field.text() if self._below is None else ""
        self.model.show_groups(groups)
        self._fit()

    def _fit(self) -> None:
        heads = sum(self.model.entry(n) is None for n in range(self.model.rowCount()))
        wanted = heads * theme().px(HEAD) + (self.model.rowCount() - heads) * theme().px(ROW) + 8
        width = min(theme().px(WIDTH), self.width() - 32)
        top = min(theme().px(72), max(12, self.height() // 12))
        room = self.height() - top - theme().px(FIELD) - self.hints.height() - 30
        self.list.setVisible(self.model.rowCount() > 0)
        self.list.setFixedHeight(max(0, min(wanted, room)))
        self.card.setFixedWidth(width)
        self.card.adjustSize()
        self.card.move((self.width() - width) // 2, top)

    def _hint(self) -> None:
        entry = self.entry()
        if self._below is not None:
            hints = [("↑|↓", _("move")), ("Enter", _("do it")), ("Esc", _("back to what was found"))]
        else:
            hints = [("↑|↓", _("move")), ("Enter", _("open"))]
            if entry is not None and entry.more:
                hints.append(("Tab", _("actions for this result")))
        self.hints.set_hints(hints)

    def entry(self) -> Entry | None:
        """The chosen row."""
        return self.model.entry(self.list.currentIndex().row())

    def entries(self) -> list[Entry]:
        """All rows that can be chosen."""
        return [e for n in range(self.model.rowCount()) if (e := self.model.entry(n)) is not None]

    def _choose(self, number: int) -> None:
        index = self.model.index(number, 0)
        self.list.setCurrentIndex(index)
        self.list.viewport().update()
        if index.isValid():
            self.list.scrollTo(index if number > 1 else self.model.index(0, 0))
        entry = self.entry()
        self.field.setAccessibleDescription(entry.spoken() if entry is not None else "")
        if entry is not None:  # the keys stay in the field: say the row as its description
            QAccessible.updateAccessibility(QAccessibleEvent(self.field, QAccessible.Event.DescriptionChanged))
        self._hint()

    # -- keys ------------------------------------------------------------------------------------------------------
    _moved = False

    def _typed(self, text: str) -> None:
        self._moved = False
        self._below = None
        self.typed.emit(text)

    def _step(self, by: int) -> None:
        rows = [n for n in range(self.model.rowCount()) if self.model.entry(n) is not None]
        if rows:
            now = self.list.currentIndex().row()
            at = rows.index(now) if now in rows else -1
            self._moved = True
            self._choose(rows[(at + by) % len(rows)] if abs(by) == 1 else rows[max(0, min(len(rows) - 1, at + by))])

    def _clicked(self, index: QModelIndex) -> None:
        self._choose(index.row())
        self.run()

    def run(self) -> None:
        """Do what the chosen row says. Grey ones say why instead."""
        entry = self.entry()
        if entry is None or entry.why:
            return
        self.leave()
        entry.run()

    def _more(self) -> None:
        entry = self.entry()
        if self._below is None and entry is not None and entry.more:
            self._below = (entry.words, self._groups)
            self._fill([Group(entry.words, entry.more)])
            self._choose(1)

    def _less(self) -> bool:
        if self._below is None:
            return False
        words, groups = self._below
        self._below = None
        self._fill(groups)
        rows = [n for n in range(self.model.rowCount()) if self.model.entry(n) is not None]
        self._choose(next((n for n in rows if self.model.entry(n).words == words), next(iter(rows), -1)))  # type: ignore[union-attr]
        return True

    def leave(self) -> None:
        """Away; the keys go back to where they were."""
        if self.isHidden():
            return
        self.hide()
        if self._before is not None:
            try:
                self._before.setFocus(Qt.FocusReason.PopupFocusReason)
            except RuntimeError:  # what had the keys is gone
                self._before = None
        self.closed.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self.setGeometry(self.parentWidget().rect())
            self._fit()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if key in steps:
            self._step(steps[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run()
        elif key == Qt.Key.Key_Escape:
            if not self._less():
                self.leave()
        elif key == Qt.Key.Key_Tab:
            self._more()
        elif key == Qt.Key.Key_Backtab:
            self._less()
        else:
            return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.leave()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shade = QColor(theme().color("scrim"))
        shade.setAlphaF(SCRIM)
        painter.fillRect(self.rect(), shade)
        painter.end()
