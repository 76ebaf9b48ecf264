"""The register: found, looked at, printed again, made void with a reason, and checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.certificates.commands import IssueCertificate
from app.certificates.queries import CertificateDetail, Register
from app.i18n import use_language
from app.office.command import Ref
from app.office.office import Office
from tests.app.cohort_story import QUALIFY, Story, tell
from tests.ui.dressed import dressed  # noqa: F401
from ui.certificates.check import CheckDialog
from ui.certificates.register import RegisterPage
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.buttons import Button
from ui.kit.dialog import Dialog
from ui.kit.note import Note
from ui.kit.text_box import TextArea, TextBox


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    made = tell(sqlite_office)
    for name in QUALIFY:
        made.office.do(IssueCertificate(enrolment_id=made.enrolments[name], issued_on=date(2026, 7, 14)))
    return made


def open_page(qtbot: QtBot, story: Story, office: Office | None = None) -> RegisterPage:
    page = RegisterPage(Desk(office or story.office, synchronous=True))
    qtbot.addWidget(page)
    page.resize(1310, 760)
    page.show()
    page.shown()
    QApplication.processEvents()
    return page


@pytest.fixture
def page(qtbot: QtBot, story: Story) -> Iterator[RegisterPage]:
    yield open_page(qtbot, story)


def names(page: RegisterPage) -> list[str]:
    model = page.table.rows_model
    rows = [model.row(n) for n in range(model.rowCount())]
    QApplication.processEvents()
    rows = [model.row(n) for n in range(model.rowCount())]
    return [r.holder for r in rows if r is not None]


def choose(page: RegisterPage, story: Story, name: str) -> str:
    row = next(r for r in story.office.ask(Register()) if r.holder == name)
    names(page)
    assert page.table.choose(row.id)
    return row.number


def dialog(name: str) -> Dialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, Dialog) and w.objectName() == name
                and w.isVisible())


def press(owner: Dialog, words: str) -> None:
    next(b for b in owner.findChildren(Button) if b.text().strip().startswith(words)).click()
    QApplication.processEvents()


def test_the_newest_stand_first_and_are_counted(page: RegisterPage) -> None:
    assert names(page) == list(reversed(QUALIFY))
    assert "3" in page.chips.chip("").text()


def test_search_by_name_number_code_and_identity(page: RegisterPage, story: Story) -> None:
    goh = next(r for r in story.office.ask(Register()) if r.holder == QUALIFY[1])
    for what in ("goh xin", goh.number.lower(), goh.code, "hcia-ai-03 goh"):
        page.search.setText(what)
        page.search.now()
        assert names(page) == [QUALIFY[1]]
    page.search.setText("nobody at all")
    page.search.now()
    assert names(page) == []


def test_the_certificate_stands_beside_the_list(page: RegisterPage, story: Story) -> None:
    number = choose(page, story, QUALIFY[1])
    assert page.pane.number.text() == number
    assert page.pane.preview.image is not None
    texts = [w.text() for w in page.pane.findChildren(QLabel)]
    assert "Issued by Sijil" in texts
    assert "Ts. Dr. Azman bin Haji Sulaiman" in texts


def test_void_asks_for_a_reason_and_stays(page: RegisterPage, story: Story) -> None:
    number = choose(page, story, QUALIFY[0])
    page.pane.void_button.click()
    asked = dialog("void")
    press(asked, "Void certificate")
    assert asked.isVisible()
    reason = asked.findChild(TextArea, "reason")
    assert reason is not None
    reason.set_value("Issued to the wrong person")
    press(asked, "Void certificate")
    assert story.office.ask(CertificateDetail(wanted=number))[0].row.state == "void"
    assert page.pane.note.isVisible()
    assert not page.pane.reprint_button.isEnabled()
    page.chips.chip("void").click()
    assert names(page) == [QUALIFY[0]]


def test_keep_it_changes_nothing(page: RegisterPage, story: Story) -> None:
    number = choose(page, story, QUALIFY[0])
    page.pane.void()
    press(dialog("void"), "Keep it")
    assert story.office.ask(CertificateDetail(wanted=number))[0].row.state == "issued"


def test_a_reprint_gives_the_same_bytes_and_is_counted(page: RegisterPage, story: Story, tmp_path: Path,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("ui.certificates.detail.open_folder", opened.append)
    number = choose(page, story, QUALIFY[1])
    first, second = tmp_path / "one", tmp_path / "two"
    for folder in (first, second):
        folder.mkdir()
        talk.answer_next(str(folder))
        page.table.setFocus()
        QTest.keyClick(page.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    [one], [two] = list(first.iterdir()), list(second.iterdir())
    assert one.name.startswith(number)
    assert one.read_bytes() == two.read_bytes()
    assert story.office.ask(CertificateDetail(wanted=number))[0].row.prints == 2
    assert opened == [first, second]


def test_several_are_saved_in_one_go(page: RegisterPage, tmp_path: Path) -> None:
    names(page)
    page.table.toggle_all()
    talk.answer_next(str(tmp_path))
    page.save_picked()
    assert len(list(tmp_path.glob("*.pdf"))) == 4


def test_the_code_is_copied(page: RegisterPage, story: Story) -> None:
    number = choose(page, story, QUALIFY[1])
    page.pane.copy_code()
    code = story.office.ask(CertificateDetail(wanted=number))[0].row.code
    assert QGuiApplication.clipboard().text() == f"{code[:5]}-{code[5:]}"


def test_a_certificate_is_checked_by_number_and_by_file(page: RegisterPage, story: Story, tmp_path: Path) -> None:
    from app.certificates.press import write_pdfs

    whole = story.office.ask(CertificateDetail(wanted=2))[0]
    written = write_pdfs([whole], tmp_path)[0].file
    page.check()
    asked = dialog("check")
    assert isinstance(asked, CheckDialog)
    what, answer = asked.findChild(TextBox, "what"), asked.findChild(Note, "answer")
    assert what is not None
    assert answer is not None
    what.setText(whole.row.number)
    press(asked, "Check")
    assert answer.text().startswith("Valid.")
    assert page.pane.key == whole.row.id
    what.setText("KL26-77777-X")
    press(asked, "Check")
    assert answer.text().startswith("Unknown.")
    talk.answer_next(str(written))
    press(asked, "Choose PDF")
    assert "byte for byte" in answer.text()
    press(asked, "Close")


def test_the_register_goes_to_excel(page: RegisterPage, tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    talk.answer_next(str(path))
    page.export()
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    said = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert QUALIFY[1] in said


def test_a_reference_shows_its_certificate(page: RegisterPage, story: Story) -> None:
    page.show_ref(Ref("certificate", 1))
    QApplication.processEvents()
    assert page.pane.key == 1


def test_who_may_not_void_sees_why(qtbot: QtBot, story: Story) -> None:
    page = open_page(qtbot, story, story.acting("certificates"))
    choose(page, story, QUALIFY[0])
    assert not page.pane.void_button.isEnabled()
    assert "Verifier" in page.pane.void_button.toolTip()


def test_malay(qtbot: QtBot, story: Story) -> None:
    use_language("ms")
    page = open_page(qtbot, story)
    choose(page, story, QUALIFY[1])
    assert page.pane.number.text()
