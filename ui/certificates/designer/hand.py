"""What can be done with the things on a page: put there, copied, lined up, ordered, removed; each is one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from app.certificates.templates import arrange
from app.certificates.templates.model import Image, Logos, Things
from app.i18n import _
from ui.certificates.designer.words import made, thing_word

if TYPE_CHECKING:
    from ui.certificates.designer.page import DesignerPage

EDGES = ("left", "centre", "right", "top", "middle", "bottom")
ORDERS = ("front", "forward", "backward", "back")


class Hand:
    """Works on the steps of a page and on what is chosen there."""

    def __init__(self, page: DesignerPage) -> None:
        self.page = page
        self.clipboard: tuple[Things, ...] = ()

    def command(self, wanted: str) -> None:
        """What keys on the paper, the list of things and buttons ask for."""
        page, now, ids = self.page, self.page.steps.now, self.page.canvas.selection
        if wanted in EDGES:
            page.do(_("Line up"), arrange.align(now, ids, cast("arrange.Edge", wanted)))
        elif wanted in ("across", "down"):
            page.do(_("Equal gaps"), arrange.distribute(now, ids, across=wanted == "across"))
        elif wanted == "add picture":
            self.add_picture()
        elif wanted.startswith("add "):
            self.add(wanted.removeprefix("add "))
        elif wanted in ORDERS:
            page.do(_("Change the order"), arrange.reorder(now, ids, cast("arrange.Order", wanted)))
        elif wanted == "delete":
            page.do(_("Remove"), arrange.remove(now, ids))
        elif wanted in ("copy", "cut", "paste", "duplicate"):
            self._copies(wanted)
        elif wanted == "all":
            page.canvas.choose([t.id for t in now.things if not t.background])
        elif wanted in ("picture", "logo"):
            self.add_picture(wanted)

    def _copies(self, wanted: str) -> None:
        page, now, ids = self.page, self.page.steps.now, self.page.canvas.selection
        chosen = tuple(t for t in now.things if t.id in ids)
        if wanted in ("copy", "cut"):
            self.clipboard = chosen
            if wanted == "cut":
                page.do(_("Cut"), arrange.remove(now, ids))
            return
        layout, names = arrange.paste(now, self.clipboard if wanted == "paste" else chosen)
        page.do(_("Paste") if wanted == "paste" else _("Duplicate"), layout)
        page.canvas.choose(names)

    def add(self, key: str) -> None:
        """Put an entry of the palette into the middle of the page."""
        now = self.page.steps.now
        self.drop(key, now.width / 2, now.height / 2)

    def drop(self, key: str, x: float, y: float) -> None:
        """Put an entry of the palette at a place in mm."""
        page = self.page
        thing = made(key, x, y, page.steps.now)
        layout, name = arrange.add(page.steps.now, thing)
        if name and thing.background:
            layout = arrange.reorder(layout, (name,), "back")
        page.do(_("Add {thing}").format(thing=thing_word(thing)), layout)
        if name:
            page.canvas.choose((name,))
            page.canvas.setFocus()

    def put_at(self, name: str, place: int) -> None:
        """A thing at another place of the order, counted from the back."""
        self.page.do(_("Change the order"), arrange.put_at(self.page.steps.now, name, place))

    def lock(self, ids: Sequence[str]) -> None:
        """Lock these things, or unlock them when all are."""
        self.page.do(_("Lock"), arrange.locked(self.page.steps.now, ids))

    def add_picture(self, use: str = "") -> None:
        """A picture from a file: onto the page, as its background, or into the row of logos that is chosen."""
        self.page.bring.picture(lambda digest: self._picture(digest, use))

    def add_font(self, then: Callable[[str], object]) -> None:
        """A font from a file; `then` gets its name in a template."""
        self.page.bring.font(then)

    def _picture(self, digest: str, use: str) -> None:
        page, now = self.page, self.page.steps.now
        if use == "picture":
            page.do(_("Change the background"), replace(now, picture=digest))
            return
        thing = now.thing(page.canvas.selection[0]) if page.canvas.selection else None
        if use == "logo" and isinstance(thing, Logos):
            page.do(_("Add a logo"), now.put(replace(thing, logos=(*thing.logos, digest))))
            return
        layout, name = arrange.add(now, Image(
            id="picture", x=now.width / 2 - 20, y=now.height / 2 - 15, w=40, h=30, asset=digest))
        page.do(_("Add a picture"), layout)
        page.canvas.choose((name,))
