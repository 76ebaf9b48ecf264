"""A bar with a tick for `planned by today`, and the panel of a long job: count, time left, Cancel and what it means."""

from __future__ import annotations

import time

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import _, ngettext
from ui.kit.buttons import Button
from ui.kit.text import Elided, label
from ui.kit.theme import theme


class Bar(QWidget):
    """How much of how much; `planned` draws a tick where it should be by today. Tones: accent, danger, ok."""

    def __init__(
        self,
        value: float = 0,
        total: float = 100,
        *,
        planned: float | None = None,
        tone: str = "accent",
        height: int = 6,
        width: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._height = height
        if width:
            self.setFixedWidth(width)
        self.setFixedHeight(height + 8)
        self.setMinimumWidth(40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set(value, total, planned=planned, tone=tone)

    def set(self, value: float, total: float, *, planned: float | None = None, tone: str = "accent") -> None:
        """Show another value."""
        self.value, self.total, self.planned, self.tone = value, total, planned, tone
        self.setAccessibleName(f"{value:g} / {total:g}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(90, self._height + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(0, (self.height() - self._height) / 2, self.width(), self._height)
        share = self.value / self.total if self.total else 0
        tick = self.planned / self.total if self.planned is not None and self.total else None
        paint_bar(painter, rect, share, self.tone, tick)
        painter.end()


def paint_bar(painter: QPainter, rect: QRectF, share: float, tone: str = "accent", tick: float | None = None) -> None:
    """Draw a bar: `share` and `tick` are 0 .. 1."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = rect.height() / 2
    painter.setBrush(theme().color("track"))
    painter.drawRoundedRect(rect, radius, radius)
    filled = QRectF(rect)
    filled.setWidth(rect.width() * min(1.0, max(0.0, share)))
    if filled.width() > 0:
        painter.setClipRect(filled)
        painter.setBrush(theme().color({"danger": "danger-solid", "ok": "ok", "seal": "seal"}.get(tone, "accent")))
        painter.drawRoundedRect(rect, radius, radius)
        painter.setClipping(False)
    if tick is not None:
        x = rect.left() + rect.width() * min(1.0, max(0.0, tick))
        painter.fillRect(QRectF(x - 1, rect.top() - 3, 2, rect.height() + 6), theme().color("text"))
    painter.restore()


def time_left(seconds: float) -> str:
    """`about 20 seconds left`, `about 3 minutes left`; '' when not known."""
    if seconds < 0:
        return ""
    if seconds < 60:
        shown = max(1, round(seconds / 5) * 5) if seconds > 5 else max(1, round(seconds))
        return ngettext("about {n} second left", "about {n} seconds left", shown).format(n=shown)
    minutes = round(seconds / 60)
    return ngettext("about {n} minute left", "about {n} minutes left", minutes).format(n=minutes)


class ProgressPanel(QFrame):
    """The panel of a running job. `cancelled` when the user asks to stop."""

    cancelled = Signal()

    def __init__(
        self, title: str, consequence: str = "", *, clock: object = None, began: float | None = None,
        keys: str = "Esc", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._clock = clock if callable(clock) else time.monotonic
        self._began = self._clock() if began is None else began
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        self.title = label(title, "strong")
        self.left = label("", "muted")
        first = QHBoxLayout()
        first.addWidget(self.title, 1)
        first.addWidget(self.left)
        layout.addLayout(first)
        self.bar = Bar(0, 0, height=8)
        layout.addWidget(self.bar)
        self.doing = Elided("", "caption")
        self.consequence = label(consequence, "caption", wrap=True)
        if not consequence:
            self.consequence.hide()
        self.button = Button(_("Cancel"), self._cancel, keys=keys)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.doing)
        words.addWidget(self.consequence)
        last = QHBoxLayout()
        last.addLayout(words, 1)
        last.addWidget(self.button)
        layout.addLayout(last)

    def begin(self, title: str) -> None:
        """Another job begins now: the time left is reckoned from here."""
        self._began = self._clock()
        self.title.setText(title)
        self.left.setText("")
        self.doing.setText("")
        self.bar.set(0, 0)
        self.button.setEnabled(True)
        self.button.setText(_("Cancel"))

    def show_progress(self, done: int, total: int, text: str = "") -> None:
        """How far it is; remaining time appears when it can be told."""
        self.bar.set(done, total)
        self.doing.setText(text)
        spent = self._clock() - self._began
        if 0 < done < total and spent > 1:
            self.left.setText(time_left(spent / done * (total - done)))
        elif total:
            self.left.setText(_("{done} of {total}").format(done=f"{done:,}", total=f"{total:,}"))

    def _cancel(self) -> None:
        self.button.setEnabled(False)
        self.button.setText(_("Stopping"))
        self.cancelled.emit()
