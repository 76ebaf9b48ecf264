"""Signing in: the first screen where a centre asks for passwords, and what covers the work while nobody is there."""

from __future__ import annotations

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.centre.queries import CentreProfile, CentreRow
from app.errors import Refused
from app.i18n import _, language, ngettext, show_moment
from app.job import Job, Progress
from app.office.permissions import Actor
from app.staff.queries import FaceRow
from app.staff.queries import Faces as FacesQuery
from app.staff.sign_in import SignInRefused, sign_in
from ui.desk.desk import Desk
from ui.kit.buttons import Segments, link
from ui.kit.layout import box, clear, column, row, scrolled
from ui.kit.seal import Mark
from ui.kit.text import IconText, label
from ui.staff.band import Band
from ui.staff.faces import Faces, Typed

LANGUAGES = (("en", "English"), ("ms", "Bahasa Melayu"))


class SignInScreen(QWidget):
    """Shown with an office in which nobody sits yet (or somebody who went away, when `only` is given).

    signed_in(Actor) after the office has its new person; language_asked(code); leave_asked() when somebody else wants
    to sit here while `only` one may.
    """

    signed_in = Signal(object)
    language_asked = Signal(str)
    leave_asked = Signal()

    def __init__(self, desk: Desk, where: str = "", *, login: str = "", only: Actor | None = None,
                 held: Typed | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.where, self.login, self.only, self._held = desk, where, login, only, held
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.faces: Faces | None = None
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(Band())
        whole = QVBoxLayout()
        whole.setContentsMargins(32, 24, 32, 24)
        outer.addLayout(whole, 1)
        self.centre = label("", "muted")
        self._list = QVBoxLayout()
        question = _("Sijil is locked") if only else _("Who is using this computer?")
        middle = column(
            row(Mark(44), column(label("Sijil", "title"), self.centre, spacing=2), None,
                spacing=14), 24, label(question, "section"), 4, self._list, 12, self._foot_words(), spacing=4)
        whole.addWidget(scrolled(box(column(None, row(None, middle, None), None, spacing=0))), 1)
        whole.addLayout(self._foot())
        self.read()

    def _foot_words(self) -> QWidget:
        if self.only:
            return link(_("Sign in as someone else; what is not saved is lost"), self.leave_asked.emit)
        return label(_("Forgot your password? Ask an administrator to set a new one, or type your recovery code."),
                     "muted", wrap=True)

    def _foot(self) -> QHBoxLayout:
        here = not self.where.startswith("postgresql")
        choice = Segments(LANGUAGES, language())
        choice.changed.connect(lambda code: self.language_asked.emit(str(code)))
        choice.setVisible(self.only is None)
        words = _("Data stays on this computer") if here else _("Records shared through a server")
        self.backup = IconText("database-backup", "")
        self.backup.hide()
        self._tell_backup()
        return row(IconText("lock" if here else "server", words), 8, self.backup, None, choice)

    def _tell_backup(self) -> None:
        """When the last backup was made: whoever comes in the morning sees that the evening's is there."""
        keeper = self.desk.keeper
        if keeper is None:
            return

        def look(_step: Progress) -> str:
            from app.db.backup import list_backups

            found = list_backups(keeper.folder())
            return show_moment(found[0].made) if found else ""

        self.desk.start(Job(_("Reading the backups"), look, "files"), owner=self, then=self._show_backup)

    def _show_backup(self, moment: str) -> None:
        self.backup.setText(_("Backup {when}").format(when=moment) if moment else _("No backup yet"))
        self.backup.show()

    def read(self) -> None:
        """Ask who works here and what the centre is called."""
        self.desk.ask(CentreProfile(), owner=self, then=self._show_centre)
        self.desk.ask(FacesQuery(), owner=self, then=self._show_faces)

    def held(self) -> Typed | None:
        """Who is chosen and what is typed, for the screen made anew in another language."""
        return self.faces.held() if self.faces is not None else self._held

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._focus)

    def _focus(self) -> None:
        if self.faces is not None:
            self.faces.current.focus_entry()

    def _show_centre(self, rows: Sequence[CentreRow]) -> None:
        self.centre.setText(rows[0].name if rows else "")

    def _show_faces(self, rows: Sequence[FaceRow]) -> None:
        clear(self._list)
        shown = [r for r in rows if self.only is None or r.login == self.only.login]
        if self.only is not None and not shown:
            shown = [FaceRow(self.only.login, self.only.name, tuple(self.only.roles), None)]
        self.faces = Faces(shown, self.only.login if self.only else self.login)
        if self.only is not None:
            for face in self.faces.findChildren(QWidget, "face")[1:]:
                face.hide()
        self.faces.tried.connect(self._try)
        self._list.addWidget(self.faces)
        if self._held is not None:
            self.faces.take(self._held)
            self._held = None
        self.faces.current.focus_entry()
        QTimer.singleShot(0, self, self._focus)  # a field not yet shown in an active window takes no focus

    def _try(self, login: str, password: str) -> None:
        office = self.desk.office
        if office is None or self.faces is None:
            return
        self.faces.current.set_busy(True)

        def work(_step: Progress) -> Actor | Refused:
            try:
                return sign_in(office, login, password, where=self.where)
            except Refused as refused:
                return refused  # it belongs beside the field, not into a window of its own

        self.desk.start(Job(_("Signing in"), work), owner=self, then=self._tried, failed=self._failed)

    def _tried(self, answer: Actor | Refused) -> None:
        office = self.desk.office
        if office is None:
            return
        if isinstance(answer, Refused):
            self._failed(answer)
            return
        actor = answer
        if self.only is None or office.actor.user_id != actor.user_id:
            office.forget_steps()
        office.actor = actor
        self.desk.kept.become(actor.login)
        if self.faces is not None:
            self.faces.current.set_busy(False)
            self.faces.current.password.clear()
        self.desk.signed.emit(actor)
        self.desk.steps_changed.emit()
        self.signed_in.emit(actor)

    def _failed(self, error: BaseException) -> None:
        if self.faces is None:
            return
        self.faces.current.set_busy(False)
        sentence = str(error)
        if isinstance(error, SignInRefused) and error.tries_left:
            sentence += " " + ngettext("{n} try left.", "{n} tries left.", error.tries_left).format(n=error.tries_left)
        if self.faces.current.caps.on:
            sentence += " " + _("Caps Lock is on.")
        self.faces.current.refuse(sentence)


