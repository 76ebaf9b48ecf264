"""The life of a template: drafts, versions, approval."""

from __future__ import annotations

from sqlalchemy import select

from app.certificates.records import Template, TemplateVersion
from app.certificates.templates import queries, shipped
from app.office.command import Work


def keep(work: Work, code: str) -> TemplateVersion:
    """The version that new certificates of this template get; a shipped one is copied into the records to stay."""
    queries.current(work, code)  # refuses what is retired or has no published version
    return queries.published(work, code) or take_in(work, code)


def take_in(work: Work, code: str) -> TemplateVersion:
    """A shipped template as version 1 of a template of the centre."""
    layout = shipped.layouts()[code]
    template = work.session.scalars(select(Template).where(Template.code == code)).first() or work.add(
        Template(code=code, name=shipped.name_of(code), kinds=shipped.kinds_of(layout)))
    return work.add(TemplateVersion(
        template_id=template.id, number=1, state="published", content=layout.to_json(), digest=layout.digest,
        made_by="Sijil", made_at=work.now, approved_by="Sijil", approved_at=work.now))
