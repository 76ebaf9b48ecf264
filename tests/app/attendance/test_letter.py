"""The absence letter: fields filled in either language, unknown ones named, text printed as it was typed."""

from __future__ import annotations

import pytest

from app.attendance.commands import MarkRestPresent
from app.attendance.letter import FIELDS, SHIPPED, LetterTexts, SaveLetterText, Words, fill, unknown_fields
from app.attendance.letter_paper import letters_pdf
from app.errors import Invalid, Missing
from app.office.office import Office
from tests.app.attendance.test_papers import texts
from tests.app.class_room import Class
from tests.app.sponsored import send


@pytest.fixture
def room(sqlite_office: Office) -> Class:
    made = send(sqlite_office)
    made.mark(1, 0, "X")
    made.mark(1, 2, "S")
    made.mark(2, 0, "L", minutes=20)
    for session in made.view().sessions[:4]:
        made.office.do(MarkRestPresent(session_id=session.id))
    return made


def shipped(code: str) -> Words:
    return Words(code, *SHIPPED[code])


@pytest.mark.parametrize(("code", "says"), [("en", "absent from 2 sessions"), ("ms", "tidak hadir ke 2 sesi")])
def test_who_missed_sessions_gets_a_letter(room: Class, code: str, says: str) -> None:
    [page] = texts(letters_pdf(room.office, room.cohort_id, shipped(code)))
    person = room.view().rows[1]
    assert person.name in page and person.number in page and says in page and "50.0 %" in page and "75 %" in page
    part = {"en": "morning", "ms": "pagi"}[code]
    assert f"10/03/2025 {part}, 11/03/2025 {part} (" in page and ("Sick leave" in page) == (code == "en")
    assert "{" not in page


def test_to_those_who_were_chosen(room: Class) -> None:
    rows = room.view().rows
    pages = texts(letters_pdf(room.office, room.cohort_id, shipped("en"), [rows[0].enrolment_id, rows[1].enrolment_id]))
    assert len(pages) == 2 and "on: –" in pages[0]
    with pytest.raises(Missing):
        letters_pdf(room.office, room.cohort_id, shipped("en"), [])


def test_an_unknown_field_is_named_and_nothing_is_printed(room: Class) -> None:
    assert unknown_fields("{name} {nmae} {} {x y} {{name}}") == ["nmae", "", "x y"]
    with pytest.raises(Invalid, match=r"\{nmae\}"):
        letters_pdf(room.office, room.cohort_id, Words("en", "About {course}", "Dear {nmae}"))
    with pytest.raises(Invalid) as told:
        room.office.do(SaveLetterText(language="ms", subject="{kursus}", body="{nmae}"))
    assert set(told.value.problems) == {"subject", "body"}


def test_text_is_data(room: Class) -> None:
    words = Words("en", "<b>{course}</b> & %s", "=1+1 {name} \\n (a) " + "long " * 600)
    pages = texts(letters_pdf(room.office, room.cohort_id, words))
    assert "<b>Microwave Module" in pages[0] and "=1+1 PESERTA 01" in pages[0] or "=1+1" in pages[0]
    assert len(pages) == 2, "a long letter goes on"
    assert fill("{name}", {"name": "{number}", "number": "1"}) == "{number}", "a name is not filled in again"


def test_the_centres_own_words_are_kept_and_given_back(room: Class) -> None:
    office = room.office
    assert [w.own for w in office.ask(LetterTexts())] == [False, False]
    office.do(SaveLetterText(language="en", subject="S {name}", body=" ".join("{" + f + "}" for f in FIELDS)))
    assert [(w.subject, w.own) for w in office.ask(LetterTexts())] == [(SHIPPED["ms"][0], False), ("S {name}", True)]
    [page] = texts(letters_pdf(office, room.cohort_id, office.ask(LetterTexts())[1]))
    assert "{" not in page and "Institut Latihan" in page
    office.do(SaveLetterText(language="en", subject="", body=""))
    assert not any(w.own for w in office.ask(LetterTexts()))