class LockWindow(QWidget):
    """In place of all windows while nobody is there. What was typed in them stays."""

    opened = Signal()
    leave_asked = Signal()

    def __init__(self, desk: Desk, where: str, actor: Actor) -> None:
        super().__init__()
        self.setWindowTitle("Sijil")
        self.setObjectName("window")
        self.screen_ = SignInScreen(desk, where, only=actor)
        self.screen_.signed_in.connect(lambda _actor: self.opened.emit())
        self.screen_.leave_asked.connect(self.leave_asked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.screen_)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()  # the work behind it is still open; it is closed from there
        self.leave_asked.emit()


class IdleLock(QObject):
    """Locks after minutes without a key or a move of the mouse; also at once with `lock()`.

    Nothing is locked where nobody had to sign in. leave_asked() when somebody else wants to sit here: all stays
    covered until the shell has signed out and calls `drop()`. The minutes are the centre's.
    """

    leave_asked = Signal()
    locked = Signal()
    unlocked = Signal()

    def __init__(self, desk: Desk, window: QWidget, where: str, minutes: int = 10) -> None:
        super().__init__(window)
        self.desk, self.window, self.where = desk, window, where
        self.cover: LockWindow | None = None
        self._hidden: list[QWidget] = []
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.lock)
        self.set_minutes(minutes)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        desk.changed.connect(self._changed)
        self._read()

    def _changed(self, changes: object) -> None:
        touches = getattr(changes, "touches", None)
        if touches is not None and touches({"centre"}):
            self._read()

    def _read(self) -> None:
        self.desk.ask(CentreProfile(), owner=self,
                      then=lambda rows: self.set_minutes(rows[0].idle_minutes) if rows else None)

    def set_minutes(self, minutes: int) -> None:
        """1 to 60."""
        self.timer.setInterval(max(1, min(60, minutes)) * 60_000)
        self.timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress,
                            QEvent.Type.Wheel, QEvent.Type.TouchBegin) and self.cover is None:
            self.timer.start()
        return False

    def lock(self) -> None:
        """Hide everything and ask for the password of whoever sits here."""
        actor = self.desk.actor
        if self.cover is not None or actor is None or not actor.user_id:
            return
        self._hidden = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isWindow()
                        and w.windowType() != Qt.WindowType.ToolTip]
        for popup in (QApplication.activePopupWidget(),):
            if popup is not None:
                popup.close()
        self.cover = LockWindow(self.desk, self.where, actor)
        self.cover.setGeometry(self.window.geometry())
        self.cover.opened.connect(self.unlock)
        self.cover.leave_asked.connect(self.leave_asked)
        if self.window.isMaximized():
            self.cover.showMaximized()
        else:
            self.cover.show()
        for widget in self._hidden:
            widget.hide()
        self.locked.emit()

    def unlock(self) -> None:
        """Show everything again as it was."""
        if self.cover is None:
            return
        for widget in self._hidden:
            if shiboken6.isValid(widget):
                widget.show()
        self.drop()
        self.unlocked.emit()

    def drop(self) -> None:
        """Take the cover away without showing what is behind it: whoever was there has been signed out."""
        cover, self.cover, self._hidden = self.cover, None, []
        if cover is not None:
            cover.hide()
            cover.deleteLater()
        self.timer.start()
