"""Every text is there in Malay, in Malay of Malaysia, and compiled."""

from __future__ import annotations

from datetime import date

import pytest
from babel.messages.catalog import Catalog

from app.i18n import _catalogue, day_name, long_date, ngettext, show_date, show_span, use_language
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
    ("Because", "karena", True), ("Only", "Karenah", False), ("Result", "Hasil", True), ("Found", "Hasil", False),
    ("Delete", "Hapus", True), ("Update", "Kemaskini", True), ("Date", "Tanggal", True), ("Server", "Server", True),
    ("{n} trainees", "{n} pelatih-pelatih", True), ("{n} trainees", "{n} pelatih", False),
    ("postgresql://user@server/sijil", "postgresql://user@server/sijil", False)])
def test_indonesian_words_are_told_from_malay(english: str, malay: str, wrong: bool) -> None:
    assert bool(words.indonesian("here", english, malay)) is wrong


def test_the_many_of_malay_is_one_form_with_its_number(merged: tuple[Catalog, words.Report]) -> None:
    for message in merged[0]:
        if isinstance(message.id, tuple):
            assert len(words.texts(message.string)) == 1, message.id
    use_language("ms")
    said = {ngettext("about {n} minute left", "about {n} minutes left", n) for n in (0, 1, 2, 5, 21)}
    assert said == {"kira-kira {n} minit lagi"}


@pytest.mark.parametrize(("month", "short", "whole"), [
    (1, "Jan", "Januari"), (2, "Feb", "Februari"), (3, "Mac", "Mac"), (4, "Apr", "April"), (5, "Mei", "Mei"),
    (6, "Jun", "Jun"), (7, "Jul", "Julai"), (8, "Ogo", "Ogos"), (9, "Sep", "September"), (10, "Okt", "Oktober"),
    (11, "Nov", "November"), (12, "Dis", "Disember")])
def test_dates_are_written_as_in_malaysia(month: int, short: str, whole: str) -> None:
    use_language("ms")
    assert show_date(date(2026, month, 14)) == f"14 {short} 2026"
    assert long_date(date(2026, month, 14)) == f"14 {whole} 2026"


def test_days_and_spans_are_written_as_in_malaysia() -> None:
    use_language("ms")
    week = [date(2026, 7, 13 + n) for n in range(7)]
    assert [show_date(day, weekday=True).split()[0] for day in week] == ["Isn", "Sel", "Rab", "Kha", "Jum", "Sab",
                                                                         "Ahd"]
    assert [day_name(day.weekday()) for day in week] == ["Isnin", "Selasa", "Rabu", "Khamis", "Jumaat", "Sabtu", "Ahad"]
    assert show_span(date(2026, 6, 29), date(2026, 7, 24)) == "29 Jun – 24 Jul 2026"


def test_no_word_of_the_list_is_its_own_betterment() -> None:
    for word, better in words.INDONESIAN.items():
        assert word.casefold() != better.casefold(), word
