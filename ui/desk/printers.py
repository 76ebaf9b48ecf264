"""Printers of this PC and printing to them: page by page at 300 dots an inch, shifted by what a printer needs.

Everything here but `system_dialog` may run beside the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageRanges, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QGroupBox, QWidget

from app.errors import Unavailable
from app.exchange.pages import Pages, chosen_pages
from app.i18n import _
from app.job import SILENT, Progress
from ui.desk import talk

DPI = 300
MM = 25.4
MOST_SHIFT = 20.0  # mm, either way


@dataclass(frozen=True)
class Found:
    """The printers of this PC, by name, and the one it usually takes."""

    names: tuple[str, ...] = ()
    usual: str = ""


@dataclass(frozen=True)
class Reach:
    """What a printer can reach: margins in mm (left, top, right, bottom); None where it does not say."""

    margins: tuple[float, float, float, float] | None = None


@dataclass
class Run:
    """What is printed: pages (0 is the first) in order, the shift to the right and down in mm, copies of the run."""

    pages: Pages
    numbers: Sequence[int]
    shift: tuple[float, float] = (0.0, 0.0)
    copies: int = 1
    sent: list[int] = field(default_factory=list)
    """The pages handed to the printer, filled as they go."""


def printers() -> Found:
    """Ask the system. Without a print service there is none."""
    names = tuple(QPrinterInfo.availablePrinterNames())
    usual = QPrinterInfo.defaultPrinterName()
    return Found(names, usual if usual in names else names[0] if names else "")


def reach(name: str, width: float, height: float) -> Reach:
    """What this printer can reach of a sheet of that size in mm."""
    info = QPrinterInfo.printerInfo(name)
    if info.isNull():
        return Reach()
    printer = QPrinter(info)
    _lay(printer, width, height)
    least = printer.pageLayout().minimumMargins()
    found = tuple(value * MM / 72 for value in (least.left(), least.top(), least.right(), least.bottom()))
    return Reach(found if any(found) else None)  # type: ignore[arg-type]


def make_printer(name: str) -> QPrinter:
    """A printer by name, at our resolution, on the whole sheet."""
    printer = QPrinter(QPrinterInfo.printerInfo(name))
    _ready(printer)
    return printer


def file_printer(path: str) -> QPrinter:
    """A printer that writes a PDF."""
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(path)
    _ready(printer)
    return printer


def _ready(printer: QPrinter) -> None:
    printer.setResolution(DPI)
    printer.setFullPage(True)
    printer.setCreator("Sijil")


def _lay(printer: QPrinter, width: float, height: float) -> None:
    """The sheet of a page: A4 is called A4, whatever way it lies. Size and way apart, since a printer refuses a whole
    layout whose margins are smaller than its own."""
    short, long = sorted((width, height))
    printer.setPageSize(QPageSize(QSizeF(short, long), QPageSize.Unit.Millimeter, "",
                                  QPageSize.SizeMatchPolicy.FuzzyMatch))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if width > height
                               else QPageLayout.Orientation.Portrait)


def print_pages(printer: QPrinter, run: Run, title: str, step: Progress = SILENT) -> list[int]:
    """Print, one page in memory at a time. When `step` raises, nothing of the run comes out.

    Unavailable when the printer does not take it.
    """
    run.sent.clear()
    copies = run.copies
    if copies > 1 and printer.supportsMultipleCopies():
        printer.setCopyCount(copies)
        copies = 1
    order = list(run.numbers) * copies
    printer.setDocName(title)
    _lay(printer, *run.pages.sizes[order[0]])
    painter = QPainter()
    step(0, len(order), _("Printing sheet {n} of {total}").format(n=1, total=len(order)))
    if not painter.begin(printer):
        raise Unavailable(_("The printer {name} does not answer. Check that it is on, then try again.").format(
            name=printer.printerName() or title))
    try:
        for at, number in enumerate(order):
            step(at, len(order), _("Printing sheet {n} of {total}").format(n=at + 1, total=len(order)))
            if at:
                _lay(printer, *run.pages.sizes[number])
                if not printer.newPage():
                    raise Unavailable(_("The printer stopped at sheet {n}.").format(n=at + 1))
            _paint(painter, printer, run, number)
            run.sent.append(number)
    except BaseException:
        run.sent.clear()
        printer.abort()
        raise
    finally:
        painter.end()
    step(len(order), len(order), "")
    return run.sent


def _paint(painter: QPainter, printer: QPrinter, run: Run, number: int) -> None:
    width, _height = run.pages.sizes[number]
    dots = printer.resolution() / MM
    left, top = round(run.shift[0] * dots), round(run.shift[1] * dots)
    for row, picture in run.pages.bands(number, round(width * dots)):
        image = QImage(picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
        painter.drawImage(QPoint(left, top + row), image)


def pages_asked(printer: QPrinter, count: int, shown: int) -> list[int] | None:
    """The pages chosen in the system's dialog (0 is the first); None for all. The printer forgets them, as only
    those pages are sent to it."""
    asked, ranges = printer.printRange(), printer.pageRanges().toString()
    first, last = printer.fromPage(), printer.toPage()
    printer.setPrintRange(QPrinter.PrintRange.AllPages)
    printer.setPageRanges(QPageRanges())
    if asked == QPrinter.PrintRange.CurrentPage:
        return [shown]
    if asked == QPrinter.PrintRange.PageRange and 0 < first <= last:
        return list(range(first - 1, min(last, count)))
    try:
        return chosen_pages(ranges, count) if ranges else None
    except ValueError:
        return None


def system_dialog(printer: QPrinter, count: int, owner: QWidget, then: Callable[[], object]) -> None:
    """The system's own dialog for this printer; `then` when it was confirmed. Pages are chosen in our window."""
    if talk.scripted:
        talk.asked.append("print")
        then()
        return
    dialog = QPrintDialog(printer, owner)
    dialog.setWindowTitle(_("Print"))
    dialog.setMinMax(1, max(count, 1))
    dialog.setFromTo(1, max(count, 1))
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, False)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)
    dialog.finished.connect(lambda code: then() if code == QDialog.DialogCode.Accepted else None)
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # its own open wants a slot by name
    ranges = dialog.findChild(QGroupBox, "gbPrintRange")
    if ranges is not None:  # Qt's own dialog would have the print server leave pages out, and nobody would know which
        ranges.hide()
