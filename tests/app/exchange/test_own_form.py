"""A centre's own form is filled as a careful clerk would, and keeps all that was in it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from app.errors import Invalid
from app.exchange.form import Names, check_form, fill_form

FORM = Path(__file__).parents[2] / "inputs" / "own-form.xlsx"
ONCE = ("course.title", "course.code", "cohort.code", "cohort.start", "cohort.end", "cohort.venue",
        "cohort.instructors", "rows.count", "prepared_by.name", "prepared_by.post", "today")
ROWS = ("no", "full_name", "id_number", "gender", "citizenship", "organisation", "phone_mobile", "notes")
NAMES = Names({n: n for n in ONCE}, {n: n for n in ROWS}, frozenset({"id_number", "phone_mobile"}))


def _facts(n: int) -> tuple[dict, list[dict]]:
    truth = json.loads(FORM.with_name("own-form.xlsx.truth.json").read_text("utf-8"))
    data = truth["data"]
    once = {f"{a}.{k}": v for a in ("course", "cohort", "prepared_by") for k, v in data[a].items()}
    once |= {k: date.fromisoformat(once[k]) for k in ("cohort.start", "cohort.end")}
    once |= {"today": date.fromisoformat(data["today"]), "rows.count": n}
    return once, [{"no": k, **row["fields"]} for k, row in enumerate(truth["rows"][:n], start=1)]


@pytest.mark.parametrize("n", [0, 1, 3, 45])
def test_the_real_form_keeps_everything(tmp_path: Path, n: int) -> None:
    before = FORM.read_bytes()
    out = tmp_path / "filled.xlsx"
    once, rows = _facts(n)
    report = fill_form(FORM, out, NAMES, once, rows)
    assert not report.unknown and not report.losses and FORM.read_bytes() == before
    old, book = openpyxl.load_workbook(FORM)["Borang 07"], openpyxl.load_workbook(out)
    page, down = book["Borang 07"], max(0, n - 1)
    drawn = page._images[0].anchor._from
    assert len(page._images) == 1 and (drawn.row, drawn.col) == (0, 0)
    assert "{{" not in "".join(str(c.value) for r in page.iter_rows() for c in r)
    for k, row in enumerate(rows):
        line = 12 + k
        assert page.row_dimensions[line].height == 24
        assert [page.cell(line, c).value or "" for c in (1, 2, 3, 4, 5, 6, 7, 8, 9)] == [
            row["no"], row["full_name"], row["id_number"], row["gender"], row["citizenship"], row["organisation"],
            row["phone_mobile"], "", row["notes"]]
        assert all(page.cell(line, c).data_type == "s" for c in (2, 3, 7))
        assert page.cell(line, 3).number_format == page.cell(line, 7).number_format == "@"
        for c in range(1, 10):
            ours, theirs = page.cell(line, c), old.cell(12, c)
            assert repr((ours.border, ours.font, ours.alignment)) == repr(
                (theirs.border, theirs.font, theirs.alignment))
    moved = {re.sub(r"\d+", lambda m: str(int(m[0]) + (down if int(m[0]) > 12 else 0)), str(a))
             for a in old.merged_cells.ranges}
    assert {str(a) for a in page.merged_cells.ranges} == moved
    assert page.cell(13 + down, 3).value == f"=COUNTA(B12:B{12 + down})"
    for line in range(14, 23):
        assert page.row_dimensions[line + down].height == old.row_dimensions[line].height
    assert page.cell(15 + down, 2).value == "Disediakan oleh:" and page.cell(22 + down, 1).value.startswith("* Borang")
    assert page.cell(21 + down, 2).value == "Tarikh: 18/01/2027"
    assert page.print_area == f"'Borang 07'!$A$1:$I${22 + down}" and page.print_title_rows == "$10:$11"
    assert str(page.data_validations.dataValidation[0].sqref) == ("D12" if n < 2 else f"D12:D{12 + down}")
    assert [str(r.sqref) for r in page.conditional_formatting] == ["B12" if n < 2 else f"B12:B{12 + down}"]
    name = book.defined_names["SenaraiPeserta"].attr_text
    assert name == f"'Borang 07'!$A$12:$I${12 + down}"
    assert book["senarai"].sheet_state == "hidden" and page.oddHeader.right.text == old.oddHeader.right.text
    with zipfile.ZipFile(FORM) as a, zipfile.ZipFile(out) as b:
        assert a.read("xl/media/image1.png") == b.read("xl/media/image1.png")
        assert set(a.namelist()) == set(b.namelist())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_opens_it_and_counts(tmp_path: Path) -> None:
    once, rows = _facts(3)
    out = tmp_path / "filled.xlsx"
    fill_form(FORM, out, NAMES, once, rows)
    subprocess.run(["soffice", f"-env:UserInstallation={(tmp_path / 'lo').as_uri()}", "--headless", "--convert-to",
                    "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", str(tmp_path), str(out)], check=True,
                   timeout=120, capture_output=True)
    text = (tmp_path / "filled.csv").read_text("utf-8").replace('"', "")
    assert "JUMLAH PESERTA,,3," in text and "15/02/2027 hingga 26/02/2027" in text


def _book(path: Path, cells: dict[str, object]) -> Path:
    book = openpyxl.Workbook()
    for where, value in cells.items():
        book.active[where] = value
    book.save(path)
    return path


def test_comment_chart_and_two_sheets_go_along(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first, second = book.active, book.create_sheet("Dua")
    first["A1"], first["A2"], first["B2"] = "{{cohort.code}}", "{{#rows}}{{full_name}}", "{{no}}{{/rows}}"
    first["C2"], first["B4"], first["B5"] = "=B2*2", "=SUM(B2:B2)+B6", "tanda {{siapa}}"
    first["B5"].comment = Comment("cop di sini", "kami")
    chart = BarChart()
    chart.add_data(Reference(first, min_col=2, min_row=2, max_row=2))
    first.add_chart(chart, "E8")
    second["A1"], second["A2"], second["A3"] = "{{#rows}}{{full_name}}", "{{id_number}}{{/rows}}", "=Sheet!B4"
    book.save(tmp_path / "form.xlsx")
    rows = [{"full_name": name, "no": n, "id_number": "0123"} for n, name in enumerate(["=1+1", "B", "C"], 1)]
    report = fill_form(tmp_path / "form.xlsx", tmp_path / "out.xlsx", NAMES, {"cohort.code": "X<&>"}, rows)
    assert [(u.cell, u.name) for u in report.unknown] == [("B5", "siapa")]
    out = openpyxl.load_workbook(tmp_path / "out.xlsx")
    page, two = out["Sheet"], out["Dua"]
    assert page["A1"].value == "X<&>" and page["A2"].value == "=1+1" and page["A2"].data_type == "s"
    assert [page.cell(r, 3).value for r in (2, 3, 4)] == ["=B2*2", "=B3*2", "=B4*2"]
    assert page["B6"].value == "=SUM(B2:B4)+B8" and page["B7"].value == "tanda {{siapa}}"
    assert page["B7"].comment.text == "cop di sini"
    assert [two.cell(r, 1).value for r in range(1, 8)] == ["=1+1", "0123", "B", "0123", "C", "0123", "=Sheet!B6"]
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        assert b"$B$2:$B$4" in archive.read("xl/charts/chart1.xml")
        assert b"<row>9</row>" in re.sub(rb"<xdr:(/?)row>|<(/?)row>", rb"<\1\2row>",
                                         archive.read("xl/drawings/drawing1.xml"))


def test_what_would_be_lost_is_said_beforehand(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page["A2"] = "{{#rows}}{{full_name}}{{/rows}}"
    page["A2"].comment = Comment("sini", "kami")
    chart = BarChart()
    chart.add_data(Reference(page, min_col=2, min_row=1, max_row=2))
    page.add_chart(chart, "E2")
    book.save(tmp_path / "form.xlsx")
    lost = check_form(tmp_path / "form.xlsx", NAMES).losses
    assert len(lost) == 2 and "row 2" in lost[0] and "A2" in lost[1]


@pytest.mark.parametrize(("cells", "says"), [
    ({"A1": "{{#rows}}{{no}}"}, "has no end"), ({"A1": "{{no}}{{/rows}}"}, "without"),
    ({"A1": "{{#rows}}", "B1": "{{#rows}}", "C1": "{{/rows}}"}, "inside another"),
    ({"A1": "{{#rows}}", "A90": "{{/rows}}"}, "too many"),
    ({f"A{n}": "{{today}}" * 10 for n in range(1, 1001)}, "more than 2000")])
def test_what_is_no_form_is_refused_in_a_sentence(tmp_path: Path, cells: dict[str, object], says: str) -> None:
    with pytest.raises(Invalid, match=says):
        check_form(_book(tmp_path / "form.xlsx", cells), NAMES)


def test_macros_and_bombs_are_not_opened(tmp_path: Path) -> None:
    path = _book(tmp_path / "form.xlsx", {"A1": "x"})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(Invalid, match="macros"):
        check_form(path, NAMES)
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/workbook.xml", b" " * 210_000_000)
    with pytest.raises(Invalid, match="MB"):
        check_form(bomb, NAMES)


SHAPE = (b'<xdr:twoCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
         b'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0'
         b'</xdr:colOff><xdr:row>5</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>1</xdr:col>'
         b'<xdr:colOff>0</xdr:colOff><xdr:row>7</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>'
         b'<xdr:sp macro="" textlink="">'
         b'<xdr:nvSpPr><xdr:cNvPr id="9" name="Kotak"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:prstGeom prst="ellipse">'
         b'<a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>Cop {{today}}</a:t></a:r></a:p>'
         b'</xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor>')


def test_a_drawing_shape_stays_and_its_field_is_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page["A2"] = "{{#rows}}{{full_name}}{{/rows}}"
    page.oddFooter.center.text = "{{cohort.code}}"
    chart = BarChart()
    chart.add_data(Reference(page, min_col=2, min_row=1, max_row=1))
    page.add_chart(chart, "E8")
    book.save(tmp_path / "plain.xlsx")
    form, out = tmp_path / "form.xlsx", tmp_path / "out.xlsx"
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as old, zipfile.ZipFile(form, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/drawings/drawing1.xml":
                head, end, _rest = data.rpartition(b"</wsDr>" if b"</wsDr>" in data else b"</xdr:wsDr>")
                data = head + SHAPE + end
            new.writestr(name, data)
    assert ["drawing shape (Cop {{today}})" in s for s in check_form(form, NAMES).losses] == [True]
    fill_form(form, out, NAMES, {"cohort.code": "A&B"}, [{"full_name": n} for n in "abc"])
    with zipfile.ZipFile(out) as archive:
        drawn = archive.read("xl/drawings/drawing1.xml")
        assert b'prst="ellipse"' in drawn and b"<xdr:row>7</xdr:row>" in drawn and b"<xdr:row>9</xdr:row>" in drawn
        assert b"A&amp;&amp;B" in archive.read("xl/worksheets/sheet1.xml")
