"""What holds for every identity, name, phone, date and mark, and for whatever else stands in a cell."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from app.errors import Invalid
from app.exchange.tables import CellError, NoValue
from app.programmes.queries import ComponentRow
from app.results.bring_cells import judge
from app.results.bring_columns import BringColumn
from app.results.reading import read as read_result
from app.trainees import contact, identity, names
from app.trainees.intake.cells import read_row
from app.trainees.intake.columns import FIELDS

TODAY = date(2027, 1, 15)
BORN = st.dates(date(1928, 1, 1), date(2011, 12, 31))
SEPARATORS = st.sampled_from(["", "-", " ", "\u00a0", "\u2013", "\u2212", "."])
LABELS = st.sampled_from(["", "IC: ", "No. KP: ", "'", "KP ", "  "])
CELLS = st.one_of(st.none(), st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.dates(),
                  st.datetimes(), st.times(), st.just(CellError("#REF!")), st.just(NoValue()),
                  st.sampled_from(["-", "tiada", "#N/A", "9.00101E+11", "900230-14-5567", "O00101140122", "=1+1",
                                   "\x00", "a" * 300, "900101-14-5567 / A1234567", "1/2/90", "31/04/2025", "+60", "@"]))


@given(BORN, st.sampled_from(sorted(identity.PLACES)), st.integers(0, 9999), SEPARATORS, LABELS, st.booleans())
@example(date(2004, 2, 29), "10", 128, "-", "", False)
def test_a_card_number_in_any_writing_is_that_number(born: date, place: str, serial: int, separator: str, label: str,
                                                     wide: bool) -> None:
    number = f"{born:%y%m%d}{place}{serial:04}"
    text = label + separator.join((number[:6], number[6:8], number[8:])) + "\u00a0"
    if wide:
        text = text.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})
    assert identity.normalise("MYKAD", text) == number
    assert identity.normalise("MYKAD", identity.show("MYKAD", number)) == number
    found = identity.read_nric(text, TODAY)
    assert (found.number, found.gender) == (number, "L" if serial % 2 else "P")
    assert (found.birth_date.month, found.birth_date.day) == (born.month, born.day) and found.birth_date <= TODAY
    row = read_row({"full_name": "ALI BIN ABU", "id_number": text}, TODAY)
    assert row.fields["id_number"] == number and row.cls in ("ok", "suggest")


@given(BORN, st.integers(0, 9999))
def test_a_number_cell_never_silently_gets_digits(born: date, serial: int) -> None:
    number = f"{born:%y%m%d}14{serial:04}"
    for value in (int(number), float(int(number))):
        row = read_row({"full_name": "ALI BIN ABU", "id_number": value}, TODAY)
        if number.startswith("0"):
            assert row.cls != "ok"
            assert row.fields.get("id_number", number) == number  # what is proposed is the number it was
        else:
            assert row.fields["id_number"] == number
    short = number[:5] + number[6:]
    text = read_row({"full_name": "ALI BIN ABU", "id_number": short}, TODAY)
    assert text.cls in ("ask", "reject") and "id_number" not in text.fields


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_a_sentence(text: str) -> None:
    try:
        found = identity.read_nric(text, TODAY)
        assert re.fullmatch("[0-9]{12}", found.number) and found.birth_date <= TODAY
    except Invalid as refused:
        assert str(refused)
    for type_ in identity.TYPES:
        number = identity.normalise(type_, text)
        assert identity.normalise(type_, number) == number
        if not identity.problems(type_, number, today=TODAY):
            shown = identity.show(type_, number)
            assert identity.normalise(type_, shown) == number
            if type_ in identity.NRIC_TYPES:
                assert number not in identity.mask(number)


@given(st.text(max_size=60))
@example("Dato' Ir. Hj. Kamarul Ariffin bin Haji Osman")
@example("e\u0301 \u200bALI\u202e\n")
def test_a_name_is_clean_and_stays_what_it_is(text: str) -> None:
    name = names.clean(text)
    assert names.clean(name) == name == unicodedata.normalize("NFC", name)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in name) and "  " not in name
    titles, rest = names.split_titles(name)
    assert names.split_titles(rest)[0] == [] or not rest
    assert sorted("".join([*titles, rest]).replace(" ", "")) == sorted(name.replace(" ", "")) or not name
    key = names.match_key(name)
    assert key == names.match_key(name.swapcase().swapcase()) == names.match_key(f"  {name} ")
    assert len(names.certificate_case(name)) >= 0


AREAS = ("010", "012", "013", "016", "017", "018", "019", "011", "015", "03", "04", "07", "082", "088")


@given(st.sampled_from(AREAS), st.integers(0, 99_999_999), st.sampled_from(["", "-", " ", ".", " - "]),
       st.sampled_from(["0", "+60", "60", "0060"]))
def test_a_malaysian_phone_in_any_writing_is_that_phone(area: str, digits: int, separator: str, start: str) -> None:
    home = area + f"{digits:08}"[: (8 if area in ("011", "015", "03") else 7 if len(area) == 2 or area < "02" else 6)]
    assert contact.malaysian(home), home
    stored = "+60" + home[1:]
    split = len(area) - 1
    text = f"{start}{home[1:][:split]}{separator}{home[1:][split:]}"
    assert contact.read_phone(text).number == stored
    assert contact.read_phone(contact.show_phone(stored)) == contact.Phone(stored)
    if area.startswith("01"):  # as a number cell has it
        found = contact.read_phone(home[1:])
        assert (found.number, found.restored) == (stored, True)


@given(st.text(max_size=40))
def test_any_text_is_a_phone_or_none(text: str) -> None:
    for part in contact.split_phones(text):
        found = contact.read_phone(part)
        assert found.number == "" or re.fullmatch(r"\+[0-9]{8,15}", found.number)
        if found.number.startswith("+60"):
            assert contact.read_phone(contact.show_phone(found.number)).number == found.number


@given(BORN, st.sampled_from(["{d}/{m}/{y}", "{d:02}-{m:02}-{y}", "{d}.{m}.{y}", "{d} {ms} {y}", "{d}hb {ms} {y}",
                              "{d} {en} {y}", "{y}-{m:02}-{d:02}"]), st.booleans())
def test_a_birth_date_in_any_writing_is_that_day(born: date, form: str, cell: bool) -> None:
    months = ("Januari Februari Mac April Mei Jun Julai Ogos September Oktober November Disember".split(),
              "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
    text: Any = form.format(d=born.day, m=born.month, y=born.year, ms=months[0][born.month - 1],
                            en=months[1][born.month - 1])
    value = datetime.combine(born, time()) if cell else text
    row = read_row({"full_name": "ALI BIN ABU", "birth_date": value}, TODAY, has_id=False)
    assert row.fields.get("birth_date") == born or row.cls == "ask"  # a child is asked about
    first = read_row({"full_name": "ALI", "birth_date": f"{born.month}/{born.day}/{born.year}"}, TODAY, has_id=False,
                     month_first=frozenset({"birth_date"}))
    assert first.fields.get("birth_date") == born or first.cls == "ask"


@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), CELLS, max_size=12),
       st.frozensets(st.sampled_from(sorted(FIELDS)), max_size=3), st.sampled_from(["", "So on the card"]),
       st.booleans())
def test_any_row_is_read_and_says_what_is_wrong(values: dict[str, Any], settled: frozenset[str], override: str,
                                                has_id: bool) -> None:
    row = read_row(values, TODAY, settled, override, has_id)
    assert all(issue.what and issue.field in (*FIELDS, "*") for issue in row.issues)
    assert row.issues or row.fields.get("full_name")
    for name, value in row.fields.items():
        if name.startswith("phone"):
            assert re.fullmatch(r"\+[0-9]{8,15}", value)
        if isinstance(value, str):
            assert not any(unicodedata.category(c) == "Cs" or (unicodedata.category(c) == "Cc" and c != "\n")
                           for c in value), (name, value)
    if row.cls == "ok" and row.fields.get("id_type") in identity.NRIC_TYPES:
        assert re.fullmatch("[0-9]{12}", row.fields["id_number"])


SCALES = {scale: ComponentRow(1, 1, 1, "Q", "Quiz", "", "exam", scale, Decimal(100), Decimal(100), Decimal(50), False,
                              3, "best") for scale in ("mark", "competency", "pass")}


@given(st.decimals(0, 100, places=2, allow_nan=False), st.sampled_from(["{}", "{} ", "{}/100", "{}%"]), st.booleans())
def test_a_mark_in_any_writing_is_that_mark(mark: Decimal, form: str, comma: bool) -> None:
    text = form.format(f"{mark:f}".replace(".", ",") if comma else f"{mark:f}")
    found = judge(text, BringColumn(0, "Quiz", "mark", SCALES["mark"]))
    assert found.cls != "ok" or found.mark == mark
    assert found.cls == "ok" or (found.what and not (form == "{}" and not comma))


@given(CELLS, st.sampled_from(sorted(SCALES)))
def test_any_cell_is_a_mark_or_a_sentence_and_absent_is_not_zero(value: Any, scale: str) -> None:
    component = SCALES[scale]
    found = judge(value, BringColumn(0, "Quiz", "mark", component))
    assert found.cls in ("ok", "blank", "ask", "reject") and (found.cls in ("ok", "blank") or found.what)
    if found.mark is not None:
        assert Decimal(0) <= found.mark <= component.max_mark and found.state != "absent"
    for word in ("TH", "th", " TH "):
        absent = judge(word, BringColumn(0, "Quiz", "mark", component))
        assert (absent.cls, absent.state, absent.mark) == ("ok", "absent", None)
    if isinstance(value, str):
        typed = read_result(value, component)
        assert typed.problem or typed.state in ("", "sat", "absent", "exempt", *("deferred", "withheld", "excused"))
