"""Excel workbooks out: openpyxl makes an empty workbook with every style and setting, and the rows are spliced
into it as text. One way for 40 rows and for 54,000, several times faster than cell objects and with little memory.

What leaves here can come back: identities, phones and postcodes are text cells, dates are real dates, and a text
that looks like a formula stays a text.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from app.errors import Invalid
from app.exchange.columns import Caption, Column, Portrait
from app.exchange.files import atomic_write
from app.exchange.sheet_fills import Fill, put_fills
from app.exchange.sheet_photos import put_photos, row_height
from app.i18n import _
from app.job import SILENT, Progress

if TYPE_CHECKING:
    from openpyxl.styles import Font
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

R = TypeVar("R")
ACCENT, LINE, DANGER, MUTED, SHADE = "0B5F77", "BCC7CD", "A61B1B", "46555F", "E7F0F3"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_767  # characters that Excel takes in a cell
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_HEX = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_SAFE = date(1900, 3, 1)  # Excel's calendar is wrong before


@dataclass(frozen=True)
class Sheet(Generic[R]):
    """A list: title block, header of one or two rows that stays in view, and rows.

    `lines` stand under the title, each as texts for columns (column number, text). `second` is a second header
    row, for the other language. `alert` says which cells stand out in red.
    """

    name: str
    columns: Sequence[Column[R]]
    rows: Sequence[R | Caption]
    title: str = ""
    lines: Sequence[Sequence[tuple[int, str]]] = ()
    second: Sequence[str] = ()
    alert: Callable[[Column[R], R], bool] | None = None
    header: str = ""  # of the printed page
    frozen: int = 0  # columns that stay in view
    fills: Sequence[Fill] = ()


@dataclass(frozen=True)
class Properties:
    """What a file says of itself, shown by the system and in Excel."""

    title: str = ""
    subject: str = ""
    author: str = ""
    description: str = ""
    made: datetime | None = None  # in UTC


@dataclass(frozen=True)
class Drawn:
    """A sheet that its owner draws cell by cell; for forms, not for lists."""

    name: str
    draw: Callable[[Worksheet], None]


def write_sheet(path: Path, columns: Sequence[Column[R]], rows: Sequence[R], step: Progress = SILENT, *,
                name: str = "", title: str = "", lines: Sequence[Sequence[tuple[int, str]]] = (),
                second: Sequence[str] = (), alert: Callable[[Column[R], R], bool] | None = None,
                more: Sequence[Sheet[Any] | Drawn] = ()) -> Path:
    """Write one list, with further sheets behind it. Cancelled and errors leave the old file as it was."""
    first: Sheet[R] = Sheet(name or _("List"), columns, rows, title, lines, second, alert)
    return write_book(path, [first, *more], step)


def write_book(path: Path, sheets: Sequence[Sheet[Any] | Drawn], step: Progress = SILENT,
               properties: Properties | None = None) -> Path:
    """Write a workbook beside its place and move it there when it is whole. Unavailable when that is not possible."""
    skeleton, pieces = _skeleton(sheets, properties)
    with atomic_write(path) as temporary, temporary.open("wb") as out:
        _splice(skeleton, pieces, out, step)
    return path


# ---------------------------------------------------------------------------------------------- the skeleton


@dataclass(frozen=True)
class _Piece:
    sheet: Sheet[Any]
    first_row: int
    styles: dict[tuple[str, bool], int]  # (look, alert) -> index of the cell format


def _skeleton(sheets: Sequence[Sheet[Any] | Drawn], properties: Properties | None) -> tuple[bytes, dict[str, _Piece]]:
    """An empty workbook with everything but the rows of the lists, and where these go."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    pieces: dict[str, _Piece] = {}
    for place, sheet in enumerate(sheets, start=1):
        page = book.create_sheet(sheet_name(sheet.name, [s.title for s in book.worksheets]))
        if isinstance(sheet, Drawn):
            sheet.draw(page)
        else:
            first = _head(page, sheet)
            pieces[f"xl/worksheets/sheet{place}.xml"] = _Piece(sheet, first, _styles(book, page))
    if properties is not None:
        _say(book, properties)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue(), pieces


