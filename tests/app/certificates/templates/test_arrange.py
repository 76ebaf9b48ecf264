"""Arranging a layout: what is moved keeps its size, guides draw, order and copies, and every step has a way back."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.certificates.templates import arrange
from app.certificates.templates.arrange import Steps, box_of
from app.certificates.templates.model import ANCHORS, Frame, Layout, Line, Name, Qr, Text
from app.certificates.templates.shipped import layouts

NAME = Name(id="name", x=148.5, y=90, w=178, h=15, anchor="top")
QR = Qr(id="qr", x=20, y=150, w=30, h=30)
LOW = Text(id="low", x=60, y=180, w=40, h=10)
PAGE = Layout(things=(Frame(id="border", x=9.6, y=9.6, w=277.8, h=190.8, background=True, locked=True), NAME, QR, LOW))


def boxes(layout: Layout) -> dict[str, tuple[float, ...]]:
    return {t.id: tuple(round(v, 2) for v in box_of(t)) for t in layout.things}


def test_moving_leaves_size_anchor_and_locked_things_alone() -> None:
    moved = arrange.move(PAGE, ("name", "border"), 3, -2)
    assert boxes(moved)["name"] == (62.5, 88.0, 178, 15)
    assert moved.thing("name").anchor == "top"  # type: ignore[union-attr]
    assert boxes(moved)["border"] == boxes(PAGE)["border"]


def test_a_box_is_the_same_whatever_it_is_anchored_by() -> None:
    for anchor in ANCHORS:
        thing = arrange.sized(replace(QR, anchor=anchor), (40, 50, 25, 35))
        assert box_of(thing) == (40, 50, 25, 35), anchor
    assert box_of(arrange.sized(QR, (1, 2, -5, 0))) == (1, 2, arrange.LEAST, arrange.LEAST)
    assert box_of(arrange.sized(Line(id="l", x=0, y=0, w=9, h=1), (1, 2, 30, 0)))[3] == 0.2


def test_one_thing_lines_up_with_the_page_and_several_with_each_other() -> None:
    assert boxes(arrange.align(PAGE, ("qr",), "centre"))["qr"][0] == 133.5
    assert boxes(arrange.align(PAGE, ("qr",), "left"))["qr"][0] == PAGE.margin
    both = boxes(arrange.align(PAGE, ("qr", "low"), "bottom"))
    assert both["qr"][1] + 30 == both["low"][1] + 10 == 190
    assert boxes(arrange.align(PAGE, ("qr", "low"), "right"))["qr"][0] == 70


def test_equal_gaps() -> None:
    three = Layout(things=tuple(Qr(id=n, x=x, y=10, w=10, h=10) for n, x in (("a", 0), ("b", 13), ("c", 90))))
    assert boxes(arrange.distribute(three, ("a", "b", "c"), across=True))["b"][0] == 45
    assert arrange.distribute(three, ("a", "b"), across=True) == three


def test_things_are_drawn_to_the_middle_of_the_page_first() -> None:
    across, down = arrange.targets(PAGE, ("qr",))
    dx, _down, shown = arrange.snap((132.9, 60, 30, 30), across, down)
    assert round(132.9 + dx + 15, 3) == 148.5
    assert [(g.vertical, g.at, g.words) for g in shown if g.vertical] == [(True, 148.5, "centre")]
    assert arrange.snap((100.2, 61, 30, 30), *arrange.targets(Layout(), ()))[0] == 0.0
    assert arrange.snap((7.9, 60, 30, 30), across, down)[0] + 7.9 == PAGE.margin
    grid = arrange.targets(Layout(), (), guides=False, margins=False, grid=5)
    dx, _dy, _shown = arrange.snap((41.3, 60, 7, 7), *grid)
    edges = (41.3 + dx, 41.3 + dx + 3.5, 41.3 + dx + 7)
    assert any(abs(edge / 5 - round(edge / 5)) < 1e-6 for edge in edges)


def test_order_copies_and_names() -> None:
    assert arrange.reorder(PAGE, ("name",), "front").things[-1].id == "name"
    assert [t.id for t in arrange.reorder(PAGE, ("qr",), "backward").things] == ["border", "qr", "name", "low"]
    assert [t.id for t in arrange.reorder(PAGE, ("name",), "forward").things] == ["border", "qr", "name", "low"]
    assert arrange.reorder(PAGE, ("low",), "back").things[0].id == "low"
    copied, names = arrange.paste(PAGE, (QR, LOW))
    assert names == ("qr-2", "low-2")
    assert boxes(copied)["qr-2"][:2] == (24, 154)
    assert arrange.remove(copied, ("qr", "border")).thing("border") is not None


def test_what_lies_under_the_pointer_is_the_small_thing_in_front_and_never_the_border_first() -> None:
    assert arrange.at_point(PAGE, 25, 155) == "qr"
    assert arrange.at_point(PAGE, 150, 95) == "name"
    assert arrange.at_point(PAGE, 150, 60) == "border"
    assert arrange.at_point(PAGE, 2, 2) == ""
    assert arrange.within(PAGE, (0, 140, 297, 70)) == ("qr", "low")


ACTS = st.sampled_from(("move", "align", "front", "copy", "remove", "size", "undo", "redo"))


def changed(act: str, now: Layout, names: tuple[str, ...], far: float) -> Layout:
    if act == "move":
        return arrange.move(now, names, far, far / 2)
    if act == "align":
        return arrange.align(now, names, "middle")
    if act == "front":
        return arrange.reorder(now, names, "front")
    if act == "copy":
        return arrange.paste(now, [t for t in now.things if t.id in names])[0]
    if act == "remove":
        return arrange.remove(now, names)
    return now.put(arrange.sized(now.things[0], (10, 10, abs(far) + 1, 20))) if now.things else now


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(ACTS, st.integers(0, 20), st.floats(-40, 40)), max_size=30))
def test_any_acts_taken_back_give_the_first_layout(acts: list[tuple[str, int, float]]) -> None:
    begin = layouts()["klasik"]
    steps = Steps(begin)
    for act, which, far in acts:
        now = steps.now
        names = (now.things[which % len(now.things)].id,) if now.things else ()
        if act == "undo":
            steps.undo()
        elif act == "redo":
            steps.redo()
        else:
            steps.do(act, changed(act, now, names, far))
        assert Layout.from_json(steps.now.to_json()) == steps.now
        assert len({t.id for t in steps.now.things}) == len(steps.now.things)
    last = steps.now
    count = 0
    while steps.undo():
        count += 1
    assert steps.now == begin
    for _step in range(count):
        assert steps.redo()
    assert steps.now == last


def test_steps_with_the_same_mark_are_one() -> None:
    steps = Steps(PAGE)
    for _press in range(5):
        steps.do("Move", arrange.move(steps.now, ("qr",), 0.5, 0), same="keys qr")
    assert boxes(steps.now)["qr"][0] == 22.5
    assert (steps.undo(), steps.can_undo, steps.now) == ("Move", "", PAGE)
    assert not steps.do("Nothing", PAGE)
