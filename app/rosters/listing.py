"""What a list is made of: the columns a kind of list offers, whose rows are asked for, and the list once read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from app.exchange.columns import Align, Kind
from app.i18n import _, speaking
from app.office.command import Work
from app.office.permissions import Permission

Row = tuple[Any, ...]
"""The values of the columns in their order, then the group and whether the attendance is too low."""
Told = tuple[str, str]
"""A name, and what is said of it."""
Language = Literal["en", "ms", "both"]


@dataclass(frozen=True)
class Field:
    """A column that may be chosen. `title` is marked for translation; `secret` holds an identity number or a photo,
    which leave through the gate; `many` stands for a column each (session, component); `choices` are what may be
    filled in."""

    key: str
    title: str
    kind: Kind = "text"
    width: int = 16
    secret: bool = False
    many: bool = False
    align: Align | None = None
    choices: Callable[[], Sequence[str]] | None = None
    words: tuple[str, str] | None = None  # Malay and English, where the English word alone has another Malay one

    def titled(self, code: str) -> str:
        """The heading in a language."""
        if self.words is not None:
            return self.words[code != "ms"]
        with speaking(code):
            return _(self.title)


@dataclass(frozen=True)
class ListColumn:
    """A column of a list that was read: its headings in Malay and English."""

    key: str
    malay: str
    english: str
    kind: Kind = "text"
    width: int = 16
    align: Align | None = None
    choices: tuple[str, ...] = ()
    fills: tuple[tuple[str, str], ...] = ()  # text -> look of an attendance status
    most: Decimal | None = None  # the highest number that may stand there
    low: bool = False  # stands out when the attendance is too low


def column_of(field: Field) -> ListColumn:
    """The column of a field that is one column."""
    return ListColumn(field.key, field.titled("ms"), field.titled("en"), field.kind, field.width, field.align,
                      tuple(field.choices()) if field.choices else (), low=field.key == "attendance")


@dataclass(frozen=True, kw_only=True)
class Where:
    """Whose rows: of a cohort, of these keys (enrolments; trainees or certificates in their lists), or of those that
    a text and filters find. With `everyone` also who has left."""

    cohort_id: int | None = None
    keys: tuple[int, ...] | None = None
    text: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    everyone: bool = False


@dataclass(frozen=True)
class Listing:
    """A list that was read. `facts` say what it is of, `notes` what its words mean, each a name and a sentence; notes
    are asked for in each language."""

    columns: tuple[ListColumn, ...]
    rows: Sequence[Row]
    facts: tuple[Told, ...] = ()
    notes: Callable[[], tuple[Told, ...]] = tuple

    @property
    def group_at(self) -> int:
        """Where in a row its group stands; whether attendance is low stands behind it."""
        return len(self.columns)


@dataclass(frozen=True)
class Asked:
    """How a reader shall read: the keys of the columns in order, numbers in full or masked, and by employer or not."""

    keys: tuple[str, ...]
    full: bool = False
    group: bool = False


Reader = Callable[[Work, Where, Asked], Listing]


@dataclass(frozen=True)
class Subject:
    """A kind of list: what its rows are, what may stand in it, and who may see it."""

    key: str
    title: str
    fields: tuple[Field, ...]
    needs: Permission
    read: Reader
    of_cohort: bool = False  # a cohort must be named
    by_text: bool = False  # its reader finds by text itself; of the others, rows are enrolments

    @property
    def by_key(self) -> Mapping[str, Field]:
        """The fields by their keys."""
        return {f.key: f for f in self.fields}
