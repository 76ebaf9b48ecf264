"""Reports of Teams and Zoom against what a careful clerk made of them, and the marks proposed from them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attendance.commands import Cell, MarkAttendance
from app.attendance.files.names import who
from app.attendance.files.online import OnlineDraft
from app.attendance.files.opening import earlier_words, open_file
from app.attendance.files.reports import moment, together
from app.attendance.generate import Slot
from app.attendance.queries import Register
from app.attendance.records import Status
from app.attendance.sessions import GenerateSessions
from app.attendance.statuses import shipped_statuses
from app.cohorts.commands import AddCohort
from app.cohorts.enrolments import Enrol
from app.errors import Invalid, Refused
from app.office.command import Command, Work
from app.office.office import Office
from app.office.permissions import Actor, Permission
from app.programmes.records import Course
from app.trainees.names import match_key
from app.trainees.records import Trainee

INPUTS = Path(__file__).parents[2] / "inputs"


@dataclass(frozen=True, kw_only=True)
class _People(Command[tuple[int, tuple[int, ...]]]):
    needs = Permission.COHORTS_CHANGE
    rows: Sequence[tuple[str, str, str]]

    def label(self) -> str:
        return "People"

    def run(self, work: Work) -> tuple[int, tuple[int, ...]]:
        course = work.add(Course(code="C", title="C", threshold=80))
        work.insert_many(Status, shipped_statuses())
        return course.id, tuple(work.insert_many(Trainee, [
            {"number": number, "full_name": name, "match_key": match_key(name), "sort_key": f"{at:03}", "email": mail}
            for at, (number, name, mail) in enumerate(self.rows)]))


def cohort_for(office: Office, people: Sequence[tuple[str, str, str]], first: date, last: date,
               slots: Sequence[Slot]) -> int:
    """A cohort of these people (number, name, e-mail); the clock stands in March 2027."""
    office.clock = lambda: datetime(2027, 3, 1, 4, 0, tzinfo=UTC)
    course, trainees = office.do(_People(rows=people)).value
    cohort = office.do(AddCohort(code="K-1", course_id=course, starts=first, ends=last, places=40,
                                 status="running")).value
    office.do(Enrol(cohort_id=cohort, trainee_ids=trainees))
    office.do(GenerateSessions(cohort_id=cohort, slots=tuple(slots)))
    return int(cohort)


def online(office: Office, name: str) -> tuple[OnlineDraft, dict[str, Any], int]:
    """A sample report opened for its own class."""
    truth = json.loads((INPUTS / f"{name}.csv.truth.json").read_text("utf-8"))
    page = openpyxl.load_workbook(INPUTS / f"{name}.roster.xlsx").worksheets[0]
    heads = [c.value for c in page[3]]
    mail = heads.index("E-mel")
    people = [(str(r[1]), str(r[2]), str(r[mail] or "")) for r in page.iter_rows(min_row=4, values_only=True)
              if isinstance(r[0], int)]
    said = truth["session"]
    day = date.fromisoformat(said["date"])
    slot = Slot(part="AM" if said["planned_start"] < "12" else "EVE", starts_at=said["planned_start"],
                ends_at=said["planned_end"])
    cohort = cohort_for(office, people, day, day, [slot])
    draft = open_file(office, INPUTS / f"{name}.csv", cohort)
    assert isinstance(draft, OnlineDraft)
    return draft, truth, cohort


@pytest.mark.parametrize("name", ["teams-attendance", "zoom-participants"])
def test_people_and_minutes_agree_with_the_truth(sqlite_office: Office, name: str) -> None:
    draft, truth, _cohort = online(sqlite_office, name)
    assert draft.kind == name.split("-")[0]
    said = {row["fields"]["display_name"]: row for row in truth["rows"]}
    for attendee, match in zip(draft.report.attendees, draft.matches, strict=True):
        row = said.pop(attendee.name)
        assert match.cls in row.get("class_any", [row["class"]]), (attendee.name, match)
        assert (match.person.number if match.person else None) == row["fields"]["trainee_no"], attendee.name
        if match.cls == "ask":
            assert [p.number for p in match.candidates] == row["candidates"], attendee.name
    assert not said
    draft.set_measure("meeting")
    draft.agree_all()
    there = {p.person.number: p for p in draft.presences()}
    for one in truth["trainees"]:
        found = there.pop(one["trainee_no"], None)
        if not one["joins"]:
            assert found is None, one
            continue
        assert found is not None, one
        assert (found.joins, found.seconds, found.minutes) == (one["joins"], one["seconds"], one["minutes"]), one
        assert list(found.names) == one["reports"] and f"{found.first:%H:%M:%S}" == one["first_join"]
    assert not there


def test_marks_are_proposed_by_the_policy_and_recorded_once_agreed(office: Office) -> None:
    draft, _truth, cohort = online(office, "teams-attendance")
    before = {c.wanted.who: c for c in draft.cells()}
    assert before["HARVINDER SINGH A/L SURJIT SINGH"].wanted.status == "L"
    assert before["HARVINDER SINGH A/L SURJIT SINGH"].wanted.minutes == 31
    assert before["KAVIARASU A/L GUNASEGARAN"].wanted.out  # only likely until somebody agrees
    assert before["ABDUL RAUF BIN ISHAK"].cls == "out" and before["iPhone"].cls == "out"
    assert draft.agree_all() == 5 - 1 and draft.open_questions() == 5
    who_of = {q.about: q for q in draft.questions()}
    nurul = next(p for p in draft.known.people if p.number == "T27-0103")
    draft.answer(who_of["nurul"].key, str(nurul.enrolment_id))
    draft.answer(who_of["iPhone"].key, "-")
    draft.set_absent(True)
    after = {c.wanted.who: c for c in draft.cells()}
    assert after["ABDUL RAUF BIN ISHAK"].wanted.status == "X"
    assert after["TAN WEI JIAN"].cls == "out"  # may be the guest that nobody has named
    assert after["NOR AZMAN BIN SHAARI"].wanted.status == "L"  # 134 of 180 minutes
    assert after["ELVIN ANAK JUGOL"].wanted.status == "H"  # two devices together
    office.do(draft.command())
    view = office.ask(Register(cohort_id=cohort))[0]
    names = {r.enrolment_id: r.name for r in view.rows}
    marks = {names[e]: m for (e, _s), m in view.marks.items()}
    assert marks["NURUL SYAFIQAH BINTI HANAFI"].status == "H" and len(marks) == 16
    assert {m.source for m in marks.values()} == {"online"} and marks["HARVINDER SINGH A/L SURJIT SINGH"].minutes == 31
    again = open_file(office, INPUTS / "teams-attendance.csv", cohort)
    assert isinstance(again, OnlineDraft) and again.counts()["new"] == 0 and "brought in before" in earlier_words(again)
    at = next(n for n, a in enumerate(again.report.attendees) if a.name == "nurul")
    assert again.matches[at].cls == "ok" and "Remembered" in again.matches[at].why
    office.undo()
    assert not office.ask(Register(cohort_id=cohort))[0].marks
    fresh = open_file(office, INPUTS / "teams-attendance.csv", cohort)
    assert not earlier_words(fresh) and fresh.matches[at].cls == "ask"  # type: ignore[attr-defined]


def test_what_was_marked_here_is_a_conflict_and_ours_stays(sqlite_office: Office) -> None:
    office = sqlite_office
    draft, _truth, cohort = online(office, "zoom-participants")
    view = draft.known.view
    first = view.rows[0].enrolment_id
    office.do(MarkAttendance(cells=(Cell(first, view.sessions[0].id, "S"),), who="x"))
    draft = open_file(office, INPUTS / "zoom-participants.csv", cohort)  # type: ignore[assignment]
    cell = next(c for c in draft.cells() if c.wanted.enrolment_id == first)
    assert cell.cls == "conflict" and not cell.taken and cell.here == "S"
    office.do(draft.command())
    assert office.ask(Register(cohort_id=cohort))[0].marks[first, view.sessions[0].id].status == "S"
    draft = open_file(office, INPUTS / "zoom-participants.csv", cohort)  # type: ignore[assignment]
    draft.choose([cell.id], True)
    office.do(draft.command())
    assert office.ask(Register(cohort_id=cohort))[0].marks[first, view.sessions[0].id].status == "H"


def test_only_an_instructor_of_the_cohort_may_bring_it_in(sqlite_office: Office) -> None:
    _draft, _truth, cohort = online(sqlite_office, "zoom-participants")
    sqlite_office.actor = Actor(99, "other", "Other", frozenset({"instructor"}))
    with pytest.raises(Refused, match="not an instructor"):
        open_file(sqlite_office, INPUTS / "zoom-participants.csv", cohort)


VARIANTS = {
    "comma": ("utf-8", "1. Summary\nMeeting title,Kelas\nStart time,\"2/16/27, 8:50:00 AM\"\n\n2. Participants\n"
              "Name,First Join,Last Leave,In-Meeting Duration,Email,Participant ID (UPN),Role\n"
              "Ali,\"2/16/27, 9:00:00 AM\",\"2/16/27, 12:00:00 PM\",3h,ali@a.example,ali@a.example,Attendee\n\n"
              "3. In-Meeting Activities\nName,Join Time,Leave Time,Duration,Email,Role\n"
              "Ali,\"2/16/27, 9:00:00 AM\",\"2/16/27, 10:00:00 AM\",1h,ali@a.example,Attendee\n"
              "Ali,\"2/16/27, 9:30:00\u202fAM\",\"2/16/27, 12:00:00\u202fPM\",2h 30m,ali@a.example,Attendee\n"),
    "malay": ("utf-16", "1. Ringkasan\nTajuk mesyuarat\tKelas\nMasa mula\t16/2/2027, 8:50:00 PG\n\n2. Peserta\n"
              "Nama\tSertaan Pertama\tKeluar Terakhir\tTempoh Dalam Mesyuarat\tE-mel\tPeranan\n"
              "Ali\t16/2/2027, 9:00:00 PG\t16/2/2027, 12:00:00 PTG\t3j\tali@a.example\tHadirin\n\n"
              "3. Aktiviti\nNama\tMasa Sertai\tMasa Keluar\tTempoh\tE-mel\tPeranan\n"
              "Ali\t16/2/2027, 9:00:00 PG\t16/2/2027, 12:00:00 PTG\t3j\tali@a.example\tHadirin\n"),
    "zoom": ("utf-8-sig", "Topic,ID,Host,Duration (minutes),Start time,End time,Participants\n"
             "Kelas,817,Tutor (tutor@a.example),180,\"02/16/2027 08:50:00 AM\",\"02/16/2027 12:05:00 PM\",3\n\n"
             "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room\n"
             "Tutor,tutor@a.example,02/16/2027 08:50:00 AM,02/16/2027 12:05:00 PM,195,No,No\n"
             "Ali,ali@a.example,02/16/2027 08:40:00 AM,02/16/2027 08:50:00 AM,10,Yes,Yes\n"
             "Ali,ali@a.example,02/16/2027 09:00:00 AM,02/16/2027 12:00:00 PM,180,Yes,No\n"),
    "steps": ("utf-16", "Full Name\tUser Action\tTimestamp\nAli\tJoined\t16/2/2027, 09:00:00\n"
              "Ali\tLeft\t16/2/2027, 12:00:00\nBudi\tJoined before\t16/2/2027, 09:10:00\n"),
}


@pytest.mark.parametrize("name", list(VARIANTS))
def test_other_layouts_and_languages_are_read(sqlite_office: Office, tmp_path: Path, name: str) -> None:
    encoding, text = VARIANTS[name]
    path = tmp_path / "report.csv"
    path.write_bytes(text.encode(encoding))
    day = date(2027, 2, 16)
    cohort = cohort_for(sqlite_office, [("T1", "ALI BIN ABU", "ali@a.example"), ("T2", "BUDI", "")], day, day,
                        [Slot(part="AM", starts_at="09:00", ends_at="12:00")])
    draft = open_file(sqlite_office, path, cohort)
    assert isinstance(draft, OnlineDraft)
    draft.agree_all()
    assert [m.cls for a, m in zip(draft.report.attendees, draft.matches, strict=True) if a.name == "Tutor"] in (
        [], ["skip"])
    ali = draft.presences()[0]
    assert (ali.person.number, ali.seconds) == ("T1", 3 * 3600)
    assert draft.cells()[0].wanted.status == "H"


def test_a_report_without_times_is_refused_in_a_sentence(sqlite_office: Office, tmp_path: Path) -> None:
    path = tmp_path / "z.csv"
    path.write_text("Name (Original Name),User Email,Total Duration (Minutes),Guest\nAli,a@a.example,120,Yes\n")
    day = date(2027, 2, 16)
    cohort = cohort_for(sqlite_office, [("T1", "ALI", "")], day, day, [Slot(part="AM")])
    with pytest.raises(Invalid, match="not when"):
        open_file(sqlite_office, path, cohort)


def test_two_devices_count_once_and_time_outside_the_session_not() -> None:
    def at(hour: int, minute: int) -> datetime:
        return datetime.fromisoformat(f"2027-02-16 {hour:02}:{minute:02}")

    stays = [(at(8, 30), at(10, 0)), (at(9, 30), at(10, 30)), (at(11, 0), at(13, 0))]
    assert together(stays)[0] == (120 + 120) * 60
    assert together(stays, at(9, 0), at(12, 0))[0] == (90 + 60) * 60


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 40)), max_size=8), st.integers(0, 60), st.integers(0, 60))
def test_seconds_together_are_those_counted_one_by_one(stays: list[tuple[int, int]], begin: int, length: int) -> None:
    zero = datetime.fromisoformat("2027-02-16 09:00")
    spans = [(zero + timedelta(seconds=a), zero + timedelta(seconds=a + n)) for a, n in stays]
    start, end = zero + timedelta(seconds=begin), zero + timedelta(seconds=begin + length)
    there = {second for a, n in stays for second in range(a, a + n)}
    assert together(spans)[0] == len(there)
    assert together(spans, start, end)[0] == len(there & set(range(begin, begin + length)))


def test_days_and_months_are_told_apart() -> None:
    assert moment("16/2/2027, 1:05:00 PTG", "dmy") == datetime.fromisoformat("2027-02-16 13:05")
    assert moment("2/16/27, 12:05:00 AM", "mdy") == datetime.fromisoformat("2027-02-16 00:05")
    assert moment("2027-02-16 13:05", "dmy") == datetime.fromisoformat("2027-02-16 13:05")
    assert moment("31/2/2027, 1:00", "dmy") is None and moment("Ali", "dmy") is None


def test_a_device_is_nobody() -> None:
    assert who([], {}, "iPhone").why == "This is a device, not a name."


def test_what_seemed_certain_can_be_said_otherwise_and_is_remembered_so(sqlite_office: Office) -> None:
    office = sqlite_office
    draft, _truth, cohort = online(office, "zoom-participants")
    question = next(q for q in draft.questions() if q.about == "Bala")
    wrong, right = (next(p for p in draft.known.people if p.number == n) for n in ("DLE3-05", "DLE3-06"))
    draft.answer(question.key, str(wrong.enrolment_id))
    office.do(draft.command())
    again = open_file(office, INPUTS / "zoom-participants.csv", cohort)
    question = next(q for q in again.questions() if q.about == "Bala")
    assert not question.open and question.answer == str(wrong.enrolment_id)
    again.answer(question.key, str(right.enrolment_id))
    office.do(again.command())
    third = open_file(office, INPUTS / "zoom-participants.csv", cohort)
    assert next(q for q in third.questions() if q.about == "Bala").answer == str(right.enrolment_id)


def test_a_meeting_over_two_sessions_marks_both(sqlite_office: Office, tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    path.write_text("Name,Join Time,Leave Time,Duration,Email,Role\n"
                    "Ali,\"16/2/2027, 08:55:00\",\"16/2/2027, 17:00:00\",8h,ali@a.example,Attendee\n"
                    "Budi,\"16/2/2027, 09:00:00\",\"16/2/2027, 12:00:00\",3h,,Attendee\n")
    day = date(2027, 2, 16)
    cohort = cohort_for(sqlite_office, [("T1", "ALI BIN ABU", "ali@a.example"), ("T2", "BUDI", "")], day, day,
                        [Slot(part="AM", starts_at="09:00", ends_at="12:00"),
                         Slot(part="PM", starts_at="14:00", ends_at="17:00")])
    draft = open_file(sqlite_office, path, cohort)
    assert isinstance(draft, OnlineDraft)
    found = [(c.wanted.who, c.wanted.status, c.cls) for c in draft.cells()]
    assert found == [("ALI BIN ABU", "H", "new"), ("BUDI", "H", "new"), ("ALI BIN ABU", "H", "new"),
                     ("BUDI", None, "out")]


def test_of_a_day_without_a_session_the_nearest_are_offered_first(sqlite_office: Office) -> None:
    cohort = cohort_for(sqlite_office, [("T1", "AMINAH BINTI ALI", "")], date(2027, 2, 8), date(2027, 2, 26),
                        [Slot(starts_at="20:00", ends_at="22:00", part="EVE")])
    draft = open_file(sqlite_office, INPUTS / "teams-attendance.csv", cohort)  # the morning of 16 February
    assert isinstance(draft, OnlineDraft)
    days = {str(s.id): s.day for s in draft.known.view.sessions}
    offered = [days[key] for key, _words in draft.questions()[0].options if key in days]
    assert offered[:3] == [date(2027, 2, 16), date(2027, 2, 15), date(2027, 2, 17)] and len(offered) == 15
