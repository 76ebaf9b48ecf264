"""Slips, transcripts, lists of marks and exams by the command line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.console.main import main
from app.office.office import Office
from tests.app.results.exam_week import NAMES, exam_week
from tests.app.results.units import two_units


def test_as27_by_the_command_line(sqlite_office: Office, sqlite_file: Path, tmp_path: Path,
                                  capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from app.console import desk
    from app.office.permissions import SYSTEM

    week = exam_week(sqlite_office)
    for name, text in zip(NAMES, ("599", "600", "1000", "TH"), strict=True):
        week.enter(name, "H12-811", text, date(2026, 7, 10))
    monkeypatch.setattr(desk, "sign_in", lambda *_a, **_k: SYSTEM)

    def run(*words: str) -> tuple[int, object]:
        status = main(["--database", str(sqlite_file), "--json", *words])
        return status, json.loads(capsys.readouterr().out or "null")

    status, rows = run("exams", "--cohort", "DC-01")
    assert status == 0 and isinstance(rows, list)
    assert {r["name"]: (r["passed"], r["expires"]) for r in rows} == {
        NAMES[0]: (False, None), NAMES[1]: (True, "2029-07-10"), NAMES[2]: (True, "2029-07-10"), NAMES[3]: (None, None)}
    assert run("names", "DC-01", str(tmp_path / "n.pdf"))[0] == 2
    status, said = run("names", "DC-01", str(tmp_path / "n.pdf"), "--purpose", "HCIA", "--recipient", "VUE",
                       "--approver", "Pn. Rohaya")
    assert (status, said["rows"]) == (0, 4)  # type: ignore[index]
    status, said = run("slip", "DC-01", str(tmp_path / "s.pdf"), "--two")
    assert (status, said["slips"], said["provisional"]) == (0, 4, 4)  # type: ignore[index]
    status, said = run("slip", "T26-00002", str(tmp_path / "s1.pdf"), "--paper-language", "ms")
    assert (status, said["slips"]) == (0, 1)  # type: ignore[index]
    status, said = run("transcript", "T26-00002", str(tmp_path / "t.pdf"))
    assert status == 0 and said["number"].startswith("TR")  # type: ignore[index]
    assert run("results-export", "DC-01", str(tmp_path / "c.xlsx"))[0] == 0
    assert run("results-export", "DC-01", str(tmp_path / "m.xlsx"), "--plain")[0] == 0
    bring = ("import", "results")
    status, said = run(*bring, str(tmp_path / "m.xlsx"), "--cohort", "DC-01")
    assert status == 0 and said["cells"] == 0 and said["open"] == []  # type: ignore[index]
    (tmp_path / "own.csv").write_text("Nama,H12-821 /1000\nBala a/l Kumar,612\nNobody Here,700\n", "utf-8")
    own = (str(tmp_path / "own.csv"), "--cohort", "DC-01")
    status, said = run(*bring, *own, "--dry-run")
    assert (status, said["cells"], said["recorded"]) == (1, 1, 0)  # type: ignore[index]
    left = tmp_path / "left.xlsx"
    status, said = run(*bring, *own, "--accept", "suggestions", "--report", str(left))
    assert (status, said["recorded"], said["again"]) == (1, 1, "")  # type: ignore[index]
    told = [[c.value for c in line] for line in load_workbook(left).active.iter_rows()]  # type: ignore[union-attr]
    assert told[0] == ["Nama", "H12-821 /1000", "Why not imported"] and told[1][:2] == ["Nobody Here", "700"]
    status, said = run("import", "history")
    assert [(b["kind"], b["added"]) for b in said] == [("results", 1)]  # type: ignore[union-attr]
    assert run("import", "undo", str(said[0]["batch"]))[0] == 0  # type: ignore[index]
    status, said = run(*bring, *own, "--dry-run")
    assert said["cells"] == 1 and "was undone" in said["again"]  # type: ignore[index]


def test_the_table_of_results_by_the_command_line(sqlite_office: Office, sqlite_file: Path,
                                                  capsys: pytest.CaptureFixture[str],
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    from app.console import desk
    from app.office.permissions import SYSTEM

    week = exam_week(sqlite_office)
    week.enter(NAMES[0], "H12-811", "599", date(2026, 7, 10))
    monkeypatch.setattr(desk, "sign_in", lambda *_a, **_k: SYSTEM)
    assert main(["--database", str(sqlite_file), "--json", "results", "DC-01"]) == 0
    said = json.loads(capsys.readouterr().out)
    found = {r["name"]: r for r in said["rows"]}
    assert "599" in found[NAMES[0]]["marks"] and found[NAMES[0]]["stage"] == "draft"
    assert said["units"] == [] and found[NAMES[0]]["units"] == {}


def test_the_table_of_results_says_units(sqlite_office: Office, sqlite_file: Path, capsys: pytest.CaptureFixture[str],
                                         monkeypatch: pytest.MonkeyPatch) -> None:
    from app.console import desk
    from app.office.permissions import SYSTEM

    class_ = two_units(sqlite_office)
    class_.enter("Aiman", "CU1-P", "68.50")
    class_.enter("Aiman", "CU3-P", "BT")
    class_.enter("Aiman", "CU3-P", "T", next=True)
    class_.enter("Bala", "CU3-P", "BT")
    monkeypatch.setattr(desk, "sign_in", lambda *_a, **_k: SYSTEM)
    assert main(["--database", str(sqlite_file), "--json", "results", class_.code]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [(r["marks"], r["units"]) for r in said["rows"]] == [
        (["68.5", "T"], {"CU1": "T", "CU3": "T"}), (["none", "BT"], {"CU1": None, "CU3": "BT"})]
    assert main(["--database", str(sqlite_file), "results", class_.code]) == 0
    shown = capsys.readouterr().out
    assert "68.5 " in shown and "none" not in shown and "CU3" in shown