def _say(book: Workbook, properties: Properties) -> None:
    about = book.properties
    about.title, about.subject = _CONTROL.sub(" ", properties.title), _CONTROL.sub(" ", properties.subject)
    about.creator = about.lastModifiedBy = _CONTROL.sub(" ", properties.author)
    about.description = _CONTROL.sub(" ", properties.description)
    if properties.made is not None:  # openpyxl wants UTC without saying so
        about.created = about.modified = properties.made.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def sheet_name(wanted: str, taken: Sequence[str]) -> str:
    """A name that Excel takes: 31 characters, none of []:*?/\\, not used yet."""
    name = re.sub(r"[\[\]:*?/\\]", " ", wanted).strip().strip("'")[:31] or "1"
    number = 2
    while name.lower() in (t.lower() for t in taken):
        name = f"{name[:27]} {number}"
        number += 1
    return name


def _head(page: Worksheet, sheet: Sheet[Any]) -> int:
    """Title block, header, widths, print set-up. Returns the number of the first row of the list."""
    from openpyxl.styles import Alignment, PatternFill
    from openpyxl.utils import get_column_letter

    row = 1
    if sheet.title:
        put_text(page, row, 1, sheet.title).font = font(size=16, bold=True, color=ACCENT)
        page.row_dimensions[row].height = 24
        for n, line in enumerate(sheet.lines):
            row += 1
            for column, text in line:
                cell = put_text(page, row, column, text)
                cell.font = font(bold=n == 0 and column == 1, color=None if n == 0 else MUTED)
        row += 2
    fill = PatternFill("solid", fgColor=ACCENT)
    heads = [[c.title() for c in sheet.columns], *([list(sheet.second)] if sheet.second else [])]
    for texts in heads:
        for column, (spec, text) in enumerate(zip(sheet.columns, texts, strict=False), start=1):
            cell = put_text(page, row, column, text)
            cell.font = font(bold=texts is heads[0], color="FFFFFF")
            cell.fill = fill
            cell.alignment = Alignment(horizontal=spec.side, vertical="center", indent=spec.side == "left")
        row += 1
    for column, spec in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(column)].width = spec.width
    page.freeze_panes = f"{get_column_letter(sheet.frozen + 1)}{row}"
    last = max(row - 1, row - 1 + len(sheet.rows))
    put_fills(page, sheet.fills, [c.key for c in sheet.columns], row, last)
    put_photos(page, sheet.columns, sheet.rows, row)
    page.auto_filter.ref = f"A{row - 1}:{get_column_letter(len(sheet.columns))}{last}"
    print_setup(page, f"{row - len(heads)}:{row - 1}", sheet.header or sheet.title)
    return row


def font(*, size: int = 11, bold: bool = False, color: str | None = None) -> Font:
    """The font of our sheets, in points."""
    from openpyxl.styles import Font

    return Font(name="Calibri", size=size, bold=bold, color=color)


def put_text(page: Worksheet, row: int, column: int, text: str) -> Any:
    """Write a text into a cell as a text, whatever it looks like; returns the cell."""
    cell = page.cell(row, column)
    cell.value = _CONTROL.sub(" ", text)
    cell.data_type = "s"
    if text.startswith(FORMULA):
        cell.quotePrefix = True
    return cell


