"""Photos in lists: pictures in their cells where they may leave, the words yes and no where not."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from app.cohorts.exports import ExportsLeft, Release
from app.errors import Invalid, Refused
from app.office.history import HistoryEntry
from app.office.office import Office
from app.office.permissions import Actor
from app.rosters import people
from app.rosters.gate import ReadList, export_list
from app.rosters.listing import Where
from app.rosters.preset import Preset, chosen
from app.trainees.commands import ChangeTrainee
from app.trainees.photos import SetPhoto
from tests.app.class_room import NAMES, Class, open_class

RELEASE = Release(purpose="Exam hall", recipient="Pearson VUE", approver="Pn. Rohaya")
FACES = Preset(name="Faces", subject="enrolments", columns=chosen(("place", "photo", "name", "signature")),
               identity="full", language="en")
COLOURS = ((200, 30, 30), (30, 160, 30))


@pytest.fixture
def room(office: Office) -> Class:
    """Six people; the first and the third have a photo."""
    made = open_class(office)
    for key, colour in zip((made.trainees[0], made.trainees[2]), COLOURS, strict=True):
        held = BytesIO()
        Image.new("RGB", (700, 900), colour).save(held, "PNG")
        made.office.do(SetPhoto(trainee_id=key, data=held.getvalue()))
    return made


def out(room: Class, preset: Preset, path: Path | None, **more: object) -> str:
    made = export_list(room.office, preset, Where(cohort_id=room.cohort_id), path, release=RELEASE, **more)  # type: ignore[arg-type]
    return made.text


def test_a_workbook_has_each_photo_in_its_cell(room: Class, tmp_path: Path) -> None:
    out(room, FACES, tmp_path / "a.xlsx")
    page = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    first = next(row for row in range(1, 20) if page.cell(row, 1).value == 1)
    images = page._images
    assert [(i.anchor._from.row + 1, i.anchor._from.col) for i in images] == [(first, 1), (first + 2, 1)]
    for image, colour in zip(images, COLOURS, strict=True):
        drawn = Image.open(BytesIO(image._data()))
        assert drawn.size == (413, 531) and all(
            abs(a - b) < 8 for a, b in zip(drawn.getpixel((200, 200)), colour, strict=True))
        start, end = image.anchor._from, image.anchor.to
        assert (start.row, start.col) == (end.row, end.col) and image.anchor.editAs == "twoCell"
        assert ((end.colOff - start.colOff) / 36000, (end.rowOff - start.rowOff) / 36000) == (18, 23)
        assert end.rowOff / 12700 < page.row_dimensions[first].height
        assert end.colOff / 9525 < page.column_dimensions["B"].width * 7 + 5
    heights = {page.row_dimensions[row].height for row in range(first, first + 6)}
    assert heights == {70.0}  # who has none has an empty place of that size
    assert [page.cell(row, 2).value for row in range(first, first + 6)] == [None] * 6
    assert page.cell(first + 1, 2).border.left.style == "thin"
    told = [i.anchor.pic.nvPicPr.cNvPr.descr for i in images]
    assert told == ["Photo of AHMAD DANISH BIN ROSLAN", "Photo of BRYAN LIM ZHI HAO"]


def test_a_workbook_without_the_column_has_rows_as_ever(room: Class, tmp_path: Path) -> None:
    out(room, replace(FACES, columns=chosen(("place", "name"))), tmp_path / "a.xlsx")
    page = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert not page._images and all(not d.customHeight for n, d in page.row_dimensions.items() if n > 3)


def test_photos_stand_in_the_sheet_of_their_employer(room: Class, tmp_path: Path) -> None:
    for key, name in zip(room.trainees, ("Alpha Sdn Bhd", "Beta Berhad") * 3, strict=True):
        room.office.do(ChangeTrainee(trainee_id=key, values={"organisation": name}))
    preset = replace(FACES, subject="trainees", columns=chosen(("place", "photo", "name")), group="sheets")
    out(room, preset, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [len(s._images) for s in book.worksheets] == [2, 0, 0]
    out(room, replace(preset, group="headings"), tmp_path / "b.xlsx")
    page = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]
    names = [page.cell(i.anchor._from.row + 1, 3).value for i in page._images]
    assert names == ["AHMAD DANISH BIN ROSLAN", "BRYAN LIM ZHI HAO"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_shows_the_photos(room: Class, tmp_path: Path) -> None:
    out(room, FACES, tmp_path / "a.xlsx")
    subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
                    "pdf", "--outdir", str(tmp_path), str(tmp_path / "a.xlsx")], check=True, timeout=120,
                   capture_output=True)
    assert len(pictures(tmp_path / "a.pdf")) == 2


def test_a_pdf_has_each_photo_and_frames_for_the_others(room: Class, tmp_path: Path) -> None:
    out(room, FACES, tmp_path / "a.pdf")
    assert [(round(w, 1), round(h, 1)) for w, h in pictures(tmp_path / "a.pdf")] == [(18, 23)] * 2
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
        words = " ".join(page.get_textpage().get_text_range() for page in document)
    assert all(name.split()[0] in words for name in NAMES) and " yes" not in words
    out(room, replace(FACES, identity="none"), tmp_path / "b.pdf")
    assert not pictures(tmp_path / "b.pdf")
    out(room, replace(FACES, identity="masked"), tmp_path / "c.pdf")
    assert not pictures(tmp_path / "c.pdf")


def test_photos_on_paper_shrink_with_many_columns(room: Class, tmp_path: Path) -> None:
    many = [f.key for f in people.ENROLMENTS]
    out(room, replace(FACES, columns=chosen(many)), tmp_path / "a.pdf")
    (wide, high), _second = pictures(tmp_path / "a.pdf")
    assert 2 < wide < 18 and high == pytest.approx(wide * 23 / 18, rel=0.02)


def pictures(path: Path) -> list[tuple[float, float]]:
    """Width and height of the pictures of a PDF, in mm."""
    found = []
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
                left, bottom, right, top = thing.get_bounds()
                found.append(((right - left) / 72 * 25.4, (top - bottom) / 72 * 25.4))
    return found


def test_where_only_text_stands_it_says_yes_or_no(room: Class, tmp_path: Path) -> None:
    lines = [line.split("\t") for line in out(room, FACES, None).split("\r\n")[:-1]]
    assert lines[0][1] == "Photo" and [line[1] for line in lines[1:]] == ["yes", "no", "yes", "no", "no", "no"]
    out(room, replace(FACES, language="ms"), tmp_path / "a.csv")
    rows = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("Bil,Foto,") and [r.split(",")[1] for r in rows[1:3]] == ["ya", "tidak"]


@pytest.mark.parametrize("suffix", ["xlsx", "pdf", "csv"])
def test_photos_leave_only_through_the_gate(room: Class, tmp_path: Path, suffix: str) -> None:
    path, where = tmp_path / f"a.{suffix}", Where(cohort_id=room.cohort_id)
    with pytest.raises(Invalid) as told:
        export_list(room.office, FACES, where, path)
    assert set(told.value.problems) == {"purpose", "recipient", "approver"}
    viewer = Office(room.office.engine, Actor(7, "user", "Puan Aminah", frozenset({"viewer"})))
    with pytest.raises(Refused):
        export_list(viewer, FACES, where, path, release=RELEASE)
    assert not path.exists() and not room.office.ask(ExportsLeft())
    out(room, FACES, path)
    (line,) = room.office.ask(ExportsLeft())
    assert (line.preset, line.rows, line.recipient) == ("Faces", 6, "Pearson VUE")
    with room.office.engine.connect() as connection:
        last = connection.execute(HistoryEntry.__table__.select().order_by(HistoryEntry.number.desc())).first()
    assert last is not None and last.label == "Export photos in a list of 6 to Pearson VUE"


def test_with_digits_hidden_no_photo_leaves(room: Class, tmp_path: Path) -> None:
    masked = replace(FACES, identity="masked", columns=chosen(("photo", "name", "identity")))
    viewer = Office(room.office.engine, Actor(7, "user", "Puan Aminah", frozenset({"viewer"})))
    export_list(viewer, masked, Where(cohort_id=room.cohort_id), tmp_path / "a.xlsx")
    page = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert not page._images and {c.value for c in page["A"]} >= {"yes", "no"}
    notes = export_notes(tmp_path / "a.xlsx")
    assert "Only whether there is one." in notes and "MyKad digits hidden." in notes
    listing = viewer.ask(ReadList(preset=masked, where=Where(cohort_id=room.cohort_id)))[0]
    assert {row[0] for row in listing.rows} == {"yes", "no"}
    none = replace(masked, identity="none")
    assert [f.key for f, _name in none.fields()] == ["name"]
    assert not room.office.ask(ExportsLeft())


def export_notes(path: Path) -> str:
    page = openpyxl.load_workbook(path).worksheets[-1]
    return " ".join(str(cell.value) for row in page.iter_rows() for cell in row if cell.value)


def test_the_list_says_what_left(room: Class, tmp_path: Path) -> None:
    out(room, FACES, tmp_path / "a.xlsx")
    assert "Photos for Pearson VUE: Exam hall. Approved by Pn. Rohaya." in export_notes(tmp_path / "a.xlsx")
    out(room, replace(FACES, columns=chosen(("photo", "identity"))), tmp_path / "b.xlsx")
    assert "Identity numbers in full and photos for Pearson VUE" in export_notes(tmp_path / "b.xlsx")


def test_a_list_of_everybody_with_photos_is_refused(room: Class, tmp_path: Path,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "MOST_PHOTOS", 5)
    with pytest.raises(Invalid, match="at most 5 rows, and this one would have 6"):
        out(room, FACES, tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()
    out(room, replace(FACES, identity="masked"), tmp_path / "a.xlsx")
