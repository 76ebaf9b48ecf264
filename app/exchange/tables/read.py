"""Reads a list of any common kind into a Book: workbooks in a process of their own, texts here."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
import time as clock
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final, Literal, cast

from app.errors import Invalid, Unavailable
from app.exchange.tables.scan import MAX_COLUMNS, MAX_ROWS, scan
from app.exchange.tables.table import NO_VALUE, Book, CellError, Table, Value
from app.i18n import _, language
from app.job import SILENT, Progress

TIME_LIMIT: Final = 120.0  # seconds for one workbook
_ROOT: Final = Path(__file__).resolve().parents[3]


def read_book(path: Path, step: Progress = SILENT) -> Book:
    """Everything in the file. Raises Invalid, Missing, Unavailable with a sentence, Cancelled by the step."""
    kind = scan(path)
    if kind == "text":
        return _read_text(path)
    return _read_workbook(path, kind, step)


def _read_workbook(path: Path, kind: Literal["xlsx", "xlsb", "xls", "ods"], step: Progress) -> Book:
    said = _in_child(path, kind, step)
    if "refused" in said:
        raise Invalid(said["refused"])
    if "sheets" not in said:
        if "assword" in said.get("failed", ""):
            raise Invalid(_("{file} is protected by a password. Open it in Excel, save it without a password (File, "
                            "Info, Protect Workbook) and choose it again.").format(file=path.name))
        raise Invalid(_("{file} is incomplete or damaged. Copy it again from where it came from.").format(
            file=path.name))
    return Book(path, kind, tuple(_table(s) for s in said["sheets"]))


def _in_child(path: Path, kind: str, step: Progress) -> dict[str, Any]:
    """Run the reader; its answer, or {} when it died. Raises Unavailable when it takes too long."""
    command = [sys.executable, "-m", "app.exchange.tables.child", str(path.resolve()), kind, language()]
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(command, cwd=_ROOT, stdout=out, stderr=subprocess.DEVNULL,
                                 stdin=subprocess.DEVNULL, creationflags=flags)
        try:
            began = clock.monotonic()
            while True:
                try:
                    child.wait(0.1)
                    break
                except subprocess.TimeoutExpired:
                    step(0, 0, _("Reading {file}").format(file=path.name))
                if clock.monotonic() - began > TIME_LIMIT:
                    raise Unavailable(_("{file} takes too long to open. Save it in Excel as a new workbook and choose "
                                        "that.").format(file=path.name))
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
        out.seek(0)
        data = out.read()
    try:
        return cast(dict[str, Any], json.loads(data.decode("utf-8", "surrogatepass")))
    except ValueError:
        return {}


def _decode(value: Any) -> Value:
    if not isinstance(value, list):
        return cast(Value, value)
    kind, text = value
    if kind == "d":
        return date.fromisoformat(text)
    if kind == "t":
        return datetime.fromisoformat(text)
    if kind == "h":
        return time.fromisoformat(text)
    if kind == "b":
        return bool(text)
    return CellError(text) if kind == "e" else NO_VALUE


def _table(said: dict[str, Any]) -> Table:
    # the strings of a row are shared where they repeat, which halves the memory of a long list
    seen: dict[str, str] = {}
    rows: list[list[Value]] = [[seen.setdefault(v, v) if isinstance(v, str) else v if not isinstance(v, list)
                                else _decode(v) for v in row] for row in said["rows"]]
    for row, column, mark in said["marks"]:
        if row <= MAX_ROWS and column < MAX_COLUMNS:
            while len(rows) < row:
                rows.append([])
            line = rows[row - 1]
            line.extend([None] * (column + 1 - len(line)))
            if mark[0] == "e" or line[column] is None:
                line[column] = _decode(mark)
    return Table(said["name"], rows, frozenset(said["hidden_rows"]), frozenset(said["hidden_columns"]),
                 tuple(cast("tuple[int, int, int, int]", tuple(m)) for m in said["merged"]), said["hidden"])


def decode_text(data: bytes) -> tuple[str, str]:
    """The text and its encoding: byte order mark, strict UTF-8, UTF-16 by its zeros, else Windows-1252."""
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", "replace"), "utf-8 with BOM"
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[2:].decode(name, "replace"), name
    start = data[:4000]
    if start[1::2].count(0) > len(start) // 5:
        return data.decode("utf-16-le", "replace"), "utf-16-le"
    if start[0::2].count(0) > len(start) // 5:
        return data.decode("utf-16-be", "replace"), "utf-16-be"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        try:
            return data.decode("cp1252"), "cp1252"
        except UnicodeDecodeError:
            return data.decode("latin-1"), "latin-1"


def separator_of(text: str) -> str:
    """The separator that cuts the first lines into the most even and widest rows; a comma when there is none."""
    best, score = ",", 0.0
    for mark in ("\t", ";", ",", "|"):
        widths = []
        for at, row in enumerate(csv.reader(text[:60_000].splitlines(keepends=True), delimiter=mark)):
            if at == 40:
                break
            if row:
                widths.append(len(row))
        if not widths:
            continue
        usual = max(set(widths), key=widths.count)
        value = (usual - 1) * widths.count(usual) / len(widths)
        if value > score:
            best, score = mark, value
    return best


def _read_text(path: Path) -> Book:
    try:
        text, encoding = decode_text(path.read_bytes())
    except OSError as error:
        raise Unavailable(_("{file} cannot be read: {why}. Close it in other programs and try again.").format(
            file=path.name, why=error.strerror or error)) from error
    return _text_book(path, text, encoding)


def read_pasted(text: str, name: str) -> Book:
    """Cells copied out of a spreadsheet, as the clipboard has them; `name` stands for the file. Raises Invalid."""
    return _text_book(Path(name), text, "utf-8", "\t")


def _text_book(path: Path, text: str, encoding: str, mark: str = "") -> Book:
    notes = []
    if text.startswith("sep=") and "\n" in text:
        text = text.split("\n", 1)[1]
    mark = mark or separator_of(text)
    if encoding in ("cp1252", "latin-1"):
        notes.append(_("The file does not say how its letters are stored; it was read as Windows-1252. Look at the "
                       "names with accents and apostrophes."))
    csv.field_size_limit(1_000_000)
    rows: list[list[Value]] = []
    lines: dict[int, int] = {}
    reader = csv.reader(_lines(text), delimiter=mark)
    try:
        begin = 1
        for row in reader:
            rows.append([v if v.strip() else None for v in row[:MAX_COLUMNS]])
            if reader.line_num != len(rows):
                lines[len(rows)] = begin
            begin = reader.line_num + 1
            if len(rows) > MAX_ROWS:
                raise Invalid(_("{file} has more than {rows} rows, far more than a list needs.").format(
                    file=path.name, rows=MAX_ROWS))
    except csv.Error as error:
        raise Invalid(_("{file} is incomplete or damaged. Copy it again from where it came from.").format(
            file=path.name)) from error
    return Book(path, "text", (Table(None, rows, lines=lines),), encoding, mark, tuple(notes))


def _lines(text: str) -> list[str]:
    """Lines at CR, LF and CRLF only: a vertical tab or a form feed inside a cell ends no line."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    return [f"{line}\n" for line in plain.split("\n")]
