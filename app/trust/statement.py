"""The signed statement of a QR code: what the certificate says, in few bytes, with an Ed25519 signature.

It stands as decimal digits behind '#' in a web address, which a browser never sends anywhere. Digits take 3.33 bits
each in a QR code and carry 3.32, so nothing smaller is possible that is also safe in an address.
No identity number is ever in it.

Bytes: format 2, key id (4), kind and flags (1), days since 2000 of issue (2), of start and end (2 + 2) and expiry (2)
where flagged, edition (1), status index (3), number and hash of the history's head (varint + 8), then the texts number,
name, course, centre, each with its length and coding; 64 bytes of signature over 'Sijil statement' and all before.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from app.errors import Invalid
from app.i18n import _

FORMAT = 2
"""Format 1 had no `PACKED`, and one bit for the coding of a text."""
NARROW, WIDE, PACKED = 0, 1, 2
DOMAIN = b"Sijil statement\n"
PLAIN = "SIJIL:"
"""Before the digits where the centre has no web address."""
SAMPLE_KID = "00000000"
KINDS = ("completion", "attendance", "achievement", "participation", "award", "transcript")
NO_INDEX = 0xFFFFFF
MOST_BYTES = 4000
_DAY_0 = date(2000, 1, 1)
_PERIOD, _EXPIRY, _SHORTENED = 0x10, 0x20, 0x40


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What is stated. `anchor` is the history's head as facts keep it: number and 16 hex digits."""

    number: str
    name: str
    course: str
    kind: str
    issued_on: date
    starts: date | None = None
    ends: date | None = None
    expires_on: date | None = None
    edition: int = 1
    status_index: int | None = None
    anchor: str = ""
    centre: str = ""  # its code
    shortened: bool = False  # the course was cut so that the symbol can be read


@dataclass(frozen=True)
class Signed:
    """Claims as they were read, with what their signature is worth."""

    claims: Claims
    kid: str
    state: Literal["good", "forged", "unknown_key", "sample"]


Sign = Callable[[bytes], bytes]


def make(claims: Claims, kid: str, sign: Sign, address: str = "") -> str:
    """The whole text of the QR code."""
    body = _write(claims, kid)
    digits = to_digits(body + sign(DOMAIN + body))
    return f"{address.rstrip('#')}#{digits}" if address else PLAIN + digits


def make_readable(claims: Claims, kid: str, sign: Sign, address: str, fits: Callable[[str], bool]) -> str:
    """As `make`; the course is shortened where the symbol would be too fine otherwise, but not below 12 letters."""
    text = make(claims, kid, sign, address)
    course = claims.course
    while len(course) > 12 and not fits(text):
        course = course[:max(12, len(course) - 8)].rstrip()
        text = make(replace(claims, course=course + "…", shortened=True), kid, sign, address)
    return text


def sample(claims: Claims, address: str = "", fits: Callable[[str], bool] = lambda _text: True) -> str:
    """A text of the right size that no key signed, for drafts and test sheets; shortened as `make_readable` does."""
    return make_readable(claims, SAMPLE_KID, lambda _message: bytes(64), address, fits)


def is_statement(text: str) -> bool:
    """Whether a text looks like one: '…#digits' or 'SIJIL:digits'."""
    said = text.strip()
    tail = said[len(PLAIN):] if said.upper().startswith(PLAIN) else said.rpartition("#")[2] if "#" in said else ""
    return len(tail) > 200 and tail.isascii() and tail.isdigit()


def read(text: str, keys: Mapping[str, bytes]) -> Signed:
    """The claims of a text and whether a key (kid -> raw Ed25519 public key) signed them. Invalid when it is none."""
    data = from_digits(_tail(text))
    if len(data) < 64 + 20 or data[0] not in (1, FORMAT):
        raise Invalid(_("This code is of a later version of Sijil, or was not read in full."))
    body, signature = data[:-64], data[-64:]
    claims, kid = _read(body)
    if kid == SAMPLE_KID:
        return Signed(claims, kid, "sample")
    public = keys.get(kid)
    if public is None:
        return Signed(claims, kid, "unknown_key")
    return Signed(claims, kid, "good" if _verifies(public, DOMAIN + body, signature) else "forged")


def _tail(text: str) -> str:
    if not is_statement(text):
        raise Invalid(_("This is not a code of a certificate of Sijil."))
    said = text.strip()
    return said[len(PLAIN):] if said.upper().startswith(PLAIN) else said.rpartition("#")[2]


