"""Papers of a run from the records: read in parts, put into an order, drawn on one PDF or counted from sheet n."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from app.certificates.press import papers_of
from app.certificates.queries import CertificatesWhole, CertificateWhole
from app.certificates.runs import ORDERS
from app.errors import Invalid, Refused
from app.i18n import _
from app.job import SILENT, Progress
from app.office.office import Office

READ = 50  # certificates asked for at a time


def read_stack(office: Office, ids: Sequence[int], step: Progress = SILENT) -> list[CertificateWhole]:
    """All of these that can be printed: void and old ones are left out. Refused when there is none."""
    found: list[CertificateWhole] = []
    for at in range(0, len(ids), READ):
        step(at, len(ids), _("Reading {n} of {total}").format(n=at + 1, total=len(ids)))
        found += office.ask(CertificatesWhole(ids=tuple(ids[at:at + READ])))
    usable = [whole for whole in found if whole.row.state != "void" and not whole.row.legacy]
    if not usable:
        raise Refused(_("These certificates are void and are not printed any more."))
    return usable


def in_order(stack: Sequence[CertificateWhole], key: str) -> list[CertificateWhole]:
    """Sorted for a run."""
    sort = next((by for name, _words, by in ORDERS if name == key), None)
    if sort is None:
        raise Invalid({"order": _("Choose one of {choices}.").format(choices=", ".join(o[0] for o in ORDERS))})
    return sorted(stack, key=sort)


def run_pdf(stack: Sequence[CertificateWhole], step: Progress = SILENT, *, background: bool = True,
            sample: bool = False) -> bytes:
    """The papers on one PDF, a page each; without what pre-printed paper has, or as samples without a number."""
    from app.certificates.paper import combine

    if not stack:
        raise Invalid(_("There is no certificate to print."))
    out = BytesIO()
    combine([replace(paper, background=background, sample=sample) for paper in papers_of(stack)], out, step)
    return out.getvalue()
