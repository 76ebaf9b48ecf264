"""Words on a page: labels by their role, labels that shorten themselves, key caps, an avatar."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.kit import icons
from ui.kit.theme import theme


def set_look(widget: QWidget, **properties: object) -> None:
    """Set style properties and let the stylesheet see them."""
    for key, value in properties.items():
        widget.setProperty(key, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def label(text: str = "", role: str = "", wrap: bool = False) -> QLabel:
    """A text in a role of the stylesheet: title, section, strong, muted, hint, caption, error, warn, ok, display, …

    Always plain text: what people typed must never be read as markup.
    """
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if wrap:
        made.setWordWrap(True)
        made.setMinimumWidth(60)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def strong_text(strong: str, rest: str, role: str = "") -> QLabel:
    """A bold beginning and a normal rest on one line that may wrap; both are escaped."""
    made = QLabel(f"<b>{_escape(strong)}</b> {_escape(rest)}" if strong else _escape(rest))
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setWordWrap(True)
    if role:
        made.setProperty("role", role)
    return made


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Elided(QLabel):
    """One line that ends in … when there is no room; the whole text is then its tooltip."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(40)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._tip()

    def _tip(self) -> None:
        full = QFontMetrics(self.font()).horizontalAdvance(self.text()) <= self.contentsRect().width() + 1
        self.setToolTip("" if full else self.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tip()

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, rect.width())
        self.style().drawItemText(
            painter, rect, int(self.alignment()), self.palette(), self.isEnabled(), text, self.foregroundRole()
        )
        painter.end()


def key_cap(keys: str) -> QLabel:
    """A key as it is printed on the keyboard."""
    made = label(keys, "kbd")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setFixedHeight(theme().px(20))
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


class Glyph(QWidget):
    """One icon in a token's colour."""

    def __init__(self, name: str, token: str = "text-2", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._token = name, token
        self.setFixedSize(size, size)
        theme().changed.connect(self.update)

    def show_icon(self, name: str, token: str) -> None:
        """Show another icon."""
        self._name, self._token = name, token
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, self._name, theme().color(self._token), self.rect())
        painter.end()


NEVER_CUT = 190  # pixels of words beside an icon


class IconText(QWidget):
    """An icon and words beside it, without a fill: how an ordinary state or a fact is shown."""

    def __init__(
        self, icon: str, text: str, token: str = "text-2", role: str = "muted", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.glyph = Glyph(icon, token, 16)
        self.words = Elided(text, role)
        self._keep_room()
        layout.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.words, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The words."""
        return self.words.text()

    def setText(self, text: str) -> None:
        """Other words."""
        self.words.setText(text)
        self._keep_room()

    def _keep_room(self) -> None:
        """Short words are never cut; where room lacks, long ones are."""
        self.words.setMinimumWidth(min(self.words.sizeHint().width(), NEVER_CUT))


PARTICLES = frozenset({"bin", "binti", "bt", "a/l", "a/p", "anak"})


def initials(name: str) -> str:
    """Two letters that stand for a name."""
    words = [w for w in name.split() if w[:1].isalpha() and w.casefold() not in PARTICLES and not w.endswith(".")]
    return "".join(w[0] for w in words[:2]).upper()


class Avatar(QLabel):
    """Two letters of a name in a circle."""

    def __init__(self, name: str, size: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self.setFixedSize(size, size)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Another person."""
        self.setText(initials(name))
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)  # its letters grow and shrink with the circle

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("accent-tint-2"))
        painter.drawEllipse(self.rect())
        painter.setPen(theme().color("accent-text"))
        points = self._size * 0.27 / max(1.0, theme().scale)  # the letters belong to the circle, which has its size
        painter.setFont(theme().font(points, QFont.Weight.DemiBold))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()
