"""How one cell of a table looks beyond its text: tone, icon, pill, bold, a bar. Words always come with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """Tones are those of pills plus 'muted' and 'hint'. `share` (0 .. 1) draws a small bar before the text.

    `tick` (0 .. 1) marks on that bar what is needed.
    """

    tone: str = ""
    icon: str = ""
    pill: bool = False
    bold: bool = False
    share: float | None = None
    problem: str = ""  # a sentence: the cell is drawn as one with a mistake and the sentence is its tooltip
    warning: str = ""  # a sentence: the cell is drawn as one to check
    tip: str = ""
    tick: float | None = None


PLAIN = Look()
STRONG = Look(bold=True)
MUTED = Look(tone="muted")
# the token of the text for each tone
INK = {
    "": "text",
    "ok": "ok",
    "danger": "danger",
    "warn": "warn",
    "accent": "accent-text",
    "excused": "excused",
    "neutral": "text-2",
    "seal": "seal",
    "muted": "text-2",
    "hint": "text-3",
    "line": "text-2",
}
