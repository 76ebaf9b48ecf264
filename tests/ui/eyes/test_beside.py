"""No page asks the records, or makes a paper, in the window's own thread: everything of the kind runs beside it."""

from __future__ import annotations

import threading
import traceback
from pathlib import Path
from typing import Any

import pytest

from app.db.engine import make_engine
from app.office.command import Ref
from app.office.office import Office
from app.office.permissions import SYSTEM
from ui.desk.desk import Desk
from ui.shell.places import PLACES
from ui.shell.window import MainWindow

TABS = ("roster", "timetable", "attendance", "results", "completion", "history")


def test_pages_ask_beside_the_window(
    sample_once: Path, home: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = threading.get_ident()
    asked: list[str] = []
    held: list[str] = []
    ask = Office.ask

    def watched(self: Office, query: Any, *more: Any, **named: Any) -> Any:
        name = type(query).__name__
        asked.append(name)
        if threading.get_ident() == here:
            frame = next(f for f in reversed(traceback.extract_stack()[:-1]) if "/ui/" in f.filename)
            held.append(f"{name} by {frame.name} in {frame.filename.rpartition('/ui/')[2]}:{frame.lineno}")
        return ask(self, query, *more, **named)

    monkeypatch.setattr(Office, "ask", watched)
    desk = Desk(Office(make_engine(sample_once, read_only=True), SYSTEM))
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    for key in [place.key for place in PLACES] + ["settings", "import", "imports"]:
        window.go(key)
        qtbot.waitUntil(lambda: not desk.busy(), timeout=20_000)
    for tab in TABS:
        window.show_ref(Ref("cohort", 2, tab))
        qtbot.waitUntil(lambda: not desk.busy(), timeout=20_000)
    window.hide()
    desk.close()
    assert len(set(asked)) > 15
    assert not held, sorted(set(held))
