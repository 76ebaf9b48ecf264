"""The columns, filters and views of the list of trainees."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.cohorts.narrow import PeopleValues, Value, Where
from app.cohorts.people import PeopleCounts, PersonRow
from app.exchange.columns import Column
from app.i18n import _, show_date
from app.trainees.contact import show_phone
from ui.desk.desk import Desk
from ui.desk.views import View
from ui.kit.filters import FilterKind, Take
from ui.kit.look import MUTED
from ui.kit.pick_list import Option
from ui.trainees.looks import status_look

COLUMNS: tuple[Column[PersonRow], ...] = (
    Column("name", lambda: _("Name"), lambda r: r.name, width=30),
    Column("number", lambda: _("Number"), lambda r: r.number, width=13),
    Column("identity", lambda: _("Identity number"), lambda r: r.identity, width=17, kind="identity"),
    Column("phone", lambda: _("Phone"), lambda r: show_phone(r.phone), width=15, kind="identity"),
    Column("email", lambda: _("E-mail"), lambda r: r.email, width=26),
    Column("birth_date", lambda: _("Birth date"), lambda r: r.birth_date, show=show_date, width=14, kind="date"),
    Column("organisation", lambda: _("Sent by"), lambda r: r.organisation or _("Self"), width=24),
    Column("cohort", lambda: _("Latest cohort"), lambda r: r.cohort, width=12),
    Column("status", lambda: _("Status"), lambda r: r.status_words if r.status != "none" else "", width=14),
)
HIDDEN = ("number", "identity", "phone", "email", "birth_date", "organisation")
LOOKS = {**{key: lambda _r: MUTED for key in ("cohort", *HIDDEN)}, "status": lambda r: status_look(r.status)}
STATES = ("all", "training", "certified", "none")


def state_words(state: str) -> str:
    """A state in the language in use."""
    return {"all": _("All"), "training": _("In training"), "certified": _("Certified"), "none": _("Not enrolled"),
            "left": _("Left a cohort")}[state]


def about_words(counts: PeopleCounts) -> str:
    """How a text was taken that is not found as it stands."""
    if not counts.shown:
        return ""
    if counts.merged:
        return _("{number} was merged into this record").format(number=counts.merged)
    return _("Nobody is written so; these are one letter off") if counts.near else ""


def views() -> list[View]:
    """Those that are ready."""
    return [View(_("All trainees"), key="all"),
            View(_("In training"), {"status": "training"}, key="training"),
            View(_("No identity number"), {"identity": "yes"}, key="identity"),
            View(_("Possible duplicates"), {"twin": "yes"}, ("name", False), key="twin"),
            View(_("Certificate not collected"), {"uncollected": "yes"}, key="uncollected"),
            View(_("Not enrolled"), {"status": "none"}, key="none")]


def kinds(desk: Desk, text: Callable[[], str], where: Callable[[], Where]) -> list[FilterKind]:
    """What the list can be narrowed by; the values are those that text and the other filters leave."""
    def values(key: str, narrowed: bool) -> Callable[[Take], object]:
        def ask(then: Take) -> None:
            query = PeopleValues(key=key, text=text(), where=where()) if narrowed else PeopleValues(key=key)
            desk.ask(query, owner=None, then=lambda rows: then(options(rows)), latest=False)
        return ask

    def states(then: Take) -> None:
        then([Option(key, state_words(key)) for key in (*STATES[1:], "left")])

    def kind(key: str, words: str) -> FilterKind:
        return FilterKind(key, words, values(key, True), values(key, False))

    return [FilterKind("status", _("Status"), states), kind("course", _("Course")), kind("cohort", _("Cohort")),
            kind("employer", _("Sent by")), kind("year", _("Year")), FilterKind("identity", _("No identity number")),
            FilterKind("twin", _("Possible duplicate")), FilterKind("uncollected", _("Certificate not collected"))]


def options(rows: Sequence[Value]) -> list[Option]:
    """Values of a filter as what a list offers."""
    return [Option(r.value, r.words, r.count) for r in rows]
