"""Contact and profile fields: phones, e-mail, postcodes, states, countries, words for gender and citizenship
(domain 2.4). Nothing is inferred that the text does not say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.lists.texts import plain

STATES: Final = ("Johor", "Kedah", "Kelantan", "Melaka", "Negeri Sembilan", "Pahang", "Pulau Pinang", "Perak", "Perlis",
                 "Selangor", "Terengganu", "Sabah", "Sarawak", "W.P. Kuala Lumpur", "W.P. Labuan", "W.P. Putrajaya")
ABROAD: Final = "Luar negara"
_STATE_WORDS: Final = {
    "kl": 13, "wpkl": 13, "wp kl": 13, "kuala lumpur": 13, "wp kuala lumpur": 13, "k lumpur": 13,
    "wilayah persekutuan kuala lumpur": 13, "wilayah persekutuan": 13, "federal territory of kuala lumpur": 13,
    "labuan": 14, "wp labuan": 14, "wilayah persekutuan labuan": 14, "putrajaya": 15, "wp putrajaya": 15,
    "wilayah persekutuan putrajaya": 15, "penang": 6, "p pinang": 6, "ppinang": 6, "pp": 6, "pinang": 6,
    "malacca": 3, "mlk": 3, "n sembilan": 4, "nsembilan": 4, "ns": 4, "n9": 4, "n 9": 4, "ng sembilan": 4,
    "trengganu": 10, "tganu": 10, "trg": 10, "sbh": 11, "swk": 12, "srwk": 12, "jhr": 0, "kdh": 1, "kel": 2, "ktn": 2,
    "phg": 5, "prk": 7, "pls": 8, "sgor": 9, "sel": 9, "johore": 0, "johor darul takzim": 0, "kedah darul aman": 1,
    "kelantan darul naim": 2, "negeri sembilan darul khusus": 4, "pahang darul makmur": 5, "perak darul ridzuan": 7,
    "perlis indera kayangan": 8, "selangor darul ehsan": 9, "terengganu darul iman": 10,
} | {s.casefold().replace(".", ""): i for i, s in enumerate(STATES)}
# (first, last, state) of the postcode areas; they cross borders, so a difference is only a warning
_POSTCODES: Final = (
    (1000, 2800, 8), (5000, 9810, 1), (10000, 14400, 6), (15000, 18500, 2), (20000, 24300, 10), (25000, 28800, 5),
    (30000, 36810, 7), (39000, 39200, 5), (40000, 48300, 9), (49000, 49000, 5), (50000, 60000, 13), (62300, 62988, 15),
    (63000, 68100, 9), (69000, 69000, 5), (70000, 73509, 4), (75000, 78309, 3), (79000, 86900, 0), (87000, 87033, 14),
    (88000, 91309, 11), (93000, 98859, 12),
)
_COUNTRIES: Final = """
AF Afghanistan|AE United Arab Emirates/Emiriah Arab Bersatu/UAE|AU Australia|BD Bangladesh|BN Brunei/Brunei Darussalam
BR Brazil|BT Bhutan|CA Canada/Kanada|CN China/Republik Rakyat China/PRC|DE Germany/Jerman|EG Egypt/Mesir
FR France/Perancis|GB United Kingdom/Britain/England/UK|GH Ghana|HK Hong Kong|ID Indonesia|IN India|IQ Iraq|IR Iran
IT Italy/Itali|JO Jordan|JP Japan/Jepun|KE Kenya|KH Cambodia/Kemboja|KP North Korea/Korea Utara
KR South Korea/Korea/Korea Selatan|KW Kuwait|LA Laos|LB Lebanon/Lubnan|LK Sri Lanka|LY Libya|MA Morocco/Maghribi
MM Myanmar/Burma|MN Mongolia|MO Macau|MV Maldives/Maldiv|MY Malaysia|NG Nigeria|NL Netherlands/Belanda|NP Nepal
NZ New Zealand|OM Oman|PG Papua New Guinea|PH Philippines/Filipina|PK Pakistan|PS Palestine/Palestin|QA Qatar
RU Russia/Rusia|SA Saudi Arabia/Arab Saudi|SD Sudan|SE Sweden|SG Singapore/Singapura|SO Somalia|SY Syria/Syiria
TH Thailand|TJ Tajikistan|TL Timor-Leste/Timor Leste|TR Turkey/Turki/Türkiye|TW Taiwan|TZ Tanzania|UG Uganda
US United States/Amerika Syarikat/USA|UZ Uzbekistan|VN Vietnam|YE Yemen/Yaman|ZA South Africa/Afrika Selatan
ZW Zimbabwe
"""
_DEMONYMS: Final = {
    "malaysian": "MY", "indonesian": "ID", "bangladeshi": "BD", "nepali": "NP", "nepalese": "NP", "vietnamese": "VN",
    "filipino": "PH", "burmese": "MM", "thai": "TH", "chinese": "CN", "indian": "IN", "pakistani": "PK",
    "singaporean": "SG", "bruneian": "BN", "japanese": "JP", "korean": "KR", "sri lankan": "LK", "cambodian": "KH",
    "british": "GB", "american": "US", "australian": "AU", "yemeni": "YE", "viet nam": "VN", "nigerian": "NG",
}
COUNTRIES: Final[dict[str, tuple[str, ...]]] = {
    part[:2]: tuple(part[3:].split("/")) for line in _COUNTRIES.split("\n") for part in line.split("|") if part}
_COUNTRY_WORDS: Final = {n.casefold(): c for c, ns in COUNTRIES.items() for n in ns} | _DEMONYMS
NONE_WORDS: Final = frozenset(
    "- -- --- . .. / n/a na n.a n.a. nil none tiada tidak tdk x xx tiada. null kosong tidak ada tak ada belum ada "
    "_ –".split()
    + ["tidak ada", "tak ada", "belum ada", "tidak berkenaan", "not applicable", "no email", "tiada emel", "—"])
_GENDERS: Final = (dict.fromkeys(("l", "lelaki", "male", "m", "laki-laki", "laki laki", "lelaki (l)", "lelaki/male",
                                  "lelaki / male", "boy", "man"), "L")
                   | dict.fromkeys(("p", "perempuan", "female", "f", "wanita", "w", "perempuan (p)", "perempuan/female",
                                    "perempuan / female", "pmpn", "girl", "woman"), "P"))
_CITIZEN: Final = frozenset("my mys malaysia malaysian warganegara wn wargane citizen ya yes y 1".split()) | {
    "warganegara malaysia", "ya malaysia", "yes malaysia", "warga malaysia", "malaysian citizen", "bumiputera"}
_PR: Final = frozenset("pr pemastautin".split()) | {"pemastautin tetap", "permanent resident", "penduduk tetap",
                                                     "permanent resident pr", "pemastautin tetap pr", "mypr"}
_NON: Final = frozenset("non asing tidak no foreigner t".split()) | {
    "bukan warganegara", "warga asing", "warganegara asing", "non malaysian", "non citizen",
    "bukan warganegara malaysia",
    "bw", "foreign", "mykas", "pemastautin sementara", "bukan"}
_EMAIL: Final = re.compile(r"[^\s@,;<>()\[\]\"\\]{1,64}@(?:[\w](?:[\w-]*[\w])?\.)+[A-Za-z]{2,24}")


def _word(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[.,'’]", "", plain(text)).replace("-", " ")).strip().casefold()


def is_none(text: str) -> bool:
    """Whether a text says that there is nothing: '-', 'tiada', 'n/a'."""
    return plain(text).casefold() in NONE_WORDS


@dataclass(frozen=True)
class Phone:
    """A phone as read: E.164, or '' when it is no phone; extension apart; `restored` when a leading 0 was put back."""

    number: str
    extension: str = ""
    restored: bool = False
    foreign: bool = False


_EXT: Final = re.compile(r"(?:\b(?:samb(?:ungan)?|ext(?:ension)?|s/?b|x)\b\.?:?\s*|#\s*)([0-9]{1,6})\s*$",
                         re.IGNORECASE)
_PHONE_LABEL: Final = re.compile(r"^[^0-9+(]*?(?:no|tel|telefon|hp|h/p|bimbit|mobile|phone|whatsapp|wa|pej|rumah|"
                                 r"office)"
                                 r"[^0-9+(]*", re.IGNORECASE)


def malaysian(digits: str) -> bool:
    """Whether the digits (with the trunk 0) have the length of a Malaysian number."""
    if digits.startswith(("011", "015")):
        return len(digits) == 11 or (digits.startswith("015") and len(digits) == 10)
    if digits.startswith("01"):
        return len(digits) == 10
    if digits.startswith("03"):
        return len(digits) == 10
    if digits[:2] in ("04", "05", "06", "07", "09"):
        return len(digits) == 9
    return digits.startswith("08") and len(digits) == 9


def read_phone(text: str) -> Phone:
    """One phone in any common writing; number '' when it has not the length of one."""
    bare = plain(text)
    extension = ""
    if found := _EXT.search(bare):
        extension, bare = found[1], bare[: found.start()]
    bare = _PHONE_LABEL.sub("", bare).strip()
    if re.search(r"[^0-9+()\-.\s/‐-―]", bare):
        return Phone("")
    plus = bare.lstrip("(").startswith("+") or bare.startswith("00")
    digits = re.sub(r"[^0-9]", "", bare)
    if plus:
        digits = digits[2:] if digits.startswith("00") else digits
        if digits.startswith("60"):
            home = "0" + digits[2:].lstrip("0")
            return Phone("+60" + home[1:], extension) if malaysian(home) else Phone("", extension)
        return Phone("+" + digits, extension, foreign=True) if 8 <= len(digits) <= 15 else Phone("", extension)
    if digits.startswith("0") and malaysian(digits):
        return Phone("+60" + digits[1:], extension)
    if digits.startswith("60") and malaysian("0" + digits[2:].removeprefix("0")):
        return Phone("+60" + digits[2:].removeprefix("0"), extension)
    if digits[:1] in ("1", "3") and malaysian("0" + digits):
        return Phone("+60" + digits, extension, restored=True)
    return Phone("", extension)


def split_phones(text: str) -> list[str]:
    """The phones of a cell that holds several: 012-3456789/011-12345678."""
    bare = plain(text)
    parts = [p for p in re.split(r"\s*(?:[;,|\n]|\batau\b|\bor\b|\bdan\b|&)\s*|(?<=\d)\s*/\s*(?=[\d+(])", bare)
             if p.strip()]
    return parts if len(parts) > 1 and all(len(re.sub(r"[^0-9]", "", p)) >= 7 for p in parts) else [bare]


def show_phone(number: str) -> str:
    """A stored phone as people read it: `012-345 6789`, `011-1234 5678`, `03-8888 1234`, `088-123 456`."""
    if not number.startswith("+60"):
        if number.startswith("+"):
            import phonenumbers

            try:
                return str(phonenumbers.format_number(phonenumbers.parse(number),
                                                      phonenumbers.PhoneNumberFormat.INTERNATIONAL))
            except phonenumbers.NumberParseException:
                return number
        return number
    home = "0" + number[3:]
    area = 3 if home.startswith(("01", "08")) else 2
    rest = home[area:]
    if home.startswith(("011", "015", "03")) and len(rest) == 8:
        return f"{home[:area]}-{rest[:4]} {rest[4:]}"
    return f"{home[:area]}-{rest[:3]} {rest[3:]}"


def read_email(text: str) -> str:
    """The address with a small-letter domain; '' when it is not one complete address."""
    bare = plain(text).replace("mailto:", "").strip(" <>.;")
    if not _EMAIL.fullmatch(bare) or ".." in bare:
        return ""
    local, _at, domain = bare.rpartition("@")
    return f"{local}@{domain.lower()}"


@lru_cache(maxsize=1024)
def read_state(text: str) -> str:
    """One of the sixteen names, 'Luar negara', or '' when it is not known."""
    word = _word(text)
    if word in ("luar negara", "overseas", "abroad", "lain lain"):
        return ABROAD
    at = _STATE_WORDS.get(word, _STATE_WORDS.get(word.removeprefix("negeri ").strip()))
    return "" if at is None else STATES[at]


def state_of_postcode(postcode: str) -> str:
    """The state in whose usual range a postcode of five digits lies; '' when none."""
    if not re.fullmatch("[0-9]{5}", postcode):
        return ""
    number = int(postcode)
    return next((STATES[s] for first, last, s in _POSTCODES if first <= number <= last), "")


@lru_cache(maxsize=512)
def read_country(text: str) -> str:
    """The two letters of a country, from its code, its Malay or English name or its people; '' when not known."""
    bare = plain(text)
    if len(bare) == 2 and bare.upper() in COUNTRIES:
        return bare.upper()
    return _COUNTRY_WORDS.get(bare.casefold(), _COUNTRY_WORDS.get(_word(text), ""))


@lru_cache(maxsize=256)
def read_gender(text: str) -> str:
    """L, P, or '' when it is not clear."""
    return _GENDERS.get(plain(text).casefold().rstrip("."), "")


@lru_cache(maxsize=512)
def read_citizenship(text: str) -> tuple[str, str]:
    """MY, PR, NON or '' (not clear), and the country of a foreigner ('' when not said)."""
    word = re.sub(r"[()/:]", " ", _word(text))
    word = " ".join(word.split())
    if word in _CITIZEN:
        return "MY", ""
    if word in _PR:
        return "PR", ""
    if word in _NON:
        return "NON", ""
    for lead in ("tidak", "no", "bukan warganegara", "bukan", "warganegara asing", "warga asing", "warganegara",
                 "non malaysian",
                 "warga"):
        if word.startswith(lead + " ") and (country := read_country(word[len(lead) + 1:])):
            return ("MY", "") if country == "MY" else ("NON", country)
    if word.startswith(("pemastautin tetap ", "permanent resident ")):
        return "PR", read_country(word.split(" ", 2)[2])
    country = read_country(text)
    if country:
        return ("MY", "") if country == "MY" else ("NON", country)
    return "", ""


def country_name(code: str, malay: bool = False) -> str:
    """The name of a country for reading; the code when it is not in the list."""
    names = COUNTRIES.get(code, ())
    return names[1] if malay and len(names) > 1 and names[1].upper() != names[1] else names[0] if names else code


ETHNICITIES: Final = ("Melayu", "Cina", "India", "Bumiputera Sabah", "Bumiputera Sarawak", "Orang Asli", "Lain-lain",
                      "Tidak dinyatakan")
EDUCATION: Final = ("Tiada", "UPSR", "PT3", "PMR", "SRP", "SPM", "SPMV", "SVM", "STPM", "STAM", "Asasi", "Matrikulasi",
                    "SKM 1",
                    "SKM 2", "SKM 3", "Sijil", "Sijil Vokasional", "Diploma", "DKM", "Diploma Lanjutan", "DLKM",
                    "Ijazah Sarjana Muda", "Sarjana", "PhD")
SECTORS: Final = ("Kerajaan", "Akademia", "Industri", "Pelajar", "Badan berkanun / GLC", "Bekerja sendiri",
                  "Tidak bekerja")
CATEGORIES: Final = ("Pelajar TVET", "Pengajar TVET", "Pekerja industri", "Penjawat awam", "Graduan", "Orang awam")


def read_word(text: str, words: tuple[str, ...]) -> str:
    """The word of a list that a text means, whatever its capitals; else the text, cleaned."""
    bare = plain(text)
    return next((w for w in words if w.casefold() == bare.casefold()), bare)
