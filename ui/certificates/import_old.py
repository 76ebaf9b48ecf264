"""Old paper certificates from a list: the pages of an import, with the register beside the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from app.certificates.legacy import Found, RecordOld, about
from app.certificates.old_list import OLD, papers_of
from app.exchange.columns import Column
from app.i18n import _
from app.job import Progress
from app.lists.draft import ListDraft
from app.lists.kinds import Kind
from app.lists.rows import ListLine
from app.office.command import Ref
from app.office.office import Office
from ui.desk.desk import Desk
from ui.trainees.import_kinds import ChipOf, Importing, Words, masked, remembering, words_of
from ui.trainees.import_page import ImportPage

COLUMNS: tuple[Column[ListLine], ...] = (
    Column("row", lambda: _("Row"), lambda r: r.number, kind="number", width=7),
    Column("number", lambda: _("Number"), lambda r: r.shown("number") or _("empty"), width=16),
    Column("name", lambda: _("Name"), lambda r: r.shown("name") or _("empty"), width=24),
    Column("course", lambda: _("Course"), lambda r: r.shown("course") or "–", width=16),
    Column("date", lambda: _("Date of issue"), lambda r: r.shown("date") or "–", width=12),
    Column("kind", lambda: _("Kind of certificate"), lambda r: words_of(OLD, r, "kind") or "–", width=13),
    Column("identity", lambda: _("Identity number"), lambda r: r.shown("identity") or "–", width=16),
)
PROBLEM: Column[ListLine] = Column("problem", lambda: _("Problem"), lambda r: r.sentence, width=30)


class ImportingOld(Importing):
    """A list of what the centre gave out before Sijil. What the register has is never changed."""

    key = OLD.name
    command = RecordOld
    name = "name"
    editable = ("number", "name", "course", "date", "kind", "identity")
    hidden = ("identity",)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._people: Mapping[str, str] = {}

    def words(self) -> Words:
        return Words(_("Import old certificates"), _("Choose the list of old certificates"),
                     _("You may not record certificates"), _("Show the certificates"), "archive")

    def chips(self) -> list[ChipOf]:
        return [one for one in super().chips() if one[0] != "change"]

    def title_of(self, row: ListLine, compared: bool) -> tuple[str, str]:
        words, _more = super().title_of(row, False)
        return words, " · ".join(filter(None, (row.shown("number"), row.shown("name"), row.shown("course"))))

    def kind(self) -> Kind:
        return OLD

    def judge(self, draft: ListDraft, office: Office, step: Progress) -> None:
        def known(rows: Sequence[Mapping[str, Any]]) -> Mapping[Any, Any]:
            found = office.ask(about(rows), step)[0]
            self._people = found.people
            return found.numbers

        draft.review(known, step)

    def recheck(self, draft: ListDraft, owner: QWidget, then: Callable[[], object]) -> None:
        def found(rows: Sequence[Found]) -> None:
            self._people = {**self._people, **rows[0].people}
            draft.compare(rows[0].numbers)
            then()

        corrected = [r.fields for r in draft.rows if draft.corrected(r.row)]
        self.desk.ask(about(corrected), owner=owner, then=found)

    def columns(self, full: bool) -> tuple[Column[ListLine], ...]:
        whom: Column[ListLine] = Column("trainee", lambda: _("Trainee here"),
                                        lambda r: self._people.get(r.fields.get("identity", ""), ""), width=15)
        shown = (replace(c, read=lambda r: masked(r, "identity", full)) if c.key == "identity" else c for c in COLUMNS)
        return (*shown, whom, PROBLEM)

    def pick(self, draft: ListDraft, row: ListLine) -> None:
        return None  # nothing is chosen between: the register stays

    def modes(self, draft: ListDraft) -> list[tuple[str, str]]:
        return []

    def make(self, draft: ListDraft, cohort: int | None, remember: bool) -> RecordOld:
        effect = draft.effect()
        return RecordOld(papers=papers_of(draft), file_name=draft.path.name, file_hash=draft.digest,
                         sheet=draft.table.sheet or "", unchanged=effect.same, left_out=effect.open,
                         **remembering(draft, remember))

    def after(self, cohort: int | None) -> Ref:
        return Ref("certificates")


class ImportOldPage(ImportPage):
    """A Ref's detail is a file to read at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, ImportingOld(desk))
