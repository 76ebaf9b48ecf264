"""What each series of numbers would give next: shown before anything is issued, and while a pattern is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from sqlalchemy import select

from app.centre.numbers import KIND_SIGNS, pattern_problem
from app.centre.queries import SeriesRow, centre_row
from app.centre.records import Series
from app.certificates.numbering import following
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.programmes.records import Programme

SAMPLE = "HCIA-AI"  # a programme's code, where the centre has none yet


@dataclass(frozen=True)
class NextRow:
    """A series and its next numbers."""

    series: SeriesRow
    next: tuple[str, ...]

    @property
    def id(self) -> int:
        """The key of the series."""
        return self.series.id


@dataclass(frozen=True, kw_only=True)
class NextNumbers(Query[NextRow]):
    """The series with their next numbers; `instead` shows one of them as it would be, saved or not (id 0)."""

    needs = Permission.CENTRE_VIEW
    reads = frozenset({"series", "centre", "certificate", "programme"})

    count: int = 3
    all: bool = False  # also the retired ones
    instead: SeriesRow | None = None

    def rows(self, work: Work) -> Sequence[NextRow]:
        centre = centre_row(work)
        code = centre.code if centre is not None else "KL"
        sample = work.session.scalars(select(Programme.code).order_by(Programme.code)).first() or SAMPLE
        if self.instead is not None:
            return [self._row(work, self.instead, code, sample)]
        found = work.session.scalars(select(Series).order_by(
            Series.active.desc(), Series.programme, Series.kind, Series.id))
        return [self._row(work, SeriesRow(**{f.name: getattr(s, f.name) for f in fields(SeriesRow)}), code, sample)
                for s in found if s.active or self.all]

    def _row(self, work: Work, series: SeriesRow, centre: str, sample: str) -> NextRow:
        if pattern_problem(series.pattern, yearly=series.yearly, programme=series.programme) or series.first < 1:
            return NextRow(series, ())
        as_record = Series(**{k: getattr(series, k) for k in ("code", "pattern", "programme", "kind", "yearly",
                                                              "first")})
        kind = series.kind or next(iter(KIND_SIGNS))
        return NextRow(replace(series), tuple(following(
            work, as_record, centre, work.today.year, series.programme or sample, kind, self.count)))
