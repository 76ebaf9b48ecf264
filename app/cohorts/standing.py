"""How a row of a list stands to the records: new, a change, the same, in conflict, or perhaps somebody known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from app.cohorts.draft_rows import DraftIssue, DraftRow, PersonView
from app.cohorts.import_trainees import ListRow, numbers_of
from app.cohorts.known import Known, KnownPerson, differences
from app.i18n import _, show_date
from app.lists.match import Mode
from app.lists.rows import Standing
from app.trainees.alike import compare_keys
from app.trainees.names import match_key

OWN: Final = re.compile(r"T\d{2}-\d{5,}")
"""A trainee number as this program gives it."""
NOBODY: Final = "*own"
"""The field of an issue about a trainee number that nobody has."""


def own_number(fields: Mapping[str, Any]) -> str:
    """The trainee number in a row, when it is one of ours: the list is our own, filled in or corrected."""
    text = str(fields.get("trainee_no") or "").strip().upper()
    return text if OWN.fullmatch(text) else ""


def person_for(row: DraftRow, known: Known, mode: Mode, decided: tuple[str, ...] | None, another: bool
               ) -> tuple[PersonView | None, DraftIssue | None]:
    """Who on record a row is or may be, and what is to be said of its trainee number."""
    own = own_number(row.fields)
    ours = known.by_own.get(own)
    holders = {p.id: p for n in numbers_of(row.fields) if (p := known.by_number.get(n)) is not None}
    issue = None
    if own and ours is None:
        issue = DraftIssue(NOBODY, "ask", _("Nobody here has the trainee number {number}: record the person as "
                                            "new?").format(number=own), keepable=True)
    certain = next(iter(holders.values()), None) or ours
    if certain is not None:
        conflict = _conflict(row, certain, ours, holders)
        return _view(certain, row, mode, decided, conflict, deliberate=ours == certain), issue
    if another or row.row not in known.alike:
        return None, issue
    person, like = known.alike[row.row]
    view = _view(person, row, mode, decided, "", deliberate=False)
    return replace(view, certain=False, why=like.why(), together="very" if like.strength == "very" else ""), issue


def _view(person: KnownPerson, row: DraftRow, mode: Mode, decided: tuple[str, ...] | None, conflict: str,
          deliberate: bool) -> PersonView:
    differ = differences(person, row.fields)
    fresh = tuple(d.field for d in differ if not d.ours)
    # a list that bears our own number was made here and corrected by hand: its names are meant
    asked = any(d.field == "full_name" for d in differ) and not deliberate
    chosen = fresh if mode == "add" else tuple(d.field for d in differ if d.field != "full_name" or not asked)
    return PersonView(person.id, person.number, person.name, True, differ, chosen if decided is None else decided,
                      decided is not None, conflict=conflict, renamed=asked, together="" if conflict else "sure",
                      seen={d.field: person.values.get(d.field) for d in differ})


def _conflict(row: DraftRow, person: KnownPerson, ours: KnownPerson | None, holders: Mapping[int, KnownPerson]) -> str:
    """What speaks against the row being the person whose number it bears; '' for nothing."""
    if len(holders) > 1:
        return _("The numbers of this row belong to different people: {names}.").format(
            names=", ".join(f"{p.number} {p.name}" for p in holders.values()))
    if ours is not None and ours.id != person.id:
        return _("The identity number is that of {one}, the trainee number that of {other}.").format(
            one=f"{person.number} {person.name}", other=f"{ours.number} {ours.name}")
    if ours is not None:
        return ""
    born, theirs = person.values.get("birth_date"), row.fields.get("birth_date")
    if isinstance(theirs, str):
        theirs = date.fromisoformat(theirs)
    name = str(row.fields.get("full_name") or "")
    if name and not compare_keys(match_key(name), match_key(person.name)):
        return _("The number is that of {number}, {name}: another name altogether. Is the number wrong, or the "
                 "name?").format(number=person.number, name=person.name)
    if born is not None and theirs is not None and born != theirs:
        return _("The number is that of {number}, {name}, who was born on {date} by the record.").format(
            number=person.number, name=person.name, date=show_date(born))
    return ""


def standing_of(person: PersonView | None) -> Standing:
    """In one word."""
    if person is None:
        return "new"
    if not person.certain and not person.decided:
        return "possible"
    if person.conflict and not person.decided:
        return "conflict"
    if person.decided:
        return "change" if person.update else "same"
    return "change" if person.differences else "same"


def waits(person: PersonView | None, mode: Mode) -> bool:
    """Whether somebody must decide before a row can be recorded."""
    if person is None or person.decided:
        return False
    if not person.certain or person.conflict:
        return True
    return bool(person.differences) if mode == "add" else person.renamed


def list_row(row: DraftRow, override: str, mode: Mode, cohort: int | None = None) -> ListRow:
    """A row as it is recorded."""
    person = row.person
    if person is None:
        return ListRow(row.row, row.fields, override_reason=override, cohort_id=cohort)
    update = person.update if person.decided or mode != "add" else ()
    return ListRow(row.row, row.fields, person.id, update, override,
                   seen={name: person.seen[name] for name in update if name in person.seen}, cohort_id=cohort)

