"""What the tests of the results' window do again and again: find a line, go to a cell, fill in a form."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from app.results.queries import CellRow, ResultRow, ResultsGrid
from tests.app.cohort_story import Story
from ui.desk.form_dialog import FormDialog
from ui.results.grid import ResultsTab


def row(story: Story, name: str) -> ResultRow:
    """The line of a trainee, as it is on disk."""
    return next(r for r in story.office.ask(ResultsGrid(cohort_id=story.cohort_id))[0].rows if r.name == name)


def cell(story: Story, name: str, title: str) -> CellRow:
    """One of its cells."""
    return next(c for c in row(story, name).cells if c.component_id == story.components[title])


def go(tab: ResultsTab, story: Story, name: str, title: str) -> tuple[int, object]:
    """Put the cursor into a cell; `title` is of an assessment, or the key of another column."""
    place = (story.enrolments[name], story.components.get(title, title))
    tab.grid.go(*place)
    tab.grid.view.setFocus()
    return place


def form(name: str) -> FormDialog:
    """The form that is open under this name."""
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, FormDialog) and w.objectName() == name
                and w.isVisible())


def fill(dialog: FormDialog, **values: object) -> None:
    """Fill it in and save."""
    for key, value in values.items():
        dialog.form.fields[key].set_value(value)
    assert dialog.check is not None
    dialog.check()
    QApplication.processEvents()
