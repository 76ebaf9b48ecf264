"""The workbook of a list: as designed, read back whole by three readers, and known to the importer."""

from __future__ import annotations

import csv
import shutil
import subprocess
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from app.cohorts.exports import Release
from app.office.office import Office
from app.rosters.gate import export_list
from app.rosters.listing import Where
from app.rosters.people import ENROLMENTS, PERSON
from app.rosters.preset import Preset, chosen
from app.rosters.shipped import shipped
from app.trainees.commands import ChangeTrainee
from app.trainees.intake.columns import field_of
from app.trainees.queries import TraineeDetail
from tests.app.class_room import Class, open_class
from tests.app.cohort_story import tell

RELEASE = Release(purpose="Audit", recipient="JTM", approver="Pengarah")
SOFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")


@pytest.fixture
def room(sqlite_office: Office) -> Class:
    made = open_class(sqlite_office)
    for key, employer in zip(made.trainees, ("Zeta Sdn Bhd", "", "=Alfa & Anak", "Zeta Sdn Bhd"), strict=False):
        _give(made, key, employer)
    made.fill("HHXH", "HLXX", "S...")
    return made


def _give(room: Class, key: int, employer: str) -> None:
    from app.cohorts.records import Enrolment
    from app.office.command import Command, Work
    from app.office.permissions import Permission
    from app.trainees.records import Organisation

    class Give(Command[None]):
        needs = Permission.COHORTS_CHANGE

        def label(self) -> str:
            return "Give"

        def run(self, work: Work) -> None:
            one = work.session.query(Enrolment).filter_by(trainee_id=key).one()
            found = work.session.query(Organisation).filter_by(name=employer).first()
            if employer:
                one.organisation_id = (found or work.add(Organisation(name=employer, name_key=employer.upper()))).id

    room.office.do(Give())


def book_of(room: Class, preset: Preset, folder: Path, **more: object) -> openpyxl.Workbook:
    export_list(room.office, preset, Where(cohort_id=room.cohort_id), folder / "a.xlsx", release=RELEASE,
                **more)  # type: ignore[arg-type]
    return openpyxl.load_workbook(folder / "a.xlsx")


def test_the_class_roster_is_as_designed(room: Class, tmp_path: Path) -> None:
    book = book_of(room, shipped()["class-roster"], tmp_path)
    page, notes = book.worksheets
    assert book.sheetnames == ["Senarai Nama Pelatih", "Nota"]
    assert page["A1"].value == "Senarai Nama Pelatih · Class roster"
    assert "HCIA-5G-07" in page["D2"].value and "of 40 places" not in str(page["A3"].value)
    assert [c.value for c in page[5]][:4] == ["Bil", "Nama", "No. K/P atau pasport", "Telefon"]
    assert [c.value for c in page[6]][:4] == ["No.", "Name", "MyKad or passport", "Phone"]
    assert page.freeze_panes == "C7" and page.auto_filter.ref == "A6:J12" and page.print_title_rows == "$5:$6"
    assert page.sheet_properties.pageSetUpPr.fitToPage and page.page_setup.fitToHeight == 0
    assert page["C7"].number_format == page["D7"].number_format == "@" and page["D7"].data_type == "s"
    assert page["A7"].value == 1 and page["H7"].value == 0.75 and page["H7"].number_format == "0.0%"
    assert page["H7"].font.bold and page["H7"].font.color.rgb.endswith("A61B1B")  # 75 % of 80
    assert page["J7"].value is None  # room for a signature
    assert max(len(str(c.value or "")) for c in page["B"][6:]) + 2 == page.column_dimensions["B"].width
    assert not page.merged_cells.ranges and all(c.data_type != "f" for row in page.iter_rows() for c in row)
    told = {row[0].value: row[1].value for row in notes.iter_rows(min_row=3)}
    assert told["Senarai"] == page["A1"].value
    assert "80 %" in told["Attendance policy"] and "80 %" in told["Dasar kehadiran"]
    assert "HCIA-5G-07" in told["Kohort"] and "14 Jul 2026" in told["Dieksport"]
    assert book.properties.title == page["A1"].value and book.properties.creator == room.office.actor.name
    assert book.properties.created == datetime(2026, 7, 14, 4)  # noqa: DTZ001


