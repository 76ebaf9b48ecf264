"""Recording a list of trainees: one transaction, one undo step, one batch; who is on record already is attached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select, tuple_

from app.cohorts.commands import open_cohort
from app.cohorts.enrolments import roll_trainee
from app.cohorts.records import Cohort, Enrolment
from app.cohorts.words import ON_ROLL
from app.errors import Conflict, Refused
from app.i18n import _, ngettext
from app.lists.match import SHEET
from app.office.command import Command, Work, chunks
from app.office.permissions import Permission
from app.trainees import names
from app.trainees.commands import put_titles, rename
from app.trainees.identities import country_of, new_identity, proposed
from app.trainees.identity import group, show
from app.trainees.layouts import remember_layout
from app.trainees.organisations import organisation_key
from app.trainees.records import Identity, ImportBatch, Organisation, Title, Trainee
from app.trainees.searchable import refresh_search, searchable

TAKEN = {"name_other_script": "other_script", "education_level": "education"}
"""Field of a list -> column, where they are called differently."""
PLAIN = ("full_name", "birth_date", "gender", "citizenship", "nationality", "phone_mobile", "phone_other", "email",
         "address_1", "address_2", "address_3", "postcode", "city", "state", "country", "ethnicity", "category",
         "sector", "position", "notes", *TAKEN)
Number = tuple[str, str, str]
"""Group of types, number, issuing country: what is unique."""


@dataclass(frozen=True)
class ListRow:
    """A row of a list that is to be recorded. `fields` as the truth files spell them, `trainee_id` the person it is
    attached to; `update` names the fields of that person that the list changes, `seen` what stood there at review."""

    row: int
    fields: Mapping[str, Any]
    trainee_id: int | None = None
    update: tuple[str, ...] = ()
    override_reason: str = ""
    seen: Mapping[str, Any] = field(default_factory=dict)
    cohort_id: int | None = None  # where its sheet is a class of its own

    @property
    def number(self) -> int:
        """The row in its sheet."""
        return self.row % SHEET


@dataclass(frozen=True)
class RowOutcome:
    """What became of a row: 'added', 'attached' (on record before), and whether it was enrolled by this list."""

    row: int
    trainee_id: int
    what: str
    enrolled: bool


@dataclass(frozen=True)
class ImportResult:
    """What a list did."""

    batch_id: int
    added: int
    attached: int
    enrolled: int
    changed: int
    outcomes: tuple[RowOutcome, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ImportTrainees(Command[ImportResult]):
    """Record the rows of a list, and enrol them when there is a cohort. All or nothing."""

    needs = Permission.TRAINEES_IMPORT

    rows: tuple[ListRow, ...]
    file_name: str
    file_hash: str
    cohort_id: int | None = None
    left_out: int = 0
    sheet: str = ""
    mode: str = "add"
    layout: str = ""  # of the headings, under which the matches are remembered
    matches: Mapping[str, Any] = field(default_factory=dict)

    def label(self) -> str:
        n = len(self.rows)
        return ngettext("Import {n} trainee from {file}", "Import {n} trainees from {file}", n).format(
            n=n, file=self.file_name)

    def problems(self) -> dict[str, str]:
        return {} if self.rows else {"rows": _("No row of this list is ready to be recorded.")}

    def check(self, work: Work) -> None:
        if self._cohorts() and not work.actor.may(Permission.COHORTS_CHANGE):
            raise Refused(_("You may record trainees, but not enrol them in a cohort."))

    def _cohorts(self) -> list[int]:
        """Those that rows are enrolled in."""
        return sorted({key for row in self.rows if (key := row.cohort_id or self.cohort_id) is not None})

    def run(self, work: Work) -> ImportResult:
        cohorts = [open_cohort(work, key) for key in self._cohorts()]
        one = cohorts[0].id if len(cohorts) == 1 else None
        batch = work.add(ImportBatch(file_name=self.file_name, file_hash=self.file_hash, cohort_id=one,
                                     left_out=self.left_out, sheet=self.sheet, mode=self.mode, by=work.actor.name,
                                     at=work.now))
        total = len(self.rows)
        new = [row for row in self.rows if row.trainee_id is None]
        _refuse_held(work, new)
        work.step(0, total, _("Recording trainees"))
        keys = dict(zip((row.row for row in new), _add_people(work, new), strict=True))
        work.step(len(new), total, _("Attaching those on record"))
        known = [row for row in self.rows if row.trainee_id is not None]
        changed = _change_people(work, known)
        keys |= {row.row: int(row.trainee_id or 0) for row in known}
        enrolled: set[int] = set()
        for cohort in cohorts:
            mine = [row for row in self.rows if (row.cohort_id or self.cohort_id) == cohort.id]
            enrolled |= _enrol(work, cohort, mine, keys, batch.id)
        batch.added, batch.changed, batch.unchanged = len(new), changed, len(known) - changed
        if self.layout:
            remember_layout(work, "trainees", self.layout, self.matches)
        work.session.flush()
        work.step(total, total, _("Writing the history"))
        outcomes = tuple(RowOutcome(row.row, keys[row.row], "added" if row.trainee_id is None else "attached",
                                    row.row in enrolled) for row in self.rows)
        return ImportResult(batch.id, len(new), len(known), len(enrolled), changed, outcomes)


def numbers_of(fields: Mapping[str, Any]) -> list[Number]:
    """The identities of a row as they are unique; the current one first."""
    found = []
    if fields.get("id_number"):
        type_ = fields.get("id_type") or "MYKAD"
        found.append((group(type_), str(fields["id_number"]), country_of(type_, fields.get("id_country") or "")))
    for other in fields.get("other_identities") or ():
        country = country_of(other["type"], other.get("country") or "")
        found.append((group(other["type"]), str(other["number"]), country))
    return found


def holders(work: Work, numbers: Iterable[Number]) -> dict[Number, int]:
    """Number -> trainee, for those that are on record."""
    found: dict[Number, int] = {}
    numbers = list(dict.fromkeys(numbers))
    for part in chunks(numbers, 300):
        for r in work.session.execute(
                select(Identity.type_group, Identity.number, Identity.country, Identity.trainee_id)
                .where(tuple_(Identity.type_group, Identity.number, Identity.country).in_(part))):
            found[r.type_group, r.number, r.country] = r.trainee_id
    bare = {n for n in numbers if not n[2] and n[0] in ("PASPORT", "LAIN") and n not in found}
    for part in chunks(sorted(bare), 300):  # a list that does not say which country issued a passport
        for type_group, number, key in work.session.execute(
                select(Identity.type_group, Identity.number, Identity.trainee_id).where(
                    tuple_(Identity.type_group, Identity.number).in_([n[:2] for n in part]))):
            found[type_group, number, ""] = key
    return found


def _refuse_held(work: Work, rows: Sequence[ListRow]) -> None:
    """The list was reviewed some time ago: nobody may have recorded one of its numbers in between."""
    wanted: dict[Number, int] = {}
    for row in rows:
        for number in numbers_of(row.fields):
            if number in wanted and wanted[number] != row.row:
                raise Conflict(_("Rows {one} and {other} have the same identity number. Leave one of them out.").format(
                    one=wanted[number] % SHEET, other=row.number))
            wanted[number] = row.row
    for number in holders(work, wanted):
        raise Conflict(_("The person of row {row} has been recorded by somebody in the meantime. Review the list "
                         "again.").format(row=wanted[number] % SHEET))


def columns_of(work: Work, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A row's fields as columns of a trainee; birth date, gender and citizenship from the card where they lack."""
    values = {TAKEN.get(name, name): fields[name] for name in PLAIN if fields.get(name) not in (None, "")}
    born = values.get("birth_date")
    if isinstance(born, str):
        values["birth_date"] = date.fromisoformat(born)
    if fields.get("id_number"):
        for name, value in proposed(fields.get("id_type") or "MYKAD", str(fields["id_number"]), work.today).items():
            values.setdefault(name, value)
    return values


