"""Exam records from a vendor's list, through the command line to the results."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import pytest

from app.cohorts.queries import CohortList
from app.console import lists
from app.console.main import main
from app.office.office import Office
from app.results.exams import ExamResults
from tests.app.results.exam_week import exam_week


def test_a_vendors_list_comes_in_once(sqlite_office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                                      capsys: pytest.CaptureFixture[str]) -> None:
    week = exam_week(sqlite_office)
    monkeypatch.setattr(lists, "office_for", lambda _args, writes=True: nullcontext(sqlite_office))
    monkeypatch.setattr("app.centre.backups.before_import", lambda *_: None)
    code = week.office.ask(CohortList())[0].code
    file = tmp_path / "vendor.csv"
    file.write_text("Candidate ID;Exam Code;Score;Exam Date;Result\n"
                    "900101-14-5561;H12-811;640;07/01/2026;Pass\n900102145562;h12-811;;07/13/2026;No show\n"
                    "T26-00003;H12-811;;07/01/2026;Pass\nT26-00003;H12-999;700;07/01/2026;Pass\n770101-01-0101;H12-811;700;07/01/2026;Pass\n")
    main(["--json", "import", "exams", str(file), "--cohort", code])
    done = json.loads(capsys.readouterr().out)
    assert (done.get("new"), done.get("open")) == (2, 3), done
    found = {r.number: (r.score_text, str(r.on_date)) for r in week.office.ask(ExamResults(cohort_id=week.cohort_id))}
    assert found == {"T26-00001": ("640", "2026-07-01"), "T26-00002": ("Absent", "2026-07-13")}
    main(["--json", "import", "exams", str(file), "--cohort", code])
    assert json.loads(capsys.readouterr().out)["new"] == 0
