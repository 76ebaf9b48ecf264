"""The life of a certificate on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.certificates.commands import IssueCertificate
from app.console.main import main
from app.db.engine import make_engine
from app.office.office import Office
from app.office.permissions import SYSTEM
from tests.app.cohort_story import QUALIFY, tell

Run = Callable[..., tuple[int, Any]]
GOH = QUALIFY[1]


@pytest.fixture
def numbers(sqlite_file: Path) -> dict[str, str]:
    """Certificates of those who qualify, by name; Goh's is printed."""
    from app.certificates.commands import RecordPrint

    engine = make_engine(str(sqlite_file))
    story = tell(Office(engine, SYSTEM))
    found = {}
    for name in QUALIFY:
        made = story.office.do(IssueCertificate(enrolment_id=story.enrolments[name], issued_on=date(2026, 7, 14))).value
        found[name] = made.number
        if name == GOH:
            story.office.do(RecordPrint(certificate_ids=(made.id,)))
    engine.dispose()
    return found


@pytest.fixture
def run(sqlite_file: Path, numbers: dict[str, str], capsys: pytest.CaptureFixture[str]) -> Run:
    """A command on it: status, and what it said."""
    def do(*words: str) -> tuple[int, Any]:
        capsys.readouterr()
        status = main(["--database", str(sqlite_file), "--json", *words])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return status, json.loads(said.out) if said.out.strip() else said.err
    return do


def test_correct_replace_and_collect(run: Run, numbers: dict[str, str]) -> None:
    number = numbers[GOH]
    status, made = run("certificates", "correct", number, "--name", "Goh Xin Yee", "--reason", "Misspelt")
    assert (status, made["edition"], made["name"]) == (0, 2, "Goh Xin Yee")
    status, made = run("certificates", "replace", number, "--why", "lost", "--report", "SENTUL/1", "--fee", "RM 20.00",
                       "--receipt", "R-7", "--by", "Goh Ah Kow")
    assert (status, made["edition"]) == (0, 3)
    assert run("certificates", "collect", number)[0] == 3  # print 3 has not been printed
    assert {r["number"]: r["edition"] for r in run("certificates", "list", "--unprinted")[1]}[number] == 3
    assert run("verify", number)[1]["edition"] == 3


def test_collect_post_return_and_undo(run: Run, numbers: dict[str, str]) -> None:
    number = numbers[GOH]

    def waiting() -> list[str]:
        return [r["number"] for r in run("certificates", "list", "--uncollected")[1]]

    assert waiting() == [number]
    assert run("certificates", "collect", number, "--by", "Goh Ah Kow")[0] != 0
    assert run("certificates", "collect", number, "--by", "Goh Ah Kow", "--shown", "MyKad")[0] == 0
    assert waiting() == []
    assert run("certificates", "collect", number, "--undo", "Wrong row")[0] == 0
    assert run("certificates", "collect", number, "--post", "12 Jalan Ipoh", "--posting", "EP1MY")[0] == 0
    assert run("certificates", "collect", number, "--returned", "Moved away")[0] == 0
    assert waiting() == [number]
    assert run("certificates", "collect", "KL26-77777-A")[0] != 0


def test_void_is_asked_refused_and_approved(run: Run, numbers: dict[str, str]) -> None:
    number = numbers[GOH]
    assert run("certificates", "void", number)[0] == 2
    assert run("certificates", "void", number, "--ask", "--reason", "Wrong person")[1]["state"] == "asked"
    assert [r["number"] for r in run("certificates", "list", "--void-asked")[1]] == [number]
    assert run("certificates", "void", number, "--refuse", "--reason", "It is right")[1]["state"] == "valid"
    assert run("certificates", "void", number, "--approve")[0] == 3
    run("certificates", "void", number, "--ask", "--reason", "Wrong person")
    assert run("certificates", "void", number, "--approve")[0] == 0
    assert [r["number"] for r in run("certificates", "list", "--state", "void")[1]] == [number]


def test_the_list_becomes_a_workbook_with_every_date(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "register.xlsx"
    status, rows = run("certificates", "list", "--from", "2026-07-14", "--until", "2026-07-14", "--out", str(out))
    assert (status, len(rows)) == (0, 3)
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    heads = [cell.value for cell in sheet[1]]
    assert {"Issued", "Last printed", "Handed out on", "Awarded", "Expires", "Void since"} <= set(heads)
    assert sheet.max_row == 4
