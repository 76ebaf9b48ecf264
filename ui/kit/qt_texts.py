"""Qt's own words (file dialogs, context menus of text fields) in the language of the program; Qt has no Malay."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTranslator
from PySide6.QtWidgets import QApplication

from app.i18n import N_, _, language

# what Qt asks for -> our message, where ours differs in nothing but the mnemonic
_WORDS = {
    "&Undo": N_("Undo"),
    "&Redo": N_("Redo"),
    "Cu&t": N_("Cut"),
    "&Copy": N_("Copy"),
    "&Paste": N_("Paste"),
    "Delete": N_("Delete"),
    "Select All": N_("Select all"),
    "OK": N_("OK"),
    "&OK": N_("OK"),
    "Cancel": N_("Cancel"),
    "&Cancel": N_("Cancel"),
    "Close": N_("Close"),
    "&Close": N_("Close"),
    "Open": N_("Open"),
    "&Open": N_("Open"),
    "Save": N_("Save"),
    "&Save": N_("Save"),
    "&Yes": N_("Yes"),
    "&No": N_("No"),
    "Help": N_("Help"),
    "&Choose": N_("Choose"),
    "File &name:": N_("File name:"),
    "Files of type:": N_("Kind of file:"),
    "Look in:": N_("In:"),
    "Directory:": N_("Folder:"),
    "New Folder": N_("New folder"),
    "Name": N_("Name"),
    "Size": N_("Size"),
    "Type": N_("Kind"),
    "Date Modified": N_("Changed on"),
    "All Files (*)": N_("All files (*)"),
    "Copy &Link Location": N_("Copy link"),
    "Print": N_("Print"),
    "&Print": N_("Print"),
}


class QtTexts(QTranslator):
    """Answers Qt out of our own catalogue."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1
                  ) -> str | None:  # type: ignore[override]
        if language() == "en" or source not in _WORDS:
            return None  # "" would be an answer: every word of Qt gone, even those by which it tells kinds of pictures
        return _(_WORDS[source])


_installed: list[QtTexts] = []


def install(parent: QObject | None = None) -> None:
    """Once, at start; it follows `use_language` by itself."""
    app = QApplication.instance()
    if app is not None and not _installed:
        texts = QtTexts(parent or app)
        _installed.append(texts)
        app.installTranslator(texts)
