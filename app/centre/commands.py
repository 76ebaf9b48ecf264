"""Changes to the centre itself: profile, calendar, signatories."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from io import BytesIO

from sqlalchemy import select

from app.centre.records import Centre, Holiday, Setting, Signatory, WeekendRule
from app.errors import Invalid
from app.i18n import _, ngettext, show_date
from app.office.command import Command, Work
from app.office.permissions import Permission

CODE = re.compile(r"[A-Z0-9]{2,12}")
MAX_PICTURE = 5_000_000  # bytes; larger pictures make every certificate slow
MOST_PIXELS = 5_000_000


@dataclass(frozen=True, kw_only=True)
class SaveCentre(Command[int]):
    """Write the centre's profile; makes it when there is none. Fields left None stay as they are."""

    needs = Permission.CENTRE_CHANGE

    code: str | None = None
    name: str | None = None
    name_ms: str | None = None
    short_name: str | None = None
    kind: str | None = None
    address_1: str | None = None
    address_2: str | None = None
    address_3: str | None = None
    postcode: str | None = None
    city: str | None = None
    state: str | None = None
    phone: str | None = None
    email: str | None = None
    web: str | None = None
    logo: bytes | None = None  # b'' takes the logo away
    verify_url: str | None = None
    language: str | None = None
    identity_on_certificate: str | None = None
    result_on_certificate: bool | None = None
    certificate_design: str | None = None
    certificate_language: str | None = None
    sign_in_required: bool | None = None
    idle_minutes: int | None = None
    backup_folder: str | None = None
    version: int | None = None

    def label(self) -> str:
        return _("Change the centre's profile")

    def problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if self.code is not None and not CODE.fullmatch(self.code):
            found["code"] = _("The code has 2 to 12 letters A–Z and digits, without spaces. It goes into certificate "
                              "numbers.")
        if self.name is not None and not self.name.strip():
            found["name"] = _("Write the name of the centre.")
        if self.postcode and not re.fullmatch(r"\d{5}", self.postcode):
            found["postcode"] = _("A postcode has five digits.")
        if self.idle_minutes is not None and not 1 <= self.idle_minutes <= 60:
            found["idle_minutes"] = _("Choose 1 to 60 minutes.")
        if self.logo:
            told = picture_problem(self.logo)
            if told:
                found["logo"] = told
        return found

    def run(self, work: Work) -> int:
        given = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "version"}
        given = {k: v.strip() if isinstance(v, str) else v for k, v in given.items() if v is not None}
        if "logo" in given:
            given["logo"] = given["logo"] or None
        centre = work.session.get(Centre, 1)
        if centre is None:
            missing = {k: _("This is required.") for k in ("code", "name") if not given.get(k)}
            if missing:
                raise Invalid(missing)
            return work.add(Centre(id=1, **given)).id
        centre = work.get(Centre, 1, self.version)
        for key, value in given.items():
            setattr(centre, key, value)
        return centre.id


def picture_problem(data: bytes, most_pixels: int = MOST_PIXELS) -> str | None:
    """Why a picture cannot be used, as a sentence; None when it can. Only PNG and JPEG are taken.

    Only its head is read, so that a picture of any size is refused before it takes memory.
    """
    if len(data) > MAX_PICTURE:
        return _("The picture is larger than 5 MB. Save it smaller and choose it again.")
    if not data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return _("This is not a PNG or JPEG picture. Choose another file.")
    return _too_many_pixels(data, most_pixels)


