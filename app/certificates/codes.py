"""Verification codes: half drawn at random, half derived from the facts with the centre's key.

Nobody can count codes up, and a name or date that was changed later, in the file or in the database, no longer
fits its code. The key is a setting of the centre, made with the first certificate.
"""

from __future__ import annotations

import hashlib
import hmac
import json

from sqlalchemy import select

from app.centre.records import Setting
from app.chance import choice, some_bytes
from app.office.command import Work

ALPHABET = "ACDEFHJKLMNPRTUVWXY34679"
"""Without the look-alikes B8 G I1 O0 Q S5 Z2."""
KEY = "certificates.key"
LENGTH = 10
_DRAWN = 5


def key_of(work: Work) -> bytes | None:
    """The centre's key; None before the first certificate."""
    found = work.session.scalar(select(Setting.value).where(Setting.key == KEY))
    return bytes.fromhex(json.loads(found)) if found else None


def make_key(work: Work) -> bytes:
    """The centre's key, made when there is none. Call it while the number's counter is locked."""
    key = key_of(work)
    if key is None:
        key = some_bytes(32)
        work.add(Setting(key=KEY, value=json.dumps(key.hex())))
    return key


def make_code(key: bytes, sealed: str) -> str:
    """A new code for these facts, 10 characters."""
    drawn = "".join(choice(ALPHABET) for _place in range(_DRAWN))
    return drawn + _derived(key, drawn, sealed)


def fits(key: bytes, code: str, sealed: str) -> bool:
    """Whether a code belongs to these facts."""
    drawn = code[:_DRAWN]
    return len(code) == LENGTH and hmac.compare_digest(code[_DRAWN:], _derived(key, drawn, sealed))


def _derived(key: bytes, drawn: str, sealed: str) -> str:
    digest = int.from_bytes(hmac.new(key, f"{drawn}\n{sealed}".encode(), hashlib.sha256).digest()[:8], "big")
    letters = []
    for _place in range(LENGTH - _DRAWN):
        digest, rest = divmod(digest, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def shown(code: str) -> str:
    """A code as it is printed, in groups: 'ACDEF-34679'."""
    return f"{code[:5]}-{code[5:]}" if len(code) == LENGTH else code
