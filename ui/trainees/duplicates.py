"""Possible duplicates: the pairs, the likeliest first, and the one that is chosen side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtWidgets import QStackedWidget

from app.exchange.columns import Column
from app.i18n import _, show_moment
from app.job import Job
from app.office.command import Ref
from app.office.journal import Changes
from app.trainees.alike import STRENGTHS
from app.trainees.duplicates import READS, Duplicate, DuplicatesOf, NotTheSame, PossibleDuplicates, TwoPeople
from app.trainees.merge import MergeTrainees
from app.trainees.merge_view import BeforeMerge
from ui.desk.desk import Desk
from ui.desk.list_tools import ListTools
from ui.kit.beside import Beside
from ui.kit.buttons import Button
from ui.kit.empty_state import EmptyState
from ui.kit.layout import box, column, least, line, row
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED, Look
from ui.kit.page import Page
from ui.kit.table import Table
from ui.kit.theme import theme
from ui.kit.toolbar import Chips
from ui.trainees.merge_pane import MergePane

WIDE_FROM = 900  # pixels that list and pair need side by side
PAIRS: tuple[Column[Duplicate], ...] = (
    Column("one", lambda: _("Trainee"), lambda r: r.one.name, width=18),
    Column("other", lambda: _("May be the same as"), lambda r: r.other.name, width=18),
    Column("strength", lambda: _("How likely"), lambda r: _(STRENGTHS[r.likeness.strength]), width=18),
    Column("why", lambda: _("Why"), lambda r: r.likeness.why(), width=30),
    Column("numbers", lambda: _("Numbers"), lambda r: f"{r.one.number}, {r.other.number}", width=20),
)
TONES = {"very": Look("warn", "git-merge"), "likely": Look("accent", "git-merge"), "perhaps": Look("muted")}
TWO: tuple[Column[TwoPeople], ...] = (
    Column("one", lambda: _("Trainee"), lambda r: r.one.name, width=20),
    Column("other", lambda: _("Not the same as"), lambda r: r.other.name, width=20),
    Column("reason", lambda: _("How it is known"), lambda r: r.reason, width=22),
    Column("by", lambda: _("Who"), lambda r: r.by, width=14),
    Column("at", lambda: _("When"), lambda r: show_moment(r.at), width=16),
)


class DuplicatesPage(Page):
    """Ref("duplicates", key, "key of the other") shows these two, whether or not they are in the list."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Possible duplicates"))
        self.desk = desk
        self._rows: Sequence[Duplicate] = ()
        self._two: Sequence[TwoPeople] = ()
        self._stale, self._looking, self._filling = True, False, False
        self._wanted: tuple[int, int] | None = None
        self.head.set_crumbs([(_("Trainees"), lambda: desk.show(Ref("trainees")))])
        why = desk.why_not(PossibleDuplicates)
        self._why = why
        if why:
            self.add(EmptyState("lock", _("You may not merge trainees"), why), 1)
            return
        again = self.act(_("Look again"), self.look, icon="refresh-cw")
        self.head.set_actions(Button.of(again, kind="secondary"))
        self.chips = Chips([("pairs", _("May be one person"), "git-merge"), ("two", _("Not the same"), "users")],
                           wrap=True)
        self.chips.changed.connect(lambda _key: self._fill())
        self.table = Table(PAIRS, looks={"other": lambda _r: MUTED, "why": lambda _r: MUTED,
                                         "strength": lambda r: TONES[r.likeness.strength], "numbers": lambda _r: MUTED},
                           name="one", hidden=("why", "numbers"), single=True, sortable=(),
                           accessible_name=_("Possible duplicates"))
        self.two = Table(TWO, looks={k: lambda _r: MUTED for k in ("other", "reason", "by", "at")}, name="one",
                         hidden=("by", "at"), single=True, sortable=(), accessible_name=_("Not the same"))
        for name, table in (("duplicates", self.table), ("not-same", self.two)):
            ListTools(desk, name, table)
            table.chosen.connect(self._moved)
            table.opened.connect(self._opened)
        self.list = ListPane(self.table, EmptyState("circle-check", _("Nobody seems to be recorded twice"), _(
            "Names, birth dates, numbers, phones and e-mails were compared.")))
        self._tables = QStackedWidget()
        self._tables.addWidget(self.list)
        self._tables.addWidget(ListPane(self.two, EmptyState("users", _("Of nobody has that been said yet"))))
        left = box(column(row(self.chips, margins=(24, 10, 16, 10)), line(), self._tables, spacing=0))
        least(left, 380)
        self.beside = Beside(left, self._make_pane, wide_from=theme().px(WIDE_FROM), sizes=(470, 690),
                             back=_("Back to the pairs"))
        self.beside.restore(desk.kept.get("splitter:duplicates"))
        self.beside.moved.connect(lambda: desk.kept.put("splitter:duplicates", self.beside.state()))
        self.beside.came_back.connect(self._front().setFocus)
        self.add(self.beside, 1)
        self._acts()
        self.set_hints([("↑|↓", _("move")), ("Enter", _("compare")), ("1|2", _("take left, right")),
                        ("Ctrl Enter", _("merge")), ("Ctrl D", _("not the same")), ("F8", _("later"))])
        desk.changed.connect(self._changed)

    def _acts(self) -> None:
        merge = self.act(_("Merge these two"), lambda: self.pane.do_merge(), keys="Ctrl+Return|Ctrl+Enter",
                         icon="git-merge", why_not=self.desk.why_not(MergeTrainees))
        part = self.act(_("Not the same person …"), lambda: self.pane.say_not_same(), keys="Ctrl+D", icon="users",
                        why_not=self.desk.why_not(MergeTrainees))
        later = self.act(_("Leave this pair for later"), self.later, keys="F8", icon="clock")
        swap = self.act(_("Keep the other record"), lambda: self.pane.swap(), keys="Ctrl+Right", icon="arrow-right")
        first = self.act(_("Open the first trainee"), lambda: self._go(0), icon="user-round")
        second = self.act(_("Open the second trainee"), lambda: self._go(1), icon="user-round")
        self.table.actions_for_menu = [merge, part, swap, later, None, first, second]
        self.two.actions_for_menu = [self.act(_("Take back: not the same"), lambda: self.pane.take_back(),
                                              icon="undo-2", why_not=self.desk.why_not(MergeTrainees)), first, second]

    def _make_pane(self) -> MergePane:
        pane = MergePane(self.desk)
        least(pane, 420)
        pane.merged.connect(self._merged)
        pane.parted.connect(self._parted)
        pane.later.connect(self.later)
        return pane

    @property
    def pane(self) -> MergePane:
        """The pair beside the list."""
        return cast(MergePane, self.beside.make_pane())

    def _front(self) -> Table:
        return self.two if self.chips.value() == "two" else self.table

    # -- reading -----------------------------------------------------------------------------------------------------
    def shown(self) -> None:
        if not self._why:
            self._front().setFocus()
            if self._stale:
                self.look()

    def show_ref(self, ref: Ref) -> None:
        """Two trainees side by side: `key` and the key in `detail`."""
        if not self._why and ref.key and ref.detail.isdigit():
            self._wanted = ref.key, int(ref.detail)
            self.chips.set_value("pairs")
            self.beside.open_pane()
            self._fill()

    def look(self) -> None:
        """Compare all trainees again."""
        office = self.desk.office
        if office is None or self._looking or self._why:
            return
        self._looking, self._stale = True, False
        self.list.wait()

        def failed(error: BaseException) -> None:
            self._looking, self._stale = False, True
            self.list.fail(str(error) or _("The comparing was stopped."), self.look)

        self.desk.start(Job(_("Looking for duplicates"), lambda step: office.ask(PossibleDuplicates(), step), "files",
                            _("Nothing is changed.")), owner=self, then=self._arrived, failed=failed)
        self.desk.ask(NotTheSame(), owner=self, then=self._two_came)

    def _arrived(self, rows: Sequence[Duplicate]) -> None:
        self._looking = False
        self._rows = rows
        self.list.arrived()
        self._fill()

    def _two_came(self, rows: Sequence[TwoPeople]) -> None:
        self._two = rows
        self._fill()

    def _fill(self) -> None:
        pairs = self.chips.value() == "pairs"
        self.chips.set_count("pairs", len(self._rows))
        self.chips.set_count("two", len(self._two))
        self.head.set_title(_("Possible duplicates"), len(self._rows))
        self._tables.setCurrentIndex(0 if pairs else 1)
        self._filling = True  # the cursor that goes where it was is nobody's choice
        self.table.set_rows(self._rows)
        self.two.set_rows(self._two)
        front = self._front()
        if self._wanted is not None and pairs:
            front.choose(tuple(sorted(self._wanted)))
        elif front.current_row() is None and front.rows_model.rowCount():
            front.selectRow(0)
        self._filling = False
        self._show_current()

    def _changed(self, changes: Changes) -> None:
        own = self.beside.pane is not None and self.pane.busy
        if own or not changes.touches(READS | BeforeMerge.reads):
            return
        if self.beside.pane is not None:
            self.pane.again()
        if changes.touches(READS):
            self._stale = True
            if self.isVisible():
                self.look()

    # -- the pair ----------------------------------------------------------------------------------------------------
    def _moved(self, one: Duplicate | TwoPeople | None) -> None:
        if not self._filling:
            self._wanted = None
            self._show_current()

    def _show_current(self) -> None:
        """The pair that was asked for, else the one of the cursor."""
        one = self._front().current_row()
        if not self.beside.shows_pane():
            return
        if self._wanted is not None:
            self._show(*self._wanted)
        elif one is not None:
            self._show(one.one.id, one.other.id)
        elif self.beside.pane is not None:
            self.pane.show_nothing()

    def _show(self, one: int, other: int) -> None:
        pair = (min(one, other), max(one, other))
        why = next((r.likeness.why() for r in self._rows if r.id == pair), "")
        self.pane.show_pair(one, other, why)

    def _opened(self, _one: Duplicate | TwoPeople) -> None:
        """Enter: into the values."""
        if not self.beside.shows_pane():
            self.beside.open_pane()
            self._show_current()
        self.pane.focus_sides()

    def _go(self, which: int) -> None:
        view = self.pane.view
        if view is not None:
            self.desk.show(Ref("trainee", (view.left.id, view.right.id)[which]))

    def later(self) -> None:
        """On to the next pair; this one stays in the list."""
        front = self._front()
        count = front.rows_model.rowCount()
        self._wanted = None
        if count:
            front.setFocus()
            front.selectRow((front.currentIndex().row() + 1) % count)

    def _merged(self, kept: int, gone: int) -> None:
        """Without the pairs of the one that went; those of the kept one are looked at anew."""
        self._drop(lambda r: gone in r.id or kept in r.id, kept)

    def _parted(self, one: int, other: int) -> None:
        pair = (min(one, other), max(one, other))
        self._drop(lambda r: r.id == pair, one)
        self.desk.ask(NotTheSame(), owner=self, then=self._two_came)

    def _drop(self, gone: Callable[[Duplicate], bool], again: int) -> None:
        at = self.table.currentIndex().row()
        self._wanted = None
        self._front().setFocus()  # the values that had the keys are gone
        self._rows = [r for r in self._rows if not gone(r)]
        self._fill()
        if self._rows and self.chips.value() == "pairs":
            self.table.selectRow(min(max(at, 0), len(self._rows) - 1))
        self.desk.ask(DuplicatesOf(trainee_id=again), owner=self, then=self._more)

    def _more(self, rows: Sequence[Duplicate]) -> None:
        there = {r.id for r in self._rows}
        fresh = [r for r in rows if r.id not in there]
        if fresh:
            self._rows = sorted((*self._rows, *fresh), key=lambda r: (-r.likeness.score, r.id))
            self._fill()
