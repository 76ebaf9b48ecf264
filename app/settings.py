"""What this machine keeps for itself: folders, and a small file of choices. The centre's own settings are records."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

APP = "Sijil"


def home() -> Path | None:
    """One folder for everything, where SIJIL_HOME says so (portable use, tests)."""
    told = os.environ.get("SIJIL_HOME")
    return Path(told) if told else None


def data_dir() -> Path:
    """Where databases and backups live unless told otherwise: the platform's folder of the user."""
    from platformdirs import user_data_dir

    return home() or Path(user_data_dir(APP, False))


def config_dir() -> Path:
    """Where the machine's choices live."""
    from platformdirs import user_config_dir

    return home() or Path(user_config_dir(APP, False))


def log_dir() -> Path:
    """Where the log is written."""
    from platformdirs import user_log_dir

    return home() or Path(user_log_dir(APP, False))


def cache_dir() -> Path:
    """Where lies what may be thrown away at any time."""
    from platformdirs import user_cache_dir

    told = home()
    return told / "cache" if told is not None else Path(user_cache_dir(APP, False))


def default_database() -> Path:
    """The database that opens when none is named."""
    return data_dir() / "sijil.db"


@dataclass
class Machine:
    """Choices of this PC. Unknown or unreadable entries in the file are ignored."""

    language: str = ""  # '' = the centre's
    theme: str = "system"  # system light dark
    database: str = ""  # file or URL last opened; '' = the default
    last_login: str = ""
    window: str = ""  # geometry, base64
    density: str = "normal"  # compact normal roomy
    last_folder: str = ""
    signer: str = ""  # '' = the centre's own key for PDF files, else where an authority's key is (app.trust.authority)
    copied: str = ""  # when a backup was last copied elsewhere, ISO, and where: '2026-07-10T08:40:00+00:00 E:\\'

    @classmethod
    def load(cls) -> Machine:
        """The choices in the file, or the defaults when there is none that can be read."""
        try:
            data = json.loads((config_dir() / "machine.json").read_text("utf-8"))
        except (OSError, ValueError):
            return cls()
        known = {f.name for f in fields(cls)}
        return cls(**{k: v for k, v in data.items() if k in known and isinstance(v, str)})

    def save(self) -> None:
        """Write the file beside and move it into place. OSError when the folder cannot be written."""
        folder = config_dir()
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / "machine.json.tmp"
        beside.write_text(json.dumps(asdict(self), indent=1), "utf-8")
        os.replace(beside, folder / "machine.json")