def test_what_was_exported_in_full_says_for_whom(room: Class, tmp_path: Path) -> None:
    book = book_of(room, replace(shipped()["nominal-roll"], language="en"), tmp_path)
    head = " ".join(str(c.value) for row in book.worksheets[0].iter_rows(max_row=5) for c in row if c.value)
    assert "in full for JTM: Audit. Approved by Pengarah." in head
    assert book.sheetnames == ["Nominal roll", "Notes"] and "masked" not in str(book["Notes"]["B7"].value)


def test_days_are_days_and_leading_zeros_stay(room: Class, tmp_path: Path) -> None:
    one = room.office.ask(TraineeDetail(trainee_id=room.trainees[0]))[0]
    room.office.do(ChangeTrainee(trainee_id=one.id, version=one.version, values={
        "postcode": "02600", "birth_date": date(2003, 1, 1), "address_1": "-7 Jalan"}))
    preset = Preset(name="P", subject="enrolments", identity="full", columns=chosen((
        "name", "identity", "birth_date", "postcode", "address_1", "joined_on", "phone")))
    export_list(room.office, preset, Where(cohort_id=room.cohort_id), tmp_path / "a.xlsx", release=RELEASE)
    row = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    line = next(r for r in row if r[0] == "AHMAD DANISH BIN ROSLAN")
    assert line == ["AHMAD DANISH BIN ROSLAN", "030101-14-0000", date(2003, 1, 1), "02600", "-7 Jalan",
                    date(2026, 6, 29), "012-000 1180"]


def test_the_matrix_has_letters_colours_and_choices(room: Class, tmp_path: Path) -> None:
    matrix = shipped()["attendance-matrix"]
    page = book_of(room, replace(matrix, language="en", columns=(*matrix.columns, *chosen(("attended", "counted")))),
                   tmp_path).worksheets[0]
    head = next(r for r in page.iter_rows() if r[0].value == "No.")
    assert [c.value for c in head[3:6]] == ["29/06", "30/06", "01/07"]
    assert [c.value for c in page[head[0].row + 1][3:6]] == ["Mon", "Tue", "Wed"]
    first = page[head[0].row + 2]
    assert [c.value for c in first[3:8]] == ["P", "P", "A", "P", None]
    totals = {c.value: first[c.column - 1].value for c in head[23:]}
    assert totals["P"] == 3 and totals["A"] == 1 and totals["L"] is None
    assert (totals["Attended"], totals["Counted sessions"], totals["Attendance"]) == (3, 4, 0.75)
    rule = page.data_validations.dataValidation[0]
    assert rule.formula1 == '"P,L,A,S,E,D,O"' and str(rule.sqref) == f"D{first[0].row}:W{first[0].row + 5}"
    assert {r.formula[0] for span in page.conditional_formatting for r in span.rules} >= {'"A"', '"L"'}


def test_a_row_for_each_mark(room: Class, tmp_path: Path) -> None:
    page = book_of(room, replace(shipped()["attendance-long"], language="en"), tmp_path).worksheets[0]
    rows = [[c.value for c in r] for r in page.iter_rows()]
    at = next(n for n, r in enumerate(rows) if r[0] == "Trainee no.")
    assert len(rows) - at - 1 == 9
    last = dict(zip(rows[at], rows[-1], strict=True))
    assert last["Date"].date() == date(2026, 7, 2)
    assert last["Attendance letter"] == "A" and last["Session no."] == 4
    assert isinstance(last["Marked at"], datetime)


