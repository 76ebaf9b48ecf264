"""Who qualifies and why not, in the words of the trade; waiving and deciding."""

from __future__ import annotations

from datetime import date

import pytest

from app.completion.commands import Decide, OverrideRequirement, RemoveOverride
from app.completion.queries import Completion, CompletionRow
from app.errors import Invalid, Refused
from app.i18n import speaking
from app.office.office import Office
from app.results.commands import EnterResults
from tests.app.cohort_story import QUALIFY, Story, tell


@pytest.fixture
def story(office: Office) -> Story:
    return tell(office)


def rows(story: Story) -> dict[str, CompletionRow]:
    return {r.name: r for r in story.office.ask(Completion(cohort_id=story.cohort_id))[0].rows}


def lines(row: CompletionRow) -> list[tuple[str, str, str, str]]:
    return [(f.outcome, f.head(), f.tail(), f.detail()) for f in row.open()]


def test_who_qualifies(story: Story) -> None:
    assert tuple(name for name, r in rows(story).items() if r.qualifies) == QUALIFY
    deepa = rows(story)["Deepa a/p Krishnasamy"]
    assert (deepa.attendance.value, deepa.total_text, deepa.grade_text) == ("95.0 %", "76.1", "Merit")


def test_every_reason_is_said_with_value_and_limit(story: Story) -> None:
    found = rows(story)
    assert lines(found["Benedict anak Lawai"]) == [
        ("not_met", "Attendance 75.0 %", "needs 80 %", "Attended 15 of 20 sessions, 16 needed")]
    assert lines(found["Cheah Yong Sheng"]) == [("not_met", "Final exam 44", "pass mark 50", "Resit booked Tue 21 Jul")]
    assert lines(found["Hakim Luqman bin Saidin"]) == [
        ("not_met", "Weighted total 58.2", "needs 60.0", "Every single mark passed")]
    assert lines(found["Kartini binti Sulong"]) == [("unknown", "Lab practical 2 has no mark", "", "")]
    assert lines(found["Melvin Jipanus"])[:2] == [
        ("not_met", "Attendance 70.0 %", "needs 80 %", "Attended 14 of 20 sessions, 16 needed"),
        ("not_met", "Project 38", "pass mark 50", "No resit booked")]
    assert lines(found["Sanjay Singh a/l Balwant Singh"]) == [
        ("unknown", "Final exam has no mark", "absent on 9 Jul", "Resit booked Tue 21 Jul")]


def test_the_same_in_malay(story: Story) -> None:
    row = rows(story)["Cheah Yong Sheng"]
    with speaking("ms"):
        assert "21 Jul" in row.open()[0].detail()
        assert "Sel" in row.open()[0].detail()


def test_exactly_80_per_cent_qualifies(story: Story) -> None:
    assert rows(story)["Nik Adlina binti Nik Rosdi"].attendance.value == "80.0 %"


def test_a_mark_entered_changes_the_answer(story: Story) -> None:
    story.office.do(EnterResults(cells=(story.cell("Kartini binti Sulong", "Lab practical 2", "82"),)))
    assert rows(story)["Kartini binti Sulong"].qualifies


def test_attendance_alone_is_enough_for_a_certificate_of_attendance(story: Story) -> None:
    found = rows(story)
    assert found["Hakim Luqman bin Saidin"].why_not("attendance") == []
    assert found["Benedict anak Lawai"].why_not("attendance") == [
        "Attendance 75.0 %, needs 80 %. Attended 15 of 20 sessions, 16 needed"]
    assert found["Benedict anak Lawai"].why_not("participation") == []


def requirement(row: CompletionRow) -> int:
    return row.open()[0].requirement_id


def test_a_waiver_needs_a_reason_and_the_right(story: Story) -> None:
    row = rows(story)["Benedict anak Lawai"]
    waive = OverrideRequirement(enrolment_id=row.enrolment_id, requirement_id=requirement(row),
                                reason="Flood, letter 12/7")
    for role in ("administrator", "instructor", "certificates", "viewer"):
        with pytest.raises(Refused):
            story.acting(role).do(waive)
    desk = story.acting("verifier")
    with pytest.raises(Invalid):
        desk.do(OverrideRequirement(enrolment_id=row.enrolment_id, requirement_id=requirement(row), reason=" x "))
    desk.do(waive)
    again = rows(story)["Benedict anak Lawai"]
    assert again.qualifies
    assert again.findings[0].detail() == "Waived by Puan Aminah: Flood, letter 12/7"
    desk.do(RemoveOverride(enrolment_id=row.enrolment_id, requirement_id=requirement(row)))
    assert not rows(story)["Benedict anak Lawai"].qualifies


def test_what_is_met_is_not_waived(story: Story) -> None:
    row = rows(story)["Goh Xin Yi"]
    with pytest.raises(Invalid):
        story.office.do(OverrideRequirement(enrolment_id=row.enrolment_id,
                                            requirement_id=row.findings[0].requirement_id, reason="no reason"))


def test_nobody_is_declared_completed_who_does_not_qualify(story: Story) -> None:
    hakim = story.enrolments["Hakim Luqman bin Saidin"]
    with pytest.raises(Refused, match=r"Weighted total 58\.2, needs 60\.0"):
        story.office.do(Decide(enrolment_ids=(hakim,), kind="completed"))
    story.office.do(Decide(enrolment_ids=(hakim,), kind="attended_only", reason="Panel of 15 July"))
    row = rows(story)["Hakim Luqman bin Saidin"]
    assert row.why_not("attendance") == []
    assert row.why_not("completion")[0] == "Decided: Completed, attendance only"


def test_a_decision_keeps_a_person_who_qualifies_back(story: Story) -> None:
    goh = story.enrolments["Goh Xin Yi"]
    story.office.do(Decide(enrolment_ids=(goh,), kind="deferred", reason="Asked for it"))
    assert not rows(story)["Goh Xin Yi"].qualifies
    story.office.do(Decide(enrolment_ids=(goh,), kind="pending"))
    assert rows(story)["Goh Xin Yi"].qualifies


def test_sessions_still_to_come_leave_attendance_open(office: Office) -> None:
    story = tell(office, {"Aida binti Ali": (0, ("70",) * 5)}, finished=False)
    from app.attendance.sessions import AddSession  # the cohort still runs

    story.office.do(AddSession(cohort_id=story.cohort_id, day=date(2026, 7, 20), part="AM", starts_at="08:30",
                               ends_at="12:30"))
    row = rows(story)["Aida binti Ali"]
    assert row.attendance.outcome == "met"  # the one to come may be missed
