"""Records that do not open: what is said, and the ways out of it."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.db.backup import make_backup
from app.settings import Machine
from tests.ui.shell.test_sitting import begin_centre, click, dialogs, open_new, said, sitting  # noqa: F401
from ui.centre.pick_backup import PickBackup
from ui.desk import talk
from ui.kit.buttons import Button
from ui.shell.first_run import FirstRun
from ui.shell.sitting import Sitting
from ui.shell.window import MainWindow


@pytest.fixture(autouse=True)
def spoken() -> None:
    talk.forget()
    talk.scripted = False


def ways() -> list[str]:
    (dialog,) = dialogs()
    return [b.text().strip() for b in dialog.findChildren(Button) if b.isVisible()]


def break_file(sitting: Sitting) -> Path:  # noqa: F811
    """A centre with a backup, whose file is then broken; nothing is open."""
    begin_centre(sitting)
    path = Path(sitting.where)
    make_backup(sitting.where)
    sitting.opened.close()
    sitting.opened = None
    path.write_bytes(b"not a database" * 400)
    return path


def test_a_damaged_file_is_restored_from_the_newest_backup(sitting: Sitting) -> None:  # noqa: F811
    path = break_file(sitting)
    older = next((path.parent / "backups").glob("*.db"))
    bad = older.with_name("sijil-2031-01-01-000000-quit.db")
    shutil.copy(older, bad)
    bad.write_bytes(bad.read_bytes()[:9000])
    sitting.open(str(path))
    assert ways() == ["Quit", "Restore a backup …", "Try again", "Open another …", "A new centre, or the sample"]
    assert dialogs()[0].focusWidget().text().strip() == "Restore a backup …"
    QTest.keyClick(dialogs()[0].focusWidget(), Qt.Key.Key_Return)
    QApplication.processEvents()
    picker = next(d for d in dialogs() if isinstance(d, PickBackup))
    rows = picker.table.rows_model.rows()
    assert [r.check == "ok" for r in rows] == [False, True]  # newest first, the damaged one is told
    assert picker.table.current_row().backup.path == older
    picker.table.choose(rows[0].id)
    assert not picker.action_button.isEnabled() and picker.note.isVisible()
    picker.table.choose(rows[1].id)
    click(picker, "Restore this backup")
    assert isinstance(sitting.front, MainWindow) and sitting.where == str(path)
    aside = [p for p in (path.parent / "backups").iterdir() if p.name.endswith("-damaged.db.aside")]
    assert aside and aside[0].read_bytes() == b"not a database" * 400
    assert "kept as" in sitting.front.toast.text() if hasattr(sitting.front.toast, "text") else True


def test_a_damaged_file_is_left_alone_when_another_way_is_taken(sitting: Sitting) -> None:  # noqa: F811
    path = break_file(sitting)
    sitting.open(str(path))
    click(dialogs()[0], "Restore a backup")
    next(d for d in dialogs() if isinstance(d, PickBackup)).reject()
    QApplication.processEvents()
    assert "Restore a backup …" in ways()  # back at the ways
    click(dialogs()[0], "A new centre")
    assert isinstance(sitting.front, FirstRun) and sitting.front.answers.file != str(path)
    open_new(sitting)
    assert path.read_bytes() == b"not a database" * 400


def test_try_again_and_open_another(sitting: Sitting, tmp_path: Path) -> None:  # noqa: F811
    path = break_file(sitting)
    sitting.open(str(path))
    click(dialogs()[0], "Try again")
    assert "Try again" in ways()
    other = next((path.parent / "backups").glob("*.db"))
    copy = tmp_path / "other.db"
    shutil.copy(other, copy)
    talk.answer_next("", str(copy))
    talk.scripted = True
    sitting_dialog = dialogs()[0]
    click(sitting_dialog, "Open another")  # nothing chosen: the ways come back, answered by the script
    assert sitting.front is not None


def test_newer_records_are_not_offered_a_restore(sitting: Sitting) -> None:  # noqa: F811
    begin_centre(sitting)
    sitting.opened.close()
    sitting.opened = None
    raw = sqlite3.connect(sitting.where)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.execute("PRAGMA user_version = 9999")
    raw.commit()
    raw.close()
    sitting.open(sitting.where)
    assert "newer Sijil" in said(dialogs()[0])
    assert ways() == ["Quit", "Try again", "Open another …", "A new centre, or the sample"]


def test_records_that_are_gone_are_said(sitting: Sitting) -> None:  # noqa: F811
    machine = Machine.load()
    machine.database = sitting.where
    machine.save()
    sitting.begin()
    assert "sijil.db" in said(dialogs()[0]) and "Restore a backup …" in ways()
    click(dialogs()[0], "A new centre")
    assert isinstance(sitting.front, FirstRun)
