"""The main window: composes sidebar, pages, status bar and menus; knows nothing of any page's work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.centre.queries import CentreProfile, CentreRow
from app.i18n import _
from app.office.command import Ref
from app.office.journal import Changes
from app.office.office import utc_now
from ui.desk import pins
from ui.desk.desk import Desk
from ui.desk.jobs_panel import JobsPanel
from ui.kit.layout import box, column, line
from ui.kit.page import Page
from ui.kit.theme import Density, Mode, theme
from ui.kit.toast import Toast
from ui.shell import opens, panes, remembered, same_place
from ui.shell.actions import Actions
from ui.shell.dropping import Dropping
from ui.shell.figures import Figures
from ui.shell.leaving import Leaving
from ui.shell.menus import Menus
from ui.shell.places import HIDDEN, LIT_BY, PLACES, ROUTES, SETTINGS, Place
from ui.shell.sidebar import Sidebar
from ui.shell.status_bar import StatusBar

SMALLEST = (960, 520)
MOST_BACK = 50  # pages to go back
NEWS_AFTER = 1500  # ms: once the work is there
Where = tuple[str, Ref | None]


class MainWindow(QMainWindow):
    """One window on one database. Closing and signing out are decided by whoever made it.

    Call `begin(first)` once it is shown. `rebuild()` makes everything anew (another language, another text size) and
    keeps what was typed. `rebuilt` tells that it did.
    """

    closing = Signal()
    language_asked = Signal()
    sign_out_asked = Signal()
    password_asked = Signal()
    rebuilt = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._leaving = Leaving(self)
        self.setObjectName("window")
        self.setMinimumSize(*SMALLEST)
        remembered.take_look(desk)
        self._places = {p.key: p for p in (*PLACES, SETTINGS, *HIDDEN.values())}
        self._pages: dict[str, Page] = {}
        self._held: dict[str, object] = {}
        self._trail: list[Where] = []
        self._ahead: list[Where] = []
        self._now: Where = ("", None)
        self._lock: Callable[[], object] | None = None
        self._panes = panes.Panes()
        self._compose()
        desk.changed.connect(self._changed)
        desk.shown.connect(self.show_ref)
        desk.told.connect(self.tell)
        desk.steps_changed.connect(self._steps_changed)
        remembered.place_window(self, desk)

    def _compose(self) -> None:
        self.sidebar = Sidebar()
        self.stack = QStackedWidget()
        self.jobs = JobsPanel(self.desk)
        self.status = StatusBar()
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
        self.toast = Toast(self.stack)
        self.dropping = Dropping(self)
        self.actions_ = Actions(self)
        self.menus = Menus(self, self.actions_)
        self.sidebar.went.connect(self.go)
        self.sidebar.account.connect(self.actions_.open_account_menu)
        self.sidebar.search_asked.connect(partial(opens.palette, self))
        self.sidebar.cohort_asked.connect(lambda key: self.show_ref(Ref("cohort", key)))
        self.status.language_asked.connect(self.language_asked)
        self.status.follow_jobs(self.desk)
        self.figures = Figures(self.desk, self.sidebar)
        self._greet()

    def _greet(self) -> None:
        self.sidebar.fit(self.width())
        self.sidebar.show_actor(self.desk.actor)
        for place in (*PLACES, SETTINGS):
            self.sidebar.allow(place.key, self.desk.why_not(place.needs))
        if self.desk.office is not None and self.desk.office.read_only:
            self.status.show_note(_("Open for reading only"))
        self.desk.ask(CentreProfile(), owner=self.sidebar, then=self._show_centre)
        self.figures.begin()
        self.menus.ask_recent()

    def _show_centre(self, rows: Sequence[CentreRow]) -> None:
        if rows:
            centre = rows[0]
            self.sidebar.show_centre(centre.short_name or centre.name, centre.code)

    # -- going places -----------------------------------------------------------------------------------------------
    def begin(self, first: str) -> None:
        """Open where this user was last today, else the first place."""
        last = remembered.last_place(self.desk)
        if last is None or last[0] not in self._places or not self.desk.may(self._places[last[0]].needs):
            last = (first, None)
        self.go(*last)
        QTimer.singleShot(NEWS_AFTER, self, partial(opens.news, self))

    def go(self, key: str, ref: Ref | None = None, *, back: bool = False) -> None:
        """Open a place; the page is made when it is first wanted."""
        current = self.page
        if current is not None and self._now[0] != key and not current.may_leave():
            self._light()
            return
        if not back and self._now[0] and self._now != (key, ref):
            self._trail = [*self._trail, self._now][-MOST_BACK:]
            self._ahead.clear()
        page = self._page(key)
        self._now = (key, ref)
        self.stack.setCurrentWidget(page)
        self._light()
        if ref is not None:
            show = getattr(page, "show_ref", None)
            if show is not None:
                show(ref)
            pins.opened(self.desk, ref)
        page.shown()
        self._title(page)
        self.focus_work()
        self._keep_place()
        self._follow()

    def _page(self, key: str) -> Page:
        if key not in self._pages:
            page = self._places[key].make(self.desk)
            page.head.titled.connect(partial(self._retitle, page))
            if page.tabs is not None:
                page.tabs.chosen.connect(self._tab_chosen)
            self._pages[key] = page
            self.stack.addWidget(page)
            remembered.watch_splitters(self.desk, key, page)
            held = self._held.pop(key, None)
            if held is not None:
                page.take(held)
        return self._pages[key]

    def _light(self) -> None:
        key = self._now[0]
        self.sidebar.light(LIT_BY.get(key, key), self.cohort_in_front())

    def _follow(self) -> None:
        self.actions_.refresh()
        self.menus.follow()

    def _tab_chosen(self, _key: str) -> None:
        self._keep_place()
        self._follow()

    def _keep_place(self) -> None:
        key, ref = self.where_now()
        remembered.keep_place(self.desk, key, ref)
        if key == "cohort":
            self.menus.ask_recent()

    def focus_work(self) -> None:
        """Put the keys where the work of the page in front is."""
        if self.page is not None:
            panes.focus_work(self.page)

    def _retitle(self, page: Page, _title: str) -> None:
        if page is self.page:
            self._title(page)
            self._follow()

    def _title(self, page: Page) -> None:
        title = page.head.title.text()
        self.setWindowTitle(f"{title} – Sijil" if title else "Sijil")

    def show_ref(self, ref: Ref) -> None:
        """Show a thing: the page that knows it is asked to."""
        key = ROUTES.get(ref.kind)
        if key is not None:
            self.go(key, ref)

    def go_and(self, key: str, name: str) -> None:
        """Go to a place and have its page do something: new, check, …"""
        self.go(key)
        act = getattr(self.page, name, None) if self._now[0] == key else None
        if act is not None:
            act()

    def back(self) -> None:
        """Where one was before."""
        if self._trail:
            self._ahead.append(self.where_now())
            self.go(*self._trail.pop(), back=True)

    def forward(self) -> None:
        """Where one went back from."""
        if self._ahead:
            self._trail.append(self.where_now())
            self.go(*self._ahead.pop(), back=True)

    def can_go_back(self) -> bool:
        """Is there a page before this one?"""
        return bool(self._trail)

    def can_go_forward(self) -> bool:
        """Has one gone back?"""
        return bool(self._ahead)

    def where_now(self) -> Where:
        """The page in front and what it shows, to come back to; a cohort with the tab that is on."""
        key, ref = self._now
        page = self.page
        if key == "cohort" and ref is not None and page is not None and page.tabs is not None:
            ref = Ref(ref.kind, ref.key, page.tabs.key())
        return key, ref

    @property
    def page(self) -> Page | None:
        """The page in front."""
        return self._pages.get(self._now[0])

    def page_acts(self) -> list[QAction]:
        """The commands of the page in front and of its part in front."""
        page = self.page
        if page is None:
            return []
        part = page.front_part()
        return [*page.acts, *getattr(part, "acts", ())]

    def method(self, name: str) -> Callable[[], object] | None:
        """What the part in front, or else its page, does when asked to `new`, `save`, `find`, `export` or `print_`."""
        page = self.page
        part = page.front_part() if page is not None else None
        return getattr(part, name, None) or getattr(page, name, None)

    def place(self) -> Place | None:
        """The place in front."""
        return self._places.get(self._now[0])

    # -- cohorts ----------------------------------------------------------------------------------------------------
    def cohort_in_front(self) -> int | None:
        """The cohort whose page is in front."""
        key, ref = self._now
        return ref.key if key == "cohort" and ref is not None else None

    def last_cohort(self) -> int | None:
        """The cohort that was open last."""
        kept = self.desk.kept.get("last-cohort")
        return self.cohort_in_front() or (int(kept) if kept.isdigit() else None)

    def open_last_cohort(self, tab: str = "") -> None:
        """The cohort that was open last, at one of its tabs."""
        key = self.last_cohort()
        if key is not None:
            self.show_ref(Ref("cohort", key, tab))

    def pin_cohort(self) -> None:
        """Pin the cohort in front, or let it go."""
        key = self.cohort_in_front()
        if key is not None:
            pins.pin(self.desk, key, not pins.is_pinned(self.desk, key))
            self.actions_.refresh()

    # -- look -------------------------------------------------------------------------------------------------------
    def zoom(self, by: int) -> None:
        """Larger (1), smaller (-1) or normal (0) text, at once."""
        wanted = remembered.next_zoom(theme().scale, by)
        if wanted != theme().scale:
            theme().set_scale(wanted)
            remembered.keep_look(self.desk)
            self.rebuild()
        self.tell(_("Text size {percent} %").format(percent=round(wanted * 100)))

    def set_density(self, density: str) -> None:
        """How high rows are, at once."""
        theme().set_density(cast(Density, density))
        remembered.keep_look(self.desk)

    def set_theme(self, mode: str) -> None:
        """Light, dark or as the system, at once."""
        theme().set_mode(cast(Mode, mode))
        remembered.keep_look(self.desk)

    def rebuild(self) -> None:
        """Make everything anew where it is, with what was typed: for another language or another text size."""
        where, backup = self.where_now(), self.status.backup.text()
        spot = same_place.spot_of(self.page) if self.page is not None else None
        self._held = {**self._held, **{key: held for key, page in self._pages.items()
                                       if (held := page.held()) is not None}}
        typed = where[0] in self._held
        for page in self._pages.values():
            page.hide()
            page.deleteLater()
        self._pages = {}
        self._now = ("", None)
        self.menus.drop()
        self.actions_.drop()
        self._compose()
        self.status.show_backup(backup)
        if where[0]:
            self.go(*where, back=True)
        if spot is not None and self.page is not None:
            if typed:  # what is typed about is shown already
                spot.rows.clear()
            same_place.return_to(self.page, spot)
        self.rebuilt.emit()

    # -- parts, lock --------------------------------------------------------------------------------------------
    def step_pane(self, by: int) -> None:
        """The next part of the window, or the one before."""
        page = self.page
        parts = panes.of_page(page) if page is not None else []
        self._panes.step([self.sidebar, *parts, self.jobs, self.status], by)

    def offer_lock(self, lock: Callable[[], object] | None) -> None:
        """What Ctrl+L does; None where nobody has to sign in."""
        self._lock = lock
        self.actions_.refresh()

    def why_not_lock(self) -> str:
        """Why the window cannot be locked; '' when it can."""
        return "" if self._lock is not None else _("This centre asks for no password.")

    def lock(self) -> None:
        """Cover everything until the password is given."""
        if self._lock is not None:
            self._lock()

    # -- what happens -------------------------------------------------------------------------------------------------
    def tell(self, sentence: str, undo: Callable[[], object] | None = None) -> None:
        """A toast, with Undo when there is something to take back."""
        self.toast.tell(sentence, undo, _("Undo") if undo is not None else "")

    def _steps_changed(self) -> None:
        self.actions_.refresh_undo()

    def _changed(self, changes: Changes) -> None:
        self.status.show_saved(utc_now())
        if changes.touches({"centre"}):
            self.desk.ask(CentreProfile(), owner=self.sidebar, then=self._show_centre)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that nobody else wanted: from the menu bar, a toast or a field back to the work."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        if not self.menus.leave() and self.toast.isVisible() and self.toast.isAncestorOf(self.focusWidget()):
            self.toast.dismiss()
        self.focus_work()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sidebar.fit(self.width())

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._leaving.may_close():
            event.ignore()
            return
        if self.page is not None:
            self._keep_place()
        remembered.keep_window(self, self.desk)
        self.desk.kept.write()
        event.accept()
        self.closing.emit()
