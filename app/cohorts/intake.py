"""Bringing in a list of trainees in one go, as the command line does: read, judge, record what may be recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.cohorts.draft import Draft, open_draft, plain
from app.cohorts.draft_rows import DraftRow
from app.cohorts.import_trainees import ImportResult, ImportTrainees
from app.errors import Invalid
from app.exchange.columns import Column
from app.exchange.sheet import write_sheet
from app.i18n import _, ngettext
from app.job import SILENT, Progress
from app.office.office import Office
from app.trainees.intake.columns import FIELDS

CLASSES = ("ok", "suggest", "ask", "reject", "skip")


@dataclass(frozen=True)
class Done:
    """What a list came to. `result` is None after a dry run and when no row was ready."""

    draft: Draft
    recorded: frozenset[int]
    result: ImportResult | None

    @property
    def rows(self) -> list[DraftRow]:
        """All rows in the order of the file."""
        return self.draft.rows

    @property
    def left_out(self) -> int:
        """How many persons of the list are not recorded (or would not be)."""
        return sum(not row.skipped and row.row not in self.recorded for row in self.rows)

    def to_json(self) -> dict[str, Any]:
        """Columns, rows with class, fields and reasons, and counts."""
        counts = dict.fromkeys(CLASSES, 0)
        for row in self.rows:
            counts[class_of(row)] += 1
        made = self.result
        columns = [c for c in self.draft.columns if c.field]
        return {
            "file": self.draft.path.name, "sheet": self.draft.table.sheet, "header_row": self.draft.heading_row,
            "columns": {c.field: c.heading for c in columns}, "column_letters": {c.field: c.letter for c in columns},
            "ignored_columns": [{"letter": c.letter, "header": c.heading, "why": c.why}
                                for c in self.draft.columns if c.field == ""],
            "unknown_columns": [{"letter": c.letter, "header": c.heading, "why": c.why}
                                for c in self.draft.columns if c.field is None],
            "questions": [q.sentence for q in self.draft.questions],
            "rows": [_row_json(row, row.row in self.recorded) for row in self.rows], "counts": counts,
            "added": made.added if made else 0, "attached": made.attached if made else 0,
            "enrolled": made.enrolled if made else 0, "left_out": self.left_out,
            "batch": made.batch_id if made else None, "dry_run": made is None}

    def summary(self) -> str:
        """One sentence."""
        if self.result is None:
            n = len(self.recorded)
            return ngettext("{n} row would be recorded. Nothing was changed.",
                            "{n} rows would be recorded. Nothing was changed.", n).format(n=n)
        return _("{added} added, {attached} on record before, {enrolled} enrolled.").format(
            added=self.result.added, attached=self.result.attached, enrolled=self.result.enrolled)

    def lines(self) -> Iterator[str]:
        """Each row that is left out, with why."""
        for row in self.rows:
            if not row.skipped and row.row not in self.recorded:
                yield _("Row {row}, {name}: {why}").format(
                    row=row.row, name=row.shown("full_name") or "–", why=reason_of(row))


def class_of(row: DraftRow) -> str:
    """ok, suggest, ask, reject or skip."""
    if row.skipped:
        return "skip"
    found = [issue.cls for issue in row.issues]
    if row.person is not None and (not row.person.certain or renamed(row)):
        found.append("ask")
    return max(found, key=CLASSES.index, default="ok")


def renamed(row: DraftRow) -> bool:
    """Whether the record spells the name otherwise."""
    return row.person is not None and any(d.field == "full_name" for d in row.person.differences)


def reason_of(row: DraftRow) -> str:
    """Why a row is left out, in sentences."""
    said = [issue.what for issue in row.issues]
    if row.person is not None and (not row.person.certain or renamed(row)):
        said.append(_("On record as {number}, {name}: is the name of the list right?").format(
            number=row.person.number, name=row.person.name))
    return " ".join(dict.fromkeys(said)) or row.sentence


def _row_json(row: DraftRow, recorded: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "row": row.row, "class": class_of(row), "fields": {name: plain(value) for name, value in row.fields.items()},
        "issues": [{"field": i.field, "class": i.cls, "what": i.what} for i in row.issues], "why": reason_of(row),
        "recorded": recorded}
    if row.same_as is not None:
        found["same_person_as_row"] = row.same_as
    if row.person is not None:
        found["existing_person"] = row.person.number
    return found


def run_import(office: Office, path: Path, *, cohort_id: int | None = None, sheet: str | None = None,
               suggestions: bool = False, dry_run: bool = False, report: Path | None = None,
               step: Progress = SILENT) -> Done:
    """Record the rows of a list that need no question; with `suggestions` also those whose repair is proposed.

    Who is on record already is attached and enrolled; of the record nothing is changed. Raises Invalid, Missing,
    Refused, Unavailable with sentences; nothing is recorded then.
    """
    draft = open_draft(path, step)
    if sheet:
        if sheet not in draft.sheets:
            raise Invalid(_("{file} has no sheet {sheet}. It has: {sheets}.").format(
                file=path.name, sheet=sheet, sheets=", ".join(draft.sheets)))
        draft.use(draft.sheets.index(sheet))
    draft.review(lambda query: office.ask(query, step), step)
    if suggestions:
        draft.accept_all()
    for row in draft.rows:
        if row.state == "known" and row.person is not None and row.person.certain and not renamed(row):
            draft.decide_person(row.row, ())
    ready = draft.ready()
    done = Done(draft, frozenset(row.row for row in ready), None)
    if report is not None:
        write_problems(draft, [r for r in draft.rows if not r.skipped and r.row not in done.recorded], report)
    if dry_run or not ready:
        return done
    result = office.do(ImportTrainees(rows=ready, file_name=path.name, file_hash=draft.digest, cohort_id=cohort_id,
                                      left_out=done.left_out), step).value
    return Done(draft, done.recorded, result)


def write_problems(draft: Draft, rows: Sequence[DraftRow], path: Path) -> None:
    """The rows that are left out as a list that can be corrected and brought in again, with the reason of each."""
    names = [c.field for c in draft.columns if c.field]
    columns: list[Column[DraftRow]] = [Column("row", lambda: _("Row"), lambda r: r.row, kind="number", width=8)]
    columns += [_raw_column(name) for name in dict.fromkeys(names)]
    columns.append(Column("why", lambda: _("Reason"), reason_of, width=60))
    write_sheet(path, columns, rows, name=_("Problem rows"))


def _raw_column(name: str) -> Column[DraftRow]:
    return Column(name, lambda: _(FIELDS[name]), lambda r: r.raw.get(name, ""), width=24, kind="identity")
