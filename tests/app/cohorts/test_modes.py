"""A list beside the records: what is new, what changes, what contradicts, who may be somebody known; and by mode."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.cohorts.commands import AddCohort
from app.cohorts.draft import Draft, open_draft
from app.cohorts.import_history import ImportBatches
from app.cohorts.import_trainees import ImportTrainees
from app.cohorts.queries import Roll
from app.errors import Conflict
from app.office.office import Office
from app.programmes.commands import SaveCourse, SaveProgramme
from app.trainees.commands import AddTrainee, ChangeTrainee, SetTitles
from app.trainees.queries import TraineeDetail, TraineePage

HEADS = ("Nama Penuh", "No. KP", "Telefon", "E-mel", "Majikan", "No. Pelatih", "Tarikh Lahir")
ALI = AddTrainee(full_name="MOHD ALI BIN ABU", identity_number="900101-14-5567", phone_mobile="012-345 6789",
                 organisation="Contoh Sdn. Bhd.")


def opened(folder: Path, *rows: tuple[Any, ...], heads: tuple[str, ...] = HEADS) -> Draft:
    book = Workbook()
    book.active.append(heads)
    for row in rows:
        book.active.append(row)
    book.save(folder / "list.xlsx")
    return open_draft(folder / "list.xlsx")


def record(office: Office, draft: Draft, cohort: int | None = None) -> Any:
    return office.do(ImportTrainees(rows=draft.ready(), file_name="list.xlsx", file_hash=draft.digest, mode=draft.mode,
                                    sheet=draft.table.sheet or "", layout=draft.layout, matches=draft.matches(),
                                    cohort_id=cohort)).value


def test_each_mode_does_what_it_says(sqlite_office: Office, tmp_path: Path) -> None:
    office = sqlite_office
    key = office.do(ALI).value
    same = office.do(AddTrainee(full_name="SITI BINTI OMAR", identity_number="910203-10-4566")).value
    draft = opened(tmp_path, ("MOHD ALI BIN ABU", "900101-14-5567", "019-876 5432", "ali@pelatih.example",
                              "CONTOH SDN BHD"),
                   ("SITI BINTI OMAR", "910203-10-4566"), ("TAN WEI MING", "920304-10-4567"))
    draft.review(office.ask)
    assert [(r.standing, r.state) for r in draft.rows] == [("change", "known"), ("same", "ok"), ("new", "ok")]
    assert [d.field for d in draft.rows[0].person.differences] == ["phone_mobile", "email"]  # the employer is the same
    assert draft.rows[0].person.update == ("email",)  # adding fills what is empty and changes nothing
    assert [r.trainee_id for r in draft.ready()] == [same, None]
    draft.mode = "update"
    assert draft.rows[0].person.update == ("phone_mobile", "email") and draft.rows[0].state == "ok"
    assert [r.trainee_id for r in draft.ready()] == [key, same]
    effect = draft.effect()
    assert (effect.new, effect.change, effect.same, effect.open, effect.left) == (0, 1, 1, 0, 1)
    assert dict(effect.fields) == {"phone_mobile": 1, "email": 1}
    draft.mode = "both"
    effect = draft.effect(on_roll={same})
    assert (effect.new, effect.change, effect.same, effect.attached, effect.enrolled) == (1, 1, 1, 2, 2)
    draft.decide_person(2, ("email",))
    done = record(office, draft)
    assert (done.added, done.attached, done.changed) == (1, 2, 1)
    found = office.ask(TraineeDetail(trainee_id=key))[0]
    assert (found.values["phone_mobile"], found.values["email"]) == ("+60123456789", "ali@pelatih.example")
    batch = office.ask(ImportBatches())[0]
    assert (batch.mode, batch.sheet, batch.added, batch.changed, batch.unchanged) == ("both", "Sheet", 1, 1, 1)


def test_one_number_and_another_person_is_a_conflict(office: Office, tmp_path: Path) -> None:
    key = office.do(ALI).value
    other = office.do(AddTrainee(full_name="SITI BINTI OMAR", identity_number="910203-10-4566")).value
    number = office.ask(TraineeDetail(trainee_id=other))[0].number
    draft = opened(tmp_path, ("WONG KAH MUN", "900101-14-5567"), ("MOHD ALI BIN ABU", "900101-14-5567", "", "", "",
                                                                   number))
    draft.mode = "both"
    draft.review(office.ask)
    first, second = draft.rows
    assert (first.standing, first.state, first.person.id) == ("conflict", "known", key)
    assert "another name altogether" in first.sentence and "MOHD ALI" in first.sentence
    assert second.standing == "conflict" and "SITI BINTI OMAR" in second.person.conflict
    assert draft.ready() == () and draft.effect().open == 2
    draft.decide_person(2, ())
    assert [(r.trainee_id, r.update) for r in draft.ready()] == [(key, ())]
    office.do(ChangeTrainee(trainee_id=key, values={"birth_date": date(1989, 12, 31)}))
    again = opened(tmp_path, ("MOHD ALI BIN ABU", "900101-14-5567"))
    again.mode = "update"
    again.review(office.ask)
    assert again.rows[0].standing == "conflict" and "born on" in again.rows[0].sentence


def test_somebody_alike_is_asked_about_and_may_be_another(office: Office, tmp_path: Path) -> None:
    key = office.do(ALI).value
    draft = opened(tmp_path, ("MUHAMMAD ALI BIN ABU", "900101-14-5657"), ("CHONG WEI", "900101-14-5579"))
    draft.mode = "both"
    draft.review(office.ask)
    first, second = draft.rows
    assert (first.standing, first.state, first.person.id, first.person.certain) == ("possible", "known", key, False)
    assert "two digits of the identity number swapped" in first.sentence.lower()
    assert second.standing == "new"
    draft.another_person(2)
    assert (draft.rows[0].standing, draft.rows[0].state) == ("new", "ok")
    assert record(office, draft).added == 2


def test_our_own_list_is_known_by_its_trainee_numbers(office: Office, tmp_path: Path) -> None:
    key = office.do(ALI).value
    number = office.ask(TraineeDetail(trainee_id=key))[0].number
    draft = opened(tmp_path, ("MUHAMMAD ALI BIN ABU", "900101-••-••••", "", "", "", number),
                   ("LIM AH KAU", "930405-10-4567", "", "", "", "T26-99999"))
    draft.mode = "both"
    draft.review(office.ask)
    first, second = draft.rows
    assert (first.standing, first.state, first.person.update) == ("change", "ok", ("full_name",))
    assert second.state == "ask" and "T26-99999" in second.sentence
    draft.keep(3, "*own")
    assert draft.rows[1].state == "ok"
    record(office, draft)
    found = office.ask(TraineeDetail(trainee_id=key))[0]
    assert (found.name, [i.number for i in found.identities]) == ("MUHAMMAD ALI BIN ABU", ["900101-14-5567"])


def test_a_record_changed_since_the_review_is_not_written_over(sqlite_office: Office, tmp_path: Path) -> None:
    office = sqlite_office
    key = office.do(ALI).value
    draft = opened(tmp_path, ("MOHD ALI BIN ABU", "900101-14-5567", "019-876 5432"))
    draft.mode = "update"
    draft.review(office.ask)
    office.do(ChangeTrainee(trainee_id=key, values={"phone_mobile": "013-111 2222"}))
    with pytest.raises(Conflict, match="row 2"):
        record(office, draft)
    assert office.ask(TraineeDetail(trainee_id=key))[0].values["phone_mobile"] == "+60131112222"


def test_a_corrected_number_is_compared_before_it_is_recorded(sqlite_office: Office, tmp_path: Path) -> None:
    office = sqlite_office
    key = office.do(ALI).value
    draft = opened(tmp_path, ("MOHD ALI BIN ABU", "900230-14-5567"))
    draft.review(office.ask)
    assert draft.rows[0].state == "reject"
    draft.answer(2, "id_number", "900101-14-5567")
    draft.recheck(office.ask)
    assert (draft.rows[0].person.id, draft.rows[0].standing) == (key, "same")


def test_fixed_values_titles_and_dates_month_first(sqlite_office: Office, tmp_path: Path) -> None:
    office = sqlite_office
    key = office.do(ALI).value
    office.do(SetTitles(trainee_id=key, titles=("Ir.",)))
    draft = opened(tmp_path, ("Dato' Ir. MOHD ALI BIN ABU", "900101-14-5567", "01/01/1990"),
                   ("NGUYEN THI HANH", "X0001234", "05/19/1998"), ("TRAN VAN MINH", "X0001235", "02/03/1998"),
                   heads=("Nama Penuh", "No. Pasport / KP", "Tarikh Lahir"))
    draft.fix("organisation", "Misalan Bhd.")
    draft.fix("nationality", "Vietnam")
    at = next(c.index for c in draft.columns if c.field == "birth_date")
    assert draft.order(at) == "ask"
    draft.mode = "both"
    draft.review(office.ask)
    assert [r.fields.get("birth_date") for r in draft.rows][1:] == [None, date(1998, 3, 2)]
    draft.say_order(at, "month")
    draft.review(office.ask)
    assert [r.fields.get("birth_date") for r in draft.rows][1:] == [date(1998, 5, 19), date(1998, 2, 3)]
    assert {r.fields["organisation"] for r in draft.rows} == {"Misalan Bhd."}
    first = draft.rows[0]
    assert [(d.field, d.ours, d.theirs) for d in first.person.differences if d.field == "titles"] == [
        ("titles", "Ir.", "Dato' Ir.")]
    draft.decide_person(2, ("titles", "organisation"))
    record(office, draft)
    found = office.ask(TraineeDetail(trainee_id=key))[0]
    assert (found.titles, found.organisation) == (("Dato'", "Ir."), "Misalan Bhd.")


def test_the_layout_is_remembered_with_the_list(sqlite_office: Office, tmp_path: Path) -> None:
    from app.trainees.layouts import RememberedLayout

    heads = ("Orang", "Nombor", "Rumah")
    draft = opened(tmp_path, ("ALI BIN ABU", "900101-14-5567", "Kota Bharu"), heads=heads)
    for at, name in enumerate(("full_name", "id_number", "city")):
        draft.assign(at, name)
    draft.review(sqlite_office.ask)
    record(sqlite_office, draft)
    again = opened(tmp_path, ("BALA", "900102-14-5567", "Ipoh"), heads=heads)
    assert again.missing()
    again.apply(sqlite_office.ask(RememberedLayout(kind="trainees", layout=again.layout))[0])
    assert again.missing() == ""
    again.review(sqlite_office.ask)
    assert again.rows[0].fields["city"] == "Ipoh"


def test_everybody_ready_is_enrolled_in_every_mode(office: Office, tmp_path: Path) -> None:
    programme = office.do(SaveProgramme(code="ICT", name="ICT")).value
    course = office.do(SaveCourse(programme_id=programme, code="AI", title="AI")).value
    cohort = office.do(AddCohort(code="AI-01", course_id=course, starts=date(2026, 6, 5), ends=date(2026, 6, 9))).value
    office.do(ALI)
    draft = opened(tmp_path, ("MOHD ALI BIN ABU", "900101-14-5567"), ("TAN WEI MING", "920304-10-4567"))
    draft.mode = "update"
    draft.review(office.ask)
    assert record(office, draft, cohort).enrolled == 1
    assert [r.name for r in office.ask(Roll(cohort_id=cohort))] == ["MOHD ALI BIN ABU"]
    assert [r.name for r in office.ask(TraineePage())] == ["MOHD ALI BIN ABU"]


def test_what_is_decided_of_one_is_decided_of_its_like(sqlite_office: Office, tmp_path: Path) -> None:
    """With a number that says who it is; or with a likeness that is very strong, but never the one with the other."""
    office = sqlite_office
    office.do(ALI)
    born = (("ROSLI BIN OMAR", "910304-10-4567"), ("HALIM BIN OMAR", "920304-10-4567"))
    for n, (name, number) in enumerate(born):
        office.do(AddTrainee(full_name=name, identity_number=number, phone_mobile=f"012-345 678{n}"))
    draft = opened(tmp_path, ("MOHD ALI BIN ABU", "900101-14-5567", "019-876 5432"),
                   ("ROSLI BIN OMAR", "910304-10-4577", "012-345 6780"),
                   ("HALIM BIN OMAR", "920304-10-4577", "012-345 6781"))
    draft.review(office.ask)
    assert [(r.standing, r.person.together, r.person.others) for r in draft.rows] == [
        ("change", "sure", 0), ("possible", "very", 1), ("possible", "very", 1)]
    draft.decide_person(3, (), alike=True)
    assert [r.state for r in draft.rows] == ["known", "ok", "ok"]
