"""Settings, verify page: published by clicks, looked at, and told when it is behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.certificates.commands import IssueCertificate, VoidCertificate
from app.certificates.publish import LastPublication, publish
from app.office.office import Office
from app.office.permissions import SYSTEM
from tests.app.cohort_story import NOW, Story, tell
from ui.desk import talk
from ui.desk.desk import Desk
from ui.home.waiting_card import WaitingCard
from ui.trust.publish import PublishSection

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    return tell(sqlite_office)


@pytest.fixture
def section(qapp: QApplication, story: Story) -> Iterator[PublishSection]:
    made = PublishSection(Desk(story.office, synchronous=True))
    made.resize(1100, 700)
    made.show()
    made.shown()
    yield made
    made.close()
    made.deleteLater()


def issue(story: Story, office: Office | None = None) -> str:
    return (office or story.office).do(IssueCertificate(enrolment_id=story.enrolments["Goh Xin Yi"],
                                                        issued_on=date(2026, 7, 14))).value.number


def test_before_the_first_certificate_there_is_nothing_to_give_out(section: PublishSection) -> None:
    assert section.head.text() == "Not published yet"
    assert "after the first certificate" in section.detail.text()


def test_it_is_published_by_a_click_and_says_when(section: PublishSection, story: Story, tmp_path: Path) -> None:
    issue(story)
    section.shown()
    assert "has to ask the centre" in section.detail.text()
    talk.answer_next(tmp_path / "web")
    QTest.mouseClick(section.publish_button, LEFT)
    assert {p.name for p in (tmp_path / "web").iterdir()} > {"keys.json", "replaced.json", "semak.html", "status.json"}
    assert section.head.text().startswith("Last published: ")
    assert str(tmp_path / "web") in section.detail.text()
    assert not section.since.isVisible()
    assert section.open_button.isEnabled()
    assert story.office.ask(LastPublication())[0].certificates == 1


def test_what_is_void_since_is_told(section: PublishSection, story: Story, tmp_path: Path) -> None:
    number = issue(story)
    talk.answer_next(tmp_path)
    QTest.mouseClick(section.publish_button, LEFT)
    later = Office(story.office.engine, SYSTEM, clock=lambda: datetime(2026, 7, 30, 2, tzinfo=UTC))
    assert later.clock() > NOW
    later.do(VoidCertificate(number=number, reason="Issued by mistake"))
    section.desk.open(later)
    section.shown()
    assert section.since.text() == ("1 certificate was made void since. The page is 16 days old and says so to whoever "
                                    "checks.")


def test_it_is_looked_at_before(section: PublishSection, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    issue(story)
    section.shown()
    QTest.mouseClick(section.preview_button, LEFT)
    path = Path(opened[0].toLocalFile())
    assert b"Content-Security-Policy" in path.read_bytes()
    assert story.office.ask(LastPublication())[0].at is None  # looking is not publishing


def test_home_tells_whoever_issues_when_the_page_is_behind(section: PublishSection, story: Story,
                                                          tmp_path: Path) -> None:
    number = issue(story)
    publish(story.office, tmp_path)
    later = Office(story.office.engine, SYSTEM, clock=lambda: datetime(2026, 7, 15, 2, tzinfo=UTC))

    def told() -> list[str]:
        card = WaitingCard(Desk(later, synchronous=True))
        card.show()
        card.load()
        rows = [row.accessibleName() for row in card.lines()]
        card.close()
        card.deleteLater()
        return [said for said in rows if "verify page" in said]

    assert told() == []
    later.do(VoidCertificate(number=number, reason="Issued by mistake"))
    assert told() == ["Publish the verify page again. 1 certificate was made void since."]
