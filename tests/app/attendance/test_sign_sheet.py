"""The list for signing, read back: every name, session and box, on as many pages as it needs."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from app.attendance.commands import MarkRestPresent
from app.attendance.sign_sheet import write_sign_sheet
from app.office.office import Office
from app.office.permissions import Actor
from tests.app.class_room import open_class

NAMES = [f"PELATIH NOMBOR {n:02}" for n in range(45)]
LONG = "PUTERI NUR SYAFIQAH HIDAYATUL HUSNA BINTI MUHAMMAD KHAIRUL ANUAR ABDUL RAHMAN AL-HAJ BIN SYED"


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(str(path))
    found = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return found


@pytest.fixture
def where(tmp_path: Path) -> Path:
    return tmp_path / "sheet.pdf"


def test_blank_for_signing(office: Office, where: Path) -> None:
    room = open_class(office, names=[*NAMES, LONG])
    found = pages(write_sign_sheet(office, room.cohort_id, where))
    assert len(found) == 3
    assert "PELATIH NOMBOR 00" in found[0] and "PELATIH NOMBOR 20" in found[1] and "1 / 3" in found[0]
    assert LONG in found[2] and "29/6" in found[0] and "24/7" in found[0]
    assert "030101-14-0000" in found[0] and "Certified by the employer" in found[0]
    assert "100.0 %" not in found[0]


def test_filled_and_masked(office: Office, where: Path) -> None:
    room = open_class(office)
    office.do(MarkRestPresent(session_id=room.view().sessions[0].id))
    room.mark(0, 0, "X")
    office.actor = Actor(room.users[0], "r", "Rohaya", frozenset({"instructor"}))
    found = pages(write_sign_sheet(office, room.cohort_id, where, filled=True))[0]
    assert "0.0 %" in found and "100.0 %" in found and "Perlu 80 %" in found
    assert "030101-14-0000" not in found and "030101-" in found


def test_the_same_register_gives_the_same_bytes(office: Office, tmp_path: Path) -> None:
    room = open_class(office)
    one = write_sign_sheet(office, room.cohort_id, tmp_path / "1.pdf").read_bytes()
    assert one == write_sign_sheet(office, room.cohort_id, tmp_path / "2.pdf").read_bytes()
