"""Names to try a template with, asked of the database: longest, shortest, most difficult, and which are shrunk."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import event

from app.certificates.templates import names
from app.certificates.templates.model import Name
from app.certificates.templates.names import NamesToTry, difficulty, shrunk
from app.certificates.templates.sample import NAME
from app.office.office import Office
from app.trainees.commands import AddTrainee

PEOPLE = ("ALI", "TAN WEI MING", "NUR SYAFIQAH HIDAYATUL HUSNA BINTI MUHAMMAD KHAIRUL ANUAR",
          "KAVITA A/P S. RAMAN @ SHANTI", "LIM 林 MEI", "ÉLODIE BINTI OMAR", "WAN AHMAD BIN WAN ISMAIL")


def filled(office: Office) -> Office:
    for name in PEOPLE:
        office.do(AddTrainee(full_name=name))
    return office


def test_the_extremes_are_found(office: Office) -> None:
    found = filled(office).ask(NamesToTry())[0]
    assert (found.count, found.shortest) == (len(PEOPLE), "ALI")
    assert found.longest == max(PEOPLE, key=len) == found.long[0]
    assert [len(name) for name in found.long] == sorted((len(name) for name in PEOPLE), reverse=True)
    assert found.hardest == max(PEOPLE, key=difficulty) == "LIM 林 MEI"


def test_the_spelling_on_certificates_counts(office: Office) -> None:
    filled(office).do(AddTrainee(full_name="AB", certificate_name="Abdul Bakar bin Abdul Razak bin Haji Ismail"))
    found = office.ask(NamesToTry())[0]
    assert "AB" not in found.long and found.shortest == "ALI"
    assert any(name.startswith("Abdul Bakar") for name in found.long)


def test_a_made_up_name_where_there_is_nobody(office: Office) -> None:
    found = office.ask(NamesToTry())[0]
    assert (found.count, found.longest, found.shortest, found.hardest) == (1, NAME, NAME, NAME)


def test_no_more_names_are_read_than_are_tried(sqlite_office: Office, monkeypatch: object) -> None:
    monkeypatch.setattr(names, "MOST_LONG", 3)  # type: ignore[attr-defined]
    monkeypatch.setattr(names, "MOST_HARD", 2)  # type: ignore[attr-defined]
    office, asked = filled(sqlite_office), list[str]()
    event.listen(office.engine, "before_cursor_execute", lambda _c, _cur, sql, *_more: asked.append(sql))
    found = office.ask(NamesToTry())[0]
    assert len(found.long) == 3 and found.count == len(PEOPLE)
    assert found.hardest == "LIM 林 MEI"
    assert all("LIMIT" in sql or "count(" in sql for sql in asked if "full_name" in sql)


def test_which_names_a_box_makes_smaller() -> None:
    box = Name(id="name", x=0, y=0, w=178, h=15)
    by_length = sorted(PEOPLE[:3], key=len, reverse=True)
    found = shrunk(by_length, box)
    assert [name for name, _size in found] == [max(PEOPLE, key=len)]
    assert box.least <= found[0][1] < box.type.size
    assert not shrunk(by_length, replace(box, w=1000))
    twice = sorted([*PEOPLE[:3], by_length[0]], key=lambda name: (-len(name), name))
    assert shrunk(twice, box) == found * 2  # two people of that name
    assert shrunk(by_length, replace(box, w=20, least=14))[0][1] == 0  # too long for any size
