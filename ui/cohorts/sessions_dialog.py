"""Sessions from weekdays and times: what will be made, and which days are left out and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.attendance.generate import Plan, Slot
from app.attendance.sessions import GenerateSessions, PreviewSessions
from app.cohorts.queries import CohortWhole
from app.errors import Invalid
from app.i18n import _, ngettext, short_day, show_date, show_span
from ui.cohorts.clash_note import ClashNote
from ui.desk.desk import Desk
from ui.kit.check import CheckBox
from ui.kit.date_field import DateBox
from ui.kit.dialog import Dialog
from ui.kit.text import label
from ui.kit.text_box import NumberBox, TextBox
from ui.kit.theme import theme

TIMES = {"AM": ("08:30", "12:30"), "PM": ("14:00", "17:00"), "EVE": ("20:00", "22:00")}
MOST_REASONS = 6


class SlotRow(QWidget):
    """A part of the day with its times, ticked when there is a session."""

    def __init__(self, part: str, words: str, on: bool, changed: object) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.part = part
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # or a low dialog cuts the boxes
        self.tick = CheckBox(words)
        self.tick.set_value(on)
        self.tick.setMinimumWidth(theme().px(130))
        self.starts, self.ends = TextBox(), TextBox()
        for editor, value in zip((self.starts, self.ends), TIMES[part], strict=True):
            editor.set_value(value)
            editor.setMaximumWidth(theme().px(90))
        self.starts.setAccessibleName(_("{part} starts").format(part=words))
        self.ends.setAccessibleName(_("{part} ends").format(part=words))
        layout.addWidget(self.tick)
        layout.addWidget(self.starts)
        layout.addWidget(label("–"))
        layout.addWidget(self.ends)
        layout.addStretch(1)
        for editor in (self.tick, self.starts, self.ends):
            editor.edited.connect(changed)

    def slot(self) -> Slot | None:
        """The meeting, or None when it is not ticked."""
        if not self.tick.value():
            return None
        return Slot(self.part, str(self.starts.value()), str(self.ends.value()))


class SessionPlan(QWidget):
    """Weekdays and times; `slots()` and `weekdays()` are what is chosen."""

    def __init__(self, changed: object) -> None:
        super().__init__()
        from PySide6.QtWidgets import QVBoxLayout

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        row = QHBoxLayout()
        self.days = [CheckBox(short_day(n)) for n in range(7)]
        for number, tick in enumerate(self.days):
            tick.set_value(number < 5)
            tick.edited.connect(changed)
            row.addWidget(tick)
        row.addStretch(1)
        layout.addWidget(label(_("Weekdays"), "label"))
        layout.addLayout(row)
        self.every, self.most = NumberBox(), NumberBox()
        self.every.set_value(1)
        weeks = QHBoxLayout()
        for words, editor in ((_("Every so many weeks"), self.every), (_("At most so many sessions"), self.most)):
            editor.setMaximumWidth(theme().px(72))
            editor.setAccessibleName(words)
            editor.edited.connect(changed)
            weeks.addWidget(label(words))
            weeks.addWidget(editor)
            weeks.addSpacing(16)
        weeks.addStretch(1)
        layout.addLayout(weeks)
        layout.addWidget(label(_("Times"), "label"))
        self.rows = [SlotRow("AM", _("Morning"), True, changed), SlotRow("PM", _("Afternoon"), False, changed),
                     SlotRow("EVE", _("Evening"), False, changed)]
        for one in self.rows:
            layout.addWidget(one)

    def slots(self) -> tuple[Slot, ...]:
        """The meetings of a day."""
        return tuple(slot for row in self.rows if (slot := row.slot()) is not None)

    def weekdays(self) -> frozenset[int]:
        """The weekdays, 0 = Monday."""
        return frozenset(n for n, tick in enumerate(self.days) if tick.value())

    def limits(self) -> dict[str, Any]:
        """Every how many weeks, and how many sessions at most, as the commands call them."""
        every, most = self.every.value(), self.most.value()
        return {"every": int(every) if every is not None else 1, "most": int(most) if most is not None else None}


def plan_words(plan: Plan) -> str:
    """'18 sessions. Left out: Mon 31 Mar (Public holiday: Hari Raya).'"""
    n = len(plan.sessions)
    words = ngettext("{n} session.", "{n} sessions.", n).format(n=n)
    if plan.refused:
        shown = [f"{show_date(r.day, weekday=True)} ({r.why.rstrip('.')})" for r in plan.refused[:MOST_REASONS]]
        more = len(plan.refused) - len(shown)
        if more > 0:
            shown.append(_("and {n} more").format(n=more))
        words += " " + _("Left out: {days}.").format(days=", ".join(shown))
    return words


class SessionsDialog(Dialog):
    """Makes the sessions of a cohort, after showing what will come of it."""

    def __init__(self, desk: Desk, cohort: CohortWhole, parent: QWidget) -> None:
        super().__init__(_("Make the sessions of {code}").format(code=cohort.code),
                         show_span(cohort.starts, cohort.ends), action=_("Make sessions"), parent=parent, wide=True)
        self.desk, self.cohort, self.owner = desk, cohort, parent
        self.plan = SessionPlan(self._look)
        self.words = label("", "muted", wrap=True)
        self.first, self.last = DateBox(), DateBox()
        span = QHBoxLayout()
        for words, editor, day in ((_("From"), self.first, cohort.starts), (_("Until"), self.last, cohort.ends)):
            editor.set_value(day)
            editor.setAccessibleName(words)
            editor.edited.connect(self._look)
            span.addWidget(label(words))
            span.addWidget(editor)
            span.addSpacing(16)
        span.addStretch(1)
        self.body.addLayout(span)
        self.body.addWidget(self.plan)
        self.clashes = ClashNote(desk, self)
        self.body.addWidget(self.words)
        self.body.addWidget(self.clashes)
        self.accepted.connect(self._make)
        self._look()

    def _command(self) -> GenerateSessions:
        return GenerateSessions(cohort_id=self.cohort.id, slots=self.plan.slots(), weekdays=self.plan.weekdays(),
                                first=self.first.value(), last=self.last.value(), **self.plan.limits())

    def _look(self) -> None:
        problems = self._command().problems()
        if not self.plan.weekdays():
            problems["weekdays"] = _("Choose at least one weekday.")
        if problems:
            self._say(" ".join(problems.values()), False)
            return
        self.desk.ask(PreviewSessions(first=self.first.value() or self.cohort.starts,
                                      last=self.last.value() or self.cohort.ends, slots=self.plan.slots(),
                                      weekdays=self.plan.weekdays(), cohort_id=self.cohort.id, **self.plan.limits()),
                      owner=self, then=self._show, in_place=self._failed)

    def _show(self, plans: Sequence[Plan]) -> None:
        self._say(plan_words(plans[0]), bool(plans[0].sessions))
        self.clashes.look(self.cohort.id, [(one.day, one.slot.starts_at, one.slot.ends_at)
                                           for one in plans[0].sessions])

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Invalid):
            self._say(str(error), False)

    def _say(self, words: str, ready: bool) -> None:
        self.words.setText(words)
        self.action_button.explain("" if ready else words)
        self.fit()

    def _make(self) -> None:
        self.desk.do(self._command(), owner=self.owner, tell=lambda made: ngettext(
            "{n} session made", "{n} sessions made", len(made.sessions)).format(n=len(made.sessions)))
