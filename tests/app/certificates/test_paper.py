"""Certificates on paper, read back by poppler, pdfium, qpdf and a QR reader."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pytest import MonkeyPatch

from app.certificates import paper
from app.certificates.facts import DESIGNS, KINDS, LANGUAGES, Facts, Signature, qr_payload
from app.certificates.paper import draw, draw_combined, file_name, problems, write_separate
from app.errors import Invalid, Unavailable
from app.exchange import fonts
from tests.app.certificates.paper_facts import NAME, facts, lines_of, program, text_of, written

TITLES = {"completion": ("Sijil Tamat Latihan", "Certificate of Completion"),
          "attendance": ("Sijil Kehadiran", "Certificate of Attendance"),
          "achievement": ("Sijil Pencapaian", "Certificate of Achievement"),
          "participation": ("Sijil Penyertaan", "Certificate of Participation"),
          "award": ("Sijil Anugerah", "Certificate of Award")}
LONG = "Muhammad Nur Aiman Hakimi Syafiq Danial bin Tengku Ahmad Shahrul Nizam Zulkarnain"[:80]
LONGEST = ("Sharifah Nur Aisyah Batrisyia Humaira Khadijah Salsabila Maisarah Qistina Damia Irdina binti Syed Muhammad "
           "Zulkarnain Hafizuddin Al-Haj Ibrahim Fakhruddin Abdul Rahman Mustaqim Jamalullail Baharudin Omar")[:200]


def squeezed(text: str) -> str:
    """Without spaces, as a line may be broken anywhere in a word."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_language_and_design_says_what_it_should(tmp_path: Path, kind: str, language: str,
                                                            design: str) -> None:
    given = {"kind": kind, "language": language, "design": design}
    assert problems(facts(**given)) == []
    path = written(tmp_path, **given)
    said = text_of(path)
    malay, english = TITLES[kind]
    assert (malay in said) == (language != "en")
    assert (english in said) == (language != "ms")
    for words in (NAME, "040931-14-0138", "HCIA-AI", "KL26-00388-H", "Ts. Farah Nadia binti Hassan"):
        assert words in said
    assert ("14 Julai 2026" in said) == (language != "en")
    assert ("19 daripada 20 sesi" in said) == (kind == "attendance" and language != "en")
    assert ("19 of 20 sessions" in said) == (kind == "attendance" and language != "ms")


@pytest.mark.parametrize("design", DESIGNS)
def test_other_programs_find_no_fault(tmp_path: Path, design: str) -> None:
    path = written(tmp_path, design=design)
    assert "No syntax or stream encoding errors found" in program("qpdf", "--check", path)
    embedded = program("pdffonts", path).splitlines()[2:]
    assert embedded
    for row in embedded:  # type, encoding, embedded, subset, unicode
        assert re.search(r"CID TrueType\s+Identity-H\s+yes yes yes", row), row
    shown = pypdfium2.PdfDocument(path)
    assert len(shown) == 1
    assert [round(side * 25.4 / 72) for side in shown[0].get_size()] == [297, 210]
    assert shown.get_metadata_dict()["Title"] == f"KL26-00388-H {NAME}"
    assert NAME in shown[0].get_textpage().get_text_range()


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("name", [
    "சுப்பிரமணியம் a/l கிருஷ்ணமூர்த்தி", "陈美玲 Tan Mei Ling", "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", "कृष्णा शर्मा", "José Nguyễn D'Cruz",
    "Łukasz Šimková", "Ngô Thị Ánh"])
def test_names_in_other_scripts_can_be_read_back(tmp_path: Path, design: str, name: str) -> None:
    assert problems(facts(design=design, name=name)) == []
    path = written(tmp_path, design=design, name=name)
    assert name in text_of(path)
    assert "errors found" in program("qpdf", "--check", path)


@pytest.mark.parametrize("design", DESIGNS)
def test_jawi_keeps_every_letter(tmp_path: Path, design: str) -> None:
    name = "أحمد فوزي بن عبدالله"
    said = text_of(written(tmp_path, design=design, name=name))
    letters = sorted(c for c in said if "\u0600" <= c <= "\u06ff")
    assert letters == sorted(name.replace(" ", ""))


def test_indic_letters_are_joined_and_not_set_one_by_one() -> None:
    tamil = fonts.face("tamil")
    assert len(tamil.shape("க்ஷ", "Taml")) == 1  # three characters, one shape
    assert [g[4] for g in fonts.face("arabic").shape("بن", "Arab", rtl=True)][-1] != "ن"  # from right to left


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("name", [
    LONG, LONGEST, "X" * 60, "Wolfeschlegelsteinhausenbergerdorff" * 3, "A",
    "இராமச்சந்திரன்" * 6, "陈" * 60])
