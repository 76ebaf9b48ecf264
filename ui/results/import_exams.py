"""Exam records of a cohort from a vendor's list: the pages of an import, with the tries on record beside the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.exchange.columns import Column
from app.i18n import _
from app.job import Progress
from app.lists.draft import ListDraft
from app.lists.kinds import Kind
from app.lists.rows import ListLine
from app.office.command import Ref
from app.office.office import Office
from app.results.exam_list import ExamDesk, ImportExams, ReadExamDesk, cells_of, exam_kind
from ui.desk.desk import Desk
from ui.trainees.import_kinds import Importing, Words, hidden_tail, masked, remembering, words_of
from ui.trainees.import_page import ImportPage

NOTHING = exam_kind(ExamDesk({}, {}, {}))
"""The fields alone: what is known of people and exams does not change their words."""
COLUMNS: tuple[Column[ListLine], ...] = (
    Column("row", lambda: _("Row"), lambda r: r.number, kind="number", width=7),
    Column("who", lambda: _("Identity number"), lambda r: r.shown("who") or _("empty"), width=20),
    Column("exam", lambda: _("Exam"), lambda r: r.shown("exam") or "–", width=16),
    Column("day", lambda: _("Day"), lambda r: r.shown("day") or "–", width=14),
    Column("score", lambda: _("Score"), lambda r: r.shown("score") or "–", align="right", width=9),
    Column("outcome", lambda: _("Result"), lambda r: words_of(NOTHING, r, "outcome") or "–", width=14),
    Column("problem", lambda: _("Problem"), lambda r: r.sentence, width=36),
)


class ImportingExams(Importing):
    """A vendor's list."""

    key = "exams"
    command = ImportExams
    name = "who"
    editable = ("who", "exam", "day", "score", "outcome")
    hidden = ("who",)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._seen = ExamDesk({}, {}, {})

    def words(self) -> Words:
        return Words(_("Import exam records"), _("Choose the list of exam records"), _("You may not enter results"),
                     _("Show the results"), "medal")

    def why_not_here(self) -> str:
        return "" if self.cohort else _("Open the exam records of a cohort, and choose Import a list there.")

    def prepare(self, owner: QWidget, then: Callable[[], object]) -> None:
        def came(rows: Sequence[ExamDesk]) -> None:
            self._seen = rows[0]
            then()

        self.desk.ask(ReadExamDesk(cohort_id=int(self.cohort or 0)), owner=owner, then=came)

    def kind(self) -> Kind:
        return exam_kind(self._seen)

    def judge(self, draft: ListDraft, office: Office, step: Progress) -> None:
        draft.review(lambda _rows: self._seen.tries, step)

    def columns(self, full: bool) -> tuple[Column[ListLine], ...]:
        return tuple(replace(c, read=lambda r: masked(r, "who", full)) if c.key == "who" else c for c in COLUMNS)

    def title_of(self, row: ListLine, compared: bool) -> tuple[str, str]:
        words, _more = super().title_of(row, compared)
        return words, " · ".join(filter(None, (hidden_tail(row.shown("who")), row.shown("exam"), row.shown("day"))))

    def make(self, draft: ListDraft, cohort: int | None, remember: bool) -> ImportExams:
        effect = draft.effect()
        return ImportExams(
            cohort_id=int(cohort or 0), cells=cells_of(draft), file_name=draft.path.name, file_hash=draft.digest,
            sheet=draft.table.sheet or "", mode=draft.mode, unchanged=effect.same, left_out=effect.open,
            **remembering(draft, remember))

    def after(self, cohort: int | None) -> Ref:
        return Ref("cohort", cohort, "results") if cohort else Ref("cohorts")


class ImportExamsPage(ImportPage):
    """A Ref's key is the cohort."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, ImportingExams(desk))
