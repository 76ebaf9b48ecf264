"""A screen reader over the accessibility bus: everything one can come to has a name, and marks are words."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ui.eyes.tree import FOCUSABLE, SHOWING, Node, Reader, program, screen, tell

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="this bus is there on Linux only")
PLACES = ("home", "trainees", "programmes", "cohorts", "certificates", "settings", "import", "imports")
TABS = ("roster", "attendance", "results", "completion")


class Listener:
    """Our window and somebody who only hears it."""

    def __init__(self, process: object, reader: Reader) -> None:
        self.process, self.reader = process, reader

    def go(self, order: str) -> Node:
        """Do something, then read all that is there."""
        tell(self.process, order)  # type: ignore[arg-type]
        return self.reader.read(*self.reader.application("sijil"), most=3000)


@contextmanager
def listening(sample: Path, folder: Path, language: str) -> Iterator[Listener]:
    """Our window with somebody who hears it."""
    with screen(folder) as environment, program(environment, str(sample), language) as process:
        tell(process, "place trainees")
        reader = Reader(environment["DBUS_SESSION_BUS_ADDRESS"])
        yield Listener(process, reader)
        reader.close()


def nameless(tree: Node) -> list[str]:
    """Paths of what can be come to and says nothing of itself. What is in a combo box is spoken for by the box."""
    return [path for path, node in tree.walk() if node.has(SHOWING) and node.has(FOCUSABLE)
            and not node.name.strip() and "/combo box" not in path
            and node.role not in ("filler", "panel", "scroll pane", "layered pane", "cell", "frame")]


def cells(tree: Node) -> Counter[str]:
    """What cells say."""
    return Counter(node.name for _path, node in tree.walk() if node.role == "cell")


def test_everything_one_can_come_to_has_a_name(sample: Path, tmp_path: Path) -> None:
    silent: dict[str, list[str]] = {}
    with listening(sample, tmp_path, "ms") as listener:
        for order in [f"place {key}" for key in PLACES] + [f"ref cohort 1 {tab}" for tab in TABS]:
            found = nameless(listener.go(order))
            if found:
                silent[order] = [path[-160:] for path in found]
    assert not silent


def test_marks_are_words_and_a_new_mark_is_heard(sample: Path, tmp_path: Path) -> None:
    with listening(sample, tmp_path, "en") as listener:
        before = cells(listener.go("ref cohort 2 attendance"))
        listener.go("key Ctrl+Home")
        after = cells(listener.go("key L"))
    assert any("Present" in name for name in before), sorted(before)[:60]
    assert any(", Mon 29 Jun: Late" in name for name in after - before), (after - before, sorted(after))
