"""A page that brings in a file step by step: read beside the window, given up only after asking, nothing recorded
before the last step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.job import Job, Progress
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.lanes import Running
from ui.kit.empty_state import EmptyState
from ui.kit.layout import box, column, row
from ui.kit.note import Note
from ui.kit.page import Page
from ui.kit.wizard import Wizard

FIRST = 0
"""The step in which the file is chosen."""


class FilePage(Page):
    """Subclasses make `wizard` with `first_step` as its first, and say where leaving leads to (`go_away`)."""

    wizard: Wizard

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(title)
        self.desk = desk
        self.draft: Any = None  # what was read, with its answers
        self._reading: Running | None = None

    def first_step(self, hint: EmptyState) -> QWidget:
        """How to choose the file, under a line for what was wrong with the last one."""
        self.problem = Note("", "danger")
        self.problem.hide()
        return box(column(row(self.problem, margins=(24, 16, 24, 0)), hint), "surface")

    # -- what a subclass says ----------------------------------------------------------------------------------------
    def read(self, path: Path) -> None:
        """Read this file."""
        raise NotImplementedError

    def go_away(self) -> None:
        """Leave the page."""
        raise NotImplementedError

    def looked_at(self) -> bool:
        """Is a file in front that another one would push out?"""
        return self.draft is not None

    def to_lose(self) -> bool:
        """Would leaving lose answers?"""
        return self.draft is not None

    def busy_changed(self, busy: bool) -> None:
        """A file is being read, or no longer."""

    # -- coming and going --------------------------------------------------------------------------------------------
    def begin_with(self, path: Path, consequence: str) -> None:
        """Begin with this file; one that is being looked at is asked about first, saying what would be lost."""
        def begin() -> None:
            self.restart()
            self.read(path)

        if self.looked_at():
            talk.ask(_("Begin again with {file}?").format(file=path.name), consequence, _("Begin again"), begin,
                     safe=_("Go on"), parent=self)
        else:
            begin()

    def give_up(self, question: str, consequence: str, action: str) -> None:
        """Leave, after asking when answers would be lost. While a file is being read: stop that."""
        if self._reading is not None:
            self._reading.cancel()
            return

        def go() -> None:
            self.restart()
            self.go_away()

        if self.to_lose():
            talk.ask(question, consequence, action, go, safe=_("Go on"), parent=self)
        else:
            go()

    def restart(self) -> None:
        """The first step, without a file."""
        self.draft = None
        self.problem.hide()
        self.wizard.go(FIRST)

    # -- reading -----------------------------------------------------------------------------------------------------
    def start_reading(self, title: str, work: Callable[[Progress], Any], lane: Literal["office", "files"],
                      consequence: str, then: Callable[[Any], object]) -> None:
        """Do this beside the window; it can be stopped, and `then` gets what it found."""
        self.problem.hide()
        self.busy_changed(True)
        self.wizard.set_busy(title)
        running = self.desk.start(Job(title, work, lane, consequence), owner=self, then=then,
                                  failed=lambda _error: self.not_busy())
        self._reading = running if self.wizard.busy else None  # at once when the desk waits for its answers

    def not_busy(self) -> None:
        """Nothing is being read any more."""
        self._reading = None
        self.busy_changed(False)
        self.wizard.set_busy("")

    def refused(self, found: object) -> bool:
        """Show what is wrong with the file, when that is all that was found."""
        if not isinstance(found, str):
            return False
        self.problem.show_note(found, "danger")
        self.problem.show()
        return True
