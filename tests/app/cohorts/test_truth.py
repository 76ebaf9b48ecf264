"""Every sample list through what the window and the command line use, against what a careful clerk makes of it."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.cohorts.commands import AddCohort
from app.cohorts.draft import Draft, open_draft, plain
from app.cohorts.intake import class_of, reason_of, run_import
from app.cohorts.known import Known
from app.cohorts.undo_import import UndoImport
from app.errors import Invalid
from app.exchange.tables import read_book
from app.office.office import Office
from app.programmes.commands import SaveCourse, SaveProgramme
from app.programmes.queries import ComponentRow
from app.results.bring_cells import judge
from app.results.bring_columns import BringColumn
from app.trainees.commands import AddTrainee
from app.trainees.queries import TraineeCount, TraineeDetail, TraineePage
from tests.app.cohorts.test_modes import opened, record
from tests.app.cohorts.test_undo_import import everything

INPUTS = Path(__file__).resolve().parents[2] / "inputs"
ELSEWHERE = {
    "attendance-grid.xlsx": "attendance", "teams-attendance.csv": "attendance", "zoom-participants.csv": "attendance",
    "results.xlsx": "results", "own-form.xlsx": "forms"}
REFUSED = {"empty.csv", "empty.xlsx", "headers-only.xlsx", "jpeg-renamed.xlsx", "password-protected.xlsx",
           "truncated.xlsx", "xxe.xlsx", "zip-bomb.xlsx"}
ASKED = {"duplicate-headers.xlsx", "two-no-kp.xlsx"}
ALL = sorted(p.with_name(p.name.removesuffix(".truth.json")) for p in (
    *INPUTS.glob("*.truth.json"), *INPUTS.glob("hostile/*.truth.json")))
PEOPLE = [p for p in ALL if p.name not in {*ELSEWHERE, *REFUSED, *ASKED}]


def truth_of(path: Path) -> dict[str, Any]:
    return dict(json.loads(Path(f"{path}.truth.json").read_text("utf-8")))


def same(one: Any, other: Any) -> bool:
    return " ".join(str(one or "").split()).casefold() == " ".join(str(other or "").split()).casefold()


def wrong_in(draft: Draft, truth: dict[str, Any]) -> list[Any]:
    rows = {r.row: r for r in draft.rows}
    columns = {c.letter: c.field for c in draft.columns}
    wrong: list[Any] = [("heading", draft.heading_row)] if draft.heading_row != truth["header_row"] else []
    wrong += [("row", n) for n in set(rows) ^ {r["row"] for r in truth["rows"]}]
    for name, letters in truth.get("column_letters", {}).items():
        wrong += [(one, name) for one in ([letters] if isinstance(letters, str) else letters)
                  if columns.get(one) != name]
    for want in truth["rows"]:
        got = rows.get(want["row"])
        if got is None or want.get("existing_person"):  # needs the database
            continue
        if class_of(got) not in want.get("class_any", [want["class"]]):
            wrong.append((want["row"], class_of(got), want["class"], reason_of(got)))
        for name, value in want.get("fields", {}).items():
            allowed = (value, *want.get("fields_any", {}).get(name, ()))
            if not any(same(plain(got.fields.get(name)), one) for one in allowed):
                wrong.append((want["row"], name, got.fields.get(name), value))
        if "id_number" not in {*want.get("fields", {}), *want.get("fields_any", {})} and not got.skipped \
                and class_of(got) in ("ok", "suggest") and got.fields.get("id_number"):
            wrong.append((want["row"], "id_number is not settled", got.fields["id_number"]))
    return wrong


@pytest.mark.parametrize("path", PEOPLE, ids=lambda p: p.name)
def test_lists_of_people(path: Path) -> None:
    truth = truth_of(path)
    for one in [truth, *(t for t in truth.get("more_sheets", ()) if t["sheet"] not in ("Kehadiran", "Markah"))]:
        draft = open_draft(path)
        if one.get("sheet"):
            draft.use(draft.sheets.index(one["sheet"]))
        draft.review(lambda _query: [Known()])
        assert wrong_in(draft, one) == []


@pytest.mark.parametrize("path", [p for p in ALL if p.name in ASKED], ids=lambda p: p.name)
def test_two_columns_of_one_name_are_asked_about_once(path: Path) -> None:
    draft = open_draft(path)
    with pytest.raises(Invalid, match="Two columns are called"):
        draft.review(lambda _query: [Known()])
    for column in draft.columns:
        if column.field is None:
            draft.assign(column.index, "")
    draft.review(lambda _query: [Known()])
    assert draft.ready()


def test_the_marks_of_case_39() -> None:
    truth = next(t for t in truth_of(INPUTS / "all-40-cases.xlsx")["more_sheets"] if t["sheet"] == "Markah")
    table = next(t for t in read_book(INPUTS / "all-40-cases.xlsx").sheets if t.sheet == "Markah")
    at = next(n for n, v in enumerate(table.rows[0]) if v == truth["columns"]["mark"])
    column = BringColumn(at, "Markah (/100)", "mark", ComponentRow(
        1, 1, 1, "Q", "Quiz", "", "exam", "mark", Decimal(100), Decimal(100), Decimal(50), False, 3, "best"))
    for want in truth["rows"]:
        found = judge(table.value(want["row"], at), column)
        if "mark" in want["fields"]:
            mark = want["fields"]["mark"]
            assert (found.mark, found.state or None) == (None if mark is None else Decimal(mark),
                                                         want["fields"]["state"]), want["row"]
        else:
            assert found.cls == "ask"


def test_no_sample_is_without_a_test() -> None:
    """A sample that is added must be read by something: here, or in the room that it belongs to."""
    tests = "\n".join(p.read_text("utf-8") for p in (INPUTS.parent / "app").rglob("test_*.py") if p != Path(__file__))
    for name in (*ELSEWHERE, *REFUSED):
        assert name in tests, name
    assert {p.name for p in ALL} == {*ELSEWHERE, *REFUSED, *ASKED, *(p.name for p in PEOPLE)}


def test_as_01_the_forty_cases_into_a_cohort_and_back(sqlite_office: Office, tmp_path: Path) -> None:
    office = sqlite_office
    truth = truth_of(INPUTS / "all-40-cases.xlsx")
    programme = office.do(SaveProgramme(code="ICT", name="ICT")).value
    course = office.do(SaveCourse(programme_id=programme, code="AI", title="AI")).value
    cohort = office.do(AddCohort(code="AI-01", course_id=course, starts=office.clock().date(),
                                 ends=office.clock().date())).value
    for person in truth["existing_in_database"]:
        office.do(AddTrainee(full_name=person["full_name"], identity_number=person["id_number"]))
    before = everything(office)
    dry = run_import(office, INPUTS / "all-40-cases.xlsx", cohort_id=cohort, suggestions=True, dry_run=True)
    assert everything(office) == before  # nothing is saved before it is accepted
    judged = {r.row: class_of(r) for r in run_import(office, INPUTS / "all-40-cases.xlsx", dry_run=True).rows}
    assert [r["row"] for r in truth["rows"] if judged[r["row"]] not in r.get("class_any", [r["class"]])] == []
    report = tmp_path / "left.xlsx"
    done = run_import(office, INPUTS / "all-40-cases.xlsx", cohort_id=cohort, suggestions=True, report=report)
    counts = Counter(r["class"] for r in truth["rows"])
    assert done.result.enrolled == len(dry.recorded) and done.left_out >= counts["reject"]
    page = load_workbook(report).active
    assert page.max_row == done.left_out + 1 and all(row[-1].value for row in page.iter_rows())
    later = office.do(AddTrainee(full_name="SOMEBODY ELSE", identity_number="880101-14-5566")).value
    office.do(UndoImport(batch_id=done.result.batch_id))
    assert office.ask(TraineeCount()) == [len(truth["existing_in_database"]) + 1]
    found = everything(office, "trainee", "identity")
    assert found == {k: v for k, v in before.items() if k not in ("trainee", "identity")}
    assert office.ask(TraineeDetail(trainee_id=later))[0].name == "SOMEBODY ELSE"


def test_as_03_a_passport_of_2023_and_a_new_mypr(sqlite_office: Office, tmp_path: Path) -> None:
    office = sqlite_office
    key = office.do(AddTrainee(full_name="NGUYEN THI HANH", identity_type="PASPORT", identity_number="C1234567",
                               identity_country="VN", citizenship="NON", phone_mobile="012-345 6789",
                               birth_date=date(1998, 5, 19))).value
    draft = opened(tmp_path, ("NGUYEN THI HANH", "980519-71-4566", "012-345 6789", "MyPR"),
                   heads=("Nama", "No. KP", "Telefon", "Jenis Pengenalan"))
    draft.review(office.ask)
    row = draft.rows[0]
    assert (row.standing, row.person.id, row.person.certain) == ("possible", key, False)
    draft.decide_person(2, ())
    record(office, draft)
    assert [r.id for r in office.ask(TraineePage())] == [key]
    numbers = {i.number for i in office.ask(TraineeDetail(trainee_id=key))[0].identities}
    assert numbers == {"C1234567", "980519-71-4566"}
    for text in ("C1234567", "980519-71-4566"):
        assert [r.id for r in office.ask(TraineePage(text=text))] == [key]
