"""The wording of official certificates, and of programmes that run for months (domain reference, 3.5, (1) to (6)).

These sentences are part of the design, as those of `words` are: they change only together with facts.DESIGN_VERSION.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.certificates.facts import Facts
from app.certificates.paper.words import Pair, result
from app.i18n import long_date, month_name

_CERTIFIED = ("Adalah dengan ini diperakui bahawa", "This is to certify that")
_CONFIRMED = ("Dengan ini disahkan bahawa", "This is to certify that")
_DID = {
    "completion": ("telah berjaya menamatkan", "has successfully completed the"),
    "attendance": ("telah menghadiri", "attended the"),
    "participation": ("telah menyertai", "took part in the"),
    "achievement": ("telah lulus penilaian", "has passed the assessment of"),
}
_MALAY = ("sifar", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "lapan", "sembilan", "sepuluh", "sebelas",
          "dua belas")
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
MONTH = 365.25 / 12  # days
MODES = {"hybrid": ("hibrid", "hybrid"), "online": ("dalam talian", "online")}


def formal(facts: Facts) -> Mapping[str, Pair]:
    """The fields of official wording: hereby, did, held_on, held_at, passed_with, present_at, given, run, visit."""
    hereby = _CONFIRMED if facts.kind in ("attendance", "participation") else _CERTIFIED
    ms, en = facts.award_ms or facts.award_en, facts.award_en or facts.award_ms
    did = (f"telah dianugerahkan {ms} dalam", f"has been awarded {en} in the") if facts.kind == "award" and ms else (
        _DID.get(facts.kind, _DID["completion"]))
    return {"hereby": Pair(*hereby), "did": Pair(*did), "held_on": Pair(*_held_on(facts)), "held_at": Pair(*_at(facts)),
            "given": Pair(f"Dikeluarkan pada {long_date(facts.issued_on, 'ms')}.",
                          f"Issued on {long_date(facts.issued_on, 'en')}."),
            "passed_with": Pair() if facts.kind == "attendance" else Pair(*result(facts)),
            "present_at": Pair(*result(facts)) if facts.kind == "attendance" else Pair(),
            "run": Pair(*_run(facts)), "visit": Pair(facts.visit, facts.visit)}


def _held_on(facts: Facts) -> tuple[str, str]:
    """'yang diadakan dari 10 Mac 2025 hingga 14 Mac 2025 (5 hari / 35 jam)'; the day of an achievement."""
    start, end = facts.starts or facts.ends, facts.ends or facts.starts
    if facts.kind == "achievement":
        day = facts.awarded_on or end or facts.issued_on
        return f"pada {long_date(day, 'ms')}", f"on {long_date(day, 'en')}"
    if not start or not end:
        return "", ""
    if start == end:
        ms, en = f"yang diadakan pada {long_date(start, 'ms')}", f"held on {long_date(start, 'en')}"
    else:
        ms = f"dari {long_date(start, 'ms')} hingga {long_date(end, 'ms')}"
        en = f"held from {long_date(start, 'en')} to {long_date(end, 'en')}"
        if facts.kind != "attendance":
            ms = f"yang diadakan {ms}"
    hours = format(facts.hours.normalize(), "f") if facts.hours else ""
    days = facts.days or 0
    if facts.kind == "attendance" or not (days or hours):
        return ms, en
    length_ms = " / ".join(filter(None, (f"{days} hari" if days else "", f"{hours} jam" if hours else "")))
    length_en = " / ".join(filter(None, (f"{days} {'day' if days == 1 else 'days'}" if days else "",
                                         f"{hours} {'hour' if hours == '1' else 'hours'}" if hours else "")))
    return f"{ms} ({length_ms})", f"{en} ({length_en})"


def _at(facts: Facts) -> tuple[str, str]:
    """'di ... anjuran ... dengan kerjasama ...', 'at ..., organised by ... in collaboration with ...'."""
    ms = [f"di {facts.venue}"] if facts.venue else []
    en = f"at {facts.venue}" if facts.venue else ""
    if facts.organiser:
        ms.append(f"anjuran {facts.organiser}")
        en = ", ".join(filter(None, (en, f"organised by {facts.organiser}")))
    if facts.partner:
        ms.append(f"dengan kerjasama {facts.partner}")
        en = f"{en} in collaboration with {facts.partner}".strip()
    return " ".join(ms), en


def _run(facts: Facts) -> tuple[str, str]:
    """'program hibrid selama lapan bulan dari Mac 2025 hingga Oktober 2025', 'an eight-month hybrid programme ...'."""
    start, end = facts.starts, facts.ends
    ms_mode, en_mode = MODES.get(facts.mode, ("", ""))
    kind_ms, kind_en = f"program {ms_mode}".strip(), f"{en_mode} programme".strip()
    if not start or not end:
        return kind_ms, f"{_article(kind_en)} {kind_en}"
    months = round(((end - start).days + 1) / MONTH)
    if months < 2:
        ms, en = _held_on(facts)
        return f"{kind_ms} {ms}", f"{_article(kind_en)} {kind_en} {en}"
    number = (_MALAY[months], _ENGLISH[months]) if months < len(_MALAY) else (str(months), str(months))
    long = f"{number[1]}-month {kind_en}"
    return (f"{kind_ms} selama {number[0]} bulan dari {_month(start, 'ms')} hingga {_month(end, 'ms')}",
            f"{_article(long)} {long} held from {_month(start, 'en')} to {_month(end, 'en')}")


def _month(day: date, lang: str) -> str:
    return f"{month_name(day.month, lang)} {day.year}"


def _article(words: str) -> str:
    return "an" if words[:1] in "aeio8" or words.startswith(("11-", "18-")) else "a"