def _add_people(work: Work, rows: Sequence[ListRow]) -> list[int]:
    """Trainees, identities and titles of all rows, each kind in one statement."""
    if not rows:
        return []
    year = f"{work.today:%y}"
    first = work.next_number(f"trainee-{year}", count=len(rows))
    employers = _organisations(work, rows)
    people: list[dict[str, Any]] = []
    for place, row in enumerate(rows):
        if place % 500 == 0:
            work.step(place, len(rows), _("Recording trainees"))
        values = columns_of(work, row.fields)
        number = f"T{year}-{first + place:05}"
        shown = [show(one[0], one[1]) for one in numbers_of(row.fields)]
        name = values["full_name"]
        people.append({
            "birth_date": None, "certificate_name_at": None, "merged_into_id": None, **values, "number": number,
            "match_key": names.match_key(name), "sort_key": names.sort_key(name),
            "organisation_id": employers.get(organisation_key(str(row.fields.get("organisation") or ""))),
            "search": searchable(name, number, shown,
                                 (values.get("phone_mobile", ""), values.get("phone_other", "")),
                                 values.get("email", ""), (values.get("other_script", ""),))})
    keys = work.insert_many(Trainee, people)
    work.insert_many(Identity, [one for key, row in zip(keys, rows, strict=True) for one in _documents(key, row)])
    work.insert_many(Title, [{"trainee_id": key, "position": n, "text": text, "from_date": None}
                             for key, row in zip(keys, rows, strict=True)
                             for n, text in enumerate(row.fields.get("titles") or (), start=1)])
    return keys


