"""One cell after another: read, normalised, and judged (domain 2.5). A value that is not settled is left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, Final, Literal

from app.exchange.tables import CellError, NoValue, Value
from app.i18n import LANGUAGES, _, show_date, speaking
from app.lists.cells import ERRORS
from app.lists.dates import from_serial, month_first, read_date
from app.lists.texts import as_text, plain
from app.trainees import contact, identity, names
from app.trainees.intake.columns import FIELDS
from app.trainees.words import CITIZENSHIPS, citizenship_word, list_word

Class = Literal["ok", "suggest", "ask", "reject", "skip"]
ORDER: Final[dict[str, int]] = {"ok": 0, "suggest": 1, "ask": 2, "reject": 3}
_TYPE_WORDS: Final = {
    "mykad": "MYKAD", "ic": "MYKAD", "kp": "MYKAD", "k/p": "MYKAD", "kad pengenalan": "MYKAD", "nric": "MYKAD",
    "kad pengenalan baru": "MYKAD", "mypr": "MYPR", "mykas": "MYKAS", "pasport": "PASPORT", "passport": "PASPORT",
    "polis": "POLIS", "police": "POLIS", "tentera": "TENTERA", "army": "TENTERA", "mytentera": "TENTERA",
                      "kp lama": "OLDIC",
    "old ic": "OLDIC", "oldic": "OLDIC", "ic lama": "OLDIC", "kad pengenalan lama": "OLDIC", "lain": "LAIN",
    "lain-lain": "LAIN", "other": "LAIN", "new ic": "MYKAD", "kp baru": "MYKAD", "ic baru": "MYKAD",
}


@cache
def _type_words() -> dict[str, str]:
    """Words of document types, with those that this program writes itself, in every language."""
    found = dict(_TYPE_WORDS)
    for code in LANGUAGES:
        with speaking(code):
            found |= {identity.type_name(t).casefold(): t for t in identity.TYPES}
    return found


@cache
def _citizenships() -> dict[str, str]:
    found: dict[str, str] = {}
    for code in LANGUAGES:
        with speaking(code):
            found |= {citizenship_word(c).casefold(): c for c in CITIZENSHIPS}
    return found


@cache
def _own_words() -> dict[str, str]:
    """Categories and sectors as this program writes them, in every language."""
    found: dict[str, str] = {}
    for code in LANGUAGES:
        with speaking(code):
            found |= {list_word(v).casefold(): v for v in (*contact.CATEGORIES, *contact.SECTORS)}
    return found


_SHORTENED: Final = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
_BRACKET: Final = re.compile(r"\s*[(\[（]\s*([^()\[\]（）]+?)\s*[)\]）]\s*")
_NAME_SIGNS: Final = re.compile(r"[<>{}=;|\\#$%^*_~!?:&\[\]\d+]|--|/(?![A-Za-z])")
_OVERRIDES: Final = re.compile("[\u202a-\u202e]")
_TEXTS: Final = ("address_1", "address_2", "address_3", "city", "education_level", "category", "sector", "ethnicity",
                 "organisation", "position", "notes", "trainee_no")


@dataclass(frozen=True)
class Issue:
    """One thing found in a row: the field ('*' the whole row), how bad, the sentence, and what could be done."""

    field: str
    cls: Class
    what: str
    suggested: str = ""
    choices: tuple[str, ...] = ()
    override: bool = False


@dataclass
class Reading:
    """What one row says so far."""

    today: date
    settled: frozenset[str] = frozenset()  # fields that a person has answered
    override: str = ""  # the reason for keeping a number that is no date
    month_first: frozenset[str] = frozenset()  # fields whose dates are written so, as a person has said
    fields: dict[str, Any] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what was tidied, for the eye only

    def say(self, field_: str, cls: Class, what: str, suggested: str = "", choices: tuple[str, ...] = (),
            override: bool = False) -> None:
        self.issues.append(Issue(field_, cls, what, suggested, choices, override))

    @property
    def cls(self) -> Class:
        return max((i.cls for i in self.issues), key=lambda c: ORDER[c], default="ok")


def read_row(values: Mapping[str, Value], today: date, settled: frozenset[str] = frozenset(), override: str = "",
             has_id: bool = True, month_first: frozenset[str] = frozenset()) -> Reading:
    """Read the cells of one person. `has_id`: the list has a column for the identity."""
    out = Reading(today, settled, override, month_first)
    good: dict[str, Value] = {}
    for name, value in values.items():
        if isinstance(value, str) and value.strip() in ERRORS:  # as a file of text has it
            value = CellError(value.strip())
        if isinstance(value, CellError):
            out.say(name, "reject", _("Formula error {error} in {field}: that cell cannot be used.").format(
                error=value.text, field=_(FIELDS[name])))
        elif isinstance(value, NoValue):
            out.say(name, "ask", _("The formula in {field} has no stored value. Open the file in Excel, save it, and "
                                   "choose it "
                                   "again.").format(field=_(FIELDS[name])))
        elif value is not None and not (isinstance(value, str) and not value.strip()):
            good[name] = value
    bad = {i.field for i in out.issues}
    if "full_name" not in bad:
        _name(out, good.get("full_name"))
    _profile(out, good)
    if "id_number" not in bad and (has_id or "id_number" in good or "passport" in good):
        _identity(out, good)
    _birth(out, good.get("birth_date"), "birth_date" in bad)
    _contact(out, good)
    for name in _TEXTS:
        if name in good and (text := clean_text(as_text(good[name]))) and not (
                name not in ("notes", "organisation") and contact.is_none(text)) and text != "-":
            out.fields[name] = _own_words().get(text.casefold(), text) if name in ("category", "sector") else text
    if "join_date" in good:
        _date(out, "join_date", good["join_date"])
    return out


@lru_cache(maxsize=20_000)
def clean_text(text: str) -> str:
    """NFC, control and invisible characters to spaces, line ends kept, each line trimmed."""
    if text.isascii() and text.isprintable():
        return text.strip()
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    kept = "".join(c if c == "\n" else " " if unicodedata.category(c) in ("Cc", "Zs", "Zl", "Zp") else c for c in plain
                   if unicodedata.category(c) not in ("Cf", "Cs", "Cn") or c in "\u200c\u200d")
    return "\n".join(" ".join(line.split()) for line in kept.split("\n")).strip()


def _name(out: Reading, value: Value) -> None:
    raw = as_text(value)
    text = names.clean(raw)
    if not text:
        out.say("full_name", "reject", _("The name is empty."))
        return
    if len(text) > names.MAX_LENGTH:
        out.say("full_name", "reject", _("The name has {count} characters; the limit is {limit} and nothing is "
                                         "cut.").format(
            count=len(text), limit=names.MAX_LENGTH))
        return
    settled = "full_name" in out.settled
    if not raw.isascii() or not raw.isprintable():
        _hidden_characters(out, raw, settled)
    if not text.isascii() or "(" in text or "[" in text:
        text = _brackets(out, text, settled)
    bare = text.lstrip("-=+@.,/* ")
    if bare != text and not settled:
        if text[0] in "=+@" or "(" in text:
            out.say("full_name", "reject", _("A name does not begin with '{sign}'.").format(sign=text[0]), bare)
            return
        out.say("full_name", "ask", _("'{sign}' stands before the name: is it dirt?").format(sign=text[0]), bare)
        text = bare
    if not any(c.isalpha() for c in text):
        out.say("full_name", "reject", _("There is no name in this cell."))
        return
    if not settled and (_NAME_SIGNS.search(text) or '"' in text):
        out.say("full_name", "ask", _("The name has signs that no name has: {signs}").format(
            signs=" ".join(sorted(set(_NAME_SIGNS.findall(text)) | ({'"'} if '"' in text else set())))),
            choices=_without_quotes(text))
    if not settled and _mixed(text):
        out.say("full_name", "ask", _("The name mixes letters that look the same in two alphabets."))
    titles, name = names.split_titles(text)
    if titles and not settled:
        out.fields["titles"] = titles
        out.notes.append(_("Titles kept apart: {titles}").format(titles=" ".join(titles)))
        text = name
    out.fields["full_name"] = text


def _hidden_characters(out: Reading, raw: str, settled: bool) -> None:
    if _OVERRIDES.search(raw) and not settled:
        out.say("full_name", "ask", _("The name holds characters that turn the direction of writing; they were taken "
                                      "out. Compare "
                                      "it with the card."))
    elif any(unicodedata.category(c) == "Cc" and c not in "\t\n\r" for c in raw):
        out.say("full_name", "suggest", _("Control characters were taken out of the name."))


def _brackets(out: Reading, text: str, settled: bool) -> str:
    found = _BRACKET.search(text)
    if not found or settled or "<" in text or ";" in text:
        return text
    inside, rest = found[1], " ".join(_BRACKET.sub(" ", text, count=1).split())
    if not rest:
        return text
    if all(ord(c) > 0x24F for c in inside if c.isalpha()) and any(c.isalpha() for c in inside):
        out.fields["name_other_script"] = inside
        out.say("full_name", "suggest", _("The name in another script is moved to its own field: "
                                          "{name}").format(name=inside),
                rest)
        return rest
    out.say("full_name", "ask", _("({alias}): an alias?").format(alias=inside), rest,
            (rest, f"{rest} @ {inside}", text))
    return rest


def _without_quotes(text: str) -> tuple[str, ...]:
    short = " ".join(re.sub(r'"[^"]*"', " ", text).split())
    return (short, text) if short != text and short else ()


def _mixed(text: str) -> bool:
    if text.isascii():
        return False
    scripts = {unicodedata.name(c, "").split(" ")[0] for c in text if c.isalpha()}
    return "LATIN" in scripts and bool(scripts & {"CYRILLIC", "GREEK", "CHEROKEE"})


def _profile(out: Reading, good: Mapping[str, Value]) -> None:
    if "name_other_script" in good and (text := names.clean(as_text(good["name_other_script"]))):
        out.fields["name_other_script"] = text
    if "titles" in good and (text := clean_text(as_text(good["titles"]))) and not contact.is_none(text):
        given, rest = names.split_titles(text + " X")
        out.fields["titles"] = given if rest == "X" else [text]
    _word(out, good, "gender", contact.read_gender)
    if "citizenship" in good:
        word = as_text(good["citizenship"])
        cls, country = contact.read_citizenship(word)
        cls = cls or _citizenships().get(word.strip().casefold(), "")
        if not cls:
            if not contact.is_none(word):
                out.say("citizenship", "ask", _("'{word}' is not understood as a citizenship.").format(word=word))
        else:
            out.fields["citizenship"] = cls
            if country:
                out.fields["nationality"] = country
    for name in ("nationality", "country", "id_country"):
        _word(out, good, name, contact.read_country)


def _word(out: Reading, good: Mapping[str, Value], name: str, read: Any) -> None:
    if name not in good:
        return
    word = as_text(good[name])
    if contact.is_none(word):
        return
    value = read(word)
    if value:
        out.fields[name] = value
    else:
        out.say(name, "ask", _("'{word}' is not understood as {field}.").format(word=word,
                                                                                field=_(FIELDS[name]).lower()))


def _type_said(out: Reading, good: Mapping[str, Value]) -> str:
    word = plain(as_text(good.get("id_type"))).casefold().rstrip(".")
    if not word:
        return ""
    type_ = word.upper() if word.upper() in identity.TYPES else _type_words().get(word, "")
    if not type_ and not contact.is_none(word):
        out.say("id_type", "ask", _("'{word}' is not understood as {field}.").format(
            word=word, field=_("Identity type").lower()))
    return type_


def _identity(out: Reading, good: Mapping[str, Value]) -> None:
    said = _type_said(out, good)
    value = good.get("id_number")
    text = as_text(value)
    spare = as_text(good.get("passport"))
    spare = "" if contact.is_none(spare) else spare
    if contact.is_none(text) or not text:
        if not spare:
            out.say("id_number", "ask", _("There is no identity number."))
            return
        text, value, spare, said = spare, spare, "", said or "PASPORT"
    if isinstance(value, int | float) and not isinstance(value, bool):
        _number(out, value, said)
    elif isinstance(value, date):
        out.say("id_number", "reject", _("The identity number is a date cell: Excel has changed it. Use the original "
                                         "file."))
    else:
        _text_identity(out, text, said)
    if spare and (number := identity.normalise("PASPORT", spare)):
        more = {"type": "PASPORT", "number": number}
        if country := contact.read_country(as_text(good.get("passport_country"))):
            more["country"] = country
        if (said, number) != (out.fields.get("id_type"), out.fields.get("id_number")):
            out.fields.setdefault("other_identities", []).append(more)


def _number(out: Reading, value: int | float, said: str) -> None:
    """A number cell: Excel eats leading zeros, so a shorter number may be whole (domain 2.5, rows 3 and 4)."""
    if isinstance(value, float) and not value.is_integer():
        out.say("id_number", "reject", _("The identity number has a decimal point."))
        return
    digits = str(int(value))
    if said in ("OLDIC", "PASPORT", "POLIS", "TENTERA", "LAIN"):
        _settle(out, digits, said)
    elif len(digits) == 12:
        _settle(out, digits, said)
    elif len(digits) > 12 or len(digits) < 8:
        _settle(out, digits, said)
    else:
        padded = digits.zfill(12)
        born = identity.birth_of(padded, out.today)
        if born is None:
            out.say("id_number", "reject",
                    _("{count} digits; a zero in front gives {six}, which is not a date.").format(
                count=len(digits), six=padded[:6]))
            return
        _settle(out, padded, said)
        out.say("id_number", "suggest", _("A number cell with {count} digits: leading zeros are lost; {number} is "
                                          "proposed.").format(count=len(digits), number=identity.show("MYKAD", padded)),
                identity.show("MYKAD", padded))


def _text_identity(out: Reading, text: str, said: str) -> None:
    bare = identity.clean(text)
    if _SHORTENED.fullmatch(bare.replace(" ", "")):
        out.say("id_number", "reject", _("The number was shortened by Excel to {text}: digits are gone. Use the "
                                         "original "
                                         "file.").format(text=bare))
        return
    parts = [p for p in re.split(r"\s*[/;,|\n&]\s*|\s+(?:DAN|AND)\s+", bare) if p]
    if len(parts) == 2 and all(sum(c.isdigit() for c in p) >= 5 for p in parts):
        _two(out, parts, said)
        return
    number = identity.normalise(said or "MYKAD", bare)
    if not number.isdigit() and len(number) == 12 and said in ("", *identity.NRIC_TYPES):
        fixed = number.translate(str.maketrans("OQIL|", "00111"))
        if fixed.isdigit() and sum(a != b for a, b in zip(fixed, number, strict=True)) <= 2 and identity.birth_of(
                fixed, out.today):
            _settle(out, fixed, said)
            out.say("id_number", "suggest", _("A letter stands in place of a digit; {number} is proposed.").format(
                number=identity.show("MYKAD", fixed)), identity.show("MYKAD", fixed))
            return
    if number.isdigit() and 8 < len(number) < 12 and said in ("", *identity.NRIC_TYPES) and out.fields.get(
            "citizenship") != "NON":
        _short_text(out, number)
        return
    _settle(out, number, said)


def _short_text(out: Reading, number: str) -> None:
    padded = number.zfill(12)
    if identity.birth_of(padded, out.today) is None:
        out.say("id_number", "reject", _("{count} digits; a zero in front gives {six}, which is not a date.").format(
            count=len(number), six=padded[:6]))
        return
    out.say("id_number", "ask", _("{count} digits in a text cell; {number} is possible, but a digit is more likely "
                                  "missing.").format(count=len(number), number=identity.show("MYKAD", padded)),
            choices=(identity.show("MYKAD", padded),))
    out.fields["_candidate"] = padded


def _two(out: Reading, parts: list[str], said: str) -> None:
    numbers = [identity.normalise("MYKAD", p) for p in parts]
    first = next((n for n in numbers if re.fullmatch(r"\d{12}", n)), "")
    other = next((n for n in numbers if n != first), "")
    if not first or re.fullmatch(r"\d{12}", other):
        out.say("id_number", "ask", _("Two numbers in one cell: which is the trainee's?"), choices=tuple(parts))
        return
    _settle(out, first, said if said in identity.NRIC_TYPES else "")
    kind = "OLDIC" if re.fullmatch(r"[A-Z]?\d{7}", other) else "LAIN"
    out.fields["other_identities"] = [{"type": kind, "number": other}]
    out.say("id_number", "suggest", _("Two identities in one cell: {first} and {other} ({type}).").format(
        first=identity.show("MYKAD", first), other=other, type=identity.type_name(kind)))


def _settle(out: Reading, number: str, said: str) -> None:
    """A number that is as the cell has it (or as proposed): its type, its contradictions, its warnings."""
    citizen = str(out.fields.get("citizenship", ""))
    if (number.isdigit() and len(number) > 8 and len(number) != 12 and citizen != "NON"
            and said in ("", *identity.NRIC_TYPES)):
        out.say("id_number", "reject", _("{count} digits; a card number has 12.").format(count=len(number)))
        return
    types = (said,) if said else identity.candidates(number, citizen)
    if not said and citizen == "NON" and types == ("MYKAS",):
        types = ("MYKAS", "PASPORT")
    if len(types) > 1 and types != identity.NRIC_TYPES:
        out.fields["id_number"] = number
        out.say("id_type", "ask", _("{number}: {types}?").format(number=number, types=" / ".join(
            identity.type_name(t) for t in types)), choices=types)
        return
    type_ = "MYKAD" if types == identity.NRIC_TYPES else types[0]
    if type_ == "LAIN" and not said or type_ == "OLDIC" and not said:
        out.fields["id_number"] = number
        out.say("id_type", "ask", _("{number} has not the shape of a card or passport. What is it?").format(
            number=number), choices=tuple(identity.TYPES))
        return
    for problem in identity.problems(type_, number, today=out.today, gender=str(out.fields.get("gender", "")),
                                     citizenship=citizen):
        if problem.code == "date" and out.override:
            out.notes.append(_("Kept by an administrator: {reason}").format(reason=out.override))
            out.say("id_number", "suggest", problem.sentence)
        elif problem.severity == "block":
            cls: Class = "ask" if problem.code == "citizenship" else "reject"
            out.say("id_number" if cls == "reject" else "id_type", cls, problem.sentence, override=problem.override)
            if cls == "reject":
                return
        elif problem.field == "gender":
            word = _("male") if int(number[11]) % 2 else _("female")
            out.say("gender", "suggest", _("The file says {file}; the last digit of the card number says "
                                           "{card}.").format(
                file=out.fields.get("gender"), card=word), "L" if int(number[11]) % 2 else "P")
        else:
            out.say(problem.field if problem.code != "age" else "birth_date", "suggest", problem.sentence)
    out.fields |= {"id_type": type_, "id_number": number}
    if type_ == "PASPORT":
        country = out.fields.get("id_country") or out.fields.get("nationality")
        if country:
            out.fields["id_country"] = country
        else:
            out.say("id_country", "ask", _("Which country issued passport {number}?").format(number=number))
    if type_ in identity.NRIC_TYPES and "gender" not in out.fields and "gender" not in {i.field for i in out.issues}:
        out.fields["gender"] = "L" if int(number[11]) % 2 else "P"


def _birth(out: Reading, value: Value, broken: bool) -> None:
    """The birth date of the list beside the one of the card."""
    number = str(out.fields.get("id_number", ""))
    if out.fields.get("id_type") not in identity.NRIC_TYPES:
        number = ""
    card = identity.birth_of(number, out.today) if number else None
    candidate = out.fields.pop("_candidate", "")
    likely = identity.birth_of(candidate, out.today) if candidate else None
    if broken:
        return
    if value is None or (isinstance(value, str) and contact.is_none(value)):
        if card:
            out.fields["birth_date"] = card
        return
    day = _day(out, "birth_date", value, card)
    if day is None:
        return
    if likely and likely == day and "id_number" not in out.fields:
        out.fields |= {"id_number": candidate, "id_type": "MYKAD"}
    _compare_birth(out, day, card)


def _compare_birth(out: Reading, day: date, card: date | None) -> None:
    if day == card or "birth_date" in out.settled:
        out.fields["birth_date"] = day
    elif card and (day.year, day.month, day.day) == (card.year, card.day, card.month):
        out.fields["birth_date"] = card
        out.say("birth_date", "suggest", _("The list says {file}, the card number {card}: day and month are "
                                           "swapped.").format(
            file=show_date(day), card=show_date(card)), card.isoformat())
    elif (out.today - day).days < 365 * 10:
        if card:
            out.fields["birth_date"] = card
        out.say("birth_date", "ask", _("The birth date {file} would be a child's.").format(file=show_date(day)) + (
            " " + _("The card number says {card}.").format(card=show_date(card)) if card else ""),
            card.isoformat() if card else "")
    elif card:
        out.fields["birth_date"] = day
        out.say("birth_date", "ask", _("The list says {file}, the card number {card}. Which is right?").format(
            file=show_date(day), card=show_date(card)), card.isoformat(), (day.isoformat(), card.isoformat()))
    else:
        out.fields["birth_date"] = day
        age = out.today.year - day.year - ((out.today.month, out.today.day) < (day.month, day.day))
        if not identity.MIN_AGE <= age <= identity.MAX_AGE:
            out.say("birth_date", "suggest", _("The age is {age}.").format(age=age))


def _date(out: Reading, name: str, value: Value) -> None:
    if isinstance(value, str) and contact.is_none(value):
        return
    day = _day(out, name, value, None)
    if day:
        out.fields[name] = day


def _day(out: Reading, name: str, value: Value, card: date | None) -> date | None:
    """The day in a cell; None when it is none (and said so)."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        day = from_serial(value)
        if day:
            out.say(name, "suggest", _("A number without a date format; as an Excel date it is {date}.").format(
                date=show_date(day)), day.isoformat())
            return day
    text = as_text(value)
    day = month_first(text, out.today) if name in out.month_first else None
    day = day or read_date(text, out.today, past=name == "birth_date")
    if day is None:
        swapped = month_first(text, out.today)
        if swapped and swapped == card:
            out.fields[name] = card
            out.say(name, "ask", _("'{text}' is not a date with the day first; month first it is {date}, as in the "
                                   "card "
                                   "number.").format(text=text, date=show_date(swapped)), swapped.isoformat())
        else:
            out.say(name, "reject", _("'{text}' is not a date (the day comes first).").format(text=text))
    return day


