"""Who of a list is on record already: by number for certain, by name with birth date, phone or e-mail perhaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.cohorts.import_trainees import TAKEN, Number, holders
from app.i18n import N_, _, show_date
from app.office.command import Query, Work, chunks
from app.office.permissions import Permission
from app.trainees.contact import show_phone
from app.trainees.names import match_key
from app.trainees.records import Organisation, Trainee
from app.trainees.words import citizenship_word, gender_word

COMPARED = {"full_name": N_("Name"), "birth_date": N_("Birth date"), "gender": N_("Sex"),
            "citizenship": N_("Citizenship"), "phone_mobile": N_("Phone"), "email": N_("E-mail"),
            "education_level": N_("Education"), "category": N_("Category"), "organisation": N_("Sent by"),
            "position": N_("Position"), "address_1": N_("Address"), "postcode": N_("Postcode"), "city": N_("City"),
            "state": N_("State")}


@dataclass(frozen=True)
class KnownPerson:
    """Somebody on record; `values` as a list spells its fields."""

    id: int
    number: str
    values: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The full name."""
        return str(self.values["full_name"])


@dataclass(frozen=True)
class Known:
    """Number -> person, and (match key, what else agrees) -> person."""

    by_number: Mapping[Number, KnownPerson]
    by_name: Mapping[tuple[str, str], KnownPerson]

    def likely(self, fields: Mapping[str, Any]) -> KnownPerson | None:
        """Somebody with the same name (spellings unified) and the same birth date, phone or e-mail."""
        if not fields.get("full_name") or not self.by_name:
            return None
        key = match_key(str(fields["full_name"]))
        return next((self.by_name[key, mark] for mark in marks(fields) if (key, mark) in self.by_name), None)


def marks(fields: Mapping[str, Any]) -> list[str]:
    """What must agree beside the name."""
    return [f"{name}:{fields[name]}" for name in ("birth_date", "phone_mobile", "email") if fields.get(name)]


@dataclass(frozen=True, kw_only=True)
class KnownOf(Query[Known]):
    """Everybody on record with one of these numbers, or with one of these names."""

    needs = Permission.TRAINEES_IMPORT
    reads = frozenset({"trainee", "identity", "organisation"})

    numbers: frozenset[Number]
    names: frozenset[str]  # match keys

    def rows(self, work: Work) -> Sequence[Known]:
        work.step(0, 2, _("Comparing with those on record"))
        held = holders(work, self.numbers)
        people = _people(work, Trainee.id, set(held.values()))
        work.step(1, 2, _("Comparing with those on record"))
        alike = _people(work, Trainee.match_key, self.names)
        by_name = {(key, mark): person for person in alike.values()
                   for key in [match_key(person.name)] for mark in marks(person.values)}
        return [Known({number: people[key] for number, key in held.items() if key in people}, by_name)]


def _people(work: Work, by: Any, values: Iterable[Any]) -> dict[int, KnownPerson]:
    found: dict[int, KnownPerson] = {}
    for part in chunks(sorted(values)):
        for trainee, employer in work.session.execute(
                select(Trainee, Organisation.name).outerjoin(Organisation, Organisation.id == Trainee.organisation_id)
                .where(by.in_(part), Trainee.status == "active")):
            shown = {name: getattr(trainee, TAKEN.get(name, name)) for name in COMPARED if name != "organisation"}
            shown["organisation"] = employer or ""
            found[trainee.id] = KnownPerson(trainee.id, trainee.number, shown)
    return found


@dataclass(frozen=True)
class Difference:
    """A field in which record and list differ, as both are shown."""

    field: str
    words: str
    ours: str
    theirs: str


def differences(person: KnownPerson, fields: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The fields that the list gives and that read otherwise on record."""
    found = []
    for name, words in COMPARED.items():
        ours, theirs = person.values.get(name), fields.get(name)
        if theirs in (None, "") or _same(ours, theirs):
            continue
        found.append(Difference(name, _(words), shown_value(name, ours), shown_value(name, theirs)))
    return tuple(found)


def _same(ours: Any, theirs: Any) -> bool:
    if isinstance(theirs, date) or isinstance(ours, date):
        return str(ours) == str(theirs)
    return " ".join(str(ours or "").split()).casefold() == " ".join(str(theirs).split()).casefold()


def shown_value(name: str, value: Any) -> str:
    """A field as people read it."""
    if value in (None, ""):
        return ""
    if name.startswith("phone"):
        return show_phone(str(value))
    if name == "gender":
        return gender_word(str(value))
    if name == "citizenship":
        return citizenship_word(str(value))
    return show_date(value) if isinstance(value, date) else str(value)
