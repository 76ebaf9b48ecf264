"""Where the keys are when a dialog opens: Enter says yes unless something is destroyed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.text_box import TextBox
from ui.kit.theme import theme


@pytest.mark.parametrize("destructive", [False, True])
def test_enter_does_what_is_not_destructive(qtbot: QtBot, destructive: bool) -> None:
    theme().install()
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = Dialog("Issue 26 certificates?", action="Issue", safe="Cancel", destructive=destructive, parent=window)
    done: list[bool] = []
    dialog.accepted.connect(lambda: done.append(True))
    dialog.open()
    QApplication.processEvents()
    qtbot.waitUntil(lambda: dialog.focusWidget() is (dialog.safe_button if destructive else dialog.action_button))
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert done == ([] if destructive else [True])


def test_a_dialog_grows_with_what_its_check_says_below_a_field(qtbot: QtBot) -> None:
    theme().install()
    window = QWidget()
    window.resize(900, 700)
    qtbot.addWidget(window)
    window.show()
    dialog = Dialog("Book a resit", action="Book", parent=window)
    field = Field("Date", TextBox())
    dialog.body.addWidget(field)

    def refuse() -> bool:
        field.set_error("Give the date of the resit.")
        return False

    dialog.check = refuse
    dialog.open()
    QApplication.processEvents()
    before = dialog.height()
    dialog.action_button.click()
    QApplication.processEvents()
    assert dialog.isVisible() and dialog.height() > before
    dialog.close()
