"""The wording that official certificates and leadership programmes have, sentence by sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pypdfium2
import pytest

from app.certificates.facts import Facts
from app.certificates.paper import draw
from app.certificates.templates.shipped import layouts

MW = Facts(
    number="ILPKL/HW/2025/000123", verification_code="", kind="completion", language="ms", design="rasmi",
    name="AHMAD FAIZAL BIN AHMAD", identity_text="900101-14-5567", centre_name="Pusat TVET JTM-Huawei",
    course_title="MICROWAVE MODULE", course_title_ms="KURSUS MODUL GELOMBANG MIKRO", long=False,
    starts=date(2025, 3, 10), ends=date(2025, 3, 14), days=5, hours=Decimal(35), venue="Makmal 5G",
    organiser="Jabatan Tenaga Manusia", partner="Huawei Technologies (Malaysia) Sdn. Bhd.", issued_on=date(2025, 3, 14),
    attended=37, held=40)
SAID = {
    ("completion", "ms"): ("SIJIL TAMAT KURSUS", "Adalah dengan ini diperakui bahawa", "AHMAD FAIZAL BIN AHMAD",
                           "(No. Kad Pengenalan: 900101-14-5567)", "telah berjaya menamatkan", "MICROWAVE MODULE",
                           "yang diadakan dari 10 Mac 2025 hingga 14 Mac 2025 (5 hari / 35 jam)",
                           "di Makmal 5G anjuran Jabatan Tenaga Manusia dengan kerjasama Huawei Technologies "
                           "(Malaysia) Sdn. Bhd.", "Dikeluarkan pada 14 Mac 2025.", "No. Sijil"),
    ("completion", "en"): ("CERTIFICATE OF COMPLETION", "This is to certify that", "AHMAD FAIZAL BIN AHMAD",
                           "(Identity Card No.: 900101-14-5567)", "has successfully completed the", "MICROWAVE MODULE",
                           "held from 10 March 2025 to 14 March 2025 (5 days / 35 hours)",
                           "at Makmal 5G, organised by Jabatan Tenaga Manusia in collaboration with Huawei "
                           "Technologies (Malaysia) Sdn. Bhd.", "Issued on 14 March 2025.", "Certificate No."),
    ("completion", "bi"): ("SIJIL TAMAT KURSUS", "CERTIFICATE OF COMPLETION", "telah berjaya menamatkan",
                           "has successfully completed the", "dari 10 Mac 2025", "held from 10 March 2025"),
    ("attendance", "ms"): ("SIJIL KEHADIRAN", "Dengan ini disahkan bahawa", "telah menghadiri", "MICROWAVE MODULE",
                           "dari 10 Mac 2025 hingga 14 Mac 2025", "di Makmal 5G",
                           "dengan kehadiran sebanyak 37 daripada 40 sesi"),
    ("attendance", "en"): ("CERTIFICATE OF ATTENDANCE", "This is to certify that", "attended the", "MICROWAVE MODULE",
                           "held from 10 March 2025 to 14 March 2025", "at Makmal 5G",
                           "being present at 37 of 40 sessions"),
    ("achievement", "ms"): ("SIJIL PENCAPAIAN", "Adalah dengan ini diperakui bahawa", "telah lulus penilaian",
                            "MICROWAVE MODULE", "dengan keputusan TERAMPIL", "pada 14 Mac 2025"),
    ("achievement", "en"): ("CERTIFICATE OF ACHIEVEMENT", "This is to certify that", "has passed the assessment of",
                            "MICROWAVE MODULE", "with the result COMPETENT", "on 14 March 2025"),
    ("participation", "ms"): ("SIJIL PENYERTAAN", "Dengan ini disahkan bahawa", "telah menyertai"),
    ("award", "en"): ("CERTIFICATE OF AWARD", "has been awarded Best Trainee in the", "MICROWAVE MODULE"),
}


def text(facts: Facts) -> str:
    document = pypdfium2.PdfDocument(draw(facts, layouts()[facts.design]))
    try:
        return " ".join(document[0].get_textpage().get_text_range().split())
    finally:
        document.close()


def in_order(said: str, words: tuple[str, ...]) -> None:
    places = [said.find(one) for one in words]
    assert -1 not in places, [one for one, at in zip(words, places, strict=True) if at < 0]
    assert all(a < b for a, b in pairwise(places)), said


@pytest.mark.parametrize(("kind", "language"), list(SAID))
def test_official_certificates_say_it_in_this_order(kind: str, language: str) -> None:
    more = {"result_ms": "TERAMPIL", "result_en": "COMPETENT"} if kind == "achievement" else {}
    in_order(text(replace(MW, kind=kind, language=language, award_ms="Pelatih Terbaik",  # type: ignore[arg-type]
                          award_en="Best Trainee", **more)), SAID[kind, language])


DLE = replace(MW, language="bi", design="kepimpinan", titles=("Dato'", "Ir."), starts=date(2025, 3, 1),
              ends=date(2025, 10, 31), mode="hybrid", visit="Shenzhen", capstone="Satu Papan Pemuka",
              course_title="Digital Leadership Excellence (DLE) Programme, Chapter 3", course_title_ms="")


def test_a_leadership_programme_says_its_months_its_visit_and_its_project() -> None:
    in_order(text(DLE), (
        "Dato' Ir. AHMAD FAIZAL BIN AHMAD", "telah berjaya menamatkan", "has successfully completed the",
        "Digital Leadership Excellence (DLE) Programme, Chapter 3",
        "program hibrid selama lapan bulan dari Mac 2025 hingga Oktober 2025, termasuk lawatan kajian ke Shenzhen",
        "an eight-month hybrid programme held from March 2025 to October 2025, including a study visit to Shenzhen",
        "dan telah membentangkan projek capstone bertajuk “Satu Papan Pemuka”",
        "and presented the capstone project “Satu Papan Pemuka”"))


@pytest.mark.parametrize(("last", "mode", "said"), [
    (date(2026, 2, 28), "hybrid", "a twelve-month hybrid programme held from March 2025 to February 2026"),
    (date(2026, 8, 31), "", "an 18-month programme held from March 2025 to August 2026"),
    (date(2025, 3, 20), "online", "an online programme held from 1 March 2025 to 20 March 2025")])
def test_other_lengths_and_ways(last: date, mode: str, said: str) -> None:
    assert said in text(replace(DLE, ends=last, mode=mode, visit="", language="en"))
    assert "visit" not in text(replace(DLE, ends=last, mode=mode, visit="", language="en"))


def test_a_replacement_is_endorsed_with_the_reason_and_both_days() -> None:
    said = text(replace(MW, language="bi", first_issued_on=date(2022, 5, 3), replaced_on=date(2026, 7, 14),
                        replaced_why="lost"))
    in_order(said, (
        "SALINAN GANTIAN", "REPLACEMENT COPY",
        "Sijil asal No. ILPKL/HW/2025/000123 bertarikh 3 Mei 2022 dilaporkan hilang. Dikeluarkan semula pada 14 Julai "
        "2026.", "The original certificate No. ILPKL/HW/2025/000123 dated 3 May 2022 was reported lost. Reissued on "
        "14 July 2026."))


def test_letters_set_apart_are_copied_as_words() -> None:
    assert "PUSAT TVET JTM-HUAWEI" in text(MW)
