"""Every part of the kit on one page, for whoever changes how the program looks.

python -m ui.kit.showcase [dark] [out.png]
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QRadioButton, QWidget

from app.exchange.columns import Column
from ui.kit.buttons import Button, Chip, MoreButton, Segments, danger, destroy, link, primary, quiet, secondary
from ui.kit.card import Card
from ui.kit.chart import BarChart, BarRow, StepChart, StepLine
from ui.kit.check import CheckBox, Switch
from ui.kit.combo import Choice
from ui.kit.empty_state import EmptyState
from ui.kit.field import Field
from ui.kit.focus import FocusRing
from ui.kit.icons import ICON_DIR
from ui.kit.layout import box, column, line, row
from ui.kit.look import MUTED, Look
from ui.kit.marks import MarkLegend
from ui.kit.nav import NavItem, PersonButton, PinnedItem
from ui.kit.note import Note
from ui.kit.palette import PaletteBox
from ui.kit.palette_list import Entry, Group
from ui.kit.pill import Pill
from ui.kit.progress import Bar, ProgressPanel
from ui.kit.rows import Row, RowList
from ui.kit.showcase_form import form_card, sides_card, wizard_card
from ui.kit.showcase_grid import grid_card, roll_card
from ui.kit.showcase_lists import lists_card
from ui.kit.showcase_paper import preview_card, verdict_card
from ui.kit.showcase_sum import sum_card
from ui.kit.table import Table
from ui.kit.tabs import Tabs
from ui.kit.text import Glyph, IconText, key_cap, label
from ui.kit.text_box import TextBox
from ui.kit.theme import theme
from ui.kit.toast import Toast


@dataclass(frozen=True)
class _Row:
    id: int
    name: str
    mark: int
    state: str


_COLUMNS = [
    Column[_Row]("name", lambda: "Name", lambda r: r.name, width=30),
    Column[_Row]("cohort", lambda: "Cohort", lambda r: "HCIA-AI · 03", width=16),
    Column[_Row]("mark", lambda: "Mark", lambda r: r.mark, kind="number", width=8),
    Column[_Row]("state", lambda: "State", lambda r: r.state, width=20),
]
_ROWS = [
    _Row(1, "Row at rest", 76, "Active"),
    _Row(2, "Row under the pointer", 82, "Merit"),
    _Row(3, "Selected row", 68, "Below 80 %"),
    _Row(4, "Cell with a mistake", 820, "Not complete"),
]
_STATES = {
    "Active": MUTED,
    "Merit": Look("ok", "circle-check"),
    "Below 80 %": Look("danger", "arrow-down", pill=True),
    "Not complete": Look("muted", "circle-dashed"),
}


class _Swatch(QFrame):
    def __init__(self, token: str) -> None:
        super().__init__()
        self.token = token
        self.setFixedSize(48, 38)
        self.setToolTip(token)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme().color("line"))
        painter.setBrush(theme().color(self.token))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        painter.end()


def _hover(button: QWidget) -> QWidget:
    button.setObjectName("hover")
    return button


def _down(button: Button) -> Button:
    button.setDown(True)
    return button


def _off(button: Button) -> Button:
    button.explain("Nothing to do yet")
    return button


def _buttons() -> Card:
    focus = secondary("Focus")
    focus.setObjectName("focus")
    return Card(
        "Buttons: rest, hover, pressed, focus, off",
        row(primary("Primary"), _hover(primary("Hover")), _down(primary("Pressed")), _off(primary("Off")), None),
        row(secondary("Secondary"), _hover(secondary("Hover")), focus, _off(secondary("Off")), None),
        row(danger("Revoke", icon="ban"), destroy("Revoke 1 certificate"), None),
        row(quiet("Quiet", icon="filter"), MoreButton(), secondary("Small", small=True), primary("Save", keys="Ctrl S"),
            None),
        role="label",
    )  # fmt: skip


def _field(text: str, value: str, *, holder: str = "") -> Field:
    field = Field(text, TextBox(holder))
    field.set_value(value)
    return field


def _fields() -> Card:
    focus = _field("Focus", "Kavitha")
    locked = _field("Read only", "KL")
    locked.set_read_only(True)
    wrong = _field("Error", "040231-14")
    wrong.set_error("There is no 31 February.")
    choice = Field("Choice", Choice([(1, "Diploma"), (2, "SPM")]))
    choice.set_value(1)
    choice.set_ok("Read from MyKad")
    on, off, some, one, switch = CheckBox("On"), CheckBox("Off"), CheckBox("Some"), QRadioButton("One"), Switch()
    switch.setAccessibleName("Switch")
    on.setChecked(True)
    some.setTristate(True)
    some.setCheckState(Qt.CheckState.PartiallyChecked)
    one.setChecked(True)
    switch.setChecked(True)
    return Card(
        "Fields",
        row(_field("Rest", "Tan Wei Jie"), _field("Placeholder", "", holder="Name or MyKad"), spacing=12),
        row(focus, locked, spacing=12),
        row(wrong, choice, spacing=12),
        row(on, off, some, one, switch, None, spacing=12),
        role="label",
    )


def _type() -> Card:
    return Card(
        "Type",
        row(label("412", "display"), label("display 21 pt", "hint"), None),
        label("Page title 15 pt", "title"),
        label("Section title 12 pt", "section"),
        label("Strong body 10 pt", "strong"),
        label("Body 10 pt, the size of every table"),
        label("Caption 9 pt, second lines and hints", "caption"),
        role="label",
    )


def _counted() -> NavItem:
    item = NavItem("Trainees", lambda: None, "users")
    item.set_count(1284, "1,284 trainees")
    return item


def _person() -> PersonButton:
    person = PersonButton(lambda: None)
    person.show_person("Aminah Yusof", "Administrator", "Account")
    return person


def _palette() -> QWidget:
    def none() -> None: ...
    area = QWidget()
    area.setFixedHeight(300)
    shown = PaletteBox(area, "Search trainees, cohorts, certificates, commands")
    shown.field.setText("aisyah")
    shown.show_groups([
        Group("Trainees", [Entry("Nur Aisyah binti Zulkifli", none, "user-round", "HCIA-5G-07, in training")]),
        Group("Certificates", [Entry("KL26-00044-D", none, "award", "Nur Aisyah binti Zulkifli", "Valid",
                                     "circle-check", "ok")]),
        Group("Do something", [Entry("New trainee …", none, "user-plus", why="Only Administrator may do this.")])], 3)
    return area


def _sidebar() -> Card:
    here, hover = Button("Trainees", kind="nav", icon="users"), Button("Hover", kind="nav", icon="trophy")
    here.setChecked(True)
    _hover(hover)
    return Card(
        "Sidebar",
        row(here, Button("Certificates", kind="nav", icon="award")),
        row(hover, Button("Settings", kind="nav", icon="settings")),
        row(_counted(), PinnedItem("HCIA-5G-07", lambda: None, True, "Running")),
        _person(),
        role="label",
    )


def _table() -> QWidget:
    table = Table(
        _COLUMNS,
        looks={
            "cohort": lambda r: MUTED,
            "state": lambda r: _STATES[r.state],
            "mark": lambda r: Look(problem="820 is more than 100") if r.mark > 100 else None,
        },
        check=True,
        name="name",
        edge=12,
        editable=("mark",),
        sort=("name", False),
        accessible_name="Marks",
    )
    table.set_rows(_ROWS)
    table.rows_model.set_checked([3], True)
    table.setCurrentIndex(table.rows_model.index(2, table.column_at("mark")))
    table.hover_row = 1
    table.setFixedHeight(32 + 4 * 32 + 1)
    return box(column(table, margins=(1, 1, 1, 1)), "card")


def _states() -> Card:
    pills = (
        ("Valid", "ok", "circle-check"),
        ("Replaced", "neutral", "replace"),
        ("Revoked", "danger", "ban"),
        ("Running", "accent", "play"),
        ("Ended", "neutral", "circle-check"),
        ("Signature missing", "warn", "triangle-alert"),
        ("Below 80 %", "danger", "arrow-down"),
        ("Deferred", "excused", "calendar-clock"),
        ("1st, 4th", "seal", "medal"),
        ("Draft", "line", ""),
    )
    made = [Pill(*pill) for pill in pills]
    return Card(
        "States",
        row(*made[:6], None),
        row(*made[6:], None),
        row(
            IconText("circle-check", "Pass", "ok", "ok"),
            IconText("star", "Distinction", "ok", "ok"),
            IconText("circle-x", "Resit", "danger", "danger"),
            IconText("circle-dashed", "Not complete"),
            IconText("triangle-alert", "To check", "warn", "warn"),
            Bar(412, 1000, planned=550, width=84),
            label("412 / 1,000", "muted"),
            None,
            spacing=12,
        ),
        role="label",
    )


def _charts() -> Card:
    bars = BarChart([BarRow("HCIA-5G", 118, "118 / 250", 140), BarRow("HCIA-AI", 98, "98 / 200", 90)], most=250)
    steps = StepChart()
    year = date(2026, 1, 1), date(2026, 12, 31)
    steps.set_lines([
        StepLine("planned", ((year[0], 0), (year[1], 1000)), "plan"),
        StepLine("expected", ((date(2026, 7, 14), 412), (year[1], 771)), "forecast"),
        StepLine("", ((year[0], 0), (date(2026, 2, 20), 96), (date(2026, 4, 24), 230), (date(2026, 7, 14), 412))),
    ], *year)  # fmt: skip
    return Card("Charts: axes from 0, solid fact, dashed forecast, dotted plan", bars, steps, role="label")


def _rows() -> QWidget:
    rows = RowList("Rows")
    rows.set_rows([
        Row(label("08:30", "strong"), label("HCIA-5G-07"), None, secondary("Mark", small=True), spoken="HCIA-5G-07"),
        Row(label("Mon 13 Jul", "strong"), label("CLOUD-03"), None, IconText("triangle-alert", "Not marked", "warn"),
            secondary("Mark now", small=True), spoken="CLOUD-03, not marked", tone="warn"),
    ])  # fmt: skip
    return box(column(rows, margins=(1, 1, 1, 1)), "card")


def _tabs() -> QWidget:
    tabs = Tabs([("r", "Roster"), ("a", "Attendance"), ("m", "Results"), ("c", "Completion & certificates")])
    tabs.set_count("r", 40)
    tabs.choose("a")
    on, off = Chip("All", 40), Chip("Below 80 %", 4)
    on.setChecked(True)
    chips = row(on, off, Segments([(1, "One by one"), (2, "All present")], small=True), None,
                *(key_cap(k) for k in ("Ctrl K", "P", "F2")), margins=(16, 8, 16, 12))  # fmt: skip
    return box(column(row(tabs, None, margins=(16, 4, 16, 0)), line(), chips, spacing=0), "card")


def _dialog() -> QWidget:
    from ui.kit.dialog import Dialog

    dialog = Dialog(
        "Revoke KL26-00295-L?",
        "Anyone who scans it will see that it is not valid. This cannot be undone; a new certificate can be issued.",
        action="Revoke certificate", safe="Keep it", destructive=True, icon="ban",
    )  # fmt: skip
    dialog.setWindowFlags(Qt.WindowType.Widget)
    dialog.setMinimumWidth(0)
    dialog.setMaximumWidth(theme().px(350))
    reason = Field("Reason, shown to whoever scans it", Choice([(1, "Issued by mistake")]), required=True)
    reason.set_value(1)
    dialog.body.addWidget(reason)
    return dialog


def _colours() -> Card:
    surfaces = ("window", "surface", "sunken", "raised", "hover", "line", "text", "text-2", "text-3", "accent",
                "accent-tint", "focus")  # fmt: skip
    states = ("ok", "danger", "warn", "excused", "neutral", "seal", "ok-tint", "danger-tint", "warn-tint",
              "excused-tint", "neutral-tint", "seal-tint")  # fmt: skip
    return Card(
        "Surfaces and text",
        row(*(_Swatch(t) for t in surfaces[:6]), None, spacing=6),
        row(*(_Swatch(t) for t in surfaces[6:]), None, spacing=6),
        label("States", "label"),
        row(*(_Swatch(t) for t in states[:6]), None, spacing=6),
        row(*(_Swatch(t) for t in states[6:]), None, spacing=6),
        role="label",
    )


def _icons() -> Card:
    wanted = ("plus", "pencil", "trash-2", "undo-2", "upload", "file-spreadsheet", "printer", "award", "ban",
              "replace", "qr-code", "stamp", "list-checks", "user-plus", "graduation-cap", "signature", "target",
              "trophy", "medal",
              "database-backup", "filter", "columns-3", "shield-check", "history")  # fmt: skip
    names = [name for name in wanted if (ICON_DIR / f"{name}.svg").exists()]
    card = Card("Icons, Lucide 16 px, 1.75 line", role="label")
    grid = QGridLayout()
    for number, name in enumerate(names):
        grid.addWidget(Glyph(name, "text", 16), number // 12, number % 12)
    card.add(grid)
    return card


def showcase() -> QWidget:
    """The page. Its toast is shown by `main`."""
    panel = ProgressPanel("Issuing certificate 13 of 26", "The 12 already issued stay valid.")
    panel.show_progress(13, 26)
    empty = EmptyState("graduation-cap", "No cohorts yet", "Create one, or import a list of trainees first.",
                       secondary("New cohort", icon="plus"))  # fmt: skip
    legend = MarkLegend([
        ("P", "attended", "Present"), ("A", "absent", "Absent"), ("L", "part", "Late, counts"),
        ("E", "excused", "Excused, counts"), ("S", "excused_absent", "Sick leave, does not"),
    ])  # fmt: skip
    which = label(f"{'dark' if theme().dark else 'light'}, values in resources/style.qss", "caption")
    names = column(label("Sijil components", "section"), which, spacing=0)
    title = row(Glyph("badge-check", "accent", 28), names, None)
    left = column(title, _buttons(), _fields(), _type(), _sidebar(), form_card(), preview_card(), None,
                  spacing=12)  # fmt: skip
    middle = column(
        _table(),
        Card("Attendance marks: the letter says why, the fill says how it counts", row(legend, None), role="label"),
        _states(),
        _charts(),
        _rows(),
        grid_card(),
        roll_card(),
        sides_card(),
        wizard_card(),
        lists_card(),
        _tabs(),
        _palette(),
        Note("Neutral note, explains. Nothing to do."),
        Note("Useful offer.", "offer", action=link("Do it now")),
        Note("Nothing is lost.", "warn", strong="Needs a look before you go on."),
        Note("The disk is full. Your marks are kept in memory; free some space and press Try again.", "danger",
             strong="Could not save."),
        box(column(empty), "card"),
        None,
        spacing=12,
    )  # fmt: skip
    right = column(_colours(), _dialog(), _icons(), panel, verdict_card(), sum_card(), None, spacing=12)
    page = box(row(left, middle, right, margins=(24, 20, 24, 12), spacing=16), "desktop")
    layout = page.layout()
    for number, stretch in enumerate((33, 68, 35)):
        layout.setStretch(number, stretch)  # type: ignore[union-attr]
    return page


def main(arguments: list[str]) -> int:
    """Open the page, or save a picture of it."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    theme().set_mode("dark" if "dark" in arguments else "light")
    theme().install()
    page = showcase()
    page.setWindowTitle("Sijil components")
    page.resize(1440, 960)
    page.show()
    toast = Toast(page)
    toast.left_margin, toast.bottom_margin = 380, 90
    toast.tell("Kavitha a/p Subramaniam marked absent", lambda: None)
    app.processEvents()
    for button in page.findChildren(Button, "hover"):
        button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    ring = FocusRing(QApplication.instance())  # type: ignore[arg-type]
    ring.follow(None, page.findChild(Button, "focus"))
    pictures = [a for a in arguments if a.endswith(".png")]
    if not pictures:
        return app.exec()
    app.processEvents()
    page.grab().save(pictures[0])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
