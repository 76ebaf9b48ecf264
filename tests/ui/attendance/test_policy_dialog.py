"""The policy of a cohort: said in words while it is chosen, its effect seen before it is accepted, then frozen."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.attendance.figures import Given, Meeting, Seen, figure
from app.cohorts.commands import ChangePolicy
from app.cohorts.policy import Policy
from app.cohorts.queries import CohortDetail, CohortWhole
from app.office.permissions import Actor
from tests.app.class_room import Class
from ui.attendance.policy_dialog import PolicyDialog
from ui.attendance.sum import attendance_lines
from ui.cohorts.form import CohortDialog
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.sum_table import spoken_line


def cohort(room: Class) -> CohortWhole:
    return room.office.ask(CohortDetail(cohort_id=room.cohort_id))[0]


def opened(room: Class, desk: Desk, qtbot: QtBot) -> PolicyDialog:
    room.fill("HHHHHHHLLL", "HHHHHHHXXX")
    dialog = PolicyDialog(desk, cohort(room), None)  # type: ignore[arg-type]
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def rows(dialog: PolicyDialog) -> list[tuple[str, str, str, str]]:
    return [(r.name.split()[0], r.before.text, r.after.text, r.turn) for r in dialog.table.rows_model.rows()]


def test_the_effect_is_seen_before_the_policy_is_changed(room: Class, desk: Desk, qtbot: QtBot) -> None:
    dialog = opened(room, desk, qtbot)
    assert dialog.summary.text() == "This is the policy of today."
    assert dialog.words.text().startswith("Needs 80 % of sessions held. L, O and D count, S and E do not.")
    threshold = dialog.form.fields["threshold"].editor
    threshold.setFocus()
    threshold.selectAll()
    QTest.keyClicks(threshold, "70")
    assert "Needs 70 %" in dialog.words.text()
    assert rows(dialog) == [("AIMAN", "70.0 %", "70.0 %", "gains")]
    assert dialog.summary.text() == "1 trainee meets it then."
    late = dialog.form.fields["late"].editor
    late.set_value("absent")
    late.edited.emit()
    assert rows(dialog)[1:] == [("AHMAD", "100.0 %", "70.0 %", "moves")]
    assert cohort(room).policy == Policy(), "nothing is changed by looking"
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert cohort(room).policy == Policy(threshold=70, late="absent")
    room.office.undo()
    assert cohort(room).policy == Policy()


def test_what_cannot_be_is_said_beside_the_field(room: Class, desk: Desk, qtbot: QtBot) -> None:
    dialog = opened(room, desk, qtbot)
    for name, value in (("threshold", None), ("kinds", ()), ("online_part", 90), ("allowed_misses", -1)):
        before = dialog.form.fields[name].value()
        dialog.form.fields[name].set_value(value)
        dialog._do()
        assert dialog.form.fields[name].problem, name
        assert dialog.summary.text() == "" or dialog.isVisible()
        dialog.form.fields[name].set_value(before)
    assert cohort(room).policy == Policy()
    dialog.form.fields["kinds"].set_value(("theory", "ceremony"))
    dialog.form.fields["allowed_misses"].set_value(0)
    dialog._do()
    assert cohort(room).policy == Policy(kinds=("theory", "ceremony"), allowed_misses=0)


def test_whoever_was_first_is_shown_and_kept(room: Class, desk: Desk, qtbot: QtBot) -> None:
    dialog = opened(room, desk, qtbot)
    room.office.do(ChangePolicy(cohort_id=room.cohort_id, policy=Policy(threshold=90)))
    dialog.form.fields["late"].set_value("half")
    dialog.form.fields["late"].editor.edited.emit()
    dialog._do()
    dialog._do()
    assert cohort(room).policy == Policy(threshold=90, late="half"), "what only one changed stands"


def test_an_instructor_reads_it_only(room: Class, desk: Desk, qtbot: QtBot) -> None:
    room.office.actor = Actor(room.users[0], "rohaya", "Pn. Rohaya Idris", frozenset({"instructor"}))
    dialog = PolicyDialog(desk, cohort(room), None)  # type: ignore[arg-type]
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    assert not dialog.action_button.isEnabled() and dialog.why
    dialog._do()
    assert "Needs 80 %" in dialog.words.text() and cohort(room).policy == Policy()


def test_the_form_of_a_cohort_leads_to_its_policy(room: Class, desk: Desk, qtbot: QtBot) -> None:
    talk.forget()
    shown: list[object] = []
    desk.shown.connect(shown.append)
    dialog = CohortDialog(desk, cohort(room), None)  # type: ignore[arg-type]
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "threshold" not in dialog.form.fields and "Needs 80 %" in dialog.words.text()
    dialog._show_policy()
    QApplication.processEvents()
    assert [getattr(ref, "detail", "") for ref in shown] == ["attendance:policy"]


def test_the_popover_sums_up_three_figures() -> None:
    policy = Policy(lates_per_absence=2, joiner="whole", allowed_misses=3)
    met = [Meeting(n, date(2026, 3, 2 + n), n < 8) for n in range(10)]
    late, there, gone = Seen("attended", "late"), Seen("attended"), Seen("absent")
    found = figure(policy, met, {1: late, 2: late, 3: there, 4: gone, 5: there, 6: Seen("excluded")}, met[1].day,
                   credits=[Given(4, 100), Given(None, 200, 400)])
    assert [spoken_line(each) for each in attendance_lines(found)] == [
        "Sessions held: 7", "of these not marked: 1", "of these left out: 1",
        "Before joining or after leaving, absent: 1", "2 late marks, 2 make one absence: −1",
        "Made up elsewhere: +1", "Brought along, of 4: +2",
        "Sessions that count: 10", "Sessions attended: 6", "Attendance, 6 ÷ 10: 60.0 %",
        "Needed, 8 sessions: 80 %", "Sessions missed, 3 may be: 4", "Over the whole plan, 6 ÷ 13: 46.1 %",
        "Best still possible, 9 ÷ 13: 69.2 %"]
