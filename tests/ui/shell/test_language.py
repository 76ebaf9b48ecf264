"""Another language while the window is open: the same page, the same row, what is typed; dialogs are asked about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import language, use_language
from app.office.command import Ref
from app.trainees.commands import AddTrainee
from tests.ui.shell.test_sitting import begin_centre, sitting  # noqa: F401
from ui.desk import talk
from ui.kit import qt_texts
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.table import Table
from ui.kit.text_box import TextBox
from ui.kit.toolbar import SearchBox
from ui.shell.sitting import Sitting
from ui.shell.window import MainWindow


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    talk.forget()
    talk.scripted = False
    yield
    use_language("en")
    qt_texts.follow()


@pytest.fixture
def window(sitting: Sitting) -> MainWindow:  # noqa: F811
    made = begin_centre(sitting)
    for number in range(5):
        sitting.desk.office.do(AddTrainee(full_name=f"PELATIH NOMBOR {number}",
                                          identity_number=f"90010{number + 1}-14-556{number}"))
    made.showNormal()
    made.resize(1440, 868)
    return made


def settle() -> None:
    for _turn in range(4):
        QApplication.processEvents()


def longest(page: QWidget) -> Table:
    """The list of the page; beside it stand the short ones of whoever is chosen."""
    return max(page.findChildren(Table), key=lambda table: table.rows_model.rowCount())


def test_the_same_page_row_and_search(window: MainWindow, qtbot: QtBot) -> None:
    window.go("trainees")
    settle()
    page = window.page
    box = page.findChild(SearchBox)
    box.setText("nombor")
    box.now()
    settle()
    table = longest(page)
    key = table.rows_model.key(table.rows_model.row(2))
    table.choose(key)
    window.language_asked.emit()
    settle()
    assert language() == "ms" and window.page is not page and window.where_now()[0] == "trainees"
    assert window.page.head.title.text() == "Pelatih"
    table = longest(window.page)
    assert window.page.findChild(SearchBox).text() == "nombor"
    qtbot.waitUntil(lambda: (row := table.current_row()) is not None and table.rows_model.key(row) == key)
    qtbot.wait(200)
    assert table.rows_model.key(table.current_row()) == key
    assert window.desk.kept.get("language") == "ms"


def test_what_is_typed_in_the_settings_stays(window: MainWindow) -> None:
    window.show_ref(Ref("settings", None, "centre"))
    form = window.page.section().form
    form.fields["phone"].editor.setFocus()
    form.fields["phone"].set_value("03-0000 1200")
    form._edited("phone")
    assert form.modified
    window.language_asked.emit()
    settle()
    form = window.page.section().form
    assert language() == "ms" and form.fields["phone"].value() == "03-0000 1200" and form.modified
    assert form.fields["phone"].title == "Telefon"
    window.page.section().save()
    window.show_ref(Ref("settings", None, "users"))
    window.language_asked.emit()
    settle()
    assert language() == "en" and window.page._now == "users"


def test_an_open_dialog_is_asked_about(window: MainWindow) -> None:
    dialog = Dialog("Add a thing", action="Add", parent=window)
    field = Field("Name", TextBox())
    dialog.body.addWidget(field)
    dialog.show()
    field.editor.insert("half")
    field.editor.setModified(True)
    talk.answer_next(False)
    window.language_asked.emit()
    assert language() == "en" and dialog.isVisible() and "Add a thing" in talk.asked[0]
    talk.answer_next(True)
    window.language_asked.emit()
    settle()
    assert language() == "ms"


def test_a_dialog_in_which_nothing_is_typed_is_closed(window: MainWindow) -> None:
    dialog = Dialog("Add a thing", action="Add", parent=window)
    dialog.show()
    window.language_asked.emit()
    settle()
    assert language() == "ms"