def put_notes(page: Worksheet, told: Sequence[tuple[str, str]], header: str) -> None:
    """Names and what is said of them, from the third row on, and the page set up for paper."""
    from openpyxl.styles import Alignment

    for n, (name, text) in enumerate(told, start=3):
        put_text(page, n, 1, name).font = font(bold=True)
        put_text(page, n, 2, text).alignment = Alignment(wrap_text=True, vertical="top")
        page.cell(n, 1).alignment = Alignment(vertical="top")
        page.row_dimensions[n].height = 16 * max(1, -(-len(text) // 95))
    page.column_dimensions["A"].width = 34
    page.column_dimensions["B"].width = 100
    print_setup(page, "1:1", header)


def print_setup(page: Worksheet, titles: str, header: str = "") -> None:
    """A4 landscape, as wide as the page, header rows on every page, page numbers."""
    from openpyxl.worksheet.properties import PageSetupProperties

    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = titles
    page.print_options.horizontalCentered = True
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top, page.page_margins.bottom = 0.5, 0.7
    page.page_margins.header = page.page_margins.footer = 0.3
    footer: Any = page.oddFooter
    footer.left.text = header.replace("&", "&&")
    footer.right.text = "&P / &N"


def _styles(book: Workbook, page: Worksheet) -> dict[tuple[str, bool], int]:
    """The cell formats of the list, put into the workbook without a cell."""
    from openpyxl.cell import Cell
    from openpyxl.styles import Alignment, Border, PatternFill, Side

    side = Side("thin", color=LINE)
    border = Border(left=side, right=side, top=side, bottom=side)
    formats = {"text": "General", "quoted": "General", "right": "General", "center": "General", "identity": "@",
               "identity quoted": "@", "long": "General", "long quoted": "General", "number": "General",
               "date": "dd/mm/yyyy", "moment": "dd/mm/yyyy hh:mm", "percent": "0.0%"}
    found: dict[tuple[str, bool], int] = {}
    for look, number_format in formats.items():
        for alert in (False, True):
            cell = Cell(page, row=1, column=1)
            cell.font = font(bold=alert, color=DANGER if alert else None)
            cell.border = border
            cell.number_format = number_format
            side_of = {"right": "right", "center": "center", "number": "right", "percent": "right",
                       "date": "center", "moment": "center"}.get(look)
            cell.alignment = Alignment(horizontal=side_of or "left", vertical="center", indent=side_of is None,
                                       wrap_text=look.startswith("long"))
            if look.endswith("quoted"):
                cell.quotePrefix = True
            found[look, alert] = cell.style_id
    for look in ("caption", "caption quoted"):
        cell = Cell(page, row=1, column=1)
        cell.font, cell.fill, cell.border = font(bold=True, color=ACCENT), PatternFill("solid", fgColor=SHADE), border
        cell.quotePrefix = look.endswith("quoted")
        found[look, False] = cell.style_id
    return found


# ---------------------------------------------------------------------------------------------- the rows


def _splice(skeleton: bytes, pieces: dict[str, _Piece], out: Any, step: Progress) -> None:
    total = sum(len(p.sheet.rows) for p in pieces.values())
    done = 0
    with zipfile.ZipFile(io.BytesIO(skeleton)) as source, \
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for name in source.namelist():
            content = source.read(name)
            piece = pieces.get(name)
            if piece is None:
                target.writestr(name, content)
                continue
            before, after = _cut(content, piece)
            with target.open(_entry(name), "w") as part:
                part.write(before)
                for count, text in _rows(piece):
                    part.write(text.encode())
                    done += count
                    step(done, total, _("Writing row {n} of {total}").format(n=done, total=total))
                part.write(after)


def _entry(name: str) -> zipfile.ZipInfo:
    """A deflated part; the date is fixed, so that equal lists give equal files."""
    found = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
    found.compress_type = zipfile.ZIP_DEFLATED
    return found


def _cut(content: bytes, piece: _Piece) -> tuple[bytes, bytes]:
    """The sheet up to the place of its rows, and what follows."""
    from openpyxl.utils import get_column_letter

    last = max(piece.first_row - 1 + len(piece.sheet.rows), 1)
    size = f'<dimension ref="A1:{get_column_letter(len(piece.sheet.columns))}{last}"'.encode()
    content = re.sub(rb'<dimension ref="[^"]*"', size, content, count=1)
    if b"</sheetData>" not in content:
        content = content.replace(b"<sheetData/>", b"<sheetData></sheetData>").replace(
            b"<sheetData />", b"<sheetData></sheetData>")
    before, after = content.split(b"</sheetData>", 1)
    if texts := [get_column_letter(n) for n, c in enumerate(piece.sheet.columns, 1) if c.kind == "identity"]:
        spans = " ".join(f"{letter}{piece.first_row}:{letter}{last}" for letter in texts)
        meant = f'<ignoredErrors><ignoredError sqref="{spans}" numberStoredAsText="1"/></ignoredErrors>'
        after = after.replace(b"</headerFooter>", b"</headerFooter>" + meant.encode(), 1)  # no green corners
    return before, b"</sheetData>" + after


def _rows(piece: _Piece, size: int = 500) -> Iterator[tuple[int, str]]:
    """The rows as XML, some hundred at a time."""
    from openpyxl.utils import get_column_letter

    sheet, styles = piece.sheet, piece.styles
    makers = [(column, _maker(column, get_column_letter(n), styles, sheet.alert))
              for n, column in enumerate(sheet.columns, start=1)]
    letters = [get_column_letter(n) for n in range(1, len(sheet.columns) + 1)]
    photos = [column for column in sheet.columns if column.kind == "photo"]
    held: list[str] = []
    for number, row in enumerate(sheet.rows, start=piece.first_row):
        where = f'{number}"'
        if row.__class__ is Caption:
            cells, tall = _caption(row.text, where, letters, styles), ""
        else:
            cells = [make(column.read(row), where, row) for column, make in makers]
            tall = row_height(photos, row) if photos else ""
        held.append(f'<row r="{where}{tall}>{"".join(cells)}</row>')
        if len(held) == size:
            yield size, "".join(held)
            held.clear()
    if held:
        yield len(held), "".join(held)


def _caption(text: str, where: str, letters: Sequence[str], styles: dict[tuple[str, bool], int]) -> list[str]:
    """The cells of a caption: its text in the first, the others only coloured; nothing is merged."""
    plain = styles["caption", False]
    style = styles["caption quoted", False] if text.startswith(FORMULA) else plain
    return [f'<c r="{letters[0]}{where} s="{style}" t="inlineStr"><is><t>{_escaped(text)}</t></is></c>',
            *(f'<c r="{letter}{where} s="{plain}"/>' for letter in letters[1:])]


def _maker(column: Column[Any], letter: str, styles: dict[tuple[str, bool], int],
           alert: Callable[[Column[Any], Any], bool] | None) -> Callable[[Any, str, Any], str]:
    """A function that makes the XML of one cell of a column from value, row number and row."""
    start = f'<c r="{letter}'
    kind = column.kind
    plain = kind if kind in ("identity", "long") else column.align if column.align in ("right", "center") else "text"
    ids = {look: (styles[look, False], styles[look, True]) for look, alert_ in styles if alert_}
    text_at = tuple(f' s="{n}" t="inlineStr"><is><t>' for n in ids[plain])
    quoted_at = tuple(f' s="{n}" t="inlineStr"><is><t>' for n in ids[
        f"{kind} quoted" if kind in ("identity", "long") else "quoted"])
    show, special = column.show, _SPECIAL.search

    def text(value: Any, where: str, row: Any) -> str:
        if not isinstance(value, str):
            value = "" if value is None or isinstance(value, Portrait) else show(value)
        if not value:
            return f'{start}{where} s="{ids[plain][0]}"/>'
        red = alert is not None and alert(column, row)
        opened = (quoted_at if value[0] in FORMULA else text_at)[red]
        if special(value) or len(value) > LONGEST or value[0] == " " or value[-1] in " \n\t" or "\n" in value:
            value, opened = _escaped(value), opened.replace("<t>", '<t xml:space="preserve">')
        return f"{start}{where}{opened}{value}</t></is></c>"

    def number(value: Any, where: str, row: Any) -> str:
        red = alert is not None and alert(column, row)
        if value is None or value == "":
            return f'{start}{where} s="{ids["number"][0]}"/>'
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            if kind == "percent":
                return f'{start}{where} s="{ids["percent"][red]}"><v>{_hundredth(value)}</v></c>'
            if -10 ** 15 < value < 10 ** 15:
                return f'{start}{where} s="{ids["number"][red]}"><v>{value}</v></c>'
        return text(value, where, row)

    def day(value: Any, where: str, row: Any) -> str:
        if value is None:
            return f'{start}{where} s="{ids["date"][0]}"/>'
        red = alert is not None and alert(column, row)
        if isinstance(value, datetime) and value.date() >= _FIRST_SAFE:
            seconds = value.hour * 3600 + value.minute * 60 + value.second
            serial = value.toordinal() - _EPOCH + seconds / 86400
            return f'{start}{where} s="{ids["moment"][red]}"><v>{serial:.6f}</v></c>'
        if isinstance(value, date) and value >= _FIRST_SAFE:
            return f'{start}{where} s="{ids["date"][red]}"><v>{value.toordinal() - _EPOCH}</v></c>'
        return text(value, where, row)

    return {"number": number, "percent": number, "date": day}.get(kind, text)


def _hundredth(value: Any) -> str:
    """A per cent as the fraction that Excel shows as a per cent, exact."""
    return format(Decimal(str(value)) / 100, "f")


def _escaped(text: str) -> str:
    """A text as XML; control characters, which a workbook cannot hold, become spaces. Invalid when too long."""
    if len(text) > LONGEST:
        raise Invalid(_("A text has more than 32,767 characters, which Excel cannot hold: {start}…").format(
            start=text[:40]))
    text = _CONTROL.sub(" ", text)
    text = _HEX.sub("_x005F_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
