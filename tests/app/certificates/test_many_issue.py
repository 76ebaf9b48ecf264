"""Six programs issue at once on one database: numbers without gaps, none twice, and none lost by who gave up."""

from __future__ import annotations

import multiprocessing
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from app.certificates.commands import AlreadyIssued, IssueCertificate, RecordPrint
from app.certificates.editions import CorrectCertificate, Wording
from app.certificates.queries import CertificateDetail, Register
from app.errors import Unavailable
from app.office.command import Work
from app.office.office import Office
from tests.app.cohort_story import tell

DAY = date(2026, 7, 14)
WORKERS = 6
EACH = 3
TRIES = 60  # the lock was waited for too long; try again as a person would


class GivenUp(RuntimeError):
    """Somebody pulled the plug after the number had been taken."""


class Aborted(IssueCertificate):
    """An issue that comes to nothing after everything was written."""

    def run(self, work: Work) -> Any:
        super().run(work)
        raise GivenUp


def _again(do: Any) -> Any:
    for _time in range(TRIES):
        try:
            return do()
        except Unavailable:
            continue
    raise AssertionError("the database stayed locked")


def _office(where: str) -> Office:
    from app.db.engine import make_engine
    from app.office.permissions import SYSTEM

    return Office(make_engine(where), SYSTEM)


def _issuer(where: str, enrolments: list[int], go: Any, told: Any) -> None:
    office = _office(where)
    go.wait()
    for key in enrolments:
        try:
            try:
                _again(lambda k=key: office.do(Aborted(enrolment_id=k, issued_on=DAY)))
            except GivenUp:
                pass
            told.put(_again(lambda k=key: office.do(IssueCertificate(enrolment_id=k, issued_on=DAY))).value.number)
        except AlreadyIssued:
            told.put("")
        except Exception as error:
            told.put(repr(error))
    office.engine.dispose()


def _corrector(where: str, number: str, name: str, go: Any, told: Any) -> None:
    office = _office(where)
    go.wait()
    try:
        told.put(_again(lambda: office.do(CorrectCertificate(
            number=number, wording=Wording(name=name), reason="Misspelt"))).value.edition)
    except Exception as error:
        told.put(repr(error))
    office.engine.dispose()


def _together(target: Any, shares: list[tuple[Any, ...]], answers: int) -> list[Any]:
    context = multiprocessing.get_context("spawn")
    go, told = context.Event(), context.Queue()
    workers = [context.Process(target=target, args=(*share, go, told)) for share in shares]
    for worker in workers:
        worker.start()
    go.set()
    found = [told.get(timeout=90) for _n in range(answers)]
    for worker in workers:
        worker.join(60)
    return found


@pytest.mark.timeout(240)
def test_six_issuers_leave_no_gap_and_no_double_though_each_gives_up_now_and_then(
        office: Office, database_url: str) -> None:
    count = WORKERS * EACH
    story = tell(office, {f"Trainee {n:02} bin Ali": (0, ("70", "71", "72", "73", "74")) for n in range(count)})
    keys = list(story.enrolments.values())
    shares = [(database_url, [*keys[n * EACH:(n + 1) * EACH], keys[(n + 1) * EACH % count]]) for n in range(WORKERS)]
    answers = _together(_issuer, shares, WORKERS * (EACH + 1))
    made = sorted(a for a in answers if a)
    assert [number[:10] for number in made] == [f"KL26-{n:05}" for n in range(1, count + 1)]
    assert made == sorted(row.number for row in office.ask(Register()))
    with office.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM decision")).scalar() == count
        assert connection.execute(text("SELECT count(*) FROM setting WHERE key = 'certificates.key'")).scalar() == 1
        assert connection.execute(text("SELECT count(DISTINCT code) FROM certificate")).scalar() == count


@pytest.mark.timeout(240)
def test_two_who_correct_one_certificate_make_two_editions(office: Office, database_url: str) -> None:
    story = tell(office, {"Trainee 01 bin Ali": (0, ("70", "71", "72", "73", "74"))})
    made = story.office.do(IssueCertificate(enrolment_id=next(iter(story.enrolments.values())), issued_on=DAY)).value
    story.office.do(RecordPrint(certificate_ids=(made.id,)))
    answers = _together(_corrector, [(database_url, made.number, f"Trainee {n} bin Ali") for n in "AB"], 2)
    whole = office.ask(CertificateDetail(wanted=made.number))[0]
    good = [a for a in answers if isinstance(a, int)]
    assert sorted(good) == list(range(2, 2 + len(good)))
    assert good
    assert whole.row.edition == 1 + len(good)
    assert [e.edition for e in whole.earlier] == list(range(len(good), 0, -1))
