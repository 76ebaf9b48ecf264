"""Lists of people as a kind of list: their fields, headings and dates, for the engine that all lists share."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.exchange.tables import Table, Value
from app.exchange.tables.header import Heading
from app.lists.kinds import About, Field, Kind, Matching, Read
from app.lists.texts import as_text
from app.trainees.intake.columns import FIELDS, field_of, guess

DATES: Final = frozenset({"birth_date", "join_date"})


@dataclass(frozen=True)
class PeopleKind(Kind):
    """Headings of people are told by rules of their own: parts of a name, other people's numbers, second phones."""

    def field_of(self, heading: str) -> str | None:
        return field_of(heading)

    def guess(self, table: Table, heading: Heading) -> Matching:
        found = guess(table, heading)
        fields: dict[int, str | None] = {c.index: name for name, columns in found.fields.items() for c in columns}
        fields |= {c.index: "" for c in (*found.ignored, *found.hidden)} | {c.index: None for c in found.unknown}
        columns = (*(c for some in found.fields.values() for c in some), *found.ignored, *found.unknown, *found.hidden)
        return Matching(fields, {c.index: c.why for c in columns if c.why}, found.questions)


def _read(value: Value, about: About) -> Read:
    return Read(as_text(value))  # a person is read as a whole: one cell says how another is meant


def _number(values: Mapping[str, Any]) -> Hashable | None:
    return values.get("id_number")


PEOPLE: Final = PeopleKind("trainees", "Trainees", tuple(
    Field(key, words, "", _read, required=key == "full_name", is_date=key in DATES) for key, words in FIELDS.items()),
    _number)
