"""What stands on a certificate: frozen when it is issued, kept as JSON, printed from nothing else.

The JSON is canonical (sorted keys, no spaces, defaults left out), so equal facts are equal texts. A field that a
later version adds must have a default; a field is never renamed or given another meaning, since papers of many
years ago are printed again from these texts.
"""

from __future__ import annotations

import base64
import json
from dataclasses import MISSING, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Literal, cast, get_args

from app.errors import Damaged
from app.i18n import _

Kind = Literal["completion", "attendance", "achievement", "participation", "award"]
Language = Literal["ms", "en", "bi"]
Design = str
"""Code of a template."""
KINDS: tuple[Kind, ...] = get_args(Kind)
LANGUAGES: tuple[Language, ...] = get_args(Language)
DESIGNS: tuple[Design, ...] = ("klasik", "moden")
"""The templates that come with the program."""
DESIGN_VERSION = 1
"""The drawing of today. A change that moves ink on old papers gets a new version beside the old one."""


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One signature block. `image` is a PNG or JPEG in base64, None for a blank line for ink."""

    name: str  # with titles, as printed
    post_ms: str = ""
    post_en: str = ""
    organisation: str = ""
    image: str | None = None
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything a certificate prints. Texts are as printed, in any script; images are base64."""

    number: str
    verification_code: str
    kind: Kind
    language: Language
    design: Design
    design_version: int = DESIGN_VERSION
    name: str
    titles: tuple[str, ...] = ()  # before the name, in order: "Ir.", "Dr."
    identity_label: str = ""  # '' takes the word for an identity card in the paper's language
    identity_text: str = ""  # full, masked or '' for none
    centre_name: str
    centre_name_ms: str = ""
    centre_name_en: str = ""
    course_title: str
    course_title_ms: str = ""
    course_title_en: str = ""
    long: bool = True  # a training programme (Sijil Tamat Latihan), else a short course (Sijil Tamat Kursus)
    starts: date | None = None
    ends: date | None = None
    days: int | None = None
    hours: Decimal | None = None
    venue: str = ""
    organiser: str = ""
    partner: str = ""
    grade: str = ""  # "A": printed as "dengan gred A"
    result_ms: str = ""  # "TERAMPIL": printed as "dengan keputusan TERAMPIL"
    result_en: str = ""
    attended: int | None = None  # sessions, for kind attendance
    held: int | None = None
    issued_on: date
    signatories: tuple[Signature, ...] = ()  # at most three, from the left
    logo: str | None = None
    verify_text: str = ""  # what the QR code says; '' draws none
    history_anchor: str = ""  # hash of the history at the issue; not printed
    template: str = ""  # SHA-256 of the layout; '' for papers of the time before templates
    edition: int = 1
    awarded_on: date | None = None
    expires_on: date | None = None
    award_ms: str = ""  # what an award is for: "Pelatih Terbaik"
    award_en: str = ""
    capstone: str = ""  # title of the project that was presented
    mode: str = ""  # of the cohort: hybrid, online; '' for all others
    visit: str = ""  # where the study visit went
    first_issued_on: date | None = None  # of a replacement, which is endorsed
    replaced_on: date | None = None
    replaced_why: str = ""  # lost damaged misspelt renamed

    def to_json(self) -> str:
        """The canonical text. Fields that hold their default are left out, so new fields change no old text."""
        out: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name == "design_version" or field.default is MISSING or value != field.default:
                out[field.name] = _plain(value)
        return json.dumps(out, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @staticmethod
    def from_json(text: str) -> Facts:
        """The facts of a stored text; Damaged when it is not one. Unknown fields (a newer version's) are Damaged."""
        try:
            given = cast("dict[str, Any]", json.loads(text))
            for key in ("starts", "ends", "issued_on", "awarded_on", "expires_on", "first_issued_on", "replaced_on"):
                if given.get(key):
                    given[key] = date.fromisoformat(given[key])
            if given.get("hours") is not None:
                given["hours"] = Decimal(given["hours"])
            given["titles"] = tuple(given.get("titles", ()))
            given["signatories"] = tuple(Signature(**s) for s in given.get("signatories", ()))
            return Facts(**given)
        except (ValueError, TypeError, AttributeError, ArithmeticError) as problem:
            raise Damaged(_("What is stored of this certificate cannot be read by this version.")) from problem

    @property
    def full_name(self) -> str:
        """Titles and name in one line."""
        return " ".join((*self.titles, self.name))


def image_text(image: bytes | None) -> str | None:
    """An image of the database as facts keep it."""
    return base64.b64encode(image).decode("ascii") if image else None


def qr_payload(*, number: str, name: str, identity_last4: str, course: str, issued_on: date, code: str) -> str:
    """What the QR code says without a verify address: six fields between bars, so bars within them become '/'."""
    parts = (number, name, identity_last4, course, issued_on.isoformat(), code)
    return "|".join(part.replace("|", "/") for part in parts)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Signature):
        return {f.name: v for f in fields(value) if (v := getattr(value, f.name)) != f.default}
    return value
