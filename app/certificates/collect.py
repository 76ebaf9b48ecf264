"""Gathering what a certificate will say from the records of today; after the issue it is read from nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.attendance.figures import FULL
from app.attendance.records import ClassSession
from app.centre.queries import CentreRow, centre_row, signatories_on
from app.certificates.facts import Design, Facts, Kind, Language, Signature, image_text
from app.cohorts.records import Enrolment
from app.completion.queries import CompletionRow, CompletionSheet
from app.errors import Refused
from app.exchange.qr import side_needed
from app.i18n import _, speaking
from app.office.command import Work
from app.programmes.queries import CourseRow
from app.results.exams import add_months
from app.results.records import Capstone, CapstoneMember
from app.trainees import identity
from app.trainees.records import Identity, Title, Trainee
from app.trust.statement import Claims, sample

MOST_SIGNATORIES = 3
QR_SIDE = 30.0
"""mm, quiet zone included, that templates keep for the QR code."""
NO_NUMBER, NO_CODE = "–", "XXXXXXXXXX"
"""What a draft carries instead: a paper without a number is no certificate."""


@dataclass(frozen=True)
class Award:
    """What an award is for, in the languages of the paper, and the day of the result or the ceremony."""

    ms: str = ""
    en: str = ""
    on: date | None = None

    def problems(self, kind: str, language: str, issued_on: date | None = None) -> dict[str, str]:
        """What is missing or wrong, by field."""
        found = {}
        if kind == "award":
            for code, text in (("ms", self.ms), ("en", self.en)):
                if language in (code, "bi") and not text.strip():
                    found[f"award_{code}"] = _("Write what the award is for.")
        if self.on is not None and issued_on is not None and self.on > issued_on:
            found["awarded_on"] = _("The day of the award lies after the day of issue.")
        return found


def collect(work: Work, sheet: CompletionSheet, row: CompletionRow, *, kind: Kind, language: Language, design: Design,
            issued_on: date, number: str = NO_NUMBER, code: str = NO_CODE, award: Award | None = None) -> Facts:
    """The facts of one enrolment as they would be printed. Refused when there is no centre yet."""
    award = award or Award()
    centre = centre_row(work)
    if centre is None:
        raise Refused(_("Set up the centre first: its name and code stand on every certificate."))
    trainee = work.get(Trainee, work.get(Enrolment, row.enrolment_id).trainee_id)
    label, shown = _identity(work, trainee.id, centre, language)
    cohort, course = sheet.cohort, sheet.course.course
    days, hours = _length(work, cohort.id, course)
    attended, held = _sessions(row) if kind == "attendance" else (None, None)
    grade, result_ms, result_en = (_result(sheet, row, kind, language) if centre.result_on_certificate else
                                   ("", "", ""))
    name = trainee.certificate_name or trainee.full_name
    draft = Facts(
        number=number, verification_code=code, kind=kind, language=language, design=design, name=name,
        titles=tuple(work.session.scalars(select(Title.text).where(Title.trainee_id == trainee.id)
                                          .order_by(Title.position))),
        identity_label=label, identity_text=shown, centre_name=centre.name, centre_name_ms=centre.name_ms,
        course_title=course.title, course_title_ms=course.title_ms, course_title_en=course.title_en,
        long=course.kind != "short", starts=cohort.starts, ends=cohort.ends, days=days, hours=hours,
        venue=cohort.venue, organiser=cohort.organiser, partner=cohort.partner, grade=grade, result_ms=result_ms,
        result_en=result_en, attended=attended, held=held, issued_on=issued_on,
        expires_on=add_months(issued_on, course.certificate_months) if course.certificate_months else None,
        signatories=tuple(Signature(name=s.name, post_ms=s.post_ms, post_en=s.post_en, organisation=s.organisation,
                                    image=image_text(s.image), role=s.role)
                          for s in signatories_on(work, issued_on)[:MOST_SIGNATORIES]),
        logo=image_text(centre.logo), capstone=_capstone(work, row.enrolment_id),
        mode=cohort.mode if cohort.mode in ("hybrid", "online") else "", visit=_visit(work, cohort.id),
        award_ms=award.ms.strip(),
        award_en=award.en.strip(), awarded_on=award.on)
    as_large = replace(draft, history_anchor=f"1000000:{'0' * 16}")  # as the code will be that is printed
    return replace(draft, verify_text=sample(claims_of(as_large, centre.code, 1_000_000), centre.verify_url, fits))


def fits(text: str) -> bool:
    """Whether a QR code of this text can be read at the side that papers give it."""
    return side_needed(text) <= QR_SIDE


def sealed(facts: Facts) -> str:
    """The text that the verification code seals: everything printed, apart from the code itself."""
    return replace(facts, verification_code="", verify_text="").to_json()


def claims_of(facts: Facts, centre_code: str, status_index: int | None = None) -> Claims:
    """What the QR code states of a certificate."""
    return Claims(number=facts.number, name=facts.full_name, course=facts.course_title, kind=facts.kind,
                  starts=facts.starts, ends=facts.ends, issued_on=facts.issued_on, expires_on=facts.expires_on,
                  edition=facts.edition, status_index=status_index, anchor=facts.history_anchor, centre=centre_code)


def _identity(work: Work, trainee_id: int, centre: CentreRow, language: Language) -> tuple[str, str]:
    """Label, and the text as printed."""
    current = work.session.scalars(select(Identity).where(
        Identity.trainee_id == trainee_id, Identity.is_current).order_by(Identity.id)).first()
    if current is None or centre.identity_on_certificate == "none":
        return "", ""
    label = ""
    if current.type not in identity.NRIC_TYPES:
        with speaking("en" if language == "en" else "ms"):
            label = _("Passport No.") if current.type == "PASPORT" else _("Document No.")
    if centre.identity_on_certificate == "masked":
        return label, identity.mask(current.number)
    return label, identity.show(current.type, current.number)


def _length(work: Work, cohort_id: int, course: CourseRow) -> tuple[int | None, Decimal | None]:
    """Days on which the cohort met, and hours: the course's own, else those of its sessions."""
    found = work.session.execute(select(ClassSession.day, ClassSession.hours).where(
        ClassSession.cohort_id == cohort_id, ClassSession.state == "planned")).all()
    days = len({row.day for row in found})
    hours = course.hours or sum((row.hours for row in found), Decimal(0))
    return days or None, hours or None


