"""What a check found: the answer in a band, what the register knows of the certificate, and what to do with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.certificates.facts import Facts
from app.certificates.numbering import check_letter, tidy
from app.certificates.verify import Verdict, identity_shown, superseded_words
from app.i18n import N_, _, local_time, ngettext, show_date, show_span
from ui.kit.layout import box, clear, column, line
from ui.kit.note import Note
from ui.kit.text import label
from ui.kit.verdict import VerdictBand

ANSWERS = {"valid": ("yes", N_("This certificate is valid")), "void": ("no", N_("This certificate is void")),
           "superseded": ("later", N_("A later print has replaced this one")),
           "expired": ("later", N_("Genuine, but expired")),
           "legacy": ("unknown", N_("Recorded from an old list")),
           "unsigned": ("later", N_("Agrees with the register, but is not signed")),
           "altered": ("false", N_("The file was altered")),
           "not_ours": ("false", N_("Signed by somebody else")),
           "unknown": ("unknown", N_("Not in this register")),
           "not_genuine": ("false", N_("Not the certificate that was issued"))}
ADVICE = {"valid": N_("Compare the name and the number with the paper."),
          "superseded": N_("Ask for the later print. The number is the same; compare the name with the later print."),
          "expired": N_("Whether an expired certificate is enough is for whoever asks for it to decide."),
          "legacy": N_("Compare name, course and date with the paper; nothing else of it is known here."),
          "unsigned": N_("It may be a printout that was scanned, or a file of an older version. Compare name, number "
                         "and date with the paper."),
          "altered": N_("Do not accept it. Ask the holder for the file that the centre gave him."),
          "not_ours": N_("Do not accept it as a certificate of this centre, whatever it looks like."),
          "void": N_("Do not accept it. The holder can ask the centre why."),
          "unknown": N_("Check the number and the code with the paper. Another centre may have issued it."),
          "not_genuine": N_("Do not accept it. Keep the file or a photo, and tell the centre.")}
FALSE = ("not_genuine", "altered", "not_ours")
"""What these say is not repeated."""
MANY = 8  # pages of a file that are listed


def mistyping(what: str) -> str:
    """What is likely wrong with a number that nobody has: its letter is missing, or does not fit its digits."""
    text = tidy(what)
    if re.fullmatch(r"[A-Z]+[0-9]+-[0-9]+", text):
        return _("Type the letter at the end too, when the paper has one: it is part of the number.")
    whole = re.fullmatch(r"([A-Z]+[0-9]+-[0-9]+)-([A-Z])", text)
    if whole is not None and check_letter(whole[1]) != whole[2]:
        return _("The letter at the end does not fit the digits: something was mistyped, or the number is made up.")
    return ""


class VerdictPanel(QWidget):
    """Empty until something was checked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = ""
        self.band = VerdictBand()
        self._facts = column(spacing=8)
        self.advice = Note("", "neutral")
        self.setLayout(column(self.band, box(self._facts), self.advice, spacing=10))
        self.hide()

    def text(self) -> str:
        """Everything in sentences."""
        return self._said

    def show_verdicts(self, verdicts: Sequence[Verdict]) -> None:
        """One answer, or one for each page of a file."""
        clear(self._facts)
        if len(verdicts) == 1:
            self._one(verdicts[0])
        else:
            self._many(verdicts)
        self.setAccessibleName(self._said)
        self.show()

    def _one(self, verdict: Verdict) -> None:
        answer, words = ANSWERS[verdict.state]
        self._said = verdict.words()
        exact = _("The file is the one that was issued, byte for byte.") if verdict.exact else ""
        self.band.show_answer(answer, _(words), exact)
        for reason in verdict.reasons:
            self._facts.addWidget(label(reason, "strong", wrap=True))
        whole = verdict.certificate
        if whole is None:
            self._fact(_("Asked for"), verdict.what)
        elif verdict.state not in FALSE:
            if verdict.earlier is not None:
                self._facts.addWidget(label(superseded_words(verdict.earlier, whole), "strong", wrap=True))
            if verdict.state == "expired":
                self._fact(_("Expired"), show_date(whole.facts.expires_on))
            if verdict.state == "void":
                day = next((show_date(local_time(e.at).date()) for e in whole.events if e.kind == "void"), "")
                self._fact(_("Void"), day, whole.void_reason)
            self._certificate(whole.facts)
        mistyped = mistyping(verdict.what) if verdict.state == "unknown" else ""
        self.advice.show_note(mistyped or _(ADVICE[verdict.state]), "neutral")
        self.advice.show()

    def _certificate(self, facts: Facts) -> None:
        self._fact(_("Name"), facts.full_name, identity_shown(facts))
        hours = _("{hours} hours").format(hours=f"{facts.hours.normalize():f}") if facts.hours else ""
        below = " · ".join(p for p in (show_span(facts.starts, facts.ends), hours,
                                       facts.grade or facts.result_en) if p)
        self._fact(_("Course"), facts.course_title, below)
        self._fact(_("Number"), facts.number)
        self._fact(_("Issued"), show_date(facts.issued_on), ", ".join(s.name for s in facts.signatories))

    def _fact(self, name: str, value: str, below: str = "") -> None:
        if not value:
            return
        parts = column(label(name, "caption"), label(value, "strong", wrap=True), spacing=1)
        if below:
            parts.addWidget(label(below, "muted", wrap=True))
        if self._facts.count():
            self._facts.addWidget(line())
        self._facts.addLayout(parts)

    def _many(self, verdicts: Sequence[Verdict]) -> None:
        bad = [(n, v) for n, v in enumerate(verdicts, start=1) if v.state != "valid"]
        valid = len(verdicts) - len(bad)
        words = ngettext("{n} page is valid.", "{n} pages are valid.", valid).format(n=valid)
        worst = "false" if any(v.state in FALSE for _n, v in bad) else "no" if bad else "yes"
        below = ngettext("{n} is not.", "{n} are not.", len(bad)).format(n=len(bad)) if bad else ""
        self.band.show_answer(worst, words, below)
        told = [_("Page {n}: {verdict}").format(n=n, verdict=v.words()) for n, v in bad]
        for sentence in told[:MANY]:
            self._facts.addWidget(label(sentence, wrap=True))
        if len(told) > MANY:
            self._facts.addWidget(label(ngettext("and {n} more", "and {n} more", len(told) - MANY).format(
                n=len(told) - MANY), "muted"))
        self._said = "\n".join([words, *told])
        self.advice.hide()
