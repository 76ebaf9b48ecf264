"""One person, once: two records become one with everything that belongs to them, and two again when that was wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.attendance.around import KnownName
from app.catalogue import METADATA
from app.certificates.commands import IssueCertificate, VoidCertificate
from app.certificates.queries import Register as Certificates
from app.cohorts.commands import AddCohort
from app.cohorts.enrolments import Enrol, Replace
from app.cohorts.people import EnrolmentsOf, People
from app.errors import Conflict, Invalid, Refused
from app.office.command import Command, Work
from app.office.office import Office
from app.office.permissions import SYSTEM, Permission
from app.results.commands import EnterResults
from app.trainees.commands import AddTrainee, ChangeTrainee, RemoveTrainee, SetTitles
from app.trainees.duplicates import PossibleDuplicates
from app.trainees.identities import AddIdentity
from app.trainees.merge import MergeTrainees, UndoMerge
from app.trainees.merge_tables import ENROLMENT, TRAINEE
from app.trainees.merge_view import BeforeMerge, MergeView
from app.trainees.not_same import SayNotSame
from app.trainees.queries import TraineeDetail, TraineeHistory, TraineePage, WhoHasNumber
from tests.app.cohort_story import NOW, PEOPLE, Story, tell

MOHD = "MOHD ALI BIN ABU"
SECOND = AddTrainee(full_name="MUHAMMAD ALI BIN ABU", identity_number="040901-14-0100", birth_date=date(2004, 9, 1),
                    phone_mobile="012-345 6789", email="ali@pelatih.example", titles=("Ts.",), notes="Hall A")


def test_every_reference_to_a_trainee_is_seen_to() -> None:
    """A new table that refers to trainees or enrolments has to say what a merge does with it."""
    found: dict[str, set[str]] = {"trainee": set(), "enrolment": set()}
    without_key = set()
    for table in METADATA.tables.values():
        for column in table.columns:
            targets = {key.column.table.name for key in column.foreign_keys}
            for target in targets & set(found):
                found[target].add(f"{table.name}.{column.name}")
            if not targets and any(word in column.name for word in ("trainee", "enrolment")):
                without_key.add(f"{table.name}.{column.name}")
    assert found["trainee"] == set(TRAINEE)
    assert found["enrolment"] == set(ENROLMENT)
    assert without_key == set()


@dataclass(frozen=True, kw_only=True)
class _Remember(Command[None]):
    needs = Permission.COHORTS_CHANGE
    keys: tuple[int, ...] = ()

    def label(self) -> str:
        return "Remember"

    def run(self, work: Work) -> None:
        work.next_number("trainee-26", count=10)  # those of the story are planted without
        for key in self.keys:
            work.add(KnownName(folded="ali", shown="Ali", trainee_id=key, at=work.now))


def story_of(office: Office, *names: str) -> Story:
    story = tell(office, dict.fromkeys(names, PEOPLE["Goh Xin Yi"]))
    story.office.do(_Remember())
    return story


class Ali:
    """MOHD ALI with a certificate in one cohort, MUHAMMAD ALI with results in the next: one man."""

    def __init__(self, office: Office) -> None:
        self.story: Story = story_of(office, MOHD, "Goh Xin Yi")
        self.office = self.story.office
        self.first = self.office.ask(TraineePage(text=""))[-1].id
        assert self.office.ask(TraineeDetail(trainee_id=self.first))[0].name == MOHD
        self.office.do(ChangeTrainee(trainee_id=self.first, values={
            "identity_number": "040901-14-0010", "notes": "Ring"}))
        self.cohort = self.office.do(AddCohort(code="HCIA-AI-04", course_id=self.story.course_id,
                                               starts=date(2026, 8, 3), ends=date(2026, 8, 28))).value
        self.second = self.office.do(SECOND).value
        enrolment = self.office.do(Enrol(cohort_id=self.cohort, trainee_ids=(self.second,))).value[0]
        self.office.do(EnterResults(cells=(replace(self.story.cell(MOHD, "Quiz", "61"), enrolment_id=enrolment),)))
        self.paper = self.office.do(IssueCertificate(
            enrolment_id=self.story.enrolments[MOHD], issued_on=date(2026, 7, 14), name=MOHD)).value.number

    def view(self) -> MergeView:
        return self.office.ask(BeforeMerge(kept_id=self.first, gone_id=self.second))[0]

    def merge(self, **more: Any) -> int:
        return self.office.do(MergeTrainees(kept_id=self.first, gone_id=self.second, **more)).value

    def roll(self, key: int) -> list[str]:
        return sorted(one.code for one in self.office.ask(EnrolmentsOf(trainee_id=key)))

    def everything(self, *without: str) -> dict[str, list[dict[str, Any]]]:
        skip = {"history_entry", "history_row", "counter", *without}
        with self.office.engine.connect() as connection:
            return {name: [{k: v for k, v in row.items() if k != "version"} for row in connection.execute(
                select(table).order_by(*table.primary_key.columns)).mappings()]
                for name, table in METADATA.tables.items() if name not in skip}


@pytest.fixture
def ali(office: Office) -> Ali:
    return Ali(office)


def test_as_04_the_pair_is_listed_merged_by_choice_and_undone(ali: Ali) -> None:
    office = ali.office
    pair = office.ask(PossibleDuplicates())[0]
    assert (pair.id, pair.likeness.strength) == ((ali.first, ali.second), "very")
    assert pair.likeness.reasons[:2] == ("swap", "same")
    view = ali.view()
    asked = {line.key: (line.left, line.right) for line in view.lines if line.taken is None}
    assert asked == {"full_name": (MOHD, SECOND.full_name),
                     "identity": ("MyKad 040901-14-0010", "MyKad 040901-14-0100")}
    assert view.take() == {"phone_mobile", "email", "titles", "citizenship"}
    assert "1 certificate" in view.left.has and "20 marks of attendance" in view.left.has
    assert set(view.right.has) == {"1 enrolment", "1 result", "1 identity document"}
    before = ali.everything()
    ali.merge(take=view.take() | {"identity", "full_name"}, about="them")

    whole = office.ask(TraineeDetail(trainee_id=ali.first))[0]
    assert (whole.name, whole.old_names) == (SECOND.full_name, (MOHD,))
    assert [(i.number, i.is_current) for i in whole.identities] == [("040901-14-0100", True), ("040901-14-0010", False)]
    assert (whole.titles, whole.values["email"], whole.values["notes"]) == (("Ts.",), SECOND.email, "Ring\nHall A")
    assert ali.roll(ali.first) == ["HCIA-AI-03", "HCIA-AI-04"] and ali.roll(ali.second) == []
    assert [(m.number, m.name) for m in whole.made_of] == [("T26-00011", SECOND.full_name)]
    certificate = office.ask(Certificates(text=ali.paper))[0]
    assert (certificate.trainee_id, certificate.holder) == (ali.first, MOHD)  # what is printed is frozen
    assert office.ask(PossibleDuplicates()) == []

    office.undo()
    assert ali.everything() == before
    assert ali.roll(ali.first) == ["HCIA-AI-03"] and ali.roll(ali.second) == ["HCIA-AI-04"]
    office.redo()
    assert ali.roll(ali.first) == ["HCIA-AI-03", "HCIA-AI-04"]


def test_whatever_was_known_of_the_one_that_went_finds_the_kept_one(ali: Ali) -> None:
    office = ali.office
    number = office.ask(TraineeDetail(trainee_id=ali.second))[0].number
    ali.merge()
    for typed in (number, number.replace("-", ""), "muhammad ali", "040901-14-0100", "0123456789", "ali@pelatih"):
        assert [row.id for row in office.ask(TraineePage(text=typed))] == [ali.first], typed
    assert office.ask(TraineeDetail(number=number))[0].id == ali.first
    assert office.ask(WhoHasNumber(type="MYKAD", number="040901-14-0100"))[0].id == ali.first
    gone = office.ask(TraineeDetail(trainee_id=ali.second))[0]
    assert gone.merged_into is not None and gone.merged_into.id == ali.first
    assert (gone.number, gone.name) == (number, SECOND.full_name)
    for command in (ChangeTrainee(trainee_id=ali.second, values={"email": ""}), RemoveTrainee(trainee_id=ali.second),
                    SetTitles(trainee_id=ali.second, titles=()), RemoveTrainee(trainee_id=ali.first),
                    AddIdentity(trainee_id=ali.second, type="PASPORT", number="A1234567", country="MY"),
                    MergeTrainees(kept_id=ali.first, gone_id=ali.second),
                    Enrol(cohort_id=ali.story.cohort_id, trainee_ids=(ali.second,))):
        with pytest.raises(Invalid):
            office.do(command)
    assert "Merge two trainees" in [line.label for line in office.ask(TraineeHistory(trainee_id=ali.first))]


def test_as_03_a_later_document_of_somebody_known(office: Office) -> None:
    """Known since 2023 by passport, back with a MyPR and recorded anew: one person with two documents."""
    story = story_of(office, MOHD)
    office = story.office
    known = office.ask(TraineePage())[0].id
    office.do(AddIdentity(trainee_id=known, type="PASPORT", number="C1234567", country="ID"))
    paper = office.do(IssueCertificate(enrolment_id=story.enrolments[MOHD], issued_on=date(2026, 7, 14),
                                       name=MOHD)).value
    anew = office.do(AddTrainee(full_name="MOHAMAD ALI BIN ABU", identity_type="MYPR",
                                identity_number="900101-71-5567")).value
    office.do(MergeTrainees(kept_id=known, gone_id=anew, take=frozenset({"identity", "full_name"})))
    whole = office.ask(TraineeDetail(trainee_id=known))[0]
    assert whole.current is not None and (whole.current.type, whole.current.number) == ("MYPR", "900101-71-5567")
    for typed in ("C1234567", "900101-71-5567", "900101715567", "mohd ali", "mohamad ali"):
        assert [row.id for row in office.ask(People(text=typed))] == [known], typed
    assert office.ask(Certificates(trainee_id=known))[0].number == paper.number
    assert [one.certificate for one in office.ask(EnrolmentsOf(trainee_id=known))] == [paper.number]


def test_taken_back_later_with_what_was_changed_since_left_alone(ali: Ali) -> None:
    office = ali.office
    other = office.do(replace(SECOND, full_name="ALI BABA", identity_number="")).value
    office.do(SayNotSame(one_id=ali.second, other_id=other, reason="Brothers"))
    office.do(SayNotSame(one_id=ali.first, other_id=ali.second, reason="Thought so"))
    before = ali.everything("trainee_merge")
    assert ali.view().said == "Thought so"
    key = ali.merge(take=frozenset({"full_name", "email", "titles", "identity"}))
    assert ali.everything("trainee_merge") != before
    office.do(UndoMerge(merge_id=key))
    assert ali.everything("trainee_merge") == before
    with pytest.raises(Invalid, match="already"):
        office.do(UndoMerge(merge_id=key))
    office.undo()  # one again
    office.do(ChangeTrainee(trainee_id=ali.first, values={
        "full_name": "ALI BIN ABU", "email": "new@a.my", "position": "Clerk"}))
    third = office.do(Enrol(cohort_id=_cohort(ali, "HCIA-AI-05"), trainee_ids=(ali.first,))).value
    office.do(AddIdentity(trainee_id=ali.first, type="PASPORT", number="A1234567", country="MY"))
    office.do(UndoMerge(merge_id=key))
    kept, gone = (office.ask(TraineeDetail(trainee_id=k))[0] for k in (ali.first, ali.second))
    assert (kept.name, kept.values["email"], kept.values["position"]) == ("ALI BIN ABU", "new@a.my", "Clerk")
    assert (kept.titles, gone.titles) == ((), ("Ts.",))
    assert [i.number for i in kept.identities] == ["A1234567", "040901-14-0010"]
    assert gone.current is not None and gone.current.number == "040901-14-0100"
    assert ali.roll(ali.first) == ["HCIA-AI-03", "HCIA-AI-05"] and ali.roll(ali.second) == ["HCIA-AI-04"] and third
    assert [row.id for row in office.ask(TraineePage(text=gone.number))] == [ali.second]


def _cohort(ali: Ali, code: str) -> int:
    return ali.office.do(AddCohort(code=code, course_id=ali.story.course_id, starts=date(2026, 9, 1),
                                   ends=date(2026, 9, 25))).value


def test_what_rests_on_both_being_one_keeps_them_one(ali: Ali) -> None:
    office = ali.office
    office.do(VoidCertificate(number=ali.paper, reason="Issued by the wrong name"))
    key = office.do(MergeTrainees(kept_id=ali.second, gone_id=ali.first)).value
    later = Office(office.engine, SYSTEM, clock=lambda: NOW + timedelta(hours=1))
    made = later.do(IssueCertificate(enrolment_id=ali.story.enrolments[MOHD], issued_on=date(2026, 7, 14),
                                     name=SECOND.full_name)).value
    for back in (lambda: later.do(UndoMerge(merge_id=key)), office.undo):
        with pytest.raises(Refused, match=made.number):
            back()
    later.do(VoidCertificate(number=made.number, reason="Two people after all"))
    later.do(UndoMerge(merge_id=key))


def test_one_after_the_other(ali: Ali) -> None:
    office = ali.office
    third = office.do(replace(SECOND, full_name="MUHD ALI B ABU", identity_number="")).value
    again = office.do(MergeTrainees(kept_id=ali.first, gone_id=ali.second)).value
    office.do(MergeTrainees(kept_id=third, gone_id=ali.first))
    number = office.ask(TraineeDetail(trainee_id=ali.second))[0].number
    assert office.ask(TraineeDetail(number=number))[0].id == third  # wherever it went on to
    assert [row.id for row in office.ask(TraineePage(text=number))] == [third]
    with pytest.raises(Refused, match="merged with another record since"):
        office.do(UndoMerge(merge_id=again))
    office.undo()
    office.do(UndoMerge(merge_id=again))


def test_both_in_one_cohort(ali: Ali) -> None:
    office = ali.office
    empty = office.do(Enrol(cohort_id=ali.story.cohort_id, trainee_ids=(ali.second,))).value[0]
    meeting = ali.view().meetings[0]
    assert (meeting.code, meeting.stays) == ("HCIA-AI-03", ali.story.enrolments[MOHD])
    assert "20 marks of attendance" in meeting.sentence()
    before = ali.everything()
    ali.merge(stays=frozenset({empty}))  # not his to choose: the other holds marks and a certificate
    assert ali.roll(ali.first) == ["HCIA-AI-03", "HCIA-AI-04"]
    office.undo()
    assert ali.everything() == before
    office.do(EnterResults(cells=(replace(ali.story.cell(MOHD, "Quiz", "61"), enrolment_id=empty),)))
    assert ali.view().refused == ali.view().meetings[0].sentence() != ""
    before = ali.everything()
    with pytest.raises(Invalid, match="both enrolments hold something"):
        ali.merge()
    assert ali.everything() == before


def test_of_two_enrolments_that_hold_nothing_one_is_chosen(office: Office) -> None:
    story = story_of(office, MOHD)
    office = story.office
    one, two = (office.do(replace(SECOND, identity_number=n)).value for n in ("040901-14-0100", "040901-14-0010"))
    cohort = office.do(AddCohort(code="B", course_id=story.course_id, starts=date(2026, 8, 3),
                                 ends=date(2026, 8, 28))).value
    first = office.do(Enrol(cohort_id=cohort, trainee_ids=(one,))).value[0]
    second = office.do(Replace(enrolment_id=first, by_trainee_id=two, reason="Typed twice")).value
    meeting = office.ask(BeforeMerge(kept_id=one, gone_id=two))[0].meetings[0]
    assert (meeting.left, meeting.right, meeting.stays) == (first, second, None)
    key = office.do(MergeTrainees(kept_id=one, gone_id=two, stays=frozenset({second}))).value
    left = office.ask(EnrolmentsOf(trainee_id=one))
    assert [(e.id, e.status) for e in left] == [(second, "active")]
    office.do(UndoMerge(merge_id=key))
    assert [(e.id, e.status) for e in office.ask(EnrolmentsOf(trainee_id=one))] == [(first, "replaced")]
    assert [e.id for e in office.ask(EnrolmentsOf(trainee_id=two))] == [second]


def test_names_of_online_classes_follow_once(ali: Ali) -> None:
    ali.office.do(_Remember(keys=(ali.first, ali.second)))
    before = ali.everything("trainee_merge")
    key = ali.merge()
    assert [row["trainee_id"] for row in ali.everything()["known_name"]] == [ali.first]
    ali.office.do(UndoMerge(merge_id=key))
    assert ali.everything("trainee_merge") == before


def test_who_may_and_what_was_seen(ali: Ali) -> None:
    for role in ("verifier", "certificates", "instructor", "viewer"):
        with pytest.raises(Refused):
            ali.story.acting(role).do(MergeTrainees(kept_id=ali.first, gone_id=ali.second))
    seen = ali.view()
    ali.office.do(ChangeTrainee(trainee_id=ali.second, values={"position": "Clerk"}))
    with pytest.raises(Conflict):
        ali.merge(kept_version=seen.left.version, gone_version=seen.right.version)
    masked = ali.story.acting("administrator").ask(BeforeMerge(kept_id=ali.first, gone_id=ali.second))[0]
    assert masked.lines[1].left == "MyKad 040901-14-0010"
