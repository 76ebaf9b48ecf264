"""The signed statement of a QR code: what goes in comes out, nothing can be changed, the symbol is small."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.errors import Invalid
from app.exchange.qr import Code, encode, side_needed
from app.trust.keys import kid_of, public_of, raw_public
from app.trust.statement import KINDS, SAMPLE_KID, Claims, from_digits, make, make_readable, read, sample, to_digits

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KID = kid_of(public_of(KEY))
KEYS = {KID: raw_public(public_of(KEY))}
ADDRESS = "https://semak.ilpkl.example/s"
CLAIMS = Claims(number="KL26-00388-H", name="Adriana Sofia binti Fauzi", course="HCIA-AI", kind="completion",
                issued_on=date(2026, 7, 14), starts=date(2026, 6, 15), ends=date(2026, 7, 10), status_index=77777,
                anchor="1234:" + "ab" * 8, centre="KL")


def picture(code: Code, cell: int = 4) -> Image.Image:
    plain = Image.frombytes("1", (code.side, code.side), code.rows).convert("L")
    paper = Image.new("L", (code.side + 8, code.side + 8), 255)
    paper.paste(plain, (4, 4))
    return paper.resize((paper.width * cell, paper.height * cell), Image.Resampling.NEAREST)


def scanned(text: str) -> str:
    code = encode(text)
    assert code is not None
    found = zxingcpp.read_barcodes(picture(code))
    return found[0].text if found else ""


def test_a_scanned_code_says_what_was_stated_and_who_signed() -> None:
    said = scanned(make(CLAIMS, KID, KEY.sign, ADDRESS))
    assert said.startswith(ADDRESS + "#")
    found = read(said, KEYS)
    assert (found.state, found.kid, found.claims) == ("good", KID, CLAIMS)
    assert read(scanned(make(CLAIMS, KID, KEY.sign)), KEYS).claims == CLAIMS  # without an address


def test_every_changed_digit_is_found_out() -> None:
    text = make(CLAIMS, KID, KEY.sign, ADDRESS)
    first = text.index("#") + 1
    for at in range(first, len(text)):
        other = text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1:]
        try:
            assert read(other, KEYS).state in ("forged", "unknown_key", "sample"), at
        except Invalid:
            pass
    for cut in (text[:-1], text + "0", text[:first] + text[first + 1:]):
        try:
            assert read(cut, KEYS).state != "good"
        except Invalid:
            pass


@given(st.builds(Claims, number=st.text(max_size=20), name=st.text(max_size=200), course=st.text(max_size=120),
                 kind=st.sampled_from(KINDS), issued_on=st.dates(date(2000, 1, 1), date(2170, 1, 1)),
                 expires_on=st.none() | st.dates(date(2000, 1, 1), date(2170, 1, 1)),
                 edition=st.integers(1, 255), status_index=st.none() | st.integers(0, 131_071)))
def test_any_text_survives(claims: Claims) -> None:
    import unicodedata

    try:
        text = make(claims, KID, KEY.sign, ADDRESS)
    except UnicodeEncodeError:
        return  # half of a pair: no name has one
    found = read(text, KEYS)
    assert found.state == "good"
    assert found.claims == replace(claims, anchor="0:" + "00" * 8, **{
        key: unicodedata.normalize("NFC", getattr(claims, key)) for key in ("number", "name", "course")})


@given(st.text(max_size=400) | st.text("0123456789", min_size=150, max_size=900).map(lambda t: "x#" + t))
def test_whatever_is_scanned_is_answered_with_a_sentence(text: str) -> None:
    try:
        assert read(text, KEYS).state != "good"
    except Invalid as problem:
        assert str(problem)


def test_another_key_a_sample_and_a_later_format_are_told_apart() -> None:
    stranger = Ed25519PrivateKey.generate()
    theirs = kid_of(public_of(stranger))
    assert read(make(CLAIMS, theirs, stranger.sign, ADDRESS), KEYS).state == "unknown_key"
    assert read(make(CLAIMS, KID, stranger.sign, ADDRESS), KEYS).state == "forged"
    assert read(sample(CLAIMS, ADDRESS), KEYS).state == "sample"
    assert read(sample(CLAIMS), {SAMPLE_KID: KEYS[KID]}).state == "sample"
    text = make(CLAIMS, KID, KEY.sign)
    later = b"\x03" + from_digits(text.removeprefix("SIJIL:"))[1:]
    with pytest.raises(Invalid, match="later version"):
        read("SIJIL:" + to_digits(later), KEYS)


def test_the_symbol_can_be_read_at_30_mm_for_names_and_courses_of_sixty_letters() -> None:
    long = replace(CLAIMS, name="N" * 60, course="C" * 60)
    assert side_needed(make(CLAIMS, KID, KEY.sign, ADDRESS)) <= 25
    assert side_needed(make(long, KID, KEY.sign, ADDRESS)) <= 30


def test_a_course_that_would_make_the_code_too_fine_is_shortened_and_says_so() -> None:
    long = replace(CLAIMS, name="N" * 80, course="Kursus " * 20)
    text = make_readable(long, KID, KEY.sign, ADDRESS, lambda t: side_needed(t) <= 30)
    claims = read(text, KEYS).claims
    assert side_needed(text) <= 30
    assert claims.shortened and claims.course.endswith("…") and long.course.startswith(claims.course[:-1])
    assert claims.name == long.name


@pytest.mark.parametrize("script", ["பவித்ரா வினோத்", "محمد بن عبدالله", "陈伟明", "Nguyễn Thị Minh Châu"])
def test_names_in_other_scripts_take_two_bytes_a_letter_at_most(script: str) -> None:
    plain = len(make(replace(CLAIMS, name=""), KID, KEY.sign))
    longer = len(make(replace(CLAIMS, name=script * 5), KID, KEY.sign))
    assert longer - plain <= 2.41 * (2 * len(script) * 5 + 2)
    assert read(scanned(make(replace(CLAIMS, name=script), KID, KEY.sign)), KEYS).claims.name


@pytest.mark.parametrize("length", [*range(14), 40, 77, 150, 223, 360, 501, 700])
def test_codes_of_any_length_are_read_by_another_program(length: int) -> None:
    for text in ("https://x.example/#" + "0123456789" * 70, "Ünïcødé " * 60):
        wanted = text[:19 + length]
        assert scanned(wanted) == wanted


def test_digits_in_a_segment_of_their_own_make_a_smaller_code_than_one_segment() -> None:
    import segno

    text = make(CLAIMS, KID, KEY.sign, ADDRESS)
    code = encode(text)
    assert code is not None
    whole = segno.make(text, error="m", boost_error=False, micro=False)
    assert (code.side, len(whole.matrix)) == (53, 77)


FIRST_FORMAT = (
    "443593192354991280148438835094075431646206271542166487663893853580827873599037829071566062"
    "483622173089494679736458462352332449217840789683276509779785416414434843547352902368274064"
    "403691782028334886526338257685454182282701984898379370971816348504174461522276887028054800"
    "313084841552423786880502439062359892816137915708864734913961736055543945875695143149590401"
    "1269")
"""As codes were before names of one script were packed."""
TAMIL = "கார்த்திகேயன் " * 11


def test_a_tamil_name_takes_a_byte_a_letter() -> None:
    name = TAMIL[:150].strip()
    latin = make(replace(CLAIMS, name="N" * len(name)), KID, KEY.sign, ADDRESS)
    text = make(replace(CLAIMS, name=name), KID, KEY.sign, ADDRESS)
    assert read(text, KEYS).claims.name == name
    assert len(from_digits(text.rpartition("#")[2])) == len(from_digits(latin.rpartition("#")[2])) + 2


def test_a_code_of_the_first_format_is_still_read() -> None:
    text = "SIJIL:" + FIRST_FORMAT
    assert read(text, KEYS).claims == replace(CLAIMS, name="நித்யா a/p முருகன்") and read(text, KEYS).state == "good"
