"""The backup of the centre's keys: one file, sealed with a passphrase (argon2id, AES-256-GCM).

It holds the secret of this PC and every private key in the clear of itself, so that it needs no database to prove
that it works. The head of the file is covered by the seal; a digest beside tells a damaged file from a wrong
passphrase.
"""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.chance import some_bytes
from app.errors import Damaged, Invalid, Newer, Unavailable
from app.i18n import _

SUFFIX = ".sijilkeys"
FORMAT, VERSION = "sijil keys", 1
SHORTEST = 12
"""Letters of a passphrase."""
MEMORY, PASSES, LANES = 64 * 1024, 3, 2  # KiB: 64 MiB
_MOST_MEMORY, _MOST_PASSES, _MOST_LANES, _MOST_BYTES = 1024 * 1024, 20, 16, 4_000_000


@dataclass(frozen=True)
class HeldKey:
    """A key of the backup, as its record has it; `private` is PKCS#8, b'' where it was not at hand."""

    kid: str
    use: str
    public: bytes
    certificate: bytes
    state: str
    made_at: str  # ISO
    made_by: str
    private: bytes = field(default=b"", repr=False)
    retired_at: str = ""  # ISO
    revoked_from: str = ""  # ISO
    reason: str = ""


@dataclass(frozen=True)
class Bundle:
    """What a backup holds."""

    centre: str
    root_kid: str
    made_at: str  # ISO
    keys: tuple[HeldKey, ...]
    secret: bytes = field(default=b"", repr=False)

    @property
    def has_root(self) -> bool:
        """Whether the root's private half is in it."""
        return any(key.use == "root" and key.kid == self.root_kid and key.private for key in self.keys)


def weak(passphrase: str) -> str:
    """Why a passphrase will not do; '' when it will."""
    if len(passphrase.strip()) < SHORTEST:
        return _("At least {n} characters; four words that do not belong together are easy to remember.").format(
            n=SHORTEST)
    if len(set(passphrase)) < 5:
        return _("Use more different characters.")
    return ""


def write(path: Path, bundle: Bundle, passphrase: str) -> None:
    """Write the file and open it again to prove it. Invalid for a weak passphrase, Unavailable for the disk."""
    told = weak(passphrase)
    if told:
        raise Invalid({"passphrase": told})
    head: dict[str, Any] = {
        "format": FORMAT, "version": VERSION, "centre": bundle.centre, "root": bundle.root_kid,
        "made": bundle.made_at, "kdf": "argon2id", "memory": MEMORY, "passes": PASSES, "lanes": LANES,
        "salt": some_bytes(16).hex(), "nonce": some_bytes(12).hex()}
    head["sealed"] = _seal(head, passphrase, _content(bundle)).hex()
    head["digest"] = _digest(head)
    beside = path.with_name(path.name + ".new")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            json.dump(head, out, ensure_ascii=False, indent=1)
            out.flush()
            os.fsync(out.fileno())
        prove(read(beside, passphrase))
        os.replace(beside, path)
    except OSError as error:
        raise Unavailable(_("The key backup could not be written to {path}: {why}").format(
            path=path, why=error.strerror or error)) from error
    finally:
        beside.unlink(missing_ok=True)


def read(path: Path, passphrase: str) -> Bundle:
    """What a backup file holds. Damaged when it is none or broken, Invalid for a wrong passphrase."""
    head = _head(path)
    try:
        content = _open(head, passphrase)
    except ValueError as error:
        raise Invalid({"passphrase": _("The passphrase is not the one this key backup was made with.")}) from error
    try:
        return _bundle(head, json.loads(content))
    except (ValueError, KeyError, TypeError) as error:
        raise _broken(path) from error


