"""The parts of a list for the page of all parts: filters, what a choice of one looks like, a file on its way."""

from __future__ import annotations

from ui.kit.card import Card
from ui.kit.drop_veil import DropVeil
from ui.kit.filters import FilterBar, FilterKind, Take
from ui.kit.layout import box, column, row
from ui.kit.order_list import Line, OrderList
from ui.kit.pick_list import Option, PickList
from ui.kit.theme import theme
from ui.kit.toolbar import Chips, SearchBox

OPTIONS = (Option("1", "HCIA-AI · Artificial intelligence", 386), Option("2", "HCIA-5G · Networks", 240),
           Option("3", "CLOUD · Cloud services", 0))


def _courses(then: Take) -> None:
    then(OPTIONS)


def lists_card() -> Card:
    """Lit chips, filters with counts, an open choice, and the veil of a dropped file."""
    filters = FilterBar([FilterKind("course", "Course", _courses), FilterKind("identity", "No identity number")])
    filters.row.setContentsMargins(0, 0, 0, 0)
    filters.set_where({"course": "1", "identity": "yes"})
    filters.set_count("course", 386)
    filters.set_count("identity", 4)
    chips = Chips([("all", "All"), ("training", "In training")], wrap=True)
    chips.set_count("all", 1284)
    chips.set_count("training", 234)
    pick = PickList("Course", OPTIONS, flags=False)
    host = box(column())
    veil = DropVeil(host)
    host.setFixedSize(theme().px(320), theme().px(140))
    veil.show_words("Drop the list here to import it")
    order = OrderList("Column", lambda: "Heading of its own")
    order.set_lines([Line("place", "No."), Line("name", "Name", "Nama penuh"), Line("phone", "Phone"),
                     Line("email", "E-mail")], ("place", "name", "phone"))
    return Card("Lists", row(SearchBox("Name, MyKad or phone"), filters.button, None), chips, filters,
                row(pick, host, None, spacing=16), order)