def _documents(key: int, row: ListRow) -> Iterable[dict[str, Any]]:
    types = [row.fields.get("id_type") or "MYKAD"] if row.fields.get("id_number") else []
    types += [other["type"] for other in row.fields.get("other_identities") or ()]
    for place, (type_, (type_group, number, country)) in enumerate(zip(types, numbers_of(row.fields), strict=True)):
        yield {"trainee_id": key, "type": type_, "type_group": type_group, "number": number, "country": country,
               "expiry": None, "is_current": place == 0, "checked_at": None,
               "override_reason": row.override_reason if place == 0 else ""}


def _organisations(work: Work, rows: Sequence[ListRow]) -> dict[str, int]:
    """Key -> organisation, of all that the rows name; new ones are recorded."""
    named: dict[str, str] = {}
    for row in rows:
        text = " ".join(str(row.fields.get("organisation") or "").split())
        if key := organisation_key(text):
            named.setdefault(key, text)  # the first spelling stays
    found: dict[str, int] = {}
    for part in chunks(list(named)):
        for r in work.session.execute(select(Organisation.name_key, Organisation.id)
                                      .where(Organisation.name_key.in_(part))):
            found[r.name_key] = r.id
    new = [key for key in named if key not in found]
    return found | dict(zip(new, work.insert_many(Organisation, [
        {"name": named[key], "name_key": key} for key in new]), strict=True))


def _change_people(work: Work, rows: Sequence[ListRow]) -> int:
    """Write what the rows change of those on record; how many are changed."""
    held = holders(work, (number for row in rows for number in numbers_of(row.fields)))
    changed = 0
    for part in chunks(rows):
        people = {t.id: t for t in work.session.scalars(
            select(Trainee).where(Trainee.id.in_([row.trainee_id for row in part])))}
        changed += sum(_change_person(work, row, people.get(row.trainee_id or 0) or work.get(
            Trainee, row.trainee_id), held) for row in part)
    return changed


