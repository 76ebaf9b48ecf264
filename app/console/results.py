"""The results of a cohort by the command line: marks that count, total, outcome and how far they are checked."""

from __future__ import annotations

from argparse import Namespace

from app.console.desk import office_for
from app.console.output import Console
from app.console.training import cohort_of
from app.i18n import _, ngettext


def results(args: Namespace, console: Console) -> None:
    """The table of a cohort."""
    from app.results.class_list import outcome_word
    from app.results.queries import ResultsGrid
    from app.results.rules import shown_total
    from app.results.words import stage_word

    with office_for(args, writes=False) as office:
        sheet = office.ask(ResultsGrid(cohort_id=cohort_of(office, args.cohort).id))[0]
    rows = []
    for row in sheet.rows:
        stages = {t.stage for cell in row.cells for t in cell.tries if t.state != "booked"}
        least = next((s for s in ("draft", "submitted", "verified", "locked") if s in stages), "draft")
        marks = [(c.standing.counts.competency if c.standing.counts and c.standing.counts.competency
                  else shown_total(c.standing.value) or c.standing.kind) for c in row.cells]
        rows.append((row.name, marks, shown_total(row.total), outcome_word(row), least))
    console.result = {
        "components": [{"code": c.code, "title": c.title, "weight": str(c.weight)} for c in sheet.components],
        "rows": [{"name": name, "marks": marks, "total": total, "outcome": word, "stage": stage}
                 for name, marks, total, word, stage in rows]}
    console.table((_("Trainee"), *(c.code for c in sheet.components), _("Total"), _("Outcome"), _("Stage")),
                  [(name, *marks, total or "–", word, stage_word(stage)) for name, marks, total, word, stage in rows])
    console.say(ngettext("{n} trainee.", "{n} trainees.", len(rows)).format(n=len(rows)))
