"""Many marks at once: of a session, of a trainee's row or of the selection, all of them or only the empty ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.attendance.marking import Cell
from app.i18n import _, ngettext
from ui.attendance.book import Place
from ui.attendance.drawing import ordered
from ui.desk import talk
from ui.kit.check import CheckBox, OneOf
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.text import label
from ui.kit.text_box import NumberBox, TextBox

if TYPE_CHECKING:
    from ui.attendance.register import AttendanceTab

CLEAR = "-"
SESSION, ROW, SELECTION = "session", "row", "selection"


def open_set(tab: AttendanceTab) -> None:
    """Ctrl+M."""
    if tab.view is None or tab.grid.current() is None:
        tab.say(_("Choose a cell first."), "danger")
        return
    talk.open_dialog(SetMarksDialog(tab))


class SetMarksDialog(Dialog):
    """Where, which status, and whether what stands there is kept."""

    def __init__(self, tab: AttendanceTab) -> None:
        super().__init__(_("Set many marks"), _("As one step: undo takes them back together."), action=_("Set marks"),
                         icon="check-check", parent=tab.window())
        self.tab, self.book = tab, tab.book
        current, session = tab.grid.current(), tab.session()
        assert current is not None
        row = self.book.person(current[0])
        several = len(tab.grid.selection(editable=False)) if tab.grid.several() else 0
        where = [(SESSION, _("This session, everybody")),
                 (ROW, _("All sessions so far of {name}").format(name=row.name if row else ""))]
        if several:
            where.append((SELECTION, ngettext("The selected cell", "The {n} selected cells", several).format(
                n=several)))
        self.where = Field(_("&Where"), OneOf(where))
        self.where.set_value(SELECTION if several else SESSION)
        options = [(s.code, f"{s.letter}  {s.label}") for s in ordered(self.book.offered())]
        self.status = Field(_("&Mark"), Choice([*options, (CLEAR, _("clear"))]))
        self.status.set_value("H")
        self.empty_only = CheckBox(_("Only cells that are not marked"))
        self.empty_only.set_value(True)
        self.reason = Field(_("&Reason"), TextBox(max_length=500))
        self.evidence = Field(_("&Number of the MC or letter"), TextBox(max_length=80))
        self.minutes = Field(_("&Minutes late or left early"), NumberBox())
        self.said = label("", "muted", wrap=True)
        for part in (self.where, self.status, self.empty_only, self.reason, self.evidence, self.minutes, self.said):
            self.body.addWidget(part)
        for part in (self.where, self.status, self.empty_only):
            part.edited.connect(self._follow)
        self._session = session.id if session is not None else current[1]
        self._person = current[0]
        self._follow()
        self.check = self._complete
        self.accepted.connect(lambda: self.book.send(self.cells()))
        self.status.focus()

    def places(self) -> list[Place]:
        """The cells that would be set."""
        view, where = self.book.view, self.where.value()
        assert view is not None
        if where == SESSION:
            session = self.book.session(self._session)
            found = [(r.enrolment_id, self._session) for r in self.book.awaited(session)] if session else []
        elif where == ROW:
            found = [(self._person, s.id) for s in view.sessions]
        else:
            found = self.tab.grid.selection()
        keep = bool(self.empty_only.value()) and self.status.value() != CLEAR
        return [p for p in found if not self.book.why_not(*p) and not (keep and p in self.book.marks)]

    def cells(self) -> list[Cell]:
        """What is sent."""
        code, minutes = self.status.value(), self.minutes.value()
        if code == CLEAR:
            return [Cell(person, session, None) for person, session in self.places()]
        reason, evidence = str(self.reason.value() or "").strip(), str(self.evidence.value() or "").strip()
        lost = int(minutes) if self.minutes.isVisibleTo(self) and isinstance(minutes, int) else None
        return [Cell(person, session, code, reason or None, lost, evidence or None)
                for person, session in self.places()]

    def _follow(self) -> None:
        code = self.status.value()
        status = self.book.status(str(code or ""))
        self.empty_only.setVisible(code != CLEAR)
        self.minutes.setVisible(status is not None and status.policy_key in ("late", "early"))
        for field in (self.reason, self.evidence):
            field.setVisible(code not in ("H", CLEAR))
            field.set_error("")
        n = len(self.places())
        self.said.setText(ngettext("{n} cell is set.", "{n} cells are set.", n).format(n=n))
        self.action_button.explain("" if n else _("There is no cell to be set."))
        self.fit()

    def _complete(self) -> bool:
        status = self.book.status(str(self.status.value() or ""))
        if status is None:
            return True
        good = True
        for needed, field, words in (
                (status.needs_reason, self.reason, _("This status needs a reason.")),
                (status.needs_evidence, self.evidence, _("This status needs the number of the MC or letter."))):
            if needed and not str(field.value() or "").strip():
                field.set_error(words)
                good = False
        self.fit()
        return good
