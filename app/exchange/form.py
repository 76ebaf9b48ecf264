"""Filling a centre's own workbook: {{fields}}, and the lines from {{#rows}} to {{/rows}} once for each person.

The XML of the workbook is changed in place and all else is kept as it is, so that nothing is lost that we do not know.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from openpyxl.formula.translate import Translator

from app.errors import Invalid
from app.exchange.files import write_bytes
from app.exchange.form_moves import repeat_rows
from app.exchange.form_package import MAIN, Package, local
from app.exchange.form_refs import Repeat
from app.i18n import _
from app.job import SILENT, Progress

Value = str | int | Decimal | date | None
MOST_FIELDS = 2_000
MOST_LINES = 20  # for one person
_ROWS_END = 1_048_576
_M = f"{{{MAIN}}}"
_FIELD = re.compile(r"\{\{\s*([#/]?[^{}]{0,80}?)\s*\}\}")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_KEPT_AS_TEXT = 49  # the number format @
_DAY = 'dd/mm/yyyy'


@dataclass(frozen=True)
class Names:
    """What may stand in braces: name as written, in small letters, -> key."""

    once: Mapping[str, str]
    rows: Mapping[str, str]
    texts: frozenset[str] = frozenset()  # keys that stay text whatever they look like: identity numbers, phones


@dataclass(frozen=True)
class Found:
    """A placeholder of a form."""

    sheet: str
    cell: str
    name: str


@dataclass
class FormReport:
    """What a form asks for."""

    fields: list[Found] = field(default_factory=list)
    unknown: list[Found] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)  # a sentence each
    blocks: dict[str, tuple[int, int]] = field(default_factory=dict)  # sheet -> its repeated rows


def check_form(path: Path, names: Names) -> FormReport:
    """What a form asks for and what filling it would lose. Raises Invalid, with a sentence, for what is no form."""
    return _Form(path, names).report


def fill_form(path: Path, out: Path, names: Names, once: Mapping[str, Value], rows: Sequence[Mapping[str, Value]],
              step: Progress = SILENT) -> FormReport:
    """Write the filled form to another file. The form itself is never changed."""
    if out.resolve() == path.resolve():
        raise Invalid(_("Choose another file: {file} is the form itself.").format(file=out.name))
    form = _Form(path, names)
    form.fill(once, rows, step)
    write_bytes(out, form.package.bytes())
    return form.report


class _Form:
    def __init__(self, path: Path, names: Names) -> None:
        self.package, self.names, self.report = Package(path), names, FormReport()
        strings = "xl/sharedStrings.xml"
        self.strings = list(self.package.tree(strings)) if strings in self.package.parts else []
        self.styles = self.package.tree("xl/styles.xml") if "xl/styles.xml" in self.package.parts else None
        self.made: dict[tuple[int, str], int] = {}
        for sheet, part in self.package.sheets:
            root = self.package.tree(part)
            if root.find(f"{_M}sheetData") is None:
                continue
            _number_cells(root)
            self._inspect(sheet, root)
        self._losses()

    # looking at it

    def _inspect(self, sheet: str, root: Any) -> None:
        start: int | None = None
        found: list[Found] = []
        for row in root.iter(f"{_M}row"):
            for cell in row:
                for name in _FIELD.findall(self._text(cell)):
                    found.append(Found(sheet, cell.get("r"), name))
                    if len(self.report.fields) + len(found) > MOST_FIELDS:
                        raise Invalid(_("{file} has more than {n} fields in braces, far more than a form "
                                        "needs.").format(file=self.package.name, n=MOST_FIELDS))
                    start = self._block(found[-1], int(row.get("r")), start)
        if start is not None:
            raise Invalid(_("{sheet}: {{{{#rows}}}} in row {row} has no end. Write {{{{/rows}}}} in the last cell that "
                            "is repeated.").format(sheet=sheet, row=start))
        block = self.report.blocks.get(sheet)
        for one in found:
            name = one.name.casefold()
            if name in ("#rows", "/rows"):
                continue
            self.report.fields.append(one)
            line = int(re.sub(r"\D", "", one.cell))
            inside = block is not None and block[0] <= line <= block[1]
            if name not in self.names.once and not (inside and name in self.names.rows):
                self.report.unknown.append(one)

    def _block(self, found: Found, row: int, start: int | None) -> int | None:
        name, where = found.name.casefold(), {"sheet": found.sheet, "cell": found.cell}
        if name == "#rows":
            if start is not None:
                raise Invalid(_("{sheet}, {cell}: {{{{#rows}}}} stands inside another one. End the first with "
                                "{{{{/rows}}}}.").format(**where))
            if found.sheet in self.report.blocks:
                raise Invalid(_("{sheet}, {cell}: a sheet can have only one {{{{#rows}}}}. Put the second table on a "
                                "sheet of its own.").format(**where))
            return row
        if name == "/rows":
            if start is None:
                raise Invalid(_("{sheet}, {cell}: {{{{/rows}}}} without {{{{#rows}}}} before it.").format(**where))
            if row - start >= MOST_LINES:
                raise Invalid(_("{sheet}: {n} rows for one person are too many, {most} are possible.").format(
                    sheet=found.sheet, n=row - start + 1, most=MOST_LINES))
            self.report.blocks[found.sheet] = (start, row)
            return None
        return start

    def _losses(self) -> None:
        parts, say = self.package.parts, self.report.losses.append
        if any(p.startswith("_xmlsignatures/") for p in parts):
            say(_("This form has a digital signature, which the filled copy would lose."))
        if any(p.startswith("xl/pivotTables/") for p in parts):
            say(_("This form has a pivot table, which would show the old figures until it is refreshed in Excel."))
        if any(p.startswith("xl/externalLinks/") for p in parts):
            say(_("This form takes figures from another workbook; they are not brought up to date."))
        for sheet, part in self.package.sheets:
            root = self.package.tree(part)
            if root.find(f"{_M}customSheetViews") is not None:
                say(_("{sheet}: saved views of this form would keep their old places.").format(sheet=sheet))
            for node in root.iter(f"{_M}f"):
                if node.get("t") == "dataTable":
                    say(_("{sheet}: a what-if table of this form would keep its old place.").format(sheet=sheet))
                    break
            if sheet in self.report.blocks:
                self._once_only(sheet, part)
            for drawing in self.package.around(part, "drawing"):
                for node in self.package.tree(drawing).iter():
                    if local(node) == "t" and "{{" in (node.text or ""):
                        say(_("{sheet}: a field in a drawing shape ({text}) would not be filled. Put it into a "
                              "cell.").format(sheet=sheet, text=(node.text or "")[:40]))

    def _once_only(self, sheet: str, part: str) -> None:
        first, last = self.report.blocks[sheet]
        for drawing in self.package.around(part, "drawing"):
            for anchor in self.package.tree(drawing):
                row = next((int(n.text) + 1 for f in anchor if local(f) == "from" for n in f if local(n) == "row"), 0)
                if first <= row <= last:
                    self.report.losses.append(_("{sheet}: a picture or drawing shape stands in the repeated row {row} "
                                                "and would be there for the first person only.").format(
                        sheet=sheet, row=row))
        for comments in self.package.around(part, "comments"):
            for node in self.package.tree(comments).iter(f"{_M}comment"):
                if first <= int(re.sub(r"\D", "", node.get("ref", "0"))) <= last:
                    self.report.losses.append(_("{sheet}: the comment at {cell} would be there for the first person "
                                                "only.").format(sheet=sheet, cell=node.get("ref")))

    # filling it

    def fill(self, once: Mapping[str, Value], rows: Sequence[Mapping[str, Value]], step: Progress) -> None:
        """Repeat the rows, then put the values in."""
        for sheet, part in self.package.sheets:
            if sheet in self.report.blocks:
                first, last = self.report.blocks[sheet]
                if last + len(rows) * (last - first + 1) > _ROWS_END:
                    raise Invalid(_("{n} people do not fit on a sheet.").format(n=len(rows)))
                repeat_rows(self.package, part, Repeat(sheet, first, last, max(1, len(rows))))
        for sheet, part in self.package.sheets:
            self._fill_sheet(sheet, self.package.tree(part), once, rows, step)
        self.package.drop("xl/calcChain.xml")
        calc = self.package.book.find(f"{_M}calcPr")
        if calc is not None:
            calc.set("fullCalcOnLoad", "1")

    def _fill_sheet(self, sheet: str, root: Any, once: Mapping[str, Value], rows: Sequence[Mapping[str, Value]],
                    step: Progress) -> None:
        first, last = self.report.blocks.get(sheet, (0, -1))
        size = last - first + 1
        empty: Mapping[str, Value] = dict.fromkeys(self.names.rows.values())
        for node in root.iter(f"{_M}row"):
            line = int(node.get("r"))
            person: Mapping[str, Value] | None = None
            if size and first <= line < first + max(1, len(rows)) * size:
                place = (line - first) // size
                person = rows[place] if rows else empty
                step(place, len(rows))
            for cell in node:
                formula = cell.find(f"{_M}f")
                if formula is not None:
                    cached = cell.find(f"{_M}v")
                    if cached is not None:
                        cell.remove(cached)  # worked out again when it is opened
                    cell.attrib.pop("t", None)
                elif "{{" in (text := self._text(cell)):
                    self._fill_cell(cell, text, once, person)
        for node in root.iter(f"{_M}headerFooter"):
            for part in node:
                part.text = _FIELD.sub(lambda m: self._in_words(m, once, None).replace("&", "&&")
                                       if m[0] != self._in_words(m, once, None) else m[0], part.text or "")

    def _value(self, name: str, once: Mapping[str, Value], person: Mapping[str, Value] | None) -> tuple[str, Value]:
        """Key and value; key '' when nobody knows the name."""
        small = name.casefold()
        if person is not None and small in self.names.rows:
            key = self.names.rows[small]
            return key, person.get(key)
        key = self.names.once.get(small, "")
        return key, once.get(key)

    def _in_words(self, found: re.Match[str], once: Mapping[str, Value], person: Mapping[str, Value] | None) -> str:
        if found[1].casefold() in ("#rows", "/rows"):
            return ""
        key, value = self._value(found[1], once, person)
        return _words(value) if key else found[0]

    def _fill_cell(self, cell: Any, text: str, once: Mapping[str, Value], person: Mapping[str, Value] | None) -> None:
        bare = re.sub(r"\{\{\s*[#/]rows\s*\}\}", "", text, flags=re.IGNORECASE).strip()
        whole = _FIELD.fullmatch(bare)
        key, value = self._value(whole[1], once, person) if whole else ("", None)
        style = int(cell.get("s", "0"))
        if key:
            self._clear(cell)
            if key in self.names.texts:
                cell.set("s", str(self._style(style, "text")))
            if value is None or value == "":
                return
            if isinstance(value, str) or key in self.names.texts:
                self._write_text(cell, _words(value))
                return
            if isinstance(value, date):
                cell.set("s", str(self._style(style, "day")))
                value = (value - date(1899, 12, 30)).days
            etree.SubElement(cell, f"{_M}v").text = str(value)
            return
        source = self._string(cell)
        texts = [] if source is None else [n for n in source.iter(f"{_M}t") if not _phonetic(n)]
        new = [_FIELD.sub(lambda m: self._in_words(m, once, person), n.text or "") for n in texts]
        joined = _FIELD.sub(lambda m: self._in_words(m, once, person), text)
        rich = deepcopy(source) if source is not None and "".join(new) == joined and len(texts) > 1 else None
        self._clear(cell)
        if rich is None:
            self._write_text(cell, joined)
            return
        cell.set("t", "inlineStr")
        holder = etree.SubElement(cell, f"{_M}is")
        for run in rich:
            holder.append(run)
        for node, changed in zip(holder.iter(f"{_M}t"), new, strict=False):
            node.text = _clean(changed)
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def _write_text(self, cell: Any, text: str) -> None:
        if text == "":
            return
        if text[0] in "=+-@\t\r":  # stays a text when somebody edits the cell
            cell.set("s", str(self._style(int(cell.get("s", "0")), "quoted")))
        cell.set("t", "inlineStr")
        node = etree.SubElement(etree.SubElement(cell, f"{_M}is"), f"{_M}t")
        node.text = _clean(text)
        node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    @staticmethod
    def _clear(cell: Any) -> None:
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)

    def _string(self, cell: Any) -> Any:
        if cell.get("t") == "s":
            number = int(cell.findtext(f"{_M}v") or -1)
            return self.strings[number] if 0 <= number < len(self.strings) else None
        return cell.find(f"{_M}is") if cell.get("t") == "inlineStr" else None

    def _text(self, cell: Any) -> str:
        source = self._string(cell)
        return "" if source is None else "".join(n.text or "" for n in source.iter(f"{_M}t") if not _phonetic(n))

    def _style(self, style: int, want: str) -> int:
        """The same look as text, as a day or with Excel's mark of a text; made once."""
        formats = self.styles.find(f"{_M}cellXfs") if self.styles is not None else None
        if formats is None or style >= len(formats):
            return style
        look = formats[style]
        number = int(look.get("numFmtId", "0"))
        if (want == "text" and number == _KEPT_AS_TEXT) or (want == "day" and number not in (0, _KEPT_AS_TEXT)) or (
                want == "quoted" and look.get("quotePrefix") == "1"):
            return style
        if (style, want) not in self.made:
            new = deepcopy(look)
            if want == "quoted":
                new.set("quotePrefix", "1")
            else:
                new.set("numFmtId", str(_KEPT_AS_TEXT if want == "text" else self._day_format()))
                new.set("applyNumberFormat", "1")
            formats.append(new)
            formats.set("count", str(len(formats)))
            self.made[style, want] = len(formats) - 1
        return self.made[style, want]

    def _day_format(self) -> int:
        styles: Any = self.styles
        formats = styles.find(f"{_M}numFmts")
        if formats is None:
            formats = etree.Element(f"{_M}numFmts")
            styles.insert(0, formats)
        for node in formats:
            if node.get("formatCode") == _DAY:
                return int(node.get("numFmtId"))
        number = max([163, *(int(n.get("numFmtId")) for n in formats)]) + 1
        etree.SubElement(formats, f"{_M}numFmt", numFmtId=str(number), formatCode=_DAY)
        formats.set("count", str(len(formats)))
        return number


def _words(value: Value) -> str:
    if value is None:
        return ""
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)


def _clean(text: str) -> str:
    text = _ILLEGAL.sub("", text)
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)[:32_767]


def _phonetic(node: Any) -> bool:
    return local(node.getparent()) == "rPh"


def _number_cells(root: Any) -> None:
    """Give rows and cells the numbers that may be left out, and each cell of a shared formula its own."""
    from openpyxl.utils import get_column_letter

    line = 0
    shared: dict[str, tuple[str, str]] = {}
    for row in root.iter(f"{_M}row"):
        line = int(row.get("r") or line + 1)
        row.set("r", str(line))
        for place, cell in enumerate(row, start=1):
            if not cell.get("r"):
                cell.set("r", f"{get_column_letter(place)}{line}")
            formula = cell.find(f"{_M}f")
            if formula is not None and formula.get("t") == "shared":
                if formula.text:
                    shared[formula.get("si")] = (formula.text, cell.get("r"))
                elif formula.get("si") in shared:
                    text, origin = shared[formula.get("si")]
                    formula.text = Translator(f"={text}", origin).translate_formula(cell.get("r"))[1:]
                for key in ("t", "si", "ref"):
                    formula.attrib.pop(key, None)