def _capstone(work: Work, enrolment_id: int) -> str:
    """The title of the project that the trainee presented; '' without one."""
    return work.session.scalar(select(Capstone.title).join(
        CapstoneMember, CapstoneMember.capstone_id == Capstone.id).where(
        CapstoneMember.enrolment_id == enrolment_id, Capstone.presented_on.is_not(None))
        .order_by(Capstone.presented_on.desc(), Capstone.id)) or ""


def _visit(work: Work, cohort_id: int) -> str:
    """Where the cohort's study visit went; '' without one."""
    return work.session.scalar(select(ClassSession.venue).where(
        ClassSession.cohort_id == cohort_id, ClassSession.kind == "study_visit", ClassSession.state == "planned",
        ClassSession.venue != "").order_by(ClassSession.day).limit(1)) or ""


def _sessions(row: CompletionRow) -> tuple[int | None, int | None]:
    figure = row.attendance.figure
    if figure is None or figure.policy.basis != "sessions" or figure.attended % FULL or figure.counted % FULL:
        return None, None
    return figure.attended // FULL, figure.counted // FULL


def _result(sheet: CompletionSheet, row: CompletionRow, kind: Kind, language: Language) -> tuple[str, str, str]:
    """Grade, or the words for competent: only a certificate of achievement says what the result was."""
    if kind != "achievement":
        return "", "", ""
    if row.outcome.grade is not None:
        band = row.outcome.grade
        return (band.title if language == "en" else band.title_ms or band.title), "", ""
    scales = {c.scale for c in sheet.course.components if c.must_pass}
    return ("", "TERAMPIL", "COMPETENT") if scales == {"competency"} else ("", "", "")
