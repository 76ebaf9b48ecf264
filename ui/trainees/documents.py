"""Further documents of a trainee: another one, or an earlier one made current again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.trainees.identities import AddIdentity, MakeCurrentIdentity
from app.trainees.identity import type_name
from app.trainees.queries import IdentityRow, TraineeWhole
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.trainees.identity_box import IdentityBox


def document_words(one: IdentityRow) -> str:
    """`Passport X0001234 (VN)`."""
    return f"{type_name(one.type)} {one.number}" + (f" ({one.country})" if one.country else "")


def earlier_words(whole: TraineeWhole) -> str:
    """The documents beside the current one, for the help line; '' for none."""
    rest = [document_words(one) for one in whole.identities if not one.is_current]
    return _("Earlier: {documents}").format(documents=", ".join(rest)) if rest else ""


def add_document(desk: Desk, owner: QWidget, whole: TraineeWhole, then: Callable[[], object]) -> None:
    """A dialog for another document, which becomes the current one."""
    editor = IdentityBox()
    field = Field(_("Identity document"), editor, required=True)
    dialog = Dialog(_("Another document of {name}").format(name=whole.name),
                    _("It becomes the current one. Those before are kept, and found by their numbers."),
                    action=_("Add document"), safe=_("Cancel"), icon="id-card", parent=owner.window())
    dialog.body.addWidget(field)

    def command() -> AddIdentity:
        given = editor.value()
        return AddIdentity(trainee_id=whole.id, type=given["identity_type"], number=given["identity_number"],
                           country=given["identity_country"], expiry=given["identity_expiry"],
                           override_reason=given["override_reason"], checked=given["checked"])

    def check() -> bool:
        found = command().problems()
        field.set_error(" ".join(found.values()))
        return not found

    dialog.check = check
    dialog.accepted.connect(lambda: desk.do(command(), owner=owner, then=lambda _n: then(), tell=_("Document added")))
    talk.open_dialog(dialog)


def choose_document(desk: Desk, owner: QWidget, whole: TraineeWhole, then: Callable[[], object]) -> None:
    """A dialog with the earlier documents; the chosen one becomes current."""
    rest = [(one.id, document_words(one)) for one in whole.identities if not one.is_current]
    if not rest:
        talk.tell(_("This trainee has only one document."), parent=owner)
        return
    choice = Choice(rest)
    choice.set_value(rest[0][0])
    dialog = Dialog(_("Which document is the current one?"), "", action=_("Make it current"), safe=_("Cancel"),
                    icon="id-card", parent=owner.window())
    dialog.body.addWidget(Field(_("Document"), choice))
    dialog.accepted.connect(lambda: desk.do(MakeCurrentIdentity(identity_id=choice.value()), owner=owner,
                                            then=lambda _n: then(), tell=_("Saved")))
    talk.open_dialog(dialog)
