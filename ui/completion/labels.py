"""Envelope labels: which sheet of labels, from which place on; looked at and printed as every paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from app.certificates.labels import SHEETS, Label, LabelSheet, labels_pdf
from app.certificates.runs import ORDERS, RecordRun, Run
from app.certificates.stack import in_order, read_stack
from app.i18n import _
from app.job import Progress
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.paper import Paper, Place
from ui.desk.printing import offer_paper
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import box, row
from ui.kit.text_box import NumberBox

KEPT, OWN = "labels", "own"


class LabelsDialog(Dialog):
    """One of the usual sheets, or one's own in mm; kept for the next time."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(_("Envelope labels"), _("Name, number and cohort on A4 sheets of labels. Print them at 100 %, "
                                                 "never fitted to the page."),
                         action=_("Continue"), safe=_("Cancel"), icon="mail", wide=True,
                         parent=parent)
        self.setObjectName("labels")
        self.desk = desk
        self.sheet = Choice([*((key, _("{columns} × {rows}, {width} × {height} mm").format(
            columns=s.columns, rows=s.rows, width=f"{s.width:g}", height=f"{s.height:g}"))
            for key, s in SHEETS.items()), (OWN, _("Another, by its measures"))])
        self.sheet.setObjectName("sheet")
        self.first = NumberBox()
        self.first.setObjectName("first")
        self.first.set_value(1)
        self._first = Field(_("First free label"), self.first)
        names = (_("Columns"), _("Rows"), _("Width, mm"), _("Height, mm"), _("Left edge, mm"), _("Top edge, mm"),
                 _("Gap across, mm"), _("Gap down, mm"))
        self.own = [Field(words, NumberBox(places=0 if at < 2 else 2)) for at, words in enumerate(names)]
        self.measures = box(row(*self.own[:4], spacing=8)), box(row(*self.own[4:], spacing=8))
        kept, _dot, said = desk.kept.get(KEPT, "3x7").partition(" ")
        self.sheet.set_value(kept if kept in SHEETS or kept == OWN else "3x7")
        values = said.split() if len(said.split()) == len(names) else [f"{v:g}" for v in astuple(SHEETS["3x7"])]
        for field, value in zip(self.own, values, strict=True):
            field.set_value(value)
        self.sheet.edited.connect(self._show)
        self._sheet = Field(_("Sheet of labels"), self.sheet)
        for widget in (self._sheet, *self.measures, self._first):
            self.body.addWidget(widget)
        self.check = self._check
        self._show()

    def _show(self) -> None:
        for part in self.measures:
            part.setVisible(self.sheet.value() == OWN)
        self.fit()

    def chosen(self) -> LabelSheet | None:
        """The sheet; None while a measure is no number."""
        if self.sheet.value() != OWN:
            return SHEETS[str(self.sheet.value())]
        values = [field.value() for field in self.own]
        if not all(isinstance(value, int | Decimal) for value in values):
            return None
        return LabelSheet(int(values[0]), int(values[1]), *(float(v) for v in values[2:]))

    def start(self) -> int:
        """The place of the first label; 0 when what is written is none."""
        value = self.first.value()
        return value if isinstance(value, int) else 0

    def _check(self) -> bool:
        sheet = self.chosen()
        wrong = _("Write every measure as a number.") if sheet is None else sheet.problem()
        self._sheet.set_error(wrong)
        most = sheet.columns * sheet.rows if sheet is not None else 1
        bad = not wrong and not 1 <= self.start() <= most
        self._first.set_error(_("The first label is one of 1 to {n}.").format(n=most) if bad else "")
        if wrong or bad:
            return False
        key = str(self.sheet.value())
        self.desk.kept.put(KEPT, " ".join([key, *(str(f.value()) for f in self.own)]) if key == OWN else key)
        return True


def print_labels(desk: Desk, owner: QWidget, ids: Sequence[int]) -> None:
    """Ask for the sheet, then show the labels of these certificates in each order."""
    if not ids:
        desk.tell(_("No certificate waits to be handed out."))
        return
    if not desk.may(RecordRun):
        desk.tell(desk.why_not(RecordRun))
        return
    dialog = LabelsDialog(desk, owner.window())

    def go() -> None:
        sheet = dialog.chosen()
        if sheet is not None:
            offer_paper(desk, _paper(desk, owner, tuple(ids), sheet, dialog.start()), owner)

    dialog.accepted.connect(go)
    talk.open_dialog(dialog)


def _paper(desk: Desk, owner: QWidget, ids: tuple[int, ...], sheet: LabelSheet, first: int) -> Paper:
    office = desk.office
    assert office is not None

    def ordered(key: str) -> Paper:
        def make(step: Progress) -> bytes:
            stack = in_order(read_stack(office, ids, step), key)
            return labels_pdf([Label(w.facts.full_name, w.row.number, w.row.cohort_code) for w in stack], sheet, step,
                              first=first)

        def printed(pages: list[int], place: Place) -> None:
            desk.do(RecordRun(what="label", sheets=len(pages), where=Run(
                place.target, place.tray, place.right, place.down, key)), owner=owner)

        return Paper(_("Envelope labels"), make, _("Envelope labels"), "label", printed_at=printed)

    orders = tuple((key, _(words), ordered(key)) for key, words, _sort in ORDERS)
    first_paper = orders[0][2]
    return Paper(first_paper.title, first_paper.make, first_paper.name, "label", orders=orders,
                 printed_at=first_paper.printed_at)
