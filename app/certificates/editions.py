"""A later print of a certificate with the same number: corrected before it was handed out, or replacing one that was.

A correction is made in the print room: the paper with the mistake is destroyed, nothing on the new one tells of it.
A replacement says that it is one, is signed by whoever holds the same post today, and keeps the course as it was
called then. Either way code and facts are new, and those of the earlier print are kept: its code is still known.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.centre.queries import SignatoryRow, signatories_on
from app.certificates.approve import not_void
from app.certificates.collect import MOST_SIGNATORIES, collect
from app.certificates.facts import Facts, Signature, image_text
from app.certificates.life import note
from app.certificates.pictures import put_apart, put_back
from app.certificates.queries import folded
from app.certificates.records import Certificate, CertificateEvent, EarlierEdition
from app.certificates.seal import seal, the_centre
from app.certificates.words import WHYS
from app.cohorts.records import Enrolment
from app.completion.queries import read_completion
from app.errors import Invalid, Refused
from app.i18n import _
from app.office.command import Command, Query, Work
from app.office.permissions import Permission
from app.trainees import names
from app.trainees.fields import name_problem

MENDING = ("misspelt_centre", "misspelt_applicant", "renamed")
"""Why a replacement says something else than the print before."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a new print says instead; None leaves it as it was."""

    name: str | None = None
    titles: tuple[str, ...] | None = None
    identity_label: str | None = None
    identity_text: str | None = None
    course_title: str | None = None
    course_title_ms: str | None = None
    course_title_en: str | None = None
    starts: date | None = None
    ends: date | None = None
    days: int | None = None
    hours: Decimal | None = None
    venue: str | None = None
    organiser: str | None = None
    partner: str | None = None

    def given(self) -> dict[str, Any]:
        """What is to be changed."""
        found = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) is not None}
        if "name" in found:
            found["name"] = names.clean(found["name"])
        return found

    def problems(self) -> dict[str, str]:
        """Field -> sentence."""
        told = {}
        if self.name is not None and (wrong := name_problem(self.name)):
            told["name"] = wrong
        if self.course_title is not None and not self.course_title.strip():
            told["course_title"] = _("Write the course.")
        if self.starts is not None and self.ends is not None and self.ends < self.starts:
            told["ends"] = _("The last day lies before the first day.")
        return told

    def put(self, facts: Facts) -> Facts:
        """The facts with these words. Invalid where the dates do not follow each other."""
        made = replace(facts, **self.given())
        if made.starts is not None and made.ends is not None and made.ends < made.starts:
            raise Invalid({"ends": _("The last day lies before the first day.")})
        return made


@dataclass(frozen=True)
class NewEdition:
    """A print that took the place of another."""

    id: int
    number: str
    edition: int
    code: str
    holder: str
    trainee_id: int


def wording_of(facts: Facts) -> Wording:
    """The words that can be corrected, as they stand."""
    return Wording(**{f.name: getattr(facts, f.name) for f in fields(Wording)})


def by_the_records(work: Work, record: Certificate, facts: Facts) -> Wording | None:
    """What the records of today would say instead: only what differs. None where they say nothing of it any more."""
    if record.enrolment_id is None:
        return None
    sheet = read_completion(work, work.get(Enrolment, record.enrolment_id).cohort_id, record.enrolment_id)
    if not sheet.rows:
        return None
    today = collect(work, sheet, sheet.rows[0], kind=facts.kind, language=facts.language, design=facts.design,
                    issued_on=facts.issued_on, number=facts.number)
    return Wording(**{f.name: now for f in fields(Wording)
                      if (now := getattr(today, f.name)) is not None and now != getattr(facts, f.name)})


