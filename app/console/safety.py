"""Commands on the database itself: check, backup, restore, history, self-test."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from app.console.desk import database_of, office_for
from app.console.output import OURS, PARTLY, Console
from app.i18n import _, ngettext, show_moment


def check(args: Namespace, console: Console) -> None:
    """Look the database over. Status 1 when something is found."""
    from app.db.check import check as look

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
    from app.db.backup import back_up

    with office_for(args, writes=False) as office:
        made = back_up(database_of(args), Path(args.to) if args.to else None, reason="asked", office=office)
    console.result = {"file": made.path, "size": made.size, "trainees": made.trainees,
                      "certificates": made.certificates, "head": made.head}
    console.say(_("Backed up to {file}.").format(file=made.path))


def restore(args: Namespace, console: Console) -> None:
    """Put a backup in place of the database."""
    from app.db.backup import restore as put_back

    done = put_back(Path(args.file), database_of(args))
    console.result = {"file": database_of(args), "kept": done.kept, "trainees": done.trainees,
                      "certificates": done.certificates}
    console.say(_("Restored: {n} trainees.").format(n=done.trainees))
    if done.kept:
        console.say(_("The file that was in its place is kept as {file}.").format(file=done.kept))


def history(args: Namespace, console: Console) -> None:
    """The last entries of the history, of everything or of one trainee."""
    from app.office.reading import HistoryPage

    with office_for(args, writes=False) as office:
        trainee_id = None
        if args.trainee:
            from app.trainees.queries import trainee_by_number

            trainee_id = trainee_by_number(office, args.trainee)
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
