"""One certificate beside the register: the paper, its facts, what happened to it, and what can be done."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from app.certificates import codes
from app.certificates.commands import RecordPrint, VoidCertificate
from app.certificates.press import Written, write_pdfs
from app.certificates.queries import CertificateDetail, CertificateWhole
from app.certificates.words import state_word
from app.completion.words import kind_word
from app.i18n import _, ngettext, show_date, show_moment, show_span
from app.job import Job
from app.office.command import Ref
from ui.certificates.columns import LOOK_OF
from ui.completion.papers import open_folder, print_papers, save_papers
from ui.completion.preview import PaperPreview
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import MoreButton, secondary
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import box, clear, column, line, row, scrolled
from ui.kit.note import Note
from ui.kit.pill import Pill
from ui.kit.text import Glyph, label
from ui.kit.text_box import TextArea
from ui.kit.theme import theme

LARGE = 1.2  # of the normal text size
EVENTS = {"issued": ("award", "ok"), "printed": ("printer", "text-2"), "void": ("ban", "danger"),
          "collected": ("check", "text-2")}


def printed_words(prints: int) -> str:
    """`2 times`, or that it has not been printed yet."""
    return ngettext("{n} time", "{n} times", prints).format(n=prints) if prints else _("not yet")


class CertificatePane(QWidget):
    """Shows the certificate of a key; empty without one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.key: int | None = None
        self.whole: CertificateWhole | None = None
        self.number = label("", "section")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.pill = Pill("")
        self.holder = label("", "muted", wrap=True)
        self.preview = PaperPreview(desk, _("Choose a certificate to see it"))
        self.note = Note("", "danger")
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(8)
        self._facts.setColumnStretch(1, 1)
        self._events = column(spacing=6)
        self.history_title = label(_("History"), "strong")
        self._rule = line()
        inner = column(row(self.number, None, self.pill), self.holder, 4, self.preview, self.note, 4, self._facts, 4,
                       self._rule, self.history_title, self._events, None, margins=(20, 16, 20, 16), spacing=6)
        self.reprint_button = secondary(_("Print"), self.reprint, icon="printer", small=True)
        guard(self.reprint_button, RecordPrint, desk)
        self.open_button = secondary(_("Open PDF"), self.open_pdf, icon="file-text", small=True)
        self.void_button = secondary(_("Make void"), self.void, icon="ban", small=True)
        guard(self.void_button, VoidCertificate, desk)
        self.more = MoreButton()
        self.more.add(_("Save as PDF"), self.save, icon="file-text")
        self.more.add(_("Copy verification link"), self.copy_link, icon="copy")
        self.more.add(_("Copy verification code"), self.copy_code, icon="copy")
        self.more.add(_("Open trainee"), self._open_trainee, icon="users")
        self.more.add(_("Open cohort"), self._open_cohort, icon="graduation-cap")
        self.more.add(_("Open PDF"), self.open_pdf, icon="file-text")
        self.more.add(_("Make void"), self.void, icon="ban")
        for button in (self.open_button, self.void_button):
            button.setVisible(theme().scale <= LARGE)  # large text: they stand behind the three dots
        self.foot = box(row(self.reprint_button, self.open_button, self.void_button, None, self.more,
                            margins=(14, 12, 14, 12), spacing=6), "foot")
        made = column(scrolled(box(inner)), line(), self.foot, spacing=0)
        self.setLayout(made)
        self.show_key(None)

    def show_key(self, key: int | None) -> None:
        """Show another certificate."""
        self.key = key
        if key is None:
            self.whole = None
            for widget in (self.note, self.pill, self._rule, self.history_title, self.foot):
                widget.hide()
            self.number.setText("")
            self.holder.setText("")
            self.preview.show_facts(None)
            clear(self._facts)
            clear(self._events)
        else:
            self.desk.ask(CertificateDetail(wanted=key), owner=self, then=lambda rows: self._show(rows[0]))

    def reload(self) -> None:
        """Ask for the same one again."""
        if self.key is not None:
            self.show_key(self.key)

    def _show(self, whole: CertificateWhole) -> None:
        if whole.row.id != self.key:
            return
        self.whole = whole
        tone, icon = LOOK_OF[whole.row.standing]
        self.number.setText(whole.row.number)
        self.pill.show_state(state_word(whole.row.standing), tone, icon)
        self.holder.setText(whole.row.holder)
        self.preview.show_facts(whole.facts)
        void = whole.row.state == "void"
        for widget in (self.pill, self._rule, self.history_title, self.foot):
            widget.show()
        self.note.setVisible(void)
        if void:
            self.note.show_note(whole.void_reason, "danger", strong=_("Void."))
        why = _("It is void and is not printed any more.") if void else ""
        self.reprint_button.setText(_("Print again") if whole.row.prints else _("Print"))
        self.reprint_button.explain(why)
        self.void_button.explain(_("It is void already.") if void else "")
        self._show_facts(whole)
        self._show_events(whole)

    def _show_facts(self, whole: CertificateWhole) -> None:
        clear(self._facts)
        facts = whole.facts
        hours = _("{hours} hours").format(hours=f"{facts.hours.normalize():f}") if facts.hours else ""
        result = facts.grade or facts.result_en
        if facts.held:
            result = _("{n} of {total} sessions").format(n=facts.attended, total=facts.held)
        lines = [(_("Certificate"), kind_word(facts.kind)),
                 (_("Course"), ", ".join(p for p in (facts.course_title, hours) if p)),
                 (_("Cohort"), f"{whole.row.cohort_code}, {show_span(facts.starts, facts.ends)}"),
                 (_("Result"), result), (_("Issued"), show_date(facts.issued_on, weekday=True)),
                 (_("Signed by"), ", ".join(s.name for s in facts.signatories)),
                 (_("Printed"), printed_words(whole.row.prints)),
                 (_("Verification code"), codes.shown(whole.row.code))]
        for place, (name, value) in enumerate((n, v) for n, v in lines if v):
            self._facts.addWidget(label(name, "muted"), place, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(label(value, wrap=True), place, 1)

    def _show_events(self, whole: CertificateWhole) -> None:
        clear(self._events)
        for event in whole.events:
            icon, token = EVENTS.get(event.kind, ("circle", "text-3"))
            made = row(Glyph(icon, token, 14), label(event.words(), wrap=True),
                       label(show_moment(event.at), "caption"), spacing=8)
            made.setStretch(1, 1)
            self._events.addLayout(made)

    # -- what can be done ---------------------------------------------------------------------------------------
    def reprint(self) -> None:
        """Show it before it is printed once more; a print is noted when it came out."""
        whole = self.whole
        if whole is not None and whole.row.state != "void":
            print_papers(self.desk, self, (whole.row.id,), f"{whole.row.number} - {whole.row.holder}")

    def save(self) -> None:
        """Write the PDF into a folder; the same bytes every time."""
        if self.whole is not None:
            save_papers(self.desk, self, (self.whole.row.id,), self.whole.row.number, self._saved)

    def _saved(self, folder: Path, _count: int) -> None:
        self.desk.tell(_("The PDF is in {folder}.").format(folder=folder))
        open_folder(folder)

    def open_pdf(self) -> None:
        """Open the PDF in the program that shows PDFs, from a folder that the system empties."""
        whole = self.whole
        if whole is None:
            return
        folder = Path(tempfile.gettempdir()) / "sijil-papers"

        def done(written: list[Written]) -> None:
            open_folder(written[0].file)

        self.desk.start(Job(_("Opening the PDF"), lambda step: write_pdfs([whole], folder, step=step), "files"),
                        owner=self, then=done)

    def void(self) -> None:
        """Ask for the reason, then make it void for good."""
        whole = self.whole
        if whole is None or not self.void_button.isEnabled():
            return
        number = whole.row.number
        dialog = Dialog(_("Void {number}? This cannot be undone.").format(number=number),
                        _("Whoever verifies it is told that it is void. The number stays in the register and is never "
                          "given again."),
                        action=_("Void certificate"), safe=_("Keep it"), destructive=True, icon="ban",
                        parent=self.window())
        dialog.setObjectName("void")
        reason = TextArea(lines=3)
        reason.setObjectName("reason")
        field = Field(_("Reason"), reason, required=True)
        dialog.body.addWidget(field)
        reason.setFocus()  # nothing is done without it

        def check() -> bool:
            told = VoidCertificate(number=number, reason=reason.value() or "").problems()
            field.set_error(told.get("reason", ""))
            return not told

        dialog.check = check
        dialog.accepted.connect(lambda: self.desk.do(
            VoidCertificate(number=number, reason=reason.value() or ""), owner=self, then=lambda _n: self.reload(),
            tell=_("{number} is void.").format(number=number)))
        talk.open_dialog(dialog)

    def copy_link(self) -> None:
        """What the QR code says to the clipboard: the address where it is verified, or what stands for it."""
        if self.whole is not None:
            link = self.whole.facts.verify_text or codes.shown(self.whole.row.code)
            QGuiApplication.clipboard().setText(link)
            self.desk.tell(_("Copied {code}").format(code=link))

    def copy_code(self) -> None:
        """The verification code to the clipboard."""
        if self.whole is not None:
            QGuiApplication.clipboard().setText(codes.shown(self.whole.row.code))
            self.desk.tell(_("Copied {code}").format(code=codes.shown(self.whole.row.code)))

    def _open_trainee(self) -> None:
        if self.whole is not None:
            self.desk.show(Ref("trainee", self.whole.row.trainee_id))

    def _open_cohort(self) -> None:
        if self.whole is not None:
            self.desk.show(Ref("cohort", self.whole.row.cohort_id, "completion"))
