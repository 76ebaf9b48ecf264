"""Taking a list back a week later: this list and only it, refused with whom and what when something rests on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attendance.commands import MarkAttendance
from app.attendance.marking import Cell
from app.attendance.records import Status
from app.attendance.session_list import ImportSessions, SessionLine
from app.attendance.sessions import AddSession
from app.attendance.statuses import shipped_statuses
from app.catalogue import METADATA
from app.certificates.commands import IssueCertificate
from app.cohorts.commands import AddCohort, ChangeCohortStatus
from app.cohorts.enrolments import Enrol, Withdraw
from app.cohorts.import_history import ImportBatches
from app.cohorts.import_trainees import ImportTrainees, ListRow
from app.cohorts.queries import Roll
from app.cohorts.undo_import import BeforeUndo, UndoImport, UndoSessionImport, undoing
from app.errors import Refused
from app.office.command import Command, Work
from app.office.office import Office
from app.office.permissions import Actor, Permission
from app.programmes.commands import SaveCourse, SaveProgramme
from app.trainees.commands import AddTrainee, ChangeTrainee, SetTitles
from app.trainees.identities import AddIdentity
from app.trainees.merge import MergeTrainees
from app.trainees.not_same import SayNotSame
from app.trainees.queries import TraineeDetail, TraineePage
from app.trainees.records import Trainee
from tests.app.cohort_story import PEOPLE, tell

ROWS = (
    ListRow(2, {"full_name": "WAN RUZITA BINTI SULAIMAN", "id_type": "MYKAD", "id_number": "920614129950",
                "phone_mobile": "+601100002846", "organisation": "Contoh Sdn. Bhd.", "position": "Penyelia"}),
    ListRow(3, {"full_name": "KAMARUL ARIFFIN BIN HAJI OSMAN", "titles": ["Dato'", "Ir."], "id_type": "MYKAD",
                "id_number": "700101145567", "other_identities": [{"type": "OLDIC", "number": "A1234567"}]}),
)


@dataclass(frozen=True, kw_only=True)
class _Statuses(Command[None]):
    needs = Permission.COHORTS_CHANGE

    def label(self) -> str:
        return "Statuses"

    def run(self, work: Work) -> None:
        work.insert_many(Status, shipped_statuses())


def everything(office: Office, *without: str) -> dict[str, list[dict[str, Any]]]:
    skip = {"history_entry", "history_row", "counter", "import_batch", *without}
    with office.engine.connect() as connection:
        return {name: [{k: v for k, v in row.items() if k != "version"} for row in connection.execute(
            select(table).order_by(*table.primary_key.columns)).mappings()]
            for name, table in METADATA.tables.items() if name not in skip}


class Centre:
    """A cohort, somebody on record, and a list that adds two and changes him."""

    def __init__(self, office: Office) -> None:
        self.office = office
        programme = office.do(SaveProgramme(code="ICT", name="ICT")).value
        course = office.do(SaveCourse(programme_id=programme, code="AI", title="AI")).value
        self.cohort = office.do(AddCohort(code="AI-01", course_id=course, starts=date(2026, 6, 5),
                                          ends=date(2026, 6, 9))).value
        self.known = office.do(AddTrainee(full_name="MOHD ALI BIN ABU", identity_number="900101-14-5567",
                                          email="old@pelatih.example", titles=("Ts.", "Hj."))).value
        self.before = everything(office)
        him = ListRow(4, {"full_name": "MUHAMMAD ALI BIN ABU", "id_type": "PASPORT", "id_number": "K7654321",
                          "id_country": "MY", "phone_mobile": "+60123456789", "email": "new@pelatih.example",
                          "organisation": "Lain Bhd.", "titles": ["Dato'", "Ir.", "Hj."]},
                      self.known, ("full_name", "phone_mobile", "email", "organisation", "titles"))
        self.list = ImportTrainees(rows=(*ROWS, him), file_name="list.xlsx", file_hash="0" * 64, cohort_id=self.cohort)
        self.done = office.do(self.list).value
        self.first, self.second = (o.trainee_id for o in self.done.outcomes[:2])
        office.forget_steps()
        then = office.clock()
        office.clock = lambda: then + timedelta(days=7)

    def undo(self, **more: Any) -> Any:
        return self.office.do(UndoImport(batch_id=self.done.batch_id, about="list.xlsx", **more)).value

    def enrolment(self, trainee: int) -> int:
        return next(r.enrolment_id for r in self.office.ask(Roll(cohort_id=self.cohort)) if r.trainee_id == trainee)

    def refused(self, **more: Any) -> str:
        before = everything(self.office)
        said = self.office.ask(BeforeUndo(batch_id=self.done.batch_id))[0]
        with pytest.raises(Refused) as refusal:
            self.undo(**more)
        assert everything(self.office) == before
        assert said.refused == str(refusal.value) or said.changed
        return str(refusal.value)


@pytest.fixture
def centre(office: Office) -> Centre:
    return Centre(office)


def test_a_week_later_everything_is_as_before_the_list(centre: Centre) -> None:
    office = centre.office
    after = everything(office)
    view = office.ask(BeforeUndo(batch_id=centre.done.batch_id))[0]
    assert (view.refused, view.changed) == ("", "")
    done = centre.undo()
    assert done == view.effect
    assert (done.removed, done.enrolments, done.restored, done.kept) == (2, 3, 1, 0)
    assert everything(office) == centre.before
    assert [r.name for r in office.ask(TraineePage(text="old@pelatih"))] == ["MOHD ALI BIN ABU"]
    batch = office.ask(ImportBatches())[0]
    assert (batch.undone_by, batch.undone_at) == (office.actor.name, office.clock())
    assert batch.why_not.startswith("Taken back already")
    assert (batch.cohort, batch.kind_words, batch.added, batch.changed) == ("AI-01", "Trainees", 2, 1)
    with pytest.raises(Refused, match="Taken back already"):
        centre.undo()
    assert office.undo_label() == "Take back the import of list.xlsx"
    office.undo()
    assert everything(office) == after
    assert office.ask(ImportBatches())[0].why_not == ""


def test_the_list_comes_in_again_and_is_taken_back_again(centre: Centre) -> None:
    centre.undo()
    again = centre.office.do(centre.list).value
    assert (again.added, again.enrolled) == (2, 3)
    centre.office.do(UndoImport(batch_id=again.batch_id))
    assert everything(centre.office) == centre.before


def test_only_this_list_goes(centre: Centre) -> None:
    office = centre.office
    other = ListRow(2, {"full_name": "TAN WEI MING", "id_type": "MYKAD", "id_number": "910203104567",
                        "organisation": "CONTOH SDN BHD"})
    later = office.do(ImportTrainees(rows=(other,), file_name="b.xlsx", file_hash="1" * 64,
                                     cohort_id=centre.cohort)).value
    office.do(AddTrainee(full_name="HALIMAH BINTI ALI", identity_number="880101-14-5566"))
    centre.undo()
    assert [r.name for r in office.ask(TraineePage())] == ["HALIMAH BINTI ALI", "MOHD ALI BIN ABU", "TAN WEI MING"]
    assert [r.name for r in office.ask(Roll(cohort_id=centre.cohort))] == ["TAN WEI MING"]
    assert office.ask(TraineeDetail(trainee_id=later.outcomes[0].trainee_id))[0].organisation == "Contoh Sdn. Bhd."


def test_what_somebody_wrote_since_stays(centre: Centre) -> None:
    office = centre.office
    office.do(ChangeTrainee(trainee_id=centre.known, values={"email": "newest@pelatih.example",
                                                             "full_name": "MUHAMAD ALI BIN ABU"}))
    done = centre.undo()
    assert (done.restored, done.kept) == (1, 1)
    found = office.ask(TraineeDetail(trainee_id=centre.known))[0]
    assert (found.values["email"], found.values["phone_mobile"]) == ("newest@pelatih.example", "")
    assert found.name == "MUHAMAD ALI BIN ABU"
    assert set(found.old_names) == {"MOHD ALI BIN ABU", "MUHAMMAD ALI BIN ABU"}
    assert [r.id for r in office.ask(TraineePage(text="newest@pelatih"))] == [centre.known]


def test_people_changed_since_go_only_when_somebody_agrees(centre: Centre) -> None:
    office = centre.office
    office.do(ChangeTrainee(trainee_id=centre.first, values={"phone_mobile": "019-876 5432"}))
    office.do(SetTitles(trainee_id=centre.second, titles=("Dato'", "Ir.", "Hj.")))
    office.do(SayNotSame(one_id=centre.first, other_id=centre.known))
    said = centre.refused()
    assert "WAN RUZITA BINTI SULAIMAN" in said and "KAMARUL" in said and "MOHD ALI" not in said
    centre.undo(changed_too=True)
    assert everything(office) == centre.before


@pytest.mark.parametrize("what", ["identity", "enrolment", "merge", "mark"])
def test_what_rests_on_it_stops_it_with_whom_and_what(centre: Centre, what: str) -> None:
    office = centre.office
    if what == "identity":
        office.do(AddIdentity(trainee_id=centre.first, type="PASPORT", number="A1112223", country="MY"))
        words = "1 identity document"
    elif what == "merge":
        twin = office.do(AddTrainee(full_name="WAN RUZITA SULAIMAN")).value
        office.do(MergeTrainees(kept_id=centre.first, gone_id=twin))
        words = "1 merge"
    elif what == "enrolment":
        course = office.do(SaveCourse(programme_id=1, code="5G", title="5G")).value
        other = office.do(AddCohort(code="5G-01", course_id=course, starts=date(2026, 7, 5),
                                    ends=date(2026, 7, 9))).value
        office.do(Enrol(cohort_id=other, trainee_ids=(centre.first,)))
        words = "1 enrolment"
    else:
        office.do(_Statuses())
        session = office.do(AddSession(cohort_id=centre.cohort, day=date(2026, 6, 5), starts_at="08:30",
                                       ends_at="12:30")).value
        roll = centre.enrolment(centre.first)
        office.do(MarkAttendance(cells=(Cell(enrolment_id=roll, session_id=session, status="H"),)))
        words = "1 mark of attendance"
    said = centre.refused(changed_too=True)
    assert "WAN RUZITA BINTI SULAIMAN" in said and words in said and "KAMARUL" not in said


def test_an_enrolment_changed_since_and_a_closed_cohort_stop_it(centre: Centre) -> None:
    office = centre.office
    roll = centre.enrolment(centre.second)
    office.do(Withdraw(enrolment_ids=(roll,), on=date(2026, 6, 6), reason="Work"))
    assert "KAMARUL" in centre.refused(changed_too=True)
    office.undo()
    office.do(ChangeCohortStatus(cohort_id=centre.cohort, status="closed"))
    assert "AI-01" in centre.refused()


def test_who_had_left_and_came_back_by_the_list_has_left_again(centre: Centre) -> None:
    office = centre.office
    roll = centre.enrolment(centre.known)
    office.do(Withdraw(enrolment_ids=(roll,), on=date(2026, 6, 6), reason="Work"))
    before = everything(office)
    row = ListRow(2, {"full_name": "MOHD ALI BIN ABU"}, centre.known)
    done = office.do(ImportTrainees(rows=(row,), file_name="b.xlsx", file_hash="1" * 64,
                                    cohort_id=centre.cohort)).value
    assert done.enrolled == 1
    office.do(UndoImport(batch_id=done.batch_id))
    assert everything(office) == before


def test_a_timetable_is_taken_back_by_who_may_plan(centre: Centre) -> None:
    office = centre.office
    before = everything(office)
    line = SessionLine(date(2026, 6, 8), "08:30", "12:30", "AM")
    batch = office.do(ImportSessions(cohort_id=centre.cohort, lines=(line,), file_name="t.xlsx")).value
    with pytest.raises(Refused):
        office.do(UndoImport(batch_id=batch))
    assert isinstance(undoing("sessions", batch), UndoSessionImport)
    assert office.ask(BeforeUndo(batch_id=batch))[0].effect.removed == 1
    assert office.do(undoing("sessions", batch)).value.removed == 1
    assert everything(office) == before
    with pytest.raises(Refused, match="as a whole"):
        undoing("teams", 1)


def test_the_door_asks_for_the_right_of_the_import(centre: Centre) -> None:
    office = centre.office
    office.actor = Actor(7, "farah", "Farah", frozenset({"instructor"}))
    with pytest.raises(Refused):
        centre.undo()
    assert office.ask(ImportBatches()) == []


def test_undo_in_the_same_sitting_still_sees_what_was_taken_back(centre: Centre) -> None:
    """The step of the import itself no longer fits once the list was taken back: it says so and changes nothing."""
    centre.undo()
    office = centre.office
    again = office.do(replace(centre.list, cohort_id=None)).value
    office.do(UndoImport(batch_id=again.batch_id))
    office.undo()  # takes the taking back back
    office.undo()  # and the import
    assert everything(office) == centre.before
    with Session(office.engine) as session:
        assert session.scalar(select(Trainee.full_name)) == "MOHD ALI BIN ABU"


def test_a_name_that_a_certificate_bears_by_now_stays(office: Office) -> None:
    story = tell(office, dict.fromkeys(("Goh Xin Yi",), PEOPLE["Goh Xin Yi"]))
    office = story.office
    key = office.ask(TraineePage())[0].id
    row = ListRow(2, {"full_name": "GOH XIN YEE"}, key, ("full_name",))
    batch = office.do(ImportTrainees(rows=(row,), file_name="b.xlsx", file_hash="1" * 64, mode="update")).value.batch_id
    assert office.ask(BeforeUndo(batch_id=batch))[0].effect.restored == 1
    then = office.clock()
    office.clock = lambda: then + timedelta(days=1)
    paper = office.do(IssueCertificate(enrolment_id=story.enrolments["Goh Xin Yi"], issued_on=date(2026, 7, 15),
                                       name="GOH XIN YEE")).value.number
    with pytest.raises(Refused, match=paper):
        office.do(UndoImport(batch_id=batch))
    assert paper in office.ask(BeforeUndo(batch_id=batch))[0].refused
    assert office.ask(TraineeDetail(trainee_id=key))[0].name == "GOH XIN YEE"
