"""What a centre is: its profile, its calendar, who signs its papers, how it numbers them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import true
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Record


class Centre(Record):
    """The organisation that keeps this database: one row, id 1."""

    __tablename__ = "centre"

    code: Mapped[str]  # 2-12 of A-Z 0-9, used in certificate numbers
    name: Mapped[str]
    name_ms: Mapped[str] = mapped_column(default="")
    short_name: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="")
    address_1: Mapped[str] = mapped_column(default="")
    address_2: Mapped[str] = mapped_column(default="")
    address_3: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    web: Mapped[str] = mapped_column(default="")
    logo: Mapped[bytes | None]
    verify_url: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="ms")
    identity_on_certificate: Mapped[str] = mapped_column(default="full")  # full, masked, none
    result_on_certificate: Mapped[bool] = mapped_column(default=True, server_default=true())  # of achievement
    certificate_design: Mapped[str] = mapped_column(default="klasik")
    certificate_language: Mapped[str] = mapped_column(default="bi")
    sign_in_required: Mapped[bool] = mapped_column(default=True)
    idle_minutes: Mapped[int] = mapped_column(default=10)  # 1-60; the window locks after them
    backup_folder: Mapped[str] = mapped_column(default="")  # '' = beside the database


class WeekendRule(Record):
    """Which weekdays are the weekend from a date on (states change them)."""

    __tablename__ = "weekend_rule"

    valid_from: Mapped[date] = mapped_column(unique=True)
    days: Mapped[str]  # weekday digits, 0 = Monday: '56' is Saturday and Sunday


class Holiday(Record):
    """A day without sessions."""

    __tablename__ = "holiday"

    day: Mapped[date] = mapped_column(unique=True)
    name: Mapped[str]


class Signatory(Record):
    """A person with a post and a period, whose signature certificates carry."""

    __tablename__ = "signatory"

    name: Mapped[str]  # with titles, as it is printed
    post_ms: Mapped[str] = mapped_column(default="")
    post_en: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    position: Mapped[int] = mapped_column(default=1)  # order on the paper, from the left
    role: Mapped[str] = mapped_column(default="", server_default="")  # what templates ask for: director, registrar...
    image: Mapped[bytes | None]


class Series(Record):
    """A run of certificate numbers with one pattern. The narrowest active one that fits a certificate numbers it."""

    __tablename__ = "series"

    code: Mapped[str] = mapped_column(unique=True)
    pattern: Mapped[str] = mapped_column(default="{centre}{yy}-{number:05}-{check}")
    active: Mapped[bool] = mapped_column(default=True)
    programme: Mapped[str] = mapped_column(default="", server_default="")  # code of the programme it is for, '' = all
    kind: Mapped[str] = mapped_column(default="", server_default="")  # kind of certificate it is for, '' = all
    yearly: Mapped[bool] = mapped_column(default=True, server_default=true())  # the count begins anew each year
    first: Mapped[int] = mapped_column(default=1, server_default="1")  # the number a count begins at


class Setting(Record):
    """A setting of the centre that travels with its data; the value is JSON."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(unique=True)
    value: Mapped[str]
