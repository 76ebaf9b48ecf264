"""A packet goes out, is filled, and comes back: new, same, conflict, out of list; twice without harm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from app.attendance.commands import CloseSession
from app.attendance.files.command import BringAttendance
from app.attendance.files.opening import open_file
from app.attendance.files.packet import MakePacket, Packets, write_packet
from app.attendance.files.packet_back import PacketDraft, read_mark
from app.attendance.files.packet_sheet import FIRST, LEAD, SESSIONS
from app.cohorts.commands import AddCohort
from app.errors import Conflict, Invalid, Refused
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.class_room import ENDS, STARTS, Class, open_class

SPAN = {"first": date(2026, 6, 29), "last": date(2026, 7, 15)}


@pytest.fixture
def room(sqlite_office: Office) -> Class:
    made = open_class(sqlite_office)
    made.mark(0, 0, "H")
    made.mark(1, 0, "X")
    return made


def packet(room: Class, path: Path) -> Path:
    write_packet(room.office, path, MakePacket(cohort_id=room.cohort_id, **SPAN))  # type: ignore[arg-type]
    return path


def fill(path: Path, what: Callable[[Worksheet], object]) -> Path:
    book = openpyxl.load_workbook(path)
    what(book.worksheets[0])
    book.save(path)
    return path


def put(person: int, session: int, text: object) -> Callable[[Worksheet], object]:
    def run(page: Worksheet) -> object:
        page.cell(FIRST + person, LEAD + 1 + session).value = text  # type: ignore[assignment]
        return None
    return run


def by_somebody_else(room: Class, person: int, session: int, status: str) -> None:
    """A mark made at another PC."""
    before, room.office.actor = room.office.actor, Actor(9, "aminah", "Aminah", frozenset({"administrator"}))
    room.mark(person, session, status)
    room.office.actor = before


def back(room: Class, path: Path) -> PacketDraft:
    found = open_file(room.office, path, room.cohort_id)
    assert isinstance(found, PacketDraft)
    return found


def test_a_packet_lets_only_its_cells_be_filled_and_offers_the_letters(room: Class, tmp_path: Path) -> None:
    room.mark(2, 1, "H")
    for person in (0, 1, 3, 4, 5):
        room.mark(person, 1, "H")
    room.office.do(CloseSession(session_id=room.view().sessions[1].id))
    book = openpyxl.load_workbook(packet(room, tmp_path / "p.xlsx"))
    page, key, hidden = book.worksheets
    assert page.protection.sheet and key.protection.sheet and hidden.sheet_state == "veryHidden"
    first, closed = page.cell(FIRST, LEAD + 1), page.cell(FIRST, LEAD + 2)
    assert not first.protection.locked and closed.protection.locked and page.cell(FIRST, 3).protection.locked
    assert (first.value, page.cell(FIRST + 1, LEAD + 1).value, page.cell(FIRST + 2, LEAD + 1).value) == ("P", "A", None)
    rule = page.data_validations.dataValidation[0]
    assert rule.formula1 == '"P,L,A,S,E,D,O"' and first.coordinate in rule.sqref
    assert page.max_column == LEAD + 13 and page.row_dimensions[SESSIONS].hidden and page.column_dimensions["A"].hidden
    said = " ".join(str(c.value) for row in key.iter_rows() for c in row if c.value)
    assert "Needs 80 %" in said and "Absent" in said
    assert page.cell(FIRST + 5, 3).data_type == "s"  # a name that looks like a formula
    assert back(room, tmp_path / "p.xlsx").cells() == []


def test_every_cell_is_new_same_conflict_or_out_of_list(room: Class, tmp_path: Path) -> None:
    path = packet(room, tmp_path / "p.xlsx")
    room.mark(2, 0, "S")  # changed here while the packet was out
    room.mark(3, 0, "L")
    room.mark(1, 0, "S")
    for cell in (put(0, 0, "l 15 bas rosak"), put(1, 0, "D"), put(2, 0, "P"), put(3, 0, "L"), put(4, 0, "Q"),
                 put(5, 0, "P"), put(0, 1, "=1+1"), put(0, 12, "P")):
        fill(path, cell)
    fill(path, lambda page: page.cell(FIRST + 5, 1, value="999"))
    draft = back(room, path)
    found = {(c.wanted.who[:5], c.wanted.text): c for c in draft.cells()}
    late = found["AHMAD", "l 15 bas rosak"]
    assert (late.cls, late.wanted.status, late.wanted.minutes, late.wanted.reason) == ("new", "L", 15, "bas rosak")
    changed = found["AIMAN", "D"]
    assert changed.cls == "conflict" and (changed.here, changed.here_by) == ("S", room.office.actor.name)
    assert found["BRYAN", "P"].cls == "conflict" and not found["BRYAN", "P"].taken
    assert found["CHONG", "L"].cls == "same"
    assert "no letter" in found["DANIE", "Q"].why and "not in the packet" in found["=HYPE", "P"].why
    assert "still to come" in found["AHMAD", "P"].why and "no letter" in found["AHMAD", "="].why
    assert not any(room.view().marks[key].source == "packet" for key in room.view().marks)  # nothing kept yet
    draft.choose([changed.id], True)
    room.office.do(draft.command())
    marks = {(room.view().rows[n].enrolment_id): n for n in range(6)}
    kept = {marks[e]: (m.status, m.minutes, m.source) for (e, s), m in room.view().marks.items()
            if s == room.view().sessions[0].id}
    assert kept == {0: ("L", 15, "packet"), 1: ("R", None, "packet"), 2: ("S", None, "grid"), 3: ("L", None, "grid")}
    assert room.office.ask(Packets(cohort_id=room.cohort_id))[0].returned_by == room.office.actor.name
    again = back(room, path)
    assert again.counts()["new"] == 0 and again.counts()["same"] == 3
    room.office.undo()
    assert room.office.ask(Packets(cohort_id=room.cohort_id))[0].returned_at is None
    assert back(room, path).counts()["new"] == 1


def test_a_cleared_cell_clears_and_a_closed_register_offers_nothing(room: Class, tmp_path: Path) -> None:
    path = fill(packet(room, tmp_path / "p.xlsx"), put(0, 0, None))
    cell = back(room, path).cells()[0]
    assert (cell.cls, cell.wanted.status) == ("new", None)
    for person in range(2, 6):
        room.mark(person, 0, "H")
    room.office.do(CloseSession(session_id=room.view().sessions[0].id))
    cell = back(room, path).cells()[0]
    assert cell.cls == "out" and "closed" in cell.why
    assert not back(room, path).command().cells


def test_rows_that_were_sorted_are_found_by_their_keys(room: Class, tmp_path: Path) -> None:
    path = fill(packet(room, tmp_path / "p.xlsx"), put(2, 1, "P"))

    def turn_round(page: Worksheet) -> None:
        rows = [[c.value for c in row] for row in page.iter_rows(min_row=FIRST, max_row=FIRST + 5)]
        for at, values in enumerate(reversed(rows), start=FIRST):
            for column, value in enumerate(values, start=1):
                page.cell(at, column).value = value

    cells = back(room, fill(path, turn_round)).cells()
    assert [(c.wanted.who, c.cls) for c in cells] == [("BRYAN LIM ZHI HAO", "new")]


def test_a_reason_alone_is_new_once(room: Class, tmp_path: Path) -> None:
    path = fill(packet(room, tmp_path / "p.xlsx"), put(1, 0, "A demam"))
    draft = back(room, path)
    assert [(c.cls, c.wanted.reason) for c in draft.cells()] == [("new", "demam")]
    room.office.do(draft.command())
    assert back(room, path).counts() == {"new": 0, "conflict": 0, "out": 0, "same": 1, "taken": 0}


def test_what_was_marked_after_the_comparison_stops_it(room: Class, tmp_path: Path) -> None:
    draft = back(room, fill(packet(room, tmp_path / "p.xlsx"), put(2, 0, "P")))
    draft.cells()
    by_somebody_else(room, 2, 0, "S")
    with pytest.raises(Conflict):
        room.office.do(draft.command())


def test_a_packet_of_another_cohort_or_centre_is_refused_and_tampering_is_noticed(room: Class, tmp_path: Path) -> None:
    path = packet(room, tmp_path / "p.xlsx")
    other = room.office.do(AddCohort(code="B-2", course_id=room.course_id, starts=STARTS, ends=ENDS, places=10,
                                     status="running")).value
    with pytest.raises(Refused, match="HCIA-5G-07"):
        open_file(room.office, path, other)
    book = openpyxl.load_workbook(path)
    book.worksheets[2]["A4"] = str(book.worksheets[2]["A4"].value).replace('"H"', '"X"')
    book.worksheets[0].cell(FIRST + 2, LEAD + 1, value="P")
    book.save(path)
    draft = back(room, path)
    assert draft.tampered and [c.cls for c in draft.cells()] == ["new"]  # compared with what was given out
    book.worksheets[2]["A2"] = "0" * 24
    book.save(path)
    with pytest.raises(Refused, match="another centre"):
        open_file(room.office, path, room.cohort_id)


def test_an_instructor_of_another_cohort_neither_makes_nor_brings_a_packet(room: Class, tmp_path: Path) -> None:
    path = fill(packet(room, tmp_path / "p.xlsx"), put(2, 0, "P"))
    command = back(room, path).command()
    room.office.actor = Actor(room.users[1], "other", "Other", frozenset({"instructor"}))
    for refused in (lambda: open_file(room.office, path, room.cohort_id), lambda: room.office.do(command),
                    lambda: packet(room, tmp_path / "q.xlsx")):
        with pytest.raises(Refused):
            refused()
    room.office.actor = Actor(room.users[0], "rohaya", "Rohaya", frozenset({"instructor"}))
    assert room.office.do(back(room, path).command()).value == 1


def test_nothing_new_is_nothing_to_record(room: Class) -> None:
    with pytest.raises(Invalid):
        room.office.do(BringAttendance(cells=(), cohort_id=room.cohort_id, kind="packet", file="p.xlsx", digest="0"))


def test_letters_with_minutes_and_reasons() -> None:
    letters = {"L": "L", "P": "H", "LEWAT": "L", "/": "H"}
    assert read_mark(" l15 ", letters) == ("L", 15, None)
    assert read_mark("L 15 min, jem", letters) == ("L", 15, "jem")
    assert read_mark("Lewat", letters) == ("L", None, None) and read_mark("/", letters) == ("H", None, None)
    assert read_mark("P ditukar", letters) == ("H", None, "ditukar")
    assert read_mark("Z", letters) is None and read_mark("L 9999", letters) is None and read_mark("15", letters) is None
