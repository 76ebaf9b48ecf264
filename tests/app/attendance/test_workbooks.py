"""The roster and the attendance sheet, read back: masked unless asked, real figures, notes, and a log of what left."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import text

from app.attendance.commands import MarkRestPresent
from app.attendance.sheets import ResultsSheet, show_phone, write_attendance_book, write_roster
from app.cohorts.exports import Release
from app.errors import Invalid, Refused
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.class_room import Class, open_class

RELEASE = Release(purpose="Audit", recipient="HRD Corp", approver="Pn. Rohaya")


@pytest.fixture
def room(office: Office) -> Class:
    made = open_class(office)
    for n in range(3):
        office.do(MarkRestPresent(session_id=made.view().sessions[n].id))
    made.mark(1, 2, "X")
    made.mark(2, 2, "L")
    return made


def test_roster(room: Class, tmp_path: Path) -> None:
    room.office.actor = Actor(7, "a", "Aminah Yusof", frozenset({"administrator"}))
    first = room.view().rows[0].enrolment_id
    path = write_roster(room.office, room.cohort_id, tmp_path / "r.xlsx",
                        results=lambda key: ResultsSheet(["Quiz"], {first: [Decimal("78.5")]}))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Senarai nama", "Kehadiran", "Keputusan", "Nota"]
    page = book["Senarai nama"]
    rows = [[c.value for c in row] for row in page.iter_rows(min_row=7)]
    assert len(rows) == 6 and page.freeze_panes == "A7"
    assert rows[0][:4] == [1, "AHMAD DANISH BIN ROSLAN", "030101-••-••••", "012-000 1180"]
    assert rows[5][1].startswith("=HYPERLINK") and page["B12"].data_type == "s"
    assert [r[7] for r in rows[:3]] == [1, 0.666, 1]
    assert page["H8"].font.bold and not page["H7"].font.bold
    said = " ".join(str(c.value) for row in page.iter_rows(max_row=3) for c in row if c.value)
    assert "Aminah Yusof" in said and "14 Jul 2026 12:00" in said and "MyKad digits hidden" in said
    assert book["Keputusan"]["D4"].value == 78.5
    notes = " ".join(str(c.value) for row in book["Nota"].iter_rows() for c in row if c.value)
    assert "L, O and D count" in notes and "HCIA-5G-07" in notes


def test_attendance_sheet(room: Class, tmp_path: Path) -> None:
    page = openpyxl.load_workbook(write_attendance_book(room.office, room.cohort_id, tmp_path / "k.xlsx"))["Kehadiran"]
    assert [page.cell(9, c).value for c in range(1, 8)] == [2, "AIMAN HAZIQ BIN SHAHRIL", "T26-00002", "P", "P", "A",
                                                          None]
    assert page["D7"].value.date() == room.view().sessions[0].day
    assert page.cell(8, 24).value == '=IF(COUNTIF(D8:W8,"P")=0,"",COUNTIF(D8:W8,"P"))'
    assert page.cell(9, 31).value == ('=IF(SUM(X9,Y9,Z9,AA9,AB9,AC9,AD9)=0,"",'
                                      "ROUNDDOWN(SUM(X9,Y9,AC9,AD9)/SUM(X9,Y9,Z9,AA9,AB9,AC9,AD9),3))")
    assert page.cell(9, 31).font.bold and (page["A6"].value, page["A7"].value) == ("Bil", "No.")
    assert page.freeze_panes == "D8" and page.print_title_cols == "$A:$C"
    assert page["B13"].data_type == "s"


def test_a_percentage_that_letters_do_not_give_is_a_value(room: Class, tmp_path: Path) -> None:
    from dataclasses import replace

    from app.cohorts.commands import ChangePolicy

    policy = replace(room.view().cohort.policy, basis="minutes")
    room.office.do(ChangePolicy(cohort_id=room.cohort_id, policy=policy))
    room.mark(0, 1, "L", minutes=60)
    page = openpyxl.load_workbook(write_attendance_book(room.office, room.cohort_id, tmp_path / "k.xlsx"))["Kehadiran"]
    assert page.cell(8, 31).value == pytest.approx(room.view().figures[room.view().rows[0].enrolment_id].tenths / 1000)


def test_full_numbers_need_right_purpose_and_recipient(room: Class, tmp_path: Path) -> None:
    path = tmp_path / "full.xlsx"
    with pytest.raises(Invalid) as asked:
        write_roster(room.office, room.cohort_id, path, release=replace(RELEASE, purpose=" "))
    assert set(asked.value.problems) == {"purpose"}
    administrator = room.office.actor
    room.office.actor = Actor(room.users[0], "x", "X", frozenset({"instructor"}))
    with pytest.raises(Refused):
        write_roster(room.office, room.cohort_id, path, release=RELEASE)
    assert not path.exists()
    room.office.actor = administrator
    write_roster(room.office, room.cohort_id, path, release=RELEASE)
    assert openpyxl.load_workbook(path)["Senarai nama"]["C7"].value == "030101-14-0000"
    with room.office.engine.connect() as connection:
        logged = connection.execute(text("SELECT rows, recipient, file_name, length(file_hash) FROM export_log")).all()
    assert [tuple(r) for r in logged] == [(6, "HRD Corp", "full.xlsx", 64)]


def test_phones() -> None:
    assert [show_phone(n) for n in ("+60120001180", "+60312345678", "+6512345678", "")] == [
        "012-000 1180", "03-1234 5678", "+6512345678", ""]
