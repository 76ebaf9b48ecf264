"""The results of a cohort on their way from draft to locked: how far they are, and the steps."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from app.i18n import _, ngettext
from app.results.checking import LockResults, ReturnResults, SubmitResults, VerifyResults
from app.results.queries import ResultSheet
from app.results.rules import STAGES
from app.results.words import stage_word
from ui.desk import talk
from ui.desk.form_dialog import FormDialog
from ui.kit.buttons import Button
from ui.kit.form import Form, Spec
from ui.kit.text_box import TextBox

if TYPE_CHECKING:
    from ui.results.grid import ResultsTab


def stage_counts(sheet: ResultSheet, parts: Collection[int] = ()) -> dict[str, int]:
    """How many results stand at each stage, of all assessments or of these; what is only booked is none."""
    found = dict.fromkeys(STAGES, 0)
    for row in sheet.rows:
        for cell in row.cells:
            for one in cell.tries if not parts or cell.component_id in parts else ():
                if one.state != "booked":
                    found[one.stage] += 1
    return found


def stage_words(sheet: ResultSheet) -> str:
    """'Draft'; or, between two, 'Submitted 20 · Draft 4'."""
    found = {stage: n for stage, n in stage_counts(sheet).items() if n}
    if len(found) <= 1:
        return stage_word(next(iter(found), "draft"))
    return " · ".join(f"{stage_word(stage)} {n}" for stage, n in reversed(found.items()))


def head_buttons(tab: ResultsTab) -> Sequence[Button]:
    """The step that comes next, for who may take it: submit, verify and return, lock."""
    made = []
    counts = stage_counts(tab.sheet) if tab.sheet is not None else {}
    verifies = tab.desk.may(VerifyResults)
    if verifies and counts.get("submitted"):
        made += [Button(_("Return…"), lambda: return_(tab), icon="undo-2"),
                 Button(_("Verify"), lambda: verify(tab), icon="check-check")]
    elif verifies and counts.get("verified") and not counts.get("draft"):
        made.append(Button(_("Lock"), lambda: lock(tab), icon="lock"))
    elif tab.desk.may(SubmitResults) and (counts.get("draft") or not sum(counts.values())):
        made.append(Button(_("Submit for checking"), lambda: submit(tab), icon="send"))
    return made


def _step(tab: ResultsTab, command: Any, told: str) -> None:
    tab.desk.do(command, owner=tab, tell=told, then=lambda _n: tab.load(),
                invalid=lambda problems: talk.tell("\n".join(problems.values()), parent=tab))


def submit(tab: ResultsTab, missing_too: bool = False, parts: tuple[int, ...] = ()) -> None:
    """Submit what this person enters, or these of it; what is missing is named first."""
    if tab.cohort is None or tab.sheet is None:
        return
    cohort_id, sheet = tab.cohort.id, tab.sheet
    mine = tuple(c.id for c in sheet.components if c.id in sheet.mine and (not parts or c.id in parts))
    if not mine:
        tab.say(_("Other people assess here; there is nothing of yours to submit."), "danger")
        return
    if tab.entry.here():
        tab.say(_("Some cells are not saved. Put them right first."), "danger")
        tab.entry.next_problem()
        return

    def refused(problems: dict[str, str]) -> None:
        told = problems.get("missing_too", "")
        if told:
            talk.ask(_("Submit although results are missing?"),
                     told + "\n" + _("They stay open and are submitted later. Absent is a result: type A."),
                     _("Submit the others"), lambda: submit(tab, True, parts), parent=tab)
        else:
            talk.tell("\n".join(problems.values()), parent=tab)

    tab.desk.do(SubmitResults(cohort_id=cohort_id, component_ids=mine, missing_too=missing_too), owner=tab,
                then=lambda _n: tab.load(), invalid=refused,
                tell=lambda n: ngettext("{n} result submitted", "{n} results submitted", n).format(n=n))


def verify(tab: ResultsTab, parts: tuple[int, ...] = ()) -> None:
    """Verify all that is submitted, or of these assessments, once it is certain."""
    if tab.cohort is None or tab.sheet is None:
        return
    cohort_id, n = tab.cohort.id, stage_counts(tab.sheet, parts)["submitted"]
    if not n:
        tab.say(_("Nothing is submitted here."), "danger")
        return
    talk.ask(ngettext("Verify {n} result?", "Verify {n} results?", n).format(n=n),
             _("Who entered them cannot change them any more. You change them with a reason, and both values stay."),
             _("Verify"), lambda: _step(tab, VerifyResults(cohort_id=cohort_id, component_ids=parts),
                                        _("Results verified")), parent=tab)


def lock(tab: ResultsTab, parts: tuple[int, ...] = ()) -> None:
    """Lock what is verified."""
    if tab.cohort is None:
        return
    cohort_id = tab.cohort.id
    talk.ask(_part_words(tab, parts) or _("Lock the results of this cohort?"),
             _("From now on only an amendment with a reason changes them."), _("Lock"),
             lambda: _step(tab, LockResults(cohort_id=cohort_id, component_ids=parts), _("Results locked")),
             parent=tab)


def _part_words(tab: ResultsTab, parts: tuple[int, ...]) -> str:
    """'Lock the results of Quiz?'; '' for all assessments."""
    titles = [c.shown() for c in tab.sheet.components if c.id in parts] if tab.sheet is not None else []
    return _("Lock the results of {title}?").format(title=", ".join(titles)) if titles else ""


def return_(tab: ResultsTab, parts: tuple[int, ...] = ()) -> None:
    """Give back what is submitted, with a reason."""
    if tab.cohort is None:
        return
    cohort_id = tab.cohort.id
    form = Form([Spec("reason", _("Reason"), TextBox(max_length=200), required=True, wide=True)],
                build=lambda values: ReturnResults(cohort_id=cohort_id, component_ids=parts,
                                                   reason=values["reason"] or ""))
    show_form(tab, form, _("Return the results for correction"), _("Return"), "undo-2", {"reason": ""},
              f"return:{cohort_id}:{parts}", "return-results")


def show_form(tab: ResultsTab, form: Form, question: str, action: str, icon: str, values: dict[str, Any],
              subject: str, name: str) -> FormDialog:
    """A form whose command is done by its action; the grid is read again afterwards."""
    dialog = FormDialog(tab.desk, question, action=action, icon=icon, parent=tab.window())
    dialog.setObjectName(name)
    dialog.put_form(form)
    form.set_values(values, subject)

    def save() -> bool:
        if form.check(True):
            made = form.command()  # the command, or it with what could not be read
            tab.desk.do(getattr(made, "command", made), owner=dialog, invalid=form.refuse,
                        then=lambda _n: (dialog.accept(), tab.load()))
        return False

    dialog.check = save
    talk.open_dialog(dialog)
    return dialog
