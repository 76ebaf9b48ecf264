"""The form of a trainee: what survives the end of the program, two people at one trainee, the card number."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.db.engine import make_engine
from app.i18n import use_language
from app.office.office import Office
from app.office.permissions import SYSTEM, Actor
from app.settings import config_dir
from app.trainees.commands import ChangeTrainee
from app.trainees.queries import TraineeDetail
from tests.ui.trainees.conftest import AISYAH, NAMES, settle
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.drafts import Drafts
from ui.desk.merge import MergeDialog, three_way
from ui.kit.theme import theme
from ui.trainees.form import TraineeForm

ROOT = Path(__file__).resolve().parents[3]


def read(desk: Desk, key: int = 1) -> Any:
    assert desk.office is not None
    return desk.office.ask(TraineeDetail(trainee_id=key))[0]


def open_form(desk: Desk, key: int | None = 1, width: int = 700, height: int = 700) -> TraineeForm:
    form = TraineeForm(desk)
    form.resize(width, height)
    form.show()
    form.activateWindow()
    form.show_trainee(read(desk, key)) if key else form.show_new()
    settle()
    return form


def type_into(widget: QWidget, text: str) -> None:
    widget.setFocus()
    widget.selectAll()
    QTest.keyClicks(widget, text) if text else QTest.keyClick(widget, Qt.Key.Key_Delete)
    settle()


def editor(form: TraineeForm, key: str) -> Any:
    return form.form.fields[key].editor


def save(form: TraineeForm) -> None:
    QTest.keyClick(form.form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()


def click(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()


def drafts() -> list[Path]:
    return sorted((config_dir() / "users").glob("*.typed/*.json"))


# -- the end of the program ------------------------------------------------------------------------------------------
def test_what_was_typed_survives_a_killed_program(desk: Desk, sqlite_file: Path, home: Path) -> None:
    child = subprocess.Popen([sys.executable, "-m", "tests.ui.trainees.typing_child", str(sqlite_file), "aminah"],
                             cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None and child.stdout.readline().strip() == "typed"
    child.kill()
    child.wait()
    child.stdout.close()
    kept = drafts()
    assert len(kept) == 1
    if sys.platform != "win32":
        assert stat.S_IMODE(kept[0].stat().st_mode) == 0o600 and stat.S_IMODE(kept[0].parent.stat().st_mode) == 0o700
    assert not [p for p in home.rglob("*.log*") if "040312" in p.read_text("utf-8", "replace")]
    desk.open(Office(desk.office.engine, Actor(2, "wong", "Wong", SYSTEM.roles)))
    assert open_form(desk).keeper.offer.isHidden()  # another user's typing is another user's
    desk.open(Office(desk.office.engine, Actor(1, "aminah", "Aminah", SYSTEM.roles)))
    assert open_form(desk, 2).keeper.offer.isHidden()
    form = open_form(desk)
    assert form.keeper.offer.isVisible() and "and not saved" in form.keeper.offer.text()
    assert editor(form, "email").value() == AISYAH.email
    click(form.keeper.put_back_button)
    assert form.form.typed()["email"] == "typed@mel.example" and form.form.modified
    assert form.identity.number.value() == "040312-14-0125" and form.keeper.offer.isHidden()
    save(form)
    assert read(desk).values["email"] == "typed@mel.example" and drafts() == []


def test_an_offer_is_discarded_and_does_not_come_back(desk: Desk) -> None:
    form = open_form(desk)
    type_into(editor(form, "email"), "typed@mel.example")
    form.keeper.write()
    again = open_form(desk)
    click(again.keeper.discard_button)
    assert again.keeper.offer.isHidden() and drafts() == []
    assert open_form(desk).keeper.offer.isHidden()


def test_typing_on_before_answering_keeps_the_offer(desk: Desk) -> None:
    form = open_form(desk)
    type_into(editor(form, "email"), "typed@mel.example")
    form.keeper.write()
    again = open_form(desk)
    type_into(editor(again, "city"), "Ipoh")
    again.keeper.write()
    assert again.keeper.offer.isVisible()
    click(again.keeper.put_back_button)
    assert again.form.typed() == {"email": "typed@mel.example", "city": "Ipoh"}


@pytest.mark.parametrize("way", ["save", "discard", "back"])
def test_nothing_is_kept_once_it_is_saved_or_discarded(desk: Desk, way: str) -> None:
    form = open_form(desk)
    type_into(editor(form, "email"), "typed@mel.example")
    form.keeper.write()
    assert len(drafts()) == 1
    if way == "save":
        save(form)
    elif way == "discard":
        click(form.foot.discard)
    else:
        type_into(editor(form, "email"), AISYAH.email)
    assert drafts() == []


def test_esc_asks_before_typing_is_lost(desk: Desk) -> None:
    form = open_form(desk)
    type_into(editor(form, "email"), "typed@mel.example")
    talk.answer_next(False)
    QTest.keyClick(editor(form, "email"), Qt.Key.Key_Escape)
    assert editor(form, "email").value() == "typed@mel.example"
    talk.answer_next(True)
    QTest.keyClick(editor(form, "email"), Qt.Key.Key_Escape)
    assert editor(form, "email").value() == AISYAH.email and not form.modified


def test_discarded_typing_is_put_back_by_the_toast(desk: Desk) -> None:
    undo: list[Any] = []
    desk.told.connect(lambda _words, back: undo.append(back))
    form = open_form(desk)
    type_into(editor(form, "email"), "typed@mel.example")
    click(form.foot.discard)
    assert editor(form, "email").value() == AISYAH.email
    undo[-1]()
    assert form.form.typed() == {"email": "typed@mel.example"}
    click(form.foot.discard)
    form.show_trainee(read(desk, 2))
    undo[-1]()
    assert not form.modified  # somebody else is shown now


def test_a_spoiled_draft_is_no_draft(desk: Desk) -> None:
    kept = Drafts("x", "y")
    kept.put("a", {"born": date(2004, 2, 29), "titles": ("Ir.",), "identity": {"number": "1"}})
    assert kept.get("a").values == {"born": date(2004, 2, 29), "titles": ("Ir.",), "identity": {"number": "1"}}
    for text in ("{", "[]", '{"at": "x", "values": {}}', '{"at": "2026-07-14T00:31:00+00:00", "values": {"a": {}}}'):
        kept.path("a").write_text(text, "utf-8")
        assert kept.get("a") is None


# -- two people at one trainee --------------------------------------------------------------------------------------
@pytest.fixture
def two(office: Office, database_url: str) -> Iterator[tuple[Desk, Office]]:
    """My desk, and Wong's office on the same database."""
    office.do(AISYAH)
    engine = make_engine(database_url)
    mine = Desk(Office(office.engine, Actor(1, "aminah", "Aminah", SYSTEM.roles)), synchronous=True)
    yield mine, Office(engine, Actor(2, "wong", "Wong", SYSTEM.roles))
    engine.dispose()


