"""The address on certificates with a sample of its QR code, at its true proportions, and the side it needs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.centre.queries import CentreProfile, CentreRow
from app.exchange.qr import QUIET, Code
from app.i18n import _
from app.job import Job
from app.office.command import Ref
from app.trust.example import SIDE, Example, example
from ui.desk.desk import Desk
from ui.kit.buttons import secondary
from ui.kit.card import Card
from ui.kit.layout import column, row
from ui.kit.text import label
from ui.kit.theme import theme


class Picture(QWidget):
    """A code in ink on paper, dark theme or not; cells are whole dots of the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setFixedSize(QSize(theme().px(180), theme().px(180)))

    def show_code(self, code: Code | None, words: str) -> None:
        """Show it; `words` are for who cannot see it."""
        self.image = QImage() if code is None else QImage(
            code.rows, code.side, code.side, (code.side + 7) // 8, QImage.Format.Format_Mono).copy()
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.image.isNull():
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        ratio = self.devicePixelRatio()
        dots = int(self.width() * ratio)
        cell = max(1, dots // (self.image.width() + 2 * QUIET))
        edge = (dots - cell * self.image.width()) // 2
        painter.scale(1 / ratio, 1 / ratio)
        painter.translate(edge, edge)
        painter.scale(cell, cell)
        painter.drawImage(0, 0, self.image.convertToFormat(QImage.Format.Format_RGB32))


class ExampleCard(Card):
    """Where a phone goes that reads the code, and whether the code can be read."""

    reads = CentreProfile.reads

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("QR code on certificates"))
        self.desk = desk
        self.picture = Picture()
        self.address, self.side = label("", "strong", wrap=True), label("", wrap=True)
        change = secondary(_("Change the address"), lambda: desk.show(Ref("settings", None, "numbering")),
                           icon="pencil", small=True)
        words = column(
            self.address,
            label(_("What the certificate says stands behind # in this address, signed. A phone opens the page and "
                    "checks it there; nothing personal is sent to anybody."), "muted", wrap=True),
            self.side, row(change, None), None, spacing=8)
        whole = row(self.picture, words, spacing=16)
        whole.setStretch(1, 1)
        self.add(whole)

    def load(self) -> None:
        """Ask for the address, then draw the code beside the window."""
        self.desk.ask(CentreProfile(), owner=self, then=self._show)

    def _show(self, rows: Sequence[CentreRow]) -> None:
        if not rows:
            return
        url, code = rows[0].verify_url, rows[0].code
        self.address.setText(url or _("No web address: the code is checked with Sijil or the verify page"))
        self.desk.start(Job(_("Drawing"), lambda _step: example(url, code), "files", quiet=True), owner=self,
                        then=self._show_example)

    def _show_example(self, found: Example) -> None:
        words = (_("With a name and a course of 60 letters it needs {side} mm; templates give it {given}.").format(
            side=f"{found.side:.1f}", given=f"{SIDE:.0f}") if found.fits else
            _("With a name and a course of 60 letters it would need {side} mm, but templates give it {given}. A "
              "shorter address makes it smaller; otherwise the course is shortened in the code.").format(
                side=f"{found.side:.1f}", given=f"{SIDE:.0f}"))
        self.side.setText(words)
        self.picture.show_code(found.code, _("QR code of a sample certificate"))
