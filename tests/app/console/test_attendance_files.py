"""Packets and files of attendance by the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.console.main import main
from app.office.office import Office
from app.office.permissions import SYSTEM
from tests.app.attendance.test_files_online import INPUTS, online
from tests.app.attendance.test_packets import fill, put
from tests.app.class_room import open_class


def test_a_packet_and_a_report_by_the_command_line(sqlite_office: Office, sqlite_file: Path, tmp_path: Path,
                                                   capsys: pytest.CaptureFixture[str],
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    from app.console import desk

    room = open_class(sqlite_office)
    monkeypatch.setattr(desk, "sign_in", lambda *_a, **_k: SYSTEM)

    def run(*words: str) -> tuple[int, Any]:
        status = main(["--database", str(sqlite_file), "--json", *words])
        return status, json.loads(capsys.readouterr().out or "null")

    path = tmp_path / "p.xlsx"
    assert run("packet", "HCIA-5G-07", str(path), "--from", "2026-06-29", "--to", "2026-07-03")[0] == 0
    fill(path, put(0, 0, "L 15"))
    fill(path, put(1, 0, "Q"))
    status, said = run("import", "attendance", str(path), "--cohort", "HCIA-5G-07", "--dry-run")
    assert (status, said["new"], said["out"], said["recorded"]) == (1, 1, 1, 0) and not room.view().marks
    status, said = run("import", "attendance", str(path), "--cohort", "HCIA-5G-07", "--report",
                       str(tmp_path / "r.xlsx"))
    assert (status, said["recorded"]) == (1, 1) and len(room.view().marks) == 1 and (tmp_path / "r.xlsx").exists()
    status, said = run("import", "attendance", str(path), "--cohort", "HCIA-5G-07")
    assert (said["recorded"], said["same"]) == (0, 1)
    assert run("import", "attendance", str(path), "--cohort", "HCIA-5G-07", "--session", "1")[0] == 2
    assert run("import", "attendance", str(INPUTS / "hostile" / "empty.csv"), "--cohort", "HCIA-5G-07")[0] == 2
    assert main(["--database", str(sqlite_file), "import", "attendance", str(path), "--cohort", "HCIA-5G-07"]) == 1
    text = capsys.readouterr().out
    assert "1 the same" in text and "AIMAN HAZIQ BIN SHAHRIL" in text


def test_likely_answers_are_taken_only_when_asked_for(sqlite_office: Office, sqlite_file: Path,
                                                      capsys: pytest.CaptureFixture[str],
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    from app.console import desk

    online(sqlite_office, "zoom-participants")
    monkeypatch.setattr(desk, "sign_in", lambda *_a, **_k: SYSTEM)
    found = []
    for more in ([], ["--accept", "suggestions"]):
        main(["--database", str(sqlite_file), "--json", "import", "attendance", str(INPUTS / "zoom-participants.csv"),
              "--cohort", "K-1", "--dry-run", *more])
        found.append(json.loads(capsys.readouterr().out))
    assert [len(f["open"]) for f in found] == [5, 3] and found[0]["kind"] == "zoom"
