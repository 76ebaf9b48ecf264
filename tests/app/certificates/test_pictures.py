"""Signatures of issued certificates: kept once, back again byte for byte, and missed when somebody alters them."""

from __future__ import annotations

import base64
from datetime import date

import pytest
from sqlalchemy import text

from app.centre.commands import SaveSignatory
from app.certificates.commands import IssueCertificate
from app.certificates.queries import CertificateDetail, CertificatesWhole, Register
from app.errors import Damaged
from app.office.office import Office
from app.sample.ink import signature
from tests.app.cohort_story import QUALIFY, tell

DAY = date(2026, 7, 14)


def test_a_signature_is_kept_once_and_comes_back(office: Office) -> None:
    story = tell(office)
    ink = signature(0)
    office.do(SaveSignatory(name="Ts. Dr. Azman", post_ms="Pengarah", valid_from=date(2020, 1, 1), image=ink))
    numbers = [office.do(IssueCertificate(enrolment_id=story.enrolments[name], issued_on=DAY)).value.number
               for name in list(QUALIFY)[:2]]
    for number in numbers:
        signed = [s.image for s in office.ask(CertificateDetail(wanted=number))[0].facts.signatories if s.image]
        assert base64.b64encode(ink).decode() in signed
    with office.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM certificate_picture")).scalar() == 1
        assert connection.execute(text("SELECT max(length(facts)) FROM certificate")).scalar() < 5000


def test_an_altered_signature_is_noticed(office: Office) -> None:
    story = tell(office)
    office.do(SaveSignatory(name="Ts. Dr. Azman", valid_from=date(2020, 1, 1), image=signature(0)))
    number = office.do(IssueCertificate(enrolment_id=story.enrolments[next(iter(QUALIFY))], issued_on=DAY)).value.number
    with office.engine.begin() as connection:
        connection.execute(text("UPDATE certificate_picture SET data = :d"), {"d": signature(1)})
    with pytest.raises(Damaged):
        office.ask(CertificateDetail(wanted=number))


def test_certificates_of_one_question_share_their_pictures(sqlite_office: Office) -> None:
    story = tell(sqlite_office)
    story.office.do(SaveSignatory(name="Ts. Dr. Azman", valid_from=date(2020, 1, 1), image=signature(0)))
    for name in QUALIFY:
        story.office.do(IssueCertificate(enrolment_id=story.enrolments[name], issued_on=DAY))
    found = story.office.ask(CertificatesWhole(ids=tuple(r.id for r in story.office.ask(Register()))))
    images = [next(s.image for s in w.facts.signatories if s.image) for w in found]
    assert len(images) == len(QUALIFY)
    assert all(image is images[0] for image in images)
