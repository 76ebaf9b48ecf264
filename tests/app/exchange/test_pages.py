"""Pages of a PDF: their size, pictures, which are wanted; and the sheet to test a printer."""

from __future__ import annotations

import pypdfium2
import pytest

from app.exchange.pages import Pages, chosen_pages, pages_text
from app.exchange.pages import test_sheet as make_test_sheet


def test_pages_are_chosen_by_numbers_ranges_and_open_ends() -> None:
    assert chosen_pages("", 3) == [0, 1, 2]
    assert chosen_pages("1-3, 7", 9) == [0, 1, 2, 6]
    assert chosen_pages("57-", 60) == [56, 57, 58, 59]
    assert chosen_pages("-2; 2–3", 9) == [0, 1, 2]
    assert chosen_pages(" 5 ", 9) == [4]


@pytest.mark.parametrize("text", ["a", "3-1", "0", "-", ",", "1-99", "12", "1 2"])
def test_what_is_no_page_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="page"):
        chosen_pages(text, 9)


def test_pages_are_written_short() -> None:
    assert pages_text([0, 1, 2, 6]) == "1-3, 7"
    assert pages_text([]) == ""
    assert chosen_pages(pages_text([4, 5, 8]), 20) == [4, 5, 8]


def test_the_test_sheet_has_its_size_and_words() -> None:
    pages = Pages(make_test_sheet(297, 210, "Pejabat"))
    assert pages.sizes[0] == pytest.approx((297, 210), abs=0.2)
    picture = pages.picture(0, 594)
    assert picture.width == 594 and picture.height in (420, 421)
    cross = picture.data[40 * picture.stride + 40 * 4]  # 20 mm from the left and the top
    assert cross < 200
    document = pypdfium2.PdfDocument(pages.data)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "Test sheet" in text and "Pejabat" in text
    pages.close()


def test_bands_are_the_picture_and_overlap() -> None:
    pages = Pages(make_test_sheet(297, 210))
    whole = pages.picture(0, 700)
    rows = 0
    for top, band in pages.bands(0, 700, rows=100):
        at = top * whole.stride
        assert band.stride == whole.stride and band.width == 700
        assert whole.data[at:at + len(band.data)] == band.data
        assert top <= rows  # begins before the last one ended
        rows = top + band.height
    assert rows == whole.height
    pages.close()
