"""A contrast theme of the system: our colours go, its own come, and every page can still be read."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import shiboken6
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.db.engine import make_engine
from app.office.command import Ref
from app.office.office import Office
from app.office.permissions import SYSTEM
from tests.ui.kit.pairs import PAIRS
from tests.ui.kit.test_look import contrast
from ui.desk.desk import Desk
from ui.kit import contrast as system_contrast
from ui.kit.theme import theme
from ui.kit.tokens import DARK, LIGHT
from ui.shell.places import PLACES
from ui.shell.window import MainWindow

BLACK = {"Window": "#000000", "Base": "#000000", "AlternateBase": "#000000", "Button": "#000000",
         "WindowText": "#ffffff", "Text": "#ffffff", "ButtonText": "#ffffff", "PlaceholderText": "#ffffff",
         "Highlight": "#1aebff", "HighlightedText": "#000000", "ToolTipBase": "#000000", "ToolTipText": "#ffffff",
         "Link": "#ffff00", "BrightText": "#ffffff", "Light": "#ffffff", "Midlight": "#ffffff", "Dark": "#ffffff",
         "Mid": "#ffffff", "Shadow": "#ffffff"}
WHITE = {**{role: "#ffffff" if value == "#000000" else "#000000" for role, value in BLACK.items()},
         "Highlight": "#37006e", "HighlightedText": "#ffffff", "Link": "#00009f"}


@pytest.fixture(params=["black", "white"])
def colours(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[set[str]]:
    """The system has such a theme on; its colours."""
    asked = BLACK if request.param == "black" else WHITE
    system = QPalette()
    for role, colour in asked.items():
        system.setColor(QPalette.ColorRole[role], QColor(colour))
    monkeypatch.setattr(system_contrast, "is_on", lambda _app: True)
    monkeypatch.setattr(system_contrast, "system_palette", lambda: system)
    theme().install()
    theme()._system_changed()
    assert theme().contrast
    yield {c.lower() for c in asked.values()}
    monkeypatch.setattr(system_contrast, "is_on", lambda _app: False)
    theme()._system_changed()
    assert not theme().contrast


def ours(picture: QImage, allowed: set[str]) -> float:
    """Share of the picture in colours that only we have."""
    own = {c.lower() for tokens in (LIGHT, DARK) for c in tokens.values()} - allowed - {"#ffffff", "#000000"}
    small = picture.scaled(picture.width() // 2, picture.height() // 2)  # every other point, not mixed
    colours = [small.pixelColor(x, y).name() for y in range(0, small.height(), 2) for x in range(0, small.width(), 2)]
    return sum(c in own for c in colours) / len(colours)


def test_every_pair_of_tokens_can_be_read(colours: set[str]) -> None:
    def name(token: str) -> str:
        return theme().color(token).name().upper()

    low = []
    for one, other, least, _what in PAIRS:
        if least >= 4.5 and contrast(name(one), name(other)) < least:
            low.append((one, other))
        with theme().on_selection():
            if least >= 4.5 and contrast(name(one), name(other)) < 4.5:
                low.append((one, other, "selected"))
    assert not low
    assert {name(token).lower() for token in LIGHT} <= colours
    assert set(system_contrast.tokens(QPalette())) == set(LIGHT)


def test_our_look_goes_and_comes_back(colours: set[str], qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = qapp.styleSheet()
    assert "#" not in sheet.replace("QFrame#", "").replace("QWidget#", "")
    monkeypatch.setattr(system_contrast, "is_on", lambda _app: False)
    theme()._system_changed(colours=False)  # what coming back to the window does
    assert not theme().contrast and theme().tokens["accent"] in qapp.styleSheet()
    monkeypatch.setattr(system_contrast, "is_on", lambda _app: True)
    theme()._system_changed(colours=False)
    assert theme().contrast and qapp.styleSheet() == sheet


@pytest.mark.parametrize("colours", ["black"], indirect=True)
def test_pages_open_in_the_systems_colours(colours: set[str], sample_once: Path, home: Path) -> None:
    desk = Desk(Office(make_engine(sample_once, read_only=True), SYSTEM), synchronous=True)
    window = MainWindow(desk)
    window.showNormal()
    window.resize(1366, 740)
    wrong = {}

    def look(name: str, widget: QWidget) -> None:
        QApplication.processEvents()
        share = ours(widget.grab().toImage(), colours)
        if share > 0.005:
            wrong[name] = f"{share:.1%} in colours of ours"

    for place in PLACES:
        window.go(place.key)
        look(place.key, window)
    for tab in ("roster", "attendance", "results", "completion"):
        window.show_ref(Ref("cohort", 2, tab))
        look(tab, window)
    window.hide()
    desk.close()
    shiboken6.delete(window)  # before the look comes back, which would dress it once more
    assert not wrong


def test_windows_is_asked_where_qt_cannot_say(monkeypatch: pytest.MonkeyPatch) -> None:
    app: Any = SimpleNamespace(styleHints=SimpleNamespace)  # hints without a word about it
    asked = []
    flags = 0x7F

    def system_parameters_info(what: int, size: int, answer: Any, _flags: int) -> int:
        asked.append((what, size))
        answer._obj.flags = flags
        return 1

    windll = SimpleNamespace(user32=SimpleNamespace(SystemParametersInfoW=system_parameters_info))
    monkeypatch.setattr(ctypes, "windll", windll, raising=False)
    assert not system_contrast.is_on(app)  # not Windows
    assert not asked
    monkeypatch.setattr(system_contrast.sys, "platform", "win32")
    assert system_contrast.is_on(app)
    flags = 0x7E
    assert not system_contrast.is_on(app)
    assert asked[0][0] == 0x42 and asked[0][1] >= 12


def test_qt_is_asked_where_it_can_say(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "HighContrast"
    hints = SimpleNamespace(contrastPreference=lambda: SimpleNamespace(name=said))
    app: Any = SimpleNamespace(styleHints=lambda: SimpleNamespace(accessibility=lambda: hints))
    assert system_contrast.is_on(app)
    said = "NoPreference"
    assert not system_contrast.is_on(app)
