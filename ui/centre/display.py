"""Settings, language and display: what each user of this PC has for himself; everything acts at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import _, language
from ui.desk.desk import Desk
from ui.kit.buttons import Segments
from ui.kit.card import Card
from ui.kit.check import Switch
from ui.kit.combo import Choice
from ui.kit.layout import box, column, row, scrolled
from ui.kit.text import label
from ui.kit.theme import BODY_POINTS, theme

LANGUAGES = (("en", "English"), ("ms", "Bahasa Melayu"))
SIZES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
WIDTH, WORDS = 760, 300  # px: of the page; of what a line is about


def _size_words(scale: float) -> str:
    return _("{percent} %, {points} pt").format(percent=round(scale * 100), points=f"{BODY_POINTS * scale:.0f}")


class DisplaySection(QWidget):
    """Nothing to save: the window follows each choice."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.language = Segments(LANGUAGES, language())
        self.language.changed.connect(self._language)
        self.mode = Segments((("light", _("Light")), ("dark", _("Dark")), ("system", _("Same as the system"))),
                             theme().mode)
        self.mode.changed.connect(lambda mode: self._through("set_theme", theme().set_mode, mode))
        self.density = Segments((("compact", _("Compact")), ("normal", _("Normal")), ("roomy", _("Roomy"))),
                                theme().density)
        self.density.changed.connect(lambda density: self._through("set_density", theme().set_density, density))
        self.size = Choice([(s, _size_words(s)) for s in SIZES])
        self.size.set_value(min(SIZES, key=lambda s: abs(s - theme().scale)))
        self.size.edited.connect(self._size)
        self.bar = Switch()
        self.bar.set_value(desk.kept.get("menu-bar") == "always")
        self.bar.edited.connect(self._bar)
        self.still = Switch()
        self.still.set_value(desk.kept.get("motion") == "none")
        self.still.edited.connect(self._still)
        whole = column(
            column(label(_("Language and display"), "section"),
                   label(_("For you on this PC. Everything here acts at once; what you have typed elsewhere stays."),
                         "muted", wrap=True), spacing=2),
            Card(_("Language"), _line(_("Words, dates and messages"), _(
                "Certificates have a language of their own: Certificate numbering."), self.language)),
            Card(_("Colours and size"),
                 _line(_("Colours"), _("Paper stays white in either."), self.mode),
                 _line(_("Text size"), _("Also Ctrl and +, Ctrl and −, anywhere in the window"), self.size),
                 _line(_("Rows of lists"), _("Compact shows more of a long list."), self.density)),
            Card(_("Menus and movement"),
                 _line(_("Always show the menu bar"), _("Otherwise the Alt key shows it."), self.bar),
                 _line(_("Without movement"), _("Nothing flashes or slides, also when the system allows it."),
                       self.still)),
            None, spacing=16)
        inner = box(whole)
        inner.setMaximumWidth(theme().px(WIDTH))
        outer = row(inner, None, margins=(24, 16, 24, 16))
        outer.setStretch(0, 1000)
        self.setLayout(column(scrolled(box(outer))))
        theme().changed.connect(self._follow)

    def _follow(self) -> None:
        """What was changed from a menu or by a key."""
        self.mode.set_value(theme().mode)
        self.density.set_value(theme().density)
        self.size.set_value(min(SIZES, key=lambda s: abs(s - theme().scale)))

    def shown(self) -> None:
        """Ask again."""
        self._follow()
        self.bar.set_value(self.desk.kept.get("menu-bar") == "always")

    def _through(self, name: str, otherwise: Callable[[Any], object], value: Any) -> None:
        """By the window, which remembers it; alone where there is none."""
        (getattr(self.window(), name, None) or otherwise)(value)

    def _language(self, code: object) -> None:
        asked = getattr(self.window(), "language_asked", None)
        if asked is not None and code != language():
            asked.emit()
        self.language.set_value(language())  # it may have been refused

    def _size(self) -> None:
        self.desk.kept.put("zoom", f"{self.size.value():g}")
        theme().set_scale(float(self.size.value()))
        rebuild = getattr(self.window(), "rebuild", None)
        if rebuild is not None:
            rebuild()

    def _bar(self) -> None:
        always = bool(self.bar.value())
        self.desk.kept.put("menu-bar", "always" if always else "")
        menus = getattr(self.window(), "menus", None)
        if menus is not None:
            menus.show_bar(always)
            self.window().actions_["bar_always"].setChecked(always)  # type: ignore[attr-defined]

    def _still(self) -> None:
        theme().still = bool(self.still.value())
        self.desk.kept.put("motion", "none" if theme().still else "")


def _line(words: str, about: str, editor: QWidget) -> QWidget:
    """What it is about at the left, the choice beside it."""
    editor.setAccessibleName(words)
    editor.setAccessibleDescription(about)
    told = box(column(label(words), label(about, "hint", wrap=True), spacing=0))
    made = row(told, editor, spacing=16, margins=(0, 4, 0, 4))
    made.setStretch(0, 1)
    return box(made)
