"""Where references go when the row of a form is repeated: in formulas, merged cells, print areas, names and charts."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORMULA = re.compile(
    r'(?P<text>"(?:[^"]|"")*")'
    r"|(?P<ref>(?<![\w.$\]])(?P<sheet>(?:'(?:[^']|'')+'|(?:\[\d+\])?[^\W\d][\w.]*)!)?"
    r"(?:(?P<a>\$?[A-Z]{1,3}\$?[0-9]{1,7})(?::(?P<b>\$?[A-Z]{1,3}\$?[0-9]{1,7}))?"
    r"|(?P<c>\$?[0-9]{1,7}):(?P<d>\$?[0-9]{1,7}))(?![\w(!.]))")
_CELL = re.compile(r"(\$?[A-Z]{0,3})(\$?)([0-9]+)$")


@dataclass(frozen=True)
class Repeat:
    """Rows `first` to `last` of a sheet become `times` copies of themselves, one under the other."""

    sheet: str
    first: int
    last: int
    times: int

    @property
    def size(self) -> int:
        """Rows for one person."""
        return self.last - self.first + 1

    @property
    def more(self) -> int:
        """Rows that everything below goes down."""
        return (self.times - 1) * self.size

    def row(self, row: int) -> int:
        """Where a row of its own goes; a repeated one stays with the first copy."""
        return row + self.more if row > self.last else row

    def area(self, area: str) -> str:
        """'A12:C12' or 'A12': moved when it is below, stretched when it takes in the repeated rows."""
        start, _colon, end = area.partition(":")
        end = end or start
        left, right = self._at(start, self._row(start)), self._at(end, self._end(end))
        return left if left == right else f"{left}:{right}"

    def areas(self, areas: str) -> str:
        """A list of areas, for drop-downs and conditional formats: of several rows each copy is named alone."""
        found: list[str] = []
        for area in areas.split():
            inside = self.within(area)
            found += ([self.copy_area(area, n) for n in range(self.times)] if inside and self.size > 1
                      else [self.area(area)])
        return " ".join(found)

    def within(self, area: str) -> bool:
        """Whether an area lies in the repeated rows alone."""
        start, _colon, end = area.partition(":")
        return self.first <= _number(start) and _number(end or start) <= self.last

    def copy_area(self, area: str, copy: int) -> str:
        """The same area in a copy."""
        return ":".join(self._at(part, _number(part) + copy * self.size) for part in area.split(":"))

    def formula(self, text: str, on_sheet: str, copy: int | None = None, *, grow: bool = False) -> str:
        """A formula after the repetition; `copy` is the copy it stands in, None outside the repeated rows.

        With `grow` (charts) a single repeated cell becomes the whole column of them.
        """

        def moved(found: re.Match[str]) -> str:
            if found["text"] is not None:
                return found[0]
            prefix = found["sheet"] or ""
            named = prefix[:-1].strip("'").replace("''", "'") if prefix else on_sheet
            if named.casefold() != self.sheet.casefold():
                return found[0]
            start, end = found["a"] or found["c"], found["b"] or found["d"]
            if copy is not None and self.first <= _number(end or start) <= self.last:
                parts = [self._relative(p, copy) for p in (start, end) if p]
            elif end or (grow and self.more and self.first <= _number(start) <= self.last):
                end = end or start
                parts = [self._at(start, self._row(start)), self._at(end, self._end(end))]
            else:
                parts = [self._at(start, self._row(start))]
            return prefix + ":".join(parts)

        return _FORMULA.sub(moved, text)

    def _row(self, part: str) -> int:
        return self.row(_number(part))

    def _end(self, part: str) -> int:
        number = _number(part)
        return number + self.more if number >= self.first else number

    def _relative(self, part: str, copy: int) -> str:
        found = _CELL.match(part)
        inside = self.first <= _number(part) <= self.last
        fixed = found is None or bool(found[2]) or (found[1] == "$")
        return part if fixed or not inside else self._at(part, _number(part) + copy * self.size)

    @staticmethod
    def _at(part: str, row: int) -> str:
        return re.sub(r"[0-9]+$", str(row), part)


def _number(part: str) -> int:
    found = re.search(r"([0-9]+)$", part)
    return int(found[1]) if found else 0
