"""Results in the roster workbook: numbers as numbers, absent as a word, completion with its reason."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from app.attendance.sheets import write_roster
from app.completion.roster import results_for
from app.office.office import Office
from tests.app.cohort_story import tell


def test_keputusan(office: Office, tmp_path: Path) -> None:
    story = tell(office)
    path = write_roster(office, story.cohort_id, tmp_path / "r.xlsx", results=results_for(office))
    page = openpyxl.load_workbook(path)["Keputusan"]
    rows = {row[1].value: [c.value for c in row[3:]] for row in page.iter_rows(min_row=4)}
    assert rows["Goh Xin Yi"][:5] == [90, 87, 92, 94, 88]
    assert rows["Goh Xin Yi"][-1] == "Completed"
    assert rows["Sanjay Singh a/l Balwant Singh"][4] == "Absent"
    assert rows["Kartini binti Sulong"][2] is None
    assert rows["Kartini binti Sulong"][-1] not in ("Completed", None, "")
