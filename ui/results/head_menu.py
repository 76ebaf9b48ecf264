"""The steps of one assessment: the menu of its head, where only this column is submitted, verified or locked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from app.i18n import _
from app.results.checking import LockResults, ReturnResults, SubmitResults, VerifyResults
from ui.results.drawing import others_words
from ui.results.stages import lock, return_, stage_counts, submit, verify

if TYPE_CHECKING:
    from ui.results.grid import ResultsTab


def menu_of(tab: ResultsTab, key: Any) -> QMenu | None:
    """What can be done with all results of a column, grey with the reason; None where they are worked out."""
    component, sheet = tab.component(key), tab.sheet
    if component is None or sheet is None:
        return None
    parts, counts = (component.id,), stage_counts(sheet, (component.id,))
    menu = QMenu(tab)
    menu.setToolTipsVisible(True)
    menu.addSection(component.shown())
    nothing = {"draft": _("There is no draft to submit."), "submitted": _("Nothing is submitted here."),
               "verified": _("Nothing is verified here that is not locked.")}
    for words, command, stage, others, do in (
            (_("Submit for checking"), SubmitResults, "draft", others_words(sheet, component),
             lambda: submit(tab, parts=parts)),
            (_("Verify"), VerifyResults, "submitted", "", lambda: verify(tab, parts)),
            (_("Return…"), ReturnResults, "submitted", "", lambda: return_(tab, parts)),
            (_("Lock"), LockResults, "verified", "", lambda: lock(tab, parts))):
        why = tab.desk.why_not(command) or others or ("" if counts[stage] else nothing[stage])
        action = menu.addAction(words, do)
        action.setEnabled(not why)
        action.setToolTip(why)
    return menu


def open_menu(tab: ResultsTab, key: Any, place: QPoint) -> None:
    """The menu where the head was clicked."""
    menu = menu_of(tab, key)
    if menu is not None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)


def open_here(tab: ResultsTab) -> None:
    """The same by keys, for the column of the current cell."""
    place = tab.grid.current()
    if place is None or tab.component(place[1]) is None:
        tab.say(_("Choose a cell of the assessment first."), "danger")
        return
    shown = tab.grid.view.visualRect(tab.grid.model.place(*place))
    open_menu(tab, place[1], tab.grid.view.viewport().mapToGlobal(shown.bottomLeft()))
