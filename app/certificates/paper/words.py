"""The wording of certificates, in Malay and in English, by kind.

These sentences are part of the design: a paper printed again must read as it did, so they are not in the
translation catalogue and change only together with facts.DESIGN_VERSION.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.certificates.facts import Facts
from app.i18n import long_date, month_name


@dataclass(frozen=True)
class Pair:
    """A text in both languages; only those of the paper's language are filled."""

    ms: str = ""
    en: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """Malay first; a text that is the same in both stands once."""
        return tuple(dict.fromkeys(text for text in (self.ms, self.en) if text))

    @property
    def dotted(self) -> str:
        """'Pengarah · Director'."""
        return " · ".join(self.lines)


@dataclass(frozen=True)
class Wording:
    """All texts of one certificate but names and numbers."""

    title: Pair
    certify: Pair
    verb: Pair
    subtitle: str
    period: Pair
    place: Pair
    result: Pair
    identity: str
    number: str
    date: str
    date_text: str
    scan: str
    code: str
    seal: Pair


_TITLES = {
    "attendance": ("Sijil Kehadiran", "Certificate of Attendance"),
    "participation": ("Sijil Penyertaan", "Certificate of Participation"),
    "achievement": ("Sijil Pencapaian", "Certificate of Achievement"),
    "award": ("Sijil Anugerah", "Certificate of Award"),
}
_CERTIFY = ("Dengan ini disahkan bahawa", "This is to certify that")
_AWARDED = ("Dianugerahkan kepada", "Awarded to")
_VERBS = {
    "attendance": ("telah menghadiri", "attended"),
    "participation": ("telah menyertai", "took part in"),
    "achievement": ("telah lulus penilaian", "has passed the assessment of"),
    "award": ("telah menerima anugerah dalam", "has received an award in"),
    "completion": ("telah berjaya menamatkan kursus", "has successfully completed the course"),
    "completion-long": ("telah berjaya menamatkan program latihan",
                        "has successfully completed the training programme"),
}
_FOR = {
    "attendance": ("atas kehadiran dalam", "for attending"),
    "participation": ("atas penyertaan dalam", "for taking part in"),
    "achievement": ("atas kejayaan lulus penilaian", "for passing the assessment of"),
    "award": ("atas kecemerlangan dalam", "for excellence in"),
    "completion": ("atas kejayaan menamatkan kursus", "for successfully completing the course"),
    "completion-long": ("atas kejayaan menamatkan program", "for successfully completing"),
}


def wording(facts: Facts, *, awarded: bool = False) -> Wording:
    """The texts of a certificate in its language; `awarded` in the manner 'Awarded to ... for completing'."""
    kind = facts.kind + ("-long" if facts.kind == "completion" and facts.long else "")
    title = _TITLES.get(facts.kind) or (("Sijil Tamat Latihan" if facts.long else "Sijil Tamat Kursus"),
                                        "Certificate of Completion")

    def pair(both: tuple[str, str]) -> Pair:
        return Pair(both[0] if facts.language != "en" else "", both[1] if facts.language != "ms" else "")

    both = facts.language == "bi"
    ms = facts.language != "en"
    return Wording(
        title=pair(title), certify=pair(_AWARDED if awarded else _CERTIFY),
        verb=pair(_award(facts) if kind == "award" and not awarded and facts.award_ms + facts.award_en else
                  (_FOR if awarded else _VERBS)[kind]),
        subtitle=_subtitle(facts), period=pair(period(facts)), place=pair(_place(facts)), result=pair(result(facts)),
        identity=facts.identity_label or ("No. Kad Pengenalan" if ms else "Identity Card No."),
        number="No. Siri · Serial No." if both else "No. Siri" if ms else "Serial No.",
        date="Tarikh · Date of issue" if both else "Tarikh dikeluarkan" if ms else "Date of issue",
        date_text=long_date(facts.issued_on, "ms" if ms else "en"),
        scan="Imbas untuk sahkan" if ms else "Scan to verify",
        code="Kod" if ms else "Code",
        seal=pair(("Cop rasmi", "Official seal")))


