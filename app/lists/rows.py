"""A row, an issue, a column of a list that is being looked at; frozen, for the window and for reports."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from app.i18n import _, show_date

State = Literal["ok", "suggest", "ask", "reject", "known", "left"]
WORST: tuple[State, ...] = ("ok", "suggest", "known", "ask", "reject")
Standing = Literal["new", "change", "same", "conflict", "possible", ""]
_PARTS = re.compile(r"\d[\d\-/. ]*|'[^']*'|\([^)]*\)|[A-Z]{2,}[A-Z\d' ]*")


@dataclass(frozen=True)
class DraftIssue:
    """One thing found in a row. `kind` tells issues that can be accepted together; `keepable`: a person may say that
    it is right as it is."""

    field: str
    cls: State
    what: str
    suggested: str = ""
    choices: tuple[str, ...] = ()
    override: bool = False
    keepable: bool = False

    @property
    def kind(self) -> str:
        """The field and the sentence without what differs from row to row."""
        return f"{self.field}:{self.cls}:{_PARTS.sub('#', self.what)}"


@dataclass(frozen=True)
class DraftColumn:
    """A column: field '' is not imported, None waits for a choice."""

    index: int
    letter: str
    heading: str
    field: str | None
    samples: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class ColumnCheck:
    """What a matched column looks like: a sentence, and values nobody knows with how often they stand there."""

    tone: Literal["ok", "warn"]
    words: str
    unknown: tuple[tuple[str, int], ...] = ()
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Change:
    """A field that stands otherwise on record."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class ListLine:
    """A row as it stands now. `row` is its key in the draft, `number` and `sheet` say where it is in the file."""

    row: int
    sheet: str
    number: int
    fields: Mapping[str, Any]
    raw: Mapping[str, str]
    issues: tuple[DraftIssue, ...] = ()
    state: State = "ok"
    standing: Standing = ""
    changes: tuple[Change, ...] = ()
    same_as: int | None = None
    skipped: str = ""  # why it is no entry
    on_record: Any = None  # the key of what it is on record

    def shown(self, key: str) -> str:
        """A field as it would be recorded, else as the file has it."""
        value = self.fields.get(key)
        return self.raw.get(key, "") if value in (None, "") else shown(value)

    @property
    def sentence(self) -> str:
        """The worst of what was found, in one sentence."""
        if self.state == "left":
            return self.skipped or _("Left out")
        found = sorted(self.issues, key=lambda issue: -WORST.index(issue.cls))
        return found[0].what if found else ""


@dataclass(frozen=True)
class Effect:
    """What recording would do, before it is done."""

    new: int = 0
    change: int = 0
    same: int = 0
    open: int = 0  # rows that wait for an answer or are refused
    left: int = 0
    fields: Mapping[str, int] = field(default_factory=dict)  # field -> how many rows change it
    attached: int = 0  # rows of people on record that are recorded, changed or not
    enrolled: int = 0  # rows that are put on the roll


def shown(value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, date):
        return show_date(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
