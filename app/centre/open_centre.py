"""A new centre: what every one begins with, in one change that is not undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.centre.commands import CODE
from app.centre.records import Centre, Series, WeekendRule
from app.centre.state_weekends import digits, weekends_of
from app.errors import Refused
from app.i18n import _
from app.office.command import Command, Work
from app.office.permissions import Permission

Seed = Callable[[Work], None]
"""What another room puts into a new centre, inside the same transaction."""


def weekend_of(state: str) -> str:
    """The weekend that a state has now, as WeekendRule stores it."""
    return digits(weekends_of(state)[-1][1])


@dataclass(frozen=True, kw_only=True)
class OpenCentre(Command[int]):
    """Set up the centre in an empty database. Refused when there is one already."""

    needs = Permission.CENTRE_CHANGE
    undoable = False

    code: str
    name: str
    name_ms: str = ""
    short_name: str = ""
    state: str = ""
    language: str = "ms"
    sign_in_required: bool = True
    seeds: tuple[Seed, ...] = field(default=(), repr=False)

    def label(self) -> str:
        return _("Open the centre {name}").format(name=self.name)

    def problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if not CODE.fullmatch(self.code):
            found["code"] = _("The code has 2 to 12 letters A–Z and digits, without spaces. It goes into certificate "
                              "numbers.")
        if not self.name.strip():
            found["name"] = _("Write the name of the centre.")
        return found

    def run(self, work: Work) -> int:
        if work.session.get(Centre, 1) is not None:
            raise Refused(_("This database belongs to a centre already."))
        centre = work.add(Centre(
            id=1, code=self.code, name=self.name.strip(), name_ms=self.name_ms.strip(),
            short_name=self.short_name.strip(), state=self.state, language=self.language,
            sign_in_required=self.sign_in_required))
        for start, days in weekends_of(self.state):
            work.add(WeekendRule(valid_from=start, days=digits(days)))
        work.add(Series(code="MAIN"))
        for seed in self.seeds:
            seed(work)
        return centre.id
