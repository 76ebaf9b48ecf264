"""Transcripts: every course of a person, a number of its own that is never given twice, recorded in the history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.certificates.paper import draw
from app.certificates.paper.check import for_kinds
from app.certificates.templates.commands import AddTemplate, PublishTemplate, RenameTemplate, SaveDraft
from app.certificates.templates.model import Paragraph
from app.certificates.templates.queries import Templates
from app.certificates.templates.shipped import layouts
from app.certificates.transcript import IssueTranscript, Transcript, TranscriptOf
from app.certificates.transcript_paper import transcript_pdf, write_transcript
from app.certificates.verify import verify
from app.cohorts.queries import Roll
from app.errors import Invalid, Refused
from app.office.office import Office
from tests.app.certificates.paper_facts import FACTS, program, text_of
from tests.app.cohort_story import Story, tell
from tests.app.results.exam_week import NAMES, exam_week

DEEPA = "Deepa a/p Krishnasamy"


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    return tell(sqlite_office)


def trainee(story: Story, name: str = DEEPA) -> int:
    return next(r.trainee_id for r in story.office.ask(Roll(cohort_id=story.cohort_id)) if r.name == name)


def test_a_transcript_has_courses_hours_points_and_a_number_of_its_own(story: Story, tmp_path: Path) -> None:
    path = tmp_path / "t.pdf"
    number = write_transcript(story.office, trainee(story), path, "bi", DEEPA)
    assert number.startswith("TR26-00001-")
    said = text_of(path)
    for words in ("Transkrip Latihan", "Training Transcript", DEEPA, "HCIA-AI", "80 jam/hours", "20.4", "76.1",
                  "Kepujian · Merit", "95.0 %", "Final exam, ulangan", number, "Ts. Dr. Azman bin Haji Sulaiman"):
        assert words in said, words
    facts = story.office.ask(TranscriptOf(trainee_id=trainee(story)))[0]
    part = facts.parts[0]
    for lang, told in (("en", "1 course "), ("bi", "1 kursus (course) "), ("ms", "1 kursus ")):
        path.write_bytes(transcript_pdf(replace(facts, parts=(replace(part, completed=True),)), lang))
        assert told in text_of(path)
    assert sum((p.points or 0) for p in part.lines) == part.total == Decimal("76.1")


def test_numbers_are_never_given_twice_and_the_issue_is_recorded(story: Story) -> None:
    made = [story.office.do(IssueTranscript(trainee_id=trainee(story), name=DEEPA)).value.number for _n in range(2)]
    assert made[0] != made[1] and made[1].startswith("TR26-00002-")
    assert story.office.undo_label() is None or "transcript" not in (story.office.undo_label() or "")
    from app.office.reading import HistoryPage

    assert any(DEEPA in e.label and "transcript" in e.label for e in story.office.ask(HistoryPage()))


def test_who_only_looks_gets_no_number(story: Story) -> None:
    viewer = story.acting("viewer")
    assert viewer.ask(TranscriptOf(trainee_id=trainee(story)))[0].number == ""
    with pytest.raises(Refused):
        viewer.do(IssueTranscript(trainee_id=trainee(story)))


def test_external_exams_stand_with_score_and_validity(sqlite_office: Office, tmp_path: Path) -> None:
    week = exam_week(sqlite_office)
    week.enter(NAMES[1], "H12-811", "600", date(2026, 7, 10))
    roll = {r.name: r.trainee_id for r in week.office.ask(Roll(cohort_id=week.cohort_id))}
    path = tmp_path / "t.pdf"
    path.write_bytes(transcript_pdf(week.office.ask(TranscriptOf(trainee_id=roll[NAMES[1]]))[0], "en"))
    said = text_of(path)
    assert "H12-811 HCIA-Datacom 600 / 1000 · Pass · 10 Jul 2026 · valid until 10 Jul 2029" in said
    assert "PREVIEW" in said


def test_the_code_on_a_transcript_is_signed_and_known(story: Story, tmp_path: Path) -> None:
    import pypdfium2
    import zxingcpp

    from app.certificates.verify import Verify

    trainee = story.office.ask(Roll(cohort_id=story.cohort_id))[0].trainee_id
    made = story.office.do(IssueTranscript(trainee_id=trainee)).value
    document = pypdfium2.PdfDocument(transcript_pdf(made))
    picture = document[len(document) - 1].render(scale=200 / 72).to_pil()
    document.close()
    said = zxingcpp.read_barcodes(picture)[0].text
    assert said == made.statement
    verdict = story.office.ask(Verify(what=said))[0]
    assert verdict.state == "valid" and made.number in verdict.words() and made.name in verdict.words()
    altered = story.office.ask(Verify(what=said[:-30] + ("1" if said[-30] != "1" else "2") + said[-29:]))[0]
    assert altered.state == "not_genuine"
    assert "QR" in text_of_bytes(transcript_pdf(made))


def text_of_bytes(data: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def issued(story: Story) -> Transcript:
    return story.office.do(IssueTranscript(trainee_id=trainee(story), name=DEEPA)).value


def compliant(data: bytes) -> bool:
    import page

    return all(page.validate_pdf_bytes(data, profile=profile).is_compliant
               for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1))


@pytest.mark.parametrize("lang", ["bi", "ms", "en"])
def test_its_file_lasts_is_signed_and_tells_when_it_was_altered(story: Story, tmp_path: Path, lang: str) -> None:
    made = issued(story)
    data = transcript_pdf(made, lang)
    assert compliant(data) and data == transcript_pdf(made, lang)
    path = tmp_path / "t.pdf"
    path.write_bytes(data)
    (verdict,) = verify(story.office, str(path)).verdicts
    assert verdict.state == "valid" and made.number in verdict.words() and "not a byte was changed" in verdict.words()
    path.write_bytes(data.replace(b"/F 132", b"/F 134"))
    assert verify(story.office, str(path)).state == "altered"
    path.write_bytes(transcript_pdf(replace(made, kit=None), lang))
    (verdict,) = verify(story.office, str(path)).verdicts
    assert verdict.state == "unsigned" and DEEPA in verdict.words()


def test_many_courses_go_on_over_pages_and_none_says_so(story: Story, tmp_path: Path) -> None:
    facts = story.office.ask(TranscriptOf(trainee_id=trainee(story)))[0]
    path = tmp_path / "t.pdf"
    path.write_bytes(transcript_pdf(replace(facts, number="TR26-00009-X", parts=facts.parts * 60), "bi"))
    assert compliant(path.read_bytes())
    said = text_of(path)
    pages = int(program("qpdf", "--show-npages", path))
    assert said.count("Lab practical 2") == 60 and said.count("Final exam, ulangan") == 60 and 15 < pages < 25
    for words, times in ((f"Page {pages} of {pages}", 1), ("Ts. Dr. Azman", 1), ("Transkrip Latihan", pages),
                         ("No. Kad Pengenalan", 1)):
        assert said.count(words) == times, words
    path.write_bytes(transcript_pdf(replace(facts, parts=()), "ms"))
    assert "Tiada kursus direkodkan." in text_of(path) and compliant(path.read_bytes())


def test_a_letter_that_no_font_has_stops_it(story: Story) -> None:
    facts = story.office.ask(TranscriptOf(trainee_id=trainee(story)))[0]
    with pytest.raises(Invalid, match=r"U\+1F600"):
        transcript_pdf(replace(facts, name="Deepa \U0001f600"))
    for name in ("陈美玲 Chan Mei Ling", "விக்னேஸ்வரன் " * 6):
        assert compliant(transcript_pdf(replace(facts, name=name.strip())))


def test_a_template_of_the_centre_says_where_things_stand(story: Story, tmp_path: Path) -> None:
    office = story.office
    layout = layouts()["transkrip"]
    key = office.do(AddTemplate(name="Transkrip ringkas", like="transkrip")).value
    table = layout.table
    assert table is not None
    smaller = layout.put(replace(table, columns=("mark",), grades=False)).put(replace(
        layout.thing("valid"), paragraphs=(Paragraph(ms="Ikut aturan pusat", en="By the rules of the centre"),)))
    office.do(SaveDraft(version_id=key, content=smaller.to_json()))
    office.do(PublishTemplate(version_id=key))
    assert [row.code for row in office.ask(Templates(kind="transcript", usable=True))] == [
        "transkrip", "transkrip-ringkas"]
    path = tmp_path / "t.pdf"
    write_transcript(office, trainee(story), path, "en", DEEPA, "transkrip-ringkas")
    said = text_of(path)
    assert "By the rules of the centre" in said and "Weight" not in said and "Grades" not in said and "79" in said
    with pytest.raises(Refused, match="certificates"):
        office.do(IssueTranscript(trainee_id=trainee(story), template="klasik"))


def test_a_table_has_no_place_on_a_certificate_and_a_transcript_needs_one(story: Story) -> None:
    office = story.office
    assert [t.sentence for t in for_kinds(layouts()["klasik"], "completion transcript")]
    key = office.do(AddTemplate(name="Salah", like="transkrip", kinds="completion")).value
    with pytest.raises(Refused, match="no place on a certificate"):
        office.do(PublishTemplate(version_id=key))
    key = office.do(AddTemplate(name="Salah juga", like="klasik", kinds="transcript")).value
    with pytest.raises(Refused, match="needs its table"):
        office.do(PublishTemplate(version_id=key))
    with pytest.raises(Invalid):
        office.do(RenameTemplate(code="transkrip", name="Transkrip", kinds="completion"))
    with pytest.raises(Invalid, match="template of transcripts"):
        draw(FACTS, layouts()["transkrip"])
