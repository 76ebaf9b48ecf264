"""Home: certificates that are ready to be issued, issued and not printed, and who does not qualify yet and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from app.certificates.publish import LastPublication, Published
from app.completion.rules import day_month
from app.home.certificates import (
    CohortReadiness,
    Readiness,
    Unprinted,
    UnprintedCount,
    WaitingCohort,
    WaitingCohorts,
    reasons,
)
from app.i18n import _, ngettext
from app.office.command import Query, Ref
from app.office.permissions import Permission
from ui.desk.desk import Desk
from ui.home.part import Part
from ui.home.sessions_card import lines_of, spread
from ui.kit.buttons import Button, quiet, secondary
from ui.kit.rows import Row, RowList
from ui.kit.text import Glyph

FEW = 3  # cohorts of each kind that stand there before all are asked for


class WaitingCard(Part):
    """Cohorts are asked one after the other, so that no question holds up others, and no more once the page is left."""

    reads = WaitingCohorts.reads | Unprinted.reads | CohortReadiness.reads | LastPublication.reads

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Certificates waiting"))
        self.issues = desk.may(Permission.CERTIFICATES_ISSUE)
        self.unprinted: UnprintedCount | None = None
        self.published: Published | None = None
        self.found: dict[int, Readiness] = {}
        self.cohorts: tuple[WaitingCohort, ...] = ()
        self._open_questions: list[Query[Any]] = []
        self._all = False
        self.list: RowList | None = None

    def question(self) -> Query[Any]:
        return WaitingCohorts()

    def show_rows(self, rows: Sequence[WaitingCohort]) -> None:
        self.cohorts = tuple(rows)
        kept = {one.cohort_id for one in rows}
        self.found = {key: one for key, one in self.found.items() if key in kept}
        self._open_questions = [Unprinted(), *([LastPublication()] if self.issues else []),
                                *(CohortReadiness(cohort_id=one.cohort_id) for one in rows)]
        self._ask_next()

    def _ask_next(self) -> None:
        if not self._open_questions:
            self._draw()
        elif not self.isVisible():
            self.stale = True  # whoever has left has other questions; it goes on when he is back
        else:
            self.desk.ask(self._open_questions.pop(0), owner=self, then=self._keep, in_place=self._failed, tag="more")

    def _keep(self, rows: Sequence[UnprintedCount | Readiness | Published]) -> None:
        one = rows[0]
        if isinstance(one, Readiness):
            self.found[one.cohort_id] = one
        elif isinstance(one, Published):
            self.published = one
        else:
            self.unprinted = one
        self._ask_next()

    # -- rows -----------------------------------------------------------------------------------------------------
    def lines(self) -> list[Row]:
        """What there is to do, the nearest to paper first."""
        known = [self.found[c.cohort_id] for c in self.cohorts if c.cohort_id in self.found]
        ready = [one for one in known if one.ready]
        short = [one for one in known if one.waiting]
        made = [self._ready(one) for one in (ready if self._all else ready[:FEW])]
        if self.unprinted is not None and self.unprinted.count:
            made.append(self._unprinted(self.unprinted))
        if self.unprinted is not None:
            made += self._others(self.unprinted)
        if self.published is not None and self.published.at is not None and self.published.stale:
            made.append(self._row("scan-line", "warn", (_("Publish the verify page again"),
                                                        " ".join(self.published.since())), _("See"),
                                  lambda: self.desk.show(Ref("settings", detail="verify-page"))))
        made += [self._short(one) for one in (short if self._all else short[:FEW])]
        return made

    def _draw(self) -> None:
        known = list(self.found.values())
        total = sum(one.ready for one in known)
        self.count.setText(_("{n} ready to issue").format(n=f"{total:,}") if total else "")
        rows = self.lines()
        if not rows:
            self.say(_("No certificate waits."))
            return
        if self.list is None:
            self.empty()
            self.list = RowList(_("Certificates waiting"))
            self.body.addWidget(self.list)
            self.more = quiet("", self._show_all, icon="chevron-down")
            self.body.addWidget(self.more)
        self.list.set_rows(rows)
        ready, short = sum(1 for r in known if r.ready), sum(1 for r in known if r.waiting)
        self.more.setVisible(max(ready, short) > FEW)
        self.more.setText(_("Show fewer") if self._all else _("Show all {n} cohorts").format(n=len(known)))

    def forget(self) -> None:
        self.list = None

    def _show_all(self) -> None:
        self._all = not self._all
        self._draw()

    def _row(self, icon: str, token: str, lines: Sequence[str], words: str, open_: Callable[[], object]) -> Row:
        button: Button = secondary(words, open_, small=True)
        button.setAccessibleName(f"{words}: {', '.join(lines[:2])}")
        return Row(Glyph(icon, token, 18), spread(lines_of(*lines), 1), button, spoken=". ".join(lines), open_=open_,
                   height=52)

    def _ready(self, one: Readiness) -> Row:
        first = _("{n} ready to issue").format(n=one.ready)
        second = _("{cohort}, ended {day}").format(cohort=one.cohort, day=day_month(one.ends, weekday=True))
        return self._row("award", "accent", (first, second), _("Review") if self.issues else _("See"),
                         partial(self._open, one.cohort_id))

    def _unprinted(self, found: UnprintedCount) -> Row:
        first = _("{n} issued, no print noted").format(n=f"{found.count:,}")
        second = _("The last on {day}").format(day=day_month(found.latest, weekday=True)) if found.latest else ""
        return self._row("printer", "accent", (first, second), _("See"),
                         lambda: self.desk.show(Ref("certificates", 0, "unprinted")))

    def _others(self, found: UnprintedCount) -> list[Row]:
        """What verifiers have to decide, and what lies in the cupboard."""
        def see(view: str) -> Callable[[], object]:
            return lambda: self.desk.show(Ref("certificates", 0, view))

        made = []
        if found.asked:
            made.append(self._row("ban", "warn", (ngettext(
                "{n} asked to be made void", "{n} asked to be made void", found.asked).format(n=found.asked),
                _("A verifier has to decide")), _("See"), see("void-asked")))
        if found.lying:
            made.append(self._row("archive", "accent", (ngettext(
                "{n} not collected", "{n} not collected", found.lying).format(n=f"{found.lying:,}"),
                _("Printed more than 30 days ago")), _("See"), see("uncollected-30")))
        return made

    def _short(self, one: Readiness) -> Row:
        first = ngettext("{n} does not qualify yet", "{n} do not qualify yet", one.waiting).format(n=one.waiting)
        return self._row("circle-minus", "warn", (first, one.cohort, reasons([one])), _("See why"),
                         partial(self._open, one.cohort_id))

    def _open(self, cohort_id: int) -> None:
        self.desk.show(Ref("cohort", cohort_id, "completion"))
