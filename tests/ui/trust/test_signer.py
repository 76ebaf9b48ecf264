"""The key of a licensed authority, chosen in the window: tried with its passphrase, locked after a start, given up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.certificates.commands import IssueCertificate
from app.office.office import Office
from app.trust import authority
from app.trust.authority import Place
from tests.app.cohort_story import QUALIFY, Story, tell
from tests.app.trust.test_authority import PIN, file  # noqa: F401
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.dialog import Dialog
from ui.kit.text_box import PasswordBox
from ui.trust.keys import KeysSection
from ui.trust.signer import SignerCard


@pytest.fixture
def story(sqlite_office: Office) -> Iterator[Story]:
    authority.forget()
    yield tell(sqlite_office)
    authority.forget()


def give(card: SignerCard, pin: str) -> Dialog:
    dialog = next(d for d in card.window().findChildren(Dialog) if d.isVisible())
    box = dialog.findChild(PasswordBox, "pin")
    assert box is not None
    box.setText(pin)
    dialog.action_button.click()
    return dialog


def test_a_key_file_is_chosen_tried_locked_and_given_up(
        qtbot: QtBot, story: Story, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    card = SignerCard(Desk(story.office, synchronous=True))
    qtbot.addWidget(card)
    card.show()
    assert "own key" in card.now.text()
    monkeypatch.setattr(talk, "scripted", True)
    talk.answer_next(file)
    monkeypatch.setattr(talk, "open_dialog", lambda dialog: dialog.show())
    card.choose_file()
    give(card, "another")
    assert authority.place() == Place()
    give(card, PIN)
    assert authority.place().kind == "pkcs12"
    assert str(file) in card.now.text() and "locked" not in card.now.text()
    authority.forget()
    card.show_now()
    assert "locked" in card.now.text() and card.unlock_button.isVisible()
    card.unlock()
    give(card, PIN)
    assert not card.unlock_button.isVisible()
    card.use_own()
    assert authority.place() == Place()


def test_a_locked_key_is_said_at_the_top_until_it_is_opened(
        qtbot: QtBot, story: Story, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    story.office.do(IssueCertificate(enrolment_id=story.enrolments[QUALIFY[0]], issued_on=date(2026, 7, 14)))
    authority.choose(story.office, Place("pkcs12", str(file)), PIN)
    page = KeysSection(Desk(story.office, synchronous=True))
    qtbot.addWidget(page)
    page.show()
    monkeypatch.setattr(talk, "open_dialog", lambda dialog: dialog.show())

    def told() -> str:
        page.shown()
        notes = [page.due.itemAt(at).widget() for at in range(page.due.count())]
        return " ".join(w.text() for note in notes for w in note.findChildren(QLabel))

    assert "is locked" not in told()
    authority.forget()
    assert "is locked" in told()
    page.signer.unlock()
    give(page.signer, PIN)
    assert "is locked" not in told()
    assert page.state is not None and page.state.keys[0].use_words() == "PDF files, by an authority"