def _change_person(work: Work, row: ListRow, trainee: Trainee, held: dict[Number, int]) -> bool:
    """Write what the list changes of somebody on record; a number that he has not yet is added to his documents."""
    _refuse_changed(work, row, trainee)
    values = columns_of(work, row.fields)
    changed = False
    for name in row.update:
        column = TAKEN.get(name, name)
        if name == "titles" and row.fields.get(name):
            put_titles(work, trainee.id, tuple(row.fields[name]))
            changed = True
        if column == "full_name" and values.get(column, trainee.full_name) != trainee.full_name:
            rename(work, trainee, values[column], _("From a list"))
            changed = True
        if column in values and getattr(trainee, column) != values[column]:
            setattr(trainee, column, values[column])
            changed = True
        if name == "organisation" and row.fields.get(name):
            trainee.organisation_id = next(iter(_organisations(work, [row]).values()), trainee.organisation_id)
            changed = True
    for type_, number in zip(_types(row.fields), numbers_of(row.fields), strict=True):
        if number not in held:
            held[number] = trainee.id
            new_identity(work, trainee.id, type_, number[1], country=number[2], current=False,
                         override_reason=row.override_reason)
            changed = True
    if changed:
        refresh_search(work, trainee)
    return changed


def _refuse_changed(work: Work, row: ListRow, trainee: Trainee) -> None:
    """Nobody may have written since the review what this row would write over."""
    if trainee.status != "active":
        raise Conflict(_("The person of row {row} has been merged or removed in the meantime. Review the list "
                         "again.").format(row=row.number))
    for name, seen in row.seen.items():
        column = TAKEN.get(name, name)
        if column in Trainee.__table__.columns and getattr(trainee, column) != seen:
            raise Conflict(_("The record of row {row}, {name}, has been changed by somebody in the meantime. Review "
                             "the list again.").format(row=row.number, name=trainee.full_name))


def _types(fields: Mapping[str, Any]) -> list[str]:
    first = [fields.get("id_type") or "MYKAD"] if fields.get("id_number") else []
    return [*first, *(other["type"] for other in fields.get("other_identities") or ())]


def _enrol(work: Work, cohort: Cohort, rows: Sequence[ListRow], keys: Mapping[int, int], batch_id: int) -> set[int]:
    """Put everybody on the roll who is not on it; the rows that were."""
    before: dict[int, str] = {}
    for r in work.session.execute(select(Enrolment.trainee_id, Enrolment.status)
                                  .where(Enrolment.cohort_id == cohort.id)):
        before[r.trainee_id] = r.status
    fresh: list[dict[str, Any]] = []
    done: set[int] = set()
    people = _employment(work, [keys[row.row] for row in rows if keys[row.row] not in before])
    for row in rows:
        key = keys[row.row]
        joined = _joined(row.fields.get("join_date"), cohort)
        if key in before:
            if before[key] not in ON_ROLL:
                roll_trainee(work, cohort, work.get(Trainee, key), joined, batch_id)
                done.add(row.row)
            continue
        before[key] = "active"
        done.add(row.row)
        fresh.append({"cohort_id": cohort.id, "trainee_id": key, "joined_on": joined, "left_on": None,
                      "replaced_by_id": None, "moved_to_id": None, "stage_order": None, "import_batch_id": batch_id,
                      **people[key]})
    work.insert_many(Enrolment, fresh)
    return done


def _joined(day: Any, cohort: Cohort) -> date:
    """The first day of the cohort, or a later one that the list gives within it."""
    given = date.fromisoformat(day) if isinstance(day, str) else day
    return given if isinstance(given, date) and cohort.starts < given <= cohort.ends else cohort.starts


def _employment(work: Work, keys: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What an enrolment keeps of the trainee's employment at that time."""
    found: dict[int, dict[str, Any]] = {}
    for part in chunks(keys):
        for r in work.session.execute(select(Trainee.id, Trainee.organisation_id, Trainee.category, Trainee.sector,
                                             Trainee.position).where(Trainee.id.in_(part))):
            found[r.id] = {"organisation_id": r.organisation_id, "category": r.category, "sector": r.sector,
                           "position": r.position}
    return found
