"""The workbooks of a cohort: the roster with its attendance and notes, and the attendance sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.attendance.figures import Figure
from app.attendance.queries import Register, RegisterView
from app.attendance.register_sheet import draw_register
from app.centre.queries import CentreProfile
from app.cohorts.exports import RecordExport, Release, check_release, let_out
from app.cohorts.queries import RollRow
from app.exchange.columns import Column
from app.exchange.sheet import Drawn, Sheet, write_book
from app.i18n import N_, _, show_moment, show_span, speaking
from app.job import SILENT, Progress
from app.office.office import Office

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


@dataclass(frozen=True)
class RosterLine:
    """A row of the roster."""

    place: int
    person: RollRow
    figure: Figure | None


@dataclass(frozen=True)
class ResultsSheet:
    """What the results' room gives for the roster: columns with titles, and texts by enrolment.

    The last `words` columns are texts, the very last one a sentence.
    """

    titles: Sequence[str]
    values: Mapping[int, Sequence[Any]]
    words: int = 0


Provider = Callable[[int], ResultsSheet]
"""Cohort key -> its results; given in, because attendance does not know results."""

_TITLES = (
    ("place", N_("No."), 6), ("name", N_("Name"), 44), ("identity", N_("MyKad or passport"), 22),
    ("phone", N_("Phone"), 16), ("email", N_("E-mail"), 32), ("organisation", N_("Sent by"), 28),
    ("number", N_("Trainee no."), 13), ("attendance", N_("Attendance"), 12), ("status", N_("Status"), 13),
    ("signature", N_("Signature"), 24),
)


def show_phone(number: str) -> str:
    """`012-000 1180` for a Malaysian number in E.164, others as they are."""
    if not number.startswith("+60"):
        return number
    local = "0" + number[3:]
    head = 3 if local.startswith("01") else 2
    rest = local[head:]
    return f"{local[:head]}-{rest[:-4]} {rest[-4:]}" if len(rest) > 4 else local


def _percent(line: RosterLine) -> Decimal | None:
    tenths = line.figure.tenths if line.figure else None
    return None if tenths is None else Decimal(tenths) / 10


_READ: dict[str, Callable[[RosterLine], Any]] = {
    "place": lambda r: r.place, "name": lambda r: r.person.name, "identity": lambda r: r.person.identity,
    "phone": lambda r: show_phone(r.person.phone), "email": lambda r: r.person.email,
    "organisation": lambda r: r.person.organisation or _("Self"), "number": lambda r: r.person.number,
    "attendance": _percent, "status": lambda r: r.person.status_words, "signature": lambda r: "",
}
_KINDS: dict[str, Any] = {"place": "number", "identity": "identity", "phone": "identity", "attendance": "percent",
                          "number": "identity"}


def _titled(text: str, code: str) -> str:
    with speaking(code):
        return _(text)


def roster_columns() -> list[Column[RosterLine]]:
    """The columns of the roster; the Malay title is the first header row, the English one the second."""
    return [Column(key, partial(_titled, text, "ms"), _READ[key], width=width, kind=_KINDS.get(key, "text"))
            for key, text, width in _TITLES]


def second_titles() -> list[str]:
    """The English header row; a word that is the same in both languages is said once."""
    return [english if (english := _titled(text, "en")) != _titled(text, "ms") else "" for _key, text, _w in _TITLES]


def both(text: str) -> str:
    """A title in both languages: 'Senarai Nama Pelatih · Class roster'."""
    malay, english = _titled(text, "ms"), _titled(text, "en")
    return english if malay == english else f"{malay} · {english}"


def write_roster(office: Office, cohort_id: int, path: Path, *, release: Release | None = None,
                 results: Provider | None = None, step: Progress = SILENT) -> Path:
    """Write the roster of a cohort: Senarai nama, Kehadiran, Keputusan (when given), Nota.

    Identity numbers are masked without a release; with one, which needs the right, it is recorded with the hash of
    the file. Raises Refused, Invalid, Unavailable.
    """
    full = release is not None
    if full:
        check_release(office.actor, release)
    view = office.ask(Register(cohort_id=cohort_id, full=full))[0]
    lines = [RosterLine(n, row, view.figures.get(row.enrolment_id)) for n, row in
             enumerate((r for r in view.rows if r.on_roll), start=1)]
    facts = _facts(office, view, full=full, places=len(lines))
    sheets: list[Sheet[Any] | Drawn] = [
        _name_sheet(view, lines, facts), Drawn("Kehadiran", lambda page: draw_register(page, view, facts.register))]
    if results is not None:
        sheets.append(_results_sheet(lines, results(cohort_id)))
    sheets.append(Drawn("Nota", lambda page: _draw_notes(page, view, facts)))
    entry = RecordExport(cohort_id=cohort_id, kind="roster", rows=len(lines), release=release) if release else None
    with let_out(office, path, entry) as leaving:
        write_book(leaving.made, sheets, step)
    return path


def write_attendance_book(office: Office, cohort_id: int, path: Path, step: Progress = SILENT) -> Path:
    """Write the attendance sheet alone (Kehadiran and Nota)."""
    view = office.ask(Register(cohort_id=cohort_id))[0]
    facts = _facts(office, view, full=False, places=sum(r.on_roll for r in view.rows))
    return write_book(path, [Drawn("Kehadiran", lambda page: draw_register(page, view, facts.register)),
                             Drawn("Nota", lambda page: _draw_notes(page, view, facts))], step)


@dataclass(frozen=True)
class _Facts:
    centre: str
    cohort: str
    places: str
    people: str
    exported: str
    hidden: bool

    @property
    def register(self) -> tuple[str, str, str]:
        """Centre, cohort, exported: what the attendance sheet says above."""
        return self.centre, f"{self.cohort}. {self.people}" if self.people else self.cohort, self.exported


def _facts(office: Office, view: RegisterView, *, full: bool, places: int) -> _Facts:
    found = office.ask(CentreProfile())
    cohort = view.cohort
    where = f", {cohort.venue}" if cohort.venue else ""
    taken = (_("{n} of {places} places").format(n=places, places=cohort.places) if cohort.places
             else _("{n} trainees").format(n=places))
    exported = _("Exported {moment} by {name}.").format(moment=show_moment(office.clock()), name=office.actor.name)
    return _Facts(
        found[0].name if found else "",
        f"{cohort.code}{f' · {cohort.title}' if cohort.title else ''}, {show_span(cohort.starts, cohort.ends)}{where}",
        taken, cohort.instructor_names, exported + (" " + _("MyKad digits hidden.") if not full else ""), not full)


def _name_sheet(view: RegisterView, lines: list[RosterLine], facts: _Facts) -> Sheet[RosterLine]:
    said = both(N_("Instructors"))
    people = f"{said}: {facts.people}     {facts.exported}" if facts.people else facts.exported

    def low(column: Column[RosterLine], line: RosterLine) -> bool:
        return column.key == "attendance" and line.figure is not None and line.figure.reaches is False

    return Sheet("Senarai nama", roster_columns(), lines, both(N_("Class roster")),
                 [[(1, facts.centre), (3, facts.cohort)], [(1, facts.places), (3, people)]], second_titles(), low,
                 header=f"{view.cohort.code}")


def _results_sheet(lines: list[RosterLine], found: ResultsSheet) -> Sheet[RosterLine]:
    columns: list[Column[RosterLine]] = [*roster_columns()[:2], roster_columns()[6]]
    first_word = len(found.titles) - found.words
    for n, title in enumerate(found.titles):
        read = partial(_nth, found, n)
        if n < first_word:
            columns.append(Column(f"r{n}", partial(str, title), read, width=14, align="right", kind="number"))
        else:
            columns.append(Column(f"r{n}", partial(str, title), read, width=14 if n + 1 < len(found.titles) else 70))
    return Sheet("Keputusan", columns, lines, both(N_("Results")))


def _nth(found: ResultsSheet, n: int, line: RosterLine) -> Any:
    values = found.values.get(line.person.enrolment_id, ())
    return values[n] if n < len(values) else None


def _draw_notes(page: Worksheet, view: RegisterView, facts: _Facts) -> None:
    from app.exchange.sheet import ACCENT, font, put_notes, put_text

    put_text(page, 1, 1, both(N_("Notes"))).font = font(size=16, bold=True, color=ACCENT)
    cohort = view.cohort
    rows: list[tuple[str, str]] = [
        (both(N_("Centre")), facts.centre), (both(N_("Course")), f"{cohort.course_code} · {cohort.course_title}"),
        (both(N_("Cohort")), facts.cohort), (both(N_("Instructors")), facts.people),
        (both(N_("Places")), facts.places)]
    for code in ("ms", "en"):
        with speaking(code):
            letters = {s.policy_key: s.letter for s in view.statuses if s.policy_key}
            rows.append((_("Attendance policy"), " ".join(cohort.policy.details(letters))))
            rows.append((_("Letters"), ", ".join(f"{s.letter} {s.label}" for s in view.statuses)))
            rows.append((_("Attendance"), _("Sessions attended of sessions that count. A session counts once its "
                                            "register was taken; a cancelled one does not.")))
            rows.append((_("On the roll"), _("Nominated, active and finished enrolments; who has left is not "
                                             "listed.")))
    rows.append((both(N_("Exported")), facts.exported))
    put_notes(page, rows, cohort.code)
