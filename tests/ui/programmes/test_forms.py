"""Forms of courses and programmes: nothing typed is lost, two people are reconciled, letters and sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from app.cohorts.queries import CohortDetail
from app.db.engine import make_engine
from app.i18n import use_language
from app.office.office import Office
from app.office.permissions import SYSTEM, Actor
from app.programmes.commands import SaveProgramme
from app.programmes.exams import ExamCatalogue, SaveExam, shipped_exams
from app.programmes.queries import Courses, CourseWhole, Programmes
from tests.app.class_room import Class, open_class
from tests.ui.dressed import dressed  # noqa: F401
from ui.cohorts.form import CohortDialog
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.form_dialog import FormDialog
from ui.desk.merge import MergeDialog
from ui.kit.theme import theme
from ui.programmes.component_dialog import ComponentDialog
from ui.programmes.exams import CatalogueDialog, ExamForm
from ui.programmes.form import CourseForm, ProgrammeForm

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def room(sqlite_office: Office) -> Class:
    made = open_class(sqlite_office)
    sqlite_office.do(SaveProgramme(code="ICT", name="ICT"))
    for exam in shipped_exams():
        sqlite_office.do(SaveExam(**exam))
    return made


@pytest.fixture
def desk(room: Class) -> Desk:
    return Desk(room.office, synchronous=True)


@pytest.fixture
def window() -> Iterator[QWidget]:
    made = QWidget()
    made.resize(960, 520)
    made.show()
    yield made
    for dialog in made.findChildren(FormDialog):
        dialog.form.mark_saved()
        dialog.close()
    made.close()
    made.deleteLater()


def opened(dialog: Any) -> Any:
    dialog.open()
    settle()
    return dialog


def settle() -> None:
    for _turn in range(4):
        QApplication.processEvents()


def gone(dialog: Any) -> bool:
    settle()
    return not shiboken6.isValid(dialog) or not dialog.isVisible()


def type_into(widget: Any, text: str) -> None:
    widget.setFocus()
    widget.selectAll()
    QTest.keyClicks(widget, text)
    settle()


def make(kind: str, desk: Desk, room: Class, window: QWidget) -> FormDialog:
    if kind == "programme":
        return ProgrammeForm(desk, room.office.ask(Programmes())[0], window)
    if kind == "course":
        return CourseForm(desk, room.office.ask(Programmes()),
                          room.office.ask(CourseWhole(course_id=room.course_id))[0], window)
    if kind == "cohort":
        return CohortDialog(desk, room.office.ask(CohortDetail(cohort_id=room.cohort_id))[0], window)
    return CohortDialog(desk, None, window)


def test_esc_asks_before_a_dialog_loses_typing_and_the_typing_is_offered_after_a_crash(
        desk: Desk, room: Class, window: QWidget) -> None:
    dialog = opened(make("programme", desk, room, window))
    owner = dialog.form.fields["owner"].editor
    type_into(owner, "Wong")
    dialog.keeper.write()  # as after half a second
    again = opened(make("programme", desk, room, window))  # as if the program had ended
    assert again.keeper.offer.isVisible()
    QTest.mouseClick(again.keeper.put_back_button, Qt.MouseButton.LeftButton)
    assert again.form.typed() == {"owner": "Wong"}
    talk.answer_next(False)
    QTest.keyClick(again.form.fields["owner"].editor, Qt.Key.Key_Escape)
    assert again.isVisible()
    talk.answer_next(True)
    QTest.keyClick(again.form.fields["owner"].editor, Qt.Key.Key_Escape)
    assert gone(again)
    fresh = opened(make("programme", desk, room, window))
    assert fresh.keeper.offer.isHidden()
    QTest.keyClick(fresh, Qt.Key.Key_Escape)
    assert gone(fresh) and len(talk.asked) == 2


def test_two_people_at_one_programme(desk: Desk, room: Class, sqlite_file: Any, window: QWidget,
                                     monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[MergeDialog] = []
    monkeypatch.setattr(talk, "open_dialog", lambda d: (shown.append(d), d.open()))
    engine = make_engine(str(sqlite_file))
    wong = Office(engine, Actor(2, "wong", "Wong", SYSTEM.roles))
    dialog = opened(make("programme", desk, room, window))
    type_into(dialog.form.fields["owner"].editor, "Mine")
    type_into(dialog.form.fields["partner"].editor, "Partner")
    p = room.office.ask(Programmes())[0]
    wong.do(SaveProgramme(programme_id=p.id, code=p.code, name="Other name", owner="Wong's"))
    QTest.keyClick(dialog.form.fields["owner"].editor, Qt.Key.Key_S, CONTROL)
    settle()
    assert [(x.left, x.right) for x in shown[0].sides.lines] == [("Mine", "Wong's")]
    QTest.keyClick(shown[0].sides, Qt.Key.Key_1)
    QTest.keyClick(shown[0], Qt.Key.Key_Return, CONTROL)
    settle()
    found = next(x for x in room.office.ask(Programmes()) if x.id == p.id)
    assert (found.name, found.owner, found.partner) == ("Other name", "Mine", "Partner")
    assert gone(dialog)
    engine.dispose()


def test_components_are_part_of_the_form(desk: Desk, room: Class, window: QWidget) -> None:
    dialog = opened(CourseForm(desk, room.office.ask(Programmes()), None, window))
    assert not dialog.form.modified
    QTest.mouseClick(dialog.parts.add_button, Qt.MouseButton.LeftButton)
    assert dialog.form.changes() == ["components"] and len(dialog.parts.rows) == 2
    type_into(dialog.parts.rows[1]["title"], "Project")
    type_into(dialog.parts.rows[1]["weight"], "x")
    QTest.keyClick(dialog.parts.rows[1]["weight"], Qt.Key.Key_S, CONTROL)
    assert "write numbers" in dialog.form.fields["components"].problem and dialog.form.strip.isVisible()
    dialog.keeper.write()
    again = opened(CourseForm(desk, [], None, window))
    again.keeper.put_back()
    assert again.parts.rows[1]["title"].value() == "Project" and again.parts.rows[0]["weight"].value() == Decimal(100)


@pytest.mark.parametrize("kind", ["programme", "course", "cohort", "new cohort"])
@pytest.mark.parametrize("language", ["en", "ms"])
def test_letters_are_unique_and_the_order_is_that_of_reading(desk: Desk, room: Class, window: QWidget, kind: str,
                                                             language: str) -> None:
    use_language(language)
    dialog = opened(make(kind, desk, room, window))
    texts = [w.text() for w in [*dialog.findChildren(QLabel), *dialog.findChildren(QAbstractButton)] if w.isVisible()]
    letters = [m.group(1).casefold() for t in texts if (m := re.search(r"&([^&\s])", t.replace("&&", "")))]
    assert len(letters) == len(set(letters)), sorted(letters)
    editors = [spec.editor for spec in dialog.form.specs]
    seen: list[Any] = []
    now: QWidget | None = editors[0]
    for _turn in range(80):
        now = now.nextInFocusChain() if now is not None else None
        if now in editors and now not in seen:
            seen.append(now)
    order = [e for e in editors[1:] if e in seen]
    assert [e for e in seen if e in order] == order


@pytest.mark.parametrize("kind", ["programme", "course", "cohort", "new cohort"])
@pytest.mark.parametrize("scale", [1.0, 2.05])
def test_a_dialog_fits_a_small_screen_in_malay(desk: Desk, room: Class, window: QWidget, kind: str,
                                               scale: float) -> None:
    use_language("ms")
    theme().set_scale(scale)
    try:
        dialog = opened(make(kind, desk, room, window))
        room_ = dialog.room()
        assert dialog.width() <= room_.width() and dialog.height() <= room_.height()
        for field in dialog.form.fields.values():
            assert field.x() + field.width() <= dialog.form.width()
        assert dialog.form.width() <= dialog._area.viewport().width()
        for button in (dialog.safe_button, dialog.action_button):
            assert button.width() >= button.sizeHint().width()
            assert button.mapTo(dialog, button.rect().bottomLeft()).y() < dialog.height()
        dialog.form.mark_saved()
        dialog.close()
    finally:
        theme().set_scale(1.0)


def test_units_rules_and_an_exam_of_the_catalogue(room: Class, desk: Desk, window: QWidget) -> None:
    form = CourseForm(desk, (), None, window)
    form.show()
    fields = form.fields
    for key, text in (("code", "NET"), ("title", "Networks"), ("units", "CU1 Install; CU2 Test the network")):
        fields[key].set_value(text)
    row = form.parts.rows[0]
    row["title"].set_value("Datacom")
    form._add.click()
    other = form.parts.rows[1]
    other["title"].set_value("Lab")
    other["scale"].set_value("pass")
    row["more"].click()
    asked = next(w for w in QApplication.topLevelWidgets() if isinstance(w, ComponentDialog) and w.isVisible())
    exam = next(e for e in form.parts.exams if e.code == "H12-811")
    for field, value in ((asked.kind, "exam"), (asked.unit, "CU1"), (asked.exam_box, exam.id), (asked.rule, "average")):
        field.editor.set_value(value)
    asked.tries.editor.set_value("0")
    asked.action_button.click()
    assert asked.isVisible() and asked.tries.problem
    asked.tries.editor.set_value("2")
    asked.capped.set_value(True)
    asked.action_button.click()
    row["weight"].set_value("90")
    form._weigh()
    assert "90 of 100" in fields["components"].message()
    form.action_button.click()
    assert form.isVisible() and "100" in fields["components"].problem
    row["weight"].set_value("100")
    form.action_button.click()
    courses = [c for c in room.office.ask(Courses()) if c.code == "NET"]
    whole = room.office.ask(CourseWhole(course_id=courses[0].id))[0]
    datacom, lab = whole.components
    assert (datacom.max_mark, datacom.pass_mark, datacom.rule) == (1000, 600, "average")
    assert (datacom.capped, datacom.max_attempts, datacom.exam_id) == (True, 2, exam.id)
    assert [u.code for u in whole.units] == ["CU1", "CU2"] and datacom.unit_id == whole.units[0].id
    assert lab.scale == "pass" and lab.unit_id is None
    again = CourseForm(desk, (), whole, window)
    assert again.fields["units"].value() == "CU1 Install; CU2 Test the network"
    again.show()
    again.fields["units"].set_value("CU2 Test the network")
    again.action_button.click()
    assert again.isVisible() and "no unit CU1" in again.fields["components"].problem


def test_the_catalogue_is_kept_by_a_form(room: Class, desk: Desk, window: QWidget) -> None:
    dialog = CatalogueDialog(desk, window)
    dialog.show()
    assert dialog.table.model().rowCount() == 9
    assert not dialog.action_button.isVisible()  # one way to close it is enough
    dialog.change_button.click()
    current = dialog.table.current_row()
    asked = next(w for w in QApplication.topLevelWidgets() if isinstance(w, ExamForm) and w.isVisible())
    assert current is not None and asked.form.fields["code"].value() == current.code
    asked.reject()
    QApplication.processEvents()
    dialog._change(None)
    asked = next(w for w in QApplication.topLevelWidgets() if isinstance(w, ExamForm) and w.isVisible())
    asked.form.fields["code"].set_value("h12-811")
    asked.form.fields["name"].set_value("Again")
    asked.action_button.click()
    assert "already" in asked.form.fields["code"].problem
    asked.form.fields["code"].set_value("CCNA-200")
    asked.form.fields["provider"].set_value("Cisco")
    asked.form.fields["pass_score"].set_value("1200")
    asked.action_button.click()
    assert asked.isVisible()
    asked.form.fields["pass_score"].set_value("825")
    asked.action_button.click()
    made = next(e for e in room.office.ask(ExamCatalogue()) if e.code == "CCNA-200")
    assert made.pass_score == 825 and made.valid_months == 36
    dialog._change(made)
    asked = next(w for w in QApplication.topLevelWidgets() if isinstance(w, ExamForm) and w.isVisible())
    asked.active.set_value(False)
    asked.action_button.click()
    assert room.office.ask(ExamCatalogue())[-1].code == "CCNA-200"
    assert "CCNA-200" not in [e.code for e in room.office.ask(ExamCatalogue(active_only=True))]
    dialog.close()