def _contact(out: Reading, good: Mapping[str, Value]) -> None:
    for name in ("phone_mobile", "phone_other"):
        if name in good:
            _phones(out, name, good[name])
    if "email" in good and not contact.is_none(as_text(good["email"])):
        _email(out, as_text(good["email"]))
    if "state" in good and not contact.is_none(as_text(good["state"])):
        _word(out, good, "state", contact.read_state)
    if "postcode" in good and not contact.is_none(as_text(good["postcode"])):
        _postcode(out, good["postcode"])


def _phones(out: Reading, name: str, value: Value) -> None:
    text = as_text(value)
    if contact.is_none(text):
        return
    target = name
    for part in contact.split_phones(text):
        phone = contact.read_phone(part)
        if not phone.number:
            out.say(name, "ask", _("'{text}' has not the length of a phone number.").format(text=part))
            continue
        if target in out.fields:
            out.notes.append(_("Another phone was left out: {phone}").format(phone=contact.show_phone(phone.number)))
            out.say(name, "suggest", _("There is no room for a third phone: {phone}").format(phone=part))
            continue
        out.fields[target] = phone.number
        if phone.restored:
            out.say(name, "suggest", _("The 0 in front is lost; {phone} is proposed.").format(
                phone=contact.show_phone(phone.number)), phone.number)
        if phone.extension:
            out.say(name, "suggest", _("An office line with extension {ext}; the extension goes to the "
                                       "remarks.").format(
                ext=phone.extension), phone.number)
            out.fields["notes"] = _("ext. {ext}").format(ext=phone.extension)
        target = "phone_other"


