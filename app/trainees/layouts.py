"""How the columns of a list were matched last time, by its headings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.office.command import Query, Work
from app.office.permissions import Permission
from app.trainees.records import ListLayout


@dataclass(frozen=True, kw_only=True)
class RememberedLayout(Query[dict[str, Any]]):
    """The matches of lists of a kind with these headings: one, or none."""

    needs = Permission.COHORTS_VIEW
    reads = frozenset({"list_layout"})

    kind: str
    layout: str

    def rows(self, work: Work) -> Sequence[dict[str, Any]]:
        found = _held(work, self.kind, self.layout)
        return [json.loads(found.matches)] if found is not None else []


def remember_layout(work: Work, kind: str, layout: str, matches: Mapping[str, Any]) -> None:
    """Keep the matches with the list that is being recorded; its undo takes them back."""
    text = json.dumps(matches, ensure_ascii=False, sort_keys=True)
    found = _held(work, kind, layout)
    if found is None:
        work.add(ListLayout(kind=kind, headings=layout, matches=text, by=work.actor.name, at=work.now))
    elif found.matches != text:
        found.matches, found.by, found.at = text, work.actor.name, work.now


def _held(work: Work, kind: str, layout: str) -> ListLayout | None:
    return work.session.scalar(select(ListLayout).where(ListLayout.kind == kind, ListLayout.headings == layout))
