"""Whom a name in a file means: by address, by what was said before, then by the name with how sure that is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from app.attendance.files.known import Person
from app.i18n import _
from app.trainees.names import LINKS, clean, fold, match_key, split_alias

Sure = Literal["ok", "suggest", "ask", "skip"]

_GUEST = re.compile(r"\((?:guest|tetamu|external|luar|unverified|tidak disahkan|tamu)\)", re.IGNORECASE)
_BRACKET = re.compile(r"\(([^()]*)\)")
_DEVICE: Final = frozenset(
    "IPHONE IPAD IPOD GALAXY SAMSUNG REDMI XIAOMI MI POCO NOTE OPPO RENO VIVO HUAWEI HONOR REALME ONEPLUS NOKIA PIXEL "
    "ANDROID PHONE HANDPHONE HP TELEFON TABLET TAB LAPTOP KOMPUTER COMPUTER PC DESKTOP MACBOOK MAC AIR PRO MAX PLUS "
    "ULTRA LENOVO DELL ASUS ACER USER PENGGUNA GUEST TETAMU PESERTA PARTICIPANT ZOOM TEAMS".split())
EXACT, ORDERED, WORDS, TYPED, INITIAL, PART, START, STARS, LETTERS = 100, 95, 92, 85, 80, 75, 70, 65, 50


@dataclass(frozen=True)
class Match:
    """Who is meant (`ok` certainly, `suggest` very likely), or who may be (`ask`); `skip`: not a trainee."""

    cls: Sure
    person: Person | None = None
    candidates: tuple[Person, ...] = ()
    why: str = ""


def who(people: Sequence[Person], remembered: Mapping[str, frozenset[int]], name: str, email: str = "", *,
        brackets: bool = False) -> Match:
    """Look for somebody who joined under this name and address. `brackets` hold the original name (Zoom)."""
    address = fold(email)
    if address:
        same = [p for p in people if p.email == address]
        if len(same) == 1:
            return Match("ok", same[0], why=_("The e-mail address is the same."))
    for said in filter(None, (address, fold(name))):
        known = [p for p in people if p.trainee_id in remembered.get(said, ())]
        if len(known) == 1:
            return Match("ok", known[0], why=_("Remembered from an earlier file."))
    variants = _variants(name, brackets)
    if not any(words for _plain, words in variants):
        return Match("ask", why=_("This is a device, not a name."))
    best = 0
    found: list[Person] = []
    for person in people:
        level = max(_level(person, plain, words) for plain, words in variants)
        if level > best:
            best, found = level, [person]
        elif level == best and level:
            found.append(person)
    return _said(best, found)


def _said(best: int, found: list[Person]) -> Match:
    if not found:
        return Match("ask", why=_("Nobody of this name is in the cohort."))
    if len(found) > 1:
        return Match("ask", candidates=tuple(found), why=_("Several trainees may be meant."))
    person = found[0]
    if best == EXACT:
        return Match("ok", person, why=_("The name is the same."))
    if best == LETTERS:
        return Match("ask", candidates=(person,), why=_("These are the initials of one trainee."))
    why = {ORDERED: _("The same name without bin, binti, A/L or A/P."), WORDS: _("The same words in another order."),
           TYPED: _("The name differs by a letter or two."), INITIAL: _("Initial and name fit one trainee only."),
           PART: _("Only one trainee is called so."), START: _("Only one name begins so."),
           STARS: _("Only one name fits the letters that can be read.")}
    return Match("suggest", person, (person,), why[best])


def _variants(name: str, brackets: bool) -> list[tuple[str, tuple[str, ...]]]:
    plain = clean(_GUEST.sub(" ", name))
    texts = [*(_BRACKET.findall(plain) if brackets else ()), _BRACKET.sub(" ", plain)]
    return [(match_key(t), _words(t)) for t in texts if t.strip()]


@lru_cache(maxsize=2048)
def _words(text: str) -> tuple[str, ...]:
    """The words of a name that may be somebody's: no devices, no class codes, no 's."""
    bare = re.sub(r"['\u2019]s\b", " ", clean(text), flags=re.IGNORECASE)
    words = re.split(r"[\s]+", match_key(re.sub(r"[-_/]+(?=\s|$)|(?<=\s)[-_/]+", " ", bare)))
    return tuple(w for w in words if w and w not in LINKS and w not in _DEVICE and not any(c.isdigit() for c in w))


@lru_cache(maxsize=4096)
def _own(key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A roster name: the words before bin, binti, A/L ..., and all words without these."""
    words = key.split()
    cut = next((at for at, w in enumerate(words) if w in LINKS and at), len(words))
    return tuple(words[:cut]), tuple(w for w in words if w not in LINKS)


