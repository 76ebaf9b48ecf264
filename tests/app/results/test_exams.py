"""Exam records: 599 fails and 600 passes, validity in calendar months, first papers that lapse, the list of names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.cohorts.exports import Release
from app.errors import Invalid, Refused
from app.office.office import Office
from app.office.permissions import Actor
from app.results.exam_sheets import write_exams, write_names
from app.results.exams import ExamResult, ExamResults, add_months
from tests.app.results.exam_week import NAMES, NOW, Week, exam_week

AHMAD, BALA, CHONG, DAYANG = NAMES
RELEASE = Release(purpose="HCIA week", recipient="Pearson VUE", approver="Pn. Rohaya")


@pytest.fixture
def week(sqlite_office: Office) -> Week:
    return exam_week(sqlite_office)


def by_name(week: Week, **asked: object) -> dict[str, ExamResult]:
    return {r.name: r for r in week.office.ask(
        ExamResults(cohort_id=week.cohort_id, **asked))}  # type: ignore[arg-type]


def test_as27_scores_599_600_1000_and_absent_with_expiry_and_a_first_paper_that_is_too_old(week: Week) -> None:
    day = date(2026, 7, 10)
    for name, text in zip(NAMES, ("599", "600", "1000", "TH"), strict=True):
        week.enter(name, "H12-811", text, day)
    found = by_name(week)
    assert [found[n].passed for n in NAMES] == [False, True, True, None]
    assert [found[n].expires for n in NAMES] == [None, date(2029, 7, 10), date(2029, 7, 10), None]
    assert found[DAYANG].score_text == "Absent" and found[DAYANG].score is None
    week.enter(BALA, "H12-821", "700", date(2025, 1, 13))  # 18 months ended yesterday
    week.enter(CHONG, "H12-821", "700", date(2025, 1, 14))  # 18 months end today
    flagged = {r.name: r for r in week.office.ask(ExamResults(cohort_id=week.cohort_id, only="flagged"))}
    assert {n: r.standing for n, r in flagged.items()} == {BALA: "lapsed", CHONG: "lapsing"}
    assert "H12-831" in flagged[BALA].why and "13 Jul 2026" in flagged[BALA].why


def test_months_are_calendar_months_and_the_31st_goes_to_the_last_day() -> None:
    assert add_months(date(2024, 8, 31), 18) == date(2026, 2, 28)
    assert add_months(date(2024, 2, 29), 36) == date(2027, 2, 28)
    assert add_months(date(2026, 7, 10), 36) == date(2029, 7, 10)
    assert add_months(date(2025, 12, 31), 2) == date(2026, 2, 28)


def test_what_expires_in_ninety_days_is_a_list_and_a_later_pass_renews(week: Week) -> None:
    week.enter(AHMAD, "H12-811", "650", date(2023, 10, 12))  # 90 days from today
    week.enter(BALA, "H12-811", "650", date(2023, 10, 13))
    week.enter(CHONG, "H12-811", "650", date(2023, 7, 13))  # ended yesterday
    assert set(by_name(week, only="expiring")) == {AHMAD}
    assert by_name(week)[CHONG].standing == "expired"
    week.enter(AHMAD, "H12-811", "700", date(2026, 7, 1), next=True)
    assert by_name(week, only="expiring") == {}
    standings = sorted((r.attempt, r.standing) for r in week.office.ask(ExamResults(cohort_id=week.cohort_id))
                       if r.name == AHMAD)
    assert standings == [(1, "renewed"), (2, "valid")]


def test_papers_passed_within_the_window_count_from_the_last_one(week: Week) -> None:
    week.enter(DAYANG, "H12-821", "600", date(2025, 3, 1))
    assert by_name(week)[DAYANG].standing == "lapsing"
    week.enter(DAYANG, "H12-831", "599", date(2026, 6, 1))
    assert by_name(week, only="flagged")[DAYANG].standing == "lapsing"
    week.enter(DAYANG, "H12-831", "612", date(2026, 7, 1), next=True)
    whole = [r for r in week.office.ask(ExamResults(cohort_id=week.cohort_id)) if r.passed]
    assert {(r.exam.code, r.standing, r.expires) for r in whole} == {
        ("H12-821", "valid", date(2029, 7, 1)), ("H12-831", "valid", date(2029, 7, 1))}


def test_the_list_of_names_needs_the_right_and_is_recorded(week: Week, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    from app.cohorts.records import ExportLog
    from app.office.command import Work

    path = tmp_path / "names.xlsx"
    with pytest.raises(Invalid):
        write_names(week.office, week.cohort_id, path, release=replace(RELEASE, purpose=""))
    assert write_names(week.office, week.cohort_id, path, release=RELEASE) == 4
    cells = [[str(c or "") for c in row] for row in load_workbook(path).active.iter_rows(values_only=True)]
    ahmad = next(row for row in cells if AHMAD in row)
    assert "900101-14-5561" in ahmad and "Ahmad Ali" in ahmad and any("another name" in c for c in ahmad)
    assert any("Not checked" in c for c in next(row for row in cells if BALA in row))
    assert write_names(week.office, week.cohort_id, tmp_path / "n.pdf", release=replace(RELEASE, recipient="VUE")) == 4
    assert (tmp_path / "n.pdf").read_bytes().startswith(b"%PDF")
    with week.office._transaction(lambda *_a: None) as work:
        assert isinstance(work, Work)
        assert [(e.kind, e.rows, e.recipient) for e in work.session.query(ExportLog)] == [
            ("names", 4, "Pearson VUE"), ("names", 4, "VUE")]
    instructor = Office(week.office.engine, Actor(9, "i", "I", frozenset({"instructor"})), clock=lambda: NOW)
    with pytest.raises(Refused):
        write_names(instructor, week.cohort_id, path, release=RELEASE)


def test_the_workbook_has_every_try(week: Week, tmp_path: Path) -> None:
    week.enter(AHMAD, "H12-811", "599", date(2026, 7, 10))
    assert write_exams(week.office, tmp_path / "e.xlsx", cohort_id=week.cohort_id) == 1
