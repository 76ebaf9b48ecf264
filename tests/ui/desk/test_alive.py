"""The window answers: the watchdog sees what holds it, work beside it does not, and rubbish is collected at home."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, QTimer

from tests.watchdog import Watchdog
from ui.desk.rubbish import YOUNG, Collector
from ui.shell import warm


@pytest.fixture
def collector(qapp: Any) -> Iterator[Collector]:
    made = Collector(qapp)
    yield made
    made.setParent(None)
    made.deleteLater()
    gc.unfreeze()
    gc.enable()


def test_the_watchdog_names_what_held_the_window(qtbot: Any) -> None:
    with Watchdog(limit=0.05) as dog:
        QTimer.singleShot(0, lambda: time.sleep(0.2))
        qtbot.wait(400)
    assert len(dog.stalls) == 1 and dog.longest >= 0.15


def test_work_beside_the_window_does_not_hold_it(qtbot: Any) -> None:
    with Watchdog(limit=0.15) as dog:
        beside = threading.Thread(target=lambda: time.sleep(0.4))
        beside.start()
        qtbot.wait(500)
        beside.join()
    assert not dog.stalls and dog.beats > 10


class Thing(QObject):
    """In a cycle with itself, and it tells where it is destroyed."""

    gone_in: list[int] = []

    def __init__(self) -> None:
        super().__init__()
        self.me = self

    def __del__(self) -> None:
        Thing.gone_in.append(threading.get_ident())


def test_objects_of_the_window_are_destroyed_in_its_thread(qtbot: Any, collector: Collector) -> None:
    Thing.gone_in.clear()
    Thing()
    busy = threading.Thread(target=lambda: [[[] for _n in range(50)] for _m in range(2_000)])
    busy.start()
    busy.join()  # without the collector, that thread would have destroyed it
    assert not Thing.gone_in
    kept = [[] for _n in range(YOUNG * 2)]
    collector.collect()
    assert Thing.gone_in == [threading.get_ident()] and kept


def test_reading_ahead_reads_every_page(qapp: Any) -> None:
    import sys

    warm.begin().join(60)
    assert set(warm.targets()) <= set(sys.modules)
