"""How the attendance of a cohort is counted: data that the cohort carries, and that says itself in words.

The same register gives 70 to 86 per cent in different systems, so no figure is shown without its policy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from app.cohorts.words import session_kind_word
from app.errors import Damaged
from app.i18n import _, language, ngettext

KEYS = ("late", "early", "duty", "sick", "leave")
COUNTS = ("attended", "half", "absent", "excluded", "status")  # status: what the mark itself meant when it was set
UNMARKED = ("blocks", "absent", "excluded")
JOINER = ("joined", "whole")
LEAVER = ("leaving", "whole")
BASES = ("sessions", "minutes")
NEVER = frozenset({"ceremony"})
"""Kinds that count only in a policy that names them."""

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
    leaver: str = "leaving"  # who leaves early: only sessions until leaving, or the whole run
    lates_per_absence: int = 0  # of so many L one counts as absent; 0 = never
    late_limit: int = 0  # minutes; whoever is later is absent; 0 = no limit
    allowed_misses: int | None = None  # sessions that may be missed, beside the threshold (or instead of one of 0)
    kinds: tuple[str, ...] = ()  # kinds of session that count; empty = all but NEVER
    grace: int = 10  # minutes after the start until which one is present at the door
    online_full: int = 75  # per cent of an online session for which present is proposed
    online_part: int = 50  # and for which late is proposed

    def problems(self) -> dict[str, str]:
        """Field -> sentence, for what cannot be a policy."""
        found: dict[str, str] = {}
        if not 0 <= self.threshold <= 100:
            found["threshold"] = _("The attendance that is needed is a whole number from 0 to 100 per cent.")
        if self.lates_per_absence < 0:
            found["lates_per_absence"] = _("How many late marks make one absence cannot be below 0.")
        if self.allowed_misses is not None and self.allowed_misses < 0:
            found["allowed_misses"] = _("How many sessions may be missed cannot be below 0.")
        for name in ("late_limit", "grace"):
            if not 0 <= getattr(self, name) <= 1440:
                found[name] = _("Write the minutes as a number from 0 to 1440.")
        if not 0 < self.online_full <= 100:
            found["online_full"] = _("Write a whole number from 1 to 100 per cent.")
        if not 0 < self.online_part <= min(self.online_full, 100):
            found["online_part"] = _("Late needs less of an online session than present, and more than nothing.")
        if "" in self.kinds:
            found["kinds"] = _("Choose at least one kind of session.")
        choices: dict[str, tuple[str, ...]] = {
            **dict.fromkeys(KEYS, COUNTS), "unmarked": UNMARKED, "joiner": JOINER, "leaver": LEAVER, "basis": BASES}
        for name, allowed in choices.items():
            if getattr(self, name) not in allowed:
                found[name] = _("Choose one of the ways of counting.")
        return found

    def counts_kind(self, kind: str) -> bool:
        """Whether sessions of this kind count."""
        return kind in self.kinds if self.kinds else kind not in NEVER

    def counts(self, key: str) -> str | None:
        """How a status with this policy key counts; None when the policy leaves it to the status."""
        found = getattr(self, key) if key in KEYS else None
        return None if found == "status" else found

    def to_json(self) -> str:
        """The text that the cohort keeps."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Policy:
        """The policy of that text; settings that are not in it have their default. Damaged when it is none."""
        try:
            raw: Any = json.loads(text) if text else {}
            known = {f.name for f in fields(cls)}
            given = {k: v for k, v in raw.items() if k in known}
            if "kinds" in given:
                given["kinds"] = tuple(given["kinds"])
            return replace(cls(), **given)
        except (ValueError, AttributeError, TypeError) as error:
            raise Damaged(_("The attendance policy of this cohort cannot be read.")) from error

    def words(self, letters: Mapping[str, str] | None = None) -> str:
        """The policy in the language in use: 'Needs 80 % of sessions held. L and D count, S does not.'"""
        letters = letters or LETTERS[language()]
        return " ".join(part for part in (self._needs(), self._counting(letters)) if part)

    def _needs(self) -> str:
        share = (_("Needs {n} % of the minutes of sessions held.") if self.basis == "minutes"
                 else _("Needs {n} % of sessions held.")).format(n=self.threshold)
        misses = self._misses()
        return misses if misses and not self.threshold else " ".join(part for part in (share, misses) if part)

    def _misses(self) -> str:
        if self.allowed_misses is None:
            return ""
        if not self.allowed_misses:
            return _("No session may be missed.")
        return ngettext("At most {n} session may be missed.", "At most {n} sessions may be missed.",
                        self.allowed_misses).format(n=self.allowed_misses)

    @property
    def limit(self) -> str:
        """What is needed, as short as it goes: '80 %', '80 %, at most 3 missed'."""
        share = f"{self.threshold} %"
        if self.allowed_misses is None:
            return share
        most = _("at most {n} missed").format(n=self.allowed_misses)
        return f"{share}, {most}" if self.threshold else most

    def brief(self, letters: Mapping[str, str] | None = None) -> str:
        """The same in fewer words: 'Needs 80 %. L, O and D count, S and E do not.'"""
        letters = letters or LETTERS[language()]
        misses = self._misses()
        needs = "" if misses and not self.threshold else _("Needs {n} %.").format(n=self.threshold)
        return " ".join(p for p in (needs, misses, self._counting(letters)) if p)

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
        found.append(_("For a trainee who leaves, only sessions up to the last day count.")
                     if self.leaver == "leaving" else
                     _("For a trainee who leaves, the sessions after the last day count as absent."))
        return [*found, *self._late_details(letters), self._kinds(),
                _("A session made up elsewhere counts as attended; a transfer brings its attendance along."),
                _("The figure is cut to one decimal, never rounded up.")]

    def notable(self, letters: Mapping[str, str] | None = None) -> str:
        """For below a table: `words`, how late joiners count, and every rule that is not the usual one."""
        usual = Policy().details(letters)
        said = self.details(letters)
        return " ".join([said[0], *(rule for n, rule in enumerate(said[1:], start=1) if n == 2 or rule not in usual)])

    def _late_details(self, letters: Mapping[str, str]) -> list[str]:
        letter = letters.get("late", LETTERS[language()]["late"])
        found = []
        if self.late_limit:
            found.append(ngettext("{letter} of more than {n} minute counts as absent.",
                                  "{letter} of more than {n} minutes counts as absent.",
                                  self.late_limit).format(letter=letter, n=self.late_limit))
        if self.lates_per_absence:
            found.append(_("{n} times {letter} make one absence.").format(n=self.lates_per_absence, letter=letter))
        if self.basis == "minutes":
            found.append(_("Minutes late or left early are taken off, where they are known."))
        return found

    def _kinds(self) -> str:
        if not self.kinds:
            return _("All kinds of session count except ceremonies.")
        return _("Only these sessions count: {kinds}.").format(
            kinds=", ".join(session_kind_word(k).lower() for k in self.kinds))

    def door_words(self) -> str:
        """What the door and reports of online sessions propose by."""
        return " ".join((
            ngettext("At the door a trainee is present until {n} minute after the start, then late.",
                     "At the door a trainee is present until {n} minutes after the start, then late.",
                     self.grace).format(n=self.grace),
            _("Online, {full} % of the session is present and {part} % late.").format(
                full=self.online_full, part=self.online_part)))

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
        if groups["status"]:
            one = len(groups["status"]) == 1
            clauses.append((_("{letters} counts as the status says") if one
                            else _("{letters} count as the status says")).format(letters=_listed(groups["status"])))
        return ", ".join(clauses) + "." if clauses else ""


def _listed(letters: list[str]) -> str:
    if len(letters) == 1:
        return letters[0]
    return _("{some} and {last}").format(some=", ".join(letters[:-1]), last=letters[-1])
