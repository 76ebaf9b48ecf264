"""A paper to look at before there is anybody to certify: a template with the centre's own words and a made-up name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from app.centre.queries import centre_row, signatories_on
from app.certificates.collect import MOST_SIGNATORIES, NO_CODE, NO_NUMBER
from app.certificates.facts import KINDS, Facts, Kind, Signature, image_text
from app.certificates.templates.model import Layout
from app.certificates.templates.queries import READS, VersionOf
from app.office.command import Query, Work
from app.office.permissions import Permission

NAME = "Nur Syafiqah Hidayatul binti Muhammad Khairul"
CARD = "000000-00-0000"  # of a day that does not exist


@dataclass(frozen=True)
class SamplePaper:
    """Facts with the layout and assets they are drawn with."""

    facts: Facts
    layout: Layout
    assets: Mapping[str, bytes]


@dataclass(frozen=True, kw_only=True)
class TemplateSample(Query[SamplePaper]):
    """A sample of a version, or of a template's version in force."""

    needs = Permission.CERTIFICATES_VIEW
    reads = READS | {"signatory", "template_asset"}

    version_id: int = 0
    code: str = ""

    def rows(self, work: Work) -> Sequence[SamplePaper]:
        whole = VersionOf(version_id=self.version_id, code=self.code).rows(work)[0]
        wanted = whole.kinds.split()[0] if whole.kinds else "completion"
        kind: Kind = wanted if wanted in KINDS else "completion"
        return [SamplePaper(replace(sample_facts(work, kind, whole.code), template=whole.layout.digest), whole.layout,
                            whole.assets)]


def sample_facts(work: Work, kind: Kind = "completion", design: str = "klasik") -> Facts:
    """What a certificate of this centre would say, of nobody."""
    centre = centre_row(work)
    day = work.today
    return Facts(
        number=NO_NUMBER, verification_code=NO_CODE, kind=kind, language="bi", design=design, name=NAME,
        identity_text=CARD, centre_name=centre.name if centre else "Pusat Latihan",
        centre_name_ms=centre.name_ms if centre else "", course_title="HCIA-AI", course_title_ms="Kecerdasan Buatan",
        course_title_en="Artificial Intelligence", starts=day - timedelta(days=25), ends=day, days=20,
        hours=Decimal(80), grade="Merit" if kind == "achievement" else "",
        attended=39 if kind == "attendance" else None, held=40 if kind == "attendance" else None,
        award_ms="Pelatih Terbaik" if kind == "award" else "",
        award_en="Best Trainee" if kind == "award" else "", issued_on=day,
        signatories=tuple(Signature(name=s.name, post_ms=s.post_ms, post_en=s.post_en, organisation=s.organisation,
                                    image=image_text(s.image), role=s.role)
                          for s in signatories_on(work, day)[:MOST_SIGNATORIES]),
        logo=image_text(centre.logo) if centre else None,
        verify_text=centre.verify_url if centre and centre.verify_url else "SIJIL:" + "0" * 120)
