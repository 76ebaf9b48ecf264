"""The sample centre: always the same, and as the story tells it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
WHY_NOT = {"Benedict anak Lawai": "Attendance 75.0 %", "Cheah Yong Sheng": "Final exam 44",
           "Hakim Luqman bin Saidin": "Weighted total 58.2", "Kartini binti Sulong": "Lab practical 2 has no mark",
           "Melvin Jipanus": "Attendance 70.0 %", "Sanjay Singh a/l Balwant Singh": "Final exam has no mark"}


def sijil(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """One command as its own process."""
    return subprocess.run([sys.executable, str(ROOT / "main.py"), *words], capture_output=True, text=True,
                          encoding="utf-8", check=False,
                          env={**os.environ, "SIJIL_SETUP": "off", "SIJIL_HOME": str(home)})


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, list[str]]]:
    """The sample made twice, and what the first run said."""
    base = tmp_path_factory.mktemp("demo")
    said = [sijil("--json", "demo", str(base / name), home=base / "home") for name in "ab"]
    assert [s.returncode for s in said] == [0, 0], said[0].stderr
    return base / "a", base / "b", json.loads(said[0].stdout)


def one(folder: Path, sql: str) -> int:
    with sqlite3.connect(folder / "sijil.db") as connection:
        return int(connection.execute(sql).fetchone()[0])


def test_two_runs_are_the_same_in_every_table(two: tuple[Path, Path, dict[str, list[str]]]) -> None:
    dumps = []
    for folder in two[:2]:
        with sqlite3.connect(folder / "sijil.db") as connection:
            dumps.append(sorted(connection.iterdump()))  # indexes are made in any order
    assert len(dumps[0]) > 2000
    assert dumps[0] == dumps[1]


def test_two_runs_write_the_same_papers(two: tuple[Path, Path, dict[str, list[str]]]) -> None:
    papers = [{p.relative_to(folder): p.read_bytes() for p in folder.rglob("*.pdf")} for folder in two[:2]]
    assert len(papers[0]) == 28 and papers[0] == papers[1]


def test_what_is_in_it(two: tuple[Path, Path, dict[str, list[str]]]) -> None:
    folder, _other, said = two
    assert one(folder, "SELECT count(*) FROM trainee") == 242  # two are recorded twice
    assert one(folder, "SELECT count(*) FROM cohort") == 7
    assert one(folder, "SELECT count(*) FROM course") == 6
    assert one(folder, "SELECT count(*) FROM enrolment e JOIN cohort c ON c.id = e.cohort_id "
                       "WHERE c.code = 'HCIA-AI-03'") == 32
    assert one(folder, "SELECT count(*) FROM certificate") == 26
    left = dict(line.split(": ", 1) for line in said["left_out"])
    assert left.keys() == WHY_NOT.keys()
    assert all(left[name].startswith(why) for name, why in WHY_NOT.items())
    assert len(said["files"]) == 29 and all(Path(f).stat().st_size for f in said["files"])


def test_a_sample_is_never_written_over(two: tuple[Path, Path, dict[str, list[str]]], tmp_path: Path) -> None:
    before = (two[0] / "sijil.db").read_bytes()
    again = sijil("demo", str(two[0]), home=tmp_path)
    assert again.returncode == 3 and "Traceback" not in again.stderr
    assert (two[0] / "sijil.db").read_bytes() == before
