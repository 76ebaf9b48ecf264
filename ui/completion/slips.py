"""Result slips from the results or the completion of a cohort: of everybody or of whoever is current."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.completion.slip import Slips
from app.i18n import _
from app.job import Progress
from ui.cohorts.tab import CohortTab
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.printing import offer
from ui.kit.check import CheckBox, OneOf
from ui.kit.dialog import Dialog
from ui.kit.field import Field

KEPT = "slips"
LANGUAGES = (("bi", "Bahasa Malaysia · English"), ("ms", "Bahasa Malaysia"), ("en", "English"))


def current_person(tab: Any) -> tuple[int, str] | None:
    """Enrolment and name of the current trainee of a tab."""
    grid = getattr(tab, "grid", None)
    if grid is not None:
        place = grid.current()
        person = tab.result(place[0]) if place is not None else None
        return (person.enrolment_id, person.name) if person is not None else None
    line = tab.table.current_row()
    return (line.enrolment_id, line.name) if line is not None else None


class SlipDialog(Dialog):
    """Who, in which language, and how many to a sheet."""

    def __init__(self, desk: Desk, cohort: str, person: tuple[int, str] | None, parent: QWidget) -> None:
        super().__init__(_("Result slips"), _("Results that nobody has verified yet are marked as provisional."),
                         action=_("Show slips"), safe=_("Cancel"), icon="file-text", parent=parent)
        self.setObjectName("result-slips")
        self.desk, self.person = desk, person
        options = [("all", _("Everybody in {cohort}").format(cohort=cohort))]
        if person is not None:
            options.append(("one", person[1]))
        self.who = OneOf(options)
        self.who.set_value("all")
        self.language = OneOf(LANGUAGES)
        kept = desk.kept.get(KEPT, "bi").split()
        self.language.set_value(kept[0] if kept else "bi")
        self.two = CheckBox(_("Two slips to a sheet, to be cut apart"))
        self.two.set_value("two" in kept)
        self.body.addWidget(Field(_("Whose slips"), self.who))
        self.body.addWidget(Field(_("Language"), self.language))
        self.body.addWidget(self.two)

    def only(self) -> tuple[int, ...]:
        """The enrolments asked for; none for everybody."""
        return (self.person[0],) if self.who.value() == "one" and self.person is not None else ()

    def keep(self) -> None:
        """The same choice next time."""
        self.desk.kept.put(KEPT, f"{self.language.value()}{' two' if self.two.value() else ''}")


def open_slips(tab: CohortTab) -> None:
    """Ask, then show the slips before they are printed or saved."""
    cohort = tab.cohort
    if cohort is None:
        return
    dialog = SlipDialog(tab.desk, cohort.code, current_person(tab), tab.window())

    def go() -> None:
        dialog.keep()
        offer_slips(tab.desk, tab, cohort.id, f"{_('Result slips')} {cohort.code}", dialog.only(),
                    str(dialog.language.value()), bool(dialog.two.value()))

    dialog.accepted.connect(go)
    talk.open_dialog(dialog)


def offer_slips(desk: Desk, owner: QWidget, cohort_id: int, name: str, only: tuple[int, ...] = (), lang: str = "bi",
                two: bool = False) -> None:
    """Show the slips on paper."""
    office = desk.office
    assert office is not None

    def make(step: Progress) -> bytes:
        from app.completion.slip_paper import slips_pdf

        return slips_pdf(office.ask(Slips(cohort_id=cohort_id, only=only)), lang, halves=two, step=step)

    offer(desk, _("Result slips"), make, owner=owner, name=name)
