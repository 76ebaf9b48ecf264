"""Card numbers that are nearly the same: one digit different, or two neighbours swapped. Most often a slip of a key."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select

from app.office.command import Query, Work
from app.office.permissions import Permission
from app.trainees.identity import NRIC_TYPES, mask, normalise, show
from app.trainees.records import Identity, Trainee

MOST = 3


@dataclass(frozen=True)
class Close:
    """Somebody with a number like this one. `identity` is masked for those who may not see numbers in full."""

    id: int
    number: str
    name: str
    identity: str
    how: Literal["digit", "swap"]


def swapped(number: str) -> set[str]:
    """The number with two neighbouring digits swapped, each way there is."""
    made = {number[:n] + number[n + 1] + number[n] + number[n + 2:] for n in range(len(number) - 1)}
    return made - {number}


def one_off(number: str) -> set[str]:
    """The number with one digit replaced, each way there is: 108 for twelve digits."""
    return {number[:n] + d + number[n + 1:] for n in range(len(number)) for d in "0123456789"} - {number}


@dataclass(frozen=True, kw_only=True)
class CloseTo(Query[Close]):
    """People whose card number is nearly this one, other than `but`; nothing for documents that are no cards."""

    needs = Permission.TRAINEES_VIEW
    reads = frozenset({"identity", "trainee"})

    type: str
    number: str
    but: int | None = None

    def rows(self, work: Work) -> Sequence[Close]:
        number = normalise(self.type, self.number)
        if self.type not in NRIC_TYPES or not re.fullmatch("[0-9]{12}", number):
            return []
        swaps = swapped(number)
        found = work.session.execute(
            select(Trainee.id, Trainee.number, Trainee.full_name, Identity.type, Identity.number.label("identity"))
            .join(Identity, Identity.trainee_id == Trainee.id)
            .where(Identity.type_group == "NRIC", Identity.number.in_(swaps | one_off(number)), Trainee.id != (
                self.but or 0)).order_by(Trainee.id).limit(MOST))
        full = work.actor.may(Permission.IDENTITY_FULL)
        return [Close(r.id, r.number, r.full_name, show(r.type, r.identity) if full else mask(r.identity),
                      "swap" if r.identity in swaps else "digit") for r in found]
