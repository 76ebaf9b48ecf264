"""The code on a trainee's card, with two letters that tell a misread one; and what scanners and hands type instead.

A scanner types like a keyboard, so what arrives depends on the layout of the PC: capitals, dashes and the digits of a
French keyboard are put right here. The check letters are those that stand in the same place on every layout.
"""

from __future__ import annotations

import re
import unicodedata

MARK = "K"
"""Every code begins with it."""
CHECK = "CDEFHJKLNPRTUV347"  # seventeen, a prime: two digits turned round are noticed
_FRENCH = str.maketrans("&é\"'(-è_çà", "1234567890")
_ASIDE = re.compile(r"[^0-9A-Z]")


def card_code(number: str) -> str:
    """The code of a trainee number: 'T26-00041' -> 'KT2600041CD'. It holds nothing of the person."""
    bare = bare_key(number)
    return f"{MARK}{bare}{_check(bare)}"


def _check(bare: str) -> str:
    one = two = 0
    for place, sign in enumerate(bare, start=1):
        value = int(sign, 36)
        one += value * (place % 16 + 1)
        two += value * value + value * place
    return CHECK[one % len(CHECK)] + CHECK[two % len(CHECK)]


def number_of(text: str) -> str | None:
    """The bare number on a card; None when this is no whole code. What stood before it, half a code, is left out."""
    bare = bare_key(text)
    for found in re.finditer(MARK, bare):
        inner = bare[found.end():]
        if len(inner) > 3 and _check(inner[:-2]) == inner[-2:]:
            return inner[:-2]
    return None


def looks_read(text: str) -> bool:
    """Whether it begins as a card does, so that it was read only in part or wrongly."""
    bare = bare_key(text)
    return bare.startswith(MARK) and len(bare) > 3 and any(sign.isdigit() for sign in bare)


def bare_key(text: str) -> str:
    """Capitals and digits alone, in whatever layout or script the digits came."""
    text = unicodedata.normalize("NFC", text.strip())
    if any(sign in "&éèçàÉÈÇÀ" for sign in text) and not any(sign.isdigit() for sign in text):
        text = text.replace("É", "é").replace("È", "è").replace("Ç", "ç").replace("À", "à").translate(_FRENCH)
    text = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign
                   for sign in unicodedata.normalize("NFKC", text))
    return _ASIDE.sub("", text.upper())
