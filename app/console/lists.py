"""Commands that bring lists in through the engine of all kinds, and what was brought in."""

from __future__ import annotations

import hashlib
import json
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.console.desk import database_of, office_for
from app.console.output import Console, UsageError
from app.console.training import cohort_of
from app.errors import Invalid, Missing
from app.i18n import _, local_time, ngettext, show_date
from app.office.office import Office

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from app.exchange.tables import Book
    from app.lists.draft import ListDraft, OnRecord
    from app.lists.kinds import Kind
    from app.office.command import Command

    Known = Callable[[Sequence[Mapping[str, Any]]], Mapping[Hashable, OnRecord]]


def import_sessions(args: Namespace, console: Console) -> None:
    """The timetable of a cohort."""
    from app.attendance.queries import Sessions
    from app.attendance.session_list import SESSIONS, ImportSessions, lines_of, on_record

    with office_for(args, writes=not args.dry_run) as office:
        cohort = cohort_of(office, args.cohort)
        there = on_record(office.ask(Sessions(cohort_id=cohort.id)))

        def command(draft: ListDraft, more: dict[str, Any]) -> ImportSessions | None:
            lines = lines_of(draft)
            return ImportSessions(cohort_id=cohort.id, lines=lines, mode=draft.mode, **more) if lines else None

        _bring(args, console, office, SESSIONS, lambda _rows: there, command)


def import_exams(args: Namespace, console: Console) -> None:
    """Exam records of a cohort."""
    from app.results.exam_list import ImportExams, ReadExamDesk, cells_of, exam_kind

    with office_for(args, writes=not args.dry_run) as office:
        cohort = cohort_of(office, args.cohort)
        seen = office.ask(ReadExamDesk(cohort_id=cohort.id))[0]

        def command(draft: ListDraft, more: dict[str, Any]) -> ImportExams | None:
            cells = cells_of(draft)
            return ImportExams(cohort_id=cohort.id, cells=cells, mode=draft.mode, **more) if cells else None

        _bring(args, console, office, exam_kind(seen), lambda _rows: seen.tries, command)


def import_certificates(args: Namespace, console: Console) -> None:
    """Old paper certificates; the register's own are never changed."""
    from app.certificates.legacy import RecordOld, about
    from app.certificates.old_list import OLD, papers_of

    with office_for(args, writes=not args.dry_run) as office:
        def command(draft: ListDraft, more: dict[str, Any]) -> RecordOld | None:
            papers = papers_of(draft)
            return RecordOld(papers=papers, **more) if papers else None

        _bring(args, console, office, OLD, lambda rows: office.ask(about(rows))[0].numbers, command)


def _bring(args: Namespace, console: Console, office: Office, kind: Kind, known: Known,
           command: Callable[[ListDraft, dict[str, Any]], Command[int] | None]) -> None:
    """Read a list, say what it would do, and record what may be recorded."""
    from app.centre.backups import before_import
    from app.lists.draft import open_list
    from app.lists.report import write_left
    from app.trainees.fields import today

    draft = open_list(kind, Path(args.file), today(), console.progress)
    _prepare(office, draft, args)
    draft.review(known, console.progress)
    if args.accept == "suggestions":
        draft.accept_all()
    again, effect = say_again(office, draft.path), draft.effect()
    wanted = command(draft, {
        "file_name": draft.path.name, "file_hash": draft.digest, "sheet": draft.table.sheet or "",
        "unchanged": effect.same, "left_out": effect.open, "layout": draft.layout, "matches": draft.matches()})
    batch = None
    if wanted is not None and not args.dry_run:
        if office.may(type(wanted)):
            before_import(database_of(args), console.progress)
        batch = office.do(wanted).value
    if args.report:
        write_left(draft, Path(args.report))
    _say(draft, console, batch, again)


def _prepare(office: Office, draft: ListDraft, args: Namespace) -> None:
    from app.trainees.layouts import RememberedLayout

    if args.sheet:
        draft.use(sheet_of(draft.book, args.sheet))
    for matches in office.ask(RememberedLayout(kind=draft.kind.name, layout=draft.layout)):
        draft.apply(matches)
    if args.map:
        draft.apply(read_map(Path(args.map)))
    draft.mode = args.mode


def sheet_of(book: Book, name: str) -> int:
    """The place of a sheet. Raises Invalid with the names there are."""
    names = [table.sheet or book.name for table in book.sheets]
    if name not in names:
        raise Invalid(_("{file} has no sheet {sheet}. It has: {sheets}.").format(
            file=book.name, sheet=name, sheets=", ".join(names)))
    return names.index(name)


