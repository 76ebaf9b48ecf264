"""The log of this PC: rotated, and without personal data. Texts of the user never go into it; kinds and counts do."""

from __future__ import annotations

import faulthandler
import logging
import logging.handlers
import os
import platform
import re
import sys
from typing import TextIO

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
SIZE, KEPT = 1_000_000, 5  # bytes of a file, files
_crash_file: TextIO | None = None
_started = False

_PERSONAL = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "<e-mail>"),
    (re.compile(r"\b\d{6}-?\d{2}-?\d{4}\b"), "<identity>"),
    (re.compile(r"\+?\d[\d -]{7,}\d"), "<number>"),
    (re.compile(r"://[^/@\s]+@"), "://<user>@"),
    (re.compile(r"\[parameters: .*", re.DOTALL), "[parameters left out]"),
    (re.compile(r"(Key|DETAIL:.*?) \(.*?\)=\(.*?\)"), r"\1 <left out>"),
)


def without_personal_data(text: str) -> str:
    """The text without numbers, addresses and statement parameters that may belong to a person."""
    for pattern, instead in _PERSONAL:
        text = pattern.sub(instead, text)
    home = os.path.expanduser("~")
    return text.replace(home, "~") if len(home) > 1 else text


class Formatter(logging.Formatter):
    """Cleans messages; of an exception it writes kind and places, never its text."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = without_personal_data(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: object) -> str:
        from app.crash import trace_text

        error = ei[1] if isinstance(ei, tuple) else None
        return trace_text(error) if isinstance(error, BaseException) else ""


def start_log() -> None:
    """Begin to write the log; once. Where the folder cannot be written, only stderr is told of warnings."""
    global _crash_file, _started
    if _started:
        return
    _started = True
    from app.settings import log_dir

    top = logging.getLogger()
    top.setLevel(logging.INFO)
    try:
        folder = log_dir()
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / "sijil.log", maxBytes=SIZE, backupCount=KEPT, encoding="utf-8", delay=True)
        handler.setFormatter(Formatter(FORMAT))
        top.addHandler(handler)
        _crash_file = open(folder / "crash.log", "a", encoding="utf-8")  # noqa: SIM115 - open for as long as we run
        faulthandler.enable(_crash_file)
    except OSError:
        logging.lastResort = logging.StreamHandler(sys.stderr)
    logging.getLogger(__name__).info("start, Python %s, %s", platform.python_version(), platform.system())
