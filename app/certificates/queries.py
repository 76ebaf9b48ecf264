"""The register of certificates: found by number, code, name or cohort; each with its life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import case, extract, func, or_, select

from app.certificates import narrow, numbering
from app.certificates.facts import Facts
from app.certificates.pictures import put_back
from app.certificates.records import Certificate, CertificateEvent, EarlierEdition
from app.certificates.signing import Kit, kit_of
from app.certificates.templates.model import Layout
from app.certificates.templates.queries import drawn_with
from app.certificates.words import event_words, standing
from app.cohorts.queries import own_cohorts
from app.cohorts.records import Cohort, Enrolment
from app.errors import Missing
from app.i18n import _
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.trainees.records import Identity

READS = frozenset({"certificate", "certificate_event", "earlier_edition", "enrolment", "cohort"})
_IDENTITY = 6  # letters of the shortest identity number that is searched
_ORDERS = {"number": Certificate.number, "holder": Certificate.holder, "cohort": Cohort.code,
           "issued": Certificate.issued_on, "state": Certificate.state, "prints": Certificate.prints,
           "printed": Certificate.printed_at, "collected_on": Certificate.collected_on,
           "awarded": Certificate.awarded_on, "expires": Certificate.expires_on, "voided": Certificate.voided_at}


@dataclass(frozen=True)
class CertificateRow:
    """A line of the register."""

    id: int
    number: str
    code: str
    holder: str
    cohort_id: int
    cohort_code: str
    enrolment_id: int
    trainee_id: int
    kind: str
    issued_on: date
    state: str  # issued collected posted void
    prints: int
    stage_order: int | None = None  # where it is read one by one
    edition: int = 1
    legacy: bool = False
    awarded_on: date | None = None
    printed_at: datetime | None = None
    collected_on: date | None = None
    expires_on: date | None = None
    voided_at: datetime | None = None
    replaced: bool = False  # an earlier print was replaced, not only corrected
    standing: str = "valid"  # valid replaced expired void legacy, of app.certificates.words

    @property
    def cohort(self) -> str:
        """The code of the cohort."""
        return self.cohort_code


def folded(text: str) -> str:
    """A text as the register searches it: no accents, capitals, single spaces."""
    import unicodedata

    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.upper().split())


def with_cohort(wanted: Any) -> Any:
    """A question about certificates with enrolment and cohort beside them; an old paper has neither."""
    return wanted.outerjoin(Enrolment, Enrolment.id == Certificate.enrolment_id).outerjoin(
        Cohort, Cohort.id == Enrolment.cohort_id)


def _says(word: str) -> list[Any]:
    """Where a word of a search may stand: name, number, code or identity of then, the cohort; an identity of now."""
    plain = word.replace("-", "")
    number = len(plain) >= _IDENTITY and plain.isalnum() and any(c.isdigit() for c in plain)
    found = []
    for said in {word, plain} if plain.isdigit() and number else {word}:
        like = "%" + said.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        found += [Certificate.search.like(like, escape="\\"), func.upper(Cohort.code).like(like, escape="\\")]
    if number:  # a passport that is newer than the certificate
        holders = select(Identity.trainee_id).where(Identity.number == plain)
        found += [Enrolment.trainee_id.in_(holders), Certificate.trainee_id.in_(holders)]
    return found


def _where(work: Work, wanted: Any, text: str, state: str, cohort_id: int | None, trainee_id: int | None,
           year: int | None, more: narrow.Where = ()) -> Any:
    wanted = with_cohort(wanted.select_from(Certificate))
    for word in folded(text).split():
        wanted = wanted.where(or_(*_says(word)))
    if state:
        wanted = wanted.where(narrow.condition("state", state, work.today))
    if cohort_id is not None:
        wanted = wanted.where(Enrolment.cohort_id == cohort_id)
    if trainee_id is not None:
        wanted = wanted.where(or_(Enrolment.trainee_id == trainee_id, Certificate.trainee_id == trainee_id))
    if year is not None:
        wanted = wanted.where(extract("year", Certificate.issued_on) == year)
    for key, value in more:
        wanted = wanted.where(narrow.condition(key, value, work.today))
    mine = own_cohorts(work.actor)
    return wanted if mine is None else wanted.where(Enrolment.cohort_id.in_(mine))


@dataclass(frozen=True, kw_only=True)
class Register(Query[CertificateRow]):
    """Certificates, the newest number first unless asked otherwise. `state`: '' all, valid, or one of the states."""

    needs = Permission.CERTIFICATES_VIEW
    reads = READS

    text: str = ""
    state: str = ""
    cohort: str = ""  # its code
    cohort_id: int | None = None
    trainee_id: int | None = None
    year: int | None = None
    where: narrow.Where = ()
    order: str = "issued"
    descending: bool = True
    offset: int = 0
    limit: int | None = 500
    keys: tuple[int, ...] = ()  # only these; none means all

    def rows(self, work: Work) -> Sequence[CertificateRow]:
        wanted = _where(work, select(*COLUMNS), self.text, self.state, self.cohort_id, self.trainee_id, self.year,
                        self.where)
        if self.keys:
            wanted = wanted.where(Certificate.id.in_(self.keys))
        if self.cohort:
            wanted = wanted.where(func.lower(Cohort.code) == self.cohort.strip().lower())
        column = _ORDERS.get(self.order, Certificate.issued_on)
        order: tuple[Any, ...] = (column, Certificate.id)
        if self.descending:
            order = tuple(part.desc() for part in order)
        wanted = wanted.order_by(*order).offset(self.offset).limit(self.limit)
        return [row_of(row, work.today) for row in work.session.execute(wanted)]


COLUMNS = (
    Certificate.id, Certificate.number, Certificate.code, Certificate.holder,
    func.coalesce(Enrolment.cohort_id, 0), func.coalesce(Cohort.code, ""), func.coalesce(Certificate.enrolment_id, 0),
    func.coalesce(Enrolment.trainee_id, Certificate.trainee_id, 0), Certificate.kind, Certificate.issued_on,
    Certificate.state, Certificate.prints, Enrolment.stage_order, Certificate.edition, Certificate.legacy,
    Certificate.awarded_on, Certificate.printed_at, Certificate.collected_on, Certificate.expires_on,
    Certificate.voided_at, narrow.REPLACED)
"""What a line is made of, in the order of its fields."""


def row_of(found: Any, today: date) -> CertificateRow:
    """A line from what was read with COLUMNS."""
    row = CertificateRow(*found)
    return replace(row, replaced=bool(row.replaced), standing=standing(
        row.state, legacy=row.legacy, replaced=bool(row.replaced), expires_on=row.expires_on, today=today))


@dataclass(frozen=True)
class RegisterCounts:
    """How many certificates fit the search, by state, and in which years any were issued."""

    all: int
    void: int
    expired: int
    replaced: int  # and not void
    years: tuple[int, ...]
    shown: int = 0  # within all filters
    total: int = 0  # of all certificates that the actor sees
    unprinted: int = 0  # of all of them

    @property
    def valid(self) -> int:
        """Those that are neither void nor expired."""
        return self.all - self.void - self.expired


@dataclass(frozen=True, kw_only=True)
class CountRegister(Query[RegisterCounts]):
    """Counts for the chips above the register."""

    needs = Permission.CERTIFICATES_VIEW
    reads = READS

    text: str = ""
    cohort_id: int | None = None
    year: int | None = None
    where: narrow.Where = ()

    def rows(self, work: Work) -> Sequence[RegisterCounts]:
        def count(text: str, cohort_id: int | None, year: int | None, where: narrow.Where) -> Any:
            kinds = [func.sum(case((narrow.condition("state", s, work.today), 1), else_=0))
                     for s in ("void", "expired", "replaced")]
            kinds.append(func.sum(case((narrow.condition("unprinted", "yes", work.today), 1), else_=0)))
            wanted = _where(work, select(func.count(), *kinds), text, "", cohort_id, None, year, where)
            return tuple(n or 0 for n in work.session.execute(wanted).one())

        others = tuple(pair for pair in self.where if pair[0] != "state")
        counted = count(self.text, self.cohort_id, self.year, others)
        shown = counted if others == self.where else count(self.text, self.cohort_id, self.year, self.where)
        plain = not self.text.strip() and not self.where and self.cohort_id is None and self.year is None
        every = counted if plain else count("", None, None, ())
        first, last = work.session.execute(
            select(func.min(Certificate.issued_on), func.max(Certificate.issued_on))).one()
        years = tuple(range(last.year, first.year - 1, -1)) if first else ()
        return [RegisterCounts(counted[0], counted[1], counted[2], counted[3], years, shown[0], every[0], every[4])]


@dataclass(frozen=True)
class EventRow:
    """Something that happened to a certificate."""

    at: datetime
    by: str
    kind: str
    reason: str
    print_no: int | None
    edition: int = 1
    on: date | None = None
    run_id: int | None = None
    sheet: int | None = None
    report_no: str = ""
    fee: Decimal | None = None
    receipt_no: str = ""
    person: str = ""
    shown: str = ""
    approver: str = ""

    def words(self) -> str:
        """What happened, in the language in use; a document that was shown is masked."""
        return event_words(self)


@dataclass(frozen=True)
class EditionRow:
    """An earlier print: what it said, its code, and since when another is in force."""

    edition: int
    code: str
    facts: Facts
    made_at: datetime
    ended_at: datetime
    why: str  # corrected replaced


@dataclass(frozen=True)
class CertificateWhole:
    """A certificate with its frozen facts and its events, the latest first."""

    row: CertificateRow
    language: str
    design: str
    facts: Facts
    issued_at: datetime
    issued_by: str
    events: tuple[EventRow, ...]
    layout: Layout | None = None  # what it is drawn with; None: the shipped one of its design
    assets: Mapping[str, bytes] = field(default_factory=dict)
    earlier: tuple[EditionRow, ...] = ()  # prints that others took the place of, the latest first
    status_index: int | None = None
    kit: Kit | None = field(default=None, compare=False, repr=False)  # what its file is signed with

    @property
    def asked(self) -> EventRow | None:
        """Who asked to make it void, when nobody has answered."""
        last = next((e for e in self.events if e.kind in ("void_asked", "void_refused", "void")), None)
        return last if last is not None and last.kind == "void_asked" else None

    @property
    def void_reason(self) -> str:
        """Why it is void; '' when it is not."""
        return next((e.reason for e in self.events if e.kind == "void"), "")


def read_certificate(work: Work, wanted: str | int) -> CertificateWhole:
    """By key, number or code, read inside a transaction. Missing when there is none."""
    record = find(work, wanted)
    if record is None:
        raise Missing(_("There is no certificate {number}.").format(number=wanted))
    events = work.session.scalars(select(CertificateEvent).where(CertificateEvent.certificate_id == record.id)
                                  .order_by(CertificateEvent.at.desc(), CertificateEvent.id.desc()))
    row = row_of(work.session.execute(with_cohort(select(*COLUMNS).select_from(Certificate)).where(
        Certificate.id == record.id)).one(), work.today)
    facts = put_back(work.session, Facts.from_json(record.facts))
    return CertificateWhole(row, record.language, record.design, facts, record.issued_at, record.issued_by,
                            tuple(EventRow(**{f.name: getattr(e, f.name) for f in fields(EventRow)}) for e in events),
                            *drawn_with(work, facts.template), earlier=_earlier(work, record),
                            status_index=record.status_index, kit=kit_of(work))


def _earlier(work: Work, record: Certificate) -> tuple[EditionRow, ...]:
    if record.edition == 1:
        return ()
    return tuple(
        EditionRow(e.edition, e.code, put_back(work.session, Facts.from_json(e.facts)), e.made_at, e.ended_at, e.why)
        for e in work.session.scalars(select(EarlierEdition).where(EarlierEdition.certificate_id == record.id)
                                      .order_by(EarlierEdition.edition.desc())))


def find(work: Work, wanted: str | int) -> Certificate | None:
    """The record by key, number or code (typed in small letters or with spaces and dashes); an earlier print's too."""
    if isinstance(wanted, int):
        return work.session.get(Certificate, wanted)
    said = numbering.tidy(wanted)
    code = said.replace("-", "")
    earlier = select(EarlierEdition.certificate_id).where(EarlierEdition.code == code).scalar_subquery()
    for condition in (Certificate.number == said, Certificate.code == code, Certificate.id == earlier,
                      func.upper(Certificate.number) == said, Certificate.number == wanted.strip()):
        found = work.session.scalars(select(Certificate).where(condition)).first()
        if found is not None:
            return found
    return None


