"""Which cohorts run: those set running, and those whose first day has come although nobody has set them so."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_

from app.cohorts.records import Cohort
from app.office.command import Work


def runs(work: Work) -> ColumnElement[bool]:
    """A cohort is under way today, or was and is not finished."""
    return or_(Cohort.status == "running", and_(Cohort.status == "planned", Cohort.starts <= work.today))
