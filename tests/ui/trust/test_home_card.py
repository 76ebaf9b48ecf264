"""Home says what is to be done about signing keys, and says nothing once it is done."""

from __future__ import annotations

from pathlib import Path

from app.office.command import Ref
from app.trust import keys, safe
from tests.app.cohort_story import Story
from tests.ui.trust.conftest import issue
from ui.desk.desk import Desk
from ui.home.upkeep_card import UpkeepCard

PHRASE = "kuda makan rumput hijau"


def said(card: UpkeepCard) -> list[str]:
    card.load()
    return [row.accessibleName() for row in card.list.rows] if card.list else []


def test_not_backed_up_not_tried_and_a_pc_that_cannot_sign(qtbot, story: Story, tmp_path: Path, monkeypatch) -> None:
    desk = Desk(story.office, synchronous=True)
    card = UpkeepCard(desk)
    qtbot.addWidget(card)
    assert said(card) == []
    issue(story, 0)
    assert said(card)[0].startswith("Signing keys. The signing keys are not backed up")
    shown: list[Ref] = []
    desk.shown.connect(shown.append)
    card.list.rows[0].open()
    assert shown == [Ref("settings", None, "keys")]
    path, _bundle = safe.back_up(story.office, tmp_path / "k.sijilkeys", PHRASE)
    assert "not tried yet" in said(card)[0]
    safe.drill(story.office, path, PHRASE)
    assert said(card) == []
    monkeypatch.setenv("SIJIL_HOME", str(tmp_path / "other pc"))
    keys._OPENED.clear()
    assert "does not have the centre's signing keys" in said(card)[0]
