"""Sample lists through the real door, against what a careful clerk makes of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from app.cohorts.commands import AddCohort
from app.cohorts.draft import open_draft
from app.cohorts.intake import run_import
from app.cohorts.queries import Roll
from app.errors import Invalid
from app.office.office import Office
from app.programmes.commands import SaveCourse, SaveProgramme
from app.trainees.commands import AddTrainee
from app.trainees.queries import TraineeCount, TraineeDetail, TraineePage

INPUTS = Path(__file__).resolve().parents[2] / "inputs"


def same(one: Any, other: Any) -> bool:
    return " ".join(str(one or "").split()).casefold() == " ".join(str(other or "").split()).casefold()


@pytest.mark.parametrize("name", ["intake-clean.xlsx", "registration-form.csv", "intake-messy.xlsx",
                                  "all-40-cases.xlsx"])
def test_rows_are_judged_as_a_clerk_would(sqlite_office: Office, name: str) -> None:
    truth = json.loads((INPUTS / f"{name}.truth.json").read_text("utf-8"))
    for person in truth.get("existing_in_database", []):
        sqlite_office.do(AddTrainee(full_name=person["full_name"], identity_number=person["id_number"]))
    before = sqlite_office.ask(TraineeCount())[0]
    done = run_import(sqlite_office, INPUTS / name, dry_run=True)
    said = json.loads(json.dumps(done.to_json()))
    assert (said["sheet"], said["header_row"]) == (truth["sheet"], truth["header_row"])
    mine = {row["row"]: row for row in said["rows"]}
    assert set(mine) == {row["row"] for row in truth["rows"]}
    wrong = []
    for row in truth["rows"]:
        found = mine[row["row"]]
        if found["class"] not in row.get("class_any", [row["class"]]):
            wrong.append((row["row"], found["class"], row["class"], found["why"]))
        if found["recorded"]:
            wrong += [(row["row"], field, found["fields"].get(field), value) for field, value in row["fields"].items()
                      if not any(same(found["fields"].get(field), v)
                                 for v in (value, *row.get("fields_any", {}).get(field, ())))]
    assert wrong == []
    assert sqlite_office.ask(TraineeCount()) == [before]


def test_a_clean_list_into_a_cohort_and_back(office: Office) -> None:
    programme = office.do(SaveProgramme(code="ICT", name="ICT")).value
    course = office.do(SaveCourse(programme_id=programme, code="AI", title="AI")).value
    cohort = office.do(AddCohort(code="AI-01", course_id=course, starts=date(2026, 6, 5), ends=date(2026, 6, 9))).value
    done = run_import(office, INPUTS / "intake-clean.xlsx", cohort_id=cohort)
    assert (done.result.added, done.result.enrolled, done.left_out) == (40, 40, 0)
    assert len(office.ask(Roll(cohort_id=cohort))) == 40
    again = run_import(office, INPUTS / "intake-clean.xlsx", cohort_id=cohort)
    assert (again.result.added, again.result.attached, again.result.enrolled) == (0, 40, 0)
    assert office.ask(TraineeCount()) == [40]
    office.undo()
    office.undo()
    assert office.ask(TraineeCount()) == [0] and office.ask(Roll(cohort_id=cohort)) == []


def test_only_what_is_sure_is_recorded_and_the_rest_comes_back(sqlite_office: Office, tmp_path: Path) -> None:
    report = tmp_path / "rest.xlsx"
    done = run_import(sqlite_office, INPUTS / "registration-form.csv", report=report)
    assert (done.result.added, done.left_out) == (20, 8)
    rows = list(load_workbook(report).active.iter_rows(values_only=True))
    assert len(rows) == 9 and rows[0][-1] == "Why not imported" and all(row[-1] for row in rows)
    assert len(list(done.lines())) == 8
    more = run_import(sqlite_office, INPUTS / "registration-form.csv", suggestions=True)
    assert (more.result.added, more.result.attached) == (2, 20)


def test_somebody_on_record_under_another_spelling_is_asked_about(sqlite_office: Office, tmp_path: Path) -> None:
    key = sqlite_office.do(AddTrainee(full_name="MOHD ALI BIN ABU", identity_number="900101-14-5567")).value
    path = write(tmp_path, [("MUHAMMAD ALI BIN ABU", "900101-14-5567", "012-345 6789"),
                            ("Muhammad Ali bin Abu", "900101-14-5569", "")])
    draft = open_draft(path)
    draft.review(sqlite_office.ask)
    first, second = draft.rows
    assert (first.state, first.person.id, first.person.certain) == ("known", key, True)
    assert [d.field for d in first.person.differences] == ["full_name", "phone_mobile"]
    assert first.person.update == ("phone_mobile",)
    assert (second.state, second.person.certain) == ("ask", False)
    draft.decide_person(2, ("full_name", "phone_mobile"))
    assert [r.trainee_id for r in draft.ready()] == [key]
    assert run_import(sqlite_office, path).result is None


def write(folder: Path, rows: list[tuple[str, str, str]]) -> Path:
    book = Workbook()
    book.active.append(("Nama Penuh", "No. KP", "No. Telefon"))
    for row in rows:
        book.active.append(row)
    book.save(folder / "list.xlsx")
    return folder / "list.xlsx"


def test_corrections_choices_and_rows_left_out(sqlite_office: Office, tmp_path: Path) -> None:
    path = write(tmp_path, [("ALI BIN ABU", "900230-14-5567", ""), ("", "900101-14-5567", ""),
                            ("TAN WEI MING(ALEX)", "900102-14-5567", ""), ("BALA", "O00101-14-0121", "123456789"),
                            ("CHONG", "900103-17-5567", ""), ("CHONG TWO", "900104-17-5567", "")])
    draft = open_draft(path)
    draft.review(sqlite_office.ask)
    assert [row.state for row in draft.rows] == ["reject", "reject", "ask", "suggest", "suggest", "suggest"]
    draft.override(2, "It is so on the card.")
    draft.answer(3, "full_name", "SITI BINTI ALI")
    draft.choose(4, "full_name", "TAN WEI MING @ ALEX")
    draft.accept(5)
    kind = draft.rows[4].issues[0].kind
    assert draft.alike(kind) == 2
    draft.accept_kind(kind)
    draft.leave_out(7)
    assert [row.state for row in draft.rows] == ["ok", "ok", "ok", "ok", "ok", "left"]
    rows = {row.row: row for row in draft.ready()}
    assert rows[2].override_reason == "It is so on the card."
    assert rows[4].fields["full_name"] == "TAN WEI MING @ ALEX"
    assert rows[5].fields["id_number"] == "000101140121"
    draft.take_in(7)
    assert draft.counts()["ready"] == 6


def test_columns_can_be_matched_by_hand(tmp_path: Path, sqlite_office: Office) -> None:
    book = Workbook()
    book.active.append(("Senarai",))
    book.active.append(("Orang", "Nombor", "Catatan"))
    book.active.append(("ALI BIN ABU", "900101-14-5567", "Vegetarian"))
    book.save(tmp_path / "odd.xlsx")
    draft = open_draft(tmp_path / "odd.xlsx")
    draft.use(0, 2)
    assert draft.missing()
    with pytest.raises(Invalid):
        draft.review(sqlite_office.ask)
    draft.assign(0, "full_name")
    draft.assign(1, "id_number")
    assert draft.missing() == ""
    draft.review(sqlite_office.ask)
    assert [(r.row, r.state, r.fields["id_number"]) for r in draft.rows] == [(3, "ok", "900101145567")]


def test_case_of_the_same_person_recorded_by_name(sqlite_office: Office, tmp_path: Path) -> None:
    key = sqlite_office.do(AddTrainee(full_name="SITI BINTI ALI", identity_number="900101-14-5566",
                                      phone_mobile="012-345 6789")).value
    path = write(tmp_path, [("SITI BINTI ALI", "900101-14-5566", "0123456789")])
    done = run_import(sqlite_office, path)
    assert (done.result.added, done.result.attached) == (0, 1)
    assert [r.id for r in sqlite_office.ask(TraineePage())] == [key]
    assert sqlite_office.ask(TraineeDetail(trainee_id=key))[0].values["phone_mobile"] == "+60123456789"
