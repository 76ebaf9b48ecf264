"""From the double click to the window: first run, records held, damaged or gone, and the last backup."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.centre.queries import CentreProfile
from app.db.open import open_database
from app.i18n import language, use_language
from app.office.command import Ref
from app.settings import Machine
from app.trainees.commands import AddTrainee
from ui.desk import talk
from ui.kit.buttons import Button
from ui.kit.dialog import Dialog
from ui.shell import sitting as sitting_module
from ui.shell.first_run import FirstRun
from ui.shell.sitting import Sitting
from ui.shell.window import MainWindow


@pytest.fixture
def sitting(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sitting]:
    made = Sitting(qapp, str(tmp_path / "centre" / "sijil.db"))
    made.desk.synchronous = True
    monkeypatch.setattr(Sitting, "_end", _end)
    yield made
    made.timer.stop()
    for dialog in dialogs():
        dialog.done(2)
        dialog.deleteLater()
    if made.front is not None:
        made.front.hide()
        made.front.deleteLater()
    if made.opened is not None:
        made.opened.close()
    made.desk.close()
    made.deleteLater()


def _end(self: Sitting) -> None:
    """All but the end of the application."""
    self.desk.close()
    if self.opened is not None:
        self.opened.close()
        self.opened = None


def dialogs() -> list[Dialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, Dialog) and w.isVisible()]


def click(within: object, words: str) -> None:
    button = next(b for b in within.findChildren(Button) if b.text().strip().startswith(words))  # type: ignore[attr-defined]
    assert button.isEnabled(), button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def open_new(sitting: Sitting) -> MainWindow:
    """Through the first run, for somebody who works alone."""
    first = sitting.front
    assert isinstance(first, FirstRun)
    click(first, "Next")
    click(first, "Next")
    for key, value in (("name", "Akademi Kota Bharu"), ("code", "kb"), ("state", "Kelantan")):
        first.fields[key].set_value(value)
    click(first, "Skip the rest")
    click(first, "Open the centre")
    assert isinstance(sitting.front, MainWindow)
    return sitting.front


def begin_centre(sitting: Sitting) -> MainWindow:
    sitting.begin()
    return open_new(sitting)


def said(widget: object) -> str:
    return " ".join(w.text() for w in widget.findChildren(QLabel))  # type: ignore[attr-defined]


def test_first_run_makes_a_centre_with_the_weekend_of_its_state(sitting: Sitting) -> None:
    begin_centre(sitting)
    centre = sitting.desk.office.ask(CentreProfile())[0]
    assert (centre.code, centre.name, centre.state) == ("KB", "Akademi Kota Bharu", "Kelantan")
    with sitting.opened.engine.connect() as connection:
        days = connection.exec_driver_sql("SELECT days FROM weekend_rule").scalars().all()
    assert days == ["45"]  # Friday and Saturday


def test_language_changes_on_the_same_page(sitting: Sitting) -> None:
    window = begin_centre(sitting)
    window.go("cohorts")
    window.language_asked.emit()
    assert language() == "ms" and sitting.front is window
    assert sitting.front.where_now()[0] == "cohorts" and sitting.front.page.head.title.text() == "Kohort"
    use_language("en")


def test_records_held_by_another_are_shown_or_read(sitting: Sitting) -> None:
    begin_centre(sitting)
    where, first = sitting.where, sitting.opened
    sitting.opened = None
    sitting.open(where)
    (dialog,) = dialogs()
    texts = [b.text().strip() for b in dialog.findChildren(Button)]
    assert any(t.startswith("Show that window") for t in texts)
    click(dialog, "Open it for reading only")
    assert sitting.opened is not None and sitting.opened.read_only
    assert isinstance(sitting.front, MainWindow) and sitting.front.status.note.text() == "Open for reading only"
    first.close()


def test_a_change_is_backed_up_at_the_end(sitting: Sitting) -> None:
    window = begin_centre(sitting)
    folder = sitting.desk.keeper.folder()
    before = set(folder.glob("*")) if folder.exists() else set()
    sitting.desk.do(AddTrainee(full_name="Nurul Huda binti Salleh", identity_number="900101-14-5566"), owner=window)
    where = sitting.where
    window.close()
    assert sitting.opened is None
    assert set(folder.glob("*")) - before
    opened = open_database(where)
    assert not opened.unclean
    opened.close()


def test_the_records_move_to_another_folder(sitting: Sitting, tmp_path: Path) -> None:
    window = begin_centre(sitting)
    sitting.desk.office.do(AddTrainee(full_name="Nurul Huda binti Salleh", identity_number="900101-14-5566"))
    before = Path(sitting.where)
    window.show_ref(Ref("settings", None, "backups"))
    section = window.page.section()
    assert section.records.text() == str(before)
    talk.answer_next(str(tmp_path / "elsewhere"), True)
    click(section, "Move …")
    for _turn in range(4):
        QApplication.processEvents()
    talk.scripted = False
    assert Path(sitting.where) == tmp_path / "elsewhere" / before.name and before.exists()
    assert isinstance(sitting.front, MainWindow) and sitting.front is not window
    with sitting.opened.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM trainee").scalar() == 1
    assert Machine.load().database == sitting.where
    open_database(before).close()  # nobody holds the old one


def test_the_keys_come_back_to_a_window_that_follows_another(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    sitting.begin()
    front = sitting.front
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    monkeypatch.setattr(front, "activateWindow", lambda: asked.append(front))
    sitting_module._wake(front)
    front.hide()
    sitting_module._wake(front)
    assert asked == [front]


def test_the_status_bar_follows_a_backup_that_was_made(sitting: Sitting) -> None:
    window = begin_centre(sitting)
    assert window.status.backup.text() == "No backup yet"
    sitting.desk.keeper.back_up("time")
    sitting._tick()
    assert window.status.backup.text().startswith("Backup ")
