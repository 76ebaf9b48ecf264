"""A centre's own form may ask for whatever a list of the roll may have."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl

from app.cohorts.forms import kept
from app.office.office import Office
from app.rosters.own_form import EACH, OF_LISTS, ONCE, fill, names, words_of
from app.trainees.commands import ChangeTrainee, SetTitles
from app.trainees.queries import TraineeDetail
from tests.app.class_room import open_class


def test_birth_dates_titles_and_postcodes_of_each(sqlite_office: Office, tmp_path: Path) -> None:
    room = open_class(sqlite_office)
    with sqlite_office.engine.connect() as connection:
        key, name = connection.exec_driver_sql(
            "SELECT t.id, t.full_name FROM trainee t JOIN enrolment e ON e.trainee_id = t.id "
            "ORDER BY t.sort_key").first()
    seen = sqlite_office.ask(TraineeDetail(trainee_id=key))[0]
    sqlite_office.do(ChangeTrainee(trainee_id=key, version=seen.version,
                                   values={"birth_date": date(2001, 2, 3), "postcode": "02600"}))
    sqlite_office.do(SetTitles(trainee_id=key, titles=("Dato'", "Ir.")))
    book = openpyxl.Workbook()
    page = book.active
    for column, text in enumerate(("{{#rows}}{{nama}}", "{{tarikh_lahir}}", "{{Poskod}}", "{{gelaran}}", "{{pasport}}",
                                   "{{negeri}}{{/rows}}"), start=1):
        page.cell(1, column, text)
    book.save(tmp_path / "Borang.xlsx")
    sqlite_office.do(kept(tmp_path / "Borang.xlsx", "Borang"))
    report, n = fill(sqlite_office, "Borang", room.cohort_id, tmp_path / "out.xlsx")
    assert not report.unknown and n > 1
    page = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    rows = {page.cell(at, 1).value: [page.cell(at, c).value for c in range(2, 7)] for at in range(1, n + 1)}
    born, *others = rows[name]
    assert isinstance(born, datetime) and born.date() == date(2001, 2, 3) and others[:2] == ["02600", "Dato' Ir."]
    assert rows[name][3] in (None, "") and len(rows) == n


def test_every_name_means_one_thing(sqlite_office: Office) -> None:
    said = [name for f in (*ONCE, *EACH, *OF_LISTS) for name in f.names]
    assert sorted(set(said)) == sorted(said)
    assert set(names().rows) == {n for f in (*EACH, *OF_LISTS) for n in f.names}
    assert words_of(next(f for f in OF_LISTS if f.key == "state")) == "State"
