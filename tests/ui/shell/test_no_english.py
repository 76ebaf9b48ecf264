"""Every page, and every dialog that its buttons open, in both languages: no word of the other one is on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QWidget,
)

from app.certificates.templates.commands import NewDraft
from app.i18n import use_language
from app.office.command import Ref
from tests import words
from tests.app.class_room import Class
from ui.centre.sections import SECTIONS
from ui.desk import talk
from ui.kit import qt_texts
from ui.kit.buttons import Button
from ui.kit.dialog import Dialog
from ui.shell.places import PLACES
from ui.shell.window import MainWindow

TABS = ("roster", "timetable", "attendance", "results", "completion", "certificates", "history")
PLACEHOLDER = re.compile(r"\{[^}]*\}")
LITERAL = 8  # letters a sentence with gaps must have besides them to be known again
SAME_WORD = {"Sijil", "English", "Other", "Tiada", "Enter"}
"""Names (a user of the class is called Other, a key Enter), and a level of education, which is kept as it is called
here."""


@cache
def catalogue(language: str) -> tuple[frozenset[str], list[tuple[str, re.Pattern[str]]]]:
    """What must not be on the screen in this language: whole texts, and sentences with gaps (their longest part)."""
    whole, gaps = set(), []
    theirs: set[str] = set()
    merged = words.compiled_now()
    for english, malay in merged.items():
        theirs.add(plain(english if language == "en" else malay[0]))
    for english, malay in merged.items():
        foreign = plain(malay[0] if language == "en" else english)
        if foreign in theirs or foreign in SAME_WORD or not re.search(r"[^\W\d]{2}", foreign):
            continue
        if not PLACEHOLDER.search(foreign):
            whole.add(foreign)
            continue
        parts = PLACEHOLDER.split(foreign)
        longest = max(parts, key=len)
        if len(re.sub(r"[\W\d]", "", longest)) >= LITERAL:
            gaps.append((longest, re.compile(".+".join(map(re.escape, parts)), re.DOTALL)))
    return frozenset(whole), gaps


def plain(text: str) -> str:
    """Without mnemonics, marks of bold and spaces around."""
    text = re.sub(r"&(.)", r"\1", text.split("\t")[0])
    return re.sub(r"</?b>", "", text).strip()


def texts(widget: QWidget) -> Iterator[str]:
    """What is written on a widget and in it, shown or in a menu."""
    for each in (widget, *widget.findChildren(QWidget)):
        yield from (each.windowTitle(), each.toolTip(), each.accessibleName(), each.accessibleDescription())
        for action in each.actions():
            yield from (action.text(), action.toolTip())
        if isinstance(each, QLabel | QAbstractButton):
            yield each.text()
        elif isinstance(each, QComboBox):
            yield from (each.itemText(n) for n in range(min(each.count(), 40)))
            yield each.placeholderText()
        elif isinstance(each, QLineEdit | QPlainTextEdit):
            yield each.placeholderText()
        elif isinstance(each, QTabBar):
            yield from (each.tabText(n) for n in range(each.count()))
        elif isinstance(each, QTableView) and each.model() is not None:
            model = each.model()
            for column in range(model.columnCount()):
                yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
                for row in range(min(model.rowCount(), 3)):
                    yield str(model.index(row, column).data() or "")


def foreign_words(said: set[str], language: str) -> set[str]:
    """Those of the texts that are of the other language."""
    whole, gaps = catalogue(language)
    found = said & whole
    return found | {text for text in said - found for part, pattern in gaps
                    if part in text and pattern.fullmatch(text)}


class Listener:
    """Collects what is said in windows of their own, which then go away unanswered."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.said: dict[str, set[str]] = {}
        self.opened: set[str] = set()
        monkeypatch.setattr(talk, "ask", self._ask)
        monkeypatch.setattr(talk, "tell", self._tell)
        monkeypatch.setattr(talk, "_choose", self._choose)
        monkeypatch.setattr(talk, "open_dialog", self._open)
        monkeypatch.setattr(Dialog, "open", lambda dialog: self._open(dialog))

    def _hear(self, where: str, *said: str) -> None:
        self.said.setdefault(where, set()).update(plain(s) for s in said)

    def _ask(self, question: str, consequence: str, action: str, *_more: Any, safe: str = "", **_rest: Any) -> None:
        self._hear("question", question, consequence, action, safe)

    def _tell(self, sentence: str, detail: str = "", *_more: Any, **_rest: Any) -> None:
        self._hear("message", sentence, detail)

    def _choose(self, title: str, kinds: str, *_rest: Any) -> None:
        self._hear("file dialog", title, *kinds.split(";;"))

    def _open(self, dialog: Dialog) -> None:
        QWidget.show(dialog)
        settle()
        self.opened.add(type(dialog).__name__)
        self._hear(type(dialog).__name__, *texts(dialog))
        dialog.hide()
        dialog.deleteLater()


