"""The photo at the head of a trainee: chosen, pasted, dropped, removed, by mouse and by keys."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest

from app.office.permissions import Actor
from app.trainees.merge import MergeTrainees
from app.trainees.photos import Photos, SetPhoto
from tests.ui.trainees.conftest import settle, show
from ui.desk import talk
from ui.desk.desk import Desk
from ui.trainees.pane import TraineePane
from ui.trainees.photo import PhotoBox


@pytest.fixture
def pane(desk: Desk) -> TraineePane:
    made = TraineePane(desk)
    show(made, 700)
    made.show_trainee(1)
    settle()
    return made


@pytest.fixture
def face(tmp_path: Path) -> Path:
    path = tmp_path / "face.jpg"
    Image.new("RGB", (900, 1200), (200, 30, 30)).save(path, "JPEG")
    return path


def kept(desk: Desk, key: int = 1) -> bytes:
    assert desk.office is not None
    return next((p.data for p in desk.office.ask(Photos(trainee_ids=(key,)))), b"")


def shown(box: PhotoBox) -> tuple[int, int, int] | None:
    """The colour in the middle of the box as it is drawn."""
    settle()
    colour = box.grab().toImage().pixelColor(box.width() // 2, box.height() // 2)
    return None if box.pixmap.isNull() else (colour.red(), colour.green(), colour.blue())


def test_without_a_photo_the_initials_stand_there(pane: TraineePane) -> None:
    box = pane.photo
    assert (box.text(), box.accessibleName()) == ("NA", "No photo of NUR AISYAH BINTI ZULKIFLI")
    assert shown(box) is None and not box.remove.isEnabled() and box.choose.isEnabled()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_a_photo_is_chosen_by_keys_and_taken_back(pane: TraineePane, desk: Desk, face: Path) -> None:
    box = pane.photo
    box.setFocus()
    assert box.hasFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert box.menu.isVisible()
    talk.answer_next(face)
    QTest.keyClick(box.menu, Qt.Key.Key_Down)
    QTest.keyClick(box.menu, Qt.Key.Key_Return)
    settle()
    red = shown(box)
    assert red is not None and red[0] > 180 and red[1] < 60
    assert box.accessibleName() == "Photo of NUR AISYAH BINTI ZULKIFLI" and kept(desk)
    assert box.height() == 72 and box.width() == 56
    desk.undo()
    assert shown(box) is None and box.accessibleName().startswith("No photo") and not kept(desk)


def test_a_photo_is_pasted_and_removed_by_keys(pane: TraineePane, desk: Desk) -> None:
    box, board = pane.photo, QGuiApplication.clipboard()
    image = QImage(3000, 4000, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    board.setImage(image)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    green = shown(box)
    assert green is not None and green[1] > 100 and green[0] < 30
    assert Image.open(BytesIO(kept(desk))).size == (413, 531)
    QTest.keyClick(box, Qt.Key.Key_Delete)
    assert shown(box) is None and not kept(desk)
    board.setText("no picture")
    box.paste.trigger()
    assert "There is no picture to paste" in talk.asked[-1]


def test_a_photo_is_dropped(pane: TraineePane, desk: Desk, face: Path) -> None:
    given = QMimeData()
    given.setUrls([QUrl.fromLocalFile(str(face))])
    event = QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, given, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)
    pane.photo.dropEvent(event)
    assert shown(pane.photo) and kept(desk)


def test_what_is_no_picture_is_refused_with_a_sentence(pane: TraineePane, desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"%PDF-1.7")
    pane.photo.take(path)
    assert "must be a PNG or JPEG" in talk.asked[-1]
    pane.photo.take(tmp_path / "gone.jpg")
    assert "cannot be read" in talk.asked[-1]
    assert not kept(desk)


def test_another_trainee_shows_no_photo_of_the_first(pane: TraineePane, desk: Desk, face: Path) -> None:
    pane.photo.take(face)
    assert shown(pane.photo)
    pane.show_trainee(2)
    assert shown(pane.photo) is None and pane.photo.text() == "AF"
    pane.show_trainee(1)
    assert shown(pane.photo)
    pane.show_new()
    settle()
    assert shown(pane.photo) is None and pane.photo.text() == "+" and not pane.photo.isEnabled()


def test_who_may_not_change_only_looks(pane: TraineePane, desk: Desk, face: Path) -> None:
    pane.photo.take(face)
    assert desk.office is not None
    desk.office.actor = Actor(7, "v", "Rosnah", frozenset({"viewer"}))
    pane.load()
    assert shown(pane.photo) and pane.photo.isEnabled()
    assert not any(a.isEnabled() for a in pane.photo.menu.actions()) and not pane.photo.acceptDrops()
    assert "Only" in pane.photo.choose.toolTip()


def test_a_merged_record_keeps_its_photo_as_it_is(pane: TraineePane, desk: Desk, face: Path) -> None:
    assert desk.office is not None
    for key in (3, 4):
        desk.office.do(SetPhoto(trainee_id=key, data=face.read_bytes()))
    desk.office.do(MergeTrainees(kept_id=3, gone_id=4))
    pane.show_trainee(4)
    assert shown(pane.photo) and not pane.photo.choose.isEnabled()
    assert "merged" in pane.photo.choose.toolTip()
