"""Cards of trainees, ten to an A4 sheet with cut marks, and name tags and cards for the desk of the same people.

The QR code on a card holds the trainee number with two check letters: nothing of the person, no identity number.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from sqlalchemy import func, select

from app.attendance.card_codes import card_code
from app.attendance.paper_ink import (
    ACCENT,
    BOLD,
    HEAVY,
    INK,
    PLAIN,
    SHADE,
    SOFT,
    both,
    printable,
    put,
    put_line,
)
from app.centre.queries import CentreProfile, CentreRow
from app.cohorts.queries import CohortDetail, CohortWhole, check_own
from app.cohorts.records import Enrolment
from app.cohorts.words import ON_ROLL
from app.errors import Missing
from app.exchange.files import write_bytes
from app.exchange.pdf import A4, Document, Ink
from app.exchange.pictures import picture_name, read_picture
from app.exchange.qr import encode
from app.exchange.shaping import Style
from app.i18n import N_, _
from app.job import SILENT, Progress
from app.office.command import Query, Work
from app.office.office import Office
from app.office.permissions import Permission
from app.trainees.records import Organisation, Trainee

WIDE, HIGH = 85.6, 54.0  # mm, as bank cards
COLUMNS, LINES = 2, 5
LEFT, TOP = (A4[0] - COLUMNS * WIDE) / 2, (A4[1] - LINES * HIGH) / 2
CUT, OFF = 6.0, 1.5  # length of a cut mark, and its distance from the card
QR = 23.0
MONO = Style("mono")


@dataclass(frozen=True)
class CardRow:
    """Somebody who gets a card."""

    enrolment_id: int
    name: str
    other_script: str
    number: str
    organisation: str


@dataclass(frozen=True, kw_only=True)
class CardPeople(Query[CardRow]):
    """Who is on the roll of a cohort, by name; of some enrolments `only`."""

    needs = Permission.COHORTS_VIEW
    reads = frozenset({"enrolment", "trainee", "organisation"})

    cohort_id: int
    only: frozenset[int] | None = None

    def rows(self, work: Work) -> Sequence[CardRow]:
        check_own(work, self.cohort_id)
        return [CardRow(*row) for row in work.session.execute(
            select(Enrolment.id, Trainee.full_name, Trainee.other_script, Trainee.number,
                   func.coalesce(Organisation.name, ""))
            .join(Trainee, Trainee.id == Enrolment.trainee_id)
            .outerjoin(Organisation, Organisation.id == Enrolment.organisation_id)
            .where(Enrolment.cohort_id == self.cohort_id, Enrolment.status.in_(ON_ROLL))
            .order_by(Trainee.sort_key, Trainee.id)) if self.only is None or row[0] in self.only]


@dataclass(frozen=True)
class _Facts:
    cohort: CohortWhole
    centre: str
    logo: str  # base64
    people: Sequence[CardRow]


def _facts(office: Office, cohort_id: int, only: Collection[int] | None) -> _Facts:
    cohort = office.ask(CohortDetail(cohort_id=cohort_id))[0]
    people = office.ask(CardPeople(cohort_id=cohort_id, only=None if only is None else frozenset(only)))
    if not people:
        raise Missing(_("Nobody is on the roll of this cohort."))
    centre: CentreRow | None = next(iter(office.ask(CentreProfile())), None)
    logo = base64.b64encode(centre.logo).decode("ascii") if centre is not None and centre.logo else ""
    return _Facts(cohort, centre.name if centre is not None else "", logo, people)


def write_cards(office: Office, cohort_id: int, path: Path, step: Progress = SILENT) -> int:
    """The cards of a cohort as a PDF file; how many there are."""
    facts = _facts(office, cohort_id, None)
    write_bytes(path, _sheets(facts, N_("Trainee cards"), _card, step))
    return len(facts.people)


def cards_pdf(office: Office, cohort_id: int, only: Collection[int] | None = None, step: Progress = SILENT) -> bytes:
    """The cards of a cohort, or of some enrolments in it."""
    return _sheets(_facts(office, cohort_id, only), N_("Trainee cards"), _card, step)


def tags_pdf(office: Office, cohort_id: int, only: Collection[int] | None = None, step: Progress = SILENT) -> bytes:
    """Name tags of the size of a card."""
    return _sheets(_facts(office, cohort_id, only), N_("Name tags"), _tag, step)


def desk_cards_pdf(office: Office, cohort_id: int, only: Collection[int] | None = None,
                   step: Progress = SILENT) -> bytes:
    """Cards to be folded and put on the desk, two to a sheet, the name on both sides."""
    facts = _facts(office, cohort_id, only)
    out = BytesIO()
    document = Document(out, title=f"{both(N_('Desk cards'))} {facts.cohort.code}", author=facts.centre)
    half = A4[1] / 2
    for start in range(0, len(facts.people), 2):
        ink = Ink(A4[1])
        for n, person in enumerate(facts.people[start:start + 2]):
            _desk_card(ink, facts, person, n * half, half)
        ink.path([(0, half), (8, half)], stroke=SOFT, width=0.15)
        ink.path([(A4[0] - 8, half), (A4[0], half)], stroke=SOFT, width=0.15)
        document.page(ink, *A4)
        step(min(start + 2, len(facts.people)), len(facts.people), "")
    document.close()
    return out.getvalue()


_Draw = Callable[[Ink, Document, _Facts, CardRow, float, float], None]


def _sheets(facts: _Facts, title: str, draw: _Draw, step: Progress) -> bytes:
    """Two by five on each sheet, with marks to cut along."""
    out = BytesIO()
    document = Document(out, title=f"{both(title)} {facts.cohort.code}", author=facts.centre)
    each = COLUMNS * LINES
    for start in range(0, len(facts.people), each):
        ink = Ink(A4[1])
        _cut_marks(ink)
        for n, person in enumerate(facts.people[start:start + each]):
            draw(ink, document, facts, person, LEFT + n % COLUMNS * WIDE, TOP + n // COLUMNS * HIGH)
        document.page(ink, *A4)
        done = min(start + each, len(facts.people))
        step(done, len(facts.people), _("Drawing {n} of {total}").format(n=done, total=len(facts.people)))
    document.close()
    return out.getvalue()


def _cut_marks(ink: Ink) -> None:
    right, bottom = LEFT + COLUMNS * WIDE, TOP + LINES * HIGH
    for n in range(COLUMNS + 1):
        x = LEFT + n * WIDE
        for y in (TOP - OFF - CUT, bottom + OFF):
            ink.path([(x, y), (x, y + CUT)], stroke=SOFT, width=0.1)
    for n in range(LINES + 1):
        y = TOP + n * HIGH
        for x in (LEFT - OFF - CUT, right + OFF):
            ink.path([(x, y), (x + CUT, y)], stroke=SOFT, width=0.1)


def _head(ink: Ink, document: Document, facts: _Facts, x: float, y: float, title: str) -> None:
    """Logo, centre and what this is, above a line."""
    at = x + 4
    if facts.logo:
        picture = read_picture(facts.logo)
        scale = min(16 / picture.width, 8.5 / picture.height)
        wide, high = picture.width * scale, picture.height * scale
        ink.picture(document.image(picture_name(facts.logo), picture), at, y + 3 + (8.5 - high) / 2, wide, high)
        at += wide + 2.5
    put(ink, facts.centre, at, y + 6.6, x + WIDE - 4 - at, 2.7, BOLD, INK, lines=2, high=5.2)
    put_line(ink, both(title).upper(), at, y + 11.2, x + WIDE - 4 - at, 1.9, PLAIN, ACCENT)
    ink.path([(x + 4, y + 13.2), (x + WIDE - 4, y + 13.2)], stroke=ACCENT, width=0.35)


def _card(ink: Ink, document: Document, facts: _Facts, person: CardRow, x: float, y: float) -> None:
    _head(ink, document, facts, x, y, N_("Trainee card"))
    room = WIDE - QR - 13
    name, other = printable(person.name, BOLD), printable(person.other_script, PLAIN)
    put(ink, name, x + 4, y + (22.5 if other else 25.5), room, 4.2, BOLD, INK, lines=4,
        high=13.0 if other else 16.0)
    if other and other not in name:
        put(ink, other, x + 4, y + 32.5, room, 3.2, PLAIN, SOFT, lines=2, high=5)
    put_line(ink, person.number, x + 4, y + 39.5, room, 3.6, MONO, INK)
    cohort = " · ".join(p for p in (facts.cohort.code, facts.cohort.title) if p)
    put(ink, cohort, x + 4, y + 44, room, 2.5, PLAIN, INK, lines=2, high=4.6)
    put(ink, facts.cohort.course_title, x + 4, y + 48.4, room, 2.2, PLAIN, SOFT, lines=2, high=4.2)
    code = card_code(person.number)
    picture = encode(code)
    if picture is not None:
        left, top = x + WIDE - QR - 4.5, y + 18
        ink.bitmap(picture.rows, picture.side, left, top, QR, "#000000")
        put_line(ink, code, left + QR / 2, top + QR + 4.5, QR + 3, 2.1, MONO, SOFT, "center")


def _tag(ink: Ink, document: Document, facts: _Facts, person: CardRow, x: float, y: float) -> None:
    _head(ink, document, facts, x, y, N_("Trainee"))
    put(ink, person.name, x + 4, y + 28, WIDE - 8, 6.4, HEAVY, INK, center=True, lines=3, high=19)
    if person.other_script:
        put(ink, person.other_script, x + 4, y + 40, WIDE - 8, 3.6, PLAIN, SOFT, center=True, lines=1)
    put(ink, person.organisation, x + 4, y + 45, WIDE - 8, 2.9, PLAIN, INK, center=True, lines=2, high=5)
    put(ink, f"{facts.cohort.course_title} · {facts.cohort.code}", x + 4, y + 50, WIDE - 8, 2.3, PLAIN, SOFT,
        center=True, lines=1)


def _desk_card(ink: Ink, facts: _Facts, person: CardRow, top: float, high: float) -> None:
    """Lower half to the class, upper half turned round to the trainee."""
    fold, quarter = top + high / 2, high / 2
    _side(ink, facts, person, fold, quarter)
    centre_x, centre_y = ink.point(A4[0] / 2, fold).split()  # half a turn about the middle of the fold
    ink.parts.append(f"q -1 0 0 -1 {2 * float(centre_x):.2f} {2 * float(centre_y):.2f} cm")
    _side(ink, facts, person, fold, quarter)
    ink.parts.append("Q")
    ink.path([(0, fold), (6, fold)], stroke=SHADE, width=0.15)
    ink.path([(A4[0] - 6, fold), (A4[0], fold)], stroke=SHADE, width=0.15)


def _side(ink: Ink, facts: _Facts, person: CardRow, top: float, high: float) -> None:
    put(ink, person.name, 14, top + high * 0.46, A4[0] - 28, 17, HEAVY, INK, center=True, lines=3, high=high * 0.5)
    put(ink, person.organisation, 14, top + high * 0.78, A4[0] - 28, 5, PLAIN, SOFT, center=True, lines=1)
    put(ink, facts.centre, 14, top + high * 0.9, A4[0] - 28, 3.6, PLAIN, ACCENT, center=True, lines=1)


__all__ = ["CardPeople", "cards_pdf", "desk_cards_pdf", "tags_pdf", "write_cards"]
