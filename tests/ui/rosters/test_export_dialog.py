"""The dialog of lists that leave, driven as people do: which list, masked or with a reason, as which file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.cohorts.exports import ExportsLeft
from app.cohorts.queries import CohortDetail
from app.office.permissions import Actor
from app.rosters.listing import Where
from app.rosters.preset import Preset, chosen
from app.rosters.presets import Presets, SavePreset
from tests.app.class_room import Class
from ui.desk import saved, talk
from ui.desk.desk import Desk
from ui.kit.dialog import Dialog
from ui.kit.toast import Offer
from ui.rosters.cohort import offer_cohort
from ui.rosters.dialog import ExportDialog
from ui.rosters.outgoing import Outgoing
from ui.rosters.sending import Phases

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def owner(qtbot: QtBot) -> Iterator[QWidget]:
    saved.opened.clear()
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    yield made


@pytest.fixture
def dialog(room: Class, desk: Desk, owner: QWidget, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExportDialog]:
    yield opened(room, desk, owner, monkeypatch)


def opened(room: Class, desk: Desk, owner: QWidget, monkeypatch: pytest.MonkeyPatch,
           picked: tuple[int, ...] = ()) -> ExportDialog:
    """As the roster opens it."""
    found: list[Dialog] = []
    with monkeypatch.context() as patched:
        patched.setattr(talk, "open_dialog", found.append)
        offer_cohort(desk, owner, room.office.ask(CohortDetail(cohort_id=room.cohort_id))[0], "roster",
                     "class-roster", picked)
    made = found[0]
    assert isinstance(made, ExportDialog)
    made.open()
    QApplication.processEvents()
    return made


def text_of(path: Path) -> str:
    return "\n".join(str(c.value) for page in openpyxl.load_workbook(path) for line in page.iter_rows()
                     for c in line if c.value is not None)


def test_enter_on_a_list_saves_it_masked_and_opens_it(dialog: ExportDialog, desk: Desk, tmp_path: Path) -> None:
    told: list[tuple[str, object]] = []
    desk.told.connect(lambda words, offer: told.append((words, offer)))
    assert dialog.table.current_row().key == "class-roster" and "digits hidden" in dialog.columns.text()
    assert not dialog.gate.isVisible()
    talk.answer_next(str(tmp_path / "r.xlsx"))
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert "030101-••-••••" in text_of(tmp_path / "r.xlsx") and "030101-14-0000" not in text_of(tmp_path / "r.xlsx")
    assert told[0][0] == "6 rows saved as r.xlsx" and saved.opened == [tmp_path / "r.xlsx"]
    offer = told[0][1]
    assert isinstance(offer, Offer)
    offer()
    assert len(saved.opened) == 2
    assert desk.office is not None and not desk.office.ask(ExportsLeft())


def test_full_numbers_leave_with_purpose_recipient_and_approver(dialog: ExportDialog, desk: Desk, tmp_path: Path
                                                                ) -> None:
    dialog.table.choose("nominal-roll")
    assert dialog.gate.isVisible() and "in full" in dialog.columns.text()
    dialog._do()
    fields = (dialog.gate.purpose, dialog.gate.recipient, dialog.gate.approver)
    assert all(f.problem for f in fields) and dialog.isVisible() and not talk.asked
    for field, words in zip(fields, ("Claim", "HRD Corp", "Tuan Haji Rahim"), strict=True):
        field.focus()
        QTest.keyClicks(QApplication.focusWidget(), words)
    dialog.opens.set_value(False)
    talk.answer_next(str(tmp_path / "n.xlsx"))
    dialog._do()
    assert "030101-14-0000" in text_of(tmp_path / "n.xlsx") and not saved.opened
    assert desk.office is not None
    line = desk.office.ask(ExportsLeft())[0]
    assert (line.rows, line.purpose, line.recipient, line.approver) == (6, "Claim", "HRD Corp", "Tuan Haji Rahim")
    assert line.file_name == "n.xlsx" and len(line.file_hash) == 64


def test_masked_by_choice_asks_nothing(dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.table.choose("nominal-roll")
    dialog.identity.set_value("masked")
    dialog.identity.edited.emit()
    assert not dialog.gate.isVisible()
    talk.answer_next(str(tmp_path / "n.xlsx"))
    dialog._do()
    assert "030101-••-••••" in text_of(tmp_path / "n.xlsx")


def test_who_may_not_let_numbers_out_gets_them_masked(room: Class, desk: Desk, owner: QWidget,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    room.office.actor = Actor(9, "v", "V", frozenset({"viewer"}))
    dialog = opened(room, desk, owner, monkeypatch)
    dialog.table.choose("nominal-roll")
    assert dialog.identity.value() == "masked" and not dialog.gate.isVisible()
    assert "In full" not in [dialog.identity.itemText(n) for n in range(dialog.identity.count())]
    assert "Administrator" in dialog._identity.message()


def test_a_password_is_asked_twice_and_locks_the_file(dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.lock.on.click()
    dialog._do()
    assert "8" in dialog.lock.first.problem
    dialog.lock.first.set_value("kata-laluan")
    dialog.lock.again.set_value("kata-laluam")
    dialog._do()
    assert dialog.lock.again.problem and not talk.asked
    dialog.lock.again.set_value("kata-laluan")
    talk.answer_next(str(tmp_path / "r.xlsx"))
    dialog._do()
    assert (tmp_path / "r.xlsx").read_bytes()[:4] == b"\xd0\xcf\x11\xe0"  # an encrypted container, no zip


@pytest.mark.parametrize("kind", ["pdf", "csv"])
def test_other_files(dialog: ExportDialog, tmp_path: Path, kind: str) -> None:
    dialog.format.set_value(kind)
    dialog.format.changed.emit(kind)
    assert dialog.lock.isVisible() == (kind == "pdf")
    path = tmp_path / f"r.{kind}"
    talk.answer_next(str(path))
    dialog._do()
    made = path.read_bytes()
    assert made.startswith(b"%PDF") if kind == "pdf" else "030101-••-••••" in made.decode("utf-8-sig")


def test_copying_needs_no_file_and_keeps_texts(dialog: ExportDialog) -> None:
    dialog.format.set_value("text")
    dialog.format.changed.emit("text")
    assert dialog.action_button.text() == "Copy" and not dialog.opens.isVisible()
    dialog._do()
    mime = QGuiApplication.clipboard().mimeData()
    lines = [line.split("\t") for line in mime.text().splitlines()]
    assert len(lines) == 7 and lines[1][:3] == ["1", "AHMAD DANISH BIN ROSLAN", "030101-••-••••"]
    assert lines[6][1].startswith("'=HYPERLINK") and "<td>1</td>" in mime.html()
    assert "mso-number-format:'\\@'\">=HYPERLINK" in mime.html()


def test_full_numbers_on_the_clipboard_are_logged_too(dialog: ExportDialog, desk: Desk) -> None:
    dialog.table.choose("nominal-roll")
    dialog.format.set_value("text")
    dialog.format.changed.emit("text")
    dialog._do()
    assert dialog.gate.approver.problem
    for field in (dialog.gate.purpose, dialog.gate.recipient, dialog.gate.approver):
        field.set_value("Claim")
    dialog._do()
    assert "030101-14-0000" in QGuiApplication.clipboard().text()
    assert desk.office is not None
    assert [(e.file_name, e.rows, e.approver) for e in desk.office.ask(ExportsLeft())] == [("Clipboard", 6, "Claim")]


def test_who_only_reads_keeps_no_lists(room: Class, desk: Desk, owner: QWidget, monkeypatch: pytest.MonkeyPatch
                                       ) -> None:
    room.office.read_only = True
    dialog = opened(room, desk, owner, monkeypatch)
    assert not dialog.new.isEnabled() and dialog.new.toolTip() and not dialog.change.isEnabled()
    assert dialog.action_button.isEnabled()


def test_only_the_ticked_rows(room: Class, desk: Desk, owner: QWidget, monkeypatch: pytest.MonkeyPatch,
                              tmp_path: Path) -> None:
    keys = tuple(r.enrolment_id for r in room.view().rows[:2])
    dialog = opened(room, desk, owner, monkeypatch, keys)
    assert dialog.whom.isVisible() and dialog.whom.value() == "picked"
    dialog.table.choose("certificates")
    assert not dialog.whom.isVisible()  # a certificate has another key
    dialog.table.choose("contacts")
    talk.answer_next(str(tmp_path / "c.xlsx"))
    dialog._do()
    said = text_of(tmp_path / "c.xlsx")
    assert "AIMAN HAZIQ" in said and "BRYAN" not in said


def test_the_whole_cohort_is_one_workbook(dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.table.choose("whole-cohort")
    assert not dialog.choices.isVisible() and not dialog.change.isEnabled()
    talk.answer_next(str(tmp_path / "w.xlsx"))
    dialog._do()
    assert openpyxl.load_workbook(tmp_path / "w.xlsx").sheetnames == ["Senarai nama", "Kehadiran", "Keputusan", "Nota"]


def test_what_was_chosen_last_is_proposed(room: Class, desk: Desk, owner: QWidget, monkeypatch: pytest.MonkeyPatch,
                                          tmp_path: Path) -> None:
    first = opened(room, desk, owner, monkeypatch)
    first.table.choose("contacts")
    first.opens.set_value(False)
    talk.answer_next("")
    first._do()
    again = opened(room, desk, owner, monkeypatch)
    assert again.table.current_row().key == "contacts" and not again.opens.value()


def test_a_file_that_is_held_is_said_with_a_way_on(dialog: ExportDialog, owner: QWidget, tmp_path: Path,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[Dialog] = []
    (tmp_path / "folder.xlsx").mkdir()  # stands for a workbook that is open elsewhere
    talk.answer_next(str(tmp_path / "folder.xlsx"))
    with monkeypatch.context() as patched:
        patched.setattr(talk, "open_dialog", held.append)
        dialog._do()
    assert "folder.xlsx" in held[0].consequence.text()
    talk.answer_next(str(tmp_path / "other.xlsx"))
    button = held[0].findChild(QPushButton, "elsewhere")
    assert button is not None
    button.click()
    assert (tmp_path / "other.xlsx").exists()


def test_trainees_leave_as_the_page_shows_them(room: Class, desk: Desk, owner: QWidget, tmp_path: Path) -> None:
    dialog = ExportDialog(desk, Outgoing(name="Trainees", place="trainees", subjects=("trainees",), first="trainees",
                                         where=Where(keys=room.trainees[2:3])), owner)
    dialog.open()
    assert {r.preset.subject for r in dialog._rows.values()} == {"trainees"}
    talk.answer_next(str(tmp_path / "t.xlsx"))
    dialog._do()
    assert "BRYAN" in text_of(tmp_path / "t.xlsx") and "CHONG" not in text_of(tmp_path / "t.xlsx")


def test_progress_speaks_the_language_of_the_window() -> None:
    told: list[tuple[int, int, str]] = []
    step = Phases(lambda *said: told.append(said), ("Reading the list", "Writing the rows"))
    for done in (0, 500, 900, 0, 700):
        step(done, 1000, "Membaca senarai")
    assert [words for _done, _total, words in told] == ["Reading the list"] * 3 + ["Writing the rows"] * 2


def test_a_list_made_elsewhere_appears(dialog: ExportDialog, desk: Desk) -> None:
    assert desk.office is not None
    desk.office.do(SavePreset(preset=Preset(name="Ours", subject="enrolments", columns=chosen(("name",)))))
    assert dialog.table.rows_model.row(0).name == "Ours" and dialog.table.current_row().key == "class-roster"
    assert len(desk.office.ask(Presets())) == len(dialog._rows) - 2 + 1  # the list of all trainees has another page
