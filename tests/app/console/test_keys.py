"""The signing keys on the command line, from the first certificate to another PC."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from app.certificates.commands import IssueCertificate
from app.console.main import main
from app.console.output import DONE, PARTLY, REFUSED, USAGE
from app.db.engine import make_engine
from app.office.office import Office
from app.office.permissions import SYSTEM
from app.settings import config_dir
from app.trust import authority, keys
from app.trust.published import holds
from tests.app.cohort_story import QUALIFY, tell
from tests.app.trust.test_authority import PIN, file  # noqa: F401

Run = Any


@pytest.fixture
def run(sqlite_file: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    engine = make_engine(str(sqlite_file))
    story = tell(Office(engine, SYSTEM))
    story.office.do(IssueCertificate(enrolment_id=story.enrolments[QUALIFY[0]], issued_on=date(2026, 7, 14)))
    engine.dispose()

    class Do:
        file = str(sqlite_file)

        def __call__(self, *words: str) -> tuple[int, Any]:
            capsys.readouterr()
            authority.forget()  # each command is a process of its own
            status = main(["--database", self.file, "--json", *words])
            said = capsys.readouterr()
            assert "Traceback" not in said.err
            return status, json.loads(said.out) if said.out.strip() else said.err

        def said(self) -> str:
            """What the last command said to people, where it was called without --json."""
            return "".join(capsys.readouterr())
    return Do()


@pytest.fixture
def phrase(tmp_path: Path) -> str:
    path = tmp_path / "phrase.txt"
    path.write_text("kuda makan rumput hijau\n", "utf-8")
    return str(path)


def test_backed_up_tried_and_restored_on_another_pc(
        run: Run, phrase: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = str(tmp_path / "k.sijilkeys")
    assert "not backed up" in run("keys", "list")[1]["due"][0]
    assert run("keys", "backup", kept, "--passphrase-file", phrase)[1]["has_root"]
    assert run("keys", "drill", kept, "--passphrase-file", phrase) == (DONE, {"proved": 3})
    found = run("keys", "list")[1]
    assert (found["due"], found["can_sign"], found["root_here"]) == ([], True, False)
    monkeypatch.setenv("SIJIL_HOME", str(tmp_path / "other pc"))
    keys._OPENED.clear()
    assert not run("keys", "list")[1]["can_sign"]
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("kuda makan rumput biru", "utf-8")
    status, said = run("keys", "restore", kept, "--passphrase-file", str(wrong))
    assert status == USAGE and "not the one" in str(said)
    assert run("keys", "restore", kept, "--passphrase-file", phrase)[0] == DONE
    assert run("keys", "list")[1]["can_sign"]
    assert run("keys", "rotate")[0] == REFUSED, "the root is only in the backup"
    assert run("keys", "rotate", "--backup", kept, "--passphrase-file", phrase)[0] == DONE
    assert run("keys", "rotate", "--all")[0] == DONE
    assert len(run("keys", "list")[1]["keys"]) == 8


def test_revoked_and_published(run: Run, tmp_path: Path) -> None:
    kid = next(k["kid"] for k in run("keys", "list")[1]["keys"] if k["use"] == "pdf")
    assert run("keys", "revoke", kid, "--from", "soon", "--reason", "Stolen")[0] == USAGE
    assert run("keys", "revoke", kid, "--from", "2026-07-01", "--reason", "Stolen")[0] == DONE
    out = tmp_path / "keys.json"
    assert run("keys", "export", str(out))[1]["signed_by"]["use"] == "root"
    told = json.loads(out.read_text("utf-8"))
    assert holds(told) and next(k for k in told["keys"] if k["kid"] == kid)["reason"] == "Stolen"


def test_a_passphrase_file_that_is_not_there_is_a_sentence(run: Run, tmp_path: Path) -> None:
    status, said = run("keys", "backup", str(tmp_path / "k"), "--passphrase-file", str(tmp_path / "none"))
    assert status == USAGE and "cannot be read" in str(said)


@pytest.fixture
def pin(tmp_path: Path) -> str:
    path = tmp_path / "pin.txt"
    path.write_text(PIN + "\n", "utf-8")
    return str(path)


def test_files_are_signed_with_an_authoritys_key_by_its_pin(
        run: Run, file: Path, pin: str, sqlite_file: Path, tmp_path: Path) -> None:  # noqa: F811
    assert "Pusat Contoh" in run("keys", "signer", "--pkcs12", str(file), "--pin-file", pin)[1]["said"]
    assert {k["use"] for k in run("keys", "list")[1]["keys"]} == {"root", "pdf", "statement", "authority"}
    out = tmp_path / "out"
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("another\n", "utf-8")
    first = run("certificates", "list")[1][0]["number"]
    for words in (("print", first, "--out", str(out)), ("transcript", "T26-00002", str(out / "t.pdf")),
                  ("certificates", "issue", "--cohort", "HCIA-AI-03", "--out", str(out))):
        status, said = run(*words)
        assert status == REFUSED and "--pin-file" in str(said)
        assert run(*words, "--pin-file", str(wrong))[0] == USAGE
    assert not out.exists() and len(run("certificates", "list")[1]) == 1, "nothing is issued that cannot be written"
    assert run("print-log")[1] == []
    assert run("print", first, "--out", str(out), "--pin-file", pin)[0] == DONE
    (paper,) = out.iterdir()
    assert run("verify", str(paper))[1]["state"] == "valid"
    signature = PdfFileReader(BytesIO(paper.read_bytes())).embedded_signatures[0]
    assert "Pusat Contoh (berlesen)" in signature.signer_cert.subject.human_friendly
    assert run("print", first, "--out", str(tmp_path / "all.pdf"))[0] == DONE, "a file for the printer is not signed"
    kept = [p for p in (sqlite_file, *config_dir().rglob("*")) if p.is_file()]
    assert all(PIN.encode() not in p.read_bytes() for p in kept)
    assert run("publish", str(tmp_path / "web"))[0] == DONE
    assert run("keys", "export", str(tmp_path / "keys.json"))[0] == DONE


def test_a_paper_is_printed_by_its_number_or_code(run: Run, tmp_path: Path) -> None:
    row = run("certificates", "list")[1][0]
    for word in (row["number"], row["number"].lower(), row["code"]):
        status, said = run("print", word, "--out", str(tmp_path / "paper.pdf"))
        assert (status, [s["number"] for s in said["sheets"]]) == (DONE, [row["number"]])
    status, said = run("print", "NOTHING-1", "--out", str(tmp_path / "paper.pdf"))
    assert status == USAGE and "no cohort and no certificate NOTHING-1" in str(said)


def test_a_pc_without_keys_says_that_its_files_are_not_signed(
        run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    number = run("certificates", "list")[1][0]["number"]
    assert run("print", number, "--out", str(tmp_path / "here"))[0] == DONE
    monkeypatch.setenv("SIJIL_HOME", str(tmp_path / "other pc"))
    keys._OPENED.clear()
    assert main(["--database", run.file, "print", number, "--out", str(tmp_path / "there")]) == PARTLY
    said = run.said()
    assert "The files are not signed. This PC does not have" in said
    both = [str(next((tmp_path / name).iterdir())) for name in ("here", "there")]
    status, told = run("verify", *both, str(tmp_path / "none.pdf"))
    assert status == PARTLY and [t.get("state", "error") for t in told] == ["valid", "unsigned", "error"]


def test_files_that_cannot_be_written_are_said_though_the_certificates_stand(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert main(["--database", run.file, "certificates", "issue", "--cohort", "HCIA-AI-03", "--out",
                 str(tmp_path / "file")]) == PARTLY
    assert "could not be written" in run.said()
    assert len(run("certificates", "list")[1]) == 3
