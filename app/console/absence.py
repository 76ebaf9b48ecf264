"""Leave at the command line: listed, noted, granted."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from app.console.desk import office_for
from app.console.output import Console, UsageError
from app.console.training import cohort_of, day
from app.errors import Missing
from app.i18n import _, ngettext, show_date

if TYPE_CHECKING:
    from app.attendance.leave_fill import Filled
    from app.attendance.leave_lists import LeaveRow
    from app.office.office import Office


def leave(args: Namespace, console: Console) -> None:
    """List the leave of a cohort; with --trainee and --from grant (or note) some first."""
    from app.attendance.leave_lists import Leaves

    if bool(args.trainee) != bool(args.first):
        raise UsageError(_("Leave needs both --trainee and --from."))
    done: Filled | None = None
    with office_for(args, writes=bool(args.trainee)) as office:
        cohort = cohort_of(office, args.cohort)
        if args.trainee:
            done = _give(args, office, cohort.id)
        rows = office.ask(Leaves(cohort_id=cohort.id))
    console.result = {"cohort": cohort.code, "leave": [_plain(r) for r in rows],
                      "marks": done.marks if done is not None else 0,
                      "left_out": [{"day": o.day, "part": o.part, "mark": o.status, "why": o.why}
                                   for o in (done.left_out if done is not None else ())]}
    console.table((_("Name"), _("Days"), _("Leave"), _("State"), _("Reason"), _("Document")),
                  [(r.name, r.days, r.kind, r.state_words, r.reason, r.paper) for r in rows])
    if done is not None:
        console.say(ngettext("{n} mark set.", "{n} marks set.", done.marks).format(n=done.marks))
        for one in done.left_out:
            console.say(f"  {show_date(one.day, weekday=True)} {one.part}: " + (
                _("the register is closed") if one.why == "closed" else
                _("{mark} stays").format(mark=one.status) if one.why == "marked" else
                _("the session lasts the whole day")))


def _give(args: Namespace, office: Office, cohort_id: int) -> Filled | None:
    from app.attendance.leave import GiveLeave, NoteLeave
    from app.cohorts.queries import Roll

    number = args.trainee.strip().casefold()
    person = next((r for r in office.ask(Roll(cohort_id=cohort_id)) if r.number.casefold() == number), None)
    if person is None:
        raise Missing(_("There is no trainee {number} in this cohort.").format(number=args.trainee))
    said: dict[str, Any] = {
        "enrolment_id": person.enrolment_id, "first_day": day(args.first), "last_day": day(args.last or args.first),
        "status": args.status, "reason": args.reason, "document": args.document, "issuer": args.issuer}
    if args.note:
        office.do(NoteLeave(**said))
        return None
    return office.do(GiveLeave(**said)).value  # type: ignore[return-value]


def _plain(row: LeaveRow) -> dict[str, Any]:
    return {"name": row.name, "first_day": row.first_day, "last_day": row.last_day, "part": row.part,
            "status": row.status, "state": row.state, "reason": row.reason, "document": row.document,
            "issuer": row.issuer}
