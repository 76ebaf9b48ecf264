"""Possible duplicates: who may be recorded twice, ranked, with why. Nobody is ever merged by this.

Not all pairs are compared: only those within a birth date, a phone, an e-mail, nearly the same card number, the same
document number or (where no birth date is known) the same name. So it is quick at any size, and memory holds the
pairs that are found and not those that are not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations, groupby
from typing import Any, Final

from rapidfuzz import fuzz, process
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased

from app.i18n import _
from app.office.command import Query, Work, chunks
from app.office.permissions import Permission
from app.trainees.alike import Likeness, Person, aliases_of, keys_of, likeness, words
from app.trainees.close import one_off, swapped
from app.trainees.identity import NRIC_TYPES, TYPES, group, mask, normalise, show
from app.trainees.records import Identity, NameChange, NotSame, Trainee

READS = frozenset({"trainee", "identity", "name_change", "not_same"})
ROUGHLY = 75
"""Names less alike than that, by rapidfuzz, are not looked at closely."""
CROWD = 150
"""Blocks larger than that (a switchboard's phone, a date typed for everybody) are split by the words of names."""
MOST_PAIRS, MOST_NEAR = 200_000, 20
GROUPS: Final = sorted({group(t) for t in TYPES})
Pair = tuple[int, int]


@dataclass(frozen=True)
class Side:
    """One of two. `identity` is masked for who may not see numbers in full."""

    id: int
    number: str
    name: str
    identity: str
    birth: date | None


@dataclass(frozen=True)
class Duplicate:
    """Two who may be one; `one` was recorded first."""

    one: Side
    other: Side
    likeness: Likeness

    @property
    def id(self) -> Pair:
        """The keys of both, the smaller first."""
        return self.one.id, self.other.id


@dataclass(frozen=True, kw_only=True)
class PossibleDuplicates(Query[Duplicate]):
    """All pairs, the likeliest first; without those of whom somebody has said that they are two people."""

    needs = Permission.TRAINEES_MERGE
    reads = READS

    limit: int = 2000

    def rows(self, work: Work) -> Sequence[Duplicate]:
        pairs: set[Pair] = set()
        for n, walk in enumerate(PASSES):
            tick = partial(work.step, n, len(PASSES) + 1, _("Comparing trainees"))
            tick()
            for pair in walk(work, tick):
                pairs.add(pair)
                if len(pairs) >= MOST_PAIRS:
                    break
        pairs -= _two_people(work)
        found: list[tuple[int, Pair, Likeness]] = []
        done = 0
        for part in chunks(sorted(pairs), 250):
            people = read_people(work, {key for pair in part for key in pair})
            for one, other in part:
                if one in people and other in people and (like := likeness(people[one], people[other])):
                    found.append((-like.score, (one, other), like))
            done += len(part)
            work.step(len(pairs) * len(PASSES) + done, len(pairs) * (len(PASSES) + 1), _("Comparing trainees"))
        found.sort(key=lambda r: r[:2])
        return _shown(work, [(pair, like) for _score, pair, like in found[:self.limit]])


@dataclass(frozen=True, kw_only=True)
class DuplicatesOf(Query[Duplicate]):
    """Who may be the same person as this trainee, the likeliest first."""

    needs = Permission.TRAINEES_VIEW
    reads = READS

    trainee_id: int

    def rows(self, work: Work) -> Sequence[Duplicate]:
        me = read_people(work, {self.trainee_id}).get(self.trainee_id)
        if me is None:
            return []
        two = _two_people(work, self.trainee_id)
        found = [(pair_of(me.id, other), like) for other, like in _like(work, me)
                 if pair_of(me.id, other) not in two]
        return _shown(work, found[:MOST_NEAR])


@dataclass(frozen=True)
class Alike:
    """Somebody on record who may be the person that is being typed."""

    id: int
    number: str
    name: str
    likeness: Likeness


@dataclass(frozen=True, kw_only=True)
class MaybeSame(Query[Alike]):
    """People on record who may be somebody new, by the rules by which duplicates are found; the likeliest first."""

    needs = Permission.TRAINEES_VIEW
    reads = READS

    full_name: str
    birth_date: date | None = None
    gender: str = ""
    phone: str = ""  # as stored
    email: str = ""
    identity_type: str = "MYKAD"
    identity_number: str = ""

    def rows(self, work: Work) -> Sequence[Alike]:
        number = normalise(self.identity_type, self.identity_number)
        me = Person(0, "", self.full_name, keys_of(self.full_name), self.birth_date, self.gender, self.phone,
                    self.email, ((self.identity_type, number),) if number else (), aliases_of(self.full_name))
        found = _like(work, me)[:5]
        people = read_people(work, {key for key, _like in found})
        return [Alike(key, people[key].number, people[key].name, like) for key, like in found]


@dataclass(frozen=True)
class TwoPeople:
    """Two of whom somebody has said that they are not the same."""

    id: int
    one: Side
    other: Side
    reason: str
    by: str
    at: Any


@dataclass(frozen=True, kw_only=True)
class NotTheSame(Query[TwoPeople]):
    """Everybody of whom that was said, the latest first."""

    needs = Permission.TRAINEES_MERGE
    reads = READS

    limit: int = 500

    def rows(self, work: Work) -> Sequence[TwoPeople]:
        said = work.session.scalars(select(NotSame).order_by(NotSame.id.desc()).limit(self.limit)).all()
        sides = _sides(work, {key for one in said for key in (one.one_id, one.other_id)})
        return [TwoPeople(one.id, sides[one.one_id], sides[one.other_id], one.reason, one.by, one.at) for one in said
                if one.one_id in sides and one.other_id in sides]


def pair_of(one: int, other: int) -> Pair:
    """Two keys, the smaller first."""
    return (one, other) if one < other else (other, one)


def _two_people(work: Work, of: int | None = None) -> set[Pair]:
    wanted = select(NotSame.one_id, NotSame.other_id)
    if of is not None:
        wanted = wanted.where(or_(NotSame.one_id == of, NotSame.other_id == of))
    return {(r.one_id, r.other_id) for r in work.session.execute(wanted)}


def read_people(work: Work, keys: Iterable[int]) -> dict[int, Person]:
    """Active trainees with what is compared of them; names they no longer bear are compared too."""
    wanted = sorted(keys)
    documents: dict[int, list[tuple[str, str]]] = defaultdict(list)
    names: dict[int, list[str]] = defaultdict(list)
    found: dict[int, Person] = {}
    for part in chunks(wanted):
        for key, type_, number in work.session.execute(select(Identity.trainee_id, Identity.type, Identity.number)
                                                       .where(Identity.trainee_id.in_(part)).order_by(Identity.id)):
            documents[key].append((type_, number))
        for key, name in work.session.execute(select(NameChange.trainee_id, NameChange.old_name)
                                              .where(NameChange.trainee_id.in_(part))):
            names[key].append(name)
        for r in work.session.execute(
                select(Trainee.id, Trainee.number, Trainee.full_name, Trainee.birth_date, Trainee.gender,
                       Trainee.phone_mobile, Trainee.email)
                .where(Trainee.id.in_(part), Trainee.status == "active")):
            found[r.id] = Person(r.id, r.number, r.full_name, keys_of(r.full_name, *names[r.id]), r.birth_date,
                                 r.gender, r.phone_mobile, r.email, tuple(documents[r.id]), aliases_of(r.full_name))
    return found


def _sides(work: Work, keys: Iterable[int]) -> dict[int, Side]:
    full = work.actor.may(Permission.IDENTITY_FULL)
    found = {}
    for part in chunks(sorted(keys)):
        for r in work.session.execute(
                select(Trainee.id, Trainee.number, Trainee.full_name, Trainee.birth_date, Identity.type,
                       Identity.number.label("identity"))
                .outerjoin(Identity, (Identity.trainee_id == Trainee.id) & Identity.is_current)
                .where(Trainee.id.in_(part))):
            number = "" if not r.identity else show(r.type, r.identity) if full else mask(r.identity)
            found[r.id] = Side(r.id, r.number, r.full_name, number, r.birth_date)
    return found


def _shown(work: Work, found: Sequence[tuple[Pair, Likeness]]) -> list[Duplicate]:
    sides = _sides(work, {key for pair, _like in found for key in pair})
    return [Duplicate(sides[one], sides[other], like) for (one, other), like in found]


def _like(work: Work, me: Person) -> list[tuple[int, Likeness]]:
    """Who is like somebody: those that share something with him, looked at closely."""
    asked: list[Select[Any]] = []
    active = select(Trainee.id).where(Trainee.status == "active", Trainee.id != me.id).limit(CROWD * 4)
    for column, value in ((Trainee.birth_date, me.birth), (Trainee.phone_mobile, me.phone), (Trainee.email, me.email)):
        if value:
            asked.append(active.where(column == value))
    if me.keys:
        asked.append(active.where(Trainee.match_key.in_(me.keys + me.aliases)))
    by_number = active.join(Identity, Identity.trainee_id == Trainee.id)
    for type_, number in me.documents:
        if len(number) >= 6:
            asked.append(by_number.where(Identity.type_group.in_(GROUPS), Identity.number == number))
        if type_ in NRIC_TYPES:
            asked.append(by_number.where(Identity.type_group == "NRIC",
                                         Identity.number.in_(swapped(number) | one_off(number))))
    keys = {key for wanted in asked for key in work.session.scalars(wanted)}
    found = [(other.id, like) for other in read_people(work, keys).values() if (like := likeness(me, other))]
    return sorted(found, key=lambda r: (-r[1].score, r[0]))


# -- pairs worth a close look ------------------------------------------------------------------------------------------
Row = tuple[int, str]
"""Key of a trainee, and a match key."""
Tick = Callable[[], None]
"""Tells that it goes on, and ends it when somebody has cancelled."""
Walk = Callable[[Work, Tick], Iterator[Pair]]


def _named(work: Work, column: Any, *conditions: Any) -> Iterator[tuple[Any, list[Row]]]:
    """Active trainees by a column, those with the same value together."""
    wanted = (select(column, Trainee.id, Trainee.match_key, Trainee.full_name)
              .where(Trainee.status == "active", *conditions).order_by(column, Trainee.id)
              .execution_options(yield_per=2000))
    for value, rows in groupby(work.session.execute(wanted), key=lambda r: r[0]):
        block: list[Row] = []
        for _value, key, match, name in rows:
            block += [(key, each) for each in (match, *(aliases_of(name) if "@" in name else ()))]
        if len(block) > 1:
            yield value, block


def _bare(key: str) -> str:
    return " ".join(words(key)[0])


def _named_alike(tick: Tick, block: list[Row]) -> Iterator[Pair]:
    """Pairs of a block whose names are roughly alike."""
    if len(block) > CROWD:
        parts: dict[str, list[Row]] = defaultdict(list)
        for row in block:  # one wrong letter leaves the beginning of a word as it is, or its end
            for word in set(words(row[1])[0]):
                parts["<" + word[:3]].append(row)
                parts[">" + word[-3:]].append(row)
        groups: Iterable[list[Row]] = (some for some in parts.values() if 1 < len(some) <= 4 * CROWD)
    else:
        groups = (block,)
    for part in groups:
        tick()
        texts = [_bare(key) for _id, key in part]
        for place in range(len(part) - 1):
            for _text, _score, at in process.extract(texts[place], texts[place + 1:], scorer=fuzz.token_set_ratio,
                                                     processor=None, score_cutoff=ROUGHLY, limit=None):
                one, other = part[place][0], part[place + 1 + at][0]
                if one != other:
                    yield pair_of(one, other)


def _by_birth(work: Work, tick: Tick) -> Iterator[Pair]:
    for _value, block in _named(work, Trainee.birth_date, Trainee.birth_date.is_not(None)):
        yield from _named_alike(tick, block)


def _by_contact(column: Any) -> Walk:
    def walk(work: Work, tick: Tick) -> Iterator[Pair]:
        shared = (select(column).where(Trainee.status == "active", column != "").group_by(column)
                  .having(func.count() > 1))
        for _value, block in _named(work, column, column.in_(shared)):
            keys = sorted({key for key, _name in block})
            if len(keys) <= 5:  # few enough for a close look, however they are called
                yield from combinations(keys, 2)
            else:
                yield from _named_alike(tick, block)
    return walk


def _by_number(work: Work, tick: Tick) -> Iterator[Pair]:
    """Card numbers one digit or two swapped digits apart, of people whose names are roughly alike."""
    held: dict[str, Row] = {}
    for number, key, match in work.session.execute(
            select(Identity.number, Trainee.id, Trainee.match_key).join(Trainee, Trainee.id == Identity.trainee_id)
            .where(Identity.type_group == "NRIC", Trainee.status == "active").execution_options(yield_per=5000)):
        if len(number) == 12:
            held[number] = (key, match)

    def alike(one: Row, other: Row) -> bool:
        return one[0] != other[0] and fuzz.token_set_ratio(one[1], other[1], score_cutoff=ROUGHLY) > 0

    for place in range(12):
        tick()
        without: dict[str, list[Row]] = defaultdict(list)
        for number, row in held.items():
            without[number[:place] + number[place + 1:]].append(row)
        for near in without.values():
            for one, other in combinations(near, 2) if len(near) > 1 else ():
                if alike(one, other):
                    yield pair_of(one[0], other[0])
    for number, row in held.items():
        for place in range(11):
            if number[place] < number[place + 1]:
                its = held.get(number[:place] + number[place + 1] + number[place] + number[place + 2:])
                if its is not None and alike(row, its):
                    yield pair_of(row[0], its[0])


def _by_document(work: Work, _tick: Tick) -> Iterator[Pair]:
    """The same number, recorded as a document of another kind or country."""
    other = aliased(Identity)
    for found in work.session.execute(
            select(Identity.trainee_id, other.trainee_id).join(other, other.number == Identity.number)
            .where(Identity.trainee_id < other.trainee_id)):
        yield found[0], found[1]


def _by_name(work: Work, _tick: Tick) -> Iterator[Pair]:
    """The same name, where the birth date of one of them is not known."""
    other = aliased(Trainee)
    for one, its in work.session.execute(
            select(Trainee.id, other.id).join(other, other.match_key == Trainee.match_key)
            .where(Trainee.birth_date.is_(None), Trainee.status == "active", other.status == "active",
                   other.id != Trainee.id, Trainee.match_key != "").limit(MOST_PAIRS)):
        yield pair_of(one, its)


PASSES: Final[tuple[Walk, ...]] = (
    _by_birth, _by_contact(Trainee.phone_mobile), _by_contact(Trainee.email), _by_number, _by_document, _by_name)
