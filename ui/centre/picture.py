"""A picture that is chosen or dropped: the logo, a signature. Kept as PNG, made smaller, without what a camera adds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QImageReader, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from app.centre.commands import picture_problem
from app.i18n import _
from ui.desk import talk
from ui.kit.buttons import quiet, secondary
from ui.kit.layout import column, row
from ui.kit.text import label
from ui.kit.theme import theme
from ui.kit.tokens import PAPER as PAPER_INKS

LARGEST = 1200  # px on a side; 300 dpi on 10 cm
MOST_PIXELS = 40_000_000  # as a phone takes them
INK = QColor(PAPER_INKS["signature"])
PAPER, STROKE = 70, 170  # darkness 0-255: below is paper, above is ink


def read_picture(data: bytes) -> QImage:
    """The picture in the bytes, at most LARGEST on a side; a null image when there is none."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MOST_PIXELS:
        return QImage()
    image = reader.read()
    if max(image.width(), image.height()) > LARGEST:
        image = image.scaled(LARGEST, LARGEST, Qt.AspectRatioMode.KeepAspectRatio,
                             Qt.TransformationMode.SmoothTransformation)
    return image


def png(image: QImage) -> bytes:
    """The picture as a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def clean_signature(image: QImage) -> QImage:
    """A scanned signature as ink on nothing: paper taken away, edges trimmed."""
    if image.hasAlphaChannel() and image.pixelColor(0, 0).alpha() == 0:
        dark = image.convertToFormat(QImage.Format.Format_Alpha8)
        dark.reinterpretAsFormat(QImage.Format.Format_Grayscale8)
    else:
        dark = image.convertToFormat(QImage.Format.Format_Grayscale8)
        dark.invertPixels()
    step = 255 / (STROKE - PAPER)
    table = bytes(max(0, min(255, round((n - PAPER) * step))) for n in range(256))
    flat = bytes(dark.constBits()).translate(table)
    alpha = QImage(flat, dark.width(), dark.height(), dark.bytesPerLine(), QImage.Format.Format_Grayscale8).copy()
    inked = QImage(alpha.size(), QImage.Format.Format_ARGB32)
    inked.fill(INK)
    inked.setAlphaChannel(alpha)
    around = _inked(flat, dark.width(), dark.height(), dark.bytesPerLine())
    return inked.copy(around) if around.isValid() else inked


def _inked(flat: bytes, width: int, height: int, step: int) -> QRect:
    """The rectangle that holds ink, with a little room; empty when there is none."""
    lines = [flat[y * step:y * step + width] for y in range(height)]
    marked = [y for y, line in enumerate(lines) if line.strip(b"\0")]
    if not marked:
        return QRect()
    left = min(width - len(lines[y].lstrip(b"\0")) for y in marked)
    right = max(len(lines[y].rstrip(b"\0")) for y in marked)
    return QRect(left, marked[0], right - left, marked[-1] + 1 - marked[0]).adjusted(-8, -8, 8, 8).intersected(
        QRect(0, 0, width, height))


class Canvas(QFrame):
    """Shows the picture on white, as paper is; a picture can be dropped on it."""

    dropped = Signal(object)

    def __init__(self, size: QSize, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        broad = size.width() > 2 * size.height()  # larger words need more of one side only
        self.setFixedSize(theme().px(size.width()), size.height() if broad else theme().px(size.height()))
        self.setAcceptDrops(True)
        self.pixmap = QPixmap()
        self._words = label(words, "hint", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.addWidget(self._words)

    def show_picture(self, image: QImage) -> None:
        """Another picture; a null one shows the words."""
        self.pixmap = QPixmap.fromImage(image)
        self._words.setVisible(self.pixmap.isNull())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.pixmap.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = self.rect().adjusted(1, 1, -1, -1)
        painter.setBrush(Qt.GlobalColor.white)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(inside, 7, 7)
        room = inside.adjusted(8, 8, -8, -8)
        size = self.pixmap.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(room.left() + (room.width() - size.width()) // 2,
                      room.top() + (room.height() - size.height()) // 2, size.width(), size.height())
        painter.drawPixmap(place, self.pixmap)
        painter.end()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.dropped.emit(Path(event.mimeData().urls()[0].toLocalFile()))


class PictureBox(QWidget):
    """An editor of a picture: value() is None when it was left as it is, b'' when taken away, else a PNG."""

    edited = Signal()

    def __init__(self, choose: str, *, signature: bool = False, size: QSize | None = None,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)  # the canvas has its height
        self._signature = signature
        self._value: bytes | None = None
        self._shown: bytes | None = None
        self.canvas = Canvas(size or QSize(112, 112), _("Drop a picture here, PNG or JPEG"))
        self.canvas.dropped.connect(self.take)
        self.choose = secondary(choose, self._ask, small=True)
        self.remove = quiet(_("Take away"), self._remove, small=True)
        self.remove.hide()
        self.words = label("", "error", wrap=True)
        self.words.hide()
        self.setLayout(column(self.canvas, row(self.choose, self.remove, None), self.words, spacing=6))
        self.setFocusProxy(self.choose)

    def value(self) -> Any:
        """See the class."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show what is saved (bytes or None)."""
        self._value, self._shown = None, value or None
        self._show(self._shown)

    def show_error(self, on: bool) -> None:
        """The sentence is the field's."""

    def set_read_only(self, on: bool) -> None:
        """Only to be looked at."""
        self.choose.setVisible(not on)
        self.remove.setVisible(not on and bool(self._value or self._shown))
        self.canvas.setAcceptDrops(not on)

    def _ask(self) -> None:
        talk.choose_open(self.choose.text().strip(), _("Pictures (*.png *.jpg *.jpeg)"), self.take, self)

    def take(self, path: Path) -> None:
        """Use the picture in a file, or say why not."""
        try:
            data = path.read_bytes()
        except OSError as error:
            self._refuse(_("The file cannot be read: {why}").format(why=error.strerror))
            return
        told = picture_problem(data, MOST_PIXELS)  # it is made smaller before it is kept
        image = QImage() if told else read_picture(data)
        if not told and image.isNull():
            told = _("This picture cannot be read. Save it again as PNG and choose it.")
        if told:
            self._refuse(told)
            return
        self._refuse("")
        self._value = png(clean_signature(image) if self._signature else image)
        self._show(self._value)
        self.edited.emit()

    def _remove(self) -> None:
        self._value = b""
        self._show(None)
        self.edited.emit()

    def _refuse(self, sentence: str) -> None:
        self.words.setText(sentence)
        self.words.setVisible(bool(sentence))

    def _show(self, data: bytes | None) -> None:
        self.canvas.show_picture(read_picture(data) if data else QImage())
        self.remove.setVisible(bool(data))
