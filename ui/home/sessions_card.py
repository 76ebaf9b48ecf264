"""Home: the registers to mark; the next one has the button."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.completion.rules import day_month
from app.home.sessions import SessionsBoard, SessionsToMark, ToMark
from app.i18n import _, ngettext, show_date
from app.office.command import Query, Ref
from app.office.permissions import Permission
from ui.desk.desk import Desk
from ui.home.part import Part
from ui.kit.buttons import Button, quiet, secondary
from ui.kit.empty_state import EmptyState
from ui.kit.layout import box, row
from ui.kit.progress import Bar
from ui.kit.rows import Row, RowList
from ui.kit.text import Elided, IconText, label
from ui.kit.theme import theme

WIDE = 620  # pixels from which who teaches and where stands beside the class
MOST = 12  # rows: of more, those that are done go, until all are asked for


class SessionsCard(Part):
    """Overdue first, then today; own classes before those of others."""

    reads = SessionsToMark.reads

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Sessions to mark"))
        self.board: SessionsBoard | None = None
        self.marks = desk.may(Permission.ATTENDANCE_MARK)
        self._wide = True
        self._all = False
        self._drawn: object = None  # what the rows say now
        self._next: int | None = None
        self.list = RowList()
        self.more = quiet("", self._show_all, icon="chevron-down")
        self.head.addWidget(quiet(_("Running cohorts"), lambda: desk.show(Ref("cohorts", 0, "running")),
                                  icon="graduation-cap"))

    def question(self) -> Query[Any]:
        return SessionsToMark()

    def show_rows(self, rows: Sequence[SessionsBoard]) -> None:
        self.board = rows[0]
        self.minute()

    def minute(self) -> None:
        """The words that depend on the time of day."""
        if self.board is None:
            return
        assert self.desk.office is not None
        now = self.desk.office.clock()
        following = self.board.next_one(now)
        self._next = following.id if following is not None else None
        rows = self.visible_rows()
        says = (self._next, self.board.following, tuple((one, one.starts_in(now)) for one in rows), self._all)
        if says == self._drawn:
            return
        if not rows:
            self._say_none(self.board)
            self._drawn = says
            return
        if not self.list.rows:
            self.empty()
            self.list = RowList(_("Sessions to mark"))
            self.more = quiet("", self._show_all, icon="chevron-down")
            self.body.addWidget(self.list)
            self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        at = next((n for n, one in enumerate(rows) if one.id == self._next), 0)
        self.list.set_rows([self._row(one) for one in rows], at)
        self.more.setVisible(len(self.board.rows) > MOST)
        self.more.setText(_("Show fewer") if self._all else _("Show all {n}").format(n=len(self.board.rows)))
        self._drawn = says
        self._fit()

    def visible_rows(self) -> list[ToMark]:
        """The sessions that stand there: all of them, or of many those that are still to be marked."""
        found = list(self.board.rows) if self.board is not None else []
        if self._all or len(found) <= MOST:
            return found
        return [one for one in found if not one.done or one.id == self._next][:MOST] or found[:MOST]

    def _show_all(self) -> None:
        self._all = not self._all
        self.minute()

    def next_row(self) -> Row | None:
        """The row of what is to be marked next, else the first."""
        return self.list.current()

    def mark_next(self) -> None:
        """Open the register that is next."""
        if self.board is not None:
            for one in self.board.rows:
                if one.id == self._next:
                    self.open(one)

    def open(self, one: ToMark) -> None:
        """The register, at this session."""
        self.desk.show(Ref("cohort", one.cohort_id, f"attendance:{one.id}"))

    def roll_call(self) -> None:
        """The roll call of the session that the keys are on."""
        at = self.list.rows.index(self.list.current()) if self.list.current() in self.list.rows else -1
        rows = self.visible_rows()
        if 0 <= at < len(rows):
            self.desk.show(Ref("cohort", rows[at].cohort_id, f"attendance:{rows[at].id}:roll"))

    # -- rows ---------------------------------------------------------------------------------------------------
    def forget(self) -> None:
        self._drawn = None
        self.list = RowList()

    def _say_none(self, board: SessionsBoard) -> None:
        self.empty()
        step = (_("Next: {day}").format(day=show_date(board.following, weekday=True)) if board.following
                else _("Sessions are planned in a cohort."))
        self.body.addWidget(EmptyState("calendar-check", _("No sessions today"), step,
                                       secondary(_("Go to cohorts"), lambda: self.desk.show(Ref("cohorts")),
                                                 icon="graduation-cap")))

    def _row(self, one: ToMark) -> Row:
        assert self.desk.office is not None
        when, span = self._when(one)
        place = _("Session {n} of {total}").format(n=one.number, total=one.total)
        second = f"{place} · {one.topic}" if one.topic else place
        state, words = self._state(one)
        button = self._button(one)
        who = lines_of(one.instructor, one.venue, strong=False)
        who.setObjectName("who")
        spoken = ", ".join(part for part in (when, span, one.cohort, second, one.instructor, one.venue, words) if part)
        right = row(None, *state, *([button] if button is not None else []), spacing=8)
        end = box(right)
        end.setObjectName("end")
        end.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        times = lines_of(when, span)
        times.setFixedWidth(theme().px(104))
        return Row(times, spread(lines_of(one.cohort, second), 1), spread(who, 1), end, spoken=spoken,
                   open_=partial(self.open, one), tone="warn" if one.overdue else "", height=52)

    def _when(self, one: ToMark) -> tuple[str, str]:
        if one.overdue:
            return day_month(one.day, weekday=True), f"{one.starts_at} – {one.ends_at}"
        return one.starts_at, _("to {time}").format(time=one.ends_at)

    def _state(self, one: ToMark) -> tuple[list[QWidget], str]:
        """How far the register is: widgets, and the same in words."""
        assert self.desk.office is not None
        people = ngettext("{n} trainee", "{n} trainees", one.expected).format(n=one.expected)
        if one.closed:
            return [IconText("lock", _("Closed"))], _("Closed")
        if one.done:
            words = _("All {n} marked").format(n=one.expected)
            return [IconText("circle-check", words, "ok", "ok")], words
        if one.marked:
            words = _("{n} of {total} marked").format(n=one.marked, total=one.expected)
            bar = Bar(one.marked, one.expected, width=theme().px(64))
            return [bar, label(words, "warn" if one.overdue else "muted")], words
        if one.overdue:
            words = _("Not marked")
            return [IconText("triangle-alert", words, "warn", "warn")], words
        minutes = one.starts_in(self.desk.office.clock())
        if minutes is not None:
            words = _("starts in {n} min").format(n=minutes)
            return [label(words, "muted")], f"{words}, {people}"
        return [label(people, "muted")], people

    def _button(self, one: ToMark) -> Button | None:
        if one.done or not self.marks:
            return None
        if one.id == self._next:
            return Button(_("Mark attendance"), partial(self.open, one), kind="primary", icon="list-checks", small=True)
        button = secondary(_("Mark now") if one.overdue else _("Mark"), partial(self.open, one), small=True)
        button.setAccessibleName(_("Mark {cohort}").format(cohort=one.cohort))
        return button

    def set_width(self, width: int) -> None:
        """So much room: in little of it, who teaches and where is left out."""
        self._wide = width >= theme().px(WIDE)
        self._fit()

    def _fit(self) -> None:
        ends = [end for made in self.list.rows if (end := made.findChild(QWidget, "end")) is not None]
        width = max((end.sizeHint().width() for end in ends), default=0)
        for end in ends:
            end.setMinimumWidth(width)
        for made in self.list.rows:
            who = made.findChild(QWidget, "who")
            if who is not None:
                who.setVisible(self._wide)


def lines_of(first: str, *more: str, strong: bool = True) -> QWidget:
    """A line and fainter ones below it; all shorten themselves."""
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(1)
    layout.addWidget(Elided(first, "strong" if strong else ""))
    for words in more:
        if words:
            layout.addWidget(Elided(words, "caption"))
    return box(layout)


def spread(widget: QWidget, part: int) -> QWidget:
    """Takes so many parts of the width, whatever it holds."""
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHorizontalStretch(part)
    widget.setSizePolicy(policy)
    return widget


def heading(board: SessionsBoard | None, today: date) -> str:
    """'5 sessions today · 1 earlier session is not marked'."""
    if board is None:
        return ""
    parts = [ngettext("{n} session today", "{n} sessions today", board.today).format(n=board.today)
             if board.today else _("No sessions today")]
    if board.overdue:
        parts.append(ngettext("{n} earlier session is not complete", "{n} earlier sessions are not complete",
                              board.overdue).format(n=board.overdue))
    return " · ".join(parts)
