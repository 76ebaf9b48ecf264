"""The form of a series of certificate numbers: pattern, what it numbers, how it counts, with the next numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.centre.numbers import DEFAULT_PATTERN, KIND_SIGNS, pattern_problem
from app.centre.queries import SeriesRow
from app.centre.series import RetireSeries, SaveSeries
from app.certificates.next_numbers import NextNumbers, NextRow
from app.completion.words import kind_word
from app.i18n import _
from app.programmes.queries import ProgrammeRow, Programmes
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.form_dialog import FormDialog
from ui.desk.guard import guard
from ui.kit.buttons import quiet
from ui.kit.combo import Choice
from ui.kit.form import Form, Spec
from ui.kit.text import label
from ui.kit.text_box import NumberBox, TextBox

WAIT = 150  # ms without a key before the next numbers are asked for


def serves_words(series: SeriesRow) -> str:
    """What a series numbers."""
    kind = kind_word(series.kind) if series.kind else _("All certificates")
    return _("{kind} of {programme}").format(kind=kind, programme=series.programme) if series.programme else kind


class SeriesDialog(FormDialog):
    """A new series, or one that is there."""

    def __init__(self, desk: Desk, series: SeriesRow | None, parent: QWidget) -> None:
        super().__init__(desk, _("New series of numbers") if series is None else _("Series of numbers"),
                         action=_("Save series"), icon="hash", parent=parent.window())
        self.setObjectName("series")
        self.series = series
        given = series.programme if series else ""
        self.next = label("", "section", wrap=True)
        self.next.setAccessibleName(_("The next numbers"))
        self.next.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        form = Form([
            Spec("pattern", _("Pattern"), TextBox(max_length=60), required=True, help=_(
                "{centre} is the code, {prog} the programme, {kind} a letter of the kind, {yy} or {yyyy} the year, "
                "{number:05} the count with five digits, {check} a letter that finds typing mistakes.")),
            Spec("programme", _("Programme"), Choice([(given, given)] if given else [], empty=_("All"))),
            Spec("kind", _("Kind of certificate"), Choice([(k, kind_word(k)) for k in KIND_SIGNS], empty=_("All"))),
            Spec("yearly", _("The count"), Choice([(True, _("begins anew each year")), (False, _("runs on"))])),
            Spec("first", _("First number"), NumberBox(), help=_("No number below it is given from now on")),
        ], self._build, columns=1)
        self.put_form(form, label(_("The next numbers would be"), "label"), self.next)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(WAIT)
        self._later.timeout.connect(self.preview)
        form.edited.connect(self.preview if desk.synchronous else self._later.start)
        form.set_values(self._values(), f"series:{series.id if series else 'new'}")
        if series is not None and (series.programme or series.kind):
            retire = quiet(_("Retire"), self._retire, icon="archive")
            guard(retire, RetireSeries, desk)
            self.foot.insertWidget(0, retire, 0, Qt.AlignmentFlag.AlignLeft)
        self.check = self._save
        desk.ask(Programmes(), owner=self, then=self._show_programmes)
        self.preview()

    def _values(self) -> dict[str, Any]:
        s = self.series
        if s is None:
            return {"pattern": DEFAULT_PATTERN.replace("-{number", "-{kind}{number"), "yearly": True, "first": "1"}
        return {"pattern": s.pattern, "programme": s.programme or None, "kind": s.kind or None, "yearly": s.yearly,
                "first": str(s.first)}

    def _show_programmes(self, rows: Sequence[ProgrammeRow]) -> None:
        choice = self.form.fields["programme"].editor
        assert isinstance(choice, Choice)
        given = self.series.programme if self.series else ""
        codes = [row.code for row in rows]
        choice.set_options([(code, code) for code in ([given] if given and given not in codes else []) + codes])

    def _build(self, values: dict[str, Any]) -> SaveSeries:
        series = self.series
        first = values["first"]
        return SaveSeries(series_id=series.id if series else None, version=series.version if series else None,
                          code=series.code if series else "", pattern=(values["pattern"] or "").strip(),
                          programme=values["programme"] or "", kind=values["kind"] or "",
                          yearly=values["yearly"] is not False, first=first if isinstance(first, int) else 0 if first
                          else 1)

    def preview(self) -> None:
        """The numbers that would come next by what is typed."""
        made = self._build(self.form.values())
        told = pattern_problem(made.pattern, yearly=made.yearly, programme=made.programme)
        if told:
            self.next.setText(told)
            return
        row = SeriesRow(self.series.id if self.series else 0, 0, self.series.code if self.series else "", made.pattern,
                        made.programme, made.kind, made.yearly, made.first)
        self.desk.ask(NextNumbers(instead=row), owner=self, tag="next", then=self._show_next)

    def _show_next(self, rows: Sequence[NextRow]) -> None:
        self.next.setText(", ".join(rows[0].next) if rows and rows[0].next else "–")

    def _save(self) -> bool:
        if self.form.check(all_fields=True):
            self.desk.do(self.form.command(), owner=self, then=lambda _v: self.accept(), invalid=self._refused,
                         tell=_("The series is saved."))
        return False

    def _refused(self, problems: dict[str, str]) -> None:
        self.form.refuse(problems)
        self.fit()

    def _retire(self) -> None:
        series = self.series
        if series is not None:
            self.desk.do(RetireSeries(series_id=series.id), owner=self, then=lambda _v: self.accept(),
                         tell=_("The series is retired. Its numbers stay."))


def open_series(desk: Desk, series: SeriesRow | None, parent: QWidget) -> None:
    """Show the form."""
    talk.open_dialog(SeriesDialog(desk, series, parent))
