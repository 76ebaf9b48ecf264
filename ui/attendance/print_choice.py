"""Which paper of a register, for whom, of which days: one question before every print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.attendance.queries import RegisterView
from app.cohorts.exports import Release
from app.cohorts.queries import CohortWhole
from app.i18n import N_, _, ngettext, show_date, show_span
from app.job import Job, Progress
from app.office.permissions import Permission
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.printing import offer
from ui.kit.buttons import Button
from ui.kit.check import CheckBox
from ui.kit.combo import Choice
from ui.kit.date_field import DateBox
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import box, row
from ui.kit.text import label
from ui.rosters.gate import GateFields

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.attendance.register import AttendanceTab

LAST = "print:attendance"  # the paper that was chosen last
PAPERS = (("day", N_("Sheet for signing, a page a day")), ("week", N_("Sheet for signing, a page a week")),
          ("blank", N_("Attendance list, blank")), ("filled", N_("Attendance list, filled")),
          ("t3", N_("Report for the sponsor (as HRD Corp Form T3)")), ("class", N_("Class list")),
          ("cards", N_("Trainee cards with QR code")), ("tags", N_("Name tags")), ("desk", N_("Desk cards")),
          ("letter", N_("Absence letters")))
DATED = ("day", "week", "blank", "filled")


@dataclass(frozen=True)
class Wanted:
    """What was chosen."""

    paper: str
    only: frozenset[int] | None  # enrolments; None is everybody on the roll
    employer: str | None
    first: date | None
    last: date | None
    per_employer: bool
    replaced: bool
    release: Release


def open_print(tab: AttendanceTab) -> None:
    """For the cohort in front, with its chosen session and rows."""
    if tab.cohort is None or tab.view is None:
        return
    session = tab.session()
    chosen = {key for key, _column in tab.grid.selection(editable=False)}
    talk.open_dialog(PrintChoice(tab.desk, tab.cohort, tab.view, session.day if session else None,
                                 frozenset(chosen), tab))


class PrintChoice(Dialog):
    """Only the fields that the paper needs are there."""

    def __init__(self, desk: Desk, cohort: CohortWhole, view: RegisterView, day: date | None, chosen: frozenset[int],
                 parent: QWidget) -> None:
        super().__init__(_("Print"), "", action=_("Show"), icon="printer", parent=parent)
        self.desk, self.cohort, self.view, self.owner = desk, cohort, view, parent
        self.paper = Choice([(key, _(words)) for key, words in PAPERS])
        self.paper.set_value(desk.kept.get(LAST, "week"))
        self.whom = Choice(self._people(chosen))
        self.whom.set_value("chosen" if len(chosen) > 1 else "all")
        self._chosen, day = chosen, day or view.today
        monday = day - timedelta(days=day.weekday())
        self.dates = Choice([("day", show_date(day, weekday=True)),
                             ("week", show_span(monday, monday + timedelta(days=6))),
                             ("all", _("The whole course")), ("span", _("From a day to a day"))])
        self._spans = {"day": (day, day), "week": (monday, monday + timedelta(days=6)), "all": (None, None)}
        self.first, self.last = DateBox(), DateBox()
        self.first.set_value(cohort.starts)
        self.last.set_value(cohort.ends)
        self.apart = CheckBox(_("Pages of their own for each employer"))
        self.replaced = CheckBox(_("Also who was replaced"))
        self.gate = GateFields(narrow=True)
        self._fields()
        self.why = label("", "caution", wrap=True)
        self.body.addWidget(self.why)
        self.in_folder = Button(_("PDF and Excel in a folder…"), self._to_folder, icon="file-spreadsheet")
        self.foot.insertWidget(0, self.in_folder)
        self.paper.edited.connect(self._paper_chosen)
        self.dates.edited.connect(self._look)
        self.check = self._complete
        self.accepted.connect(self._print)
        self._paper_chosen()

    def _fields(self) -> None:
        self._whom = Field(_("&For whom"), self.whom)
        self._dates = Field(_("&Days"), self.dates)
        self._span = box(row(Field(_("From"), self.first), Field(_("To"), self.last), spacing=12))
        for widget in (Field(_("Pap&er"), self.paper), self._whom, self._dates, self._span, self.apart, self.replaced,
                       self.gate):
            self.body.addWidget(widget)

    def _people(self, chosen: frozenset[int]) -> list[tuple[Any, str]]:
        rows = [r for r in self.view.rows if r.on_roll]
        found: list[tuple[Any, str]] = [("all", ngettext("{n} trainee on the roll", "All {n} trainees on the roll",
                                                         len(rows)).format(n=len(rows)))]
        if chosen:
            found.append(("chosen", ngettext("{n} chosen trainee", "{n} chosen trainees", len(chosen)).format(
                n=len(chosen))))
        found.extend((("firm", name), name) for name in sorted({r.organisation for r in rows if r.organisation}))
        return found

    def _paper_chosen(self) -> None:
        self.dates.set_value({"day": "day", "week": "week"}.get(self.paper.value(), "all"))
        self._look()

    def _look(self) -> None:
        paper = self.paper.value()
        self._dates.setVisible(paper in DATED)
        self._span.setVisible(paper in DATED and self.dates.value() == "span")
        self.apart.setVisible(paper in DATED)
        for widget in (self.replaced, self.gate, self.in_folder):
            widget.setVisible(paper == "t3")
        why = self.desk.why_not(Permission.EXPORT_FULL) if paper == "t3" else ""
        self.why.setText(why)
        self.why.setVisible(bool(why))
        self.action_button.explain(why)
        self.in_folder.explain(why)
        self.action_button.setText(_("Words and letters…") if paper == "letter" else _("Show"))
        self.fit()

    def wanted(self) -> Wanted:
        """What stands in the fields."""
        whom = self.whom.value()
        employer = whom[1] if isinstance(whom, tuple) else None
        only: frozenset[int] | None = self._chosen if whom == "chosen" else None
        if employer is not None and self.paper.value() != "t3":  # which knows who was replaced there
            only = frozenset(r.enrolment_id for r in self.view.rows if r.organisation == employer)
        first, last = self._spans.get(self.dates.value()) or (self.first.value(), self.last.value())
        paper = str(self.paper.value())
        dated = paper in DATED
        return Wanted(paper, only, employer, first if dated else None, last if dated else None,
                      bool(self.apart.value()), bool(self.replaced.value()), self.gate.release())

    def _complete(self) -> bool:
        if self.paper.value() == "t3":
            complete = self.gate.complete()
            self.fit()
            if not complete:
                return False
        if self.dates.value() == "span" and self.paper.value() in DATED:
            return isinstance(self.first.value(), date) and isinstance(self.last.value(), date)
        return True

    def _print(self) -> None:
        wanted = self.wanted()
        self.desk.kept.put(LAST, wanted.paper)
        if wanted.paper == "letter":
            from ui.attendance.letter import LetterDialog

            talk.open_dialog(LetterDialog(self.desk, self.cohort, wanted.only, self.owner))
            return
        title = _(dict(PAPERS)[wanted.paper])
        offer(self.desk, title, self._maker(wanted), owner=self.owner, name=f"{title} - {self.cohort.code}")

    def _maker(self, wanted: Wanted) -> Callable[[Progress], bytes]:
        """How the paper is made, beside the window."""
        office, key = self.desk.office, self.cohort.id
        assert office is not None
        if wanted.paper == "t3":
            from app.attendance.t3 import t3_pdf

            return lambda step: t3_pdf(office, key, release=wanted.release, employer=wanted.employer,
                                       replaced=wanted.replaced, only=wanted.only, step=step)
        if wanted.paper == "class":
            from app.attendance.class_list import class_list_pdf

            return lambda step: class_list_pdf(office, key, wanted.only, step)
        if wanted.paper in ("cards", "tags", "desk"):
            from app.attendance import cards

            make = {"cards": cards.cards_pdf, "tags": cards.tags_pdf, "desk": cards.desk_cards_pdf}[wanted.paper]
            return lambda step: make(office, key, wanted.only, step)
        from app.attendance.sign_sheet import sign_sheet

        by: Any = wanted.paper if wanted.paper in ("day", "week") else "session"
        return lambda step: sign_sheet(office, key, filled=wanted.paper == "filled", by=by, first=wanted.first,
                                       last=wanted.last, per_employer=wanted.per_employer, only=wanted.only, step=step)

    def _to_folder(self) -> None:
        """The sponsor's report as files, one of each kind for each employer."""
        if not self._complete():
            return
        wanted, desk, office = self.wanted(), self.desk, self.desk.office
        assert office is not None

        def write(folder: Path) -> None:
            from app.attendance.t3 import write_t3

            def done(paths: list[Path]) -> None:
                desk.tell(ngettext("{n} file is in {folder}", "{n} files are in {folder}", len(paths)).format(
                    n=len(paths), folder=folder.name))

            desk.start(Job(_("Writing the reports"), lambda step: write_t3(
                office, self.cohort.id, folder, release=wanted.release, employer=wanted.employer,
                replaced=wanted.replaced, only=wanted.only, step=step), "files"),
                owner=self.owner, then=done)

        talk.choose_folder(_("Where to put the reports"), lambda folder: write(Path(folder)), self)

