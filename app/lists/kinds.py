"""What a kind of list is made of: its fields, how their headings read, how a cell is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from app.exchange.tables import Table, Value
from app.exchange.tables.header import Heading
from app.lists.headings import norm

Order = Literal["day", "month"]


@dataclass(frozen=True)
class About:
    """What a reader of cells must know beside the cell: the day, and which part of a date its column writes first."""

    today: date
    order: Order = "day"


@dataclass(frozen=True)
class Read:
    """A cell as it was understood. With `cls` something is to be said: the value is proposed, asked for or refused."""

    value: Any = None
    cls: Literal["", "suggest", "ask", "reject"] = ""
    what: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """A column a list may have. `heads` is a regular expression over headings as `norm` leaves them; `looks` one over
    values, for columns whose heading says nothing."""

    key: str
    words: str  # marked for translation
    heads: str
    read: Callable[[Value, About], Read]
    required: bool = False
    is_date: bool = False
    looks: str = ""
    choices: tuple[tuple[str, str], ...] = ()  # value, words marked for translation


@dataclass(frozen=True)
class Question:
    """Something asked once for the whole file. A blocking one must be answered before anything is recorded."""

    about: str
    sentence: str
    columns: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    blocking: bool = False


@dataclass
class Matching:
    """The columns of a table as they were guessed: field '' leaves a column out, None waits for a choice."""

    fields: dict[int, str | None] = field(default_factory=dict)
    why: dict[int, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of list. `identity` tells what a row is about: two rows of one identity are the same thing.

    `differs` is for a kind that never changes what is on record: it says what is wrong with a row that says otherwise.
    Values of `alike` are compared by what the function makes of them.
    """

    name: str
    words: str  # marked for translation
    fields: tuple[Field, ...]
    identity: Callable[[Mapping[str, Any]], Hashable | None]
    whole: Callable[[Mapping[str, Any]], Mapping[str, Read]] = field(default=lambda values: {})  # of a row as a whole
    differs: Callable[[Any], str] | None = None  # of what is on record
    alike: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> dict[str, Field]:
        """The fields by their keys."""
        return {one.key: one for one in self.fields}

    def field_of(self, heading: str) -> str | None:
        """The field that a heading names; the first declared wins."""
        word = norm(heading)
        return next((f.key for f in self.fields if word and re.search(f.heads, word)), None)

    def guess(self, table: Table, heading: Heading) -> Matching:
        """The matching a careful clerk would start from."""
        from app.lists.matching import guess

        return guess(self, table, heading)
