"""The gate: what may leave how, what is asked before, what is recorded, and that nothing leaves half."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import msoffcrypto
import openpyxl
import pypdfium2
import pytest
from msoffcrypto.exceptions import InvalidKeyError

from app.cohorts.commands import AddCohort, Instructor
from app.cohorts.exports import ExportsLeft, Release
from app.cohorts.queries import Roll
from app.errors import Invalid, Missing, Refused, Unavailable
from app.i18n import use_language
from app.job import Cancelled
from app.office.office import Office
from app.office.permissions import Actor
from app.rosters.gate import ReadList, export_list, format_of
from app.rosters.listing import Where
from app.rosters.preset import Preset, chosen
from app.rosters.shipped import shipped
from app.rosters.subjects import SUBJECTS
from app.trainees.commands import ChangeTrainee
from tests.app.class_room import ENDS, STARTS, Class, open_class
from tests.app.cohort_story import Story, tell

RELEASE = Release(purpose="Claim 12/2026", recipient="HRD Corp", approver="Pn. Rohaya")
NUMBER = "030101-14-0000"


@pytest.fixture
def room(sqlite_office: Office) -> Class:
    return open_class(sqlite_office)


@pytest.fixture
def story(office: Office) -> Story:
    return tell(office)


def acting(office: Office, *roles: str, user_id: int = 7) -> Office:
    return Office(office.engine, Actor(user_id, "user", "Puan Aminah", frozenset(roles)), clock=office.clock)


@pytest.mark.parametrize("language", ["en", "ms"])
def test_every_shipped_list_leaves_in_every_format(story: Story, tmp_path: Path, language: str) -> None:
    use_language(language)
    for key, preset in shipped().items():
        where = Where(cohort_id=None if preset.subject == "trainees" else story.cohort_id)
        for suffix in ("xlsx", "pdf", "csv"):
            left = export_list(story.office, preset, where, tmp_path / f"{key}.{suffix}", release=RELEASE)
            assert left.path is not None and left.path.stat().st_size > 0, (key, suffix)
            assert left.file_hash == hashlib.sha256(left.path.read_bytes()).hexdigest()
        text = export_list(story.office, preset, where, release=RELEASE).text
        lines = text.split("\r\n")
        assert len(lines) == left.rows + 2, key
        assert len({line.count("\t") for line in lines[:-1]}) == 1, key
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".sijil")]


def test_every_column_of_every_kind_can_be_chosen(story: Story) -> None:
    for subject in SUBJECTS.values():
        preset = Preset(name="All", subject=subject.key, columns=chosen([f.key for f in subject.fields]),
                        identity="full", language="en", everyone=True)
        listing = story.office.ask(ReadList(preset=preset, where=Where(cohort_id=story.cohort_id), release=RELEASE))[0]
        assert len(listing.columns) >= len(subject.fields) - 2  # totals or components there may be none of
        assert all(len(row) == listing.group_at + 2 for row in listing.rows), subject.key
    assert {s.key for s in SUBJECTS.values()} == {"trainees", "enrolments", "attendance", "marks", "results",
                                                  "certificates"}


def test_masked_asks_nothing_and_leaves_no_trace(room: Class, tmp_path: Path) -> None:
    left = export_list(acting(room.office, "viewer"), shipped()["class-roster"], Where(cohort_id=room.cohort_id),
                       tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_text("utf-8-sig")
    assert left.log_id is None and left.rows == 6 and "030101-••-••••" in text and NUMBER not in text
    assert not room.office.ask(ExportsLeft())


def test_full_numbers_need_purpose_recipient_and_approver(room: Class, tmp_path: Path) -> None:
    roll, where = shipped()["nominal-roll"], Where(cohort_id=room.cohort_id)
    with pytest.raises(Invalid) as none:
        export_list(room.office, roll, where, tmp_path / "a.xlsx")
    assert set(none.value.problems) == {"purpose", "recipient", "approver"}
    with pytest.raises(Invalid) as one:
        export_list(room.office, roll, where, tmp_path / "a.xlsx", release=replace(RELEASE, approver=" "))
    assert set(one.value.problems) == {"approver"}
    with pytest.raises(Invalid):
        room.office.ask(ReadList(preset=roll, where=where))  # not even read
    with pytest.raises(Refused, match="Administrator"):
        export_list(acting(room.office, "viewer"), roll, where, tmp_path / "a.xlsx", release=RELEASE)
    with pytest.raises(Invalid):
        export_list(room.office, roll, where)  # nor to the clipboard
    assert not list(tmp_path.iterdir()) or not (tmp_path / "a.xlsx").exists()
    assert not room.office.ask(ExportsLeft())


def test_what_left_in_full_is_recorded(office: Office, tmp_path: Path) -> None:
    room = open_class(office)
    roll, where = shipped()["nominal-roll"], Where(cohort_id=room.cohort_id)
    left = export_list(room.office, roll, where, tmp_path / "a.csv", release=RELEASE)
    copied = export_list(room.office, roll, where, release=RELEASE)
    assert NUMBER in (tmp_path / "a.csv").read_text("utf-8-sig") and NUMBER in copied.text
    latest, first = room.office.ask(ExportsLeft())
    assert (first.preset, first.cohort, first.rows) == ("Nominal roll for a ministry", "HCIA-5G-07", 6)
    assert (first.purpose, first.recipient, first.approver, first.file_name) == (
        "Claim 12/2026", "HRD Corp", "Pn. Rohaya", "a.csv")
    assert first.file_hash == left.file_hash == hashlib.sha256((tmp_path / "a.csv").read_bytes()).hexdigest()
    assert latest.file_name == "Clipboard" and latest.id == copied.log_id
    assert [r.id for r in room.office.ask(ExportsLeft(text="hrd a.csv"))] == [first.id]
    assert not room.office.ask(ExportsLeft(text="100%"))
    assert "numbers" not in (room.office.undo_label() or "")  # what has left cannot be taken back


def test_a_list_with_no_number_asks_nothing_even_when_marked_full(room: Class, tmp_path: Path) -> None:
    names = Preset(name="Names", subject="enrolments", columns=chosen(("name",)), identity="full")
    assert export_list(room.office, names, Where(cohort_id=room.cohort_id), tmp_path / "a.csv").log_id is None
    gone = replace(shipped()["class-roster"], identity="none")
    text = export_list(room.office, gone, Where(cohort_id=room.cohort_id)).text
    assert "MyKad" not in text.splitlines()[0] and "030101" not in text


def test_file_and_record_are_both_or_neither(room: Class, tmp_path: Path) -> None:
    roll, where = shipped()["nominal-roll"], Where(cohort_id=room.cohort_id)
    (tmp_path / "a.xlsx").mkdir()  # cannot be replaced by a file
    with pytest.raises(Unavailable):
        export_list(room.office, roll, where, tmp_path / "a.xlsx", release=RELEASE)
    assert not room.office.ask(ExportsLeft())
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx", "sijil.db"] or len(list(tmp_path.glob(".sijil*"))) == 0
    closed = Office(room.office.engine, room.office.actor, read_only=True, clock=room.office.clock)
    with pytest.raises(Refused):
        export_list(closed, roll, where, tmp_path / "b.xlsx", release=RELEASE)
    assert not (tmp_path / "b.xlsx").exists()
    (tmp_path / "c.csv").write_text("old")
    with pytest.raises(Refused):
        export_list(closed, roll, where, tmp_path / "c.csv", release=RELEASE)
    assert (tmp_path / "c.csv").read_text() == "old"


def test_each_sees_what_is_his(room: Class, tmp_path: Path) -> None:
    roster = shipped()["class-roster"]
    other = room.office.do(AddCohort(code="OTHER-01", course_id=room.course_id, starts=STARTS, ends=ENDS,
                                     instructors=(Instructor("Other", room.users[1]),))).value
    his = acting(room.office, "instructor", user_id=room.users[1])
    for key in ("class-roster", "attendance-matrix", "attendance-long", "results"):
        with pytest.raises(Refused):
            export_list(his, shipped()[key], Where(cohort_id=room.cohort_id), tmp_path / "a.xlsx")
    assert export_list(his, roster, Where(), tmp_path / "a.xlsx").rows == 0
    assert export_list(his, roster, Where(cohort_id=other), tmp_path / "a.xlsx").rows == 0
    hers = acting(room.office, "instructor", user_id=room.users[0])
    assert export_list(hers, roster, Where(), tmp_path / "a.xlsx").rows == 6


def test_only_those_picked_and_own_names(room: Class) -> None:
    roll = room.office.ask(Roll(cohort_id=room.cohort_id))
    keys = (roll[4].enrolment_id, roll[1].enrolment_id)
    preset = Preset(name="Two", subject="enrolments", columns=(
        *chosen(("place",)), replace(chosen(("name",))[0], name="=Who"), *chosen(("email",))))
    text = export_list(room.office, preset, Where(cohort_id=room.cohort_id, keys=keys)).text
    assert text == ("Bil / No.\t'=Who\tE-mel / E-mail\r\n1\tAIMAN HAZIQ BIN SHAHRIL\tt2@pelatih.example\r\n"
                    "2\tDANIEL ANAK NYAMBAR\tt5@pelatih.example\r\n")
    assert export_list(room.office, preset, Where(cohort_id=room.cohort_id, keys=())).rows == 0


@pytest.mark.parametrize("kind", ["csv", "text"])
def test_no_text_runs_as_a_formula(room: Class, tmp_path: Path, kind: str) -> None:
    preset = Preset(name="N", subject="enrolments", columns=chosen(("name", "phone")))
    where = Where(cohort_id=room.cohort_id)
    if kind == "csv":
        export_list(room.office, preset, where, tmp_path / "a.csv")
        rows = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig"))))
    else:
        rows = [line.split("\t") for line in export_list(room.office, preset, where).text.splitlines()]
    assert ["'=HYPERLINK(\"x\") BIN ABU", "012-000 1180"] in rows
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell]


def test_a_password_locks_workbook_and_pdf(room: Class, tmp_path: Path) -> None:
    preset, where = shipped()["class-roster"], Where(cohort_id=room.cohort_id)
    left = export_list(room.office, preset, where, tmp_path / "a.xlsx", password="rahsia besar")
    data = (tmp_path / "a.xlsx").read_bytes()
    assert data[:4] == b"\xd0\xcf\x11\xe0" and b"AHMAD" not in data
    assert left.file_hash == hashlib.sha256(data).hexdigest()
    locked = msoffcrypto.OfficeFile(io.BytesIO(data))
    assert locked.is_encrypted()
    locked.load_key(password="rahsia besar", verify_password=True)
    plain = io.BytesIO()
    locked.decrypt(plain, verify_integrity=True)
    assert openpyxl.load_workbook(plain).worksheets[0]["B7"].value == "AHMAD DANISH BIN ROSLAN"
    with pytest.raises(InvalidKeyError):
        msoffcrypto.OfficeFile(io.BytesIO(data)).load_key(password="rahsia kecil", verify_password=True)
    export_list(room.office, preset, where, tmp_path / "a.pdf", password="rahsia besar")
    assert len(pypdfium2.PdfDocument(tmp_path / "a.pdf", password="rahsia besar")) >= 1
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(tmp_path / "a.pdf")
    for name, password in (("a.csv", "rahsia besar"), ("b.xlsx", "short"), ("b.xlsx", "é" * 64)):
        with pytest.raises(Invalid):
            export_list(room.office, preset, where, tmp_path / name, password=password)
    assert not (tmp_path / "b.xlsx").exists()


def test_formats_and_cohorts_are_asked_for(room: Class, tmp_path: Path) -> None:
    preset = shipped()["attendance-matrix"]
    with pytest.raises(Invalid, match="cohort"):
        export_list(room.office, preset, Where(), tmp_path / "a.xlsx")
    with pytest.raises(Invalid, match="must end in"):
        export_list(room.office, preset, Where(cohort_id=room.cohort_id), tmp_path / "a.doc")
    assert format_of(Path("a.PDF"), preset) == "pdf" and format_of(Path("a"), preset) == "xlsx"
    with pytest.raises(Invalid):
        export_list(room.office, preset, Where(cohort_id=room.cohort_id), format="csv")


TRIGGERS = tuple(start + rest for start in ("=", "+", "-", "@", "\t=", "\r=", "＝", " =") for rest in (
    "1+1", "HYPERLINK(\"http://x\",\"y\")", "cmd|' /C calc'!A0", "SUM(A1:A9)*cmd", "A1"))


def test_no_trigger_string_ever_runs(sqlite_office: Office, tmp_path: Path) -> None:
    room = open_class(sqlite_office, names=TRIGGERS)
    preset = Preset(name="=1+1", title="=2+2", subject="enrolments", columns=chosen(("name", "email")),
                    language="en")
    where = Where(cohort_id=room.cohort_id)
    export_list(room.office, preset, where, tmp_path / "a.xlsx")
    page = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    names = [row[0].value for row in page.iter_rows() if str(row[1].value).endswith("pelatih.example")]
    assert names == [t.replace("\r", " ") for t in TRIGGERS]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name) and b"<f " not in parts.read(name), name
    export_list(room.office, preset, where, tmp_path / "a.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_bytes().decode("utf-8-sig"), newline="")))
    copied = [line.split("\t") for line in export_list(room.office, preset, where).text.split("\r\n")]
    for table in (rows, copied):
        assert len([r for r in table if len(r) == 2]) == len(TRIGGERS) + 1
        assert not [cell for row in table for cell in row if cell.lstrip()[:1] in tuple("=+-@") and cell.strip()]


@pytest.mark.parametrize(("key", "whole"), [("nominal-roll", "030101-14-0000"), ("attendance-matrix", "T26-00001"),
                                            ("contacts", "t1@pelatih.example")])
def test_no_number_is_parted_on_paper(room: Class, tmp_path: Path, key: str, whole: str) -> None:
    export_list(room.office, shipped()[key], Where(cohort_id=room.cohort_id), tmp_path / "a.pdf", release=RELEASE)
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    said = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert whole in said and "HCIA-5G-07" in said


def test_a_text_finds_in_every_kind_of_list(office: Office, tmp_path: Path) -> None:
    room = open_class(office)
    room.office.do(ChangeTrainee(trainee_id=room.trainees[1], values={"email": "aiman@pelatih.example"}))  # is found
    room.fill("HHH", "H", "X")
    where = Where(cohort_id=room.cohort_id, text="aiman haziq")
    for key, rows in (("class-roster", 1), ("trainees", 1), ("attendance-matrix", 1), ("attendance-long", 1),
                      ("results", 1), ("certificates", 0)):
        assert export_list(room.office, shipped()[key], where, tmp_path / "a.csv").rows == rows, key
    roll = room.office.ask(Roll(cohort_id=room.cohort_id))
    assert export_list(room.office, shipped()["class-roster"], replace(where, keys=(roll[0].enrolment_id,)),
                       tmp_path / "a.csv").rows == 0


def test_who_cancels_keeps_the_old_file(room: Class, tmp_path: Path) -> None:
    def stop(done: int, total: int, text: str = "") -> None:
        raise Cancelled

    for suffix in ("xlsx", "pdf", "csv"):
        path = tmp_path / f"a.{suffix}"
        path.write_text("old")
        with pytest.raises(Cancelled):
            export_list(room.office, shipped()["nominal-roll"], Where(cohort_id=room.cohort_id), path, release=RELEASE,
                        step=stop)
        assert path.read_text() == "old"
    assert not list(tmp_path.glob(".sijil*")) and not room.office.ask(ExportsLeft())


def test_a_list_in_malay_is_refused_in_the_language_of_whoever_asks(room: Class) -> None:
    preset = replace(shipped()["class-roster"], language="ms")
    with pytest.raises(Missing) as said:
        room.office.ask(ReadList(preset=preset, where=Where(cohort_id=999)))
    use_language("ms")
    with pytest.raises(Missing) as malay:
        room.office.ask(ReadList(preset=preset, where=Where(cohort_id=999)))
    assert str(said.value) != str(malay.value)
