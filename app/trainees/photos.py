"""The photo of a trainee: optional, one each, kept small."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from app.errors import Invalid
from app.i18n import _
from app.office.command import Command, Query, Work, chunks
from app.office.permissions import Permission
from app.trainees.living import living
from app.trainees.records import TraineePhoto


@dataclass(frozen=True, kw_only=True)
class SetPhoto(Command[int]):
    """Give a trainee this photo, a PNG or JPEG as it comes from a camera; the one before goes."""

    needs = Permission.TRAINEES_CHANGE

    trainee_id: int
    data: bytes = field(repr=False)
    about: str = ""  # the name, for the label

    def label(self) -> str:
        return _("Photo of {name}").format(name=self.about) if self.about else _("Photo of a trainee")

    def run(self, work: Work) -> int:
        from app.exchange.pictures import portrait

        trainee = living(work, self.trainee_id)
        try:
            small = portrait(self.data)
        except Invalid as wrong:
            raise Invalid({"photo": str(wrong)}) from wrong
        digest = hashlib.sha256(small).hexdigest()
        there = work.session.scalar(select(TraineePhoto).where(TraineePhoto.trainee_id == trainee.id))
        if there is None:
            return work.add(TraineePhoto(trainee_id=trainee.id, hash=digest, data=small, by=work.actor.name,
                                         at=work.now)).id
        if there.hash != digest:
            there.hash, there.data, there.by, there.at = digest, small, work.actor.name, work.now
        return there.id


@dataclass(frozen=True, kw_only=True)
class RemovePhoto(Command[None]):
    """Take the photo of a trainee away. The history keeps that there was one, not the photo."""

    needs = Permission.TRAINEES_CHANGE

    trainee_id: int
    about: str = ""

    def label(self) -> str:
        return _("Remove the photo of {name}").format(name=self.about) if self.about else _("Remove a photo")

    def run(self, work: Work) -> None:
        living(work, self.trainee_id)
        there = work.session.scalar(select(TraineePhoto).where(TraineePhoto.trainee_id == self.trainee_id))
        if there is None:
            raise Invalid({"photo": _("There is no photo to remove.")})
        work.remove(there)


@dataclass(frozen=True)
class Photo:
    """A photo: a JPEG of 35 to 45."""

    trainee_id: int
    data: bytes = field(repr=False)
    hash: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Photos(Query[Photo]):
    """The photos of these trainees; none for who has none."""

    needs = Permission.TRAINEES_VIEW
    reads = frozenset({"trainee_photo"})

    trainee_ids: tuple[int, ...]

    def rows(self, work: Work) -> Sequence[Photo]:
        return [Photo(one.trainee_id, one.data, one.hash, one.by, one.at) for part in chunks(self.trainee_ids)
                for one in work.session.scalars(select(TraineePhoto).where(TraineePhoto.trainee_id.in_(part)))]


def photos_of(work: Work, trainee_ids: Collection[int]) -> dict[int, bytes]:
    """Trainee -> JPEG, of those who have one; for lists, which read some hundred at a time."""
    found = work.session.execute(
        select(TraineePhoto.trainee_id, TraineePhoto.data).where(TraineePhoto.trainee_id.in_(trainee_ids)))
    return {row.trainee_id: row.data for row in found}


def with_photo(work: Work, trainee_ids: Collection[int]) -> set[int]:
    """Who of these trainees has one."""
    return set(work.session.scalars(
        select(TraineePhoto.trainee_id).where(TraineePhoto.trainee_id.in_(trainee_ids))))
