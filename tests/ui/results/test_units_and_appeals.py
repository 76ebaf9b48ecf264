"""A unit judged T or BT from the first try to an amendment, and appeals that are late, on screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.office.command import Ref
from app.office.office import Office
from app.office.permissions import Actor
from app.results.amending import Appeals, DecideAppeal, RecordAppeal
from app.results.assessors import SetAssessors
from app.results.queries import ResultRow, ResultsGrid
from tests.app.cohort_story import NOW
from tests.app.results.units import Units, two_units
from tests.ui.dressed import dressed, keys, open_tab  # noqa: F401
from tests.ui.results.moves import fill, form
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.dialog import Dialog
from ui.results.amend import amend, record_appeal
from ui.results.grid import ResultsTab
from ui.results.stages import head_buttons, submit, verify
from ui.shell.cohort_tabs import cohort_workspace

KEY = Qt.Key


@pytest.fixture
def units(sqlite_office: Office) -> Iterator[Units]:
    yield two_units(sqlite_office)
    for dialog in (w for w in QApplication.topLevelWidgets() if isinstance(w, Dialog)):
        dialog.close()


def at(units: Units, office: Office, qtbot: QtBot) -> ResultsTab:
    """The results with somebody at the desk, at Aiman's CU3."""
    made = open_tab(units, ResultsTab, office)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    assert isinstance(made, ResultsTab)
    go(made, units, "Aiman")
    return made


def go(tab: ResultsTab, units: Units, name: str) -> None:
    tab.grid.go(units.enrolments[name], units.components["CU3-P"])
    tab.grid.view.setFocus()


def row(units: Units) -> ResultRow:
    return next(r for r in units.office.ask(ResultsGrid(cohort_id=units.cohort_id))[0].rows if r.name == "Aiman")


def said(tab: ResultsTab) -> str:
    """All that the panel says of the cell."""
    tab._panel_later.stop()
    tab._fill_panel()
    QApplication.processEvents()
    return " ".join(w.text() for w in tab.panel.findChildren(QLabel))


def test_as14_not_yet_competent_then_a_resit_then_checked_and_amended_with_a_reason(qtbot: QtBot, units: Units) -> None:
    razak = at(units, units.teacher(), qtbot)
    keys(razak, "bt", KEY.Key_Return)
    go(razak, units, "Aiman")
    assert row(units).cells[1].standing.kind == "failed"
    keys(razak, "r", "t", KEY.Key_Return)
    both = row(units).cells[1]
    assert [(t.number, t.competency) for t in both.tries] == [(1, "BT"), (2, "T")]
    talk.answer_next(True)
    submit(razak)  # the other assessments are open: asked, and these go
    assert razak.stage.text() == "Submitted"
    salmah = at(units, units.verifier(), qtbot)
    assert [b.text().strip() for b in head_buttons(salmah)] == ["Return…", "Verify"]
    talk.answer_next(True)
    verify(salmah)
    razak.load()
    assert razak.stage.text() == "Verified"
    both = row(units).cells[1]
    assert [(t.competency, t.stage) for t in both.tries] == [("BT", "verified"), ("T", "verified")]
    assert both.standing.kind == "passed"
    assert next(u.met for u in row(units).units if u.unit.code == "CU3") is True
    go(razak, units, "Aiman")
    keys(razak, "bt", KEY.Key_Return)
    assert [t.competency for t in row(units).cells[1].tries] == ["BT", "T"]  # the instructor changes nothing
    amend(salmah)
    fill(form("amend-result"), mark="BT", reason=" ")
    assert row(units).cells[1].standing.kind == "passed"
    fill(form("amend-result"), mark="BT", reason="The server did not start")
    last = row(units).cells[1].tries[1]
    assert (last.competency, last.amended, row(units).cells[1].standing.kind) == ("BT", True, "failed")
    razak.load()
    go(razak, units, "Aiman")
    told = said(razak)
    assert "The server did not start" in told and "Puan Salmah" in told
    assert [w.text() for w in razak.panel.findChildren(QLabel) if w.accessibleName() == "before: T"] == ["T"]


def checked(units: Units, qtbot: QtBot) -> ResultsTab:
    """A verified result of Aiman of 1 July."""
    units.enter("Aiman", "CU3-P", "BT", on_date=date(2026, 6, 20))
    tab = at(units, units.verifier(), qtbot)
    talk.answer_next(True)
    submit(tab)
    talk.answer_next(True)
    verify(tab)
    go(tab, units, "Aiman")
    return tab


def test_a_late_appeal_is_told_while_typing_and_can_be_noted(qtbot: QtBot, units: Units) -> None:
    tab = checked(units, qtbot)
    record_appeal(tab)
    dialog = form("record-appeal")
    field = dialog.form.fields["received_on"]
    field.set_value(date(2026, 7, 4))
    dialog.form.look_again()
    assert "late" not in field.message()
    field.set_value(date(2026, 7, 5))
    dialog.form.look_again()
    assert "this one is late" in field.message() and not field.problem
    fill(dialog, grounds="Was ill")
    assert [a.late for a in units.office.ask(Appeals(cohort_id=units.cohort_id))] == [True]


def test_the_panel_tells_an_appeal_and_how_it_was_decided(qtbot: QtBot, units: Units) -> None:
    tab = checked(units, qtbot)
    key = row(units).cells[1].tries[0].id
    made = units.office.do(RecordAppeal(attempt_id=key, received_on=NOW.date(), grounds="The power failed")).value
    tab.load()
    go(tab, units, "Aiman")
    assert "The power failed" in said(tab)
    units.verifier().do(DecideAppeal(appeal_id=made, state="dismissed", decision="It was back in time",
                                     panel="Puan Noor"))
    tab.load()
    go(tab, units, "Aiman")
    told = said(tab)
    assert "It was back in time" in told and "Puan Noor" in told


def test_an_assessor_from_elsewhere_opens_the_cohort_and_enters_but_marks_no_attendance(
        qtbot: QtBot, units: Units) -> None:
    elsewhere = Office(units.office.engine, Actor(units.users[1], "x", "Puan Salmah", frozenset({"instructor"})),
                       clock=lambda: NOW)
    desk = Desk(elsewhere, synchronous=True)
    units.office.do(SetAssessors(cohort_id=units.cohort_id, component_id=units.components["CU3-P"],
                                 people=(("Puan Salmah", units.users[1]),)))
    page = cohort_workspace(desk)
    qtbot.addWidget(page)
    page.resize(1300, 740)
    page.show()
    for part in ("roster", "attendance", "results"):
        page.show_ref(Ref("cohort", units.cohort_id, part))
        page.shown()
        QApplication.processEvents()
        assert page.cohort is not None and page.tabs is not None and page.tabs.key() == part
    tab = page.current()
    assert isinstance(tab, ResultsTab)
    go(tab, units, "Aiman")
    keys(tab, "t", KEY.Key_Return)
    assert [t.competency for t in row(units).cells[1].tries] == ["T"]
    tab.grid.go(units.enrolments["Aiman"], units.components["CU1-P"])
    keys(tab, "60", KEY.Key_Return)
    assert not row(units).cells[0].tries