def test_long_names_are_whole(tmp_path: Path, design: str, name: str) -> None:
    assert problems(facts(design=design, name=name, verify_text="")) == []
    path = written(tmp_path, design=design, name=name, verify_text="")
    assert squeezed(name) in squeezed(program("pdftotext", "-raw", path, "-"))


def test_a_name_of_more_than_200_letters_is_refused_with_a_sentence() -> None:
    assert len(LONGEST) == 200
    assert problems(facts(name=LONGEST)) == []
    assert problems(facts(name=LONGEST, titles=("Dr.",))) == ["Name: with its titles it has more than 200 letters."]
    assert problems(facts(name="  ")) == ["There is no name to print."]
    with pytest.raises(Invalid):
        draw(facts(name=LONGEST + "x"))


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("link", ["BIN", "binti", "A/L", "a/p", "ANAK", "@"])
def test_names_are_wrapped_before_the_link(tmp_path: Path, design: str, link: str) -> None:
    first, second = "Muhammad Nur Aiman Hakimi Syafiq Danial", f"{link} Tengku Ahmad Shahrul Nizam Zulkarnain"
    found = lines_of(written(tmp_path, design=design, name=f"{first} {second}"))
    assert first in found
    assert second in found


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("name", [
    "<b>Ali</b> & <font color=red>Abu", "<img src='/etc/passwd'/>", "</para><para>Ali", "(Ali) Tj ET\\",
    "&amp; &lt;Ali&gt;", "{name} %s %(x)s", "EI Q endstream", "'; DROP TABLE--"])
def test_markup_is_drawn_as_it_is_written(tmp_path: Path, design: str, name: str) -> None:
    assert problems(facts(design=design, name=name)) == []
    path = written(tmp_path, design=design, name=name)
    assert name in text_of(path)
    assert len(pypdfium2.PdfDocument(path)) == 1
    assert "errors found" in program("qpdf", "--check", path)


@pytest.mark.parametrize(("character", "shown"), [
    ("😀", "😀 (U+1F600)"), ("\x00", "U+0000"), ("\n", "U+000A"), ("\x1b", "U+001B"), ("\u202e", "U+202E"),
    ("\ud800", "U+D800"), ("\ue000", "U+E000"), ("ꙮ", "ꙮ (U+A66E)")])
def test_what_cannot_be_drawn_is_refused_by_name(character: str, shown: str) -> None:
    told = problems(facts(name=f"Ali{character}Abu"))
    assert told == [f"Name: the character {shown} cannot be printed. Correct the text, then try again."]
    with pytest.raises(Invalid) as refused:
        draw(facts(name=f"Ali{character}Abu"))
    assert list(refused.value.problems) == ["name"]


def test_other_fields_are_checked_too() -> None:
    assert "Course title" in problems(facts(course_title="AI 😀"))[0]
    assert "Venue" in problems(facts(venue="Bilik 😀"))[0]
    assert "three signatories" in problems(facts(signatories=facts().signatories * 2))[0]
    assert problems(facts(course_title="Kursus " * 200)) != []
    assert "QR code" in problems(facts(verify_text="x" * 3000))[0]
    no_picture = problems(facts(logo="bm90IGEgcGljdHVyZQ=="))
    assert no_picture == ["The picture cannot be read. It must be a PNG or JPEG file."]


@pytest.mark.parametrize("design", DESIGNS)
def test_drawing_again_gives_the_same_bytes(design: str) -> None:
    first = draw(facts(design=design))
    draw(facts(design=design, name="சுப்பிரமணியம் 陈美玲"))  # what was drawn between leaves no trace
    assert draw(Facts.from_json(facts(design=design).to_json())) == first
    assert draw(facts(design=design, name="Adriana Sofia binti Fauzy")) != first


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("payload", [
    facts().verify_text, "https://sijil.example.my/v/KL26-00388-H?c=ACDEF34679",
    qr_payload(number="KL26-00388-H", name=LONGEST, identity_last4="0138", course="陈 " * 40,
               issued_on=facts().issued_on, code="ACDEF34679")])