def settle() -> None:
    for _turn in range(3):
        QApplication.processEvents()


def pages(window: MainWindow, room: Class) -> Iterator[str]:
    """Each page and part in front, one after the other; its name."""
    for place in PLACES:
        window.go(place.key)
        yield place.key
    for tab in TABS:
        window.show_ref(Ref("cohort", room.cohort_id, tab))
        yield f"cohort {tab}"
    for hidden in ("import", "imports", "duplicates"):
        window.show_ref(Ref(hidden))
        yield hidden
    for hidden in ("import-sessions", "import-exams"):
        window.show_ref(Ref(hidden, room.cohort_id))
        yield hidden
    window.show_ref(Ref("templates"))
    yield "templates"
    assert window.desk.office is not None
    window.show_ref(Ref("template", window.desk.office.do(NewDraft(code="klasik", name="Klasik")).value))
    yield "template"
    for section in SECTIONS:
        window.show_ref(Ref("settings", None, section.key))
        yield f"settings {section.key}"


def press_all(page: QWidget, skip: set[str]) -> None:
    """Every button of the page that can be pressed, and every command."""
    for button in page.findChildren(Button):
        if (shiboken6.isValid(button) and button.isVisible() and button.isEnabled()
                and button.kind in ("primary", "secondary", "quiet", "danger") and plain(button.text()) not in skip):
            button.click()
            settle()
    for action in list(getattr(page, "acts", ())):
        if shiboken6.isValid(action) and action.isEnabled():
            action.trigger()
            settle()


@pytest.fixture(params=["ms", "en"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """Spoken before anything is made: the history keeps its entries in the words of the day."""
    use_language(request.param)
    qt_texts.install()
    qt_texts.follow()
    yield request.param
    use_language("en")
    qt_texts.follow()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_no_word_of_the_other_language(language: str, open_window: Callable[..., MainWindow], room: Class,
                                       monkeypatch: pytest.MonkeyPatch) -> None:
    talk.scripted = False
    listener = Listener(monkeypatch)
    window = open_window()
    window.showNormal()
    window.resize(1440, 868)
    wrong: dict[str, set[str]] = {}
    seen = 0
    for name in pages(window, room):
        settle()
        assert window.page is not None
        said = {plain(t) for t in texts(window.page)}
        seen += len(said)
        if found := foreign_words(said, language):
            wrong[name] = found
        if language == "ms":  # the language of the source needs no second look at every dialog
            press_all(window.page, skip={"English", "Bahasa Melayu"})
        monkeypatch.setattr(window.page, "may_leave", lambda: True)
    listener.said["window"] = {plain(t) for t in texts(window)}
    for name, said in listener.said.items():
        if found := foreign_words(said, language):
            wrong[name] = found
    assert seen > 1000
    assert language == "en" or len(listener.opened) > 8, listener.opened
    assert not wrong, "\n".join(f"{name}: {sorted(found)}" for name, found in wrong.items())
