"""Which layout a certificate is drawn with, and the templates of the centre with their versions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from sqlalchemy import select

from app.certificates.records import Template, TemplateAsset, TemplateVersion
from app.certificates.templates import shipped
from app.certificates.templates.model import Layout
from app.errors import Damaged, Missing, Refused
from app.i18n import _
from app.office.command import Work


def layout_of(work: Work, digest: str) -> Layout:
    """The layout of that name. Damaged when it is gone or is not what its name says."""
    content = work.session.scalar(select(TemplateVersion.content).where(TemplateVersion.digest == digest).limit(1))
    if content is None:
        found = next((layout for layout in shipped.layouts().values() if layout.digest == digest), None)
        if found is not None:
            return found
    elif hashlib.sha256(content.encode()).hexdigest() == digest:
        return Layout.from_json(content)
    raise Damaged(_("The template that this certificate was issued with is gone or was altered. Run the check, and "
                    "restore a backup."))


def published(work: Work, code: str) -> TemplateVersion | None:
    """The version in force of a template that the records know: the published one with the highest number."""
    return work.session.scalars(
        select(TemplateVersion).join(Template, Template.id == TemplateVersion.template_id)
        .where(Template.code == code, TemplateVersion.state == "published")
        .order_by(TemplateVersion.number.desc()).limit(1)).first()


def current(work: Work, code: str) -> tuple[Layout, str]:
    """The layout that new certificates of this template get, and its name. Missing or Refused when there is none."""
    template = work.session.scalars(select(Template).where(Template.code == code)).first()
    if template is None:
        layout = shipped.layouts().get(code)
        if layout is None:
            raise Missing(_("There is no template {code}. Choose another one.").format(code=code))
        return layout, layout.digest
    if not template.active:
        raise Refused(_("The template {name} is retired. Choose another one.").format(name=template.name))
    version = published(work, code)
    if version is None:
        raise Refused(_("No version of the template {name} is published yet. Choose another one, or have it "
                        "published.").format(name=template.name))
    return layout_of(work, version.digest), version.digest


def assets_of(work: Work, layout: Layout) -> Mapping[str, bytes]:
    """Pictures and fonts of a layout, by SHA-256. Damaged when one is gone or is not what its name says."""
    names = layout.assets
    if not names:
        return {}
    found = dict(work.session.execute(
        select(TemplateAsset.digest, TemplateAsset.data).where(TemplateAsset.digest.in_(names))).tuples().all())
    for name in names:
        if name not in found or hashlib.sha256(found[name]).hexdigest() != name:
            raise Damaged(_("A picture or font of the template is gone or was altered. Run the check, and restore a "
                            "backup."))
    return found
