"""The stage: titles as their owners have them, an order that sorting by name does not touch, kept on every list."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from app.certificates.issue import issue_cohort
from app.certificates.stage import SetStageOrder, Stage, stage_list
from app.errors import Invalid, Missing
from app.office.office import Office
from tests.app.class_room import Class
from tests.app.cohort_story import tell
from tests.app.sponsored import LONG, TAMIL, send


@pytest.fixture
def room(sqlite_office: Office) -> Class:
    return send(sqlite_office)


def words(data: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(data))
    found = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    document.close()
    return found


def test_as23_titles_in_stored_order_and_spelling_and_sorting_leaves_them_out(room: Class) -> None:
    rows = room.office.ask(Stage(cohort_id=room.cohort_id))
    names = [row.name for row in rows]
    assert names[:4] == ["CHAN MEI LING 陈美玲", "Dato' Ir. PESERTA 00 BIN AHMAD", "Tan Sri Ts. PESERTA 01 BIN AHMAD",
                         "Ts. PESERTA 02 BIN AHMAD"]
    assert [row.sort_key for row in rows] == sorted(row.sort_key for row in rows)


def test_as23_the_stage_order_stands_in_the_list(room: Class) -> None:
    rows = room.office.ask(Stage(cohort_id=room.cohort_id))
    order = (rows[2].id, rows[0].id, rows[1].id)
    room.office.do(SetStageOrder(cohort_id=room.cohort_id, enrolment_ids=order))
    now = room.office.ask(Stage(cohort_id=room.cohort_id))
    assert [row.id for row in now[:3]] == list(order) and [row.place for row in now[:4]] == [1, 2, 3, None]
    text = words(stage_list(room.office, room.cohort_id))
    assert (text.index("Tan Sri Ts. PESERTA 01") < text.index("CHAN MEI LING") < text.index("Dato' Ir. PESERTA 00")
            < text.index("Ts. PESERTA 02"))
    assert LONG in text and all(part in text for part in TAMIL.split()) and "1 / 2" in text
    room.office.do(SetStageOrder(cohort_id=room.cohort_id, enrolment_ids=()))
    assert [row.id for row in room.office.ask(Stage(cohort_id=room.cohort_id))] == [row.id for row in rows]
    room.office.undo()
    assert room.office.ask(Stage(cohort_id=room.cohort_id))[0].id == order[0]


def test_what_is_no_order(room: Class) -> None:
    first = room.office.ask(Stage(cohort_id=room.cohort_id))[0].id
    with pytest.raises(Invalid):
        room.office.do(SetStageOrder(cohort_id=room.cohort_id, enrolment_ids=(first, first)))
    with pytest.raises(Invalid):
        room.office.do(SetStageOrder(cohort_id=room.cohort_id, enrolment_ids=(first, 99_999)))


def test_the_acceptance_register_holds_certificates(room: Class) -> None:
    with pytest.raises(Missing):
        stage_list(room.office, room.cohort_id, register=True)


def test_as23_certificates_and_the_register_come_in_stage_order(sqlite_office: Office, tmp_path: Path) -> None:
    story = tell(sqlite_office)
    office = story.acting("certificates")
    goh, deepa = story.enrolments["Goh Xin Yi"], story.enrolments["Deepa a/p Krishnasamy"]
    office.do(SetStageOrder(cohort_id=story.cohort_id, enrolment_ids=(goh, deepa)))
    issue_cohort(office, story.cohort_id, folder=tmp_path, combined=tmp_path / "all.pdf")
    printed = words((tmp_path / "all.pdf").read_bytes())
    register = words(stage_list(office, story.cohort_id, register=True))
    for text in (printed, register):
        assert text.index("Goh Xin Yi") < text.index("Deepa") < text.index("Nik Adlina")
    assert "Signature" in register and "Benedict" not in register
