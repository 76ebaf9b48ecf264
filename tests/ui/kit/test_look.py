"""Colours, sizes, and that no look lives outside the kit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.kit.pairs import PAIRS
from ui.kit import icons
from ui.kit.focus import FocusRing
from ui.kit.look import INK
from ui.kit.pill import TONES
from ui.kit.style import SHEET, stylesheet
from ui.kit.theme import palette, theme
from ui.kit.tokens import DARK, LIGHT

UI = Path(__file__).resolve().parents[3] / "ui"


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(k * c for k, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("name", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test_every_pair_can_be_read(name: str, tokens: dict[str, str]) -> None:
    low = [
        f"{a} on {b}: {contrast(tokens[a], tokens[b]):.2f} < {least}"
        for a, b, least, _what in PAIRS
        if contrast(tokens[a], tokens[b]) < least
    ]
    assert not low, (name, low)


def met_in_the_sheet() -> Iterator[tuple[str, str, str]]:
    """(ink, ground, selector) wherever the stylesheet gives both, or a state changes one of them."""
    rules = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^}]*)\}", SHEET.read_text(encoding="utf-8").split("*/", 1)[1]):
        for selector in map(str.strip, selectors.split(",")):
            for what, ink, ground in (("", "color", "background"),
                                      (" selection", "selection-color", "selection-background-color")):
                found = rules.setdefault(selector + what, ["", ""])
                for place, name in enumerate((ink, ground)):
                    token = re.search(rf"(?<![-\w]){name}: @([a-z0-9-]+)", body)
                    found[place] = token[1] if token else found[place]
    for selector, (ink, ground) in rules.items():
        plain = rules.get(re.sub(r":[a-z]+", "", selector), ["", ""])
        ink, ground = ink or plain[0], ground or plain[1]
        if ink and ground:
            yield ink, ground, selector


def test_every_pair_that_meets_is_measured() -> None:
    measured = {(ink, ground) for ink, ground, _least, _what in PAIRS}
    met = {*met_in_the_sheet(), *((ink, fill or "surface", f"pill {tone}") for tone, (ink, fill) in TONES.items()),
           *((ink, "surface", f"pill {tone}, selected") for tone, (ink, _fill) in TONES.items()),
           *((INK[tone], ground, f"cell {tone}") for tone in INK for ground in ("surface", "hover", "accent-tint"))}
    assert len(met) > 60
    assert not sorted(each for each in met if each[:2] not in measured)
    assert len(measured) == len(PAIRS), "a pair is there twice"


def test_both_themes_have_the_same_tokens() -> None:
    assert set(LIGHT) == set(DARK)
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_the_sheet_knows_only_tokens_and_follows_text_size() -> None:
    pictures = {k: f"/{k}.svg" for k in ("chevron", "chevron-left", "chevron-right", "tick", "dash")}
    for tokens in (LIGHT, DARK):
        made = stylesheet(tokens, 2.0, pictures)
        assert "@" not in made
        used = set(re.findall(r"#[0-9A-Fa-f]{6}", made))
        assert used <= set(tokens.values())
    assert "font-size: 30.00pt" in stylesheet(LIGHT, 2.0, pictures)  # the page title, 15 pt


def test_no_colour_and_no_stylesheet_outside_the_kit() -> None:
    found = []
    for path in UI.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        inside = path.parent.name == "kit"
        if path.name != "tokens.py" and re.search(r"""["']#[0-9A-Fa-f]{3,8}["']""", text):
            found.append(f"{path.relative_to(UI)}: a colour")
        if not inside and "setStyleSheet" in text:
            found.append(f"{path.relative_to(UI)}: setStyleSheet")
    assert not found


def test_only_talk_opens_file_dialogs_and_nothing_uses_exec() -> None:
    found = []
    for path in UI.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path.name != "talk.py" and re.search(r"\bQFileDialog\b|\bQMessageBox\b", text):
            found.append(f"{path.relative_to(UI)}: a dialog of its own")
        if re.search(r"[Dd]ialog\w*(\([^)]*\))?\.exec\(", text):
            found.append(f"{path.relative_to(UI)}: exec")
    assert not found


def test_every_icon_named_in_the_ui_is_there() -> None:
    named = set()
    for path in UI.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r"""icon=["']([a-z0-9-]+)["']""", text))
        named |= set(re.findall(r"""(?:Glyph|IconText|EmptyState|icon_button|icon)\(\s*["']([a-z0-9-]+)["']""", text))
    assert named
    assert not [name for name in sorted(named) if not (icons.ICON_DIR / f"{name}.svg").exists()]


def test_icons_take_the_colour_of_the_theme_of_now() -> None:
    def ink(image: QImage) -> set[str]:
        points = ((x, y) for x in range(image.width()) for y in range(image.height()))
        return {c.name() for x, y in points if (c := image.pixelColor(x, y)).alpha() > 250}

    kept = icons.icon("plus", "text")
    theme().set_mode("light")
    assert LIGHT["text"].lower() in ink(kept.pixmap(64, 64).toImage())
    theme().set_mode("dark")
    assert DARK["text"].lower() in ink(kept.pixmap(64, 64).toImage())
    kept_disabled = kept.pixmap(64, 64, icons.QIcon.Mode.Disabled).toImage()
    assert DARK["text-3"].lower() in ink(kept_disabled)


def test_palette_and_rows_follow_the_settings() -> None:
    assert palette(DARK).color(palette(DARK).ColorRole.Window) == QColor(DARK["window"])
    normal = theme().row_height("list")
    theme().set_density("compact")
    assert theme().row_height("list") == normal - 4
    theme().set_density("roomy")
    assert theme().row_height("list") == normal + 6
    theme().set_density("normal")
    theme().set_scale(2.0)
    assert theme().row_height("attendance") == QFontMetrics(theme().font()).height() + 10


def test_the_ring_of_focus_outlives_the_window_it_was_in(qtbot: QtBot) -> None:
    app = QApplication.instance()
    ring = FocusRing(app)
    first = QPushButton("One")
    holder = QWidget()
    first.setParent(holder)
    holder.show()
    ring.follow(None, first)
    assert ring.frame.widget() is first
    holder.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(first)
    other = QWidget()
    qtbot.addWidget(other)
    second = QPushButton("Two", other)
    other.show()
    ring.follow(None, second)
    assert ring.frame.widget() is second
    ring.follow(second, None)
    app.focusChanged.disconnect(ring.follow)
