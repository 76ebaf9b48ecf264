"""Figures of moderation worked out by hand, the class result list in Excel, and a list that reads back unchanged."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.i18n import use_language
from app.office.office import Office
from app.results import bring_command
from app.results.bring import open_bring
from app.results.class_list import write_class_list
from app.results.marks_list import write_marks_list
from app.results.moderation import Moderation, Spread, cut, tens
from tests.app.cohort_story import PEOPLE, Story, tell


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    return tell(sqlite_office)


def of(*marks: int, failed: int = 0) -> Spread:
    return Spread(1, "Quiz", "", tuple(Fraction(m) for m in marks), failed, 0, Fraction(50))


def test_mean_quartiles_and_deviation_are_those_worked_out_by_hand() -> None:
    one = of(2, 4, 4, 4, 5, 5, 7, 9)
    assert one.mean == 5 and one.deviation == Decimal("2.14")  # sqrt(32/7) = 2.138
    assert [one.quartile(q) for q in range(5)] == [2, 4, Fraction(9, 2), Fraction(11, 2), 9]
    assert of(10, 20, 30, 40).quartile(1) == Fraction(35, 2)
    assert of().mean is None and of(7).deviation is None and of(7).quartile(3) == 7
    assert of(40, 60, 70, failed=1).fail_rate == Fraction(100, 3) and cut(Fraction(100, 3)) == "33.3"
    assert cut(Fraction(79999, 1000)) == "79.9"


def test_bands_of_ten_hold_their_floor_and_a_hundred_belongs_to_the_last() -> None:
    bands = tens([Fraction(0), Fraction(599, 10), Fraction(60), Fraction(90), Fraction(100)])
    assert [b.count for b in bands] == [1, 0, 0, 0, 0, 1, 1, 0, 0, 2]
    assert bands[9].name == "90–100" and bands[9].share == 40


def test_absent_is_in_no_mean_and_a_resit_counts_once(story: Story) -> None:
    sheet = story.office.ask(Moderation(cohort_id=story.cohort_id))[0]
    final = next(s for s in sheet.components if s.title == "Final exam")
    grid_marks = [m for _a, marks in PEOPLE.values()
                  for m in marks[4:5]]
    wanted = sorted(Fraction(m) for m in grid_marks if m and m != "A")
    wanted[wanted.index(Fraction(47))] = Fraction(68)  # Deepa's second try is the better one
    assert list(final.values) == sorted(wanted)
    assert final.absent == sum(m == "A" for m in grid_marks)
    assert sheet.assessors == ()  # one person entered all of it
    assert sum(b.count for b in sheet.grades) == len(sheet.totals) == sum(b.count for b in sheet.tens)


def test_the_class_list_has_marks_a_distribution_with_a_chart_and_the_figures(story: Story, tmp_path: Path) -> None:
    path = write_class_list(story.office, story.cohort_id, tmp_path / "class.xlsx")
    book = load_workbook(path)
    assert book.sheetnames == ["Results", "Distribution", "Moderation"]
    goh = next(r for r in book["Results"].iter_rows(values_only=True) if "Goh Xin Yi" in r)
    assert goh[-2:] == (90, "Distinction") and goh[2:7] == (90, 87, 92, 94, 88)
    assert len(book["Distribution"]._charts) == 1 and len(book["Moderation"]._charts) == 1
    counts = [r[1] for r in book["Distribution"].iter_rows(min_row=5, max_row=14, values_only=True)]
    assert sum(counts) == len(story.office.ask(Moderation(cohort_id=story.cohort_id))[0].totals)
    for page, head in ((book["Results"], next(r[0].row for r in book["Results"].iter_rows() if r[1].value == "Name")),
                       (book["Moderation"], 4)):  # no head is cut
        assert [c.value for c in page[head] if page.column_dimensions[c.column_letter].width <= len(c.value)] == []
    assert not any("0409" in str(c or "") for page in book for row in page.iter_rows(values_only=True) for c in row)


@pytest.mark.parametrize("language", ["en", "ms"])
def test_the_list_of_marks_reads_back_with_no_difference(story: Story, tmp_path: Path, language: str) -> None:
    use_language(language)
    path = write_marks_list(story.office, story.cohort_id, tmp_path / "marks.xlsx")
    draft = open_bring(story.office, path, story.cohort_id)
    assert draft.missing() == ""
    counts = draft.counts()
    assert (counts["cells"], counts["ask"], counts["reject"], counts["left"]) == (0, 0, 0, 0)
    assert counts["same"] == sum(len([t for t in tries if t.state != "booked"]) for tries in draft.known.tries.values())


def test_a_list_that_changes_nothing_is_no_problem_where_a_certificate_rests_on_it(
        story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bring_command, "locked_enrolments", lambda _session, keys: set(keys))
    path = write_marks_list(story.office, story.cohort_id, tmp_path / "marks.xlsx")
    draft = open_bring(story.office, path, story.cohort_id)
    assert draft.counts()["reject"] == 0 and draft.counts()["same"]
    book = load_workbook(path)
    at = next(r[0].row for r in book.active.iter_rows() if "Goh Xin Yi" in [c.value for c in r])
    book.active.cell(at, 4).value = 12
    book.save(path)
    draft = open_bring(story.office, path, story.cohort_id)
    assert [r.name for r in draft.rows() if r.cls == "reject"] == ["Goh Xin Yi"] and draft.cells() == ()
