"""The templates that come with the program: `resources/templates/<code>.json`, a layout each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from app.certificates.templates.model import Layout, Table

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "templates"


@cache
def layouts() -> dict[str, Layout]:
    """Code -> layout of all that are shipped."""
    return {path.stem: Layout.from_json(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}


def name_of(code: str) -> str:
    """The name a shipped template begins with: 'Klasik'."""
    return code.replace("-", " ").capitalize()


def kinds_of(layout: Layout) -> str:
    """What a layout is offered for: with a table it is a transcript, else it serves every certificate."""
    return "transcript" if any(isinstance(thing, Table) for thing in layout.things) else ""
