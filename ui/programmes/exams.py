"""The catalogue of exams: a list, and a form for one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QWidget

from app.exchange.columns import Column
from app.i18n import _, ngettext
from app.office.journal import Changes
from app.programmes.exams import AddShippedExams, CatalogueRow, ExamCatalogue, SaveExam
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.form_dialog import FormDialog
from ui.desk.guard import guard
from ui.kit.buttons import secondary
from ui.kit.check import CheckBox
from ui.kit.dialog import Dialog
from ui.kit.form import Form, Spec
from ui.kit.layout import least, row
from ui.kit.look import MUTED
from ui.kit.table import Table
from ui.kit.text_box import NumberBox, TextBox

TEXTS = ("provider", "code", "name", "level", "paper_group")
SCORES = ("max_score", "pass_score")
MONTHS = ("valid_months", "window_months")

COLUMNS: tuple[Column[CatalogueRow], ...] = (
    Column("code", lambda: _("Code"), lambda r: r.code, width=11),
    Column("name", lambda: _("Name"), lambda r: r.name, width=32),
    Column("provider", lambda: _("Provider"), lambda r: r.provider, width=9),
    Column("level", lambda: _("Level"), lambda r: r.level, width=8),
    Column("pass", lambda: _("Pass score"), lambda r: _("{pass_} of {max}").format(
        pass_=f"{r.pass_score.normalize():f}", max=f"{r.max_score.normalize():f}"), width=16),
    Column("valid", lambda: _("Valid, months"), lambda r: r.valid_months, kind="number", width=12),
    Column("group", lambda: _("Papers together"), lambda r: r.paper_group, width=14),
    Column("active", lambda: _("State"), lambda r: "" if r.active else _("no longer given"), width=12),
)


class CatalogueDialog(Dialog):
    """Every exam; Enter or a double click changes one."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(_("Exam catalogue"), _("Exams of vendors with their pass score and how long a pass is valid."),
                         safe=_("Close"), wide=True, icon="award", parent=parent.window())
        self.desk = desk
        looks = {c.key: (lambda r: None if r.active else MUTED) for c in COLUMNS}
        self.table = Table(COLUMNS, looks=looks, name="name", edge=12, stretch="name",
                           accessible_name=_("Exam catalogue"))
        self.table.opened.connect(self._change)
        add = secondary(_("Add exam"), lambda: self._change(None), icon="plus", small=True)
        self.change_button = secondary(_("Change…"), self._change_current, icon="pencil", small=True)
        for button in (add, self.change_button):
            guard(button, SaveExam, desk)
        least(self.table, height=300)
        self.body.addWidget(self.table)
        self.shipped = secondary(_("Add the usual Huawei exams"), self._add_shipped, icon="list-plus", small=True)
        guard(self.shipped, AddShippedExams, desk)
        self.shipped.hide()
        self.body.addLayout(row(add, self.change_button, self.shipped, None))
        desk.changed.connect(self._changed)
        self.load()

    def load(self) -> None:
        """Ask again."""
        self.desk.ask(ExamCatalogue(), owner=self, then=self._came)

    def _came(self, rows: Sequence[CatalogueRow]) -> None:
        self.table.set_rows(list(rows))
        self.shipped.setVisible(not rows)  # records that are older than the catalogue
        if self.table.current_row() is None and rows:
            self.table.choose(rows[0].id)
            self.table.setFocus()

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(ExamCatalogue.reads):
            self.load()

    def _add_shipped(self) -> None:
        self.desk.do(AddShippedExams(), owner=self, tell=lambda n: ngettext(
            "{n} exam added", "{n} exams added", n).format(n=n))

    def _change_current(self) -> None:
        exam = self.table.current_row()
        if exam is not None:
            self._change(exam)

    def _change(self, exam: CatalogueRow | None) -> None:
        if self.desk.may(SaveExam):
            talk.open_dialog(ExamForm(self.desk, exam, self))


class ExamForm(FormDialog):
    """One exam."""

    def __init__(self, desk: Desk, exam: CatalogueRow | None, parent: QWidget) -> None:
        super().__init__(desk, _("New exam") if exam is None else _("Exam {code}").format(code=exam.code),
                         action=_("Save exam"), icon="award", parent=parent)
        self._exam = exam
        self.active = CheckBox(_("Still given"))
        form = Form([
            Spec("code", _("&Code"), TextBox(max_length=40), required=True),
            Spec("provider", _("&Provider"), TextBox(max_length=80)),
            Spec("name", _("&Name"), TextBox(max_length=200), required=True, wide=True),
            Spec("level", _("&Level"), TextBox(max_length=40)),
            Spec("valid_months", _("&Valid for months"), NumberBox(),
                 help=_("From the day of passing. Empty: for good")),
            Spec("max_score", _("&Highest score"), NumberBox(places=2), required=True),
            Spec("pass_score", _("Pass &score"), NumberBox(places=2), required=True),
            Spec("paper_group", _("Papers &together"), TextBox(max_length=80),
                 help=_("The same name in all papers of one certification")),
            Spec("window_months", _("&Within months"), NumberBox(), help=_("Until the first paper lapses")),
            Spec("active", "", self.active, wide=True)], build=self._command)
        self.put_form(form)
        values: dict[str, Any] = {"provider": "Huawei", "max_score": "1000", "pass_score": "600", "valid_months": "36",
                                  "active": True}
        if exam is not None:
            values = {k: getattr(exam, k) for k in (*TEXTS, *SCORES, *MONTHS, "active")}
            values = {k: f"{v.normalize():f}" if isinstance(v, Decimal) else v for k, v in values.items()}
        form.set_values(values, f"exam:{exam.id if exam else 'new'}")
        self.check = self._save
        form.focus_first()

    def _command(self, values: dict[str, Any]) -> SaveExam:
        given = {k: values[k] or "" for k in TEXTS} | {k: Decimal(values[k] or 0) for k in SCORES} | {
            k: values[k] for k in MONTHS}
        kept = {} if self._exam is None else {"exam_id": self._exam.id, "version": self._exam.version}
        return SaveExam(**given, active=bool(values["active"]), **kept)

    def _save(self) -> bool:
        if self.form.check(all_fields=True):
            self.desk.do(self.form.command(), owner=self, then=lambda _key: self.accept(), invalid=self.form.refuse)
        self.fit()
        return False
