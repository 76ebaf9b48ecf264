"""Sample lists against what a careful clerk makes of them, row by row."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.errors import Invalid
from app.exchange.tables import read_book
from app.exchange.tables.header import find_heading
from app.trainees.intake.classify import classify
from app.trainees.intake.columns import field_of, guess

INPUTS = Path(__file__).resolve().parents[2] / "inputs"
TODAY = date(2027, 1, 15)
FREE = {"address_1", "education_level", "organisation", "position", "notes", "ethnicity", "category", "city"}


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if name == "full_name":
        text = unicodedata.normalize("NFC", str(value)).translate(dict.fromkeys(map(ord, "\u2019\u2018\u02bc`"), "'"))
        return " ".join(text.split()).casefold().rstrip(".")
    return " ".join(str(value).split()).casefold() if name in FREE else value


def differences(path: Path) -> list[str]:
    truth = json.loads(Path(f"{path}.truth.json").read_text("utf-8"))
    book = read_book(path)
    table = next(t for t in book.sheets if t.sheet == truth["sheet"])
    heading = find_heading(table, field_of)
    assert heading is not None
    assert heading.rows[-1] == truth["header_row"]
    mapping = guess(table, heading)
    rows = {r.row: r for r in classify(table, heading, mapping, TODAY)}
    wrong = []
    for want in truth["rows"]:
        got = rows.pop(want["row"], None)
        if got is None:
            wrong.append(f"{want['row']}: missing")
            continue
        if want.get("existing_person"):
            continue  # needs the database
        if got.cls not in want.get("class_any", [want["class"]]):
            wrong.append(f"{want['row']}: {got.cls} for {want['class']}: {got.why}")
        for name, value in want["fields"].items():
            if _plain(name, got.fields.get(name)) != _plain(name, value):
                wrong.append(f"{want['row']}: {name} {got.fields.get(name)!r} for {value!r}")
        for name, values in want.get("fields_any", {}).items():
            if got.cls in ("ask", "reject") and got.fields.get(name) is None:
                continue
            if _plain(name, got.fields.get(name)) not in [None if v is None else _plain(name, v) for v in values]:
                wrong.append(f"{want['row']}: {name} {got.fields.get(name)!r} for one of {values!r}")
        wanted = {*want["fields"], *want.get("fields_any", {})}
        if "id_number" not in wanted and got.fields.get("id_number"):
            wrong.append(f"{want['row']}: id_number {got.fields['id_number']!r} is not settled")
    return wrong + [f"{n}: not in the list" for n in rows]


FILES = [p for p in sorted([*INPUTS.glob("*"), *INPUTS.glob("hostile/*")]) if Path(f"{p}.truth.json").exists()
         and re.match(r"intake|registration|all-40|bidi|control|formula|huge|long|markup", p.name)]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_rows_as_a_clerk_reads_them(path: Path) -> None:
    assert differences(path) == []


@pytest.mark.parametrize("name", ["empty.csv", "empty.xlsx", "jpeg-renamed.xlsx", "password-protected.xlsx",
                                  "truncated.xlsx",
                                  "xxe.xlsx", "zip-bomb.xlsx"])
def test_hostile_files_are_refused_with_their_sentence(name: str) -> None:
    truth = json.loads((INPUTS / "hostile" / f"{name}.truth.json").read_text("utf-8"))
    with pytest.raises(Invalid) as refused:
        read_book(INPUTS / "hostile" / name)
    assert str(refused.value) == truth["expect"]["says"]
