"""Marking beyond one letter: minutes, many cells, closing, decisions after it, two PCs at a cell, planned leave."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.attendance.commands import Cell, CloseSession, MarkAttendance, MarkRestPresent
from app.attendance.figures import Given
from app.attendance.requests import OpenRequests
from app.attendance.status_commands import SetMarkLimit
from app.db.engine import make_engine
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.class_room import NOON, Class, open_class
from tests.ui.attendance.on_screen import TODAY, drawn, letters, open_tab, press
from ui.attendance.clash import ClashDialog
from ui.attendance.closing import CloseSeveralDialog, NotMarkedDialog
from ui.attendance.decide import DecisionDialog
from ui.attendance.register import AttendanceTab
from ui.attendance.requests import RequestsDialog
from ui.attendance.set_marks import ROW, SetMarksDialog
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.dialog import Dialog
from ui.kit.marks import PROPOSED

Key, Mod = Qt.Key, Qt.KeyboardModifier
ROOT = Path(__file__).resolve().parents[3]
ROHAYA = Actor(1, "rohaya", "Pn. Rohaya Idris", frozenset({"instructor"}))
ADMIN = Actor(3, "aminah", "Puan Aminah", frozenset({"administrator"}))


def dialog(kind: type[Dialog]) -> Dialog:
    """The dialog of that kind that is open."""
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def at(room: Class, person: int, session: int = TODAY) -> tuple[int, int]:
    view = room.view()
    return view.rows[person].enrolment_id, view.sessions[session].id


# -- keys ------------------------------------------------------------------------------------------------------------
def test_as09_a_class_of_25_is_marked_by_a_dozen_keys(sqlite_office: Office, qapp: QApplication, qtbot: QtBot) -> None:
    room = open_class(sqlite_office, [f"PELATIH {n:02}" for n in range(25)])
    room.office.actor = ROHAYA
    tab = open_tab(room, Desk(room.office, synchronous=True))
    qtbot.addWidget(tab)
    assert tab.tools.title.text() == "Session 12 · Tue 14 Jul"  # today's class is offered first
    press(tab, Key.Key_Return, mod=Mod.ControlModifier)
    press(tab, Key.Key_A, Key.Key_Down, Key.Key_A, Key.Key_Down, Key.Key_L, Key.Key_1, Key.Key_5)
    assert letters(room) == "XHXHL" + "H" * 20  # each is on disk
    press(tab, Key.Key_Up)
    view = room.view()
    assert view.marks[at(room, 4)].minutes == 15
    tab.tools.lock.click()
    assert room.view().sessions[TODAY].closed_by == "Pn. Rohaya Idris"
    assert tab.tools.state.text() == "Closed 12:00 by Pn. Rohaya Idris"
    tab.close()


def test_as09_what_was_marked_before_the_power_failed_is_there(sqlite_office: Office, sqlite_file: Path,
                                                               qtbot: QtBot) -> None:
    room = open_class(sqlite_office, [f"PELATIH {n:02}" for n in range(25)])
    sqlite_office.engine.dispose()
    child = subprocess.Popen([sys.executable, "-m", "tests.ui.attendance.marking_child", str(sqlite_file)], cwd=ROOT,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert child.stdout is not None and child.stdout.readline().strip() == "marked"
    child.kill()
    child.wait()
    child.stdout.close()
    assert letters(room) == "H" * 15 + "." * 10
    tab = open_tab(room, Desk(room.office, synchronous=True))
    qtbot.addWidget(tab)
    assert tab.tools.state.text() == "15 of 25 marked"
    assert tab.session() is not None and tab.session().closed_at is None  # type: ignore[union-attr]
    assert tab.grid.current() == at(room, 15)  # the first of the ten
    talk.forget()
    talk.answer_next(False)
    tab.marking.toggle_lock()
    assert talk.asked == ["10 trainees are not marked yet"]
    tab.close()


def test_as12_a_stack_of_paper_sheets_is_keyed_in_25_by_10(sqlite_office: Office, qapp: QApplication, qtbot: QtBot
                                                            ) -> None:
    room = open_class(sqlite_office, [f"PELATIH {n:02}" for n in range(25)])
    tab = open_tab(room, Desk(room.office, synchronous=True))
    qtbot.addWidget(tab)
    tab.grid.go(*at(room, 0, 0))
    typed = [Key.Key_P, Key.Key_L, Key.Key_S, Key.Key_E, Key.Key_A]
    for sheet in range(10):
        for person in range(25):
            if (sheet, person) in ((3, 7), (9, 24)):
                press(tab, Key.Key_Down)  # not on the sheet
            else:
                press(tab, typed[(sheet * 3 + person) % 5])
        press(tab, Key.Key_Right, mod=Mod.ControlModifier)  # the next sheet begins at the top
    view = room.view()
    assert len(view.marks) == 248
    assert "".join(letters(room, n)[0] for n in range(10)) == "HKLXSHKLXS"
    from ui.attendance.closing import close_several

    tab.go_to_session(view.sessions[9].id)
    close_several(tab)
    made = dialog(CloseSeveralDialog)
    assert isinstance(made, CloseSeveralDialog) and not made.action_button.isEnabled()
    assert "1 not marked: PELATIH 24" in made.lines[view.sessions[9].id].text()
    assert "1 not marked: PELATIH 07" in made.lines[view.sessions[3].id].text()
    made.reject()
    tab.close()


def test_digits_after_late_are_its_minutes(tab: AttendanceTab, room: Class) -> None:
    press(tab, Key.Key_L, Key.Key_2, Key.Key_0)
    assert tab.hint_state[0] == "AHMAD DANISH BIN ROSLAN: 20 minutes"
    press(tab, Key.Key_P)
    marks = room.view().marks
    assert (marks[at(room, 0)].minutes, marks[at(room, 1)].status) == (20, "H")
    press(tab, Key.Key_7)  # nothing that has minutes is marked here
    assert room.view().marks[at(room, 1)].minutes is None
    press(tab, Key.Key_Up, Key.Key_Up, Key.Key_5)  # on the late mark itself
    tab.marking.minutes.flush()
    assert room.view().marks[at(room, 0)].minutes == 5


def test_a_whole_row_and_a_whole_session_by_keys(tab: AttendanceTab, room: Class) -> None:
    press(tab, Key.Key_Space, mod=Mod.ShiftModifier)
    press(tab, Key.Key_S)
    assert [letters(room, n)[0] for n in range(13)] == ["S"] * 12 + ["."]  # up to today
    tab.grid.go(*at(room, 1))
    press(tab, Key.Key_Space, mod=Mod.ControlModifier)
    press(tab, Key.Key_P)
    assert letters(room) == "HHHHHH"


def test_many_marks_only_where_nothing_is_marked(tab: AttendanceTab, room: Class) -> None:
    press(tab, Key.Key_A, Key.Key_P)
    tab.commands.more[0].trigger()
    made = dialog(SetMarksDialog)
    assert isinstance(made, SetMarksDialog) and made.said.text() == "4 cells are set."
    made.status.set_value("L")
    made._follow()
    made.minutes.set_value(10)
    made._do()
    assert letters(room) == "XHLLLL" and room.view().marks[at(room, 3)].minutes == 10
    tab.grid.go(*at(room, 0))
    tab.commands.more[0].trigger()
    made = dialog(SetMarksDialog)
    assert isinstance(made, SetMarksDialog)
    assert not made.action_button.isEnabled()  # everybody is marked in this session
    made.where.set_value(ROW)
    made.empty_only.click()
    made._do()
    assert [letters(room, n)[0] for n in range(12)] == ["H"] * 12


def test_one_reason_for_several_marks_keeps_each_mark(tab: AttendanceTab, room: Class) -> None:
    press(tab, Key.Key_S, Key.Key_E)
    press(tab, Key.Key_Up, mod=Mod.ShiftModifier)
    press(tab, Key.Key_Up, mod=Mod.ShiftModifier)
    talk.forget()

    def write() -> None:
        from ui.attendance.reason import ReasonDialog

        made = dialog(ReasonDialog)
        assert isinstance(made, ReasonDialog)
        made._reason.set_value("Family")
        made._evidence.set_value("MC 5")
        made._do()

    press(tab, Key.Key_F2)
    write()
    marks = room.view().marks
    assert [(marks[at(room, n)].status, marks[at(room, n)].reason, marks[at(room, n)].evidence)
            for n in (0, 1)] == [("S", "Family", "MC 5"), ("K", "Family", "MC 5")]


# -- closing ---------------------------------------------------------------------------------------------------------
def test_closing_offers_absent_or_the_first(tab: AttendanceTab, room: Class) -> None:
    press(tab, Key.Key_P, Key.Key_P)
    tab.marking.toggle_lock()
    made = dialog(NotMarkedDialog)
    assert isinstance(made, NotMarkedDialog) and made.names.text().splitlines()[0] == "BRYAN LIM ZHI HAO"
    made.first_button.click()
    assert tab.grid.current() == at(room, 2) and letters(room) == "HH...."
    tab.marking.toggle_lock()
    dialog(NotMarkedDialog)._do()
    assert letters(room) == "HHXXXX" and room.view().sessions[TODAY].closed_at is not None


def test_a_week_is_closed_at_once(tab: AttendanceTab, room: Class) -> None:
    view = room.view()
    room.office.do(MarkAttendance(cells=tuple(Cell(r.enrolment_id, view.sessions[10].id, "H") for r in view.rows)))
    from ui.attendance.closing import close_several

    close_several(tab)
    made = dialog(CloseSeveralDialog)
    assert isinstance(made, CloseSeveralDialog)
    assert made.chosen() == (view.sessions[10].id, view.sessions[11].id)  # Monday and Tuesday of this week
    assert made.said.text() == "6 marks are missing in these registers." and not made.action_button.isEnabled()
    made.lines[view.sessions[11].id].click()
    made._do()
    after = room.view()
    assert [n for n, s in enumerate(after.sessions) if s.closed_at is not None] == [10]


# -- after closing ---------------------------------------------------------------------------------------------------
def closed(room: Class) -> None:
    room.mark(0, TODAY, "X")
    session = room.view().sessions[TODAY].id
    room.office.do(MarkRestPresent(session_id=session))
    room.office.do(CloseSession(session_id=session))


def test_as10_a_letter_in_a_closed_register_is_a_decision_and_shows_both_layers(tab: AttendanceTab, room: Class
                                                                                ) -> None:
    closed(room)
    tab.grid.go(*at(room, 0))
    press(tab, Key.Key_S)
    made = dialog(DecisionDialog)
    assert isinstance(made, DecisionDialog) and made.decides and made.status.value() == "S"
    made._do()
    assert made.isVisible() and letters(room) == "XHHHHH"  # a reason is needed
    made.reason.set_value("MC handed in")
    made.evidence.set_value("MC 88121")
    made._do()
    cell = tab.grid.model.cells[at(room, 0)]
    assert (cell.text, cell.under) == ("S", "A")
    assert "In class: Absent. Office: Sick leave (MC 88121), Sijil, 14 Jul 2026 12:00" in cell.tip
    assert letters(room) == "SHHHHH" and room.view().sessions[TODAY].closed_at is not None


def test_an_instructor_asks_and_the_office_accepts_in_the_list(room: Class, qtbot: QtBot) -> None:
    closed(room)
    room.office.actor = ROHAYA
    tab = open_tab(room, Desk(room.office, synchronous=True))
    qtbot.addWidget(tab)
    tab.grid.go(*at(room, 0))
    press(tab, Key.Key_F2)
    made = dialog(DecisionDialog)
    assert isinstance(made, DecisionDialog) and not made.decides
    made.status.set_value("S")
    made.reason.set_value("MC handed in")
    made._do()
    assert tab.tools.requests.text().strip() == "1 request" and tab.tools.requests.isVisibleTo(tab)
    assert tab.grid.model.cells[at(room, 0)].asked and letters(room) == "XHHHHH"
    tab.close()
    room.office.actor = ADMIN
    tab = open_tab(room, Desk(room.office, synchronous=True))
    qtbot.addWidget(tab)
    tab.tools.requests.click()
    listed = dialog(RequestsDialog)
    assert isinstance(listed, RequestsDialog) and listed.chosen()[0].reason == "MC handed in"
    listed.refuse_button.click()
    assert len(room.office.ask(OpenRequests())) == 1  # a refusal needs a sentence
    listed.accept_button.click()
    assert letters(room) == "SHHHHH" and listed.said.text() == "Nothing waits for a decision."
    assert not room.office.ask(OpenRequests()) and not tab.tools.requests.isVisibleTo(tab)
    listed.reject()
    tab.close()


def test_a_verifier_decides_though_he_does_not_mark(room: Class, qtbot: QtBot) -> None:
    closed(room)
    room.office.actor = Actor(4, "v", "Tn. Verifier", frozenset({"verifier"}))
    tab = open_tab(room, Desk(room.office, synchronous=True))
    qtbot.addWidget(tab)
    tab.grid.go(*at(room, 0, TODAY - 1))
    press(tab, Key.Key_S)
    assert "Administrator or Instructor" in tab.hint_state[0]  # an open register is for who marks
    tab.grid.go(*at(room, 0))
    press(tab, Key.Key_S)
    made = dialog(DecisionDialog)
    assert isinstance(made, DecisionDialog) and made.decides
    made.reason.set_value("MC handed in")
    made._do()
    assert letters(room) == "SHHHHH"
    tab.close()


def test_a_status_for_others_says_whose_it_is(room: Class, qtbot: QtBot) -> None:
    from tests.app.attendance.test_statuses import saving

    room.office.do(saving(room, "K", roles=("administrator",)))
    room.office.actor = ROHAYA
    tab = open_tab(room, Desk(room.office, synchronous=True))
    qtbot.addWidget(tab)
    press(tab, Key.Key_E)
    assert tab.hint_state == ("The status “Excused” is set by: Administrator.", "danger") and letters(room) == "......"
    assert "Excused" not in [a.text().split("\t")[0] for a in tab.grid.actions_for_menu if a is not None]
    tab.close()


def test_a_day_too_long_ago_is_asked_for(room: Class, qtbot: QtBot) -> None:
    room.office.do(SetMarkLimit(days=3))
    room.office.actor = ROHAYA
    tab = open_tab(room, Desk(room.office, synchronous=True))
    qtbot.addWidget(tab)
    tab.grid.go(*at(room, 0, 0))
    assert tab.tools.rest.toolTip().startswith("Marks from before 11 Jul 2026")
    talk.forget()
    talk.answer_next(False)
    press(tab, Key.Key_P)
    assert talk.asked == ["Ask for another mark of AHMAD DANISH BIN ROSLAN?"] and letters(room, 0) == "......"
    tab.close()


# -- two PCs ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def other(sqlite_file: Path, room: Class) -> Iterator[Office]:
    engine = make_engine(str(sqlite_file))
    yield Office(engine, Actor(5, "hafiz", "En. Hafizuddin", frozenset({"administrator"})), clock=lambda: NOON)
    engine.dispose()


@pytest.mark.parametrize("mine", [False, True])
def test_both_values_are_shown_when_two_mark_one_cell(tab: AttendanceTab, room: Class, other: Office, mine: bool
                                                      ) -> None:
    other.do(MarkAttendance(cells=(Cell(*at(room, 0), "L", "Bus", 15),)))
    press(tab, Key.Key_Down, mod=Mod.ShiftModifier)
    press(tab, Key.Key_A)  # two cells, one of them marked elsewhere
    made = dialog(ClashDialog)
    assert isinstance(made, ClashDialog)
    there, own = (made.choices[0]._group.button(n).text() for n in (0, 1))
    assert there == "Late (En. Hafizuddin, 14 Jul 2026 12:00)" and own == "Absent (typed here)"
    assert drawn(tab) == "L....."
    if mine:
        made.choices[0].set_value("mine")
        made._do()
    else:
        made.reject()
    assert letters(room) == drawn(tab).replace("A", "X") == ("XX...." if mine else "LX....")


# -- what is known before --------------------------------------------------------------------------------------------
def test_planned_leave_is_faint_until_enter_accepts_it(tab: AttendanceTab, room: Class) -> None:
    place = at(room, 0)
    assert tab.book.base is not None
    tab.book._show(replace(tab.book.base, proposed={place: "S"}))
    cell = tab.grid.model.cells[place]
    assert (cell.text, cell.shape, cell.value) == ("S", PROPOSED, "") and "Planned: Sick leave" in cell.tip
    press(tab, Key.Key_Return)
    assert letters(room) == "S....." and room.view().marks[place].source == "leave"
    assert tab.grid.current() == at(room, 1)
    press(tab, Key.Key_Return)
    assert letters(room) == "S....."


@pytest.mark.parametrize("yes", [True, False])
def test_the_rest_is_not_marked_over_planned_leave(tab: AttendanceTab, room: Class, yes: bool) -> None:
    assert tab.book.base is not None
    tab.book._show(replace(tab.book.base, proposed={at(room, 1): "S"}))
    talk.forget()
    talk.answer_next(yes)
    press(tab, Key.Key_Return, mod=Mod.ControlModifier)
    assert talk.asked == ["1 trainee has planned leave"]
    assert letters(room) == ("HSHHHH" if yes else "......")


def test_a_session_made_up_is_drawn_as_counted(tab: AttendanceTab, room: Class) -> None:
    room.mark(0, TODAY, "X")
    assert tab.book.base is not None
    person, session = at(room, 0)
    tab.book._show(replace(tab.book.base, credits={person: [Given(session, 100)]}))
    cell = tab.grid.model.cells[person, session]
    assert (cell.text, cell.shape, cell.under) == ("A", "outline", "+") and "Made up elsewhere" in cell.spoken


def test_a_mark_is_drawn_as_it_was_meant(tab: AttendanceTab, room: Class) -> None:
    from tests.app.attendance.test_statuses import saving

    room.mark(0, TODAY, "X")
    room.office.do(saving(room, "X", meaning="attended", look="letter"))
    tab.load()
    room.mark(1, TODAY, "X")
    cells = tab.grid.model.cells
    assert (cells[at(room, 0)].shape, cells[at(room, 1)].shape) == ("solid", "plain")


