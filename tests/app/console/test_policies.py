"""Figures, danger and the policy at the command line, with the policy said under them."""

from __future__ import annotations

import json
from contextlib import nullcontext
from typing import Any

import pytest

from app.attendance.commands import Cell, MarkAttendance
from app.console import policies
from app.console.main import main
from app.office.office import Office
from tests.app.class_room import open_class


@pytest.fixture(autouse=True)
def room(sqlite_office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A class of whom the first was late three times of ten, and the second absent four times."""
    room = open_class(sqlite_office)
    view = room.view()
    cells = [Cell(view.rows[p].enrolment_id, s.id, code) for n, s in enumerate(view.sessions[:10]) for p, code in (
        (0, "L" if n > 6 else "H"), (1, "X" if n > 5 else "H"))]
    sqlite_office.do(MarkAttendance(cells=tuple(cells), who="two"))
    monkeypatch.setattr(policies, "office_for", lambda _args, writes=True: nullcontext(sqlite_office))
    return sqlite_office


def told(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> Any:
    capsys.readouterr()
    assert main(["--json", *words]) == status
    said = capsys.readouterr()
    return json.loads(said.out) if not status else said.err


def test_figures_with_the_policy_under_them(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "figures", "hcia-5g-07")
    rows = {r["name"].split()[0]: r for r in found["figures"]}
    assert [rows["AIMAN"][k] for k in ("to_date", "plan", "best", "needed")] == ["60.0 %", "30.0 %", "80.0 %", 8]
    assert found["policy"][0].startswith("Needs 80 % of sessions held.")
    assert main(["figures", "HCIA-5G-07"]) == 0
    out = capsys.readouterr().out
    assert out.index("AIMAN") < out.index("Needs 80 % of sessions held.")


def test_figures_by_another_policy_change_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "figures", "HCIA-5G-07", "--instead", "lates_per_absence=3", "--instead",
                 "threshold=60")
    rows = {r["name"].split()[0]: r["to_date"] for r in found["figures"]}
    assert (rows["AHMAD"], rows["AIMAN"]) == ("90.0 %", "60.0 %")
    assert told(capsys, "policy", "HCIA-5G-07")["rules"]["threshold"] == 80


def test_a_policy_is_tried_then_changed(capsys: pytest.CaptureFixture[str]) -> None:
    rule = ("policy", "HCIA-5G-07", "threshold=60", "kinds=theory,exam", "allowed_misses=4")
    tried = told(capsys, *rule, "--dry-run")
    assert [(e["name"].split()[0], e["turn"]) for e in tried["effect"]] == [("AIMAN", "gains")]
    assert not tried["changed"] and told(capsys, "policy", "HCIA-5G-07")["rules"]["threshold"] == 80
    assert told(capsys, *rule)["changed"]
    assert told(capsys, "policy", "HCIA-5G-07")["rules"]["kinds"] == ["theory", "exam"]
    assert told(capsys, "policy", "HCIA-5G-07", "allowed_misses=")["rules"]["allowed_misses"] is None


@pytest.mark.parametrize("words", ["threshold=101", "threshold=many", "late=never", "tardiness=half", "threshold"])
def test_what_is_no_rule_is_refused(capsys: pytest.CaptureFixture[str], words: str) -> None:
    assert told(capsys, "policy", "HCIA-5G-07", words, status=2)
    assert told(capsys, "policy", "HCIA-5G-07")["rules"]["threshold"] == 80


def test_who_is_in_danger(capsys: pytest.CaptureFixture[str]) -> None:
    rows = told(capsys, "risk", "HCIA-5G-07")
    assert [(r["name"].split()[0], r["to_date"], r["needs"]) for r in rows] == [("AIMAN", "60.0 %", "80 %")]
    assert rows[0]["to_finish"] == "Must attend all 10 left"
    assert told(capsys, "risk") == rows
    assert told(capsys, "risk", "NOBODY-01", status=2)