def _next(work: Work, record: Certificate, facts: Facts, why: str) -> NewEdition:
    """Put the edition in force aside, and these facts in its place."""
    since = work.session.scalar(select(CertificateEvent.at).where(
        CertificateEvent.certificate_id == record.id, CertificateEvent.kind.in_(("corrected", "replaced")))
        .order_by(CertificateEvent.id.desc()).limit(1))
    made = seal(work, replace(facts, edition=record.edition + 1))
    work.add(EarlierEdition(
        certificate_id=record.id, edition=record.edition, code=record.code, facts=record.facts,
        status_index=record.status_index, key_id=record.key_id, made_at=since or record.issued_at, ended_at=work.now,
        why=why))
    record.edition, record.code, record.status_index = made.facts.edition, made.code, made.status_index
    record.facts, record.key_id = put_apart(work, made.facts).to_json(), made.key_id
    record.holder = made.facts.full_name
    record.search = " ".join(dict.fromkeys((*folded(f"{made.facts.full_name} {made.code}").split(),
                                            *record.search.split())))  # found by the old name as well
    record.state, record.printed_at, record.collected_on, record.legacy = "issued", None, None, False
    work.session.flush()
    trainee = record.trainee_id or 0
    if record.enrolment_id is not None:
        trainee = work.get(Enrolment, record.enrolment_id).trainee_id
    return NewEdition(record.id, record.number, record.edition, record.code, record.holder, trainee)


def facts_of(work: Work, record: Certificate) -> Facts:
    """The facts in force, with their pictures."""
    return put_back(work.session, Facts.from_json(record.facts))


@dataclass(frozen=True, kw_only=True)
class CorrectCertificate(Command[NewEdition]):
    """Correct a certificate before it is handed out: same number, new print, the earlier one destroyed."""

    needs = Permission.CERTIFICATES_ISSUE
    undoable = False

    number: str
    reason: str
    wording: Wording = field(default_factory=Wording)
    from_records: bool = False  # what the records say now, where `wording` says nothing

    def label(self) -> str:
        return _("Correct certificate {number}").format(number=self.number)

    def problems(self) -> dict[str, str]:
        told = self.wording.problems()
        if not self.reason.strip():
            told["reason"] = _("Write the reason.")
        return told

    def run(self, work: Work) -> NewEdition:
        record = not_void(work, self.number)
        if record.legacy:
            raise Refused(_("{number} is an old paper; it can be replaced.").format(number=record.number))
        if record.state != "issued":
            raise Refused(_("{number} has been handed out: it is replaced, not corrected. When it came back, note "
                            "that first.").format(number=record.number))
        facts = facts_of(work, record)
        made = facts
        if self.from_records:
            made = (by_the_records(work, record, facts) or Wording()).put(made)
        made = self.wording.put(made)
        if made == facts:
            raise Invalid(_("This is what the certificate says already."))
        if record.printed_at is not None:
            note(work, record, "destroyed", print_no=record.prints)
        edition = _next(work, record, made, "corrected")
        note(work, record, "corrected", reason=self.reason.strip())
        return edition


