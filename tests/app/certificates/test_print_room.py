"""The print room: a batch of 150, a jam at sheet 57, the print log, orders, labels, lists and names of files."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import event

from app.certificates.batch import Batch, Report
from app.certificates.commands import VoidCertificate
from app.certificates.labels import SHEETS, Label, LabelSheet, labels_pdf
from app.certificates.naming import pattern_problem, stem_of
from app.certificates.plan import IssuePlan
from app.certificates.press import write_pdfs
from app.certificates.queries import Register
from app.certificates.runs import PrintLog, RunSheets
from app.certificates.stack import in_order, read_stack, run_pdf
from app.certificates.stage import SetStageOrder
from app.console.main import main
from app.db.engine import make_engine
from app.errors import Invalid, Missing
from app.office.office import Office
from app.office.permissions import SYSTEM
from tests.app.cohort_story import NOW, Story, tell

GOOD = (0, ("90", "87", "92", "94", "88"))
LOW, PENDING = "Zainal bin Rendah", "Zulaikha binti Belum"
CODE = "HCIA-AI-03"
JAM = 57


@dataclass
class Room:
    """A batch that was issued; the file of the database too."""

    file: Path
    story: Story
    report: Report
    refused: dict[str, tuple[str, ...]]

    @property
    def office(self) -> Office:
        return self.story.office


@pytest.fixture(scope="module")
def room(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """AS-17: 150 enrolled, one with low attendance, one with a mark that is not there yet."""
    file = tmp_path_factory.mktemp("room") / "sijil.db"
    shutil.copyfile(sqlite_template, file)
    engine = make_engine(str(file))
    people = {f"Peserta {n:03} bin Ahmad": GOOD for n in range(148)}
    people[LOW] = (12, GOOD[1])
    people[PENDING] = (0, ("90", "87", "", "94", "88"))
    story = tell(Office(engine, SYSTEM, clock=lambda: NOW), people)
    plan = story.office.ask(IssuePlan(cohort_id=story.cohort_id))[0]
    report = Batch([(line.enrolment_id, line.name) for line in plan.ready()], plan.kind, plan.language, plan.design,
                   plan.issued_on).run(story.office)
    yield Room(file, story, report, {line.name: line.why_not for line in plan.not_ready()})
    engine.dispose()


Run = Callable[..., tuple[int, Any]]


@pytest.fixture
def run(room: Room, capsys: pytest.CaptureFixture[str]) -> Run:
    def do(*words: str) -> tuple[int, Any]:
        capsys.readouterr()
        status = main(["--database", str(room.file), "--json", *words])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return status, json.loads(said.out) if said.out.strip() else said.err
    return do


def pages(file: Path) -> list[str]:
    """What another program reads on each page."""
    said = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True).stdout.decode()
    return said.split("\f")[:-1]


def test_as17_a_batch_of_150_gives_148_numbers_in_a_row_and_names_the_other_two(room: Room) -> None:
    numbers = sorted(made.number for made in room.report.issued)
    assert [int(number.split("-")[1]) for number in numbers] == list(range(1, 149))
    assert not room.report.refused and set(room.refused) == {LOW, PENDING}
    assert all(why for why in room.refused.values())


def test_as17_the_jam_at_sheet_57_prints_the_same_numbers_and_the_log_says_what_came_twice(
        room: Room, run: Run, tmp_path: Path) -> None:
    whole, rest = tmp_path / "all.pdf", tmp_path / "rest.pdf"
    status, first = run("print", CODE, "--out", str(whole), "--order", "number")
    assert status == 0 and len(first["sheets"]) == 148
    said = pages(whole)
    assert len(said) == 148
    assert all(sheet["number"] in page for sheet, page in zip(first["sheets"], said, strict=True))
    status, second = run("print", CODE, "--out", str(rest), "--order", "number", "--from", str(JAM))
    assert status == 0 and second["sheets"] == first["sheets"][JAM - 1:]
    assert [p.split() for p in pages(rest)] == [p.split() for p in said[JAM - 1:]]

    runs = room.office.ask(PrintLog(what="certificate"))
    assert [(r.first_sheet, r.last_sheet, r.sheets, r.again) for r in runs[:2]] == [
        (57, 148, 92, 92), (1, 148, 148, 92)]
    assert (runs[0].target, runs[0].by, runs[0].first_number) == ("rest.pdf", runs[1].by, first["sheets"][56]["number"])
    twice = [sheet.number for sheet in room.office.ask(RunSheets(run_id=runs[1].id)) if sheet.again]
    assert twice == [sheet["number"] for sheet in first["sheets"][JAM - 1:]]
    assert [r.id for r in room.office.ask(PrintLog(again=True))][:2] == [runs[0].id, runs[1].id]
    assert room.office.ask(PrintLog(text=first["sheets"][0]["number"]))[-1].id == runs[1].id
    status, log = run("print-log", "--twice")
    assert status == 0 and log[0]["twice"] == 92


def test_as23_the_stage_order_is_kept_in_papers_register_and_labels(room: Room, run: Run, tmp_path: Path) -> None:
    names = sorted(room.story.enrolments)[:3][::-1]
    room.office.do(SetStageOrder(cohort_id=room.story.cohort_id,
                                 enrolment_ids=tuple(room.story.enrolments[name] for name in names)))
    _status, printed = run("print", CODE, "--out", str(tmp_path / "s.pdf"), "--sample")
    assert [sheet["name"] for sheet in printed["sheets"]][:4] == [*names, "Peserta 003 bin Ahmad"]
    for what in ("--register", "--labels", "--proof", "--programme"):
        status, _made = run("print", CODE, "--out", str(tmp_path / "list.pdf"), what)
        text = " ".join(" ".join(pages(tmp_path / "list.pdf")).split())
        assert status == 0, what
        if what != "--labels":  # a row of labels is read across
            assert [text.index(name) for name in names] == sorted(text.index(name) for name in names), what
    orders = {key: [w.facts.name for w in in_order(stack(room, 6), key)] for key in ("roll", "name", "number")}
    assert orders["roll"] == orders["name"] == [f"Peserta {n:03} bin Ahmad" for n in range(6)]
    with pytest.raises(Invalid):
        in_order(stack(room, 1), "colour")


def stack(room: Room, count: int) -> list[Any]:
    """The first certificates."""
    rows = room.office.ask(Register(order="number", descending=False, limit=count))
    return read_stack(room.office, [row.id for row in rows])


def test_samples_have_no_number_and_are_not_noted_as_printed(room: Room, run: Run, tmp_path: Path) -> None:
    before = {row.id: row.prints for row in room.office.ask(Register(limit=None))}
    _status, made = run("print", CODE, "--out", str(tmp_path / "s.pdf"), "--sample", "--from", "147")
    text = " ".join(pages(tmp_path / "s.pdf"))
    assert len(made["sheets"]) == 2 and made["sheets"][0]["number"] not in text and "Peserta 146" in text
    assert {row.id: row.prints for row in room.office.ask(Register(limit=None))} == before
    assert room.office.ask(PrintLog(what="sample"))[0].sheets == 2


def test_the_background_is_left_out_for_paper_that_is_printed_already(room: Room) -> None:
    few = stack(room, 2)
    assert len(run_pdf(few, background=False)) < len(run_pdf(few))


def test_labels_stand_on_their_sheet_and_begin_where_one_was_begun(tmp_path: Path) -> None:
    long = "Puteri Nur Syafiqah Hidayatul Husna binti Muhammad Khairul Anuar Abdul Rahman Al-Haj bin Syed Putra"
    labels = [Label(f"Peserta {n:02}", f"KL26-{n:05}-A", CODE) for n in range(21)] + [
        Label(long, "KL26-00099-Z", CODE)]
    for key, count in (("3x7", 21), ("2x7", 14), ("3x8", 24)):
        out = tmp_path / f"{key}.pdf"
        out.write_bytes(labels_pdf(labels, SHEETS[key]))
        said = pages(out)
        assert len(said) == -(-22 // count)
        text = " ".join(" ".join(said).split())
        assert all(label.number in text for label in labels)
        boxes = subprocess.run(["pdftotext", "-bbox", str(out), "-"], capture_output=True, check=True).stdout.decode()
        assert set(long.split()) <= set(re.findall(r">([^<]+)</word>", boxes)), "a name is never cut"
        place = re.search(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>Peserta', boxes)
        assert place is not None
        x, y = (float(v) / 72 * 25.4 for v in place.groups())
        sheet = SHEETS[key]
        assert sheet.left < x < sheet.left + sheet.width and sheet.top < y < sheet.top + sheet.height
    out.write_bytes(labels_pdf(labels[:2], SHEETS["3x7"], first=21))
    assert len(pages(out)) == 2
    with pytest.raises(Invalid):
        labels_pdf(labels, LabelSheet(4, 7, 63.5, 38.1, 7.2, 15.15))
    with pytest.raises(Invalid):
        labels_pdf(labels, SHEETS["3x7"], first=22)
    with pytest.raises(Missing):
        labels_pdf([], SHEETS["3x7"])


def test_files_are_named_by_a_pattern_and_every_system_takes_the_names(room: Room, tmp_path: Path) -> None:
    few = stack(room, 3)
    files = [w.file for w in write_pdfs(few, tmp_path, pattern="{seq} {cohort} {number}: {name}?")]
    assert files[0].name == f"001 {CODE} {few[0].row.number}- Peserta 000 bin Ahmad.pdf"
    same = [w.file.name for w in write_pdfs(few[:1] * 2, tmp_path, pattern="../{name}")]
    assert same == ["Peserta 000 bin Ahmad.pdf", "Peserta 000 bin Ahmad (2).pdf"]
    assert all(unicodedata.is_normalized("NFC", f.name) for f in files)
    for bad in ("{number.__class__}", "{seq} {colour}", "{", "{cohort}", "certificate"):
        assert pattern_problem(bad), bad
        with pytest.raises(Invalid):
            stem_of(bad, few[0], 1, 1)


def test_the_programme_book_is_a_workbook_too(room: Room, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "book.xlsx"
    status, _made = run("print", CODE, "--out", str(out), "--programme")
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(out).active.iter_rows()]
    assert status == 0 and sum(1 for row in rows if "Peserta" in str(row[0])) == 148


def test_what_cannot_be_printed(room: Room, run: Run, tmp_path: Path) -> None:
    out = str(tmp_path / "x.pdf")
    assert run("print", CODE, "--out", out, "--from", "900")[0] == 2
    assert run("print", CODE, "--out", out, "--labels", "--proof")[0] == 2
    assert run("print", "KL26-99999-X", "--out", out)[0] == 2
    assert run("print", CODE, "--out", str(tmp_path / "dir"), "--no-background")[0] == 2
    last = room.report.issued[-1].number
    room.office.do(VoidCertificate(number=last, reason="Wrong person"))
    assert run("print", last, "--out", out)[0] != 0
    assert not Path(out).exists()


@pytest.mark.skipif(os.name != "posix", reason="a limit on the size of a file is set through POSIX")
def test_a_disk_that_fills_up_leaves_the_issued_whole_and_named_and_the_rest_not_issued(
        sqlite_file: Path) -> None:
    """The database may not grow any more after some certificates: SQLite itself says that the disk is full."""
    engine = make_engine(str(sqlite_file))
    story = tell(Office(engine, SYSTEM, clock=lambda: NOW), {f"Peserta {n:02} bin Ahmad": GOOD for n in range(30)})
    plan = story.office.ask(IssuePlan(cohort_id=story.cohort_id))[0]
    people = [(line.enrolment_id, line.name) for line in plan.ready()]
    first = Batch(people[:2], plan.kind, plan.language, plan.design, plan.issued_on).run(story.office)
    assert len(first.issued) == 2

    @event.listens_for(engine, "checkout")
    def narrow(connection: Any, _record: Any, _proxy: Any) -> None:
        pages_now = connection.execute("PRAGMA page_count").fetchone()[0]
        limit.setdefault("pages", pages_now + 6)
        connection.execute(f"PRAGMA max_page_count = {limit['pages']}")

    limit: dict[str, int] = {}
    report = Batch(people[2:], plan.kind, plan.language, plan.design, plan.issued_on).run(story.office)
    assert report.stopped_by and report.waiting
    assert len(report.issued) + len(report.waiting) == 28
    assert all(made.number in {r.number for r in story.office.ask(Register())} for made in report.issued)
    limit["pages"] = 1 << 30
    engine.dispose()
    known = story.office.ask(Register(limit=None, order="number", descending=False))
    assert [int(r.number.split("-")[1]) for r in known] == list(range(1, 3 + len(report.issued)))
    rest = Batch(report.waiting, plan.kind, plan.language, plan.design, plan.issued_on).run(story.office)
    assert len(rest.issued) == len(report.waiting) and not rest.refused
    numbers = [int(r.number.split("-")[1]) for r in story.office.ask(Register(limit=None, descending=False,
                                                                             order="number"))]
    assert numbers == list(range(1, 31)), "no gap where the disk was full"
    engine.dispose()
