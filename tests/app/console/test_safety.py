"""check, backup, restore, history by command line: who may, what is said, which exit status."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.centre.commands import SaveSetting
from app.centre.open_centre import OpenCentre
from app.console.main import main
from app.db.engine import make_engine
from app.db.lock import holder_of
from app.db.open import open_database
from app.office.office import Office
from app.office.permissions import SYSTEM
from app.staff.commands import AddUser

PASSWORD = "kuda makan rumput hijau"


@pytest.fixture
def where(sqlite_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SIJIL_PASSWORD", PASSWORD)
    engine = make_engine(sqlite_file)
    office = Office(engine, SYSTEM)
    office.do(OpenCentre(code="KL", name="Pusat Contoh"))
    for login, role in (("aminah", "administrator"), ("rohaya", "instructor")):
        office.do(AddUser(login=login, name=login.title(), roles=frozenset({role}), password=PASSWORD))
    engine.dispose()
    yield sqlite_file
    assert holder_of(sqlite_file) is None


def test_check_says_what_was_tampered_with(where: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--database", str(where), "--user", "aminah", "check"]) == 0
    engine = make_engine(where)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE history_entry SET label = 'x' WHERE number = 2")
    engine.dispose()
    capsys.readouterr()
    assert main(["--database", str(where), "--user", "aminah", "--json", "check"]) == 1
    assert [f["where"] for f in json.loads(capsys.readouterr().out)["findings"]] == ["history"]


def test_backup_and_restore(where: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--database", str(where), "--user", "aminah", "--json", "backup", "--to", str(tmp_path / "b")]) == 0
    made = json.loads(capsys.readouterr().out)
    assert Path(made["file"]).parent == tmp_path / "b" and made["counts"]["user_account"] == 2
    engine = make_engine(where)
    Office(engine, SYSTEM).do(SaveSetting(key="late", value="1"))
    engine.dispose()
    assert main(["--database", str(where), "--user", "rohaya", "restore", made["file"]]) == 3
    assert main(["--database", str(where), "--user", "aminah", "--json", "restore", made["file"]]) == 0
    assert Path(json.loads(capsys.readouterr().out)["kept"]).exists()
    with open_database(where) as opened, opened.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM setting").scalar() == 0
    Path(made["file"]).write_bytes(b"torn")
    before = where.read_bytes()
    assert main(["--database", str(where), "--user", "aminah", "restore", made["file"]]) == 3
    assert len(before) == where.stat().st_size


def test_rights_and_passwords(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["--database", str(where), "--user", "rohaya", "backup"]) == 3
    assert main(["--database", str(where), "--user", "rohaya", "history"]) == 3
    assert main(["--database", str(where), "check"]) == 3
    monkeypatch.setenv("SIJIL_PASSWORD", "wrong password")
    for _n in range(5):
        assert main(["--database", str(where), "--user", "aminah", "check"]) == 3
    monkeypatch.setenv("SIJIL_PASSWORD", PASSWORD)
    assert main(["--database", str(where), "--user", "aminah", "check"]) == 3  # the wait holds here too


def test_the_window_and_the_command_line_share_a_file_without_harm(where: Path,
                                                                   capsys: pytest.CaptureFixture[str]) -> None:
    with open_database(where) as opened:
        office = Office(opened.engine, SYSTEM)
        office.do(SaveSetting(key="window", value="1"))
        assert main(["--database", str(where), "--user", "aminah", "check"]) == 0  # reads beside the window
        assert main(["--database", str(where), "--user", "aminah", "restore", "x.db"]) == 3
        capsys.readouterr()
        assert main(["--database", str(where), "--user", "aminah", "users", "disable", "rohaya"]) == 3
        assert "open on" in capsys.readouterr().err
        office.do(SaveSetting(key="goes on", value="1"))


@pytest.mark.parametrize("content", [b"", b"words", b"SQLite format 3\0" + b"x" * 5000])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.db"
    file.write_bytes(content)
    assert main(["--database", str(file), "--user", "a", "check"]) == 3
    assert file.read_bytes() == content
    assert "Traceback" not in capsys.readouterr().err
