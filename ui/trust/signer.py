"""Which key PDF files are signed with on this PC: the centre's own, or one of a licensed authority."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.errors import SijilError
from app.i18n import _
from app.job import Job
from app.trust.authority import Place, UseAuthority, choose, opened, place
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import secondary
from ui.kit.card import Card
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import column, row
from ui.kit.text import label
from ui.kit.text_box import PasswordBox, TextBox


class SignerCard(QWidget):
    """What it is now, and what can be done about it. `changed`: another key, or it was opened."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.now = label("", "strong", wrap=True)
        self.unlock_button = secondary(_("Give the PIN…"), self.unlock, icon="unlock", small=True)
        self.file_button = secondary(_("Key file…"), self.choose_file, icon="file-lock", small=True)
        self.token_button = secondary(_("Token…"), self.choose_token, icon="usb", small=True)
        self.own_button = secondary(_("Our own key"), self.use_own, icon="key-round", small=True)
        for button in (self.file_button, self.token_button, self.own_button):
            guard(button, UseAuthority, desk)
        told = label(_("A licensed authority's key makes other programs name the centre as signer. It is a choice of "
                       "this PC; the PIN is asked once after each start and kept nowhere."), "muted", wrap=True)
        self.setLayout(column(Card(_("Key for PDF files"), self.now, told, row(
            self.unlock_button, self.file_button, self.token_button, self.own_button, None))))
        self.show_now()

    def show_now(self) -> None:
        """Say what this PC is set to."""
        where = place()
        locked = bool(where.kind) and opened() is None
        self.now.setText({"": _("Files are signed with the centre's own key."),
                          "pkcs12": _("Files are signed with the key in {path}.").format(path=where.path),
                          "pkcs11": _("Files are signed with {label} on the token {token}.").format(
                              label=where.label, token=where.token)}[where.kind]
                         + (" " + _("It is locked.") if locked else ""))
        self.unlock_button.setVisible(locked)
        self.own_button.setVisible(bool(where.kind))

    def unlock(self) -> None:
        """Open the key that is set."""
        self._ask(place(), _("Give the PIN of the signing key"))

    def choose_file(self) -> None:
        """A PKCS#12 file."""
        talk.choose_open(_("Choose the key file"), _("Key files") + " (*.p12 *.pfx)", lambda path: self._ask(
            Place("pkcs12", str(path)), _("Give the passphrase of the key file")), self)

    def choose_token(self) -> None:
        """A PKCS#11 token: where its module is, and what token and certificate are called."""
        dialog = Dialog(_("Sign with a token"), _("The maker of the token says where its module is."),
                        action=_("Go on"), safe=_("Cancel"), icon="usb", parent=self.window())
        dialog.setObjectName("signing-token")
        boxes = {name: TextBox(max_length=300) for name in ("module", "token", "certificate")}
        words = {"module": _("Module (file)"), "token": _("Name of the token"),
                 "certificate": _("Name of the certificate")}
        fields = {name: Field(words[name], editor, required=True) for name, editor in boxes.items()}
        for name, field in fields.items():
            boxes[name].setObjectName(name)
            dialog.body.addWidget(field)

        def check() -> bool:
            for name, field in fields.items():
                field.set_error("" if boxes[name].value() else _("Fill this in."))
            return all(box.value() for box in boxes.values())

        dialog.check = check
        dialog.accepted.connect(lambda: self._ask(Place("pkcs11", *(str(boxes[name].value()) for name in boxes)),
                                                  _("Give the PIN of the signing key")))
        talk.open_dialog(dialog)

    def use_own(self) -> None:
        """Back to the centre's own key."""
        self._choose(Place(), "")

    def _ask(self, where: Place, question: str, problem: str = "") -> None:
        dialog = Dialog(question, where.path, action=_("Use this key"), safe=_("Cancel"), icon="key-round",
                        parent=self.window())
        dialog.setObjectName("signing-pin")
        pin = PasswordBox()
        pin.setObjectName("pin")
        field = Field(_("PIN or passphrase"), pin, required=True)
        field.set_error(problem)
        dialog.body.addWidget(field)
        dialog.check = lambda: bool(pin.value())
        dialog.accepted.connect(lambda: self._choose(where, str(pin.value()), question))
        talk.open_dialog(dialog)

    def _choose(self, where: Place, pin: str, question: str = "") -> None:
        office = self.desk.office

        def work(_step: Callable[..., object]) -> tuple[str, str]:
            try:
                return choose(office, where, pin), ""
            except SijilError as problem:
                return "", str(problem)

        def done(found: Any) -> None:
            said, problem = found
            self.show_now()
            self.changed.emit()
            if problem and where.kind:
                self._ask(where, question, problem)
            else:
                self.desk.tell(said or problem)

        self.desk.start(Job(_("Opening the key"), work, "office"), owner=self, then=done)
