"""Check-in at the door: who comes when, what is kept, what waits, and what a scanner sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.attendance.card_codes import card_code, number_of
from app.attendance.commands import CloseSession, MarkRestPresent
from app.attendance.door import Door, Entry, WaitingCodes
from app.attendance.door_marks import CheckIn, DropDoorCode, SettleDoorCode
from app.attendance.records import Mark
from app.cohorts.enrolments import Withdraw
from app.errors import Invalid, Refused
from app.office.command import Command, Query, Work
from app.office.office import Office
from app.office.permissions import Actor, Permission
from app.trainees.records import Trainee
from tests.app.class_room import Class, open_class

EIGHT = datetime(2026, 7, 14, 0, 30, tzinfo=UTC)  # 08:30 in Malaysia, the start of session 12
TODAY = 11


@dataclass(frozen=True, kw_only=True)
class Stranger(Command[int]):
    needs = Permission.COHORTS_CHANGE

    def label(self) -> str:
        return "Stranger"

    def run(self, work: Work) -> int:
        return work.add(Trainee(number="T25-00777", full_name="SITI", match_key="SITI", sort_key="SITI")).id


@pytest.fixture
def room(sqlite_office: Office) -> Class:
    return opened(sqlite_office)


def opened(office: Office) -> Class:
    made = open_class(office)
    office.clock = lambda: EIGHT
    return made


def at(room: Class, minutes: float) -> None:
    moment = EIGHT + timedelta(minutes=minutes)
    room.office.clock = lambda: moment


def come(room: Class, code: str, session: int = TODAY) -> Entry:
    return room.office.do(CheckIn(session_id=room.view().sessions[session].id, code=code)).value


class Seen(Query[tuple[str, str, int | None, datetime | None]]):
    needs = Permission.ATTENDANCE_VIEW

    def rows(self, work: Work) -> list[tuple[str, str, int | None, datetime | None]]:
        return [tuple(r) for r in work.session.execute(  # type: ignore[misc]
            select(Mark.status, Mark.source, Mark.minutes, Mark.seen_at).order_by(Mark.id))]


def test_present_then_late_then_already_in(room: Class) -> None:
    at(room, -18)
    first = come(room, card_code("T26-00001"))
    assert (first.kind, first.name) == ("in", "AHMAD DANISH BIN ROSLAN")
    at(room, 12.9)
    second = come(room, card_code("T26-00002"))
    assert (second.kind, second.minutes, second.status) == ("late", 12, "L")
    before = room.office.head()
    again = come(room, card_code("T26-00001"))
    assert again.kind == "already" and "08:12" in again.sentence()
    assert room.office.head() == before, "a second scan leaves no trace"
    assert room.office.ask(Seen()) == [("H", "door", None, EIGHT - timedelta(minutes=18)),
                                       ("L", "door", 12, EIGHT + timedelta(minutes=12.9))]


@pytest.mark.parametrize(("typed", "who"), [
    ("T26-00003", 2), ("t2600003", 2), (" T26–00003 ", 2), ("003", 2), ("00003", 2), ("3", 2), ("030104-14-0003", 3),
    ("030104140003", 3), ("ktZ", None), (card_code("T26-00003").lower(), 2), ("KT2600" + card_code("T26-00003"), 2),
    ("KTéè''''éééé", None), ("Téèààà'".replace("è", "-"), None), ("４", 3), ("٤", 3)])
def test_what_a_hand_or_a_scanner_types(room: Class, typed: str, who: int | None) -> None:
    found = come(room, typed)
    assert found.name == (room.view().rows[who].name if who is not None else "")


def test_a_french_keyboard_sends_the_digits_otherwise() -> None:
    code = card_code("T26-00041")
    french = code.translate(str.maketrans("1234567890", "&é\"'(-è_çà"))
    assert number_of(french) == number_of(french.upper()) == "T2600041"


def test_every_misread_digit_is_noticed() -> None:
    code = card_code("T26-00041")
    for place in range(1, len(code)):
        for sign in "0123456789":
            wrong = code[:place] + sign + code[place + 1:]
            assert wrong == code or number_of(wrong) is None
    turned = code[:4] + code[5] + code[4] + code[6:]
    assert code[4] == code[5] or number_of(turned) is None
    assert number_of(code[:-1]) is None and number_of(code[:6]) is None


def test_a_card_read_in_part_is_said_and_not_kept(room: Class) -> None:
    assert come(room, card_code("T26-00003")[:-3]).kind == "partial"
    assert room.office.ask(WaitingCodes(cohort_id=room.cohort_id)) == []


def test_an_absence_is_never_overwritten_in_silence(room: Class) -> None:
    room.mark(0, TODAY, "X")
    at(room, 20)
    found = come(room, "1")
    assert found.kind == "ask" and found.status == "X"
    assert come(room, "1").code_id == found.code_id, "one question, however often the card is read"
    view = room.view()
    assert view.marks[view.rows[0].enrolment_id, view.sessions[TODAY].id].status == "X"
    [waiting] = room.office.ask(WaitingCodes(cohort_id=room.cohort_id))
    assert (waiting.name, waiting.status) == ("AHMAD DANISH BIN ROSLAN", "X")
    at(room, 50)
    assert room.office.do(SettleDoorCode(code_id=waiting.id, enrolment_id=view.rows[0].enrolment_id)).value == "L"
    assert room.office.ask(Seen()) == [("L", "door", 20, EIGHT + timedelta(minutes=20))]
    room.office.undo()
    assert len(room.office.ask(WaitingCodes(cohort_id=room.cohort_id))) == 1


def test_unknown_codes_wait_and_are_settled_with_their_moment(office: Office) -> None:
    room = opened(office)
    unknown = come(room, "VISITOR-99")
    assert unknown.kind == "unknown" and not unknown.good
    come(room, "990101-14-5567")
    waiting = room.office.ask(WaitingCodes(cohort_id=room.cohort_id))
    assert [w.code for w in waiting] == ["VISITOR-99", "990101-••-••••"]
    at(room, 180)
    person = room.view().rows[4].enrolment_id
    room.office.do(SettleDoorCode(code_id=waiting[0].id, enrolment_id=person))
    room.office.do(DropDoorCode(code_id=waiting[1].id))
    assert room.office.ask(WaitingCodes(cohort_id=room.cohort_id)) == []
    assert room.office.ask(Seen()) == [("H", "door", None, EIGHT)]
    with pytest.raises(Invalid):
        room.office.do(DropDoorCode(code_id=waiting[0].id))


def test_a_mark_made_in_class_stays(room: Class) -> None:
    room.office.do(MarkRestPresent(session_id=room.view().sessions[TODAY].id))
    assert come(room, "1").kind == "marked"
    assert {row[1] for row in room.office.ask(Seen())} == {"grid"}


def test_who_left_and_who_belongs_elsewhere(room: Class) -> None:
    view = room.view()
    room.office.do(Withdraw(enrolment_ids=(view.rows[0].enrolment_id,), on=date(2026, 7, 10), reason="moved"))
    assert come(room, "T26-00001").kind == "left"
    room.office.do(Stranger())
    assert come(room, card_code("T25-00777")).kind == come(room, "T25-00777").kind == "not_on_roll"
    assert come(room, "1").name == "AIMAN HAZIQ BIN SHAHRIL", "numbers on the roster are of those who are on it"


def test_closed_other_day_over_and_cancelled(room: Class) -> None:
    sessions = room.view().sessions
    assert come(room, "1", TODAY + 1).kind == "other_day"
    at(room, 5 * 60)
    assert come(room, "1").kind == "over"
    at(room, 10)
    room.office.do(MarkRestPresent(session_id=sessions[TODAY].id))
    room.office.do(CloseSession(session_id=sessions[TODAY].id))
    assert come(room, "1").kind == "closed"
    assert room.office.ask(Door(session_id=sessions[TODAY].id))[0].why_not == "The register of this session is closed."


def test_the_view_counts_who_is_missing(room: Class) -> None:
    come(room, "2")
    view = room.office.ask(Door(session_id=room.view().sessions[TODAY].id))[0]
    assert len(view.due) == 6 and len(view.missing) == 5 and "AIMAN" not in view.missing[1].name


def test_only_of_ones_own_cohort(room: Class) -> None:
    session = room.view().sessions[TODAY].id
    other = Office(room.office.engine, Actor(room.users[1], "o", "Other", frozenset({"instructor"})),
                   clock=lambda: EIGHT)
    with pytest.raises(Refused):
        other.do(CheckIn(session_id=session, code="1"))
