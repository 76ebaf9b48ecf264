"""Backups: verified before they are named, thinned, restored without overwriting; a failure leaves the older ones."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.centre.backups import Keeper, restore_closed
from app.centre.check import check
from app.centre.commands import AddHolidays, SaveCentre, SaveSetting
from app.centre.open_centre import OpenCentre
from app.db import backup as backups
from app.db import lock
from app.db.backup import keep, list_backups, make_backup, verify
from app.db.engine import make_engine
from app.db.migrate import create
from app.db.open import open_database, quick_check
from app.db.restore import restore
from app.errors import Damaged, Refused, Unavailable
from app.job import Cancelled
from app.office.journal import Changes
from app.office.office import Office
from app.office.permissions import NOBODY, ROLES, SYSTEM, Actor

NOW = datetime(2026, 7, 14, 4, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "sijil.db"
    create(file)
    engine = make_engine(file)
    Office(engine, SYSTEM).do(OpenCentre(code="KL", name="Pusat Contoh"))
    engine.dispose()
    return file


def change(path: Path, key: str) -> None:
    engine = make_engine(path)
    Office(engine, SYSTEM).do(SaveSetting(key=key, value="x" * 5000))
    engine.dispose()


def keys(path: Path) -> set[str]:
    raw = sqlite3.connect(path)
    found = {k for (k,) in raw.execute("SELECT key FROM setting")}
    raw.close()
    return found


def test_a_backup_is_whole_and_says_what_it_holds(path: Path) -> None:
    change(path, "a")
    made = make_backup(str(path), now=NOW)
    assert made.path.parent == path.parent / "backups"
    assert made.path.name == "sijil-2026-07-14-120000-manual.db"
    assert keys(made.path) == {"a"} and made.counts["history_entry"] == 2
    told = json.loads(backups.manifest_of(made.path).read_text())
    assert told["anchor"] == made.anchor and told["anchor"].startswith("2:")
    assert verify(made.path).counts == made.counts
    assert [p.suffix for p in sorted(made.path.parent.iterdir())] == [".db", ".json"]
    assert list_backups(made.path.parent)[0] == made


def test_a_backup_while_another_program_writes_is_whole(path: Path) -> None:
    code = ("import sys; from app.db.engine import make_engine; from app.office.office import Office\n"
            "from app.office.permissions import SYSTEM; from app.centre.commands import SaveSetting\n"
            f"office = Office(make_engine({str(path)!r}), SYSTEM)\n"
            "for n in range(400):\n    office.do(SaveSetting(key=f'w{n}', value='x' * 9000))\n"
            "    if n == 20: print('busy', flush=True)\n")
    writer = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[3], stdout=subprocess.PIPE,
                              text=True)
    assert writer.stdout is not None and writer.stdout.readline() == "busy\n"
    made = [make_backup(str(path), now=NOW + timedelta(minutes=n)) for n in range(6)]
    writer.communicate()
    for one in made:
        raw = sqlite3.connect(one.path)
        settings = raw.execute("SELECT count(*) FROM setting").fetchone()[0]
        assert settings == one.counts["history_entry"] - 1  # a setting and its entry, or neither
        raw.close()
        verify(one.path)


def test_a_damaged_database_is_not_backed_up(path: Path) -> None:
    for n in range(40):
        change(path, f"k{n}")
    good = make_backup(str(path), now=NOW)
    with open(path, "r+b") as file:
        for at in range(8192, path.stat().st_size, 16384):
            file.seek(at)
            file.write(b"\xff" * 2000)
    with pytest.raises(Damaged, match="older backups are untouched"):
        make_backup(str(path), now=NOW + timedelta(hours=1))
    assert [b.path for b in list_backups(good.path.parent)] == [good.path]
    assert not list(good.path.parent.glob("*.part"))
    verify(good.path)


@pytest.mark.skipif(not sys.platform.startswith("linux") or os.geteuid() != 0, reason="mounts a small disk")
def test_a_full_disk_leaves_the_older_backups(path: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], check=False).returncode:
        pytest.skip("no mounts here")
    try:
        first = make_backup(str(path), folder=disk, now=NOW)
        (disk / "filler").write_bytes(b"x" * (3_000_000 - first.size - 200_000))
        with pytest.raises(Unavailable, match="full"):
            make_backup(str(path), folder=disk, now=NOW + timedelta(minutes=1))
        assert [b.path for b in list_backups(disk)] == [first.path]
        verify(first.path)
        (disk / "filler").unlink()
        make_backup(str(path), folder=disk, now=NOW + timedelta(minutes=2))
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def test_a_disk_that_fills_while_copying(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = make_backup(str(path), now=NOW)

    def full(*_a: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "_sync", full)
    with pytest.raises(Unavailable):
        make_backup(str(path), now=NOW + timedelta(minutes=1))
    assert sorted(p.name for p in first.path.parent.iterdir()) == [
        first.path.name, backups.manifest_of(first.path).name]


def test_cancelling_leaves_nothing(path: Path) -> None:
    def stop(done: int, total: int, text: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        make_backup(str(path), step=stop)
    assert not list((path.parent / "backups").iterdir())


def test_thinning_keeps_days_weeks_and_months() -> None:
    made = [NOW - timedelta(hours=6 * n) for n in range(4 * 500)]
    kept = sorted(keep(made, NOW), reverse=True)
    assert [m for m in made if NOW - m <= timedelta(days=2)] == [m for m in kept if NOW - m <= timedelta(days=2)]
    older = [m for m in kept if NOW - m > timedelta(days=2)]
    assert 12 + 8 + 7 <= len(older) <= 12 + 10 + 9
    assert NOW - older[-1] > timedelta(days=200)
    assert keep([NOW - timedelta(days=5000)], NOW)  # the last one is never thrown away
    # kept again day by day, as it happens in life: nothing that should be there is lost on the way
    staying: set[datetime] = set()
    for day in range(400):
        at = NOW + timedelta(days=day)
        staying = keep({*staying, at}, at)
    ages = sorted((NOW + timedelta(days=399) - m).days for m in staying)
    assert ages[:15] == list(range(15)) and ages[-1] >= 200


def test_thinning_deletes_only_its_own(path: Path) -> None:
    for day in range(40):
        make_backup(str(path), now=NOW + timedelta(days=day))
    folder = path.parent / "backups"
    assert len(list_backups(folder)) < 30
    stranger = folder / "sijil-2020-01-01-000000-manual.db"
    stranger.write_bytes(b"somebody's")
    make_backup(str(path), now=NOW + timedelta(days=41))
    assert stranger.exists()


def test_restore_keeps_the_present_file_aside(path: Path) -> None:
    change(path, "early")
    made = make_backup(str(path), now=NOW)
    change(path, "late")
    done = restore(made.path, str(path))
    assert keys(path) == {"early"}
    assert done.aside is not None and keys(done.aside) == {"early", "late"}
    assert done.backup.counts["history_entry"] == 2
    quick_check(path)
    assert lock.holder_of(path) is None


@pytest.mark.parametrize("kind", ["cut", "flipped", "words", "zero", "foreign", "missing", "counts"])
def test_a_damaged_backup_is_recognised_before_anything_is_overwritten(path: Path, kind: str) -> None:
    for n in range(20):
        change(path, f"k{n}")
    made = make_backup(str(path), now=NOW)
    change(path, "late")
    file, data = made.path, made.path.read_bytes()
    if kind == "cut":
        file.write_bytes(data[: len(data) // 2])
    elif kind == "flipped":
        place = random.Random(1).randrange(4096, len(data))
        file.write_bytes(data[:place] + bytes([data[place] ^ 255]) + data[place + 1:])
    elif kind == "words":
        file.write_text("sandaran")
    elif kind == "zero":
        file.write_bytes(b"")
    elif kind == "missing":
        file.unlink()
    elif kind == "foreign":
        file.unlink()
        raw = sqlite3.connect(file)
        raw.execute("CREATE TABLE t (id INTEGER)")
        raw.commit()
        raw.close()
    else:
        told = json.loads(backups.manifest_of(file).read_text())
        told["counts"]["trainee"] = 54000
        backups.manifest_of(file).write_text(json.dumps(told))
    before = path.read_bytes()
    with pytest.raises(Unavailable):
        restore(file, str(path))
    assert path.read_bytes() == before
    assert not path.with_name("sijil.db.restoring").exists()


def test_a_damaged_backup_without_its_manifest(path: Path) -> None:
    for n in range(40):
        change(path, f"k{n}")
    made = make_backup(str(path), now=NOW)
    backups.manifest_of(made.path).unlink()
    verify(made.path)  # a copy that lost its manifest on the way is still good
    with open(made.path, "r+b") as file:
        for at in range(8192, made.size, 16384):
            file.seek(at)
            file.write(b"\xff" * 2000)
    with pytest.raises(Damaged):
        verify(made.path)


def test_restore_over_a_damaged_or_missing_database(path: Path) -> None:
    change(path, "early")
    made = make_backup(str(path), now=NOW)
    path.write_bytes(b"\xff" * 10000)
    done = restore(made.path, str(path))
    assert keys(path) == {"early"}
    assert done.aside is not None and done.aside.read_bytes() == b"\xff" * 10000
    path.unlink()
    assert restore(made.path, str(path)).aside is None
    assert keys(path) == {"early"}


def test_a_left_over_journal_is_not_played_into_the_restored_file(path: Path) -> None:
    made = make_backup(str(path), now=NOW)
    path.write_bytes(b"\xff" * 10000)
    journal = path.with_name(path.name + "-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\0" * 4000)
    done = restore(made.path, str(path))
    quick_check(path)
    assert done.aside is not None and done.aside.exists()


def test_the_open_database_goes_on_with_the_restored_file(path: Path) -> None:
    with open_database(path) as opened:
        office = Office(opened.engine, SYSTEM)
        keeper, heard = Keeper(office, opened), []
        office.do(SaveSetting(key="early", value="1"))
        made = keeper.back_up()
        office.do(SaveSetting(key="late", value="1"))
        office.on_change(heard.append)
        keeper.restore(made.path)
        assert office.undo_label() is None and heard[-1].touches({"trainee"})
        office.do(SaveSetting(key="after", value="1"))
        assert check(opened.engine, str(path)) == []
    assert keys(path) == {"early", "after"}
    raw = sqlite3.connect(path)
    assert raw.execute("SELECT kind, command FROM history_entry ORDER BY number").fetchall()[-2] == ("note", "Restore")
    raw.close()


def test_a_restore_is_refused_while_another_program_has_the_file(path: Path) -> None:
    made = make_backup(str(path), now=NOW)
    with open_database(path), pytest.raises(lock.Held):
        restore_closed(made.path, str(path))


def test_who_may(path: Path) -> None:
    with open_database(path) as opened:
        office = Office(opened.engine, SYSTEM)
        keeper = Keeper(office, opened)
        made = keeper.back_up()
        for role in ROLES:
            office.actor = Actor(1, role, role, frozenset({role}))
            if role in ("administrator", "certificates"):
                keeper.listed()
            else:
                with pytest.raises(Refused):
                    keeper.back_up()
            if role != "administrator":
                with pytest.raises(Refused):
                    keeper.restore(made.path)
            keeper.back_up("quit")


def test_backups_fall_due_after_thirty_minutes_of_change(path: Path) -> None:
    now = [NOW]
    with open_database(path) as opened:
        office = Office(opened.engine, SYSTEM, clock=lambda: now[0])
        keeper = Keeper(office, opened)
        now[0] += timedelta(hours=5)
        assert not keeper.due() and not keeper.dirty()
        office.do(SaveSetting(key="a", value="1"))
        assert keeper.dirty() and not keeper.due()
        now[0] += timedelta(minutes=31)
        assert keeper.due()
        keeper.back_up("time")
        assert not keeper.dirty()
        office.do(AddHolidays(days=((NOW.date(), "Cuti"),)))
        assert not keeper.due() and keeper.dirty()


def test_signing_in_is_no_change_but_what_the_one_before_did_is_kept(path: Path) -> None:
    with open_database(path) as opened:
        office = Office(opened.engine, NOBODY)
        keeper = Keeper(office, opened)
        office.tell(Changes(frozenset({"user_account"})))
        assert not keeper.dirty()
        office.actor = SYSTEM
        office.do(SaveSetting(key="a", value="1"))
        after = Keeper(Office(opened.engine, NOBODY), opened)
        after.carry(keeper)
        assert after.dirty()


def test_the_folder_of_the_centre_is_used(path: Path, tmp_path: Path) -> None:
    engine = make_engine(path)
    Office(engine, SYSTEM).do(SaveCentre(backup_folder=str(tmp_path / "kept here")))
    engine.dispose()
    assert make_backup(str(path)).path.parent == tmp_path / "kept here"


def tamper(path: Path, statement: str) -> None:
    raw = sqlite3.connect(path)
    raw.execute(statement)
    raw.commit()
    raw.close()


TAMPERINGS = {
    "an entry is edited": "UPDATE history_entry SET label = 'nothing' WHERE number = 3",
    "a row is edited": "UPDATE history_row SET after = replace(after, 'xx', 'yy') WHERE entry = 3",
    "an entry in the middle is deleted": "DELETE FROM history_entry WHERE number = 3",
    "the last entries are deleted": "DELETE FROM history_entry WHERE number > 3",
    "all entries are deleted": "DELETE FROM history_entry",
}


@pytest.mark.parametrize("statement", TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_tampering_with_the_history_is_found(path: Path, statement: str) -> None:
    for n in range(5):
        change(path, f"k{n}")
    make_backup(str(path), now=NOW)
    engine = make_engine(path)
    assert check(engine, str(path)) == []
    tamper(path, statement)
    if "number > 3" in statement:
        tamper(path, "DELETE FROM history_row WHERE entry > 3")
    if statement == "DELETE FROM history_entry":
        tamper(path, "DELETE FROM history_row")
    assert check(engine, str(path))
    engine.dispose()


@pytest.mark.parametrize("cut", [False, True])
def test_a_chain_that_was_made_anew_is_found_by_the_anchor(path: Path, cut: bool) -> None:
    """Edit, or delete and renumber, and compute every hash again: the chain holds, the anchor does not."""
    from app.office import history

    for n in range(5):
        change(path, f"k{n}")
    make_backup(str(path), now=NOW)
    tamper(path, "DELETE FROM history_entry WHERE number = 3" if cut else
           "UPDATE history_entry SET label = 'nothing' WHERE number = 3")
    if cut:
        tamper(path, "DELETE FROM history_row WHERE entry = 3")
        for n in (4, 5, 6):
            tamper(path, f"UPDATE history_entry SET number = {n - 1} WHERE number = {n}")
            tamper(path, f"UPDATE history_row SET entry = {n - 1} WHERE entry = {n}")
    engine = make_engine(path)
    with engine.begin() as connection:
        last = history.GENESIS
        rows = dict(history._rows_by_entry(connection))
        for entry in connection.exec_driver_sql("SELECT number FROM history_entry ORDER BY number").scalars().all():
            found = connection.execute(history.select(history.HistoryEntry.__table__).where(
                history.HistoryEntry.number == entry)).mappings().one()
            made = {**found, "previous": last.hash}
            digest = history.entry_hash(made, rows.get(entry, []))
            connection.exec_driver_sql(f"UPDATE history_entry SET previous = '{last.hash}', hash = '{digest}' "
                                       f"WHERE number = {entry}")
            last = history.Head(entry, digest)
        assert list(history.verify(connection)) == []
    found = check(engine, str(path))
    assert [f.where for f in found] == ["backups"]
    engine.dispose()


def test_a_backup_on_a_stick_can_be_read_without_writing(path: Path, tmp_path: Path) -> None:
    made = make_backup(str(path), now=NOW)
    copy = tmp_path / "stick.db"
    shutil.copy(made.path, copy)
    copy.chmod(0o444)
    with open_database(copy, read_only=True) as opened, opened.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT name FROM centre").scalar() == "Pusat Contoh"
