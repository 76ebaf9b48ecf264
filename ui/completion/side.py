"""Beside the list: which certificate and template, the paper itself, what was checked, and the running batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.certificates.facts import DESIGNS
from app.certificates.plan import Check
from app.completion.rules import KINDS
from app.completion.words import kind_word
from app.i18n import _
from ui.completion.preview import PaperPreview
from ui.desk.desk import Desk
from ui.kit.buttons import icon_button
from ui.kit.combo import Choice
from ui.kit.date_field import DateBox
from ui.kit.field import Field
from ui.kit.layout import box, clear, column, row, scrolled
from ui.kit.note import Note
from ui.kit.progress import ProgressPanel
from ui.kit.text import Glyph, label

DESIGN_WORDS = {"klasik": "Klasik", "moden": "Moden"}


def language_word(code: str) -> str:
    """The language of a paper in words."""
    return {"ms": _("BM"), "en": _("English"), "bi": _("BM and English")}[code]


class SidePanel(QWidget):
    """The editors and widgets are public; the tab fills them."""

    def __init__(self, desk: Desk, turn: Callable[[int], object], cancel: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("desktop")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(320)
        self.setMaximumWidth(560)
        self.kind = Choice([(kind, kind_word(kind)) for kind in KINDS])
        self.paper = Choice([((design, lang), _("{design}, A4 landscape, {language}").format(
            design=DESIGN_WORDS[design], language=language_word(lang))) for design in DESIGNS
            for lang in ("bi", "ms", "en")])
        self.day = DateBox()
        self.preview = PaperPreview(desk, _("Nobody is ready yet"))
        self.back = icon_button("chevron-left", _("Preview before (←)"), lambda: turn(-1))
        self.forth = icon_button("chevron-right", _("Next preview (→)"), lambda: turn(1))
        self.which = label("", "muted")
        self._checks = column(spacing=6)
        self._title = label(_("Checked before issuing"), "strong")
        self.note = Note("", "ok")
        self.note.hide()
        self.progress = ProgressPanel("", " ")
        self.progress.cancelled.connect(cancel)
        self.progress.hide()
        choices = row(Field(_("Template"), self.paper), Field(_("Date of issue"), self.day), spacing=12)
        choices.setStretch(0, 5)
        choices.setStretch(1, 3)
        inner = column(Field(_("Certificate"), self.kind), choices, 4, self.preview,
                       row(self.back, self.forth, self.which, None), 4, self._title, self._checks, self.note,
                       None, margins=(20, 12, 20, 12), spacing=8)
        self.setLayout(column(scrolled(box(inner)), box(column(self.progress, margins=(20, 0, 20, 12))), spacing=0))

    def show_checks(self, checks: Sequence[Check]) -> None:
        """What was checked before issuing."""
        clear(self._checks)
        self._title.setVisible(bool(checks))
        for check in checks:
            made = row(Glyph("check" if check.ok else "triangle-alert", "ok" if check.ok else "warn"),
                       label(check.text, "" if check.ok else "warn", wrap=True), spacing=6)
            made.setStretch(1, 1)
            self._checks.addLayout(made)
