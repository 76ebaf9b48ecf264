"""Possible duplicates: which pairs are found, why, and that one who is somebody else is not suggested again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.job import Cancelled
from app.office.office import Office
from app.trainees.alike import compare_keys
from app.trainees.commands import AddTrainee, ChangeTrainee
from app.trainees.duplicates import DuplicatesOf, MaybeSame, NotTheSame, PossibleDuplicates
from app.trainees.names import match_key
from app.trainees.not_same import SayNotSame, TakeBackNotSame

ALI = AddTrainee(full_name="MOHD ALI BIN ABU", identity_number="900101-14-5567", phone_mobile="012-345 6789")

NAMES = [
    ("MOHD ALI BIN ABU", "MUHAMMAD ALI BIN ABU", "same"), ("MUHD. ALI B. ABU", "MD ALI BIN ABU", "same"),
    ("RAJAGOPAL A/L SUBRAMANIAM", "RAJAGOPAL S/O SUBRAMANIAM", "same"),
    ("ABD RAHMAN BIN ALI", "ABDUL RAHMAN ALI", "same"),
    ("NURAISYAH BINTI ZULKIFLI", "NUR AISYAH BINTI ZULKIFLI", "same"),
    ("NOR AZURA BT ALI", "NUR AZURA BINTI ALI", "same"),
    ("JENNIFER AK LIBAU", "JENNIFER ANAK LIBAU", "same"), ("TAN WEI MING", "WEI MING TAN", "same"),
    ("AHMAD ZULKIFLI BIN ALI", "AHMAD ZULKIFLY BIN ALI", "alike"),
    ("SITI AMINAH BINTI ALI", "SITI AMIANH BINTI ALI", "alike"),
    ("TAN WEI MING", "ALEX TAN WEI MING", "part"), ("S. RAJAGOPAL", "RAJAGOPAL A/L SUBRAMANIAM", "part"),
    ("S. KUMAR RAJAGOPAL", "KUMAR RAJAGOPAL A/L SUBRAMANIAM", "part"),
    ("CHONG WEI MING", "ZHANG WEI MING", ""), ("ALI BIN ABU", "ALI BINTI ABU", ""), ("TAN WEN BIN", "TAN HUI WEN", ""),
    ("ROSLI", "ROSLAN", ""), ("陳建國", "陳建國", "same"), ("陳建國", "林小明", ""), ("", "ALI", ""),
]


@pytest.mark.parametrize(("one", "other", "wanted"), NAMES)
def test_names_are_alike_by_the_rules_of_the_country(one: str, other: str, wanted: str) -> None:
    assert compare_keys(match_key(one), match_key(other)) == wanted
    assert compare_keys(match_key(other), match_key(one)) == wanted


def found(office: Office) -> dict[tuple[int, int], tuple[str, tuple[str, ...]]]:
    return {row.id: (row.likeness.strength, row.likeness.reasons) for row in office.ask(PossibleDuplicates())}


def test_pairs_are_found_and_ranked_with_why(office: Office) -> None:
    def add(**values: object) -> int:
        return office.do(replace(ALI, **values)).value

    ali = add()
    swapped = add(full_name="MUHAMMAD ALI BIN ABU", identity_number="900101-14-5657", phone_mobile="")
    mail = add(full_name="SITI AMINAH BINTI OMAR", identity_number="910202-10-0044", phone_mobile="", email="siti@a.my")
    again = add(full_name="SITI AMINAH OMAR", identity_type="PASPORT", identity_number="A1234567",
                identity_country="MY", phone_mobile="", email="siti@a.my", birth_date=None)
    passport = add(full_name="NGUYEN THI HANH", identity_type="PASPORT", identity_number="C1234567",
                   identity_country="VN", phone_mobile="")
    other_kind = add(full_name="HANH NGUYEN", identity_type="LAIN", identity_number="C1234567", phone_mobile="")
    renamed = add(full_name="TAN KIM HOCK", identity_number="900101-10-4321")
    # alike by one thing only, so nobody is suggested: a name alone, a date alone, an employer's phone, a number nearby
    add(full_name="ALI BIN ABU", identity_number="880808-14-5561", phone_mobile="")
    add(full_name="CHONG WEI MING", identity_number="900101-14-5569", phone_mobile="013-000 1111")
    add(full_name="ZHANG WEI MING", identity_number="910101-14-5569", phone_mobile="")
    assert found(office) == {
        (ali, swapped): ("very", ("swap", "same", "birth")),
        (mail, again): ("likely", ("same", "email")),
        (passport, other_kind): ("likely", ("number", "part")),
        (ali, renamed): ("perhaps", ("birth", "phone")),
    }
    first = office.ask(PossibleDuplicates())[0]
    assert first.id == (ali, swapped)
    assert first.likeness.why() == "Two digits of the identity number swapped, same name, same birth date"
    assert (first.one.identity, first.other.name) == ("900101-14-5567", "MUHAMMAD ALI BIN ABU")
    assert [d.id for d in office.ask(DuplicatesOf(trainee_id=swapped))] == [(ali, swapped)]
    assert office.ask(PossibleDuplicates(limit=1)) == [first]


def test_a_name_that_is_no_longer_borne_counts(office: Office) -> None:
    first = office.do(ALI).value
    second = office.do(replace(ALI, full_name="TAN KIM HOCK", identity_number="")).value
    office.do(ChangeTrainee(trainee_id=first, values={"full_name": "TAN KIM HOCK"}))
    office.do(ChangeTrainee(trainee_id=first, values={"full_name": "MUHAMMAD IDRIS TAN BIN ABDULLAH"}))
    assert [d.id for d in office.ask(DuplicatesOf(trainee_id=second))] == [(first, second)]


def test_while_somebody_new_is_typed(office: Office) -> None:
    key = office.do(ALI).value
    for near in (MaybeSame(full_name="Muhammad Ali bin Abu", birth_date=date(1990, 1, 1)),
                 MaybeSame(full_name="Mohd Ali", phone="+60123456789"),
                 MaybeSame(full_name="MOHD ALI BIN ABU", identity_number="900101-14-5576")):
        assert [one.id for one in office.ask(near)] == [key], near
    for far in (MaybeSame(full_name="Muhammad Ali bin Abu", birth_date=date(1991, 1, 1)),
                MaybeSame(full_name="", birth_date=date(1990, 1, 1)),
                MaybeSame(full_name="Chong Wei", identity_number="900101-14-5576")):
        assert office.ask(far) == [], far


def test_two_people_are_remembered_with_the_reason(office: Office) -> None:
    first, second = (office.do(replace(ALI, identity_number=n)).value for n in ("900101-14-5567", "900101-14-5657"))
    office.do(SayNotSame(one_id=second, other_id=first, reason="Cousins, both cards seen"))
    assert found(office) == {} and office.ask(DuplicatesOf(trainee_id=first)) == []
    said = office.ask(NotTheSame())
    assert [(s.one.id, s.other.id, s.reason) for s in said] == [(first, second, "Cousins, both cards seen")]
    office.do(SayNotSame(one_id=first, other_id=second, reason="Seen again"))
    assert [s.reason for s in office.ask(NotTheSame())] == ["Seen again"]
    office.do(TakeBackNotSame(one_id=first, other_id=second))
    assert list(found(office)) == [(first, second)]
    office.undo()
    assert found(office) == {}


def test_looking_can_be_stopped(sqlite_office: Office) -> None:
    sqlite_office.do(ALI)
    steps: list[tuple[int, int]] = []

    def stop(done: int, total: int, _text: str = "") -> None:
        steps.append((done, total))
        if len(steps) > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        sqlite_office.ask(PossibleDuplicates(), stop)
    assert all(done <= total for done, total in steps)
