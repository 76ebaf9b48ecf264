"""The life of a certificate after its issue: each thing that happens to it is an event, and the record says the sum.

The record holds where the paper is now (`issued`: here, `collected`, `posted`, `void`); the events hold how it came
there. A wrong note is taken back by a further event, since nothing that was noted disappears.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.certificates.queries import CertificateRow
from app.certificates.records import Certificate, CertificateEvent
from app.errors import Invalid, Refused
from app.i18n import _, ngettext
from app.office.command import Command, Work
from app.office.permissions import Permission


def note(work: Work, record: Certificate, kind: str, **more: Any) -> CertificateEvent:
    """Add an event of now and of the actor to a certificate; `more` are columns of the event."""
    given = {"edition": record.edition, **more}
    return work.add(CertificateEvent(certificate_id=record.id, at=work.now, by=work.actor.name, kind=kind, **given))


def _several(work: Work, keys: tuple[int, ...]) -> list[Certificate]:
    return [work.get(Certificate, key) for key in dict.fromkeys(keys)]


def _day_problem(day: date | None, today: date, issued_on: date) -> str:
    if day is not None and day > today:
        return _("The day lies in the future.")
    if day is not None and day < issued_on:
        return _("The day lies before the day of issue.")
    return ""


@dataclass(frozen=True, kw_only=True)
class _HandOut(Command[int]):
    """What handing out in person and by post share; how many."""

    needs = Permission.CERTIFICATES_ISSUE
    undoable = False

    certificate_ids: tuple[int, ...]
    on: date | None = None  # None: today

    def problems(self) -> dict[str, str]:
        return {} if self.certificate_ids else {"certificate_ids": _("Choose at least one certificate.")}

    def _hand(self, work: Work, kind: str, **more: Any) -> int:
        records = _several(work, self.certificate_ids)
        for record in records:
            why = why_not_out(record)
            if why:
                raise Refused(why)
            wrong = _day_problem(self.on, work.today, record.issued_on)
            if wrong:
                raise Invalid({"on": wrong})
            record.state, record.collected_on = kind, self.on or work.today
            note(work, record, kind, on=self.on, **more)
        return len(records)


def why_not_out(record: Certificate | CertificateRow) -> str:
    """Why a certificate cannot be handed out; '' when it can."""
    if record.state == "void":
        return _("{number} is void and is not handed out.").format(number=record.number)
    if record.state in ("collected", "posted"):
        return _("{number} has been handed out already.").format(number=record.number)
    if record.printed_at is None and not record.legacy:
        return _("{number} has not been printed yet.").format(number=record.number)
    return ""


@dataclass(frozen=True, kw_only=True)
class CollectCertificates(_HandOut):
    """Note that papers were collected: by the holders, or by somebody else whose document was looked at."""

    person: str = ""  # '' = the holder
    shown: str = ""  # the identity document shown
    other: bool = False  # somebody else: then the name is asked for

    def label(self) -> str:
        n = len(self.certificate_ids)
        return ngettext("Note {n} certificate as collected", "Note {n} certificates as collected", n).format(n=n)

    def problems(self) -> dict[str, str]:
        told = super().problems()
        if self.other and not self.person.strip():
            told["person"] = _("Write who collected it.")
        if self.person.strip() and not self.shown.strip():
            told["shown"] = _("Write which document this person showed.")
        return told

    def run(self, work: Work) -> int:
        return self._hand(work, "collected", person=self.person.strip(), shown=self.shown.strip())


@dataclass(frozen=True, kw_only=True)
class PostCertificates(_HandOut):
    """Note that papers were posted."""

    address: str
    posting_no: str = ""

    def label(self) -> str:
        n = len(self.certificate_ids)
        return ngettext("Note {n} certificate as posted", "Note {n} certificates as posted", n).format(n=n)

    def problems(self) -> dict[str, str]:
        return super().problems() if self.address.strip() else {"address": _("Write where it was posted to.")}

    def run(self, work: Work) -> int:
        return self._hand(work, "posted", person=self.address.strip(), shown=self.posting_no.strip())


@dataclass(frozen=True, kw_only=True)
class _TakeIn(Command[str]):
    """What a returned paper and a note that was wrong share: the paper is here again. The number."""

    needs = Permission.CERTIFICATES_ISSUE
    undoable = False

    certificate_id: int
    reason: str

    def problems(self) -> dict[str, str]:
        return {} if self.reason.strip() else {"reason": _("Write the reason.")}

    def _take(self, work: Work, kind: str, **more: Any) -> str:
        record = work.get(Certificate, self.certificate_id)
        if record.state not in ("collected", "posted"):
            raise Refused(_("{number} has not been handed out.").format(number=record.number))
        record.state, record.collected_on = "issued", None
        note(work, record, kind, reason=self.reason.strip(), **more)
        return record.number


@dataclass(frozen=True, kw_only=True)
class ReturnCertificate(_TakeIn):
    """Note that a paper came back: by post, or because its holder brought it."""

    on: date | None = None

    def label(self) -> str:
        return _("Note a certificate as returned")

    def run(self, work: Work) -> str:
        return self._take(work, "returned", on=self.on)


@dataclass(frozen=True, kw_only=True)
class TakeBackHandOut(_TakeIn):
    """Take back a note of handing out that was wrong: the note stays, and another says so."""

    def label(self) -> str:
        return _("Take back that a certificate was handed out")

    def run(self, work: Work) -> str:
        return self._take(work, "taken_back")
