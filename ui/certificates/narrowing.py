"""By what the register can be narrowed, and the views of it that are ready."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from app.certificates.facts import KINDS
from app.certificates.narrow import RegisterValues, Where
from app.certificates.words import STATES
from app.completion.words import kind_word
from app.i18n import _, ngettext, show_date
from ui.certificates.forms import today
from ui.desk.desk import Desk
from ui.desk.views import View
from ui.kit.filters import FilterKind, Take
from ui.kit.pick_list import Option

ORDERS = ("number", "holder", "cohort", "issued", "state", "prints", "printed", "collected_on", "awarded", "expires",
          "voided")
WAITING = (7, 30, 90)
EXPIRING = (30, 90, 180, 365)


def views() -> list[View]:
    """Those that are ready."""
    return [View(_("All certificates"), key="all"), View(_("Valid"), {"state": "valid"}, key="valid"),
            View(_("Not printed yet"), {"unprinted": "yes"}, key="unprinted"),
            View(_("Ready to collect"), {"uncollected": "yes"}, key="uncollected"),
            View(_("Not collected for 30 days"), {"uncollected": "30"}, key="uncollected-30"),
            View(_("Expires within 90 days"), {"expires": "90"}, key="expires"),
            View(_("Asked to be made void"), {"void-asked": "yes"}, key="void-asked"),
            View(_("Old papers"), {"state": "legacy"}, key="legacy"),
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

    def fixed(key: str, words: str, options: Callable[[], list[Option]]) -> FilterKind:
        return FilterKind(key, words, lambda then: then(options()))

    def days(key: str, words: str) -> FilterKind:
        def here(then: Take) -> None:
            told = dict(where()).get(key, "")
            then([Option(told, _read(told))])

        return FilterKind(key, words, lambda then: then(_days()), here)

    return [kind("course", _("Course")), kind("cohort", _("Cohort")), kind("year", _("Year")),
            fixed("kind", _("Certificate"), lambda: [Option(k, kind_word(k)) for k in KINDS]),
            fixed("state", _("Status"), lambda: [Option(s, _(STATES[s])) for s in (
                "valid", "replaced", "expired", "void", "legacy")]),
            days("since", _("Issued from")), days("until", _("Issued until")),
            FilterKind("unprinted", _("Not printed yet")),
            fixed("uncollected", _("Printed, not collected"), lambda: [Option("yes", _("All"))] + [
                Option(str(n), ngettext("for {n} day", "for {n} days", n).format(n=n)) for n in WAITING]),
            fixed("expires", _("Expires soon"), lambda: [
                Option(str(n), ngettext("within {n} day", "within {n} days", n).format(n=n)) for n in EXPIRING]),
            FilterKind("void-asked", _("Asked to be made void"))]


def _read(text: str) -> str:
    try:
        return show_date(date.fromisoformat(text))
    except ValueError:
        return text


def _days() -> list[Option]:
    """Days that are often asked for; any other is typed."""
    now = today()
    return [Option(d.isoformat(), f"{show_date(d)} · {words}") for d, words in (
        (now, _("today")), (now - timedelta(days=now.weekday()), _("this week")), (now.replace(day=1), _("this month")),
        (now.replace(month=1, day=1), _("this year")))]
