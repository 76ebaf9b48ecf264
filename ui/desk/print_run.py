"""Printing a run: in parts with pauses between, and afterwards the question whether every sheet has come out."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from app.exchange.pages import Pages
from app.i18n import _, ngettext
from app.job import Job
from ui.desk import printers, talk
from ui.desk.desk import Desk
from ui.desk.lanes import Running
from ui.desk.paper import Printed
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.field import Field

POLL = 100  # ms
FEW = 10  # sheets that tell nothing about the pace


class PrintRun(QObject):
    """`moved` while it goes on; `ended(left)` with the pages that are still to be printed."""

    moved = Signal()
    ended = Signal(object)

    def __init__(self, desk: Desk, owner: QWidget, title: str, pages: Pages, labels: Sequence[str]) -> None:
        super().__init__(owner)
        self.desk, self.owner, self.title, self.pages, self.labels = desk, owner, title, pages, labels
        self.running: Running | None = None
        self.total = 0
        self.sent: list[int] = []
        self.pace = 0.0  # seconds for a sheet, once somebody has said that all came out
        self._left: list[int] = []
        self._poll = QTimer(self)
        self._poll.setInterval(POLL)
        self._poll.timeout.connect(self.moved)

    def begin(self, printer: QPrinter, numbers: Sequence[int], *, shift: tuple[float, float], copies: int, every: int,
              printed: Printed | None, ask: bool) -> None:
        """Print these pages; `every` sheets there is a pause (0: none)."""
        self._printer, self._shift, self._copies, self._every = printer, shift, copies, every
        self._printed, self._ask = printed, ask
        self._left, self.sent, self.total = list(numbers), [], len(numbers)
        self._since = monotonic()
        self._part()

    def cancel(self) -> None:
        """Stop; what is under way does not come out."""
        if self.running is not None:
            self.running.cancel()

    @property
    def done(self) -> int:
        """Sheets handed to the printer so far."""
        return len(self.sent) + (self.running.done if self.running is not None else 0)

    def _part(self) -> None:
        size = self._every or len(self._left)
        part, printer, pages, title = self._left[:size], self._printer, self.pages, self.title
        run = printers.Run(pages, part, self._shift, self._copies)
        self._waits = True
        running = self.desk.start(Job(title, lambda step: printers.print_pages(printer, run, title, step), "files",
                                      _("Sheets that are already at the printer still come out.")),
                                  owner=self.owner, then=self._came, failed=lambda _e: self._stopped())
        if self._waits:
            self.running = running
            running.visible = True  # shown in the dialog, not by the window
            self._poll.start()

    def _rest(self) -> None:
        self._waits = False
        self.running = None
        self._poll.stop()

    def _came(self, sent: list[int]) -> None:
        self._rest()
        part = min(self._every or len(self._left), len(self._left))
        self.sent += self._left[:part]
        self._left = self._left[part:]
        self.moved.emit()
        if not self._left:
            self._confirm()
            return
        talk.ask(_("{n} of {total} sheets are at the printer. Go on?").format(n=len(self.sent), total=self.total),
                 _("Fill the tray, and look at the last sheet."), _("Go on"), self._part, safe=_("Stop here"),
                 icon="printer", on_no=self._confirm, parent=self.owner)

    def _stopped(self) -> None:
        self._rest()
        self._confirm()

    # -- did they come out? ---------------------------------------------------------------------------------------
    def _confirm(self) -> None:
        n = len(self.sent)
        if not n or self._printed is None:
            self._end(self._left)
        elif not self._ask:
            self._note(self.sent)
            self._end(self._left)
        else:
            talk.ask(ngettext("Did the sheet come out well?", "Did all {n} sheets come out well?", n).format(n=n),
                     _("They are noted as printed only then. After a jam it goes on from the sheet that failed, with "
                       "the same numbers."), ngettext("Yes, it did", "Yes, all of them", n), self._all_came,
                     safe=_("No"), icon="printer", on_no=self._which_failed, parent=self.owner)

    def _all_came(self) -> None:
        if len(self.sent) > FEW:
            self.pace = (monotonic() - self._since) / len(self.sent) / max(1, self._copies)
        self._note(self.sent)
        self._end(self._left)

    def _which_failed(self) -> None:
        if len(self.sent) == 1:
            self._end(self.sent + self._left)
            return
        dialog = Dialog(_("Which is the first sheet that is missing or spoiled?"),
                        _("The sheets before it are noted as printed. It goes on from this one."),
                        action=_("Go on from there"), safe=_("Note none"), icon="printer", parent=self.owner)
        dialog.setObjectName("failed")
        choice = Choice([(at, self.name(page)) for at, page in enumerate(self.sent)])
        choice.setObjectName("first")
        choice.set_value(0)
        dialog.body.addWidget(Field(_("First bad sheet"), choice))

        def go_on() -> None:
            at = choice.value() or 0
            if at:
                self._note(self.sent[:at])
            self._end(self.sent[at:] + self._left)

        dialog.accepted.connect(go_on)
        dialog.rejected.connect(lambda: self._end(self.sent + self._left))
        talk.open_dialog(dialog)

    def name(self, page: int) -> str:
        """`57 · Name`."""
        label = self.labels[page] if page < len(self.labels) else ""
        return f"{page + 1} · {label}" if label else str(page + 1)

    def _note(self, pages: list[int]) -> None:
        if self._printed is not None:
            self._printed(list(pages))

    def _end(self, left: list[int]) -> None:
        self.ended.emit(list(left))
