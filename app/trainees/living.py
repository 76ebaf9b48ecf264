"""A record that was merged into another keeps what it said, and is changed no more."""

from __future__ import annotations

from app.errors import Invalid
from app.i18n import _
from app.office.command import Work
from app.trainees.records import Trainee


def living(work: Work, key: int | None, version: int | None = None) -> Trainee:
    """A trainee who may be changed. Invalid for a record that was merged into another: what it said stays said."""
    found = work.get(Trainee, key, version)
    if found.status == "merged":
        other = work.get(Trainee, found.merged_into_id)
        raise Invalid(_("{number} was merged into {name}, {other}. Change that record.").format(
            number=found.number, name=other.full_name, other=other.number))
    return found
