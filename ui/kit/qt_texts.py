"""Qt's own words (file, print and colour dialogs, menus of text fields) in the language of the program.

Qt has no Malay, so they are answered out of our own catalogue. Dates and numbers that Qt writes follow as well.
"""

from __future__ import annotations

from PySide6.QtCore import QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from app.i18n import _, language
from ui.kit.qt_words import KEYS, WORDS

_LANGUAGES = {"en": QLocale.Language.English, "ms": QLocale.Language.Malay}


class QtTexts(QTranslator):
    """Answers Qt out of our own catalogue."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1
                  ) -> str | None:  # type: ignore[override]
        if context == "QShortcut" and source == "Return":
            return "Enter"  # as it is printed on the key, and said everywhere else
        if language() == "en":
            return None  # "" would be an answer: every word of Qt gone, even those by which it tells kinds of pictures
        if context == "QShortcut":
            return _(KEYS[source]) if source in KEYS else None
        return _(source) if source in WORDS else None


_installed: list[QtTexts] = []


def install(parent: QObject | None = None) -> None:
    """Once, at start; it follows `use_language` by itself, the dates of Qt with `follow`."""
    app = QApplication.instance()
    if app is not None and not _installed:
        texts = QtTexts(parent or app)
        _installed.append(texts)
        app.installTranslator(texts)
    follow()


def follow() -> None:
    """After another language was chosen: how Qt writes dates and numbers."""
    QLocale.setDefault(locale())


def locale() -> QLocale:
    """English or Malay, as in Malaysia."""
    return QLocale(_LANGUAGES[language()], QLocale.Country.Malaysia)


def system_speaks() -> bool:
    """Does the system speak the language of the program, so that its own dialogs may be used?"""
    spoken = QLocale.system().uiLanguages()
    return bool(spoken) and QLocale(spoken[0]).language() == _LANGUAGES[language()]
