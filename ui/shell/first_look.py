"""What the answers will look like: the certificate and the corner of the window, at the right of the first run."""

from __future__ import annotations

import base64
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.i18n import _
from app.job import Job
from ui.desk.desk import Desk
from ui.kit.layout import box, column, line, row
from ui.kit.seal import Mark
from ui.kit.text import Elided, label
from ui.kit.theme import theme
from ui.shell.making import Answers

WIDTH, WAIT = 372, 350  # px; ms after the last key


class Paper(QWidget):
    """A4 lying down, white in either theme."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setFixedSize(QSize(theme().px(WIDTH) - 40, round((theme().px(WIDTH) - 40) * 210 / 297)))
        self.setAccessibleName(_("How a certificate will look"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if not self.image.isNull():
            painter.drawImage(self.rect(), self.image)
        painter.setPen(theme().color("line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class FirstLook(QWidget):
    """Follows the answers a moment after the last key."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName("desktop")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(theme().px(WIDTH))
        self.paper = Paper()
        self.name = Elided("", "strong")
        self.code = Elided("", "caption")
        corner: QFrame = box(column(  # type: ignore[assignment]
            row(Mark(28), column(self.name, self.code, spacing=0), margins=(12, 10, 12, 10), spacing=12), line(),
            row(label(_("Top left of every screen"), "hint"), margins=(12, 8, 12, 8)), spacing=0,
            margins=(1, 1, 1, 1)), "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 44, 20, 20)
        outer.setSpacing(12)
        for item in (label(_("How it will look"), "strong"), self.paper,
                     label(_("Certificate, design Klasik"), "hint"), corner):
            outer.addWidget(item)
        outer.addStretch(1)
        self._answers = Answers()
        self._shown: tuple[str, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT)
        self._timer.timeout.connect(self._draw)

    def follow(self, answers: Answers) -> None:
        """Other answers."""
        self._answers = replace(answers)
        self.name.setText(answers.name or _("Your centre"))
        self.code.setText(answers.code.strip().upper())
        if self.isVisible():
            self._timer.start()

    def _draw(self) -> None:
        a = self._answers
        wanted = (a.name, a.name_ms, a.code, str(hash(a.logo)))
        if wanted == self._shown:
            return
        self._shown = wanted
        width = round(self.paper.width() * self.devicePixelRatioF())
        self.desk.start(Job(_("Drawing the preview"), lambda _step: _picture(a, width), "files"), owner=self,
                        then=self._show)

    def _show(self, image: QImage | None) -> None:
        if image is not None:
            self.paper.image = image
            self.paper.update()


def _picture(answers: Answers, width: int) -> QImage | None:
    """The paper as a picture; None while the answers make none."""
    from datetime import UTC, datetime

    from app.certificates.facts import Facts
    from app.certificates.press import picture
    from app.errors import Invalid
    from ui.shell.first_steps import first_number

    facts = Facts(
        number=first_number(answers.code) or "–", verification_code="", kind="completion", language="bi",
        design="klasik", name="NAMA PELATIH", centre_name=answers.name or _("Your centre"),
        centre_name_ms=answers.name_ms, centre_name_en=answers.name, course_title="HCIA-AI",
        issued_on=datetime.now(UTC).date(), logo=base64.b64encode(answers.logo).decode() if answers.logo else None)
    try:
        made = picture(facts, width)
    except Invalid:
        return None
    return QImage(made.data, made.width, made.height, made.stride, QImage.Format.Format_RGB32).copy()
