"""The timetable of a cohort from a list: the pages of an import, with what is on record beside the list."""

from __future__ import annotations

from app.attendance.queries import Sessions
from app.attendance.session_list import SESSIONS, ImportSessions, lines_of, on_record
from app.exchange.columns import Column
from app.i18n import _
from app.job import Progress
from app.lists.draft import ListDraft
from app.lists.kinds import Kind
from app.lists.rows import ListLine
from app.office.command import Ref
from app.office.office import Office
from ui.desk.desk import Desk
from ui.trainees.import_kinds import Importing, Words, remembering, words_of
from ui.trainees.import_page import ImportPage

COLUMNS: tuple[Column[ListLine], ...] = (
    Column("row", lambda: _("Row"), lambda r: r.number, kind="number", width=7),
    Column("day", lambda: _("Day"), lambda r: r.shown("day") or _("empty"), width=14),
    Column("starts_at", lambda: _("Begins"), lambda r: r.shown("starts_at") or "–", width=9),
    Column("ends_at", lambda: _("Ends"), lambda r: r.shown("ends_at") or "–", width=9),
    Column("kind", lambda: _("Kind"), lambda r: words_of(SESSIONS, r, "kind") or "–", width=13),
    Column("venue", lambda: _("Venue"), lambda r: r.shown("venue") or "–", width=16),
    Column("topic", lambda: _("Topic"), lambda r: r.shown("topic") or "–", width=26),
    Column("problem", lambda: _("Problem"), lambda r: r.sentence, width=32),
)


class ImportingSessions(Importing):
    """A timetable."""

    key = "sessions"
    command = ImportSessions
    name = "topic"
    editable = ("day", "starts_at", "ends_at", "kind", "venue", "topic")

    def words(self) -> Words:
        return Words(_("Import sessions"), _("Choose the timetable"), _("You may not change sessions"),
                     _("Show the timetable"), "calendar-range")

    def kind(self) -> Kind:
        return SESSIONS

    def why_not_here(self) -> str:
        return "" if self.cohort else _("Open the timetable of a cohort, and choose Import a list there.")

    def judge(self, draft: ListDraft, office: Office, step: Progress) -> None:
        there = on_record(office.ask(Sessions(cohort_id=int(self.cohort or 0)), step))
        draft.review(lambda _rows: there, step)

    def columns(self, full: bool) -> tuple[Column[ListLine], ...]:
        return COLUMNS

    def title_of(self, row: ListLine, compared: bool) -> tuple[str, str]:
        words, _more = super().title_of(row, compared)
        return words, " · ".join(filter(None, (row.shown("day"), row.shown("starts_at"), row.shown("topic"))))

    def make(self, draft: ListDraft, cohort: int | None, remember: bool) -> ImportSessions:
        effect = draft.effect()
        return ImportSessions(
            cohort_id=int(cohort or 0), lines=lines_of(draft), file_name=draft.path.name, file_hash=draft.digest,
            sheet=draft.table.sheet or "", mode=draft.mode, unchanged=effect.same, left_out=effect.open,
            **remembering(draft, remember))

    def after(self, cohort: int | None) -> Ref:
        return Ref("cohort", cohort, "timetable") if cohort else Ref("cohorts")


class ImportSessionsPage(ImportPage):
    """A Ref's key is the cohort."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, ImportingSessions(desk))
