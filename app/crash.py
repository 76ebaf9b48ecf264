"""The report of a mistake of ours: what a developer needs, and nothing about anybody."""

from __future__ import annotations

import platform
import sqlite3
import sys
import traceback
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("PySide6-Essentials", "SQLAlchemy", "uharfbuzz", "openpyxl", "psycopg")


def trace_text(error: BaseException) -> str:
    """Kind and places of an error and its causes. Its message is left out: it may hold names and numbers."""
    lines: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        lines += [f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}"
                  for frame in traceback.extract_tb(link.__traceback__)]
        link = link.__cause__ or link.__context__
    return "\n".join(lines)


def _place(filename: str) -> str:
    path = Path(filename)
    try:
        return path.resolve().relative_to(ROOT).as_posix()
    except ValueError:
        parts = path.parts
        return "/".join(parts[-2:])


def fingerprint(error: BaseException) -> str:
    """The same for the same mistake, so that it is shown once."""
    import hashlib

    return hashlib.sha256(trace_text(error).encode()).hexdigest()[:12]


def report(error: BaseException, doing: str = "", now: datetime | None = None) -> str:
    """The text that the copy button gives. `doing` is the name of a command or page class, never a label."""
    moment = now or datetime.now(UTC)
    lines = [f"Sijil, mistake {fingerprint(error)}", f"{moment:%Y-%m-%d %H:%M} UTC",
             f"Python {platform.python_version()}, {platform.system()} {platform.release()}, {sys.platform}",
             f"SQLite {sqlite3.sqlite_version}"]
    for package in PACKAGES:
        try:
            lines.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            lines.append(f"{package} -")
    if doing:
        lines.append(f"Doing: {doing}")
    return "\n".join([*lines, "", trace_text(error)])
