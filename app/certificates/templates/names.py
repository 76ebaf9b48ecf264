"""Names to try a template with: the shortest, the longest and the most difficult of the centre or of a cohort."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlalchemy import LargeBinary, Select, case, cast, func, literal, select

from app.certificates.facts import Facts, Kind, Language
from app.certificates.templates.model import Name
from app.certificates.templates.sample import NAME, sample_facts
from app.cohorts.queries import check_seen
from app.cohorts.records import Enrolment
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.trainees.records import Trainee

MOST_LONG = 2000
MOST_HARD = 1000  # looked at closely, after the database has found those with strange letters
SIGNS = "@/’'.-"


@dataclass(frozen=True)
class TrialNames:
    """The names, how many there are, the longest of them, and what a paper would say of nobody."""

    count: int
    shortest: str
    longest: str
    hardest: str
    long: tuple[str, ...]  # the longest MOST_LONG of them, one for each person, to see which are shrunk
    facts: Facts


@dataclass(frozen=True, kw_only=True)
class NamesToTry(Query[TrialNames]):
    """Names of the centre, or of a cohort, as certificates print them; a made-up one where there are none."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"trainee", "enrolment", "centre", "signatory"})

    cohort_id: int | None = None
    kind: Kind = "completion"
    language: Language = "bi"

    def rows(self, work: Work) -> Sequence[TrialNames]:
        if self.cohort_id is not None:
            check_seen(work, self.cohort_id)
        people = self._people().subquery()
        name, size = people.c.name, func.length(people.c.name)

        def ask(number: int, *order: Any, but: Any = True) -> list[str]:
            return list(work.session.scalars(select(name).where(but).order_by(*order).limit(number)))

        count = work.session.scalar(select(func.count()).select_from(people)) or 0
        if not count:
            long = short = hard = [NAME]
        else:
            long = sorted(ask(MOST_LONG, size.desc()), key=lambda one: (-len(one), one))
            short = ask(1, size, name)
            beyond = _bytes(work, name) - size  # what is not of plain letters
            signs = sum((size - func.length(func.replace(name, sign, "")) for sign in SIGNS), start=literal(0))
            hard = [*ask(MOST_HARD, beyond.desc(), but=beyond > 0), *ask(1, signs.desc(), size.desc()), long[0]]
        facts = replace(sample_facts(work, self.kind), language=self.language)
        return [TrialNames(max(count, 1), short[0], long[0], max(hard, key=difficulty), tuple(long), facts)]

    def _people(self) -> Select[Any]:
        """Everybody's name as it is printed."""
        printed = case((Trainee.certificate_name != "", Trainee.certificate_name), else_=Trainee.full_name)
        wanted = select(printed.label("name"))
        if self.cohort_id is None:
            return wanted
        return wanted.join(Enrolment, Enrolment.trainee_id == Trainee.id).where(
            Enrolment.cohort_id == self.cohort_id)


def _bytes(work: Work, text: Any) -> Any:
    """How many bytes a text has in UTF-8."""
    if work.session.get_bind().dialect.name == "postgresql":
        return func.octet_length(text)
    return func.length(cast(text, LargeBinary))


def difficulty(name: str) -> tuple[int, int]:
    """How much a name asks of a paper: other scripts first, then marks, signs such as @ and /, then length."""
    scripts = {"LATIN" if c.isascii() else unicodedata.name(c, "?").split()[0] for c in name if c.isalpha()}
    marks = sum(unicodedata.combining(c) > 0 or (not c.isascii() and c.isalpha()) for c in name)
    return 200 * (len(scripts) - 1) + 4 * marks + 12 * sum(c in SIGNS for c in name), len(name)


def shrunk(names: Sequence[str], thing: Name) -> tuple[tuple[str, float], ...]:
    """Names that the box of a template sets smaller than it would like, with the size in pt; 0 where even the smallest
    is too large. Names come the longest first; after many that fit, the shorter ones fit too."""
    from app.certificates.paper.place import POINT, cased, style_of
    from app.exchange.shaping import fit

    style, found, well = style_of(thing.type), list[tuple[str, float]](), 0
    for name, same in groupby(names):
        text = cased(name, thing.type)
        least = thing.least * (0.53 if len(text) > 80 else 1)
        lines = max(thing.lines, 3) if len(text) > 80 else thing.lines
        fitted = fit(text, style, thing.w, thing.type.size * POINT, least=least * POINT, lines=lines,
                     wrap_at=min(thing.turn, thing.type.size) * POINT)
        size = fitted.size / POINT if fitted is not None else 0.0
        if size < thing.type.size - 0.05 or (fitted is not None and len(fitted.lines) > 1):
            found += [(name, size) for _one in same]
            well = 0
        else:
            well += 1
            if well > 60:
                break
    return tuple(found)
