"""What happens to a single result beside a mark: another state, an amendment, an appeal and its decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.i18n import _, show_date
from app.office.command import Command
from app.programmes.queries import ComponentRow
from app.results.amending import AmendResult, AppealRow, Appeals, DecideAppeal, RecordAppeal, late_words
from app.results.assessment import Assessment
from app.results.commands import Cell, EnterResults
from app.results.reading import Reading, read
from app.results.rules import Try
from app.results.words import appeal_word, state_word
from ui.cohorts.tab import today
from ui.desk import talk
from ui.kit.combo import Choice
from ui.kit.date_field import DateBox
from ui.kit.form import Form, Spec
from ui.kit.text_box import NumberBox, TextArea, TextBox
from ui.results.drawing import why_fixed
from ui.results.stages import show_form

if TYPE_CHECKING:
    from ui.results.grid import ResultsTab

OTHER_STATES = ("absent", "excused", "withheld", "exempt", "deferred")


@dataclass(frozen=True)
class Read:
    """A command with what could not be read of the result in it."""

    command: Command[Any]
    problem: str = ""

    def problems(self) -> dict[str, str]:
        """By field."""
        return {"mark": self.problem} if self.problem else self.command.problems()


def _current(tab: ResultsTab) -> tuple[ComponentRow, Try, str] | None:
    """Component, latest try and name of the current cell; says so when there is none."""
    found = tab.here()
    done = [t for t in found[2].tries if t.state != "booked"] if found is not None else []
    if found is None or not done:
        tab.say(_("There is no result in this cell."), "danger")
        return None
    return found[1], done[-1], found[0].name


def choose_state(tab: ResultsTab, state: str = "excused") -> None:
    """Excused, withheld, exempt or deferred, for the selected cells; an exemption needs evidence."""
    places, found = tab.places(), tab.here()
    why = why_fixed(found[2]) if found is not None else ""
    if why:
        tab.say(why, "danger")
    if why or not places or tab.refused():
        return

    def build(values: dict[str, Any]) -> EnterResults:
        chosen = values["state"] or ""
        evidence = (values["evidence"] or "") if chosen == "exempt" else None
        return EnterResults(cells=tuple(Cell(
            enrolment_id=p, component_id=c, state=chosen, evidence=evidence,
            remark=values["remark"] or None) for p, c in places))

    form = Form([
        Spec("state", _("Instead of a mark"), Choice([(s, state_word(s)) for s in OTHER_STATES]), required=True),
        Spec("evidence", _("Evidence"), TextBox(max_length=200),
             help=_("For an exemption: what shows the prior learning, such as a certificate and its number.")),
        Spec("remark", _("Remark"), TextBox(max_length=200), wide=True),
    ], build=lambda values: _FirstProblem(build(values)))
    show_form(tab, form, _("Instead of a mark"), _("Enter it"), "user-x", {
        "state": state, "evidence": "", "remark": ""}, f"state:{places}", "result-state")


class _FirstProblem:
    """Problems of cells, told at the evidence field of the form."""

    def __init__(self, command: EnterResults) -> None:
        self.command = command

    def problems(self) -> dict[str, str]:
        """By field."""
        told = next(iter(self.command.problems().values()), "")
        return {"evidence": told} if told else {}


def exempt(tab: ResultsTab) -> None:
    """Exempt the selected cells, by which evidence."""
    choose_state(tab, "exempt")


def amend(tab: ResultsTab) -> None:
    """Change a verified result, with a reason."""
    found = _current(tab)
    if found is None:
        return
    component, one, name = found
    if not one.checked:
        tab.say(_("This result is not verified yet, so it can be changed where it stands."), "danger")
        return
    form = Form([
        Spec("mark", _("New result"), TextBox(max_length=12), required=True,
             help=_("As in the grid: a mark, T, BT, P, F, A for absent.")),
        Spec("reason", _("Reason"), TextBox(max_length=200), required=True, wide=True),
    ], build=lambda v: _amendment(one, read(v["mark"] or "", component), v["reason"] or ""))
    show_form(tab, form, _("Amend {title} of {name}").format(title=component.shown(), name=name), _("Amend"), "pencil",
           {"mark": "", "reason": ""}, f"amend:{one.id}", "amend-result")


def _amendment(one: Try, reading: Reading, reason: str) -> Read:
    return Read(AmendResult(attempt_id=one.id, state=reading.state, mark=reading.mark, competency=reading.competency,
                            reason=reason), reading.problem or ("" if reading.state else _("Give a result.")))


def record_appeal(tab: ResultsTab) -> None:
    """Note an appeal against the current result; the form warns when it is late, and lets it be noted."""
    found = _current(tab)
    if found is not None:
        tab.desk.ask(Assessment(), owner=tab, tag="appeal-days",
                     then=lambda rows: _appeal_form(tab, *found, rows[0].appeal_days))


def _appeal_form(tab: ResultsTab, component: ComponentRow, one: Try, name: str, days: int) -> None:
    def warn(v: dict[str, Any]) -> dict[str, str]:
        day = v["received_on"]
        return {"received_on": late_words(one.on_date, day, days)} if isinstance(day, date) else {}

    form = Form([
        Spec("received_on", _("Received on"), DateBox(), required=True),
        Spec("fee", _("Fee, RM"), NumberBox(places=2)),
        Spec("grounds", _("Grounds"), TextArea(lines=3), required=True, wide=True),
    ], build=lambda v: RecordAppeal(
        attempt_id=one.id, received_on=v["received_on"] if isinstance(v["received_on"], date) else today(),
        grounds=v["grounds"] or "", fee=None if v["fee"] is None or isinstance(v["fee"], str) else Decimal(v["fee"])),
        warn=warn)
    show_form(tab, form, _("Appeal of {name}, {title}").format(name=name, title=component.shown()), _("Record appeal"),
           "clipboard-list", {"received_on": today(), "fee": None, "grounds": ""}, f"appeal:{one.id}", "record-appeal")


def decide_appeal(tab: ResultsTab) -> None:
    """Decide the open appeals of the cohort; without one, the list of those that were decided is told."""
    if tab.cohort is not None:
        tab.desk.ask(Appeals(cohort_id=tab.cohort.id), owner=tab, tag="appeals", then=lambda rows: _decide(tab, rows))


def appeal_line(one: AppealRow) -> str:
    """'Goh Xin Yi, Quiz: received 3 Jul 2026 (late), Appeal open'."""
    late = _(" (late)") if one.late else ""
    return _("{name}, {title}: received {date}{late}, {state}").format(
        name=one.name, title=one.component, date=show_date(one.received_on), late=late,
        state=appeal_word(one.state).lower())


def _decide(tab: ResultsTab, rows: Sequence[AppealRow]) -> None:
    still = [r for r in rows if r.state == "open"]
    if not still or not tab.desk.may(DecideAppeal):
        talk.tell(_("Appeals of this cohort") if rows else _("There is no appeal in this cohort"),
                  "\n".join(appeal_line(r) for r in rows), parent=tab)
        return
    parts = {r.id: next((c for person in tab.sheet.rows if person.enrolment_id == r.enrolment_id
                         for c in tab.sheet.components if any(
                             t.id == r.attempt_id for cell in person.cells if cell.component_id == c.id
                             for t in cell.tries)), None) for r in still} if tab.sheet is not None else {}

    def build(v: dict[str, Any]) -> Read:
        component = parts.get(v["appeal_id"])
        said = (v["mark"] or "") if v["state"] == "upheld" else ""
        reading = read(said, component) if component is not None else Reading()
        return Read(DecideAppeal(appeal_id=v["appeal_id"] or 0, state=v["state"] or "", decision=v["decision"] or "",
                                 panel=v["panel"] or "", mark=reading.mark, competency=reading.competency),
                    reading.problem)

    form = Form([
        Spec("appeal_id", _("Appeal"), Choice([(r.id, appeal_line(r)) for r in still]), required=True, wide=True),
        Spec("state", _("Decided"), Choice([(s, appeal_word(s)) for s in ("upheld", "dismissed", "withdrawn")]),
             required=True),
        Spec("mark", _("New result"), TextBox(max_length=12), help=_("When it is upheld.")),
        Spec("panel", _("Panel"), TextBox(max_length=200), wide=True),
        Spec("decision", _("Decision"), TextArea(lines=3), wide=True),
    ], build=build)
    show_form(tab, form, _("Decide an appeal"), _("Decide"), "clipboard-check", {
        "appeal_id": still[0].id, "state": "dismissed", "mark": "", "panel": "", "decision": ""},
        f"decide:{still[0].id}", "decide-appeal")
