"""What is known of the centre, as frozen rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import select

from app.centre.records import Centre, Holiday, Series, Setting, Signatory, WeekendRule
from app.office.command import Query, Work
from app.office.permissions import Permission


@dataclass(frozen=True)
class CentreRow:
    """The profile."""

    version: int
    code: str
    name: str
    name_ms: str
    short_name: str
    kind: str
    address_1: str
    address_2: str
    address_3: str
    postcode: str
    city: str
    state: str
    phone: str
    email: str
    web: str
    logo: bytes | None
    verify_url: str
    language: str
    identity_on_certificate: str
    result_on_certificate: bool
    certificate_design: str
    certificate_language: str
    sign_in_required: bool
    idle_minutes: int
    backup_folder: str

    def address(self) -> str:
        """The address in one line."""
        place = " ".join(p for p in (self.postcode, self.city) if p)
        return ", ".join(p for p in (self.address_1, self.address_2, self.address_3, place, self.state) if p)


def centre_row(work: Work) -> CentreRow | None:
    """The profile, read inside a transaction; None when there is no centre yet."""
    record = work.session.get(Centre, 1)
    if record is None:
        return None
    return CentreRow(**{f.name: getattr(record, f.name) for f in fields(CentreRow)})


@dataclass(frozen=True, kw_only=True)
class CentreProfile(Query[CentreRow]):
    """The centre: one row, or none in a database that was never set up."""

    needs = Permission.ANYONE  # the sign-in screen shows the name
    reads = frozenset({"centre"})

    def rows(self, work: Work) -> Sequence[CentreRow]:
        row = centre_row(work)
        return [row] if row else []


@dataclass(frozen=True)
class WeekendRow:
    """Weekend days (0 = Monday) from a date on."""

    id: int
    valid_from: date
    days: frozenset[int]


@dataclass(frozen=True)
class HolidayRow:
    """A day without sessions."""

    id: int
    day: date
    name: str


@dataclass(frozen=True, kw_only=True)
class Weekends(Query[WeekendRow]):
    """All weekend rules, oldest first."""

    needs = Permission.CENTRE_VIEW
    reads = frozenset({"weekend_rule"})

    def rows(self, work: Work) -> Sequence[WeekendRow]:
        found = work.session.scalars(select(WeekendRule).order_by(WeekendRule.valid_from))
        return [WeekendRow(r.id, r.valid_from, frozenset(int(d) for d in r.days)) for r in found]


@dataclass(frozen=True, kw_only=True)
class Holidays(Query[HolidayRow]):
    """Holidays, of one year or all."""

    needs = Permission.CENTRE_VIEW
    reads = frozenset({"holiday"})

    year: int | None = None

    def rows(self, work: Work) -> Sequence[HolidayRow]:
        wanted = select(Holiday).order_by(Holiday.day)
        if self.year is not None:
            wanted = wanted.where(Holiday.day.between(date(self.year, 1, 1), date(self.year, 12, 31)))
        return [HolidayRow(h.id, h.day, h.name) for h in work.session.scalars(wanted)]


@dataclass(frozen=True)
class SignatoryRow:
    """Who signs, and when he may."""

    id: int
    version: int
    name: str
    post_ms: str
    post_en: str
    organisation: str
    valid_from: date
    valid_to: date | None
    position: int
    image: bytes | None
    role: str = ""


def signatories_on(work: Work, day: date | None = None) -> list[SignatoryRow]:
    """The signatories whose period holds the day (all without one), in printing order."""
    found = work.session.scalars(select(Signatory).order_by(Signatory.position, Signatory.id))
    rows = [SignatoryRow(**{f.name: getattr(s, f.name) for f in fields(SignatoryRow)}) for s in found]
    if day is None:
        return rows
    return [r for r in rows if r.valid_from <= day and (r.valid_to is None or day <= r.valid_to)]


@dataclass(frozen=True, kw_only=True)
class Signatories(Query[SignatoryRow]):
    """Signatories, all or those who may sign on a day."""

    needs = Permission.CENTRE_VIEW
    reads = frozenset({"signatory"})

    on: date | None = None

    def rows(self, work: Work) -> Sequence[SignatoryRow]:
        return signatories_on(work, self.on)


@dataclass(frozen=True)
class SeriesRow:
    """A certificate series."""

    id: int
    version: int
    code: str
    pattern: str
    programme: str = ""  # code of the programme it numbers, '' = all
    kind: str = ""
    yearly: bool = True
    first: int = 1
    active: bool = True


@dataclass(frozen=True, kw_only=True)
class SeriesList(Query[SeriesRow]):
    """The series in use, the widest first; with `all` the retired ones behind them."""

    needs = Permission.CENTRE_VIEW
    reads = frozenset({"series"})

    all: bool = False

    def rows(self, work: Work) -> Sequence[SeriesRow]:
        found = work.session.scalars(select(Series).order_by(
            Series.active.desc(), Series.programme, Series.kind, Series.id))
        return [SeriesRow(**{f.name: getattr(s, f.name) for f in fields(SeriesRow)}) for s in found
                if s.active or self.all]


def setting(work: Work, key: str, default: str = "") -> str:
    """A setting's JSON text, or the default."""
    found = work.session.scalars(select(Setting.value).where(Setting.key == key)).first()
    return default if found is None else found
