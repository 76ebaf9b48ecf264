"""One place for everything that goes wrong: sentences for what is nobody's bug, a report for what is ours."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.crash import fingerprint, report
from app.errors import Conflict, Invalid, SijilError, Unavailable
from app.i18n import _
from app.job import Cancelled
from ui.desk import talk
from ui.desk.lanes import Bridge
from ui.kit.buttons import Button
from ui.kit.dialog import Dialog
from ui.kit.theme import theme

log = logging.getLogger(__name__)


@dataclass
class Handlers:
    """What whoever asked can do about a failure."""

    again: Callable[[], object] | None = None
    invalid: Callable[[dict[str, str]], object] | None = None
    failed: Callable[[BaseException], object] | None = None
    in_place: Callable[[BaseException], object] | None = None
    reload: Callable[[], object] | None = None
    conflict: Callable[[], object] | None = None
    owner: QObject | None = None


def show(error: BaseException, owner: QObject | None = None, handlers: Handlers | None = None) -> None:
    """Say it where it belongs: beside the fields, as a sentence, with Try again, or as our bug."""
    handlers = handlers or Handlers()
    if handlers.in_place is not None and not isinstance(error, Cancelled):
        handlers.in_place(error)
        if isinstance(error, SijilError):
            return
    if isinstance(error, Cancelled):
        pass
    elif isinstance(error, Invalid):
        if handlers.invalid is not None:
            handlers.invalid(error.problems)
        else:
            talk.tell(_("This cannot be saved yet"), "\n".join(error.problems.values()), owner, "circle-alert")
    elif isinstance(error, Conflict):
        reload = handlers.reload or getattr(owner, "reload", None)
        if handlers.conflict is not None:
            handlers.conflict()
        elif reload is not None:
            talk.ask(
                _("Somebody else changed this too"),
                str(error),
                _("Open it again"),
                reload,
                safe=_("Keep looking"),
                icon="users",
                parent=owner,
            )
        else:
            talk.tell(_("Somebody else changed this too"), str(error), owner, "users")
    elif isinstance(error, Unavailable):
        if handlers.again is not None:
            talk.ask(
                _("It did not work this time"),
                str(error),
                _("Try again"),
                handlers.again,
                icon="triangle-alert",
                parent=owner,
            )
        else:
            talk.tell(_("It did not work this time"), str(error), owner, "triangle-alert")
    elif isinstance(error, SijilError):
        talk.tell(str(error), "", owner, "lock")
    else:
        ours(error)
    if handlers.failed is not None:
        handlers.failed(error)


# -- our bugs ------------------------------------------------------------------------------------------------------
_seen: set[str] = set()


def ours(error: BaseException) -> None:
    """A bug: in the log, and shown once per place."""
    text = report(error)
    log.error("unexpected failure\n%s", text)
    mark = fingerprint(error)
    if mark in _seen:
        return
    _seen.add(mark)
    if talk.scripted:
        talk.asked.append(text)
        return
    CrashDialog(text).open()


class CrashDialog(Dialog):
    """Says that it is our mistake and what is safe; the report is copied by one button."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Something in Sijil went wrong"),
            _(
                "What you did last was not carried out; everything saved before is safe. You can go on working. "
                "The report below names no person; sending it helps to mend this."
            ),
            action=_("Copy the report"),
            safe=_("Close"),
            icon="triangle-alert",
            parent=parent,
        )
        self.text = text
        box = QPlainTextEdit(text)
        box.setReadOnly(True)
        box.setFixedHeight(theme().px(140))
        box.setAccessibleName(_("Report"))
        self.body.addWidget(box)
        self.check = self.copy

    def copy(self) -> bool:
        """The report to the clipboard; the dialog stays."""
        QGuiApplication.clipboard().setText(self.text)
        button: Button = self.action_button
        button.setText(_("Copied"))
        return False


class Hooks(QObject):
    """Catches what nobody caught, in any thread, and Qt's own messages."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = Bridge(self)

    def install(self) -> None:
        """From now on."""
        sys.excepthook = self._hook
        threading.excepthook = lambda args: self._hook(args.exc_type, args.exc_value, args.exc_traceback)
        qInstallMessageHandler(qt_message)

    def _hook(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> Any:
        if error is None or issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        self._bridge.post(lambda: show(error))


_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_HARMLESS = ("This plugin does not support", "QFont::fromString")


def qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Qt's messages go into our log."""
    level = logging.DEBUG if text.startswith(_HARMLESS) else _LEVELS.get(kind, logging.WARNING)
    logging.getLogger("qt").log(level, "%s", text)
