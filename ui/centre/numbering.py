"""Settings, certificate numbering: the pattern with a preview, and what all certificates have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.centre.commands import SaveCentre
from app.centre.numbers import number_text, pattern_problem
from app.centre.queries import CentreProfile, CentreRow, SeriesList, SeriesRow
from app.centre.series import SaveSeries
from app.i18n import _
from app.office.journal import Changes
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.card import Card
from ui.kit.combo import Choice
from ui.kit.form import Form, FormFoot, Spec
from ui.kit.layout import box, column, scrolled
from ui.kit.note import Note
from ui.kit.text import label
from ui.kit.text_box import TextBox

COMMON = ("certificate_design", "certificate_language", "identity_on_certificate",
          "result_on_certificate", "verify_url")


class NumberingSection(QWidget):
    """Two forms: the pattern, and the rest."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._series: SeriesRow | None = None
        self._code, self._year, self._version = "KL", 2026, 0
        self.pattern = Form([Spec("pattern", _("Pattern"), TextBox(max_length=60), required=True, help=_(
            "{centre} is the code, {yy} or {yyyy} the year, {number:05} the count with five digits, {check} a letter "
            "that finds typing mistakes."))], self._build_series, columns=1)
        self.pattern.setObjectName("pattern")
        self.pattern.edited.connect(self._preview)
        self.preview = label("", "section")
        self.after = label("", "muted")
        self.series_foot = FormFoot(self.pattern, self.save_pattern)
        guard(self.series_foot.save, SaveSeries, desk)
        self.common = Form([
            Spec("certificate_design", _("Design"), Choice([("klasik", "Klasik"), ("moden", "Moden")])),
            Spec("certificate_language", _("Language of certificates"), Choice([
                ("bi", _("Malay and English")), ("ms", "Bahasa Melayu"), ("en", "English")])),
            Spec("identity_on_certificate", _("Identity number on certificates"), Choice([
                ("full", _("in full")), ("masked", _("last four digits")), ("none", _("not printed"))])),
            Spec("result_on_certificate", _("Result on certificates of achievement"), Choice([
                (True, _("printed")), (False, _("not printed"))])),
            Spec("verify_url", _("Web address that checks a certificate"), TextBox(max_length=200),
                 help=_("Printed below the number, and in the QR code; empty when there is none")),
        ], self._build_common)
        self.common.setObjectName("common")
        self.common_foot = FormFoot(self.common, self.save_common)
        guard(self.common_foot.save, SaveCentre, desk)
        self.setLayout(column(scrolled(box(column(
            Card(_("Certificate numbers"), self.pattern, label(_("A number would look like this"), "label"),
                 self.preview, self.after,
                 Note(_("Numbers that were issued stay as they are. The count begins anew each year and has no gaps; a "
                        "number is never used twice."), "neutral"), self.series_foot),
            Card(_("On all certificates"), self.common, self.common_foot), None, margins=(24, 16, 24, 16),
            spacing=16)))))
        desk.changed.connect(self._changed)

    def shown(self) -> None:
        """Ask again, unless something is being typed."""
        if self.may_leave():
            self.desk.ask(CentreProfile(), owner=self, then=self._show_centre)
            self.desk.ask(SeriesList(), owner=self, then=self._show_series)

    def may_leave(self) -> bool:
        """False while there are changes that are not saved."""
        return not (self.pattern.modified or self.common.modified)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(CentreProfile.reads | SeriesList.reads):
            self.shown()

    def _show_centre(self, rows: Sequence[CentreRow]) -> None:
        if rows:
            self._code, self._version = rows[0].code, rows[0].version
            self.common.set_values({key: getattr(rows[0], key) for key in COMMON}, "common")
            if not self.desk.may(SaveCentre):
                for form in (self.common, self.pattern):
                    form.set_read_only(True, self.desk.why_not(SaveCentre))
            self._preview()

    def _show_series(self, rows: Sequence[SeriesRow]) -> None:
        if self.desk.office is not None:
            self._year = self.desk.office.clock().year
        self._series = rows[0] if rows else None
        self.pattern.set_values({"pattern": rows[0].pattern if rows else ""}, "pattern")
        self._preview()

    def _preview(self) -> None:
        pattern = self.pattern.values()["pattern"]
        told = pattern_problem(pattern)
        if told:
            self.preview.setText("–")
            self.after.setText(told)
            return
        first, second, much = (number_text(pattern, self._code, self._year, n) for n in (388, 389, 12345))
        self.preview.setText(first)
        self.after.setText(_("then {second}, much later {much}").format(second=second, much=much))

    def _build_series(self, values: dict[str, Any]) -> SaveSeries:
        series = self._series
        return SaveSeries(series_id=series.id if series else None, version=series.version if series else None,
                          code=series.code if series else "MAIN", pattern=values["pattern"])

    def _build_common(self, values: dict[str, Any]) -> SaveCentre:
        return SaveCentre(**values, version=self._version)

    def save_pattern(self) -> None:
        """Write the pattern."""
        self.desk.do(self.pattern.command(), owner=self, invalid=self.pattern.refuse,
                     then=lambda _v: (self.pattern.mark_saved(), self.shown()))

    def save_common(self) -> None:
        """Write what all certificates have in common."""
        self.desk.do(self.common.command(), owner=self, invalid=self.common.refuse,
                     then=lambda _v: (self.common.mark_saved(), self.shown()))
