"""Making a certificate void: at once by a verifier, or asked for by certificate staff and decided."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.certificates.approve import ApproveVoid, AskVoid, RefuseVoid
from app.certificates.commands import VoidCertificate
from app.i18n import _
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.text_box import TextArea

Then = Callable[[], object]


def void(desk: Desk, owner: QWidget, number: str, then: Then) -> None:
    """Ask for the reason, then make it void for good; who may not, asks a verifier."""
    if desk.may(VoidCertificate):
        _ask_reason(desk, owner, VoidCertificate, number, then, name="void", icon="ban",
                    question=_("Void {number}? This cannot be undone.").format(number=number),
                    told=_("Whoever verifies it is told that it is void. The number stays in the register and is never "
                           "given again."), action=_("Void certificate"), done=_("{number} is void."))
    else:
        _ask_reason(desk, owner, AskVoid, number, then, name="ask-void", icon="ban",
                    question=_("Ask to make {number} void?").format(number=number),
                    told=_("It stays valid until a verifier has decided."), action=_("Ask a verifier"),
                    done=_("A verifier is asked to make {number} void."))


def refuse(desk: Desk, owner: QWidget, number: str, then: Then) -> None:
    """Say why it stays valid."""
    _ask_reason(desk, owner, RefuseVoid, number, then, name="refuse-void", icon="circle-check",
                question=_("Let {number} stay valid?").format(number=number),
                told=_("Whoever asked sees your reason in the life of the certificate."), action=_("Let it stay valid"),
                done=_("{number} stays valid."), destructive=False)


def approve(desk: Desk, owner: QWidget, number: str, reason: str, then: Then) -> None:
    """Show the reason that was given once more, then do it."""
    talk.ask(_("Void {number}? This cannot be undone.").format(number=number),
             _("The reason that was given: {reason}").format(reason=reason), _("Void certificate"),
             lambda: desk.do(ApproveVoid(number=number), owner=owner, then=lambda _n: then(),
                             tell=_("{number} is void.").format(number=number)),
             destructive=True, safe=_("Keep it"), icon="ban", parent=owner)


def _ask_reason(desk: Desk, owner: QWidget, command: type[VoidCertificate] | type[AskVoid] | type[RefuseVoid],
                number: str, then: Then, *, name: str, icon: str, question: str, told: str, action: str, done: str,
                destructive: bool = True) -> None:
    dialog = Dialog(question, told, action=action, safe=_("Keep it") if destructive else _("Cancel"),
                    destructive=destructive, icon=icon, parent=owner.window())
    dialog.setObjectName(name)
    reason = TextArea(lines=3)
    reason.setObjectName("reason")
    field = Field(_("Reason"), reason, required=True)
    dialog.body.addWidget(field)
    reason.setFocus()  # nothing is done without it

    def check() -> bool:
        problems = command(number=number, reason=reason.value() or "").problems()
        field.set_error(problems.get("reason", ""))
        return not problems

    dialog.check = check
    dialog.accepted.connect(lambda: desk.do(command(number=number, reason=reason.value() or ""), owner=owner,
                                            then=lambda _n: then(), tell=done.format(number=number)))
    talk.open_dialog(dialog)
