"""The main window: composes sidebar, pages, status bar and menus; knows nothing of any page's work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.centre.queries import CentreProfile, CentreRow
from app.i18n import _
from app.office.command import Ref
from app.office.journal import Changes
from app.office.office import utc_now
from app.settings import Machine
from ui.desk.desk import Desk
from ui.desk.jobs_panel import JobsPanel
from ui.kit.layout import box, column, line
from ui.kit.page import Page
from ui.kit.toast import Toast
from ui.shell.actions import Actions
from ui.shell.curtain import put_in_place
from ui.shell.places import HIDDEN, LIT_BY, PLACES, ROUTES, SETTINGS, Place
from ui.shell.sidebar import Sidebar
from ui.shell.status_bar import StatusBar

RAIL_BELOW = 1400
SMALLEST = (960, 520)


def focus_work(page: Page) -> None:
    """Put the keys where the work of a page is: where it says so (`work`), else its list or grid, else the page."""
    said = getattr(page, "work", None)
    own = said() if said is not None else None
    if own is not None:
        own.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return
    views = [v for v in page.findChildren(QAbstractItemView) if v.isVisible() and v.parent() is not None
             and v.focusPolicy() != Qt.FocusPolicy.NoFocus and not isinstance(v.window(), QMenu)]
    wanted = views[0] if views else page
    wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)


class MainWindow(QMainWindow):
    """One window on one database. Closing and signing out are decided by whoever made it."""

    closing = Signal()
    language_asked = Signal()
    sign_out_asked = Signal()
    password_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName("window")
        self.setMinimumSize(*SMALLEST)
        self._places = {p.key: p for p in (*PLACES, SETTINGS, *HIDDEN.values())}
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._trail: list[tuple[str, Ref | None]] = []
        self._now: tuple[str, Ref | None] = ("", None)
        self.sidebar = Sidebar()
        self.sidebar.went.connect(self.go)
        self.stack = QStackedWidget()
        self.jobs = JobsPanel(desk)
        self.status = StatusBar()
        self.status.language_asked.connect(self.language_asked)
        self._compose()
        self.toast = Toast(self.stack)
        self.actions_ = Actions(self)
        self.sidebar.account.connect(self.actions_.open_account_menu)
        desk.changed.connect(self._changed)
        desk.shown.connect(self.show_ref)
        desk.told.connect(self.tell)
        desk.steps_changed.connect(self.actions_.refresh_undo)
        self._read_centre()
        self._greet()
        put_in_place(self)

    def _compose(self) -> None:
        middle = QWidget()
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.sidebar)
        across.addLayout(column(self.stack, box(column(self.jobs, margins=(24, 0, 24, 0)), "surface"), spacing=0), 1)
        whole = QWidget()
        down = QVBoxLayout(whole)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(line())
        down.addWidget(middle, 1)
        down.addWidget(self.status)
        self.setCentralWidget(whole)

    def _greet(self) -> None:
        self.sidebar.show_actor(self.desk.actor)
        for place in (*PLACES, SETTINGS):
            self.sidebar.allow(place.key, self.desk.why_not(place.needs))
        if self.desk.office is not None and self.desk.office.read_only:
            self.status.show_note(_("Open for reading only"))

    def _read_centre(self) -> None:
        self.desk.ask(CentreProfile(), owner=self, then=self._show_centre)

    def _show_centre(self, rows: Sequence[CentreRow]) -> None:
        if rows:
            centre = rows[0]
            self.sidebar.show_centre(centre.short_name or centre.name, centre.code)

    def go(self, key: str, ref: Ref | None = None, *, back: bool = False) -> None:
        """Open a place; the page is made when it is first wanted."""
        current = self._pages.get(self._now[0])
        if current is not None and self._now[0] != key and not current.may_leave():
            self.sidebar.light(LIT_BY.get(self._now[0], self._now[0]))
            return
        if key not in self._pages:
            page = self._places[key].make(self.desk)
            page.head.titled.connect(partial(self._retitle, page))
            self._pages[key] = page
            self.stack.addWidget(page)
        page = self._pages[key]
        if not back and self._now[0] and self._now != (key, ref):
            self._trail.append(self._now)
        self._now = (key, ref)
        self.stack.setCurrentWidget(page)
        self.sidebar.light(LIT_BY.get(key, key))
        if ref is not None:
            show = getattr(page, "show_ref", None)
            if show is not None:
                show(ref)
        self._stale.discard(key)
        page.shown()
        self._title(page)
        self.focus_work()
        self.actions_.follow(page)

    def focus_work(self) -> None:
        """Put the keys where the work of the page in front is."""
        if self.page is not None:
            focus_work(self.page)

    def _retitle(self, page: Page, _title: str) -> None:
        if page is self.page:
            self._title(page)

    def _title(self, page: Page) -> None:
        title = page.head.title.text()
        self.setWindowTitle(f"{title} – Sijil" if title else "Sijil")

    def show_ref(self, ref: Ref) -> None:
        """Show a thing: the page that knows it is asked to."""
        key = ROUTES.get(ref.kind)
        if key is not None:
            self.go(key, ref)

    def back(self) -> None:
        """Where one was before."""
        if self._trail:
            key, ref = self._trail.pop()
            self.go(key, ref, back=True)

    def where_now(self) -> tuple[str, Ref | None]:
        """The page in front and what it shows, to come back to."""
        return self._now

    @property
    def page(self) -> Page | None:
        """The page in front."""
        return self._pages.get(self._now[0])

    def method(self, name: str) -> Callable[[], object] | None:
        """What the part in front, or else its page, does when asked to `new`, `save`, `find`, `export` or `print_`."""
        page = self.page
        part = page.front_part() if page is not None else None
        return getattr(part, name, None) or getattr(page, name, None)

    def place(self) -> Place | None:
        """The place in front."""
        return self._places.get(self._now[0])

    def tell(self, sentence: str, undo: Callable[[], object] | None = None) -> None:
        """A toast, with Undo when there is something to take back."""
        self.toast.tell(sentence, undo, _("Undo") if undo is not None else "")

    def _changed(self, changes: Changes) -> None:
        self.status.show_saved(utc_now())
        if changes.touches({"centre"}):
            self._read_centre()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sidebar.set_rail(self.width() < RAIL_BELOW)

    def closeEvent(self, event: QCloseEvent) -> None:
        page = self.page
        if page is not None and not page.may_leave():
            event.ignore()
            return
        if self.desk.busy():
            event.ignore()
            self.desk.may_close(self, self.close)
            return
        machine = Machine.load()
        machine.window = bytes(self.saveGeometry().toBase64().data()).decode()
        machine.save()
        event.accept()
        self.closing.emit()
