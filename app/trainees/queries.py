"""What is known of trainees, as frozen rows. SQL sorts, filters and pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from app.errors import Refused
from app.i18n import _
from app.office.command import Query, Work, chunks
from app.office.history import HistoryEntry, HistoryRow
from app.office.permissions import Permission
from app.trainees.identities import holder
from app.trainees.identity import mask, normalise, show
from app.trainees.records import Identity, NameChange, Organisation, Title, Trainee, TraineeMerge, TraineePhoto
from app.trainees.search import Found, find

READS = frozenset({"trainee", "identity", "organisation"})


@dataclass(frozen=True)
class TraineeRow:
    """A trainee in a list. `identity` is masked unless it was asked in full by someone who may."""

    id: int
    version: int
    number: str
    name: str
    identity: str
    identity_type: str
    birth_date: date | None
    gender: str
    phone: str
    email: str
    organisation: str


SORTS: dict[str, Any] = {"name": Trainee.sort_key, "number": Trainee.number, "birth_date": Trainee.birth_date,
                         "email": Trainee.email, "phone": Trainee.phone_mobile}


def refuse_full(work: Work, full: bool) -> None:
    """Refused when numbers are asked in full by somebody who may see them only masked."""
    if full and not work.actor.may(Permission.IDENTITY_FULL):
        raise Refused(_("You may see identity numbers only masked."))


def page_of(wanted: Select[Any], sort: str, descending: bool, offset: int, limit: int | None) -> Select[Any]:
    """One page in the order of a column; equal ones by key, so that no row is on two pages."""
    by = SORTS.get(sort, Trainee.sort_key)
    order = (by.desc(), Trainee.id.desc()) if descending else (by, Trainee.id)
    return wanted.order_by(*order).offset(offset).limit(limit)


def read_rows(work: Work, keys: Sequence[int], *, full: bool = False) -> list[TraineeRow]:
    """The rows of these trainees, in this order."""
    found: dict[int, TraineeRow] = {}
    spell = show if full else (lambda _type, number: mask(number))
    for part in chunks(keys):
        for r in work.session.execute(
                select(Trainee.id, Trainee.version, Trainee.number, Trainee.full_name, Trainee.birth_date,
                       Trainee.gender, Trainee.phone_mobile, Trainee.email, Organisation.name, Identity.type,
                       Identity.number.label("identity"))
                .outerjoin(Identity, and_(Identity.trainee_id == Trainee.id, Identity.is_current))
                .outerjoin(Organisation, Organisation.id == Trainee.organisation_id)
                .where(Trainee.id.in_(part))):
            found[r.id] = TraineeRow(r.id, r.version, r.number, r.full_name,
                                     spell(r.type, r.identity) if r.identity else "", r.type or "", r.birth_date,
                                     r.gender, r.phone_mobile, r.email, r.name or "")
    return [found[key] for key in keys if key in found]


def narrowed(work: Work, text: str) -> tuple[Select[Any], Found | None]:
    """The keys of active trainees that a text finds (all for none), for a page in order."""
    wanted = select(Trainee.id).where(Trainee.status == "active")
    if not text.strip():
        return wanted, None
    hits = find(work.session, text)
    return wanted.where(hits.narrow), hits


def merged_number(work: Work, text: str) -> str:
    """The text as a number, when it is that of a record that was merged into another."""
    number = text.strip().upper()
    if not number.startswith("T"):
        return ""
    return work.session.scalar(select(Trainee.number).where(Trainee.number == number, Trainee.status == "merged")) or ""


@dataclass(frozen=True, kw_only=True)
class TraineePage(Query[TraineeRow]):
    """One page of the trainees that a text finds, by 'name', 'number', 'birth_date', 'email' or 'phone'."""

    needs = Permission.TRAINEES_VIEW
    reads = READS

    text: str = ""
    sort: str = "name"
    descending: bool = False
    offset: int = 0
    limit: int = 200
    full: bool = False

    def rows(self, work: Work) -> Sequence[TraineeRow]:
        refuse_full(work, self.full)
        wanted, _hits = narrowed(work, self.text)
        keys = work.session.scalars(page_of(wanted, self.sort, self.descending, self.offset, self.limit)).all()
        return read_rows(work, keys, full=self.full)


@dataclass(frozen=True, kw_only=True)
class TraineeCount(Query[int]):
    """How many trainees a text finds; all without one."""

    needs = Permission.TRAINEES_VIEW
    reads = frozenset({"trainee"})

    text: str = ""

    def rows(self, work: Work) -> Sequence[int]:
        wanted = select(func.count()).select_from(Trainee).where(Trainee.status == "active")
        if self.text.strip():
            wanted = wanted.where(Trainee.id.in_(find(work.session, self.text).ids))
        return [int(work.session.scalar(wanted) or 0)]


@dataclass(frozen=True)
class Holder:
    """Who has a number, or may be the same person."""

    id: int
    number: str
    name: str


@dataclass(frozen=True)
class MergedRecord:
    """A record that went into another, and the merge that did it."""

    id: int
    number: str
    name: str
    merge_id: int
    by: str
    at: datetime


@dataclass(frozen=True)
class IdentityRow:
    """A document of a trainee; the number as it may be shown."""

    id: int
    version: int
    type: str
    number: str
    country: str
    expiry: date | None
    is_current: bool
    checked_by: str
    checked_at: datetime | None
    override_reason: str


@dataclass(frozen=True)
class TraineeWhole:
    """A trainee with everything his form shows."""

    id: int
    version: int
    number: str
    values: dict[str, Any]  # the columns of FIELDS
    certificate_name: str
    certificate_name_by: str
    certificate_name_at: datetime | None
    organisation: str
    titles: tuple[str, ...]
    identities: tuple[IdentityRow, ...]
    old_names: tuple[str, ...]
    full: bool  # identity numbers are in full
    merged_into: Holder | None = None
    made_of: tuple[MergedRecord, ...] = ()  # the records that were merged into this one

    @property
    def name(self) -> str:
        """The full name."""
        return str(self.values["full_name"])

    @property
    def current(self) -> IdentityRow | None:
        """The current document."""
        return next((one for one in self.identities if one.is_current), None)


@dataclass(frozen=True, kw_only=True)
class TraineeDetail(Query[TraineeWhole]):
    """One trainee by key or number; identity numbers in full for those who may see them, else masked. The number of
    a record that was merged leads to the one that was kept, its key to itself."""

    needs = Permission.TRAINEES_VIEW
    reads = frozenset({"trainee", "identity", "organisation", "trainee_title", "name_change", "trainee_merge"})

    trainee_id: int | None = None
    number: str = ""

    def rows(self, work: Work) -> Sequence[TraineeWhole]:
        from app.trainees.fields import FIELDS

        key = self.trainee_id or work.session.scalar(
            select(func.coalesce(Trainee.merged_into_id, Trainee.id)).where(
                Trainee.number == self.number.strip().upper()))
        one = work.get(Trainee, key)
        full = work.actor.may(Permission.IDENTITY_FULL)
        employer = work.session.get(Organisation, one.organisation_id) if one.organisation_id else None
        titles = work.session.scalars(select(Title.text).where(Title.trainee_id == one.id).order_by(Title.position))
        documents = work.session.scalars(select(Identity).where(Identity.trainee_id == one.id)
                                         .order_by(Identity.is_current.desc(), Identity.id.desc()))
        names = work.session.scalars(select(NameChange.old_name).where(NameChange.trainee_id == one.id)
                                     .order_by(NameChange.at.desc()))
        return [TraineeWhole(
            one.id, one.version, one.number, {name: getattr(one, name) for name in FIELDS}, one.certificate_name,
            one.certificate_name_by, one.certificate_name_at, employer.name if employer else "", tuple(titles),
            tuple(IdentityRow(i.id, i.version, i.type, show(i.type, i.number) if full else mask(i.number), i.country,
                              i.expiry, i.is_current, i.checked_by, i.checked_at, i.override_reason)
                  for i in documents), tuple(names), full, _merged_into(work, one), tuple(_made_of(work, one)))]


def _merged_into(work: Work, one: Trainee) -> Holder | None:
    kept = work.session.get(Trainee, one.merged_into_id) if one.merged_into_id else None
    return Holder(kept.id, kept.number, kept.full_name) if kept is not None else None


def _made_of(work: Work, one: Trainee) -> Iterable[MergedRecord]:
    for merge, gone in work.session.execute(
            select(TraineeMerge, Trainee).join(Trainee, Trainee.id == TraineeMerge.gone_id)
            .where(TraineeMerge.undone_at.is_(None), Trainee.merged_into_id == one.id).order_by(TraineeMerge.id)):
        yield MergedRecord(gone.id, gone.number, gone.full_name, merge.id, merge.by, merge.at)


@dataclass(frozen=True, kw_only=True)
class WhoHasNumber(Query[Holder]):
    """The person that has an identity number, if any; asked while one is typed."""

    needs = Permission.TRAINEES_VIEW
    reads = frozenset({"identity", "trainee"})

    type: str
    number: str
    country: str = ""

    def rows(self, work: Work) -> Sequence[Holder]:
        number = normalise(self.type, self.number)
        found = holder(work, self.type, number, self.country) if number else None
        return [Holder(found.id, found.number, found.full_name)] if found else []


@dataclass(frozen=True, kw_only=True)
class Organisations(Query[str]):
    """Names of the employers and agencies on record, by name; those that begin so, with a text."""

    needs = Permission.TRAINEES_VIEW
    reads = frozenset({"organisation"})

    text: str = ""
    limit: int = 500

    def rows(self, work: Work) -> Sequence[str]:
        wanted = select(Organisation.name).order_by(func.lower(Organisation.name), Organisation.id)
        if self.text.strip():
            wanted = wanted.where(func.lower(Organisation.name).startswith(
                " ".join(self.text.split()).lower(), autoescape=True))
        return work.session.scalars(wanted.limit(self.limit)).all()


@dataclass(frozen=True)
class FieldChange:
    """One field of one row, before and after."""

    table: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class HistoryLine:
    """One change that touched a trainee: who, when, what it was called, which fields."""

    id: int
    at: datetime
    by: str
    kind: str
    label: str
    fields: tuple[FieldChange, ...]


HIDDEN = {"id", "version", "match_key", "sort_key", "search", "trainee_id", "type_group"}


@dataclass(frozen=True, kw_only=True)
class TraineeHistory(Query[HistoryLine]):
    """Everything that was changed of a trainee, the latest first. Numbers are masked for who may not see them."""

    needs = Permission.HISTORY_VIEW
    reads = frozenset({"trainee", "identity", "trainee_title", "name_change", "trainee_photo"})

    trainee_id: int
    limit: int = 200

    def rows(self, work: Work) -> Sequence[HistoryLine]:
        subjects = [("trainee", [self.trainee_id])]
        for kind in (Identity, Title):
            subjects.append((kind.__tablename__, list(work.session.scalars(
                select(kind.id).where(kind.trainee_id == self.trainee_id)))))
        photo = TraineePhoto.__tablename__
        subjects.append((photo, list(work.session.scalars(select(HistoryRow.row_id).where(  # also of one removed
            HistoryRow.table_name == photo, or_(*(image.like(f'%"trainee_id":{self.trainee_id},%') for image in (
                HistoryRow.before, HistoryRow.after)))).distinct()))))
        touched = or_(*(and_(HistoryRow.table_name == name, HistoryRow.row_id.in_(keys)) for name, keys in subjects))
        found: dict[int, list[HistoryRow]] = {}
        for row in work.session.scalars(select(HistoryRow).where(touched).order_by(HistoryRow.entry.desc())
                                        .limit(self.limit * 4)):
            found.setdefault(row.entry, []).append(row)
        entries = work.session.scalars(select(HistoryEntry).where(HistoryEntry.number.in_(list(found)[:self.limit]))
                                       .order_by(HistoryEntry.number.desc()))
        full = work.actor.may(Permission.IDENTITY_FULL)
        return [HistoryLine(e.number, e.at, e.user_name, e.kind, e.label, tuple(_changes(found[e.number], full)))
                for e in entries]


def _changes(rows: Iterable[HistoryRow], full: bool) -> Iterable[FieldChange]:
    for row in rows:
        if row.table_name == TraineePhoto.__tablename__:
            continue  # its name says it; hash and hour say nothing
        before = json.loads(row.before) if row.before else {}
        after = json.loads(row.after) if row.after else {}
        for name in before or after:
            old, new = before.get(name), after.get(name)
            if name in HIDDEN or old == new or (old in (None, "") and new in (None, "")):
                continue
            if row.table_name == "identity" and name == "number" and not full:
                old, new = mask(old or ""), mask(new or "")
            yield FieldChange(row.table_name, name, old, new)
