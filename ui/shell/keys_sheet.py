"""All keys that do something now: those of the page in front, of every command, of lists and of forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from app.exchange.columns import Column
from app.i18n import N_, _
from ui.kit.buttons import plain, secondary
from ui.kit.dialog import Dialog
from ui.kit.layout import row
from ui.kit.look import MUTED, STRONG
from ui.kit.matching import matches
from ui.kit.table import Table
from ui.kit.theme import theme
from ui.kit.toolbar import SearchBox

if TYPE_CHECKING:
    from ui.shell.window import MainWindow

ALWAYS = (
    (N_("Lists and grids"), (
        ("↑ ↓ ← →", N_("move")), ("Home / End", N_("first or last in the row")),
        ("Ctrl Home / Ctrl End", N_("first or last of all")), ("Space", N_("select")),
        ("Shift ↑ ↓", N_("select more")), ("Ctrl A", N_("select all")), ("Enter", N_("open")),
        ("F2", N_("change the cell")), ("Ctrl C", N_("copy as columns for Excel")))),
    (N_("Forms and dialogs"), (
        ("Tab / Shift Tab", N_("next field, previous field")), ("Ctrl Enter", N_("save and close")),
        ("Esc", N_("leave the field, close the dialog")))),
    (N_("Window"), (("Alt", N_("show the menu bar")),)),
)


@dataclass(frozen=True)
class KeyRow:
    """What a key does, and where."""

    id: int
    what: str
    keys: str
    where: str


COLUMNS: tuple[Column[KeyRow], ...] = (
    Column("what", lambda: _("What it does"), lambda r: r.what, width=42),
    Column("keys", lambda: _("Keys"), lambda r: r.keys, width=24),
    Column("where", lambda: _("Where"), lambda r: r.where, width=26),
)


def key_words(action: QAction) -> str:
    """The keys of a command as they are printed on the keyboard; '' when it has none."""
    shown = [s.toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ") for s in action.shortcuts()]
    shown = [s.replace("Ctrl  ", "Ctrl +") for s in shown if s]
    return " / ".join(dict.fromkeys(shown)) or plain(action.text()).partition("\t")[2].replace("+", " ")


def rows_of(window: MainWindow) -> list[KeyRow]:
    """The page in front first, then the menus in their order, then what is the same everywhere."""
    found: list[tuple[str, str, str]] = []
    page = window.page
    title = page.head.title.text() if page is not None else ""
    here = _("On this page: {page}").format(page=title)
    own = window.page_acts()
    named = {key_words(a) for a in own}
    if page is not None:
        found += [(words, keys.replace("|", " "), here) for keys, words in page.hints.shown if keys not in named]
    found += [(_words(a), key_words(a), here) for a in own if key_words(a)]
    for menu in window.menus.menus.values():
        where = plain(menu.title())
        found += [(_words(a), key_words(a), where) for a in _actions(menu) if a not in own and key_words(a)]
    for where, keys in ALWAYS:
        found += [(_(words), cap, _(where)) for cap, words in keys]
    unique = list(dict.fromkeys(found))
    return [KeyRow(n, *line) for n, line in enumerate(unique, start=1)]


def _words(action: QAction) -> str:
    return plain(action.text()).partition("\t")[0].rstrip(" …")


def _actions(menu: QMenu) -> list[QAction]:
    found: list[QAction] = []
    for action in menu.actions():
        inner = action.menu()
        found += _actions(inner) if isinstance(inner, QMenu) else [action]
    return [a for a in found if not a.isSeparator()]


class KeysSheet(Dialog):
    """Searchable and printable."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(_("All keys"), _("Those of the page in front come first."), safe=_("Close"), icon="keyboard",
                         wide=True, parent=window)
        window.menus.refresh()
        self._window = window
        self._rows = rows_of(window)
        self.search = SearchBox(_("Find a key or what it does"), keys="")
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.table = Table(COLUMNS, looks={"keys": lambda r: STRONG, "where": lambda r: MUTED}, name="what",
                           sort_here=True, accessible_name=_("All keys"))
        self.table.setMinimumHeight(min(theme().px(430), max(200, window.height() - 260)))
        self.search.to_list.connect(self.table.setFocus)
        self.body.addLayout(row(self.search, None))
        self.body.addWidget(self.table)
        self.foot.insertWidget(0, secondary(_("Print"), self.print_, icon="printer"))
        self._narrow()

    def _narrow(self) -> None:
        text = self.search.text()
        self.table.set_rows([r for r in self._rows if not text.strip() or matches(f"{r.what} {r.where}", text)
                             or text.strip().casefold() in r.keys.casefold()])

    def shown_rows(self) -> Sequence[KeyRow]:
        """What the search leaves."""
        return list(self.table.rows_model.rows())

    def print_(self) -> None:
        """What is shown, on paper."""
        from ui.desk import printing

        rows = self.shown_rows()
        printing.offer_list(self._window.desk, _("Keys of Sijil"), (), COLUMNS, lambda _step: rows,
                            owner=self._window, name=_("Keys of Sijil"))
