"""From the register to files: bring one in, or give out a packet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.attendance.files.packet import MakePacket, PacketRow, Packets, write_packet
from app.attendance.queries import RegisterView
from app.i18n import _, ngettext, show_moment
from app.job import Job
from app.office.command import Ref
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.combo import Choice
from ui.kit.date_field import DateBox
from ui.kit.dialog import Dialog
from ui.kit.form import Form, Spec
from ui.kit.text import label

if TYPE_CHECKING:
    from ui.attendance.register import AttendanceTab

WEEK = timedelta(days=6)
MOST_SHOWN = 3


def bring(tab: AttendanceTab, path: Path | None = None) -> None:
    """Bring a file in for the cohort in front."""
    if tab.cohort is not None:
        tab.desk.show(Ref("attendance-files", tab.cohort.id, str(path or "")))


def give_out(tab: AttendanceTab) -> None:
    """Ask for whom and for which days a packet is."""
    if tab.view is not None:
        talk.open_dialog(PacketDialog(tab.desk, tab.view, tab))


class PacketDialog(Dialog):
    """An instructor, the days, then where the workbook is written."""

    def __init__(self, desk: Desk, view: RegisterView, tab: AttendanceTab) -> None:
        super().__init__(_("Make an attendance packet"),
                         _("A workbook for an instructor who is away from the office. Only the cells to fill can be "
                           "changed; coming back it is compared with the register before anything is recorded."),
                         action=_("Make the packet…"), icon="file-output", parent=tab.window())
        self.desk, self.view, self.tab = desk, view, tab
        cohort = view.cohort
        days = [s.day for s in view.sessions if not s.cancelled]
        first = min(max(view.today, min(days, default=view.today)), max(days, default=view.today))
        self.form = Form([
            Spec("instructor", _("Instructor"), Choice([(i.name, i.name) for i in cohort.instructors],
                                                       empty=_("All sessions"))),
            Spec("first", _("First day"), DateBox(weekday=True), required=True),
            Spec("last", _("Last day"), DateBox(weekday=True), required=True),
        ], build=self._command)
        instructor = cohort.instructors[0].name if len(cohort.instructors) == 1 else None
        self.form.set_values({"instructor": instructor, "first": first, "last": first + WEEK})
        self.form.save_asked.connect(self.accept)
        self.body.addWidget(self.form)
        self.out = label("", "muted", wrap=True)
        self.out.hide()
        self.body.addWidget(self.out)
        desk.ask(Packets(cohort_id=cohort.id), owner=self, then=self._show_out)
        self.check = lambda: not self._command(self.form.values()).problems() or self._refuse()
        self.accepted.connect(self._write)

    def _show_out(self, packets: Sequence[PacketRow]) -> None:
        """Packets of this cohort that have not come back."""
        waiting = [p for p in packets if p.returned_at is None]
        if waiting:
            self.out.setText(ngettext("{n} packet of this cohort has not come back: {list}.",
                                      "{n} packets of this cohort have not come back: {list}.",
                                      len(waiting)).format(n=len(waiting), list="; ".join(
                                          " · ".join(filter(None, (p.instructor, show_moment(p.made_at))))
                                          for p in waiting[:MOST_SHOWN])))
            self.out.show()
            self.fit()

    def _command(self, values: dict[str, object]) -> MakePacket:
        return MakePacket(cohort_id=self.view.cohort.id, first=values["first"], last=values["last"],  # type: ignore[arg-type]
                          instructor=str(values["instructor"] or ""))

    def _refuse(self) -> bool:
        self.form.refuse(self._command(self.form.values()).problems())
        return False

    def _write(self) -> None:
        office, command, tab = self.desk.office, self._command(self.form.values()), self.tab
        if office is None:
            return
        desk, code = self.desk, self.view.cohort.code
        name = _("Attendance packet {code}").format(code=code) + f" {command.first:%Y-%m-%d}.xlsx"

        def write(path: Path) -> None:
            desk.start(Job(_("Writing the packet"), lambda step: write_packet(office, path, command, step), "office"),
                       owner=tab, then=lambda _uid: desk.tell(_("Packet written to {file}").format(file=path.name)))

        talk.choose_save(_("Where is the packet to be written?"), _("Excel workbook (*.xlsx)"), name, write, tab)
