"""Lists and presets at the command line."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.console import rosters
from app.console.main import main
from app.office.office import Office
from tests.app.class_room import open_class

FULL = ("--full", "--purpose", "Tuntutan", "--recipient", "HRD Corp", "--approver", "Pn. Rohaya")


@pytest.fixture(autouse=True)
def office(sqlite_office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    open_class(sqlite_office)
    monkeypatch.setattr(rosters, "office_for", lambda _args, writes=True: nullcontext(sqlite_office))
    return sqlite_office


def told(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    assert main(["--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *words: str, status: int = 2) -> str:
    capsys.readouterr()
    assert main(list(words)) == status
    return capsys.readouterr().err


def test_a_roster_is_written_and_nothing_is_written_over(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = str(tmp_path / "a.xlsx")
    words = ("export", "class roster", "--cohort", "HCIA-5G-07", "--out", out)
    found = told(capsys, *words)
    assert found["rows"] == 6 and found["log"] is None and len(found["sha256"]) == 64
    assert openpyxl.load_workbook(out).worksheets[0].title == "Senarai Nama Pelatih"
    assert "--overwrite" in refused(capsys, *words)
    assert told(capsys, *words, "--overwrite")["rows"] == 6
    text = told(capsys, "export", "contacts", "--cohort", "HCIA-5G-07", "--out", "-")["text"]
    assert text.splitlines()[1].startswith("1\tAHMAD DANISH BIN ROSLAN\t012-000 1180")
    assert "There is no list" in refused(capsys, "export", "nothing", "--out", str(tmp_path / "b.xlsx"))
    assert "no cohort" in refused(capsys, "export", "contacts", "--cohort", "X", "--out", str(tmp_path / "b.xlsx"))


def test_full_numbers_are_asked_for_and_logged(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = ("export", "nominal-roll", "--cohort", "HCIA-5G-07", "--out", str(tmp_path / "a.csv"))
    assert "--masked" in refused(capsys, *words)
    assert "--approver" in refused(capsys, *words, "--full", "--purpose", "x", "--recipient", "y")
    assert not list(tmp_path.glob("*.csv"))
    assert told(capsys, *words, "--masked")["log"] is None
    assert "••" in (tmp_path / "a.csv").read_text("utf-8-sig")
    found = told(capsys, *words, "--overwrite", *FULL)
    assert "030101-14-0000" in (tmp_path / "a.csv").read_text("utf-8-sig")
    (gone,) = told(capsys, "exports")
    assert (gone["file_hash"], gone["approver"], gone["rows"]) == (found["sha256"], "Pn. Rohaya", 6)
    assert told(capsys, "exports", "nobody") == []


def test_a_password_comes_from_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("rahsia besar\nnot this\n")
    words = ("export", "class-roster", "--cohort", "HCIA-5G-07", "--out", str(tmp_path / "a.xlsx"), "--password-file")
    told(capsys, *words, str(tmp_path / "p.txt"))
    assert (tmp_path / "a.xlsx").read_bytes()[:4] == b"\xd0\xcf\x11\xe0"
    assert "cannot be read" in refused(capsys, *words, str(tmp_path / "none.txt"), "--overwrite")


def test_presets_are_shown_saved_and_removed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert len(told(capsys, "presets", "list")) == 10
    shown = told(capsys, "presets", "show", "contacts")
    assert shown["columns"]["postcode"] == "Postcode"
    shown["preset"] |= {"name": "Penaja", "columns": [{"key": "name", "name": "Calon"}, {"key": "email"}]}
    path = tmp_path / "penaja.json"
    path.write_text(json.dumps(shown), "utf-8")
    assert told(capsys, "presets", "save", str(path)) == {"name": "Penaja", "replaced": False}
    assert "already a list" in refused(capsys, "presets", "save", str(path), status=3)
    assert told(capsys, "presets", "save", str(path), "--replace")["replaced"]
    text = told(capsys, "export", "PENAJA", "--cohort", "HCIA-5G-07", "--out", "-")["text"]
    assert text.splitlines()[0] == "Calon\tE-mel / E-mail"
    path.write_text("{}", "utf-8")
    assert "not a list of Sijil" in refused(capsys, "presets", "save", str(path))
    assert told(capsys, "presets", "remove", "penaja")["name"] == "Penaja"
    assert "comes with Sijil" in refused(capsys, "presets", "remove", "contacts")
