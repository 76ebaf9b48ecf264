"""The engine of lists, with timetables laid out in ways that no sample has, through the command line to the records."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.attendance.queries import Sessions
from app.attendance.session_list import SESSIONS
from app.console import lists
from app.console.main import main
from app.errors import Invalid
from app.lists.cells import day_cell, number_cell, time_cell
from app.lists.dates import order_of
from app.lists.draft import open_list, paste_list
from app.lists.kinds import About
from app.office.office import Office
from tests.app.class_room import Class, open_class

TODAY = date(2026, 7, 14)
WORDS = ("Tarikh", "Mula", "Tamat", "Jenis", "Topik", "3/8/2026", "0830", "x", "Jumlah", "", "=1", "31/31/2026")
Told = Callable[..., tuple[int, Any]]


@pytest.fixture
def room(sqlite_office: Office, monkeypatch: pytest.MonkeyPatch) -> Class:
    monkeypatch.setattr(lists, "office_for", lambda _args, writes=True: nullcontext(sqlite_office))
    monkeypatch.setattr("app.centre.backups.before_import", lambda *_: None)
    return open_class(sqlite_office)


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Told:
    def run(*words: str) -> tuple[int, Any]:
        capsys.readouterr()
        status = main(["--json", *words])
        out = capsys.readouterr().out
        return status, json.loads(out) if out.strip() else None
    return run


def excel(path: Path) -> Path:
    """A banner, an English heading of two tables, real dates, times as parts of a day, a total, a footnote."""
    book = openpyxl.Workbook()
    page = book.active
    page["A1"] = "TIMETABLE HCIA-5G, AUGUST"
    page.merge_cells("A1:F1")
    page.append([])
    page.append(["No", "Module", "Room", "Date", "From", "Until", "Type"])
    page.append([1, "Antennas", "Lab 3", date(2026, 8, 3), time(8, 30), time(12, 30), "Lab"])
    page.append([2, "Antennas", "Lab 3", date(2026, 8, 4), time(14, 0), time(17, 0), "Zumba"])
    page.append([3, "Cores", "=1/0", date(2026, 8, 5), time(17, 0), time(14, 0), "Lecture"])
    page.append(["Total", 3])
    page.append([])
    page.append(["Date", "Venue", "Topic", "Remark"])
    page.append([date(2026, 9, 1), "Dewan", "Another table", ""])
    book.save(path)
    return path


def test_a_timetable_comes_in_changes_and_is_undone(room: Class, told: Told, tmp_path: Path) -> None:
    file, out = str(excel(tmp_path / "t.xlsx")), tmp_path / "left.xlsx"
    status, dry = told("import", "sessions", file, "--cohort", "HCIA-5G-07", "--dry-run")
    assert (dry["new"], dry["open"], dry["batch"], dry["header_row"]) == (1, 2, None, 3) and status
    assert dry["columns"] == {"A": "", "B": "topic", "C": "venue", "D": "day", "E": "starts_at", "F": "ends_at",
                              "G": "kind"}
    assert any("9" in note for note in dry["notes"])  # the second table is said, not read
    assert len(room.office.ask(Sessions(cohort_id=room.cohort_id))) == 20
    _status, done = told("import", "sessions", file, "--cohort", "HCIA-5G-07", "--report", str(out))
    there = room.office.ask(Sessions(cohort_id=room.cohort_id))
    new = [s for s in there if s.day == date(2026, 8, 3)]
    assert [(s.starts_at, s.ends_at, s.kind, s.topic, s.venue, s.part) for s in new] == [
        ("08:30", "12:30", "practical", "Antennas", "Lab 3", "AM")] and len(there) == 21
    listed = told("import", "history")[1]
    assert [(b["batch"], b["kind"], b["added"], b["left_out"]) for b in listed] == [(done["batch"], "sessions", 1, 2)]

    page = openpyxl.load_workbook(out)
    sheet = page.active
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == "Zumba":
                cell.value = "amali"
    page.save(out)
    again = told("import", "sessions", str(out), "--cohort", "HCIA-5G-07")[1]
    assert again["new"] == 1 and [r["state"] for r in again["rows"]] == ["ok", "reject"]

    pasted = tmp_path / "change.tsv"
    pasted.write_bytes("Tarikh\tMula\tTamat\tBilik\n03/08/2026\t8.30 pagi\t12.30 tgh\tCaf\xe9\n".encode("cp1252"))
    same = told("import", "sessions", str(pasted), "--cohort", "HCIA-5G-07")[1]
    assert same["new"] == 0 and same["rows"][0]["changes"] == {"venue": ["Lab 3", "Café"]}
    assert told("import", "sessions", str(pasted), "--cohort", "HCIA-5G-07", "--mode", "update")[1]["changed"] == 1
    assert "Café" in {s.venue for s in room.office.ask(Sessions(cohort_id=room.cohort_id))}
    room.office.undo()
    assert "Café" not in {s.venue for s in room.office.ask(Sessions(cohort_id=room.cohort_id))}


def test_the_order_of_dates_is_decided_by_the_column() -> None:
    head = "Tarikh\tMula\tTamat\n"
    american = paste_list(SESSIONS, head + "07/08/2026\t0830\t1230\n07/20/2026\t0830\t1230", TODAY)
    american.review()
    assert [r.fields["day"] for r in american.rows] == [date(2026, 7, 8), date(2026, 7, 20)]
    torn = paste_list(SESSIONS, head + "20/07/2026\t0830\t1230\n07/21/2026\t0830\t1230", TODAY)
    with pytest.raises(Invalid):
        torn.review()
    torn.say_order(0, "day")
    torn.review()
    assert [r.state for r in torn.rows] == ["ok", "reject"]


def test_fixed_values_meanings_corrections_and_twins() -> None:
    draft = paste_list(SESSIONS, "Date\tKind\n1/8/2026\tBengkel\n1/8/2026\tBengkel\n2/8/2026\tkuliah", TODAY)
    assert draft.check(1).unknown == (("Bengkel", 2),)
    draft.translate("kind", "bengkel", "practical")
    draft.fix("venue", "Dewan")
    draft.review()
    assert draft.counts()["check"] == 2 and draft.counts()["reject"] == 1  # no times: proposed; a twin is refused
    draft.answer(3, "day", "3 Ogos 2026")
    draft.accept_all()
    assert draft.effect().new == 3 and {r.fields["venue"] for r in draft.ready()} == {"Dewan"}
    other = paste_list(SESSIONS, "Date\tKind\n5/8/2026\tBengkel", TODAY)
    other.apply(json.loads(json.dumps(draft.matches())))
    other.review()
    assert other.rows[0].fields["kind"] == "practical"
    with pytest.raises(Invalid):
        other.apply({"columns": {"Nowhere": "day"}})


CELLS = st.one_of(st.none(), st.text(max_size=12), st.integers(), st.floats(), st.booleans(), st.dates(), st.times(),
                  st.datetimes())


@settings(max_examples=150, deadline=None)
@given(CELLS)
def test_a_cell_is_a_value_or_says_why_not(value: Any) -> None:
    for read in (day_cell, time_cell, number_cell(0, 100), *(f.read for f in SESSIONS.fields)):  # type: ignore[arg-type]
        for order in ("day", "month"):
            said = read(value, About(TODAY, order))  # type: ignore[arg-type]
            assert (said.value is not None or said.cls) and (not said.cls or said.what)


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_a_day_written_any_way_is_that_day(day: date) -> None:
    for text in (f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}", f"{day:%d.%m.%Y}"):
        assert day_cell(text, About(TODAY)).value == day
    assert day_cell(f"{day:%m/%d/%Y}", About(TODAY, "month")).value == day
    assert order_of([f"{day:%m/%d/%Y}"]) == ("month" if day.day > 12 else "day")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=2, max_size=5), min_size=1, max_size=8))
def test_any_block_is_read_or_refused_with_a_sentence(rows: list[list[str]]) -> None:
    try:
        draft = paste_list(SESSIONS, "\n".join("\t".join(r) for r in rows), TODAY)
        draft.review()
    except Invalid as refused:
        assert str(refused)
        return
    draft.accept_all()
    assert sum(draft.counts()[c] for c in ("problems", "ready", "left")) == len(draft.rows)
    assert all(r.sentence for r in draft.rows_of("problems"))


def test_sheets_of_one_layout_come_in_together(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("Lab 1", "Lab 2"):
        page = book.create_sheet(name)
        page.append(["Date", "Start", "End"])
        page.append([date(2026, 8, 3 if name == "Lab 1" else 4), "2:15 PM", "4 pm"])
    book.create_sheet("Other").append(["Date", "Topic"])
    book.save(tmp_path / "two.xlsx")
    draft = open_list(SESSIONS, tmp_path / "two.xlsx", TODAY)
    with pytest.raises(Invalid):
        draft.together([1, 3])
    draft.together([1, 2], "venue")
    draft.review()
    assert [(r.fields["venue"], r.fields["starts_at"], r.state) for r in draft.rows] == [
        ("Lab 1", "14:15", "ok"), ("Lab 2", "14:15", "ok")]


def test_what_was_matched_by_hand_is_remembered_for_the_layout(room: Class, told: Told, tmp_path: Path) -> None:
    said = tmp_path / "map.json"
    said.write_text(json.dumps({"columns": {"Bila": "day", "c": "topic"}, "fixed": {"kind": "amali"}}))
    words = ("--cohort", "HCIA-5G-07", "--accept", "suggestions")
    for day, more, got in ((10, (), 0), (10, ("--map", str(said)), 1), (11, (), 1)):
        (tmp_path / "w.csv").write_text(f"Bil;Bila;Apa\n1;{day}/8/2026;Radio\n")
        status, done = told("import", "sessions", str(tmp_path / "w.csv"), *words, *more)
        assert done.get("new", 0) == got, (status, done)
    new = [s for s in room.office.ask(Sessions(cohort_id=room.cohort_id)) if s.day > date(2026, 8, 1)]
    assert [(s.topic, s.kind) for s in new] == [("Radio", "practical"), ("Radio", "theory")]