def test_a_list_to_fill_offers_what_may_stand_there(room: Class, tmp_path: Path) -> None:
    preset = Preset(name="P", subject="enrolments", columns=chosen(("name", "gender", "status")), language="en",
                    to_fill=True)
    rules = book_of(room, preset, tmp_path).worksheets[0].data_validations.dataValidation
    assert rules[0].formula1 == '"Male,Female"' and "Withdrawn" in rules[1].formula1
    assert not book_of(room, replace(preset, to_fill=False), tmp_path).worksheets[0].data_validations.dataValidation


def test_by_employer_under_captions_or_on_sheets(room: Class, tmp_path: Path) -> None:
    preset = Preset(name="P", subject="enrolments", columns=chosen(("place", "name")), language="en", group="headings")
    page = book_of(room, preset, tmp_path).worksheets[0]
    body = [[c.value for c in r] for r in page.iter_rows(min_row=2)]
    body = body[body.index(["No.", "Name"]) + 1:]
    assert [r[0] for r in body] == ["=Alfa & Anak (1)", 1, "Zeta Sdn Bhd (2)", 2, 3, "Without an employer (3)", 4, 5, 6]
    caption = page.cell(page.max_row - 8, 1)
    assert caption.value == "=Alfa & Anak (1)" and caption.data_type == "s" and not page.merged_cells.ranges
    assert caption.font.bold and caption.quotePrefix
    book = book_of(room, replace(preset, group="sheets"), tmp_path)
    assert book.sheetnames == ["=Alfa & Anak", "Zeta Sdn Bhd", "Without an employer", "Notes"]
    assert [r[0].value for r in book["Zeta Sdn Bhd"].iter_rows()][-3:] == ["No.", 2, 3]
    text = export_list(room.office, preset, Where(cohort_id=room.cohort_id)).text.splitlines()
    assert text[0] == "No.\tName\tEmployer" and text[1].endswith("\t'=Alfa & Anak")


def test_a_list_of_marks_to_fill_takes_no_more_than_there_are(sqlite_office: Office, tmp_path: Path) -> None:
    story = tell(sqlite_office)
    export_list(story.office, replace(shipped()["results"], to_fill=True, language="en"),
                Where(cohort_id=story.cohort_id), tmp_path / "a.xlsx")
    page = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    (rule,) = page.data_validations.dataValidation
    assert (rule.type, rule.formula1, rule.formula2) == ("decimal", "0", "100")
    heads = next([c.value for c in r] for r in page.iter_rows() if r[0].value == "No.")
    assert heads[3:8] == ["Quiz (10%) /100", "Lab practical 1 (20%) /100", "Lab practical 2 (20%) /100",
                          "Project (20%) /100", "Final exam (30%) /100"]
    goh = next([c.value for c in r] for r in page.iter_rows() if r[1].value == "Goh Xin Yi")
    assert goh[3:9] == [90, 87, 92, 94, 88, 90] and goh[heads.index("Completion")] == "Completed"
    melvin = next([c.value for c in r] for r in page.iter_rows() if r[1].value == "Melvin Jipanus")
    assert "Attendance" in melvin[heads.index("Why not")] and page.cell(page.max_row, len(heads)).alignment.wrap_text


@SOFFICE
def test_libreoffice_opens_what_was_locked_with_the_password_only(room: Class, tmp_path: Path) -> None:
    export_list(room.office, shipped()["class-roster"], Where(cohort_id=room.cohort_id), tmp_path / "a.xlsx",
                password="rahsia besar")

    assert _opened(tmp_path, "rahsia besar") == "AHMAD DANISH BIN ROSLAN"
    assert _opened(tmp_path, "rahsia kecil") == _opened(tmp_path, "") == ""


MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Look" script:language="StarBasic">
Sub Main(where, password)
  On Error Resume Next
  Dim given(1) As New com.sun.star.beans.PropertyValue
  given(0).Name = "Hidden" : given(0).Value = True
  given(1).Name = "Password" : given(1).Value = password
  book = StarDesktop.loadComponentFromURL(ConvertToURL(where), "_blank", 0, given())
  told = ""
  If Not IsNull(book) Then told = book.Sheets.getByIndex(0).getCellByPosition(1, 6).String
  Open where + ".said" For Output As #1
  Print #1, told
  Close #1
  StarDesktop.terminate()
End Sub
</script:module>"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Look"/></library:library>"""


def _opened(folder: Path, password: str) -> str:
    """What LibreOffice finds in the cell of the first name; '' when it cannot open the file."""
    start = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
    shelf, said = folder / "profile" / "user" / "basic" / "Standard", folder / "a.xlsx.said"
    if not shelf.exists():  # it makes its own folders first, and would write over ours
        subprocess.run([*start, "--terminate_after_init"], check=False, capture_output=True, timeout=60)
    shelf.mkdir(parents=True, exist_ok=True)
    (shelf / "script.xlb").write_text(LIBRARY)
    (shelf / "Look.xba").write_text(MACRO)
    said.unlink(missing_ok=True)
    subprocess.run([*start, f'macro:///Standard.Look.Main("{folder}/a.xlsx","{password}")'], check=False,
                   capture_output=True, timeout=60)
    return said.read_text("utf-8").strip() if said.exists() else "nothing said"


@SOFFICE
def test_libreoffice_reads_every_cell(sqlite_office: Office, tmp_path: Path) -> None:
    story = tell(sqlite_office)
    for key in ("class-roster", "attendance-matrix", "results", "name-check"):
        path = tmp_path / f"{key}.xlsx"
        export_list(story.office, shipped()[key], Where(cohort_id=story.cohort_id), path, release=RELEASE)
    subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
                    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false", "--outdir", str(tmp_path),
                    *(str(p) for p in tmp_path.glob("*.xlsx"))], check=True, capture_output=True, timeout=120)
    for path in tmp_path.glob("*.xlsx"):
        with path.with_suffix(".csv").open(encoding="utf-8", newline="") as opened:
            rows = list(csv.reader(opened))
        ours = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        assert len(rows) == len(ours), path.name
        for got, row in zip(rows, ours, strict=True):
            assert [c for c in got if _is_text(c)] == [c for c in row if isinstance(c, str) and _is_text(c)], path.name


def _is_text(cell: str) -> bool:
    """No number, day or per cent, which each program writes in its own manner."""
    return not cell[-1:].isdigit() and not cell.endswith("%")


def test_headings_are_known_to_the_importer() -> None:
    """Every column that can come back is headed so that it is recognised, in either language."""
    known = {"name": "full_name", "other_script": "name_other_script", "titles": "titles", "id_type": "id_type",
             "identity": "id_number", "id_country": "id_country", "passport": "passport", "birth_date": "birth_date",
             "gender": "gender", "citizenship": "citizenship", "nationality": "nationality", "ethnicity": "ethnicity",
             "phone": "phone_mobile", "phone_other": "phone_other", "email": "email", "address_1": "address_1",
             "address_2": "address_2", "address_3": "address_3", "postcode": "postcode", "city": "city",
             "state": "state", "country": "country", "education": "education_level", "category": "category",
             "sector": "sector", "organisation": "organisation", "position": "position", "number": "trainee_no",
             "joined_on": "join_date", "remarks": "notes"}
    fields = {f.key: f for f in (*PERSON, *ENROLMENTS)}
    for key, wanted in known.items():
        assert (field_of(fields[key].titled("en")), field_of(fields[key].titled("ms"))) == (wanted, wanted), key
    others = {f.key: f for f in ENROLMENTS if f.key not in known and f.key != "certificate_name"}
    for key, field in others.items():  # nothing else is taken for one of these
        assert not {field_of(field.titled(code)) for code in ("en", "ms")} & set(known.values()), key
