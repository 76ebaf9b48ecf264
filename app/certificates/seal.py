"""What makes facts a certificate: the anchor, the code that seals them, what the QR code says, the bit in the list.

The issue, a correction and a replacement all seal here, so a later print is as good as a first one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import exists, select

from app.centre.queries import CentreRow, centre_row
from app.certificates import codes
from app.certificates.collect import claims_of, fits, sealed
from app.certificates.facts import Facts
from app.certificates.records import Certificate, EarlierEdition
from app.certificates.status import free_index
from app.certificates.templates.queries import drawn_with
from app.errors import Invalid, Refused
from app.i18n import _
from app.office import history
from app.office.command import Work
from app.trust import keys
from app.trust.statement import make_readable

TRIES = 20


@dataclass(frozen=True)
class Sealed:
    """Facts as they are printed, with what the record keeps beside them."""

    facts: Facts
    code: str
    status_index: int | None = None
    key_id: str = ""


def the_centre(work: Work) -> CentreRow:
    """The centre. Refused before it is set up."""
    centre = centre_row(work)
    if centre is None:
        raise Refused(_("Set up the centre first: its name and code stand on every certificate."))
    return centre


def seal(work: Work, facts: Facts) -> Sealed:
    """Seal facts that have their number. Invalid when they cannot be printed."""
    centre = the_centre(work)
    facts = replace(facts, history_anchor=history.head(work.session.connection()).anchor())
    key = codes.make_key(work)
    code = free_code(work, lambda: codes.make_code(key, sealed(facts)))
    keys.ensure(work)
    signer = keys.statement_signer(work)
    index = free_index(work)
    facts = replace(facts, verification_code=code, verify_text=make_readable(
        claims_of(facts, centre.code, index), signer.kid, signer.sign, centre.verify_url, fits))
    told = paper_problems(work, facts)
    if told:
        raise Invalid(" ".join(told))
    return Sealed(facts, code, index, signer.kid)


def free_code(work: Work, make: Callable[[], str]) -> str:
    """A code that no print has or had."""
    for _try in range(TRIES):
        code = make()
        if not work.session.scalar(select(exists().where(Certificate.code == code) | exists().where(
                EarlierEdition.code == code))):
            return code
    raise RuntimeError("no verification code is free")


def paper_problems(work: Work, facts: Facts) -> list[str]:
    """Why these facts cannot be printed with their layout, a sentence each (a letter that no font has)."""
    from app.certificates.paper import problems

    return list(problems(facts, *drawn_with(work, facts.template)))
