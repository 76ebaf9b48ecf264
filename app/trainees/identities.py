"""Changes to the documents of a trainee: several over time, one current, each number held by one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from app.errors import Invalid
from app.i18n import _
from app.office.command import Command, Work
from app.office.permissions import Permission
from app.trainees.fields import identity_problems, today
from app.trainees.identity import CITIZENSHIP_OF_TYPE, NRIC_TYPES, group, mask, normalise, read_nric, type_name
from app.trainees.living import living
from app.trainees.records import Identity, Trainee
from app.trainees.searchable import refresh_search


def proposed(type_: str, number: str, on: date) -> dict[str, Any]:
    """What the twelve digits say: birth_date, gender, citizenship; nothing for other documents."""
    if type_ not in NRIC_TYPES:
        return {"citizenship": "NON"} if type_ == "PASPORT" else {}
    found: dict[str, Any] = {"citizenship": CITIZENSHIP_OF_TYPE[type_]}
    try:
        read = read_nric(number, on)
    except Invalid:
        if len(number) == 12 and number.isdigit():
            found["gender"] = "L" if int(number[11]) % 2 else "P"
        return found
    return found | {"birth_date": read.birth_date, "gender": read.gender}


def country_of(type_: str, country: str) -> str:
    """The issuing country as it is stored: none for the cards of Malaysia."""
    return country.strip().upper() if type_ in ("PASPORT", "LAIN") else ""


def holder(work: Work, type_: str, number: str, country: str) -> Trainee | None:
    """Who has this number."""
    return work.session.scalar(
        select(Trainee).join(Identity, Identity.trainee_id == Trainee.id).where(
            Identity.type_group == group(type_), Identity.number == number,
            Identity.country == country_of(type_, country)))


def refuse_held(work: Work, type_: str, number: str, country: str, by: int | None = None) -> None:
    """Invalid, naming the person, when somebody else than `by` has this number."""
    found = holder(work, type_, number, country)
    if found is not None:
        raise Invalid({"identity_number": _("Already recorded here.") if found.id == by else _(
            "This number is already recorded for {name}, {number}.").format(name=found.full_name, number=found.number)})


def new_identity(work: Work, trainee_id: int, type_: str, number: str, *, country: str = "",
                 expiry: date | None = None, override_reason: str = "", checked: bool = False,
                 current: bool = True) -> Identity:
    """Put a document into the transaction; a current one takes the place of the one before."""
    before = work.session.scalars(select(Identity).where(Identity.trainee_id == trainee_id)).all()
    if current:
        for one in before:
            one.is_current = False
    return work.add(Identity(
        trainee_id=trainee_id, type=type_, type_group=group(type_), number=number, country=country_of(type_, country),
        expiry=expiry, is_current=current or not before, override_reason=override_reason.strip(),
        checked_by=work.actor.name if checked else "", checked_at=work.now if checked else None))


def put_identity(work: Work, trainee: Trainee, values: Mapping[str, Any]) -> None:
    """Make the current document what `values` say (see ChangeTrainee); record one when there is none."""
    if not any(name.startswith("identity_") or name in ("override_reason", "checked") for name in values):
        return
    record = work.session.scalars(select(Identity).where(
        Identity.trainee_id == trainee.id, Identity.is_current)).first()
    if record is None:
        type_ = values.get("identity_type") or "MYKAD"
        number = normalise(type_, values.get("identity_number") or "")
        if not number:
            return
        country = values.get("identity_country") or ""
        refuse_held(work, type_, number, country, trainee.id)
        for name, value in proposed(type_, number, work.today).items():
            if not getattr(trainee, name):
                setattr(trainee, name, value)
        new_identity(work, trainee.id, type_, number, country=country, expiry=values.get("identity_expiry"),
                     override_reason=values.get("override_reason") or "", checked=bool(values.get("checked")))
        return
    _correct(work, record, {
        "type": values.get("identity_type") or record.type, "number": values.get("identity_number") or record.number,
        "country": values.get("identity_country", record.country),
        "expiry": values.get("identity_expiry", record.expiry),
        "override_reason": values.get("override_reason", record.override_reason)})
    if "checked" in values and bool(values["checked"]) != (record.checked_at is not None):
        check_card(work, record, bool(values["checked"]))


def check_card(work: Work, record: Identity, checked: bool) -> None:
    """Note that the card was held in hand, by whom and when; or take that back."""
    record.checked_by = work.actor.name if checked else ""
    record.checked_at = work.now if checked else None


@dataclass(frozen=True, kw_only=True)
class AddIdentity(Command[int]):
    """Another document of a trainee: a renewed passport, a MyKad after a MyPR. It becomes the current one."""

    needs = Permission.TRAINEES_CHANGE

    trainee_id: int
    type: str
    number: str
    country: str = ""
    expiry: date | None = None
    override_reason: str = ""
    current: bool = True
    checked: bool = False

    def label(self) -> str:
        return _("Add {type} {number}").format(type=type_name(self.type), number=mask(self._number))

    @property
    def _number(self) -> str:
        return normalise(self.type, self.number)

    def problems(self) -> dict[str, str]:
        return identity_problems(self.type, self._number, self.country, self.override_reason, today=today())

    def run(self, work: Work) -> int:
        trainee = living(work, self.trainee_id)
        refuse_held(work, self.type, self._number, self.country, trainee.id)
        made = new_identity(work, trainee.id, self.type, self._number, country=self.country, expiry=self.expiry,
                            override_reason=self.override_reason, checked=self.checked, current=self.current)
        refresh_search(work, trainee)
        return made.id


@dataclass(frozen=True, kw_only=True)
class ChangeIdentity(Command[int]):
    """Correct a document: 'type', 'number', 'country', 'expiry', 'override_reason' in `values`.

    A new number must be checked against the card again. Birth date and gender that came from the old number and
    were not typed over follow the new one.
    """

    needs = Permission.TRAINEES_CHANGE

    identity_id: int
    version: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    def label(self) -> str:
        return _("Correct an identity number")

    def run(self, work: Work) -> int:
        record = work.get(Identity, self.identity_id, self.version)
        _correct(work, record, self.values)
        refresh_search(work, work.get(Trainee, record.trainee_id))
        return record.id


def _correct(work: Work, record: Identity, values: Mapping[str, Any]) -> None:
    type_ = values.get("type", record.type)
    number = normalise(type_, values.get("number", record.number))
    country = country_of(type_, values.get("country", record.country) or "")
    reason = str(values.get("override_reason", record.override_reason) or "").strip()
    trainee = work.get(Trainee, record.trainee_id)
    if (type_, number, country) != (record.type, record.number, record.country):
        wrong = identity_problems(type_, number, country, reason, today=work.today)
        if wrong:
            raise Invalid(wrong)
        if (group(type_), number, country) != (record.type_group, record.number, record.country):
            refuse_held(work, type_, number, country, trainee.id)
            _follow(work, trainee, record, type_, number)
            check_card(work, record, False)
    record.type, record.type_group, record.number, record.country = type_, group(type_), number, country
    record.expiry = values.get("expiry", record.expiry)
    record.override_reason = reason
    work.session.flush()


def _follow(work: Work, trainee: Trainee, record: Identity, type_: str, number: str) -> None:
    """Let what the old number said, and nobody changed, say what the new number says."""
    said, says = proposed(record.type, record.number, work.today), proposed(type_, number, work.today)
    for name in ("birth_date", "gender"):
        if getattr(trainee, name) in (None, "", said.get(name)) and says.get(name):
            setattr(trainee, name, says[name])


@dataclass(frozen=True, kw_only=True)
class MakeCurrentIdentity(Command[int]):
    """Make one of the documents of a trainee the current one."""

    needs = Permission.TRAINEES_CHANGE

    identity_id: int

    def label(self) -> str:
        return _("Make another document the current one")

    def run(self, work: Work) -> int:
        record = work.get(Identity, self.identity_id)
        for one in work.session.scalars(select(Identity).where(Identity.trainee_id == record.trainee_id)):
            one.is_current = one.id == record.id
        return record.id


@dataclass(frozen=True, kw_only=True)
class CheckIdentityCard(Command[int]):
    """Somebody has held the card in hand and compared it; or takes that back."""

    needs = Permission.TRAINEES_CHANGE

    identity_id: int
    checked: bool = True

    def label(self) -> str:
        if self.checked:
            return _("Identity checked against the card")
        return _("Identity no longer checked against the card")

    def run(self, work: Work) -> int:
        record = work.get(Identity, self.identity_id)
        check_card(work, record, self.checked)
        return record.id


@dataclass(frozen=True, kw_only=True)
class RemoveIdentity(Command[int]):
    """Remove a document that was recorded by mistake; the last one becomes current again."""

    needs = Permission.TRAINEES_CHANGE

    identity_id: int

    def label(self) -> str:
        return _("Remove an identity number")

    def run(self, work: Work) -> int:
        record = work.get(Identity, self.identity_id)
        trainee = work.get(Trainee, record.trainee_id)
        current = record.is_current
        work.remove(record)
        rest = work.session.scalars(select(Identity).where(Identity.trainee_id == trainee.id)
                                    .order_by(Identity.id.desc())).first()
        if current and rest is not None:
            rest.is_current = True
        refresh_search(work, trainee)
        return trainee.id