def _award(facts: Facts) -> tuple[str, str]:
    """'telah dianugerahkan Pelatih Terbaik dalam'."""
    ms, en = facts.award_ms or facts.award_en, facts.award_en or facts.award_ms
    return f"telah dianugerahkan {ms} dalam", f"has been awarded {en} in"


def centre_names(facts: Facts) -> tuple[str, str]:
    """The name in the first place, and the one below it ('' for none)."""
    if facts.language == "en":
        return facts.centre_name_en or facts.centre_name, ""
    if facts.language == "ms":
        return facts.centre_name_ms or facts.centre_name, ""
    other = next((n for n in (facts.centre_name_ms, facts.centre_name_en) if n and n != facts.centre_name), "")
    return facts.centre_name, other


def _subtitle(facts: Facts) -> str:
    given = {"ms": (facts.course_title_ms,), "en": (facts.course_title_en,),
             "bi": (facts.course_title_ms, facts.course_title_en)}[facts.language]
    return " · ".join(dict.fromkeys(text for text in given if text and text != facts.course_title))


def period(facts: Facts) -> tuple[str, str]:
    """'dari 15 Jun hingga 10 Julai 2026 (20 hari, 80 jam)' and the same in English; empty without dates."""
    start, end = facts.starts or facts.ends, facts.ends or facts.starts
    texts = []
    for lang, since, until, day, hour in (("ms", "dari", "hingga", ("hari", "hari"), ("jam", "jam")),
                                          ("en", "from", "to", ("day", "days"), ("hour", "hours"))):
        text = ""
        if start and end and start != end:
            text = f"{since} {_first_day(start, end, lang)} {until} {long_date(end, lang)}"
        elif start:
            text = f"{'pada' if lang == 'ms' else 'on'} {long_date(start, lang)}"
        length = []
        if facts.days:
            length.append(f"{facts.days} {day[facts.days != 1]}")
        if facts.hours:
            length.append(f"{_number(facts.hours)} {hour[facts.hours != 1]}")
        texts.append(f"{text} ({', '.join(length)})".strip() if length else text)
    return texts[0], texts[1]


def _first_day(start: date, end: date, lang: str) -> str:
    """The start of a span, with only what its end does not say."""
    if start.year != end.year:
        return long_date(start, lang)
    return f"{start.day} {month_name(start.month, lang)}" if start.month != end.month else str(start.day)


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _place(facts: Facts) -> tuple[str, str]:
    ms, en = [], []
    if facts.venue:
        ms.append(f"di {facts.venue}")
        en.append(f"at {facts.venue}")
    if facts.organiser:
        ms.append(f"anjuran {facts.organiser}")
        en.append(f"organised by {facts.organiser}")
    if facts.partner:
        ms.append(f"dengan kerjasama {facts.partner}")
        en.append(f"in collaboration with {facts.partner}")
    return " ".join(ms), ", ".join(en)


def result(facts: Facts) -> tuple[str, str]:
    """'dengan keputusan TERAMPIL, gred A', or of how many sessions somebody was present."""
    if facts.kind == "attendance" and facts.attended is not None and facts.held:
        return (f"dengan kehadiran sebanyak {facts.attended} daripada {facts.held} sesi",
                f"being present at {facts.attended} of {facts.held} sessions")
    ms, en = [], []
    if facts.result_ms or facts.result_en:
        ms.append(f"dengan keputusan {facts.result_ms or facts.result_en}")
        en.append(f"with the result {facts.result_en or facts.result_ms}")
    if facts.grade:
        ms.append(f"{'' if ms else 'dengan '}gred {facts.grade}")
        en.append(f"{'' if en else 'with '}grade {facts.grade}")
    return ", ".join(ms), ", ".join(en)
