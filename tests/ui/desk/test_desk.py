"""The desk: answers in the window's thread, nobody called who is gone, one place for errors, jobs that stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.errors import Conflict, Invalid, Missing, Refused, Unavailable
from app.job import Cancelled, Job, Progress
from app.office.office import Office
from ui.desk import errors, talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.desk.jobs_panel import JobsPanel
from ui.kit.buttons import Button
from ui.kit.progress import ProgressPanel


@dataclass(frozen=True, kw_only=True)
class Say:
    """Stands for a command and a query: what `FakeOffice` does with it is all that matters here."""

    text: str = "x"
    wrong: str = ""
    undoable = True
    needs = None

    def label(self) -> str:
        return f"Say {self.text}"

    def problems(self) -> dict[str, str]:
        return {"text": self.wrong} if self.wrong else {}


@dataclass(frozen=True, kw_only=True)
class Forbidden(Say):
    pass


class FakeOffice:
    """An office whose every answer the test decides; the real one is tested with the rooms."""

    def __init__(self) -> None:
        self.actor = SimpleNamespace(name="Aminah")
        self.listeners: list[Any] = []
        self.answers: list[Any] = []
        self.threads: list[str] = []
        self.done: list[str] = []
        self.undone: str | None = None
        self.wait = 0.0

    def on_change(self, listener: Any) -> None:
        self.listeners.append(listener)

    def why_not(self, what: Any) -> str | None:
        return "Only administrators may do this." if what is Forbidden else None

    def _run(self, what: Say) -> Any:
        self.threads.append(threading.current_thread().name)
        time.sleep(self.wait)
        self.done.append(what.text)
        answer = self.answers.pop(0) if self.answers else what.text
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def ask(self, query: Say, step: Progress) -> Any:
        return [self._run(query)]

    def do(self, command: Say, step: Progress) -> Any:
        value = self._run(command)
        changes = SimpleNamespace(kinds=frozenset({"trainee"}), keys={})
        for listener in self.listeners:
            listener(changes)
        self.undone = command.label()
        return SimpleNamespace(value=value, changes=changes, label=command.label())

    def undo(self, step: Progress) -> Any:
        label, self.undone = self.undone, None
        return SimpleNamespace(value=None, changes=SimpleNamespace(kinds=frozenset(), keys={}), label=label)

    def undo_label(self) -> str | None:
        return self.undone

    def redo_label(self) -> str | None:
        return None


@pytest.fixture
def office() -> FakeOffice:
    return FakeOffice()


@pytest.fixture
def desk(qtbot: QtBot, office: FakeOffice) -> Iterator[Desk]:
    made = Desk(cast(Office, office))
    yield made
    made.close()


def do(desk: Desk, say: Say, **more: Any) -> None:
    desk.do(cast(Any, say), **{"owner": None, **more})


def ask(desk: Desk, say: Say, **more: Any) -> None:
    desk.ask(cast(Any, say), **{"owner": None, **more})


def test_work_is_done_beside_the_window_and_answered_inside_it(qtbot: QtBot, desk: Desk, office: FakeOffice) -> None:
    here = threading.current_thread().name
    seen: list[tuple[str, str]] = []
    desk.changed.connect(lambda _c: seen.append(("changed", threading.current_thread().name)))
    desk.saved.connect(lambda label: seen.append((label, threading.current_thread().name)))
    do(desk, Say(), then=lambda value: seen.append((value, threading.current_thread().name)))
    assert seen == []
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen == [("changed", here), ("Say x", here), ("x", here)]
    assert office.threads == ["sijil-office"]


def test_one_after_the_other_in_order(qtbot: QtBot, desk: Desk, office: FakeOffice) -> None:
    got: list[str] = []
    for number in range(20):
        do(desk, Say(text=str(number)), then=got.append)
    qtbot.waitUntil(lambda: len(got) == 20)
    assert got == office.done == [str(n) for n in range(20)]


def test_an_owner_that_is_gone_is_not_called(qtbot: QtBot, desk: Desk, office: FakeOffice) -> None:
    import shiboken6

    office.wait = 0.05
    owner, got = QWidget(), []
    ask(desk, Say(text="a"), owner=owner, then=got.append)
    do(desk, Say(text="b"), owner=owner, then=got.append)
    shiboken6.delete(owner)
    saved: list[str] = []
    desk.saved.connect(saved.append)
    qtbot.waitUntil(lambda: not desk.busy())
    assert got == []
    assert saved == ["Say b"]  # it was saved all the same


def test_only_the_last_question_is_answered_and_overtaken_ones_are_not_asked(
    qtbot: QtBot, desk: Desk, office: FakeOffice
) -> None:
    office.wait = 0.02
    owner, got = QWidget(), []
    qtbot.addWidget(owner)
    for letter in "aisyah":
        ask(desk, Say(text=letter), owner=owner, then=got.append)
    qtbot.waitUntil(lambda: not desk.busy())
    assert got == [["h"]]
    assert len(office.done) <= 2
    pages: list[Any] = []
    for letter in "abc":
        ask(desk, Say(text=letter), owner=owner, then=pages.append, latest=False)
    qtbot.waitUntil(lambda: len(pages) == 3)


def test_a_toast_offers_undo_and_undo_is_named(qtbot: QtBot, desk: Desk, office: FakeOffice) -> None:
    told: list[tuple[str, Any]] = []
    desk.told.connect(lambda words, undo: told.append((words, undo)))
    holder = QWidget()
    qtbot.addWidget(holder)
    undo, redo = desk.undo_actions(holder)
    assert not undo.isEnabled()
    do(desk, Say(text="hello"), tell=lambda value: f"Said {value}")
    qtbot.waitUntil(lambda: bool(told))
    assert told[0][0] == "Said hello"
    assert undo.isEnabled()
    assert undo.text() == "Undo: Say hello"
    assert not redo.isEnabled()
    told[0][1]()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1][0] == "Taken back: Say hello"
    assert not undo.isEnabled()


def test_problems_go_to_the_form_without_bothering_the_office(qtbot: QtBot, desk: Desk, office: FakeOffice) -> None:
    got: list[dict[str, str]] = []
    do(desk, Say(wrong="Type a name."), invalid=got.append)
    assert got == [{"text": "Type a name."}]
    office.answers = [Invalid({"text": "Taken."})]
    do(desk, Say(), invalid=got.append)
    qtbot.waitUntil(lambda: len(got) == 2)
    assert got[1] == {"text": "Taken."}
    assert office.done == ["x"]


@pytest.mark.parametrize("error", [Refused("Only administrators."), Missing("It is gone."), Invalid("No.")])
def test_a_sentence_is_told(qtbot: QtBot, desk: Desk, office: FakeOffice, error: Exception) -> None:
    office.answers = [error]
    failed: list[BaseException] = []
    do(desk, Say(), failed=failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert failed == [error]
    assert len(talk.asked) == 1


def test_try_again_tries_again(qtbot: QtBot, desk: Desk, office: FakeOffice) -> None:
    office.answers = [Unavailable("The disk is full."), Unavailable("The disk is full.")]
    talk.answer_next(True, True)
    got: list[str] = []
    do(desk, Say(), then=got.append)
    qtbot.waitUntil(lambda: got == ["x"])
    assert len(talk.asked) == 2


def test_a_conflict_offers_to_reload(qtbot: QtBot, desk: Desk, office: FakeOffice) -> None:
    office.answers = [Conflict("Rohaya changed it.")]
    talk.answer_next(True)
    reloaded: list[int] = []
    do(desk, Say(), reload=lambda: reloaded.append(1))
    qtbot.waitUntil(lambda: reloaded == [1])


def test_our_bugs_are_reported_once_and_name_nobody(
    qtbot: QtBot, desk: Desk, office: FakeOffice, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errors, "_seen", set())
    office.answers = [KeyError("Nur Aisyah 040312-14-0126"), KeyError("Nur Aisyah 040312-14-0126")]
    for _turn in range(2):
        do(desk, Say())
    qtbot.waitUntil(lambda: not desk.busy())
    assert len(talk.asked) == 1
    assert "KeyError" in talk.asked[0]
    assert "test_desk.py" in talk.asked[0]
    for text in (talk.asked[0], caplog.text):
        assert "Aisyah" not in text
        assert "040312" not in text
    caplog.clear()


def test_what_nobody_caught_is_shown_in_the_window_whatever_the_thread(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import sys

    monkeypatch.setattr(errors, "_seen", set())
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(errors, "qInstallMessageHandler", lambda _handler: None)
    hooks = errors.Hooks()
    hooks.install()

    def fail() -> None:
        raise ZeroDivisionError

    threading.Thread(target=fail).start()
    qtbot.waitUntil(lambda: len(talk.asked) == 1)
    try:
        fail()
    except ZeroDivisionError:
        sys.excepthook(*cast(Any, sys.exc_info()))
    qtbot.waitUntil(lambda: len(talk.asked) == 2)
    assert all("ZeroDivisionError" in report for report in talk.asked)
    caplog.clear()


def stoppable(step: Progress) -> str:
    for number in range(400):
        step(number, 400, "paper")
        time.sleep(0.005)
    return "all"


def test_a_long_job_shows_and_can_be_cancelled(qtbot: QtBot, desk: Desk) -> None:
    panel = JobsPanel(desk)
    qtbot.addWidget(panel)
    ended: list[Any] = []
    job = Job("Issuing", stoppable, "files", "The 12 stay valid.")
    desk.start(job, owner=None, then=ended.append, failed=ended.append)
    assert desk.jobs() == []
    qtbot.waitUntil(lambda: bool(desk.jobs()), timeout=3000)
    assert not panel.isHidden()
    shown = panel.findChild(ProgressPanel)
    assert shown is not None
    assert shown.title.text() == "Issuing"
    qtbot.waitUntil(lambda: shown.bar.value > 0)
    told: list[str] = []
    desk.told.connect(lambda words, _undo: told.append(words))
    shown.button.click()
    qtbot.waitUntil(lambda: bool(ended))
    assert isinstance(ended[0], Cancelled)
    assert told == ["Stopped. The 12 stay valid."]
    assert panel.isHidden()


def test_files_do_not_keep_a_save_waiting(qtbot: QtBot, desk: Desk) -> None:
    running = desk.start(Job("Papers", stoppable, "files"), owner=None)
    got: list[str] = []
    do(desk, Say(), then=got.append)
    qtbot.waitUntil(lambda: got == ["x"])
    assert desk.busy()
    running.cancel()
    qtbot.waitUntil(lambda: not desk.busy())


def test_closing_asks_while_a_job_runs(qtbot: QtBot, desk: Desk) -> None:
    closed: list[str] = []
    desk.may_close(None, lambda: closed.append("at once"))
    assert closed == ["at once"]
    desk.start(Job("Papers", stoppable, "files", "12 stay."), owner=None)
    talk.answer_next(False)
    desk.may_close(None, lambda: closed.append("no"))
    assert closed == ["at once"]
    talk.answer_next(True)
    desk.may_close(None, lambda: closed.append("stopped"))
    qtbot.waitUntil(lambda: closed == ["at once", "stopped"])
    assert not desk.busy()


def test_in_tests_everything_happens_at_once(qtbot: QtBot, office: FakeOffice) -> None:
    desk = Desk(cast(Office, office), synchronous=True)
    got: list[Any] = []
    desk.changed.connect(lambda _c: got.append("changed"))
    do(desk, Say(), then=got.append)
    ask(desk, Say(text="y"), then=got.append)
    assert got == ["changed", "x", ["y"]]
    assert office.threads == [threading.current_thread().name] * 2


def test_grey_says_why_and_follows_who_signs_in(qtbot: QtBot, office: FakeOffice) -> None:
    desk = Desk()
    holder = QWidget()
    qtbot.addWidget(holder)
    button, action = Button("Void", parent=holder), QAction("Void", holder)
    assert not guard(button, Say, desk)
    assert button.toolTip() == "Sign in first."
    desk.open(cast(Office, office))
    assert button.isEnabled()
    assert not guard(action, Forbidden, desk)
    assert action.toolTip() == "Only administrators may do this."


def test_talk_needs_an_answer_in_tests() -> None:
    with pytest.raises(AssertionError):
        talk.ask("Go on?", "", "Go on", lambda: None)
    talk.answer_next("/a/b.xlsx", "")
    got: list[str] = []
    talk.choose_open("Choose a list", "Excel (*.xlsx)", lambda path: got.append(path.name))
    talk.choose_folder("Choose a folder", lambda path: got.append(path.name))
    assert got == ["b.xlsx"]


class Held:
    """Stands for a page that only a job still holds: notes in which thread it goes."""

    gone: list[int] = []

    def __del__(self) -> None:
        Held.gone.append(threading.get_ident())


def test_what_a_job_held_goes_in_the_windows_thread(qtbot: QtBot, office: FakeOffice) -> None:
    desk = Desk(cast("Office", office))
    Held.gone.clear()
    rounds = 60

    def begin(fails: bool) -> None:
        held, other = Held(), Held()

        def work(_step: Progress, held: Held = held) -> Held:
            if fails:
                raise Cancelled
            return held

        desk.start(Job("x", work, "files"), owner=None, then=lambda _v, other=other: None,
                   failed=lambda _e, other=other: None)

    for n in range(rounds):
        begin(n % 2 == 1)
    qtbot.waitUntil(lambda: not desk.busy() and len(Held.gone) == 2 * rounds)
    desk.close()
    assert set(Held.gone) == {threading.get_ident()}
