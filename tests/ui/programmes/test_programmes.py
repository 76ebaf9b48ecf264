"""Courses and programmes on screen: making, changing, problems beside the fields, rights."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.office.command import Ref
from app.office.office import Office
from app.office.permissions import Actor
from app.programmes.exams import ExamCatalogue, shipped_exams
from app.programmes.queries import Courses, CourseWhole, Programmes
from tests.app.class_room import Class, open_class
from tests.ui.dressed import dressed  # noqa: F401
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.buttons import Button
from ui.programmes.exams import CatalogueDialog
from ui.programmes.form import CourseForm, ProgrammeForm
from ui.programmes.page import ProgrammesPage


@pytest.fixture
def room(sqlite_office: Office) -> Class:
    return open_class(sqlite_office)


@pytest.fixture
def page(room: Class) -> Iterator[ProgrammesPage]:
    made = opened(room.office)
    yield made
    made.close()
    made.deleteLater()


def opened(office: Office) -> ProgrammesPage:
    made = ProgrammesPage(Desk(office, synchronous=True))
    made.resize(1180, 700)
    made.show()
    made.shown()
    return made


def form(page: ProgrammesPage, kind: type) -> object:
    return next(w for w in [*page.findChildren(kind), *QApplication.topLevelWidgets()]
                if isinstance(w, kind) and w.isVisible())


def press(form: object, words: str) -> None:
    button = next(b for b in form.findChildren(Button) if b.text().strip().startswith(words))  # type: ignore[attr-defined]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_programme_and_its_course_are_made(page: ProgrammesPage, room: Class) -> None:
    page.new_programme()
    programme = form(page, ProgrammeForm)
    programme.fields["code"].set_value("JK")
    programme.fields["name"].set_value("Networks")
    press(programme, "Save programme")
    assert not programme.isVisible()
    made = next(p for p in room.office.ask(Programmes()) if p.code == "JK")
    page.show_ref(Ref("programme", made.id))
    assert page.chips.value() == "JK"
    page.new()
    course = form(page, CourseForm)
    press(course, "Save course")
    assert course.isVisible()  # nothing given: said, not saved
    course.fields["code"].set_value("JK-1")
    course.fields["title"].set_value("First networks")
    course.fields["programme_id"].set_value(made.id)
    course.parts.rows[0]["title"].set_value("Final exam")
    press(course, "Save course")
    assert not course.isVisible()
    assert [c.programme for c in room.office.ask(Courses()) if c.code == "JK-1"] == ["JK"]


def test_a_number_that_is_none_is_said(page: ProgrammesPage) -> None:
    page.new()
    course = form(page, CourseForm)
    course.fields["threshold"].set_value("eighty")
    press(course, "Save course")
    assert course.isVisible()
    course.reject()


def test_an_edition_in_use_keeps_its_marks(page: ProgrammesPage, room: Class) -> None:
    page.show_ref(Ref("course", room.course_id))
    course = form(page, CourseForm)
    assert course._add.isEnabled() is False and "Cohorts use this edition" in course._add.toolTip()
    course.reject()


def test_a_course_that_is_gone_opens_nothing(page: ProgrammesPage) -> None:
    page.show_ref(Ref("course", 99_999))
    assert not [w for w in page.findChildren(CourseForm) if w.isVisible()]


def test_a_viewer_may_not_change(room: Class) -> None:
    office = Office(room.office.engine, Actor(1, "v", "V", frozenset({"viewer"})))
    page = opened(office)
    page.chips.set_value("")
    words = ("New course", "New programme", "Change programme")
    found = [b for b in page.head.findChildren(Button) if b.text().strip() in words]
    assert len(found) == 3
    for button in found:
        assert not button.isEnabled() and button.toolTip()
    page.new()
    assert talk.asked == []
    page.close()
    page.deleteLater()


def test_a_part_may_be_competent_or_not(page: ProgrammesPage, room: Class) -> None:
    page.new()
    course = form(page, CourseForm)
    course.fields["code"].set_value("CU")
    course.fields["title"].set_value("Amali")
    part = course.parts.rows[0]
    part["title"].set_value("Amali makmal")
    part["scale"].set_value("competency")
    part["weight"].set_value("0")
    part["pass_mark"].set_value("")
    press(course, "Save course")
    key = next(c.id for c in room.office.ask(Courses()) if c.code == "CU")
    whole = room.office.ask(CourseWhole(course_id=key))[0]
    assert whole.components[0].scale == "competency"
    assert [r.kind for r in whole.requirements] == ["attendance", "component"]


def test_the_keys_begin_in_the_first_field(page: ProgrammesPage) -> None:
    page.new()
    course = form(page, CourseForm)
    for _turn in range(5):
        QApplication.processEvents()
    assert course.focusWidget() is course.fields["code"].editor
    course.reject()


def test_whoever_comes_for_the_assessments_begins_there(page: ProgrammesPage, room: Class) -> None:
    page.show_ref(Ref("course", room.course_id, "assessments"))
    form(page, CourseForm).reject()
    QApplication.processEvents()
    page._open(None, "assessments")
    course = form(page, CourseForm)
    for _turn in range(5):
        QApplication.processEvents()
    assert course.focusWidget() is course.parts.rows[0]["code"]
    assert not course.parts.rows[0]["code"].visibleRegion().isEmpty()
    course.reject()


def test_records_older_than_the_catalogue_get_the_usual_exams(page: ProgrammesPage, room: Class) -> None:
    dialog = CatalogueDialog(page.desk, page)
    dialog.show()
    assert dialog.table.model().rowCount() == 0 and dialog.shipped.isVisible()
    press(dialog, "Add the usual")
    assert {e.code for e in room.office.ask(ExamCatalogue())} == {e["code"] for e in shipped_exams()}
    assert not dialog.shipped.isVisible()  # whoever keeps a catalogue is not asked again
    room.office.undo()
    assert room.office.ask(ExamCatalogue()) == []
    dialog.close()
