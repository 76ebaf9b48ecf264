"""Papers of a register, read back: sheets for ink by day and week, long courses, the sponsor's report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from sqlalchemy import select

from app.attendance.commands import MarkRestPresent
from app.attendance.sheet_pages import Box, by_weeks
from app.attendance.sign_sheet import sign_sheet
from app.attendance.t3 import reports, t3_pdf, write_t3
from app.cohorts.enrolments import Replace
from app.cohorts.exports import Release
from app.cohorts.records import ExportLog
from app.errors import Invalid, Refused
from app.office.command import Query, Work
from app.office.office import Office
from app.office.permissions import Actor, Permission
from tests.app.class_room import Class
from tests.app.sponsored import CHINESE, EMPLOYERS, LONG, NAMES, TAMIL, send

RELEASE = Release(purpose="Claim", recipient="HRD Corp", approver="Pn. Rohaya")


@pytest.fixture
def room(sqlite_office: Office) -> Class:
    return send(sqlite_office)


def texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(BytesIO(data))
    found = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return found


class Exports(Query[ExportLog]):
    needs = Permission.EXPORT_FULL

    def rows(self, work: Work) -> list[ExportLog]:
        return list(work.session.scalars(select(ExportLog)))


def test_a_sheet_for_ink_a_week_has_a_box_for_each_day(room: Class) -> None:
    found = texts(sign_sheet(room.office, room.cohort_id, by="week"))
    assert len(found) == 2 and "1 / 2" in found[0] and "2 / 2" in found[1]
    assert [f"{day}/03" in found[0] for day in (10, 11, 12, 13, 14)] == [True] * 5
    assert found[0].count("10/03") == 2 and "Isnin" in found[0] and "Jumaat" in found[0]  # in the head, in its box
    whole = " ".join(found)
    assert LONG in whole and CHINESE in whole and all(name.split(TAMIL)[0].strip() in whole for name in NAMES)


def test_a_sheet_for_ink_a_day_for_each_employer(room: Class) -> None:
    found = texts(sign_sheet(room.office, room.cohort_id, by="day", per_employer=True, first=date(2025, 3, 11),
                             last=date(2025, 3, 12)))
    assert len(found) == 6
    assert "11/03 AM" in found[0] and "11/03 PM" in found[0] and "10/03" not in found[0]
    assert [name for name, _n in sorted(EMPLOYERS)] == [next(n for n, _c in EMPLOYERS if n in page)
                                                        for page in found[::2]]


def test_the_filled_register_of_some_trainees(room: Class) -> None:
    view = room.view()
    room.office.do(MarkRestPresent(session_id=view.sessions[0].id))
    [page] = texts(sign_sheet(room.office, room.cohort_id, filled=True, only={view.rows[1].enrolment_id}))
    assert view.rows[1].name in page and view.rows[2].name not in page and "100.0 %" in page and "Perlu 75 %" in page


def test_long_courses_are_parted_between_weeks() -> None:
    class _Day:
        def __init__(self, day: date) -> None:
            self.day = day

    days = [date(2026, 1, 5) + timedelta(days=7 * week + day) for week in range(20) for day in range(5)]
    boxes: list[Any] = [Box(str(d), part, (_Day(d),)) for d in days for part in ("AM", "PM")]  # type: ignore[arg-type]
    found = by_weeks(boxes)
    assert [len(page) for page in found] == [20] * 10
    assert [page[0].sessions[0].day.weekday() for page in found] == [0] * 10
    assert [len(page) for page in by_weeks(boxes, 7)] == [7, 3] * 20, "a week too long for a page is parted"
    assert [one for page in found for one in page] == boxes


def test_as06_one_report_for_each_employer_with_all_that_form_t3_has(room: Class, tmp_path: Path) -> None:
    for session in room.view().sessions[:3]:
        room.office.do(MarkRestPresent(session_id=session.id))
    paths = write_t3(room.office, room.cohort_id, tmp_path, release=RELEASE)
    pdfs = sorted(p for p in paths if p.suffix == ".pdf")
    assert [p.name for p in pdfs] == [f"T3 - HW-MW-0325 - {name}.pdf" for name, _n in sorted(EMPLOYERS)]
    counts = {}
    for path in pdfs:
        [page] = texts(path.read_bytes())
        counts[path.stem.split(" - ")[-1]] = page.count("Malaysia ") + page.count("Lain-lain") + page.count("Other")
        for wanted in ("Microwave Module (HCIA-Transmission)", "10/03/2025 - 14/03/2025", "Warganegara", "10/3", "14/3",
                       "Certified by the training provider", "Certified by the employer", "Company stamp",
                       "Perlu 75 %", "100.0 %"):
            assert wanted in page, wanted
    assert counts == dict(EMPLOYERS)
    telekom = texts(pdfs[2].read_bytes())[0]
    assert "900102-14-0001" in telekom and "E12345678" in telekom and LONG in telekom and CHINESE in telekom
    logged = room.office.ask(Exports())
    assert len(logged) == 6 and {(x.kind, x.purpose, x.recipient, x.approver) for x in logged} == {
        ("t3", "Claim", "HRD Corp", "Pn. Rohaya")}


def test_no_label_of_the_report_runs_into_what_follows_it(room: Class, tmp_path: Path) -> None:
    room.office.do(MarkRestPresent(session_id=room.view().sessions[0].id))
    path = next(p for p in write_t3(room.office, room.cohort_id, tmp_path, release=RELEASE)
                if p.suffix == ".pdf")
    document = pypdfium2.PdfDocument(path)
    page = document[0].get_textpage()
    label = page.search("Time and venue").get_next()
    assert label is not None
    bottom, right = page.get_charbox(label[0])[1], page.get_charbox(label[0] + label[1] - 1)[2]
    times = page.search("09:00 - ").get_next() or page.search("08:30 - ").get_next()
    assert times is not None
    assert abs(page.get_charbox(times[0])[1] - bottom) < 4 and page.get_charbox(times[0])[0] > right + 1
    document.close()


def test_the_workbook_says_the_same(room: Class, tmp_path: Path) -> None:
    room.office.do(MarkRestPresent(session_id=room.view().sessions[0].id))
    paths = write_t3(room.office, room.cohort_id, tmp_path, release=RELEASE,
                     employer="Maju Rangkaian Berhad")
    [book] = [p for p in paths if p.suffix == ".xlsx"]
    sheet = openpyxl.load_workbook(book)["T3"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=11, max_row=18)]
    assert len(rows) == 8 and all(row[5] == "H" and row[6] is None for row in rows)
    assert {row[2] for row in rows} == {r.identity for r in reports(room.office, room.cohort_id)[1].people}
    assert sheet["F11"].value == "H" and str(sheet["P11"].value).startswith("=COUNTIF(F11:O11")
    assert sheet["F9"].value.date() == date(2025, 3, 10) and sheet["F10"].value == "AM"


def test_as07_who_was_replaced_is_in_the_report_on_demand(room: Class) -> None:
    from tests.app.attendance.test_door import Stranger

    stranger = room.office.do(Stranger()).value
    gone = room.view().rows[1]
    room.office.clock = lambda: datetime(2025, 3, 9, 1, tzinfo=UTC)
    room.office.do(Replace(enrolment_id=gone.enrolment_id, by_trainee_id=stranger, reason="ill", on=date(2025, 3, 9)))
    usual = " ".join(texts(t3_pdf(room.office, room.cohort_id, release=RELEASE)))
    both = " ".join(texts(t3_pdf(room.office, room.cohort_id, release=RELEASE, replaced=True)))
    assert gone.name not in usual and "SITI" in usual
    assert gone.name in both and "Replaced by SITI" in both


def test_full_numbers_leave_only_with_right_purpose_and_recipient(room: Class) -> None:
    with pytest.raises(Invalid) as told:
        t3_pdf(room.office, room.cohort_id, release=replace(RELEASE, purpose=" ", recipient="", approver=""))
    assert set(told.value.problems) == {"purpose", "recipient", "approver"}
    room.office.actor = Actor(9, "x", "X", frozenset({"instructor"}))
    with pytest.raises(Refused):
        t3_pdf(room.office, room.cohort_id, release=RELEASE)
    room.office.actor = Actor(9, "x", "X", frozenset({"administrator"}))
    assert room.office.ask(Exports()) == []


@pytest.fixture(autouse=True)
def _nothing_left(tmp_path: Path) -> Iterator[None]:
    yield
    assert not list(tmp_path.glob(".sijil-*"))
