"""Labels for the envelopes of certificates, on sheets of labels as they are sold: name, number, cohort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from app.attendance.paper_ink import BOLD, INK, PLAIN, SOFT, put
from app.errors import Invalid, Missing
from app.exchange.pdf import Document, Ink
from app.i18n import _
from app.job import SILENT, Progress

WIDTH, HEIGHT = 210.0, 297.0
EDGE = 3.0  # mm around the words of a label
LEAST = 20.0  # mm, of a label


@dataclass(frozen=True)
class LabelSheet:
    """How labels lie on A4, in mm: columns and rows, size of one, edges of the sheet, gaps between."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap_x: float = 0.0
    gap_y: float = 0.0

    def problem(self) -> str:
        """Why it does not fit on the sheet; '' when it does."""
        if self.columns < 1 or self.rows < 1 or min(self.width, self.height) < LEAST:
            return _("A label is at least {n} mm wide and high.").format(n=f"{LEAST:g}")
        if min(self.left, self.top, self.gap_x, self.gap_y) < 0:
            return _("Edges and gaps are 0 mm or more.")
        right = self.left + self.columns * self.width + (self.columns - 1) * self.gap_x
        bottom = self.top + self.rows * self.height + (self.rows - 1) * self.gap_y
        if right > WIDTH + 0.05 or bottom > HEIGHT + 0.05:
            return _("The labels reach {right} mm to the right and {bottom} mm down; A4 has 210 and 297.").format(
                right=f"{right:g}", bottom=f"{bottom:g}")
        return ""


SHEETS: dict[str, LabelSheet] = {
    "3x7": LabelSheet(3, 7, 63.5, 38.1, 7.2, 15.15, 2.55),
    "2x7": LabelSheet(2, 7, 99.1, 38.1, 4.65, 15.15, 2.5),
    "3x8": LabelSheet(3, 8, 63.5, 33.9, 7.2, 12.9, 2.55)}
"""Labels that are sold everywhere, by columns x rows."""


@dataclass(frozen=True)
class Label:
    """What stands on one: three lines."""

    name: str
    number: str
    cohort: str


def labels_pdf(labels: Sequence[Label], sheet: LabelSheet, step: Progress = SILENT, *, first: int = 1) -> bytes:
    """The labels, row by row. `first` is the first free place of a sheet that was begun. Invalid, Missing."""
    wrong = sheet.problem()
    if wrong:
        raise Invalid({"sheet": wrong})
    each = sheet.columns * sheet.rows
    if not 1 <= first <= each:
        raise Invalid({"first": _("The first label is one of 1 to {n}.").format(n=each)})
    if not labels:
        raise Missing(_("There is no certificate to print."))
    places: list[Label | None] = [*([None] * (first - 1)), *labels]
    total = -(-len(places) // each)
    out = BytesIO()
    document = Document(out, title=_("Envelope labels"))
    for page in range(total):
        ink = Ink(HEIGHT)
        for at, label in enumerate(places[page * each:(page + 1) * each]):
            if label is not None:
                _label(ink, label, sheet, at)
        document.page(ink, WIDTH, HEIGHT)
        step(page + 1, total, _("Writing page {n} of {total}").format(n=page + 1, total=total))
    document.close()
    return out.getvalue()


def _label(ink: Ink, label: Label, sheet: LabelSheet, at: int) -> None:
    down, across = divmod(at, sheet.columns)
    x = sheet.left + across * (sheet.width + sheet.gap_x) + EDGE
    y = sheet.top + down * (sheet.height + sheet.gap_y)
    room = sheet.width - 2 * EDGE
    put(ink, label.name, x, y + sheet.height * 0.36, room, 4.2, BOLD, INK, lines=3, high=sheet.height * 0.5)
    put(ink, label.number, x, y + sheet.height * 0.72, room, 3.2, PLAIN, INK, lines=1)
    put(ink, label.cohort, x, y + sheet.height * 0.87, room, 2.8, PLAIN, SOFT, lines=1)
