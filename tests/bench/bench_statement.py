"""What a QR code states: how large its symbol is in each encoding, and what signing, drawing and reading cost.

Level M, behind an address of 30 letters. The one that is used must be the smallest of those that are safe in an
address, and its cells at 30 mm no finer than 0.40 mm for a name and a course of sixty letters.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.exchange.qr import FINEST, QUIET, encode, side_needed
from app.trust.example import COURSE, NAME, SIDE
from app.trust.keys import kid_of, public_of, raw_public
from app.trust.statement import Claims, from_digits, make, read
from tests.app.trust.qr_sizes import side_of

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KID = kid_of(public_of(KEY))
ADDRESS = "https://semak.ilpkl.example/s#"
USUAL = Claims(number="KL26-00388-H", name="Adriana Sofia binti Fauzi", course="HCIA-AI", kind="completion",
               issued_on=date(2026, 7, 14), starts=date(2026, 6, 15), ends=date(2026, 7, 10), status_index=77_777,
               anchor="1234:" + "ab" * 8, centre="KL")
MANY = 500


def main() -> None:
    """The table, then the times."""
    for claims in (USUAL, replace(USUAL, name=NAME, course=COURSE)):
        text = make(claims, KID, KEY.sign, ADDRESS)
        data = from_digits(text.rpartition("#")[2])
        print(f"{len(data)} bytes")
        sizes = {}
        for name, parts in _ways(data, text).items():
            side, bits = side_of(parts)
            sizes[name] = side
            print(f"  {name:24} {bits:6,} bits  {side} x {side} cells of {SIDE / (side + 2 * QUIET):.3f} mm")
        code = encode(text)
        if code is None or code.side != sizes["digits"] or code.side > min(sizes.values()):
            raise SystemExit("digits do not give the smallest symbol")
    if side_needed(text) > SIDE:
        raise SystemExit(f"cells are finer than {FINEST} mm")
    keys = {KID: raw_public(public_of(KEY))}
    texts = [make(replace(USUAL, number=f"KL26-{n:05}-H"), KID, KEY.sign, ADDRESS) for n in range(MANY)]
    encode(texts[0])
    for name, do in (("sign", lambda t: make(USUAL, KID, KEY.sign, ADDRESS)), ("draw", encode),
                     ("read and check", lambda t: read(t, keys))):
        _time(name, do, texts)


def _ways(data: bytes, text: str) -> dict[str, Sequence[tuple[str, int]]]:
    address, bits = ("byte", len(ADDRESS)), 8 * len(data)
    whole = len(base64.urlsafe_b64encode(data).rstrip(b"="))
    return {"base64url, bytes": [("byte", len(ADDRESS) + whole)],
            "base32, alphanumeric": [address, ("letters", -(-bits // 5))],
            "base41, alphanumeric": [address, ("letters", int((bits + 1) / 5.3576) + 1)],  # log2 41
            "digits": [address, ("digits", len(text.rpartition("#")[2]))]}


def _time(name: str, do: Callable[[str], object], texts: Sequence[str]) -> None:
    begun = time.perf_counter()
    for text in texts:
        do(text)
    print(f"{name:16} {(time.perf_counter() - begun) / len(texts) * 1000:6.2f} ms each")


if __name__ == "__main__":
    main()
