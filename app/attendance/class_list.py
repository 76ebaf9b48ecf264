"""The class list: who is on the roll, how to reach them, masked identity numbers, one line each."""

from __future__ import annotations

from collections.abc import Collection

from app.attendance.sheets import show_phone
from app.centre.queries import CentreProfile
from app.cohorts.queries import CohortDetail, Roll, RollRow
from app.exchange.columns import Column
from app.exchange.list_paper import list_pdf
from app.i18n import _, show_moment, show_span
from app.job import SILENT, Progress
from app.office.office import Office


def class_list_pdf(office: Office, cohort_id: int, only: Collection[int] | None = None,
                   step: Progress = SILENT) -> bytes:
    """The list as a PDF, of some enrolments `only`."""
    cohort = office.ask(CohortDetail(cohort_id=cohort_id))[0]
    rows = [r for r in office.ask(Roll(cohort_id=cohort_id, everyone=False))
            if only is None or r.enrolment_id in only]
    places = {row.enrolment_id: place for place, row in enumerate(rows, start=1)}
    columns: list[Column[RollRow]] = [
        Column("place", lambda: _("No."), lambda r: places[r.enrolment_id], kind="number", width=4),
        Column("name", lambda: _("Name"), lambda r: r.name, width=40),
        Column("number", lambda: _("Trainee no."), lambda r: r.number, width=12),
        Column("identity", lambda: _("MyKad or passport"), lambda r: r.identity, width=16),
        Column("gender", lambda: _("Gender"), lambda r: r.gender, width=6),
        Column("phone", lambda: _("Phone"), lambda r: show_phone(r.phone), width=15),
        Column("email", lambda: _("E-mail"), lambda r: r.email, width=26),
        Column("organisation", lambda: _("Sent by"), lambda r: r.organisation or _("Self"), width=24)]
    centre = office.ask(CentreProfile())
    facts = [f"{cohort.course_title} ({cohort.course_code})",
             " · ".join(p for p in (cohort.code, cohort.title, show_span(cohort.starts, cohort.ends), cohort.venue,
                                    cohort.instructor_names) if p)]
    printed = _("Printed {when} by {name}").format(when=show_moment(office.clock()), name=office.actor.name)
    return list_pdf(_("Class list"), facts, columns, rows, step, centre=centre[0].name if centre else "",
                    printed=printed)
