"""Commands of the daily work: lists in, cohorts, rosters, attendance."""

from __future__ import annotations

import re
from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.console.desk import database_of, office_for, release_of
from app.console.output import Console, UsageError
from app.errors import Invalid, Missing
from app.i18n import _, ngettext, show_span
from app.office.office import Office

if TYPE_CHECKING:
    from app.attendance.generate import RefusedDay, Slot
    from app.cohorts.intake import Done
    from app.cohorts.queries import CohortWhole

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MALAY_WEEKDAYS = ("isn", "sel", "rab", "kha", "jum", "sab", "aha")


def day(text: str) -> date:
    """A date as 2026-07-14 or 14/07/2026 (day first). UsageError for anything else."""
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    turned = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text)
    try:
        if found:
            return date(*(int(g) for g in found.groups()))
        if turned:
            d, m, y = (int(g) for g in turned.groups())
            return date(y, m, d)
    except ValueError:
        pass
    raise UsageError(_("'{text}' is not a date. Write 2026-07-14.").format(text=text))


def weekdays(text: str) -> frozenset[int]:
    """'Mon-Fri' or 'Mon,Wed' as numbers from 0 = Monday; '' is every working day."""
    days: set[int] = set()
    for part in filter(None, (p.strip().lower() for p in text.split(","))):
        ends = [_weekday(p) for p in part.split("-")]
        first, last = ends[0], ends[-1]
        days |= {n % 7 for n in range(first, (last if last >= first else last + 7) + 1)}
    return frozenset(days)


def _weekday(text: str) -> int:
    for names in (WEEKDAYS, MALAY_WEEKDAYS):
        if text[:3] in names:
            return names.index(text[:3])
    raise UsageError(_("'{text}' is not a weekday. Write Mon, Tue, Wed, Thu, Fri, Sat or Sun.").format(text=text))


def cohort_of(office: Office, code: str) -> CohortWhole:
    """The cohort with a code. Missing, naming the code, when there is none."""
    from app.cohorts.queries import CohortDetail

    found = office.ask(CohortDetail(code=code))
    if not found:
        raise Missing(_("There is no cohort {code}. 'cohorts' lists them.").format(code=code))
    return found[0]


def import_trainees(args: Namespace, console: Console) -> None:
    """Read a list, class its rows, and record what may be recorded."""
    from app.centre.backups import before_import
    from app.cohorts.import_trainees import ImportTrainees
    from app.cohorts.intake import run_import
    from app.console.lists import read_map, say_again

    path = Path(args.file)
    matches = read_map(Path(args.map)) if args.map else None
    with office_for(args, writes=not args.dry_run) as office:
        cohort = cohort_of(office, args.cohort) if args.cohort else None
        if not args.dry_run and office.may(ImportTrainees):
            before_import(database_of(args), console.progress)
        again = say_again(office, path)
        classes = {}
        for text in args.each or ():
            name, _equals, code = text.rpartition("=")
            if not name:
                raise UsageError(_("Write a sheet and its cohort as SHEET=COHORT, not {text}.").format(text=text))
            classes[name] = cohort_of(office, code).id
        done = run_import(office, path, cohort_id=cohort.id if cohort else None, sheet=args.sheet, classes=classes,
                          matches=matches, mode=args.mode, suggestions=args.accept == "suggestions",
                          dry_run=args.dry_run, report=Path(args.report) if args.report else None,
                          step=console.progress)
    if again:
        console.say(again)
    console.result = done.to_json() | {"again": again}
    _say_import(done, console)
    if done.left_out:
        console.partly(ngettext("{n} row was left out.", "{n} rows were left out.", done.left_out).format(
            n=done.left_out))


def _say_import(done: Done, console: Console) -> None:
    from app.cohorts.intake import class_of, reason_of

    for note in done.draft.notes:
        console.say(note)
    console.say(done.summary())
    for row in done.rows:
        if row.row not in done.recorded and not row.skipped:
            console.say("  " + _("row {n}: {kind}: {why}").format(n=row.row, kind=class_of(row), why=reason_of(row)))


def cohorts_list(args: Namespace, console: Console) -> None:
    """All cohorts, newest first."""
    from app.cohorts.queries import CohortList

    with office_for(args, writes=False) as office:
        rows = office.ask(CohortList(limit=100_000))
    console.result = [{"code": r.code, "title": r.title, "course": r.course_code, "starts": r.starts, "ends": r.ends,
                       "status": r.status, "enrolled": r.enrolled, "places": r.places, "venue": r.venue}
                      for r in rows]
    console.table((_("Code"), _("Course"), _("Dates"), _("Trainees"), _("Status")),
                  [(r.code, r.course_title, show_span(r.starts, r.ends), r.enrolled, r.status) for r in rows])


def cohorts_add(args: Namespace, console: Console) -> None:
    """Open a cohort, with sessions when days or times are given."""
    from app.attendance.generate import Slot
    from app.attendance.sessions import GenerateSessions
    from app.cohorts.commands import AddCohort
    from app.programmes.queries import Courses

    first, last = day(args.starts), day(args.ends)
    days = weekdays(args.days or "")
    slots = tuple(slot(t) for t in args.time or ())
    with office_for(args) as office:
        courses = [c for c in office.ask(Courses()) if c.code.casefold() == args.course.casefold()]
        if not courses:
            raise Missing(_("There is no course {code}.").format(code=args.course))
        key = office.do(AddCohort(code=args.code, course_id=courses[0].id, starts=first, ends=last, title=args.title,
                                  venue=args.venue, places=args.places)).value
        made = 0
        refused: tuple[RefusedDay, ...] = ()
        if args.days or slots:
            plan = office.do(GenerateSessions(cohort_id=key, slots=slots or (Slot(),), weekdays=days)).value
            made, refused = len(plan.sessions), plan.refused
    console.result = {"id": key, "code": args.code, "sessions": made,
                      "refused": [{"day": r.day, "why": r.why} for r in refused]}
    console.say(_("Cohort {code} is open.").format(code=args.code))
    console.say(ngettext("{n} session.", "{n} sessions.", made).format(n=made))
    for one in refused:
        console.say(f"  {one.day}: {one.why}")