def test_the_qr_code_can_be_scanned(tmp_path: Path, design: str, payload: str) -> None:
    path = written(tmp_path, design=design, verify_text=payload)
    program("pdftoppm", "-r", "200", "-png", "-singlefile", path, path.with_suffix(""))
    with Image.open(path.with_suffix(".png")) as page:
        found = zxingcpp.read_barcodes(page)
    assert [code.text for code in found] == [payload]


def test_without_a_payload_there_is_no_qr_code(tmp_path: Path) -> None:
    path = written(tmp_path, verify_text="")
    program("pdftoppm", "-r", "200", "-png", "-singlefile", path, path.with_suffix(""))
    with Image.open(path.with_suffix(".png")) as page:
        assert zxingcpp.read_barcodes(page) == []


def test_a_combined_file_has_a_page_for_each_in_order(tmp_path: Path) -> None:
    many = [facts(number=f"KL26-{n:05}-H", name=f"Peserta Nombor {n}", design=DESIGNS[n % 2]) for n in range(30)]
    path = tmp_path / "all.pdf"
    seen: list[tuple[int, int]] = []
    draw_combined(many, path, lambda done, total, text: seen.append((done, total)))
    pages = program("pdftotext", "-layout", path, "-").split("\f")[:-1]
    assert len(pages) == 30
    for n, page in enumerate(pages):
        assert f"KL26-{n:05}-H" in page
        assert re.search(rf"Peserta Nombor {n}\b", page)
    assert seen[-1] == (30, 30)
    assert "errors found" in program("qpdf", "--check", path)
    assert path.stat().st_size < 2 * len(draw(many[0])) + 30 * 8000  # fonts and art stand there once


def test_nothing_is_written_when_one_cannot_be_printed(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "atomic_write", lambda path: pytest.fail("began to write"))
    with pytest.raises(Invalid, match=r"KL26-2: .*U\+1F600"):
        draw_combined([facts(), facts(number="KL26-2", name="Ali 😀")], tmp_path / "all.pdf")
    with pytest.raises(Invalid):
        draw_combined([], tmp_path / "all.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_cancelled_file_is_not_there(tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, total: int, text: str) -> None:
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        draw_combined([facts()] * 5, tmp_path / "all.pdf", stop)
    assert list(tmp_path.iterdir()) == []


def test_separate_files_have_safe_names_and_stay_in_the_folder(tmp_path: Path) -> None:
    names = ["Ali/Abu", "../../x", "CON", 'a<b>:"|?*\\c', "Tan Mei. ", "x" * 190, "陈美玲", "சுப்பிரமணியம்"]
    many = [facts(number=f"N{n}", name=name) for n, name in enumerate(names)]
    paths = write_separate(many, tmp_path / "out")
    assert sorted(paths) == sorted((tmp_path / "out").iterdir())
    assert len(set(paths)) == len(names)
    for path in paths:
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', path.name)
        assert len(path.name) <= 120
        assert not path.stem.endswith((" ", "."))
    assert file_name(facts()) == f"KL26-00388-H - {NAME}.pdf"


def test_no_certificate_overwrites_another(tmp_path: Path) -> None:
    same = [facts(number="A/1"), facts(number="A-1"), facts(number="a:1")]
    paths = write_separate(same, tmp_path)
    assert [path.name for path in paths] == [
        f"A-1 - {NAME}.pdf", f"A-1 - {NAME} (2).pdf", f"a-1 - {NAME} (3).pdf"]
    for given, path in zip(same, paths, strict=True):
        assert given.number in text_of(path)
    assert write_separate(same, tmp_path) == paths  # writing again replaces, and gathers no copies
    assert len(list(tmp_path.iterdir())) == 3
    long = write_separate([facts(number="A/1", name="x" * 199 + "a"), facts(number="A-1", name="x" * 199 + "b")],
                          tmp_path / "long")
    assert len(set(long)) == 2


def test_where_letters_cannot_be_shaped_a_sentence_says_so(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uharfbuzz", None)
    read = fonts.face
    read.cache_clear()
    try:
        with pytest.raises(Unavailable, match="another computer"):
            read("inter")
    finally:
        monkeypatch.undo()
        read.cache_clear()


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_as_many_signatories_as_there_are_have_a_block_of_their_own(design: str, count: int, tmp_path: Path) -> None:
    people = tuple(Signature(name=f"Penandatangan Nombor {n}", post_ms="Pengarah", post_en="Director")
                   for n in range(1, count + 1))
    text = " ".join(text_of(written(tmp_path, design=design, signatories=people)).split())
    assert [text.count(f"Penandatangan Nombor {n}") for n in (1, 2, 3)] == [1] * count + [0] * (3 - count)
