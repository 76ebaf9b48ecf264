"""The stage order by keys, by numbers and by name; what is changed is kept before a list is printed in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.certificates.stage import Stage
from app.cohorts.queries import CohortDetail
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.class_room import Class
from tests.app.sponsored import send
from ui.completion.stage import StageDialog
from ui.desk import talk
from ui.desk.desk import Desk


@pytest.fixture
def room(sqlite_office: Office) -> Class:
    return send(sqlite_office)


def dialog(room: Class, qtbot: QtBot) -> StageDialog:
    owner = QWidget()
    qtbot.addWidget(owner)
    made = StageDialog(Desk(room.office, synchronous=True),
                       room.office.ask(CohortDetail(cohort_id=room.cohort_id))[0], owner)
    made.kept_owner = owner  # type: ignore[attr-defined]
    made.show()
    QApplication.processEvents()
    return made


def kept(room: Class) -> list[str]:
    return [row.name for row in room.office.ask(Stage(cohort_id=room.cohort_id)) if row.place is not None]


def test_moved_by_keys_and_by_number(room: Class, qtbot: QtBot) -> None:
    made = dialog(room, qtbot)
    made.table.choose(made.rows[1].id)
    made.table.setFocus()
    QTest.keyClick(made.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert made.rows[0].name == "Dato' Ir. PESERTA 00 BIN AHMAD" and kept(room) == []
    made.table.cell_edited.emit(made.rows[3], "place", "1")
    made.action_button.click()
    assert made.isVisible() and kept(room)[:2] == ["Ts. PESERTA 02 BIN AHMAD", "Dato' Ir. PESERTA 00 BIN AHMAD"]
    made.by_name.click()
    made.action_button.click()
    assert kept(room) == []
    made.close()


def test_a_line_is_dragged_to_its_place(room: Class, qtbot: QtBot) -> None:
    made = dialog(room, qtbot)
    view, first, third = made.table.viewport(), made.rows[0].name, made.rows[2].name

    def middle(row: int, part: float = 0.5) -> QPoint:
        return QPoint(60, int(made.table.rowViewportPosition(row) + made.table.rowHeight(row) * part))

    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=middle(0))
    drag_to(view, middle(1))
    drag_to(view, middle(2, 0.8))
    assert made.drag.line.isVisible()
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle(2, 0.8))
    assert not made.drag.line.isVisible()
    assert made.rows[2].name == first and made.rows[1].name == third
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=middle(2))
    drag_to(view, middle(0, 0.2))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle(0, 0.2))
    assert made.rows[0].name == first and kept(room) == []
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle(1))  # a click moves nothing
    assert made.rows[0].name == first
    made.action_button.click()
    assert kept(room)[0] == first
    made.close()


def drag_to(view: QWidget, to: QPoint) -> None:
    """A move with the button held, which QTest's own moves are not."""
    QApplication.sendEvent(view, QMouseEvent(
        QEvent.Type.MouseMove, QPointF(to), view.mapToGlobal(QPointF(to)), Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))


def test_the_keys_begin_in_the_list_and_esc_asks_before_an_order_is_lost(room: Class, qtbot: QtBot) -> None:
    made = dialog(room, qtbot)
    qtbot.waitUntil(lambda: made.focusWidget() is made.table)
    QTest.keyClick(made.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    first = made.rows[0].name
    talk.forget()
    talk.answer_next(False)
    QTest.keyClick(made, Qt.Key.Key_Escape)
    assert talk.asked == ["Discard the changes?"] and made.isVisible() and made.rows[0].name == first
    talk.answer_next(True)
    QTest.keyClick(made, Qt.Key.Key_Escape)
    assert not made.isVisible() and kept(room) == []


def test_a_list_is_printed_in_the_order_on_screen(room: Class, qtbot: QtBot, tmp_path: Path) -> None:
    made = dialog(room, qtbot)
    made.table.choose(made.rows[2].id)
    made.move_by(-2)
    talk.answer_next(tmp_path / "stage.pdf")
    made.on_stage.click()
    assert (tmp_path / "stage.pdf").read_bytes().startswith(b"%PDF") and kept(room)[0].startswith("Tan Sri Ts.")
    made.close()
    talk.forget()


def test_who_may_not_sees_why(room: Class, qtbot: QtBot) -> None:
    room.office.actor = Actor(9, "v", "V", frozenset({"viewer"}))
    made = dialog(room, qtbot)
    assert not made.up.isEnabled() and "Certificate staff" in made.up.toolTip() and made.on_stage.isEnabled()
    made.close()
