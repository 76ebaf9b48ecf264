"""Names of people: cleaned, compared, searched, sorted; never reordered, cut or guessed (domain 2.3)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

MAX_LENGTH: Final = 200
APOSTROPHES: Final = "\u2019\u2018\u02bc\u0060\u00b4\u02bb\uff07"
_TO_APOSTROPHE: Final = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_TO_HYPHEN: Final = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_JOINERS: Final = "\u200c\u200d"
_PLAIN: Final = re.compile(r"[A-Za-z0-9'/@.,()-]+(?: [A-Za-z0-9'/@.,()-]+)*")

# Spelling and order are their owner's; compared without capitals, full stops and apostrophes.
TITLES: Final = (
    "YAB", "YBhg.", "YBhg", "YB", "YM", "YTM", "YAM", "Tun", "Toh Puan", "Tan Sri", "Puan Sri", "Dato' Sri",
    "Dato' Seri", "Datuk Seri", "Datuk Sri", "Datin Sri", "Datin Seri", "Dato' Wira", "Dato' Paduka", "Dato'",
    "Datuk", "Dato", "Datin Paduka", "Datin", "Prof. Madya", "Prof. Emeritus", "Prof.", "Profesor", "Profesor Madya",
    "Assoc. Prof.", "Dr.", "Doktor", "Ir.", "Ts.", "Ar.", "Sr.", "Sr", "Gs.", "LAr.", "Kapt.", "Kapten", "Mejar",
    "Mej.", "Lt. Kol.", "Leftenan Kolonel", "Kol.", "Kolonel", "Lt.", "Leftenan", "Sjn.", "Insp.", "ASP", "DSP",
    "Tuan Haji", "Tn. Hj.", "Haji", "Hajah", "Hj.", "Hjh.", "Hj", "Hjh", "Ustaz", "Ustazah", "Encik", "En.", "Puan",
    "Pn.", "Cik", "Tuan", "Tn.", "Mr.", "Mrs.", "Ms.", "Miss", "Mdm.", "Madam",
)


def _title_key(text: str) -> str:
    return re.sub(r"[.'\s]", "", text.translate(_TO_APOSTROPHE)).casefold()


_TITLE_KEYS: Final = {_title_key(t) for t in TITLES}
# one word of these is also a registered name, so without a full stop they are no title unless another title precedes
_BARE_NAMES: Final = {"tun", "sr", "ar", "gs", "lar", "ym", "en", "pn", "ts", "ir", "lt", "kol", "insp", "asp", "dsp",
                      "dr", "kapten", "mej", "tuan", "puan", "cik", "miss", "madam"}
_ALWAYS: Final = {"dr", "ir", "ts", "puan", "cik", "tuan", "madam", "miss", "kapten"}

_MAP: Final = (
    dict.fromkeys("MOHD MUHD MD MOHAMAD MOHAMED MOHAMMAD MOHAMMED MUHAMAD MUHAMMED MOHAMMUD MUHAMMAD".split(),
                  "MUHAMMAD")
    | dict.fromkeys(("ABD", "ABDUL"), "ABDUL") | dict.fromkeys(("B", "BIN"), "BIN")
    | dict.fromkeys(("BT", "BTE", "BINTE", "BINTI"), "BINTI") | dict.fromkeys(("S/O", "A/L", "AL"), "A/L")
    | dict.fromkeys(("D/O", "A/P"), "A/P") | dict.fromkeys(("AK", "A/K", "ANAK"), "ANAK")
)
_SPELLED: Final = {key: tuple(w.lower() for w, wanted in _MAP.items() if wanted == key and "/" not in w)
                   for key in ("MUHAMMAD", "ABDUL")}
LINKS: Final = ("BIN", "BINTI", "A/L", "A/P", "ANAK")
LINK_WORDS: Final = frozenset(w.lower() for w, wanted in _MAP.items() if wanted in LINKS)
"""How BIN, BINTI, A/L, A/P and ANAK are written, in small letters."""
_LATIN: Final = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
                               "ħ": "h", "ŧ": "t"})


def clean(text: str) -> str:
    """NFC, one kind of apostrophe, no control or invisible characters, single spaces, no full stop or comma at the end.

    Case and spelling stay as typed. Joiners stay where a script needs them (between two letters that are not Latin).
    """
    if text.isascii() and _PLAIN.fullmatch(text) and text[-1] not in ".,":
        return text
    plain = unicodedata.normalize("NFC", text).translate(_TO_APOSTROPHE)
    plain = _TO_HYPHEN.sub("-", plain).replace("\uff20", "@").replace("\u3000", " ")
    kept: list[str] = []
    for at, char in enumerate(plain):
        category = unicodedata.category(char)
        if char in _JOINERS:
            if _needs_joiner(plain, at):
                kept.append(char)
        elif char in "\t\n\r\v\f\u2028\u2029" or category == "Zs":
            kept.append(" ")
        elif category not in ("Cc", "Cf", "Cs", "Cn", "Co"):
            kept.append(char)
    joined = " ".join("".join(kept).split())
    return re.sub(r"[\s.,;:]+$", "", joined)


def _needs_joiner(text: str, at: int) -> bool:
    around = text[max(at - 1, 0):at] + text[at + 1:at + 2]
    return len(around) == 2 and all(ord(c) > 0x590 and unicodedata.category(c)[0] in "LM" for c in around)


def strange(text: str) -> list[str]:
    """Characters of a name that are invisible or do not belong: control, direction, unassigned (as U+ numbers)."""
    return [f"U+{ord(c):04X}" for at, c in enumerate(text)
            if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Cn", "Co") and c not in "\t\n\r"
            and not (c in _JOINERS and _needs_joiner(text, at))]


def split_titles(text: str) -> tuple[list[str], str]:
    """The titles in front, as typed, and the name that follows. Whether to take them off is the caller's question.

    Hereditary titles inside the registered name (Tengku, Raja, Syed, Wan, Nik ...) are no titles here.
    """
    words = clean(text).split(" ")
    titles: list[str] = []
    at = 0
    while at < len(words) - 1:
        took = _title_at(words, at, bool(titles))
        if not took or at + took >= len(words):
            break
        titles.append(" ".join(words[at:at + took]))
        at += took
    return titles, " ".join(words[at:])


def _title_at(words: list[str], at: int, after_title: bool) -> int:
    for length in (3, 2, 1):
        part = words[at:at + length]
        if len(part) < length:
            continue
        text = " ".join(part)
        key = _title_key(text)
        if key not in _TITLE_KEYS:
            continue
        bare = length == 1 and "." not in text and "'" not in text
        if bare and key in _BARE_NAMES and key not in _ALWAYS and not after_title:
            continue
        return length
    return 0


@lru_cache(maxsize=4096)
def _token(word: str) -> str:
    return _MAP.get(word, word)


def spellings(word: str) -> tuple[str, ...]:
    """The ways in which a word of a name is written, in small letters; MOHD is also MUHAMMAD, MUHD, MD ..."""
    return _SPELLED.get(_MAP.get(word.upper(), ""), (word,))


def match_key(name: str) -> str:
    """Key for *suggesting* that two spellings are one name: titles off, MOHD = MUHAMMAD, ABD = ABDUL, alias off."""
    upper = unicodedata.normalize("NFKC", clean(name)).upper()
    upper = _TO_HYPHEN.sub("-", upper.translate(_TO_APOSTROPHE)).replace(".", " ")
    principal = split_alias(upper)[0]
    bare = split_titles(principal)[1].upper()
    words = [w for w in re.split(r"[\s,]+", bare.replace("'", "").replace("-", " ")) if w]
    last = len(words) - 1
    return " ".join(w if w == "AL" and at in (0, last) or w == "B" and at in (0, last) else _token(w)
                    for at, w in enumerate(words))


def split_alias(name: str) -> tuple[str, str]:
    """The name before '@' and the alias after it ('' for none)."""
    principal, at, alias = name.partition("@")
    return (principal.strip(), alias.strip()) if at and principal.strip() else (name.strip(), "")


def similar(one: str, other: str) -> bool:
    """Whether two match keys may be one person: the same words, each within one edit, in any order."""
    left, right = one.split(), other.split()
    if len(left) != len(right):
        return False
    for word in left:
        hit = next((w for w in right if w == word), None) or next((w for w in right if _near(word, w)), None)
        if hit is None:
            return False
        right.remove(hit)
    return True


def _near(a: str, b: str) -> bool:
    """Whether two words differ by at most one letter put in, left out or changed."""
    if abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < 4:
        return a == b
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) <= 1
    short, long = sorted((a, b), key=len)
    return any(long[:i] + long[i + 1:] == short for i in range(len(long)))


def fold(text: str) -> str:
    """Text for searching: casefold, Latin accents off, marks of Indic and Arabic scripts kept, a space round each CJK
    character, apostrophes of every kind dropped."""
    if text.isascii():
        return " ".join(text.casefold().replace("'", "").replace("`", "").split())
    plain = unicodedata.normalize("NFKD", text.translate(_TO_APOSTROPHE).casefold()).translate(_LATIN)
    kept: list[str] = []
    latin = True
    for char in plain:
        category = unicodedata.category(char)
        if category == "Mn":
            if not (latin or ord(char) < 0x370):
                kept.append(char)
            continue
        latin = ord(char) < 0x370
        if char == "'" or category in ("Cc", "Cf"):
            kept.append("" if category != "Cc" and char != "\t" or char == "'" else " ")
        elif _cjk(char):
            kept.append(f" {char} ")
        else:
            kept.append(char)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def _cjk(char: str) -> bool:
    code = ord(char)
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF or \
        0x3040 <= code <= 0x30FF or 0xAC00 <= code <= 0xD7AF


def sort_key(name: str) -> str:
    """Key for lists: the name as written without titles, case, accents and ' - . @ /, digits by their value."""
    bare = split_titles(name)[1] if name else ""
    plain = re.sub(r"[-'.@/,()]+", " ", fold(bare))
    return " ".join(w.zfill(8) if w.isdigit() and w.isascii() else w for w in plain.split())


_LOWER: Final = {"BIN", "BINTI", "BT", "BTE", "BINTE", "A/L", "A/P", "S/O", "D/O", "ANAK", "AK", "A/K"}
_SHORT: Final = {"MOHD": "Mohd.", "MUHD": "Muhd.", "MD": "Md.", "ABD": "Abd."}


def certificate_case(name: str) -> str:
    """A proposal in mixed case for the certificate, to be confirmed by a person (domain 2.3, Capitals)."""
    words = []
    for at, word in enumerate(clean(name).split(" ")):
        upper = word.upper()
        if word != upper and any(c.islower() for c in word):
            words.append(word)  # somebody has chosen its case already
        elif at and upper in _LOWER:
            words.append(word.lower())
        elif upper in _SHORT:
            words.append(_SHORT[upper])
        else:
            words.append(re.sub(r"[^\W\d_]+", lambda m: m[0][:1].upper() + m[0][1:].lower(), word))
    return " ".join(words)
