"""Trainees with where they are: cohort, state, counts of each filter, and the list as a workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.cohorts.commands import AddCohort, ChangeCohortStatus
from app.cohorts.enrolments import Enrol, Withdraw
from app.cohorts.exports import Release
from app.cohorts.narrow import PeopleValues
from app.cohorts.people import (
    SORTED_BY,
    CountPeople,
    EnrolmentsOf,
    People,
    PeopleCounts,
    PeopleKeys,
    PeopleNumber,
    PersonPlace,
)
from app.errors import Invalid
from app.office.office import Office
from app.programmes.commands import SaveCourse, SaveProgramme
from app.rosters.gate import export_list
from app.rosters.listing import Where
from app.rosters.shipped import shipped
from app.trainees.commands import AddTrainee, RemoveTrainee

AISYAH = AddTrainee(full_name="NUR AISYAH BINTI ZULKIFLI", identity_number="040229-14-0126")


@pytest.fixture
def people(office: Office) -> dict[str, int]:
    programme = office.do(SaveProgramme(code="ICT", name="ICT")).value
    course = office.do(SaveCourse(programme_id=programme, code="AI", title="AI")).value
    old = office.do(AddCohort(code="AI-01", course_id=course, starts=date(2026, 1, 5), ends=date(2026, 1, 9))).value
    new = office.do(AddCohort(code="AI-02", course_id=course, starts=date(2026, 6, 5), ends=date(2026, 6, 9))).value
    keys = {name: office.do(replace(AISYAH, full_name=name, identity_number=f"90010114{n:04}")).value
            for n, name in enumerate(("ALI", "BALA", "CHONG", "DAYANG"))}
    office.do(Enrol(cohort_id=old, trainee_ids=(keys["ALI"], keys["BALA"])))
    office.do(Enrol(cohort_id=new, trainee_ids=(keys["ALI"], keys["CHONG"])))
    office.do(ChangeCohortStatus(cohort_id=old, status="finished"))
    office.do(ChangeCohortStatus(cohort_id=new, status="running"))
    return keys


def test_latest_cohort_and_state(office: Office, people: dict[str, int]) -> None:
    rows = office.ask(People())
    assert [(r.name, r.cohort, r.status, r.cohorts) for r in rows] == [
        ("ALI", "AI-02", "training", 2), ("BALA", "AI-01", "completed", 1), ("CHONG", "AI-02", "training", 1),
        ("DAYANG", "", "none", 0)]
    enrolment = office.ask(EnrolmentsOf(trainee_id=people["CHONG"]))[0]
    office.do(Withdraw(enrolment_ids=(enrolment.id,), reason="Moved away"))
    assert office.ask(People(text="chong"))[0].status == "withdrawn"


def test_filters_and_their_counts(office: Office, people: dict[str, int]) -> None:
    assert office.ask(CountPeople()) == [PeopleCounts(4, 2, 0, 1, shown=4, total=4)]
    assert office.ask(CountPeople(text="chong")) == [PeopleCounts(1, 1, 0, 0, shown=1, total=4)]
    assert [r.name for r in office.ask(People(filter="training"))] == ["ALI", "CHONG"]
    assert [r.name for r in office.ask(People(filter="none"))] == ["DAYANG"]
    assert [r.name for r in office.ask(People(filter="training", text="a"))] == ["ALI"]
    assert list(office.ask(PeopleKeys(filter="training"))) == [people["ALI"], people["CHONG"]]


def names(office: Office, **more: Any) -> list[str]:
    return [r.name for r in office.ask(People(**more))]


def test_filters_hold_together_and_offer_their_values(office: Office, people: dict[str, int]) -> None:
    cohorts = {v.words: v for v in office.ask(PeopleValues(key="cohort"))}
    assert {w: v.count for w, v in cohorts.items()} == {"AI-02": 2, "AI-01": 2}
    first = (("cohort", cohorts["AI-01"].value),)
    assert names(office, where=first) == ["ALI", "BALA"]
    assert names(office, where=(*first, ("status", "training"))) == ["ALI"]
    assert office.ask(CountPeople(where=(*first, ("status", "training")))) == [
        PeopleCounts(2, 1, 0, 0, shown=1, total=4)]
    assert list(office.ask(PeopleNumber(where=first))) == [2]
    assert names(office, where=(("nonsense", "x"),)) == names(office)
    (course,) = office.ask(PeopleValues(key="course", where=first))
    assert course.count == 2
    assert [v.count for v in office.ask(PeopleValues(key="employer"))] == [4]
    assert names(office, where=(("employer", "0"), ("course", course.value))) == ["ALI", "BALA", "CHONG"]
    assert names(office, where=(("course", "' OR 1=1"),)) == []
    years = office.ask(PeopleValues(key="year"))
    assert names(office, where=(("year", years[0].value),))
    assert names(office, where=(("year", "1999"),)) == []


def test_missing_identity_and_possible_duplicates(office: Office, people: dict[str, int]) -> None:
    everybody = names(office)
    with_number = [name for name in everybody if office.ask(People(text=name))[0].identity]
    assert names(office, where=(("identity", "yes"),)) == [n for n in everybody if n not in with_number]
    assert names(office, where=(("twin", "yes"),)) == []
    born = date(2001, 2, 3)
    office.do(AddTrainee(full_name="MOHD AMIN BIN ALI", birth_date=born))
    office.do(AddTrainee(full_name="MUHAMMAD AMIN BIN ALI", birth_date=born))
    assert names(office, where=(("twin", "yes"),)) == ["MOHD AMIN BIN ALI", "MUHAMMAD AMIN BIN ALI"]


def test_orders_of_other_columns_and_the_place_of_a_name(office: Office, people: dict[str, int]) -> None:
    assert [r.cohort for r in office.ask(People(sort="cohort"))] == ["AI-01", "AI-02", "AI-02", ""]
    assert [r.cohort for r in office.ask(People(sort="cohort", descending=True))] == ["AI-02", "AI-02", "AI-01", ""]
    for sort in SORTED_BY:
        assert sorted(names(office, sort=sort)) == ["ALI", "BALA", "CHONG", "DAYANG"]
    assert list(office.ask(PersonPlace(begins="ch"))) == [2]
    assert list(office.ask(PersonPlace(begins="z"))) == [4]
    assert list(office.ask(PersonPlace(begins="b", descending=True))) == [2]


def test_one_with_an_enrolment_stays(office: Office, people: dict[str, int]) -> None:
    with pytest.raises(Invalid):
        office.do(RemoveTrainee(trainee_id=people["BALA"]))
    office.do(RemoveTrainee(trainee_id=people["DAYANG"]))
    assert office.ask(CountPeople()) == [PeopleCounts(3, 2, 0, 0, shown=3, total=3)]


def test_list_as_workbook(office: Office, people: dict[str, int], tmp_path: Path) -> None:
    path, trainees = tmp_path / "list.xlsx", replace(shipped()["trainees"], language="en")
    assert export_list(office, trainees, Where(filters=(("status", "training"),)), path).rows == 2
    table = [row for row in load_workbook(path).active.iter_rows(values_only=True) if row[1] in ("ALI", "CHONG")]
    assert [row[3] for row in table] == ["900101-••-••••", "900101-••-••••"]
    assert [row[9] for row in table] == ["AI-02", "AI-02"] and [row[10] for row in table] == ["In training"] * 2
    release = Release(purpose="Audit", recipient="JTM", approver="Pengarah")
    one = Where(keys=(people["ALI"],))
    assert export_list(office, replace(trainees, identity="full"), one, path, release=release).rows == 1
    assert "900101-14-0000" in [row[3] for row in load_workbook(path).active.iter_rows(values_only=True)]
