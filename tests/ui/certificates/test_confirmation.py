"""The confirmation letter from the register: asked, noted, shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.certificates.commands import IssueCertificate
from app.certificates.confirmation import Confirmations
from app.certificates.queries import CertificateDetail
from app.office.office import Office
from tests.app.certificates.paper_facts import text_of
from tests.app.cohort_story import QUALIFY, tell
from ui.certificates.confirmation import ConfirmationDialog
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.dialog import Dialog


def test_a_letter_is_written_noted_and_saved(qtbot: QtBot, sqlite_office: Office, tmp_path: Path) -> None:
    story: Any = tell(sqlite_office)
    office = story.office
    key = office.do(IssueCertificate(enrolment_id=story.enrolments[QUALIFY[0]], issued_on=date(2026, 7, 14))).value.id
    desk = Desk(office, synchronous=True)
    owner = Dialog("x", "y")
    qtbot.addWidget(owner)
    dialog = ConfirmationDialog(desk, office.ask(Confirmations(certificate_ids=(key,)))[0], owner)
    dialog.show()
    dialog.mottos.set_value("\n".join("abcde"))
    dialog.action_button.click()
    assert dialog.isVisible()  # five lines are too many
    dialog.mottos.set_value("MALAYSIA MADANI")
    dialog.reference.set_value("RUJ 9")
    dialog.language.set_value("ms")
    talk.forget()
    talk.answer_next(str(tmp_path / "letter.pdf"))
    dialog.action_button.click()
    QApplication.processEvents()
    said = text_of(tmp_path / "letter.pdf")
    assert "MALAYSIA MADANI" in said and "RUJ 9" in said
    assert office.ask(CertificateDetail(wanted=key))[0].events[0].kind == "confirmed"
    talk.forget()
