"""A row, an issue, a column of a list that is being looked at; frozen, for the window and for reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.cohorts.known import Difference, shown_value
from app.i18n import _
from app.lists.match import SHEET
from app.lists.rows import WORST as WORST
from app.lists.rows import DraftColumn as DraftColumn
from app.lists.rows import DraftIssue as DraftIssue
from app.lists.rows import Standing as Standing
from app.lists.rows import State as State
from app.trainees.identity import show


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
    others: int = 0  # rows that may be decided together with this one
    together: Literal["sure", "very", ""] = ""  # those whose number says who it is; those who are very likely the same
    conflict: str = ""  # what speaks against it being this person, though the number is his
    why: str = ""  # why it may be this person, though the number is not his
    renamed: bool = False  # the record spells the name otherwise, and somebody must say which is on the card
    seen: Mapping[str, Any] = field(default_factory=dict)  # the fields that differ, as the record had them


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
    standing: Standing = ""
    sheet: str = ""

    @property
    def number(self) -> int:
        """The row in its sheet, as Excel shows it."""
        return self.row % SHEET

    def shown(self, key: str) -> str:
        """A field as it would be recorded, else as the file has it."""
        value = self.fields.get(key)
        if value in (None, ""):
            return self.raw.get(key, "")
        if key == "titles":
            return " ".join(value)
        if key == "id_number":
            return show(str(self.fields.get("id_type") or "MYKAD"), str(value))
        return shown_value(key, value)

    @property
    def sentence(self) -> str:
        """The worst of what was found, in one sentence."""
        if self.state == "left":
            return self.skipped or _("Left out")
        if self.state == "known" and self.person is not None:
            if self.person.conflict or not self.person.certain:
                return self.person.conflict or _("Perhaps {number}, {name}: {why}").format(
                    number=self.person.number, name=self.person.name, why=self.person.why)
            return _("Already in Sijil: {number}").format(number=self.person.number)
        found = sorted(self.issues, key=lambda issue: -WORST.index(issue.cls))
        return found[0].what if found and found[0].cls == self.state else ""
