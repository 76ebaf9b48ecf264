"""What is kept for each user and put back: the window on whatever screens there are, look, place, splitters."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from PySide6.QtCore import QByteArray, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QWidget

from app.i18n import local_time
from app.office.command import Ref
from app.settings import Machine
from ui.desk.desk import Desk
from ui.kit.beside import Beside
from ui.kit.page import Page
from ui.kit.theme import Density, Mode, theme
from ui.shell.curtain import put_in_place

ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
MODES, DENSITIES = ("light", "dark", "system"), ("compact", "normal", "roomy")


# -- look ------------------------------------------------------------------------------------------------------------
def take_look(desk: Desk) -> None:
    """Colours, row height and text size as this user left them."""
    mode, density = desk.kept.get("theme"), desk.kept.get("density")
    theme().still = desk.kept.get("motion") == "none"
    if density in DENSITIES and density != theme().density:
        theme().set_density(cast(Density, density))
    zoom = _number(desk.kept.get("zoom"))
    if zoom and zoom != theme().scale:
        theme().set_scale(zoom)
    if mode in MODES and mode != theme().mode:
        theme().set_mode(cast(Mode, mode))


def keep_look(desk: Desk) -> None:
    """As it is now; the colours also for the next start, before anybody has signed in."""
    desk.kept.put("theme", theme().mode)
    desk.kept.put("density", theme().density)
    desk.kept.put("zoom", f"{theme().scale:g}")
    machine = Machine.load()
    if machine.theme != theme().mode:
        machine.theme = theme().mode
        machine.save()


def next_zoom(now: float, by: int) -> float:
    """The next size of text, larger (1) or smaller (-1); 0 is the normal one."""
    if not by:
        return 1.0
    nearest = min(range(len(ZOOMS)), key=lambda n: abs(ZOOMS[n] - now))
    return ZOOMS[min(len(ZOOMS) - 1, max(0, nearest + by))]


def _number(text: str) -> float:
    try:
        return min(ZOOMS[-1], max(ZOOMS[0], float(text)))
    except ValueError:
        return 0.0


# -- the window --------------------------------------------------------------------------------------------------------
def place_window(window: QWidget, desk: Desk) -> None:
    """Where this user left it, else where the last window on this PC was; always where it can be reached."""
    kept = desk.kept.get("window")
    if not (kept and window.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
        put_in_place(window)
    rescue(window)


def rescue(window: QWidget) -> None:
    """Bring a window back that stands on a screen that is gone, or is larger than the one it is on."""
    if window.isMaximized() or window.isFullScreen():
        return
    screens = [s.availableGeometry() for s in QGuiApplication.screens()]
    inside = fitted(window.frameGeometry(), screens)
    if inside != window.frameGeometry():
        window.resize(inside.size().expandedTo(window.minimumSize()))
        window.move(inside.topLeft())


def fitted(wanted: QRect, screens: list[QRect]) -> QRect:
    """The window within one of the screens: unchanged when enough of its top edge can be taken hold of."""
    if not screens:
        return wanted
    grip = QRect(wanted.left(), wanted.top(), wanted.width(), 32)
    for screen in screens:
        held = screen.intersected(grip)
        if held.width() >= 120 and held.height() >= 16 and wanted.width() <= screen.width() + 16 and (
                wanted.height() <= screen.height() + 40):
            return wanted
    home = max(screens, key=lambda s: _area(s.intersected(wanted)))
    size = wanted.size().boundedTo(home.size())
    made = QRect(wanted.topLeft(), size)
    made.moveLeft(min(max(made.left(), home.left()), home.right() + 1 - size.width()))
    made.moveTop(min(max(made.top(), home.top()), home.bottom() + 1 - size.height()))
    return made


def _area(rect: QRect) -> int:
    return max(0, rect.width()) * max(0, rect.height())


def keep_window(window: QWidget, desk: Desk) -> None:
    """As it is now, for this user and for the next start."""
    text = bytes(window.saveGeometry().toBase64().data()).decode()
    desk.kept.put("window", text)
    machine = Machine.load()
    if machine.window != text:
        machine.window = text
        machine.save()


# -- the place ---------------------------------------------------------------------------------------------------------
def keep_place(desk: Desk, key: str, ref: Ref | None) -> None:
    """Where this user is."""
    part = f"{ref.kind}:{ref.key or 0}:{ref.detail}" if ref is not None else ""
    desk.kept.put("place", f"{_today()} {key} {part}".strip())
    if ref is not None and ref.kind == "cohort" and ref.key:
        desk.kept.put("last-cohort", str(ref.key))


def last_place(desk: Desk) -> tuple[str, Ref | None] | None:
    """Where this user was, if that was today: a new day begins with what is to be done."""
    day, _space, rest = desk.kept.get("place").partition(" ")
    key, _space, part = rest.partition(" ")
    if day != _today() or not key:
        return None
    kind, _colon, more = part.partition(":")
    number, _colon, detail = more.partition(":")
    return key, Ref(kind, int(number) or None, detail) if kind and number.isdigit() else None


def _today() -> str:
    return f"{local_time(datetime.now(UTC)):%Y-%m-%d}"


# -- splitters ---------------------------------------------------------------------------------------------------------
def watch_splitters(desk: Desk, key: str, page: Page) -> None:
    """Keep how a page is divided. (A list with a pane beside it keeps that itself.)"""
    for number, splitter in enumerate(page.findChildren(QSplitter)):
        if isinstance(splitter.parent(), Beside):
            continue
        name = f"splitter:{key}/{number}"
        kept = desk.kept.get(name)
        if kept:
            splitter.restoreState(QByteArray.fromBase64(kept.encode()))
        splitter.splitterMoved.connect(lambda *_a, s=splitter, n=name: desk.kept.put(
            n, bytes(s.saveState().toBase64().data()).decode()))
