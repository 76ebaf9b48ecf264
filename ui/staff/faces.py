"""Who works here, as rows to choose from; the chosen one opens to a password field."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.i18n import _
from app.staff.queries import FaceRow
from ui.kit.buttons import primary
from ui.kit.field import Field
from ui.kit.layout import box, column, line, row
from ui.kit.text import Avatar, Elided, Glyph, label, set_look
from ui.kit.text_box import PasswordBox, TextBox
from ui.kit.theme import theme
from ui.staff.caps import CapsWatch


@dataclass(frozen=True)
class Typed:
    """What is on the screen before signing in: whose row is open (None for somebody else), and what was typed."""

    face: str | None
    login: str
    password: str


class Face(QFrame):
    """One person, or "Someone else" (face None), who types the name too. `tried(login, password)` asks to sign in."""

    chosen = Signal(object)
    tried = Signal(str, str)
    moved = Signal(int)  # up or down to the neighbour

    def __init__(self, face: FaceRow | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.face = face
        self.setObjectName("face")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        name = face.name if face else _("Someone else")
        self.setAccessibleName(name)
        self.words = Elided(name, "strong")
        self.role = label(face.role_words() if face else "", "muted")
        self.role.setVisible(face is not None)
        sign: QWidget = Avatar(name, 32) if face else Glyph("user-round", "text-2", 32)
        self.arrow = Glyph("chevron-right", "text-3", 16)
        head = row(sign, column(self.words, self.role, spacing=0), self.arrow, spacing=14)
        self.login = TextBox(_("Sign-in name"), max_length=64)
        self.login.setAccessibleName(_("Sign-in name"))
        self.login.setVisible(face is None)
        self.password = PasswordBox()
        self.password.setMaxLength(256)
        self.field = Field("", self.password)
        self.password.setAccessibleName(_("Password or recovery code"))
        self.caps = CapsWatch(self.password, lambda on: self.field.set_help(_("Caps Lock is on.") if on else ""))
        self.button = primary(_("Sign in"), self.try_it)
        within = row(column(self.login, self.field, spacing=8), spacing=8)
        within.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop if face else Qt.AlignmentFlag.AlignBottom)
        self.entry = box(column(within, margins=(46, 6, 0, 4)))
        self.entry.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 10, 14, 10)
        outer.setSpacing(4)
        outer.addLayout(head)
        outer.addWidget(self.entry)
        self.login.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self.try_it)

    def open(self, on: bool) -> None:
        """Show or hide the password field."""
        set_look(self, state="current" if on else "")
        self.entry.setVisible(on)
        self.arrow.setVisible(not on and self.face is None)
        if on:
            self.focus_entry()
        else:
            self.password.clear()
            self.field.set_error("")

    def focus_entry(self) -> None:
        """The cursor to where typing begins."""
        start = self.login if self.face is None and not self.login.text() else self.password
        start.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, sentence: str) -> None:
        """Say why, and let it be typed again."""
        self.field.set_error(sentence)
        self.password.selectAll()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def try_it(self) -> None:
        """Ask to sign in with what is typed."""
        login = self.face.login if self.face else self.login.value()
        if not login:
            self.login.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.password.text():
            self.refuse(_("Type the password."))
        else:
            self.tried.emit(login, self.password.text())

    def set_busy(self, on: bool) -> None:
        """While the password is compared."""
        self.button.setEnabled(not on)
        self.password.setReadOnly(on)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.entry.isHidden():
            self.chosen.emit(self)
        else:
            super().keyPressEvent(event)


class Faces(QFrame):
    """The rows in one card. `tried(login, password)` asks to sign in."""

    tried = Signal(str, str)

    def __init__(self, faces: list[FaceRow], login: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(theme().px(400))
        self._rows = [Face(face) for face in faces] + [Face(None)]
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        for number, made in enumerate(self._rows):
            if number:
                outer.addWidget(line())
            outer.addWidget(made)
            made.chosen.connect(self.choose)
            made.tried.connect(self.tried)
            made.moved.connect(self._step)
        known = [r for r in self._rows if r.face is not None and r.face.login == login]
        self.current = (known or self._rows)[0]
        self.choose(self.current)

    def choose(self, wanted: Face) -> None:
        """Open one row."""
        self.current = wanted
        for made in self._rows:
            made.open(made is wanted)

    def held(self) -> Typed:
        """See Typed."""
        row_ = self.current
        return Typed(row_.face.login if row_.face else None, row_.login.text(), row_.password.text())

    def take(self, held: Typed) -> None:
        """Put back what `held` gave."""
        for made in self._rows:
            if (made.face.login if made.face else None) == held.face:
                self.choose(made)
                made.login.setText(held.login)
                made.password.setText(held.password)
                made.focus_entry()

    def _step(self, by: int) -> None:
        at = self._rows.index(self.current) + by
        if 0 <= at < len(self._rows):
            self.choose(self._rows[at])
