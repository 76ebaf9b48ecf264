"""Whom a row of a marks list is about: by trainee number, identity or name; two that disagree are asked about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.i18n import _
from app.results.bring_command import Known, Person
from app.trainees.identity import normalise
from app.trainees.names import match_key, similar

_SUMS = re.compile(r"^(purata|average|mean|jumlah|total|median|min|max|sisihan|std)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Match:
    """The person found, or those who may be meant. `nobody` says why a row is not about a person at all."""

    said: str
    person: Person | None = None
    certain: bool = False
    question: str = ""
    choices: tuple[Person, ...] = ()
    nobody: str = ""


def match_row(known: Known, number: str, identity: str, name: str) -> Match:
    """Look for the person a row names."""
    said = name or number or identity
    if not (number or identity) and (not name or _SUMS.match(name)):
        return Match(said, nobody=_("No trainee stands in this row."))
    key = normalise("MYKAD", identity) if identity else ""
    by_number = known.by_number.get(number.upper()) if number else None
    by_identity = known.by_identity.get(key) if key else None
    found = by_number or by_identity
    if number and not name and not identity and by_number is None and " " in number:
        return Match(said, nobody=_("No trainee stands in this row."))
    if by_number and by_identity and by_number != by_identity:
        return Match(said, question=_("The numbers of this row belong to two trainees."),
                     choices=(by_number, by_identity))
    wanted = match_key(name) if name else ""
    if found is not None:
        if wanted and wanted != found.key and not similar(wanted, found.key):
            return Match(said, person=found, question=_(
                "The number is that of {name}, the list says {theirs}.").format(name=found.name, theirs=name),
                choices=(found,))
        return Match(said, found, certain=True)
    return _by_name(known, said, wanted, bool(number or identity))


def _by_name(known: Known, said: str, wanted: str, had_number: bool) -> Match:
    same = [p for p in known.people if wanted and p.key == wanted]
    if len(same) == 1:
        if had_number:
            return Match(said, same[0], question=_("Nobody here has this number; the name is that of {name}.").format(
                name=same[0].name), choices=(same[0],))
        return Match(said, same[0], certain=True)
    near = same or [p for p in known.people if wanted and similar(wanted, p.key)]
    if near:
        return Match(said, question=_("Who is this?"), choices=tuple(near[:5]))
    return Match(said, question=_("Nobody of this name or number is on the roll of the cohort."),
                 choices=tuple(_alike(known, wanted)))


def _alike(known: Known, wanted: str) -> list[Person]:
    from rapidfuzz import fuzz, process

    if not wanted:
        return []
    found = process.extract(wanted, [p.key for p in known.people], scorer=fuzz.token_sort_ratio, limit=3,
                            score_cutoff=75)
    return [known.people[at] for _key, _score, at in found]
