"""The paper in its window: rulers that stay, scrolling, the size it is shown in."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from ui.certificates.designer.canvas import AROUND, Canvas
from ui.certificates.designer.rulers import Ruler
from ui.kit.layout import box, row

NOTCH = 120  # of a wheel, as Qt counts


class PaperView(QWidget):
    """`zoomed` when the paper is shown in another size."""

    zoomed = Signal()

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self.canvas = canvas
        self.whole = True  # as large as fits, until somebody zooms
        self._turned = 0
        self.ground = box(row(None, canvas, None, spacing=0), "desk")  # the same ground all around the paper
        self.area = QScrollArea()
        self.area.setWidget(self.ground)
        self.area.setWidgetResizable(True)
        self.area.setObjectName("pages")
        self.area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.above, self.beside = Ruler(canvas, across=True), Ruler(canvas, across=False)
        corner = QWidget()
        corner.setObjectName("surface")
        corner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        for at, widget in enumerate((corner, self.above, self.beside, self.area)):
            grid.addWidget(widget, at // 2, at % 2)
        self.ground.installEventFilter(self)
        canvas.installEventFilter(self)
        for bar in (self.area.horizontalScrollBar(), self.area.verticalScrollBar()):
            bar.valueChanged.connect(self._follow)
        canvas.pointed.connect(self._point)
        canvas.reached.connect(self._follow)

    # -- how large ---------------------------------------------------------------------------------------------------
    def fit(self) -> None:
        """The whole page, as large as there is room for."""
        page, k = self.canvas.layout_, self.canvas.scale() / self.canvas.zoom
        edge = 2 * AROUND + 4
        view = self.area.maximumViewportSize()
        self._set(min((view.width() - edge) / page.width, (view.height() - edge) / page.height) / k)
        self.whole = True

    def step(self, larger: bool, at: QPointF | None = None) -> None:
        """The next larger or smaller size; what is at a place of the paper (pixels) stays there."""
        self.set_zoom(self.canvas.next_zoom(larger), at)

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """So large; 1 is the real size. What is at a place of the paper, else in the middle of the view, stays."""
        middle = self.area.viewport().rect().center()
        at = at or QPointF(self.canvas.mapFrom(self.area.viewport(), middle))
        there, seen = self.canvas.mm(at), self.canvas.mapTo(self.area.viewport(), at)
        self._set(zoom)
        now = self.canvas.mapTo(self.area.viewport(), self.canvas.pixels((*there, 0, 0)).topLeft()) - seen
        across, down = self.area.horizontalScrollBar(), self.area.verticalScrollBar()
        across.setValue(round(across.value() + now.x()))
        down.setValue(round(down.value() + now.y()))

    def _set(self, zoom: float) -> None:
        self.whole = False
        self.canvas.set_zoom(zoom)
        layout = self.ground.layout()
        assert layout is not None
        layout.invalidate()
        layout.activate()
        QCoreApplication.sendEvent(self.area, QEvent(QEvent.Type.LayoutRequest))  # the bars know at once
        layout.activate()
        self._follow()
        self.zoomed.emit()

    # -- what follows ------------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        layout = self.layout()
        if self.whole and layout is not None:
            layout.activate()
            self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._turned += event.angleDelta().y()
            if abs(self._turned) >= NOTCH:  # a touchpad sends many small ones
                larger, self._turned = self._turned > 0, 0
                self.step(larger, self.canvas.mapFromGlobal(event.globalPosition()))
            return True
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._follow()
        return False

    def _follow(self, *_what: object) -> None:
        self.above.update()
        self.beside.update()

    def _point(self, at: QPointF | None) -> None:
        self.above.point(None if at is None else at.x())
        self.beside.point(None if at is None else at.y())
