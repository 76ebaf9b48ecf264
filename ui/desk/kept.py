"""What the window remembers for each user of this PC: columns, splitters, sort, views, density. Never records."""

from __future__ import annotations

import json
import logging
import os
import re
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.settings import config_dir

log = logging.getLogger(__name__)
WRITE_AFTER = 400  # ms: one write for a splitter that is being dragged


class Kept(QObject):
    """Small texts by name, in one file for each user. An unreadable file means the defaults, never an error.

    `changed(name)` after another text was put.
    """

    changed = Signal(str)

    def __init__(self, login: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = config_dir() / "users" / f"{_file_name(login)}.json"
        self._texts = _read(self._path)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WRITE_AFTER)
        self._timer.timeout.connect(self.write)

    def become(self, login: str) -> None:
        """Somebody else sits down at the same desk: his own texts from now on."""
        path = config_dir() / "users" / f"{_file_name(login)}.json"
        if path != self._path:
            self.write()
            self._path, self._texts = path, _read(path)

    def get(self, name: str, default: str = "") -> str:
        """What was kept under this name."""
        return self._texts.get(name, default)

    def put(self, name: str, text: str) -> None:
        """Keep it; '' forgets it."""
        if self._texts.get(name, "") == text:
            return
        if text:
            self._texts[name] = text
        else:
            self._texts.pop(name, None)
        self._timer.start()
        self.changed.emit(name)

    def write(self) -> None:
        """Write now. A folder that cannot be written is no reason to disturb anybody: it is logged."""
        self._timer.stop()
        beside = self._path.with_suffix(".tmp")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(json.dumps(self._texts, indent=1, ensure_ascii=False), "utf-8")
            os.replace(beside, self._path)
        except OSError as error:
            log.warning("what the window remembers could not be written: %s", type(error).__name__)


def _file_name(login: str) -> str:
    return re.sub(r"[^a-z0-9._-]", "_", login.lower()) or "everybody"


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {k: v for k, v in found.items() if isinstance(v, str)} if isinstance(found, dict) else {}
