"""Changes of marks that instructors have asked for: who, which mark, why; accepted or refused here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.attendance.requests import DecideRequests, OpenRequests, RequestRow, WithdrawRequest
from app.exchange.columns import Column
from app.i18n import _, ngettext, show_date, show_moment
from ui.attendance.drawing import part_words
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import primary, secondary
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import row
from ui.kit.look import MUTED, Look
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.text_box import TextBox
from ui.kit.theme import theme

if TYPE_CHECKING:
    from ui.attendance.register import AttendanceTab

HEIGHT = 260


def change_words(request: RequestRow) -> str:
    """'Absent → Sick leave'."""
    none = _("not marked")
    return f"{request.old_label or none} → {request.new_label or none}"


def why_words(request: RequestRow) -> str:
    """The reason with the number of the document."""
    return f"{request.reason} ({request.evidence})" if request.evidence else request.reason


def state_words(request: RequestRow) -> str:
    """'waits', 'refused: came in at 10'."""
    words = {"open": _("waits"), "accepted": _("accepted"), "refused": _("refused"),
             "withdrawn": _("withdrawn")}.get(request.state, request.state)
    return f"{words}: {request.decision}" if request.decision else words


def columns(all_cohorts: bool) -> list[Column[RequestRow]]:
    """The cohort only where there are several."""
    found: list[Column[RequestRow]] = [
        Column("name", lambda: _("Trainee"), lambda r: r.name, width=20),
        Column("day", lambda: _("Session"),
               lambda r: f"{show_date(r.day, weekday=True)} {part_words(r.part)}", width=16),
        Column("change", lambda: _("The change"), change_words, width=20),
        Column("why", lambda: _("Reason"), why_words, width=16),
        Column("asked", lambda: _("Asked by"), lambda r: r.asked_by, width=14),
        Column("at", lambda: _("When"), lambda r: show_moment(r.asked_at), width=14),
        Column("state", lambda: _("State"), state_words, width=9)]
    if all_cohorts:
        found.insert(0, Column("cohort", lambda: _("Cohort"), lambda r: r.cohort, width=12))
    return found


def open_requests(tab: AttendanceTab) -> None:
    """The requests of the cohort in front."""
    if tab.cohort is not None:
        talk.open_dialog(RequestsDialog(tab.desk, tab, tab.cohort.id))


def open_all(desk: Desk, parent: QWidget) -> None:
    """Those of all cohorts."""
    talk.open_dialog(RequestsDialog(desk, parent, None))


class RequestsDialog(Dialog):
    """Several can be chosen; a refusal needs a sentence."""

    def __init__(self, desk: Desk, parent: QWidget, cohort_id: int | None) -> None:
        super().__init__(_("Requests for other marks"),
                         _("An accepted change counts at once; what was taken in class stays visible beside it."),
                         safe=_("Close"), icon="clipboard-check", wide=True, parent=parent.window())
        self.desk, self.cohort_id = desk, cohort_id
        self.rows: list[RequestRow] = []
        self.table = Table(columns(cohort_id is None), looks={
            "state": lambda r: Look("warn", "clock") if r.state == "open" else MUTED},
            row="marks", stretch="why", name="name", edge=12, sortable=(),
            accessible_name=_("Requests for other marks"))
        self.table.setFixedHeight(theme().px(HEIGHT))
        self.reason = Field(_("&Why it is refused, or a remark"), TextBox(max_length=300))
        self.said = label("", "muted", wrap=True)
        self.accept_button = primary(_("Accept"), lambda: self.decide(True), icon="check")
        self.refuse_button = secondary(_("Refuse"), lambda: self.decide(False), icon="x")
        self.withdraw_button = secondary(_("Withdraw the request"), self.withdraw, icon="undo-2")
        self._decides = desk.may(DecideRequests)
        for button in (self.accept_button, self.refuse_button):
            guard(button, DecideRequests, desk)
            button.setVisible(self._decides)
        self.reason.setVisible(self._decides)
        guard(self.withdraw_button, WithdrawRequest, desk)
        self.withdraw_button.setVisible(desk.may(WithdrawRequest))
        self.body.addWidget(self.table)
        self.body.addWidget(self.said)
        self.body.addWidget(self.reason)
        self.body.addLayout(row(self.accept_button, self.refuse_button, self.withdraw_button, None, spacing=8))
        self.table.picked_changed.connect(lambda _n: self._follow())
        self.table.chosen.connect(lambda _r: self._follow())
        desk.changed.connect(lambda changes: self.load() if changes.touches({"mark_request"}) else None)
        self._follow()
        self.load()

    def load(self) -> None:
        """Ask again."""
        self.desk.ask(OpenRequests(cohort_id=self.cohort_id, decided=True), owner=self, then=self._show)

    def _show(self, rows: Sequence[RequestRow]) -> None:
        waiting = [r for r in rows if r.state == "open"]
        self.rows = [*waiting, *(r for r in rows if r.state != "open")]
        self.table.set_rows(self.rows)
        n = len(waiting)
        self.said.setText(ngettext("{n} request waits for a decision.", "{n} requests wait for a decision.",
                                   n).format(n=n) if n else _("Nothing waits for a decision."))
        if waiting and self.table.current_row() is None:
            self.table.choose(waiting[0].id)
            self.table.setFocus()
        self._follow()

    def chosen(self) -> list[RequestRow]:
        """The chosen ones that wait."""
        keys = set(self.table.picked())
        return [r for r in self.rows if r.id in keys and r.state == "open"]

    def _follow(self) -> None:
        why = "" if self.chosen() else _("Choose a request that waits.")
        for button in (self.accept_button, self.refuse_button, self.withdraw_button):
            button.explain(why)

    def decide(self, accept: bool) -> None:
        """Accept or refuse what is chosen."""
        keys = tuple(r.id for r in self.chosen())
        said = _("The marks are changed") if accept else _("The requests are refused")
        self.desk.do(DecideRequests(request_ids=keys, accept=accept, reason=str(self.reason.value() or "")),
                     owner=self, invalid=self._refused, then=self._done, tell=said, reload=self.load)

    def withdraw(self) -> None:
        """Take back what one has asked for."""
        chosen = self.chosen()
        if chosen:
            self.desk.do(WithdrawRequest(request_id=chosen[0].id), owner=self, then=self._done, reload=self.load,
                         tell=_("The request is withdrawn"))

    def _done(self, _value: Any) -> None:
        self.reason.set_value("")
        self.reason.set_error("")
        self.load()

    def _refused(self, problems: dict[str, str]) -> None:
        self.reason.set_error(" ".join(problems.values()))
        self.fit()
