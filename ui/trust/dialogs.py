"""What is asked about keys: a passphrase, once or twice, and why a key is revoked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.trust.backup import weak
from app.trust.commands import RevokeKey
from app.trust.queries import KeyRow
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.date_field import DateBox
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.note import Note
from ui.kit.text_box import PasswordBox, TextArea


def ask_passphrase(owner: QWidget, question: str, told: str, action: str, then: Callable[[str], object], *,
                   new: bool = False, problem: str = "") -> None:
    """Ask for the passphrase of a key backup; a new one is typed twice. `problem` is why the last one would not do."""
    dialog = Dialog(question, told, action=action, safe=_("Cancel"), icon="key-round", parent=owner.window())
    dialog.setObjectName("passphrase")
    first, second = PasswordBox(), PasswordBox()
    first.setObjectName("first")
    second.setObjectName("second")
    one = Field(_("Passphrase"), first, required=True, help=_(
        "Four words that do not belong together are easy to remember. Write them down and keep the paper elsewhere.")
        if new else "")
    two = Field(_("The passphrase once more"), second, required=True)
    dialog.body.addWidget(one)
    if new:
        dialog.body.addWidget(two)
    one.set_error(problem)
    first.setFocus()

    def check() -> bool:
        said = str(first.value() or "")
        first_wrong = weak(said) if new else "" if said else _("Type the passphrase of this key backup.")
        second_wrong = _("The two are not alike.") if new and not first_wrong and said != second.value() else ""
        one.set_error(first_wrong)
        two.set_error(second_wrong)
        return not (first_wrong or second_wrong)

    dialog.check = check
    dialog.accepted.connect(lambda: then(str(first.value())))
    talk.open_dialog(dialog)


def ask_revoke(desk: Desk, owner: QWidget, key: KeyRow, today: date) -> None:
    """Ask from which day on and why, then revoke it."""
    dialog = Dialog(_("No longer believe key {kid}?").format(kid=key.kid),
                    _("What it signed before that day stays valid. Certificates from that day on must be replaced. Day "
                      "and reason are published with the key."),
                    action=_("Revoke this key"), safe=_("Keep it"), destructive=True, icon="shield-x",
                    parent=owner.window())
    dialog.setObjectName("revoke-key")
    since, reason = DateBox(), TextArea(lines=2)
    since.setObjectName("since")
    reason.setObjectName("reason")
    since.set_value(today)
    day = Field(_("Not believed from"), since, required=True)
    why = Field(_("Reason"), reason, required=True)
    dialog.body.addWidget(day)
    dialog.body.addWidget(why)
    if key.state == "active":
        dialog.body.addWidget(Note(_("Nothing can be issued after that until new keys are made."), "warn"))
    reason.setFocus()

    def command() -> RevokeKey:
        return RevokeKey(kid=key.kid, since=since.value() or today, reason=reason.value() or "")

    def check() -> bool:
        wrong = command().problems()
        late = _("The day cannot be in the future.") if command().since > today else ""
        why.set_error(wrong.get("reason", ""))
        day.set_error(late)
        return not (wrong or late)

    dialog.check = check
    dialog.accepted.connect(lambda: desk.do(command(), owner=owner,
                                            tell=_("Key {kid} is revoked.").format(kid=key.kid)))
    talk.open_dialog(dialog)
