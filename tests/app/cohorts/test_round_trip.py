"""A list of ours goes out, through LibreOffice and back: zero differences; and three edits come back as these three."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.cohorts.commands import AddCohort
from app.cohorts.draft import open_draft
from app.cohorts.enrolments import Enrol
from app.cohorts.exports import Release
from app.cohorts.intake import run_import
from app.office.office import Office
from app.programmes.commands import SaveCourse, SaveProgramme
from app.rosters.gate import export_list
from app.rosters.listing import Where
from app.rosters.preset import Preset, chosen
from app.rosters.shipped import shipped
from app.rosters.subjects import SUBJECTS
from app.trainees.commands import AddTrainee, ConfirmCertificateName
from app.trainees.identities import AddIdentity
from app.trainees.queries import TraineeCount, TraineeDetail

RELEASE = Release(purpose="Move", recipient="Own office", approver="Pengarah")
PEOPLE = (
    AddTrainee(full_name="NUR AIN BINTI ABDULLAH", identity_number="000101-02-0122", phone_mobile="012-345 6789",
               phone_other="03-8888 1234", email="ain@pelatih.example", titles=("Ts.",), address_1="No. 7, Jalan 1/2",
               address_2="Taman Rekaan", address_3="Kg. Baru", postcode="02600", city="Arau", state="Perlis",
               country="MY", education="Diploma", ethnicity="Melayu", category="Pekerja industri", sector="Industri",
               organisation="Contoh & Anak Sdn. Bhd.", position="=Penyelia", notes="Ring the office"),
    AddTrainee(full_name="NGUYEN THI HANH", identity_type="PASPORT", identity_number="C1234567", identity_country="VN",
               birth_date=date(1998, 5, 19), gender="P", citizenship="NON", nationality="VN",
               phone_mobile="+84 912 345 678", country="VN", category="Graduan", sector="Tidak bekerja"),
    AddTrainee(full_name="D'CRUZ A/L RAJU @ TAN WEI MING", identity_number="751231-14-5567", other_script="陈伟明",
               category="Pengajar TVET", sector="Badan berkanun / GLC", titles=("Dato'", "Ir.", "Hj."),
               state="W.P. Kuala Lumpur", postcode="50480", ethnicity="Lain-lain", education="Sarjana Muda"),
    AddTrainee(full_name="MOHD ALI BIN ABU", identity_type="POLIS", identity_number="RF12345", gender="L",
               citizenship="MY", email="ali.abu@polis.example", category="Penjawat awam", sector="Kerajaan"),
    AddTrainee(full_name="SITI BINTI OMAR", identity_type="MYPR", identity_number="910203-71-4566", citizenship="PR",
               nationality="ID"),
    AddTrainee(full_name="WITHOUT A NUMBER"),
)


@pytest.fixture
def centre(office: Office) -> Office:
    programme = office.do(SaveProgramme(code="ICT", name="ICT")).value
    course = office.do(SaveCourse(programme_id=programme, code="AI", title="AI")).value
    cohort = office.do(AddCohort(code="AI-01", course_id=course, starts=date(2026, 6, 5), ends=date(2026, 6, 9))).value
    keys = tuple(office.do(one).value for one in PEOPLE)
    office.do(AddIdentity(trainee_id=keys[0], type="PASPORT", number="A7654321", country="MY", current=False))
    office.do(ConfirmCertificateName(trainee_id=keys[0], name="Nur Ain Abdullah"))
    office.do(Enrol(cohort_id=cohort, trainee_ids=keys))
    return office


def through_libreoffice(path: Path) -> Path:
    out = path.parent / "saved"
    subprocess.run(["soffice", f"-env:UserInstallation={(path.parent / 'lo').as_uri()}", "--headless", "--convert-to",
                    "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(path)], check=True, capture_output=True,
                   timeout=180)
    return out / path.name


def every_column(subject: str, language: str) -> Preset:
    return Preset(name="All", subject=subject, language=language, identity="full",
                  columns=chosen([f.key for f in SUBJECTS[subject].fields]))


@pytest.mark.parametrize("language", ["en", "ms", "both"])
@pytest.mark.parametrize("subject", ["trainees", "enrolments"])
@pytest.mark.parametrize("saved", [False, True], ids=["as written", "saved by LibreOffice"])
def test_as_24_zero_differences(centre: Office, tmp_path: Path, subject: str, language: str, saved: bool) -> None:
    if saved and shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not here")
    where = Where(cohort_id=1) if subject == "enrolments" else Where()
    path = export_list(centre, every_column(subject, language), where, tmp_path / "list.xlsx", release=RELEASE).path
    if saved:
        path = through_libreoffice(path)
    done = run_import(centre, path, mode="both", dry_run=True)
    wrong = [(r.row, r.state, r.sentence, [(d.field, d.ours, d.theirs) for d in r.person.differences] if r.person
             else r.fields) for r in done.rows if r.standing != "same" and not r.skipped or r.state not in (
        "ok", "left")]
    assert (wrong, [c.heading for c in done.draft.columns if c.field is None]) == ([], [])
    assert (done.effect.new, done.effect.change, done.effect.same, done.left_out) == (0, 0, len(PEOPLE), 0)
    done = run_import(centre, path, mode="both")
    assert (done.result.added, done.result.changed) == (0, 0)
    assert centre.ask(TraineeCount()) == [len(PEOPLE)]


@pytest.mark.parametrize("language", ["en", "both"])
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_three_edits_come_back_as_these_three(sqlite_office: Office, tmp_path: Path, language: str) -> None:
    office = sqlite_office
    keys = [office.do(one).value for one in PEOPLE]
    path = through_libreoffice(export_list(office, every_column("trainees", language), Where(), tmp_path / "list.xlsx",
                                           release=RELEASE).path)
    book = load_workbook(path)
    page = book.worksheets[0]
    at = {c.field: c.letter for c in open_draft(path).columns}
    row = {page[f"{at['full_name']}{n}"].value: n for n in range(1, page.max_row + 1)}
    page[f"{at['phone_mobile']}{row['NUR AIN BINTI ABDULLAH']}"] = "019-876 5432"
    page[f"{at['organisation']}{row['MOHD ALI BIN ABU']}"] = "Polis Diraja Rekaan"
    page[f"{at['birth_date']}{row['WITHOUT A NUMBER']}"] = date(1990, 2, 1)
    book.save(path)
    done = run_import(office, path, mode="both")
    assert {r.shown("full_name"): [(d.field, d.theirs) for d in r.person.differences] for r in done.rows
            if r.person is not None and r.person.differences} == {
        "NUR AIN BINTI ABDULLAH": [("phone_mobile", "019-876 5432")],
        "MOHD ALI BIN ABU": [("organisation", "Polis Diraja Rekaan")],
        "WITHOUT A NUMBER": [("birth_date", "1 Feb 1990")]}
    assert (done.result.added, done.result.changed, done.left_out) == (0, 3, 0)
    assert office.ask(TraineeDetail(trainee_id=keys[5]))[0].values["birth_date"] == date(1990, 2, 1)


@pytest.mark.parametrize("key", ["class-roster", "nominal-roll", "name-check", "contacts", "study-visit", "trainees"])
@pytest.mark.parametrize("language", ["both", "en", "ms"])
def test_every_shipped_list_of_people_is_recognised(sqlite_office: Office, tmp_path: Path, key: str, language: str
                                                    ) -> None:
    """With hidden digits too: who it is, its trainee number says."""
    office = sqlite_office
    programme = office.do(SaveProgramme(code="ICT", name="ICT")).value
    course = office.do(SaveCourse(programme_id=programme, code="AI", title="AI")).value
    cohort = office.do(AddCohort(code="AI-01", course_id=course, starts=date(2026, 6, 5), ends=date(2026, 6, 9))).value
    office.do(Enrol(cohort_id=cohort, trainee_ids=tuple(office.do(one).value for one in PEOPLE)))
    preset = replace(shipped()[key], language=language)
    numbered = any(c.key == "number" for c in preset.columns)
    path = export_list(office, preset, Where(cohort_id=cohort) if preset.subject == "enrolments" else Where(),
                       tmp_path / "list.xlsx", release=RELEASE).path
    done = run_import(office, path, mode="both", dry_run=True)
    assert [c.heading for c in done.draft.columns if c.field is None] == []
    assert len([r for r in done.rows if not r.skipped]) == len(PEOPLE)
    if numbered:
        assert (done.effect.new, done.effect.change, done.effect.same) == (0, 0, len(PEOPLE))
