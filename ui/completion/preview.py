"""The real paper on the screen: the PDF page drawn from its facts, as a picture, beside the window's thread."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.certificates.facts import Facts
from app.certificates.press import Picture, picture
from app.certificates.templates.model import Layout
from app.i18n import _
from app.job import Job
from ui.desk.desk import Desk
from ui.kit.layout import least
from ui.kit.theme import theme
from ui.kit.tokens import PAPER

RATIO = 297 / 210


class PaperPreview(QWidget):
    """Shows one certificate, in the shape of A4 landscape until it is drawn; paper stays white in the dark."""

    def __init__(self, desk: Desk, words: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.facts: Facts | None = None
        self._layout: Layout | None = None
        self._assets: Mapping[str, bytes] | None = None
        self.image: QImage | None = None
        self._words = words
        self._turn = 0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(120)
        self._later.timeout.connect(self._draw)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        least(self, 200)

    def heightForWidth(self, width: int) -> int:
        return round(width / RATIO)

    def sizeHint(self) -> QSize:
        return QSize(480, round(480 / RATIO))

    def show_facts(self, facts: Facts | None, layout: Layout | None = None,
                   assets: Mapping[str, bytes] | None = None) -> None:
        """Show this certificate, drawn with its layout; None shows an empty sheet."""
        if facts == self.facts and layout == self._layout and (self.image is not None or facts is None):
            return
        self.facts, self._layout, self._assets = facts, layout, assets
        self.setAccessibleName(_("Certificate of {name}").format(name=facts.full_name) if facts else self._words)
        if facts is None:
            self.image = None
            self._turn += 1
            self.update()
        elif self.desk.synchronous:
            self._draw()
        else:
            self._later.start()

    def _draw(self) -> None:
        if self.facts is None:
            return
        self._turn += 1
        turn, facts, layout, assets = self._turn, self.facts, self._layout, self._assets
        shown = min(self.width(), round(self.height() * RATIO))
        width = max(200, round(shown * self.devicePixelRatioF()))
        self.desk.start(Job(_("Drawing the preview"), lambda _step: picture(facts, width, layout, assets), "files",
                            quiet=True), owner=self, then=lambda found: self._arrived(turn, found))

    def _arrived(self, turn: int, found: Picture) -> None:
        if turn != self._turn:
            return
        self.image = QImage(found.data, found.width, found.height, found.stride, QImage.Format.Format_RGB32).copy()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.facts is not None and event.size().width() != event.oldSize().width():
            self._later.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio = RATIO if self.image is None else self.image.width() / self.image.height()
        width = min(self.width(), round(self.height() * ratio))
        area = QRectF((self.width() - width) // 2, 0, width, width / ratio).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.fillRect(area, Qt.GlobalColor.white)
        if self.image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area, self.image)
        elif self._words and self.facts is None:
            painter.setPen(QColor(PAPER["grey"]))
            painter.drawText(area.adjusted(24, 24, -24, -24), int(Qt.AlignmentFlag.AlignCenter)
                             | int(Qt.TextFlag.TextWordWrap), self._words)
        painter.setPen(QPen(theme().color("line"), 1))
        painter.drawRect(area)
