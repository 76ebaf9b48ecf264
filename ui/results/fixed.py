"""Why a cell of the results takes nothing: one answer for keys, pastes, menus and the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.i18n import _
from ui.results.drawing import locked_words, others_words, why_fixed

if TYPE_CHECKING:
    from ui.results.grid import ResultsTab


def why_no_try(tab: ResultsTab, person: Any, key: Any) -> str:
    """Why nothing can be added there, not even another try; '' when it can."""
    component, found = tab.component(key), tab.result(person)
    if found is not None and found.locked:
        return locked_words()
    return others_words(tab.sheet, component) if tab.sheet is not None and component is not None else ""


def why_there(tab: ResultsTab, person: Any, key: Any) -> str:
    """Why the latest try there is not typed over, of a value that is typed or pasted; '' when it can be."""
    if tab.component(key) is None:
        return _("It is worked out, not entered.")
    found = tab.result(person)
    cell = next((c for c in found.cells if c.component_id == key), None) if found is not None else None
    return why_no_try(tab, person, key) or (why_fixed(cell) if cell is not None else "")
