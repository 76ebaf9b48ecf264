"""A file dropped into the window goes where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.office.command import Ref
from tests.app.class_room import Class
from ui.desk import talk
from ui.kit.text_box import TextBox
from ui.shell.window import MainWindow


def mime(*paths: Path) -> QMimeData:
    made = QMimeData()
    made.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
    return made


def enter(widget: object, data: QMimeData) -> bool:
    event = QDragEnterEvent(QPointF(50, 50).toPoint(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                            Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(widget, event)  # type: ignore[call-overload]
    return event.isAccepted()


def drop(window: MainWindow, data: QMimeData) -> None:
    event = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, event)
    QApplication.processEvents()


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("Nama,No. KP\nALI BIN ABU,900101145551\n", "utf-8")
    return path


def test_a_list_goes_to_the_import(window: MainWindow, people: Path) -> None:
    window.go("cohorts")
    assert enter(window, mime(people))
    assert window.dropping.veil.isVisible() and "import" in window.dropping.veil.accessibleName()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.dropping.veil.isVisible()
    enter(window, mime(people))
    drop(window, mime(people))
    assert not window.dropping.veil.isVisible()
    assert window.where_now()[0] == "import"
    assert window.page is not None and window.page.draft is not None  # type: ignore[attr-defined]


def test_a_pdf_goes_to_the_check(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "paper.PDF"
    path.write_bytes(b"%PDF-1.4 nothing")
    talk.answer_next(False)  # it is said that this is no PDF; do not try again
    assert enter(window, mime(path))
    drop(window, mime(path))
    assert window.where_now()[0] == "certificates"
    assert window.page is not None and window.page.dialog.isVisible()  # type: ignore[attr-defined]
    window.page.dialog.close()  # type: ignore[attr-defined]


def test_other_things_are_not_taken(window: MainWindow, people: Path, tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(b"x")
    assert not enter(window, mime(picture))
    assert not enter(window, mime(people, people))
    text = QMimeData()
    text.setText("hello")
    assert not enter(window, text)
    assert not window.dropping.veil.isVisible()


def test_a_field_leaves_files_to_the_window(qtbot: QtBot, people: Path) -> None:
    box = TextBox()
    qtbot.addWidget(box)
    assert not enter(box, mime(people))


def test_who_may_not_import_is_told(open_window: Callable[..., MainWindow], people: Path) -> None:
    window = open_window("instructor")
    before = window.where_now()[0]
    talk.forget()
    enter(window, mime(people))
    assert "Only" in window.dropping.veil.accessibleName()
    drop(window, mime(people))
    assert window.where_now()[0] == before


def test_a_list_on_the_register_is_compared_with_it(window: MainWindow, room: Class, people: Path) -> None:
    window.desk.show(Ref("cohort", room.cohort_id, "attendance"))
    QApplication.processEvents()
    assert enter(window, mime(people))
    assert "register" in window.dropping.veil.accessibleName()
    drop(window, mime(people))
    assert window.where_now()[0] == "attendance-files"
    assert "No attendance was found" in window.page.problem.text()  # type: ignore[union-attr]
    window.go("cohorts")
    enter(window, mime(people))
    drop(window, mime(people))
    assert window.where_now()[0] == "import"
