"""The list of trainees as a workbook, as the screen shows it or of those that were picked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.cohorts.exports import RecordExport, file_hash
from app.cohorts.narrow import Where
from app.cohorts.people import Filter, People, PersonRow
from app.errors import Invalid
from app.exchange.columns import Column
from app.exchange.sheet import write_sheet
from app.i18n import _
from app.job import SILENT, Progress
from app.office.office import Office
from app.trainees.contact import show_phone
from app.trainees.identity import type_name
from app.trainees.words import gender_word

COLUMNS: tuple[Column[PersonRow], ...] = (
    Column("number", lambda: _("Trainee number"), lambda r: r.number, width=14),
    Column("name", lambda: _("Full name"), lambda r: r.name, width=44),
    Column("type", lambda: _("Document"), lambda r: type_name(r.identity_type), width=14),
    Column("identity", lambda: _("Identity number"), lambda r: r.identity, width=18, kind="identity"),
    Column("birth_date", lambda: _("Birth date"), lambda r: r.birth_date, width=12, kind="date"),
    Column("gender", lambda: _("Sex"), lambda r: gender_word(r.gender), width=12),
    Column("phone", lambda: _("Phone"), lambda r: show_phone(r.phone), width=16, kind="identity"),
    Column("email", lambda: _("E-mail"), lambda r: r.email, width=32),
    Column("organisation", lambda: _("Sent by"), lambda r: r.organisation, width=32),
    Column("cohort", lambda: _("Latest cohort"), lambda r: r.cohort, width=20),
    Column("status", lambda: _("Status"), lambda r: r.status_words, width=14),
)
PAGE = 2000


def write_people(office: Office, path: Path, *, text: str = "", filter: Filter = "all",
                 where: Where = (), keys: Iterable[int] | None = None, full: bool = False, purpose: str = "",
                 recipient: str = "", step: Progress = SILENT) -> int:
    """Write those that a text finds within filters, or of `keys` only; how many. Numbers are masked unless `full`,
    which needs purpose and recipient and is recorded. Raises Invalid, Refused, Unavailable."""
    if full and not (purpose.strip() and recipient.strip()):
        raise Invalid({"purpose": _("Write what the full identity numbers are needed for, and who receives them.")})
    wanted = None if keys is None else set(keys)
    rows: list[PersonRow] = []
    for offset in range(0, 10**9, PAGE):
        step(offset, 0, _("Reading the list"))
        page = office.ask(People(text=text, filter=filter, where=where, offset=offset, limit=PAGE, full=full))
        rows += [row for row in page if wanted is None or row.id in wanted]
        if len(page) < PAGE or (wanted is not None and len(rows) == len(wanted)):
            break
    write_sheet(path, COLUMNS, rows, step, name=_("Trainees"))
    if full:
        office.do(RecordExport(cohort_id=None, kind="trainees", rows=len(rows), purpose=purpose, recipient=recipient,
                               file_name=path.name, file_hash=file_hash(path)))
    return len(rows)
