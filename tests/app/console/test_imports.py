"""Lists of trainees from the command line: modes, a written matching, the report that comes in again, taking back."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from app.cohorts.commands import AddCohort, ChangeCohortStatus
from app.cohorts.draft import open_draft
from app.cohorts.intake import run_import, write_problems
from app.cohorts.queries import Roll
from app.console import lists, training
from app.console.main import main
from app.i18n import speaking
from app.office.office import Office
from app.programmes.commands import SaveCourse, SaveProgramme
from app.trainees.commands import AddTrainee
from app.trainees.queries import TraineeCount, TraineeDetail, TraineePage
from tests.app.cohorts.test_undo_import import everything

INPUTS = Path(__file__).resolve().parents[2] / "inputs"
Told = Callable[..., tuple[int, Any]]


@pytest.fixture
def told(sqlite_office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    for module in (lists, training):
        monkeypatch.setattr(module, "office_for", lambda _args, writes=True: nullcontext(sqlite_office))
    monkeypatch.setattr("app.centre.backups.before_import", lambda *_: None)

    def run(*words: str) -> tuple[int, Any]:
        capsys.readouterr()
        status = main(["--json", *words])
        out = capsys.readouterr().out
        return status, json.loads(out) if out.strip() else None
    return run


def write(path: Path, *rows: tuple[Any, ...]) -> str:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return str(path)


def test_modes_undo_and_the_same_file_again(told: Told, sqlite_office: Office, tmp_path: Path) -> None:
    key = sqlite_office.do(AddTrainee(full_name="MOHD ALI BIN ABU", identity_number="900101-14-5567",
                                      phone_mobile="012-345 6789")).value
    file = write(tmp_path / "list.xlsx", ("Nama", "No. KP", "Telefon", "E-mel"),
                 ("MOHD ALI BIN ABU", "900101-14-5567", "019-876 5432", "ali@pelatih.example"),
                 ("TAN WEI MING", "920304-10-4567", "", ""))
    status, dry = told("import", "trainees", file, "--mode", "both", "--dry-run")
    assert (status, dry["new"], dry["changed"], dry["same"], dry["dry_run"]) == (0, 1, 1, 0, True)
    assert dry["rows"][0]["changes"] == {"phone_mobile": ["012-345 6789", "019-876 5432"],
                                         "email": ["", "ali@pelatih.example"]}
    assert dry["changed_fields"] == {"phone_mobile": 1, "email": 1} and dry["again"] == ""
    status, add = told("import", "trainees", file)
    assert (status, add["added"], add["attached"]) == (0, 1, 1)
    assert sqlite_office.ask(TraineeDetail(trainee_id=key))[0].values["email"] == ""
    status, update = told("import", "trainees", file, "--mode", "update")
    assert (update["added"], update["attached"]) == (0, 2)
    assert update["again"].startswith("This very file was imported on")
    assert sqlite_office.ask(TraineeDetail(trainee_id=key))[0].values["phone_mobile"] == "+60198765432"
    history = told("import", "history")[1]
    assert [(b["mode"], b["added"], b["changed"], b["unchanged"]) for b in history] == [
        ("update", 0, 1, 1), ("add", 1, 0, 1)]
    status, said = told("import", "undo", str(add["batch"]), "--dry-run")
    assert (status, said["removed"]) == (0, 1)
    assert told("import", "undo", str(update["batch"]))[1]["restored"] == 1
    assert told("import", "undo", str(add["batch"]))[1]["removed"] == 1
    assert sqlite_office.ask(TraineeCount()) == [1]
    assert sqlite_office.ask(TraineeDetail(trainee_id=key))[0].values["phone_mobile"] == "+60123456789"
    assert "was undone" in told("import", "trainees", file, "--dry-run")[1]["again"]
    assert told("import", "undo", str(add["batch"]))[0] == 3
    assert told("import", "undo", "4711")[0] == 2


def test_a_written_matching_and_fixed_values(told: Told, sqlite_office: Office, tmp_path: Path) -> None:
    file = write(tmp_path / "odd.xlsx", ("Orang", "Nombor", "Rumah"), ("ALI BIN ABU", "900101-14-5567", "Ipoh"))
    assert told("import", "trainees", file)[0] == 2
    matching = tmp_path / "map.json"
    matching.write_text(json.dumps({"columns": {"orang": "full_name", "B": "id_number", "Rumah": "city"},
                                    "fixed": {"organisation": "Contoh Sdn. Bhd."}}), "utf-8")
    status, done = told("import", "trainees", file, "--map", str(matching))
    assert (status, done["added"]) == (0, 1)
    found = sqlite_office.ask(TraineeDetail(trainee_id=sqlite_office.ask(TraineePage())[0].id))[0]
    assert (found.values["city"], found.organisation) == ("Ipoh", "Contoh Sdn. Bhd.")
    matching.write_text(json.dumps({"columns": {"Orang": "surname"}}), "utf-8")
    assert told("import", "trainees", file, "--map", str(matching))[0] == 2
    # the matching was remembered with the list: the next one of this layout needs none
    again = write(tmp_path / "next.xlsx", ("Orang", "Nombor", "Rumah"), ("BALA A/L RAJU", "900102-14-5567", "Taiping"))
    assert told("import", "trainees", again)[1]["added"] == 1


@pytest.mark.parametrize("name", ["intake-messy.xlsx", "all-40-cases.xlsx", "registration-form.csv", "intake.xls",
                                  "intake-cp1252.csv", "hostile/markup-names.xlsx", "hostile/two-no-kp.xlsx"])
@pytest.mark.parametrize("language", ["en", "ms"])
def test_the_report_is_judged_as_the_list_was(sqlite_office: Office, tmp_path: Path, name: str, language: str) -> None:
    """The file's own columns in their order, and nothing lost by having been written: the same row says the same."""
    with speaking(language):
        draft = open_draft(INPUTS / name)
        for column in draft.columns:
            if column.field is None:
                draft.assign(column.index, "")
        draft.review(sqlite_office.ask)
        rows = [r for r in draft.rows if not r.skipped]
        write_problems(draft, rows, tmp_path / "rest.xlsx")
        heads = next(iter(load_workbook(tmp_path / "rest.xlsx").active.iter_rows(values_only=True)))
        assert heads[-1] == {"en": "Why not imported", "ms": "Sebab tidak diimport"}[language]
        back = open_draft(tmp_path / "rest.xlsx")
        assert [c.field for c in back.columns][-1] == ""
        if back.layout == draft.layout:  # so the matching is remembered
            back.apply(draft.matches())
        matching = {c.letter: c.field for c in draft.columns}
        assert {c.letter: c.field or "" for c in back.columns if c.letter in matching} == matching
        back.review(sqlite_office.ask)
    for one, other in zip(rows, (r for r in back.rows if not r.skipped), strict=True):
        said = [[i.what for i in row.issues if i.field not in ("*", "=")] for row in (one, other)]
        assert said[0] == said[1], one.row
        assert {k: v for k, v in one.fields.items() if v} == {k: v for k, v in other.fields.items() if v}


