"""One cell's own history: who marked it what and when, cleared and undone marks too; reasons only for who marks."""

from __future__ import annotations

import pytest

from app.attendance.cell_history import CellHistory
from app.attendance.statuses import SHIPPED, reading_map
from app.i18n import use_language
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.class_room import Class, open_class


@pytest.fixture
def room(sqlite_office: Office) -> Class:
    return open_class(sqlite_office)


def history(room: Class, person: int = 0, session: int = 11) -> list[tuple[str, str, str]]:
    view = room.view()
    return [(c.kind, c.before, c.after) for c in room.office.ask(CellHistory(
        enrolment_id=view.rows[person].enrolment_id, session_id=view.sessions[session].id))]


def test_every_change_of_a_cell_is_told_newest_first(room: Class) -> None:
    room.mark(0, 11, "H")
    room.mark(1, 11, "X")
    room.mark(0, 11, "L", reason="Bus", minutes=15)
    room.mark(0, 11, None)
    room.office.undo()
    assert history(room) == [("undo", "", "Late"), ("do", "Late", ""), ("do", "Present", "Late"), ("do", "", "Present")]
    assert history(room, 1) == [("do", "", "Absent")] and history(room, 2) == []
    room.mark(0, 11, None)
    assert history(room)[0] == ("do", "Late", "")


def test_reasons_are_for_who_marks(room: Class) -> None:
    room.mark(0, 11, "S", reason="MC 1234")
    view = room.view()
    asked = CellHistory(enrolment_id=view.rows[0].enrolment_id, session_id=view.sessions[11].id)
    assert room.office.ask(asked)[0].reason == "MC 1234"
    room.office.actor = Actor(9, "v", "V", frozenset({"viewer"}))
    assert room.office.ask(asked)[0].reason == ""


@pytest.mark.parametrize("language", ["en", "ms"])
def test_what_a_spreadsheet_may_say(language: str) -> None:
    use_language(language)
    try:
        known = reading_map(SHIPPED)
        assert known["hadir"] == known["present"] == known["1"] == known["✓"] == "H"
        assert known["0"] == known["tidak hadir"] == known["x"] == "X"
        assert known["p"] == ("P" if language == "ms" else "H")
    finally:
        use_language("en")
