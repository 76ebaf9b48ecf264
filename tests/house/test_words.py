"""Every text is there in Malay, in Malay of Malaysia, and compiled."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from app.i18n import _catalogue, ngettext, use_language
from tests import words


@pytest.fixture(scope="module")
def merged() -> tuple[Catalog, words.Report]:
    return words.merge(words.catalogues(), words.said())


def test_every_text_has_its_malay(merged: tuple[Catalog, words.Report]) -> None:
    assert not merged[1].missing, "\n".join(merged[1].missing)


def test_the_catalogues_agree(merged: tuple[Catalog, words.Report]) -> None:
    assert not merged[1].disagree, "\n".join(merged[1].disagree)


def test_the_fields_are_the_same(merged: tuple[Catalog, words.Report]) -> None:
    assert not merged[1].fields, "\n".join(merged[1].fields)


def test_no_indonesian(merged: tuple[Catalog, words.Report]) -> None:
    assert not merged[1].indonesian, "\n".join(merged[1].indonesian)


def test_the_compiled_file_is_fresh(merged: tuple[Catalog, words.Report]) -> None:
    fresh = words.content(merged[0]) == words.compiled_now()
    assert fresh, "run  python3 -m tests words"


def test_the_program_speaks_malay() -> None:
    use_language("ms")
    assert _catalogue("ms").gettext("Save") == "Simpan"
    assert ngettext("about {n} minute left", "about {n} minutes left", 2) == "kira-kira {n} minit lagi"


def test_a_gap_a_quarrel_a_lost_field_and_a_foreign_word_are_found() -> None:
    one, two = Catalog(locale="ms"), Catalog(locale="ms")
    one.add("Backup of {day}", "Cadangan {hari}")
    one.add("Course", "Kursus")
    two.add("Course", "Program")
    two.add("Old", "Lama")
    used = {"Backup of {day}": "a:1", "Course": "a:2", "New": "a:3"}
    whole, report = words.merge([("one", one), ("two", two)], used)
    assert report.missing == ["a:3: no Malay for 'New'"]
    assert len(report.disagree) == len(report.fields) == len(report.indonesian) == len(report.obsolete) == 1
    assert words.content(whole)["Course"] == ["Kursus"]


@pytest.mark.parametrize(("english", "malay", "wrong"), [
    ("Certificate", "Sertifikat", True), ("Certificate", "Sijil", False), ("4 weeks", "4 minggu", False),
    ("Sunday", "Minggu", True), ("Suggestion", "Cadangan", False), ("Name {kode}", "Nama {kode}", False),
    ("Because", "karena", True), ("Only", "Karenah", False)])
def test_indonesian_words_are_told_from_malay(english: str, malay: str, wrong: bool) -> None:
    assert bool(words.indonesian("here", english, malay)) is wrong
