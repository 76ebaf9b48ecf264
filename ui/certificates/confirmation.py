"""Letters that confirm certificates: language, reference, who signs, mottos; looked at and printed as every paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.certificates.confirmation import Confirmation, Confirmations, NoteConfirmations
from app.certificates.confirmation_paper import confirmation_pdf
from app.i18n import _, language, ngettext
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.printing import offer
from ui.kit.check import OneOf
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import box, row
from ui.kit.text_box import TextArea, TextBox

if TYPE_CHECKING:
    from ui.certificates.register import RegisterPage


def open_confirmation(page: RegisterPage) -> None:
    """Letters for the certificates that are ticked, or for the one under the cursor."""
    current = page.table.current_row()
    keys = tuple(page.table.picked()) or ((current.id,) if current is not None else ())
    if not keys:
        page.desk.tell(_("Choose a certificate first."))
        return
    page.desk.ask(Confirmations(certificate_ids=keys), owner=page,
                  then=lambda rows: talk.open_dialog(ConfirmationDialog(page.desk, rows[0], page)))


class ConfirmationDialog(Dialog):
    """Asks what the letters say; then they are shown, and noted in the life of the certificates."""

    def __init__(self, desk: Desk, found: Confirmation, parent: QWidget) -> None:
        n = len(found.certificates)
        super().__init__(_("Confirmation letter"), ngettext("One letter with the centre's head, to be signed with ink.",
                                                            "{n} letters with the centre's head, to be signed with "
                                                            "ink.", n).format(n=n),
                         action=_("Continue"), safe=_("Cancel"), icon="mail", wide=True, parent=parent.window())
        self.setObjectName("confirmation")
        self.desk, self.found, self.owner = desk, found, parent
        self.language = OneOf([("ms", "Bahasa Melayu"), ("en", "English")])
        self.language.set_value(language())
        self.reference = TextBox()
        self.signatory = Choice([(s.id, s.name) for s in found.signatories], empty=_("Nobody; a line for ink"))
        if found.signatories:
            self.signatory.set_value(found.signatories[0].id)
        self.mottos = TextArea()
        self.mottos.set_value("\n".join(found.mottos))
        self._reference = Field(_("&Our reference"), self.reference)
        self._mottos = Field(_("&Mottos above the signature"), self.mottos)
        self.body.addWidget(Field(_("&Language"), self.language))
        self.body.addWidget(box(row(self._reference, Field(_("&Signed by"), self.signatory), spacing=12)))
        self.body.addWidget(self._mottos)
        self.reference.setPlaceholderText(found.certificates[0].facts.number if n == 1 else "")
        self.check = self._check
        self.accepted.connect(self.write)

    def _command(self) -> NoteConfirmations:
        return NoteConfirmations(
            certificate_ids=tuple(c.row.id for c in self.found.certificates), reference=self.reference.value(),
            mottos=tuple(line.strip() for line in self.mottos.value().splitlines() if line.strip()))

    def _check(self) -> bool:
        wrong = self._command().problems()
        self._mottos.set_error(wrong.get("mottos", ""))
        self._reference.set_error(wrong.get("reference", ""))
        return not wrong

    def write(self) -> None:
        """Note it, then show the letters."""
        command, found = self._command(), self.found
        code, reference = str(self.language.value()), command.reference
        signatory = next((s for s in found.signatories if s.id == self.signatory.value()), None)
        desk, owner = self.desk, self.owner
        name = found.certificates[0].facts.number if len(found.certificates) == 1 else ""
        title = _("Confirmation letter")
        desk.do(command, owner=owner, then=lambda _done: offer(
            desk, title, lambda step: confirmation_pdf(found, code, reference, command.mottos, signatory, step),
            owner=owner, name=f"{title} {name}".strip()))