def test_a_mended_report_comes_in(sqlite_office: Office, tmp_path: Path) -> None:
    file = write(tmp_path / "list.xlsx", ("Bil", "Nama Penuh", "No. KP", "Warna", "Telefon"),
                 (1, "ALI BIN ABU", 900101145567, "merah", "0123456789"),
                 (2, "SITI BINTI OMAR", "900230-10-4566", "biru", 123456789),
                 (3, "TAN WEI MING(ALEX)", "920304-10-4567", "hijau", ""))
    report = tmp_path / "rest.xlsx"
    done = run_import(sqlite_office, Path(file), report=report)
    assert (done.result.added, done.left_out) == (1, 2)
    book = load_workbook(report)
    page = book.active
    assert [c.value for c in page[1]] == ["Bil", "Nama Penuh", "No. KP", "Warna", "Telefon", "Why not imported"]
    assert [[c.value for c in row][:5] for row in page.iter_rows(min_row=2)] == [
        [2, "SITI BINTI OMAR", "900230-10-4566", "biru", 123456789],
        [3, "TAN WEI MING(ALEX)", "920304-10-4567", "hijau", None]]
    page["C2"], page["E2"], page["B3"] = "900203-10-4566", "012-345 6780", "TAN WEI MING @ ALEX"
    book.save(report)
    again = run_import(sqlite_office, report)
    assert (again.result.added, again.left_out) == (2, 0)
    assert {r.name for r in sqlite_office.ask(TraineePage())} == {"ALI BIN ABU", "SITI BINTI OMAR",
                                                                   "TAN WEI MING @ ALEX"}


