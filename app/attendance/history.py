"""What was changed in a cohort: its own facts, its roll, its sessions and its marks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from app.attendance.records import ClassSession, Mark
from app.cohorts.policy import Policy
from app.cohorts.queries import check_own
from app.cohorts.records import CohortInstructor, Enrolment
from app.i18n import ngettext
from app.office.command import Query, Work
from app.office.history import HistoryEntry, HistoryRow
from app.office.permissions import Permission

QUIET = {"id", "version", "marked_at", "marked_by", "meaning", "fraction", "policy_key", "source", "search",
         "match_key"}
"""Columns that say nothing a reader wants."""


@dataclass(frozen=True)
class HistoryLine:
    """One entry; `before` and `after` are the values of a change of one row, else how many rows."""

    number: int
    at: datetime
    user: str
    kind: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class CohortHistory(Query[HistoryLine]):
    """The newest entries of a cohort first."""

    needs = Permission.HISTORY_VIEW
    reads = frozenset({"cohort", "cohort_instructor", "enrolment", "class_session", "mark"})

    cohort_id: int
    limit: int = 300

    def rows(self, work: Work) -> Sequence[HistoryLine]:
        check_own(work, self.cohort_id)
        mine = {
            "cohort_instructor": select(CohortInstructor.id).where(CohortInstructor.cohort_id == self.cohort_id),
            "enrolment": select(Enrolment.id).where(Enrolment.cohort_id == self.cohort_id),
            "class_session": select(ClassSession.id).where(ClassSession.cohort_id == self.cohort_id),
            "mark": select(Mark.id).join(Enrolment, Enrolment.id == Mark.enrolment_id)
            .where(Enrolment.cohort_id == self.cohort_id),
        }
        subject = or_(and_(HistoryRow.table_name == "cohort", HistoryRow.row_id == self.cohort_id),
                      *(and_(HistoryRow.table_name == name, HistoryRow.row_id.in_(keys))
                        for name, keys in mine.items()))
        numbers = work.session.scalars(select(HistoryRow.entry).where(subject).distinct()
                                       .order_by(HistoryRow.entry.desc()).limit(self.limit)).all()
        images: dict[int, list[tuple[str, str]]] = {}
        for entry, before, after in work.session.execute(
                select(HistoryRow.entry, HistoryRow.before, HistoryRow.after).where(HistoryRow.entry.in_(numbers))):
            images.setdefault(entry, []).append((before, after))
        return [self._line(entry, images.get(entry.number, [])) for entry in work.session.scalars(
            select(HistoryEntry).where(HistoryEntry.number.in_(numbers)).order_by(HistoryEntry.number.desc()))]

    @staticmethod
    def _line(entry: HistoryEntry, images: list[tuple[str, str]]) -> HistoryLine:
        before, after = "", ""
        if len(images) == 1:
            before, after = _difference(*images[0])
        elif images:
            after = ngettext("{n} row", "{n} rows", len(images)).format(n=len(images))
        return HistoryLine(entry.number, entry.at, entry.user_name, entry.kind, entry.label, before, after)


def _difference(before: str, after: str) -> tuple[str, str]:
    """The values that differ between two images, in words."""
    old, new = json.loads(before or "{}"), json.loads(after or "{}")
    if not old or not new:
        return "", ""
    for image in (old, new):
        image.update(_rules(image.pop("policy", "")))
    names = [k for k in new if k not in QUIET and old.get(k) != new[k]]
    return (", ".join(str(old.get(k)) for k in names if old.get(k) not in (None, "")),
            ", ".join(str(new[k]) for k in names if new[k] not in (None, "")))


def _rules(policy: str) -> dict[str, str]:
    """Rule by rule, so that only what was changed is told."""
    if not policy:
        return {}
    found = asdict(Policy.from_json(policy))
    return {f"policy.{name}": f"{name} = {', '.join(value) if isinstance(value, tuple) else value}"
            for name, value in found.items()}
