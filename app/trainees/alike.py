"""How alike two people on record are, and why. Only suggests (domain 2.3): a person decides who is one person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz.distance import OSA

from app.i18n import N_, _
from app.trainees.identity import NRIC_TYPES
from app.trainees.names import LINKS, match_key, split_alias

Level = Literal["", "part", "alike", "same"]
ORDER: Final[tuple[Level, ...]] = ("", "part", "alike", "same")
REASONS: Final = {
    "number": N_("same document number, of another kind"), "swap": N_("two digits of the identity number swapped"),
    "digit": N_("identity number one digit apart"), "same": N_("same name"), "alike": N_("names alike"),
    "part": N_("one name within the other"), "birth": N_("same birth date"), "phone": N_("same phone"),
    "email": N_("same e-mail"), "gender": N_("another sex"), "born": N_("another birth date"),
}
WEIGHTS: Final = {"number": 60, "swap": 40, "digit": 35, "same": 35, "alike": 28, "part": 15, "birth": 25, "phone": 20,
                  "email": 20, "gender": -20, "born": -15}
VERY, LIKELY = 80, 45
LEAST = 20
_SAME_SOUND: Final = dict.fromkeys(("NOR", "NOOR", "NUR", "NOUR"), "NUR")

Words = tuple[tuple[str, ...], frozenset[str]]
"""A name without its links, and the links: (MUHAMMAD, ALI, ABU), {BIN}."""


@lru_cache(maxsize=4096)
def words(key: str) -> Words:
    """The words of a match key, and the links between them."""
    parts = key.split()
    inner = [0 < at < len(parts) - 1 and w in LINKS for at, w in enumerate(parts)]  # TAN WEN BIN has none
    return (tuple(_SAME_SOUND.get(w, w) for w, link in zip(parts, inner, strict=True) if not link),
            frozenset(w for w, link in zip(parts, inner, strict=True) if link))


def keys_of(*names: str) -> tuple[str, ...]:
    """The match keys of the names that somebody bears or bore."""
    return tuple(dict.fromkeys(key for name in names if (key := match_key(name))))


def aliases_of(*names: str) -> tuple[str, ...]:
    """The match keys of what stands after '@', where that has two words and more."""
    found = (split_alias(name)[1] for name in names)
    return tuple(dict.fromkeys(match_key(alias) for alias in found if len(alias.split()) > 1))


def compare_keys(one: str, other: str) -> Level:
    """How far two match keys say one name."""
    (left, links), (right, others) = words(one), words(other)
    if not left or not right or (links and others and links != others):
        return ""
    if one == other or sorted(left) == sorted(right):
        return "same"
    joined = "".join(left), "".join(right)
    if joined[0] == joined[1]:
        return "same"
    if len(left) == len(right) and _fits(left, right):
        return "alike"
    if len(left) != len(right) and min(map(len, joined)) >= 8 and OSA.distance(*joined, score_cutoff=1) <= 1:
        return "alike"
    for short, long in ((left, right), (right, left)):
        if 2 <= len(short) <= len(long) and _fits(short, long, initials=True):
            return "part"
    return ""


def _fits(short: Sequence[str], long: Sequence[str], initials: bool = False) -> bool:
    """Whether each word of the shorter has one of its own in the longer: the same, or one letter off."""
    left = list(long)
    whole = 0
    for word in sorted(short, key=len, reverse=True):
        hit = next((w for w in left if w == word), None) or next((w for w in left if _near(word, w)), None)
        whole += hit is not None
        if hit is None and initials and len(word) == 1:
            hit = next((w for w in left if w[0] == word), None)
        if hit is None:
            return False
        left.remove(hit)
    return whole > 0


def _near(one: str, other: str) -> bool:
    """One letter put in, left out, changed, or swapped with its neighbour; only of words of four letters and more."""
    return min(len(one), len(other)) >= 4 and OSA.distance(one, other, score_cutoff=1) <= 1


def _best(one: Iterable[str], other: Iterable[str], at_most: Level) -> Level:
    others = tuple(other)
    none: Level = ""
    found = max((compare_keys(a, b) for a in one for b in others), key=ORDER.index, default=none)
    return min(found, at_most, key=ORDER.index)


Document = tuple[str, str]
"""Type and number."""


@dataclass(frozen=True, slots=True)
class Person:
    """What is compared of somebody."""

    id: int
    number: str
    name: str
    keys: tuple[str, ...]
    birth: date | None = None
    gender: str = ""
    phone: str = ""
    email: str = ""
    documents: tuple[Document, ...] = ()
    aliases: tuple[str, ...] = ()

    def named(self, other: Person) -> Level:
        """The best that any name of the one and any of the other say; a mere alias says less than a name."""
        return max(_best(self.keys, other.keys, "same"), _best(self.keys, other.aliases, "alike"),
                   _best(self.aliases, other.keys, "alike"), _best(self.aliases, other.aliases, "part"),
                   key=ORDER.index)


def compare_documents(one: Iterable[Document], other: Sequence[Document]) -> str:
    """'number', 'swap', 'digit', or '' for numbers that say nothing."""
    found = ""
    for type_, number in one:
        for its_type, its in other:
            if number == its and len(number) >= 6:
                return "number"
            if len(number) != len(its) or (type_ in NRIC_TYPES) != (its_type in NRIC_TYPES) or len(number) < 7:
                continue
            if OSA.distance(number, its, score_cutoff=1) <= 1:
                found = "swap" if sorted(number) == sorted(its) else found or "digit"
    return found


@dataclass(frozen=True)
class Likeness:
    """What speaks for one person, and what against it; `score` ranks."""

    reasons: tuple[str, ...]
    score: int

    @property
    def strength(self) -> Literal["very", "likely", "perhaps"]:
        """How strongly it is suggested."""
        return "very" if self.score >= VERY else "likely" if self.score >= LIKELY else "perhaps"

    def why(self) -> str:
        """The reasons in the language in use, the strongest first."""
        said = ", ".join(_(REASONS[r]) for r in self.reasons if WEIGHTS[r] > 0)
        against = ", ".join(_(REASONS[r]) for r in self.reasons if WEIGHTS[r] < 0)
        whole = _("{reasons}; but {against}").format(reasons=said, against=against) if against else said
        return whole[:1].upper() + whole[1:]


STRENGTHS: Final = {"very": N_("Very likely"), "likely": N_("Likely"), "perhaps": N_("Perhaps")}


def likeness(one: Person, other: Person) -> Likeness | None:
    """What speaks for these two being one person; None when it is too little to be shown."""
    numbers, names = compare_documents(one.documents, other.documents), one.named(other)
    birth = one.birth is not None and one.birth == other.birth
    phone, email = bool(one.phone) and one.phone == other.phone, bool(one.email) and one.email == other.email
    bare = one.birth is None or other.birth is None
    if not (numbers == "number" or (names and (numbers or birth or phone or email))
            or ((numbers or birth) and (phone or email)) or (names == "same" and bare and _rare(one))):
        return None
    reasons = [numbers, names, *(r for r, on in (("birth", birth), ("phone", phone), ("email", email)) if on)]
    if one.gender and other.gender and one.gender != other.gender:
        reasons.append("gender")
    if not bare and not birth and not numbers and not _slip(one.birth, other.birth):
        reasons.append("born")
    reasons = sorted(filter(None, reasons), key=lambda r: -WEIGHTS[r])
    score = sum(WEIGHTS[r] for r in reasons)
    if not names and numbers != "number":  # another name altogether, such as after a conversion: looked at last
        score = min(score, LIKELY - 5)
    return Likeness(tuple(reasons), score) if score > LEAST else None


def _rare(one: Person) -> bool:
    """Whether a name alone says enough: three words and more beside the links."""
    return any(len(words(key)[0]) >= 3 for key in one.keys)


def _slip(one: date | None, other: date | None) -> bool:
    """Whether two birth dates look like one that was typed wrong: day and month swapped, or one digit off."""
    if one is None or other is None:
        return True
    swapped = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    return swapped or OSA.distance(f"{one:%Y%m%d}", f"{other:%Y%m%d}", score_cutoff=1) <= 1
