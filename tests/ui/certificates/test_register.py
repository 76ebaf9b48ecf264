"""The register: found, looked at, printed again, made void with a reason, and checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.certificates.commands import IssueCertificate
from app.certificates.numbering import check_letter
from app.certificates.queries import CertificateDetail, Register
from app.certificates.verify import Verdict
from app.i18n import use_language
from app.office.command import Ref
from app.office.office import Office
from tests.app.cohort_story import QUALIFY, Story, tell
from tests.ui.dressed import dressed  # noqa: F401
from ui.certificates.check import CheckDialog
from ui.certificates.register import RegisterPage
from ui.certificates.verdict import VerdictPanel
from ui.completion.papers import Stack
from ui.desk import printers, talk
from ui.desk.desk import Desk
from ui.desk.paper import Place
from ui.desk.print_dialog import PrintDialog
from ui.kit.buttons import Button
from ui.kit.dialog import Dialog
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
    page.life["void"].trigger()
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
    page.life["void"].trigger()
    press(dialog("void"), "Keep it")
    assert story.office.ask(CertificateDetail(wanted=number))[0].row.state == "issued"


def test_a_print_is_noted_when_it_came_out(page: RegisterPage, story: Story, tmp_path: Path,
                                          monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printers, "printers", lambda: printers.Found(("Pejabat",), "Pejabat"))
    monkeypatch.setattr(printers, "make_printer", lambda _name: printers.file_printer(str(tmp_path / "out.pdf")))
    monkeypatch.setattr(printers, "DPI", 50)
    number = choose(page, story, QUALIFY[1])
    talk.forget()
    page.print_()
    asked = next(w for w in QApplication.topLevelWidgets() if isinstance(w, PrintDialog) and w.isVisible())
    assert QUALIFY[1] in asked.where.text()
    asked.main_button.click()  # the test sheet
    talk.answer_next(True)
    asked.main_button.click()
    row = story.office.ask(CertificateDetail(wanted=number))[0]
    assert row.row.prints == 1
    assert row.events[0].reason == "Pejabat"
    assert [len(pypdfium2.PdfDocument(tmp_path / "out.pdf"))] == [1]
    page.pane.reload()
    assert page.pane.reprint_button.text().strip() == "Print again"


def test_a_saved_file_is_the_same_every_time_and_no_print(page: RegisterPage, story: Story, tmp_path: Path,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("ui.certificates.detail.open_folder", opened.append)
    number = choose(page, story, QUALIFY[1])
    first, second = tmp_path / "one", tmp_path / "two"
    for folder, said in ((first, False), (second, True)):
        folder.mkdir()
        talk.answer_next(str(folder), said)
        page.pane.save()
    [one], [two] = list(first.iterdir()), list(second.iterdir())
    assert one.name.startswith(number)
    assert one.read_bytes() == two.read_bytes()
    assert story.office.ask(CertificateDetail(wanted=number))[0].row.prints == 1
    assert opened == [first, second]


def test_the_run_has_an_order_and_leaves_out_the_void(page: RegisterPage, story: Story) -> None:
    from app.certificates.commands import VoidCertificate

    number = choose(page, story, QUALIFY[0])
    page.desk.do(VoidCertificate(number=number, reason="Issued to the wrong person"), owner=page)
    stack = Stack(page.desk, page, [row.id for row in story.office.ask(Register())], "certificates")
    paper = stack.paper()
    by = {key: made for key, _words, made in paper.orders}
    data = by["name"].make(lambda *_a: None)
    labels = by["name"].labels()
    assert len(pypdfium2.PdfDocument(data)) == len(labels) == len(QUALIFY) - 1
    assert labels == sorted(labels)
    by["number"].make(lambda *_a: None)
    numbers = [label.rsplit(", ", 1)[1] for label in by["number"].labels()]
    assert numbers == sorted(numbers)
    by["number"].printed_at([1], Place("Lobi", "Tray 2"))
    noted = story.office.ask(CertificateDetail(wanted=numbers[1]))[0]
    assert noted.row.prints == 1 and "Lobi, Tray 2" in noted.events[0].words()


def test_several_are_saved_in_one_go(page: RegisterPage, tmp_path: Path) -> None:
    names(page)
    page.table.toggle_all()
    talk.answer_next(str(tmp_path), False)
    page.save_picked()
    assert len(list(tmp_path.glob("*.pdf"))) == 4


def test_the_link_is_copied(page: RegisterPage, story: Story) -> None:
    number = choose(page, story, QUALIFY[1])
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == story.office.ask(CertificateDetail(wanted=number))[0].facts.verify_text


def check_dialog(page: RegisterPage) -> CheckDialog:
    page.check()
    asked = dialog("check")
    assert isinstance(asked, CheckDialog)
    return asked


def drop(asked: CheckDialog, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    place, action = QPointF(20, 20), Qt.DropAction.CopyAction
    none = Qt.KeyboardModifier.NoModifier
    asked.dropEvent(QDropEvent(place, action, data, Qt.MouseButton.LeftButton, none))


def test_a_pdf_is_dropped_to_be_checked(page: RegisterPage, story: Story, tmp_path: Path) -> None:
    from app.certificates.press import write_pdfs

    written = write_pdfs([story.office.ask(CertificateDetail(wanted=2))[0]], tmp_path)[0].file
    asked = check_dialog(page)
    drop(asked, written)
    assert asked.answer.band.shape.answer == "yes"
    assert "not a byte was changed" in asked.answer.text()
    asked.reject()


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
    what, answer = asked.findChild(TextBox, "what"), asked.findChild(VerdictPanel, "answer")
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
    press(asked, "Choose file")
    assert "not a byte was changed" in answer.text()
    press(asked, "Close")


def test_a_badge_is_checked_chosen_dropped_and_pasted_and_the_rest_gets_a_sentence(
        page: RegisterPage, story: Story, tmp_path: Path) -> None:
    from app.certificates.badge_file import export

    whole = story.office.ask(CertificateDetail(wanted=2))[0]
    asked = check_dialog(page)
    what = asked.findChild(TextBox, "what")
    assert what is not None
    for ending in (".json", ".png"):
        path = export(whole, tmp_path / f"badge{ending}")
        for way in ("chosen", "dropped", str(path), QUrl.fromLocalFile(str(path)).toString()):
            what.setText("KL26-77777-X")
            press(asked, "Check")
            assert asked.answer.band.shape.answer == "unknown"
            if way == "dropped":
                drop(asked, path)
            else:
                what.setText("" if way == "chosen" else way)
                talk.answer_next(*((str(path),) if way == "chosen" else ()))
                press(asked, "Choose file" if way == "chosen" else "Check")
            assert asked.answer.text().startswith("Valid.") and "Sealed by this centre" in asked.answer.text()
    told = json.loads((tmp_path / "badge.json").read_bytes())
    told["credentialSubject"]["licenseNumber"] = "KL26-00077-X"
    (tmp_path / "badge.json").write_text(json.dumps(told))
    drop(asked, tmp_path / "badge.json")
    assert asked.answer.band.shape.answer == "false"
    for given, answer in ((whole.row.code.lower(), "yes"), (whole.facts.verify_text, "yes"),
                          (f"https://x.example/semak/{whole.row.number}?c={whole.row.code}", "yes"),
                          (f"https://x.example/semak/{whole.row.number}?c=ACDEF34679", "false")):
        what.setText(given)
        press(asked, "Check")
        assert asked.answer.band.shape.answer == answer, given
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    drop(asked, tmp_path / "photo.jpg")
    assert "photo.jpg cannot be checked" in asked.field.message() and not asked._area.isVisible()
    asked.reject()


def test_the_register_goes_to_excel(page: RegisterPage, tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    talk.answer_next(True, str(path))
    page.export()
    sheet = openpyxl.load_workbook(path).worksheets[0]
    said = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert QUALIFY[1] in said


def test_a_reference_shows_its_certificate(page: RegisterPage, story: Story) -> None:
    page.show_ref(Ref("certificate", 1))
    QApplication.processEvents()
    assert page.pane.key == 1


def test_who_may_not_void_sees_why(qtbot: QtBot, story: Story) -> None:
    page = open_page(qtbot, story, story.acting("viewer"))
    choose(page, story, QUALIFY[0])
    assert not page.life["void"].isEnabled()
    assert "Certificate staff" in page.life["void"].toolTip()


def test_malay(qtbot: QtBot, story: Story) -> None:
    use_language("ms")
    page = open_page(qtbot, story)
    choose(page, story, QUALIFY[1])
    assert page.pane.number.text()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_register_is_narrowed_and_a_reference_names_filters(page: RegisterPage, story: Story) -> None:
    page.show_ref(Ref("certificates", 0, "issued-not-printed"))
    QApplication.processEvents()
    assert page.filters.chip("unprinted") is not None and len(names(page)) == len(QUALIFY)
    page.filters.turn_on("uncollected", "yes")
    assert page.list.shows() is not page.table  # none is printed yet
    page.filters.clear_all()
    page.filters.choose("cohort")
    QTest.keyClick(page.filters.list.search, Qt.Key.Key_Return)
    assert page.filters.where().keys() == {"cohort"} and len(names(page)) == len(QUALIFY)
    page.show_ref(Ref("certificates", 0, "year=2026"))
    assert page.year.value() == 2026 and page.filters.chip("year") is None  # the field shows it
    page.show_ref(Ref("certificates", 0, "year=1999"))
    assert page.list.shows() is not page.table
    page.show_ref(Ref("certificates", 0, "void"))
    assert page.chips.value() == "void"


def test_a_narrow_register_shows_one_at_a_time(qtbot: QtBot, story: Story) -> None:
    page = open_page(qtbot, story)
    page.resize(800, 500)
    QApplication.processEvents()
    assert not page.pane.isVisible()
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert page.pane.isVisible() and not page.table.isVisible()
    page.beside.back.click()
    assert page.table.isVisible()


@pytest.mark.parametrize(("typed", "said"), [("KL26-00001", "letter at the end too"),
                                             ("kl26-00001-x", "does not fit the digits"),
                                             ("XX26-00001-" + check_letter("XX26-00001"), "Another centre")])
def test_an_unknown_number_is_told_what_may_be_wrong_with_it(qtbot: QtBot, typed: str, said: str) -> None:
    panel = VerdictPanel()
    qtbot.addWidget(panel)
    panel.show_verdicts([Verdict("unknown", typed)])
    assert any(said in label.text() for label in panel.advice.findChildren(QLabel))
