"""What this PC keeps outside the database: the secret that opens the centre's private keys, and the root until it is
backed up. A copy of the database, or a backup of it, is therefore no copy of the keys."""

from __future__ import annotations

import json
import os
from pathlib import Path

from app import settings
from app.chance import some_bytes
from app.errors import Damaged, Unavailable
from app.i18n import _

LENGTH = 32
SAMPLE = "sample.secret"
"""Setting of the sample centre, whose keys are worth nothing: a copy of it works on any PC."""


def folder() -> Path:
    """Where they lie; only the user may look into it."""
    return settings.config_dir() / "keys"


def read(name: str) -> bytes | None:
    """The bytes kept under a name; None where this PC has none. Damaged when they cannot be what was written."""
    path = folder() / name
    try:
        text = path.read_text("ascii")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise Damaged(_("The file {path} with the centre's secret cannot be read.").format(path=path)) from error
    try:
        return bytes.fromhex(text.strip())
    except ValueError as error:
        raise Damaged(_("The file {path} with the centre's secret is damaged. Restore the keys from their backup.")
                      .format(path=path)) from error


def write(name: str, data: bytes) -> None:
    """Keep bytes under a name, for this user only. Unavailable when the folder cannot be written."""
    try:
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder() / name
        beside = path.with_name(path.name + ".new")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as out:
            out.write(data.hex())
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, path)
    except OSError as error:
        raise Unavailable(_("The signing keys cannot be kept on this PC: {path} cannot be written.").format(
            path=folder())) from error


def forget(name: str) -> None:
    """Remove what is kept under a name."""
    (folder() / name).unlink(missing_ok=True)


def new() -> bytes:
    """A new secret."""
    return some_bytes(LENGTH)


def wrap(secret: bytes, kid: str, data: bytes) -> bytes:
    """Seal bytes for a key id: nonce and AES-256-GCM."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = some_bytes(12)
    return nonce + AESGCM(secret).encrypt(nonce, data, kid.encode("ascii"))


def unwrap(secret: bytes, kid: str, sealed: bytes) -> bytes:
    """Open sealed bytes. Damaged when the secret is another, or they were altered."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(secret).decrypt(sealed[:12], sealed[12:], kid.encode("ascii"))
    except (InvalidTag, ValueError) as error:
        sentence = _("The signing key {kid} cannot be opened with the secret of this PC.")
        raise Damaged(sentence.format(kid=kid)) from error


def of_sample(value: str | None) -> bytes | None:
    """The secret in the sample's setting."""
    return bytes.fromhex(json.loads(value)) if value else None
