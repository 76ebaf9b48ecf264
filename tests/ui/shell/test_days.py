"""Two days at the centre in Malay, by keys alone: the instructor's morning and the print room's evening."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.certificates.queries import Register as Certificates
from app.i18n import use_language
from app.office.office import Office
from app.office.permissions import Actor
from app.results.queries import ResultsGrid
from tests.app.class_room import Class
from tests.app.cohort_story import NOW, QUALIFY, tell
from ui.attendance.roll_call import RollCall
from ui.certificates.check import CheckDialog
from ui.desk import talk
from ui.desk.desk import Desk
from ui.shell.window import MainWindow

Key, Mod = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT = Mod.ControlModifier, Mod.ShiftModifier
EARLY = datetime(2026, 7, 13, 23, 50, tzinfo=UTC)  # 07:50 on 14 July in Malaysia
SEARCHES = 250  # ms, until a search that waits for the end of typing has its answer

Sit = Callable[[Office, Actor], MainWindow]


@pytest.fixture
def sit(dressed: None) -> Iterator[Sit]:
    """Somebody sits down at a window in Malay."""
    made: list[MainWindow] = []

    def begin(office: Office, actor: Actor) -> MainWindow:
        use_language("ms")
        window = MainWindow(Desk(Office(office.engine, actor, clock=office.clock), synchronous=True))
        window.resize(1366, 749)
        window.show()
        window.activateWindow()
        made.append(window)
        window.begin("home")
        settle()
        return window

    yield begin
    for window in made:
        window.hide()
        window.deleteLater()


def settle() -> None:
    for _turn in range(4):
        QApplication.processEvents()


def in_front(window: QWidget) -> QWidget:
    """What takes the keys: a dialog or the roll call over the window, else the window."""
    over = QApplication.activeModalWidget() or QApplication.activePopupWidget()
    if over is None:
        over = next((w for w in QApplication.topLevelWidgets() if isinstance(w, RollCall) and w.isVisible()), window)
        if not over.isActiveWindow():  # what the system does when the window over it is gone
            over.activateWindow()
            settle()
    return over.focusWidget() or over


def press(window: QWidget, *typed: str | Key | tuple[Key, Mod]) -> None:
    """Keys as a person presses them: into whatever has them at that moment."""
    for each in typed:
        if isinstance(each, str):
            for letter in each:
                QTest.keyClicks(in_front(window), letter)
            if isinstance(in_front(window), QLineEdit):
                QTest.qWait(SEARCHES)
        elif isinstance(each, tuple):
            QTest.keyClick(in_front(window), *each)
        else:
            QTest.keyClick(in_front(window), each)
        settle()


def statuses(room: Class, session: int) -> str:
    view = room.view()
    marks = (view.marks.get((row.enrolment_id, view.sessions[session].id)) for row in view.rows)
    return "".join(mark.status if mark else "." for mark in marks)


def test_the_instructors_morning(room: Class, sit: Sit) -> None:
    """Home to roll call to the sheets of last week; a session falls out and another makes up for it."""
    room.office.clock = lambda: EARLY
    window = sit(room.office, Actor(room.users[0], "rohaya", "Pn. Rohaya Idris", frozenset({"instructor"})))
    assert window.windowTitle() == "Selasa, 14 Julai 2026 – Sijil"
    press(window, Key.Key_Return)  # today's session is the one that Home begins at
    assert window.page is not None and window.page.head.title.text() == "HCIA-5G-07"
    press(window, Key.Key_F11, "h", "h", "x", (Key.Key_Return, CTRL), Key.Key_Escape)
    assert statuses(room, 11) == "HHXHHH"
    press(window, Key.Key_Down, Key.Key_Down, "l")  # ten past eight: somebody comes after all
    assert statuses(room, 11) == "HHLHHH"
    assert window.status.saved.text().startswith("Semua perubahan disimpan")
    press(window, (Key.Key_Home, CTRL))
    for _sheet in range(5):  # five signed papers of the first week
        press(window, "hhxhhh", (Key.Key_Right, CTRL))
    assert [statuses(room, n) for n in range(5)] == ["HHXHHH"] * 5
    talk.answer_next(False)
    press(window, (Key.Key_K, CTRL), "batalkan sesi", Key.Key_Return)
    assert talk.asked[-1].startswith("Batalkan sesi")
    press(window, (Key.Key_Z, CTRL))
    assert statuses(room, 4) == "HHXHH."


def test_the_instructors_results(sqlite_office: Office, sit: Sit) -> None:
    """Marks by keys: one absent, one that may mean two, one above the highest, the next column with Tab, a resit."""
    people = {name: (0, ("", "", "", "", last)) for name, last in zip(QUALIFY, ("70", "", ""), strict=True)}
    story = tell(sqlite_office, people, finished=False)
    story.office.clock = lambda: NOW
    window = sit(story.office, Actor(1, "farah", "Ts. Farah", frozenset({"administrator", "instructor"})))
    press(window, (Key.Key_K, CTRL), "HCIA-AI-03", Key.Key_Return)
    press(window, *[(Key.Key_Tab, CTRL)] * 3)

    def marks(title: str) -> list[str]:
        sheet = story.office.ask(ResultsGrid(cohort_id=story.cohort_id))[0]
        key = story.components[title]
        found = [next(c for c in row.cells if c.component_id == key) for row in sheet.rows]
        return ["/".join("TH" if t.state == "absent" else f"{t.mark:g}" for t in cell.tries) for cell in found]

    first, second = list(story.components)[:2]
    press(window, "th", Key.Key_Return, "7,8", Key.Key_Return, "101", Key.Key_Return)
    assert marks(first) == ["TH", "", ""]
    press(window, Key.Key_F8, (Key.Key_2, Mod.AltModifier))  # 78 was meant
    press(window, Key.Key_F8, "99", Key.Key_Tab, "40", Key.Key_Return)
    assert marks(first) == ["TH", "78", "99"] and marks(second) == ["", "", "40"]
    press(window, (Key.Key_End, CTRL), Key.Key_Home, Key.Key_Tab, "r", "60", Key.Key_Return)
    assert marks(second) == ["", "", "40/60"]


def test_the_print_rooms_evening(sqlite_office: Office, sit: Sit, tmp_path: Path) -> None:
    """Issue a batch, save the run as PDF, find one by its number, void it, and check it."""
    story = tell(sqlite_office)
    story.office.clock = lambda: NOW
    window = sit(story.office, Actor(1, "siti", "Siti Khadijah Omar", frozenset({"certificates", "verifier"})))
    press(window, (Key.Key_K, CTRL), "HCIA-AI-03", Key.Key_Return)
    press(window, *[(Key.Key_Tab, CTRL)] * 4)
    talk.answer_next(True)
    press(window, (Key.Key_Return, CTRL))
    assert talk.asked[-1] == "Keluarkan 3 sijil?"
    issued = story.office.ask(Certificates(order="number", descending=False))
    assert [row.holder for row in issued] == list(QUALIFY)
    run = tmp_path / "sijil.pdf"
    talk.answer_next(str(run))
    press(window, (Key.Key_P, CTRL))
    paper = pypdfium2.PdfDocument(run)
    assert len(paper) == 3
    paper.close()
    press(window, (Key.Key_5, CTRL), (Key.Key_F, CTRL), QUALIFY[1][:5])
    press(window, Key.Key_Down)
    assert window.page is not None and window.page.head.title.text() == "Sijil"
    press(window, (Key.Key_K, CTRL), issued[2].number, Key.Key_Return)
    press(window, (Key.Key_K, CTRL), "batalkan sijil", Key.Key_Return)
    press(window, "Nama tersilap eja", (Key.Key_Return, CTRL))
    assert [row.state for row in story.office.ask(Certificates(order="number", descending=False))][2] == "void"
    press(window, (Key.Key_K, CTRL), "semak sijil", Key.Key_Return, issued[2].number, Key.Key_Return)
    shown = QApplication.activeModalWidget()
    assert isinstance(shown, CheckDialog) and "Nama tersilap eja" in shown.answer.text()
    press(window, Key.Key_Escape)
