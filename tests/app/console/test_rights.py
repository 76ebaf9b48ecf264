"""Users by command line, and who is sent away at the door; backups are tried in test_safety."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.console.main import main

ADMIN, OTHER = "kuda makan rumput hijau", "lima ekor ikan kering"


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A centre with sign-in: the words that lead to it."""
    words = ["--database", str(tmp_path / "c.db")]
    monkeypatch.setenv("SIJIL_PASSWORD", ADMIN)
    monkeypatch.setenv("SIJIL_NEW_PASSWORD", OTHER)
    assert main([*words, "init", "--name", "Pusat", "--code", "AB", "--admin", "aminah"]) == 0
    return words


def test_users_and_rights(centre: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                          capsys: pytest.CaptureFixture[str]) -> None:
    boss = [*centre, "--user", "aminah"]
    assert main([*boss, "users", "add", "audit", "--role", "viewer"]) == 0
    assert main([*boss, "users", "add", "x", "--role", "king"]) == 2
    assert main([*boss, "cohorts", "add", "--course", "NONE", "--code", "A", "--from", "2026-07-13", "--to",
                 "2026-07-14"]) == 2
    capsys.readouterr()
    assert main([*boss, "--json", "users", "list"]) == 0
    assert {u["login"] for u in json.loads(capsys.readouterr().out)} == {"aminah", "audit"}
    monkeypatch.setenv("SIJIL_PASSWORD", OTHER)
    viewer = [*centre, "--user", "audit"]
    assert main([*viewer, "trainees"]) == 0
    assert main([*viewer, "users", "disable", "aminah"]) == 3
    assert main([*viewer, "import", "trainees",
                 str(Path(__file__).resolve().parents[2] / "inputs" / "intake-clean.xlsx")]) == 3
    assert main([*viewer, "certificates", "void", "AB26-00001-K", "--reason", "none"]) == 3
    monkeypatch.setenv("SIJIL_PASSWORD", ADMIN)
    assert main([*boss, "users", "disable", "audit"]) == 0
    monkeypatch.setenv("SIJIL_PASSWORD", OTHER)
    assert main([*viewer, "trainees"]) == 3
