"""How long the window is held while somebody works, on the sample centre or a database that is named.

Run as `python -m tests.bench.bench_alive [DATABASE]`. Goes to every place and tab, searches, scrolls, marks, and
prints each time it did not answer for over 50 ms with the lines that held it, and the longest as a ratio to showing a
bare table.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from tests.watchdog import Watchdog


def wait(until: Callable[[], bool], at_most: float = 10.0, rest: float = 0.15) -> None:
    """Let the event loop run until something is true, and a little longer."""
    loop = QEventLoop()
    timer = QTimer(loop)
    end = time.monotonic() + at_most
    reached: list[float] = []

    def look() -> None:
        if not reached and (until() or time.monotonic() > end):
            reached.append(time.monotonic())
        if reached and time.monotonic() > reached[0] + rest:
            loop.quit()

    timer.timeout.connect(look)
    timer.start(5)
    loop.exec()


def press(widget: QWidget | None, text: str, key: int = 0) -> None:
    """One key, down and up, delivered by the event loop as a real one is."""
    if widget is None:
        return
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.postEvent(widget, QKeyEvent(kind, key or Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, text))


def walk(where: str) -> dict[str, Watchdog]:
    """Work as a user does; what each step cost the window's thread."""
    from app.cohorts.queries import CohortList
    from app.db.open import open_database
    from app.office.command import Ref
    from app.office.office import Office
    from app.office.permissions import SYSTEM
    from ui.desk.desk import Desk
    from ui.desk.rubbish import Collector
    from ui.kit.theme import theme
    from ui.shell import warm
    from ui.shell.places import PLACES
    from ui.shell.window import MainWindow

    theme().install()
    collector = Collector(QApplication.instance())  # as the program does
    opened = open_database(where)
    office = Office(opened.engine, SYSTEM)
    desk = Desk(office)
    window = MainWindow(desk)
    window.resize(1440, 868)
    window.show()
    told: dict[str, Watchdog] = {}

    def step(name: str, act: Callable[[], Any]) -> None:
        with Watchdog() as told[name]:
            QTimer.singleShot(0, act)
            wait(lambda: not desk.busy())

    step("reading pages ahead", lambda: warm.begin())
    wait(lambda: True, rest=2.0)
    for time_ in ("first", "again"):
        for place in PLACES:
            step(f"{place.key}, {time_}", lambda key=place.key: window.go(key))
    window.go("trainees")
    window.page.find()
    for letter in "nur ahmad":
        step(f"search {letter!r}", lambda t=letter: press(QApplication.focusWidget(), t))
    running = office.ask(CohortList())
    largest = max(running, key=lambda c: getattr(c, "enrolled", 0))
    step("open a cohort", lambda: window.show_ref(Ref("cohort", largest.id)))
    for number in range(6):
        step(f"tab {number + 1}", lambda: window.actions_._step(1))
    step("attendance", lambda: window.show_ref(Ref("cohort", largest.id, "attendance")))
    for letter in "plpp":
        step(f"mark {letter}", lambda t=letter: press(QApplication.focusWidget(), t, ord(t.upper())))
    window.close()
    collector.deleteLater()
    desk.close()
    opened.close()
    return told


def main(where: str = "") -> int:
    """Print the figures."""
    application = QApplication.instance() or QApplication([])  # kept until the end
    assert application is not None
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("SIJIL_HOME", folder)
        if not where:
            from app.sample.sample import sample_centre

            where = str(Path(folder) / "sample.db")
            with sample_centre(Path(where)):
                pass
        with Watchdog() as bare:
            table = QTableView()
            table.resize(1440, 868)
            table.show()
            wait(lambda: True)
            table.close()
        told = walk(where)
    slow = {name: dog for name, dog in told.items() if dog.stalls}
    for name, dog in slow.items():
        for stall in dog.stalls:
            print(f"{name}: {stall.seconds * 1000:.0f} ms in {stall.where}")
    longest = max(dog.longest for dog in told.values())
    print(f"{len(told) - len(slow)} of {len(told)} steps never held the window over 50 ms; the longest "
          f"{longest * 1000:.0f} ms, {longest / max(bare.longest, 1e-9):.1f} times showing a bare table")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
