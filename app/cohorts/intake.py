"""Bringing in a list of trainees in one go, as the command line does: read, judge, record what may be recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.cohorts.draft import Draft, open_draft, plain
from app.cohorts.draft_rows import DraftRow, PersonView
from app.cohorts.import_trainees import ImportResult, ImportTrainees
from app.errors import Invalid
from app.i18n import _
from app.job import SILENT, Progress
from app.lists.match import Mode
from app.lists.report import Left, write_rows
from app.lists.rows import Effect
from app.office.office import Office
from app.trainees.layouts import RememberedLayout

CLASSES = ("ok", "suggest", "ask", "reject", "skip")


@dataclass(frozen=True)
class Done:
    """What a list came to. `result` is None after a dry run and when no row was ready."""

    draft: Draft
    recorded: frozenset[int]
    result: ImportResult | None
    effect: Effect

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
        made, effect = self.result, self.effect
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
            "mode": self.draft.mode, "notes": list(self.draft.notes),
            "new": effect.new, "changed": effect.change, "same": effect.same, "open": effect.open,
            "changed_fields": dict(effect.fields),
            "added": made.added if made else 0, "attached": made.attached if made else 0,
            "enrolled": made.enrolled if made else 0, "left_out": self.left_out,
            "batch": made.batch_id if made else None, "dry_run": made is None}

    def summary(self) -> str:
        """One sentence."""
        if self.result is None:
            return _("{new} new, {change} will change, {same} as on record. Nothing was changed.").format(
                new=self.effect.new, change=self.effect.change, same=self.effect.same)
        return _("{added} added, {known} were on record, {changed} of them changed, {enrolled} enrolled.").format(
            added=self.result.added, known=self.result.attached, changed=self.result.changed,
            enrolled=self.result.enrolled)

    def lines(self) -> Iterator[str]:
        """Each row that is left out, with why."""
        for row in self.rows:
            if not row.skipped and row.row not in self.recorded:
                yield _("Row {row}, {name}: {why}").format(
                    row=row.number, name=row.shown("full_name") or "–", why=reason_of(row))


def class_of(row: DraftRow) -> str:
    """ok, suggest, ask, reject or skip."""
    if row.skipped:
        return "skip"
    found = [issue.cls for issue in row.issues]
    if _open(row.person):
        found.append("ask")
    return max(found, key=CLASSES.index, default="ok")


def _open(person: PersonView | None) -> bool:
    """Whether only a person can say who this is, or how his name is spelled."""
    return person is not None and not person.decided and bool(
        not person.certain or person.conflict or person.renamed)


def reason_of(row: DraftRow) -> str:
    """Why a row is left out, in sentences."""
    said = [issue.what for issue in row.issues]
    person = row.person
    if person is not None and _open(person):
        said.append(person.conflict or _("On record as {number}, {name}: is the name of the list right?").format(
            number=person.number, name=person.name) if person.certain else row.sentence)
    if not said and row.state == "ok" and person is None:
        said.append(_("Not on record, and only those on record are changed."))
    return " ".join(dict.fromkeys(filter(None, said))) or row.sentence


def _row_json(row: DraftRow, recorded: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "row": row.number, "sheet": row.sheet, "class": class_of(row), "standing": row.standing,
        "fields": {name: plain(value) for name, value in row.fields.items()},
        "issues": [{"field": i.field, "class": i.cls, "what": i.what} for i in row.issues],
        "why": "" if recorded else reason_of(row), "recorded": recorded}
    if row.same_as is not None:
        found["same_person_as_row"] = row.same_as
    if row.person is not None:
        found["existing_person"] = row.person.number
        found["changes"] = {d.field: [d.ours, d.theirs] for d in row.person.differences
                            if recorded and d.field in row.person.update}
    return found


def run_import(office: Office, path: Path, *, cohort_id: int | None = None, sheet: str | None = None,
               classes: Mapping[str, int] | None = None, matches: Mapping[str, Any] | None = None, mode: Mode = "add",
               suggestions: bool = False, dry_run: bool = False, report: Path | None = None,
               step: Progress = SILENT) -> Done:
    """Record the rows of a list that need no question; with `suggestions` also those whose repair is proposed.

    `classes` says sheet -> cohort, where each sheet of the file is a class of its own. How the columns were matched
    last time is known; `matches` (see ListMatch.apply) goes before it. In mode 'add' who is on record already is
    attached and enrolled, and of the record nothing is changed. Raises Invalid, Missing, Refused, Unavailable with
    sentences; nothing is recorded then.
    """
    draft = open_draft(path, step)
    draft.mode = mode
    for name in (*([sheet] if sheet else ()), *(classes or ())):
        if name not in draft.sheets:
            raise Invalid(_("{file} has no sheet {sheet}. It has: {sheets}.").format(
                file=path.name, sheet=name, sheets=", ".join(draft.sheets)))
    if sheet:
        draft.use(draft.sheets.index(sheet))
    if classes:
        draft.cohorts = {draft.sheets.index(name): cohort for name, cohort in classes.items()}
        draft.together(sorted(draft.cohorts))
    for kept in office.ask(RememberedLayout(kind=draft.kind.name, layout=draft.layout)):
        draft.apply(kept)
    draft.apply(matches or {})
    draft.review(lambda query: office.ask(query, step), step)
    if suggestions:
        draft.accept_all()
    if mode == "add":
        draft.attach_known()
    ready, effect = draft.ready(), draft.effect()
    done = Done(draft, frozenset(row.row for row in ready), None, effect)
    if report is not None:
        write_problems(draft, [r for r in draft.rows if not r.skipped and r.row not in done.recorded], report)
    if dry_run or not ready:
        return done
    result = office.do(ImportTrainees(
        rows=ready, file_name=path.name, file_hash=draft.digest, cohort_id=cohort_id, left_out=done.left_out,
        sheet=draft.table.sheet or "", mode=mode, layout=draft.layout, matches=draft.matches()), step).value
    return Done(draft, done.recorded, result, effect)


def write_problems(draft: Draft, rows: Sequence[DraftRow], path: Path) -> None:
    """The rows that are left out, in the file's own layout, to be corrected and brought in again."""
    write_rows(draft, path, [Left(*draft.place_of(row.row), reason_of(row), draft.corrected(row.row)) for row in rows])
