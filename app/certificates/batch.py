"""Issuing a batch: each certificate is a transaction of its own, so stopping leaves the issued ones valid.

Running it again issues nothing twice: who has a certificate is left out, by the plan and by the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from app.certificates.collect import Award
from app.certificates.commands import AlreadyIssued, IssueCertificate, Issued
from app.certificates.facts import Design, Kind, Language
from app.errors import Conflict, Invalid, Missing, Refused, Unavailable
from app.i18n import _, ngettext
from app.job import SILENT, Cancelled, Progress
from app.office.office import Office


@dataclass(frozen=True)
class NotIssued:
    """Someone in the batch who got none, and why."""

    enrolment_id: int
    name: str
    why: str
    number: str = ""  # of the certificate that was there already


@dataclass(frozen=True)
class Report:
    """What stands after a batch: issued, not issued with why, and those whose turn did not come."""

    issued: tuple[Issued, ...] = ()
    refused: tuple[NotIssued, ...] = ()
    waiting: tuple[tuple[int, str], ...] = ()  # enrolment, name
    cancelled: bool = False
    stopped_by: str = ""  # the sentence of what stood in the way (disk, server)

    def words(self) -> str:
        """What stands, in one or two sentences."""
        n, left = len(self.issued), len(self.waiting)
        parts = [ngettext("{n} certificate is issued and valid.", "{n} certificates are issued and valid.", n).format(
            n=n) if n else _("No certificate was issued.")]
        if self.refused:
            parts.append(ngettext("{n} was not issued: {why}", "{n} were not issued, the first because: {why}",
                                  len(self.refused)).format(n=len(self.refused), why=self.refused[0].why))
        if left:
            parts.append(ngettext("{n} is still to be issued.", "{n} are still to be issued.", left).format(n=left))
        if self.stopped_by:
            parts.append(self.stopped_by)
        return " ".join(parts)


@dataclass(frozen=True)
class Batch:
    """Who gets what: enrolments with names, in the order of the numbers."""

    people: Sequence[tuple[int, str]]
    kind: Kind
    language: Language
    design: Design
    issued_on: date
    award: Award = field(default_factory=Award)
    _made: list[Issued] = field(default_factory=list, compare=False, repr=False)

    def so_far(self) -> dict[int, str]:
        """Enrolment -> number of what is issued just now; from any thread."""
        return {made.enrolment_id: made.number for made in list(self._made)}

    def consequence(self) -> str:
        """What a cancel means just now."""
        n = len(self._made)
        return ngettext("If you cancel, the {n} already issued stays valid.",
                        "If you cancel, the {n} already issued stay valid.", n).format(n=n)

    def run(self, office: Office, step: Progress = SILENT) -> Report:
        """Issue one after the other. Never raises Cancelled: the report says what stands. Refused without the right."""
        refusal = office.why_not(IssueCertificate)
        if refusal:
            raise Refused(refusal)
        refused: list[NotIssued] = []
        total = len(self.people)
        cancelled, stopped = False, ""
        done = 0
        for key, name in self.people:
            try:
                step(done, total, _("Issuing certificate {n} of {total}: {name}").format(
                    n=done + 1, total=total, name=name))
                self._made.append(office.do(IssueCertificate(
                    enrolment_id=key, kind=self.kind, language=self.language, design=self.design,
                    issued_on=self.issued_on, name=name, award=self.award)).value)
            except AlreadyIssued as error:
                refused.append(NotIssued(key, name, str(error), error.number))
            except (Refused, Invalid, Missing, Conflict) as error:
                refused.append(NotIssued(key, name, str(error)))
            except Cancelled:
                cancelled = True
                break
            except Unavailable as error:
                stopped = str(error)
                break
            done += 1
        if not (cancelled or stopped):
            try:
                step(total, total)
            except Cancelled:
                pass  # too late to leave anything out
        return Report(tuple(self._made), tuple(refused), tuple(self.people[done:]), cancelled, stopped)
