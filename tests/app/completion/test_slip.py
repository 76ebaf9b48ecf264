"""Result slips: what they say, in which language, two to a sheet, provisional until verified, names in any script."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.completion.slip import Slip, Slips
from app.completion.slip_paper import slips_pdf, write_slips
from app.errors import Invalid
from app.exchange.pages import Pages
from app.office.command import Command, Work
from app.office.office import Office
from app.office.permissions import Permission
from app.results.commands import Cell, EnterResults
from app.results.records import Attempt
from tests.app.certificates.paper_facts import text_of
from tests.app.cohort_story import Story, tell

DEEPA, CHEAH = "Deepa a/p Krishnasamy", "Cheah Yong Sheng"


class _Verify(Command[None]):
    needs = Permission.COHORTS_CHANGE

    def label(self) -> str:
        return "Verify"

    def run(self, work: Work) -> None:
        for attempt in work.session.query(Attempt):
            attempt.stage = "verified"


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    return tell(sqlite_office)


def slip(story: Story, name: str, office: Office | None = None) -> Slip:
    return next(s for s in (office or story.office).ask(Slips(cohort_id=story.cohort_id)) if s.name == name)


def written(story: Story, tmp_path: Path, name: str, lang: str = "bi") -> str:
    path = tmp_path / f"{lang}.pdf"
    write_slips(story.office, story.cohort_id, path, (story.enrolments[name],), lang)
    return text_of(path)


def test_a_slip_says_marks_try_total_attendance_and_decision(story: Story, tmp_path: Path) -> None:
    said = written(story, tmp_path, DEEPA, "en")
    for words in ("Result Slip", DEEPA, "HCIA-AI-03", "Final exam", "68", "76.1", "Merit", "95.0 %", "Not decided yet",
                  "Grade key: Distinction 85 – 100; Merit 75 – 84.9", "computer-generated document",
                  "PROVISIONAL – results not verified yet"):
        assert words in said, words
    final = slip(story, DEEPA).lines[-1]
    assert (final.mark, final.outcome, final.attempt) == ("68", "passed", 2)
    assert slip(story, CHEAH).lines[-1].outcome == "failed"


def test_one_language_has_no_words_of_the_other(story: Story, tmp_path: Path) -> None:
    malay = written(story, tmp_path, DEEPA, "ms")
    assert "Slip Keputusan" in malay and "Kepujian" in malay and "SEMENTARA" in malay
    assert not any(w in malay for w in ("Result", "Attendance", "Merit", "PROVISIONAL"))
    both = written(story, tmp_path, DEEPA)
    assert "Kehadiran · Attendance" in both


def test_verified_results_are_no_longer_provisional(story: Story, tmp_path: Path) -> None:
    assert not slip(story, DEEPA).verified
    story.office.do(_Verify())
    assert slip(story, DEEPA).verified
    assert "PROVISIONAL" not in written(story, tmp_path, DEEPA)


def test_an_excused_result_is_no_mark_and_says_so(story: Story, tmp_path: Path) -> None:
    story.office.do(EnterResults(cells=(Cell(enrolment_id=story.enrolments[CHEAH], state="excused",
                                             component_id=story.components["Quiz"]),)))
    quiz = slip(story, CHEAH).lines[0]
    assert (quiz.mark, quiz.outcome, quiz.points) == ("", "excused", None)
    assert "Dimaafkan · Excused" in written(story, tmp_path, CHEAH)


def test_a_cohort_is_one_file_and_two_slips_share_a_sheet(story: Story) -> None:
    slips = story.office.ask(Slips(cohort_id=story.cohort_id))
    for halves, pages in ((False, len(slips)), (True, (len(slips) + 1) // 2)):
        made = Pages(slips_pdf(slips, halves=halves))
        assert len(made) == pages and made.sizes[0] == pytest.approx((210, 297), abs=0.1)
        made.close()
    with pytest.raises(Invalid):
        slips_pdf([])


def test_who_may_not_see_numbers_gets_them_masked(story: Story) -> None:
    assert "14" in slip(story, DEEPA).identity and "•" not in slip(story, DEEPA).identity
    assert "•" in slip(story, DEEPA, story.acting("viewer")).identity


def test_long_names_and_other_scripts_and_many_lines_still_print(story: Story, tmp_path: Path) -> None:
    one = slip(story, DEEPA)
    many = tuple(replace(one.lines[n % 5], code=f"C{n:02}") for n in range(45))
    names = ("Tunku Puteri Intan Safinaz binti Almarhum Sultan Abdul Halim Mu'adzam Shah " * 2, "சிவகாமி நடராஜன்",
             "محمد فاروق بن عبدالله", "陳美玲", "Odd \u2028 sign \U0001F600")
    path = tmp_path / "names.pdf"
    path.write_bytes(slips_pdf([replace(one, name=n.strip(), lines=many) for n in names], halves=True))
    said = text_of(path)
    assert "C44" in said and "陳美玲" in said and "Odd" in said