def _email(out: Reading, text: str) -> None:
    address = contact.read_email(text)
    if address:
        out.fields["email"] = address
        return
    fixed = contact.read_email(text.replace(",", ".").replace(" ", ""))
    if fixed and "," in text:
        out.say("email", "ask", _("A comma in the e-mail address, probably a full stop: {email}?").format(email=fixed),
                fixed,
                (fixed,))
    elif fixed:
        out.say("email", "ask", _("Spaces in the e-mail address: {email}?").format(email=fixed), fixed, (fixed,))
    else:
        out.say("email", "ask", _("'{text}' is not one complete e-mail address.").format(text=text))


def _postcode(out: Reading, value: Value) -> None:
    text = plain(as_text(value)).replace(" ", "")
    if re.fullmatch(r"\d{4}", text):
        out.say("postcode", "suggest", _("The postcode lost its leading zero; {postcode} is proposed.").format(
            postcode="0" + text), "0" + text)
        text = "0" + text
    elif not re.fullmatch(r"\d{5}", text):
        if out.fields.get("state") == contact.ABROAD or out.fields.get("country", "MY") != "MY":
            out.fields["postcode"] = text[:12]
        else:
            out.say("postcode", "ask", _("'{text}' is not a postcode of 5 digits.").format(text=text))
        return
    out.fields["postcode"] = text
    state, usual = out.fields.get("state"), contact.state_of_postcode(text)
    near = {"Selangor", "W.P. Kuala Lumpur", "W.P. Putrajaya"}
    if state in contact.STATES and usual and usual != state and not {state, usual} <= near:
        out.say("postcode", "suggest", _("Postcode {postcode} usually lies in {usual}, the list says {state}.").format(
            postcode=text, usual=usual, state=state))
