"""The order in which people walk over the stage, and the lists in it: the stage list and the acceptance register.

Titles stand before the name as their owner spells and orders them; sorting by name leaves them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from sqlalchemy import select

from app.attendance.paper_ink import ACCENT, BOLD, INK, PLAIN, SHADE, SOFT, both, frame, lefts, put, put_line
from app.centre.queries import CentreProfile
from app.certificates.records import Certificate
from app.cohorts.queries import CohortDetail, check_own
from app.cohorts.records import Enrolment
from app.cohorts.words import ON_ROLL
from app.errors import Invalid, Missing
from app.exchange.pdf import Document, Ink
from app.i18n import N_, _, show_moment
from app.job import SILENT, Progress
from app.office.command import Command, Query, Work
from app.office.office import Office
from app.office.permissions import Permission
from app.trainees.identity import mask
from app.trainees.records import Identity, Organisation, Title, Trainee

LAST = 1_000_000  # behind everybody who has a place
WIDTH, HEIGHT, EDGE, TOP = 297.0, 210.0, 12.0, 34.0
HEAD, FOOT = 9.0, 14.0


@dataclass(frozen=True)
class StageRow:
    """Somebody who may walk over the stage."""

    id: int  # of the enrolment
    place: int | None
    name: str  # with titles
    sort_key: str
    number: str
    identity: str  # masked
    organisation: str
    certificate: str
    certificate_state: str

    @property
    def order(self) -> tuple[int, str, int]:
        """By place, then by name without titles."""
        return (LAST if self.place is None else self.place, self.sort_key, self.id)


@dataclass(frozen=True, kw_only=True)
class Stage(Query[StageRow]):
    """The roll of a cohort in stage order; who has no place stands behind, by name. Certificates that are not void."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"enrolment", "trainee", "trainee_title", "certificate", "organisation", "identity"})

    cohort_id: int

    def rows(self, work: Work) -> Sequence[StageRow]:
        check_own(work, self.cohort_id)
        titles: dict[int, list[str]] = {}
        for trainee, text in work.session.execute(
                select(Title.trainee_id, Title.text).join(Enrolment, Enrolment.trainee_id == Title.trainee_id)
                .where(Enrolment.cohort_id == self.cohort_id).order_by(Title.position, Title.id)):
            titles.setdefault(trainee, []).append(text)
        found: dict[int, StageRow] = {}
        for r in work.session.execute(
                select(Enrolment.id, Enrolment.stage_order, Trainee.id.label("trainee"), Trainee.full_name,
                       Trainee.certificate_name, Trainee.sort_key, Trainee.number, Organisation.name,
                       Identity.number.label("identity"), Certificate.number.label("certificate"), Certificate.state)
                .join(Trainee, Trainee.id == Enrolment.trainee_id)
                .outerjoin(Organisation, Organisation.id == Enrolment.organisation_id)
                .outerjoin(Identity, (Identity.trainee_id == Trainee.id) & Identity.is_current)
                .outerjoin(Certificate, (Certificate.enrolment_id == Enrolment.id) & (Certificate.state != "void"))
                .where(Enrolment.cohort_id == self.cohort_id, Enrolment.status.in_(ON_ROLL))
                .order_by(Certificate.id)):
            name = " ".join((*titles.get(r.trainee, ()), r.certificate_name or r.full_name))
            found[r.id] = StageRow(r.id, r.stage_order, name, r.sort_key, r.number, mask(r.identity or ""),
                                   r.name or "", r.certificate or "", r.state or "")
        return sorted(found.values(), key=lambda row: row.order)


@dataclass(frozen=True, kw_only=True)
class SetStageOrder(Command[int]):
    """Put enrolments into the order given; all others of the cohort lose their place. Empty: by name."""

    needs = Permission.STAGE_ORDER

    cohort_id: int
    enrolment_ids: tuple[int, ...]

    def label(self) -> str:
        return _("Set the stage order")

    def problems(self) -> dict[str, str]:
        double = len(set(self.enrolment_ids)) != len(self.enrolment_ids)
        return {"enrolment_ids": _("Somebody stands in this order twice.")} if double else {}

    def run(self, work: Work) -> int:
        there = {e.id: e for e in work.session.scalars(select(Enrolment).where(
            Enrolment.cohort_id == self.cohort_id))}
        if not set(self.enrolment_ids) <= set(there):
            raise Invalid({"enrolment_ids": _("Somebody in this order is not in the cohort. Open it again.")})
        places = {key: place for place, key in enumerate(self.enrolment_ids, start=1)}
        for key, enrolment in there.items():
            if enrolment.stage_order != places.get(key):
                enrolment.stage_order = places.get(key)
        return len(places)


