"""The results of a cohort by the command line: marks that count, units, total, outcome, how far they are checked."""

from __future__ import annotations

from argparse import Namespace

from app.console.desk import office_for
from app.console.output import Console
from app.console.training import cohort_of
from app.i18n import _, ngettext


def results(args: Namespace, console: Console) -> None:
    """The table of a cohort."""
    from app.results.class_list import outcome_word
    from app.results.moderation import counted_text
    from app.results.queries import ResultsGrid
    from app.results.rules import COMPETENT, NOT_YET, shown_total
    from app.results.words import stage_word

    with office_for(args, writes=False) as office:
        sheet = office.ask(ResultsGrid(cohort_id=cohort_of(office, args.cohort).id))[0]
    rows = []
    for row in sheet.rows:
        stages = {t.stage for cell in row.cells for t in cell.tries if t.state != "booked"}
        least = next((s for s in ("draft", "submitted", "verified", "locked") if s in stages), "draft")
        marks = [(c.standing.counts.competency if c.standing.counts and c.standing.counts.competency
                  else counted_text(c.standing) or c.standing.kind) for c in row.cells]
        found = {u.unit.id: "" if u.met is None else COMPETENT if u.met else NOT_YET for u in row.units}
        rows.append((row.name, marks, found, shown_total(row.total), outcome_word(row), least))
    units = [u for u in sheet.units if any(c.unit_id == u.id for c in sheet.components)]
    console.result = {
        "components": [{"code": c.code, "title": c.title, "weight": str(c.weight)} for c in sheet.components],
        "units": [{"code": u.code, "title": u.title} for u in units],
        "rows": [{"name": name, "marks": marks, "units": {u.code: found[u.id] or None for u in units}, "total": total,
                  "outcome": word, "stage": stage} for name, marks, found, total, word, stage in rows]}
    console.table((_("Trainee"), *(c.code for c in sheet.components), *(u.code for u in units), _("Total"),
                   _("Outcome"), _("Stage")),
                  [(name, *(_said(m) for m in marks), *(found[u.id] or "–" for u in units), total or "–", word,
                    stage_word(stage)) for name, marks, found, total, word, stage in rows])
    console.say(ngettext("{n} trainee.", "{n} trainees.", len(rows)).format(n=len(rows)))


def _said(mark: str) -> str:
    """A mark, or how it stands without one, for people."""
    from app.results.words import STATE_WORDS

    return "–" if mark == "none" else _(STATE_WORDS[mark]) if mark in STATE_WORDS else mark
