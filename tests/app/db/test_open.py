"""Whatever stands at the address of a database is named in words and left as it is; one program per file."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.centre.commands import SaveSetting
from app.centre.open_centre import OpenCentre
from app.db import lock, place
from app.db.engine import make_engine
from app.db.migrate import create
from app.db.open import open_database
from app.errors import SijilError, Unavailable
from app.office.office import Office
from app.office.permissions import SYSTEM

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "sijil.db"
    create(path)
    engine = make_engine(path)
    office = Office(engine, SYSTEM)
    office.do(OpenCentre(code="KL", name="Pusat Contoh"))
    for n in range(200):
        office.do(SaveSetting(key=f"k{n}", value="x" * 200))
    engine.dispose()
    return path


@pytest.fixture
def good(template: Path, tmp_path: Path) -> Path:
    shutil.copy(template, tmp_path / "sijil.db")
    return tmp_path / "sijil.db"


def missing(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def zero(path: Path) -> None:
    path.write_bytes(b"")


def words(path: Path) -> None:
    path.write_text("Senarai pelatih\n" * 500)


def foreign(path: Path) -> None:
    path.unlink()
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE moz_places (id INTEGER)")
    raw.commit()
    raw.close()


def newer(path: Path) -> None:
    raw = sqlite3.connect(path)
    raw.execute("UPDATE alembic_version SET version_num = '0977'")
    raw.execute("PRAGMA user_version = 977")
    raw.commit()
    raw.close()


def half(path: Path) -> None:
    with open(path, "r+b") as file:
        file.truncate(path.stat().st_size // 2)


def emptied(path: Path) -> None:
    raw = sqlite3.connect(path)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name IN "
                               "('centre', 'history_entry')").fetchall():
        raw.execute(f"DROP TABLE {name}")
    raw.commit()
    raw.close()


def scrambled_head(path: Path) -> None:
    with open(path, "r+b") as file:
        file.write(os.urandom(4096))


def scrambled_middle(path: Path) -> None:
    """As after a crash: the lock that was left behind makes the file be looked through first."""
    size = path.stat().st_size
    with open(path, "r+b") as file:
        for at in range(8192, size, 8192):
            file.seek(at)
            file.write(b"\xff" * 512)
    lock.lock_path(path).write_text('{"pc": "PC1", "user": "ali", "pid": 1, "since": 0}')


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


KINDS: tuple[tuple[Callable[[Path], None], str], ...] = (
    (missing, "no database"), (folder, "folder"), (zero, "empty"), (words, "not a Sijil database"),
    (foreign, "another program"), (newer, "newer Sijil"), (half, "damaged"), (emptied, "without its tables"),
    (scrambled_head, "not a Sijil database"), (scrambled_middle, "damaged"), (pipe, "not an ordinary file"))


CASES = [(spoil, word, read_only) for spoil, word in KINDS for read_only in (False, True)
         if not (read_only and spoil is scrambled_middle)]  # a reader does not look the whole file through


@pytest.mark.parametrize(("spoil", "word", "read_only"), CASES, ids=[f"{k.__name__}-{ro}" for k, _w, ro in CASES])
def test_what_is_wrong_is_named_and_left_alone(good: Path, spoil: Callable[[Path], None], word: str,
                                               read_only: bool) -> None:
    spoil(good)
    before = good.read_bytes() if good.is_file() else None
    with pytest.raises(SijilError, match=word):
        open_database(good, read_only=read_only)
    assert (good.read_bytes() if good.is_file() else None) == before
    assert lock.holder_of(good) is None


def test_a_good_file_opens_and_lets_go(good: Path) -> None:
    with open_database(good) as opened:
        Office(opened.engine, SYSTEM).do(SaveSetting(key="a", value="1"))
        opened.quick_check()
        assert lock.lock_path(good).exists()
    assert not lock.lock_path(good).exists()


def test_reading_never_writes(good: Path) -> None:
    with open_database(good, read_only=True) as opened:
        office = Office(opened.engine, SYSTEM)  # even when somebody forgot to tell the office
        with pytest.raises(Unavailable):
            office.do(SaveSetting(key="a", value="1"))


def test_second_start_is_told_who_holds_the_file(good: Path) -> None:
    code = (f"from app.db.open import open_database; o = open_database({str(good)!r}); print('open', flush=True); "
            "import time; time.sleep(60)")
    first = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert first.stdout is not None and first.stdout.readline() == "open\n"
        with pytest.raises(lock.Held) as refused:
            open_database(good)
        assert refused.value.holder is not None and refused.value.holder.pid == first.pid
        assert str(first.pid) in str(refused.value) and refused.value.holder.pc in str(refused.value)
        with open_database(good, read_only=True) as reader:
            assert reader.read_only
        first.send_signal(signal.SIGKILL)
        first.wait()
        with open_database(good) as opened:
            assert opened.unclean and opened.lock is not None and opened.lock.stale is not None
        with open_database(good) as opened:
            assert not opened.unclean
    finally:
        first.kill()
        first.communicate()


def test_a_second_start_asks_for_the_window(good: Path) -> None:
    with open_database(good) as opened:
        assert opened.lock is not None and not opened.lock.wanted()
        lock.ask_for_window(good)
        assert opened.lock.wanted() and not opened.lock.wanted()
    assert sorted(p.name for p in good.parent.iterdir()) in (["sijil.db"], ["sijil.db", "sijil.db-journal"])


@pytest.mark.parametrize("how", ["deleted", "renamed", "replaced", "older bytes"])
def test_a_file_changed_underneath_takes_no_writes(good: Path, how: str) -> None:
    older = good.with_name("older.db")
    shutil.copy(good, older)
    with open_database(good) as opened:
        office = Office(opened.engine, SYSTEM)
        office.do(SaveSetting(key="mine", value="1"))
        if how == "deleted":
            good.unlink()
        elif how == "renamed":
            good.rename(good.with_name("away.db"))
        elif how == "replaced":
            os.replace(older, good)
        else:
            data = older.read_bytes()
            done = subprocess.run([sys.executable, "-c", "import sys; f = open(sys.argv[1], 'r+b'); "
                                   "f.write(open(sys.argv[2], 'rb').read()); f.truncate()", str(good), str(older)],
                                  check=True)
            assert done.returncode == 0 and good.read_bytes() == data
        with pytest.raises(Unavailable):
            office.do(SaveSetting(key="into the void", value="1"))
    if how == "older bytes":
        rows = sqlite3.connect(good).execute("SELECT count(*) FROM setting WHERE key = 'into the void'").fetchone()
        assert rows == (0,)


def test_many_commits_are_not_taken_for_a_replaced_file(good: Path) -> None:
    with open_database(good) as opened:
        office = Office(opened.engine, SYSTEM)
        for n in range(30):
            office.do(SaveSetting(key=f"n{n}", value="1"))
            raw = sqlite3.connect(good)  # another program writes in between
            raw.execute("UPDATE counter SET next = next")
            raw.execute("INSERT OR REPLACE INTO counter (scope, next) VALUES ('x', ?)", (n,))
            raw.commit()
            raw.close()


def test_network_places_are_refused_with_the_way_out(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = "/dev/sda1 / ext4 rw 0 0\n//srv/share /mnt/share cifs rw 0 0\nsrv:/x /mnt/my\\040nfs nfs4 rw 0 0\n"
    assert place.is_network(Path("/mnt/share/a/sijil.db"), mounts)
    assert place.is_network(Path("/mnt/my nfs/sijil.db"), mounts)
    assert place.is_network(Path("//server/share/sijil.db"), mounts)
    assert place.is_network(Path("\\\\server\\share\\sijil.db"), mounts)
    assert not place.is_network(Path("/mnt/shared.db"), mounts)
    assert not place.is_network(Path("/home/ali/sijil.db"), mounts)
    monkeypatch.setattr(place, "is_network", lambda path, mounts=None: True)
    with pytest.raises(Unavailable, match="postgresql://"):
        open_database(good)
    with open_database(good, allow_share=True) as opened:
        assert not opened.read_only


def test_cloud_folders_are_warned_of(good: Path) -> None:
    inside = good.parent / "OneDrive - Pusat" / "sijil.db"
    inside.parent.mkdir()
    shutil.copy(good, inside)
    with open_database(inside) as opened:
        assert len(opened.warnings) == 1 and "sync program" in opened.warnings[0]


@pytest.mark.skipif(not sys.platform.startswith("linux") or os.geteuid() != 0, reason="mounts a medium")
def test_a_read_only_medium_opens_for_reading(good: Path) -> None:
    medium = good.parent / "medium"
    medium.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(medium)], check=False).returncode:
        pytest.skip("no mounts here")
    try:
        shutil.copy(good, medium / "sijil.db")
        subprocess.run(["mount", "-o", "remount,ro", str(medium)], check=True)
        with open_database(medium / "sijil.db") as opened:
            assert opened.read_only and opened.warnings
            office = Office(opened.engine, SYSTEM, read_only=opened.read_only)
            assert office.why_not(SaveSetting)
            with opened.engine.connect() as connection:
                assert connection.exec_driver_sql("SELECT count(*) FROM setting").scalar() == 200
    finally:
        subprocess.run(["umount", str(medium)], check=False)


def test_a_server_that_is_away_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    before = time.monotonic()
    with pytest.raises(Unavailable, match="does not answer") as told:
        open_database("postgresql+psycopg://somebody:hush@127.0.0.1:9/none")
    assert "hush" not in str(told.value)
    assert time.monotonic() - before < 20  # generous: it hangs for minutes when the limit is not set
