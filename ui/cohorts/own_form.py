"""Fill our form: which form of the centre, for whom, masked or full, and what will stay open."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.cohorts.forms import FormFile, FormRow, Forms, KeepForm, RetireForm, kept
from app.cohorts.queries import CohortWhole
from app.exchange.files import safe_file_name
from app.exchange.form import FormReport
from app.i18n import _, ngettext
from app.job import Job
from app.office.permissions import Permission
from app.rosters.own_form import EACH, OF_LISTS, ONCE, check_file, fill, sentences, words_of
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import secondary
from ui.kit.check import OneOf
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import row
from ui.kit.text import label
from ui.rosters.gate import GateFields

SHOWN = 6  # sentences about a form


class OwnFormDialog(Dialog):
    """Asks what to fill; `save` chooses the file and starts the work."""

    def __init__(self, desk: Desk, cohort: CohortWhole, picked: Sequence[int], parent: QWidget) -> None:
        super().__init__(_("Fill our form"), _("A workbook of the centre with fields in braces is filled; the form "
                                               "itself never changes."),
                         action=_("Choose a file"), icon="file-spreadsheet", wide=True, parent=parent)
        self.desk, self.cohort, self.owner, self._picked = desk, cohort, parent, tuple(picked)
        self._forms: dict[str, FormRow] = {}
        self.form = Choice(placeholder=_("Choose a form"))
        self.whom = OneOf([("all", ngettext("Everybody on the roll, {n} trainee", "Everybody on the roll, {n} trainees",
                                            cohort.enrolled).format(n=cohort.enrolled)),
                           ("picked", ngettext("The {n} chosen trainee", "The {n} chosen trainees",
                                               len(self._picked)).format(n=len(self._picked)))])
        self.whom.set_value("all")
        self.whom.setVisible(len(self._picked) > 1)
        self.how = OneOf([(False, _("MyKad digits hidden")), (True, _("Identity numbers in full"))])
        self.how.set_value(False)
        self.how.setVisible(desk.may(Permission.EXPORT_FULL))
        self.gate = GateFields()
        self.said = label("", "muted", wrap=True)
        add = secondary(_("Add a form…"), self.add, icon="file-plus")
        replace = secondary(_("Replace its file…"), self.replace, icon="replace")
        retire = secondary(_("Retire"), self.retire)
        for button, command in ((add, KeepForm), (replace, KeepForm), (retire, RetireForm)):
            guard(button, command, desk)
        self.chosen = Field(_("&Form"), self.form, required=True)
        self.body.addWidget(self.chosen)
        self.body.addLayout(row(add, replace, retire, secondary(_("Which fields there are"), self.explain)))
        for widget in (self.said, self.whom, self.how, self.gate):
            self.body.addWidget(widget)
        self.how.edited.connect(self._look)
        self.form.edited.connect(self._inspect)
        self.check = self._complete
        self.accepted.connect(self.save)
        self._look()
        self.load()

    def load(self, choose: str = "") -> None:
        """Ask for the forms again."""
        self.desk.ask(Forms(), owner=self, then=lambda rows: self._show(rows, choose))

    def _show(self, rows: Sequence[FormRow], choose: str) -> None:
        self._forms = {r.name: r for r in rows}
        self.form.set_options([(r.name, r.name) for r in rows])
        wanted = choose or (rows[0].name if len(rows) == 1 else "")
        if wanted in self._forms:
            self.form.set_value(wanted)
            self._inspect()
        elif not rows:
            self._say(_("No form is kept yet. Add one: an Excel workbook with fields such as {name} in braces.").format(
                name="{{nama}}"))

    def _inspect(self) -> None:
        name, office = self.form.value(), self.desk.office
        if not name or office is None:
            return

        def look() -> FormReport:
            file_name, content = office.ask(FormFile(name=name))[0]
            with tempfile.TemporaryDirectory(prefix="sijil-form-") as folder:
                path = Path(folder) / file_name
                path.write_bytes(content)
                return check_file(path)

        self.desk.start(Job(_("Reading {name}").format(name=name), lambda _step: look(), "files"), owner=self,
                        then=self._report)

    def _report(self, report: FormReport) -> None:
        told = sentences(report)
        first = ngettext("{n} field is filled.", "{n} fields are filled.", n := len(report.fields) - len(
            report.unknown)).format(n=n)
        if not report.blocks:
            first += " " + _("No line is repeated: {{#rows}} is missing.")
        more = [_("And {n} more.").format(n=len(told) - SHOWN)] if len(told) > SHOWN else []
        self._say("\n".join([first, *told[:SHOWN], *more]))

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.fit()

    def explain(self) -> None:
        """All names that may stand in braces."""
        lines = ["  ".join((words_of(f) + ":", *(f"{{{{{n}}}}}" for n in f.names[:2]))) for f in ONCE]
        each = ["  ".join((words_of(f) + ":", *(f"{{{{{n}}}}}" for n in f.names[:2]))) for f in (*EACH, *OF_LISTS)]
        talk.tell(_("Write these names in braces into the cells. Between {start} and {end} stands what is repeated "
                    "for each trainee.").format(start="{{#rows}}", end="{{/rows}}"),
                  "\n".join([*lines, "", "{{#rows}}", *each, "{{/rows}}"]), self)

    def add(self) -> None:
        """Keep another form."""
        talk.choose_open(_("Choose the form"), "Excel (*.xlsx)", lambda path: self._keep(path, ""), self)

    def replace(self) -> None:
        """A newer file of the form that is chosen."""
        name = self.form.value()
        if name:
            talk.choose_open(_("Choose the form"), "Excel (*.xlsx)", lambda path: self._keep(path, name), self)

    def _keep(self, path: Path, name: str) -> None:
        def read() -> KeepForm:
            check_file(path)  # a sentence, where it is no form
            return kept(path, name, replace=bool(name))

        def keep(command: KeepForm) -> None:
            self.desk.do(command, owner=self, then=lambda _key: self.load(command.name))

        self.desk.start(Job(_("Reading {name}").format(name=path.name), lambda _step: read(), "files"), owner=self,
                        then=keep)

    def retire(self) -> None:
        """Offer the chosen form no more."""
        if name := self.form.value():
            self.desk.do(RetireForm(name=name), owner=self, then=lambda _r: self.load())

    def _look(self) -> None:
        self.gate.setVisible(bool(self.how.value()))
        self.fit()

    def _complete(self) -> bool:
        self.chosen.set_error("" if self.chosen.value() else _("This is required."))
        admitted = not self.how.value() or self.gate.complete()
        return admitted and bool(self.chosen.value())

    def save(self) -> None:
        """Choose the file, then fill it as a job."""
        desk, office, owner, cohort = self.desk, self.desk.office, self.owner, self.cohort
        assert office is not None
        name, release = str(self.form.value()), self.gate.release() if self.how.value() else None
        only = frozenset(self._picked) if self.whom.value() == "picked" else None

        def write(path: Path) -> None:
            desk.start(Job(_("Writing {name}").format(name=path.name), lambda step: fill(
                office, name, cohort.id, path, only=only, release=release, step=step)[1], "files"), owner=owner,
                then=lambda n: desk.tell(ngettext("{n} trainee written to {name}", "{n} trainees written to {name}",
                                                  n).format(n=n, name=path.name)))

        talk.choose_save(_("Save the filled form"), "Excel (*.xlsx)", safe_file_name([name, cohort.code], ".xlsx"),
                         write, owner)
