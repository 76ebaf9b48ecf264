"""Settings, certificate numbering: the series of numbers, and what all certificates have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.centre.commands import SaveCentre
from app.centre.queries import CentreProfile, CentreRow
from app.centre.series import RetireSeries, SaveSeries
from app.certificates.next_numbers import NextNumbers, NextRow
from app.certificates.templates.queries import TemplateRow, Templates
from app.i18n import _
from app.office.journal import Changes
from ui.centre.series_dialog import open_series, serves_words
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import icon_button, secondary
from ui.kit.card import Card
from ui.kit.combo import Choice
from ui.kit.form import Form, FormFoot, Spec
from ui.kit.layout import box, clear, column, row, scrolled
from ui.kit.note import Note
from ui.kit.pill import Pill
from ui.kit.text import label
from ui.kit.text_box import TextBox

COMMON = ("certificate_design", "certificate_language", "identity_on_certificate",
          "result_on_certificate", "verify_url")


class NumberingSection(QWidget):
    """The list of series, and a form for the rest."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._version = 0
        self.add_button = secondary(_("Add series"), lambda: open_series(desk, None, self), icon="plus", small=True)
        guard(self.add_button, SaveSeries, desk)
        self._lines = column(spacing=8)
        self.rows: Sequence[NextRow] = ()
        self.common = Form([
            Spec("certificate_design", _("Template"), Choice()),
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
        numbers = Card(_("Certificate numbers"),
                       label(_("The narrowest series that fits a certificate numbers it."), "muted", wrap=True),
                       box(self._lines),
                       Note(_("Numbers that were issued stay as they are. A count has no gaps, and a number is never "
                              "used twice; one that an old certificate has is passed over."), "neutral"))
        numbers.head.addWidget(self.add_button)
        self.setLayout(column(scrolled(box(column(
            numbers, Card(_("On all certificates"), self.common, self.common_foot), None, margins=(24, 16, 24, 16),
            spacing=16)))))
        desk.changed.connect(self._changed)

    def shown(self) -> None:
        """Ask again, unless something is being typed."""
        self.desk.ask(NextNumbers(all=True), owner=self, then=self._show_series)
        if self.may_leave():
            self.desk.ask(Templates(usable=True), owner=self, then=self._show_templates)

    def may_leave(self) -> bool:
        """False while there are changes that are not saved."""
        return not self.common.modified

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(CentreProfile.reads | NextNumbers.reads | Templates.reads):
            self.shown()

    def _show_templates(self, rows: Sequence[TemplateRow]) -> None:
        choice = self.common.fields["certificate_design"].editor
        assert isinstance(choice, Choice)
        choice.set_options([(r.code, r.name) for r in rows if r.serves("completion") or r.centre])
        self.desk.ask(CentreProfile(), owner=self, then=self._show_centre)

    def _show_centre(self, rows: Sequence[CentreRow]) -> None:
        if rows:
            self._version = rows[0].version
            self.common.set_values({key: getattr(rows[0], key) for key in COMMON}, "common")
            if not self.desk.may(SaveCentre):
                self.common.set_read_only(True, self.desk.why_not(SaveCentre))

    def _show_series(self, rows: Sequence[NextRow]) -> None:
        self.rows = rows
        clear(self._lines)
        for found in rows:
            self._lines.addWidget(self._line(found))

    def _line(self, found: NextRow) -> QWidget:
        series = found.series
        if series.active:
            act = icon_button("pencil", _("Change the series {pattern}").format(pattern=series.pattern),
                              lambda: open_series(self.desk, series, self), kind="quiet")
            guard(act, SaveSeries, self.desk)
        else:
            act = icon_button("archive-restore", _("Use the series {pattern} again").format(pattern=series.pattern),
                              lambda: self.desk.do(RetireSeries(series_id=series.id, active=True), owner=self),
                              kind="quiet")
            guard(act, RetireSeries, self.desk)
        following = _("Next: {numbers}").format(numbers=", ".join(found.next)) if series.active else ""
        counts = "" if series.yearly else _("runs on")
        head = row(label(serves_words(series), "strong"), spacing=8)
        if not series.active:
            head.addWidget(Pill(_("Retired"), "neutral", "archive"))
        head.addStretch(1)
        words = column(head, label(" · ".join(p for p in (series.pattern, counts) if p), "muted", wrap=True), spacing=2)
        if following:
            words.addWidget(label(following, wrap=True))
        made = row(words, act, margins=(12, 10, 10, 10), spacing=12)
        made.setStretch(0, 1)
        return box(made, "card")

    def _build_common(self, values: dict[str, Any]) -> SaveCentre:
        return SaveCentre(**values, version=self._version)

    def save_common(self) -> None:
        """Write what all certificates have in common."""
        self.desk.do(self.common.command(), owner=self, invalid=self.common.refuse,
                     then=lambda _v: (self.common.mark_saved(), self.shown()))