def _too_many_pixels(data: bytes, most: int) -> str | None:
    import warnings

    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            width, height = Image.open(BytesIO(data), formats=("PNG", "JPEG")).size
    except Image.DecompressionBombError:
        width, height = most, 2
    except (OSError, SyntaxError, ValueError):
        return _("This picture cannot be read. Save it again as PNG and choose it.")
    if width * height <= most:
        return None
    return _("The picture has more than {n} million pixels. Make it smaller, then choose it again.").format(
        n=most // 1_000_000)


@dataclass(frozen=True, kw_only=True)
class SetWeekend(Command[int]):
    """Say which weekdays (0 = Monday) are the weekend from a date on."""

    needs = Permission.CENTRE_CHANGE

    valid_from: date
    days: frozenset[int]

    def label(self) -> str:
        return _("Set the weekend from {date}").format(date=show_date(self.valid_from))

    def problems(self) -> dict[str, str]:
        if not self.days <= set(range(7)) or len(self.days) > 6:
            return {"days": _("Leave at least one day of the week for sessions.")}
        return {}

    def run(self, work: Work) -> int:
        days = "".join(str(d) for d in sorted(self.days))
        rule = work.session.scalars(select(WeekendRule).where(WeekendRule.valid_from == self.valid_from)).first()
        if rule is None:
            return work.add(WeekendRule(valid_from=self.valid_from, days=days)).id
        rule.days = days
        return rule.id


@dataclass(frozen=True, kw_only=True)
class RemoveWeekend(Command[None]):
    """Take a weekend rule away."""

    needs = Permission.CENTRE_CHANGE

    rule_id: int

    def label(self) -> str:
        return _("Remove a weekend rule")

    def run(self, work: Work) -> None:
        work.remove(work.get(WeekendRule, self.rule_id))


@dataclass(frozen=True, kw_only=True)
class AddHolidays(Command[int]):
    """Record days without sessions; a day that is there already gets the new name. Returns how many are new."""

    needs = Permission.CENTRE_CHANGE

    days: tuple[tuple[date, str], ...]

    def label(self) -> str:
        return ngettext("Add {n} holiday", "Add {n} holidays", len(self.days)).format(n=len(self.days))

    def problems(self) -> dict[str, str]:
        return {} if all(name.strip() for _day, name in self.days) else {"name": _("Write the name of the holiday.")}

    def run(self, work: Work) -> int:
        known = {h.day: h for h in work.session.scalars(
            select(Holiday).where(Holiday.day.in_([d for d, _n in self.days])))}
        new = 0
        for day, name in self.days:
            if day in known:
                known[day].name = name.strip()
            else:
                known[day] = work.add(Holiday(day=day, name=name.strip()))
                new += 1
        return new


@dataclass(frozen=True, kw_only=True)
class RemoveHoliday(Command[None]):
    """Take a holiday away."""

    needs = Permission.CENTRE_CHANGE

    holiday_id: int

    def label(self) -> str:
        return _("Remove a holiday")

    def run(self, work: Work) -> None:
        work.remove(work.get(Holiday, self.holiday_id))


@dataclass(frozen=True, kw_only=True)
class SaveSignatory(Command[int]):
    """Add a signatory, or change one (with the version that was seen)."""

    needs = Permission.CENTRE_CHANGE

    signatory_id: int | None = None
    version: int | None = None
    name: str
    post_ms: str = ""
    post_en: str = ""
    organisation: str = ""
    valid_from: date
    valid_to: date | None = None
    position: int = 1
    role: str = ""  # what templates ask for: director, registrar, expert, partner, or another word
    image: bytes | None = None  # None leaves it, b'' takes it away

    def label(self) -> str:
        return _("Save signatory {name}").format(name=self.name)

    def problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if not self.name.strip():
            found["name"] = _("Write the name as it is printed, with titles.")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            found["valid_to"] = _("The period ends before it begins.")
        if len(self.role) > 40:
            found["role"] = _("A role has up to 40 letters.")
        if self.image:
            told = picture_problem(self.image)
            if told:
                found["image"] = told
        return found

    def run(self, work: Work) -> int:
        values = {"name": self.name.strip(), "post_ms": self.post_ms.strip(), "post_en": self.post_en.strip(),
                  "organisation": self.organisation.strip(), "valid_from": self.valid_from,
                  "valid_to": self.valid_to, "position": self.position, "role": self.role.strip()}
        if self.image is not None:
            values["image"] = self.image or None
        if self.signatory_id is None:
            return work.add(Signatory(**values)).id
        signatory = work.get(Signatory, self.signatory_id, self.version)
        for key, value in values.items():
            setattr(signatory, key, value)
        return signatory.id


@dataclass(frozen=True, kw_only=True)
class RemoveSignatory(Command[None]):
    """Take a signatory away; certificates that were issued keep theirs."""

    needs = Permission.CENTRE_CHANGE

    signatory_id: int

    def label(self) -> str:
        return _("Remove a signatory")

    def run(self, work: Work) -> None:
        work.remove(work.get(Signatory, self.signatory_id))


@dataclass(frozen=True, kw_only=True)
class SaveSetting(Command[None]):
    """Write one setting of the centre (JSON text)."""

    needs = Permission.CENTRE_CHANGE

    key: str
    value: str

    def label(self) -> str:
        return _("Change a setting")

    def run(self, work: Work) -> None:
        found = work.session.scalars(select(Setting).where(Setting.key == self.key)).first()
        if found is None:
            work.add(Setting(key=self.key, value=self.value))
        else:
            found.value = self.value