def test_what_somebody_corrected_or_fixed_stands_in_the_report(sqlite_office: Office, tmp_path: Path) -> None:
    file = write(tmp_path / "list.xlsx", ("Nama Penuh", "Pasport"), ("NGUYEN THI HANH", "X0001234"),
                 ("", "X0001235"))
    draft = open_draft(Path(file))
    draft.fix("organisation", "Contoh Sdn. Bhd.")
    draft.review(sqlite_office.ask)
    draft.answer(2, "id_country", "Vietnam")
    draft.answer(3, "full_name", "TRAN (VAN) MINH")
    rows = [r for r in draft.rows if r.state != "ok"]
    write_problems(draft, rows, tmp_path / "rest.xlsx")
    written = [[c.value for c in row] for row in load_workbook(tmp_path / "rest.xlsx").active.iter_rows()]
    assert written[0][:4] == ["Nama Penuh", "Pasport", "Employer", "Issuing country"]
    assert [row[:4] for row in written[1:]][-1] == ["TRAN (VAN) MINH", "X0001235", "Contoh Sdn. Bhd.", None]
    back = open_draft(tmp_path / "rest.xlsx")
    back.review(sqlite_office.ask)
    assert {r.fields["organisation"] for r in back.rows} == {"Contoh Sdn. Bhd."}


def test_each_sheet_into_a_cohort_of_its_own(told: Told, sqlite_office: Office, tmp_path: Path) -> None:
    office = sqlite_office
    programme = office.do(SaveProgramme(code="ICT", name="ICT")).value
    course = office.do(SaveCourse(programme_id=programme, code="5G", title="5G")).value
    cohorts = [office.do(AddCohort(code=code, course_id=course, starts=date(2026, 6, 5), ends=date(2026, 6, 9))).value
               for code in ("5G-01", "5G-02")]
    before = everything(office)
    file = str(INPUTS / "all-40-cases.xlsx")
    each = [word for code in ("5G-01", "5G-02") for word in ("--each", f"{code}={code}")]
    report = tmp_path / "left.xlsx"
    status, done = told("import", "trainees", file, *each, "--report", str(report))
    assert (status, done["added"], done["enrolled"]) == (0, 6, 6)
    assert [(r["sheet"], r["row"]) for r in done["rows"]] == [(s, n) for s in ("5G-01", "5G-02") for n in (2, 3, 4)]
    assert [len(office.ask(Roll(cohort_id=key))) for key in cohorts] == [3, 3]
    assert told("import", "undo", str(done["batch"]))[1]["enrolments"] == 6
    assert everything(office) == before
    assert told("import", "trainees", file, "--each", "5G-01")[0] == 2
    assert told("import", "trainees", file, "--each", "5G-03=5G-01")[0] == 2
    status, done = told("import", "trainees", file, *each)
    office.do(ChangeCohortStatus(cohort_id=cohorts[1], status="closed"))
    assert told("import", "undo", str(done["batch"]))[0] == 3
