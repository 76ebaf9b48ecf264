"""Trainee cards read back with a decoder of its own: ten to a sheet, a code each, nothing of the person in it."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
import zxingcpp

from app.attendance.card_codes import card_code, number_of
from app.attendance.cards import cards_pdf, desk_cards_pdf, tags_pdf
from app.errors import Missing
from app.office.office import Office
from tests.app.attendance.test_papers import texts
from tests.app.class_room import Class, open_class
from tests.app.sponsored import CHINESE, LONG, NAMES, TAMIL, send


@pytest.fixture
def room(sqlite_office: Office) -> Class:
    return send(sqlite_office)


def codes(data: bytes, page: int) -> list[str]:
    document = pypdfium2.PdfDocument(BytesIO(data))
    picture = document[page].render(scale=150 / 72).to_pil().convert("L")
    document.close()
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def test_ten_to_a_sheet_each_with_its_code(room: Class) -> None:
    data = cards_pdf(room.office, room.cohort_id)
    pages = texts(data)
    assert len(pages) == 3
    found = [codes(data, n) for n in range(3)]
    assert [len(page) for page in found] == [10, 10, 4]
    assert sorted(number_of(code) or "" for page in found for code in page) == [f"T25{n:05}" for n in range(1, 25)]
    assert card_code("T25-00001") in found[2], "the names are in order, the numbers are not"
    whole = " ".join(pages)
    assert LONG in whole and CHINESE in whole and all(part in whole for part in TAMIL.split())
    assert "Institut Latihan Perindustrian Kuala Lumpur" in pages[0] and "HW-MW-0325" in pages[0]
    assert "9001" not in whole.replace("T25", ""), "no identity number is on a card"


def test_of_some_trainees_only(room: Class) -> None:
    some = [row.enrolment_id for row in room.view().rows[:2]]
    [page] = texts(cards_pdf(room.office, room.cohort_id, only=some))
    assert page.count("HW-MW-0325") == 2
    with pytest.raises(Missing):
        cards_pdf(room.office, room.cohort_id, only=[0])


def test_name_tags_and_cards_for_the_desk(room: Class) -> None:
    assert len(texts(tags_pdf(room.office, room.cohort_id))) == 3
    pages = texts(desk_cards_pdf(room.office, room.cohort_id))
    assert len(pages) == 12 and pages[0].count("PESERTA 00 BIN AHMAD") == 2
    whole = " ".join(pages)
    assert [name for name in NAMES[2:] if name not in whole] == [] and LONG.split()[-1] in whole


def test_who_has_no_employer_gets_a_tag_and_a_card_for_the_desk_too(sqlite_office: Office) -> None:
    room = open_class(sqlite_office)
    assert "BRYAN LIM ZHI HAO" in " ".join(texts(tags_pdf(room.office, room.cohort_id)))
    assert "BRYAN LIM ZHI HAO" in " ".join(texts(desk_cards_pdf(room.office, room.cohort_id)))
