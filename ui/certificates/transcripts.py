"""The transcript of a trainee: looked at, or issued under a number of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.centre.queries import Signatories, SignatoryRow
from app.certificates.templates.queries import TemplateRow, Templates
from app.certificates.transcript import DESIGN, IssueTranscript, Transcript, TranscriptOf
from app.i18n import _
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.printing import offer
from ui.kit.buttons import secondary
from ui.kit.check import OneOf
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.field import Field

KEPT, KEPT_TEMPLATE = "transcript", "transcript-template"
LANGUAGES = (("bi", "Bahasa Malaysia · English"), ("ms", "Bahasa Malaysia"), ("en", "English"))


class TranscriptDialog(Dialog):
    """Language and signatory; issuing gives a number."""

    def __init__(self, desk: Desk, name: str, signatories: Sequence[SignatoryRow], templates: Sequence[TemplateRow],
                 parent: QWidget) -> None:
        super().__init__(_("Transcript of {name}").format(name=name),
                         _("Issuing gives it a number that is never given twice, and records it in the history."),
                         action=_("Issue transcript"), safe=_("Cancel"), icon="file-badge", parent=parent)
        self.setObjectName("transcript")
        self.language = OneOf(LANGUAGES)
        self.language.set_value(desk.kept.get(KEPT, "bi"))
        self.signatory = Choice([(s.id, f"{s.name}, {s.post_ms or s.post_en}") for s in signatories],
                                placeholder=_("Nobody signs"))
        if signatories:
            self.signatory.set_value(signatories[0].id)
        self.template = Choice([(row.code, row.name) for row in templates])
        codes = [row.code for row in templates]
        kept = desk.kept.get(KEPT_TEMPLATE, DESIGN)
        if codes:
            self.template.set_value(kept if kept in codes else codes[0])
        self.body.addWidget(Field(_("Language"), self.language))
        if len(codes) > 1:
            self.body.addWidget(Field(_("Template"), self.template))
        self.body.addWidget(Field(_("Signed by"), self.signatory))
        self.look = secondary(_("Look at it first"), lambda: None, icon="eye")
        self.foot.insertWidget(0, self.look)
        self.action_button.explain(desk.why_not(IssueTranscript))


def open_transcript(page: Any) -> None:
    """Of the trainee a pane shows."""
    whole = getattr(page, "whole", None)
    if whole is not None:
        ask_transcript(page.desk, page, whole.id, whole.name)


def open_for_current(tab: Any) -> None:
    """Of the current trainee of a tab of a cohort."""
    line = tab.table.current_row() if hasattr(tab, "table") else None
    if line is not None:
        ask_transcript(tab.desk, tab, line.row.trainee_id, line.name)
        return
    place = tab.grid.current() if hasattr(tab, "grid") else None
    person = tab.result(place[0]) if place is not None else None
    if person is not None:
        ask_transcript(tab.desk, tab, person.trainee_id, person.name)


def ask_transcript(desk: Desk, owner: QWidget, trainee_id: int, name: str) -> None:
    """Ask who signs, then issue and show it."""
    office = desk.office
    assert office is not None

    def ask(found: Sequence[SignatoryRow], templates: Sequence[TemplateRow]) -> None:
        today = office.clock().date()
        dialog = TranscriptDialog(desk, name, [s for s in found if s.valid_from <= today and (
            s.valid_to is None or today <= s.valid_to)], templates, owner.window())

        def show(made: Transcript) -> None:
            lang = str(dialog_language[0])

            def make(_step: object) -> bytes:
                from app.certificates.transcript_paper import transcript_pdf

                return transcript_pdf(made, lang)

            offer(desk, _("Transcript"), make, owner=owner, name=f"{made.number} {made.name}".strip())

        dialog_language = [dialog.language.value()]
        dialog.language.edited.connect(lambda: dialog_language.__setitem__(0, dialog.language.value()))

        def issue() -> None:
            desk.kept.put(KEPT, str(dialog_language[0]))
            desk.kept.put(KEPT_TEMPLATE, template())
            desk.do(IssueTranscript(trainee_id=trainee_id, signatory_id=dialog.signatory.value(), name=name,
                                    template=template()), owner=owner, then=show)

        def template() -> str:
            return str(dialog.template.value() or DESIGN)

        dialog.look.clicked.connect(lambda: desk.ask(
            TranscriptOf(trainee_id=trainee_id, signatory_id=dialog.signatory.value(), template=template()),
            owner=owner, then=lambda rows: show(rows[0])))
        dialog.accepted.connect(issue)
        talk.open_dialog(dialog)

    desk.ask(Templates(kind="transcript", usable=True), owner=owner, tag="templates", then=lambda rows: desk.ask(
        Signatories(), owner=owner, then=lambda found: ask(found, rows)))
