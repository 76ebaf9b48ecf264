"""Leave at the command line: granted with what it left, noted, listed."""

from __future__ import annotations

import json
from contextlib import nullcontext
from typing import Any

import pytest

from app.console import absence
from app.console.main import main
from app.office.office import Office
from tests.app.class_room import Class, open_class


@pytest.fixture
def room(sqlite_office: Office, monkeypatch: pytest.MonkeyPatch) -> Class:
    made = open_class(sqlite_office)
    made.mark(0, 10, "H")
    monkeypatch.setattr(absence, "office_for", lambda _args, writes=True: nullcontext(sqlite_office))
    return made


def told(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> Any:
    capsys.readouterr()
    assert main(["--json", "leave", "hcia-5g-07", *words]) == status
    said = capsys.readouterr()
    return json.loads(said.out) if not status else said.err


def test_leave_is_granted_and_what_stays_is_said(room: Class, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "--trainee", "t26-00001", "--from", "13/07/2026", "--to", "2026-07-14", "--document", "MC 7")
    assert (found["marks"], [o["mark"] for o in found["left_out"]]) == (1, ["H"])
    assert (found["leave"][0]["state"], found["leave"][0]["document"]) == ("granted", "MC 7")
    noted = told(capsys, "--trainee", "T26-00002", "--from", "2026-07-20", "--status", "K", "--note")
    assert [r["state"] for r in noted["leave"]] == ["planned", "granted"] and noted["marks"] == 0


def test_what_is_missing_is_said(room: Class, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--from" in told(capsys, "--trainee", "T26-00001", status=2)
    assert "T26-99999" in told(capsys, "--trainee", "T26-99999", "--from", "2026-07-13", status=2)
