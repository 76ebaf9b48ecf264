"""The register of certificates: found by number, name or code; the one the cursor is on stands beside the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from app.certificates.columns import COLUMNS
from app.certificates.commands import RecordPrint
from app.certificates.queries import CertificateRow, CertificateWhole, CountRegister, Register, RegisterCounts
from app.certificates.words import state_word
from app.i18n import _
from app.office.command import Ref
from app.office.journal import Changes
from ui.certificates.check import CheckDialog
from ui.certificates.columns import LOOK_OF, LOOKS
from ui.certificates.detail import CertificatePane
from ui.certificates.life import why_not
from ui.certificates.more import LIFE, MORE
from ui.certificates.narrowing import ORDERS, kinds, views
from ui.completion.papers import print_papers, save_papers
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.desk.later import add_later
from ui.desk.list_tools import ListTools
from ui.desk.printing import offer_list
from ui.kit.beside import Beside
from ui.kit.buttons import Button, MoreButton, primary, secondary
from ui.kit.combo import Choice
from ui.kit.empty_state import EmptyState
from ui.kit.filters import FilterBar
from ui.kit.layout import box, column, least, line, row
from ui.kit.list_pane import ListPane
from ui.kit.page import Page
from ui.kit.table import Table
from ui.kit.toolbar import Chips, SearchBox

HIDDEN = ("kind", "printed", "collected_on", "awarded", "expires", "voided")
"""Columns that one asks for."""
WIDE_FROM = 980  # pixels that list and certificate need side by side
REFS = {"issued-not-printed": {"unprinted": "yes"}, "not-collected": {"uncollected": "yes"},
        "printed-not-collected": {"uncollected": "yes"}}
"""What a reference may say, and its filters."""


class RegisterPage(Page):
    """The list at the left, the certificate at the right, made when one is shown for the first time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Certificates"))
        self.desk = desk
        self._wanted: int | None = None
        self.around = MoreButton()
        self.print_button = primary(_("Print"), self.print_waiting, icon="printer")
        guard(self.print_button, RecordPrint, desk)
        self.print_button.hide()
        self.head.set_actions(secondary(_("Check a certificate"), self.check, icon="qr-code"),
                              secondary(_("Export to Excel"), self.export, icon="file-spreadsheet"), self.around,
                              self.print_button)
        self.search = SearchBox(_("Number, name or MyKad"))
        self.search.searched.connect(lambda _text: self.load())
        self.chips = Chips([("", _("All"), ""), *((state, state_word(state), LOOK_OF[state][1]) for state in (
            "valid", "replaced", "expired", "void"))], wrap=True)
        self.year = Choice([(None, _("All years"))])
        self.year.setAccessibleName(_("Year"))
        self.year.edited.connect(self._choose_year)
        self.table = Table(COLUMNS, looks=LOOKS, name="holder", check=True, paged=True, sort=("issued", True),
                           sortable=ORDERS, hidden=HIDDEN, accessible_name=_("Certificates"))
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._opened)
        self.table.all_keys = self._all_keys
        self.search.to_list.connect(self.table.setFocus)
        self.filters = FilterBar(kinds(desk, lambda: self.tools.pairs()))
        self.tools = ListTools(desk, "certificates", self.table, filters=self.filters, quick=self.chips,
                               quick_key="state", views=views(), count_of=self._count_of, seen={"year"},
                               everything=lambda: self._question(limit=None), small=True)
        self.tools.changed.connect(self.load)
        self.tools.said.connect(lambda words: self.hints.set_state(words, "neutral"))
        self._acts()
        self.list = ListPane(self.table, self._empty(), actions=[
            Button.of(self._print, kind="quiet", text=_("Print")), Button.of(self._save, kind="quiet"),
            Button.of(self.life["collect"], kind="quiet")])
        self.search.setMaximumWidth(16_777_215)
        self.year.setMinimumContentsLength(9)
        tools = row(self.search, self.year, self.filters.button, self.tools.views, self.tools.columns,
                    margins=(24, 10, 16, 0), spacing=4)
        tools.setStretch(0, 1)
        left = box(column(tools, row(self.chips, margins=(24, 8, 16, 10)), self.filters, line(), self.list, spacing=0))
        least(left, 420)
        self.beside = Beside(left, self._make_pane, wide_from=WIDE_FROM, sizes=(800, 388),
                             back=_("Back to the register"))
        self.beside.restore(desk.kept.get("splitter:certificates"))
        self.beside.moved.connect(lambda: desk.kept.put("splitter:certificates", self.beside.state()))
        self.beside.came_back.connect(self.table.setFocus)
        self.add(self.beside, 1)
        self.set_hints([("Ctrl F", _("find")), ("↑|↓", _("move")), ("Space", _("select")), ("Ctrl P", _("print")),
                        ("Ctrl Shift C", _("copy the verification link"))])
        desk.changed.connect(self._changed)

    def _acts(self) -> None:
        self._print = self.act(_("Print the selected certificates"), self.print_picked, icon="printer",
                               why_not=self.desk.why_not(RecordPrint))
        self._save = self.act(_("Save as PDF"), self.save_picked, icon="file-text")
        link = self.act(_("Copy the verification link"), lambda: self.pane.copy_link(), keys="Ctrl+Shift+C",
                        icon="link")
        trainee = self.act(_("Open the trainee"), self._open_trainee, icon="user-round")
        cohort = self.act(_("Open the cohort"), self._open_cohort, icon="graduation-cap")
        copy = self.act(_("Copy for Excel"), self.table.copy, icon="copy")
        self.act(_("Print the list"), self.print_list, icon="printer")
        made = add_later(self, [later for _key, later in LIFE], self.desk.why_not)
        self.life = {key: action for (key, _later), action in zip(LIFE, made, strict=True) if action is not None}
        self.around.set_actions(add_later(self, MORE, self.desk.why_not))
        life = [self.life[key] for key, _later in LIFE]
        self.table.actions_for_menu = [self._print, self._save, None, *life, None, link, copy, None, trainee, cohort]
        self._for_pane = [*life, None, link, trainee, cohort]
        self.tools.give_acts(self)

    def settle_life(self, whole: CertificateWhole | None) -> None:
        """What can happen to the certificate that is shown; grey says why not."""
        for key, later in LIFE:
            why = self.desk.why_not(later.needs) or why_not(key, whole, self.desk)
            self.life[key].setEnabled(not why)
            self.life[key].setToolTip(why)

    def _make_pane(self) -> CertificatePane:
        pane = CertificatePane(self.desk)
        pane.give_acts(self.life, self._for_pane)
        pane.settled.connect(self.settle_life)
        least(pane, 388)
        self.settle_life(None)
        return pane

    def reload(self) -> None:
        """The list and the certificate beside it, after something happened to it."""
        self.load()
        if self.beside.pane is not None:
            self.pane.reload()

    @property
    def pane(self) -> CertificatePane:
        """The certificate beside the list."""
        pane = self.beside.make_pane()
        assert isinstance(pane, CertificatePane)
        return pane

    def _empty(self) -> EmptyState:
        if self.search.text().strip() or self.tools.where():
            return EmptyState("search-x", _("No certificate found"), _("Try fewer letters, or another filter."))
        return EmptyState("award", _("No certificates yet"),
                          _("Certificates are issued in a cohort, when its results are complete."),
                          secondary(_("Go to cohorts"), lambda: self.desk.show(Ref("cohorts")), icon="graduation-cap"))

    # -- what is shown --------------------------------------------------------------------------------------------
    def show_ref(self, ref: Ref) -> None:
        """Show one certificate; without a key the filters that `detail` names, or those of a text."""
        named = not ref.key and self.tools.from_ref(ref.detail, REFS)
        if not named:
            self.tools.set_where({}, tell=False)
        self.search.put("" if named else ref.detail)
        self._wanted = ref.key or None
        if self._wanted is not None:
            self.beside.open_pane()
        self.load()

    def shown(self) -> None:
        self.load()

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(Register.reads):
            self.reload()

    def _choose_year(self) -> None:
        where = {k: v for k, v in self.tools.where().items() if k != "year"}
        year = self.year.value()
        self.tools.set_where({**where, "year": str(year)} if year else where)

    def _question(self, **more: Any) -> Register:
        order, descending = self.tools.sort()
        return Register(text=self.search.text().strip(), where=self.tools.pairs(), order=order, descending=descending,
                        **more)

    def _count_of(self, where: Mapping[str, str], then: Callable[[int], None]) -> None:
        self.desk.ask(CountRegister(text=self.search.text().strip(), where=tuple(where.items())), owner=self,
                      then=lambda rows: then(rows[0].shown), latest=False)

    def load(self) -> None:
        """Ask for the counts, then page by page for what is seen."""
        self.tools.ask(CountRegister(text=self.search.text().strip(), where=self.tools.pairs()),
                       lambda rows: self._show(rows[0]), pane=self.list, again=self.load, owner=self)

    def _show(self, counts: RegisterCounts) -> None:
        year = self.tools.where().get("year", "")
        self.year.set_options([(None, _("All years")), *((y, str(y)) for y in counts.years)])
        self.year.set_value(int(year) if year.isdigit() else None)
        self.chips.set_count("", counts.all)
        for state in ("valid", "replaced", "expired", "void"):
            self.chips.set_count(state, getattr(counts, state))
        self.head.set_title(_("Certificates"), counts.total)
        self.print_button.setText(_("Print {n}").format(n=f"{counts.unprinted:,}"))
        self.print_button.setVisible(counts.unprinted > 0)
        self.tools.show_counts(counts.shown, counts.total)
        self.tools.count_chips()
        if not counts.shown:
            self.list.set_empty(self._empty())
        if self._wanted is not None:
            self.pane.show_key(self._wanted)
        self.table.set_source(counts.shown, self._fetch)
        if counts.shown:
            self.table.rows_model.row(0)  # ask for the first page at once

    def _fetch(self, offset: int, limit: int, then: Callable[[Sequence[Any]], object]) -> None:
        def arrived(rows: Sequence[CertificateRow]) -> None:
            then(rows)
            QTimer.singleShot(0, self, self._settle)

        self.desk.ask(self._question(offset=offset, limit=limit), owner=self, then=arrived, latest=False)

    def _settle(self) -> None:
        """The cursor goes to the certificate that was asked for, or to the first one."""
        if self._wanted is not None:
            if self.table.choose(self._wanted):
                self._wanted = None
        elif not self.table.selectionModel().hasSelection() and not self.table.rows_model.checked:
            first = self.table.current_row() or self.table.rows_model.row(0)
            if first is not None:
                self.table.choose(first.id)

    def _all_keys(self, then: Callable[[list[int]], object]) -> None:
        self.desk.ask(self._question(limit=None), owner=self, tag="keys", then=lambda rows: then([r.id for r in rows]))

    def _chosen(self, row: CertificateRow | None) -> None:
        if self._wanted is not None and (row is None or row.id != self._wanted):
            return  # the cursor is still on its way to the one that was asked for
        if row is not None and self.beside.shows_pane() and (self.beside.pane is None or row.id != self.pane.key):
            self.pane.show_key(row.id)

    def _opened(self, row: CertificateRow) -> None:
        """Enter: the certificate over the list, where there is no room beside."""
        if not self.beside.shows_pane():
            self.beside.open_pane()
            self._chosen(row)
            self.pane.setFocus()
            self.pane.focusNextChild()

    def _open_trainee(self) -> None:
        row = self.table.current_row()
        if row is not None and row.trainee_id:
            self.desk.show(Ref("trainee", row.trainee_id))

    def _open_cohort(self) -> None:
        row = self.table.current_row()
        if row is not None and row.cohort_id:
            self.desk.show(Ref("cohort", row.cohort_id))

    # -- what can be done -------------------------------------------------------------------------------------------
    def check(self) -> None:
        """Is a certificate genuine?"""
        self._check_dialog().open()

    def _check_dialog(self) -> CheckDialog:
        self.dialog = CheckDialog(self.desk, self._show_found, self.window())
        return self.dialog

    def open_file(self, path: Path) -> None:
        """Judge a PDF that was dropped into the window."""
        dialog = self._check_dialog()
        dialog.open()
        dialog.judge(path)

    def _show_found(self, key: int) -> None:
        self.beside.open_pane()
        self.pane.show_key(key)

    def print_(self) -> None:
        """Ctrl+P: those that are ticked, or the one that the cursor is on."""
        row_ = self.table.current_row()
        if self.table.picked():
            self.print_picked()
        elif row_ is not None:
            print_papers(self.desk, self, (row_.id,), f"{row_.number} - {row_.holder}")
        elif self.desk.may(RecordPrint):
            self.desk.tell(_("Choose a certificate to print."))

    def print_picked(self) -> None:
        """Print those that are ticked or selected, in one run."""
        print_papers(self.desk, self, self.table.picked(), _("Certificates"))

    def print_waiting(self) -> None:
        """All that have not been printed yet, in one run."""
        self.desk.ask(Register(where=(("unprinted", "yes"),), limit=None), owner=self, tag="unprinted",
                      then=lambda rows: print_papers(self.desk, self, [r.id for r in rows], _("Certificates")))

    def print_list(self) -> None:
        """What the list shows, on paper."""
        question, office = self._question(limit=None), self.desk.office
        assert office is not None
        shown = [c for key in self.table.visible_keys() for c in COLUMNS if c.key == key]
        offer_list(self.desk, _("Certificate register"), self.tools.facts(self.search.text().strip()), shown,
                   lambda step: office.ask(question, step), owner=self, name=_("Certificate register"))

    def save_picked(self) -> None:
        """Write those that are ticked or selected to PDF."""
        picked = tuple(self.table.picked())
        if picked:
            save_papers(self.desk, self, picked, _("Certificates"), self._saved)

    def _saved(self, folder: Path, _count: int) -> None:
        self.desk.tell(_("The PDFs are in {folder}.").format(folder=folder))

    def export(self) -> None:
        """Ask which list of what is shown, or of those that are ticked, leaves."""
        from app.rosters.listing import Where
        from ui.rosters.outgoing import Outgoing, offer_lists

        offer_lists(self.desk, self, Outgoing(
            name=_("Certificates"), place="certificates", subjects=("certificates",), first="certificates",
            where=Where(text=self.search.text().strip(), filters=self.tools.pairs()), picked_in=("certificates",),
            picked=tuple(sorted(self.table.rows_model.checked))))
