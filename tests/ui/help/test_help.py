"""F1 and what it opens: the topic of the page, search by keys, links, the guide on paper; news once after an update."""

from __future__ import annotations

import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app import VERSION
from app.exchange.files import safe_file_name
from app.i18n import use_language
from ui.desk import talk
from ui.desk.desk import Desk
from ui.help import news
from ui.help.report import save_report
from ui.help.viewer import HelpWindow, show_help


@pytest.fixture
def desk(sqlite_office: Any, home: Path, qtbot: Any) -> Desk:
    talk.forget()
    return Desk(sqlite_office, synchronous=True)


@pytest.fixture
def window(qtbot: Any) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def text(help_: HelpWindow) -> str:
    return help_.text.toPlainText()


def test_help_opens_at_the_page_in_front_and_only_once(desk: Desk, window: QWidget) -> None:
    first = show_help(desk, window, "cohort", "results")
    assert text(first).startswith("Results")
    assert show_help(desk, window, "trainees") is first
    assert text(first).startswith("Trainees")


def test_search_and_links_by_keys(desk: Desk, window: QWidget, qtbot: Any) -> None:
    help_ = show_help(desk, window, "")
    QTest.keyClick(help_.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    help_.search.setText("late arrivals nowhere")
    qtbot.waitUntil(lambda: help_.list.count() == 0)
    assert help_.none.isVisible()
    help_.search.setText("fills down")
    qtbot.waitUntil(lambda: help_.list.count() > 0)
    assert text(help_).startswith("Attendance") and help_.text.textCursor().selectedText() == "fills"
    help_.text.anchorClicked.emit(QUrl("topic:results"))
    assert text(help_).startswith("Results") and help_.list.count() > 10


def test_in_malay(desk: Desk, window: QWidget) -> None:
    use_language("ms")
    try:
        assert text(show_help(desk, window, "attendance")).startswith("Kehadiran")
    finally:
        use_language("en")


def test_the_guide_on_paper_has_every_topic(desk: Desk, window: QWidget, tmp_path: Path) -> None:
    from app.guide import topics

    target = tmp_path / safe_file_name(["guide"], ".pdf")
    talk.answer_next(str(target))
    show_help(desk, window, "")._print()
    whole = subprocess.run(["pdftotext", str(target), "-"], capture_output=True, text=True, check=True).stdout
    whole = " ".join(unicodedata.normalize("NFKC", whole).split())  # ligatures
    assert [topic.title for topic in topics("en") if topic.title not in whole] == []


def test_news_once_after_an_update_and_never_to_somebody_new(desk: Desk, window: QWidget) -> None:
    assert not news.show_news_once(desk, window)
    assert desk.kept.get(news.SEEN) == VERSION
    desk.kept.put(news.SEEN, "0.0.9")
    assert news.show_news_once(desk, window)
    assert text(window.findChild(HelpWindow)).startswith("What is new")
    assert not news.show_news_once(desk, window)


def test_a_problem_report_is_saved_where_asked(desk: Desk, window: QWidget, tmp_path: Path) -> None:
    told: list[str] = []
    desk.told.connect(lambda sentence, _undo: told.append(sentence))
    talk.answer_next(str(tmp_path / "problem.zip"))
    save_report(desk, window)
    assert (tmp_path / "problem.zip").exists() and "problem.zip" in told[-1]
