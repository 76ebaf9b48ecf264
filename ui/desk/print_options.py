"""What can be chosen before printing: printer, sheets, copies, shift, pauses. Kept for each user, printer and tray."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from app.exchange.pages import chosen_pages, pages_text
from app.i18n import N_, _, ngettext
from ui.desk.desk import Desk
from ui.desk.paper import Place
from ui.desk.printers import MOST_SHIFT, Found
from ui.kit.buttons import secondary
from ui.kit.check import CheckBox
from ui.kit.combo import Choice
from ui.kit.field import Field
from ui.kit.flow import Flow
from ui.kit.layout import box, column, line, row
from ui.kit.note import Note
from ui.kit.text import label
from ui.kit.text_box import NumberBox, TextBox
from ui.kit.theme import theme

TRAYS = {"": N_("As the printer is set"), "tray1": N_("Tray 1"), "tray2": N_("Tray 2"), "tray3": N_("Tray 3"),
         "manual": N_("By hand")}
SOURCES = {"": QPrinter.PaperSource.Auto, "tray1": QPrinter.PaperSource.Upper, "tray2": QPrinter.PaperSource.Lower,
           "tray3": QPrinter.PaperSource.Middle, "manual": QPrinter.PaperSource.Manual}
PAPERS = {"": N_("Any paper"), "plain": N_("Plain 80 g"), "thick": N_("Thick 120 g"), "card160": N_("Card 160 g"),
          "card200": N_("Card 200 g"), "card250": N_("Card 250 g"), "printed": N_("Pre-printed stock")}
"""Qt cannot tell a printer what it holds; what was said stands in the print log, for whoever prints next."""
PAUSE = 50  # sheets
MOST_COPIES = 99
SECONDS = 5.0  # for a sheet, until a run has shown better
FEW = 10  # sheets that need no pause


class PrintOptions(QWidget):
    """`changed` when what will be printed is another; `placed` when printer, tray or shift are others;
    `test_asked`, `system_asked` by their buttons; `ordered(key)` for another order."""

    changed = Signal()
    placed = Signal()
    test_asked = Signal()
    system_asked = Signal()
    ordered = Signal(object)

    def __init__(self, desk: Desk, kind: str, orders: list[tuple[Any, str]], confirms: bool) -> None:
        super().__init__()
        self.desk, self.kind, self.confirms = desk, kind, confirms
        self.count, self.at = 0, 0
        self.order = Choice(orders)
        self.order.set_value(orders[0][0] if orders else None)
        self.printer = Choice(placeholder=_("No printer found"))
        self.tray = Choice([(key, _(words)) for key, words in TRAYS.items()])
        self.tray.set_value("")
        self.stock = Choice([(key, _(words)) for key, words in PAPERS.items()])
        self.stock.set_value("")
        self.stock.setToolTip(_("Kept for this printer and tray, and noted in the print log. Set the printer itself in "
                                "the system's print dialog."))
        self.which = Choice()
        self.sheets = TextBox()
        self.copies = NumberBox()
        self.right, self.down = NumberBox(places=1), NumberBox(places=1)
        self.pause = CheckBox(_("Pause after sheets"))
        self.every = NumberBox()
        self.ask = CheckBox(_("Ask before noting as printed"))
        self.plain = CheckBox(_("Leave out the background"))
        self.plain.setToolTip(_("For paper that is printed already"))
        self.plain.hide()
        self.family = ""  # what a test sheet is good for
        self.none = Note(_("Save it as PDF and print it where there is one."), "neutral",
                         strong=_("No printer was found on this computer."))
        self.test_note = Note("", "warn")
        self.none.hide()
        self.test_note.hide()
        self._names()
        self.setLayout(self._build(bool(orders)))
        self._connect()
        self.set_found(Found())
        self._recall()

    def _names(self) -> None:
        for name, widget in (("order", self.order), ("printer", self.printer), ("tray", self.tray),
                             ("stock", self.stock), ("which", self.which), ("sheets", self.sheets),
                             ("copies", self.copies), ("right", self.right), ("down", self.down), ("every", self.every),
                             ("plain", self.plain)):
            widget.setObjectName(name)
        self.every.setAccessibleName(_("Sheets before a pause"))
        self.every.setFixedWidth(theme().px(64))

    def _build(self, orders: bool) -> Any:
        self.system = secondary(_("System dialog…"), self.system_asked.emit, icon="settings", small=True)
        self.test = secondary(_("Print a test sheet"), self.test_asked.emit, icon="scan", small=True)
        self._order = Field(_("Order"), self.order)
        self._order.setVisible(orders)
        self._sheets = Field(_("Sheets, such as 1-3, 7"), self.sheets)
        self._copies = Field(_("Copies"), self.copies)
        self._right = Field(_("to the right, mm"), self.right)
        self._down = Field(_("down, mm"), self.down)
        self._pauses = box(row(self.pause, self.every, None, spacing=8))
        self._tray = box(row(Field(_("Paper from"), self.tray), Field(_("Paper type"), self.stock), spacing=12))
        self._shift = box(column(line(), label(_("Move the print on the paper"), "label", wrap=True),
                                 row(self._right, self._down, spacing=12),
                                 label(_("Kept for this printer and tray."), "smallhint", wrap=True),
                                 box(self._tries()), line(), spacing=8))
        return column(self.none, self._order, Field(_("Printer"), self.printer), self._tray, line(),
                      Field(_("Print"), self.which), row(self._sheets, self._copies, spacing=12), self._shift,
                      self.plain, self._pauses, self.ask, None, self.test_note, margins=(20, 16, 20, 16), spacing=10)

    def _tries(self) -> Flow:
        """Two buttons side by side, or below each other where letters are large."""
        made = Flow(spacing=8)
        made.addWidget(self.test)
        made.addWidget(self.system)
        return made

    def _connect(self) -> None:
        self.order.edited.connect(lambda: self.ordered.emit(self.order.value()))
        self.plain.edited.connect(lambda: self.ordered.emit(self.order.value()))
        self.printer.edited.connect(self._other_place)
        self.tray.edited.connect(self._other_place)
        self.stock.edited.connect(self._stocked)
        self.which.edited.connect(self._which)
        self.sheets.edited.connect(self._typed)
        self.copies.edited.connect(self.changed)
        for shift in (self.right, self.down):
            shift.edited.connect(self._moved)
        self.pause.edited.connect(self._paused)
        self.every.edited.connect(self._paused)
        self.ask.edited.connect(self.changed)

    # -- what is kept ------------------------------------------------------------------------------------------------
    def _recall(self) -> None:
        kept = self.desk.kept.get(f"pause:{self.kind}", str(PAUSE))
        self.pause.set_value(not kept.startswith("-"))
        self.every.set_value(kept.lstrip("-") or PAUSE)
        self.ask.set_value(True)
        self.ask.setVisible(self.confirms)
        self.copies.set_value(1)

    def set_found(self, found: Found) -> None:
        """The printers of this PC; the one used last is chosen."""
        self.printer.set_options([(name, name) for name in found.names])
        last = self.desk.kept.get(f"printer:{self.kind}", found.usual)
        self.printer.set_value(last if last in found.names else found.usual or None)
        self.tray.set_value(self.desk.kept.get(f"tray:{self.printer.value() or ''}"))
        self.printer.setEnabled(bool(found.names))
        self._recall_shift()

    def place(self) -> str:
        """Printer and tray, as offsets are kept by."""
        return f"{self.printer.value() or ''}/{self.tray.value() or ''}"

    def where(self) -> Place:
        """Printer, tray and shift, as the print log keeps them."""
        tray = self.tray.value()
        right, down = (Decimal(f"{mm:.1f}") for mm in self.shift())
        stock = self.stock.value()
        paper = ", ".join(filter(None, (_(TRAYS[tray]) if tray else "", _(PAPERS[stock]) if stock else "")))
        return Place(self.printer.value() or "", paper, right, down)

    def _recall_shift(self) -> None:
        said = self.desk.kept.get(f"offset:{self.place()}").split()
        for at, field in enumerate((self._right, self._down)):
            try:
                field.set_value(f"{float(said[at]):.1f}")
            except (ValueError, IndexError):
                field.set_value("0.0")
        stock = self.desk.kept.get(f"stock:{self.place()}")
        self.stock.set_value(stock if stock in PAPERS else "")
        self.placed.emit()
        self.changed.emit()

    def _stocked(self) -> None:
        self.desk.kept.put(f"stock:{self.place()}", self.stock.value() or "")
        self.placed.emit()

    def _other_place(self) -> None:
        self.desk.kept.put(f"printer:{self.kind}", self.printer.value() or "")
        self.desk.kept.put(f"tray:{self.printer.value() or ''}", self.tray.value() or "")
        self._recall_shift()

    def _moved(self) -> None:
        if self.shift_problem():
            self.changed.emit()
            return
        right, down = self.shift()
        self.desk.kept.put(f"offset:{self.place()}", f"{right:g} {down:g}" if right or down else "")
        self.placed.emit()
        self.changed.emit()

    def _paused(self) -> None:
        if self.every_value():
            mark = "" if self.pause.value() else "-"
            self.desk.kept.put(f"pause:{self.kind}", f"{mark}{self.every_value()}")
        self.changed.emit()

    def tested(self) -> bool:
        """Has a test sheet come from this printer and tray?"""
        return bool(self.desk.kept.get(f"tested:{self.kind}{self.family}:{self.place()}"))

    def note_tested(self) -> None:
        """A test sheet has come."""
        self.desk.kept.put(f"tested:{self.kind}{self.family}:{self.place()}", "1")

    def pace(self) -> float:
        """Seconds for a sheet, as the last runs from this printer and tray took."""
        try:
            return float(self.desk.kept.get(f"pace:{self.place()}"))
        except ValueError:
            return SECONDS

    def note_pace(self, seconds: float) -> None:
        """A sheet took so long: half of what is kept is the last run."""
        known = self.desk.kept.get(f"pace:{self.place()}")
        mean = (self.pace() + seconds) / 2 if known else seconds
        self.desk.kept.put(f"pace:{self.place()}", f"{min(max(mean, 0.5), 120):.1f}")

    # -- what is chosen ----------------------------------------------------------------------------------------------
    def set_pages(self, count: int, at: int) -> None:
        """How many pages there are, and which is looked at."""
        if count != self.count:
            self.sheets.set_value("")
        self.count, self.at = count, at
        kept = self.which.value() or "all"
        self.which.set_options([("all", ngettext("The sheet", "All {n} sheets", count).format(n=count)),
                                ("from", _("From sheet {n} on").format(n=at + 1)),
                                ("this", _("Only sheet {n}").format(n=at + 1)), ("typed", _("The sheets below"))])
        self.which.set_value(kept)
        if kept in ("from", "this"):
            self._which()
        else:
            self.changed.emit()

    def set_sheets(self, pages: list[int]) -> None:
        """Print these (0 is the first)."""
        whole = pages == list(range(self.count))
        self.which.set_value("all" if whole else "typed")
        self.sheets.set_value("" if whole else pages_text(pages))
        self._sheets.set_error("")
        self.changed.emit()

    def _which(self) -> None:
        chosen = self.which.value()
        if chosen in ("from", "this"):
            pages = list(range(self.at, self.count if chosen == "from" else self.at + 1))
            self.sheets.set_value(pages_text(pages))
        elif chosen == "all":
            self.sheets.set_value("")
        else:
            self.sheets.setFocus()
        self.changed.emit()

    def _typed(self) -> None:
        self.which.set_value("typed" if self.sheets.value() else "all")
        self.changed.emit()

    def pages(self) -> list[int]:
        """The pages to print; none while what is written is no range. The problem is shown beside it."""
        try:
            found = chosen_pages(str(self.sheets.value() or ""), self.count)
        except ValueError as problem:
            self._sheets.set_error(str(problem))
            return []
        self._sheets.set_error("")
        return found

    def shift(self) -> tuple[float, float]:
        """To the right and down in mm."""
        right, down = (box.value() or 0 for box in (self.right, self.down))
        return (float(right), float(down)) if not self.shift_problem() else (0.0, 0.0)

    def shift_problem(self) -> bool:
        """Is a shift no number, or more than anybody needs? Shown beside it."""
        found = False
        for field in (self._right, self._down):
            value = field.value() or 0
            bad = not isinstance(value, Decimal | int) or abs(value) > Decimal(MOST_SHIFT)
            field.set_error(_("At most {n} mm.").format(n=f"{MOST_SHIFT:g}") if bad else "")
            found = found or bad
        return found

    def copies_value(self) -> int:
        """1 .. 99; 0 when it is none. The problem is shown beside it."""
        value = self.copies.value()
        good = isinstance(value, int) and 1 <= value <= MOST_COPIES
        self._copies.set_error("" if good else _("1 to {n}.").format(n=MOST_COPIES))
        return value if good else 0

    def every_value(self) -> int:
        """Sheets before a pause; 0 for none."""
        value = self.every.value()
        return value if isinstance(value, int) and value > 0 else 0

    def pause_after(self) -> int:
        """Sheets before a pause, 0 when there is none."""
        return self.every_value() if self.pause.value() else 0

    def show_state(self, printer: bool, looked: bool) -> None:
        """Says that there is no printer, or that a test sheet comes first."""
        self.none.setVisible(looked and not printer)
        first = printer and self.kind == "certificate" and not self.tested()
        self.test_note.setVisible(first)
        if first:
            at = self.where()
            place = ", ".join(part for part in (at.target, at.tray) if part)
            self.test_note.show_note(_("Nothing of this kind was printed from {place} before.").format(place=place),
                                     "warn", strong=_("Print one test sheet first."))
        self._pauses.setVisible(printer and self.count > FEW)
        for widget in (self._tray, self._shift, self._copies):
            widget.setVisible(printer or not looked)
        self.ask.setVisible(printer and self.confirms)
