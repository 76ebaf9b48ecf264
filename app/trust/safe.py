"""Backing up, practising and restoring keys as window and command line do it: the file, then the note in the records.

The file is written and read outside any transaction, since sealing it takes a while on purpose.
"""

from __future__ import annotations

from pathlib import Path

from app.office.office import Office
from app.trust.backup import SUFFIX, Bundle, prove, read, write
from app.trust.commands import RecordBackup, RecordDrill, RestoreKeys, RotateKeys
from app.trust.queries import KeyBundle


def _kids(bundle: Bundle) -> tuple[str, ...]:
    return tuple(key.kid for key in bundle.keys)


def back_up(office: Office, path: Path, passphrase: str) -> tuple[Path, Bundle]:
    """Write the backup, open it again, note it. The file has our ending."""
    path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
    bundle = office.ask(KeyBundle())[0]
    write(path, bundle, passphrase)
    office.do(RecordBackup(file=path.name, root_kid=bundle.root_kid, kids=_kids(bundle), has_root=bundle.has_root))
    return path, bundle


def drill(office: Office, path: Path, passphrase: str) -> int:
    """Open a backup, sign with its keys, note it: how many keys signed."""
    bundle = read(path, passphrase)
    proved = prove(bundle)
    office.do(RecordDrill(file=path.name, root_kid=bundle.root_kid, kids=_kids(bundle), has_root=bundle.has_root))
    return proved


def restore(office: Office, path: Path, passphrase: str) -> Bundle:
    """Let this PC sign with the keys of a backup."""
    bundle = read(path, passphrase)
    prove(bundle)
    office.do(RestoreKeys(bundle=bundle))
    return bundle


def rotate(office: Office, path: Path | None = None, passphrase: str = "") -> None:
    """New keys under the same root, which comes from a backup where this PC no longer has it."""
    office.do(RotateKeys(bundle=read(path, passphrase) if path is not None else None))
