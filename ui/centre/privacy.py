"""Settings, privacy: who must sign in, when the window locks, and who sees whole identity numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from app.centre.commands import SaveCentre
from app.centre.queries import CentreProfile, CentreRow
from app.i18n import _
from app.office.journal import Changes
from app.office.permissions import ROLES, Permission, role_label
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.card import Card
from ui.kit.check import Switch
from ui.kit.form import Form, FormFoot, Spec
from ui.kit.layout import box, column, row, scrolled
from ui.kit.note import Note
from ui.kit.text import label
from ui.kit.text_box import NumberBox
from ui.kit.theme import theme

WIDTH = 760  # px


class PrivacySection(QWidget):
    """The form, and below it who sees what."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._version: int | None = None
        self.form = Form([
            Spec("sign_in_required", _("Everyone signs in with a password"), Switch(), help=_(
                "Without it whoever opens this PC can read and change everything.")),
            Spec("idle_minutes", _("Lock after minutes without a key"), NumberBox(), help=_("1 to 60")),
        ], self._build)
        self.form.setObjectName("privacy")
        self.foot = FormFoot(self.form, self.save)
        guard(self.foot.save, SaveCentre, desk)
        whole = column(
            column(label(_("Privacy"), "section"),
                   label(_("Whole identity numbers leave the screen only with a reason, which is kept in the history."),
                         "muted", wrap=True), spacing=2),
            Card(_("Signing in"), self.form),
            Card(_("Identity numbers"), *(_who(words, permission) for words, permission in (
                (_("See them whole"), Permission.IDENTITY_FULL),
                (_("Export them whole, with a reason"), Permission.EXPORT_FULL)))),
            Note(_("Everybody else sees the first six digits. Whether certificates carry the number is set under "
                   "Certificate numbering."), "neutral"),
            None, spacing=16)
        inner = box(whole)
        inner.setMaximumWidth(theme().px(WIDTH))
        outer = row(inner, None, margins=(24, 16, 24, 16))
        outer.setStretch(0, 1000)
        self.setLayout(column(scrolled(box(outer)), self.foot, spacing=0))
        desk.changed.connect(self._changed)

    def shown(self) -> None:
        """Ask again, unless something is being typed."""
        if self.may_leave():
            self.desk.ask(CentreProfile(), owner=self, then=self._show)

    def may_leave(self) -> bool:
        """False while there are changes that are not saved."""
        return not self.form.modified

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(CentreProfile.reads):
            self.shown()

    def _show(self, rows: Sequence[CentreRow]) -> None:
        if not rows:
            return
        self._version = rows[0].version
        self.form.set_values({"sign_in_required": rows[0].sign_in_required, "idle_minutes": rows[0].idle_minutes},
                             "privacy")
        if not self.desk.may(SaveCentre):
            self.form.set_read_only(True, self.desk.why_not(SaveCentre))

    def _build(self, values: dict[str, Any]) -> SaveCentre:
        minutes = values["idle_minutes"]
        return SaveCentre(sign_in_required=values["sign_in_required"],
                          idle_minutes=minutes if isinstance(minutes, int) else 0, version=self._version)

    def save(self) -> None:
        """Write it."""
        self.desk.do(self.form.command(), owner=self, invalid=self.form.refuse, then=self._saved, reload=self.shown)

    def _saved(self, _value: Any) -> None:
        self.form.mark_saved()
        self.shown()


def _who(words: str, permission: Permission) -> QWidget:
    roles = ", ".join(role_label(role) for role, rights in ROLES.items() if permission in rights)
    made = row(label(words), label(roles, "muted", wrap=True), spacing=16, margins=(0, 4, 0, 4))
    made.setStretch(0, 1)
    made.setStretch(1, 1)
    return box(made)
