"""What is painted first: never larger than the screen, and where the window was the last time."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from app.settings import Machine
from ui.shell.curtain import DESIGNED, put_in_place


def test_the_first_window_fits_the_screen(qapp: QApplication) -> None:
    window = QWidget()
    put_in_place(window)
    room = window.screen().availableGeometry().size()
    assert window.size() == DESIGNED.boundedTo(room)
    assert window.isMaximized() == (DESIGNED.boundedTo(room) != DESIGNED)
    window.deleteLater()


def test_a_window_comes_back_as_it_was(qapp: QApplication) -> None:
    before = QWidget()
    before.resize(700, 500)
    machine = Machine.load()
    machine.window = bytes(before.saveGeometry().toBase64().data()).decode()
    machine.save()
    after = QWidget()
    put_in_place(after)
    assert (after.width(), after.height()) == (700, 500)
    for widget in (before, after):
        widget.deleteLater()
