"""The attendance statuses that every centre starts with. A stable code is the Malay letter."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.cohorts.policy import Policy
from app.i18n import language


@dataclass(frozen=True)
class StatusRow:
    """A status as screens, papers and figures need it."""

    code: str
    letter_en: str
    letter_ms: str
    label_en: str
    label_ms: str
    meaning: str  # attended, part, absent, excluded
    fraction: Decimal
    look: str
    policy_key: str
    needs_reason: bool = False
    needs_evidence: bool = False  # the number of an MC or a letter
    roles: str = ""  # who may use it, comma-separated; '' = everybody who marks
    active: bool = True  # False: retired, drawn where it stands but not offered
    id: int = 0
    version: int = 0

    def offered(self, roles: Collection[str] | None = None) -> bool:
        """Whether somebody in these roles may set it anew; None asks for any role."""
        return self.active and (not self.roles or roles is None or bool(set(self.roles.split(",")) & set(roles)))

    @property
    def letter(self) -> str:
        """The letter in the language in use."""
        return self.letter_ms if language() == "ms" else self.letter_en

    @property
    def label(self) -> str:
        """The name in the language in use."""
        return self.label_ms if language() == "ms" else self.label_en


_ONE = Decimal(1)
SHIPPED = (
    StatusRow("H", "P", "H", "Present", "Hadir", "attended", _ONE, "letter", ""),
    StatusRow("L", "L", "L", "Late", "Lewat", "attended", _ONE, "bar", "late"),
    StatusRow("X", "A", "X", "Absent", "Tidak hadir", "absent", _ONE, "block", ""),
    StatusRow("S", "S", "S", "Sick leave", "Cuti sakit (MC)", "absent", _ONE, "dashed", "sick"),
    StatusRow("K", "E", "K", "Excused", "Cuti dengan kebenaran", "absent", _ONE, "dashed", "leave"),
    StatusRow("R", "D", "R", "Official duty", "Tugas rasmi", "attended", _ONE, "outline", "duty"),
    StatusRow("P", "O", "P", "Left early", "Pulang awal", "attended", _ONE, "bar", "early"),
)


def shipped_statuses() -> list[dict[str, Any]]:
    """Rows of the status table for a new centre (`Work.insert_many(Status, shipped_statuses())`)."""
    return [{"code": s.code, "letter_en": s.letter_en, "letter_ms": s.letter_ms, "label_en": s.label_en,
             "label_ms": s.label_ms, "meaning": s.meaning, "fraction": s.fraction, "look": s.look,
             "policy_key": s.policy_key, "needs_reason": s.needs_reason, "position": place, "active": True}
            for place, s in enumerate(SHIPPED, start=1)]


def letters(statuses: list[StatusRow] | tuple[StatusRow, ...] = SHIPPED) -> dict[str, str]:
    """Policy key -> letter in the language in use, for a policy in words."""
    return {s.policy_key: s.letter for s in statuses if s.policy_key}


def key_map(statuses: list[StatusRow] | tuple[StatusRow, ...]) -> dict[str, str]:
    """Key on the keyboard -> status code: letters of the language in use, then unambiguous ones of the other.

    Retired statuses have no key.
    """
    statuses = [s for s in statuses if s.active]
    malay = language() == "ms"
    found = {s.letter.upper(): s.code for s in statuses}
    for s in statuses:
        found.setdefault((s.letter_en if malay else s.letter_ms).upper(), s.code)
    return found


def look_of(status: StatusRow, policy: Policy) -> str:
    """How a mark is drawn: the letter says why, the fill says how this cohort's policy counts it."""
    counts = policy.counts(status.policy_key)
    if status.look in ("outline", "dashed") and counts is not None:
        return "outline" if counts in ("attended", "half") else "dashed"
    if status.look == "bar" and counts == "absent":
        return "block"
    return status.look


def reading_map(statuses: list[StatusRow] | tuple[StatusRow, ...]) -> dict[str, str]:
    """What may stand in a cell of a spreadsheet, folded -> status code: letters, names in both languages, ticks.

    Retired statuses are not read.
    """
    statuses = [s for s in statuses if s.active]
    found = {name.casefold(): s.code for s in statuses for name in (s.label_en, s.label_ms)}
    codes = {s.code for s in statuses}
    for sign, code in (("1", "H"), ("/", "H"), ("✓", "H"), ("✔", "H"), ("0", "X"), ("✗", "X"), ("✘", "X")):
        if code in codes:
            found[sign] = code
    return found | {letter.casefold(): code for letter, code in key_map(statuses).items()}
