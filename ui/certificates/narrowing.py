"""By what the register can be narrowed, and the views of it that are ready."""

from __future__ import annotations

from collections.abc import Callable

from app.certificates.narrow import RegisterValues, Where
from app.i18n import _
from ui.desk.desk import Desk
from ui.desk.views import View
from ui.kit.filters import FilterKind, Take
from ui.kit.pick_list import Option

ORDERS = ("number", "holder", "cohort", "issued", "state", "prints")


def views() -> list[View]:
    """Those that are ready."""
    return [View(_("All certificates"), key="all"), View(_("Valid"), {"state": "valid"}, key="valid"),
            View(_("Not printed yet"), {"unprinted": "yes"}, key="unprinted"),
            View(_("Printed, not collected"), {"uncollected": "yes"}, key="uncollected"),
            View(_("Void"), {"state": "void"}, key="void")]


def kinds(desk: Desk, where: Callable[[], Where]) -> list[FilterKind]:
    """What the register can be narrowed by."""
    def values(key: str, narrowed: bool) -> Callable[[Take], object]:
        def ask(then: Take) -> None:
            query = RegisterValues(key=key, where=where()) if narrowed else RegisterValues(key=key)
            desk.ask(query, owner=None, then=lambda rows: then([Option(r.value, r.words, r.count) for r in rows]),
                     latest=False)
        return ask

    def kind(key: str, words: str) -> FilterKind:
        return FilterKind(key, words, values(key, True), values(key, False))

    return [kind("course", _("Course")), kind("cohort", _("Cohort")), kind("year", _("Year")),
            FilterKind("unprinted", _("Not printed yet")), FilterKind("uncollected", _("Printed, not collected"))]
