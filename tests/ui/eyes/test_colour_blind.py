"""Eyes without red, green or blue receptors tell every state from every other: hue is never all that differs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.attendance.statuses import SHIPPED, look_of
from app.certificates.words import STATES
from app.cohorts.policy import Policy
from app.i18n import use_language
from tests.colour_blind import KINDS, four_views, seen, seen_picture
from tests.ui.kit.pairs import PAIRS
from tests.ui.kit.test_look import contrast
from ui.certificates.columns import LOOK_OF
from ui.cohorts.workspace import PILLS
from ui.kit.marks import SHAPES, paint_mark
from ui.kit.pill import TONES, paint_pill
from ui.kit.theme import theme
from ui.kit.tokens import DARK, LIGHT
from ui.trainees.looks import _LOOKS

EYES = [*KINDS, "grey"]  # grey: no colours at all, as on a copy
VISIBLE = 1.25  # ratio of brightness that is seen beside each other
DIFFER = 20  # points that must be told apart


@pytest.fixture(params=["light", "dark"])
def mode(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """Either theme."""
    theme().install()
    theme().set_mode(request.param)
    yield request.param
    theme().set_mode("light")


def sheet() -> tuple[QImage, QPainter]:
    made = QImage(160, 30, QImage.Format.Format_RGB32)
    made.fill(theme().color("surface"))
    return made, QPainter(made)


def through(kind: str, picture: QImage) -> QImage:
    return picture.convertToFormat(QImage.Format.Format_Grayscale8) if kind == "grey" else seen_picture(kind, picture)


def apart(one: QImage, other: QImage) -> int:
    """Points whose brightness differs visibly."""
    found = 0
    for y in range(one.height()):
        for x in range(one.width()):
            a, b = one.pixelColor(x, y), other.pixelColor(x, y)
            found += a != b and contrast(a.name(), b.name()) >= VISIBLE
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_pair_can_be_read_by_those_eyes(kind: str, tokens: dict[str, str]) -> None:
    low = [(a, b) for a, b, least, _what in PAIRS if contrast(seen(kind, tokens[a]), seen(kind, tokens[b])) < least]
    assert not low


@pytest.mark.parametrize("kind", EYES)
def test_marks_differ_in_shape_even_with_the_same_letter(mode: str, kind: str) -> None:
    drawn = {}
    for shape in SHAPES.values():
        picture, painter = sheet()
        paint_mark(painter, QRectF(0, 0, 40, 30), "A", shape)
        painter.end()
        drawn[shape] = through(kind, picture)
    alike = {(one, other): points for one, other in combinations(drawn, 2)
             if (points := apart(drawn[one], drawn[other])) < DIFFER}
    assert not alike


@pytest.mark.parametrize("language", ["en", "ms"])
def test_every_mark_has_a_letter_of_its_own(language: str) -> None:
    use_language(language)
    letters = [status.letter for status in SHIPPED]
    labels = [status.label for status in SHIPPED]
    use_language("en")
    assert len(set(letters)) == len(letters) and len(set(labels)) == len(labels)
    counted = {look_of(status, Policy()) for status in SHIPPED}
    assert counted >= {"letter", "bar", "block", "dashed"}


@pytest.mark.parametrize("kind", EYES)
def test_pills_differ_in_icon_even_without_words(mode: str, kind: str) -> None:
    states = {"a certificate": {icon: tone for tone, icon in LOOK_OF.values()},
              "a cohort": {icon: tone for tone, icon in PILLS.values()}}
    for what, icons in states.items():
        drawn = {}
        for icon, tone in icons.items():
            picture, painter = sheet()
            paint_pill(painter, QRect(0, 0, 160, 30), "", tone, icon)
            painter.end()
            drawn[icon] = through(kind, picture)
        alike = [(one, other) for one, other in combinations(drawn, 2) if apart(drawn[one], drawn[other]) < DIFFER]
        assert not alike, what


def test_every_state_has_words_and_what_is_coloured_has_an_icon_of_its_own() -> None:
    assert len({STATES[state] for state in LOOK_OF}) == len(LOOK_OF)
    assert len({icon for _tone, icon in PILLS.values()}) == len(PILLS)
    coloured = [look.icon for look in _LOOKS.values() if look.tone not in ("muted", "hint", "")]
    assert all(coloured) and len(set(coloured)) == len(coloured)


@pytest.mark.parametrize("tone", TONES)
def test_the_ink_of_a_pill_is_read_on_it_by_those_eyes(tone: str) -> None:
    ink, fill = TONES[tone]
    for tokens in (LIGHT, DARK):
        for ground in (fill or "surface", "surface"):
            for kind in KINDS:
                assert contrast(seen(kind, tokens[ink]), seen(kind, tokens[ground])) >= 4.5, (kind, ground)


def test_pictures_of_what_those_eyes_see(mode: str, tmp_path: Path) -> None:
    picture, painter = sheet()
    paint_mark(painter, QRectF(0, 0, 40, 30), "A", "solid")
    painter.end()
    four_views(picture, tmp_path / "four.png")
    four = QImage(str(tmp_path / "four.png"))
    assert four.size().width() > 320
    middle = (12 + 8, 36 + 8)
    red = four.pixelColor(*middle).name().upper()
    assert red == theme().tokens["danger-solid"]
    brown = four.pixelColor(middle[0] + 172, middle[1]).name().upper()
    assert brown == seen("protan", red) != red
