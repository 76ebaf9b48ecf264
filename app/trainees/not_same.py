"""Two who look like one person and are not: said by somebody, with the reason, and remembered."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.errors import Missing
from app.i18n import _
from app.office.command import Command, Work
from app.office.permissions import Permission
from app.trainees.duplicates import pair_of
from app.trainees.records import NotSame, Trainee


def said_of(work: Work, one: int, other: int) -> NotSame | None:
    """What was said of these two."""
    first, second = pair_of(one, other)
    return work.session.scalar(select(NotSame).where(NotSame.one_id == first, NotSame.other_id == second))


@dataclass(frozen=True, kw_only=True)
class SayNotSame(Command[int]):
    """These are two people, however alike. They are not suggested again; said once more, the reason is the new one."""

    needs = Permission.TRAINEES_MERGE

    one_id: int
    other_id: int
    reason: str = ""
    about: str = ""  # both names, for the label

    def label(self) -> str:
        return _("Not the same person: {names}").format(names=self.about) if self.about else _("Not the same person")

    def problems(self) -> dict[str, str]:
        return {"other_id": _("Choose two trainees.")} if self.one_id == self.other_id else {}

    def run(self, work: Work) -> int:
        one, other = pair_of(work.get(Trainee, self.one_id).id, work.get(Trainee, self.other_id).id)
        said = said_of(work, one, other)
        if said is None:
            return work.add(NotSame(one_id=one, other_id=other, reason=self.reason.strip(), by=work.actor.name,
                                    at=work.now)).id
        said.reason, said.by, said.at = self.reason.strip(), work.actor.name, work.now
        return said.id


@dataclass(frozen=True, kw_only=True)
class TakeBackNotSame(Command[None]):
    """They may be one person after all."""

    needs = Permission.TRAINEES_MERGE

    one_id: int
    other_id: int

    def label(self) -> str:
        return _("Take back: not the same person")

    def run(self, work: Work) -> None:
        said = said_of(work, self.one_id, self.other_id)
        if said is None:
            raise Missing(_("Nobody has said of these two that they are not the same person."))
        work.remove(said)
