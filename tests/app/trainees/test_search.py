"""Search as you type: whom a text finds, in every script, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from app.office.office import Office
from app.trainees.commands import AddTrainee
from app.trainees.queries import TraineeCount, TraineePage
from app.trainees.search import matching

PEOPLE = {
    "aisyah": AddTrainee(full_name="NUR AISYAH BINTI ZULKIFLI", identity_number="040229-14-0126",
                         phone_mobile="012-345 6789", email="aisyah.zul@pelatih.example"),
    "chinese": AddTrainee(full_name="LIM XIAO MING", other_script="林小明", identity_number="900101-14-5567"),
    "only_han": AddTrainee(full_name="陳建國", identity_number="910101-14-5567"),
    "tamil": AddTrainee(full_name="ராஜகோபால் சுப்பிரமணியம்", identity_number="920101-14-5567"),
    "jawi": AddTrainee(full_name="نور عائشة بنت ذوالکفل", identity_number="930101-14-5568"),
    "vietnam": AddTrainee(full_name="NGUYỄN THỊ HẠNH", identity_type="PASPORT", identity_number="X0001234",
                          identity_country="VN"),
    "polish": AddTrainee(full_name="ŁUKASZ ĐORĐE", identity_type="PASPORT", identity_number="EA1234567",
                         identity_country="PL"),
    "apostrophe": AddTrainee(full_name="NUR A’IN A’LIYA", identity_number="960101-14-5566"),
    "slash": AddTrainee(full_name="RAJAGOPAL A/L SUBRAMANIAM", identity_number="970101-14-5567",
                        certificate_name="Rajagopal a/l Subramaniam"),
    "dotted": AddTrainee(full_name="D'CRUZ 100% ANN_LEE", identity_number="980101-14-5566"),
}

QUERIES = [
    ("a", {"aisyah", "apostrophe", "slash", "dotted"}), ("aisyah", {"aisyah"}), ("AISYAH zul", {"aisyah"}),
    ("zulkifli nur", {"aisyah"}), ("nur", {"aisyah", "apostrophe"}),
    ("小明", {"chinese"}), ("明", {"chinese"}), ("林小明", {"chinese"}), ("建國", {"only_han"}), ("國", {"only_han"}),
    ("ராஜ", {"tamil"}), ("சுப்பிரமணியம்", {"tamil"}), ("சு", {"tamil"}), ("عائشة", {"jawi"}), ("نور", {"jawi"}),
    ("nguyen", {"vietnam"}), ("hanh", {"vietnam"}), ("Hạnh", {"vietnam"}), ("lukasz", {"polish"}),
    ("dorde", {"polish"}),
    ("nur a'in", {"apostrophe"}), ("a’in", {"apostrophe"}), ("a`liya", {"apostrophe"}), ("aliya", {"apostrophe"}),
    ("a/l", {"slash"}), ("rajagopal a/l sub", {"slash"}),
    ("040229-14-0126", {"aisyah"}), ("040229140126", {"aisyah"}), ("04022914", {"aisyah"}), ("0126", {"aisyah"}),
    ("040229-14", {"aisyah"}), ("0229", {"aisyah"}), ("x0001234", {"vietnam"}), ("EA123", {"polish"}),
    ("012-345 6789", {"aisyah"}), ("0123456789", {"aisyah"}), ("012-3456789", {"aisyah"}), ("+60123456789", {"aisyah"}),
    ("6789", {"aisyah"}), ("aisyah.zul@pelatih.example", {"aisyah"}), ("pelatih", {"aisyah"}), ("latih", {"aisyah"}),
    ("gopal", {"slash"}), ("-00001", {"aisyah"}), ("%", set()), ("_", set()), ("'", set()), ("100%", {"dotted"}),
    ("ann_lee", {"dotted"}), ('"', set()), ('aisyah" OR "', set()), ("*", set()), ("aisyah*", {"aisyah"}),
    ("nobody", set()), ("aisyah nobody", set()),
]


@pytest.fixture
def people(office: Office) -> dict[int, str]:
    return {office.do(person).value: name for name, person in PEOPLE.items()}


def test_whom_a_text_finds(office: Office, people: dict[int, str]) -> None:
    wrong = {}
    for typed, wanted in QUERIES:
        rows = office.ask(TraineePage(text=typed))
        found = {people[row.id] for row in rows}
        if found != wanted or office.ask(TraineeCount(text=typed))[0] != len(wanted):
            wrong[typed] = found
    assert wrong == {}


SPELLED = [
    # typed, then whom it finds: MOHD and MUHAMMAD, what stands between, one letter off only when nothing else is found
    ("muhammad firdaus", {"mohd"}), ("md. firdaus", {"mohd"}), ("mohd afiq", {"muhammad"}),
    ("abd rahman", {"muhammad"}),
    ("mohd firdaus bin azmi", {"mohd"}), ("mohd firdaus azmi", {"mohd"}), ("mohd firdaus b. azmi", {"mohd"}),
    ("muhammad afiq bin abdul", {"muhammad"}), ("afiq b abdul", {"muhammad"}), ("kumar s/o velu", {"kumar"}),
    ("firdaus", {"mohd"}), ("firdaws", {"mohd"}), ("firdus", {"mohd"}), ("firdauss", {"mohd"}), ("fridaus", {"mohd"}),
    ("mohd firdaws", {"mohd"}), ("afik", {"muhammad"}), ("azmu", {"mohd"}), ("vely", {"kumar"}),
    ("afyq rahmat", {"muhammad"}), ("afyk rahman", set()),
    ("firdowz", set()), ("afi", {"muhammad"}), ("afo", set()), ("kumr", {"kumar"}), ("0123456788", set()),
    ("azmi kumar", set()),
]


def test_spelling_is_forgiven(office: Office) -> None:
    given = {"mohd": ("MOHD FIRDAUS BIN AZMI", "012-345 6789"), "muhammad": ("MUHAMMAD AFIQ ABDUL RAHMAN", ""),
             "kumar": ("KUMAR A/L VELU", "")}
    who = {office.do(AddTrainee(full_name=name, phone_mobile=phone)).value: key for key, (name, phone) in given.items()}
    wrong = {}
    for typed, wanted in SPELLED:
        found = {who[row.id] for row in office.ask(TraineePage(text=typed))}
        if found != wanted or office.ask(TraineeCount(text=typed))[0] != len(wanted):
            wrong[typed] = found
    assert wrong == {}


def test_number_of_the_trainee_finds_him(office: Office, people: dict[int, str]) -> None:
    for row in office.ask(TraineePage()):
        for typed in (row.number, row.number.lower(), row.number.replace("-", "")):
            assert row.id in {r.id for r in office.ask(TraineePage(text=typed))}


def test_pages_are_in_order_and_complete(office: Office, people: dict[int, str]) -> None:
    for sort in ("name", "number", "birth_date", "email", "phone"):
        pages = [office.ask(TraineePage(sort=sort, offset=at, limit=3)) for at in range(0, len(people), 3)]
        assert sorted(row.id for page in pages for row in page) == sorted(people), sort
    names = [row.name for row in office.ask(TraineePage())]
    assert names[:3] == ["D'CRUZ 100% ANN_LEE", "LIM XIAO MING", "ŁUKASZ ĐORĐE"]
    assert [row.name for row in office.ask(TraineePage(descending=True))] == names[::-1]


@pytest.mark.parametrize(("enough", "common"), [(100, 6), (10, 6), (10, 1)])  # collected, walked both ways
def test_many_hits_are_found_the_same_way(
    sqlite_office: Office, monkeypatch: pytest.MonkeyPatch, enough: int, common: int
) -> None:
    monkeypatch.setattr("app.trainees.search.FEW", 3)
    monkeypatch.setattr("app.trainees.search.FEW_ENOUGH", enough)
    monkeypatch.setattr("app.trainees.search.COMMON", common)
    for n in range(20):
        sqlite_office.do(replace(PEOPLE["aisyah"], full_name=f"AISYAH NO {n}", identity_number="", email=""))
    assert len(sqlite_office.ask(TraineePage(text="ais no"))) == 20
    assert sqlite_office.ask(TraineeCount(text="ais no")) == [20]
    with Session(sqlite_office.engine) as session:
        assert len(session.scalars(matching(session, "ais")).all()) == 20
