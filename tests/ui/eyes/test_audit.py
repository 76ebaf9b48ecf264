"""Every page and the dialogs behind its buttons: all has a name, Tab goes as one reads, nothing is cut or too small."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.db.engine import make_engine
from app.i18n import use_language
from app.office.office import Office
from app.office.permissions import SYSTEM
from tests.ui.eyes.audit import audit, same_letters, small_targets, unnamed, unordered
from tests.ui.eyes.test_fits import cut
from tests.ui.shell.test_no_english import Listener, pages, press_all, settle
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.dialog import Dialog
from ui.kit.theme import theme
from ui.shell.window import MainWindow

NUMBER = re.compile(r"\d+")


class Looker(Listener):
    """Looks at each dialog that opens, which then goes away unanswered."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(monkeypatch)
        self.faults: list[str] = []
        self.here = ""

    def look(self, where: str, widget: QWidget) -> None:
        """What is wrong with it."""
        settle()
        self.faults += [f"{where}: {fault}" for fault in (*audit(widget), *cut(widget))]

    def _open(self, dialog: Dialog) -> None:
        QWidget.show(dialog)
        settle()
        kind = f"{type(dialog).__name__} {NUMBER.sub('', dialog.windowTitle())}"  # a form asks many things
        if kind not in self.opened:
            self.opened.add(kind)
            self.look(f"{self.here}, {type(dialog).__name__}", dialog)
            self.faults += [f"{self.here}, {type(dialog).__name__}: {fault}" for fault in unordered(dialog)]
        dialog.hide()
        dialog.deleteLater()


@pytest.fixture(params=[1.0, 2.0], ids=["10 pt", "20 pt"])
def window(request: pytest.FixtureRequest, sample: Path, home: Path, monkeypatch: pytest.MonkeyPatch,
           qapp: QApplication) -> Iterator[MainWindow]:
    """Our window in Malay at a size of text."""
    use_language("ms")
    theme().install()
    theme().set_scale(request.param)
    talk.scripted = False
    desk = Desk(Office(make_engine(sample), SYSTEM), synchronous=True)
    made = MainWindow(desk)
    made.showNormal()
    made.resize(1440, 868)
    yield made
    made.hide()
    desk.close()
    shiboken6.delete(made)  # before the look comes back, which would dress it once more
    talk.scripted = True
    use_language("en")
    theme().set_scale(1.0)


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_pages_and_dialogs_can_be_used_by_everybody(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    looker = Looker(monkeypatch)
    room: Any = SimpleNamespace(cohort_id=2)
    for name in pages(window, room):
        looker.here = name
        looker.look(name, window)
        page = window.page
        assert page is not None
        press_all(page, skip={"English", "Bahasa Melayu"})
        monkeypatch.setattr(page, "may_leave", lambda: True)
    assert not looker.faults, "\n".join(dict.fromkeys(looker.faults))
    assert len(looker.opened) > 6, looker.opened


def test_the_audit_finds_what_is_wrong(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QHBoxLayout(window)
    name, second, tick = QLineEdit(), QLineEdit(), QCheckBox("&Fine")
    label, button = QLabel("&Full name"), QPushButton("x")
    label.setBuddy(name)
    button.setFixedSize(12, 12)
    for each in (label, name, second, tick, button):
        layout.addWidget(each)
    QWidget.setTabOrder(name, tick)
    QWidget.setTabOrder(tick, second)
    window.show()
    assert [f.split(":")[0] for f in unnamed(window)] == ["no name"]
    assert len(list(same_letters(window))) == 1
    assert any(" is 12 x " in fault for fault in small_targets(window))
    assert any("left" in fault for fault in unordered(window))
