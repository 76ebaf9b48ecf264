"""Tables, headings and types at random through the matching of every kind of list: only declared refusals come out."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.attendance.session_list import SESSIONS
from app.cohorts.draft import Draft
from app.cohorts.intake import write_problems
from app.cohorts.known import Known
from app.errors import SijilError
from app.exchange.tables import Book, CellError, NoValue, Table, read_pasted
from app.lists.draft import ListDraft
from app.lists.report import write_left
from app.trainees.intake.columns import FIELDS

TODAY = date(2026, 7, 14)
HEADS = st.one_of(st.sampled_from([
    "Nama", "Nama Penuh", "No. KP", "No. KP", "Telefon", "Tel", "E-mel", "Bil", "Tarikh Lahir", "Tarikh", "Mula",
    "Tamat", "Topik", "Nama Waris", "No. KP Waris", "Nama Bapa", "Nama Sendiri", "Majikan",
    "Why not imported", "Jantina", "L/P",
    "JUMLAH", "Passport", "Negeri", "No. Pelatih", "Catatan", "", "Status", "Start Time"]), st.text(max_size=12))
CELLS = st.one_of(st.none(), st.sampled_from([
    "ALI BIN ABU", "SITI BINTI OMAR", "900101-14-5567", "900101145567", "A1234567", "012-345 6789", "1/2/90",
    "12/31/1990", "31/12/1990", "x", "-", "JUMLAH 24", "Disediakan oleh:", "T26-00001", "0830", "8.30 pagi",
    "=1+1", "\x00", "#N/A"]),
    st.integers(-10, 10**13), st.floats(), st.booleans(), st.dates(date(1900, 1, 1)), st.times(),
    st.datetimes(), st.just(CellError("#REF!")), st.just(NoValue()), st.text(max_size=10))
ROW = st.lists(CELLS, max_size=7)
TABLES = st.builds(
    lambda above, heads, second, rows, hidden, columns, merged: Table(
        rows=[*above, heads, *second, *rows], sheet="S", hidden_rows=frozenset(hidden),
        hidden_columns=frozenset(columns), merged=tuple(merged)),
    st.lists(ROW, max_size=2), st.lists(HEADS, min_size=1, max_size=7),
    st.lists(st.lists(HEADS, max_size=7), max_size=1), st.lists(ROW, max_size=6),
    st.frozensets(st.integers(1, 8), max_size=2), st.frozensets(st.integers(0, 6), max_size=2),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 3), st.integers(0, 6)).filter(
        lambda m: m[2] >= m[0] and m[3] >= m[1]), max_size=2))
DOING = ("assign", "use", "fix", "order", "translate", "accept", "answer", "keep", "out", "in", "mode", "another",
         "apply")
ACTS = st.lists(st.tuples(st.sampled_from(DOING), st.integers(0, 8),
                          st.sampled_from([*sorted(FIELDS), "", "day", "no such"]), CELLS), max_size=8)


def book(table: Table) -> Book:
    return Book(Path("list.xlsx"), "xlsx", (table,))


def act(draft: Any, what: str, n: int, name: str, value: Any) -> None:
    """One thing that a person may do, with whatever words."""
    rows = [r.row for r in draft.rows]
    text = "" if value is None else str(value)
    if what == "assign":
        if n in {c.index for c in draft.columns} and (name in draft.kind.by_key or name == ""):
            draft.assign(n, name or None)
    elif what == "use":
        draft.use(0, n)
    elif what == "fix":
        draft.fix(name, text)
    elif what == "apply":
        draft.apply({"columns": {text: name}, "fixed": {name: text}})
    elif what == "order":
        for column in draft.columns:
            if column.field and draft.kind.by_key[column.field].is_date:
                draft.say_order(column.index, "month" if n % 2 else "day")
    elif what == "translate":
        draft.translate(name, text, "x")
    elif what == "mode":
        draft.mode = ("add", "update", "both")[n % 3]
    elif draft.reviewed and rows:
        row = rows[n % len(rows)]
        if what == "accept":
            draft.accept_all()
        elif what == "answer" and name in draft.kind.by_key:
            draft.answer(row, name, text)
        elif what == "keep":
            draft.keep(row, name)
        elif what in ("out", "in"):
            (draft.leave_out if what == "out" else draft.take_in)(row)
        elif what == "another" and isinstance(draft, Draft):
            draft.another_person(row)


def live(draft: Any, acts: list[tuple[str, int, str, Any]], path: Path) -> None:
    """Match, review, act, review again and write what is left; refusals are sentences."""
    reviewed = False
    for one in [("review", 0, "", None), *acts, ("review", 0, "", None)]:
        try:
            if one[0] == "review":
                draft.review((lambda _query: [Known()]) if isinstance(draft, Draft) else None)
                reviewed = True
            else:
                act(draft, *one)
        except SijilError as refused:
            assert str(refused)
        assert all(c.field is None or c.field == "" or c.field in draft.kind.by_key for c in draft.columns)
        assert len(draft.layout) == 64 and isinstance(draft.missing(), str) and draft.notes is not None
    if not reviewed or not draft.reviewed:
        return
    counts, effect = draft.counts(), draft.effect()
    assert counts["problems"] + counts["ready"] + counts["left"] == len(draft.rows)
    assert effect.new + effect.change + effect.same <= len(draft.rows)
    assert all(r.sentence for r in draft.rows_of("problems"))
    assert len(draft.ready()) <= counts["ready"]
    draft.apply(draft.matches())
    if isinstance(draft, Draft):
        write_problems(draft, draft.rows_of("problems"), path)
    else:
        write_left(draft, path)


@given(TABLES, ACTS)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_lists_of_people(tmp_path: Path, table: Table, acts: list[Any]) -> None:
    live(Draft(Path("list.xlsx"), book(table), "0" * 64), acts, tmp_path / "left.xlsx")


@given(TABLES, ACTS)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_lists_of_sessions(tmp_path: Path, table: Table, acts: list[Any]) -> None:
    live(ListDraft(SESSIONS, Path("list.xlsx"), book(table), "0" * 64, TODAY), acts,
         tmp_path / "left.xlsx")


@given(st.text(max_size=200))
def test_any_text_that_was_pasted(text: str) -> None:
    try:
        found = read_pasted(text, "Pasted")
        draft = Draft(found.path, found, "0" * 64)
        draft.review(lambda _query: [Known()])
    except SijilError as refused:
        assert str(refused)


def test_a_time_in_a_name_is_a_text() -> None:
    table = Table(rows=[["Nama", "No. KP"], [time(8, 30), "900101-14-5567"]], sheet="S")
    draft = Draft(Path("l.xlsx"), book(table), "0" * 64)
    draft.review(lambda _query: [Known()])
    assert draft.rows[0].state == "reject"


@pytest.mark.parametrize("name", ["", "no such"])
def test_a_field_that_is_none_is_refused(name: str) -> None:
    draft = Draft(Path("l.xlsx"), book(Table(rows=[["Nama"]], sheet="S")), "0" * 64)
    with pytest.raises(SijilError, match="no field"):
        draft.fix(name, "x")
