"""Cohorts on screen: the list, the form, the page of one cohort with roster and history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.attendance.commands import MarkRestPresent
from app.attendance.credit import Credits
from app.attendance.queries import Sessions
from app.cohorts.commands import AddCohort, ChangePolicy
from app.cohorts.enrolments import Enrol
from app.cohorts.policy import Policy
from app.cohorts.queries import CohortDetail, CohortList, Roll
from app.i18n import N_
from app.office.command import Ref
from app.office.permissions import Actor
from tests.app.class_room import Class
from ui.cohorts.form import CohortDialog
from ui.cohorts.offers import TabMaker, offer, offered
from ui.cohorts.page import CohortsPage
from ui.cohorts.roll_dialogs import EnrolDialog, MoveDialog, ReplaceDialog, WithdrawDialog
from ui.cohorts.roster_tab import RosterTab
from ui.cohorts.sessions_dialog import SessionsDialog
from ui.cohorts.tab import CohortTab
from ui.cohorts.workspace import CohortWorkspace
from ui.desk import talk
from ui.desk.desk import Desk

Key, Mod = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def shown(desk: Desk) -> list[Ref]:
    found: list[Ref] = []
    desk.shown.connect(found.append)
    return found


@pytest.fixture
def page(room: Class, desk: Desk, qtbot: QtBot) -> Iterator[CohortWorkspace]:
    before = offered()
    offer([])
    made = CohortWorkspace(desk)
    qtbot.addWidget(made)
    made.resize(1310, 742)
    made.show()
    made.show_ref(Ref("cohort", room.cohort_id))
    yield made
    made.close()
    offer(before)


def roster(page: CohortWorkspace) -> RosterTab:
    tab = page.current()
    assert isinstance(tab, RosterTab)
    return tab


def statuses(room: Class) -> dict[str, str]:
    return {r.name.split()[0]: r.status for r in room.office.ask(Roll(cohort_id=room.cohort_id))}


def opened(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    found: list[object] = []
    monkeypatch.setattr(talk, "open_dialog", found.append)
    return found


def test_list_counts_searches_and_opens(room: Class, desk: Desk, qtbot: QtBot, shown: list[Ref]) -> None:
    page = CohortsPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.shown()
    assert page.table.rows_model.rowCount() == 1
    room.office.do(AddCohort(code="HCIA-AI-03", course_id=room.course_id, starts=date(2026, 9, 1),
                             ends=date(2026, 9, 30)))
    assert page.table.rows_model.rowCount() == 2 and page.head.count.text() == "2"
    page.chips.chip("planned").click()
    assert page.table.rows_model.rowCount() == 1
    page.chips.chip("").click()
    QTest.keyClicks(page.search, "ai-03")
    QTest.keyClick(page.search, Key.Key_Return)
    assert page.table.rows_model.rowCount() == 1
    page.table.setCurrentIndex(page.table.rows_model.index(0, 0))
    QTest.keyClick(page.table, Key.Key_Return)
    assert shown[-1].kind == "cohort"
    page.close()


def test_head_says_the_facts(page: CohortWorkspace, room: Class) -> None:
    assert page.head.title.text() == "HCIA-5G-07"
    assert page.head.pill.text == "Running"
    room.office.do(MarkRestPresent(session_id=room.view().sessions[0].id))
    assert page.head.pill.text == "Running · session 1 of 20"


def test_roster_masks_and_reveals(page: CohortWorkspace, room: Class) -> None:
    tab = roster(page)
    column = [c.key for c in tab.table.rows_model.columns].index("identity")

    def first() -> str:
        model = tab.table.model()
        return str(model.index(0, column + tab.table.rows_model.lead).data())

    assert first() == "030101-••-••••"
    tab.reveal()
    assert first() == "030101-14-0000"
    tab._hide.timeout.emit()
    assert first() == "030101-••-••••"
    room.office.actor = Actor(9, "v", "V", frozenset({"viewer"}))
    tab.reveal()
    assert first() == "030101-••-••••"


def test_roster_filters(page: CohortWorkspace, room: Class) -> None:
    tab = roster(page)
    room.office.do(MarkRestPresent(session_id=room.view().sessions[0].id))
    room.mark(1, 0, "X")
    tab.chips.chip("low").click()
    assert tab.table.rows_model.rowCount() == 1
    tab.chips.chip("all").click()
    QTest.keyClicks(tab.search, "bryan")
    QTest.keyClick(tab.search, Key.Key_Return)
    assert tab.table.rows_model.rowCount() == 1


def test_withdraw_from_the_keyboard(page: CohortWorkspace, room: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = roster(page)
    dialogs = opened(monkeypatch)
    tab.table.setCurrentIndex(tab.table.rows_model.index(0, 1))
    tab.table.selectRow(0)
    QTest.keyClick(tab.table, Key.Key_Delete)
    dialog = dialogs[0]
    assert isinstance(dialog, WithdrawDialog) and "AHMAD" in dialog.windowTitle()
    dialog._do()
    assert statuses(room)["AHMAD"] == "active" and dialog.form.fields["reason"].problem
    dialog.form.fields["reason"].set_value("Found work")
    dialog._do()
    assert statuses(room)["AHMAD"] == "withdrawn"
    tab.chips.chip("left").click()
    assert tab.table.rows_model.rowCount() == 1


def test_enrol_finds_and_enrols(page: CohortWorkspace, room: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    other = room.office.do(AddCohort(code="B", course_id=room.course_id, starts=date(2026, 9, 1),
                                     ends=date(2026, 9, 30))).value
    page.show_ref(Ref("cohort", other))
    dialogs = opened(monkeypatch)
    page.current().new()
    dialog = dialogs[0]
    assert isinstance(dialog, EnrolDialog) and not dialog.action_button.isEnabled()
    dialog.finder.take(dialog.finder.table.rows_model.row(0))
    dialog.finder.take(dialog.finder.table.rows_model.row(0))
    assert dialog.action_button.text().strip() == "Enrol 2 trainees"
    dialog._do()
    assert len(room.office.ask(Roll(cohort_id=other))) == 2
    assert roster(page).table.rows_model.rowCount() == 2


def test_who_came_while_the_page_was_behind_is_there_when_it_comes_back(page: CohortWorkspace, room: Class,
                                                                        qtbot: QtBot) -> None:
    other = room.office.do(AddCohort(code="B", course_id=room.course_id, starts=date(2026, 9, 1),
                                     ends=date(2026, 9, 30))).value
    page.show_ref(Ref("cohort", other))
    page.shown()
    assert roster(page).table.rows_model.rowCount() == 0
    page.hide()
    people = [r.trainee_id for r in room.office.ask(Roll(cohort_id=room.cohort_id))][:2]
    room.office.do(Enrol(cohort_id=other, trainee_ids=tuple(people)))
    page.desk.synchronous = False  # as in the real window: the answers come after the page has
    page.show()
    page.show_ref(Ref("cohort", other))
    page.shown()
    qtbot.waitUntil(lambda: roster(page).table.rows_model.rowCount() == 2)
    page.desk.synchronous = True


def test_move_and_replace(page: CohortWorkspace, room: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    other = room.office.do(AddCohort(code="B", course_id=room.course_id, starts=date(2026, 9, 1),
                                     ends=date(2026, 9, 30))).value
    room.mark(0, 0, "H")
    tab = roster(page)
    dialogs = opened(monkeypatch)
    tab.table.selectRow(0)
    tab.move_on()
    move = dialogs[-1]
    assert isinstance(move, MoveDialog)
    move.target.set_value(other)
    assert move.bring.value()  # attendance goes along unless one says otherwise
    move._do()
    assert statuses(room)["AHMAD"] == "transferred"
    assert [(c.kind, c.from_cohort) for c in room.office.ask(Credits(cohort_id=other))] == [("transfer", "HCIA-5G-07")]
    tab.table.selectRow(0)
    tab.replace_one()
    swap = dialogs[-1]
    assert isinstance(swap, ReplaceDialog)
    names = {swap.finder.table.rows_model.row(n).name: n for n in range(swap.finder.table.rows_model.rowCount())}
    assert not names.keys() & {r.name for r in room.office.ask(Roll(cohort_id=room.cohort_id)) if r.on_roll}
    swap.finder.take(swap.finder.table.rows_model.row(names["AHMAD DANISH BIN ROSLAN"]))
    swap._do()
    assert statuses(room)["AIMAN"] == "replaced" and statuses(room)["AHMAD"] == "active"
    # AS-07: only who is there now
    assert not any(r.person.name.startswith("AIMAN") for r in tab.table.rows_model.rows())
    assert any(r.person.name.startswith("AHMAD DANISH") for r in tab.table.rows_model.rows())


def test_who_moves_may_leave_the_attendance_behind(page: CohortWorkspace, room: Class, monkeypatch: pytest.MonkeyPatch
                                                   ) -> None:
    other = room.office.do(AddCohort(code="B", course_id=room.course_id, starts=date(2026, 9, 1),
                                     ends=date(2026, 9, 30))).value
    room.mark(0, 0, "H")
    dialogs = opened(monkeypatch)
    roster(page).table.selectRow(0)
    roster(page).move_on()
    move = dialogs[-1]
    assert isinstance(move, MoveDialog)
    move.target.set_value(other)
    move.bring.set_value(False)
    move._do()
    assert statuses(room)["AHMAD"] == "transferred" and room.office.ask(Credits(cohort_id=other)) == []


def test_copy_addresses_and_export(page: CohortWorkspace, tmp_path: Path) -> None:
    tab = roster(page)
    tab.table.selectRow(0)
    tab.copy_mails()
    assert QGuiApplication.clipboard().text() == "t1@pelatih.example"
    talk.answer_next(True, str(tmp_path / "r.xlsx"))
    tab.export()
    page = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[0]
    assert [c.value for c in page["C"]].count("030101-••-••••") == 1


def test_import_goes_to_the_import_page(page: CohortWorkspace, room: Class, shown: list[Ref]) -> None:
    button = next(b for b in roster(page).actions() if "Import" in b.text())  # type: ignore[attr-defined]
    button.click()  # type: ignore[attr-defined]
    assert shown[-1] == Ref("import", room.cohort_id)


def test_history_tab(page: CohortWorkspace, room: Class) -> None:
    room.mark(0, 0, "L")
    room.mark(0, 0, "X")
    page.show_ref(Ref("cohort", room.cohort_id, "history"))
    model = page.current().table.model()  # type: ignore[attr-defined]
    assert [model.index(0, c).data() for c in (1, 2, 3)] == ["Mark AHMAD DANISH BIN ROSLAN: Absent", "L", "X"]
    assert model.rowCount() == 5


def test_tabs_come_from_the_shell(room: Class, desk: Desk, qtbot: QtBot) -> None:
    class Results(CohortTab):
        """Stands for a room above."""

    before = offered()
    offer([TabMaker("results", N_("Results"), Results)])
    page = CohortWorkspace(desk)
    qtbot.addWidget(page)
    page.show_ref(Ref("cohort", room.cohort_id, "results"))
    assert isinstance(page.current(), Results) and page.current().cohort is not None
    offer(before)


def test_new_cohort_with_its_sessions(room: Class, desk: Desk, qtbot: QtBot, shown: list[Ref]) -> None:
    dialog = CohortDialog(desk, None, None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog._do()
    assert dialog.form.fields["course_id"].problem
    dialog.course.set_value(room.course_id)
    dialog.form.set_values({**dialog.form.values(), "code": "HCIA-5G-08", "starts": date(2026, 8, 3),
                            "ends": date(2026, 8, 14), "instructors": "Pn. Rohaya; En. Hafizuddin", "places": 24,
                            "threshold": 75, "sick": "excluded"})
    dialog._look()
    assert dialog.preview.text() == "10 sessions."
    assert "Needs 75 %" in dialog.words.text() and "S is left out" in dialog.words.text()
    dialog._do()
    made = room.office.ask(CohortDetail(code="HCIA-5G-08"))[0]
    assert (made.policy.threshold, made.policy.sick, made.places) == (75, "excluded", 24)
    assert made.instructor_names == "Pn. Rohaya, En. Hafizuddin"
    assert len(room.office.ask(Sessions(cohort_id=made.id))) == 10
    assert shown[-1] == Ref("cohort", made.id)


def test_a_new_cohort_is_counted_as_the_last_one_of_its_course(room: Class, desk: Desk, qtbot: QtBot,
                                                               shown: list[Ref]) -> None:
    room.office.do(ChangePolicy(cohort_id=room.cohort_id, policy=Policy(threshold=60, sick="excluded", grace=5)))
    dialog = CohortDialog(desk, None, None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.course.set_value(room.course_id)
    dialog.course.edited.emit()
    assert dialog.words.text().startswith("As in HCIA-5G-07. Needs 80 % of sessions held.")
    dialog.form.put({"code": "HCIA-5G-08", "starts": date(2026, 8, 3), "ends": date(2026, 8, 14), "late": "half"})
    assert dialog.words.text().startswith("Needs 80 % of sessions held.")
    dialog._do()
    made = room.office.ask(CohortDetail(code="HCIA-5G-08"))[0]
    assert made.policy == Policy(sick="excluded", grace=5, late="half"), "the threshold is the course's"


def test_wrong_dates_are_said_beside_the_field(room: Class, desk: Desk, qtbot: QtBot) -> None:
    dialog = CohortDialog(desk, None, None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.course.set_value(room.course_id)
    dialog.form.set_values({**dialog.form.values(), "code": "HCIA-5G-07", "starts": date(2026, 8, 3),
                            "ends": date(2026, 8, 1)})
    dialog._do()
    assert "before the first" in dialog.form.fields["ends"].problem
    dialog.form.fields["ends"].set_value(date(2026, 8, 5))
    dialog._do()
    assert "already a cohort" in dialog.form.fields["code"].problem
    assert len(room.office.ask(CohortList())) == 1


def test_half_a_date_asks_nothing_and_never_opens_a_dialog(room: Class, desk: Desk, qtbot: QtBot) -> None:
    """'16/11/20' on the way to 2026 is six years of sessions, and '31/2/2026' is no day at all."""
    talk.forget()
    dialog = CohortDialog(desk, None, None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.course.set_value(room.course_id)
    first = dialog.form.fields["starts"]
    first.editor.selectAll()
    QTest.keyClicks(first.editor, "16/11/20")
    assert "sessions" in dialog.preview.text()
    first.editor.selectAll()
    QTest.keyClicks(first.editor, "31/2/2026")
    first.left.emit()
    assert "14 Jul 2026" in first.problem
    dialog.form.fields["places"].editor.setText("thirty")
    dialog._do()
    assert "digits" in dialog.form.fields["places"].problem
    assert not talk.asked
    assert len(room.office.ask(CohortList())) == 1


def test_change_keeps_the_instructors_account(room: Class, desk: Desk, qtbot: QtBot) -> None:
    cohort = room.office.ask(CohortDetail(cohort_id=room.cohort_id))[0]
    dialog = CohortDialog(desk, cohort, None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.form.fields["venue"].set_value("Makmal 1")
    dialog.form.fields["instructors"].set_value("Pn. Rohaya Idris; En. Baharu")
    dialog.form.fields["status"].set_value("finished")
    dialog._do()
    found = room.office.ask(CohortDetail(cohort_id=room.cohort_id))[0]
    assert (found.venue, found.status) == ("Makmal 1", "finished")
    assert [i.user_id for i in found.instructors] == [room.users[0], None]


def test_sessions_dialog_says_what_will_be(room: Class, desk: Desk, qtbot: QtBot, page: CohortWorkspace) -> None:
    cohort = room.office.ask(CohortDetail(cohort_id=room.cohort_id))[0]
    dialog = SessionsDialog(desk, cohort, page)
    qtbot.addWidget(dialog)
    assert "already a session" in dialog.words.text() and not dialog.action_button.isEnabled()
    dialog.plan.rows[0].tick.click()
    dialog.plan.rows[1].tick.click()
    assert dialog.words.text() == "20 sessions."
    dialog._do()
    assert len(room.office.ask(Sessions(cohort_id=room.cohort_id))) == 40


def test_viewer_is_told_why(room: Class, qtbot: QtBot) -> None:
    room.office.actor = Actor(9, "v", "V", frozenset({"viewer"}))
    page = CohortsPage(Desk(room.office, synchronous=True))
    qtbot.addWidget(page)
    button = page.head._buttons[-1]
    assert not button.isEnabled() and "Only Administrator" in button.toolTip()


def test_models_keep_their_promises(page: CohortWorkspace, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(roster(page).table.rows_model)


def test_the_roster_is_printed_as_shown_and_masked(page: CohortWorkspace, tmp_path: Path) -> None:
    tab = roster(page)
    names = [r.person.name for r in tab.table.rows_model.rows()]
    talk.answer_next(str(tmp_path / "roster.pdf"))
    tab.print_()
    document = pypdfium2.PdfDocument(tmp_path / "roster.pdf")
    text = " ".join(" ".join(p.get_textpage().get_text_range() for p in document).split())
    document.close()
    assert names and all(name in text for name in names)
    assert not any(r.person.identity.replace("-", "").isdigit() for r in tab.table.rows_model.rows())
    assert "••" in text


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_cohorts_are_narrowed_by_what_they_have(room: Class, desk: Desk, qtbot: QtBot) -> None:
    page = CohortsPage(desk)
    qtbot.addWidget(page)
    page.resize(1310, 700)
    page.show()
    page.shown()
    every = page.table.rows_model.rowCount()
    page.filters.choose("year")
    year = page.filters.list.table.rows_model.row(0)
    QTest.keyClick(page.filters.list.search, Key.Key_Return)
    assert page.table.rows_model.rowCount() == year.count <= every
    page.filters.turn_on("year", "1999")
    assert page.table.rows_model.rowCount() == 0
    page.show_ref(Ref("cohorts", 0, "running"))
    assert page.chips.value() == "running" and page.filters.where() == {"status": "running"}


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_roster_commands_are_the_same_in_menu_and_bar(page: CohortWorkspace) -> None:
    tab = roster(page)
    tab.table.setFocus()
    tab.table.selectRow(0)
    QTest.keyClick(tab.table, Key.Key_Menu)
    menu = tab.table._shown_menu
    assert menu is not None
    acts = [a for a in menu.actions() if not a.isSeparator()]
    assert all(a in tab.acts for a in acts) and any(a.shortcut().toString() == "Del" for a in acts)
    menu.close()
    tab.table.copy()
    assert "•" in QGuiApplication.clipboard().text()
