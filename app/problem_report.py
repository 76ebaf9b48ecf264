"""A file somebody can send when something goes wrong: versions, counts and the log. No name, number or address."""

from __future__ import annotations

import platform
import zipfile
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlalchemy import Engine, func, inspect, select, table

from app.job import SILENT, Progress
from app.log import without_personal_data
from app.settings import log_dir

PACKAGES = ("PySide6-Essentials", "SQLAlchemy", "openpyxl", "uharfbuzz", "pypdfium2")
MOST = 400_000  # characters of each log, the newest


def write_report(path: Path, engine: Engine | None, screen: str, now: datetime, step: Progress = SILENT) -> None:
    """Write the report as a zip. `screen` describes the window and its screens. OSError when it cannot be written."""
    about = [f"Made {now.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
             f"Python {platform.python_version()}, {platform.system()} {platform.release()} {platform.machine()}",
             *(f"{name} {_version(name)}" for name in PACKAGES), screen]
    beside = path.with_name(path.name + ".part")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("about.txt", without_personal_data("\n".join(about)))
            if engine is not None:
                archive.writestr("records.txt", _counts(engine, step))
            for log in sorted(log_dir().glob("*.log*")):
                text = log.read_text("utf-8", errors="replace")[-MOST:]
                archive.writestr(f"log/{log.name}", without_personal_data(text))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _counts(engine: Engine, step: Progress) -> str:
    lines = [f"{engine.dialect.name} {'.'.join(map(str, getattr(engine.dialect, 'server_version_info', None) or ()))}"]
    names = sorted(inspect(engine).get_table_names())
    with engine.connect() as connection:
        for number, name in enumerate(names):
            step(number, len(names), name)
            lines.append(f"{name}: {connection.execute(select(func.count()).select_from(table(name))).scalar_one()}")
    return "\n".join(lines)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"
