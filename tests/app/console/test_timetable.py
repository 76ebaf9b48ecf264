"""Sessions and holidays at the command line."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.cohorts.commands import AddCohort
from app.console import timetable
from app.console.main import main
from app.office.office import Office
from app.programmes.queries import Courses
from tests.app.class_room import open_class


@pytest.fixture(autouse=True)
def office(sqlite_office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    open_class(sqlite_office)
    monkeypatch.setattr(timetable, "office_for", lambda _args, writes=True: nullcontext(sqlite_office))
    return sqlite_office


def told(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    assert main(["--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_sessions_are_listed_made_cancelled_and_put_off(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(told(capsys, "sessions", "hcia-5g-07")) == 20
    made = told(capsys, "sessions", "HCIA-5G-07", "--generate", "--days", "Sat", "--time", "08:00-10:00",
                "--every", "2", "--until", "2026-08-15", "--from", "2026-07-25")
    assert not made[20:]  # Saturday is the weekend of this centre
    made = told(capsys, "sessions", "HCIA-5G-07", "--generate", "--days", "Mon", "--time", "20:00-22:00", "--most", "2")
    assert [r["starts"] for r in made if r["part"] == "AM"][:1] == ["08:30"] and len(made) == 22
    gone = told(capsys, "sessions", "HCIA-5G-07", "--cancel", "1", "--reason", "Flood")
    assert gone[0]["state"] == "cancelled" and gone[0]["number"] == 0
    assert told(capsys, "sessions", "HCIA-5G-07", "--restore", str(gone[0]["id"]))[0]["number"] == 1
    assert main(["sessions", "HCIA-5G-07", "--cancel", "99", "--reason", "x"]) != 0
    assert "sessions 1 to 22" in capsys.readouterr().err


def test_as11_a_session_lost_is_made_up_for_on_a_saturday(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    days = {r["number"]: r["day"] for r in told(capsys, "sessions", "HCIA-5G-07")}
    rows = told(capsys, "sessions", "HCIA-5G-07", "--replace", "3", "--on", "2026-07-18", "--reason", "No power")
    assert next((r["state"], r["number"]) for r in rows if r["day"] == days[3]) == ("cancelled", 0)
    made = [r for r in rows if r["day"] == "2026-07-18"]
    assert len(rows) == 21 and [r["number"] for r in made] == [15]
    office.undo()  # both were one step
    assert {r["number"]: r["day"] for r in told(capsys, "sessions", "HCIA-5G-07")} == days
    told(capsys, "sessions", "HCIA-5G-07", "--cancel", "3", "--reason", "No power")
    rows = told(capsys, "sessions", "HCIA-5G-07", "--replace", days[3], "--on", "2026-07-18", "--time", "09:00-11:00")
    assert [r["starts"] for r in rows if r["day"] == "2026-07-18"] == ["09:00"]
    assert main(["sessions", "HCIA-5G-07", "--replace", days[3], "--on", "2026-07-18"]) != 0  # is made up for
    assert main(["sessions", "HCIA-5G-07", "--replace", "1", "--on", "2026-07-18"]) != 0  # no reason


def test_a_list_with_a_bad_row_changes_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    listed = tmp_path / "cuti.csv"
    listed.write_text("Tarikh,Nama\n31/08/2026,Hari Kebangsaan\n31/02/2026,Tiada\n", "utf-8")
    assert main(["holidays", str(listed)]) != 0
    said = capsys.readouterr()
    assert "Row 3, column A" in said.err and "Kebangsaan" not in said.out
    listed.write_text("Tarikh,Nama\n31/08/2026,Hari Kebangsaan\n", "utf-8")
    assert told(capsys, "holidays", str(listed), "--state", "Kelantan") == [
        {"day": "2026-08-31", "name": "Hari Kebangsaan"}]


@pytest.mark.parametrize(("state", "count"), [("Selangor", 16), ("Kelantan", 14)])
def test_sixteen_sessions_or_fourteen_where_friday_is_free(
        office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str], state: str, count: int) -> None:
    """AS-05: with the holidays of a list; one with a bad row makes nothing."""
    listed = tmp_path / "cuti.csv"
    listed.write_text("Tarikh;Nama\n31/03/2025;Hari Raya\n31/04/2025;Hari Raya\n", "utf-8")
    told(capsys, "holidays", "--state", state)
    office.do(AddCohort(code="HW-0325", course_id=office.ask(Courses())[0].id, starts=date(2025, 3, 24),
                        ends=date(2025, 4, 4)))
    asked = ("sessions", "HW-0325", "--generate", "--slots", "08:30-12:30", "--slots", "14:00-17:00", "--holidays",
             str(listed))
    assert main([*asked]) == 1 and told(capsys, "sessions", "HW-0325") == []
    listed.write_text("Tarikh;Nama\n31/03/2025;Hari Raya\n01/04/2025;Hari Raya\n", "utf-8")
    assert len(told(capsys, *asked)) == count
