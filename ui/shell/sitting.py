"""What is open and who sits here: from the records to the window, and back again when it closes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.i18n import LANGUAGES, language, use_language
from app.settings import Machine, default_database
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit import qt_texts
from ui.shell import opening

if TYPE_CHECKING:
    from app.db.open import Opened
    from app.office.command import Ref
    from ui.shell.making import Answers


WAKE_AFTER = 400  # ms: the window manager has decided who has the keys


class Sitting(QObject):
    """What is open and who sits here. One widget is in front at a time: first run, sign-in, or the main window."""

    def __init__(self, application: QApplication, where: str, login: str = "") -> None:
        super().__init__(application)
        self.application = application
        self.where, self.login = where, login
        self.desk = Desk(parent=self)
        self.opened: Opened | None = None
        self.front: QWidget | None = None
        self.idle: QObject | None = None
        self.timer = QTimer(self)
        self.timer.setInterval(1000)
        self.timer.timeout.connect(self._tick)
        self._ticks = self._backups = 0
        self._chosen_here = False  # the language, on the screen where somebody signs in
        self.desk.shown.connect(self._shown)

    def begin(self) -> None:
        """Open the database, or offer to make one."""
        from app.db.engine import sqlite_path

        path = sqlite_path(self.where)
        remembered = Machine.load().database == self.where  # was there the last time: say that it is gone
        if path is not None and not path.exists() and not remembered:
            self.first_run()
            return
        self.open(self.where)

    def first_run(self, answers: Answers | None = None) -> None:
        """Ask what to begin with; `answers` are what was typed before."""
        from ui.shell.first_run import FirstRun

        wanted = Path(self.where if self.where.endswith(".db") else default_database())
        first = FirstRun(self.desk, str(opening.free_name(wanted)), answers)
        first.ready.connect(self.open)
        first.language_asked.connect(self._first_run_in)
        self.show(first)

    def open(self, where: str, *, read_only: bool = False) -> None:
        """Open records and let somebody sit down. What stands in the way is said, and another file offered."""
        from app.db.lock import Held
        from app.db.open import open_database
        from app.errors import SijilError

        self.where = where
        try:
            self.opened = open_database(where, read_only=read_only)
        except Held as error:
            opening.held(self, where, error)
            return
        except SijilError as error:
            opening.cannot_open(self, where, error)
            return
        if not read_only:
            machine = Machine.load()
            machine.database = "" if where == str(default_database()) else where
            machine.save()
        for warning in self.opened.warnings:
            QTimer.singleShot(0, self, lambda w=warning: self.desk.tell(w))
        self.sign_in()
        self.timer.start()
        self._check_in_background()

    def _shown(self, ref: Ref) -> None:
        """Other records are asked for, such as those that have just been moved."""
        if ref.kind == "records" and ref.detail != self.where:
            self.desk.may_close(self.front, lambda: QTimer.singleShot(0, self, lambda: self._reopen(ref.detail)))

    def _reopen(self, where: str) -> None:
        self.timer.stop()
        before, self.opened = self.opened, None
        self._drop_lock()
        if before is not None:
            before.close()
        self.open(where)

    def sign_in(self) -> None:
        """Ask who is here, unless the centre asks nobody."""
        from app.office.office import Office
        from app.office.permissions import NOBODY
        from app.staff.sign_in import actor_without_sign_in

        assert self.opened is not None
        actor = actor_without_sign_in(self.opened.engine, self.login or None)
        office = Office(self.opened.engine, actor or NOBODY, read_only=self.opened.read_only)
        self.desk.open(office)
        opening.keep(self.desk, office, self.opened)
        if actor is not None:
            self.work()
            return
        self._ask_who()

    def _ask_who(self, held: object = None) -> None:
        """The screen where somebody signs in; `held` is what was typed in the one before."""
        from ui.staff.sign_in import SignInScreen

        screen = SignInScreen(self.desk, self.where, login=self.login or Machine.load().last_login, held=held)
        screen.signed_in.connect(lambda _actor: self.work())
        screen.language_asked.connect(self._sign_in_in)
        self.show(screen)

    def work(self) -> None:
        """The main window."""
        from ui.shell.window import MainWindow
        from ui.staff.password import PasswordDialog
        from ui.staff.sign_in import IdleLock

        actor = self.desk.actor
        machine = Machine.load()
        if actor is not None and actor.login and machine.last_login != actor.login:
            machine.last_login = actor.login
            machine.save()
        self._speak_to()
        window = MainWindow(self.desk)
        window.closing.connect(self.leave)
        window.language_asked.connect(self._other_language)
        window.sign_out_asked.connect(self.sign_out)
        window.password_asked.connect(lambda: talk.open_dialog(PasswordDialog(self.desk, window)))
        if actor is not None and actor.user_id and self._asks_for_passwords():
            self.idle = IdleLock(self.desk, window, self.where)
            self.idle.leave_asked.connect(self.sign_out)
            window.offer_lock(self.idle.lock)
        self.show(window)
        window.begin(opening.first_place(self.desk))
        opening.show_backup(self.desk, window.status)

    def _asks_for_passwords(self) -> bool:
        from app.centre.queries import CentreProfile

        office = self.desk.office
        rows = office.ask(CentreProfile()) if office is not None else []
        return bool(rows and rows[0].sign_in_required)

    def show(self, widget: QWidget) -> None:
        """Bring a widget to the front; the one before goes."""
        before, self.front = self.front, widget
        widget.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        if before is not None and not hasattr(widget, "stack"):
            widget.resize(before.size())
            widget.setWindowState(before.windowState())
            if not before.pos().isNull():  # not yet placed by the window manager: let it place this one
                widget.move(before.pos())
        elif before is None and not hasattr(widget, "stack"):
            widget.resize(1180, 760)
        widget.setWindowTitle(widget.windowTitle() or "Sijil")
        widget.show()
        if before is not None:
            before.hide()
            before.deleteLater()
        QTimer.singleShot(WAKE_AFTER, widget, lambda: _wake(widget))

    def _first_run_in(self, code: str) -> None:
        answers = self.front.held() if self.front is not None else None  # type: ignore[attr-defined]
        self._speak(code)
        self.first_run(answers)

    def _sign_in_in(self, code: str) -> None:
        from ui.staff.sign_in import SignInScreen

        held = self.front.held() if isinstance(self.front, SignInScreen) else None
        self._speak(code)
        self._chosen_here = True
        self._ask_who(held)

    def _speak(self, code: str) -> None:
        use_language(code)
        qt_texts.follow()
        machine = Machine.load()
        machine.language = code
        machine.save()

    def _speak_to(self) -> None:
        """The language of whoever sits down: chosen here just now, else the last one used, else the one on record."""
        from app.staff.queries import Me

        kept, office = self.desk.kept, self.desk.office
        if self._chosen_here:
            self._chosen_here = False
            kept.put("language", language())
            return
        rows = office.ask(Me()) if office is not None and office.actor.user_id else []
        wanted = kept.get("language") or (rows[0].language if rows else "")
        if wanted in LANGUAGES and wanted != language():
            self._speak(wanted)

    def _other_language(self) -> None:
        """English and Malay change places; the window is made anew on the same page, with what was typed."""
        from ui.shell.same_place import close_dialogs

        close_dialogs(self._change_language)

    def _change_language(self) -> None:
        from ui.shell.window import MainWindow

        window = self.front
        if not isinstance(window, MainWindow):
            return
        self._speak("ms" if language() == "en" else "en")
        self.desk.kept.put("language", language())
        window.rebuild()
        opening.show_backup(self.desk, window.status)

    def sign_out(self) -> None:
        """Somebody else sits down; nothing of the one before stays, undo neither."""
        if self.desk.office is not None:
            self.desk.office.forget_steps()
        self._drop_lock()
        self.login = ""
        self.sign_in()

    def _drop_lock(self) -> None:
        drop = getattr(self.idle, "drop", None)
        if drop is not None:
            drop()
        self.idle = None

    def _tick(self) -> None:
        self._ticks += 1
        if self.opened is None:
            return
        if self.opened.lock is not None and self.opened.lock.wanted() and self.front is not None:
            self.front.setWindowState(self.front.windowState() & ~Qt.WindowState.WindowMinimized)
            self.front.raise_()
            self.front.activateWindow()
        self._follow_backups()
        if self._ticks % 60 == 0:
            opening.back_up_if_due(self.desk)

    def _follow_backups(self) -> None:
        """The status bar says when the last backup was, whoever made it."""
        keeper, status = self.desk.keeper, getattr(self.front, "status", None)
        if keeper is not None and status is not None and keeper.made != self._backups:
            self._backups = keeper.made
            opening.show_backup(self.desk, status)

    def _check_in_background(self) -> None:
        assert self.opened is not None
        if not self.opened.unclean:  # an unclean end was checked before the window
            opening.check(self.desk, self.opened)

    def leave(self) -> None:
        """The window closes: a backup when there was change, then all is let go."""
        self.timer.stop()
        self.application.setQuitOnLastWindowClosed(False)  # the backup is still to be made
        opening.back_up_and_then(self.desk, self._end)

    def _end(self) -> None:
        self.desk.close()
        if self.opened is not None:
            self.opened.close()
        self.application.quit()


def _wake(widget: QWidget) -> None:
    """The window manager may give the keys back to the window that has just gone: ask for them again."""
    if widget.isVisible() and QApplication.activeWindow() is None:
        widget.raise_()
        widget.activateWindow()
