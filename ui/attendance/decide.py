"""Another mark in a closed register: whoever may decide does so with a reason, everybody else asks the office."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.attendance.marking import Cell
from app.attendance.requests import DecideMark, RequestMark
from app.i18n import _, ngettext
from ui.attendance.book import Book, Place
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.text_box import NumberBox, TextBox

CLEAR = "-"
"""The choice that asks for no mark at all."""


def may_change_closed(desk: Desk) -> bool:
    """Whether a mark of a closed register can be decided or asked for by whoever sits here."""
    return desk.may(DecideMark) or desk.may(RequestMark)


def open_decision(book: Book, places: Sequence[Place], code: str, parent: QWidget) -> None:
    """Ask for the new mark of these cells; `code` is chosen already where a letter was typed."""
    decides = book.desk.may(DecideMark) and all(book.closed(p) for p in places)
    talk.open_dialog(DecisionDialog(book, places, code, decides, parent))


class DecisionDialog(Dialog):
    """New status, reason, document, minutes; sent as a decision or as a request."""

    def __init__(self, book: Book, places: Sequence[Place], code: str, decides: bool, parent: QWidget) -> None:
        self.book, self.places, self.decides = book, tuple(places), decides
        row = book.person(places[0][0])
        self.who = row.name if row is not None else ""
        name = self.who if len(places) == 1 else ngettext("{n} mark", "{n} marks", len(places)).format(n=len(places))
        mark = book.marks.get(places[0]) if len(places) == 1 else None
        super().__init__(
            (_("Change the mark of {name}?") if decides else _("Ask for another mark of {name}?")).format(name=name),
            _("What was taken in class stays visible beside what counts.") if decides else
            _("The office decides. Until then the mark counts as it is."),
            action=_("Change the mark") if decides else _("Ask for it"), icon="clipboard-check", parent=parent.window())
        options = [(s.code, f"{s.letter}  {s.label}") for s in book.offered()]
        self.status = Field(_("&New mark"), Choice([*options, (CLEAR, _("no mark"))]), required=True)
        self.status.set_value(code or (mark.status if mark is not None else None))
        self.reason = Field(_("&Reason"), TextBox(max_length=500), required=True,
                            help=_("For example: MC handed in on Wednesday."))
        self.evidence = Field(_("&Number of the MC or letter"), TextBox(max_length=80))
        self.minutes = Field(_("&Minutes late or left early"), NumberBox())
        if mark is not None:
            self.evidence.set_value(mark.evidence)
        for field in (self.status, self.reason, self.evidence, self.minutes):
            self.body.addWidget(field)
        self.status.edited.connect(self._follow)
        self._follow()
        self.check = self._save
        (self.reason if code else self.status).focus()

    def _follow(self) -> None:
        status = self.book.status(str(self.status.value() or ""))
        self.minutes.setVisible(status is not None and status.policy_key in ("late", "early"))
        self.fit()

    def cells(self) -> tuple[Cell, ...]:
        """What the fields say, for every cell."""
        chosen, minutes = self.status.value(), self.minutes.value()
        lost = int(minutes) if self.minutes.isVisibleTo(self) and isinstance(minutes, int) else None
        return tuple(Cell(person, session, None if chosen == CLEAR else chosen, str(self.reason.value() or ""), lost,
                          str(self.evidence.value() or "")) for person, session in self.places)

    def _save(self) -> bool:
        if not self.status.value():
            self.status.set_error(_("Choose the new mark."))
            self.fit()
            return False
        who = self.who if len(self.places) == 1 else ""
        if self.decides:
            self.book.desk.do(DecideMark(cells=self.cells(), who=who), owner=self, invalid=self.show_problems,
                              then=self._done, tell=_("The mark is changed"))
        else:
            self.book.desk.do(RequestMark(cells=self.cells(), who=who), owner=self, invalid=self.show_problems,
                              then=self._done, tell=_("The office has been asked"))
        return False

    def _done(self, _n: int) -> None:
        self.book.load()
        self.accept()

    def show_problems(self, problems: dict[str, str]) -> None:
        """Sentences beside their fields."""
        for key in ("status", "reason", "evidence", "minutes"):
            getattr(self, key).set_error(problems.get(key, ""))
        self.fit()
