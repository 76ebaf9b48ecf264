"""A part of Home: a card that asks its own question, and says while it reads and when it could not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import _
from app.office.command import Query
from app.office.journal import Changes
from ui.desk.desk import Desk
from ui.kit.buttons import secondary
from ui.kit.layout import clear, line
from ui.kit.text import Elided, label
from ui.kit.theme import theme

WAIT_BEFORE_SAYING = 400  # ms until a card that is being read says so


class Part(QFrame):
    """Subclass it: `question` asks, `show_rows` fills `body` through `put`. `filled` when an answer is shown."""

    filled = Signal()
    reads: frozenset[str] = frozenset()

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__()
        self.desk = desk
        self.stale = True
        self.answered = False
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(16, 5, 12, 4)
        self.head.setSpacing(8)
        self.head.addStrut(theme().px(34))
        self.title = Elided(title, "strong")
        self.count = label("", "muted")
        self.head.addWidget(self.title)
        self.head.addWidget(self.count)
        self.head.addStretch(1)
        outer.addLayout(self.head)
        outer.addWidget(line())
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        outer.addLayout(self.body)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(WAIT_BEFORE_SAYING)
        self._late.timeout.connect(self._say_reading)

    def question(self) -> Query[Any]:
        """What is asked."""
        raise NotImplementedError

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show the answer."""
        raise NotImplementedError

    def load(self) -> None:
        """Ask."""
        self.stale = False
        if not self.answered:
            self._late.start()
        self.desk.ask(self.question(), owner=self, then=self._arrived, in_place=self._failed)

    def touched(self, changes: Changes) -> bool:
        """Whether what it shows may be another now."""
        return changes.touches(self.reads)

    def minute(self) -> None:
        """Another minute began."""

    def say(self, sentence: str, *buttons: QWidget, role: str = "muted") -> None:
        """A sentence instead of rows."""
        self.empty()
        line_ = QHBoxLayout()
        line_.setContentsMargins(16, 12, 16, 14)
        line_.addWidget(label(sentence, role, wrap=True), 1)
        for button in buttons:
            line_.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(line_)

    def empty(self) -> None:
        """Take away what the body shows."""
        clear(self.body)
        self.forget()

    def forget(self) -> None:
        """The widgets of the body are gone."""

    def _say_reading(self) -> None:
        self.say(_("Reading …"), role="hint")

    def _arrived(self, rows: Sequence[Any]) -> None:
        self._late.stop()
        self.answered = True
        self.show_rows(rows)
        self.filled.emit()

    def _failed(self, error: BaseException) -> None:
        self._late.stop()
        self.answered, self.stale = False, True
        self.say(str(error) or _("This could not be read."), again(self.load))
        self.filled.emit()


def again(do: Callable[[], object]) -> QWidget:
    """The button after a failure."""
    return secondary(_("Try again"), do, icon="refresh-cw", small=True)