def slot(text: str) -> Slot:
    from app.attendance.generate import Slot

    found = re.fullmatch(r"(\d{1,2}:\d\d)\s*[-–]\s*(\d{1,2}:\d\d)", text)
    if found is None:
        raise UsageError(_("'{text}' is not a time. Write 08:30-12:30.").format(text=text))
    begin, end = (t.zfill(5) for t in found.groups())
    part = "AM" if begin < "12:00" else "PM" if begin < "18:00" else "EVE"
    if begin < "12:00" and end > "14:00":
        part = "FULL"
    made = Slot(part, begin, end)
    told = made.problem()
    if told:
        raise UsageError(told)
    return made


def trainees_list(args: Namespace, console: Console) -> None:
    """Trainees whose name, number, phone or e-mail holds the text."""
    from app.trainees.queries import TraineePage

    with office_for(args, writes=False) as office:
        rows = office.ask(TraineePage(text=args.text, limit=args.limit))
    console.result = [{"number": r.number, "name": r.name, "identity": r.identity, "phone": r.phone, "email": r.email}
                      for r in rows]
    console.table((_("Number"), _("Name"), _("Identity"), _("Phone")),
                  [(r.number, r.name, r.identity, r.phone) for r in rows])


def roster(args: Namespace, console: Console) -> None:
    """Write the roster workbook."""
    from app.attendance.sheets import write_roster
    from app.completion.roster import results_for

    release = release_of(args) if args.full else None
    with office_for(args, writes=args.full) as office:
        cohort = cohort_of(office, args.cohort)
        write_roster(office, cohort.id, Path(args.out), release=release,
                     results=results_for(office), step=console.progress)
        rows = cohort.enrolled
    console.result = {"file": args.out, "rows": rows}
    console.say(_("{file}: {n} trainees.").format(file=args.out, n=rows))


def attendance_sheet(args: Namespace, console: Console) -> None:
    """Write the attendance sheet, as workbook or PDF by the ending of the file."""
    from app.attendance.sheets import write_attendance_book
    from app.attendance.sign_sheet import write_sign_sheet

    path = Path(args.out)
    if path.suffix.lower() not in (".xlsx", ".pdf"):
        raise UsageError(_("The sheet is written as .xlsx or .pdf; {file} ends otherwise.").format(file=path.name))
    with office_for(args, writes=False) as office:
        cohort = cohort_of(office, args.cohort)
        if path.suffix.lower() == ".pdf":
            write_sign_sheet(office, cohort.id, path, filled=not args.blank, step=console.progress)
        elif args.blank:
            raise UsageError(_("A sheet for signing is written as .pdf."))
        else:
            write_attendance_book(office, cohort.id, path, console.progress)
        rows = cohort.enrolled
    console.result = {"file": args.out, "rows": rows}
    console.say(_("{file}: {n} trainees.").format(file=args.out, n=rows))


def mark(args: Namespace, console: Console) -> None:
    """Mark attendance one by one, each committed before its `ACK`."""
    from app.attendance.commands import Cell, MarkAttendance
    from app.attendance.queries import Register
    from app.attendance.statuses import key_map
    from app.cohorts.lookup import OnRoll

    wanted = [_wanted(word) for group in args.identity for word in group]
    done: list[dict[str, Any]] = []
    with office_for(args) as office:
        cohort = cohort_of(office, args.cohort)
        view = office.ask(Register(cohort_id=cohort.id))[0]
        sessions = {s.number: s for s in view.sessions}
        if args.session not in sessions:
            raise Missing(_("{code} has no session {n}; it has {all}.").format(
                code=cohort.code, n=args.session, all=len(sessions)))
        letters = key_map(list(view.statuses))
        rows = {row.enrolment_id: row for row in view.rows}
        held = {p.number: p.enrolment_id for p in office.ask(
            OnRoll(cohort_id=cohort.id, numbers=tuple(_squeeze(n) for n, _letter in wanted)))}
        for number, letter in wanted:
            row = rows.get(held.get(_squeeze(number), 0))
            told = ""
            if row is None:
                told = _("{number}: nobody on the roll of {code} has this number.").format(
                    number=number, code=cohort.code)
            elif letter and letter.upper() not in letters:
                told = _("{number}: '{letter}' is no status; use {all}.").format(
                    number=number, letter=letter, all=" ".join(sorted({s.letter for s in view.statuses})))
            if row is not None and not told:
                try:
                    office.do(MarkAttendance(source="console", who=row.name, cells=(Cell(
                        row.enrolment_id, sessions[args.session].id,
                        letters[letter.upper()] if letter else None),)))
                except (Invalid, Missing) as error:
                    told = f"{number}: {error}"
            done.append({"identity": number, "status": letter, "done": not told, **({"why": told} if told else {})})
            if told:
                console.partly(told)
            else:
                console.say(f"ACK {number}")
    console.result = done


def _wanted(word: str) -> tuple[str, str]:
    number, sign, letter = word.partition("=")
    if not sign or not number.strip():
        raise UsageError(_("'{word}' is not NO=STATUS, such as 900101-14-5567=P.").format(word=word))
    return number.strip(), letter.strip()


def _squeeze(number: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", number.upper())
