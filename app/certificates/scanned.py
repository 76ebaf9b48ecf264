"""A scanned QR code, compared with the register: the signature first, then what it states with what was issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from app.certificates.facts import Facts
from app.certificates.queries import find
from app.certificates.verify import Verdict, judge, plain
from app.cohorts.records import ExportLog
from app.errors import Invalid
from app.i18n import _, local_time, show_date
from app.office.command import Work
from app.trust.keys import by_kid, distrust, statement_keys
from app.trust.statement import Claims, Signed, read


def by_statement(work: Work, said: str) -> Verdict:
    """The verdict on the text of a QR code of ours."""
    try:
        signed = read(said, statement_keys(work))
    except Invalid as problem:
        return Verdict("unknown", "", None, (str(problem),))
    number = signed.claims.number
    told = _distrust(signed) or _revoked(work, signed, signed.claims.issued_on)
    if told:
        return Verdict("not_genuine", number, None, (told,))
    if signed.claims.kind == "transcript":
        return _transcript(work, signed.claims)
    record = find(work, number)
    if record is None:
        return Verdict("unknown", number, None, (
            _("The code was signed by this centre, but this register does not hold the certificate. Was an older "
              "backup restored?"),))
    verdict = judge(work, record.id, number, _code_of(work, record.id, signed.claims.edition))
    facts = verdict.facts
    if facts is None or verdict.state == "not_genuine":
        return verdict
    late = _revoked(work, signed, facts.replaced_on) if facts.replaced_on else ""
    wrong = differences(signed.claims, facts) or ((late,) if late else ())
    return replace(verdict, state="not_genuine", reasons=wrong) if wrong else verdict


def _transcript(work: Work, claims: Claims) -> Verdict:
    """Transcripts are no certificates: the record of their issue is what there is to compare with."""
    day = work.session.scalar(select(ExportLog.at).where(
        ExportLog.kind == "transcript", ExportLog.file_name == claims.number, ExportLog.recipient == claims.name))
    if day is None:
        return Verdict("unknown", claims.number, None, (
            _("The code was signed by this centre, but this register does not hold the transcript."),))
    return Verdict("valid", claims.number, None, (_("Valid. Transcript {number} of {name}, issued on {date}.").format(
        number=claims.number, name=claims.name, date=show_date(local_time(day).date())),))


def _distrust(signed: Signed) -> str:
    return {"forged": _("The code was altered, or was not signed by this centre."),
            "unknown_key": _("The code was signed with a key that is not this centre's."),
            "sample": _("This is a sample and no certificate.")}.get(signed.state, "")


def _revoked(work: Work, signed: Signed, made_on: date) -> str:
    key = by_kid(work, signed.kid)
    return "" if key is None else distrust(key, made_on)


def _code_of(work: Work, certificate_id: int, edition: int) -> str:
    """The verification code of an edition, which tells prints apart; '' for one that is not there."""
    from app.certificates.queries import read_certificate

    whole = read_certificate(work, certificate_id)
    if whole.row.edition == edition:
        return whole.row.code
    return next((e.code for e in whole.earlier if e.edition == edition), "")


def differences(claims: Claims, facts: Facts) -> tuple[str, ...]:
    """What a signed statement says otherwise than the register, a sentence each."""
    wrong = []
    if plain(claims.name) != plain(facts.full_name):
        wrong.append(_("The name was changed: {number} was issued to another person.").format(number=facts.number))
    course = plain(claims.course.removesuffix("…"))
    if not plain(facts.course_title).startswith(course) or (
            not claims.shortened and plain(facts.course_title) != course):
        wrong.append(_("The course was changed."))
    if claims.issued_on != facts.issued_on or claims.edition != facts.edition:
        wrong.append(_("The date of issue was changed."))
    return tuple(wrong)