def _level(person: Person, plain: str, words: tuple[str, ...]) -> int:
    """How well a name fits a trainee; 0 not at all."""
    own, whole = _own(person.key)
    if not words:
        return 0
    if plain == person.key or plain == match_key(split_alias(person.name)[1] or person.name):
        return EXACT if plain == person.key else WORDS
    if words == whole:
        return ORDERED
    if sorted(words) == sorted(whole):
        return WORDS
    alias = _words(split_alias(person.name)[1])
    if alias and sorted(alias) == sorted(words):
        return WORDS
    if len(words) > 1 and _typed(words, whole):
        return TYPED
    if any("*" in w for w in words):
        return STARS if _stars(words, own) else 0
    return _part(words, own, whole)


def _part(words: tuple[str, ...], own: tuple[str, ...], whole: tuple[str, ...]) -> int:
    if all(w in own for w in words) and any(len(w) > 1 for w in words):
        return PART
    if len(words) > 1 and words[0] in own and all(w in whole for w in words):
        return PART
    if len(words) > 1 and _initials(words, whole):
        return INITIAL
    first = words[0]
    if len(words) == 1 and len(first) >= 3 and any(w.startswith(first) for w in own):
        return START
    if len(words) == 1 and 2 <= len(first) <= 4 and first == "".join(w[0] for w in whole)[:len(first)] \
            and len(first) >= min(len(whole), 3):
        return LETTERS
    return 0


def _typed(words: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    from rapidfuzz import fuzz

    return len(words) == len(whole) and fuzz.token_sort_ratio(" ".join(words), " ".join(whole)) >= 92


def _initials(words: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether words or their first letters stand in the name in this order, one of them in full."""
    at = 0
    for word in words:
        while at < len(whole) and not (whole[at] == word or len(word) == 1 and whole[at][0] == word):
            at += 1
        if at == len(whole):
            return False
        at += 1
    return any(len(w) >= 3 for w in words)


def _stars(words: tuple[str, ...], own: tuple[str, ...]) -> bool:
    made = [re.compile("".join("." if c == "*" else re.escape(c) for c in w) + "$") for w in words]
    return all(any(p.match(w) for w in own) for p in made)


def worth_remembering(name: str, email: str) -> bool:
    """Whether a name says more than that it is somebody's telephone."""
    return bool(email) or any(words for _plain, words in _variants(name, True))


def row_match(people: Sequence[Person], number: str, identity: str, name: str) -> Match:
    """Whom a row of a grid is about. A number and a name that disagree are asked about."""
    wanted = match_key(name) if name else ""
    by_number = [p for p in people if (number and p.number.casefold() == number.casefold())
                 or (identity and identity in p.identities)]
    if len(by_number) == 1:
        person = by_number[0]
        if not wanted or wanted == person.key or _level(person, wanted, _words(name)) >= TYPED:
            return Match("ok", person)
        return Match("ask", candidates=(person, *[p for p in people if p.key == wanted and p != person]),
                     why=_("The number is that of {name}, the file says {theirs}.").format(
                         name=person.name, theirs=name))
    if len(by_number) > 1:
        return Match("ask", candidates=tuple(by_number), why=_("The numbers of this row belong to two trainees."))
    if not wanted:
        return Match("ask", why=_("Nobody of this cohort has this number."))
    same = [p for p in people if p.key == wanted]
    if len(same) == 1:
        return Match("ok", same[0])
    found = who(people, {}, name)
    return found if len(same) < 2 else Match("ask", candidates=tuple(same), why=_("Several trainees may be meant."))
