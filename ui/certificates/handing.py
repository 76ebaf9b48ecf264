"""Handing certificates out: collected, posted, come back, or noted by mistake."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.certificates.life import CollectCertificates, PostCertificates, ReturnCertificate, TakeBackHandOut
from app.i18n import _, ngettext
from ui.certificates.forms import day, show_form, today
from ui.desk.desk import Desk
from ui.kit.check import OneOf
from ui.kit.date_field import DateBox
from ui.kit.form import Form, Spec
from ui.kit.text_box import TextArea, TextBox

Then = Callable[[], object]


def collect(desk: Desk, owner: QWidget, ids: Sequence[int], who: str, then: Then) -> None:
    """Who collected them, and which document was shown. `who` names the certificate, or says how many."""
    def build(v: dict[str, Any]) -> CollectCertificates:
        other = v["who"] == "other"
        return CollectCertificates(certificate_ids=tuple(ids), on=day(v["on"]), shown=v["shown"] or "", other=other,
                                   person=(v["person"] or "") if other else "")

    choice = OneOf([("holder", ngettext("The holder", "The holders", len(ids))), ("other", _("Somebody else"))])
    form = Form([
        Spec("who", _("Collected by"), choice, wide=True),
        Spec("person", _("Name"), TextBox(max_length=120), wide=True),
        Spec("shown", _("Document shown"), TextBox("MyKad 900101-14-5567", max_length=80), wide=True,
             help=_("Somebody else has to show one. Lists show it masked.")),
        Spec("on", _("Day"), DateBox(), required=True),
    ], build=build)
    person = form.fields["person"]
    choice.edited.connect(lambda: person.set_read_only(choice.value() != "other"))
    show_form(desk, owner, form, _("Collected: {what}").format(what=who), _("Note as collected"), "check",
              values={"who": "holder", "person": "", "shown": "", "on": today()}, name="collect",
              then=lambda _n: then())
    person.set_read_only(True)


def post(desk: Desk, owner: QWidget, ids: Sequence[int], who: str, then: Then) -> None:
    """Where it was posted to, and the number of the posting."""
    form = Form([
        Spec("address", _("Posted to"), TextArea(lines=3), required=True, wide=True),
        Spec("posting_no", _("Number of the posting"), TextBox(max_length=60)),
        Spec("on", _("Day"), DateBox(), required=True),
    ], build=lambda v: PostCertificates(certificate_ids=tuple(ids), address=v["address"] or "",
                                        posting_no=v["posting_no"] or "", on=day(v["on"])))
    show_form(desk, owner, form, _("Posted: {what}").format(what=who), _("Note as posted"), "mail",
              values={"address": "", "posting_no": "", "on": today()}, name="post", then=lambda _n: then())


def come_back(desk: Desk, owner: QWidget, key: int, who: str, then: Then) -> None:
    """It is here again: by post, or because it was brought."""
    form = Form([Spec("reason", _("Why"), TextArea(lines=2), required=True, wide=True),
                 Spec("on", _("Day"), DateBox(), required=True)],
                build=lambda v: ReturnCertificate(certificate_id=key, reason=v["reason"] or "", on=day(v["on"])))
    show_form(desk, owner, form, _("Came back: {what}").format(what=who), _("Note as returned"), "undo-2",
              values={"reason": "", "on": today()}, name="come-back", then=lambda _n: then())


def take_back(desk: Desk, owner: QWidget, key: int, who: str, then: Then) -> None:
    """The note was wrong; it stays to be seen, with the reason."""
    form = Form([Spec("reason", _("Why was the note wrong?"), TextArea(lines=2), required=True, wide=True)],
                build=lambda v: TakeBackHandOut(certificate_id=key, reason=v["reason"] or ""))
    show_form(desk, owner, form, _("Not handed out after all: {what}").format(what=who), _("Take the note back"),
              "undo-2", values={"reason": ""}, name="take-back", then=lambda _n: then())
