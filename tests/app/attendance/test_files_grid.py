"""An instructor's own grid against what a careful clerk made of it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.attendance.files.opening import open_file, write_left_out
from app.attendance.files.own_grid import UNMARKED, GridDraft
from app.attendance.generate import Slot
from app.attendance.queries import Register
from app.attendance.sheets import write_attendance_book
from app.cohorts.import_history import ImportBatches
from app.cohorts.undo_import import undoing
from app.errors import Invalid
from app.office.office import Office
from tests.app.attendance.test_files_online import INPUTS, cohort_for
from tests.app.class_room import open_class

TRUTH: dict[str, Any] = json.loads((INPUTS / "attendance-grid.xlsx.truth.json").read_text("utf-8"))
SLOTS = (Slot(part="AM", starts_at="09:00", ends_at="12:30"), Slot(part="PM", starts_at="14:00", ends_at="17:00"))


@pytest.fixture
def draft(sqlite_office: Office) -> GridDraft:
    people = [(r["fields"]["trainee_no"], r["fields"]["full_name"], "") for r in TRUTH["rows"] if r["fields"]]
    cohort = cohort_for(sqlite_office, people, date(2027, 2, 15), date(2027, 2, 26), SLOTS)
    found = open_file(sqlite_office, INPUTS / "attendance-grid.xlsx", cohort)
    assert isinstance(found, GridDraft)
    return found


def test_columns_rows_and_their_classes_agree_with_the_truth(draft: GridDraft) -> None:
    assert draft.sheet.table.sheet == TRUTH["sheet"]
    columns = [(f"{c.day} {c.part}", not c.off) for c in draft.sheet.columns]
    assert columns == [(c["session"], c["held"]) for c in TRUTH["sessions"]]
    rows = {r.row: r for r in draft.sheet.rows}
    assert sorted(rows) == [r["row"] for r in TRUTH["rows"]]
    for said in TRUTH["rows"]:
        row = rows[said["row"]]
        assert draft.row_class(row) in said.get("class_any", [said["class"]]), said
        person = draft.person_of(row)
        assert (person.number if person else None) == said["fields"].get("trainee_no")


def test_marks_agree_with_the_truth_once_the_questions_are_answered(draft: GridDraft, sqlite_office: Office) -> None:
    asked = {q.key: q for q in draft.questions() if q.open}
    assert set(asked) == {"code:x", "code:?", "code:h?", "code:-"} and all(q.open for q in asked.values())
    assert asked["code:x"].answer == "X" and asked["code:?"].answer == UNMARKED
    assert all(c.cls == "out" for c in draft.cells() if c.wanted.text.upper() == "X")  # asked about, whatever it is
    draft.agree_all()
    sqlite_office.do(draft.command())
    view = sqlite_office.ask(Register(cohort_id=draft.known.view.cohort.id))[0]
    people = {r.number: r.enrolment_id for r in view.rows}
    sessions = {f"{s.day} {s.part}": s.id for s in view.sessions}
    left = dict(view.marks)
    for said in TRUTH["rows"]:
        for name, code in said.get("marks", {}).items():
            mark = left.pop((people[said["fields"]["trainee_no"]], sessions.get(name, 0)), None)
            wanted = None if code in (None, "N/A", "not held") else code
            assert (mark.status if mark else None) == wanted, (said["row"], name)
    assert not left


def test_a_grid_is_in_the_history_and_taken_back_a_week_later(draft: GridDraft, sqlite_office: Office) -> None:
    def marked() -> dict[tuple[int, int], object]:
        return dict(sqlite_office.ask(Register(cohort_id=draft.known.view.cohort.id))[0].marks)

    draft.agree_all()
    sqlite_office.do(draft.command())
    n = len(marked())
    [batch] = sqlite_office.ask(ImportBatches())
    assert (batch.kind, batch.added) == ("attendance", n) and n > 300
    sqlite_office.forget_steps()
    sqlite_office.do(undoing("attendance", batch.id))
    assert marked() == {}


def test_a_second_time_nothing_is_new_and_the_rest_can_be_kept_as_a_list(draft: GridDraft, sqlite_office: Office,
                                                                        tmp_path: Path) -> None:
    draft.agree_all()
    sqlite_office.do(draft.command())
    again = open_file(sqlite_office, INPUTS / "attendance-grid.xlsx", draft.known.view.cohort.id)
    again.agree_all()
    counts = again.counts()
    assert (counts["new"], counts["conflict"]) == (0, 0) and counts["same"] > 350
    assert write_left_out(again, tmp_path / "out.xlsx") == counts["out"] == 10
    page = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    said = [str(c.value) for row in page.iter_rows() for c in row if c.value]
    assert "KHAIRUL SAIFUL BIN HAMZAH" in said and "not on the roll then" in said


def test_a_column_without_its_part_is_asked_about(sqlite_office: Office, tmp_path: Path) -> None:
    people = [("T1", "ALI BIN ABU", ""), ("T2", "SITI BINTI OMAR", ""), ("T3", "SITI BINTI OMAR", "")]
    cohort = cohort_for(sqlite_office, people, date(2027, 2, 15), date(2027, 2, 19), SLOTS)
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (["Nama", "15/2", "16 Feb pagi", "16 Feb petang", "20/2"], ["Ali b. Abu", "h", "/", "0", "H"],
                ["Siti binti Omar", "P", None, None, None]):
        page.append(row)
    book.save(tmp_path / "own.xlsx")
    draft = open_file(sqlite_office, tmp_path / "own.xlsx", cohort)
    asked = {q.key: q for q in draft.questions() if q.open}
    assert set(asked) == {"column:1", "column:4", "row:3", "code:p", "code:0"}
    assert len(asked["column:1"].options) == 3 and asked["column:4"].answer == "-"
    assert [value for value, _words in asked["row:3"].options][:2] == [
        str(p.enrolment_id) for p in draft.known.people if p.number in ("T2", "T3")]
    taken = [c for c in draft.cells() if c.taken]
    assert [(c.wanted.who, c.wanted.status) for c in taken] == [("ALI BIN ABU", "H")]
    draft.answer("column:1", asked["column:1"].options[1][0])
    assert sum(c.taken for c in draft.cells()) == 2


@pytest.mark.parametrize(("title", "heads", "days"), [
    ("KEHADIRAN FEBRUARI 2027", ("15", "16", "17"), (15, 16, 17)), ("Attendance, February", (15, 17, 18), (15, 17, 18)),
    ("Kehadiran", (1, 2, 3), (15, 16, 17)), ("Kehadiran", ("Sesi 2", "Sesi 3", "Sesi 4"), (16, 17, 18)),
    ("Kehadiran", ("15 Feb", "16 Feb", "17 Feb 2027"), (15, 16, 17))])
def test_columns_may_be_counted_in_several_ways(sqlite_office: Office, tmp_path: Path, title: str,
                                                heads: tuple[object, ...], days: tuple[int, ...]) -> None:
    cohort = cohort_for(sqlite_office, [("T1", "ALI BIN ABU", ""), ("T2", "SITI BINTI OMAR", "")], date(2027, 2, 15),
                        date(2027, 2, 19), SLOTS[:1])
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in ([title], [], ["Bil", "Nama", *heads], [1, "Ali bin Abu", "h", "L", None],
                [2, "Siti binti Omar", "S", None, "h"], ["Jumlah", None, 2, 1, 1]):
        page.append(row)
    book.save(tmp_path / "own.xlsx")
    draft = open_file(sqlite_office, tmp_path / "own.xlsx", cohort)
    assert isinstance(draft, GridDraft) and not draft.open_questions()
    assert tuple(s.day.day for c in draft.sheet.columns if (s := draft.session_of(c))) == days
    assert [c.wanted.status for c in draft.cells() if c.taken] == ["H", "L", "S", "H"]


def test_our_own_attendance_sheet_comes_back(sqlite_office: Office, tmp_path: Path) -> None:
    room = open_class(sqlite_office)
    for person in range(3):
        room.mark(person, 2, "L" if person else "H")
    path = write_attendance_book(sqlite_office, room.cohort_id, tmp_path / "sheet.xlsx")
    draft = open_file(sqlite_office, path, room.cohort_id)
    assert not [q for q in draft.questions() if q.open and q.group in ("row", "column")]
    assert [q.key for q in draft.questions() if q.open] == ["code:p"]  # present in English, left early in Malay
    draft.agree_all()
    assert draft.counts()["same"] == 3 and not draft.counts()["new"]


HOSTILE = {"jpeg-renamed.xlsx": "JPEG", "empty.xlsx": "0 bytes", "empty.csv": "0 bytes", "truncated.xlsx": "damaged",
           "zip-bomb.xlsx": "far more", "password-protected.xlsx": "password", "xxe.xlsx": "instructions",
           "headers-only.xlsx": "No attendance was found", "huge-dimension.xlsx": "No attendance was found",
           "formula-injection.xlsx": "No attendance was found", "control-chars.csv": "No attendance was found"}


def test_files_that_are_none_are_refused_in_a_sentence(sqlite_office: Office) -> None:
    room = open_class(sqlite_office)
    for name, said in HOSTILE.items():
        with pytest.raises(Invalid, match=said):
            open_file(sqlite_office, INPUTS / "hostile" / name, room.cohort_id)
