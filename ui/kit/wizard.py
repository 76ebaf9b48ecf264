"""A wizard on a full page: numbered steps on top or at the left, one page at a time, Back always, Next when ready."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.i18n import _
from ui.kit.buttons import Button
from ui.kit.key_names import sequence
from ui.kit.layout import box, line
from ui.kit.steps import Side, Steps, WizardFoot
from ui.kit.theme import theme

LEFT_WIDTH = 264  # pixels


@dataclass
class _Step:
    page: QWidget
    missing: Callable[[], str]
    leave: Callable[[], bool]
    next: str


def _nothing() -> str:
    return ""


def _yes() -> bool:
    return True


class Wizard(QWidget):
    """Give it one page for each step with `add`. Alt+N and Ctrl+Enter go on, Alt+B goes back, F8 asks for the next
    problem (`problem_asked`).

    moved(step) when another step is shown; finished() when Next is pressed on the last; gave_up() when Back is pressed
    on the first. Steps count from 0. With `side="left"`, `above` and `below` are layouts over and under the steps.
    """

    moved = Signal(int)
    finished = Signal()
    gave_up = Signal()
    problem_asked = Signal()

    def __init__(self, steps: Sequence[str], side: Side = "top", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: list[_Step] = []
        self._busy = ""
        self.current = 0
        self.steps = Steps(steps, side=side)
        self.steps.picked.connect(self.go)
        self.stack = QStackedWidget()
        self.back = Button(_("Back"), self.backward, icon="arrow-left", tip=_("Back  (Alt+B)"))
        self.next = Button(_("Next"), self.forward, kind="primary", tip=_("Next  (Alt+N)"))
        self.foot = WizardFoot(self.back, self.next)
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        if side == "top":
            middle.addWidget(self.steps)
        middle.addWidget(self.stack, 1)
        middle.addWidget(self.foot)
        self._outer = QHBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self.above, self.below = QVBoxLayout(), QVBoxLayout()
        if side == "left":
            self._outer.addWidget(self._left())
            self._outer.addWidget(line(vertical=True))
        self._outer.addLayout(middle, 1)
        for keys, do in (("Alt+N", self.forward), ("Alt+B", self.backward), ("Ctrl+Return", self.forward),
                         ("Ctrl+Enter", self.forward), ("F8", self.problem_asked.emit)):
            short = QShortcut(sequence(keys), self)
            short.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            short.activated.connect(do)

    def _left(self) -> QWidget:
        layout = QVBoxLayout()
        layout.setContentsMargins(28, 28, 20, 28)
        layout.setSpacing(16)
        layout.addLayout(self.above)
        layout.addWidget(self.steps)
        layout.addStretch(1)
        layout.addLayout(self.below)
        made = box(layout, "desktop")
        made.setFixedWidth(theme().px(LEFT_WIDTH))
        return made

    def add(
        self,
        page: QWidget,
        *,
        missing: Callable[[], str] = _nothing,
        leave: Callable[[], bool] = _yes,
        next: str = "",
    ) -> None:
        """The page of the next step. `missing` says what stands in the way ('' for nothing) and is asked by `follow`;
        `leave` is called before going on: False stays (it may call `go` later); `next` are the words of the button."""
        self._steps.append(_Step(page, missing, leave, next))
        self.stack.addWidget(page)
        if len(self._steps) <= 2:  # the first step is the last one until there is another
            self.follow()

    def set_aside(self, widget: QWidget) -> None:
        """Something at the right of all steps."""
        self._rule = line(vertical=True)
        self._outer.addWidget(self._rule)
        self._outer.addWidget(widget)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._rule.setVisible(event.type() == QEvent.Type.ShowToParent)
        return super().eventFilter(watched, event)

    def add_button(self, button: Button) -> None:
        """Another way on, before Next."""
        self.foot.row.insertWidget(self.foot.row.indexOf(self.next), button)

    # -- going ------------------------------------------------------------------------------------------------------
    def go(self, step: int) -> None:
        """Show a step, whatever is missing before it."""
        self.current = step
        self.stack.setCurrentIndex(step)
        self.steps.set_current(step)
        self.follow()
        self.moved.emit(step)

    def forward(self) -> None:
        """The next step, when nothing is missing here."""
        if not self._steps or not self.next.isEnabled():
            return
        here = self.current
        if not self._steps[here].leave() or self.current != here:
            return
        if here == len(self._steps) - 1:
            self.finished.emit()
        else:
            self.go(here + 1)

    def backward(self) -> None:
        """The step before; out of the wizard on the first."""
        if not self.back.isEnabled() or self.back.isHidden():
            return
        if self.current:
            self.go(self.current - 1)
        else:
            self.gave_up.emit()

    # -- what is missing ---------------------------------------------------------------------------------------------
    def follow(self) -> None:
        """Ask again what is missing; call it whenever something on the page changed."""
        step = self._steps[self.current]
        missing = self._busy or step.missing()
        last = self.current == len(self._steps) - 1
        self.next.setText(step.next or (_("Done") if last else _("Next")))
        self.next.explain(missing)
        self.back.explain(self._busy)
        self.foot.set_missing(missing)

    def set_next(self, words: str) -> None:
        """Other words on the button that goes on from here."""
        self._steps[self.current].next = words
        self.next.setText(words)

    @property
    def busy(self) -> bool:
        """Is something going on?"""
        return bool(self._busy)

    def set_busy(self, sentence: str) -> None:
        """Nothing can be pressed while this is going on; '' when it is over."""
        self._busy = sentence
        self.follow()
