"""The paper one designs on: the real page as a picture, boxes with handles, guides that draw things to them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.certificates.templates import arrange
from app.certificates.templates.arrange import Box, Guide
from app.certificates.templates.model import Layout, Things
from app.i18n import _
from ui.certificates.designer.canvas_paint import paint
from ui.certificates.designer.words import thing_word
from ui.kit.theme import theme

PER_MM = 96 / 25.4
AROUND = 28  # pixels
NEAR = 7
LEAST_ZOOM = 0.1  # of a whole page in a small window with large letters
ZOOMS = (0.25, 0.33, 0.5, 0.68, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
CURSORS = {"nw": Qt.CursorShape.SizeFDiagCursor, "se": Qt.CursorShape.SizeFDiagCursor,
           "ne": Qt.CursorShape.SizeBDiagCursor, "sw": Qt.CursorShape.SizeBDiagCursor,
           "n": Qt.CursorShape.SizeVerCursor, "s": Qt.CursorShape.SizeVerCursor,
           "w": Qt.CursorShape.SizeHorCursor, "e": Qt.CursorShape.SizeHorCursor}
ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class Canvas(QWidget):
    """Shows a layout. `changed(layout, words, mark)` when things were moved or sized; `chosen(ids)`; `typed` for Enter;
    `commanded` for keys such as Ctrl+Z."""

    changed = Signal(object, str, str)
    chosen = Signal(object)
    typed = Signal()
    commanded = Signal(str)
    dropped = Signal(str, float, float)  # key of the palette, mm
    pointed = Signal(object)  # where the pointer is, mm; None when it is elsewhere
    reached = Signal()  # what is chosen stands elsewhere or is something else

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layout_ = Layout()
        self.selection: tuple[str, ...] = ()
        self.image: QImage | None = None
        self.drawn = Layout()  # what the picture shows
        self.zoom = 0.68
        self.guides, self.margins, self.grid = True, True, False
        self.read_only = False
        self.live: Layout | None = None
        self.shown_guides: tuple[Guide, ...] = ()
        self._from: QPointF | None = None
        self._how = ""  # move, band, or a handle
        self.band: QRectF | None = None
        self._moved = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Paper"))
        theme().changed.connect(self.update)
        self._fit_size()

    # -- what is shown -----------------------------------------------------------------------------------------------
    def show_layout(self, layout: Layout) -> None:
        """Show another state; what is chosen stays chosen as far as it is there."""
        self.layout_, self.live, self.shown_guides = layout, None, ()
        self.selection = tuple(name for name in self.selection if layout.thing(name) is not None)
        self._fit_size()
        self._say()
        self.reached.emit()
        self.update()

    def show_picture(self, image: QImage, layout: Layout) -> None:
        """The page as it is printed, and the layout it was drawn from."""
        self.image, self.drawn = image, layout
        self.update()

    def choose(self, ids: Sequence[str]) -> None:
        """Choose things by name."""
        found = tuple(name for name in ids if self.layout_.thing(name) is not None)
        if found != self.selection:
            self.selection = found
            self._say()
            self.chosen.emit(found)
            self.reached.emit()
            self.update()

    def set_zoom(self, zoom: float) -> None:
        """1 is the real size."""
        self.zoom = max(LEAST_ZOOM, min(ZOOMS[-1], zoom))
        self._fit_size()
        self.update()

    def next_zoom(self, up: bool) -> float:
        """The next larger or smaller one; the present one at the end."""
        wanted = [z for z in ZOOMS if z > self.zoom + 0.001] if up else [z for z in ZOOMS if z < self.zoom - 0.001]
        return (wanted[0] if up else wanted[-1]) if wanted else self.zoom

    def scale(self) -> float:
        """Logical pixels of a millimetre."""
        return PER_MM * self.zoom

    def sizeHint(self) -> QSize:
        return self.size()

    def _fit_size(self) -> None:
        k = self.scale()
        self.setFixedSize(round(self.layout_.width * k) + 2 * AROUND, round(self.layout_.height * k) + 2 * AROUND)

    def _say(self) -> None:
        """What is chosen, for a screen reader."""
        things = [t for name in self.selection if (t := self.layout_.thing(name)) is not None]
        if len(things) == 1:
            t = things[0]
            self.setAccessibleDescription(_("{thing}, {x} mm from the left, {y} mm from the top, {w} by {h} mm").format(
                thing=thing_word(t), x=f"{t.left:.1f}", y=f"{t.top:.1f}", w=f"{t.w:.1f}", h=f"{t.h:.1f}"))
        else:
            self.setAccessibleDescription(_("{n} things chosen").format(n=len(things)) if things else "")

    # -- places ------------------------------------------------------------------------------------------------------
    def origin(self) -> QPointF:
        """Where the page begins, in pixels."""
        return QPointF(AROUND, AROUND)

    def pixels(self, box: Box) -> QRectF:
        """A box in pixels."""
        k, at = self.scale(), self.origin()
        return QRectF(at.x() + box[0] * k, at.y() + box[1] * k, box[2] * k, box[3] * k)

    def mm(self, place: QPointF) -> tuple[float, float]:
        """A place on the page."""
        k, at = self.scale(), self.origin()
        return (place.x() - at.x()) / k, (place.y() - at.y()) / k

    def chosen_now(self) -> list[Things]:
        layout = self.live or self.layout_
        return [t for name in self.selection if (t := layout.thing(name)) is not None]

    def handles(self) -> dict[str, QPointF]:
        """Of the one thing that is chosen, unless it is locked."""
        things = self.chosen_now()
        if len(things) != 1 or things[0].locked or self.read_only:
            return {}
        r = self.pixels(arrange.box_of(things[0]))
        c = r.center()
        return {"nw": r.topLeft(), "n": QPointF(c.x(), r.top()), "ne": r.topRight(), "e": QPointF(r.right(), c.y()),
                "se": r.bottomRight(), "s": QPointF(c.x(), r.bottom()), "sw": r.bottomLeft(),
                "w": QPointF(r.left(), c.y())}

    def _handle_at(self, place: QPointF) -> str:
        return next((name for name, at in self.handles().items()
                     if abs(at.x() - place.x()) <= NEAR and abs(at.y() - place.y()) <= NEAR), "")

    # -- the mouse ---------------------------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place = event.position()
        self._from, self._moved, self._how = place, False, self._handle_at(place)
        if self._how:
            return
        hit = arrange.at_point(self.layout_, *self.mm(place))
        more = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if not hit:
            self._how = "band"
            if not more:
                self.choose(())
        elif more:
            self.choose([n for n in self.selection if n != hit] if hit in self.selection else [*self.selection, hit])
        elif hit not in self.selection:
            self.choose((hit,))
        if hit:
            self._how = "move"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        self.pointed.emit(QPointF(*self.mm(place)))
        if self._from is None:
            handle = self._handle_at(place)
            self.setCursor(CURSORS.get(handle, Qt.CursorShape.ArrowCursor))
            return
        if not self._moved and (place - self._from).manhattanLength() < 4:
            return
        self._moved = True
        if self._how == "band":
            self.band = QRectF(self._from, place).normalized()
        elif not self.read_only:
            free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            k = self.scale()
            self._drag((place.x() - self._from.x()) / k, (place.y() - self._from.y()) / k, free=free)
            self.reached.emit()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._how == "band" and self.band is not None:
            left, top = self.mm(self.band.topLeft())
            k = self.scale()
            self.choose(arrange.within(self.layout_, (left, top, self.band.width() / k, self.band.height() / k)))
        live, how = self.live, self._how
        self._from, self.band, self.live, self.shown_guides, self._how = None, None, None, (), ""
        if live is not None and live != self.layout_:
            self.changed.emit(live, _("Move") if how == "move" else _("Resize"), "")
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.typed.emit()

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(None)

    def _drag(self, dx: float, dy: float, *, free: bool) -> None:
        """Moved or sized by so many mm, drawn to guides unless `free`."""
        across, down = ([], []) if free else arrange.targets(
            self.layout_, self.selection, guides=self.guides, margins=self.margins, grid=5.0 if self.grid else 0.0)
        reach = min(arrange.REACH, 6 / self.scale())
        if self._how == "move":
            things = [t for name in self.selection if (t := self.layout_.thing(name)) is not None and not t.locked]
            if not things:
                return
            box = arrange.union([arrange.box_of(t) for t in things])
            more_x, more_y, self.shown_guides = arrange.snap(
                (box[0] + dx, box[1] + dy, box[2], box[3]), across, down, reach)
            self.live = arrange.move(self.layout_, self.selection, dx + more_x, dy + more_y)
            return
        thing = self.layout_.thing(self.selection[0]) if self.selection else None
        if thing is None:
            return
        left, top, w, h = arrange.box_of(thing)
        right, bottom = left + w, top + h
        x = left + dx if "w" in self._how else right + dx if "e" in self._how else None
        y = top + dy if "n" in self._how else bottom + dy if "s" in self._how else None
        more_x, more_y, self.shown_guides = arrange.snap_edges(x, y, across, down, reach)
        dx, dy = dx + more_x, dy + more_y
        if "w" in self._how:
            left = min(left + dx, right - arrange.LEAST)
        if "e" in self._how:
            right = max(right + dx, left + arrange.LEAST)
        if "n" in self._how:
            top = min(top + dy, bottom - arrange.LEAST)
        if "s" in self._how:
            bottom = max(bottom + dy, top + arrange.LEAST)
        self.live = self.layout_.put(arrange.sized(thing, (left, top, right - left, bottom - top)))

    # -- the keyboard ------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        wanted = command_of(event)
        if wanted:
            self.commanded.emit(wanted)
            return
        if key in ARROWS and self.selection and not self.read_only:
            far = 5.0 if held & Qt.KeyboardModifier.ShiftModifier else (
                0.1 if held & Qt.KeyboardModifier.ControlModifier else 0.5)
            dx, dy = ARROWS[key]
            self.changed.emit(arrange.move(self.layout_, self.selection, dx * far, dy * far), _("Move"),
                              f"keys {' '.join(self.selection)}")
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.typed.emit()
        elif key == Qt.Key.Key_Escape and (self.selection or self._from is not None):
            self._from, self.live, self.band = None, None, None
            self.choose(())
            self.update()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tab goes through the things before it leaves the paper; keys of the paper are not those of the window."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and command_of(event):
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in (
                Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            names = [t.id for t in self.layout_.things if not t.background]
            step = -1 if event.key() == Qt.Key.Key_Backtab else 1
            at = names.index(self.selection[-1]) + step if self.selection and self.selection[-1] in names else (
                0 if step > 0 else len(names) - 1)
            if 0 <= at < len(names):
                self.choose((names[at],))
                return True
        return super().event(event)

    # -- dropping from the palette -----------------------------------------------------------------------------------
    def dragEnterEvent(self, event: object) -> None:
        mime = event.mimeData()  # type: ignore[attr-defined]
        if mime.hasFormat("application/x-sijil-thing") and not self.read_only:
            event.acceptProposedAction()  # type: ignore[attr-defined]

    def dropEvent(self, event: object) -> None:
        mime = event.mimeData()  # type: ignore[attr-defined]
        key = bytes(mime.data("application/x-sijil-thing").data()).decode("ascii")
        self.dropped.emit(key, *self.mm(event.position()))  # type: ignore[attr-defined]
        event.acceptProposedAction()  # type: ignore[attr-defined]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint(self, painter)
        painter.end()


COMMANDS = {
    (Qt.Key.Key_Z, True, False): "undo", (Qt.Key.Key_Y, True, False): "redo", (Qt.Key.Key_Z, True, True): "redo",
    (Qt.Key.Key_C, True, False): "copy", (Qt.Key.Key_X, True, False): "cut", (Qt.Key.Key_V, True, False): "paste",
    (Qt.Key.Key_D, True, False): "duplicate", (Qt.Key.Key_A, True, False): "all",
    (Qt.Key.Key_Delete, False, False): "delete", (Qt.Key.Key_Backspace, False, False): "delete",
    (Qt.Key.Key_BracketRight, True, False): "forward", (Qt.Key.Key_BracketLeft, True, False): "backward",
    (Qt.Key.Key_BraceRight, True, True): "front", (Qt.Key.Key_BraceLeft, True, True): "back",
    (Qt.Key.Key_BracketRight, True, True): "front", (Qt.Key.Key_BracketLeft, True, True): "back",
    (Qt.Key.Key_Plus, True, False): "in", (Qt.Key.Key_Equal, True, False): "in", (Qt.Key.Key_Plus, True, True): "in",
    (Qt.Key.Key_Minus, True, False): "out", (Qt.Key.Key_0, True, False): "fit", (Qt.Key.Key_1, True, False): "real",
}


def command_of(event: QKeyEvent) -> str:
    """What a key on the paper asks for; '' for nothing."""
    held = event.modifiers()
    return COMMANDS.get((Qt.Key(event.key()), bool(held & Qt.KeyboardModifier.ControlModifier),
                         bool(held & Qt.KeyboardModifier.ShiftModifier)), "")
