"""Certificates to PDF files: one file each, all in one, or both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from app.certificates.facts import Facts
from app.certificates.naming import stem_of
from app.certificates.queries import CertificateWhole
from app.certificates.signing import attachments, signed
from app.certificates.templates.model import Layout
from app.errors import Invalid
from app.exchange.pages import Pages, Picture
from app.i18n import _
from app.job import SILENT, Progress

if TYPE_CHECKING:
    from app.certificates.paper import Paper

__all__ = ["Picture", "Written", "one_pdf", "papers_of", "picture", "sample_sheet", "write_pdfs"]


@dataclass(frozen=True)
class Written:
    """A file that was written for a certificate."""

    certificate_id: int
    number: str
    name: str
    file: Path


def write_pdfs(certificates: Sequence[CertificateWhole], folder: Path | None, *, combined: Path | None = None,
               step: Progress = SILENT, pattern: str = "") -> list[Written]:
    """Write a PDF each into the folder, and all of them into one file where that is asked. Returns the single files.

    Single files are signed, with the credential in them; the one for printing is not. `pattern` names them, see
    `app.certificates.naming`.

    Unavailable when a file cannot be written; Cancelled leaves whole files only.
    """
    from app.certificates.paper import draw_combined, write_separate

    papers = papers_of(certificates)
    whole_work = len(papers) * ((folder is not None) + (combined is not None))

    def part(before: int) -> Progress:
        def watched(done: int, total: int, text: str = "") -> None:
            step(before + done, whole_work, text)
        return watched

    paths: list[Path] = []
    if folder is not None:
        alone = (replace(paper, attachments=attachments(whole)) for paper, whole in zip(
            papers, certificates, strict=True))
        stem = (lambda at: stem_of(pattern, certificates[at], at + 1, len(papers))) if pattern else None
        paths = write_separate(alone, folder, part(0), total=len(papers), stem=stem,
                               finish=lambda at, data: signed(data, certificates[at]))
    if combined is not None and papers:
        draw_combined(papers, combined, part(len(paths)))
    return [Written(whole.row.id, whole.row.number, whole.facts.full_name, path)
            for whole, path in zip(certificates, paths, strict=bool(folder))]


def papers_of(certificates: Sequence[CertificateWhole]) -> list[Paper]:
    """What is drawn: each with the layout it was issued with."""
    from app.certificates.paper import Paper, layout_for

    return [Paper(w.facts, w.layout or layout_for(w.facts), w.assets) for w in certificates]


def one_pdf(certificates: Sequence[CertificateWhole], step: Progress = SILENT) -> bytes:
    """Certificates in one PDF in memory, a page each, in the order given. Invalid when one cannot be printed."""
    from app.certificates.paper import combine

    if not certificates:
        raise Invalid(_("There is no certificate to print."))
    out = BytesIO()
    combine(papers_of(certificates), out, step)
    return out.getvalue()


def picture(facts: Facts, width: int, layout: Layout | None = None,
            assets: Mapping[str, bytes] | None = None) -> Picture:
    """The paper of these facts as a picture of that many pixels in width: of a transcript its first page, with made-up
    courses. Invalid when it cannot be drawn."""
    if layout is not None and layout.table is not None:
        from app.certificates.transcript_paper import sample_pdf

        pages = Pages(sample_pdf(facts, layout, assets or {}))
    else:
        from app.certificates.paper import draw

        pages = Pages(draw(facts, layout, assets=assets))
    try:
        return pages.picture(0, width)
    finally:
        pages.close()


def sample_sheet(facts: Facts, layout: Layout, assets: Mapping[str, bytes]) -> bytes:
    """A PDF of a template with SAMPLE across, as its printer would get it; of a transcript with made-up courses."""
    if layout.table is not None:
        from app.certificates.transcript_paper import sample_pdf

        return sample_pdf(facts, layout, assets)
    from app.certificates.paper import draw

    return draw(facts, layout, assets=assets, sample=True, background=layout.print_background)
