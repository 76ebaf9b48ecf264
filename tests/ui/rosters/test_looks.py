"""The dialogs of lists in both languages and large letters: names, ways by Tab, letters, and nothing cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.cohorts.exports import RecordExport, Release
from app.i18n import use_language
from app.office.command import Ref
from app.rosters.listing import Where
from app.rosters.preset import Preset, chosen
from app.rosters.presets import Presets, SavePreset
from tests.app.class_room import Class
from tests.ui.eyes.audit import audit, unordered
from tests.ui.eyes.test_fits import cut
from tests.ui.shell.test_no_english import foreign_words, plain, texts
from ui.desk.desk import Desk
from ui.kit.dialog import Dialog
from ui.kit.theme import theme
from ui.rosters.cohort import ENROLLED
from ui.rosters.dialog import ExportDialog
from ui.rosters.editor import PresetEditor
from ui.rosters.outgoing import Outgoing
from ui.shell.window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "grabbing the keyboard", extend=True)
LOOKS = [("en", 1.0), ("ms", 1.0), ("ms", 1.5), ("ms", 2.0)]


@pytest.fixture(params=LOOKS, ids=[f"{language} {scale}" for language, scale in LOOKS])
def language(request: pytest.FixtureRequest) -> str:
    """A language and a size of letters."""
    spoken, scale = request.param
    use_language(spoken)
    theme().set_scale(scale)
    return str(spoken)


@pytest.fixture
def owner(language: str, qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    yield made


def faults(dialog: Dialog, language: str) -> list[str]:
    for _turn in range(3):
        QApplication.processEvents()
    foreign = foreign_words({plain(t) for t in texts(dialog)}, language)
    return [*audit(dialog), *cut(dialog), *unordered(dialog), *sorted(foreign)]


def test_the_dialog_of_lists(room: Class, desk: Desk, owner: QWidget, language: str) -> None:
    dialog = ExportDialog(desk, Outgoing(
        name="HCIA-5G-07", place="roster", subjects=ENROLLED, first="class-roster", picked=(1, 2), picked_in=ENROLLED,
        where=Where(cohort_id=room.cohort_id)), owner)
    dialog.open()
    assert not faults(dialog, language)
    dialog.table.choose("nominal-roll")
    dialog.lock.on.click()
    dialog._complete()
    assert not faults(dialog, language)
    assert dialog.height() <= 768


def test_the_editor(room: Class, desk: Desk, owner: QWidget, language: str) -> None:
    room.office.do(SavePreset(preset=Preset(name="HRD Corp", subject="enrolments", columns=chosen(("name",)))))
    rows = room.office.ask(Presets())
    for found in (None, next(r for r in rows if r.id), next(r for r in rows if r.key == "results")):
        editor = PresetEditor(desk, found, ENROLLED, owner, lambda _key: None)
        editor.open()
        assert not faults(editor, language)
        assert editor.height() <= 768
        editor._changed = False
        editor.reject()


def test_what_has_left(room: Class, desk: Desk, language: str) -> None:
    room.office.do(RecordExport(cohort_id=room.cohort_id, kind="names", rows=40, file_name="a.xlsx",
                                release=Release(purpose="HCIA", recipient="Pearson VUE", approver="Tuan Rahim"),
                                file_hash="9f2c" * 16))
    window = MainWindow(desk)
    window.showNormal()
    window.resize(1366, 740)
    window.show_ref(Ref("settings", None, "left"))
    for _turn in range(3):
        QApplication.processEvents()
    page = window.page
    assert page is not None
    found = [*cut(page), *audit(page), *foreign_words({plain(t) for t in texts(page)}, language)]
    window.hide()
    shiboken6.delete(window)  # before the look comes back, which would dress it once more
    assert not found
