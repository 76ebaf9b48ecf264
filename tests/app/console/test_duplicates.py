"""One person, once, at the command line: the pairs, a merge tried and made and taken back, two people."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pytest

from app.console import duplicates
from app.console.main import main
from app.office.office import Office
from app.trainees.commands import AddTrainee
from app.trainees.queries import TraineeDetail

ALI = AddTrainee(full_name="MOHD ALI BIN ABU", identity_number="900101-14-5567", phone_mobile="012-345 6789")


@pytest.fixture(autouse=True)
def pair(sqlite_office: Office, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    keys = [sqlite_office.do(one).value for one in (
        ALI, replace(ALI, full_name="MUHAMMAD ALI BIN ABU", identity_number="900101-14-5657", email="a@b.my"))]
    monkeypatch.setattr(duplicates, "office_for", lambda _args, writes=True: nullcontext(sqlite_office))
    one, other = (sqlite_office.ask(TraineeDetail(trainee_id=key))[0].number for key in keys)
    return one, other


def told(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> Any:
    capsys.readouterr()
    assert main(["--json", *words]) == status
    said = capsys.readouterr()
    return json.loads(said.out) if not status else said.err


def test_listed_tried_merged_and_two_again(
    capsys: pytest.CaptureFixture[str], pair: tuple[str, str], sqlite_office: Office
) -> None:
    one, other = pair
    found = told(capsys, "duplicates")
    assert [(f["one"], f["other"], f["strength"]) for f in found] == [(one, other, "very")]
    tried = told(capsys, "merge", one, other, "--dry-run")
    assert (tried["asked"], tried["take"], tried["merged"]) == (["full_name", "identity"], ["email"], False)
    assert "--name" in told(capsys, "merge", one, other, status=2)
    assert "'colour'" in told(capsys, "merge", one, other, "--take", "colour", status=2)
    assert "T99-1" in told(capsys, "merge", one, "T99-1", status=2)
    made = told(capsys, "merge", one, other.lower(), "--name", "right", "--identity", "left", "--take", "phone_mobile")
    assert made["merged"] and made["take"] == ["email", "full_name", "phone_mobile"]
    whole = sqlite_office.ask(TraineeDetail(number=other))[0]
    assert (whole.number, whole.name, whole.current.number) == (one, "MUHAMMAD ALI BIN ABU", "900101-14-5567")
    assert told(capsys, "duplicates") == []
    told(capsys, "merge", one, other, "--name", "left", status=2)
    assert told(capsys, "unmerge", other) == {"kept": one, "back": other}
    told(capsys, "unmerge", other, status=2)
    assert len(told(capsys, "duplicates")) == 1


def test_two_people(capsys: pytest.CaptureFixture[str], pair: tuple[str, str]) -> None:
    told(capsys, "not-same", *pair, "--why", "Cousins")
    assert told(capsys, "duplicates") == []
    assert main(["duplicates"]) == 0 and "0 pairs" in capsys.readouterr().out
    told(capsys, "not-same", *pair, "--take-back")
    assert main(["duplicates"]) == 0
    out = capsys.readouterr().out
    assert "Very likely" in out and "1 pair may be one person" in out