def wong_changes(office: Office, **values: Any) -> None:
    office.do(ChangeTrainee(trainee_id=1, values=values))


def test_different_fields_are_merged_by_themselves(two: tuple[Desk, Office]) -> None:
    desk, wong = two
    told: list[str] = []
    desk.told.connect(lambda words, _undo: told.append(words))
    form = open_form(desk)
    type_into(editor(form, "city"), "Ipoh")
    wong_changes(wong, email="wong@mel.example")
    save(form)
    found = read(desk)
    assert (found.values["city"], found.values["email"]) == ("Ipoh", "wong@mel.example")
    assert not form.modified and any("E-mail" in words and "Wong" in words for words in told)


def test_both_values_are_shown_and_taken_by_keys(two: tuple[Desk, Office], monkeypatch: pytest.MonkeyPatch) -> None:
    desk, wong = two
    opened: list[MergeDialog] = []
    monkeypatch.setattr(talk, "open_dialog", lambda d: (opened.append(d), d.open()))
    form = open_form(desk)
    type_into(editor(form, "email"), "mine@mel.example")
    type_into(editor(form, "city"), "Ipoh")
    type_into(editor(form, "position"), "Clerk")
    wong_changes(wong, email="wong@mel.example", city="Melaka", sector="")
    save(form)
    dialog = opened[0]
    settle()
    assert [(x.name, x.left, x.right) for x in dialog.sides.lines] == [
        ("E-mail", "mine@mel.example", "wong@mel.example"), ("City", "Ipoh", "Melaka")]
    assert not dialog.action_button.isEnabled()
    assert any(w.text().startswith("Saved by Wong at ") for w in dialog.sides.findChildren(QLabel))
    QTest.keyClick(dialog.sides, Qt.Key.Key_2)
    QTest.keyClick(dialog.sides, Qt.Key.Key_1)
    click(dialog.action_button)
    found = read(desk)
    assert (found.values["email"], found.values["city"], found.values["position"]) == (
        "wong@mel.example", "Ipoh", "Clerk")
    assert not form.modified


def test_looking_on_loses_nothing_and_asks_again(two: tuple[Desk, Office]) -> None:
    desk, wong = two
    form = open_form(desk)
    type_into(editor(form, "email"), "mine@mel.example")
    wong_changes(wong, email="wong@mel.example")
    talk.answer_next(False)
    save(form)
    assert editor(form, "email").value() == "mine@mel.example" and form.modified
    talk.answer_next(False)
    save(form)
    assert len(talk.asked) == 2 and read(desk).values["email"] == "wong@mel.example"


