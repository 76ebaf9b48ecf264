"""Series of certificate numbers: which certificates each numbers, by which pattern, from which number on."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.centre.numbers import DEFAULT_PATTERN, KIND_SIGNS, could_meet, pattern_problem, scope, shape_of
from app.centre.records import Centre, Series
from app.errors import Invalid, Refused
from app.i18n import _
from app.office.command import Command, Work
from app.office.history import Counter
from app.office.permissions import Permission

MOST = 10_000_000  # the highest number a count may begin at


@dataclass(frozen=True, kw_only=True)
class SaveSeries(Command[int]):
    """Add a certificate series or change one. Issued numbers stay as they are, and a count never goes back."""

    needs = Permission.CENTRE_CHANGE

    series_id: int | None = None
    version: int | None = None
    code: str = ""  # '' makes one
    pattern: str = DEFAULT_PATTERN
    programme: str = ""  # code of the programme it numbers, '' = all
    kind: str = ""
    yearly: bool = True
    first: int = 1

    def label(self) -> str:
        return _("Set the pattern of certificate numbers")

    def problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        told = pattern_problem(self.pattern, yearly=self.yearly, programme=self.programme)
        if told:
            found["pattern"] = told
        if self.kind and self.kind not in KIND_SIGNS:
            found["kind"] = _("Choose one of {choices}.").format(choices=", ".join(KIND_SIGNS))
        if not 1 <= self.first <= MOST:
            found["first"] = _("A count begins at 1 or later.")
        return found

    def run(self, work: Work) -> int:
        series = work.get(Series, self.series_id, self.version) if self.series_id is not None else None
        others = [s for s in work.session.scalars(select(Series)) if s is not series]
        self._refuse_double(others)
        self._refuse_meeting(work, others)
        values = {"pattern": self.pattern.strip(), "programme": self.programme, "kind": self.kind,
                  "yearly": self.yearly, "first": self.first}
        if series is None:
            return work.add(Series(code=self.code or _free_code(others), **values)).id
        self._refuse_lower(work, series)
        for key, value in values.items():
            setattr(series, key, value)
        return series.id

    def _refuse_double(self, others: list[Series]) -> None:
        if any(s.active and (s.programme, s.kind) == (self.programme, self.kind) for s in others):
            raise Invalid({"kind": _("Another series numbers the same certificates. Change that one, or choose a "
                                     "programme or kind.")})

    def _refuse_meeting(self, work: Work, others: list[Series]) -> None:
        centre = work.session.get(Centre, 1)
        code = centre.code if centre is not None else ""
        mine = shape_of(self.pattern, code, self.programme, self.kind)
        met = next((s for s in others if could_meet(mine, shape_of(s.pattern, code, s.programme, s.kind))), None)
        if met is not None:
            words = _("A number of this pattern could be one of the series {pattern} too. Put letters of its own into "
                      "it, or {fields}.")
            raise Invalid({"pattern": words.format(pattern=met.pattern, fields="{prog} {kind}")})

    def _refuse_lower(self, work: Work, series: Series) -> None:
        """Numbers that were given are behind us, and so is the choice of how they are counted."""
        following = given(work, series)
        if following == 1:
            return
        if self.yearly != series.yearly:
            raise Invalid({"yearly": _("Numbers of this series were given already. Retire it, and make another one "
                                       "that counts the other way.")})
        if self.first != series.first and self.first < following and not (series.yearly and self.first == 1):
            raise Invalid({"first": _("Numbers up to {n} were given already. Begin later than that.").format(
                n=following - 1)})


def given(work: Work, series: Series) -> int:
    """The number that comes next in the series' count of today; 1 where none was given."""
    found = work.session.scalar(select(Counter.next).where(
        Counter.scope == scope(series.code, work.today.year, series.yearly)))
    return found or 1


def _free_code(others: list[Series]) -> str:
    taken = {s.code for s in others}
    return next(code for n in range(1, 10_000) if (code := "MAIN" if n == 1 else f"S{n}") not in taken)


@dataclass(frozen=True, kw_only=True)
class RetireSeries(Command[None]):
    """Number nothing more with a series, or again. Its numbers stay."""

    needs = Permission.CENTRE_CHANGE

    series_id: int
    active: bool = False

    def label(self) -> str:
        return _("Use a series of certificate numbers again") if self.active else _(
            "Retire a series of certificate numbers")

    def run(self, work: Work) -> None:
        series = work.get(Series, self.series_id)
        if not self.active and not series.programme and not series.kind:
            raise Refused(_("This series numbers all that no other one does, so it stays. Change its pattern instead."))
        if self.active and work.session.scalar(select(Series.id).where(
                Series.active, Series.programme == series.programme, Series.kind == series.kind,
                Series.id != series.id)):
            raise Refused(_("Another series numbers the same certificates now. Retire that one first."))
        series.active = self.active
