"""One certificate beside the register: the paper, its facts, what happened to it, and what can be done."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from app.certificates import codes
from app.certificates.commands import RecordPrint
from app.certificates.press import Written, write_pdfs
from app.certificates.queries import CertificateDetail, CertificateWhole
from app.certificates.words import WHYS, place_word, state_word
from app.completion.words import kind_word
from app.i18n import _, ngettext, show_date, show_moment, show_span
from app.job import Job
from ui.certificates.columns import LOOK_OF
from ui.completion.papers import open_folder, print_papers, save_papers
from ui.completion.preview import PaperPreview
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import Button, MoreButton, secondary
from ui.kit.layout import box, clear, column, line, row, scrolled
from ui.kit.note import Note
from ui.kit.pill import Pill
from ui.kit.text import Glyph, label
from ui.kit.theme import theme

LARGE = 1.2  # of the normal text size
EVENTS = {"issued": ("award", "ok"), "printed": ("printer", "text-2"), "void": ("ban", "danger"),
          "collected": ("check", "text-2"), "posted": ("mail", "text-2"), "returned": ("undo-2", "text-2"),
          "taken_back": ("undo-2", "warn"), "corrected": ("pencil", "warn"), "replaced": ("replace", "warn"),
          "destroyed": ("trash-2", "text-2"), "void_asked": ("ban", "warn"), "void_refused": ("circle-check", "ok"),
          "recorded": ("archive", "text-2")}


def printed_words(prints: int) -> str:
    """`2 times`, or that it has not been printed yet."""
    return ngettext("{n} time", "{n} times", prints).format(n=prints) if prints else _("not yet")


def note_of(whole: CertificateWhole) -> tuple[str, str, str]:
    """What has to be known of it before all else: sentence, tone, and how it begins; empty for nothing."""
    if whole.row.state == "void":
        return whole.void_reason, "danger", _("Void.")
    if whole.asked is not None:
        return (_("{name}: {reason}").format(name=whole.asked.by, reason=whole.asked.reason), "warn",
                _("A verifier is asked to make it void."))
    if whole.row.standing == "expired":
        return _("It expired on {date}.").format(date=show_date(whole.row.expires_on)), "warn", _("Expired.")
    last = next((e for e in whole.events if e.kind in ("corrected", "replaced")), None)
    if last is not None and whole.earlier:
        text = _("Whoever scans an earlier print is told that it was replaced.")
        why = last.reason.partition(" · ")[0]
        report = " · " + _("report {number}").format(number=last.report_no) if last.report_no else ""
        said = f"{_(WHYS[why]) if why in WHYS else last.reason.rstrip('.')}{report}. {text}"
        return said, "offer", _("Print {new} replaces print {old}, same number.").format(
            new=whole.row.edition, old=whole.earlier[0].edition)
    return ("", "neutral", _("Recorded from an old list.")) if whole.row.legacy else ("", "", "")


class CertificatePane(QWidget):
    """Shows the certificate of a key; empty without one. `settled` when another is shown, or it has changed."""

    settled = Signal(object)

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
        self.replace_button: Button | None = None  # of the page's actions
        self.more = MoreButton()
        for button in (self.open_button,):
            button.setVisible(theme().scale <= LARGE)  # large text: it stands behind the three dots
        self._foot = row(self.reprint_button, self.open_button, None, self.more, margins=(14, 12, 14, 12), spacing=6)
        self.foot = box(self._foot, "foot")
        made = column(scrolled(box(inner)), line(), self.foot, spacing=0)
        self.setLayout(made)
        self.show_key(None)

    def give_acts(self, life: Mapping[str, QAction], actions: Sequence[QAction | None]) -> None:
        """What the page can do with the certificate: one button, the rest behind the three dots."""
        self.replace_button = Button.of(life["replace"], text=_("Replace"), small=True)
        self.correct_button = Button.of(life["correct"], text=_("Correct"), small=True)
        self._foot.insertWidget(2, self.correct_button)
        self._foot.insertWidget(2, self.replace_button)
        self.correct_button.hide()
        self.more.set_actions(actions)
        for words, do, sign in ((_("Save as PDF"), self.save, "file-text"), (_("Open PDF"), self.open_pdf, "file-text"),
                                (_("Copy verification code"), self.copy_code, "copy")):
            self.more.add(words, do, icon=sign)

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
            self.settled.emit(None)
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
        said = state_word(whole.row.standing)
        if whole.row.standing == "replaced":
            said = _("{state}, print {n}").format(state=said, n=whole.row.edition)
        self.pill.show_state(said, tone, icon)
        self.holder.setText(whole.row.holder)
        self.preview.show_facts(whole.facts, whole.layout, whole.assets)
        void = whole.row.state == "void"
        for widget in (self.pill, self._rule, self.history_title, self.foot):
            widget.show()
        text, tone, strong = note_of(whole)
        self.note.setVisible(bool(strong))
        if strong:
            self.note.show_note(text, tone, strong=strong)
        why = _("It is void and is not printed any more.") if void else (
            _("An old paper has no PDF. Replace it, when its holder asks for one.") if whole.row.legacy else "")
        self.reprint_button.setText(_("Print again") if whole.row.printed_at else _("Print"))
        self.reprint_button.explain(why)
        self.open_button.explain(why if whole.row.legacy else "")
        if self.replace_button is not None:  # what was not handed out is corrected
            out = whole.row.state != "issued" or whole.row.legacy
            self.replace_button.setVisible(out)
            self.correct_button.setVisible(not out)
        self._show_facts(whole)
        self._show_events(whole)
        self.settled.emit(whole)

    def _show_facts(self, whole: CertificateWhole) -> None:
        clear(self._facts)
        facts = whole.facts
        hours = _("{hours} hours").format(hours=f"{facts.hours.normalize():f}") if facts.hours else ""
        result = facts.grade or facts.result_en
        if facts.held:
            result = _("{n} of {total} sessions").format(n=facts.attended, total=facts.held)
        lines = [(_("Certificate"), kind_word(facts.kind)),
                 (_("Course"), ", ".join(p for p in (facts.course_title, hours) if p)),
                 (_("Cohort"), ", ".join(p for p in (whole.row.cohort_code, show_span(facts.starts, facts.ends)) if p)),
                 (_("Result"), result), (_("Issued"), show_date(facts.issued_on, weekday=True)),
                 (_("Awarded"), show_date(whole.row.awarded_on)), (_("Expires"), show_date(whole.row.expires_on)),
                 (_("Signed by"), ", ".join(s.name for s in facts.signatories)),
                 (_("Printed"), "" if whole.row.legacy else printed_words(whole.row.prints)),
                 (_("Paper"), place_word(whole.row.state, whole.row.prints)),
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
