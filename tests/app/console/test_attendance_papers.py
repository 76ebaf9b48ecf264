"""Cards and the sponsor's report by the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.console.main import main
from app.office.office import Office
from app.office.permissions import SYSTEM
from tests.app.attendance.test_papers import texts
from tests.app.sponsored import send


def test_cards_and_reports_are_written(sqlite_office: Office, sqlite_file: Path, tmp_path: Path,
                                       capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from app.console import desk

    send(sqlite_office)
    monkeypatch.setattr(desk, "sign_in", lambda *_a, **_k: SYSTEM)

    def run(*words: str) -> int:
        return main(["--database", str(sqlite_file), "--json", *words])

    assert run("cards", "hw-mw-0325", str(tmp_path / "c.pdf")) == 0
    assert json.loads(capsys.readouterr().out)["cards"] == 24
    assert len(texts((tmp_path / "c.pdf").read_bytes())) == 3
    assert run("cards", "HW-MW-0325", str(tmp_path / "d.pdf"), "--desk") == 0
    assert run("cards", "HW-MW-0325", str(tmp_path / "c.txt")) == 2
    out = tmp_path / "t3"
    assert run("t3", "HW-MW-0325", "--out", str(out)) == 2 and not out.exists(), "it asks what for and for whom"
    capsys.readouterr()
    assert run("t3", "HW-MW-0325", "--out", str(out), "--purpose", "Claim", "--recipient", "HRD Corp",
               "--approver", "Pn. Rohaya") == 0
    assert len(json.loads(capsys.readouterr().out)["files"]) == 6
    assert len(list(out.glob("*.pdf"))) == len(list(out.glob("*.xlsx"))) == 3
