"""Results as a list: a column for each component, with total, grade and who qualifies."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from app.attendance.queries import attendance_figures
from app.cohorts.locks import locked_enrolments
from app.cohorts.policy import Policy
from app.cohorts.queries import check_own, read_roll
from app.cohorts.records import Cohort
from app.completion.queries import CompletionRow, read_completion
from app.completion.words import decision_word, requirement_chips
from app.i18n import N_, _, speaking
from app.office.command import Work
from app.office.permissions import Permission
from app.programmes.queries import ComponentRow, course_detail
from app.results.class_list import counted, outcome_word
from app.results.queries import ResultRow, read_tries, result_row
from app.results.rules import WORDS_OF, shown_mark
from app.rosters.attendance import WHO
from app.rosters.listing import Asked, Field, ListColumn, Listing, Row, Subject, Where, column_of
from app.rosters.people import cohort_facts, cohort_notes
from app.trainees.contact import show_phone

RESULTS = (*WHO, Field("components", N_("A column for each component"), "number", 14, many=True),
           Field("total", N_("Total"), "number", 10), Field("grade", N_("Grade"), width=12),
           Field("outcome", N_("Outcome"), width=18), Field("attendance", N_("Attendance"), "percent", 12),
           Field("qualifies", N_("Completion"), width=18), Field("why", N_("Why not"), "long", 60),
           Field("decision", N_("Decided"), width=22),
           Field("certificate_name", N_("Name on the certificate"), width=44),
           Field("signature", N_("Signature"), width=24), Field("remarks", N_("Remarks"), width=28))


def read_results(work: Work, where: Where, asked: Asked) -> Listing:
    """The marks that count of everybody on a cohort's roll, by name."""
    assert where.cohort_id is not None
    check_own(work, where.cohort_id)
    detail = course_detail(work, work.get(Cohort, where.cohort_id).course_id)
    roll = [r for r in read_roll(work, where.cohort_id, full=asked.full, everyone=where.everyone)
            if where.keys is None or r.enrolment_id in where.keys]
    if asked.group:
        roll.sort(key=lambda r: (not r.organisation, r.organisation.casefold()))
    tries = read_tries(work, [r.enrolment_id for r in roll])
    done = {r.enrolment_id: r for r in read_completion(work, where.cohort_id).rows}
    figures = attendance_figures(work, where.cohort_id)
    columns: list[ListColumn] = []
    for key in asked.keys:
        columns += [_component(c) for c in detail.components] if key == "components" else [column_of(_R[key])]
    components = {c.id: c for c in detail.components}
    locked = locked_enrolments(work.session, [r.enrolment_id for r in roll])
    rows: list[Row] = []
    for place, person in enumerate(roll, start=1):
        found = result_row(detail, tries, person.enrolment_id, person.trainee_id, person.name,
                           person.enrolment_id in locked)
        figure = figures.get(person.enrolment_id)
        known: dict[str, Any] = {
            "place": place, "name": person.name, "number": person.number, "identity": person.identity,
            "organisation": person.organisation, "phone": show_phone(person.phone), "email": person.email,
            "status": person.status_words, "certificate_name": person.certificate_name,
            "grade": found.outcome.grade.shown() if found.outcome.grade else "", "outcome": outcome_word(found),
            "attendance": None if figure is None or figure.tenths is None else Decimal(figure.tenths) / 10,
            **_completion(done.get(person.enrolment_id))}
        values = [_mark(found, components, c.key) if c.key.startswith("component:") else known.get(c.key)
                  for c in columns]
        rows.append((*values, person.organisation if asked.group else "",
                     figure is not None and figure.reaches is False))
    policy = Policy.from_json(work.get(Cohort, where.cohort_id).policy)
    notes = cohort_notes(work, where, asked)
    return Listing(tuple(columns), rows, cohort_facts(work, where.cohort_id), lambda: (
        *notes(), (_("What it takes"), "; ".join(requirement_chips(detail, policy))),
        (_("Marks"), _("The mark that counts of all tries. An empty cell has no result yet, and absent is not zero. "
                       "A total is shown when every weighted part has a result."))))


def _component(component: ComponentRow) -> ListColumn:
    """'Projek (20 %) /50' as the reading of a list of marks understands it, in both languages."""
    named: list[str] = []
    for code in ("ms", "en"):
        with speaking(code):
            weight = f" ({shown_mark(component.weight)}%)" if component.weight else ""
            most = "" if component.scale in WORDS_OF else f" /{shown_mark(component.max_mark)}"
            named.append(component.shown() + weight + most)
    return ListColumn(f"component:{component.id}", named[0], named[1], "number", max(12, min(24, len(named[0]) + 2)),
                      choices=_words(component), most=None if component.scale in WORDS_OF else component.max_mark)


def _words(component: ComponentRow) -> tuple[str, ...]:
    if component.scale == "competency":
        return _("Competent"), _("Not yet competent")
    return (_("Pass"), _("Fail")) if component.scale == "pass" else ()


def _mark(row: ResultRow, components: dict[int, ComponentRow], key: str) -> Any:
    return counted(row, components[int(key.partition(":")[2])])


def _completion(row: CompletionRow | None) -> dict[str, Any]:
    if row is None:
        return {}
    why: Sequence[str] = row.why_not("completion")
    return {"total": Decimal(row.total_text) if row.total_text else None,
            "qualifies": _("Completed") if not why else _("Not yet"), "why": "; ".join(why),
            "decision": decision_word(row.decision.kind) if row.decision else ""}


_R = {f.key: f for f in RESULTS}
SUBJECTS = (Subject("results", N_("Results of a cohort"), RESULTS, Permission.RESULTS_VIEW, read_results,
                    of_cohort=True),)
