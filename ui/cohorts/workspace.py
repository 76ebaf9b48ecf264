"""The page of one cohort: its facts, and a tab for each part of the work."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget

from app.attendance.queries import SessionRow, Sessions
from app.cohorts.queries import CohortDetail, CohortWhole
from app.cohorts.words import cohort_status, mode_word
from app.i18n import N_, _, show_span
from app.office.command import Ref
from app.office.journal import Changes
from ui.cohorts.history_tab import HistoryTab
from ui.cohorts.offers import TabMaker, offered
from ui.cohorts.roster_tab import RosterTab
from ui.cohorts.tab import CohortTab
from ui.desk.desk import Desk
from ui.kit.page import Page
from ui.kit.tabs import Tabs

PILLS = {"planned": ("neutral", "calendar"), "running": ("accent", "play"), "finished": ("neutral", "circle-check"),
         "closed": ("neutral", "lock"), "cancelled": ("danger", "ban")}


class CohortWorkspace(Page):
    """Roster, then the tabs that the shell offered (attendance, results, completion), then history."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.cohort: CohortWhole | None = None
        self._key: int | None = None
        self._stale = True
        self._comes = False  # to the front: its tab asks anew as soon as the facts are there
        self._makers = {m.key: m for m in (
            TabMaker("roster", N_("Roster"), RosterTab), *offered(), TabMaker("history", N_("History"), HistoryTab))}
        self._made: dict[str, CohortTab] = {}
        self.set_tabs(Tabs([(m.key, m.text()) for m in self._makers.values()]))
        assert self.tabs is not None
        self.tabs.chosen.connect(self._chosen)
        self._stack = QStackedWidget()
        self.add(self._stack, 1)
        desk.changed.connect(self._changed)

    def show_ref(self, ref: Ref) -> None:
        """Open a cohort; `detail` is the key of a tab, perhaps with more after a colon."""
        if ref.key is not None and ref.key != self._key:
            self._key, self.cohort, self._stale = ref.key, None, True
        tab, _colon, detail = ref.detail.partition(":")
        if tab in self._makers and self.tabs is not None:
            self.tabs.choose(tab)
            if detail:
                self.current().show_detail(detail)
        self.load()

    def shown(self) -> None:
        if self._stale:
            self._comes = True
            self.load()
        elif self.cohort is not None:
            self.current().shown()

    def may_leave(self) -> bool:
        return all(tab.may_leave() for tab in self._made.values())

    def front_part(self) -> CohortTab | None:
        return self.current() if self.cohort is not None else None

    def current(self) -> CohortTab:
        """The tab in front, made when it is first needed."""
        assert self.tabs is not None
        key = self.tabs.key()
        if key not in self._made:
            made = self._makers[key].build(self.desk)
            made.hints_changed.connect(self._hints)
            made.actions_changed.connect(lambda made=made: self._actions(made))
            made.counted.connect(lambda n, key=key: self.tabs.set_count(key, n))
            self._stack.addWidget(made)
            self._made[key] = made
        return self._made[key]

    def load(self) -> None:
        """Ask for the facts."""
        if self._key is None:
            return
        self.desk.ask(CohortDetail(cohort_id=self._key), owner=self, then=lambda rows: self._show(rows[0]))
        self.desk.ask(Sessions(cohort_id=self._key), owner=self, then=self._show_sessions)

    def _changed(self, changes: Changes) -> None:
        if changes.touches(CohortDetail.reads):
            self._stale = True
            if self.isVisible():
                self.load()
        elif changes.touches({"class_session"}) and self.isVisible() and self._key is not None:
            self.desk.ask(Sessions(cohort_id=self._key), owner=self, then=self._show_sessions)

    def _show(self, cohort: CohortWhole) -> None:
        fresh = self.cohort is None or self._comes
        self._stale = self._comes = False
        self.cohort = cohort
        head = self.head
        head.set_crumbs([(_("Cohorts"), lambda: self.desk.show(Ref("cohorts"))), (cohort.course_code, None)])
        head.set_title(f"{cohort.code} · {cohort.title}" if cohort.title else cohort.code)
        places = (_("{n} of {places} places").format(n=cohort.enrolled, places=cohort.places) if cohort.places
                  else _("{n} trainees").format(n=cohort.enrolled))
        head.set_facts([("calendar-days", show_span(cohort.starts, cohort.ends)), ("users", places),
                        ("presentation", cohort.instructor_names),
                        ("map-pin", cohort.venue or mode_word(cohort.mode))])
        self._pill(cohort_status(cohort.status))
        if self.tabs is not None:
            self.tabs.set_count("roster", cohort.enrolled)
        self._front(fresh)

    def _show_sessions(self, sessions: Sequence[SessionRow]) -> None:
        meetings = [s for s in sessions if not s.cancelled]
        held = sum(s.held for s in meetings)
        if self.cohort is not None and self.cohort.status == "running" and held:
            self._pill(_("{status} · session {n} of {total}").format(
                status=cohort_status("running"), n=held, total=len(meetings)))

    def _pill(self, words: str) -> None:
        if self.cohort is not None:
            tone, icon = PILLS[self.cohort.status]
            self.head.set_pill(words, tone, icon)

    def _chosen(self, _key: str) -> None:
        if self.cohort is not None:
            self._front(True)

    def _front(self, ask: bool) -> None:
        """Bring the current tab to the front."""
        if self.cohort is None:
            return
        tab = self.current()
        tab.show_cohort(self.cohort)
        self._stack.setCurrentWidget(tab)
        self.head.set_actions(*tab.actions())
        self._hints()
        if ask:
            tab.shown()

    def _actions(self, tab: CohortTab) -> None:
        if self.cohort is not None and tab is self.current():
            self.head.set_actions(*tab.actions())

    def _hints(self) -> None:
        tab = self.current()
        self.set_hints(tab.hints())
        self.hints.set_state(*tab.hint_state)
        self.hints.set_extra(tab.hint_extra)
