"""The life of a certificate in the window: corrected, replaced, handed out, scanned, void by two people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.certificates.commands import IssueCertificate, RecordPrint
from app.certificates.editions import CorrectCertificate, Wording
from app.certificates.life import CollectCertificates
from app.certificates.queries import CertificateDetail, CertificateWhole, Register
from app.certificates.verify import State, Verdict
from app.office.office import Office
from app.trainees.queries import TraineeDetail
from tests.app.cohort_story import QUALIFY, Story, tell
from ui.certificates.check import CheckDialog
from ui.certificates.register import RegisterPage
from ui.certificates.scan import ScanDialog
from ui.certificates.verdict import ADVICE, ANSWERS, VerdictPanel
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.form_dialog import FormDialog
from ui.desk.print_dialog import PrintDialog
from ui.kit.buttons import Button
from ui.kit.dialog import Dialog
from ui.kit.text_box import TextArea, TextBox

GOH = QUALIFY[1]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    made = tell(sqlite_office)
    for name in QUALIFY:
        issued = made.office.do(IssueCertificate(enrolment_id=made.enrolments[name], issued_on=date(2026, 7, 14))).value
        made.office.do(RecordPrint(certificate_ids=(issued.id,)))
    return made


def open_page(qtbot: QtBot, office: Office) -> RegisterPage:
    talk.forget()
    page = RegisterPage(Desk(office, synchronous=True))
    qtbot.addWidget(page)
    page.resize(1310, 760)
    page.show()
    page.shown()
    QApplication.processEvents()
    return page


@pytest.fixture
def page(qtbot: QtBot, story: Story) -> Iterator[RegisterPage]:
    yield open_page(qtbot, story.office)


def choose(page: RegisterPage, story: Story, name: str = GOH) -> str:
    row = next(r for r in story.office.ask(Register()) if r.holder == name)
    page.table.rows_model.row(0)
    QApplication.processEvents()
    assert page.table.choose(row.id)
    QApplication.processEvents()
    return row.number


def whole(story: Story, number: str) -> CertificateWhole:
    return story.office.ask(CertificateDetail(wanted=number))[0]


def dialog(name: str) -> Dialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, Dialog) and w.objectName() == name
                and w.isVisible())


def form(name: str) -> FormDialog:
    found = dialog(name)
    assert isinstance(found, FormDialog)
    return found


def press(owner: Dialog, words: str) -> None:
    next(b for b in owner.findChildren(Button) if b.text().strip().startswith(words)).click()
    QApplication.processEvents()


def fill(asked: FormDialog, key: str, text: str) -> None:
    editor = asked.form.fields[key].editor
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, text)


def said(page: RegisterPage) -> str:
    return " ".join(w.text() for w in page.pane.findChildren(QLabel) if w.isVisible())


def test_a_name_is_corrected_by_keys_and_the_trainee_too(page: RegisterPage, story: Story) -> None:
    number = choose(page, story)
    assert page.pane.correct_button.isVisible() and not page.pane.replace_button.isVisible()
    page.pane.correct_button.click()
    asked = form("correct")
    fill(asked, "name", "Goh Xin Yee")
    press(asked, "Correct")
    assert asked.isVisible()  # the reason is missing
    fill(asked, "reason", "Spelled wrongly on the list")
    asked.form.fields["also"].editor.click()
    press(asked, "Correct")
    found = whole(story, number)
    assert (found.row.holder, found.row.edition) == ("Goh Xin Yee", 2)
    assert story.office.ask(TraineeDetail(trainee_id=found.row.trainee_id))[0].certificate_name == "Goh Xin Yee"
    assert "Print 2 replaces print 1" in said(page)
    assert page.pane.reprint_button.text().strip() == "Print"


def test_what_the_records_say_is_taken_over(page: RegisterPage, story: Story) -> None:
    from app.trainees.commands import ConfirmCertificateName

    number = choose(page, story)
    story.office.do(ConfirmCertificateName(trainee_id=whole(story, number).row.trainee_id, name="Goh Xin Yee"))
    page.life["correct"].trigger()
    asked = form("correct")
    press(asked, "Take over")
    assert asked.form.fields["name"].value() == "Goh Xin Yee"
    asked.form.mark_saved()
    asked.reject()


def test_a_lost_paper_is_replaced(page: RegisterPage, story: Story) -> None:
    number = choose(page, story)
    story.office.do(CollectCertificates(certificate_ids=(whole(story, number).row.id,)))
    page.reload()
    assert not page.life["correct"].isEnabled()
    page.pane.replace_button.click()
    asked = form("replace")
    assert "Azman" in " ".join(w.text() for w in asked.findChildren(QLabel))
    press(asked, "Replace")
    assert asked.form.fields["report_no"].problem
    fill(asked, "report_no", "SENTUL/012345/26")
    fill(asked, "fee", "20")
    fill(asked, "receipt_no", "R-778")
    press(asked, "Replace")
    found = whole(story, number)
    assert (found.row.standing, found.facts.replaced_why) == ("replaced", "lost")
    assert "SENTUL/012345/26" in said(page) and "RM 20.00" in said(page)
    page.chips.chip("replaced").click()
    QApplication.processEvents()
    assert page.table.rows_model.rowCount() == 1


def test_collected_by_somebody_else_then_taken_back(page: RegisterPage, story: Story) -> None:
    number = choose(page, story)
    page.life["collect"].trigger()
    asked = form("collect")
    choice = asked.form.fields["who"].editor
    choice.set_value("other")
    choice.edited.emit()
    press(asked, "Note as collected")
    assert asked.isVisible()
    fill(asked, "person", "Goh Ah Kow")
    fill(asked, "shown", "MyKad 600101145567")
    fill(asked, "on", "14/7/2026")
    press(asked, "Note as collected")
    assert whole(story, number).row.state == "collected"
    assert "Goh Ah Kow" in said(page) and "5567" not in said(page)
    assert not page.life["collect"].isEnabled()
    page.life["mistake"].trigger()
    fill(form("take-back"), "reason", "Wrong row")
    press(form("take-back"), "Take the note back")
    assert whole(story, number).row.state == "issued"


def test_a_posted_paper_comes_back(page: RegisterPage, story: Story) -> None:
    number = choose(page, story)
    page.life["post"].trigger()
    assert form("post").focusWidget() is form("post").form.fields["address"].editor  # the keys begin there
    fill(form("post"), "address", "12 Jalan Ipoh")
    fill(form("post"), "on", "14/7/2026")
    press(form("post"), "Note as posted")
    assert whole(story, number).row.state == "posted"
    page.life["back"].trigger()
    fill(form("come-back"), "reason", "Moved away")
    press(form("come-back"), "Note as returned")
    assert whole(story, number).row.state == "issued"


def test_ticked_rows_of_the_acceptance_register_are_collected_together(page: RegisterPage, story: Story) -> None:
    choose(page, story)
    page.table.toggle_all()
    page.life["collect"].trigger()
    fill(form("collect"), "on", "14/7/2026")
    press(form("collect"), "Note as collected")
    assert {r.state for r in story.office.ask(Register())} == {"collected"}


def test_papers_are_scanned_as_they_are_handed_over(page: RegisterPage, story: Story) -> None:
    rows = {r.holder: r for r in story.office.ask(Register())}
    next(a for a in page.around.list.actions() if a.text().startswith("Scan")).trigger()
    asked = dialog("scan")
    assert isinstance(asked, ScanDialog)
    asked.activateWindow()
    box = asked.findChild(TextBox, "what")
    assert box is not None
    qr = whole(story, rows[GOH].number).facts.verify_text
    for text in (qr, rows[QUALIFY[0]].number.lower(), rows[GOH].number, "KL26-99999-X"):
        box.setText(text)
        box.setFocus()
        for _twice in range(2):
            QTest.keyClick(box, Qt.Key.Key_Return)
            QApplication.processEvents()
    assert [r.holder for r in asked.rows] == [QUALIFY[0], GOH]
    assert "Unknown" in " ".join(w.text() for w in asked.told.findChildren(QLabel))
    assert asked.isVisible()
    press(asked, "Note as collected")
    assert {r.holder: r.state for r in story.office.ask(Register())} == {
        QUALIFY[0]: "collected", GOH: "collected", QUALIFY[2]: "issued"}


def test_staff_ask_and_a_verifier_decides(qtbot: QtBot, story: Story) -> None:
    staff = open_page(qtbot, story.acting("certificates", user_id=31))
    number = choose(staff, story)
    staff.life["void"].trigger()
    asked = dialog("ask-void")
    reason = asked.findChild(TextArea, "reason")
    assert reason is not None
    QTest.keyClicks(reason, "Issued to the wrong person")
    press(asked, "Ask a verifier")
    assert whole(story, number).asked is not None
    assert "A verifier is asked" in said(staff)
    assert not staff.life["void"].isEnabled() and not staff.life["approve"].isEnabled()
    verifier = open_page(qtbot, story.acting("verifier", user_id=32))
    choose(verifier, story)
    assert verifier.life["approve"].isEnabled()
    talk.answer_next(True)
    verifier.life["approve"].trigger()
    assert whole(story, number).row.standing == "void"
    assert "Issued to the wrong person" in said(verifier)


def test_what_was_asked_is_refused(qtbot: QtBot, story: Story) -> None:
    page = open_page(qtbot, story.office)
    number = choose(page, story)
    from app.certificates.approve import AskVoid

    story.office.do(AskVoid(number=number, reason="Issued too early"))
    page.reload()
    page.life["refuse"].trigger()
    asked = dialog("refuse-void")
    reason = asked.findChild(TextArea, "reason")
    assert reason is not None
    QTest.keyClicks(reason, "The date is right")
    press(asked, "Let it stay valid")
    assert whole(story, number).asked is None
    assert "The date is right" in said(page)


def test_between_two_days(page: RegisterPage, story: Story) -> None:
    def between(since: str, until: str) -> int:
        next(a for a in page.around.list.actions() if a.text().startswith("Issued between")).trigger()
        asked = dialog("between")
        for key, text in (("since", since), ("until", until)):
            box = asked.findChild(TextBox, key)
            assert box is not None
            box.clear()
            QTest.keyClicks(box, text)
        press(asked, "Show")
        QApplication.processEvents()
        return page.table.rows_model.rowCount()

    assert between("15/7/2026", "") == 0
    assert page.filters.chip("since") is not None and "15 Jul 2026" in page.filters.words()[0]
    assert between("1/7/2026", "14/7/2026") == 3


def test_a_scan_of_an_earlier_print_says_which_is_in_force(page: RegisterPage, story: Story) -> None:
    from app.certificates.editions import ReplaceCertificate

    number = choose(page, story)
    first = whole(story, number).facts.verify_text
    story.office.do(ReplaceCertificate(number=number, why="damaged"))
    page.check()
    asked = dialog("check")
    assert isinstance(asked, CheckDialog)
    box = asked.findChild(TextBox, "what")
    assert box is not None
    box.setText(first)
    press(asked, "Check")
    assert asked.answer.band.shape.answer == "later"
    assert "Print 2 is in force" in asked.answer.text()
    asked.reject()


def test_what_waits_is_printed_from_the_head(page: RegisterPage, story: Story) -> None:
    number = choose(page, story)
    assert not page.print_button.isVisible()
    story.office.do(CorrectCertificate(number=number, wording=Wording(name="Goh Xin Yee"), reason="Misspelt"))
    page.reload()
    assert page.print_button.text().strip() == "Print 1"
    page.print_button.click()
    asked = next(w for w in QApplication.topLevelWidgets() if isinstance(w, PrintDialog) and w.isVisible())
    assert "Goh Xin Yee" in asked.where.text()
    asked.reject()


def test_every_answer_has_words_a_shape_and_advice(qtbot: QtBot, story: Story) -> None:
    panel = VerdictPanel()
    qtbot.addWidget(panel)
    for state in get_args(State):
        panel.show_verdicts([Verdict(state, "KL26-00001-X")])
        assert panel.band.shape.answer in ("yes", "no", "later", "unknown", "false"), state
        assert panel.advice.isVisibleTo(panel), state
    assert set(ANSWERS) == set(ADVICE)