def _verifies(public: bytes, message: bytes, signature: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def to_digits(data: bytes) -> str:
    """Bytes as decimal digits; a leading 1 keeps zeros at the start."""
    return str(int.from_bytes(b"\x01" + data, "big"))


def from_digits(digits: str) -> bytes:
    """The bytes of decimal digits. Invalid when they are none of ours."""
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 2.5 * MOST_BYTES or digits.startswith("0"):
        raise Invalid(_("This is not a code of a certificate of Sijil."))
    value = 0
    for at in range(0, len(digits), 4000):  # in parts: Python refuses to read very long numbers in one go
        part = digits[at:at + 4000]
        value = value * 10 ** len(part) + int(part)
    data = value.to_bytes((value.bit_length() + 7) // 8, "big")
    if data[:1] != b"\x01":
        raise Invalid(_("This code was not read in full, or was altered."))
    return data[1:]


def _write(claims: Claims, kid: str) -> bytes:
    flags = KINDS.index(claims.kind)
    flags |= _PERIOD if claims.starts and claims.ends else 0
    flags |= _EXPIRY if claims.expires_on else 0
    flags |= _SHORTENED if claims.shortened else 0
    out = bytearray((FORMAT, *bytes.fromhex(kid), flags))
    out += _day(claims.issued_on)
    if claims.starts and claims.ends:
        out += _day(claims.starts) + _day(claims.ends)
    if claims.expires_on:
        out += _day(claims.expires_on)
    out.append(min(claims.edition, 255))
    out += (NO_INDEX if claims.status_index is None else claims.status_index).to_bytes(3, "big")
    entry, _sign, digest = claims.anchor.rpartition(":")
    out += _varint(int(entry) if entry.isdigit() else 0)
    out += bytes.fromhex(digest) if len(digest) == 16 else bytes(8)
    for text in (claims.number, claims.name, claims.course, claims.centre):
        out += _text(text)
    return bytes(out)


def _day(day: date) -> bytes:
    return max(0, min(0xFFFF, (day - _DAY_0).days)).to_bytes(2, "big")


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _text(text: str) -> bytes:
    """Length with coding, and letters, in whatever is shortest: UTF-8, UTF-16, or packed."""
    plain = unicodedata.normalize("NFC", text)
    ways = [(plain.encode("utf-8"), NARROW), (plain.encode("utf-16-be"), WIDE)]
    packed = _packed(plain)
    if packed:
        ways.append((packed, PACKED))
    data, coding = min(ways, key=lambda way: len(way[0]))
    return _varint(len(data) << 2 | coding) + data


def _packed(text: str) -> bytes:
    """A byte for each letter: ASCII, or from 128 on counted from the first two bytes. It holds any name in Tamil; empty
    when the text has letters too far apart."""
    others = [ord(c) for c in text if ord(c) > 0x7F]
    base = min(others, default=0)
    if not others or max(others) - base > 0x7F or base > 0xFFFF:
        return b""
    return base.to_bytes(2, "big") + bytes(ord(c) if ord(c) < 0x80 else ord(c) - base + 0x80 for c in text)


def _unpacked(data: bytes) -> str:
    base = int.from_bytes(data[:2], "big")
    text = "".join(chr(byte if byte < 0x80 else byte - 0x80 + base) for byte in data[2:])
    text.encode()  # halves of pairs are no letters: UnicodeEncodeError, a ValueError
    return text


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0
        self._coding_bits = 1 if data[0] == 1 else 2

    def take(self, count: int) -> bytes:
        part = self._data[self._at:self._at + count]
        if len(part) != count:
            raise ValueError("short")
        self._at += count
        return part

    def varint(self) -> int:
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
            if shift > 28:
                raise ValueError("long")

    def day(self) -> date:
        return _DAY_0 + timedelta(days=int.from_bytes(self.take(2), "big"))

    def text(self) -> str:
        head = self.varint()
        data = self.take(head >> self._coding_bits)
        coding = head & (1 << self._coding_bits) - 1
        if coding == PACKED:
            return _unpacked(data)
        if coding > PACKED:
            raise ValueError("coding")
        return data.decode("utf-16-be" if coding == WIDE else "utf-8")

    def done(self) -> bool:
        return self._at == len(self._data)


def _read(body: bytes) -> tuple[Claims, str]:
    reader = _Reader(body)
    try:
        reader.take(1)
        kid = reader.take(4).hex()
        flags = reader.take(1)[0]
        kind = KINDS[flags & 0x0F]
        issued_on = reader.day()
        starts, ends = (reader.day(), reader.day()) if flags & _PERIOD else (None, None)
        expires_on = reader.day() if flags & _EXPIRY else None
        edition, index = reader.take(1)[0], int.from_bytes(reader.take(3), "big")
        entry, digest = reader.varint(), reader.take(8).hex()
        number, name, course, centre = (reader.text() for _field in range(4))
        if not reader.done():
            raise ValueError("more")
    except (ValueError, IndexError, OverflowError) as problem:
        raise Invalid(_("This code was not read in full, or was altered.")) from problem
    return Claims(number=number, name=name, course=course, kind=kind, issued_on=issued_on, starts=starts, ends=ends,
                  expires_on=expires_on, edition=edition, status_index=None if index == NO_INDEX else index,
                  anchor=f"{entry}:{digest}", centre=centre, shortened=bool(flags & _SHORTENED)), kid
