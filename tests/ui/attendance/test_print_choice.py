"""One question before every print: which paper, for whom, of which days; letters in words that can be changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.attendance.commands import Cell, CloseSession, MarkAttendance, MarkRestPresent
from app.attendance.letter import LetterTexts
from app.cohorts.enrolments import Replace, Withdraw
from app.cohorts.exports import ExportLog
from app.cohorts.queries import RollRow
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.attendance.test_papers import Exports, texts
from tests.app.class_room import Class
from tests.app.sponsored import EMPLOYERS, send
from tests.ui.attendance.on_screen import open_tab, press
from ui.attendance.decide import DecisionDialog
from ui.attendance.letter import LetterDialog
from ui.attendance.print_choice import PAPERS, PrintChoice
from ui.attendance.register import AttendanceTab
from ui.desk import talk
from ui.desk.desk import Desk


@pytest.fixture
def room(sqlite_office: Office) -> Class:
    return send(sqlite_office)


@pytest.fixture
def tab(room: Class, qtbot: QtBot) -> Iterator[AttendanceTab]:
    made = open_tab(room, Desk(room.office, synchronous=True))
    qtbot.addWidget(made)
    yield made
    made.close()
    talk.forget()


def choice(tab: AttendanceTab, chosen: frozenset[int] = frozenset()) -> PrintChoice:
    assert tab.cohort is not None and tab.view is not None
    made = PrintChoice(tab.desk, tab.cohort, tab.view, tab.view.sessions[2].day, chosen, tab)
    made.show()
    QApplication.processEvents()
    return made


def two(room: Class) -> list[RollRow]:
    """Two neighbours with plain names."""
    return [r for r in room.view().rows if r.name in ("PESERTA 07 BIN AHMAD", "PESERTA 08 BIN AHMAD")]


def choose(dialog: PrintChoice, paper: str) -> None:
    dialog.paper.set_value(paper)
    dialog._paper_chosen()


@pytest.mark.parametrize("paper", [key for key, _words in PAPERS if key not in ("t3", "letter")])
def test_every_paper_comes_out(tab: AttendanceTab, tmp_path: Path, paper: str) -> None:
    dialog = choice(tab)
    choose(dialog, paper)
    talk.answer_next(tmp_path / "p.pdf")
    dialog.action_button.click()
    pages = texts((tmp_path / "p.pdf").read_bytes())
    assert "PESERTA 00 BIN AHMAD" in pages[0]
    assert ("11/03 AM" in pages[0]) == (paper == "day"), "a page a day is of the chosen session's day"


def test_only_the_fields_that_a_paper_needs(tab: AttendanceTab) -> None:
    dialog = choice(tab)
    choose(dialog, "cards")
    assert not dialog.dates.isVisible() and not dialog.gate.isVisible()
    choose(dialog, "week")
    assert dialog.dates.isVisible() and not dialog.first.isVisible()
    dialog.dates.set_value("span")
    dialog._look()
    assert dialog.first.isVisible()
    choose(dialog, "t3")
    assert dialog.gate.isVisible() and dialog.in_folder.isVisible()
    dialog.close()


def test_chosen_rows_and_one_employer(tab: AttendanceTab, room: Class, tmp_path: Path) -> None:
    rows = room.view().rows
    dialog = choice(tab, frozenset({rows[1].enrolment_id, rows[2].enrolment_id}))
    choose(dialog, "class")
    talk.answer_next(tmp_path / "p.pdf")
    dialog.action_button.click()
    [page] = texts((tmp_path / "p.pdf").read_bytes())
    assert page.count("PESERTA") == 2
    dialog = choice(tab)
    dialog.whom.set_value(("firm", EMPLOYERS[1][0]))
    choose(dialog, "class")
    talk.answer_next(tmp_path / "p.pdf")
    dialog.action_button.click()
    assert texts((tmp_path / "p.pdf").read_bytes())[0].count("PESERTA") == 8


def test_the_sponsors_report_asks_what_for_and_for_whom(tab: AttendanceTab, room: Class, tmp_path: Path) -> None:
    dialog = choice(tab)
    choose(dialog, "t3")
    dialog.action_button.click()
    assert dialog.isVisible() and room.office.ask(Exports()) == []
    dialog.gate.purpose.set_value("Claim")
    dialog.gate.recipient.set_value("HRD Corp")
    dialog.gate.approver.set_value("Pengarah")
    talk.answer_next(tmp_path)
    dialog.in_folder.click()
    assert len(list(tmp_path.glob("T3 - *.pdf"))) == len(list(tmp_path.glob("T3 - *.xlsx"))) == 3
    talk.answer_next(tmp_path / "all.pdf")
    dialog.action_button.click()
    logged: list[ExportLog] = list(room.office.ask(Exports()))
    assert len(texts((tmp_path / "all.pdf").read_bytes())) == 3 and len(logged) == 7 and logged[-1].rows == 24


def test_as07_the_report_shows_who_was_replaced_when_it_is_asked_for(tab: AttendanceTab, room: Class, tmp_path: Path
                                                                     ) -> None:
    a, b = two(room)
    room.office.do(Withdraw(enrolment_ids=(b.enrolment_id,), reason="Ill", on=room.view().sessions[0].day))
    room.office.do(Replace(enrolment_id=a.enrolment_id, by_trainee_id=b.trainee_id, on=room.view().sessions[0].day))
    found = {}
    for both in (False, True):
        dialog = choice(tab)
        choose(dialog, "t3")
        dialog.replaced.set_value(both)
        dialog.gate.purpose.set_value("Claim")
        dialog.gate.recipient.set_value("HRD Corp")
        dialog.gate.approver.set_value("Pengarah")
        talk.answer_next(tmp_path / "t3.pdf")
        dialog.action_button.click()
        found[both] = " ".join(texts((tmp_path / "t3.pdf").read_bytes()))
    assert a.name not in found[False] and b.name in found[False]
    assert a.name in found[True] and b.name in found[True]


def test_as10_the_filled_list_shows_what_the_office_decided_after_closing(tab: AttendanceTab, room: Class,
                                                                         tmp_path: Path) -> None:
    (person, after), session = two(room), room.view().sessions[0]
    room.office.do(MarkAttendance(cells=(Cell(person.enrolment_id, session.id, "X"),)))
    room.office.do(MarkRestPresent(session_id=session.id))
    room.office.do(CloseSession(session_id=session.id))
    tab.load()
    tab.grid.go(person.enrolment_id, session.id)
    press(tab, Qt.Key.Key_S)
    made = next(w for w in QApplication.topLevelWidgets() if isinstance(w, DecisionDialog) and w.isVisible())
    made.reason.set_value("MC handed in")
    made.evidence.set_value("MC 88121")
    made._do()
    dialog = choice(tab)
    choose(dialog, "filled")
    talk.answer_next(tmp_path / "p.pdf")
    dialog.action_button.click()
    line = " ".join(texts((tmp_path / "p.pdf").read_bytes())).split(person.name)[1].split(after.name)[0]
    assert "S" in line.split() and "A" not in line.split()


def test_without_the_right_it_says_why(room: Class, qtbot: QtBot) -> None:
    room.office.actor = Actor(9, "v", "V", frozenset({"viewer"}))
    tab = open_tab(room, Desk(room.office, synchronous=True))
    qtbot.addWidget(tab)
    dialog = choice(tab)
    choose(dialog, "t3")
    assert not dialog.action_button.isEnabled() and "Only" in dialog.why.text()
    choose(dialog, "cards")
    assert dialog.action_button.isEnabled()
    dialog.close()
    tab.close()


def test_letters_show_at_once_what_is_typed(tab: AttendanceTab, room: Class, tmp_path: Path) -> None:
    room.mark(1, 0, "X")
    assert tab.cohort is not None
    dialog = LetterDialog(tab.desk, tab.cohort, None, tab)
    dialog.show()
    assert "PESERTA 00" in dialog._preview.message()
    dialog.letter.setPlainText("Dear {nmae}")
    assert "{nmae}" in dialog._body.message()
    dialog.action_button.click()
    assert dialog.isVisible(), "an unknown field keeps it open"
    dialog.letter.setPlainText("Dear ")
    dialog.letter.moveCursor(dialog.letter.textCursor().MoveOperation.End)
    dialog.insert.set_value("name")
    dialog._insert()
    assert dialog.preview.value().endswith("Dear PESERTA 00 BIN AHMAD")
    talk.forget()
    talk.answer_next(False)
    dialog.reject()
    assert talk.asked == ["Discard the changes?"] and dialog.isVisible()
    dialog.keep.click()
    assert [w.own for w in room.office.ask(LetterTexts())] == [False, True]
    talk.answer_next(tmp_path / "l.pdf")
    dialog.action_button.click()
    [page] = texts((tmp_path / "l.pdf").read_bytes())
    assert "Dear PESERTA 00 BIN AHMAD" in page
