"""The photo of a trainee at the head of the record: shown, chosen, pasted, dropped, removed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QRect, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QFont,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from app.i18n import _
from app.office.journal import Changes
from app.trainees.photos import Photo, Photos, RemovePhoto, SetPhoto
from app.trainees.queries import TraineeWhole
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.icons import icon as line_icon
from ui.kit.text import initials
from ui.kit.theme import theme

SIZE = QSize(56, 72)  # 35 to 45
ROUND = 48
LARGEST = 1600  # px on a side of a pasted picture, before it is made small
MOST = 30_000_000  # bytes


class PhotoBox(QAbstractButton):
    """`show_whole(trainee)`, `show_new()`. A photo, or the initials in a circle; pressed it says what can be done."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.whole: TraineeWhole | None = None
        self.pixmap = QPixmap()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAcceptDrops(True)
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self.choose = self._act(_("Choose a photo…"), "image", self.ask)
        self.paste = self._act(_("Paste"), "clipboard-paste", self.take_pasted)
        self.remove = self._act(_("Remove the photo"), "trash-2", self.take_away)
        self.clicked.connect(self._open)
        desk.changed.connect(self._changed)

    def _act(self, words: str, icon: str, act: object) -> QAction:
        made = QAction(line_icon(icon, "text-2"), words, self)
        made.triggered.connect(lambda _on=False: act())  # type: ignore[operator]
        self.menu.addAction(made)
        return made

    # -- showing ------------------------------------------------------------------------------------------------------
    def show_new(self) -> None:
        """Nobody on record yet."""
        self.whole = None
        self._show(None, "+")

    def show_whole(self, whole: TraineeWhole) -> None:
        """Another trainee, or the same one read again."""
        if self.whole is None or self.whole.id != whole.id:
            self._show(None, initials(whole.name))
        self.whole = whole
        self.load()

    def load(self) -> None:
        """Read the photo again."""
        whole = self.whole
        if whole is not None:
            self.desk.ask(Photos(trainee_ids=(whole.id,)), owner=self, in_place=lambda _error: None,
                          then=lambda rows: self._shown(whole, rows))

    def _shown(self, whole: TraineeWhole, rows: Sequence[Photo]) -> None:
        if self.whole is whole:
            self._show(rows[0].data if rows else None, initials(whole.name))

    def _show(self, data: bytes | None, letters: str) -> None:
        self.pixmap = QPixmap.fromImage(QImage.fromData(data)) if data else QPixmap()
        self.setText(letters)
        name, why = self.whole.name if self.whole else "", self._why_not()
        self.setEnabled(self.whole is not None)
        said = (_("Photo of {name}") if not self.pixmap.isNull() else _("No photo of {name}")).format(name=name)
        self.setAccessibleName(said if name else _("New trainee"))
        hint = why or _("Press to choose, paste or remove a photo, or drop one here.")
        self.setToolTip(f"{said}\n{hint}" if name else "")
        self.setAccessibleDescription(hint if name else "")
        for action in (self.choose, self.paste, self.remove):
            action.setEnabled(not why)
            action.setToolTip(why)
        if not why and self.pixmap.isNull():
            self.remove.setEnabled(False)
            self.remove.setToolTip(_("There is no photo to remove."))
        self.setAcceptDrops(bool(name) and not why)
        self.updateGeometry()
        self.update()

    def _why_not(self) -> str:
        if self.whole is not None and self.whole.merged_into is not None:
            return _("This record was merged into {number}.").format(number=self.whole.merged_into.number)
        return self.desk.why_not(SetPhoto)

    def _changed(self, changes: Changes) -> None:
        if changes.touches(Photos.reads):
            self.load()

    def sizeHint(self) -> QSize:
        return QSize(ROUND, ROUND) if self.pixmap.isNull() else SIZE

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.pixmap.isNull():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().color("accent-tint-2"))
            painter.drawEllipse(self.rect())
            painter.setPen(theme().color("accent-text"))
            painter.setFont(theme().font(ROUND * 0.27 / max(1.0, theme().scale), QFont.Weight.DemiBold))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        else:
            size = self.pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect((self.width() - size.width()) // 2, (self.height() - size.height()) // 2, size.width(),
                          size.height())
            edge = QPainterPath()
            edge.addRoundedRect(place, 6, 6)
            painter.save()
            painter.setClipPath(edge)
            painter.drawPixmap(place, self.pixmap)
            painter.restore()
            painter.setPen(theme().color("line"))
            painter.drawPath(edge)
        painter.end()

    # -- what can be done ---------------------------------------------------------------------------------------------
    def _open(self) -> None:
        self.menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and self.paste.isEnabled():
            self.take_pasted()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.remove.isEnabled():
            self.take_away()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        else:
            super().keyPressEvent(event)

    def ask(self) -> None:
        """Choose a file."""
        talk.choose_open(_("Choose a photo…").rstrip("…"), _("Pictures (*.png *.jpg *.jpeg)"), self.take, self)

    def take(self, path: Path) -> None:
        """Use the picture in a file."""
        try:
            if path.stat().st_size > MOST:
                talk.tell(_("The photo is larger than 30 MB. Make it smaller, then choose it again."), "", self)
                return
            data = path.read_bytes()
        except OSError as error:
            talk.tell(_("The file cannot be read: {why}").format(why=error.strerror), "", self)
            return
        self._set(data)

    def take_pasted(self) -> None:
        """Use the picture that was copied, or the file."""
        self._take_mime(QGuiApplication.clipboard().mimeData())

    def _take_mime(self, given: QMimeData) -> None:
        path = _file_of(given)
        if path is not None:
            self.take(path)
        elif given.hasImage():
            self._set(_as_png(QImage(given.imageData())))
        else:
            talk.tell(_("There is no picture to paste. Copy one first."), "", self)

    def _set(self, data: bytes) -> None:
        whole = self.whole
        if whole is not None:
            self.desk.do(SetPhoto(trainee_id=whole.id, data=data, about=whole.name), owner=self,
                         invalid=lambda problems: talk.tell(" ".join(problems.values()), "", self),
                         tell=_("Photo saved"))

    def take_away(self) -> None:
        """Remove the photo; it can be undone."""
        whole = self.whole
        if whole is not None:
            self.desk.do(RemovePhoto(trainee_id=whole.id, about=whole.name), owner=self,
                         tell=_("Photo removed"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasImage() or _file_of(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._take_mime(event.mimeData())


def _file_of(given: QMimeData) -> Path | None:
    """The first file among what was dropped or copied."""
    return next((Path(url.toLocalFile()) for url in given.urls() if url.isLocalFile()), None)


def _as_png(image: QImage) -> bytes:
    """A picture without a file as one."""
    if max(image.width(), image.height()) > LARGEST:
        image = image.scaled(LARGEST, LARGEST, Qt.AspectRatioMode.KeepAspectRatio,
                             Qt.TransformationMode.SmoothTransformation)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
