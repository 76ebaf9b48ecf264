"""Trainees through the real door: identities, names, organisations, numbers, undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from app.errors import Conflict, Invalid, Refused
from app.office.office import Office
from app.office.permissions import Actor
from app.trainees.commands import AddTrainee, ChangeTrainee, ConfirmCertificateName, RemoveTrainee, SetTitles
from app.trainees.identities import (
    AddIdentity,
    ChangeIdentity,
    CheckIdentityCard,
    MakeCurrentIdentity,
    RemoveIdentity,
)
from app.trainees.queries import Organisations, TraineeDetail, TraineeHistory, TraineePage, WhoHasNumber

AISYAH = AddTrainee(full_name="NUR AISYAH BINTI ZULKIFLI", identity_number="040229-14-0126",
                    phone_mobile="012-000 4417", email="aisyah.z@Pelatih.Example", organisation="Contoh Sdn. Bhd.",
                    titles=("Dato'", "Ir."))


def whole(office: Office, key: int):
    return office.ask(TraineeDetail(trainee_id=key))[0]


def test_card_number_proposes_birth_date_gender_and_citizenship(office: Office) -> None:
    found = whole(office, office.do(AISYAH).value)
    assert (found.values["birth_date"], found.values["gender"], found.values["citizenship"]) == (
        date(2004, 2, 29), "P", "MY")
    assert found.number.startswith("T") and found.number.endswith("-00001")
    assert found.values["phone_mobile"] == "+60120004417"
    assert found.values["email"] == "aisyah.z@pelatih.example"
    assert found.titles == ("Dato'", "Ir.")
    assert found.current.number == "040229-14-0126" and found.current.type == "MYKAD"
    second = office.do(replace(AISYAH, full_name="TAN WEI MING @ ALEX TAN", identity_number="900101145567"))
    assert whole(office, second.value).number.endswith("-00002")


def test_what_was_typed_wins_over_the_card(office: Office) -> None:
    found = whole(office, office.do(replace(AISYAH, birth_date=date(2004, 3, 1))).value)
    assert found.values["birth_date"] == date(2004, 3, 1)


@pytest.mark.parametrize(("change", "field"), [
    ({"full_name": "  "}, "full_name"),
    ({"full_name": "1234"}, "full_name"),
    ({"full_name": "A" * 201}, "full_name"),
    ({"identity_number": "04022914012"}, "identity_number"),
    ({"identity_number": "040231-14-0126"}, "identity_number"),
    ({"identity_type": "MYPR", "citizenship": "MY"}, "citizenship"),
    ({"identity_type": "PASPORT", "identity_number": "X0001234"}, "identity_country"),
    ({"email": "sangeetha.v@"}, "email"),
    ({"phone_mobile": "12"}, "phone_mobile"),
    ({"postcode": "2600"}, "postcode"),
])
def test_problems_name_the_field(sqlite_office: Office, change: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        sqlite_office.do(replace(AISYAH, **change))
    assert set(caught.value.problems) == {field}
    assert sqlite_office.ask(TraineePage()) == []


@pytest.mark.parametrize("name", ["A", "X" * 200, "D'CRUZ", "RAJAGOPAL A/L SUBRAMANIAM", "小明", "ராஜகோபால்", "ROSLI"])
def test_names_of_every_kind_are_taken(sqlite_office: Office, name: str) -> None:
    assert whole(sqlite_office, sqlite_office.do(replace(AISYAH, full_name=name)).value).name == name


def test_what_stands_on_the_card_is_taken_with_a_reason(office: Office) -> None:
    key = office.do(replace(AISYAH, identity_number="040231-14-0126", override_reason="It is so on the card.")).value
    found = whole(office, key)
    assert found.current.number == "040231-14-0126"
    assert found.current.override_reason == "It is so on the card."
    assert found.values["birth_date"] is None and found.values["gender"] == "P"


def test_a_number_of_somebody_else_is_named(office: Office) -> None:
    office.do(AISYAH)
    with pytest.raises(Invalid) as caught:  # a MyPR with the digits of a MyKad is the same number
        office.do(replace(AISYAH, full_name="OTHER", identity_type="MYPR", identity_number="040229140126"))
    assert "NUR AISYAH BINTI ZULKIFLI" in caught.value.problems["identity_number"]
    held = office.ask(WhoHasNumber(type="MYKAD", number="040229-14-0126"))
    assert [h.name for h in held] == ["NUR AISYAH BINTI ZULKIFLI"]
    assert office.ask(WhoHasNumber(type="MYKAD", number="040229-14-0128")) == []


def test_several_identities_one_current(office: Office) -> None:
    key = office.do(replace(AISYAH, identity_type="PASPORT", identity_number="X0001234", identity_country="vn")).value
    office.do(AddIdentity(trainee_id=key, type="PASPORT", number="x 0009999", country="VN", expiry=date(2030, 1, 1)))
    found = whole(office, key).identities
    assert [(i.number, i.is_current) for i in found] == [("X0009999", True), ("X0001234", False)]
    for number in ("X0001234", "x0009999"):
        assert [r.id for r in office.ask(TraineePage(text=number))] == [key]
    office.do(MakeCurrentIdentity(identity_id=found[1].id))
    assert whole(office, key).current.number == "X0001234"
    office.undo()
    assert whole(office, key).current.number == "X0009999"
    office.do(RemoveIdentity(identity_id=found[0].id))
    assert whole(office, key).current.number == "X0001234"
    assert office.ask(TraineePage(text="X0009999")) == []


def test_checked_against_the_card_and_lost_with_a_new_number(office: Office) -> None:
    key = office.do(AISYAH).value
    card = whole(office, key).current
    office.do(CheckIdentityCard(identity_id=card.id))
    found = whole(office, key).current
    assert found.checked_by == office.actor.name and found.checked_at is not None
    office.do(ChangeIdentity(identity_id=card.id, version=found.version, values={"number": "040301-10-0125"}))
    found = whole(office, key)
    assert found.current.checked_at is None
    assert (found.values["birth_date"], found.values["gender"]) == (date(2004, 3, 1), "L")
    with pytest.raises(Invalid):
        office.do(ChangeIdentity(identity_id=card.id, values={"number": "0403"}))


def test_change_keeps_old_name_and_drops_its_confirmation(office: Office) -> None:
    key = office.do(replace(AISYAH, certificate_name="Nur Aisyah binti Zulkifli")).value
    seen = whole(office, key)
    assert seen.certificate_name_by == office.actor.name
    office.do(ChangeTrainee(trainee_id=key, version=seen.version, values={"full_name": "NUR SALMAH BINTI ZULKIFLI"}))
    found = whole(office, key)
    assert found.old_names == ("NUR AISYAH BINTI ZULKIFLI",) and found.certificate_name_at is None
    assert [r.id for r in office.ask(TraineePage(text="aisyah"))] == [key]
    with pytest.raises(Conflict):
        office.do(ChangeTrainee(trainee_id=key, version=seen.version, values={"email": ""}))
    office.do(ConfirmCertificateName(trainee_id=key, name="Nur Salmah binti Zulkifli"))
    assert whole(office, key).certificate_name_at is not None
    office.undo()
    office.undo()
    assert whole(office, key).name == "NUR AISYAH BINTI ZULKIFLI"
    assert [r.id for r in office.ask(TraineePage(text="salmah"))] == []


def test_titles_keep_order_and_spelling(office: Office) -> None:
    key = office.do(AISYAH).value
    office.do(SetTitles(trainee_id=key, titles=("Datuk", "Dr.", " ", "Hajah")))
    assert whole(office, key).titles == ("Datuk", "Dr.", "Hajah")
    office.do(SetTitles(trainee_id=key, titles=("Hajah",)))
    assert whole(office, key).titles == ("Hajah",)
    office.undo()
    assert whole(office, key).titles == ("Datuk", "Dr.", "Hajah")


def test_one_organisation_for_its_spellings(office: Office) -> None:
    for n, name in enumerate(("Contoh Sdn. Bhd.", "CONTOH SDN BHD", "Contoh Sendirian Berhad", "Lain Berhad")):
        office.do(replace(AISYAH, identity_number=f"90010114000{n}", organisation=name))
    assert list(office.ask(Organisations())) == ["Contoh Sdn. Bhd.", "Lain Berhad"]
    assert list(office.ask(Organisations(text="con%"))) == []


def test_removed_only_without_enrolments_and_back_by_undo(office: Office) -> None:
    key = office.do(AISYAH).value
    office.do(RemoveTrainee(trainee_id=key))
    assert office.ask(TraineePage(text="aisyah")) == []
    office.undo()
    assert [r.id for r in office.ask(TraineePage(text="aisyah"))] == [key]
    assert whole(office, key).titles == ("Dato'", "Ir.")


def test_masked_for_who_may_not_see_numbers(sqlite_office: Office) -> None:
    key = sqlite_office.do(AISYAH).value
    viewer = Office(sqlite_office.engine, Actor(2, "v", "Viewer", frozenset({"instructor"})))
    assert viewer.ask(TraineePage())[0].identity == "040229-••-••••"
    assert whole(viewer, key).current.number == "040229-••-••••"
    with pytest.raises(Refused):
        viewer.ask(TraineePage(full=True))
    with pytest.raises(Refused):
        viewer.do(AISYAH)
    assert sqlite_office.ask(TraineePage(full=True))[0].identity == "040229-14-0126"


def test_history_says_who_changed_what(office: Office) -> None:
    key = office.do(AISYAH).value
    office.do(ChangeTrainee(trainee_id=key, values={"email": "new@mel.example"}, about="NUR AISYAH"))
    lines = office.ask(TraineeHistory(trainee_id=key))
    assert [line.label for line in lines] == ["Change NUR AISYAH", "Add NUR AISYAH BINTI ZULKIFLI"]
    assert [(f.field, f.before, f.after) for f in lines[0].fields] == [
        ("email", "aisyah.z@pelatih.example", "new@mel.example")]


def test_index_follows_changes_made_by_sql(sqlite_office: Office) -> None:
    key = sqlite_office.do(AISYAH).value
    with sqlite_office.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM trainee_search_stale")).scalar() == 0
        connection.execute(text("INSERT INTO trainee_search(trainee_search, rank) VALUES ('integrity-check', 1)"))
        connection.execute(text("INSERT INTO trainee_search_inner(trainee_search_inner, rank) "
                                "VALUES ('integrity-check', 1)"))
        connection.rollback()
    assert [r.id for r in sqlite_office.ask(TraineePage(text="zulk"))] == [key]
