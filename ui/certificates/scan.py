"""Certificates handed out one after the other: each is scanned or typed, and all are noted together."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.certificates.life import CollectCertificates, why_not_out
from app.certificates.queries import CertificateRow
from app.certificates.verify import Verdict, Verify
from app.exchange.columns import Column
from app.i18n import _, ngettext
from ui.desk.desk import Desk
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.note import Note
from ui.kit.table import Table
from ui.kit.text_box import TextBox
from ui.kit.theme import theme

COLUMNS = (Column("number", lambda: _("Number"), lambda r: r.number, width=14),
           Column("holder", lambda: _("Name on certificate"), lambda r: r.holder, width=30))
HIGH = 220  # pixels of the list


class ScanDialog(Dialog):
    """Enter takes what was scanned; Del takes a line away; the action, or Ctrl+Enter, notes them all as collected."""

    def __init__(self, desk: Desk, then: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(_("Scan what is collected"),
                         _("Scan the QR code, or type the number, as each is handed to its holder. Nothing is noted "
                           "before you say so."),
                         action=_("Note as collected"), safe=_("Cancel"), icon="scan-line", wide=True, parent=parent)
        self.setObjectName("scan")
        self.desk, self._then = desk, then
        self.rows: list[CertificateRow] = []
        self.box = TextBox()
        self.box.setObjectName("what")
        self.body.addWidget(Field(_("Number, code or QR text"), self.box))
        self.told = Note("", "neutral")
        self.told.hide()
        self.body.addWidget(self.told)
        self.table = Table(COLUMNS, name="holder", accessible_name=_("To be noted as collected"), edge=12)
        self.table.setMinimumHeight(theme().px(HIGH))
        self.body.addWidget(self.table, 1)
        self.check = self._check
        self.box.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            row = self.table.current_row()
            self._show([r for r in self.rows if row is None or r.id != row.id])
            return
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.box.hasFocus() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.take()  # a scanner sends Enter, some send it twice: it never notes anything
            return
        super().keyPressEvent(event)

    def take(self) -> None:
        """What was scanned becomes a line, or a sentence says why not."""
        said = str(self.box.value() or "").strip()
        if said:
            self.box.clear()
            self.desk.ask(Verify(what=said), owner=self, then=lambda found: self._found(found[0]), latest=False)

    def _found(self, verdict: Verdict) -> None:
        row = verdict.certificate.row if verdict.certificate is not None else None
        why = ""
        if row is None or verdict.state in ("not_genuine", "unknown", "superseded", "void"):
            why = verdict.words()
        elif any(r.id == row.id for r in self.rows):
            why = _("{number} is on the list already.").format(number=row.number)
        else:
            why = why_not_out(row)
        if why or row is None:
            self.told.show_note(why, "danger")
        else:
            self._show([row, *self.rows])
            self.told.show_note(row.holder, "ok", strong=row.number)
        self.told.show()
        self.fit()

    def _show(self, rows: list[CertificateRow]) -> None:
        self.rows = rows
        self.table.set_rows(rows)

    def _check(self) -> bool:
        if str(self.box.value() or "").strip():
            self.take()
        elif self.rows:
            n = len(self.rows)
            self.desk.do(CollectCertificates(certificate_ids=tuple(r.id for r in self.rows)), owner=self,
                         tell=ngettext("{n} certificate is noted as collected.",
                                       "{n} certificates are noted as collected.", n).format(n=n),
                         then=lambda _n: self._done())
        return False

    def _done(self) -> None:
        self.accept()
        self._then()
