"""Commands on the database itself: check, backup, restore, history, self-test."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from app.console.desk import database_of, office_for
from app.console.output import OURS, PARTLY, Console
from app.errors import Refused, Unavailable
from app.i18n import _, ngettext, show_moment
from app.office.permissions import SYSTEM, Actor, Permission


def check(args: Namespace, console: Console) -> None:
    """Look the database over. Status 1 when something is found."""
    from app.centre.check import check as look

    with office_for(args, writes=False) as office:
        findings = look(office.engine, database_of(args), step=console.progress)
    console.result = {"ok": not findings, "findings": [{"where": f.where, "what": f.what} for f in findings]}
    for finding in findings:
        console.complain(f"{finding.where}: {finding.what}")
    if findings:
        console.status = PARTLY
    else:
        console.say(_("The database and its history are in order."))


def backup(args: Namespace, console: Console) -> None:
    """Make a verified backup."""
    from app.db.backup import make_backup

    with office_for(args, writes=False) as office:
        refusal = office.why_not(Permission.BACKUP)
        if refusal:
            raise Refused(refusal)
        made = make_backup(database_of(args), folder=Path(args.to) if args.to else None, step=console.progress)
    console.result = {"file": made.path, "size": made.size, "counts": made.counts, "anchor": made.anchor}
    console.say(_("Backed up to {file}.").format(file=made.path))


def restore(args: Namespace, console: Console) -> None:
    """Put a backup in place of the database."""
    from app.centre.backups import restore_closed

    done = restore_closed(Path(args.file), database_of(args), console.progress, actor=_restorer(args))
    counts = done.backup.counts
    console.result = {"file": database_of(args), "kept": done.aside, "counts": counts}
    console.say(ngettext("Restored: {n} trainee.", "Restored: {n} trainees.", counts.get("trainee", 0)).format(
        n=counts.get("trainee", 0)))
    if done.aside:
        console.say(_("The file that was in its place is kept as {file}.").format(file=done.aside))


def _restorer(args: Namespace) -> Actor:
    """Who restores: the present database says whether he may; where it cannot be opened, nobody is left to ask."""
    try:
        with office_for(args, writes=False) as office:
            refusal = office.why_not(Permission.RESTORE)
            if refusal:
                raise Refused(refusal)
            return office.actor
    except Unavailable:
        return SYSTEM


def history(args: Namespace, console: Console) -> None:
    """The last entries of the history, of everything or of one trainee."""
    from app.office.reading import HistoryPage

    with office_for(args, writes=False) as office:
        trainee_id = None
        if args.trainee:
            from app.trainees.queries import TraineeDetail

            trainee_id = office.ask(TraineeDetail(number=args.trainee))[0].id
        rows = office.ask(HistoryPage(trainee_id=trainee_id, limit=args.limit))
    console.result = [{"number": r.number, "at": r.at, "user": r.user_name, "kind": r.kind, "label": r.label,
                       "rows": [{"table": c.table, "id": c.row_id, "before": c.before, "after": c.after}
                                for c in r.rows]} for r in rows]
    console.table(("#", _("When"), _("Who"), _("What")),
                  [(r.number, show_moment(r.at), r.user_name, r.label) for r in rows])
    console.say(ngettext("{n} entry.", "{n} entries.", len(rows)).format(n=len(rows)))


def selftest(args: Namespace, console: Console) -> None:
    """The data-safety protocol: TRY, ACK, FAIL and HAVE lines, for programs that pull the plug."""
    from app.console.selftest import list_records, write_records

    console.status = write_records() if args.what == "write" else list_records()
    if console.status not in (0, 1):
        console.status = OURS
