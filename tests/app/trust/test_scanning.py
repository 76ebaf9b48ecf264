"""The QR code of a certificate at 30 mm, as phones and scanners see it, read by two programs that are not ours."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import segno
import zxingcpp
from PIL import Image, ImageFilter
from segno import consts

from app.exchange.qr import MASK, QUIET, encode
from app.trust.example import COURSE, NAME, example
from app.trust.statement import make
from tests.app.trust.test_statement import ADDRESS, CLAIMS, KEY, KID, picture

LONGEST = make(replace(CLAIMS, name=NAME, course=COURSE), KID, KEY.sign, ADDRESS)
TEXTS = {"usual": make(CLAIMS, KID, KEY.sign, ADDRESS), "longest": LONGEST}


def scan(text: str, dpi: int, *, angle: float = 0, blur: float = 0) -> Image.Image:
    """A page with the code at 30 mm, quiet zone included, as a scanner sees it: cells fall between its dots."""
    code = encode(text)
    assert code is not None
    side = round(30 / 25.4 * dpi)
    paper = Image.new("L", (2 * side, 2 * side), 255)
    paper.paste(picture(code, 16).resize((side, side), Image.Resampling.BOX), (side // 2, side // 2))
    paper = paper.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    return paper.filter(ImageFilter.GaussianBlur(blur)) if blur else paper


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("dpi", [200, 300])
@pytest.mark.parametrize("angle", [0, 4, 180])
def test_read_at_30_mm_however_it_lies(text: str, dpi: int, angle: float) -> None:
    found = zxingcpp.read_barcodes(scan(text, dpi, angle=angle, blur=0.5))
    assert [f.text for f in found] == [text]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_read_by_zbar_at_300_dpi(text: str, tmp_path: Path) -> None:
    scan(text, 300).save(tmp_path / "scan.png")
    said = subprocess.run(["zbarimg", "-q", "--raw", str(tmp_path / "scan.png")], capture_output=True, text=True,
                          timeout=60, check=False)
    assert said.stdout.strip() == text


def test_read_with_a_stain_on_it() -> None:
    page = scan(LONGEST, 300)
    side = page.width // 2
    page.paste(255, (side - 22, side - 22, side + 22, side + 22))  # 2 % of the code
    assert [f.text for f in zxingcpp.read_barcodes(page)] == [LONGEST]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_segno_draws_the_same_cells_of_the_same_segments(text: str) -> None:
    code = encode(text)
    assert code is not None
    at = text.index("#") + 1
    theirs = segno.make([(text[:at], consts.MODE_BYTE), (text[at:], consts.MODE_NUMERIC)], error="m", mask=MASK,
                        boost_error=False, micro=False, encoding="utf-8")
    row = (code.side + 7) // 8
    ours = [[not code.rows[y * row + x // 8] >> (7 - x % 8) & 1 for x in range(code.side)] for y in range(code.side)]
    assert ours == [[bool(cell) for cell in line] for line in theirs.matrix]


def test_the_example_in_the_settings_is_no_smaller_than_a_real_one() -> None:
    assert (len(NAME), len(COURSE), QUIET) == (60, 60, 4)
    found = example(ADDRESS, "KL")
    assert found.fits and found.side >= (len_side(LONGEST) + 2 * QUIET) * 0.4 - 0.001
    assert not example("https://" + "a" * 120, "KL").fits


def len_side(text: str) -> int:
    code = encode(text)
    assert code is not None
    return code.side
