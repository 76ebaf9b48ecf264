"""Workbooks read back by openpyxl, calamine and LibreOffice: nothing repaired, cut, padded or run as a formula."""

from __future__ import annotations

import csv
import shutil
import subprocess
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from app.errors import Invalid, Unavailable
from app.exchange.columns import Column
from app.exchange.sheet import Sheet, sheet_name, write_book, write_sheet
from app.job import Cancelled

Row = tuple[str, str, date | None, Decimal | None, int | None]
ROWS: list[Row] = [
    ("001231-14-0007", "=HYPERLINK(\"http://x\") & <b>", date(2026, 7, 14), Decimal("79.5"), 1),
    ("0120001180", "+60 12", date(1899, 1, 1), None, 10 ** 16),
    ("02600", "  two  spaces\nand a line ", None, Decimal("100"), None),
    ("@at", "-dash", date(2026, 1, 1), Decimal("0"), -5),
    ("", "王小明 ஆ _x0041_ \x0b end", date(2026, 1, 1), Decimal("66.6"), 0),
]
COLUMNS: list[Column[Row]] = [
    Column("id", lambda: "MyKad", lambda r: r[0], kind="identity", width=18),
    Column("name", lambda: "=Name", lambda r: r[1], width=44),
    Column("day", lambda: "Day", lambda r: r[2], kind="date", show=lambda d: f"{d:%d/%m/%Y}"),
    Column("percent", lambda: "%", lambda r: r[3], kind="percent"),
    Column("n", lambda: "N", lambda r: r[4], kind="number"),
]


def test_read_back_by_openpyxl(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", COLUMNS, ROWS, title="=Title", lines=[[(1, "A"), (2, "=B")]],
                       second=["KP"], name="Senarai: [nama]")
    page = openpyxl.load_workbook(path)["Senarai   nama"]
    assert page.freeze_panes == "A6" and page.auto_filter.ref == "A5:E10"
    assert page.print_title_rows == "$4:$5" and page.page_setup.orientation == "landscape"
    assert page.column_dimensions["B"].width == 44
    cells = list(page.iter_rows(min_row=6))
    assert [c[0].value for c in cells] == ["001231-14-0007", "0120001180", "02600", "@at", None]
    assert all(c[0].number_format == "@" for c in cells)
    assert all(c.data_type != "f" for row in page.iter_rows() for c in row)
    assert cells[0][1].value == ROWS[0][1] and cells[0][1].quotePrefix and cells[3][1].quotePrefix
    assert cells[2][1].value == ROWS[2][1]
    assert cells[0][2].value.date() == ROWS[0][2] and cells[0][2].number_format == "dd/mm/yyyy"
    assert cells[1][2].value == "01/01/1899"
    assert [c[3].value for c in cells] == [0.795, None, 1, 0, 0.666]
    assert cells[0][3].number_format == "0.0%"
    assert [c[4].value for c in cells] == [1, str(10 ** 16), None, -5, 0]


def test_read_back_by_calamine(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", COLUMNS, ROWS, name="A")
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("A").to_python()
    assert rows[0][:2] == ["MyKad", "=Name"]
    assert rows[1][:3] == [ROWS[0][0], ROWS[0][1], ROWS[0][2]]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_read_back_by_libreoffice(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", COLUMNS, ROWS * 300, name="A")
    subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
                    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false", "--outdir", str(tmp_path),
                    str(path)], check=True, capture_output=True, timeout=120)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.reader(opened))
    assert len(rows) == 1501
    for got, row in zip(rows[1:], ROWS * 300, strict=True):
        assert got[0] == row[0]
        assert got[1] == row[1].replace("\x0b", " ")
    assert rows[1][2] in ("14/07/2026", "07/14/2026")  # a date, in the manner of LibreOffice's own language
    assert rows[1][3:] == ["79.5%", "1"]


def test_digits_kept_as_text_are_meant(tmp_path: Path) -> None:
    path = write_sheet(tmp_path / "a.xlsx", COLUMNS, ROWS, name="A")
    with zipfile.ZipFile(path) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert '<ignoredError sqref="A2:A6" numberStoredAsText="1"/>' in page
    order = [page.index(f"<{part}") for part in ("sheetData", "pageSetup", "headerFooter", "ignoredErrors")]
    assert order == sorted(order) and page.rstrip().endswith("</ignoredErrors></worksheet>")


def test_every_part_is_deflated(tmp_path: Path) -> None:
    with zipfile.ZipFile(write_sheet(tmp_path / "a.xlsx", COLUMNS, ROWS * 100)) as book:
        assert {part.compress_type for part in book.infolist()} == {zipfile.ZIP_DEFLATED}


def test_many_sheets_and_alerts(tmp_path: Path) -> None:
    low: Sheet[Row] = Sheet("A", COLUMNS, ROWS, alert=lambda c, r: c.key == "percent" and r[3] == Decimal("79.5"))
    path = write_book(tmp_path / "a.xlsx", [low, Sheet("a", COLUMNS, [])])
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["A", "a 2"]
    assert book["A"]["D2"].font.bold and not book["A"]["D4"].font.bold
    assert book["a 2"].max_row == 1


def test_sheet_names_are_what_excel_takes() -> None:
    assert sheet_name("a/b:c?" + "x" * 40, []) == "a b c " + "x" * 25
    assert sheet_name("", ["1"]) == "1 2"


def test_cancel_and_failure_leave_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def cancel(done: int, total: int, text: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_sheet(path, COLUMNS, ROWS, cancel)
    with pytest.raises(Invalid):
        write_sheet(path, COLUMNS, [("x", "y" * 40_000, None, None, None)])
    assert path.read_bytes() == b"old" and [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]
    with pytest.raises(Unavailable):
        write_sheet(path / "a.xlsx", COLUMNS, ROWS)
