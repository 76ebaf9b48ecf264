"""A list that was read, written: as a workbook, on paper, as CSV, and as text for the clipboard."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from app.exchange.columns import Caption, Column
from app.exchange.sheet import FORMULA
from app.i18n import _, speaking
from app.job import SILENT, Progress
from app.rosters.listing import ListColumn, Listing, Row
from app.rosters.preset import Preset

LEFT_EMPTY = ("signature", "remarks", "name_right")  # columns for a hand
LONGEST_WORD = 34  # letters that are kept together on paper


@dataclass(frozen=True)
class Sheetful:
    """A list with all that is said around it."""

    preset: Preset
    titles: tuple[str, str]  # Malay, English
    listing: Listing
    centre: str
    exported: str
    by: str
    at: datetime

    @property
    def language(self) -> str:
        """The language of the cells."""
        return "en" if self.preset.language == "en" else "ms"

    @property
    def title(self) -> str:
        """'Senarai Nama Pelatih · Class roster' in both languages."""
        malay, english = self.titles
        if self.preset.language != "both":
            return english if self.preset.language == "en" else malay
        return malay if malay == english else f"{malay} · {english}"

    def heads(self) -> tuple[list[str], list[str]]:
        """The two lines of the heading; the second is empty where a word is the same in both languages."""
        pairs = [two_lines(c, self.preset.language) for c in self.listing.columns]
        return [upper for upper, _lower in pairs], [lower for _upper, lower in pairs]

    def groups(self) -> list[tuple[str, Sequence[Row]]]:
        """The rows by employer; one nameless group where they are not grouped."""
        if not self.preset.group:
            return [("", self.listing.rows)]
        at = self.listing.group_at
        return [(name or self.without, list(rows)) for name, rows in groupby(self.listing.rows, itemgetter(at))]

    @property
    def without(self) -> str:
        """What stands above those without an employer."""
        with speaking(self.language):
            return _("Without an employer")


def two_lines(column: ListColumn, language: str) -> tuple[str, str]:
    """The heading of a column in two lines; a column may bring a second line of its own."""
    malay, _sign, below = column.malay.partition("\n")
    english, _sign, under = column.english.partition("\n")
    if language == "ms":
        return malay, below
    if language == "en":
        return english, under
    if below or under:
        return malay, below
    return malay, "" if english == malay else english


def write(path: Path, kind: str, content: Sheetful, step: Progress = SILENT) -> None:
    """Write a file where nobody has looked for it yet."""
    if kind == "xlsx":
        from app.rosters.book import write_workbook

        write_workbook(path, content, step)
    elif kind == "pdf":
        path.write_bytes(on_paper(content, step))
    else:
        write_csv(path, content, step)


# ------------------------------------------------------------------------------------------------- as text


def plain_text(content: Sheetful) -> str:
    """Heading and rows with tabs, for the clipboard: no cell holds a tab or a line break."""
    return "".join("\t".join(" ".join(cell.split()) for cell in line) + "\r\n" for line in text_lines(content))


def write_csv(path: Path, content: Sheetful, step: Progress = SILENT) -> None:
    """Heading and rows with commas, in UTF-8 as Excel recognises it."""
    total = len(content.listing.rows)
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        for n, line in enumerate(text_lines(content)):
            writer.writerow(line)
            if n % 500 == 0:
                step(n, total, _("Writing row {n} of {total}").format(n=n, total=total))


def text_lines(content: Sheetful) -> Iterator[list[str]]:
    """Heading and rows as texts. One that a spreadsheet would take for a formula gets ' in front."""
    columns, at = content.listing.columns, content.listing.group_at
    heads = [f"{upper} / {lower}" if lower else upper for upper, lower in zip(*content.heads(), strict=True)]
    grouped = bool(content.preset.group) and all(c.key != "organisation" for c in columns)
    if grouped:
        with speaking(content.language):
            heads.append(_("Employer"))
    yield [_safe(head) for head in heads]
    show = [shower(c) for c in columns]
    for row in content.listing.rows:
        yield [*(make(value) for make, value in zip(show, row, strict=False)), *([_safe(row[at])] if grouped else ())]


def _safe(text: str) -> str:
    return "'" + text if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def shower(column: ListColumn) -> Callable[[Any], str]:
    """What makes the text of a value: days as 29/06/2026, numbers as they are, texts that are no formulas."""
    sign = "%" if column.kind == "percent" else ""

    def show(value: Any) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, datetime):
            return f"{value:%d/%m/%Y %H:%M}"
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        if isinstance(value, Decimal):
            return f"{value.normalize():f}{sign}"
        return str(value) if isinstance(value, int | float) else _safe(str(value))

    return show


# ------------------------------------------------------------------------------------------------- on paper


def on_paper(content: Sheetful, step: Progress = SILENT) -> bytes:
    """The list as a PDF; where somebody signs, the rows are as high as a hand needs."""
    from app.exchange.list_paper import list_pdf

    listing = content.listing
    upper, lower = content.heads()
    columns: list[Column[Row]] = [
        Column(c.key, partial(str, f"{a} {b}" if "\n" in c.malay else f"{a} / {b}" if b else a), itemgetter(n),
               _paper_percent if c.kind == "percent" else _paper, width=_paper_width(c, n, listing.rows, f"{a} {b}"),
               align=c.align, kind=c.kind)
        for n, (c, a, b) in enumerate(zip(listing.columns, upper, lower, strict=True))]
    signs = any(c.key in LEFT_EMPTY for c in listing.columns)
    with speaking(content.language):
        return list_pdf(content.title, [f"{name}: {said}" for name, said in listing.facts], columns,
                        with_captions(content), step, centre=content.centre, printed=content.exported,
                        row_height=8.0 if signs else 0.0)


def _paper_width(column: ListColumn, n: int, rows: Sequence[Row], head: str) -> int:
    """Letters that a column needs on paper: no word and no number is parted, and an empty column takes little."""
    word = max((len(part) for part in head.split()), default=0)
    if column.key in LEFT_EMPTY or column.kind == "photo":
        return column.width
    longest = 0
    for row in rows:
        text = "" if row[n] is None else row[n] if isinstance(row[n], str) else _paper(row[n])
        if len(text) > longest:
            longest = len(text)
        if len(text) > word:
            word = max(word, *(len(part) for part in text.split()))
    if column.kind in ("identity", "date", "number", "percent"):  # digits are wider than letters, and stay in a line
        return max(word, round(longest * 1.2)) + 1
    return max(min(word, LONGEST_WORD), min(longest, column.width)) + 1


def _paper(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return f"{value:%d/%m/%Y %H:%M}" if isinstance(value, datetime) else (
        f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value))


def _paper_percent(value: Any) -> str:
    return f"{_paper(value)} %"


def with_captions(content: Sheetful) -> Sequence[Row | Caption]:
    """The rows, each employer's under its name where they are grouped."""
    if not content.preset.group:
        return content.listing.rows
    found: list[Row | Caption] = []
    for name, rows in content.groups():
        found += [Caption(f"{name} ({len(rows)})"), *rows]
    return found
