"""Keys and clicks in the designer: steps, snapping, handles, copies, typed millimetres, saving by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.certificates.templates import arrange, shipped
from app.certificates.templates.arrange import Steps
from app.certificates.templates.commands import NewDraft, PublishTemplate
from app.certificates.templates.model import Frame, Layout, Things
from app.certificates.templates.queries import VersionOf
from app.office.command import Ref
from app.office.office import Office
from tests.app.certificates.templates.conftest import PLAIN
from tests.app.cohort_story import tell
from tests.ui.eyes.audit import unnamed
from tests.ui.eyes.test_fits import cut
from ui.certificates.designer.page import DesignerPage
from ui.desk import talk
from ui.desk.desk import Desk

CTRL, SHIFT, ALT = (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier,
                    Qt.KeyboardModifier.AltModifier)
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True)
def two_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "layouts", lambda: {"klasik": PLAIN, "moden": replace(PLAIN, margin=10)})


@pytest.fixture
def office(sqlite_office: Office) -> Office:
    return tell(sqlite_office).office


@pytest.fixture
def page(qtbot: QtBot, office: Office) -> Iterator[DesignerPage]:
    talk.forget()
    made = DesignerPage(Desk(office, synchronous=True))
    qtbot.addWidget(made)
    made.resize(1230, 800)
    made.show()
    made.show_ref(Ref("template", office.do(NewDraft(code="klasik", name="Klasik")).value))
    QApplication.processEvents()
    yield made
    talk.forget()


def key(page: DesignerPage, pressed: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(page.canvas, pressed, held)


def thing(page: DesignerPage, name: str) -> Things:
    found = page.steps.now.thing(name)
    assert found is not None
    return found


def saved(page: DesignerPage, office: Office) -> Layout:
    assert page.whole is not None
    return office.ask(VersionOf(version_id=page.whole.id))[0].layout


def drag(page: DesignerPage, start: QPointF, dx: float, dy: float, held: Qt.KeyboardModifier = NONE) -> None:
    """The mouse pressed, moved by so many mm, let go."""
    k, begin = page.canvas.scale(), start.toPoint()
    end = begin + QPoint(round(dx * k), round(dy * k))
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(page.canvas, left, held, begin)
    for at in (begin + (end - begin) / 2, end):
        QApplication.sendEvent(page.canvas, QMouseEvent(
            QEvent.Type.MouseMove, QPointF(at), page.canvas.mapToGlobal(QPointF(at)), Qt.MouseButton.NoButton, left,
            held))
    QTest.mouseRelease(page.canvas, left, held, end)


def middle(page: DesignerPage, name: str) -> QPointF:
    return page.canvas.pixels(arrange.box_of(thing(page, name))).center()


def test_arrows_move_by_their_steps_and_all_is_taken_back(page: DesignerPage) -> None:
    page.canvas.choose(("qr",))
    first = page.steps.now
    key(page, Qt.Key.Key_Right)
    key(page, Qt.Key.Key_Down, SHIFT)
    key(page, Qt.Key.Key_Right, CTRL)
    assert (thing(page, "qr").left, thing(page, "qr").top) == pytest.approx((20.6, 165))
    key(page, Qt.Key.Key_Delete)
    assert page.steps.now.thing("qr") is None
    while page.steps.can_undo:
        key(page, Qt.Key.Key_Z, CTRL)
    assert page.steps.now == first
    while page.steps.can_redo:
        key(page, Qt.Key.Key_Y, CTRL)
    assert page.steps.now.thing("qr") is None


def test_ctrl_z_takes_back_a_step_wherever_the_focus_is(page: DesignerPage) -> None:
    from PySide6.QtGui import QAction, QKeySequence

    pressed: list[str] = []
    action = QAction("shell", page.window())  # as the one of the window, which takes back what was saved
    action.setShortcut(QKeySequence("Ctrl+Z"))
    action.triggered.connect(lambda: pressed.append("shell"))
    page.window().addAction(action)
    page.side.tabs.choose("layers")
    page.canvas.choose(("qr",))
    for widget in (page.layers.table, page.tools.grid, page.side.tabs, page.canvas):
        first = page.steps.now
        page.do("move", arrange.move(first, ("qr",), 3, 0))
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_Z, CTRL)
        assert page.steps.now == first and not pressed, type(widget).__name__
        QTest.keyClick(widget, Qt.Key.Key_Y, CTRL)
        assert page.steps.now != first
    page.properties.editors["x"].setFocus()
    QTest.keyClicks(page.properties.editors["x"], "1")
    before = page.steps.now
    QTest.keyClick(page.properties.editors["x"], Qt.Key.Key_Z, CTRL)
    assert page.steps.now == before and not pressed


def test_a_thing_dragged_near_the_centre_is_drawn_to_it_but_not_with_alt(page: DesignerPage) -> None:
    at = 148.5 - thing(page, "no").w / 2 - thing(page, "no").left
    drag(page, middle(page, "no"), at + 0.9, -30)
    assert thing(page, "no").left + thing(page, "no").w / 2 == pytest.approx(148.5, abs=0.02)
    key(page, Qt.Key.Key_Z, CTRL)
    drag(page, middle(page, "no"), at + 0.9, -30, ALT)
    assert thing(page, "no").left + thing(page, "no").w / 2 != pytest.approx(148.5, abs=0.02)


def test_a_handle_sizes_and_the_other_side_stays(page: DesignerPage) -> None:
    page.canvas.choose(("qr",))
    box = page.canvas.pixels(arrange.box_of(thing(page, "qr")))
    drag(page, box.topRight(), 12, -12, ALT)
    qr = thing(page, "qr")
    assert qr.w == pytest.approx(42, abs=0.4) and qr.left == pytest.approx(20) and qr.top + qr.h == pytest.approx(190)


def test_a_locked_thing_does_not_move(page: DesignerPage) -> None:
    page.do("lock", page.steps.now.put(replace(thing(page, "no"), locked=True)))
    before = thing(page, "no")
    drag(page, middle(page, "no"), 20, -20)
    assert thing(page, "no") == before


def test_band_tab_and_ctrl_a_choose(page: DesignerPage) -> None:
    drag(page, page.canvas.pixels((12, 150, 0, 0)).topLeft(), 120, 45)
    assert set(page.canvas.selection) == {"qr", "no"}
    key(page, Qt.Key.Key_A, CTRL)
    assert len(page.canvas.selection) == 3
    key(page, Qt.Key.Key_Escape)
    key(page, Qt.Key.Key_Tab)
    assert page.canvas.selection == ("name",)
    assert "33.5 mm from the left" in page.canvas.accessibleDescription()


def test_things_are_lined_up_and_copied(page: DesignerPage) -> None:
    page.canvas.choose(("qr", "no"))
    page.tools.aligners[0].click()
    assert thing(page, "qr").left == thing(page, "no").left == 20
    page.canvas.choose(("qr",))
    key(page, Qt.Key.Key_D, CTRL)
    key(page, Qt.Key.Key_C, CTRL)
    key(page, Qt.Key.Key_V, CTRL)
    key(page, Qt.Key.Key_X, CTRL)
    assert [t.id for t in page.steps.now.things] == ["name", "qr", "no", "qr-2"]
    page.canvas.choose(("qr-2",))
    key(page, Qt.Key.Key_BracketLeft, CTRL)
    assert [t.id for t in page.steps.now.things] == ["name", "qr", "qr-2", "no"]


def test_millimetres_are_typed(page: DesignerPage) -> None:
    page.canvas.choose(("qr",))
    editor = page.properties.editors["x"]
    editor.selectAll()
    QTest.keyClicks(editor, "31.5")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert thing(page, "qr").left == 31.5


def test_enter_in_the_palette_puts_a_thing_into_the_middle(page: DesignerPage) -> None:
    offers = page.palette_.lists[0]
    offers.setCurrentRow(2)
    QTest.keyClick(offers, Qt.Key.Key_Return)
    (name,) = page.canvas.selection
    made = thing(page, name)
    assert made.left + made.w / 2 == pytest.approx(148.5, abs=0.1)
    assert offers.item(2).text().endswith("✓")


def test_a_qr_code_too_small_to_be_read_cannot_be_published(page: DesignerPage) -> None:
    assert page.publish.isEnabled()
    page.canvas.choose(("qr",))
    editor = page.properties.editors["w"]
    editor.selectAll()
    QTest.keyClicks(editor, "8")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert [t.thing for t in page.troubles if t.severity == "stop"] == ["qr"]
    assert not page.publish.isEnabled() and page.foot.isVisible()


def test_the_draft_saves_itself_and_on_leaving(page: DesignerPage, office: Office, qtbot: QtBot) -> None:
    page.canvas.choose(("qr",))
    key(page, Qt.Key.Key_Right)
    assert page.unsaved()
    page.keeping.later.setInterval(0)
    page.keeping.later.start()
    qtbot.waitUntil(lambda: not page.unsaved())
    assert saved(page, office) == page.steps.now
    page.keeping.later.setInterval(60_000)
    key(page, Qt.Key.Key_Right)
    page.hide()
    assert saved(page, office) == page.steps.now


def test_a_published_version_is_only_looked_at(page: DesignerPage, office: Office) -> None:
    assert page.whole is not None
    office.do(PublishTemplate(version_id=page.whole.id))
    page.show_ref(Ref("template", page.whole.id))
    assert page.read_only and page.draft.isVisible() and not page.publish.isVisible()
    before = page.steps.now
    page.canvas.choose(("qr",))
    key(page, Qt.Key.Key_Right)
    key(page, Qt.Key.Key_Delete)
    drag(page, middle(page, "no"), 20, -20)
    assert page.steps.now == before


def test_the_paper_is_the_real_page(page: DesignerPage) -> None:
    image = page.canvas.image
    assert image is not None and page.canvas.drawn == page.steps.now
    qr = arrange.box_of(thing(page, "qr"))
    k = image.width() / page.steps.now.width
    dark = [image.pixelColor(round((qr[0] + n) * k), round((qr[1] + 12) * k)).lightness() for n in range(2, 28)]
    assert min(dark) < 90 < 200 < max(dark)


def test_all_has_a_name_and_nothing_is_cut_whatever_is_chosen(page: DesignerPage) -> None:
    faults = []
    for chosen in ((), ("name",), ("qr",), ("no",), ("qr", "no")):
        page.canvas.choose(chosen)
        QTest.qWait(20)
        faults += [f"{chosen}: {fault}" for fault in (*unnamed(page), *cut(page))]
    assert not faults
    page.tools.undo_button.setAccessibleName("")
    page.tools.undo_button.setToolTip("")
    assert list(unnamed(page))


ACTS = st.lists(st.tuples(st.sampled_from(("move", "align", "order", "remove", "paste", "size", "box", "undo")),
                          st.sets(st.integers(0, 5), min_size=1, max_size=3), st.floats(-40, 40)), max_size=25)


@given(ACTS)
@settings(max_examples=80, deadline=None)
def test_whatever_was_done_undoing_all_gives_the_first_layout(acts: list[tuple[str, set[int], float]]) -> None:
    steps = Steps(PLAIN)
    for what, places, far in acts:
        now = steps.now
        ids = [t.id for n, t in enumerate(now.things) if n in places]
        if what == "undo":
            steps.undo()
            continue
        made = {"move": lambda n=now, i=ids, f=far: arrange.move(n, i, f, -f),
                "align": lambda n=now, i=ids: arrange.align(n, i, "centre"),
                "order": lambda n=now, i=ids: arrange.reorder(n, i, "back"),
                "remove": lambda n=now, i=ids: arrange.remove(n, i),
                "paste": lambda n=now, i=ids: arrange.paste(n, [t for t in n.things if t.id in i])[0],
                "size": lambda n=now, f=far: n.put(arrange.sized(n.things[0], (5, 5, abs(f), abs(f))))
                if n.things else n,
                "box": lambda n=now: arrange.add(n, Frame(id="box", x=9, y=9, w=20, h=20))[0]}[what]()
        steps.do(what, made, same="keys" if what == "move" else "")
    last, undone = steps.now, 0
    while steps.undo():
        undone += 1
    assert steps.now == PLAIN
    for _n in range(undone):
        steps.redo()
    assert steps.now == last
