"""Dialogs about the roll: enrol, withdraw, move to another cohort, replace."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from app.cohorts.enrolments import Enrol, Replace, Transfer, Withdraw
from app.cohorts.queries import CohortList, CohortRow, CohortWhole, RollRow
from app.exchange.columns import Column
from app.i18n import _, ngettext
from app.trainees.queries import TraineePage, TraineeRow
from ui.cohorts.tab import today
from ui.desk.desk import Desk
from ui.kit.check import CheckBox
from ui.kit.combo import Choice
from ui.kit.date_field import DateBox
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.form import Form, Spec
from ui.kit.layout import least
from ui.kit.look import MUTED
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.text_box import TextBox
from ui.kit.toolbar import SearchBox

FOUND = 50
COLUMNS: tuple[Column[TraineeRow], ...] = (
    Column("name", lambda: _("Name"), lambda r: r.name, width=34),
    Column("identity", lambda: _("MyKad"), lambda r: r.identity, width=17),
    Column("organisation", lambda: _("Sent by"), lambda r: r.organisation, width=24),
    Column("number", lambda: _("Trainee no."), lambda r: r.number, width=13),
)
LOOKS = {"identity": lambda r: MUTED, "organisation": lambda r: MUTED, "number": lambda r: MUTED}


class TraineeFinder(QWidget):
    """Search as you type; the ticked trainees stay ticked while the search changes."""

    def __init__(self, desk: Desk, leave_out: Collection[int], changed: object, *, many: bool) -> None:
        super().__init__()
        from PySide6.QtWidgets import QVBoxLayout

        self.desk, self._out, self._many = desk, set(leave_out), many
        self.chosen: dict[int, str] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.search = SearchBox(_("Name, MyKad, phone or e-mail"), keys="")
        self.search.setMaximumWidth(16_777_215)
        self.search.searched.connect(lambda _t: self.look())
        self.table = Table(COLUMNS, looks=LOOKS, name="name", edge=12, single=not many,
                           accessible_name=_("Trainees found"))
        least(self.table, height=96)
        self.search.to_list.connect(self.table.setFocus)
        self.table.opened.connect(self.take)
        self.words = label("", "muted", wrap=True)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.words)
        self._changed = changed
        self.look()
        self._describe()

    def look(self) -> None:
        """Ask for those who match."""
        most = FOUND + len(self._out) + len(self.chosen)
        self.desk.ask(TraineePage(text=self.search.text(), limit=most), owner=self, then=self._show)

    def _show(self, rows: Sequence[TraineeRow]) -> None:
        self.table.set_rows([r for r in rows if r.id not in self._out and r.id not in self.chosen][:FOUND])
        self._describe()

    def take(self, row: TraineeRow) -> None:
        """Enter or double click: this one too (or this one instead)."""
        if not self._many:
            self.chosen.clear()
        self.chosen[row.id] = row.name
        self._describe()
        self.look()
        self._changed()  # type: ignore[operator]

    def picked(self) -> tuple[int, ...]:
        """Those taken, else those selected in the list."""
        if self.chosen:
            return tuple(self.chosen)
        return tuple(r.id for r in self.table.selected_rows())

    def _describe(self) -> None:
        none = not self.table.rows_model.rowCount()
        self.words.setText(_("Chosen: {names}").format(names=", ".join(self.chosen.values())) if self.chosen
                           else _("Nobody found") if none else _("Enter or a double click chooses a trainee."))


class EnrolDialog(Dialog):
    """Find trainees and put them on the roll."""

    def __init__(self, desk: Desk, cohort: CohortWhole, on_roll: Collection[int], parent: QWidget) -> None:
        super().__init__(_("Enrol trainees in {code}").format(code=cohort.code), action=_("Enrol"), wide=True,
                         icon="user-plus", parent=parent)
        self.desk, self.cohort, self.owner = desk, cohort, parent
        self.joined = DateBox()
        self.joined.set_value(cohort.starts)
        self.finder = TraineeFinder(desk, on_roll, self._count, many=True)
        self.body.addWidget(self.finder, 1)
        self.body.addWidget(Field(_("&First day in the cohort"), self.joined,
                                  help=_("For who joins late: sessions before this day do not count.")))
        self.finder.table.picked_changed.connect(lambda _n: self._count())
        self.check = lambda: bool(self.finder.picked())
        self.accepted.connect(self._enrol)
        self.finder.search.setFocus()
        self._count()

    def _count(self) -> None:
        n = len(self.finder.picked())
        self.action_button.setText(ngettext("Enrol {n} trainee", "Enrol {n} trainees", n).format(n=n) if n
                                   else _("Enrol"))
        self.action_button.explain("" if n else _("Choose at least one trainee."))

    def _enrol(self) -> None:
        joined = self.joined.value()
        self.desk.do(Enrol(cohort_id=self.cohort.id, trainee_ids=self.finder.picked(),
                           joined_on=joined if isinstance(joined, date) else None), owner=self.owner,
                     tell=lambda made: ngettext("{n} trainee enrolled", "{n} trainees enrolled", len(made)).format(
                         n=len(made)))


class WithdrawDialog(Dialog):
    """Why and from when trainees leave."""

    def __init__(self, desk: Desk, keys: tuple[int, ...], names: Sequence[str], parent: QWidget) -> None:
        n = len(keys)
        question = (_("Withdraw {name}?").format(name=names[0]) if n == 1
                    else ngettext("Withdraw {n} trainee?", "Withdraw {n} trainees?", n).format(n=n))
        super().__init__(question, _("Marks and results stay in the history. It can be undone."),
                         action=_("Withdraw"), safe=_("Keep on the roll"), destructive=True, parent=parent)
        last = DateBox()
        last.set_value(today())
        self.form = Form([
            Spec("reason", _("&Reason"), TextBox(max_length=300), required=True, wide=True),
            Spec("on", _("&Last day in the cohort"), last, wide=True),
            Spec("status", _("Is &recorded as"), Choice([("withdrawn", _("Withdrawn")), ("dismissed", _("Dismissed")),
                                                       ("deferred", _("Deferred"))]), wide=True)],
            build=lambda v: Withdraw(enrolment_ids=keys, reason=v["reason"], on=v["on"],
                                     status=v["status"] or "withdrawn"), columns=1)
        self.form.set_values({"reason": "", "on": today(), "status": "withdrawn"})
        self.body.addWidget(self.form)
        self.check = lambda: self.form.check(all_fields=True)
        self.accepted.connect(lambda: desk.do(self.form.command(), owner=parent, tell=ngettext(
            "{n} trainee withdrawn", "{n} trainees withdrawn", n).format(n=n)))
        self.form.focus_first()


class MoveDialog(Dialog):
    """To which cohort trainees move, and from when."""

    def __init__(self, desk: Desk, cohort: CohortWhole, keys: tuple[int, ...], parent: QWidget) -> None:
        n = len(keys)
        super().__init__(ngettext("Move {n} trainee to another cohort", "Move {n} trainees to another cohort",
                                  n).format(n=n), _("Their marks stay with this cohort and can be seen here."),
                         action=_("Move"), parent=parent)
        self._cohort = cohort
        self.bring = CheckBox(_("Count there what was attended here"))
        self.bring.set_value(True)
        self.target = Choice(placeholder=_("Choose a cohort"))
        self.form = Form([
            Spec("to_cohort_id", _("&To cohort"), self.target, required=True, wide=True),
            Spec("on", _("&First day there"), DateBox(), help=_("Empty: today, or its first day."), wide=True),
            Spec("reason", _("&Reason"), TextBox(max_length=300), wide=True)],
            build=lambda v: self._kind()(enrolment_ids=keys, to_cohort_id=v["to_cohort_id"] or 0, on=v["on"],
                                         reason=v["reason"]), columns=1)
        self.body.addWidget(self.form)
        self.body.addWidget(self.bring)
        self.check = self._ready
        self.accepted.connect(lambda: desk.do(self.form.command(), owner=parent, tell=ngettext(
            "{n} trainee moved", "{n} trainees moved", n).format(n=n)))
        desk.ask(CohortList(), owner=self, then=self._show)

    def _kind(self) -> type[Transfer]:
        """With credit for what was attended here, or without."""
        from app.attendance.credit import TransferWithCredit

        return TransferWithCredit if self.bring.value() else Transfer

    def _ready(self) -> bool:
        if self.target.value() is None:
            self.form.refuse({"to_cohort_id": _("Choose a cohort.")})
            return False
        return self.form.check(all_fields=True)

    def _show(self, rows: Sequence[CohortRow]) -> None:
        self.target.set_options([(r.id, r.code) for r in rows
                                 if r.id != self._cohort.id and r.status in ("planned", "running")])


class ReplaceDialog(Dialog):
    """Who takes the place of a trainee."""

    def __init__(self, desk: Desk, cohort: CohortWhole, person: RollRow, on_roll: Collection[int], parent: QWidget
                 ) -> None:
        super().__init__(_("Replace {name}").format(name=person.name),
                         _("The other trainee gets the place; the link between both is kept."),
                         action=_("Replace"), wide=True, icon="replace", parent=parent)
        self.finder = TraineeFinder(desk, {person.trainee_id, *on_roll}, self._look, many=False)
        self.reason, self.on = TextBox(max_length=300), DateBox()
        self.on.set_value(cohort.starts)
        self.body.addWidget(self.finder, 1)
        self.body.addWidget(Field(_("&First day of the other trainee"), self.on))
        self.body.addWidget(Field(_("&Reason"), self.reason))
        self.finder.table.picked_changed.connect(lambda _n: self._look())
        self.check = lambda: len(self.finder.picked()) == 1
        self.accepted.connect(lambda: desk.do(Replace(
            enrolment_id=person.enrolment_id, by_trainee_id=self.finder.picked()[0], on=self.on.value(),
            reason=str(self.reason.value())), owner=parent, tell=_("{name} is replaced").format(name=person.name)))
        self._look()

    def _look(self) -> None:
        self.action_button.explain("" if len(self.finder.picked()) == 1 else _("Choose one trainee."))
