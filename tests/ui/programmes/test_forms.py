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
from app.programmes.queries import CourseWhole, Programmes
from tests.app.class_room import Class, open_class
from tests.ui.dressed import dressed  # noqa: F401
from ui.cohorts.form import CohortDialog
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.form_dialog import FormDialog
from ui.desk.merge import MergeDialog
from ui.kit.theme import theme
from ui.programmes.form import CourseForm, ProgrammeForm

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def room(sqlite_office: Office) -> Class:
    made = open_class(sqlite_office)
    sqlite_office.do(SaveProgramme(code="ICT", name="ICT"))
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
