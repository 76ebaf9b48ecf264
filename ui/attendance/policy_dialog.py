"""The attendance policy of a cohort: every rule, said in words while it is chosen, and whom it would change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.attendance.policy_effect import Effect, EffectRow, PolicyEffect
from app.attendance.queries import AttendanceStatuses
from app.attendance.statuses import StatusRow, letters
from app.cohorts.commands import ChangePolicy
from app.cohorts.queries import CohortDetail, CohortWhole
from app.cohorts.words import session_kind_word
from app.exchange.columns import Column
from app.i18n import _, show_date
from ui.cohorts.policy_fields import all_specs, policy_of, values_of
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.form_dialog import LOW_SCREEN, FormDialog
from ui.desk.merge import resolve
from ui.kit.form import Form
from ui.kit.look import MUTED, Look
from ui.kit.note import Note
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.theme import theme

if TYPE_CHECKING:
    from ui.attendance.register import AttendanceTab

COLUMNS: tuple[Column[EffectRow], ...] = (
    Column("name", lambda: _("Trainee"), lambda r: r.name, width=30),
    Column("before", lambda: _("Today"), lambda r: _shown(r.before.text), width=10, align="right"),
    Column("after", lambda: _("With this policy"), lambda r: _shown(r.after.text), width=14, align="right"),
    Column("turn", lambda: _("What changes"), lambda r: r.words, width=26),
)
TONES = {"gains": Look("ok", "circle-check", pill=True), "loses": Look("danger", "circle-x", pill=True),
         "opens": Look("warn", "circle-alert", pill=True)}
LOOKS = {"before": lambda r: Look("muted", tip=r.before.words()), "after": lambda r: Look(tip=r.after.words()),
         "turn": lambda r: TONES.get(r.turn, MUTED)}


def _kinds(name: str, value: Any) -> str:
    return ", ".join(session_kind_word(k) for k in value) if name == "kinds" else ""


def _shown(text: str) -> str:
    return text or "–"


class PolicyDialog(FormDialog):
    """Nothing is changed before the effect has been seen. Frozen by certificates, it only tells."""

    def __init__(self, desk: Desk, cohort: CohortWhole, parent: QWidget) -> None:
        super().__init__(desk, _("Attendance policy of {code}").format(code=cohort.code),
                         action=_("Change the policy"), wide=True, icon="percent", parent=parent)
        self.cohort = cohort
        self._letters: dict[str, str] | None = None
        self.words = Note("", "neutral")
        low = self.room().height() < theme().px(LOW_SCREEN)
        self.put_form(Form(all_specs(), build=self._command, columns=3), *([self.words] if low else []))
        self.summary = label("", "strong", wrap=True)
        self.table = Table(COLUMNS, looks=LOOKS, name="name", row="table", sort_here=True, edge=12,
                           accessible_name=_("What changes"))
        self.table.setFixedHeight(theme().px(96 if low else 150))
        for part in ((self.summary, self.table) if low else (self.words, self.summary, self.table)):
            self.body.addWidget(part)
        self.form.set_values(values_of(cohort.policy), f"policy:{cohort.id}")
        self._freeze()
        self.form.edited.connect(self._look)
        self.form.shown.connect(lambda _subject: self._look())
        self.check = self._save
        desk.ask(AttendanceStatuses(), owner=self, then=self._show_statuses)
        self.form.focus_first()

    def _freeze(self) -> None:
        """Why nothing can be changed here, when that is so."""
        frozen = self.cohort.policy_frozen_at
        why = self.desk.why_not(ChangePolicy)
        if frozen is not None:
            why = _("Frozen on {date} by the first certificate. Void the certificates first to change it.").format(
                date=show_date(frozen.date()))
        elif not why and self.cohort.status in ("closed", "cancelled"):
            why = _("The cohort is closed. Open it again to change its policy.")
        self.why = why
        if why:
            self.form.set_read_only(True, why)
            self.action_button.explain(why)

    def _show_statuses(self, rows: Sequence[StatusRow]) -> None:
        self._letters = letters(tuple(rows)) or None
        self._look()

    # -- what it says and does ------------------------------------------------------------------------------------
    def _look(self) -> None:
        policy = policy_of(self.form.values(), self.cohort.policy)
        wrong = policy.problems()
        if wrong:
            self.words.show_note(" ".join(wrong.values()), "danger")
            self.summary.setText("")
            self.table.set_rows([])
        else:
            said = [*policy.details(self._letters), policy.door_words()]
            self.words.show_note(" ".join(said), "neutral")
            self.desk.ask(PolicyEffect(cohort_id=self.cohort.id, policy=policy), owner=self, then=self._show_effect)
        self.fit()

    def _show_effect(self, found: Sequence[Effect]) -> None:
        effect = found[0]
        same = effect.before == effect.after
        self.summary.setText(_("This is the policy of today.") if same else effect.words())
        self.table.set_rows([r for r in effect.rows if same or r.turn != "same"])
        self.fit()

    def _command(self, values: dict[str, Any]) -> ChangePolicy:
        return ChangePolicy(cohort_id=self.cohort.id, policy=policy_of(values, self.cohort.policy),
                            seen=self.cohort.policy)

    def _save(self) -> bool:
        """Save; the dialog closes when it is on disk."""
        if not self.why and self.form.check(all_fields=True):
            self.desk.do(self.form.command(), owner=self, then=lambda _v: self.accept(), invalid=self.form.refuse,
                         tell=_("The attendance policy of {code} is another now").format(code=self.cohort.code),
                         conflict=self._conflict)
        return False

    def _conflict(self) -> None:
        """Somebody else changed it meanwhile: both values, field by field."""
        key = self.cohort.id
        resolve(self.desk, self.form, CohortDetail(cohort_id=key), table="cohort", key=key,
                shown=lambda c: values_of(c.policy), adopt=self._adopt, save=self._save, words=_kinds)

    def _adopt(self, fresh: CohortWhole) -> None:
        self.cohort = fresh
        self._freeze()


def open_policy(tab: AttendanceTab) -> None:
    """Show the policy of the cohort in front."""
    if tab.cohort is not None:
        talk.open_dialog(PolicyDialog(tab.desk, tab.cohort, tab))
