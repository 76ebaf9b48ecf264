"""A later print of a certificate: corrected before it is handed out, or replacing one that was."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QWidget

from app.certificates.editions import (
    MENDING,
    CorrectCertificate,
    Draft,
    EditionDraft,
    NewEdition,
    ReplaceCertificate,
    Wording,
)
from app.certificates.facts import Facts
from app.certificates.words import WHYS
from app.i18n import _, show_date
from app.trainees.commands import ConfirmCertificateName
from ui.certificates.forms import day, show_form
from ui.desk.desk import Desk
from ui.kit.buttons import link
from ui.kit.check import CheckBox
from ui.kit.combo import Choice
from ui.kit.date_field import DateBox
from ui.kit.form import Form, Spec
from ui.kit.note import Note
from ui.kit.text_box import NumberBox, TextBox

TEXTS = ("name", "identity_text", "course_title", "course_title_ms", "course_title_en", "venue")
DATES = ("starts", "ends")


def correct(desk: Desk, owner: QWidget, number: str, then: Callable[[NewEdition], object]) -> None:
    """Ask what the new print says instead, and why; the earlier one is destroyed."""
    desk.ask(EditionDraft(number=number), owner=owner, tag="edition",
             then=lambda rows: _correct(desk, owner, number, rows[0], then))


def _fields(desk: Desk, facts: Facts) -> list[Spec]:
    return [
        Spec("name", _("Name on certificate"), TextBox(max_length=200), required=True, wide=True),
        *([Spec("also", _("Trainee"), CheckBox(_("Correct the trainee's name on certificates too")), wide=True)]
          if desk.may(ConfirmCertificateName) else []),
        Spec("reason", _("Reason"), TextBox(max_length=300), required=True, wide=True,
             help=_("It stays in the register; it does not stand on the paper.")),
        *([Spec("identity_text", _("Identity number as printed"), TextBox(max_length=60), wide=True)]
          if facts.identity_text else []),
        Spec("course_title", _("Course"), TextBox(max_length=300), required=True, wide=True),
        Spec("course_title_ms", _("Course in Malay"), TextBox(max_length=300), wide=True),
        Spec("course_title_en", _("Course in English"), TextBox(max_length=300), wide=True),
        Spec("starts", _("First day"), DateBox()), Spec("ends", _("Last day"), DateBox()),
        Spec("venue", _("Venue"), TextBox(max_length=300), wide=True)]


def _correct(desk: Desk, owner: QWidget, number: str, draft: Draft, then: Callable[[NewEdition], object]) -> None:
    facts = draft.facts
    form = Form(_fields(desk, facts), build=lambda v: CorrectCertificate(
        number=number, reason=v["reason"] or "", wording=_changes(draft, v)))

    def done(made: NewEdition) -> None:
        if form.values().get("also") and made.trainee_id and made.holder != facts.full_name:
            name = form.values()["name"] or ""
            desk.do(ConfirmCertificateName(trainee_id=made.trainee_id, name=name), owner=owner)
        then(made)

    values = {**{k: getattr(facts, k) for k in (*TEXTS, *DATES) if k in form.fields}, "reason": "", "also": False}
    dialog = show_form(
        desk, owner, form, _("Correct and print {number} again").format(number=number), _("Correct"), "pencil",
        values=values, name="correct", then=done, wide=True,
        above=_("The number stays. Destroy the print with the mistake: its code will be told as replaced."))
    if draft.records is not None and draft.records.given():
        dialog.body.insertWidget(0, _records_note(form, draft.records))


def _changes(draft: Draft, values: dict[str, Any]) -> Wording:
    """What was typed and differs; a date that cannot be read is told by its own field."""
    changed: dict[str, Any] = {key: values[key] or "" for key in TEXTS
                               if key in values and (values[key] or "") != getattr(draft.facts, key)}
    for key in DATES:
        read = day(values[key])
        if read is not None and read != getattr(draft.facts, key):
            changed[key] = read
    return Wording(**changed)


def _records_note(form: Form, records: Wording) -> Note:
    """What the records say instead, and a link that types it."""
    given = {k: v for k, v in records.given().items() if k in form.fields}
    said = " · ".join(show_date(v) if k in DATES else str(v) for k, v in given.items())

    def take() -> None:
        for key, value in given.items():
            form.fields[key].editor.set_value(value)
            form.fields[key].editor.edited.emit()

    return Note(said or _("other titles, days or hours"), "offer", strong=_("The records say now:"),
                action=link(_("Take over"), take) if given else None)


def replace(desk: Desk, owner: QWidget, number: str, then: Callable[[NewEdition], object]) -> None:
    """Ask why it is replaced, with what is recorded of it."""
    desk.ask(EditionDraft(number=number), owner=owner, tag="edition",
             then=lambda rows: _replace(desk, owner, number, rows[0], then))


def _replace(desk: Desk, owner: QWidget, number: str, draft: Draft, then: Callable[[NewEdition], object]) -> None:
    def build(v: dict[str, Any]) -> ReplaceCertificate:
        why, name = v["why"] or "", v["name"] or ""
        changed = why in MENDING and name != draft.facts.name
        return ReplaceCertificate(
            number=number, why=why, wording=Wording(name=name) if changed else Wording(),
            report_no=v["report_no"] or "", fee=v["fee"] if isinstance(v["fee"], Decimal) else None,
            receipt_no=v["receipt_no"] or "", person=v["person"] or "", note=v["note"] or "")

    why = Choice([(key, _(words)) for key, words in WHYS.items()])
    form = Form([
        Spec("why", _("Why"), why, required=True, wide=True),
        Spec("name", _("Name on the new print"), TextBox(max_length=200), wide=True,
             help=_("Changed only where it was misspelt, or is another by law.")),
        Spec("report_no", _("Police report or declaration"), TextBox(max_length=80), wide=True,
             help=_("For a lost paper; for another name the deed or the new identity card.")),
        Spec("fee", _("Fee, RM"), NumberBox(places=2)), Spec("receipt_no", _("Receipt"), TextBox(max_length=60)),
        Spec("person", _("Asked for by"), TextBox(max_length=120), wide=True,
             help=_("Where it was not the holder.")),
        Spec("note", _("Remark"), TextBox(max_length=200), wide=True),
    ], build=build, warn=lambda v: {"fee": _("The centre's own mistake is usually put right without a fee.")}
        if v["why"] == "misspelt_centre" and v["fee"] else {})
    name = form.fields["name"]

    def choose() -> None:
        mending = why.value() in MENDING
        name.set_read_only(not mending)
        if not mending:
            name.editor.set_value(draft.facts.name)

    why.edited.connect(choose)
    signing = (Note(_("Signed by {names}.").format(names=", ".join(draft.signing)), "neutral") if draft.signing else
               Note(draft.vacant, "warn"))
    show_form(desk, owner, form, _("Replace {number}").format(number=number), _("Replace"), "replace",
              values={"why": "lost", "name": draft.facts.name, "report_no": "", "fee": None, "receipt_no": "",
                      "person": "", "note": ""},
              name="replace", then=then, below=signing, wide=True,
              above=_("The number and the facts of then stay. The new print says that it replaces the first, and "
                      "whoever scans an earlier one is told so."))
    choose()
