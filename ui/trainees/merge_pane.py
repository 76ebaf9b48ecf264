"""Two records that may be one person, side by side: which value stays, what follows, merge or not the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.errors import Missing
from app.i18n import _, ngettext
from app.office.command import Command
from app.trainees.merge import MergeTrainees
from app.trainees.merge_view import BeforeMerge, Half, MergeView
from app.trainees.not_same import SayNotSame, TakeBackNotSame
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import Button, link, quiet, secondary
from ui.kit.dialog import Dialog
from ui.kit.empty_state import EmptyState
from ui.kit.field import Field
from ui.kit.layout import box, clear, column, line, row, scrolled
from ui.kit.note import Note
from ui.kit.side_by_side import LEFT, RIGHT, Line, SideBySide
from ui.kit.text import Elided, label
from ui.kit.text_box import TextBox

MEETING = "enrolment:"


class MergePane(QWidget):
    """`merged(kept, gone)`, `parted(one, other)` when somebody said that they are two people or took that back,
    `later()` to leave the pair for another time, `shown()` when a pair stands there."""

    merged = Signal(int, int)
    parted = Signal(int, int)
    later = Signal()
    shown = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.view: MergeView | None = None
        self.sides: SideBySide | None = None
        self._why = ""
        self.busy = False  # what is changed now is this pane's own
        self._settled = False  # somebody has said which record stays
        self.title = Elided("", "section")
        self.why = label("", "muted", wrap=True)
        self.merge = Button(_("Merge"), self.do_merge, kind="primary", icon="git-merge", keys="Ctrl Enter")
        self.part = secondary(_("Not the same person …"), self.say_not_same, icon="users")
        self.skip = quiet(_("Later"), self.later.emit, icon="clock")
        for button, what in ((self.merge, MergeTrainees), (self.part, SayNotSame)):
            guard(button, what, desk)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(10)
        whole = QWidget()
        outer = QVBoxLayout(whole)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(box(column(self.title, self.why, margins=(24, 12, 24, 8), spacing=2)))
        outer.addWidget(line())
        self.area = scrolled(box(column(self._body, None, margins=(24, 12, 24, 12))))
        outer.addWidget(self.area, 1)
        outer.addWidget(box(row(self.skip, None, self.part, self.merge, margins=(24, 10, 24, 10)), "foot"))
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState("git-merge", _("No pair is selected"), _("Choose a pair in the list.")))
        self._stack.addWidget(whole)
        self.setLayout(column(self._stack, spacing=0))

    # -- showing -----------------------------------------------------------------------------------------------------
    def show_pair(self, one: int, other: int, why: str) -> None:
        """Two trainees, with why they may be one person; the record with more to it is proposed to stay."""
        self._why, self._settled = why, False
        self._ask(one, other)

    def show_nothing(self) -> None:
        """No pair."""
        self.view = None
        self._stack.setCurrentIndex(0)

    def again(self) -> None:
        """What belongs to one of the two is another now."""
        if self.view is not None:
            self._settled = True
            self._ask(self.view.left.id, self.view.right.id)

    def _ask(self, kept: int, gone: int) -> None:
        self.desk.ask(BeforeMerge(kept_id=kept, gone_id=gone), owner=self, then=self._show, in_place=self._failed)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Missing):
            talk.tell(str(error), parent=self)
        self.show_nothing()

    def _show(self, rows: Sequence[MergeView]) -> None:
        view = rows[0]
        if not self._settled and view.right.weight > view.left.weight:
            self._settled = True
            self._ask(view.right.id, view.left.id)
            return
        self.view = view
        self.title.setText(_("Is this one person?"))
        self.why.setText(self._why)
        self.why.setVisible(bool(self._why))
        clear(self._body)
        if view.said:
            self._body.addWidget(Note(_("Somebody has said that these are two people: {reason}").format(
                reason=view.said), "offer", action=link(_("Take that back"), self.take_back)))
        if view.refused:
            self._body.addWidget(Note(view.refused, "danger"))
        for one in view.meetings:
            if one.stays:
                self._body.addWidget(Note(one.sentence(), "warn"))
        lines = [Line(one.key, one.words, one.left, one.right, {"left": LEFT, "right": RIGHT}.get(one.taken or ""),
                      one.same) for one in view.lines]
        lines += [Line(f"{MEETING}{one.cohort_id}", _("Enrolment in {code}").format(code=one.code),
                       _("this one"), _("this one"), LEFT) for one in view.meetings if one.stays is None]
        self.sides = SideBySide(lines, (_("{number} stays").format(number=view.left.number), _has(view.left)),
                                (_("{number} goes into it").format(number=view.right.number), _has(view.right)))
        self.sides.setAccessibleName(_("Both records, field by field"))
        self.sides.changed.connect(self._follow)
        self._body.addWidget(self.sides)
        swap = link(_("Keep {number} instead").format(number=view.right.number), self.swap)
        self._body.addLayout(row(label(_("1 takes the left value, 2 the right one."), "hint"), None, swap))
        self._body.addWidget(label(self._follows(view), "muted", wrap=True))
        self._stack.setCurrentIndex(1)
        self._follow()
        self.shown.emit()

    def _follows(self, view: MergeView) -> str:
        what, gone = ", ".join(view.right.has), view.right.number
        moved = (_("From {gone} to {number}: {what}.").format(what=what, gone=gone, number=view.left.number) if what
                 else _("{gone} has nothing that would follow.").format(gone=gone))
        return " ".join((moved, _(
            "Both names and all documents stay on record, and {gone} still finds the person. Certificates keep what is "
            "printed on them. The merge can be taken back.").format(gone=gone)))

    def _follow(self) -> None:
        waits = self.sides.open_lines() if self.sides is not None else 0
        refused = self.view.refused if self.view is not None else ""
        self.merge.explain(refused or (ngettext("{n} field waits for a choice.", "{n} fields wait for a choice.",
                                                waits).format(n=waits) if waits else ""))

    def focus_sides(self) -> None:
        """Put the keys where the values are chosen."""
        if self.sides is not None:
            self.sides.setFocus()

    # -- deciding ----------------------------------------------------------------------------------------------------
    def swap(self) -> None:
        """Let the other record stay."""
        if self.view is not None:
            self._settled = True
            self._ask(self.view.right.id, self.view.left.id)

    def do_merge(self) -> None:
        """Make one of both, as it is chosen."""
        view, sides = self.view, self.sides
        if view is None or sides is None or self.desk.why_not(MergeTrainees):
            return
        if view.refused or sides.open_lines():
            talk.tell(view.refused or _("Choose which name and which document stay: 1 for left, 2 for right."),
                      parent=self)
            return
        taken = sides.taken(RIGHT)
        chosen = {key.removeprefix(MEETING) for key in taken if key.startswith(MEETING)}
        names = _("{gone} into {kept}").format(gone=f"{view.right.name} {view.right.number}",
                                               kept=f"{view.left.name} {view.left.number}")
        command = MergeTrainees(
            kept_id=view.left.id, gone_id=view.right.id, kept_version=view.left.version,
            gone_version=view.right.version, about=names,
            take=frozenset(key for key in taken if not key.startswith(MEETING)),
            stays=frozenset(one.right for one in view.meetings if str(one.cohort_id) in chosen))
        self._do(command, lambda: self.merged.emit(view.left.id, view.right.id), _(
            "{gone} is now one record with {kept}").format(gone=view.right.number, kept=view.left.number))

    def _do(self, command: Command[Any], then: Callable[[], object], tell: str = "") -> None:
        view = self.view
        assert view is not None

        def done(_value: object) -> None:
            self.busy = False
            then()

        self.busy = True
        self.desk.do(command, owner=self, then=done, failed=lambda _error: setattr(self, "busy", False), tell=tell,
                     reload=lambda: self._ask(view.left.id, view.right.id))

    def say_not_same(self) -> None:
        """Two people: ask why, and remember it."""
        view = self.view
        if view is None or self.desk.why_not(SayNotSame):
            return
        why = TextBox(max_length=200)
        dialog = Dialog(_("Not the same person?"),
                        _("{one} and {other} are not suggested again. It can be taken back.").format(
                            one=view.left.name, other=view.right.name),
                        action=_("Two people"), safe=_("Cancel"), icon="users", parent=self.window())
        dialog.body.addWidget(Field(_("How do you know?"), why))
        dialog.accepted.connect(lambda: self._do(
            SayNotSame(one_id=view.left.id, other_id=view.right.id, reason=why.value(),
                       about=f"{view.left.name}, {view.right.name}"),
            lambda: self.parted.emit(view.left.id, view.right.id), _("Remembered: two people")))
        talk.open_dialog(dialog)

    def take_back(self) -> None:
        """They may be one person after all."""
        view = self.view
        if view is not None:
            self._do(TakeBackNotSame(one_id=view.left.id, other_id=view.right.id),
                     lambda: self.parted.emit(view.left.id, view.right.id))


def _has(half: Half) -> str:
    return ", ".join(half.has) or _("nothing yet")
