"""Our window in a process of its own, told line by line what to do: `place KEY`, `ref KIND ID TAB`, `key KEYS`."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.db.engine import make_engine
from app.i18n import use_language
from app.office.command import Ref
from app.office.office import Office
from app.office.permissions import SYSTEM
from ui.desk.desk import Desk
from ui.kit import qt_texts
from ui.kit.theme import theme
from ui.shell.window import MainWindow


class Ears(QObject):
    """Lines from standard input, delivered in the window's thread."""

    heard = Signal(str)

    def listen(self) -> None:
        """Start hearing, beside the window."""
        threading.Thread(target=lambda: [self.heard.emit(line.strip()) for line in sys.stdin], daemon=True).start()


def main(database: str, language: str) -> int:
    """Open the window on a database, without asking who is there."""
    application = QApplication(["sijil"])
    application.setApplicationName("Sijil")
    use_language(language)
    theme().set_mode("light")
    theme().install()
    qt_texts.install()
    desk = Desk(Office(make_engine(Path(database)), SYSTEM), synchronous=True)
    window = MainWindow(desk)
    window.resize(1440, 868)
    window.show()

    def do(order: str) -> None:
        what, _space, rest = order.partition(" ")
        if what == "place":
            window.go(rest)
        elif what == "ref":
            kind, key, *tab = rest.split(" ")
            window.show_ref(Ref(kind, int(key), *tab))
        elif what == "key":
            combination = QKeySequence(rest)[0]
            QTest.keyClick(window.focusWidget() or window,  # without a window manager nothing is active
                           combination.key(), combination.keyboardModifiers())
        QTest.qWait(150)
        print("done", flush=True)

    ears = Ears()
    ears.heard.connect(do, Qt.ConnectionType.QueuedConnection)
    ears.listen()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