def _head(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _no_backup(path)
        head = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Unavailable(_("{path} cannot be read: {why}").format(path=path, why=error.strerror or error)) from error
    except (ValueError, RecursionError) as error:
        raise _no_backup(path) from error
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise _no_backup(path)
    if isinstance(head.get("version"), int) and head["version"] > VERSION:
        raise Newer(_("{name} was written by a later version of Sijil.").format(name=path.name))
    if head.get("digest") != _digest(head) or not _sane(head):
        raise _broken(path)
    return head


def _sane(head: Mapping[str, Any]) -> bool:
    """Whether the costs are such as to be tried, so that a file from elsewhere cannot take all memory."""
    bounds = (("memory", 8, _MOST_MEMORY), ("passes", 1, _MOST_PASSES), ("lanes", 1, _MOST_LANES))
    numbers = all(type(head.get(k)) is int and low <= head[k] <= most for k, low, most in bounds)
    return numbers and head.get("kdf") == "argon2id" and all(
        isinstance(head.get(k), str) for k in ("salt", "nonce", "sealed", "centre", "root", "made"))


def _no_backup(path: Path) -> Damaged:
    return Damaged(_("{name} is no key backup of Sijil.").format(name=path.name))


def _broken(path: Path) -> Damaged:
    return Damaged(_("The key backup {name} is damaged. Use another copy of it.").format(name=path.name))


def _digest(head: Mapping[str, Any]) -> str:
    return hashlib.sha256(_plain(head, ("digest",))).hexdigest()


def _plain(head: Mapping[str, Any], without: tuple[str, ...]) -> bytes:
    told = {k: v for k, v in head.items() if k not in without}
    return json.dumps(told, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")


def _key(head: Mapping[str, Any], passphrase: str) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    said = unicodedata.normalize("NFC", passphrase.strip()).encode("utf-8")
    return hash_secret_raw(said, bytes.fromhex(head["salt"]), head["passes"], head["memory"], head["lanes"], 32,
                           Type.ID)


def _seal(head: Mapping[str, Any], passphrase: str, content: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(_key(head, passphrase)).encrypt(bytes.fromhex(head["nonce"]), content, _plain(head, ()))


def _open(head: Mapping[str, Any], passphrase: str) -> bytes:
    """ValueError when the passphrase does not open it."""
    from argon2.exceptions import Argon2Error
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(_key(head, passphrase)).decrypt(
            bytes.fromhex(head["nonce"]), bytes.fromhex(head["sealed"]), _plain(head, ("sealed", "digest")))
    except (InvalidTag, Argon2Error) as error:
        raise ValueError("closed") from error


def _content(bundle: Bundle) -> bytes:
    keys = [{"kid": k.kid, "use": k.use, "public": k.public.hex(), "certificate": k.certificate.hex(),
             "state": k.state, "made_at": k.made_at, "made_by": k.made_by, "private": k.private.hex(),
             "retired_at": k.retired_at, "revoked_from": k.revoked_from, "reason": k.reason}
            for k in bundle.keys]
    return json.dumps({"secret": bundle.secret.hex(), "keys": keys}).encode("utf-8")


def _bundle(head: Mapping[str, Any], content: Mapping[str, Any]) -> Bundle:
    keys = tuple(HeldKey(k["kid"], k["use"], bytes.fromhex(k["public"]), bytes.fromhex(k["certificate"]), k["state"],
                         k["made_at"], k["made_by"], bytes.fromhex(k["private"]), k["retired_at"], k["revoked_from"],
                         k["reason"])
                 for k in content["keys"])
    return Bundle(head["centre"], head["root"], head["made"], keys, bytes.fromhex(content["secret"]))


def prove(bundle: Bundle) -> int:
    """Sign with every private key of a backup and check it with its public half: how many. Damaged when one fails."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key

    message = b"Sijil key drill\n" + bundle.root_kid.encode("ascii")
    how = (ec.ECDSA(SHA256()),)
    proved = 0
    for key in (k for k in bundle.keys if k.private):
        try:
            private: Any = load_der_private_key(key.private, None)
            public: Any = load_der_public_key(key.public)
            more = () if key.use == "statement" else how
            public.verify(private.sign(message, *more), message, *more)
        except (ValueError, InvalidSignature) as error:
            raise Damaged(_("The key {kid} in the backup does not sign as it should.").format(kid=key.kid)) from error
        proved += 1
    if not proved:
        raise Damaged(_("There is no private key in this backup."))
    return proved