def newest_import(office: Office, digest: str) -> int | None:
    """The key of the last import of a file."""
    from app.cohorts.import_history import ImportBatches

    return next((b.id for b in office.ask(ImportBatches(file_hash=digest, limit=1))), None)


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


def say_again(office: Office, path: Path) -> str:
    """That this very file was brought in before; '' when it was not. A file that cannot be read is left to others."""
    from app.cohorts.import_history import ImportBatches

    if not path.is_file():
        return ""
    with path.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    for one in office.ask(ImportBatches(file_hash=digest, limit=1)):
        words = (_("This very file was imported on {date} by {who}; that import was undone.") if one.undone_at else
                 _("This very file was imported on {date} by {who}."))
        return words.format(date=show_date(local_time(one.at).date()), who=one.by)
    return ""


def _say(draft: ListDraft, console: Console, batch: int | None, again: str) -> None:
    from app.cohorts.draft import plain
    from app.lists.report import reason_of

    effect = draft.effect()
    console.result = {
        "file": draft.path.name, "sheet": draft.table.sheet, "header_row": draft.heading_row, "batch": batch,
        "columns": {c.letter: c.field for c in draft.columns}, "notes": list(draft.notes), "mode": draft.mode,
        "again": again,
        "new": effect.new, "changed": effect.change, "same": effect.same, "open": effect.open, "left": effect.left,
        "rows": [{"row": r.number, "sheet": r.sheet, "state": r.state, "standing": r.standing, "why": reason_of(r),
                  "fields": {k: plain(v) for k, v in r.fields.items()},
                  "changes": {c.field: [plain(c.old), plain(c.new)] for c in r.changes}} for r in draft.rows]}
    for note in filter(None, (again, *draft.notes)):
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
    from app.cohorts.import_history import ImportBatches

    with office_for(args, writes=False) as office:
        rows = office.ask(ImportBatches())
    console.result = [{"batch": b.id, "kind": b.kind, "file": b.file_name, "sheet": b.sheet, "sha256": b.file_hash,
                       "mode": b.mode, "cohort": b.cohort, "added": b.added, "changed": b.changed,
                       "unchanged": b.unchanged, "left_out": b.left_out, "by": b.by, "at": b.at.isoformat(),
                       "undone_by": b.undone_by, "undone_at": b.undone_at.isoformat() if b.undone_at else None,
                       "why_not_undone": b.why_not} for b in rows]
    console.table((_("Batch"), _("Kind"), _("File"), _("Cohort"), _("Added"), _("Changed"), _("By"), _("Date"),
                   _("Undone"), "SHA-256"),
                  [(b.id, b.kind_words, b.file_name, b.cohort, b.added, b.changed, b.by,
                    show_date(local_time(b.at).date()),
                    show_date(local_time(b.undone_at).date()) if b.undone_at else "", b.file_hash) for b in rows])


def undo(args: Namespace, console: Console) -> None:
    """Take a list back: this one and only it."""
    from app.centre.backups import before_import
    from app.cohorts.import_history import ImportBatches
    from app.cohorts.undo_import import BeforeUndo, undoing

    with office_for(args, writes=not args.dry_run) as office:
        found = office.ask(ImportBatches(batch_id=args.batch))
        if not found:
            raise Missing(_("There is no import {batch}. 'import history' lists them.").format(batch=args.batch))
        command = undoing(found[0].kind, args.batch, changed_too=args.changed_too, about=found[0].file_name)
        if args.dry_run:
            view = office.ask(BeforeUndo(batch_id=args.batch))[0]
            done, refused = view.effect, view.refused or ("" if args.changed_too else view.changed)
        else:
            if office.may(type(command)):
                before_import(database_of(args), console.progress)
            done, refused = office.do(command, console.progress).value, ""
    console.result = {"batch": args.batch, "removed": done.removed, "enrolments": done.enrolments,
                      "restored": done.restored, "kept": done.kept, "dry_run": args.dry_run, "refused": refused}
    if refused:
        console.partly(refused)
    words = (_("{removed} would be removed, with {enrolments} enrolments; {restored} would be as before. Nothing was "
               "changed.") if args.dry_run else
             _("{removed} removed, with {enrolments} enrolments; {restored} are as before, {kept} keep what was "
               "written since."))
    console.say(words.format(removed=done.removed, enrolments=done.enrolments, restored=done.restored, kept=done.kept))
