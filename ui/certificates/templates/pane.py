"""One template beside the list: the paper with a made-up name, its versions, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QWidget

from app.certificates.templates.queries import TemplateDetail, TemplateWhole, VersionRow
from app.certificates.templates.sample import SamplePaper, TemplateSample
from app.i18n import _, ngettext, show_moment
from ui.certificates.templates.rows import STATES, draft_words, kinds_words, state_words, used_words
from ui.completion.preview import PaperPreview
from ui.desk.desk import Desk
from ui.kit.buttons import Button, MoreButton
from ui.kit.layout import box, clear, column, line, row, scrolled
from ui.kit.pill import Pill
from ui.kit.text import Elided, Glyph, label


class TemplatePane(QWidget):
    """Shows the template of a code; empty without one. `acts` are the page's."""

    def __init__(self, desk: Desk, acts: Mapping[str, QAction], settle: Callable[[], object]) -> None:
        super().__init__()
        self.desk = desk
        self.code = ""
        self.whole: TemplateWhole | None = None
        self._settle = settle
        self.title = Elided("", "section")
        self.pill = Pill("")
        self.draft = Pill("", "warn", "pencil")
        self.preview = PaperPreview(desk, _("Choose a template to see it"))
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(8)
        self._facts.setColumnStretch(1, 1)
        self._versions = column(spacing=10)
        self._rule, self._heading = line(), label(_("Versions"), "strong")
        inner = column(self.title, row(self.pill, self.draft, None, spacing=6), 4, self.preview, 4, self._facts, 4,
                       self._rule, self._heading, self._versions, None, margins=(20, 16, 20, 16), spacing=6)
        self.open = Button.of(acts["open"], kind="secondary")
        self.publish = Button.of(acts["publish"], kind="secondary")
        more = MoreButton([acts["duplicate"], acts["rename"], None, acts["export"], None, acts["retire"],
                           acts["offer"], acts["delete"]])
        self.foot = box(row(self.open, self.publish, None, more, margins=(14, 12, 14, 12), spacing=6), "foot")
        self.setLayout(column(scrolled(box(inner)), line(), self.foot, spacing=0))
        self.show_code("")

    def show_code(self, code: str) -> None:
        """Show another template."""
        self.code = code
        if code:
            self.desk.ask(TemplateDetail(code=code), owner=self, then=lambda rows: self._show(rows[0]))
            return
        self.whole = None
        self.title.setText("")
        self.preview.show_facts(None)
        clear(self._facts)
        clear(self._versions)
        for widget in (self.pill, self.draft, self._rule, self._heading, self.foot):
            widget.hide()

    def _show(self, whole: TemplateWhole) -> None:
        if whole.row.code != self.code:
            return
        self.whole = whole
        row_ = whole.row
        self.title.setText(row_.name)
        self.pill.show_state(state_words(row_), *STATES[row_.state][1:])
        self.draft.show_state(draft_words(row_), "warn", "pencil")
        for widget in (self.pill, self._rule, self._heading, self.foot):
            widget.show()
        self.draft.setVisible(bool(draft_words(row_)))
        clear(self._facts)
        lines = [(_("For"), kinds_words(row_)), (_("Used by"), used_words(row_) or _("nothing yet"))]
        for place, (name, value) in enumerate(lines):
            self._facts.addWidget(label(name, "muted"), place, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(label(value, wrap=True), place, 1)
        clear(self._versions)
        force = row_.version
        for version in whole.versions:
            self._versions.addWidget(_version(version, version.state == "published" and version.number == force))
        shown = row_.version_id or row_.draft_id
        self.desk.ask(TemplateSample(version_id=shown, code="" if shown else row_.code), owner=self, tag="sample",
                      then=self._draw)
        self._settle()

    def _draw(self, rows: Sequence[SamplePaper]) -> None:
        self.preview.show_facts(rows[0].facts, rows[0].layout, rows[0].assets)
        self.preview.setAccessibleName(_("Template {name}").format(name=self.title.text()))


def _version(version: VersionRow, in_force: bool) -> QWidget:
    words = _("Version {n}").format(n=version.number)
    if in_force:
        words = _("{version}, in use").format(version=words)
    elif version.state == "draft":
        words = _("{version}, draft").format(version=words)
    icon = ("circle-check", "ok") if in_force else ("pencil", "warn") if version.state == "draft" else (
        "circle", "text-3")
    if version.state == "draft":
        said = _("Being changed by {name}").format(name=version.made_by)
    elif version.made_at is None:
        said = _("Comes with Sijil")
    else:
        said = _("Approved by {name}").format(name=version.approved_by)
    when = show_moment(version.approved_at or version.made_at)
    n = version.certificates
    used = ngettext("{n} certificate", "{n} certificates", n).format(n=n) if n else ""
    if version.cohorts:
        used = f"{used}: {', '.join(version.cohorts[:6])}{'…' if len(version.cohorts) > 6 else ''}"
    detail = " · ".join(part for part in (said, when, used, version.note) if part)
    made = row(Glyph(*icon, 14), column(label(words), label(detail, "hint", wrap=True), spacing=0), spacing=8)
    made.setStretch(1, 1)
    return box(made)
