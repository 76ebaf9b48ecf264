"""The guide has every topic in both languages, its links lead somewhere; a problem report tells on nobody."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import guide
from app.i18n import LANGUAGES
from app.problem_report import write_report
from app.settings import log_dir
from ui.shell.places import HIDDEN, PLACES, SETTINGS


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_topic_is_there_and_its_links_lead_somewhere(code: str) -> None:
    for topic in guide.topics(code):
        assert topic.title and len(topic.text) > 150, topic.key
        assert set(guide.links(topic)) <= set(guide.ORDER), topic.key
    assert {p.stem for p in (guide.FOLDER / code).iterdir()} == set(guide.ORDER)


def test_every_topic_is_reached_by_links_from_the_start() -> None:
    known = {topic.key: topic for topic in guide.topics("en")}
    reached, waiting = {"start"}, ["start"]
    while waiting:
        fresh = set(guide.links(known[waiting.pop()])) - reached
        reached |= fresh
        waiting += fresh
    assert set(guide.ORDER) - reached == set()


def test_both_languages_say_the_same_things() -> None:
    for english, malay in zip(guide.topics("en"), guide.topics("ms"), strict=True):
        assert guide.links(english) == guide.links(malay), english.key
        assert english.text.count("\n") == malay.text.count("\n"), english.key
        assert english.text.count("| ") == malay.text.count("| "), english.key


def test_every_page_of_the_window_has_a_topic() -> None:
    for place in (*PLACES, *HIDDEN.values(), SETTINGS):
        assert guide.topic_for(place.key) != "start", place.key
    assert guide.topic_for("cohort", "attendance") == "attendance"
    assert guide.topic_for("nowhere") == "start"


def test_search_wants_every_word_and_forgives_case() -> None:
    assert guide.search("ROLL call", "en")[0].key == "roll-call"
    assert guide.search("cuti sakit", "ms")[0].key == "attendance"
    assert guide.search("zebra", "en") == []
    assert len(guide.search("", "en")) == len(guide.ORDER)


def test_a_report_holds_no_personal_data(tmp_path: Path, home: Path, sqlite_office: object) -> None:
    log_dir().mkdir(parents=True, exist_ok=True)
    (log_dir() / "sijil.log").write_text("failed for aminah@example.my 040312-14-5678 tel 012-345 6789\n", "utf-8")
    target = tmp_path / "report.zip"
    write_report(target, sqlite_office.engine, "Window 1440x868", datetime(2026, 7, 14, tzinfo=UTC))  # type: ignore[attr-defined]
    with zipfile.ZipFile(target) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    whole = "\n".join(texts.values())
    assert "trainee: 0" in texts["records.txt"] and "Window 1440x868" in texts["about.txt"]
    assert "failed for" in whole
    assert not any(secret in whole for secret in ("aminah", "040312", "6789"))


def test_a_report_that_cannot_be_written_leaves_nothing(tmp_path: Path, home: Path) -> None:
    target = tmp_path / "missing" / "report.zip"
    with pytest.raises(OSError):
        write_report(target, None, "", datetime(2026, 7, 14, tzinfo=UTC))
    assert not target.parent.exists()
