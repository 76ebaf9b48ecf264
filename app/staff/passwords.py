"""Passwords and recovery codes: how they are kept, and which are refused."""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path

from app.chance import some_bytes
from app.i18n import _

MIN_LENGTH, MAX_LENGTH = 8, 256  # characters; no rule of composition, as ASVS 5.0 6.2 advises
WEAK_LIST = Path(__file__).resolve().parent.parent.parent / "resources" / "weak-passwords.txt"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without look-alikes; a letter is 4.9 bits
GROUPS, GROUP = 8, 4  # 32 letters, 157 bits


@cache
def _hasher():  # type: ignore[no-untyped-def]
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)  # RFC 9106, second choice


def hash_password(password: str) -> str:
    """The argon2id hash with a salt of its own; takes about 0.3 s, on purpose."""
    return str(_hasher().hash(_normal(password), salt=some_bytes(16)))


def matches(kept: str, password: str) -> bool:
    """Whether a password is the one that was kept. Takes as long when nothing is kept."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return bool(_hasher().verify(kept or _nobody(), _normal(password))) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def is_old(kept: str) -> bool:
    """Whether a hash was made with weaker settings than today's and should be made anew."""
    return bool(_hasher().check_needs_rehash(kept))


@cache
def _nobody() -> str:
    return hash_password(secrets.token_hex())


def _normal(password: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFC", password)


def problem(password: str, *known: str) -> str | None:
    """Why a password is refused, as a sentence; None when it is taken. `known` are names it may not be made of."""
    if len(password) < MIN_LENGTH:
        return _("At least {n} characters; 15 or more are better, for instance four words.").format(n=MIN_LENGTH)
    if len(password) > MAX_LENGTH:
        return _("At most {n} characters.").format(n=MAX_LENGTH)
    folded = password.casefold().strip()
    if folded in weak() or len(set(folded)) < 3:
        return _("This is one of the passwords everybody tries first. Choose another.")
    if any(name and folded == name.casefold() for name in known):
        return _("The password may not be your own name.")
    return None


@cache
def weak() -> frozenset[str]:
    """The 3,000 and more passwords that are tried first."""
    try:
        return frozenset(WEAK_LIST.read_text("utf-8").split())
    except OSError:
        return frozenset()


def new_recovery_code() -> str:
    """Eight groups of four letters, to be printed and shown once."""
    letters = [secrets.choice(ALPHABET) for _n in range(GROUPS * GROUP)]
    return "-".join("".join(letters[i:i + GROUP]) for i in range(0, len(letters), GROUP))


def plain_code(text: str) -> str:
    """A recovery code as it is kept: capitals, without spaces and dashes; '' when it cannot be one."""
    kept = "".join(c for c in text.upper() if c in ALPHABET)
    return kept if len(kept) == GROUPS * GROUP and len(text) <= 2 * len(kept) else ""
