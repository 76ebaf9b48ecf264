"""A list of marks as an instructor keeps it, judged cell by cell against what is true of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.attendance.records import Status
from app.attendance.statuses import shipped_statuses
from app.cohorts.commands import AddCohort
from app.cohorts.enrolments import Enrol
from app.cohorts.import_history import ImportBatches
from app.cohorts.undo_import import undoing
from app.errors import Invalid, Refused
from app.office.command import Command, Work
from app.office.office import Office
from app.office.permissions import Permission
from app.programmes.commands import ComponentSpec, SaveCourse
from app.results.bring import BringDraft, open_bring
from app.results.commands import Cell, EnterResults
from app.results.rules import Try
from app.trainees.records import Trainee

INPUTS = Path(__file__).parents[2] / "inputs"
TRUTH = json.loads((INPUTS / "results.xlsx.truth.json").read_text("utf-8"))
FILE = INPUTS / "results.xlsx"


@dataclass(frozen=True, kw_only=True)
class _People(Command[tuple[int, ...]]):
    needs = Permission.COHORTS_CHANGE
    people: tuple[tuple[str, str], ...]

    def label(self) -> str:
        return "People"

    def run(self, work: Work) -> tuple[int, ...]:
        work.insert_many(Status, shipped_statuses())
        return tuple(work.add(Trainee(number=number, full_name=name, match_key=name, sort_key=name)).id
                     for number, name in self.people)


@dataclass
class Marks:
    """The cohort of the list."""

    office: Office
    cohort_id: int

    def open(self, path: Path = FILE) -> BringDraft:
        return open_bring(self.office, path, self.cohort_id)

    def tries(self) -> dict[tuple[str, str, int], Try]:
        """(trainee number, component title, try) -> what is recorded."""
        from app.results.bring_command import BringKnown

        known = self.office.ask(BringKnown(cohort_id=self.cohort_id))[0]
        numbers = {p.enrolment_id: p.number for p in known.people}
        titles = {c.id: c.title for c in known.components}
        return {(numbers[e], titles[c], t.number): t for (e, c), tries in known.tries.items() for t in tries}


@pytest.fixture
def marks(sqlite_office: Office) -> Marks:
    """A course as the headings say, and everybody of the list on the roll."""
    office = sqlite_office
    specs = (("TEORI", "Teori", "30", "100", "mark"), ("AMALI", "Amali", "50", "100", "mark"),
             ("PROJEK", "Projek", "20", "50", "mark"), ("CU1", "CU1", "0", "1", "competency"))
    course = office.do(SaveCourse(code="MW", title="Microwave", components=tuple(
        ComponentSpec(code=c, title=t, weight=Decimal(w), max_mark=Decimal(m) if s == "mark" else Decimal(100),
                      scale=s, pass_mark=None) for c, t, w, m, s in specs))).value
    people = tuple((r["fields"]["trainee_no"], r["fields"]["full_name"]) for r in TRUTH["rows"] if r.get("attempts"))
    keys = office.do(_People(people=people)).value
    cohort = office.do(AddCohort(code="MW-27", course_id=course, starts=date(2026, 6, 1),
                                 ends=date(2026, 6, 30))).value
    office.do(Enrol(cohort_id=cohort, trainee_ids=keys))
    return Marks(office, cohort)


def truth_cells() -> dict[tuple[str, str, int], dict[str, Any]]:
    return {(r["fields"]["trainee_no"], a["component"], a["attempt"]): a
            for r in TRUTH["rows"] if r.get("attempts") for a in r["attempts"]}


def test_headings_name_assessments_weights_and_tries(marks: Marks) -> None:
    draft = marks.open()
    assert draft.heading_row == TRUTH["header_row"]
    found = {c.letter: (c.component.title, c.number) for c in draft.columns if c.component}
    assert found == {c["letter"]: (c["component"], c["attempt"]) for c in TRUTH["components"]}
    assert {c.letter: c.use for c in draft.columns if c.letter in "ABCIJ"} == {
        "A": "ignored", "B": "number", "C": "name", "I": "ignored", "J": "ignored"}
    assert draft.missing() == ""


def test_every_row_and_cell_is_judged_as_it_is_true(marks: Marks) -> None:
    rows = {r.row: r for r in marks.open().rows()}
    for true in TRUTH["rows"]:
        assert rows[true["row"]].cls in true.get("class_any", [true["class"]]), true["why"]
    wanted = TRUTH["counts"]
    counts = marks.open().counts()
    assert {k: counts[k] for k in ("ok", "ask", "reject", "skip")} == {
        "ok": wanted["ok"], "ask": wanted["ask"], "reject": wanted["reject"], "skip": wanted["skip"]}
    cells = {(r.match.person.number, c.column.component.title, c.column.number): c.judged
             for r in rows.values() if r.match.person for c in r.cells if c.column.component}
    for key, true in truth_cells().items():
        if true.get("class"):
            assert cells[key].cls == true["class"], (key, cells[key])


def test_nothing_is_recorded_before_somebody_agrees_then_all_at_once_and_undone_at_once(marks: Marks) -> None:
    draft = marks.open()
    draft.rows()
    assert marks.tries() == {}
    marks.office.do(draft.command())
    found = marks.tries()
    for key, true in truth_cells().items():
        stored = found.get(key)
        if true.get("store") is False or true.get("competency") == "BELUM DINILAI":
            assert stored is None, key
        elif "competency" in true:
            assert stored is not None and stored.competency == {"TERAMPIL": "T", "BELUM TERAMPIL": "BT"}[
                true["competency"]], key
        else:
            assert stored is not None, key
            mark = None if true["mark"] is None else Decimal(str(true["mark"]))
            assert (stored.state, stored.mark) == (true["state"], mark), key
    assert marks.office.undo_label() == f"Import {len(found)} results from results.xlsx"
    marks.office.undo()
    assert marks.tries() == {}


def test_a_list_of_marks_is_in_the_history_and_taken_back_a_week_later(marks: Marks) -> None:
    draft = marks.open()
    marks.office.do(draft.command())
    n = len(marks.tries())
    [batch] = marks.office.ask(ImportBatches(file_hash=draft.digest))
    assert (batch.kind, batch.added, batch.changed, batch.why_not) == ("results", n, 0, "")
    first = next(iter(marks.tries()))
    marks.office.forget_steps()
    marks.office.do(undoing("results", batch.id))
    assert marks.tries() == {}
    [gone] = marks.office.ask(ImportBatches())
    assert gone.undone_at is not None
    marks.office.do(marks.open().command())
    again = marks.office.ask(ImportBatches())[0].id
    one = marks.tries()[first]
    assert one.state
    with marks.office.engine.connect() as connection:
        key, component = connection.exec_driver_sql("SELECT enrolment_id, component_id FROM attempt LIMIT 1").one()
    marks.office.do(EnterResults(cells=(Cell(enrolment_id=key, component_id=component, state="absent"),)))
    with pytest.raises(Refused, match="changed since"):
        marks.office.do(undoing("results", again))


def test_questions_are_answered_beside_the_cell(marks: Marks) -> None:
    draft = marks.open()
    by_number = {r.match.person.number: r for r in draft.rows() if r.match.person}
    comma = next(c for c in by_number["MW27-011"].cells if c.judged.cls == "ask")
    assert comma.judged.choices == ("7.8", "78")
    draft.answer(comma.row, comma.column.index, "78")
    dash = next(c for c in by_number["MW27-021"].cells if c.judged.cls == "ask")
    draft.answer(dash.row, dash.column.index, "TH")
    above = next(c for c in by_number["MW27-012"].cells if c.judged.cls == "reject")
    draft.answer(above.row, above.column.index, "-")
    marks.office.do(draft.command())
    found = marks.tries()
    assert found["MW27-011", "Teori", 1].mark == 78
    assert found["MW27-021", "Teori", 1].state == "absent"
    assert ("MW27-012", "Amali", 1) not in found


def test_the_same_list_again_changes_nothing_and_another_mark_is_asked_about(marks: Marks) -> None:
    marks.office.do(marks.open().command())
    again = marks.open()
    assert again.cells() == () and again.counts()["cells"] == 0
    with pytest.raises(Invalid):
        marks.office.do(again.command())
    row = next(r for r in again.rows() if r.match.person and r.match.person.number == "MW27-001")
    again.answer(row.row, row.cells[0].column.index, "90")
    cell = next(r for r in again.rows() if r.row == row.row).cells[0]
    assert cell.judged.cls == "ask" and "84" in cell.judged.what and "90" in cell.judged.what
    assert again.cells() == ()
    again.take_theirs(row.row, cell.column.index)
    assert [c.mark for c in again.cells()] == [Decimal(90)]


def test_a_heading_that_was_settled_is_remembered(marks: Marks, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    page.append(["No. Pelatih", "Nama", "Ujian A /100", "Latihan /40"])
    page.append(["MW27-001", "SIMAH ANAK TUAH", 61, 20])
    path = tmp_path / "own.xlsx"
    book.save(path)
    draft = marks.open(path)
    assert draft.missing() != ""
    ids = {c.title: c.id for c in draft.known.components}
    draft.assign(2, f"{ids['Teori']}:1")
    draft.assign(3, f"{ids['Projek']}:1")
    assert draft.missing() == ""
    assert [c.mark for c in draft.cells()] == [Decimal(61), Decimal(25)]  # 20 of 40 are 25 of 50
    marks.office.do(draft.command())
    again = marks.open(path)
    assert [c.value for c in again.columns if c.use == "component"] == [f"{ids['Teori']}:1", f"{ids['Projek']}:1"]


def test_a_name_without_a_number_is_matched_or_asked_about(marks: Marks, tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("Nama,Teori\nOng Wai Ping,50\nSimah anak Tuak,60\nSomebody Else,70\nMurugan a/l Sivalingam,80\n",
                    "utf-8")
    draft = marks.open(path)
    assert [(r.cls, r.match.certain) for r in draft.rows()] == [
        ("ok", True), ("ask", False), ("reject", False), ("ok", True)]
    asked = draft.rows()[1]
    draft.choose(asked.row, asked.match.choices[0].enrolment_id)
    assert len(draft.cells()) == 3


