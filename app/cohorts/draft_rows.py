"""A row, an issue, a column of a list that is being looked at; frozen, for the window and for reports."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from app.cohorts.known import Difference, shown_value
from app.i18n import _
from app.trainees.identity import show

State = Literal["ok", "suggest", "ask", "reject", "known", "left"]
WORST: tuple[State, ...] = ("ok", "suggest", "known", "ask", "reject")
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
class PersonView:
    """Who on record a row is or may be, and which fields the list would change."""

    id: int
    number: str
    name: str
    certain: bool
    differences: tuple[Difference, ...] = ()
    update: tuple[str, ...] = ()
    decided: bool = False
    others: int = 0


@dataclass(frozen=True)
class DraftRow:
    """A row as it stands now."""

    row: int
    fields: Mapping[str, Any]
    raw: Mapping[str, str]
    issues: tuple[DraftIssue, ...]
    state: State
    person: PersonView | None = None
    same_as: int | None = None
    skipped: str = ""  # why it is no person

    def shown(self, key: str) -> str:
        """A field as it would be recorded, else as the file has it."""
        value = self.fields.get(key)
        if value in (None, ""):
            return self.raw.get(key, "")
        if key == "id_number":
            return show(str(self.fields.get("id_type") or "MYKAD"), str(value))
        return shown_value(key, value)

    @property
    def sentence(self) -> str:
        """The worst of what was found, in one sentence."""
        if self.state == "left":
            return self.skipped or _("Left out")
        if self.state == "known" and self.person is not None:
            return _("Already in Sijil: {number}").format(number=self.person.number)
        found = sorted(self.issues, key=lambda issue: -WORST.index(issue.cls))
        return found[0].what if found and found[0].cls == self.state else ""


@dataclass(frozen=True)
class DraftColumn:
    """A column: field '' is not imported, None waits for a choice."""

    index: int
    letter: str
    heading: str
    field: str | None
    samples: tuple[str, ...] = ()
    why: str = ""
