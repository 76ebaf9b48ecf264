"""The commands of the daily work on a copy of the sample centre: what they say, and their exit status."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.console.main import main, parser

ROOT = Path(__file__).resolve().parents[3]
INPUTS = ROOT / "tests" / "inputs"
UNREADABLE = ("empty.csv", "empty.xlsx", "headers-only.xlsx", "jpeg-renamed.xlsx", "password-protected.xlsx",
              "truncated.xlsx", "xxe.xlsx", "zip-bomb.xlsx")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample centre, made once, without its papers."""
    from app.sample.sample import sample_centre

    path = tmp_path_factory.mktemp("sample") / "sijil.db"
    with sample_centre(path):
        pass
    return path


@pytest.fixture
def where(sample: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(sample, tmp_path / "sijil.db"))


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(where: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Do one command on the copy: status, stdout, stderr."""
    def do(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(["--database", str(where), *words])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return status, said.out, said.err
    return do


def told(run: Run, *words: str, status: int = 0) -> Any:
    """The JSON of a command."""
    got, out, err = run("--json", *words)
    assert got == status, err
    return json.loads(out)


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_hostile_file_is_refused_with_one_sentence(run: Run, name: str) -> None:
    status, out, err = run("import", "trainees", str(INPUTS / "hostile" / name))
    assert status == 2 and out == "" and len(err.strip().splitlines()) == 1


def test_import_dry_then_real_then_again(run: Run) -> None:
    file = str(INPUTS / "intake-clean.xlsx")
    truth = json.loads((INPUTS / "intake-clean.xlsx.truth.json").read_text("utf-8"))
    dry = told(run, "import", "trainees", file, "--dry-run")
    assert dry["counts"] == truth["counts"]
    assert [(r["row"], r["class"]) for r in dry["rows"]] == [(r["row"], r["class"]) for r in truth["rows"]]
    assert {"row", "class", "fields", "issues"} <= dry["rows"][0].keys()
    assert len(told(run, "trainees", "--limit", "1000")) == 242
    assert told(run, "import", "trainees", file, "--cohort", "HCIA-5G-08")["added"] == 40
    assert len(told(run, "trainees", "--limit", "1000")) == 282
    again = told(run, "import", "trainees", file)
    assert again["added"] == 0 and again["attached"] == 40


def test_mark_says_what_was_kept_and_what_not(run: Run, where: Path) -> None:
    import sqlite3

    with sqlite3.connect(where) as connection:
        number = connection.execute(
            "SELECT i.number FROM identity i JOIN enrolment e ON e.trainee_id = i.trainee_id JOIN cohort c "
            "ON c.id = e.cohort_id WHERE c.code = 'HCIA-5G-07' LIMIT 1").fetchone()[0]
    words = ("mark", "--cohort", "HCIA-5G-07", "--session", "1", "--identity")
    status, out, _err = run(*words, f"{number}=P")
    assert (status, out) == (0, f"ACK {number}\n")
    status, out, err = run(*words, f"{number}=Q", "999999999999=P")
    assert status == 1 and out == "" and len(err.strip().splitlines()) == 2


def test_certificates_are_issued_once_voided_and_verified(run: Run, tmp_path: Path) -> None:
    words = ("certificates", "issue", "--cohort", "HCIA-AI-03", "--out", str(tmp_path / "c"))
    first = told(run, *words, status=1)
    numbers = [r["number"] for r in first if r.get("number")]
    assert len(first) == 32 and len(numbers) == 26
    assert [r["number"] for r in told(run, *words, status=1) if r.get("number")] == numbers
    listed = told(run, "certificates", "list")
    assert len(listed) == 26
    paper = next(r["file"] for r in first if r.get("number") == numbers[0])
    code = next(r["code"] for r in listed if r["number"] == numbers[0])
    for what in (numbers[0], code, paper):
        assert run("verify", what)[0] == 0
    assert run("certificates", "void", numbers[0], "--reason", "Name was wrong")[0] == 0
    for what in (numbers[0], code, paper):
        assert run("verify", what)[0] == 1
    assert len(told(run, "certificates", "list")) == 26
    assert run("verify", "KL99-99999-X")[0] == 1


def test_papers_of_a_cohort(run: Run, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    out = tmp_path / "r.xlsx"
    assert run("roster", "--cohort", "HCIA-AI-03", "--out", str(out))[0] == 0
    cells = [c for row in load_workbook(out).worksheets[0].iter_rows(values_only=True) for c in row]
    assert any("••••" in str(c) for c in cells)
    assert run("roster", "--cohort", "HCIA-AI-03", "--out", str(out), "--full")[0] == 2
    for name in ("a.xlsx", "a.pdf"):
        assert run("attendance-sheet", "--cohort", "HCIA-AI-03", "--out", str(tmp_path / name))[0] == 0
        assert (tmp_path / name).stat().st_size > 1000
    assert run("attendance-sheet", "--cohort", "HCIA-AI-03", "--out", str(tmp_path / "a.doc"))[0] == 2


def test_cohorts_add_leaves_out_holidays_and_history_tells(run: Run) -> None:
    courses = {c["course"] for c in told(run, "cohorts")}
    made = told(run, "cohorts", "add", "--course", min(courses), "--code", "NEW-1", "--from", "2026-08-31", "--to",
                "2026-09-04", "--days", "Mon-Fri", "--time", "08:30-12:30")
    assert made["sessions"] + len(made["refused"]) == 5
    assert told(run, "history", "--limit", "5")


def test_init_refuses_what_is_there_and_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--database", str(tmp_path / "n.db"), "init", "--name", "Pusat", "--admin", "aminah", "--code"]
    assert main([*words, "AB"]) == 3  # nobody to ask for the password
    assert main([*words, "?!", "--no-sign-in"]) == 2
    assert not (tmp_path / "n.db").exists()
    assert main([*words, "AB", "--no-sign-in"]) == 0
    assert main([*words, "AB", "--no-sign-in"]) == 3
    assert main(["--database", str(tmp_path / "none.db"), "cohorts"]) == 3
    assert "none.db" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["nonsense"], ["roster"], ["users"], ["mark", "--cohort", "X"]])
def test_wrong_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert "usage" in capsys.readouterr().err


def test_help_names_every_command() -> None:
    said = parser().format_help()
    for name in ("demo", "init", "import", "cohorts", "trainees", "roster", "attendance-sheet", "mark", "certificates",
                 "verify", "check", "backup", "restore", "history", "users", "selftest"):
        assert f"    {name} " in said


def test_no_qt(where: Path, tmp_path: Path) -> None:
    code = ("import sys; from app.console.main import main; "
            f"s = main(['--database', {str(where)!r}, 'cohorts']); "
            "assert not [m for m in sys.modules if m.startswith(('PySide6', 'shiboken6', 'ui.'))]; sys.exit(s)")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False,
                          env={**os.environ, "SIJIL_SETUP": "off"})
    assert done.returncode == 0, done.stderr


def test_selftest_lists_what_it_acknowledged(tmp_path: Path) -> None:
    env = {**os.environ, "SIJIL_SETUP": "off", "RC_DB": str(tmp_path / "s.db"), "RC_START": "5", "RC_COUNT": "3"}
    said = [subprocess.run([sys.executable, str(ROOT / "main.py"), "selftest", what], env=env, capture_output=True,
                           text=True, check=True).stdout.split("\n") for what in ("write", "list")]
    assert [line for line in said[0] if line.startswith("ACK")] == ["ACK 5", "ACK 6", "ACK 7"]
    assert said[1] == ["HAVE 5", "HAVE 6", "HAVE 7", ""]


def test_postgresql(empty_postgres_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--database", empty_postgres_url]
    assert main([*words, "init", "--name", "Pusat", "--code", "AB", "--admin", "aminah", "--no-sign-in"]) == 0
    assert main([*words, "import", "trainees", str(INPUTS / "intake-clean.xlsx")]) == 0
    capsys.readouterr()
    assert main([*words, "--json", "trainees"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 40


def test_a_full_roster_is_logged(run: Run, where: Path, tmp_path: Path) -> None:
    import sqlite3

    assert run("roster", "--cohort", "HCIA-AI-03", "--out", str(tmp_path / "f.xlsx"), "--full", "--purpose", "Audit",
               "--recipient", "JPK", "--approver", "Pn. Rohaya")[0] == 0
    with sqlite3.connect(where) as connection:
        assert connection.execute("SELECT count(*) FROM export_log").fetchone()[0] == 1


def test_the_report_of_an_import_is_a_list_again(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "left.xlsx"
    first = told(run, "import", "trainees", str(INPUTS / "intake-messy.xlsx"), "--report", str(report), status=1)
    again = told(run, "import", "trainees", str(report), "--dry-run", status=1)
    assert 0 < len(again["rows"]) <= first["left_out"]


def test_history_of_one_trainee(run: Run) -> None:
    entries = told(run, "history", "--trainee", "T26-00006")
    assert entries and entries != told(run, "history")
    assert run("history", "--trainee", "T99-99999")[0] == 2


def test_a_paper_that_was_altered_is_not_valid(run: Run, where: Path, tmp_path: Path) -> None:
    import sqlite3

    issued = told(run, "certificates", "issue", "--cohort", "HCIA-AI-03", "--out", str(tmp_path / "c"), status=1)
    number = next(r["number"] for r in issued if r.get("number"))
    with sqlite3.connect(where) as connection:
        connection.execute("UPDATE certificate SET facts = replace(facts, 'bin', 'ben') WHERE number = ?", (number,))
    assert run("verify", number)[0] == 1


def test_a_viewer_may_not_mark(run: Run, where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    from app.sample.users import PASSWORD

    with sqlite3.connect(where) as connection:
        connection.execute("UPDATE centre SET sign_in_required = 1")
    monkeypatch.setenv("SIJIL_PASSWORD", PASSWORD)
    words = ("mark", "--cohort", "HCIA-5G-07", "--session", "1", "--identity", "900101145567=P")
    status, out, _err = run("--user", "audit", "cohorts")
    assert status == 0 and "HCIA-5G-07" in out
    number = "".join(c for c in _somebody(where) if c.isalnum())
    assert run("--user", "audit", *words[:-1], f"{number}=P")[0] == 3


def _somebody(where: Path) -> str:
    import sqlite3

    with sqlite3.connect(where) as connection:
        return str(connection.execute(
            "SELECT i.number FROM identity i JOIN enrolment e ON e.trainee_id = i.trainee_id JOIN cohort c "
            "ON c.id = e.cohort_id WHERE c.code = 'HCIA-5G-07' LIMIT 1").fetchone()[0])
