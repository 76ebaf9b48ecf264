"""The letter to a trainee who was absent: the centre's own words in either language, with fields filled in.

A text is data: what stands in braces is a field or is said to be none, everything else is printed as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.attendance.around import LetterText
from app.attendance.figures import share
from app.attendance.queries import RegisterView, read_register
from app.attendance.session_words import part_word
from app.centre.queries import CentreRow, centre_row
from app.cohorts.queries import RollRow
from app.errors import Missing
from app.i18n import N_, _, local_time, long_date, ngettext, speaking
from app.office.command import Command, Query, Work
from app.office.permissions import Permission

KIND = "absence"
LANGUAGES = ("ms", "en")
LONGEST_SUBJECT, LONGEST_BODY = 200, 6_000
_FIELD = re.compile(r"\{([^{}\n]{0,40})\}")

FIELDS: dict[str, str] = {
    "name": N_("Name"), "number": N_("Trainee no."), "organisation": N_("Employer"), "course": N_("Course"),
    "cohort": N_("Cohort"), "starts": N_("First day"), "ends": N_("Last day"), "dates": N_("Sessions missed, by date"),
    "sessions": N_("How many sessions were missed"), "percent": N_("Attendance so far"),
    "needed": N_("Attendance needed"), "remaining": N_("Sessions that may still be missed"),
    "instructors": N_("Instructors"), "centre": N_("Centre"), "today": N_("Date of the letter")}

SHIPPED: dict[str, tuple[str, str]] = {
    "ms": ("Ketidakhadiran dalam kursus {course}",
           "Rekod kami menunjukkan bahawa anda tidak hadir ke {sessions} sesi kursus {course} ({cohort}) pada:\n\n"
           "{dates}\n\n"
           "Kehadiran anda setakat ini ialah {percent}. Kursus ini memerlukan {needed}; anda masih boleh tidak hadir "
           "ke {remaining} sesi.\n\n"
           "Sila hubungi pejabat dalam tempoh tiga hari bekerja dan bawa surat atau sijil cuti sakit jika ada."),
    "en": ("Absence from the course {course}",
           "Our records show that you were absent from {sessions} sessions of the course {course} ({cohort}) on:\n\n"
           "{dates}\n\n"
           "Your attendance so far is {percent}. This course needs {needed}; you may still miss {remaining} sessions."
           "\n\n"
           "Please see the office within three working days and bring a letter or medical certificate if you have "
           "one.")}


@dataclass(frozen=True)
class Words:
    """A letter's text in one language. `own` when the centre has changed it."""

    language: str
    subject: str
    body: str
    own: bool = False


def unknown_fields(*texts: str) -> list[str]:
    """What stands in braces and is no field, in order."""
    found = (name for text in texts for name in _FIELD.findall(text))
    return list(dict.fromkeys(name for name in found if name not in FIELDS))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields; what is no field stays as it is."""
    return _FIELD.sub(lambda match: values.get(match[1], match[0]), text)


def problems_of(subject: str, body: str) -> dict[str, str]:
    """What is wrong with a text, by field."""
    found = {}
    if not subject.strip():
        found["subject"] = _("Write what the letter is about.")
    if not body.strip():
        found["body"] = _("Write the letter.")
    for name, text in (("subject", subject), ("body", body)):
        unknown = unknown_fields(text)
        if unknown:
            found[name] = ngettext("There is no field {names}.", "There are no fields {names}.", len(unknown)).format(
                names=", ".join("{" + one + "}" for one in unknown))
    return found


@dataclass(frozen=True, kw_only=True)
class SaveLetterText(Command[int]):
    """Keep the centre's words of the absence letter in one language; the shipped ones when both are empty."""

    needs = Permission.COHORTS_CHANGE

    language: str
    subject: str
    body: str

    def label(self) -> str:
        return _("Change the words of the absence letter")

    def problems(self) -> dict[str, str]:
        if self.language not in LANGUAGES:
            return {"language": _("Choose a language.")}
        if not self.subject.strip() and not self.body.strip():
            return {}
        return problems_of(self.subject[:LONGEST_SUBJECT], self.body[:LONGEST_BODY])

    def run(self, work: Work) -> int:
        there = work.session.scalars(select(LetterText).where(
            LetterText.kind == KIND, LetterText.language == self.language)).first()
        if not self.subject.strip():
            if there is not None:
                work.remove(there)
            return 0
        subject, body = self.subject.strip()[:LONGEST_SUBJECT], self.body.strip()[:LONGEST_BODY]
        if there is None:
            return work.add(LetterText(kind=KIND, language=self.language, subject=subject, body=body)).id
        there.subject, there.body = subject, body
        return there.id


