"""The window before printing: pages at the left, choices at the right, printing or saving at the foot."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QBoxLayout, QDialog, QWidget

from app.errors import Unavailable
from app.exchange import pages as paper_pages
from app.exchange.files import safe_file_name, write_bytes
from app.exchange.pages import Pages
from app.i18n import _, ngettext
from app.job import Job, Progress
from ui.desk import printers, talk
from ui.desk.desk import Desk
from ui.desk.paper import Paper, Place
from ui.desk.preview_pane import PreviewPane
from ui.desk.print_options import FEW, SOURCES, PrintOptions
from ui.desk.print_run import PrintRun
from ui.kit.buttons import Button, primary, secondary
from ui.kit.key_names import sequence
from ui.kit.layout import box, column, least, line, row, scrolled
from ui.kit.note import Note
from ui.kit.progress import ProgressPanel
from ui.kit.text import label
from ui.kit.theme import theme


def about(seconds: float) -> str:
    """'about 13 minutes'."""
    minutes = max(1, round(seconds / 60))
    return ngettext("about {n} minute", "about {n} minutes", minutes).format(n=minutes)


class PrintDialog(QDialog):
    """Shows the pages of a paper that was made. Everything slow runs beside the window.

    `ready` when the pages and the printers are known. Closes itself when all sheets have come out.
    """

    ready = Signal()

    def __init__(self, desk: Desk, paper: Paper, data: bytes, owner: QWidget) -> None:
        super().__init__(owner.window())
        self.desk, self.paper = desk, paper
        self.run: PrintRun | None = None
        self.found: printers.Found | None = None
        self._looks = 0
        self._orders, self._first = paper.orders, paper
        self.setObjectName("print")
        self.setWindowTitle(paper.title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.options = PrintOptions(desk, paper.kind, [(key, words) for key, words, _p in paper.orders],
                                    paper.told(Place("")) is not None)
        self.options.plain.setVisible(paper.plain is not None)
        self.setLayout(self._build())
        self._connect()
        self._keys()
        self._size(owner.window())
        self._take(paper, data)
        desk.start(Job(_("Looking for printers"), lambda _step: printers.printers(), "files"), owner=self,
                   then=self._printers)

    # -- building -------------------------------------------------------------------------------------------------
    def _build(self) -> Any:
        self.pane = PreviewPane(self.desk)
        self.view, self.thumbs, self.where = self.pane.view, self.pane.thumbs, self.pane.where
        self.panel = box(column(scrolled(box(column(self.options))), spacing=0), "surface")
        self.note = Note("", "warn")
        self.note.hide()
        self.progress = ProgressPanel("", "")
        self.progress.hide()
        self.said = label("", "muted", wrap=True)
        self.save_button = secondary(_("Save as PDF"), self.save, icon="file-text")
        self.open_button = secondary(_("Open PDF"), self.open_pdf, icon="external-link")
        self.all_button = secondary(_("Print"), self.print_)
        self.main_button = primary(_("Print"), self.print_, icon="printer")
        for button in self.foot_buttons():
            button.setAutoDefault(False)
        self._print_row = row(None, self.all_button, self.main_button)
        self._save_row = row(self.said, self.open_button, self.save_button)
        self._save_row.setStretch(0, 1)
        self._foot_row = row(self._save_row, self._print_row)
        self._foot_row.setStretch(0, 1)
        foot = box(column(self.note, self.progress, self._foot_row, margins=(20, 12, 20, 12), spacing=8), "foot")
        least(self.said, 60)
        middle = row(self.pane, line(vertical=True), self.panel, spacing=0)
        middle.setStretch(0, 1)
        made = column(middle, foot, spacing=0)
        made.setStretch(0, 1)
        return made

    def foot_buttons(self) -> tuple[Button, ...]:
        """The buttons at the foot, the main one last."""
        return (self.open_button, self.save_button, self.all_button, self.main_button)

    def _connect(self) -> None:
        self.pane.turned.connect(self._turned)
        self.pane.opened.connect(self._opened)
        self.options.changed.connect(self._show)
        self.options.placed.connect(self._placed)
        self.options.test_asked.connect(self.print_test)
        self.options.system_asked.connect(self.system)
        self.options.ordered.connect(self._ordered)
        self.progress.cancelled.connect(self._cancel)

    def _keys(self) -> None:
        for keys, act in (("Ctrl+P", self.system), ("Ctrl+S", self.save), ("Ctrl+Return", self._main),
                          ("Ctrl+Enter", self._main), ("Ctrl+T", self.print_test),
                          ("Ctrl+PgDown", lambda: self.view.turn(1)), ("Ctrl+PgUp", lambda: self.view.turn(-1)),
                          ("Ctrl+0", lambda: self.pane.set_zoom("fit")), ("Ctrl+1", lambda: self.pane.set_zoom("100"))):
            QShortcut(sequence(keys), self, act)
        for button, keys in ((self.save_button, "Ctrl+S"), (self.options.system, "Ctrl+P"),
                             (self.options.test, "Ctrl+T"), (self.main_button, "Ctrl+Enter")):
            shown = sequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            button.setToolTip(f"{button.text().strip()}  ({shown})" if button.text() else shown)

    def _main(self) -> None:
        """What the filled button says: without a printer that is to save."""
        button = self.save_button if self.save_button.kind == "primary" else self.main_button
        button.click()

    def _size(self, window: QWidget) -> None:
        room = window.size() if window.isVisible() else QSize(1440, 868)
        self.resize(min(theme().px(1064), max(room.width() - 32, 700)), min(theme().px(734), max(room.height() - 32,
                                                                                             440)))
        self._widths()

    def _widths(self) -> None:
        self.panel.setFixedWidth(min(theme().px(348), self.width() // 2))
        self.pane.arrange(self.height())
        wanted = sum(b.sizeHint().width() + 8 for b in self.foot_buttons() if not b.isHidden())
        narrow = wanted + theme().px(150) > self.width()
        self._foot_row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widths()

    # -- pages --------------------------------------------------------------------------------------------------------
    @property
    def pages(self) -> Pages | None:
        """The pages that are shown, once they are open."""
        return self.pane.pages

    def _take(self, paper: Paper, data: bytes) -> None:
        self.paper = paper
        self.pane.take(data, paper.labels)
        self.options.family = paper.family() if paper.family is not None else ""

    def _opened(self) -> None:
        self._widths()
        self._placed()
        self.ready.emit()

    def _turned(self, page: int) -> None:
        self.options.set_pages(len(self.view), page)

    def _ordered(self, key: Any) -> None:
        whole = next((paper for k, _words, paper in self._orders if k == key), self._first)
        chosen = whole.without_background() if self.options.plain.value() else whole
        self.desk.start(Job(self.paper.title, chosen.make, "files"), owner=self,
                        then=lambda data: self._take(chosen, data))

    # -- the printer ---------------------------------------------------------------------------------------------------
    def _printers(self, found: printers.Found) -> None:
        self.found = found
        self.options.set_found(found)
        self._show()
        self.ready.emit()

    def _placed(self) -> None:
        self.view.set_shift(*self.options.shift())
        name, pages = self.options.printer.value(), self.pages
        self._looks += 1
        turn = self._looks
        if not name or pages is None:
            self._reached(turn, printers.Reach())
            return
        size = pages.sizes[0]
        self.desk.start(Job(_("Looking for printers"), lambda _step: printers.reach(name, *size), "files"),
                        owner=self, then=lambda reach: self._reached(turn, reach))

    def _reached(self, turn: int, reach: printers.Reach) -> None:
        if turn == self._looks:
            self.pane.set_margins(reach.margins, self.height())

    def _show(self) -> None:
        """The words and buttons that follow from what is chosen."""
        printer = bool(self.options.printer.value())
        busy = self.run is not None
        self.options.show_state(printer, self.found is not None)
        chosen = self.options.pages() if self.pages is not None else []
        copies = self.options.copies_value()
        n = len(chosen) * copies
        every = self.options.pause_after()
        said = ngettext("{n} sheet", "{n} sheets", n).format(n=n) if n else ""
        if n and every and len(chosen) > every and printer:
            said = _("{sheets}, a pause after every {n}").format(sheets=said, n=every)
        if n > FEW and printer:
            said = _("{sheets}, {time}").format(sheets=said, time=about(n * self.options.pace()))
        self.said.setText(said)
        why = (_("No printer was found on this computer.") if not printer else _("Choose sheets to print.") if not n
               else _("Move it by a number of mm.") if self.options.shift_problem() else "")
        first = printer and self.paper.kind == "certificate" and not self.options.tested()
        words = ngettext("Print {n} sheet", "Print {n} sheets", n).format(n=n) if n else _("Print")
        self.all_button.setVisible(first)
        self.all_button.setText(words)
        self.all_button.explain(why)
        self.main_button.setText(_("Print 1 test sheet") if first else words)
        self.main_button.explain("" if first else why)
        without = self.found is not None and not printer
        self.save_button.set_kind("primary" if without else "secondary")
        self.main_button.set_kind("secondary" if without else "primary")
        self.open_button.setVisible(without)
        self.save_button.explain("" if chosen else _("Choose sheets to print."))
        for widget in (self.options, *self.foot_buttons()):
            if busy:
                widget.setEnabled(False)
        if not busy:
            self.options.setEnabled(True)
        self._widths()

    def _printer(self) -> QPrinter:
        printer = printers.make_printer(self.options.printer.value())
        printer.setPaperSource(SOURCES[self.options.tray.value() or ""])
        return printer

    # -- printing ------------------------------------------------------------------------------------------------------
    def print_(self) -> None:
        """Print what is chosen; first a test sheet where none has come from this printer and tray."""
        if self.sender() is not self.all_button and self.main_button.text().strip() == _("Print 1 test sheet"):
            self.print_sample()
        elif self.all_button.isEnabled() and self.run is None:
            self._begin(self._printer())

    def system(self) -> None:
        """The system's dialog; its Print prints."""
        if self.pages is None or not self.options.printer.value() or self.run is not None:
            return
        printer = self._printer()
        printer.setCopyCount(self.options.copies_value() or 1)

        def confirmed() -> None:
            asked = printers.pages_asked(printer, len(self.view), self.view.page)
            if asked:
                self.options.set_sheets(asked)
            self.options.copies.set_value(printer.copyCount())
            printer.setCopyCount(1)
            if printer.printerName() in (self.found.names if self.found else ()):
                self.options.printer.set_value(printer.printerName())
            self._begin(printer)

        printers.system_dialog(printer, len(self.view), self, confirmed)

    def _begin(self, printer: QPrinter) -> None:
        pages, chosen, copies = self.pages, self.options.pages(), self.options.copies_value()
        if pages is None or not chosen or not copies:
            self._show()
            return
        printer.setFullPage(True)
        self.note.hide()
        run = self.run = PrintRun(self.desk, self, self.paper.title, pages, self.pane.labels)
        run.moved.connect(self._moved)
        run.ended.connect(self._ended)
        self.progress.title.setText(_("Printing to {name}").format(name=self.options.printer.value() or ""))
        self.progress.button.setEnabled(True)
        self.progress.button.setText(_("Cancel"))
        self._show()
        run.begin(printer, chosen, shift=self.options.shift(), copies=copies, every=self.options.pause_after(),
                  printed=self.paper.told(self.options.where()), ask=bool(self.options.ask.value()))

    def _moved(self) -> None:
        if self.run is not None and self.run.running is not None:
            self.progress.show()
            self.progress.show_progress(self.run.done, self.run.total, self.run.running.text)

    def _cancel(self) -> None:
        if self.run is not None:
            self.run.cancel()

    def _ended(self, left: list[int]) -> None:
        run, self.run = self.run, None
        self.progress.hide()
        if run is not None:
            run.deleteLater()
            if run.pace:
                self.options.note_pace(run.pace)
        if not left:
            self.desk.tell(_("Printed: {title}").format(title=self.paper.title))
            self.accept()
            return
        self.options.set_sheets(left)
        self.pane.go(left[0])
        self._say(ngettext("{n} sheet is still to be printed.", "{n} sheets are still to be printed.",
                           len(left)).format(n=len(left)), "warn")
        self._show()

    def print_sample(self) -> None:
        """The first sheet as a sample without a number; a sheet with rulers where there is none."""
        make, name = self.paper.sample, self.options.printer.value()
        if make is None:
            self.print_test()
            return
        if self.pages is None or not name or self.run is not None:
            return
        printer, shift, where = self._printer(), self.options.shift(), self.options.where()

        def work(step: Progress) -> None:
            sheet = Pages(make(step))
            try:
                printers.print_pages(printer, printers.Run(sheet, [0], shift), _("Test sheet"), step)
            finally:
                sheet.close()

        def printed(_n: object) -> None:
            self._tested()
            if self.paper.tested is not None:
                self.paper.tested(where)

        self.desk.start(Job(_("Printing a test sheet"), work, "files"), owner=self, then=printed)

    def print_test(self) -> None:
        """One sheet with crosses and rulers, shifted as the others will be."""
        pages, name = self.pages, self.options.printer.value()
        if pages is None or not name or self.run is not None:
            return
        printer, shift, size = self._printer(), self.options.shift(), pages.sizes[self.view.page]
        right, down = shift
        words = _("{printer}, moved {right} mm to the right and {down} mm down").format(
            printer=name, right=f"{right:g}", down=f"{down:g}")

        def work(step: Progress) -> None:
            sheet = Pages(paper_pages.test_sheet(*size, words))
            try:
                printers.print_pages(printer, printers.Run(sheet, [0], shift), _("Test sheet"), step)
            finally:
                sheet.close()

        self.desk.start(Job(_("Printing a test sheet"), work, "files"), owner=self, then=lambda _n: self._tested())

    def _tested(self) -> None:
        self.options.note_tested()
        self._say(_("The test sheet is at the printer. Measure it, then move the print by what is missing."), "ok")
        self._show()

    def _say(self, words: str, tone: str) -> None:
        self.note.show_note(words, tone)
        self.note.show()

    # -- without a printer -----------------------------------------------------------------------------------
    def _data(self, pages: Pages, chosen: list[int]) -> bytes:
        return pages.data if chosen == list(range(len(pages))) else pages.part(chosen)

    def save(self) -> None:
        """The chosen sheets as one PDF."""
        pages, chosen = self.pages, self.options.pages()
        if pages is None or not chosen or self.run is not None:
            return

        def write(path: Path) -> None:
            self.desk.start(Job(_("Writing {name}").format(name=Path(path).name),
                                lambda _step: write_bytes(Path(path), self._data(pages, chosen)), "files"),
                            owner=self, then=lambda _n: self._saved(Path(path), chosen))

        talk.choose_save(_("Save as PDF"), _("PDF (*.pdf)"), safe_file_name([self.paper.name], ".pdf"), write, self)

    def _saved(self, path: Path, chosen: list[int]) -> None:
        self.desk.tell(_("Saved as {name}").format(name=path.name))
        self._ask_printed(chosen)

    def _ask_printed(self, chosen: list[int]) -> None:
        printed = self.paper.told(Place(_("from a PDF")))
        if printed is None:
            self.accept()
            return
        talk.ask(_("Note these sheets as printed?"),
                 _("Do so once they are on paper. Otherwise they stay among those that are not printed yet."),
                 _("Note as printed"), lambda: (printed(chosen), self.accept()), safe=_("Not yet"), icon="printer",
                 on_no=self.accept, parent=self)

    def open_pdf(self) -> None:
        """Show it in the program that opens PDFs, which may know a printer."""
        pages, chosen = self.pages, self.options.pages()
        if pages is None or not chosen:
            return
        path = Path(tempfile.gettempdir()) / "sijil-papers" / safe_file_name([self.paper.name], ".pdf")

        def opened(_n: object) -> None:
            if not talk.scripted and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
                raise Unavailable(_("No program opens {name}.").format(name=path.name))
            self._ask_printed(chosen)

        self.desk.start(Job(_("Opening the PDF"), lambda _step: write_bytes(path, self._data(pages, chosen)),
                            "files"), owner=self, then=opened)

    # -- leaving ---------------------------------------------------------------------------------------------
    def reject(self) -> None:
        """Esc: first stops what is printing."""
        if self.run is not None:
            self._cancel()
        else:
            super().reject()

    def done(self, code: int) -> None:
        """Closing; the pages are let go in their lane."""
        self.pane.let_go()
        super().done(code)

