"""Numbers and codes: patterns, check letters that find slips, codes that fit one set of facts only."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.certificates import codes, numbering
from app.certificates.numbering import check_letter, number_text


def test_the_default_pattern() -> None:
    text = number_text(numbering.DEFAULT_PATTERN, "KL", 2026, 388)
    assert text[:-1] == "KL26-00388-"
    assert text[-1] == check_letter("KL26-00388-")
    assert number_text("{centre}/HW/{yyyy}/{number:06}", "ILPKL", 2025, 123) == "ILPKL/HW/2025/000123"


def test_letters_have_no_look_alikes() -> None:
    assert not set("BGIOQSZ") & set(numbering.LETTERS)
    assert not set("B8GI1O0QS5Z2") & set(codes.ALPHABET)
    assert len(set(numbering.LETTERS)) == 19


@given(st.integers(1, 99999), st.integers(0, 4), st.integers(0, 9))
def test_one_wrong_digit_is_found(number: int, place: int, digit: int) -> None:
    text = f"KL26-{number:05}-"
    wrong = text[:5 + place] + str(digit) + text[6 + place:]
    assert wrong == text or check_letter(wrong) != check_letter(text)


@given(st.integers(1, 99999), st.integers(0, 3))
def test_two_digits_that_changed_places_are_found(number: int, place: int) -> None:
    text = f"KL26-{number:05}-"
    at = 5 + place
    wrong = text[:at] + text[at + 1] + text[at] + text[at + 2:]
    assert wrong == text or check_letter(wrong) != check_letter(text)


def test_a_code_fits_its_facts_only() -> None:
    key = bytes(range(32))
    code = codes.make_code(key, "facts")
    assert len(code) == codes.LENGTH
    assert codes.fits(key, code, "facts")
    assert not codes.fits(key, code, "other facts")
    assert not codes.fits(bytes(32), code, "facts")
    assert not codes.fits(key, code[:-1], "facts")
    assert len({codes.make_code(key, "facts") for _n in range(50)}) == 50
