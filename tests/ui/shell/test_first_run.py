"""The first run by keys and clicks: every way to begin, what is typed kept, going back, skipping."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from app.centre.queries import CentreProfile
from app.db.backup import make_backup
from app.i18n import language
from app.office.office import Office
from app.office.permissions import NOBODY
from app.staff.queries import Users
from app.staff.sign_in import sign_in
from tests.ui.shell.test_sitting import begin_centre, click, open_new, said, sitting  # noqa: F401
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.theme import theme
from ui.shell import making
from ui.shell.first_run import BEGIN, CENTRE, LANGUAGE, PERSON, PLACE, READY, FirstRun
from ui.shell.making import Answers
from ui.shell.sitting import Sitting
from ui.shell.window import MainWindow
from ui.staff.sign_in import SignInScreen

Key = Qt.Key
PASSWORD = "kuda makan rumput hijau"


@pytest.fixture(autouse=True)
def quiet() -> None:
    talk.forget()


def settle() -> None:
    for _turn in range(4):
        QApplication.processEvents()


def press(first: QWidget, which: Any, how: Any = Qt.KeyboardModifier.NoModifier) -> None:
    first.activateWindow()
    settle()
    QTest.keyClick(first.focusWidget() or first, which, how)
    settle()


def write(first: QWidget, text: str) -> None:
    QTest.keyClicks(first.focusWidget(), text)
    settle()


def begin(sitting: Sitting) -> FirstRun:  # noqa: F811
    sitting.begin()
    assert isinstance(sitting.front, FirstRun)
    settle()
    return sitting.front


def test_a_centre_by_keys_alone(sitting: Sitting) -> None:  # noqa: F811
    first = begin(sitting)
    assert first.wizard.current == LANGUAGE
    press(first, Key.Key_Return)
    assert first.wizard.current == BEGIN
    press(first, Key.Key_Return)
    assert first.wizard.current == CENTRE and first.focusWidget() is first.fields["name"].editor
    write(first, "Akademi Kota Bharu")
    press(first, Key.Key_Return)  # the code is missing
    assert first.wizard.current == CENTRE and first.fields["code"].problem
    assert first.focusWidget() is first.fields["code"].editor
    write(first, "kb")
    assert first.centre.first.value().startswith("KB")
    press(first, Key.Key_Return)
    assert first.wizard.current == PERSON
    for text in ("Aminah Yusof", "\t", "aminah", "\t", PASSWORD, "\t", PASSWORD + "x"):
        press(first, Key.Key_Tab) if text == "\t" else write(first, text)
    press(first, Key.Key_Return)
    assert first.wizard.current == PERSON and first.fields["again"].problem == "The two are not the same."
    press(first, Key.Key_Backspace)
    press(first, Key.Key_Return)
    assert first.wizard.current == PLACE
    press(first, Key.Key_Escape)
    assert first.wizard.current == PERSON and first.fields["password"].value() == PASSWORD
    press(first, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert first.wizard.current == CENTRE and first.focusWidget() is not first.fields["name"].editor
    press(first, Key.Key_Return)
    press(first, Key.Key_N, Qt.KeyboardModifier.AltModifier)
    press(first, Key.Key_Return)
    assert first.wizard.current == READY and "Aminah Yusof (aminah)" in [v.text() for _w, v in first.last.lines]
    press(first, Key.Key_Return)
    assert isinstance(sitting.front, SignInScreen)
    centre = sitting.desk.office.ask(CentreProfile())[0]
    assert (centre.code, centre.name, centre.sign_in_required) == ("KB", "Akademi Kota Bharu", True)
    assert sign_in(Office(sitting.opened.engine, NOBODY), "aminah", PASSWORD).may is not None


def test_another_language_keeps_everything_typed(sitting: Sitting) -> None:  # noqa: F811
    first = begin(sitting)
    first.wizard.go(CENTRE)
    settle()
    write(first, "Akademi")
    first.wizard.go(LANGUAGE)
    settle()
    first.language.choice.set_value("ms")
    first.language.choice.edited.emit()
    other = sitting.front
    assert isinstance(other, FirstRun) and other is not first and language() == "ms"
    assert other.wizard.current == LANGUAGE and other.fields["name"].value() == "Akademi"
    other.wizard.go(CENTRE)
    assert other.centre.title.text() != "Tell us about your centre"
    other.fields["code"].set_value("ak")
    other.held()
    sitting._first_run_in("en")
    assert sitting.front.wizard.current == CENTRE and sitting.front.fields["code"].value() == "ak"


def test_skipping_the_rest_needs_a_name_and_a_code_only(sitting: Sitting) -> None:  # noqa: F811
    first = begin(sitting)
    click(first, "Next")
    click(first, "Next")
    click(first, "Skip the rest")
    assert first.wizard.current == CENTRE and first.fields["name"].problem and first.fields["code"].problem
    first.fields["name"].set_value("Akademi Kota Bharu")
    first.fields["code"].set_value("KB")
    click(first, "Skip the rest")
    assert first.wizard.current == READY
    click(first, "Back")
    assert first.wizard.current == PLACE
    click(first, "Next")
    click(first, "Open the centre")
    assert isinstance(sitting.front, MainWindow)
    assert [u.login for u in sitting.desk.office.ask(Users())] == ["admin"]


def test_a_change_from_the_last_page_and_a_logo(sitting: Sitting, tmp_path: Path) -> None:  # noqa: F811
    from tests.ui.centre.test_settings import scan

    first = begin(sitting)
    first.wizard.go(CENTRE)
    talk.answer_next(str(scan(tmp_path / "logo.png")))
    click(first.centre, "Choose a picture")
    first.fields["name"].set_value("Akademi")
    first.fields["code"].set_value("AK")
    click(first, "Skip the rest")
    first.last.wanted.emit(PLACE)
    assert first.wizard.current == PLACE
    talk.answer_next(str(tmp_path / "usb"))
    first.place._choose_backups()
    settle()  # the button has become narrower
    click(first, "Next")
    assert str(tmp_path / "usb") in [v.text() for _w, v in first.last.lines]
    click(first, "Open the centre")
    centre = sitting.desk.office.ask(CentreProfile())[0]
    assert centre.logo and centre.backup_folder == str(tmp_path / "usb")


def test_the_sample_centre_opens_and_keeps_apart(sitting: Sitting) -> None:  # noqa: F811
    first = begin(sitting)
    click(first, "Next")
    first.begin.ways["sample"].click()
    press(first, Key.Key_Return)
    assert sitting.opened is not None and Path(sitting.where).parent.name == "sample"
    assert sorted(p.name for p in Path(sitting.where).parent.glob("*.db*") if "making" in p.name) == []


def test_a_sample_that_is_cancelled_leaves_nothing(tmp_path: Path) -> None:
    from app.job import Cancelled

    def stop(done: int, total: int, text: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        making.make_sample(tmp_path / "sample" / "sijil.db", stop)
    assert not list((tmp_path / "sample").iterdir())


def test_records_elsewhere_open(sitting: Sitting, sqlite_file: Path) -> None:  # noqa: F811
    begin_centre(sitting)
    where = sitting.where
    sitting.opened.close()
    sitting.opened = None
    sitting.first_run()
    first = sitting.front
    first.wizard.go(BEGIN)
    first.begin.ways["open"].click()
    talk.answer_next("")  # thought better of it
    click(first, "Next")
    assert sitting.front is first and first.wizard.current == BEGIN
    talk.answer_next(where)
    click(first, "Next")
    assert isinstance(sitting.front, MainWindow) and sitting.where == where


def test_a_backup_of_another_computer_becomes_the_records(sitting: Sitting, tmp_path: Path) -> None:  # noqa: F811
    begin_centre(sitting)
    backup = make_backup(sitting.where, folder=tmp_path / "usb")
    sitting.opened.close()
    sitting.opened = None
    sitting.where = str(tmp_path / "new" / "sijil.db")
    sitting.first_run()
    first = sitting.front
    talk.scripted = False
    click(first, "Restore a backup instead")
    dialog = next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == "PickBackup" and w.isVisible())
    assert not dialog.action_button.isEnabled()
    talk.answer_next(str(backup.path))
    click(dialog, "Another file")
    assert isinstance(sitting.front, MainWindow) and sitting.where == str(tmp_path / "new" / "sijil.db")
    assert backup.path.exists()


def test_places_are_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.db import place

    here = Answers(file=str(tmp_path / "deep" / "er" / "sijil.db"))
    assert making.place_problems(here) == {}
    assert making.place_problems(Answers(file="sijil.db"))["file"]
    assert "backups" in making.place_problems(Answers(file=here.file, backups="no/such"))
    assert making.place_problems(Answers(several=True, server="mysql://x"))["server"]
    assert making.place_warning(Answers(file=str(tmp_path / "OneDrive" / "sijil.db")))
    monkeypatch.setattr(place, "is_network", lambda _path, _mounts=None: True)
    assert "network drive" in making.place_problems(here)["file"]
    assert making.without_password("postgresql://a:geheim@h/d") == "postgresql://a@h/d"


def test_a_server_holds_a_new_centre(empty_postgres_url: str) -> None:
    answers = Answers(name="Akademi", code="AK", alone=True, several=True, server=empty_postgres_url)
    assert making.try_to_make(answers) == {}
    again = making.try_to_make(answers)
    assert "not empty" in again["server"]


@pytest.mark.parametrize(("size", "spoken"), [((1180, 760), "en"), ((1366, 736), "ms"), ((960, 520), "ms")])
def test_no_needless_scroll_bar_and_nothing_cut(qapp: QApplication, tmp_path: Path, size: tuple[int, int],
                                                spoken: str) -> None:
    from app.i18n import use_language

    use_language(spoken)
    theme().install()
    first = FirstRun(Desk(synchronous=True), str(tmp_path / "sijil.db"))
    first.resize(*size)
    first.show()
    for step in range(6):
        first.wizard.go(step)
        settle()
        area = first.pages[step].findChild(QScrollArea)
        needed = area.widget().heightForWidth(area.viewport().width())
        assert (area.verticalScrollBar().maximum() > 0) == (needed > area.viewport().height()), step
        if size[1] > 700:
            assert area.verticalScrollBar().maximum() == 0, step
        assert area.horizontalScrollBar().maximum() == 0, step
        assert first.wizard.back.isVisible() == (step > 0)
    assert first.width() == size[0]
    first.hide()
    first.deleteLater()
