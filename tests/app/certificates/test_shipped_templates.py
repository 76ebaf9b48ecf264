"""The templates that come with the program: nothing to put right, readable codes, and they say what they are for."""

from __future__ import annotations

from dataclasses import replace

import page
import pypdfium2
import pytest

from app.certificates.facts import KINDS, LANGUAGES
from app.certificates.paper import check_layout, draw
from app.certificates.templates.model import Layout
from app.certificates.templates.shipped import FOLDER, layouts
from app.certificates.transcript_paper import sample_pdf
from tests.app.certificates.paper_facts import FACTS


def said(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return " ".join(document[0].get_textpage().get_text_range().split())
    finally:
        document.close()


@pytest.mark.parametrize("code", sorted(layouts()))
def test_a_shipped_template_has_nothing_to_put_right_and_lasts(code: str) -> None:
    layout = layouts()[code]
    assert check_layout(layout) == []
    assert Layout.from_json(layout.to_json()) == layout
    assert Layout.from_json((FOLDER / f"{code}.json").read_text("utf-8")).digest == layout.digest
    made = sample_pdf(FACTS, layout, {}) if layout.table else draw(replace(FACTS, design=code), layout)
    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        assert page.validate_pdf_bytes(made, profile=profile).is_compliant


@pytest.mark.parametrize("code", sorted(code for code, layout in layouts().items() if not layout.table))
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_can_be_drawn_with_it(code: str, kind: str, language: str) -> None:
    text = said(draw(replace(FACTS, design=code, kind=kind, language=language), layouts()[code]))  # type: ignore[arg-type]
    assert FACTS.name in text and FACTS.number in text and "HCIA-AI" in text
