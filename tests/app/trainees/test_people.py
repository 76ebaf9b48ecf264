"""Trainees with where they are: cohort, state, counts of each filter, and the list as a workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.cohorts.commands import AddCohort, ChangeCohortStatus
from app.cohorts.enrolments import Enrol, Withdraw
from app.cohorts.people import CountPeople, EnrolmentsOf, People, PeopleCounts, PeopleKeys
from app.cohorts.people_sheet import write_people
from app.errors import Invalid
from app.office.office import Office
from app.programmes.commands import SaveCourse, SaveProgramme
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
    assert office.ask(CountPeople()) == [PeopleCounts(4, 2, 0, 1)]
    assert office.ask(CountPeople(text="chong")) == [PeopleCounts(1, 1, 0, 0)]
    assert [r.name for r in office.ask(People(filter="training"))] == ["ALI", "CHONG"]
    assert [r.name for r in office.ask(People(filter="none"))] == ["DAYANG"]
    assert [r.name for r in office.ask(People(filter="training", text="a"))] == ["ALI"]
    assert list(office.ask(PeopleKeys(filter="training"))) == [people["ALI"], people["CHONG"]]


def test_one_with_an_enrolment_stays(office: Office, people: dict[str, int]) -> None:
    with pytest.raises(Invalid):
        office.do(RemoveTrainee(trainee_id=people["BALA"]))
    office.do(RemoveTrainee(trainee_id=people["DAYANG"]))
    assert office.ask(CountPeople()) == [PeopleCounts(3, 2, 0, 0)]


def test_list_as_workbook(office: Office, people: dict[str, int], tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    assert write_people(office, path, filter="training") == 2
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    table = [row for row in rows if row[1] in ("ALI", "CHONG")]
    assert [row[3] for row in table] == ["900101-••-••••", "900101-••-••••"]
    with pytest.raises(Invalid):
        write_people(office, path, full=True)
    assert write_people(office, path, keys=[people["ALI"]], full=True, purpose="Audit", recipient="JTM") == 1
    assert "900101-14-0000" in [row[3] for row in load_workbook(path).active.iter_rows(values_only=True)]
    assert office.undo_label() != "Audit"
