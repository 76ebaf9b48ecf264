"""A list on paper, read back by another program: every name whole, the head on each page, pages counted."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from app.exchange.columns import Column
from app.exchange.list_paper import list_pdf
from app.i18n import use_language
from app.job import Cancelled

LONG = "MUHAMMAD AMIRUL HAKIM BIN ABDUL RAHMAN @ MOHD YUSOF AL-HAJ DATO' SERI PADUKA"
COLUMNS = (Column("no", lambda: "No.", lambda r: r[0], width=5, kind="number"),
           Column("name", lambda: "Name", lambda r: r[1], width=24),
           Column("note", lambda: "Note", lambda r: r[2], width=12))


def texts(data: bytes) -> list[str]:
    """The text of each page, white space made single."""
    document = pypdfium2.PdfDocument(data)
    found = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return found


def test_names_are_wrapped_and_never_cut() -> None:
    page = texts(list_pdf("Roster", ["24 on the roll"], COLUMNS, [(1, LONG, "A" * 60), (2, "陈伟玲 முத்துசாமி", None)],
                          centre="ILP Kuala Lumpur", printed="Printed by Aminah"))[0]
    assert LONG in page
    assert "A" * 60 in page.replace(" ", "")
    assert "陈伟玲" in page and "முத்துசாமி" in page
    for words in ("Roster", "24 on the roll", "ILP Kuala Lumpur", "Printed by Aminah", "Page 1 of 1"):
        assert words in page


def test_the_head_is_on_every_page_and_no_row_is_lost() -> None:
    data = list_pdf("Trainees", [], COLUMNS, [(n, f"PERSON {n:04}", "") for n in range(1, 201)])
    pages = texts(data)
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert "No. Name Note" in page
        assert f"Page {number} of {len(pages)}" in page
        assert "Trainees" in page
    whole = " ".join(pages)
    assert all(f"PERSON {n:04}" in whole for n in range(1, 201))


def test_the_file_says_its_title_language_and_size() -> None:
    use_language("ms")
    try:
        data = list_pdf("Senarai pelatih", [], COLUMNS, [(1, "ALI", "")])
    finally:
        use_language("en")
    with pikepdf.open(io.BytesIO(data)) as found:
        assert str(found.docinfo["/Title"]) == "Senarai pelatih"
        assert str(found.Root["/Lang"]) == "ms"
        box = [float(n) for n in found.pages[0].MediaBox]
    assert box[2] == pytest.approx(297 * 72 / 25.4, abs=0.1)
    assert box[3] == pytest.approx(210 * 72 / 25.4, abs=0.1)


def test_what_no_font_draws_is_shown_and_said() -> None:
    page = texts(list_pdf("List", [], COLUMNS, [(1, "ALI \U0001F600\u200e BIN ABU", "")]))[0]
    assert "ALI ? BIN ABU" in page
    assert "no font can draw" in page


def test_an_empty_list_says_so_and_many_columns_fit() -> None:
    assert "nothing in this list" in texts(list_pdf("List", [], COLUMNS, []))[0]
    many = [Column(f"c{n}", lambda n=n: f"Head {n}", lambda r, n=n: f"value {n}", width=30) for n in range(14)]
    page = texts(list_pdf("List", [], many, [1]))[0]
    assert all(f"value {n}" in page for n in range(14))


def test_a_row_longer_than_a_page_goes_on_overleaf() -> None:
    words = " ".join(f"word{n}" for n in range(900))
    pages = texts(list_pdf("List", [], COLUMNS, [(1, "ALI", words)]))
    assert len(pages) > 1
    assert all(f"word{n}" in " ".join(pages) for n in (0, 450, 899))


def test_cancel_stops_it() -> None:
    def stop(done: int, total: int, text: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        list_pdf("List", [], COLUMNS, [(n, "ALI", "") for n in range(60)], stop)
