"""The verify page of a centre with 54,000 certificates, 1 % of them void: how long it takes and how large it is.

The list of hashes is a separate file only when it outgrows the page; here it is seen that it does not.
"""

from __future__ import annotations

import random
import time
from datetime import date

from app.certificates.publish import _index, _list, _Print
from app.certificates.status import PLACES, encode
from app.certificates.verify_page import page

MANY = 54_000
LARGEST = 1_000_000
"""Bytes of the page, hashes included."""


def main() -> None:
    """Time and sizes."""
    dice = random.Random(5)
    places = dice.sample(range(PLACES), MANY)
    prints = [_Print(f"KL26-{n:05}-H", "".join(dice.choices("ACDEF34679", k=10)), places[n],
                     date(2026, 7, 1) if n % 100 == 0 else None, date(2026, 7, 1) if n % 50 == 1 else None,
                     date(2028, 7, 1) if n % 10 == 3 else None) for n in range(MANY)]
    begun = time.perf_counter()
    index = _index(prints)
    hashed = time.perf_counter()
    bare = len(page({"made": "2026-07-14T00:00:00Z", "centre": {}, "keys": [], "void": [], "replaced": []}))
    made = page({"made": "2026-07-14T00:00:00Z", "centre": {}, "keys": [], "index": index,
                 "void": _list((p.place, p.void) for p in prints),
                 "replaced": _list((p.place, p.replaced) for p in prints)})
    written = time.perf_counter()
    told = encode(p.place for p in prints if p.place is not None and (p.void or p.replaced))
    print(f"hashes of {MANY:,} certificates     {hashed - begun:6.2f} s  {sum(map(len, index.values())):9,} bytes")
    print(f"page without lists                 {bare:19,} bytes")
    print(f"page with all lists               {written - hashed:6.2f} s  {len(made):9,} bytes")
    print(f"status list, 3 % set              {time.perf_counter() - written:6.2f} s  {len(told):9,} bytes")
    if len(made) > LARGEST:
        raise SystemExit("the page is over 1 MB: the hashes belong into a file of their own")


if __name__ == "__main__":
    main()