@dataclass(frozen=True, kw_only=True)
class CertificateDetail(Query[CertificateWhole]):
    """One certificate by key, number or code."""

    needs = Permission.CERTIFICATES_VIEW
    reads = READS

    wanted: str | int

    def rows(self, work: Work) -> Sequence[CertificateWhole]:
        return [read_certificate(work, self.wanted)]


def live_certificates(work: Work, enrolment_ids: Sequence[int]) -> dict[tuple[int, str], tuple[int, str, str]]:
    """(enrolment, kind) -> key, number and state of the certificate that is not void."""
    from app.office.command import chunks

    found: dict[tuple[int, str], tuple[int, str, str]] = {}
    for part in chunks(sorted(enrolment_ids)):
        for c in work.session.execute(select(
                Certificate.enrolment_id, Certificate.kind, Certificate.id, Certificate.number, Certificate.state)
                .where(Certificate.enrolment_id.in_(part), Certificate.state != "void")):
            found[c.enrolment_id, c.kind] = (c.id, c.number, c.state)
    return found


@dataclass(frozen=True, kw_only=True)
class CertificatesWhole(Query[CertificateWhole]):
    """Several certificates by key, in the order asked, for printing."""

    needs = Permission.CERTIFICATES_VIEW
    reads = READS

    ids: tuple[int, ...]

    def rows(self, work: Work) -> Sequence[CertificateWhole]:
        return [read_certificate(work, key) for key in self.ids]
