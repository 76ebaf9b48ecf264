"""Settings, signing keys: what is said, and backing up, practising, restoring, rotating and revoking by clicks."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from app.errors import Refused
from app.office.office import Office
from app.office.permissions import Actor
from app.trust import keys
from app.trust.example import NAME
from app.trust.published import holds
from app.trust.statement import read
from tests.app.cohort_story import Story
from tests.ui.trust.conftest import issue
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.date_field import DateBox
from ui.kit.dialog import Dialog
from ui.kit.text_box import TextArea
from ui.trust.keys import KeysSection

PHRASE = "kuda makan rumput hijau"


@pytest.fixture
def other_pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def move() -> None:
        monkeypatch.setenv("SIJIL_HOME", str(tmp_path / "other pc"))
        keys._OPENED.clear()
    return move


def dialog(page: KeysSection, name: str = "passphrase") -> Dialog:
    return [d for d in page.window().findChildren(Dialog, name) if d.isVisible()][-1]


def click(button: QPushButton) -> None:
    assert button.isEnabled(), button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def say(page: KeysSection, first: str, second: str | None = None) -> None:
    """Type the passphrase into the dialog and press Enter."""
    asks = dialog(page)
    for name, text in (("first", first), ("second", second)):
        if text is not None:
            box = asks.findChild(QLineEdit, name)
            box.clear()
            QTest.keyClicks(box, text)
    QTest.keyClick(asks, Qt.Key.Key_Return)


def notes(page: KeysSection) -> list[str]:
    return list(page.state.due) if page.state else []


def back_up(page: KeysSection, path: Path) -> Path:
    talk.answer_next(str(path))
    click(page.backup_button)
    say(page, PHRASE, PHRASE)
    return path


def test_a_backup_and_a_drill_end_the_warnings(page: KeysSection, tmp_path: Path) -> None:
    assert "not backed up" in notes(page)[0] and page.head.text() == "This PC can sign certificates"
    told: list[str] = []
    page.desk.told.connect(lambda words, _undo: told.append(words))
    kept = tmp_path / "k.sijilkeys"
    talk.answer_next(str(kept))
    click(page.backup_button)
    say(page, "short", "short")
    say(page, PHRASE, PHRASE + "x")
    assert dialog(page).isVisible() and not kept.exists(), "too short, then not alike"
    say(page, PHRASE, PHRASE)
    assert kept.exists() and told == ["Backed up and tried: k.sijilkeys"]
    assert "not tried yet" in notes(page)[0] and "k.sijilkeys" in page.backed.text()
    talk.answer_next(str(kept))
    click(page.drill_button)
    say(page, "kuda makan rumput biru")
    say(page, PHRASE)
    assert notes(page) == [] and told[-1].startswith("The backup works")


def test_a_wrong_passphrase_is_asked_for_again_with_the_reason(page: KeysSection, tmp_path: Path) -> None:
    kept = back_up(page, tmp_path / "k.sijilkeys")
    talk.answer_next(str(kept))
    click(page.drill_button)
    say(page, "kuda makan rumput biru")
    from ui.kit.field import Field

    assert any("not the one" in f.problem for f in dialog(page).findChildren(Field))


def test_a_new_pc_says_that_it_cannot_sign_until_the_keys_are_restored(
        page: KeysSection, story: Story, tmp_path: Path, other_pc: Callable[[], None]) -> None:
    kept = back_up(page, tmp_path / "k.sijilkeys")
    other_pc()
    page.shown()
    assert page.head.text() == "This PC cannot sign certificates"
    assert not page.backup_button.isEnabled() and page.make_button.isEnabled()
    with pytest.raises(Refused):
        issue(story, 1)
    talk.answer_next(str(kept))
    click(page.restore_button)
    say(page, PHRASE)
    assert page.head.text() == "This PC can sign certificates"
    issue(story, 1)


def test_rotating_asks_for_the_backup_once_the_root_is_only_there(page: KeysSection, tmp_path: Path) -> None:
    talk.answer_next(True)
    click(page.rotate_button)
    assert page.table.model().rowCount() == 5
    kept = back_up(page, tmp_path / "k.sijilkeys")
    talk.answer_next(str(kept))
    click(page.rotate_button)
    say(page, PHRASE)
    assert page.table.model().rowCount() == 7 and "not backed up" in notes(page)[0]


def test_a_key_is_revoked_with_day_and_reason_and_then_all_is_made_anew(page: KeysSection, story: Story) -> None:
    assert not page.revoke_button.isEnabled()
    key = next(k for k in page.state.keys if k.use == "statement")
    page.table.choose(key.id)
    click(page.revoke_button)
    asks = dialog(page, "revoke-key")
    action = next(b for b in asks.findChildren(QPushButton) if b.text() == "Revoke this key")
    click(action)
    assert asks.isVisible(), "the reason is asked for"
    asks.findChild(TextArea, "reason").setPlainText("A laptop was stolen")
    asks.findChild(DateBox, "since").set_value(date(2026, 7, 1))
    click(action)
    assert page.head.text() == "This PC cannot sign certificates"
    talk.answer_next(True)
    click(page.make_button)
    assert page.head.text() == "This PC can sign certificates" and page.table.model().rowCount() == 6
    issue(story, 1)


def test_the_fingerprint_is_copied_and_the_key_file_written(page: KeysSection, tmp_path: Path) -> None:
    click(page.copy_button)
    assert QGuiApplication.clipboard().text() == page.state.root.fingerprint
    talk.answer_next(str(tmp_path / "keys.json"))
    click(page.file_button)
    assert holds(json.loads((tmp_path / "keys.json").read_text("utf-8")))


def test_the_sample_code_says_what_side_it_needs(page: KeysSection) -> None:
    assert not page.example.picture.image.isNull()
    assert "mm; templates give it 30" in page.example.side.text()
    shown = page.example.picture.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    paper = Image.frombytes("L", (shown.width(), shown.height()), bytes(shown.constBits()), "raw", "L",
                            shown.bytesPerLine())
    text = zxingcpp.read_barcodes(paper)[0].text
    assert read(text, {}).state == "sample" and read(text, {}).claims.name == NAME


def test_before_the_first_certificate_nothing_is_to_be_done(qtbot, story: Story) -> None:
    made = KeysSection(Desk(story.office, synchronous=True))
    qtbot.addWidget(made)
    made.show()
    made.shown()
    assert made.head.text() == "No signing keys yet" and not made.backup_button.isEnabled()
    assert "first certificate" in made.backup_button.toolTip()


def test_who_is_no_administrator_sees_the_keys_and_changes_none(qtbot, page: KeysSection, story: Story) -> None:
    clerk = Office(story.office.engine, Actor(7, "siti", "Siti", frozenset({"certificates"})))
    made = KeysSection(Desk(clerk, synchronous=True))
    qtbot.addWidget(made)
    made.show()
    made.shown()
    assert made.table.model().rowCount() == 3
    made.table.choose(made.state.keys[0].id)
    for button in (made.backup_button, made.drill_button, made.restore_button, made.rotate_button, made.make_button,
                   made.revoke_button):
        assert not button.isEnabled(), button.text()
