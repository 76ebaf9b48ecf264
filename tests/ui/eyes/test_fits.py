"""Nothing is cut: every page in both languages, in every size of window and text, shows its words whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QScrollArea,
    QWidget,
)

from app.db.engine import make_engine
from app.i18n import use_language
from app.office.command import Ref
from app.office.office import Office
from app.office.permissions import SYSTEM
from app.sample import story
from ui.attendance.door import open_door
from ui.attendance.register import AttendanceTab
from ui.desk.desk import Desk
from ui.kit.text import Elided
from ui.kit.theme import theme
from ui.shell.places import PLACES
from ui.shell.window import MainWindow
from ui.trainees.import_page import ImportPage

LOOKS = {
    "designed": ("en", 1440, 868, 1.0), "designed in Malay": ("ms", 1440, 868, 1.0),
    "laptop in Malay": ("ms", 1366, 740, 1.0), "laptop at 200 % in Malay": ("ms", 960, 520, 1.0),
    "smallest": ("en", 960, 520, 1.0), "large text": ("en", 1440, 868, 1.5),
    "13 pt in Malay": ("ms", 1366, 740, 1.33), "16 pt in Malay": ("ms", 1440, 868, 1.64),
    "largest text in Malay": ("ms", 1440, 868, 2.0),
    "small text": ("ms", 1366, 740, 0.9),
}
LIST = Path(__file__).resolve().parents[2] / "inputs" / "registration-form.csv"
TABS = ("roster", "timetable", "attendance", "results", "completion", "history")


@pytest.fixture(params=LOOKS, ids=list(LOOKS))
def window(request: pytest.FixtureRequest, sample_once: Path, home: Path, qapp: QApplication) -> Iterator[MainWindow]:
    """The window in one of these looks, on the sample."""
    language, width, height, scale = LOOKS[request.param]
    use_language(language)
    theme().set_scale(scale)
    desk = Desk(Office(make_engine(sample_once, read_only=True), SYSTEM, clock=lambda: story.NOW), synchronous=True)
    made = MainWindow(desk)
    made.showNormal()
    made.resize(width, height)
    yield made
    made.hide()
    desk.close()
    shiboken6.delete(made)  # before the look comes back, which would dress it once more
    use_language("en")
    theme().set_scale(1.0)


def cut(window: QWidget) -> Iterator[str]:
    """Words of labels and buttons that do not fit, or lie outside what holds them."""
    for widget in window.findChildren(QWidget):
        words = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
        if not words.strip() or not widget.isVisible() or isinstance(widget.parent(), QAbstractItemView):
            continue
        if not isinstance(widget, Elided):
            wraps = isinstance(widget, QLabel) and widget.wordWrap()
            needed = widget.minimumSizeHint()
            if not wraps and widget.width() + 1 < needed.width():
                yield f"{words!r} has {widget.width()} of {needed.width()} pixels"
            elif wraps and widget.height() + 1 < widget.heightForWidth(widget.width()):
                yield f"{words!r} has {widget.height()} of {widget.heightForWidth(widget.width())} pixels of height"
            elif wraps:
                longest = max(widget.fontMetrics().horizontalAdvance(word) for word in words.split())
                if longest > widget.width() + 1 and "<" not in words:
                    yield f"a word of {words!r} has {widget.width()} of {longest} pixels"
        outside = _outside(widget)
        if outside:
            yield f"{words!r} lies outside {outside}"


def _outside(widget: QWidget) -> str:
    """What cuts it off, where nothing scrolls to it."""
    rect = QRect(widget.rect())
    here = widget
    while not here.isWindow():
        above = here.parentWidget()
        assert above is not None
        area = above.parent()
        if isinstance(above, QAbstractScrollArea) or isinstance(area, QAbstractScrollArea):
            rect.translate(here.pos())
            never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            sideways = isinstance(area, QScrollArea) and area.horizontalScrollBarPolicy() == never
            cut_off = sideways and not (rect.left() >= -1 and rect.right() <= above.width())
            return f"what scrolls up and down only, by {rect} in {above.width()}" if cut_off else ""
        rect.translate(here.pos())
        if not above.rect().adjusted(-1, -1, 1, 1).contains(rect):
            return f"{type(above).__name__} {above.objectName()} by {rect} in {above.size().toTuple()}"
        here = above
    return ""


def test_every_page_shows_its_words_whole(window: MainWindow, qapp: QApplication) -> None:
    found: list[str] = []

    def look(where: str) -> None:
        for _round in range(3):
            qapp.processEvents()
        found.extend(f"{where}: {fault}" for fault in cut(window))

    for key in [place.key for place in PLACES] + ["settings", "imports", "import"]:
        window.go(key)
        look(key)
        tabs = window.page.tabs if window.page is not None else None
        for number in range(tabs.count() if tabs is not None else 0):
            window.actions_._step(1)
            look(f"{key}, tab {number}")
    bring = window.page
    assert isinstance(bring, ImportPage)
    bring.open_file(LIST)
    look("columns of a list")
    bring.matching.leave_rest()
    bring.wizard.forward()
    look("rows of a list")
    bring.restart()
    for tab in TABS:
        window.show_ref(Ref("cohort", 2, tab))
        look(f"cohort {tab}")
    for tab in ("timetable", "attendance"):
        window.show_ref(Ref("cohort", 2, tab))
    register = window.page.front_part()  # type: ignore[union-attr]
    assert isinstance(register, AttendanceTab)
    register.marking.roll_call()
    door = open_door(register)
    for name, large in (("roll call", register.roll), ("door", door)):
        assert large is not None
        large.resize(window.size())
        qapp.processEvents()
        found += [f"{name}: {fault}" for fault in cut(large)]
        large.hide()  # closing the door asks
    assert not found, "\n".join(dict.fromkeys(found))
