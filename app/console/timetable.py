"""Commands of the timetable: sessions listed, made, copied, cancelled; holidays from a list; a state's weekends."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.console.desk import office_for
from app.console.output import Console, UsageError
from app.console.training import cohort_of, day, slot, weekdays
from app.errors import Missing
from app.i18n import _, ngettext, show_date
from app.office.office import Office

if TYPE_CHECKING:
    from app.attendance.generate import Plan
    from app.cohorts.queries import CohortWhole


def sessions(args: Namespace, console: Console) -> None:
    """List the sessions of a cohort, after making, copying, cancelling or postponing some."""
    changes = args.generate or args.like or args.cancel or args.postpone or args.restore or args.holidays \
        or args.replace
    with office_for(args, writes=bool(changes)) as office:
        cohort = cohort_of(office, args.cohort)
        if args.holidays and not _bring(office, Path(args.holidays), console):
            return
        plan = _change(args, office, cohort)
        _list(office, cohort, console)
    if plan is not None:
        console.say(ngettext("{n} session made.", "{n} sessions made.", len(plan.sessions)).format(
            n=len(plan.sessions)))
        for one in plan.refused:
            console.say(f"  {one.day}: {one.why}")


def _change(args: Namespace, office: Office, cohort: CohortWhole) -> Plan | None:
    from app.attendance.generate import Slot
    from app.attendance.session_states import CancelSession, PostponeSession, RestoreSession
    from app.attendance.sessions import GenerateSessions
    from app.attendance.timetable_change import CopyTimetable

    if args.generate:
        return office.do(GenerateSessions(
            cohort_id=cohort.id, slots=tuple(slot(t) for t in args.time or ()) or (Slot(),),
            weekdays=weekdays(args.days or ""), every=args.every, most=args.most,
            first=day(args.first) if args.first else None, last=day(args.until) if args.until else None)).value
    if args.like:
        return office.do(CopyTimetable(cohort_id=cohort.id, source_id=cohort_of(office, args.like).id)).value
    if args.cancel or args.postpone:
        kind = CancelSession if args.cancel else PostponeSession
        if not args.reason.strip():
            raise UsageError(_("Write why, with --reason."))
        office.do(kind(session_id=_numbered(office, cohort, args.cancel or args.postpone), reason=args.reason))
    if args.replace:
        _replace(args, office, cohort)
    if args.restore:
        office.do(RestoreSession(session_id=args.restore))
    return None


def _replace(args: Namespace, office: Office, cohort: CohortWhole) -> None:
    """Another session in the place of one, on any day; one that is still planned is cancelled with it."""
    from app.attendance.queries import Sessions
    from app.attendance.session_states import ReplaceSession

    if not args.on:
        raise UsageError(_("Write the day of the other session, with --on."))
    there = office.ask(Sessions(cohort_id=cohort.id))
    if args.replace.isdigit():
        gone = next(s for s in there if s.id == _numbered(office, cohort, int(args.replace)))
        if not args.reason.strip():
            raise UsageError(_("Write why, with --reason."))
    else:
        off = [s for s in there if s.cancelled and s.day == day(args.replace)]
        off = [s for s in off if not any(o.replaces_id == s.id and not o.cancelled for o in there)]
        if not off:
            raise Missing(_("On this day no session waits to be made up for."))
        gone = off[0]
    times = slot(args.time[0]) if args.time else gone
    office.do(ReplaceSession(
        cohort_id=cohort.id, day=day(args.on), part=times.part, starts_at=times.starts_at, ends_at=times.ends_at,
        kind=gone.kind, mode=gone.mode, venue=gone.venue, topic=gone.topic, replaces_id=gone.id, reason=args.reason))


def _numbered(office: Office, cohort: CohortWhole, number: int) -> int:
    """The session that the list calls by this number. Missing, saying how many there are."""
    from app.attendance.queries import Sessions

    found = [s for s in office.ask(Sessions(cohort_id=cohort.id)) if s.number]
    for one in found:
        if one.number == number:
            return one.id
    raise Missing(_("{code} has sessions 1 to {n}.").format(code=cohort.code, n=len(found)))


def _list(office: Office, cohort: CohortWhole, console: Console) -> None:
    from app.attendance.session_words import state_word
    from app.attendance.timetable import Timetable
    from app.cohorts.words import session_kind_word

    rows = office.ask(Timetable(cohort_id=cohort.id))
    console.result = [{"id": r.id, "number": r.session.number, "day": r.session.day, "part": r.session.part,
                       "starts": r.session.starts_at, "ends": r.session.ends_at, "kind": r.session.kind,
                       "mode": r.session.mode, "venue": r.session.venue, "topic": r.session.topic,
                       "instructors": list(r.instructors), "state": r.state, "marked": r.session.marked,
                       "expected": r.expected, "clashes": [c.words() for c in r.clashes]} for r in rows]
    console.table((_("No."), _("Day"), _("Time"), _("Kind"), _("State"), _("Marked"), _("Remark")), [
        (r.session.number or "-", show_date(r.session.day, weekday=True),
         f"{r.session.starts_at}-{r.session.ends_at}", session_kind_word(r.session.kind), state_word(r.state),
         f"{r.session.marked}/{r.expected}", "; ".join([r.session.reason, *(c.words() for c in r.clashes)]).strip("; "))
        for r in rows])


def holidays(args: Namespace, console: Console) -> None:
    """List the holidays, after bringing some from a file or taking the weekends of a state. Status 1 for bad rows."""
    from app.centre.queries import Holidays
    from app.centre.state_weekends import FollowState

    with office_for(args, writes=bool(args.file or args.state)) as office:
        if args.state:
            office.do(FollowState(state=args.state))
        if args.file:
            _bring(office, Path(args.file), console)
        rows = office.ask(Holidays())
    console.result = [{"day": h.day, "name": h.name} for h in rows]
    console.table((_("Day"), _("Holiday")), [(show_date(h.day, weekday=True), h.name) for h in rows])


def _bring(office: Office, path: Path, console: Console) -> bool:
    """Record the days of a list, all or none: whether they are recorded."""
    from app.attendance.holiday_list import read_holidays
    from app.centre.commands import AddHolidays
    from app.centre.queries import Holidays

    lines = read_holidays(path, [(h.day, h.name) for h in office.ask(Holidays())])
    bad = [line.problem for line in lines if line.problem]
    for problem in bad:
        console.partly(problem)
    if bad:
        console.partly(_("Nothing was recorded. Mend these rows and bring the list again."))
        return False
    office.do(AddHolidays(days=tuple((x.day, x.name) for x in lines if x.day is not None)))
    return True
