"""Attendance as a list: a column for each session, or a row for each mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.attendance.queries import RegisterView, SessionRow, read_marks, read_register, read_sessions, read_statuses
from app.attendance.session_words import part_word
from app.attendance.statuses import StatusRow
from app.cohorts.queries import RollRow, check_seen, read_roll, seen_cohorts
from app.cohorts.records import Cohort, Enrolment
from app.cohorts.words import mode_word, session_kind_word
from app.i18n import N_, _, day_name, local_time
from app.office.command import Work
from app.office.permissions import Permission
from app.rosters.listing import Asked, Field, ListColumn, Listing, Row, Subject, Told, Where, column_of
from app.rosters.people import cohort_facts, cohort_notes
from app.trainees.contact import show_phone

WHO: tuple[Field, ...] = (
    Field("place", N_("No."), "number", 6), Field("name", N_("Name"), width=44),
    Field("number", N_("Trainee no."), "identity", 13),
    Field("identity", N_("MyKad or passport"), "identity", 18, secret=True),
    Field("organisation", N_("Employer"), width=32), Field("phone", N_("Phone"), "identity", 16),
    Field("email", N_("E-mail"), width=32), Field("status", N_("Status"), width=16))
MATRIX = (*WHO, Field("sessions", N_("A column for each session"), width=7, many=True),
          Field("totals", N_("A total for each letter"), width=5, many=True),
          Field("attended", N_("Attended"), "number", 10), Field("counted", N_("Counted sessions"), "number", 10),
          Field("unmarked", N_("Not marked"), "number", 10), Field("attendance", N_("Attendance"), "percent", 12),
          Field("signature", N_("Signature"), width=24), Field("remarks", N_("Remarks"), width=28))
LONG = (*WHO, Field("cohort", N_("Cohort"), width=18), Field("session", N_("Session no."), "number", 9),
        Field("day", N_("Date"), "date", 12), Field("part", N_("Part of the day"), width=14),
        Field("starts", N_("Begins"), width=8), Field("ends", N_("Ends"), width=8),
        Field("kind", N_("Kind"), width=14), Field("mode", N_("Mode"), width=12),
        Field("topic", N_("Topic"), "long", 30),
        Field("hours", N_("Hours"), "number", 8), Field("letter", N_("Attendance letter"), width=10, align="center"),
        Field("mark", N_("Attendance"), width=20), Field("minutes", N_("Minutes"), "number", 9),
        Field("reason", N_("Reason"), "long", 28), Field("evidence", N_("Evidence"), width=18),
        Field("by", N_("Marked by"), width=20), Field("at", N_("Marked at"), "date", 16))


def _who(row: RollRow, place: int) -> dict[str, Any]:
    return {"place": place, "name": row.name, "number": row.number, "identity": row.identity,
            "organisation": row.organisation, "phone": show_phone(row.phone), "email": row.email,
            "status": row.status_words}


def _picked(rows: Sequence[RollRow], where: Where, group: bool) -> list[RollRow]:
    found = [r for r in rows if where.keys is None or r.enrolment_id in set(where.keys)]
    return sorted(found, key=lambda r: (not r.organisation, r.organisation.casefold())) if group else found


def read_matrix(work: Work, where: Where, asked: Asked) -> Listing:
    """The register of a cohort: a letter for each trainee and session, totals, per cent."""
    assert where.cohort_id is not None
    view = read_register(work, where.cohort_id, full=asked.full, everyone=where.everyone)
    sessions = [s for s in view.sessions if not s.cancelled]
    statuses = [s for s in view.statuses if s.active or any(m.status == s.code for m in view.marks.values())]
    columns: list[ListColumn] = []
    for key in asked.keys:
        if key == "sessions":
            columns += _session_columns(sessions, statuses)
        elif key == "totals":
            columns += [ListColumn(f"total:{s.code}", s.letter, s.letter, "number", 6, "center") for s in statuses]
        else:
            columns.append(column_of(_MATRIX[key]))
    shown = [r for r in view.rows if where.everyone or r.on_roll]
    rows = [_line(view, row, n, columns, sessions, asked.group)
            for n, row in enumerate(_picked(shown, where, asked.group), start=1)]
    notes, legend = cohort_notes(work, where, Asked((*asked.keys, "attendance"))), _legend(statuses)
    return Listing(tuple(columns), rows, cohort_facts(work, where.cohort_id), lambda: (*notes(), *legend()))


def _session_columns(sessions: Sequence[SessionRow], statuses: Sequence[StatusRow]) -> list[ListColumn]:
    """A column for each session, headed in the language of the letters: the date, and under it the day, or the part of
    a day that has several."""
    several = Counter(s.day for s in sessions)
    letters = tuple(s.letter for s in statuses if s.active)
    fills = tuple((s.letter, s.look) for s in statuses)
    found = []
    for s in sessions:
        below = part_word(s.part) if several[s.day] > 1 else day_name(s.day.weekday())[:3]
        head = f"{s.day:%d/%m}\n{below}"
        found.append(ListColumn(f"session:{s.id}", head, head, "text", 7, "center", letters, fills))
    return found


def _line(view: RegisterView, row: RollRow, place: int, columns: Sequence[ListColumn],
          sessions: Sequence[SessionRow], group: bool) -> Row:
    letters = {s.code: s.letter for s in view.statuses}
    marks = {s.id: mark for s in sessions if (mark := view.marks.get((row.enrolment_id, s.id))) is not None}
    count = Counter(m.status for m in marks.values())
    figure = view.figures.get(row.enrolment_id)
    known = _who(row, place)
    if figure is not None:
        known |= {"unmarked": figure.unmarked, "attended": Decimal(figure.attended) / 100,
                  "counted": Decimal(figure.counted) / 100,
                  "attendance": None if figure.tenths is None else Decimal(figure.tenths) / 10}
    values: list[Any] = []
    for column in columns:
        kind, _sign, key = column.key.partition(":")
        if kind == "session" and key:
            mark = marks.get(int(key))
            values.append(letters.get(mark.status, mark.status) if mark is not None else "")
        elif kind == "total" and key:
            values.append(count[key] or None)
        else:
            values.append(known.get(column.key))
    return (*values, row.organisation if group else "", figure is not None and figure.reaches is False)


def _legend(statuses: Sequence[StatusRow]) -> Callable[[], tuple[Told, ...]]:
    """The letters that stand in the cells, in words of the language in which the notes are asked for."""
    letters = [s.letter for s in statuses]
    return lambda: (
        (_("Letters"), ", ".join(f"{a} {s.label}" for a, s in zip(letters, statuses, strict=True))),
        (_("Empty cells"), _("Nobody has marked the session yet, or the trainee was not expected.")))


def read_marks_long(work: Work, where: Where, asked: Asked) -> Listing:
    """A row for each mark: of a cohort, or of all that the actor sees; by day, then by name."""
    statuses = {s.code: s for s in read_statuses(work)}
    if where.cohort_id is not None:
        check_seen(work, where.cohort_id)
        cohorts = [(where.cohort_id, work.get(Cohort, where.cohort_id).code)]
    else:
        wanted = select(Cohort.id, Cohort.code).order_by(Cohort.starts, Cohort.code)
        mine = seen_cohorts(work.actor)
        cohorts = [(key, code) for key, code in work.session.execute(
            wanted if mine is None else wanted.where(Cohort.id.in_(mine)))]
        if where.keys is not None:  # only their cohorts need reading
            theirs = set(work.session.scalars(select(Enrolment.cohort_id).where(Enrolment.id.in_(where.keys))))
            cohorts = [one for one in cohorts if one[0] in theirs]
    rows: list[Row] = []
    for done, (cohort_id, code) in enumerate(cohorts):
        work.step(done, len(cohorts), _("Reading {code}").format(code=code))
        rows += _marks_of(work, cohort_id, code, where, asked, statuses, len(rows))
    if asked.group:
        rows.sort(key=lambda row: (not row[-2], row[-2].casefold()))
    facts = cohort_facts(work, where.cohort_id) if where.cohort_id is not None else ()
    notes, legend = cohort_notes(work, where, asked), _legend(list(statuses.values()))
    return Listing(tuple(column_of(_LONG[k]) for k in asked.keys), rows, facts, lambda: (*notes(), *legend()))


def _marks_of(work: Work, cohort_id: int, code: str, where: Where, asked: Asked, statuses: dict[str, StatusRow],
              before: int) -> list[Row]:
    people = {r.enrolment_id: r for r in _picked(read_roll(work, cohort_id, full=asked.full, everyone=where.everyone),
                                                 where, False)}
    order = {key: n for n, key in enumerate(people)}
    sessions = {s.id: s for s in read_sessions(work, cohort_id)}
    place = {key: n for n, key in enumerate(sessions)}
    marks = [(e, s, cell) for (e, s), cell in read_marks(work, cohort_id).items() if e in people and s in sessions]
    marks.sort(key=lambda one: (place[one[1]], order[one[0]]))
    found: list[Row] = []
    for number, (enrolment, session_id, cell) in enumerate(marks, start=before + 1):
        person, session, status = people[enrolment], sessions[session_id], statuses.get(cell.status)
        known = _who(person, number) | {
            "cohort": code, "session": session.number or None, "day": session.day, "part": part_word(session.part),
            "starts": session.starts_at, "ends": session.ends_at, "kind": session_kind_word(session.kind),
            "mode": mode_word(session.mode), "topic": session.topic, "hours": session.hours,
            "letter": status.letter if status else cell.status, "mark": status.label if status else cell.status,
            "minutes": cell.minutes, "reason": cell.reason, "evidence": cell.evidence, "by": cell.by,
            "at": _here(cell.at)}
        found.append((*(known[k] for k in asked.keys), person.organisation if asked.group else "", False))
    return found


def _here(moment: datetime | None) -> datetime | None:
    """The moment as clocks here show it; a cell has no time zone."""
    return None if moment is None else local_time(moment).replace(tzinfo=None)


_MATRIX = {f.key: f for f in MATRIX}
_LONG = {f.key: f for f in LONG}
SUBJECTS = (Subject("attendance", N_("Attendance, a column for each session"), MATRIX, Permission.ATTENDANCE_VIEW,
                    read_matrix, of_cohort=True),
            Subject("marks", N_("Attendance, a row for each mark"), LONG, Permission.ATTENDANCE_VIEW,
                    read_marks_long))
