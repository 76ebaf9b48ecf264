"""What a file is, told by its bytes and not by its ending, and whether it is safe to open (reliability 5.1).

Nothing is inflated before the sizes in the zip directory have been looked at.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Final, Literal

from app.errors import Invalid, Missing, Unavailable
from app.i18n import N_, _

Kind = Literal["xlsx", "xlsb", "xls", "ods", "text"]
MAX_FILE: Final = 64 * 1024 * 1024  # bytes on disk
MAX_UNPACKED: Final = 200 * 1000 * 1000  # bytes in all parts; a list of 54,000 people with 20 columns needs 60 MB
MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 256
MAX_CELLS: Final = 4_000_000
MAX_SHEETS: Final = 100
MAX_MERGES: Final = 5_000
_PICTURES: Final = (
    (b"\xff\xd8\xff", N_("a JPEG picture")), (b"\x89PNG", N_("a PNG picture")), (b"GIF8", N_("a GIF picture")),
    (b"BM", N_("a picture")), (b"II*\0", N_("a TIFF picture")), (b"MM\0*", N_("a TIFF picture")),
    (b"%PDF", N_("a PDF document")), (b"{\\rtf", N_("an RTF document")), (b"\x1f\x8b", N_("a compressed archive")),
    (b"Rar!", N_("a compressed archive")), (b"7z\xbc\xaf", N_("a compressed archive")), (b"MZ", N_("a program")),
    (b"\x7fELF", N_("a program")), (b"SQLite format 3\0", N_("a database")), (b"ID3", N_("a sound file")),
    (b"RIFF", N_("a sound, film or picture file")),
)
_WIDE: Final = re.compile(rb'<(?:\w+:)?c [^>]*?\br="(?:[A-Z]{3,}|[J-Z][A-Z]|I[W-Z])[0-9]')
_ROW: Final = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="([0-9]+)"')


def _not_a_list(name: str, what: str) -> Invalid:
    return Invalid(_("{file} is not an Excel file (it is {what}). Choose the list itself.").format(
        file=name, what=what))


def _damaged(name: str) -> Invalid:
    return Invalid(_("{file} is incomplete or damaged. Copy it again from where it came from.").format(file=name))


def _protected(name: str) -> Invalid:
    return Invalid(_("{file} is protected by a password. Open it in Excel, save it without a password (File, Info, "
                     "Protect Workbook) and choose it again.").format(file=name))


def scan(path: Path) -> Kind:
    """What the file is. Raises Invalid, Missing or Unavailable with a sentence when it cannot or must not be opened."""
    name = path.name
    try:
        if path.is_dir():
            raise Invalid(_("{file} is a folder. Choose the list itself.").format(file=name))
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except FileNotFoundError as error:
        raise Missing(_("{file} is not there any more.").format(file=name)) from error
    except OSError as error:
        raise Unavailable(_("{file} cannot be read: {why}. Close it in other programs and try again.").format(
            file=name, why=error.strerror or error)) from error
    if size == 0:
        raise Invalid(_("{file} is empty (0 bytes). It was probably not copied completely.").format(file=name))
    if size > MAX_FILE:
        raise Invalid(_("{file} is {size} MB large, far more than a list needs. It was not opened.").format(
            file=name, size=size // 1_000_000))
    if head.startswith(b"PK"):
        return _scan_zip(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _scan_ole(path)
    for magic, what in _PICTURES:
        if head.startswith(magic) and (len(magic) > 2 or b"\0" in head[:64]):
            raise _not_a_list(name, _(what))
    return _scan_text(name, head)


def _scan_text(name: str, head: bytes) -> Kind:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<svg")):
        raise Invalid(_("{file} is a web page or XML with another ending. Open it in Excel, save it as an Excel "
                        "workbook (.xlsx) and choose that.").format(file=name))
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        odd = sum(b < 9 or 14 <= b < 32 for b in head)
        utf16 = max(head[0::2].count(0), head[1::2].count(0)) > len(head) // 5
        if odd > len(head) // 10 and not utf16:
            raise _not_a_list(name, _("something else"))
    return "text"


def _scan_ole(path: Path) -> Kind:
    data = path.read_bytes()

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise _protected(path.name)
    if has("Workbook") or has("Book"):
        return "xls"
    raise _not_a_list(path.name, _("a Word document") if has("WordDocument") else _("something else"))


def _scan_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            return _scan_parts(path.name, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, NotImplementedError, ValueError,
            RuntimeError) as error:
        raise _damaged(path.name) from error


def _scan_parts(name: str, archive: zipfile.ZipFile) -> Kind:
    parts = archive.infolist()
    names = {p.filename for p in parts}
    total = sum(p.file_size for p in parts)
    if total > MAX_UNPACKED or len(parts) > 5_000:
        raise Invalid(_("{file} would need {size} MB when opened, far more than a list needs. It was not "
                        "opened.").format(
            file=name, size=round(total / 1_000_000)))
    if any(p.flag_bits & 1 for p in parts):
        raise _protected(name)
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        kind: Kind = "xlsx" if "xl/workbook.xml" in names else "xlsb"
    elif "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype")[:100]:
        kind = "ods"
    elif any(n.startswith("word/") for n in names):
        raise _not_a_list(name, _("a Word document"))
    elif any(n.startswith("ppt/") for n in names):
        raise _not_a_list(name, _("a presentation"))
    elif "[Content_Types].xml" in names:
        kind = "xlsx"  # its workbook has another name; the reader finds it by its relations
    else:
        raise _not_a_list(name, _("a compressed archive"))
    for part in parts:
        _scan_part(name, archive, part)
    return kind


def _scan_part(name: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    with archive.open(part) as file:
        head = file.read(65536)
    plain = head.replace(b"\0", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise Invalid(_("{file} contains instructions that do not belong in a list and was not "
                        "opened.").format(file=name))


def check_sheet(name: str, sheet: str, xml: bytes) -> None:
    """Refuse a sheet whose cells or merges would fill the memory. Raises Invalid."""
    cells = xml.count(b"<c ") + xml.count(b":c ")
    rows = [int(r) for r in _ROW.findall(xml)]
    if cells > MAX_CELLS or len(rows) > MAX_ROWS or (rows and max(rows) > MAX_ROWS):
        raise Invalid(_("Sheet '{sheet}' of {file} has more than {rows} rows or cells far below the list. Delete the "
                        "rows "
                        "under the list, save, and choose it again.").format(sheet=sheet, file=name, rows=MAX_ROWS))
    if _WIDE.search(xml):
        raise Invalid(_("Sheet '{sheet}' of {file} has more than {columns} columns. Delete the columns right of the "
                        "list, "
                        "save, and choose it again.").format(sheet=sheet, file=name, columns=MAX_COLUMNS))
    if xml.count(b"mergeCell ") > MAX_MERGES:
        raise Invalid(_("Sheet '{sheet}' of {file} has too many merged cells.").format(sheet=sheet, file=name))