_STAGE = ((N_("No."), 10.0), (N_("Name as it is called"), 128.0), (N_("Trainee no."), 26.0), (N_("Employer"), 60.0),
          (N_("Certificate no."), 49.0))
_ACCEPT = ((N_("No."), 10.0), (N_("Name"), 92.0), (N_("MyKad or passport"), 34.0), (N_("Certificate no."), 38.0),
           (N_("Received on"), 27.0), (N_("Signature"), 44.0), (N_("Remarks"), 28.0))


def stage_list(office: Office, cohort_id: int, *, register: bool = False, step: Progress = SILENT) -> bytes:
    """The stage list, or the register that is signed on receiving the certificate, as a PDF in stage order."""
    rows = office.ask(Stage(cohort_id=cohort_id))
    if register:
        rows = [row for row in rows if row.certificate]
    if not rows:
        raise Missing(_("No certificate is issued in this cohort yet.") if register else
                      _("Nobody is on the roll of this cohort."))
    cohort = office.ask(CohortDetail(cohort_id=cohort_id))[0]
    centre = office.ask(CentreProfile())
    title = both(N_("Certificate acceptance register") if register else N_("Stage list"))
    said = (centre[0].name if centre else "", title, f"{cohort.course_title} · {cohort.code}",
            show_moment(office.clock()))
    high = 11.0 if register else 8.0
    each = int((HEIGHT - TOP - HEAD - FOOT) / high)
    total = -(-len(rows) // each)
    out = BytesIO()
    document = Document(out, title=f"{title} {cohort.code}", author=said[0])
    for page in range(total):
        ink = Ink(HEIGHT)
        _top(ink, said, f"{page + 1} / {total}")
        _rows(ink, _ACCEPT if register else _STAGE, rows[page * each:(page + 1) * each], page * each, high, register)
        document.page(ink, WIDTH, HEIGHT)
        step(page + 1, total, _("Writing page {n} of {total}").format(n=page + 1, total=total))
    document.close()
    return out.getvalue()


def _top(ink: Ink, said: tuple[str, str, str, str], number: str) -> None:
    centre, title, cohort, printed = said
    put_line(ink, centre.upper(), EDGE, 14, WIDTH - 2 * EDGE - 30, 4.0, BOLD, INK)
    put_line(ink, title.upper(), EDGE, 21, WIDTH - 2 * EDGE, 3.8, BOLD, ACCENT)
    put_line(ink, cohort, EDGE, 27.5, WIDTH - 2 * EDGE, 3.0, PLAIN, SOFT)
    ink.text(number, WIDTH - EDGE, 14, 2.9, PLAIN, SOFT, "right")
    ink.text(printed, WIDTH - EDGE, HEIGHT - 7, 2.3, PLAIN, SOFT, "right")


def _rows(ink: Ink, columns: tuple[tuple[str, float], ...], rows: Sequence[StageRow], start: int, high: float,
          register: bool) -> None:
    edges = lefts(EDGE, [width for _title, width in columns])
    ink.rect(EDGE, TOP, edges[-1] - EDGE, HEAD, fill=SHADE)
    for n, (title, width) in enumerate(columns):
        put(ink, both(title), edges[n] + 1.5, TOP + 5.6, width - 3, 2.7, BOLD, lines=2, high=7)
    frame(ink, edges, TOP, HEAD)
    for n, row in enumerate(rows):
        top = TOP + HEAD + n * high
        cells = ((str(start + n + 1), row.name, row.identity, row.certificate, "", "", "") if register else
                 (str(start + n + 1), row.name, row.number, row.organisation, row.certificate))
        for at, text in enumerate(cells):
            put(ink, text, edges[at] + 1.5, top + high / 2 + 1.2, columns[at][1] - 3, 3.4 if at == 1 else 3.0,
                BOLD if at == 1 else PLAIN, lines=3, high=high - 1)
        frame(ink, edges, top, high)
