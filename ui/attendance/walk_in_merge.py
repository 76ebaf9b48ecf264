"""Who a walk-in is: somebody on the roll, a trainee to enrol, or a new one; and what becomes of the marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.attendance.session_words import part_word
from app.attendance.walk_ins import MergeLine, MergePreview, MergeWalkIn, WalkInRow
from app.cohorts.queries import Roll, RollRow
from app.i18n import _, show_date
from app.trainees.commands import AddTrainee
from ui.cohorts.roll_dialogs import TraineeFinder
from ui.desk.desk import Desk
from ui.kit.check import OneOf
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.text import label
from ui.kit.text_box import TextBox

ROLL, TRAINEE, NEW = "roll", "trainee", "new"


def fate_words(line: MergeLine) -> str:
    """'Mon 13 Jul 2026 Morning: moves'."""
    words = {"moves": _("the mark moves"), "loses": _("the trainee's own mark stays, this one is lost"),
             "outside": _("lost: not on the roll on that day"), "off": _("lost: the session does not take place")}
    return f"{show_date(line.day, weekday=True)} {part_word(line.part)}: {words[line.fate]}"


class MergeDialog(Dialog):
    """Says before agreeing which marks move and which are lost."""

    def __init__(self, desk: Desk, walk_in: WalkInRow, parent: QWidget, then: Callable[[], object]) -> None:
        super().__init__(_("Who is {name}?").format(name=walk_in.name),
                         " · ".join(part for part in (walk_in.contact, walk_in.note) if part), action=_("Merge"),
                         icon="git-merge", wide=True, parent=parent.window())
        self.desk, self.walk_in = desk, walk_in
        self.way = OneOf([(ROLL, _("Somebody on the roll")), (TRAINEE, _("A trainee to be enrolled")),
                          (NEW, _("A new trainee"))])
        self.person = Field(_("&Trainee"), Choice(placeholder=_("Choose a trainee")))
        self.finder = TraineeFinder(desk, (), self._follow, many=False)
        self.finder.table.picked_changed.connect(lambda _n: self._follow())
        self.full_name = Field(_("&Full name, as on the card"), TextBox(max_length=200))
        self.card = Field(_("&MyKad"), TextBox(max_length=20))
        self.full_name.set_value(walk_in.name.upper())
        self.lines = label("", "muted", wrap=True)
        for part in (Field(_("&Who is it"), self.way), self.person, self.finder, self.full_name, self.card,
                     self.lines):
            self.body.addWidget(part)
        self.way.set_value(ROLL)
        self.way.edited.connect(self._follow)
        self.person.edited.connect(self._follow)
        self.check = lambda: not self._why()
        self.accepted.connect(lambda: desk.do(self.command(), owner=parent, then=lambda _v: then(),
                                              tell=_("{name} is merged").format(name=walk_in.name), reload=then))
        self._follow()
        desk.ask(Roll(cohort_id=walk_in.cohort_id, everyone=False), owner=self, then=self._roll)

    def _roll(self, rows: Sequence[RollRow]) -> None:
        self.person.editor.set_options([(r.enrolment_id, r.name) for r in rows])
        self._follow()

    def command(self) -> MergeWalkIn:
        """What is sent."""
        way, chosen = self.way.value(), self.finder.picked()
        if way == ROLL:
            return MergeWalkIn(walk_in_id=self.walk_in.id, enrolment_id=self.person.value())
        if way == TRAINEE:
            return MergeWalkIn(walk_in_id=self.walk_in.id, trainee_id=chosen[0] if chosen else None)
        return MergeWalkIn(walk_in_id=self.walk_in.id, new=AddTrainee(
            full_name=str(self.full_name.value() or ""), identity_number=str(self.card.value() or "")))

    def _why(self) -> str:
        return " ".join(self.command().problems().values())

    def _follow(self, *_more: Any) -> None:
        way = self.way.value()
        for part, mine in ((self.person, ROLL), (self.finder, TRAINEE), (self.full_name, NEW), (self.card, NEW)):
            part.setVisible(way == mine)
        self.action_button.explain(self._why())
        enrolment = self.person.value() if way == ROLL else None
        self.desk.ask(MergePreview(walk_in_id=self.walk_in.id, enrolment_id=enrolment), owner=self, then=self._told,
                      tag="marks")
        self.fit()

    def _told(self, rows: Sequence[MergeLine]) -> None:
        self.lines.setText("\n".join(fate_words(line) for line in rows) or _("There are no marks."))
        self.fit()
