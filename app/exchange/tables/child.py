"""Reads one workbook in a process of its own: `python -m app.exchange.tables.child FILE KIND`, JSON on stdout.

A workbook can kill or hang its reader; then only this process ends. No Qt, no database here.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from app.errors import Invalid
from app.exchange.tables.scan import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, check_sheet
from app.exchange.tables.table import column_of
from app.i18n import _, use_language

MEMORY: Final = 2_500_000_000  # bytes of address space
_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_ATTR: Final = re.compile(rb'([\w:]+)="([^"]*)"')
_HIDDEN_ROW: Final = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="([0-9]+)"')
_HIDDEN_COL: Final = re.compile(rb'<(?:\w+:)?col\b(?=[^>]*\bhidden="(?:1|true)")([^>]*)>')
_ERROR: Final = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)([0-9]+)"[^>]*>(?:(?!</(?:\w+:)?c>).)*?'
                           rb"<(?:\w+:)?v>([^<]*)<", re.DOTALL)
_FORMULA: Final = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)([0-9]+)"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*'
                             rb"</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>")


def encode(value: Any) -> Any:
    """A cell for JSON: texts and numbers as they are, everything else as [kind, text]."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return ["b", int(value)]
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return ["d", value.date().isoformat()] if midnight else ["t", value.isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, time):
        return ["h", value.isoformat()]
    if isinstance(value, timedelta):
        return str(value)
    return value


def _attributes(text: bytes) -> dict[str, str]:
    return {k.decode(): v.decode("utf-8", "replace") for k, v in _ATTR.findall(text)}


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> part, from the workbook and its relations; empty when they are elsewhere."""
    from xml.sax.saxutils import unescape

    try:
        book, rels = archive.read("xl/workbook.xml"), archive.read("xl/_rels/workbook.xml.rels")
    except KeyError:
        return {}
    targets = {}
    for match in re.finditer(rb"<(?:\w+:)?Relationship\b([^>]*)>", rels):
        found = _attributes(match[1])
        target = found.get("Target", "")
        targets[found.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    parts = {}
    for match in _SHEET.finditer(book):
        found = _attributes(match[1])
        rid = next((v for k, v in found.items() if k.endswith(":id")), "")
        parts[unescape(found.get("name", ""), {"&quot;": '"', "&apos;": "'"})] = targets.get(rid, "")
    return parts


def look(xml: bytes) -> dict[str, Any]:
    """What the value reader does not tell: hidden rows and columns, formula errors, formulas without a value."""
    columns: set[int] = set()
    head = xml[: max(xml.find(b"<sheetData"), 65536)]
    for match in _HIDDEN_COL.finditer(head):
        found = _attributes(match[1])
        first, last = int(found.get("min", 1)), int(found.get("max", 1))
        columns.update(range(first - 1, min(last, MAX_COLUMNS)))
    marks: list[Any] = []
    if b't="e"' in xml:
        marks += [[int(r), column_of(c.decode()), ["e", v.decode()]] for c, r, v in _ERROR.findall(xml)]
    if b"<f" in xml or b":f" in xml:
        marks += [[int(r), column_of(c.decode()), ["f", ""]] for c, r in _FORMULA.findall(xml)]
    return {"hidden_rows": [int(r) for r in _HIDDEN_ROW.findall(xml)], "hidden_columns": sorted(columns),
            "marks": marks}


def look_ods(path: Path) -> dict[str, dict[str, Any]]:
    """Hidden rows and columns of every sheet of an OpenDocument file."""
    found: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("content.xml")
    for table in re.finditer(rb'<table:table\b[^>]*?table:name="([^"]*)"[^>]*>(.*?)</table:table>', xml, re.DOTALL):
        hidden: dict[str, list[int]] = {"row": [], "column": []}
        for what in ("row", "column"):
            at = 0
            for match in re.finditer(rb"<table:table-" + what.encode() + rb"\b([^>]*)>", table[2]):
                tag = _attributes(match[1])
                count = int(tag.get(f"table:number-{what}s-repeated", "1"))
                if tag.get("table:visibility", "visible") != "visible":
                    hidden[what] += range(at, at + min(count, 10_000))
                at += count
        found[table[1].decode()] = {"hidden_rows": [r + 1 for r in hidden["row"]],
                                    "hidden_columns": hidden["column"], "marks": []}
    return found


def read(path: Path, kind: str) -> dict[str, Any]:
    """All sheets of a workbook that has passed the scan."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    facts: dict[str, dict[str, Any]] = {}
    if kind == "xlsx":
        with zipfile.ZipFile(path) as archive:
            parts = sheet_parts(archive)
            if len(parts) > MAX_SHEETS:
                raise Invalid(_("{file} has {count} sheets, far more than a list needs. It was not opened.").format(
                    file=path.name, count=len(parts)))
            for title, part in parts.items():
                with contextlib.suppress(KeyError):
                    xml = archive.read(part)
                    check_sheet(path.name, title, xml)
                    facts[title] = look(xml)
    elif kind == "ods":
        facts = look_ods(path)
    book = CalamineWorkbook.from_path(str(path))
    sheets = []
    cells = 0
    for about in book.sheets_metadata[:MAX_SHEETS]:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        height, width = sheet.total_height, sheet.total_width
        cells += height * width
        if height > MAX_ROWS or width > MAX_COLUMNS or cells > MAX_CELLS:
            raise Invalid(_("Sheet '{sheet}' of {file} is too large for a list ({rows} rows, {columns} "
                            "columns).").format(
                sheet=about.name, file=path.name, rows=height, columns=width))
        rows = [[encode(v) for v in row] for row in sheet.to_python(skip_empty_area=False)]
        merged = [[*a, *b] for a, b in (getattr(sheet, "merged_cell_ranges", None) or ())]
        sheets.append({"name": about.name, "rows": rows, "merged": merged,
                       "hidden": about.visible != SheetVisibleEnum.Visible,
                       **facts.get(about.name, {"hidden_rows": [], "hidden_columns": [], "marks": []})})
    return {"sheets": sheets}


def main(path: str, kind: str, language: str = "en") -> int:
    """Exit status 0 with the sheets, 2 with {"refused": sentence}."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    use_language(language)
    try:
        out = read(Path(path), kind)
    except Invalid as error:
        out = {"refused": str(error)}
    except Exception as error:  # noqa: BLE001 - whatever a reader throws at a bad file: the parent has one sentence for it
        out = {"failed": f"{type(error).__name__}: {error}"}
    sys.stdout.buffer.write(json.dumps(out, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
    return 0 if "sheets" in out else 2


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
