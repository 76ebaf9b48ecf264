"""A certificate stays with the version of the template it was issued with, on paper too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2

from app.certificates.commands import IssueCertificate
from app.certificates.plan import IssuePlan
from app.certificates.press import one_pdf
from app.certificates.queries import CertificatesWhole
from app.certificates.templates.assets import AddAsset
from app.certificates.templates.commands import AddTemplate, NewDraft, PublishTemplate, RetireTemplate, SaveDraft
from app.certificates.templates.model import Image, Layout, Paragraph, Text
from app.certificates.templates.queries import TemplateDetail, VersionOf
from app.office.office import Office
from tests.app.certificates.templates.conftest import PLAIN, png
from tests.app.cohort_story import QUALIFY, tell

DAY = date(2026, 7, 14)


def saying(layout: Layout, words: str) -> str:
    return layout.put(Text(id="partner", x=148, y=30, w=200, h=12, anchor="top",
                           paragraphs=(Paragraph(ms=words, en=words),))).to_json()


def paper_of(office: Office, key: int) -> tuple[bytes, str]:
    data = one_pdf(office.ask(CertificatesWhole(ids=(key,))))
    return data, str(pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range())


def test_an_issued_paper_keeps_its_version(sqlite_office: Office) -> None:
    story = tell(sqlite_office)
    office = story.office
    logo = office.do(AddAsset(kind="image", name="rakan.png", data=png((40, 20)))).value
    key = office.do(AddTemplate(name="Rakan", like="klasik")).value
    with_logo = PLAIN.put(Image(id="logo", x=20, y=20, w=30, h=15, asset=logo))
    office.do(SaveDraft(version_id=key, content=saying(with_logo, "Rakan Pertama")))
    office.do(PublishTemplate(version_id=key))
    plan = office.ask(IssuePlan(cohort_id=story.cohort_id, issued_on=DAY, design="rakan"))[0]
    assert plan.layout is not None and plan.layout.thing("partner") is not None and len(plan.assets) == 1
    assert ("rakan", "Rakan") in plan.templates
    first = office.do(IssueCertificate(enrolment_id=story.enrolments[QUALIFY[0]], design="rakan", issued_on=DAY)).value
    data, words = paper_of(office, first.id)
    assert "Rakan Pertama" in words and first.number in words
    draft = office.ask(VersionOf(version_id=office.do(NewDraft(code="rakan")).value))[0]
    office.do(SaveDraft(version_id=draft.id, content=saying(replace(draft.layout, margin=12), "Rakan Kedua")))
    assert paper_of(office, first.id)[0] == data
    office.do(PublishTemplate(version_id=draft.id))
    second = office.do(IssueCertificate(enrolment_id=story.enrolments[QUALIFY[1]], design="rakan", issued_on=DAY)).value
    assert "Rakan Kedua" in paper_of(office, second.id)[1]
    assert paper_of(office, first.id)[0] == data
    versions = office.ask(TemplateDetail(code="rakan"))[0].versions
    assert [(v.number, v.certificates, v.cohorts) for v in versions] == [
        (2, 1, ("HCIA-AI-03",)), (1, 1, ("HCIA-AI-03",))]
    office.do(RetireTemplate(code="rakan"))
    assert paper_of(office, first.id)[0] == data  # what was issued is still printed
    told = office.ask(IssuePlan(cohort_id=story.cohort_id, issued_on=DAY, design="rakan"))[0].checks[0]
    assert not told.ok and "retired" in told.text
