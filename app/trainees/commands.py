"""Changes to trainees: adding, changing, titles, the spelling for certificates, removing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import column, or_, select, table

from app.errors import Invalid
from app.i18n import _
from app.office.command import Command, Work
from app.office.permissions import Permission
from app.trainees import names
from app.trainees.fields import FIELDS, cleaned, field_problems, identity_problems, name_problem, today
from app.trainees.identities import new_identity, proposed, put_identity, refuse_held
from app.trainees.identity import normalise
from app.trainees.living import living
from app.trainees.organisations import organisation_for
from app.trainees.records import Identity, NameChange, NotSame, Title, Trainee, TraineeMerge, TraineePhoto
from app.trainees.searchable import refresh_search


def trainee_number(work: Work) -> str:
    """The next trainee number of this year: T26-00041."""
    year = f"{work.today:%y}"
    return f"T{year}-{work.next_number(f'trainee-{year}'):05}"


def name_keys(full_name: str) -> dict[str, str]:
    """The columns that follow from a name: for suggesting duplicates, and for sorting."""
    return {"match_key": names.match_key(full_name), "sort_key": names.sort_key(full_name)}


@dataclass(frozen=True, kw_only=True)
class AddTrainee(Command[int]):
    """Record a person. Birth date, gender and citizenship are taken from the card number where they are not given.

    A number that somebody else has is Invalid, with whose it is. A date that does not exist is taken with
    `override_reason`: it stands so on the card.
    """

    needs = Permission.TRAINEES_CHANGE

    full_name: str
    identity_type: str = "MYKAD"
    identity_number: str = ""
    identity_country: str = ""
    identity_expiry: date | None = None
    override_reason: str = ""
    checked: bool = False
    certificate_name: str = ""
    titles: tuple[str, ...] = ()
    organisation: str = ""
    other_script: str = ""
    birth_date: date | None = None
    gender: str = ""
    citizenship: str = ""
    nationality: str = ""
    phone_mobile: str = ""
    phone_other: str = ""
    email: str = ""
    address_1: str = ""
    address_2: str = ""
    address_3: str = ""
    postcode: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    education: str = ""
    ethnicity: str = ""
    category: str = ""
    sector: str = ""
    position: str = ""
    notes: str = ""

    def label(self) -> str:
        return _("Add {name}").format(name=names.clean(self.full_name))

    @property
    def number(self) -> str:
        """The identity number as it is stored."""
        return normalise(self.identity_type, self.identity_number)

    def problems(self) -> dict[str, str]:
        found = field_problems({name: getattr(self, name) for name in (*FIELDS, "certificate_name")})
        if self.number:
            found |= identity_problems(
                self.identity_type, self.number, self.identity_country, self.override_reason, today=today(),
                citizenship=self.citizenship)
        return found

    def run(self, work: Work) -> int:
        values = {name: cleaned(name, getattr(self, name)) for name in FIELDS}
        if self.number:
            refuse_held(work, self.identity_type, self.number, self.identity_country)
            for name, value in proposed(self.identity_type, self.number, work.today).items():
                values[name] = values[name] or value
        _not_in_future(work, values)
        trainee = Trainee(number=trainee_number(work), organisation_id=organisation_for(work, self.organisation),
                          **name_keys(values["full_name"]), **values)
        confirm_certificate_name(work, trainee, self.certificate_name)
        work.add(trainee)
        if self.number:
            new_identity(work, trainee.id, self.identity_type, self.number, country=self.identity_country,
                         expiry=self.identity_expiry, override_reason=self.override_reason, checked=self.checked)
        put_titles(work, trainee.id, self.titles)
        refresh_search(work, trainee)
        return trainee.id


def _not_in_future(work: Work, values: Mapping[str, Any]) -> None:
    born = values.get("birth_date")
    if isinstance(born, date) and born > work.today:
        raise Invalid({"birth_date": _("The birth date lies in the future. Check the year.")})


@dataclass(frozen=True, kw_only=True)
class ChangeTrainee(Command[int]):
    """Change what was recorded of a person.

    `values` holds the fields that change: those of FIELDS, 'organisation' (a name), 'certificate_name', 'titles', and
    those of the current document: 'identity_type', 'identity_number', 'identity_country', 'identity_expiry',
    'override_reason', 'checked' (against the card). `version` is the one that was seen; Conflict when somebody else
    changed the person in between. A name that changes is kept in the person's history of names, with `reason`.
    """

    needs = Permission.TRAINEES_CHANGE

    trainee_id: int
    version: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    about: str = ""  # the name, for the label

    def label(self) -> str:
        name = names.clean(str(self.values.get("full_name") or self.about))
        return _("Change {name}").format(name=name) if name else _("Change a trainee")

    def problems(self) -> dict[str, str]:
        found = field_problems(self.values)
        type_ = self.values.get("identity_type")
        number = normalise(type_, self.values.get("identity_number") or "") if type_ else ""
        if type_ and number:
            found |= identity_problems(type_, number, self.values.get("identity_country") or "",
                                       self.values.get("override_reason") or "", today=today(),
                                       citizenship=self.values.get("citizenship") or "")
        return found

    def run(self, work: Work) -> int:
        trainee = living(work, self.trainee_id, self.version)
        put_identity(work, trainee, self.values)
        values = {name: cleaned(name, value) for name, value in self.values.items() if name in FIELDS}
        _not_in_future(work, values)
        if values.get("full_name", trainee.full_name) != trainee.full_name:
            rename(work, trainee, values["full_name"], self.reason)
        for name, value in values.items():
            if getattr(trainee, name) != value:
                setattr(trainee, name, value)
        if "organisation" in self.values:
            trainee.organisation_id = organisation_for(work, self.values["organisation"] or "")
        if "certificate_name" in self.values:
            confirm_certificate_name(work, trainee, self.values["certificate_name"] or "")
        if "titles" in self.values:
            put_titles(work, trainee.id, self.values["titles"])
        refresh_search(work, trainee)
        return trainee.id


def rename(work: Work, trainee: Trainee, name: str, reason: str) -> None:
    """Give a trainee another name; the old one is kept, the confirmed spelling must be confirmed again."""
    work.session.add(NameChange(trainee_id=trainee.id, old_name=trainee.full_name, new_name=name,
                                reason=reason.strip(), by=work.actor.name, at=work.now))
    for key, value in {"full_name": name, **name_keys(name)}.items():
        setattr(trainee, key, value)
    if trainee.certificate_name_at is not None:  # confirmed for the old name
        trainee.certificate_name_by, trainee.certificate_name_at = "", None


def confirm_certificate_name(work: Work, trainee: Trainee, text: str) -> None:
    """Note who confirmed which spelling; '' takes the certificate name away, and the full name is used."""
    name = names.clean(text)
    if name == trainee.certificate_name and (not name or trainee.certificate_name_at is not None):
        return
    trainee.certificate_name = name
    trainee.certificate_name_by = work.actor.name if name else ""
    trainee.certificate_name_at = work.now if name else None


@dataclass(frozen=True, kw_only=True)
class ConfirmCertificateName(Command[int]):
    """A person confirms how a name is spelled on certificates; '' for as in the full name."""

    needs = Permission.TRAINEES_CHANGE

    trainee_id: int
    name: str
    version: int | None = None

    def label(self) -> str:
        return _("Confirm the name on certificates: {name}").format(name=names.clean(self.name) or "–")

    def problems(self) -> dict[str, str]:
        wrong = name_problem(self.name) if self.name.strip() else ""
        return {"certificate_name": wrong} if wrong else {}

    def run(self, work: Work) -> int:
        trainee = living(work, self.trainee_id, self.version)
        confirm_certificate_name(work, trainee, self.name)
        refresh_search(work, trainee)
        return trainee.id


def put_titles(work: Work, trainee_id: int, titles: tuple[str, ...]) -> None:
    """Make these the titles of a trainee, in this order and spelling. What stays keeps its date."""
    wanted = [" ".join(t.split()) for t in titles if t.strip()]
    before = work.session.scalars(select(Title).where(Title.trainee_id == trainee_id).order_by(Title.position)).all()
    dates = {one.text: one.from_date for one in before}
    if [one.text for one in before] == wanted:
        return
    for place, text in enumerate(wanted, start=1):
        if place <= len(before):
            kept = before[place - 1]
            kept.position, kept.text, kept.from_date = place, text, dates.get(text)
        else:
            work.session.add(Title(trainee_id=trainee_id, position=place, text=text, from_date=dates.get(text)))
    for gone in before[len(wanted):]:
        work.session.delete(gone)
    work.session.flush()


@dataclass(frozen=True, kw_only=True)
class SetTitles(Command[int]):
    """The titles of a trainee, in the order and spelling of their owner."""

    needs = Permission.TRAINEES_CHANGE

    trainee_id: int
    titles: tuple[str, ...]

    def label(self) -> str:
        return _("Set the titles: {titles}").format(titles=" ".join(self.titles) or "–")

    def problems(self) -> dict[str, str]:
        if any(len(title) > 40 for title in self.titles):
            return {"titles": _("A title has at most 40 characters.")}
        return {}

    def run(self, work: Work) -> int:
        living(work, self.trainee_id)
        put_titles(work, self.trainee_id, self.titles)
        return self.trainee_id


@dataclass(frozen=True, kw_only=True)
class RemoveTrainee(Command[None]):
    """Remove a person who was recorded by mistake. One with an enrolment or a certificate stays: history is kept."""

    needs = Permission.TRAINEES_CHANGE

    trainee_id: int
    version: int | None = None
    about: str = ""

    def label(self) -> str:
        return _("Remove {name}").format(name=self.about) if self.about else _("Remove a trainee")

    def run(self, work: Work) -> None:
        trainee = living(work, self.trainee_id, self.version)
        roll = table("enrolment", column("trainee_id"))
        if work.session.execute(select(roll.c.trainee_id).where(roll.c.trainee_id == trainee.id).limit(1)).first():
            raise Invalid(_("{name} has been in a cohort, so the record stays. Withdraw the enrolment instead.").format(
                name=trainee.full_name))
        if work.session.scalar(select(Trainee.id).where(Trainee.merged_into_id == trainee.id).limit(1)) is not None:
            raise Invalid(_("Other records were merged into {name}, so the record stays. Take the merge back "
                            "first.").format(name=trainee.full_name))
        for kind in (Identity, Title, NameChange, TraineePhoto):
            for record in work.session.scalars(select(kind).where(kind.trainee_id == trainee.id)):
                work.session.delete(record)
        for record in (*work.session.scalars(select(NotSame).where(
                or_(NotSame.one_id == trainee.id, NotSame.other_id == trainee.id))),
                *work.session.scalars(select(TraineeMerge).where(
                    or_(TraineeMerge.kept_id == trainee.id, TraineeMerge.gone_id == trainee.id)))):
            work.session.delete(record)
        work.session.flush()
        work.remove(trainee)
