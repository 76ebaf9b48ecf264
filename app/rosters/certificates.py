"""The register of certificates as a list."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, select

from app.certificates.columns import collected_word
from app.certificates.queries import CertificateRow, Register
from app.certificates.words import state_word
from app.completion.words import kind_word
from app.i18n import N_, _, local_time
from app.office.command import Work, chunks
from app.office.permissions import Permission
from app.rosters.listing import Asked, Field, Listing, Row, Subject, Where, column_of
from app.rosters.people import cohort_facts
from app.trainees.identity import mask, show
from app.trainees.records import Identity, Organisation, Trainee

CERTIFICATES: tuple[Field, ...] = (
    Field("place", N_("No."), "number", 6), Field("certificate", N_("Certificate number"), "identity", 18),
    Field("code", N_("Code"), "identity", 18), Field("holder", N_("Name on certificate"), width=44),
    Field("number", N_("Trainee no."), "identity", 13),
    Field("identity", N_("MyKad or passport"), "identity", 18, secret=True),
    Field("organisation", N_("Employer"), width=32), Field("cohort", N_("Cohort"), width=18),
    Field("kind", N_("Certificate"), width=26), Field("awarded", N_("Awarded"), "date", 12),
    Field("issued", N_("Issued"), "date", 12), Field("expires", N_("Expires"), "date", 12),
    Field("state", N_("Status"), width=14), Field("prints", N_("Prints"), "number", 8),
    Field("printed", N_("Last printed"), "date", 12), Field("collected", N_("Collected"), width=12),
    Field("collected_on", N_("Handed out on"), "date", 12), Field("voided", N_("Void since"), "date", 12),
    Field("stage", N_("Stage order"), "number", 8), Field("signature", N_("Signature"), width=24),
    Field("remarks", N_("Remarks"), width=28))


def read_register(work: Work, where: Where, asked: Asked) -> Listing:
    """Certificates in the order of their issue; void ones stay in the list."""
    found = list(Register(text=where.text, where=where.filters, cohort_id=where.cohort_id, keys=where.keys or (),
                          descending=False, limit=None).rows(work)) if where.keys != () else []
    people = _people(work, {r.trainee_id for r in found})
    spell = show if asked.full else (lambda _type, number: mask(number))
    if asked.group:
        found.sort(key=lambda r: (not _employer(people, r), _employer(people, r).casefold()))
    rows: list[Row] = []
    for place, r in enumerate(found, start=1):
        number, kind, identity, employer = people.get(r.trainee_id, ("", "", "", ""))
        known = {
            "place": place, "certificate": r.number, "code": r.code, "holder": r.holder, "number": number,
            "identity": spell(kind, identity) if identity else "", "organisation": employer, "cohort": r.cohort_code,
            "kind": kind_word(r.kind), "awarded": r.awarded_on, "issued": r.issued_on, "expires": r.expires_on,
            "state": state_word(r.standing), "prints": r.prints or None,
            "printed": local_time(r.printed_at).date() if r.printed_at else None, "collected": collected_word(r),
            "collected_on": r.collected_on, "voided": local_time(r.voided_at).date() if r.voided_at else None,
            "stage": r.stage_order, "signature": "", "remarks": ""}
        rows.append((*(known[k] for k in asked.keys), employer if asked.group else "", False))
    facts = cohort_facts(work, where.cohort_id) if where.cohort_id is not None else ()
    return Listing(tuple(column_of(_C[k]) for k in asked.keys), rows, facts, lambda: (
        (_("Void certificates"), _("A number is never used again: a void certificate stays in the register.")),))


def _employer(people: dict[int, tuple[str, str, str, str]], row: CertificateRow) -> str:
    return people.get(row.trainee_id, ("", "", "", ""))[3]


def _people(work: Work, keys: set[int]) -> dict[int, tuple[str, str, str, str]]:
    """Trainee -> number, kind and number of the document of now, employer."""
    found: dict[int, tuple[str, str, str, str]] = {}
    for part in chunks(sorted(keys)):
        rows: Any = work.session.execute(
            select(Trainee.id, Trainee.number, Identity.type, Identity.number, Organisation.name)
            .outerjoin(Identity, and_(Identity.trainee_id == Trainee.id, Identity.is_current))
            .outerjoin(Organisation, Organisation.id == Trainee.organisation_id).where(Trainee.id.in_(part)))
        found.update({key: (no, kind or "", identity or "", name or "") for key, no, kind, identity, name in rows})
    return found


_C = {f.key: f for f in CERTIFICATES}
SUBJECTS = (Subject("certificates", N_("Register of certificates"), CERTIFICATES, Permission.CERTIFICATES_VIEW,
                    read_register, by_text=True),)
