"""The accessibility tree as a screen reader gets it: over D-Bus, from a real window on a screen that is not there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

ROOT = Path(__file__).resolve().parents[3]
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
ACCESSIBLE = "org.a11y.atspi.Accessible"
SHOWING = 25  # numbers of AT-SPI states
FOCUSABLE = 11


@dataclass
class Node:
    """One thing a screen reader can come to."""

    role: str
    name: str
    description: str
    states: int
    children: list[Node] = field(default_factory=list)

    def has(self, state: int) -> bool:
        """Is it in that state?"""
        return bool(self.states >> state & 1)

    def walk(self, path: str = "") -> Iterator[tuple[str, Node]]:
        """It and all below, each with its path in words."""
        here = f"{path}/{self.role} '{self.name}'"
        yield here, self
        for child in self.children:
            yield from child.walk(here)


class Reader:
    """Asks the accessibility bus. `application` finds ours by name."""

    def __init__(self, session: str) -> None:
        with open_dbus_connection(session) as bus:
            told = bus.send_and_get_reply(new_method_call(
                DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus"), "GetAddress"))
        self._bus: DBusConnection = open_dbus_connection(told.body[0])

    def close(self) -> None:
        """Let the bus go."""
        self._bus.close()

    def _ask(self, name: str, path: str, method: str, signature: str | None = None, body: tuple[Any, ...] = ()) -> Any:
        address = DBusAddress(path, bus_name=name, interface=ACCESSIBLE)
        reply = self._bus.send_and_get_reply(new_method_call(address, method, signature, body), timeout=20)
        return None if reply.header.message_type == MessageType.error else reply.body[0]

    def _get(self, name: str, path: str, what: str) -> str:
        address = DBusAddress(path, bus_name=name, interface=ACCESSIBLE)
        reply = self._bus.send_and_get_reply(Properties(address).get(what), timeout=20)
        return "" if reply.header.message_type == MessageType.error else str(reply.body[0][1])

    def application(self, wanted: str, seconds: float = 40) -> tuple[str, str]:
        """Bus name and path of the program; AssertionError when it does not come."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self._ask("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root", "GetChildren") or []
            for name, path in found:
                if wanted.lower() in self._get(name, path, "Name").lower():
                    return name, path
            time.sleep(0.2)
        raise AssertionError(f"{wanted} never came to the accessibility bus")

    def read(self, name: str, path: str, most: int = 400) -> Node:
        """The tree that shows; of a table no more than `most` children."""
        low, high = self._ask(name, path, "GetState") or (0, 0)
        node = Node(self._ask(name, path, "GetRoleName") or "?", self._get(name, path, "Name"),
                    self._get(name, path, "Description"), low | high << 32)
        if not node.has(SHOWING) and node.role != "application":
            return node
        for child_name, child_path in (self._ask(name, path, "GetChildren") or [])[:most]:
            if not child_path.endswith("/null"):
                node.children.append(self.read(child_name, child_path, most))
        return node


@contextmanager
def screen(folder: Path) -> Iterator[dict[str, str]]:
    """A screen and a session bus with accessibility; the environment for programs that use them."""
    launcher = next((p for p in LAUNCHERS if os.path.exists(p)), None)
    assert launcher and shutil.which("Xvfb") and shutil.which("dbus-daemon"), "at-spi2-core, dbus and xvfb are needed"
    with ExitStack() as stack:
        def start(*command: str, env: dict[str, str] | None = None, read: bool = False) -> subprocess.Popen[str]:
            process = subprocess.Popen(command, env=env, text=True, stdout=subprocess.PIPE if read else
                                       subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            stack.callback(_end, process)
            return process

        shown, tell = os.pipe()
        xvfb = subprocess.Popen(["Xvfb", "-displayfd", str(tell), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
                                pass_fds=(tell,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        stack.callback(_end, xvfb)
        os.close(tell)
        with os.fdopen(shown) as number:
            display = ":" + number.readline().strip()
        daemon = start("dbus-daemon", "--session", "--nofork", "--print-address", read=True)
        assert daemon.stdout is not None
        session = daemon.stdout.readline().strip()
        environment = {**os.environ, "DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": session, "QT_QPA_PLATFORM": "xcb",
                       "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "SIJIL_HOME": str(folder),
                       "XDG_RUNTIME_DIR": str(folder)}
        start(launcher, "--launch-immediately", env=environment)
        yield environment


@contextmanager
def program(environment: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """`tests.ui.eyes.drive` in a process of its own, which does what it is told line by line."""
    process = subprocess.Popen([sys.executable, "-m", "tests.ui.eyes.drive", *arguments], cwd=ROOT, env=environment,
                               text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        _end(process)


def tell(process: subprocess.Popen[str], order: str) -> None:
    """Give an order and wait until it is carried out."""
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(order + "\n")
    process.stdin.flush()
    answer = process.stdout.readline().strip()
    assert answer == "done", f"{order}: {answer or 'the program ended'}"


def _end(process: subprocess.Popen[Any]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
