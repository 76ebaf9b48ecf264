"""Where a database file lies: a network share is refused, a folder that a sync program copies is warned of.

SQLite's locks do not hold on network file systems, and a sync program may put older bytes over newer ones.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.i18n import _

NETWORK_KINDS = frozenset({"nfs", "nfs4", "cifs", "smbfs", "smb3", "smb2", "9p", "afs", "ncpfs", "fuse.sshfs",
                           "fuse.smbnetfs", "fuse.gvfsd-fuse", "fuse.davfs2", "davfs", "webdav", "afpfs"})
CLOUD_FOLDERS = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "mobile documents", "nextcloud",
                 "owncloud", "box sync", "pcloud", "mega sync")
DRIVE_REMOTE = 4  # GetDriveTypeW


def is_network(path: Path, mounts: str | None = None) -> bool:
    """Whether a file lies on another computer. `mounts` is the text of /proc/mounts, for tests."""
    text = str(path)
    if text.startswith(("\\\\", "//")) and not text.startswith(("\\\\?\\", "\\\\.\\")):
        return True
    if text.upper().startswith("\\\\?\\UNC\\"):
        return True
    if sys.platform == "win32":
        return _remote_drive(path)
    return _mount_kind(path, mounts) in NETWORK_KINDS


def _remote_drive(path: Path) -> bool:
    import ctypes

    drive = os.path.splitdrive(os.path.abspath(path))[0]
    windll = getattr(ctypes, "windll", None)
    return bool(windll and drive and windll.kernel32.GetDriveTypeW(drive + "\\") == DRIVE_REMOTE)


def _mount_kind(path: Path, mounts: str | None) -> str:
    """The file system that holds a path: the longest mount point above it."""
    if mounts is None:
        try:
            mounts = Path("/proc/mounts").read_text("utf-8", "replace")
        except OSError:
            return ""
    whole = os.path.realpath(path)
    best, kind = "", ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ")
        inside = whole == point or whole.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind


def refusal(path: Path, mounts: str | None = None) -> str | None:
    """Why a database may not be kept there, with the way out; None when it may."""
    if not is_network(path, mounts):
        return None
    return _("{path} is on a network drive. Several PCs writing to one file there would damage it, so Sijil does not "
             "open it. Copy the file to this PC, or share the records through PostgreSQL: install it on one PC and "
             "give Sijil its address, --database postgresql://user@server/sijil.").format(path=path)


def warning(path: Path) -> str | None:
    """What to know about a folder that a sync program watches; None elsewhere."""
    parts = [part.lower() for part in path.absolute().parent.parts]
    if any(part.startswith(CLOUD_FOLDERS) for part in parts):
        return _("The database is in a folder that a sync program copies ({folder}). It may put an older copy over "
                 "your work. Move the file to an ordinary folder, and keep the backups here.").format(
                     folder=path.parent)
    return None
