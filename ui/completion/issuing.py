"""The batch that is being issued: beside the window, certificate by certificate, watched and stopped from here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.certificates.batch import Batch, Report
from app.certificates.plan import Plan, PlanLine
from app.i18n import _, ngettext
from app.job import Job
from ui.desk.desk import Desk
from ui.desk.lanes import Running
from ui.kit.progress import ProgressPanel
from ui.kit.spoken import say

POLL = 100  # ms between two looks at the running batch
ISSUING, WAITING = "issuing", "waiting"


class Issuing(QObject):
    """`changed` when the batch has gone on, `ended` with its Report (None when it failed)."""

    changed = Signal()
    ended = Signal(object)

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self.desk, self.owner = desk, owner
        self.running: Running | None = None
        self.progress = ProgressPanel("", " ")
        self.progress.cancelled.connect(self.cancel)
        self.progress.hide()
        self._batch: Batch | None = None
        self._seen = -1
        self._poll = QTimer(self)
        self._poll.setInterval(POLL)
        self._poll.timeout.connect(self._look)

    def start(self, plan: Plan, lines: Sequence[PlanLine]) -> None:
        """Issue to these, in this order."""
        batch = Batch([(line_.enrolment_id, line_.name) for line_ in lines], plan.kind, plan.language, plan.design,
                      plan.issued_on, plan.award)
        self._batch, self._seen = batch, -1
        office = self.desk.office
        assert office is not None
        title = ngettext("Issuing {n} certificate", "Issuing {n} certificates", len(lines)).format(n=len(lines))
        self.progress.begin(title)
        running = self.desk.start(Job(title, lambda step: batch.run(office, step), "files",
                                      _("Certificates that are issued stay valid.")), owner=self.owner,
                                  then=self._done, failed=lambda _e: self._end(None))
        if self._batch is batch:  # not yet done
            self.running = running
            running.visible = True
            self.show_here(True)
            self._poll.start()
            self.changed.emit()

    def show_here(self, here: bool) -> None:
        """The batch is shown on its page; when that is left, by the window."""
        if self.running is not None and self.running.own != here:
            self.running.own = here
            self.desk.jobs_changed.emit()

    def cancel(self) -> None:
        """Stop after the certificate that is being issued."""
        if self.running is not None:
            self.progress.button.setEnabled(False)
            self.progress.button.setText(_("Stopping"))
            self.running.cancel()

    def _look(self) -> None:
        running, batch = self.running, self._batch
        if running is None or batch is None:
            return
        total = len(batch.people)
        at = min(running.done, total - 1)
        self.progress.show()
        self.progress.title.setText(_("Issuing certificate {n} of {total}").format(n=at + 1, total=total))
        self.progress.show_progress(running.done, total, _("{name}: writing and sealing").format(
            name=batch.people[at][1]))
        self.progress.consequence.setText(batch.consequence())
        if running.done != self._seen:
            self._seen = running.done
            self.changed.emit()

    def _done(self, report: Report) -> None:
        self._end(report)

    def _end(self, report: Report | None) -> None:
        self._poll.stop()
        self.progress.hide()
        self.running = self._batch = None
        if report is not None:
            say(self.owner, report.words())
        self.ended.emit(report)

    # -- how far it is ----------------------------------------------------------------------------------------------
    def made(self) -> dict[int, str]:
        """Enrolment -> number of what the running batch has issued."""
        return self._batch.so_far() if self._batch is not None and self.running is not None else {}

    def current(self) -> int | None:
        """The enrolment whose certificate is being issued."""
        if self._batch is None or self.running is None or self.running.done >= len(self._batch.people):
            return None
        return self._batch.people[self.running.done][0]

    def state_of(self, enrolment_id: int) -> str:
        """A number, ISSUING, WAITING, or '' for somebody who is not in the batch."""
        if self._batch is None or self.running is None:
            return ""
        number = self._batch.so_far().get(enrolment_id)
        if number:
            return number
        if enrolment_id == self.current():
            return ISSUING
        return WAITING if any(key == enrolment_id for key, _name in self._batch.people) else ""
