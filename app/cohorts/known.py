"""Who of a list is on record already: by number for certain; perhaps, by the rules by which duplicates are found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from rapidfuzz import fuzz
from sqlalchemy import select

from app.cohorts.import_trainees import TAKEN, Number, holders
from app.i18n import N_, _, show_date
from app.office.command import Query, Work, chunks
from app.office.permissions import Permission
from app.trainees.alike import LIKELY, Likeness, Person, aliases_of, compare_documents, keys_of, likeness
from app.trainees.close import one_off, swapped
from app.trainees.contact import country_name, show_phone
from app.trainees.duplicates import ROUGHLY, read_people
from app.trainees.identity import NRIC_TYPES
from app.trainees.organisations import organisation_key
from app.trainees.records import Identity, Organisation, Title, Trainee
from app.trainees.words import citizenship_word, gender_word

COMPARED: Final = {
    "full_name": N_("Name"), "titles": N_("Titles"), "name_other_script": N_("Name in another script"),
    "birth_date": N_("Birth date"), "gender": N_("Sex"), "citizenship": N_("Citizenship"),
    "nationality": N_("Nationality"), "ethnicity": N_("Ethnic group"), "phone_mobile": N_("Phone"),
    "phone_other": N_("Other phone"), "email": N_("E-mail"), "education_level": N_("Education"),
    "category": N_("Category"), "sector": N_("Sector"), "organisation": N_("Sent by"), "position": N_("Position"),
    "address_1": N_("Address"), "address_2": N_("Address line 2"), "address_3": N_("Address line 3"),
    "postcode": N_("Postcode"), "city": N_("City"), "state": N_("State"), "country": N_("Country"),
    "notes": N_("Remarks")}
BESIDE: Final = frozenset({"organisation", "titles"})
"""Fields that are no columns of a trainee."""
CLOSELY = 300
"""Lists up to so many rows also ask for card numbers one digit off, whatever the birth date."""


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
    """Identity -> person, trainee number -> person, row of the list -> who may be the same, and why."""

    by_number: Mapping[Number, KnownPerson] = field(default_factory=dict)
    by_own: Mapping[str, KnownPerson] = field(default_factory=dict)
    alike: Mapping[int, tuple[KnownPerson, Likeness]] = field(default_factory=dict)


def person_of(row: int, fields: Mapping[str, Any]) -> Person:
    """A row as somebody who is compared."""
    born, name = fields.get("birth_date"), str(fields.get("full_name") or "")
    if isinstance(born, str):
        born = date.fromisoformat(born)
    number = str(fields.get("id_number") or "")
    return Person(row, "", name, keys_of(name), born, str(fields.get("gender") or ""),
                  str(fields.get("phone_mobile") or ""), str(fields.get("email") or ""),
                  ((str(fields.get("id_type") or "MYKAD"), number),) if number else (), aliases_of(name))


@dataclass(frozen=True, kw_only=True)
class KnownOf(Query[Known]):
    """Everybody on record with one of these numbers, and whoever may be one of these people."""

    needs = Permission.TRAINEES_IMPORT
    reads = frozenset({"trainee", "identity", "organisation", "trainee_title"})

    numbers: frozenset[Number] = frozenset()
    own: frozenset[str] = frozenset()  # trainee numbers
    people: tuple[Person, ...] = ()

    def rows(self, work: Work) -> Sequence[Known]:
        if work.session.scalar(select(Trainee.id).limit(1)) is None:
            return [Known()]
        work.step(0, 3, _("Comparing with those on record"))
        held = holders(work, self.numbers)
        own = _own(work, self.own)
        work.step(1, 3, _("Comparing with those on record"))
        alike = _alike(work, self.people)
        work.step(2, 3, _("Comparing with those on record"))
        found = read_known(work, {*held.values(), *own.values(), *(key for key, _like in alike.values())})
        return [Known({number: found[key] for number, key in held.items() if key in found},
                      {number: found[key] for number, key in own.items() if key in found},
                      {row: (found[key], like) for row, (key, like) in alike.items() if key in found})]


def _own(work: Work, numbers: Iterable[str]) -> dict[str, int]:
    """Trainee number -> key; that of a record that was merged leads to the one that stayed."""
    found: dict[str, int] = {}
    for part in chunks(sorted(numbers)):
        for r in work.session.execute(select(Trainee.number, Trainee.id, Trainee.merged_into_id)
                                      .where(Trainee.number.in_(part))):
            found[r.number] = r.merged_into_id or r.id
    return found


def _alike(work: Work, people: Sequence[Person]) -> dict[int, tuple[int, Likeness]]:
    """Row -> who on record is most like it, where that is likely to be one person."""
    pairs: dict[int, set[int]] = defaultdict(set)  # trainee -> rows
    keys: Callable[[Person], Iterable[Any]]
    for column, keys in ((Trainee.birth_date, lambda p: [p.birth] if p.birth else []),
                         (Trainee.phone_mobile, lambda p: [p.phone] if p.phone else []),
                         (Trainee.email, lambda p: [p.email] if p.email else []),
                         (Trainee.match_key, lambda p: (*p.keys, *p.aliases))):
        rows: dict[Any, list[int]] = defaultdict(list)
        for place, person in enumerate(people):
            for value in keys(person):
                rows[value].append(place)
        for part in chunks(sorted(rows)):
            for key, value in work.session.execute(select(Trainee.id, column).where(
                    column.in_(part), Trainee.status == "active")):
                pairs[key].update(rows[value])
    if len(people) <= CLOSELY:
        for place, person in enumerate(people):
            for type_, number in person.documents:
                near = sorted(swapped(number) | one_off(number)) if type_ in NRIC_TYPES and len(number) == 12 else []
                for key in work.session.scalars(select(Identity.trainee_id).where(
                        Identity.type_group == "NRIC", Identity.number.in_(near))) if near else ():
                    pairs[key].add(place)
    best: dict[int, tuple[int, Likeness]] = {}
    for some in chunks(sorted(pairs), 2000):
        for key, other in read_people(work, some).items():
            for place in pairs[key]:
                me = people[place]
                if _worth(me, other) and (like := likeness(me, other)) and like.score >= LIKELY:
                    there = best.get(me.id)
                    if there is None or (-like.score, key) < (-there[1].score, there[0]):
                        best[me.id] = key, like
    return best


def _worth(one: Person, other: Person) -> bool:
    """Whether a close look is worth its time: many share a birth date."""
    if (one.phone and one.phone == other.phone) or (one.email and one.email == other.email):
        return True
    return any(fuzz.token_set_ratio(a, b, score_cutoff=ROUGHLY) for a in (*one.keys, *one.aliases)
               for b in (*other.keys, *other.aliases)) or bool(compare_documents(one.documents, other.documents))


def read_known(work: Work, keys: Iterable[int]) -> dict[int, KnownPerson]:
    """Active trainees with all that a list may say of them."""
    found: dict[int, KnownPerson] = {}
    wanted = sorted(keys)
    titles: dict[int, list[str]] = defaultdict(list)
    for part in chunks(wanted):
        for key, text in work.session.execute(select(Title.trainee_id, Title.text).where(
                Title.trainee_id.in_(part)).order_by(Title.trainee_id, Title.position)):
            titles[key].append(text)
    for part in chunks(wanted):
        for trainee, employer in work.session.execute(
                select(Trainee, Organisation.name).outerjoin(Organisation, Organisation.id == Trainee.organisation_id)
                .where(Trainee.id.in_(part), Trainee.status == "active")):
            shown = {name: getattr(trainee, TAKEN.get(name, name)) for name in COMPARED if name not in BESIDE}
            found[trainee.id] = KnownPerson(trainee.id, trainee.number, shown | {
                "organisation": employer or "", "titles": tuple(titles[trainee.id])})
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
        if theirs in (None, "", [], ()) or same(name, ours, theirs):
            continue
        found.append(Difference(name, _(words), shown_value(name, ours), shown_value(name, theirs)))
    return tuple(found)


def same(name: str, ours: Any, theirs: Any) -> bool:
    """Whether two values of a field say the same."""
    if isinstance(theirs, date) or isinstance(ours, date):
        return str(ours) == str(theirs)
    if name == "titles":
        return list(ours or ()) == list(theirs or ())
    if name == "organisation":
        return organisation_key(str(ours or "")) == organisation_key(str(theirs))
    return " ".join(str(ours or "").split()).casefold() == " ".join(str(theirs).split()).casefold()


def shown_value(name: str, value: Any) -> str:
    """A field as people read it."""
    if value in (None, "", [], ()):
        return ""
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    if name.startswith("phone"):
        return show_phone(str(value))
    if name == "gender":
        return gender_word(str(value))
    if name == "citizenship":
        return citizenship_word(str(value))
    if name in ("nationality", "country", "id_country"):
        return country_name(str(value))
    return show_date(value) if isinstance(value, date) else str(value)
