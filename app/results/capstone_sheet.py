"""The capstone projects of a cohort as a workbook: the projects with team and score, and every score of the panel."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from app.cohorts.queries import CohortDetail
from app.exchange.columns import Column
from app.exchange.sheet import Sheet, write_book
from app.i18n import _, show_date
from app.job import SILENT, Progress
from app.office.office import Office
from app.results.capstone import Capstones, ProjectRow
from app.results.moderation import cut

COLUMNS: tuple[Column[ProjectRow], ...] = (
    Column("title", lambda: _("Project"), lambda r: r.title, width=44),
    Column("owner", lambda: _("Owner organisation"), lambda r: r.owner, width=28),
    Column("team", lambda: _("Team"), lambda r: r.team, width=44),
    Column("supervisor", lambda: _("Supervisor"), lambda r: r.supervisor, width=24),
    Column("presented", lambda: _("Presented on"), lambda r: r.presented_on, show=show_date, width=14, kind="date"),
    Column("judges", lambda: _("Judges"), lambda r: ", ".join(r.judges), width=28),
    Column("score", lambda: _("Score"), lambda r: Decimal(cut(r.score, 2)) if r.score is not None else None, width=9,
           kind="number"),
    Column("award", lambda: _("Award"), lambda r: r.award, width=18),
)


@dataclass(frozen=True)
class ScoreLine:
    """One score of one judge."""

    project: str
    criterion: str
    most: Decimal
    weight: Decimal
    judge: str
    score: Decimal


SCORES: tuple[Column[ScoreLine], ...] = (
    Column("project", lambda: _("Project"), lambda r: r.project, width=44),
    Column("criterion", lambda: _("Criterion"), lambda r: r.criterion, width=30),
    Column("most", lambda: _("Highest score"), lambda r: r.most, width=12, kind="number"),
    Column("weight", lambda: _("Weight"), lambda r: r.weight, width=9, kind="number"),
    Column("judge", lambda: _("Judge"), lambda r: r.judge, width=24),
    Column("score", lambda: _("Score"), lambda r: r.score, width=9, kind="number"),
)


def write_capstones(office: Office, cohort_id: int, path: Path, *, step: Progress = SILENT) -> Path:
    """Write the workbook."""
    found = office.ask(Capstones(cohort_id=cohort_id))[0]
    cohort = office.ask(CohortDetail(cohort_id=cohort_id))[0]
    criteria = {c.id: c for c in found.criteria}
    lines = [ScoreLine(p.title, criteria[key].shown(), criteria[key].max_score, criteria[key].weight, judge, score)
             for p in found.projects for (key, judge), score in sorted(
                 p.scores.items(), key=lambda item: (item[0][1], criteria[item[0][0]].position))]
    return write_book(path, [
        Sheet(_("Projects"), COLUMNS, found.projects, _("Capstone projects"), [[(1, f"{cohort.code} · "
                                                                                 f"{cohort.course_title}")]]),
        Sheet(_("Panel scores"), SCORES, lines)], step)
