"""Beside the list: which certificate and template, the paper itself, what was checked, and the running batch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.certificates.checks import Check
from app.certificates.collect import Award
from app.completion.rules import KINDS
from app.completion.words import kind_word
from app.i18n import _
from ui.completion.preview import PaperPreview
from ui.desk.desk import Desk
from ui.kit.buttons import Button, link
from ui.kit.combo import Choice
from ui.kit.date_field import DateBox
from ui.kit.field import Field
from ui.kit.layout import box, clear, column, least, row, scrolled
from ui.kit.note import Note
from ui.kit.progress import ProgressPanel
from ui.kit.text import Elided, Glyph, label
from ui.kit.text_box import TextBox

LEAST_PAPER, PAPER_SHARE = 150, 0.46  # pixels and part of the height: the checks below stay in sight


def language_word(code: str) -> str:
    """The language of a paper in words."""
    return {"ms": _("BM"), "en": _("English"), "bi": _("BM and English")}[code]


class SidePanel(QWidget):
    """The editors and widgets are public; the tab fills them. `acts` are back, forth, full, print and save."""

    went = Signal(object)  # the Ref of a check that is to be put right

    def __init__(self, desk: Desk, acts: dict[str, QAction], progress: ProgressPanel) -> None:
        super().__init__()
        self.setObjectName("desktop")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        least(self, 320)
        self.kind = Choice([(kind, kind_word(kind)) for kind in KINDS])
        self.paper = Choice()
        self.paper.setToolTip(_("A4 landscape"))
        self.day = DateBox()
        self.award_ms, self.award_en, self.awarded = TextBox(), TextBox(), DateBox()
        for name, editor in (("award_ms", self.award_ms), ("award_en", self.award_en), ("awarded", self.awarded)):
            editor.setObjectName(name)
        self._award = Field(_("Award, in Malay"), self.award_ms), Field(_("Award, in English"), self.award_en)
        self._awarded = Field(_("Awarded on, where it is another day"), self.awarded)
        self.awards = box(column(*self._award, self._awarded, spacing=8))
        self.preview = PaperPreview(desk, _("Nobody is ready yet"))
        self.back = Button.of(acts["back"], text="", icon="chevron-left")
        self.forth = Button.of(acts["forth"], text="", icon="chevron-right")
        self.which = Elided("", "muted")
        self.full = Button.of(acts["full"], kind="quiet")
        self._checks = column(spacing=6)
        self._shown_checks: Sequence[Check] | None = None
        self._title = label(_("Checked before issuing"), "strong")
        self.note = Note("", "ok")
        self.note.hide()
        self.print_now = Button.of(acts["print"])
        self.save_now = Button.of(acts["save"])
        self.after = box(row(self.print_now, self.save_now, None))
        self.after.hide()
        choices = row(Field(_("Template"), self.paper), Field(_("Date of issue"), self.day), spacing=12)
        choices.setStretch(0, 5)
        choices.setStretch(1, 3)
        turn = row(self.back, self.forth, self.which, self.full)
        turn.setStretch(2, 1)
        inner = column(Field(_("Certificate"), self.kind), choices, self.awards, 4, self.preview, turn, 4, self._title,
                       self._checks, None, margins=(20, 12, 20, 12), spacing=8)
        self.setLayout(column(scrolled(box(inner)), box(column(progress, self.note, self.after,
                                                                   margins=(20, 0, 20, 12))), spacing=0))

    def award(self) -> Award:
        """What is written of an award; the day counts for every kind."""
        on = self.awarded.value()
        texts = (self.award_ms, self.award_en) if self.kind.value() == "award" else ()
        ms, en = (str(box_.value() or "").strip() for box_ in texts) if texts else ("", "")
        return Award(ms, en, on if isinstance(on, date) else None)

    def show_award(self, kind: str, language: str) -> None:
        """The texts in the languages of the paper, for an award; the day only there too."""
        self.awards.setVisible(kind == "award")
        for field, code in zip(self._award, ("ms", "en"), strict=True):
            field.setVisible(language in (code, "bi"))

    def award_problem(self, kind: str, language: str, issued_on: date) -> str:
        """Shown beside what is wrong, and given back."""
        wrong = self.award().problems(kind, language, issued_on)
        for field, key in zip((*self._award, self._awarded), ("award_ms", "award_en", "awarded_on"), strict=True):
            field.set_error(wrong.get(key, ""))
        return next(iter(wrong.values()), "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.preview.setMaximumHeight(max(LEAST_PAPER, round(event.size().height() * PAPER_SHARE)))

    def show_templates(self, templates: Sequence[tuple[str, str]], design: str, lang: str) -> None:
        """The templates (code, name) in each language, and which is chosen."""
        self.paper.set_options([((code, each), _("{design}, {language}").format(
            design=name, language=language_word(each))) for code, name in templates for each in ("bi", "ms", "en")])
        self.paper.set_value((design, lang))

    def show_checks(self, checks: Sequence[Check]) -> None:
        """What was checked before issuing, each that is not well with the way to it."""
        if checks == self._shown_checks:
            return
        self._shown_checks = tuple(checks)
        clear(self._checks)
        self._title.setVisible(bool(checks))
        for check in checks:
            sign = Glyph("check" if check.ok else "triangle-alert", "ok" if check.ok else "warn")
            sign.setAccessibleName(_("in order") if check.ok else _("to check"))
            made = row(sign, label(check.text, "" if check.ok else "warn", wrap=True), spacing=6)
            made.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
            made.setStretch(1, 1)
            if check.go is not None:
                go = link(_("Put it right"), lambda ref=check.go: self.went.emit(ref))
                go.setAccessibleName(_("Put it right: {what}").format(what=check.text))
                made.addWidget(go)
            self._checks.addLayout(made)

    def tell(self, words: str, tone: str, done: bool = False) -> None:
        """A note that stays; after issuing with what comes next."""
        self.note.show_note(words, tone)
        self.note.show()
        self.after.setVisible(done)

    def quiet(self) -> None:
        """Nothing to be said."""
        self.note.hide()
        self.after.hide()
