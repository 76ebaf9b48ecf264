"""Recording a list: one transaction, one undo step; who is on record is attached, nobody twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.cohorts.commands import AddCohort
from app.cohorts.import_trainees import ImportTrainees, ListRow
from app.cohorts.queries import Roll
from app.errors import Conflict
from app.office.office import Office
from app.programmes.commands import SaveCourse, SaveProgramme
from app.trainees.commands import AddTrainee
from app.trainees.queries import TraineeDetail, TraineePage
from app.trainees.records import Identity, ImportBatch, Organisation, Title, Trainee

ROWS = (
    ListRow(2, {"full_name": "WAN RUZITA BINTI SULAIMAN", "id_type": "MYKAD", "id_number": "920614129950",
                "phone_mobile": "+601100002846", "email": "wan@mel.example", "education_level": "Diploma",
                "organisation": "Contoh Sdn. Bhd.", "position": "Penyelia", "category": "Pekerja industri"}),
    ListRow(3, {"full_name": "KAMARUL ARIFFIN BIN HAJI OSMAN", "titles": ["Dato'", "Ir.", "Hj."], "id_type": "MYKAD",
                "id_number": "700101145567", "other_identities": [{"type": "OLDIC", "number": "A1234567"}],
                "organisation": "CONTOH SDN BHD", "join_date": date(2026, 6, 7)}),
    ListRow(5, {"full_name": "NGUYEN THI HANH", "id_type": "PASPORT", "id_number": "X0001234", "id_country": "VN",
                "birth_date": "1998-05-19", "gender": "P", "citizenship": "NON", "name_other_script": "阮氏"}),
)
LIST = ImportTrainees(rows=ROWS, file_name="list.xlsx", file_hash="0" * 64, left_out=2)


@pytest.fixture
def cohort(office: Office) -> int:
    programme = office.do(SaveProgramme(code="ICT", name="ICT")).value
    course = office.do(SaveCourse(programme_id=programme, code="AI", title="AI")).value
    return office.do(AddCohort(code="AI-01", course_id=course, starts=date(2026, 6, 5), ends=date(2026, 6, 9))).value


def count(office: Office, kind) -> int:
    with Session(office.engine) as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def test_everything_of_a_row_is_recorded(office: Office, cohort: int) -> None:
    outcome = office.do(replace(LIST, cohort_id=cohort))
    done = outcome.value
    assert (done.added, done.attached, done.enrolled) == (3, 0, 3)
    assert [o.what for o in done.outcomes] == ["added"] * 3
    people = {row.name: office.ask(TraineeDetail(trainee_id=row.id))[0] for row in office.ask(TraineePage())}
    first = people["WAN RUZITA BINTI SULAIMAN"]
    assert (first.values["birth_date"], first.values["gender"], first.values["citizenship"]) == (
        date(1992, 6, 14), "P", "MY")
    assert first.values["education"] == "Diploma" and first.organisation == "Contoh Sdn. Bhd."
    second = people["KAMARUL ARIFFIN BIN HAJI OSMAN"]
    assert second.titles == ("Dato'", "Ir.", "Hj.") and second.organisation == "Contoh Sdn. Bhd."
    assert [(i.type, i.is_current) for i in second.identities] == [("MYKAD", True), ("OLDIC", False)]
    third = people["NGUYEN THI HANH"]
    assert third.values["birth_date"] == date(1998, 5, 19) and third.values["other_script"] == "阮氏"
    assert sorted(p.number[-5:] for p in people.values()) == ["00001", "00002", "00003"]
    joined = {row.name: row.joined_on for row in office.ask(Roll(cohort_id=cohort))}
    assert joined == {"WAN RUZITA BINTI SULAIMAN": date(2026, 6, 5), "NGUYEN THI HANH": date(2026, 6, 5),
                      "KAMARUL ARIFFIN BIN HAJI OSMAN": date(2026, 6, 7)}
    assert [r.name for r in office.ask(TraineePage(text="a1234567"))] == ["KAMARUL ARIFFIN BIN HAJI OSMAN"]
    with Session(office.engine) as session:
        batch = session.scalars(select(ImportBatch)).one()
        assert (batch.file_name, batch.added, batch.left_out, batch.cohort_id) == ("list.xlsx", 3, 2, cohort)


def test_one_undo_takes_all_of_it_back(office: Office, cohort: int) -> None:
    office.do(replace(LIST, cohort_id=cohort))
    assert office.undo_label() == "Import 3 trainees from list.xlsx"
    office.undo()
    assert [count(office, k) for k in (Trainee, Identity, Title, Organisation, ImportBatch)] == [0] * 5
    assert office.ask(TraineePage(text="wan")) == []
    office.redo()
    assert len(office.ask(Roll(cohort_id=cohort))) == 3
    assert [r.name for r in office.ask(TraineePage(text="950"))] == ["WAN RUZITA BINTI SULAIMAN"]


def test_who_is_on_record_is_attached(office: Office, cohort: int) -> None:
    key = office.do(AddTrainee(full_name="WAN RUZITAH SULAIMAN", identity_number="920614-12-9950",
                               phone_mobile="012-345 6789")).value
    attach = replace(ROWS[0], trainee_id=key, update=("phone_mobile", "organisation"))
    done = office.do(replace(LIST, rows=(attach, *ROWS[1:]), cohort_id=cohort)).value
    assert (done.added, done.attached, done.enrolled, done.changed) == (2, 1, 3, 1)
    found = office.ask(TraineeDetail(trainee_id=key))[0]
    assert found.name == "WAN RUZITAH SULAIMAN" and found.values["phone_mobile"] == "+601100002846"
    assert found.organisation == "CONTOH SDN BHD" and count(office, Trainee) == 3
    again = office.do(replace(LIST, rows=(replace(attach, update=("full_name",)),), cohort_id=cohort)).value
    assert (again.enrolled, again.changed) == (0, 1)
    found = office.ask(TraineeDetail(trainee_id=key))[0]
    assert (found.name, found.old_names) == ("WAN RUZITA BINTI SULAIMAN", ("WAN RUZITAH SULAIMAN",))


def test_a_number_recorded_in_the_meantime_stops_the_list(office: Office) -> None:
    office.do(AddTrainee(full_name="SOMEBODY", identity_number="700101-14-5567"))
    with pytest.raises(Conflict, match="row 3"):
        office.do(LIST)
    assert count(office, Trainee) == 1 and count(office, ImportBatch) == 0
    with pytest.raises(Conflict, match="Rows 2 and 9"):
        office.do(replace(LIST, rows=(ROWS[0], replace(ROWS[0], row=9))))


def test_without_a_cohort_nobody_is_enrolled(office: Office, cohort: int) -> None:
    assert office.do(LIST).value.enrolled == 0
    assert office.ask(Roll(cohort_id=cohort)) == []