def test_three_ways() -> None:
    base = {"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}
    kept, taken, clashes = three_way(base, base | {"a": 2, "c": 2, "d": 2}, base | {"b": 3, "c": 3, "d": 2})
    assert kept == {"a": 2} and taken == ["b"] and [(c.key, c.mine, c.theirs) for c in clashes] == [("c", 2, 3)]


# -- the card number ----------------------------------------------------------------------------------------------
def test_dashes_come_by_themselves_and_the_cursor_stays(desk: Desk) -> None:
    form = open_form(desk, None)
    number = form.identity.number
    type_into(number, "0403121")
    assert number.text() == "040312-1" and number.cursorPosition() == 8
    QTest.keyClick(number, Qt.Key.Key_Backspace)
    assert number.text() == "040312"
    QTest.keyClicks(number, "-14-0125")
    assert number.text() == "040312-14-0125"
    number.setCursorPosition(2)
    QTest.keyClick(number, Qt.Key.Key_Delete)
    assert number.text() == "043121-40-125" and number.cursorPosition() == 2
    form.identity.kind.set_value("PASPORT")
    type_into(number, "A1234567")
    assert number.text() == "A1234567"


def test_what_the_number_says_is_proposed_and_another_date_only_warned_about(desk: Desk) -> None:
    form = open_form(desk, None)
    type_into(form.identity.number, "040312140125")
    assert editor(form, "birth_date").value() == date(2004, 3, 12)
    assert form.form.fields["birth_date"].message() == "Read from the card number"
    type_into(editor(form, "birth_date"), "13/3/2004")
    QTest.keyClick(editor(form, "birth_date"), Qt.Key.Key_Tab)
    assert "differs" in form.form.fields["birth_date"].message() and form.form.problem_count() == 0
    type_into(editor(form, "full_name"), "SOMEBODY")
    save(form)
    assert read(desk, len(NAMES) + 2).values["birth_date"] == date(2004, 3, 13)


def test_a_day_that_is_none_is_named(desk: Desk) -> None:
    form = open_form(desk, None)
    type_into(form.identity.number, "040231140126")
    assert form.identity.hint.text() == "There is no 31 February. Check the first six digits (year, month, day)."
    assert form.identity.birth.words.text() == "31 Feb 2004?" and form.identity.sex.words.text() == "Female"
    type_into(form.identity.number, "041331140126")
    assert "no month 13" in form.identity.hint.text()


@pytest.mark.parametrize(("number", "how"), [("040229140127", "One digit apart"),
                                             ("040229141026", "Two digits swapped")])
def test_a_number_nearly_the_same_is_said_and_opened(desk: Desk, number: str, how: str) -> None:
    form = open_form(desk, None)
    opened: list[int] = []
    form.open_asked.connect(opened.append)
    type_into(form.identity.number, number)
    assert form.identity.hint.text().startswith(how) and "040229-14-0126" in form.identity.hint.text()
    click(form.identity.action)
    assert opened == [1] and form.form.problem_count() == 0


def test_a_close_number_is_masked_for_whom_it_must_be(desk: Desk) -> None:
    from app.trainees.close import CloseTo

    office = Office(desk.office.engine, Actor(3, "i", "Instructor", frozenset({"instructor"})))
    found = office.ask(CloseTo(type="MYKAD", number="040229-14-0127"))
    assert [(c.id, c.identity) for c in found] == [(1, "040229-••-••••")]
    assert office.ask(CloseTo(type="MYKAD", number="040229-14-0127", but=1)) == []
    assert office.ask(CloseTo(type="PASPORT", number="A1234567")) == []


# -- small and large -------------------------------------------------------------------------------------------------
def test_tab_goes_in_reading_order(desk: Desk) -> None:
    form = open_form(desk, None, height=1400)
    order: list[tuple[int, int]] = []
    form.form.focus_first()
    for _turn in range(26):
        now = QApplication.focusWidget()
        assert now is not None
        if not form.form.isAncestorOf(now):
            break
        at = now.mapTo(form.form, QPoint(0, 0))
        order.append((at.y() // 12, at.x()))
        QTest.keyClick(now, Qt.Key.Key_Tab)
    assert len(order) > 22 and order == sorted(order)


@pytest.mark.parametrize(("scale", "width"), [(1.0, 380), (2.05, 880)])
def test_nothing_is_cut_in_malay_on_a_small_screen(desk: Desk, scale: float, width: int) -> None:
    use_language("ms")
    theme().set_scale(scale)
    try:
        form = open_form(desk, 1, width, 420)
        form.form.refuse({"email": "Alamat e-mel tidak lengkap. Contohnya nama@tempat.my.", "full_name": "Tulis nama."})
        settle()
        assert form.form.width() <= width
        if scale == 1:
            assert len({field.x() for field in form.form.fields.values()}) == 1
        for key, field in form.form.fields.items():
            assert field.x() + field.width() <= form.form.width(), key
            assert field.height() >= field.heightForWidth(field.width()), key
        for words in form.findChildren(QLabel):
            if words.isVisible() and not words.wordWrap() and type(words) is QLabel:
                assert words.sizeHint().width() <= words.width() + 1, words.text()
    finally:
        theme().set_scale(1.0)