@dataclass(frozen=True, kw_only=True)
class ReplaceCertificate(Command[NewEdition]):
    """Replace a certificate that was handed out: same number, endorsed, the earlier print superseded."""

    needs = Permission.CERTIFICATES_ISSUE
    undoable = False

    number: str
    why: str  # lost damaged misspelt_centre misspelt_applicant renamed
    wording: Wording = field(default_factory=Wording)  # where it was misspelt, or the name is another by law
    report_no: str = ""  # police report or statutory declaration; the deed, for another name
    fee: Decimal | None = None
    receipt_no: str = ""
    person: str = ""  # who asked for it, when it was not the holder
    note: str = ""

    def label(self) -> str:
        return _("Replace certificate {number}").format(number=self.number)

    def problems(self) -> dict[str, str]:
        told = self.wording.problems()
        if self.why not in WHYS:
            told["why"] = _("Choose one of {choices}.").format(choices=", ".join(WHYS))
        if self.why == "lost" and not self.report_no.strip():
            told["report_no"] = _("Write the number of the police report or the statutory declaration.")
        if self.fee is not None and (self.fee < 0 or self.fee != round(self.fee, 2)):
            told["fee"] = _("Write the fee in ringgit and sen.")
        elif self.fee and not self.receipt_no.strip():
            told["receipt_no"] = _("Write the number of the receipt for the fee.")
        if self.wording.given() and self.why not in MENDING:
            told["name"] = _("A paper that was lost or damaged is replaced as it was.")
        return told

    def run(self, work: Work) -> NewEdition:
        record = not_void(work, self.number)
        if not record.prints and not record.legacy:
            raise Refused(_("{number} has never been printed: print it, or correct it first.").format(
                number=record.number))
        facts = facts_of(work, record)
        made = self.wording.put(facts)
        if self.why in MENDING and made == facts:
            raise Invalid({"name": _("Write what the new print says instead.")})
        made = replace(_complete(work, made), signatories=_signing_today(work, facts), replaced_on=work.today,
                       first_issued_on=facts.first_issued_on or facts.issued_on,
                       replaced_why="misspelt" if self.why.startswith("misspelt") else self.why)
        edition = _next(work, record, made, "replaced")
        note(work, record, "replaced", reason=" · ".join(p for p in (self.why, self.note.strip()) if p),
             report_no=self.report_no.strip(), fee=self.fee, receipt_no=self.receipt_no.strip(),
             person=self.person.strip())
        return edition


def _complete(work: Work, facts: Facts) -> Facts:
    """An old paper's facts may not know the centre: then it is the one that replaces it."""
    if facts.centre_name:
        return facts
    centre = the_centre(work)
    return replace(facts, centre_name=centre.name, centre_name_ms=centre.name_ms, logo=image_text(centre.logo))


def _signing_today(work: Work, facts: Facts) -> tuple[Signature, ...]:
    """Today's holders of the posts that signed the first print. Refused where a post is vacant."""
    today = signatories_on(work, work.today)
    if not facts.signatories:
        return tuple(_signature(s) for s in today[:MOST_SIGNATORIES])
    found = []
    for place, old in enumerate(facts.signatories):
        holder = _holder(old, today, place)
        if holder is None:
            raise Refused(_("Nobody signs today for {post}. Enter the signatory first: Settings, Signatories.").format(
                post=old.post_en or old.post_ms or old.role or old.name))
        found.append(replace(_signature(holder), role=old.role or holder.role))
    return tuple(found)


def _holder(old: Signature, today: list[SignatoryRow], place: int) -> SignatoryRow | None:
    """Who holds the post: by its role, else by its words, else the one in the same place on the paper."""
    if old.role:
        return next((s for s in today if s.role == old.role), None)
    return next((s for s in today if (s.post_en, s.post_ms) == (old.post_en, old.post_ms)
                 and s.organisation == old.organisation), None) or (today[place] if place < len(today) else None)


def _signature(row: SignatoryRow) -> Signature:
    return Signature(name=row.name, post_ms=row.post_ms, post_en=row.post_en, organisation=row.organisation,
                     image=image_text(row.image), role=row.role)


@dataclass(frozen=True)
class Draft:
    """What a new print would start from: the words in force, and what the records say instead."""

    facts: Facts
    records: Wording | None
    signing: tuple[str, ...] = ()  # who signs a replacement today
    vacant: str = ""  # the sentence where a post is vacant


@dataclass(frozen=True, kw_only=True)
class EditionDraft(Query[Draft]):
    """For the forms that correct and replace."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"certificate", "trainee", "cohort", "course", "enrolment", "identity", "trainee_title",
                       "signatory"})

    number: str

    def rows(self, work: Work) -> list[Draft]:
        record = not_void(work, self.number)
        facts = facts_of(work, record)
        try:
            signing, vacant = tuple(s.name for s in _signing_today(work, facts)), ""
        except Refused as refused:
            signing, vacant = (), str(refused)
        return [Draft(facts, by_the_records(work, record, facts), signing, vacant)]
