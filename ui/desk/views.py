"""Views of a list: which columns, which filters, which order, under a name; kept for each user."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

LONGEST_NAME = 60


@dataclass(frozen=True)
class View:
    """`key` is '' for one that a user has saved; `columns` '' leaves the columns alone."""

    name: str
    where: Mapping[str, str] = field(default_factory=dict)
    sort: tuple[str, bool] | None = None
    columns: str = ""
    key: str = ""

    @property
    def mark(self) -> str:
        """What tells it from all others of the list."""
        return self.key or f"={self.name}"


@dataclass(frozen=True)
class SavedViews:
    """The views a user has saved for one list, and the mark of the one it opens with."""

    views: tuple[View, ...] = ()
    first: str = ""

    @staticmethod
    def read(text: str) -> SavedViews:
        """From what was kept; what cannot be read is left out."""
        try:
            found = json.loads(text) if text else {}
        except ValueError:
            found = {}
        if not isinstance(found, dict):
            return SavedViews()
        views = [made for one in found.get("saved") or [] if (made := _view(one)) is not None]
        return SavedViews(tuple(views), str(found.get("first") or ""))

    def text(self) -> str:
        """To be kept; '' when there is nothing to keep."""
        if not self.views and not self.first:
            return ""
        return json.dumps({"first": self.first, "saved": [
            {"name": v.name, "where": dict(v.where), "sort": v.sort and list(v.sort), "columns": v.columns}
            for v in self.views]}, ensure_ascii=False)

    def get(self, mark: str) -> View | None:
        """The view of that mark."""
        return next((v for v in self.views if v.mark == mark), None)

    def has_name(self, name: str) -> bool:
        """Whether a name is taken, in capitals or not."""
        return any(v.name.casefold() == name.strip().casefold() for v in self.views)

    def put(self, view: View) -> SavedViews:
        """With this view, in place of one of the same name."""
        kept = [view if v.name == view.name else v for v in self.views]
        if view not in kept:
            kept.append(view)
        return replace(self, views=tuple(kept))

    def rename(self, view: View, name: str) -> SavedViews:
        """With another name for a view."""
        new = replace(view, name=name)
        return SavedViews(tuple(new if v == view else v for v in self.views),
                          new.mark if self.first == view.mark else self.first)

    def drop(self, view: View) -> SavedViews:
        """Without a view."""
        return SavedViews(tuple(v for v in self.views if v != view), "" if self.first == view.mark else self.first)


def _view(found: Any) -> View | None:
    if not isinstance(found, dict) or not str(found.get("name") or "").strip():
        return None
    where = found.get("where") if isinstance(found.get("where"), dict) else {}
    sort = found.get("sort")
    known = isinstance(sort, list) and len(sort) == 2 and isinstance(sort[0], str)
    return View(str(found["name"]).strip()[:LONGEST_NAME], {str(k): str(v) for k, v in where.items()},
                (sort[0], bool(sort[1])) if known else None, str(found.get("columns") or ""))
