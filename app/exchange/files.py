"""Writing files that a person will open: names that every system takes, and never a half written file."""

from __future__ import annotations

import errno
import os
import re
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.errors import Unavailable
from app.i18n import _

LONGEST = 120
"""Characters of a file name, and bytes in UTF-8 within what file systems take (255)."""
_BYTES = 240
_RESERVED = frozenset({"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
                       *(f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³")})
_RETRY_SECONDS = 2.0  # virus scanners and indexers hold a new file for a moment


def safe_file_name(parts: Sequence[str], suffix: str, folder: Path | None = None) -> str:
    """A file name made of parts joined by ' - ', valid on Windows, at most 120 characters.

    With a folder, a name that is not there yet (upper and lower case taken as equal): ' (2)' and so on is added.
    `suffix` is with its dot, '.pdf'.
    """
    stem = " - ".join(cleaned for part in parts if (cleaned := _clean(part))) or "Sijil"
    stem = _short(stem, len(suffix))
    if stem.split(".")[0].strip().upper() in _RESERVED:
        stem = _short(f"_{stem}", len(suffix))
    name = stem + suffix
    if folder is not None:
        taken = {entry.name.casefold() for entry in folder.iterdir()} if folder.is_dir() else set()
        count = 1
        while name.casefold() in taken:
            count += 1
            mark = f" ({count})"
            name = _short(stem, len(mark) + len(suffix)) + mark + suffix
        if (folder / name).resolve().parent != folder.resolve():
            raise Unavailable(_("The file would not stay in the folder that was chosen."))
    return name


def _clean(part: str) -> str:
    text = unicodedata.normalize("NFC", part)
    text = re.sub(r'[<>:"/\\|?*]', "-", text)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
    return " ".join(text.split()).strip(" .-")


def _short(stem: str, spare: int) -> str:
    stem = stem[:LONGEST - spare]
    while len(stem.encode("utf-8")) > _BYTES - spare:
        stem = stem[:-1]
    return stem.rstrip(" .")


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """Gives a temporary path beside `path`; when the block ends well, it is synced and takes the place of `path`.

    When the block fails, nothing is left. Unavailable with a sentence when the place cannot be written.
    """
    with beside(path) as temporary:
        yield temporary
        put_in_place(temporary, path)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Gives a temporary path beside `path`, for `put_in_place`; whatever is still there at the end is removed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(prefix=".sijil-", suffix=path.suffix, dir=path.parent)
        os.close(handle)
    except OSError as problem:
        raise _sentence(problem, path) from problem
    temporary = Path(made)
    try:
        yield temporary
    except OSError as problem:
        raise _sentence(problem, path) from problem
    finally:
        temporary.unlink(missing_ok=True)


def put_in_place(temporary: Path, path: Path) -> None:
    """Let a file that is whole take the place of `path`, on disk when this returns. Unavailable with a sentence."""
    try:
        with open(temporary, "rb+") as file:
            os.fsync(file.fileno())
        if sys.platform != "win32":
            temporary.chmod(0o666 & ~_umask())
        _replace(temporary, path)
    except OSError as problem:
        raise _sentence(problem, path) from problem


def write_bytes(path: Path, data: bytes) -> None:
    """Writes a whole file, or leaves the old one as it is."""
    with atomic_write(path) as temporary:
        temporary.write_bytes(data)


def _replace(temporary: Path, path: Path) -> None:
    end = time.monotonic() + (_RETRY_SECONDS if sys.platform == "win32" else 0)
    while True:
        try:
            os.replace(temporary, path)
            return
        except PermissionError:
            if time.monotonic() >= end:
                raise
            time.sleep(0.1)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _sentence(problem: OSError, path: Path) -> Unavailable:
    if problem.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        text = _("There is no room left for {file}. Free some space or choose another folder.")
    elif isinstance(problem, PermissionError) and path.exists():
        text = _("{file} is open in another program or may not be changed. Close it there, or save under another name.")
    elif isinstance(problem, PermissionError):
        text = _("You may not write to the folder of {file}. Choose another folder.")
    else:
        text = _("{file} could not be written. Check that the folder is there, or choose another one.")
    return Unavailable(text.format(file=path.name))
