"""Home: what is to be done today, the next register first. Each role gets the cards that matter to it first."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.home.upkeep import PossibleTwins
from app.i18n import _, local_time
from app.office.command import Ref
from app.office.journal import Changes
from app.office.permissions import Permission
from ui.desk.desk import Desk
from ui.home.below_card import BelowCard
from ui.home.ending_card import EndingCard
from ui.home.part import Part
from ui.home.sessions_card import SessionsCard, heading
from ui.home.settle_card import SettleCard
from ui.home.upkeep_card import UpkeepCard
from ui.home.waiting_card import WaitingCard
from ui.home.words import whole_day
from ui.home.year_card import YearCard
from ui.kit.buttons import Button
from ui.kit.layout import box, column, scrolled
from ui.kit.page import Page
from ui.kit.rows import Row
from ui.kit.theme import theme

TWO_COLUMNS_FROM = 960  # pixels of page
SIDE = 356
MOST = 1440  # a page of cards is not wider


class HomePage(Page):
    """What is to be done today."""

    text_page = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Home"))
        self.desk = desk
        self._day: date | None = None
        self._columns = 0
        self._queue: list[Part] = []
        self._made()
        self._acts()
        self._main, self._side = QVBoxLayout(), QVBoxLayout()
        for side in (self._main, self._side):
            side.setSpacing(16)
        self._both = QHBoxLayout()
        self._both.setContentsMargins(24, 4, 24, 24)
        self._both.setSpacing(16)
        self._sheet = box(self._both)
        outer = column(spacing=0)
        across = QHBoxLayout()
        across.addWidget(self._sheet, 1)
        across.addStretch(0)
        outer.addLayout(across)
        outer.addStretch(1)
        self.area = scrolled(box(outer, "desktop"))
        self.area.setAccessibleName(_("Home"))
        self.add(self.area, 1)
        self.setObjectName("window")
        self._line.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._minute)
        desk.changed.connect(self._changed)
        self._place(2)

    def _made(self) -> None:
        """The cards of whoever sits here, the ones that matter first."""
        desk = self.desk
        actor = desk.actor
        issues_only = desk.may(Permission.CERTIFICATES_ISSUE) and not desk.may(Permission.ATTENDANCE_MARK)
        alone = bool(getattr(actor, "instructs_only", False))
        self.sessions = SessionsCard(desk) if desk.may(Permission.ATTENDANCE_VIEW) and not issues_only else None
        self.below = BelowCard(desk) if desk.may(Permission.ATTENDANCE_VIEW) else None
        self.settle = SettleCard(desk) if desk.may(Permission.ATTENDANCE_MARK) else None
        self.waiting = WaitingCard(desk) if desk.may(Permission.CERTIFICATES_VIEW) and not alone else None
        self.year = YearCard(desk) if desk.may(Permission.CERTIFICATES_VIEW) and not alone else None
        self.ending = EndingCard(desk, self._below_of) if desk.may(Permission.RESULTS_VIEW) else None
        self.upkeep = UpkeepCard(desk) if desk.may(PossibleTwins) else None
        first = [self.waiting, self.below] if issues_only else [self.sessions, self.settle, self.below, self.upkeep]
        rest = [self.ending, self.year] if issues_only else [self.year, self.waiting, self.ending]
        self.main_parts: list[Part] = [part for part in first if part is not None]
        self.side_parts: list[Part] = [part for part in rest if part is not None]
        if self.below is not None:
            self.below.filled.connect(self._below_filled)
        if self.sessions is not None:
            self.sessions.filled.connect(self._sessions_filled)
        for part in self.parts():
            part.filled.connect(self._ask_next)

    def parts(self) -> list[Part]:
        """All cards, in the order in which they are read."""
        return [*self.main_parts, *self.side_parts]

    def _acts(self) -> None:
        buttons: list[Button] = []
        if self.sessions is not None:
            why = self.desk.why_not(Permission.ATTENDANCE_MARK)
            self.act(_("Mark the next session"), self.sessions.mark_next, icon="list-checks", why_not=why)
            self.act(_("Roll call of the session"), self.sessions.roll_call, keys="F11", icon="maximize-2", why_not=why)
            self.set_hints([("↑|↓", _("move")), ("Enter", _("open")), *([] if why else [("F11", _("roll call"))])])
        if self.desk.may(Permission.TRAINEES_IMPORT):
            buttons.append(Button.of(self.act(_("Import list"), lambda: self.desk.show(Ref("import")), icon="upload")))
        if self.desk.may(Permission.TRAINEES_CHANGE):
            buttons.append(Button.of(self.act(_("New trainee"), lambda: self.desk.show(Ref("trainee", None, "new")),
                                              icon="user-plus")))
        if buttons:
            self.head.set_actions(*buttons)
        if not self.parts():
            from ui.kit.empty_state import EmptyState

            self.add(EmptyState("lock", _("Nothing here is for your role."), self.desk.why_not(
                Permission.ATTENDANCE_VIEW)), 1)

    # -- what is shown ----------------------------------------------------------------------------------------------
    def today(self) -> date:
        """The day in Malaysia."""
        assert self.desk.office is not None
        return local_time(self.desk.office.clock()).date()

    def shown(self) -> None:
        self._title()
        for part in self.parts():
            if not part.stale:
                part.minute()
        self._ask()
        self._wait()

    def load(self) -> None:
        """Ask everything again."""
        self._title()
        for part in self.parts():
            part.stale = True
        self._ask()

    def _ask(self) -> None:
        """Ask for the stale cards, one after the other: whoever goes on to a register waits for one at most."""
        begin = not self._queue
        self._queue = [part for part in self.parts() if part.stale]
        if begin:
            self._ask_next()

    def _ask_next(self) -> None:
        while self._queue and self.isVisible():
            part = self._queue.pop(0)
            if part.stale:
                part.load()
                return

    def work(self) -> QWidget | None:
        """Where the keys belong: the row of the next session, else the first list."""
        row: Row | None = self.sessions.next_row() if self.sessions is not None else None
        if row is not None:
            return row
        lists = [part.list for part in (self.waiting, self.ending) if part is not None and part.list is not None]
        return next((found for one in lists if (found := one.current()) is not None), None)

    def _title(self) -> None:
        day = self.today()
        if day != self._day:
            self._day = day
            self.head.set_title(whole_day(day))

    def _sessions_filled(self) -> None:
        assert self.sessions is not None
        self.head.set_facts([("calendar-days", heading(self.sessions.board, self.today()))])
        focus = QApplication.focusWidget()
        if self.isVisible() and (focus is None or focus in (self, self.area, self.window())):
            row = self.sessions.next_row()
            if row is not None:
                row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _below_of(self, cohort_id: int) -> int:
        found = self.below.below if self.below is not None else None
        return sum(1 for one in found.rows if one.cohort_id == cohort_id) if found is not None else 0

    def _below_filled(self) -> None:
        if self.ending is not None:
            self.ending.minute()
        self._fit()

    def _changed(self, changes: Changes) -> None:
        for part in self.parts():
            if part.touched(changes):
                part.stale = True
        if self.isVisible():
            self._ask()

    # -- time -------------------------------------------------------------------------------------------------------
    def _wait(self) -> None:
        """Until the next minute begins."""
        assert self.desk.office is not None
        self._timer.start((60 - self.desk.office.clock().second) * 1000 + 50)

    def _minute(self) -> None:
        if not self.isVisible():
            return
        if self.today() != self._day:
            self.load()
        elif self.sessions is not None:
            self.sessions.minute()
        self._wait()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask_next()  # it may have been asked for before the window was there

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self._queue = []

    # -- room -------------------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(2 if self.width() >= theme().px(TWO_COLUMNS_FROM) else 1)
        self._fit()

    def _place(self, columns: int) -> None:
        """Two columns, or everything below each other."""
        if columns == self._columns:
            return
        self._columns = columns
        while self._both.count():
            self._both.takeAt(0)
        self._main, self._side = QVBoxLayout(), QVBoxLayout()
        for side in (self._main, self._side):
            side.setSpacing(16)
        for part in self.main_parts:
            self._main.addWidget(part)
        for part in self.side_parts:
            (self._side if columns == 2 else self._main).addWidget(part)
            part.setMaximumWidth(theme().px(SIDE) if columns == 2 else 16_777_215)
            part.setMinimumWidth(theme().px(SIDE) if columns == 2 else 0)
        self._main.addStretch(1)
        self._side.addStretch(1)
        self._both.addLayout(self._main, 1)
        if columns == 2 and self.side_parts:
            self._both.addLayout(self._side)

    def _fit(self) -> None:
        most = theme().px(MOST)
        self._sheet.setMaximumWidth(most)
        room = min(self.width(), most) - 48 - (theme().px(SIDE) + 16 if self._columns == 2 and self.side_parts else 0)
        for part in (self.sessions, self.below):
            if part is not None:
                part.set_width(room)

    # -- the window's keys --------------------------------------------------------------------------------------------
    def export(self) -> None:
        """Ctrl+Shift+E: who is below, as a workbook."""
        if self.below is not None:
            self.below.export()

    def print_(self) -> None:
        """Ctrl+P: who is below, on paper."""
        if self.below is not None:
            self.below.print_()
