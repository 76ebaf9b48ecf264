"""The letter that confirms a certificate to whom it may concern: what it says, and the lines above its signature.

Its frame is that of letters of Malaysian offices (domain 3.5, wording 8): reference and date, subject in capitals,
numbered paragraphs, thanks, the centre's mottos, name and post of who signs. It is signed with ink.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.centre.queries import CentreRow, SignatoryRow, centre_row, signatories_on
from app.centre.records import Setting
from app.certificates.facts import Facts
from app.certificates.life import note
from app.certificates.queries import CertificateWhole, read_certificate
from app.certificates.records import Certificate
from app.errors import Refused
from app.i18n import N_, _, local_time
from app.office.command import Command, Query, Work
from app.office.permissions import Permission

KEY = "letters.mottos"
MOTTO = "BERKHIDMAT UNTUK NEGARA"
MOST_LINES, LONGEST = 4, 200

_SUBJECTS = {"completion": N_("CONFIRMATION OF COURSE COMPLETION"), "attendance": N_("CONFIRMATION OF ATTENDANCE")}
_SAYS = {
    "completion": N_("This is to confirm that the person named below has completed the following course:"),
    "attendance": N_("This is to confirm that the person named below has attended the following course:")}
OTHER_SUBJECT = N_("CONFIRMATION OF A CERTIFICATE")
OTHER_SAYS = N_("This is to confirm that the person named below was given the following certificate:")


@dataclass(frozen=True)
class Confirmation:
    """What the letters need: the certificates, the centre, who may sign today, and the mottos used last."""

    certificates: tuple[CertificateWhole, ...]
    centre: CentreRow | None
    signatories: tuple[SignatoryRow, ...]
    mottos: tuple[str, ...]
    today: date


@dataclass(frozen=True, kw_only=True)
class Confirmations(Query[Confirmation]):
    """For these certificates. Refused when one of them is void."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"certificate", "certificate_event", "centre", "signatory", "setting"})

    certificate_ids: tuple[int, ...]

    def rows(self, work: Work) -> Sequence[Confirmation]:
        found = tuple(read_certificate(work, key) for key in dict.fromkeys(self.certificate_ids))
        void = next((c for c in found if c.row.state == "void"), None)
        if void is not None:
            raise Refused(_("Certificate {number} is void: there is nothing to confirm.").format(
                number=void.row.number))
        kept = work.session.scalar(select(Setting.value).where(Setting.key == KEY))
        today = local_time(work.now).date()
        return [Confirmation(found, centre_row(work), tuple(signatories_on(work, today)),
                             tuple(json.loads(kept)) if kept else (MOTTO,), today)]


@dataclass(frozen=True, kw_only=True)
class NoteConfirmations(Command[None]):
    """Note in the life of certificates that a letter was written, and keep the mottos for the next one."""

    needs = Permission.CERTIFICATES_ISSUE
    undoable = False  # the letter is out

    certificate_ids: tuple[int, ...]
    reference: str = ""
    mottos: tuple[str, ...] = ()

    def label(self) -> str:
        return _("Write a confirmation letter")

    def problems(self) -> dict[str, str]:
        found = {}
        if len(self.mottos) > MOST_LINES or any(len(m) > LONGEST for m in self.mottos):
            found["mottos"] = _("At most {n} lines of {most} letters.").format(n=MOST_LINES, most=LONGEST)
        if len(self.reference) > LONGEST:
            found["reference"] = _("At most {most} letters.").format(most=LONGEST)
        return found

    def run(self, work: Work) -> None:
        for key in dict.fromkeys(self.certificate_ids):
            note(work, work.get(Certificate, key), "confirmed", reason=self.reference.strip())
        record = work.session.scalar(select(Setting).where(Setting.key == KEY))
        text = json.dumps([m.strip() for m in self.mottos if m.strip()], ensure_ascii=False)
        if record is None:
            work.add(Setting(key=KEY, value=text))
        elif record.value != text:
            record.value = text


def subject_of(facts: Facts) -> str:
    """In the language that is spoken."""
    return _(_SUBJECTS.get(facts.kind, OTHER_SUBJECT))


def says(facts: Facts) -> str:
    """The paragraph above the facts."""
    return _(_SAYS.get(facts.kind, OTHER_SAYS))
