"""How the attendance of a cohort is counted: data that the cohort carries, and that says itself in words.

The same register gives 70 to 86 per cent in different systems, so no figure is shown without its policy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from app.errors import Damaged
from app.i18n import _, language

KEYS = ("late", "early", "duty", "sick", "leave")
COUNTS = ("attended", "half", "absent", "excluded")
UNMARKED = ("blocks", "absent", "excluded")
JOINER = ("joined", "whole")
BASES = ("sessions", "minutes")

LETTERS: dict[str, dict[str, str]] = {
    "en": {"late": "L", "early": "O", "duty": "D", "sick": "S", "leave": "E"},
    "ms": {"late": "L", "early": "P", "duty": "R", "sick": "S", "leave": "K"},
}
"""The letters of the shipped statuses; a centre with its own statuses passes its own."""


@dataclass(frozen=True)
class Policy:
    """One way of counting. Each of late, early, duty, sick, leave counts as one of COUNTS."""

    threshold: int = 80  # per cent that is needed, 0-100
    basis: str = "sessions"  # sessions, or minutes of the sessions (minutes late or left early are taken off)
    late: str = "attended"
    early: str = "attended"
    duty: str = "attended"
    sick: str = "absent"
    leave: str = "absent"
    unmarked: str = "blocks"  # an unmarked cell of a held session: blocks the decision, absent, excluded
    joiner: str = "joined"  # who joins late: only sessions from joining on, or the whole run
    lates_per_absence: int = 0  # so many L make one absence; 0 = never (basis sessions only)

    def problems(self) -> dict[str, str]:
        """Field -> sentence, for what cannot be a policy."""
        found: dict[str, str] = {}
        if not 0 <= self.threshold <= 100:
            found["threshold"] = _("The attendance that is needed is a whole number from 0 to 100 per cent.")
        if self.lates_per_absence < 0:
            found["lates_per_absence"] = _("How many late marks make one absence cannot be below 0.")
        choices: dict[str, tuple[str, ...]] = {
            **dict.fromkeys(KEYS, COUNTS), "unmarked": UNMARKED, "joiner": JOINER, "basis": BASES}
        for name, allowed in choices.items():
            if getattr(self, name) not in allowed:
                found[name] = _("Choose one of the ways of counting.")
        return found

    def counts(self, key: str) -> str | None:
        """How a status with this policy key counts; None when the policy leaves it to the status."""
        return getattr(self, key) if key in KEYS else None

    def to_json(self) -> str:
        """The text that the cohort keeps."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Policy:
        """The policy of that text; settings that are not in it have their default. Damaged when it is none."""
        try:
            raw: Any = json.loads(text) if text else {}
            known = {f.name for f in fields(cls)}
            return replace(cls(), **{k: v for k, v in raw.items() if k in known})
        except (ValueError, AttributeError, TypeError) as error:
            raise Damaged(_("The attendance policy of this cohort cannot be read.")) from error

    def words(self, letters: Mapping[str, str] | None = None) -> str:
        """The policy in the language in use: 'Needs 80 % of sessions held. L and D count, S does not.'"""
        letters = letters or LETTERS[language()]
        needs = (_("Needs {n} % of the minutes of sessions held.") if self.basis == "minutes"
                 else _("Needs {n} % of sessions held."))
        parts = [needs.format(n=self.threshold), self._counting(letters)]
        return " ".join(part for part in parts if part)

    def brief(self, letters: Mapping[str, str] | None = None) -> str:
        """The same in fewer words: 'Needs 80 %. L, O and D count, S and E do not.'"""
        letters = letters or LETTERS[language()]
        return " ".join(p for p in (_("Needs {n} %.").format(n=self.threshold), self._counting(letters)) if p)

    def details(self, letters: Mapping[str, str] | None = None) -> list[str]:
        """Every rule as a sentence, the first being `words`."""
        letters = letters or LETTERS[language()]
        found = [self.words(letters)]
        found.append({
            "blocks": _("A session that is not marked for a trainee blocks the decision."),
            "absent": _("A session that is not marked for a trainee counts as absent."),
            "excluded": _("A session that is not marked for a trainee is left out."),
        }[self.unmarked])
        found.append(_("For a trainee who joins late, only sessions from the joining date on count.")
                     if self.joiner == "joined" else
                     _("For a trainee who joins late, the sessions before count as absent."))
        if self.lates_per_absence and self.basis == "sessions":
            found.append(_("{n} times {letter} make one absence.").format(
                n=self.lates_per_absence, letter=letters["late"]))
        found.append(_("The figure is cut to one decimal, never rounded up."))
        return found

    def _counting(self, letters: Mapping[str, str]) -> str:
        groups: dict[str, list[str]] = {name: [] for name in COUNTS}
        for key in KEYS:
            if key in letters:
                groups[getattr(self, key)].append(letters[key])
        clauses = []
        if groups["attended"]:
            one = len(groups["attended"]) == 1
            clauses.append((_("{letters} counts") if one else _("{letters} count")).format(
                letters=_listed(groups["attended"])))
        if groups["half"]:
            one = len(groups["half"]) == 1
            clauses.append((_("{letters} counts half") if one else _("{letters} count half")).format(
                letters=_listed(groups["half"])))
        if groups["absent"]:
            one = len(groups["absent"]) == 1
            clauses.append((_("{letters} does not") if one else _("{letters} do not")).format(
                letters=_listed(groups["absent"])) if clauses else
                (_("{letters} does not count") if one else _("{letters} do not count")).format(
                    letters=_listed(groups["absent"])))
        if groups["excluded"]:
            one = len(groups["excluded"]) == 1
            clauses.append((_("{letters} is left out") if one else _("{letters} are left out")).format(
                letters=_listed(groups["excluded"])))
        return ", ".join(clauses) + "." if clauses else ""


def _listed(letters: list[str]) -> str:
    if len(letters) == 1:
        return letters[0]
    return _("{some} and {last}").format(some=", ".join(letters[:-1]), last=letters[-1])
