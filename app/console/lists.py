"""Commands that bring lists in through the engine of all kinds: the timetable of a cohort, and what was brought in."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.console.desk import database_of, office_for
from app.console.output import Console, UsageError
from app.console.training import cohort_of
from app.errors import Invalid
from app.i18n import _, ngettext, show_date
from app.office.office import Office

if TYPE_CHECKING:
    from app.lists.draft import ListDraft


def import_sessions(args: Namespace, console: Console) -> None:
    """Read the timetable of a cohort, say what it would do, and record what may be recorded."""
    from app.attendance.queries import Sessions
    from app.attendance.session_list import SESSIONS, ImportSessions, lines_of, on_record
    from app.centre.backups import before_import
    from app.lists.draft import open_list
    from app.trainees.fields import today

    with office_for(args, writes=not args.dry_run) as office:
        cohort = cohort_of(office, args.cohort)
        draft = open_list(SESSIONS, Path(args.file), today(), console.progress)
        _prepare(office, draft, args)
        there = on_record(office.ask(Sessions(cohort_id=cohort.id)))
        draft.review(lambda _rows: there, console.progress)
        if args.accept == "suggestions":
            draft.accept_all()
        _say_again(office, draft, console)
        lines, effect = lines_of(draft), draft.effect()
        batch = None
        if lines and not args.dry_run:
            if office.may(ImportSessions):
                before_import(database_of(args), console.progress)
            batch = office.do(ImportSessions(
                cohort_id=cohort.id, lines=lines, file_name=draft.path.name, file_hash=draft.digest,
                sheet=draft.table.sheet or "", mode=draft.mode, unchanged=effect.same, left_out=effect.open,
                layout=draft.layout, matches=draft.matches())).value
        if args.report:
            from app.lists.report import write_left

            write_left(draft, Path(args.report))
    _say(draft, console, batch)


def import_exams(args: Namespace, console: Console) -> None:
    """Read exam records of a cohort, say what they would do, and record what may be recorded."""
    from app.centre.backups import before_import
    from app.lists.draft import open_list
    from app.lists.report import write_left
    from app.results.exam_list import ImportExams, ReadExamDesk, cells_of, exam_kind
    from app.trainees.fields import today

    with office_for(args, writes=not args.dry_run) as office:
        cohort = cohort_of(office, args.cohort)
        seen = office.ask(ReadExamDesk(cohort_id=cohort.id))[0]
        draft = open_list(exam_kind(seen), Path(args.file), today(), console.progress)
        _prepare(office, draft, args)
        draft.review(lambda _rows: seen.tries, console.progress)
        if args.accept == "suggestions":
            draft.accept_all()
        _say_again(office, draft, console)
        cells, effect = cells_of(draft), draft.effect()
        batch = None
        if cells and not args.dry_run:
            before_import(database_of(args), console.progress)
            batch = office.do(ImportExams(
                cohort_id=cohort.id, cells=cells, file_name=draft.path.name, file_hash=draft.digest,
                sheet=draft.table.sheet or "", mode=draft.mode, unchanged=effect.same, left_out=effect.open)).value
        if args.report:
            write_left(draft, Path(args.report))
    _say(draft, console, batch)


def _prepare(office: Office, draft: ListDraft, args: Namespace) -> None:
    from app.trainees.layouts import RememberedLayout

    if args.sheet:
        if args.sheet not in draft.sheets:
            raise Invalid(_("{file} has no sheet {sheet}. It has: {sheets}.").format(
                file=draft.path.name, sheet=args.sheet, sheets=", ".join(draft.sheets)))
        draft.use(draft.sheets.index(args.sheet))
    for matches in office.ask(RememberedLayout(kind=draft.kind.name, layout=draft.layout)):
        draft.apply(matches)
    if args.map:
        draft.apply(read_map(Path(args.map)))
    draft.mode = args.mode


def read_map(path: Path) -> dict[str, Any]:
    """The matches in a file: {"columns": {"heading or letter": "field"}, "fixed": {"field": "value"}}. UsageError."""
    try:
        found = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UsageError(_("{file} cannot be read as JSON: {why}").format(file=path.name, why=error)) from error
    if not isinstance(found, dict) or not all(isinstance(found.get(k, {}), dict) for k in ("columns", "fixed")) \
            or set(found) - {"columns", "fixed"}:
        raise UsageError(_("{file} must hold columns and fixed values, each as names and texts.").format(
            file=path.name))
    return found


def _say_again(office: Office, draft: ListDraft, console: Console) -> None:
    from app.trainees.batches import Batches

    if office.may(Batches):
        for one in office.ask(Batches(file_hash=draft.digest, limit=1)):
            console.say(_("This very file was imported on {date} by {who}.").format(
                date=show_date(one.at.date()), who=one.by))


def _say(draft: ListDraft, console: Console, batch: int | None) -> None:
    from app.cohorts.draft import plain
    from app.lists.report import reason_of

    effect = draft.effect()
    console.result = {
        "file": draft.path.name, "sheet": draft.table.sheet, "header_row": draft.heading_row, "batch": batch,
        "columns": {c.letter: c.field for c in draft.columns}, "notes": list(draft.notes), "mode": draft.mode,
        "new": effect.new, "changed": effect.change, "same": effect.same, "open": effect.open, "left": effect.left,
        "rows": [{"row": r.number, "sheet": r.sheet, "state": r.state, "standing": r.standing, "why": reason_of(r),
                  "fields": {k: plain(v) for k, v in r.fields.items()},
                  "changes": {c.field: [plain(c.old), plain(c.new)] for c in r.changes}} for r in draft.rows]}
    for note in draft.notes:
        console.say(note)
    told = (_("{new} added, {change} changed, {same} as on record.") if batch else
            _("{new} new, {change} will change, {same} as on record. Nothing was changed."))
    console.say(told.format(new=effect.new, change=effect.change, same=effect.same))
    for row in draft.rows_of("problems"):
        console.say("  " + _("row {n}: {kind}: {why}").format(n=row.number, kind=row.state, why=reason_of(row)))
    if effect.open:
        console.partly(ngettext("{n} row was left out.", "{n} rows were left out.", effect.open).format(n=effect.open))


def history(args: Namespace, console: Console) -> None:
    """Which lists were brought in, the latest first."""
    from app.trainees.batches import Batches

    with office_for(args, writes=False) as office:
        rows = office.ask(Batches())
    console.result = [{"batch": b.id, "kind": b.kind, "file": b.file_name, "sha256": b.file_hash, "added": b.added,
                       "changed": b.changed, "left_out": b.left_out, "by": b.by, "at": b.at.isoformat(),
                       "undone_by": b.undone_by} for b in rows]
    console.table((_("Batch"), _("Kind"), _("File"), _("Added"), _("By"), _("Date"), "SHA-256"),
                  [(b.id, b.kind, b.file_name, b.added, b.by, show_date(b.at.date()), b.file_hash) for b in rows])
