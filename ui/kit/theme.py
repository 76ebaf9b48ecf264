"""The look of the whole program: Fusion, a palette, one stylesheet, fonts; switched while running."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette, QPixmapCache
from PySide6.QtWidgets import QApplication, QToolTip

from ui.kit import contrast, icons
from ui.kit.style import CONTRAST_SHEET, stylesheet
from ui.kit.tokens import DARK, LIGHT

FONT_DIR = Path(__file__).resolve().parents[2] / "resources" / "fonts"
FAMILIES = ["Segoe UI Variable Text", "Segoe UI", "Inter", "Noto Sans"]
BODY_POINTS = 9.75
Mode = Literal["system", "light", "dark"]
Density = Literal["compact", "normal", "roomy"]
RowKind = Literal["list", "table", "marks", "attendance"]

_ROWS: dict[str, int] = {"list": 36, "table": 32, "marks": 30, "attendance": 26}
_DENSITY: dict[str, int] = {"compact": -4, "normal": 0, "roomy": 6}
_ROLES = {
    "Window": "window",
    "WindowText": "text",
    "Base": "surface",
    "AlternateBase": "sunken",
    "Text": "text",
    "PlaceholderText": "text-3",
    "Button": "surface",
    "ButtonText": "text",
    "Highlight": "accent-tint",
    "HighlightedText": "text",
    "Accent": "accent",
    "Link": "accent-text",
    "LinkVisited": "accent-text",
    "ToolTipBase": "tooltip",
    "ToolTipText": "on-tooltip",
    "BrightText": "danger",
    "Mid": "line",
    "Midlight": "line-soft",
    "Dark": "line-strong",
    "Light": "raised",
    "Shadow": "line",
}
log = logging.getLogger(__name__)


def palette(tokens: dict[str, str]) -> QPalette:
    """The palette of a set of tokens; disabled text is text-3."""
    made = QPalette()
    for role, token in _ROLES.items():
        made.setColor(QPalette.ColorRole[role], QColor(tokens[token]))
    for role in ("WindowText", "Text", "ButtonText"):
        made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole[role], QColor(tokens["text-3"]))
    return made


class Theme(QObject):
    """What is shown now. `changed` fires after colours, text size or density changed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mode: Mode = "system"
        self.density: Density = "normal"
        self.scale = 1.0
        self.still = False  # nothing moves, whatever the system allows
        self.contrast = False  # a contrast theme of the system is on: its colours and its style, not ours
        self._colors: dict[str, QColor] = {}
        self._selected: dict[str, QColor] = {}
        self._fonts: dict[tuple[float, QFont.Weight], QFont] = {}
        self._installed = False
        self._pictures: Path | None = None
        self._pictures_owner: tempfile.TemporaryDirectory[str] | None = None

    # -- what is on now ---------------------------------------------------------------------------------------
    @property
    def dark(self) -> bool:
        """Is the dark theme shown (asked for, or the system's)?"""
        if self.contrast:
            return self.color("surface").lightness() < 128
        if self.mode != "system":
            return self.mode == "dark"
        app = QApplication.instance()
        if app is None:
            return False
        return cast(QApplication, app).styleHints().colorScheme() == Qt.ColorScheme.Dark

    @property
    def tokens(self) -> dict[str, str]:
        """The colours in use, by token."""
        if self.contrast:
            return contrast.tokens(cast(QApplication, QApplication.instance()).palette())
        return DARK if self.dark else LIGHT

    def color(self, token: str) -> QColor:
        """The colour of a token now (do not change it); KeyError for an unknown token."""
        found = self._colors.get(token)
        if found is None:
            found = self._colors[token] = QColor(self.tokens[token])
        return found

    @contextmanager
    def on_selection(self) -> Iterator[None]:
        """Within, colours are those on something selected, where the system's contrast theme has a pair for it."""
        kept = self._colors
        if self.contrast:
            self._colors = self._selected
        try:
            yield
        finally:
            self._colors = kept

    def font(self, points: float = BODY_POINTS, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The program's font at a size in points, before the user's text size (kept: copy it to change it)."""
        key = (points, weight)
        found = self._fonts.get(key)
        if found is not None:
            return found
        made = QFont(FAMILIES)
        made.setPointSizeF(points * self.scale)
        made.setWeight(weight)
        made.setFeature(QFont.Tag("tnum"), 1)
        self._fonts[key] = made
        return made

    def px(self, pixels: int) -> int:
        """A height or width that must hold text, grown with the user's text size."""
        return round(pixels * max(1.0, self.scale))

    def row_height(self, kind: RowKind = "table") -> int:
        """Height of a row in logical pixels: the token, moved by density, never less than the font needs."""
        return max(_ROWS[kind] + _DENSITY[self.density], QFontMetrics(self.font()).height() + 10)

    # -- changes --------------------------------------------------------------------------------------------
    def set_mode(self, mode: Mode) -> None:
        """Light, dark or as the system."""
        self.mode = mode
        self._apply()

    def set_density(self, density: Density) -> None:
        """How tall rows are."""
        self.density = density
        self.changed.emit()

    def set_scale(self, scale: float) -> None:
        """The user's text size, 0.8 .. 2.0 of the normal."""
        self.scale = min(2.0, max(0.8, scale))
        self._apply()

    def install(self) -> None:
        """Dress the application; call once, before the first widget."""
        app = cast(QApplication, QApplication.instance())
        if not self._installed:
            self._system_style = self._style = app.style().name()
            load_fonts("Inter*")
            hints = app.styleHints()
            hints.colorSchemeChanged.connect(self._system_changed)
            app.applicationStateChanged.connect(lambda _state: self._system_changed(colours=False))
            contrast.follow(app, lambda: self._system_changed(colours=False))
            from ui.kit.focus import FocusRing

            self._ring = FocusRing(app)
            self._installed = True
        self._apply()

    def _system_changed(self, *_scheme: object, colours: bool = True) -> None:
        """Not every Qt tells of a contrast theme, so it is asked for on coming back too."""
        app = cast(QApplication, QApplication.instance())
        if high_contrast(app) != self.contrast or (colours and self.mode == "system"):
            self._apply()

    def _apply(self) -> None:
        self._forget()
        if not self._installed:
            return
        app = cast(QApplication, QApplication.instance())
        self.contrast = high_contrast(app)
        self._forget()
        style = self._system_style if self.contrast else "Fusion"
        if style != self._style:
            self._style = style
            app.setStyle(style)
        app.setFont(self.font())
        colours = contrast.system_palette() if self.contrast else palette(self.tokens)
        app.setPalette(colours)
        QToolTip.setPalette(colours)
        if self.contrast:
            self._forget()  # what was looked up before the system's colours were there
            self._selected.update({k: QColor(v) for k, v in contrast.tokens(app.palette(), selected=True).items()})
            app.setStyleSheet(stylesheet({}, self.scale, {}, CONTRAST_SHEET))
        else:
            app.setStyleSheet(stylesheet(self.tokens, self.scale, self._picture_paths()))
        self.changed.emit()

    def _forget(self) -> None:
        self._colors.clear()
        self._selected.clear()
        self._fonts.clear()
        QPixmapCache.clear()

    def _picture_paths(self) -> dict[str, str]:
        """Files for the few pictures a stylesheet must name by path, in the colours of now."""
        if self._pictures is None:
            self._pictures_owner = tempfile.TemporaryDirectory(prefix="sijil-look-")
            self._pictures = Path(self._pictures_owner.name)
        paths = {}
        for key, name, token, width in (
            ("chevron", "chevron-down", "text-2", 1.75),
            ("chevron-right", "chevron-right", "text-2", 1.75),
            ("chevron-left", "chevron-left", "text-2", 1.75),
            ("tick", "check", "on-accent", 3.25),
            ("dash", "minus", "on-accent", 3.25),
        ):
            path = self._pictures / f"{key}-{'dark' if self.dark else 'light'}.svg"
            path.write_bytes(icons.svg(name, self.color(token), width))
            paths[key] = path.as_posix()
        return paths


def high_contrast(app: QApplication) -> bool:
    """Is a contrast theme of the system on?"""
    return contrast.is_on(app)


@cache
def load_fonts(pattern: str) -> tuple[str, ...]:
    """Load bundled fonts by file name; returns the families. Not there: none, the system's fonts are used."""
    families: list[str] = []
    for path in sorted(FONT_DIR.rglob(pattern)):
        if path.suffix.lower() in (".ttf", ".otf"):
            number = QFontDatabase.addApplicationFont(str(path))
            families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return tuple(families)


@lru_cache(maxsize=1)
def theme() -> Theme:
    """The one theme of the program."""
    return Theme()
