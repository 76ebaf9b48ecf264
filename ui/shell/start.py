"""From the double click to the first paint. What is heavy is imported behind it, in `ui.shell.sitting`."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.i18n import LANGUAGES, use_language
from app.settings import Machine, default_database
from ui.kit import qt_texts
from ui.kit.theme import theme
from ui.shell.curtain import Curtain

COLLECT_AFTER = 2000  # ms: the first page is there
WARM_AFTER = 1200  # ms


def run(arguments: Sequence[str]) -> int:
    """Open the window; the exit status."""
    parser = argparse.ArgumentParser(prog="main.py", add_help=False)
    parser.add_argument("--database", default="")
    parser.add_argument("--user", default="")
    parser.add_argument("--language", default="", choices=("", *LANGUAGES))
    options, _rest = parser.parse_known_args(list(arguments))
    gc.disable()  # what is imported now stays; looking for rubbish in it delays the window
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Sijil")
    machine = Machine.load()
    use_language(options.language or machine.language or "en")
    modes: dict[str, Literal["light", "dark"]] = {"light": "light", "dark": "dark"}
    theme().set_mode(modes.get(machine.theme, "system"))
    theme().install()
    qt_texts.install()
    curtain = Curtain()  # painted before anything heavy is imported
    curtain.show()
    where = options.database or machine.database or str(default_database())
    kept: list[QObject] = []
    QTimer.singleShot(0, lambda: QTimer.singleShot(0, lambda: kept.extend(_begin(app, curtain, where, options.user))))
    return app.exec()


def _begin(app: QApplication, curtain: Curtain, where: str, login: str) -> tuple[QObject, ...]:
    """Behind the curtain: the log, the catch-all for our mistakes, the records."""
    from ui.desk import errors
    from ui.desk.rubbish import Collector
    from ui.shell import opening, warm
    from ui.shell.sitting import Sitting

    opening.begin_log()
    hooks = errors.Hooks(app)
    hooks.install()
    sitting = Sitting(app, where, login)
    sitting.front = curtain
    sitting.begin()
    QTimer.singleShot(COLLECT_AFTER, app, lambda: Collector(app))
    QTimer.singleShot(WARM_AFTER, app, warm.begin)
    return hooks, sitting
