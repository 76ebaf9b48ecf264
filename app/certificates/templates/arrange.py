"""Arranging the things of a layout: moving, sizing, lining up, order, copies, and the way back. Lengths are mm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, Literal

from app.certificates.templates.model import COLOURS, MOST_THINGS, Layout, Text, Things
from app.certificates.templates.model import Line as RuleThing

Box = tuple[float, float, float, float]
"""Left, top, width, height."""
Edge = Literal["left", "centre", "right", "top", "middle", "bottom"]
Order = Literal["front", "forward", "backward", "back"]
LEAST = 1.0
"""The smallest side of a thing."""
REACH = 1.6
"""From how near a guide draws a thing to it."""


@dataclass(frozen=True)
class Guide:
    """A line that something was drawn to. `words` say what it is: 'centre', 'margin', or the id of another thing."""

    vertical: bool
    at: float
    words: str = ""


def box_of(thing: Things) -> Box:
    """Where a thing stands."""
    return thing.left, thing.top, thing.w, thing.h


def placed(thing: Things, left: float, top: float) -> Things:
    """With its upper left corner there; the anchor stays what it is."""
    return replace(thing, x=round(thing.x + left - thing.left, 2), y=round(thing.y + top - thing.top, 2))


def sized(thing: Things, box: Box) -> Things:
    """In that box, which is at least a millimetre wide and high."""
    least = 0.2 if isinstance(thing, RuleThing) else LEAST
    made = replace(thing, w=round(max(least, box[2]), 2), h=round(max(least, box[3]), 2))
    return placed(made, box[0], box[1])


def move(layout: Layout, ids: Iterable[str], dx: float, dy: float) -> Layout:
    """Things moved; locked ones stay."""
    wanted = set(ids)
    return replace(layout, things=tuple(
        placed(t, t.left + dx, t.top + dy) if t.id in wanted and not t.locked else t for t in layout.things))


def union(boxes: Sequence[Box]) -> Box:
    """The smallest box around others."""
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    return left, top, max(b[0] + b[2] for b in boxes) - left, max(b[1] + b[3] for b in boxes) - top


def align(layout: Layout, ids: Sequence[str], edge: Edge) -> Layout:
    """One thing is lined up with the page, several with each other."""
    chosen = [t for t in layout.things if t.id in set(ids)]
    if not chosen:
        return layout
    page: Box = (layout.margin, layout.margin, layout.width - 2 * layout.margin, layout.height - 2 * layout.margin)
    frame = union([box_of(t) for t in chosen]) if len(chosen) > 1 else page
    for thing in chosen:
        if thing.locked:
            continue
        left, top = thing.left, thing.top
        if edge in ("left", "centre", "right"):
            left = frame[0] + {"left": 0.0, "centre": (frame[2] - thing.w) / 2, "right": frame[2] - thing.w}[edge]
        else:
            top = frame[1] + {"top": 0.0, "middle": (frame[3] - thing.h) / 2, "bottom": frame[3] - thing.h}[edge]
        layout = layout.put(placed(thing, left, top))
    return layout


def distribute(layout: Layout, ids: Sequence[str], *, across: bool) -> Layout:
    """Equal gaps between three or more things, from the first to the last."""
    chosen = [t for t in layout.things if t.id in set(ids) and not t.locked]
    if len(chosen) < 3:
        return layout
    chosen.sort(key=lambda t: t.left if across else t.top)
    whole = union([box_of(t) for t in chosen])
    used = sum(t.w if across else t.h for t in chosen)
    gap = ((whole[2] if across else whole[3]) - used) / (len(chosen) - 1)
    at = whole[0] if across else whole[1]
    for thing in chosen:
        layout = layout.put(placed(thing, at if across else thing.left, thing.top if across else at))
        at += (thing.w if across else thing.h) + gap
    return layout


def reorder(layout: Layout, ids: Iterable[str], order: Order) -> Layout:
    """Things brought to the front or back, all the way or by one."""
    wanted = set(ids)
    things = list(layout.things)
    if order in ("front", "back"):
        chosen = [t for t in things if t.id in wanted]
        rest = [t for t in things if t.id not in wanted]
        things = [*rest, *chosen] if order == "front" else [*chosen, *rest]
    else:
        places = range(len(things) - 2, -1, -1) if order == "forward" else range(1, len(things))
        step = 1 if order == "forward" else -1
        for at in places:
            if things[at].id in wanted and things[at + step].id not in wanted:
                things[at], things[at + step] = things[at + step], things[at]
    return replace(layout, things=tuple(things))


def put_at(layout: Layout, name: str, place: int) -> Layout:
    """A thing at another place of the order, counted from the back, 0 the first."""
    things = [t for t in layout.things if t.id != name]
    thing = layout.thing(name)
    if thing is None:
        return layout
    things.insert(max(0, min(place, len(things))), thing)
    return replace(layout, things=tuple(things))


def locked(layout: Layout, ids: Iterable[str]) -> Layout:
    """These things locked; unlocked when all of them are locked already."""
    wanted = set(ids)
    on = not all(t.locked for t in layout.things if t.id in wanted)
    return replace(layout, things=tuple(replace(t, locked=on) if t.id in wanted else t for t in layout.things))


def remove(layout: Layout, ids: Iterable[str]) -> Layout:
    """Without these things; locked ones stay."""
    wanted = set(ids)
    return replace(layout, things=tuple(t for t in layout.things if t.id not in wanted or t.locked))


def free_id(layout: Layout, stem: str) -> str:
    """A name for a thing that no other has: 'text', 'text-2'."""
    taken = {t.id for t in layout.things}
    base = stem.rstrip("0123456789").rstrip("-") or "thing"
    return next(name for n in range(1, MOST_THINGS * 10) if (name := base if n == 1 else f"{base}-{n}") not in taken)


def add(layout: Layout, thing: Things) -> tuple[Layout, str]:
    """With a thing on top under a free name. A layout that is full stays as it is, with the name ''."""
    if len(layout.things) >= MOST_THINGS:
        return layout, ""
    name = free_id(layout, thing.id)
    return replace(layout, things=(*layout.things, replace(thing, id=name))), name


def paste(layout: Layout, things: Sequence[Things], offset: float = 4.0) -> tuple[Layout, tuple[str, ...]]:
    """Copies of things, a little aside, on top; their names."""
    names = []
    for thing in things:
        layout, name = add(layout, replace(placed(thing, thing.left + offset, thing.top + offset), locked=False))
        if name:
            names.append(name)
    return layout, tuple(names)


def targets(layout: Layout, but: Iterable[str], *, guides: bool = True, margins: bool = True,
            grid: float = 0.0) -> tuple[list[tuple[float, str]], list[tuple[float, str]]]:
    """What things can be drawn to: places across and down, each with what it is."""
    across: list[tuple[float, str]] = []
    down: list[tuple[float, str]] = []
    if guides:
        across.append((layout.width / 2, "centre"))
        down.append((layout.height / 2, "centre"))
        moved = set(but)
        for thing in layout.things:
            if thing.id not in moved and not thing.background:
                across += [(thing.left + part * thing.w, thing.id) for part in (0, 0.5, 1)]
                down += [(thing.top + part * thing.h, thing.id) for part in (0, 0.5, 1)]
    if margins:
        across += [(layout.margin, "margin"), (layout.width - layout.margin, "margin")]
        down += [(layout.margin, "margin"), (layout.height - layout.margin, "margin")]
    if grid > 0:
        across += [(n * grid, "") for n in range(int(layout.width / grid) + 1)]
        down += [(n * grid, "") for n in range(int(layout.height / grid) + 1)]
    return across, down


def snap(box: Box, across: Sequence[tuple[float, str]], down: Sequence[tuple[float, str]],
         reach: float = REACH) -> tuple[float, float, tuple[Guide, ...]]:
    """How far a box has to go to the nearest targets, and the guides to show: edges and middle of the box count."""
    dx, first = _nearest((box[0], box[0] + box[2] / 2, box[0] + box[2]), across, reach)
    dy, second = _nearest((box[1], box[1] + box[3] / 2, box[1] + box[3]), down, reach)
    shown = [Guide(vertical, at[0], at[1]) for vertical, at in ((True, first), (False, second)) if at and at[1]]
    return dx, dy, tuple(shown)


def snap_edges(x: float | None, y: float | None, across: Sequence[tuple[float, str]],
               down: Sequence[tuple[float, str]], reach: float = REACH) -> tuple[float, float, tuple[Guide, ...]]:
    """The same for the edges that a handle moves; None for one that stays."""
    dx, first = _nearest((x,), across, reach) if x is not None else (0.0, None)
    dy, second = _nearest((y,), down, reach) if y is not None else (0.0, None)
    shown = [Guide(vertical, at[0], at[1]) for vertical, at in ((True, first), (False, second)) if at and at[1]]
    return dx, dy, tuple(shown)


def _nearest(edges: Sequence[float], wanted: Sequence[tuple[float, str]],
             reach: float) -> tuple[float, tuple[float, str] | None]:
    best = min(((abs(at - edge), at - edge, (at, words)) for at, words in wanted for edge in edges),
               key=lambda found: (round(found[0], 3), found[2][1] != "centre"), default=None)
    return (best[1], best[2]) if best is not None and best[0] <= reach else (0.0, None)


@dataclass
class Steps:
    """A layout with the way back: each act is a step, and acts that go on (a held arrow key) are one."""

    now: Layout
    _back: list[tuple[str, Layout]] = field(default_factory=list)
    _forth: list[tuple[str, Layout]] = field(default_factory=list)
    _last: str = ""

    def do(self, what: str, layout: Layout, *, same: str = "") -> bool:
        """Go on to another layout; `same` joins it to the step before when that had the same mark."""
        if layout == self.now:
            return False
        if not (same and same == self._last and self._back):
            self._back.append((what, self.now))
        self._last = same
        self._forth.clear()
        self.now = layout
        return True

    def undo(self) -> str:
        """Go back one step; what was undone, '' when there is nothing."""
        return self._go(self._back, self._forth)

    def redo(self) -> str:
        """Go forth again; what was done again, '' when there is nothing."""
        return self._go(self._forth, self._back)

    def _go(self, source: list[tuple[str, Layout]], other: list[tuple[str, Layout]]) -> str:
        if not source:
            return ""
        what, layout = source.pop()
        other.append((what, self.now))
        self.now, self._last = layout, ""
        return what

    @property
    def can_undo(self) -> str:
        """What would be undone; '' for nothing."""
        return self._back[-1][0] if self._back else ""

    @property
    def can_redo(self) -> str:
        """What would be done again; '' for nothing."""
        return self._forth[-1][0] if self._forth else ""


def at_point(layout: Layout, x: float, y: float) -> str:
    """The thing in front at a place; small ones before large ones behind which they lie, ornament last. '' for none."""
    hit = [t for t in layout.things if t.left <= x <= t.left + t.w and t.top <= y <= t.top + t.h]
    plain = [t for t in hit if not t.background and not t.locked] or [t for t in hit if not t.background] or hit
    if not plain:
        return ""
    smallest = min(plain, key=lambda t: (t.w * t.h > 2500, -layout.things.index(t)))
    return smallest.id


def within(layout: Layout, box: Box) -> tuple[str, ...]:
    """Things that a rubber band touches, but not ornament."""
    left, top, w, h = box
    return tuple(t.id for t in layout.things if not t.background and not t.locked
                 and t.left < left + w and left < t.left + t.w and t.top < top + h and top < t.top + t.h)


def texts_of(thing: Things) -> str:
    """All words of a thing, to see which fields it shows."""
    return " ".join(p.ms + " " + p.en for p in thing.paragraphs) if isinstance(thing, Text) else ""


def colours_of(layout: Layout) -> tuple[str, ...]:
    """The colours on a page, each once, from the back to the front."""
    found: dict[str, None] = {}
    for thing in layout.things:
        _colours(thing, found)
    return tuple(found)


def _colours(part: Any, found: dict[str, None]) -> None:
    for one in fields(part):
        value = getattr(part, one.name)
        if one.name in COLOURS and isinstance(value, str):
            found[value.upper()] = None
        for inner in value if isinstance(value, tuple) else (value,):
            if is_dataclass(inner):
                _colours(inner, found)


Change = Callable[[Layout], Layout]
