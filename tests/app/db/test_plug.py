"""Pulling the plug: kill -9 at random moments, and disks that fill up. Nothing that was acknowledged may be lost."""

from __future__ import annotations

import contextlib
import io
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from unittest import mock

import pytest

from app.centre.check import check
from app.console.selftest import list_records
from app.db.open import open_database, quick_check

ROOT = Path(__file__).parents[3]
WRITE = "from app.console.selftest import write_records; write_records()"
LIE = """
from app.console import selftest
from app.office.office import Office
real, say = Office.do, selftest._say
def do(self, command, *rest):
    if isinstance(command, selftest.WriteRecord):
        say("ACK", command.number)  # before the commit
    return real(self, command, *rest)
Office.do = do
selftest._say = lambda *words: None if words[0] == "ACK" else say(*words)
selftest.write_records()
"""


class Writer:
    """The self-test's writer as a program of its own, and what it has said."""

    def __init__(self, database: Path, start: int = 1, code: str = WRITE) -> None:
        self.said: list[list[str]] = []
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={**os.environ, "RC_DB": str(database), "RC_START": str(start), "RC_COUNT": "0"})
        self.thread = threading.Thread(target=self._read)
        self.thread.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.endswith("\n"):
                self.said.append(line.split(maxsplit=2))

    def numbers(self, word: str) -> set[int]:
        return {int(line[1]) for line in self.said if line[0] == word}

    def wait_for(self, word: str, many: int = 1) -> None:
        limit = time.monotonic() + 60
        while sum(line[0] == word for line in self.said) < many:
            assert time.monotonic() < limit and self.process.poll() is None, self.said[-3:]
            time.sleep(0.002)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.thread.join()
        assert self.process.stdout is not None
        self.process.stdout.close()


def have(database: Path) -> set[int]:
    """What the self-test lists; in this process, since only the writer is killed."""
    out = io.StringIO()
    with mock.patch.dict(os.environ, {"RC_DB": str(database)}), contextlib.redirect_stdout(out):
        list_records()
    return {int(line.split()[1]) for line in out.getvalue().splitlines()}


def halves(database: Path) -> int:
    """Trainees of which a part is missing; there may be none, since a record is one transaction."""
    raw = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    counts = {t: raw.execute(f"SELECT count(*) FROM {t}").fetchone()[0]
              for t in ("trainee", "identity", "enrolment", "mark", "certificate")}
    raw.close()
    return len(set(counts.values())) - 1


def test_kill_at_random_moments_loses_nothing(tmp_path: Path) -> None:
    database, chance, acknowledged, tried = tmp_path / "sijil.db", random.Random(7), set(), 0
    for _cycle in range(12):
        writer = Writer(database, start=tried + 1)
        writer.wait_for("ACK", chance.randint(1, 8))
        time.sleep(chance.random() * 0.03)
        writer.kill()
        acknowledged |= writer.numbers("ACK")
        tried = max(writer.numbers("TRY"))
        assert not writer.numbers("FAIL")
        there = have(database)
        assert acknowledged <= there, "acknowledged and lost"
        assert there <= set(range(1, tried + 1))
        assert halves(database) == 0
        quick_check(database, whole=True)
    assert len(acknowledged) > 30
    with open_database(database) as opened:
        assert opened.unclean and check(opened.engine, str(database)) == []
    _touch(database, "UPDATE history_entry SET hash = 'forged' WHERE number = 10")
    _touch(database, "DELETE FROM certificate_event WHERE certificate_id = 3")
    _touch(database, "DELETE FROM certificate WHERE id = 3")
    with open_database(database) as opened:
        found = check(opened.engine, str(database))
        assert {f.where for f in found} >= {"history", "certificates"}
        assert any("numbers were given" in f.what for f in found) and any("carries" in f.what for f in found)


def _touch(database: Path, statement: str) -> None:
    raw = sqlite3.connect(database)
    raw.execute(statement)
    raw.commit()
    raw.close()


def test_kill_while_the_database_is_being_made(tmp_path: Path) -> None:
    chance = random.Random(11)
    for n in range(5):
        database = tmp_path / f"{n}.db"
        writer = Writer(database)
        time.sleep(0.25 + chance.random() * 0.35)
        writer.kill()
        again = Writer(database, start=100)
        again.wait_for("ACK")
        again.kill()
        assert again.numbers("ACK") <= have(database)


def test_a_liar_is_caught(tmp_path: Path) -> None:
    """A writer that acknowledges before it commits must be found out, else the test above proves nothing."""
    database, tried = tmp_path / "sijil.db", 0
    for _cycle in range(25):
        writer = Writer(database, start=tried + 1, code=LIE)
        writer.wait_for("ACK", 2)
        writer.kill()
        tried = max(writer.numbers("TRY"))
        if not writer.numbers("ACK") <= have(database):
            return
    pytest.fail("the liar was believed")


@pytest.mark.skipif(not sys.platform.startswith("linux") or os.geteuid() != 0, reason="mounts a small disk")
def test_a_full_disk_refuses_and_works_again_by_itself(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)], check=False).returncode:
        pytest.skip("no mounts here")
    writer = None
    try:
        database, filler = disk / "sijil.db", disk / "filler"
        writer = Writer(database)
        writer.wait_for("ACK", 3)
        for _fill in range(4):
            before = len(writer.numbers("FAIL"))
            _fill_up(filler)
            writer.wait_for("FAIL", before + 3)
            known = writer.numbers("ACK")
            assert known <= have(database)  # can be read while full
            acknowledged = len(writer.numbers("ACK"))
            filler.unlink()
            writer.wait_for("ACK", acknowledged + 3)
        writer.kill()
        there = have(database)
        assert writer.numbers("ACK") <= there, "lost"
        assert not writer.numbers("FAIL") & there, "refused but stored"
        assert halves(database) == 0
        whys = {line[2] for line in writer.said if line[0] == "FAIL"}
        assert all("disk is full" in why for why in whys), whys
        quick_check(database, whole=True)
        shutil.copy(database, tmp_path / "copy.db")
    finally:
        if writer is not None and writer.process.poll() is None:
            writer.kill()
        subprocess.run(["umount", str(disk)], check=False)


def _fill_up(filler: Path) -> None:
    with open(filler, "ab", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return
