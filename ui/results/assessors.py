"""Who assesses what in a cohort: a choice of instructors for each assessment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.i18n import _
from app.results.assessors import SetAssessors
from app.staff.queries import Instructors, UserRow
from ui.desk import talk
from ui.kit.check import Several
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import box, column, scrolled

if TYPE_CHECKING:
    from ui.results.grid import ResultsTab


class AssessorsDialog(Dialog):
    """One line for each assessment; with nobody chosen every instructor of the cohort enters its results."""

    def __init__(self, tab: ResultsTab, users: Sequence[UserRow]) -> None:
        super().__init__(_("Who assesses"), _("With nobody chosen, the instructors of the cohort enter the results. "
                                              "Verifiers may always."),
                         action=_("Save"), icon="user-check", parent=tab.window())
        self.setObjectName("assessors")
        self.tab = tab
        self.fields: dict[int, Field] = {}
        self.before: dict[int, tuple[str, ...]] = {}
        assert tab.sheet is not None
        self.users = {u.name: u.id for u in users}
        lines = column(spacing=10)
        for one in tab.sheet.components:
            named = tab.sheet.assessors.get(one.id, ())
            names = [*self.users, *(n for n in named if n not in self.users)]
            field = Field(one.shown(), Several([(n, n) for n in names]))
            field.set_value(tuple(n for n in names if n in named))
            self.fields[one.id], self.before[one.id] = field, tuple(n for n in names if n in named)
            lines.addWidget(field)
        self.body.addWidget(scrolled(box(lines)), 1)
        self.check = self._save

    def _save(self) -> bool:
        cohort = self.tab.cohort
        for key, field in self.fields.items():
            names = tuple(field.value() or ())
            if cohort is not None and names != self.before[key]:
                self.tab.desk.do(SetAssessors(cohort_id=cohort.id, component_id=key, people=tuple(
                    (n, self.users.get(n)) for n in names)), owner=self.tab, then=lambda _n: self.tab.load())
        return True


def open_assessors(tab: ResultsTab) -> None:
    """Ask who may teach, then show the choice."""
    if tab.sheet is not None:
        tab.desk.ask(Instructors(), owner=tab, tag="assessors",
                     then=lambda users: talk.open_dialog(AssessorsDialog(tab, users)))