@dataclass(frozen=True, kw_only=True)
class LetterTexts(Query[Words]):
    """The words in each language: the centre's own, else the shipped ones."""

    needs = Permission.ATTENDANCE_VIEW
    reads = frozenset({"letter_text"})

    def rows(self, work: Work) -> Sequence[Words]:
        own = {row.language: row for row in work.session.scalars(select(LetterText).where(LetterText.kind == KIND))}
        return [Words(code, own[code].subject, own[code].body, own=True) if code in own
                else Words(code, *SHIPPED[code]) for code in LANGUAGES]


@dataclass(frozen=True)
class Letter:
    """To whom, with the values of the fields."""

    enrolment_id: int
    trainee_number: str
    name: str
    organisation: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class LetterFacts:
    """The letters of a cohort in one language."""

    centre: CentreRow | None
    cohort: str
    language: str
    today: str
    letters: tuple[Letter, ...]


@dataclass(frozen=True, kw_only=True)
class Letters(Query[LetterFacts]):
    """To each of these enrolments (or to everybody who missed a session) what the letter says."""

    needs = Permission.ATTENDANCE_VIEW
    reads = frozenset({"mark", "class_session", "enrolment", "trainee", "cohort", "centre"})

    cohort_id: int
    language: str
    only: frozenset[int] | None = None

    def rows(self, work: Work) -> Sequence[LetterFacts]:
        view = read_register(work, self.cohort_id)
        centre = centre_row(work)
        day = local_time(work.now).date()
        with speaking(self.language):
            today = long_date(day, self.language)
            letters = [_letter(view, row, centre, self.language, today) for row in _chosen(view, self.only)]
        if not letters:
            raise Missing(_("Nobody has missed a session."))
        return [LetterFacts(centre, view.cohort.code, self.language, today, tuple(letters))]


def _chosen(view: RegisterView, only: Collection[int] | None) -> Iterable[RollRow]:
    return [row for row in view.rows if (row.enrolment_id in only if only is not None else
                                         row.on_roll and missed(view, row))]


def missed(view: RegisterView, row: RollRow) -> list[str]:
    """The sessions whose mark counts nothing, as '10/03/2025 morning', with what it was if no plain absence."""
    labels = {s.code: s for s in view.statuses}
    found = []
    for session in view.sessions:
        mark = view.marks.get((row.enrolment_id, session.id))
        if mark is None or session.cancelled or share(mark.seen(), view.cohort.policy) != 0:
            continue
        status = labels.get(mark.status)
        why = f" ({status.label})" if status is not None and status.policy_key else ""
        found.append(f"{session.day:%d/%m/%Y} {part_word(session.part).lower()}{why}")
    return found


def _letter(view: RegisterView, row: RollRow, centre: CentreRow | None, language: str, today: str) -> Letter:
    cohort, figure, dates = view.cohort, view.figures.get(row.enrolment_id), missed(view, row)
    name = (centre.name_ms or centre.name) if centre is not None and language == "ms" else (
        centre.name if centre is not None else "")
    course = (cohort.course_title_ms if language == "ms" else cohort.course_title_en) or cohort.course_title
    values = {
        "name": row.name, "number": row.number, "organisation": row.organisation, "course": course,
        "cohort": cohort.code, "starts": long_date(cohort.starts, language), "ends": long_date(cohort.ends, language),
        "dates": ", ".join(dates) or "–", "sessions": str(len(dates)),
        "percent": (figure.text if figure is not None else "") or "–", "needed": f"{cohort.policy.threshold} %",
        "remaining": str(max(figure.may_miss or 0, 0)) if figure is not None else "0",
        "instructors": cohort.instructor_names, "centre": name, "today": today}
    return Letter(row.enrolment_id, row.number, row.name, row.organisation, values)
