"""Which layout a certificate is drawn with, and the templates of the centre with their versions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select

from app.centre.queries import centre_row
from app.certificates.records import Certificate, Template, TemplateAsset, TemplateVersion
from app.certificates.templates import shipped
from app.certificates.templates.model import Layout
from app.cohorts.records import Cohort, Enrolment
from app.errors import Damaged, Missing, Refused
from app.i18n import _
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.programmes.records import Course


def layout_of(work: Work, digest: str) -> Layout:
    """The layout of that name. Damaged when it is gone or is not what its name says."""
    content = work.session.scalar(select(TemplateVersion.content).where(TemplateVersion.digest == digest).limit(1))
    if content is None:
        found = next((layout for layout in shipped.layouts().values() if layout.digest == digest), None)
        if found is not None:
            return found
    elif hashlib.sha256(content.encode()).hexdigest() == digest:
        return _read(content)
    raise Damaged(_gone())


@lru_cache(maxsize=64)
def _read(content: str) -> Layout:
    """A layout of the records; kept, since papers of one layout are read again and again."""
    return Layout.from_json(content)


def _gone() -> str:
    return _("The template that this certificate was issued with is gone or was altered. Run the check, and restore a "
             "backup.")


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
    found = {row.digest: row.data for row in work.session.execute(
        select(TemplateAsset.digest, TemplateAsset.data).where(TemplateAsset.digest.in_(names)))}
    for name in names:
        if name not in found or hashlib.sha256(found[name]).hexdigest() != name:
            raise Damaged(_("A picture or font of the template is gone or was altered. Run the check, and restore a "
                            "backup."))
    return found


def drawn_with(work: Work, digest: str) -> tuple[Layout | None, Mapping[str, bytes]]:
    """Layout and assets of a paper, read once for all papers of a question. None of the time before templates."""
    if not digest:
        return None, {}
    kept: dict[str, tuple[Layout, Mapping[str, bytes]]] = work.session.info.setdefault("layouts", {})
    if digest not in kept:
        layout = layout_of(work, digest)
        kept[digest] = layout, assets_of(work, layout)
    return kept[digest]


def template_of(work: Work, code: str) -> Template | None:
    """The template that the records know; None for one that is only shipped."""
    return work.session.scalars(select(Template).where(Template.code == code)).first()


def draft_of(work: Work, template_id: int) -> TemplateVersion | None:
    """The draft that is being worked on."""
    return work.session.scalars(select(TemplateVersion).where(
        TemplateVersion.template_id == template_id, TemplateVersion.state == "draft")
        .order_by(TemplateVersion.number.desc()).limit(1)).first()


def layout_of_version(record: TemplateVersion) -> Layout:
    """The layout of a version. Damaged when it is not what its name says."""
    if hashlib.sha256(record.content.encode()).hexdigest() != record.digest:
        raise Damaged(_gone())
    return _read(record.content)


def to_copy(work: Work, code: str, version_id: int | None) -> tuple[Layout, str]:
    """The layout and kinds of a version, else of the version in force, else of the draft, else as it is shipped."""
    if version_id is not None:
        record = work.get(TemplateVersion, version_id)
        return layout_of_version(record), work.get(Template, record.template_id).kinds
    template = template_of(work, code)
    if template is None:
        layout, _digest = current(work, code)
        return layout, shipped.kinds_of(layout)
    found = published(work, code) or draft_of(work, template.id)
    return (layout_of_version(found) if found is not None else Layout()), template.kinds


def stops(layout: Layout, kinds: str) -> list[str]:
    """Why a layout must not be published for these kinds, a sentence each: a QR code that is too small, a box too small
    for names, a certificate with a table."""
    from app.certificates.paper.check import check_layout, for_kinds

    return [trouble.sentence for trouble in (*for_kinds(layout, kinds), *check_layout(layout))
            if trouble.severity == "stop"]


def courses_with(work: Work, code: str) -> list[str]:
    """Codes of the courses whose certificates get this template."""
    return list(dict.fromkeys(work.session.scalars(
        select(Course.code).where(Course.certificate_design == code, Course.active).order_by(Course.code))))


@dataclass(frozen=True)
class TemplateRow:
    """A template in the list. `version` is the number in force, 0 when there is none."""

    code: str
    name: str
    kinds: tuple[str, ...]  # none means all but transcript
    active: bool = True
    template_id: int = 0  # 0 while it is only shipped
    version: int = 0
    version_id: int = 0
    digest: str = ""  # of what new certificates get, else of the draft
    draft: int = 0
    draft_id: int = 0
    courses: tuple[str, ...] = ()
    centre: bool = False  # the one of the centre

    @property
    def state(self) -> str:
        """published, draft (never published), or retired."""
        return "retired" if not self.active else "published" if self.version else "draft"

    def serves(self, kind: str) -> bool:
        """Whether it is offered for a kind of certificate."""
        return kind in self.kinds if self.kinds else kind != "transcript"


def all_templates(work: Work) -> list[TemplateRow]:
    """Those of the records and those that are only shipped, by name."""
    versions: dict[int, list[Any]] = {}
    for version in work.session.execute(select(  # not what they look like, which is long
            TemplateVersion.template_id, TemplateVersion.id, TemplateVersion.number, TemplateVersion.state,
            TemplateVersion.digest).order_by(TemplateVersion.number)):
        versions.setdefault(version.template_id, []).append(version)
    centre = centre_row(work)
    own = centre.certificate_design if centre is not None else ""
    uses: dict[str, dict[str, None]] = {}
    for code, course in work.session.execute(
            select(Course.certificate_design, Course.code).where(Course.active, Course.certificate_design != "")
            .order_by(Course.code)):
        uses.setdefault(code, {})[course] = None
    found = []
    for template in work.session.scalars(select(Template)):
        of = versions.get(template.id, [])
        force = next((v for v in reversed(of) if v.state == "published"), None)
        draft = next((v for v in reversed(of) if v.state == "draft"), None)
        shown = force or draft
        found.append(TemplateRow(
            template.code, template.name, tuple(template.kinds.split()), template.active, template.id,
            force.number if force else 0, force.id if force else 0, shown.digest if shown else "",
            draft.number if draft else 0, draft.id if draft else 0, tuple(uses.get(template.code, ())),
            template.code == own))
    seen = {row.code for row in found}
    found += [TemplateRow(code, shipped.name_of(code), tuple(shipped.kinds_of(layout).split()), version=1,
                          digest=layout.digest, courses=tuple(uses.get(code, ())), centre=code == own)
              for code, layout in shipped.layouts().items() if code not in seen]
    return sorted(found, key=lambda row: (not row.active, row.name.casefold()))


READS = frozenset({"template", "template_version", "course", "centre"})


@dataclass(frozen=True, kw_only=True)
class Templates(Query[TemplateRow]):
    """All templates by name, the retired ones last; for a kind only those that are offered for it."""

    needs = Permission.CERTIFICATES_VIEW
    reads = READS

    kind: str = ""
    usable: bool = False  # only those that certificates can be issued with now

    def rows(self, work: Work) -> Sequence[TemplateRow]:
        return [row for row in all_templates(work)
                if (not self.kind or row.serves(self.kind)) and (not self.usable or row.state == "published")]


@dataclass(frozen=True)
class VersionRow:
    """A version of a template, with who made and approved it and what was issued with it."""

    id: int  # 0 for a shipped one that was never used
    number: int
    state: str  # draft published
    digest: str
    made_by: str
    made_at: datetime | None
    approved_by: str = ""
    approved_at: datetime | None = None
    note: str = ""
    certificates: int = 0
    cohorts: tuple[str, ...] = ()
    row_version: int = 0


@dataclass(frozen=True)
class TemplateWhole:
    """A template with its versions, the latest first."""

    row: TemplateRow
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True, kw_only=True)
class TemplateDetail(Query[TemplateWhole]):
    """One template by its code or name, with which cohorts use which version."""

    needs = Permission.CERTIFICATES_VIEW
    reads = READS | {"certificate"}

    code: str

    def rows(self, work: Work) -> Sequence[TemplateWhole]:
        row = named(work, self.code)
        records = list(work.session.scalars(select(TemplateVersion).where(
            TemplateVersion.template_id == row.template_id).order_by(TemplateVersion.number.desc())))
        if not records:
            return [TemplateWhole(row, (VersionRow(0, 1, "published", row.digest, "Sijil", None, "Sijil"),))]
        used = _used(work, row.code)
        return [TemplateWhole(row, tuple(VersionRow(
            r.id, r.number, r.state, r.digest, r.made_by, r.made_at, r.approved_by, r.approved_at, r.note,
            *(used.get(r.digest, (0, ())) if r.state != "draft" else (0, ())), r.version) for r in records))]


def named(work: Work, said: str) -> TemplateRow:
    """The template of that code or name. Missing when there is none."""
    found = next((r for r in all_templates(work) if said.casefold() in (r.code.casefold(), r.name.casefold())), None)
    if found is None:
        raise Missing(_("There is no template {code}. Choose another one.").format(code=said))
    return found


def _used(work: Work, code: str) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Version -> certificates and cohorts with them, in one reading of those that were issued with the template."""
    mark = '"template":"'
    where = func.strpos if work.session.get_bind().dialect.name == "postgresql" else func.instr
    digest = func.substr(Certificate.facts, where(Certificate.facts, mark) + len(mark), 64).label("digest")
    cohort = func.coalesce(Cohort.code, "").label("cohort")
    lines = work.session.execute(
        select(digest, cohort, func.count().label("n")).select_from(Certificate)
        .outerjoin(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(Certificate.design == code).group_by(digest, cohort).order_by(cohort))
    found: dict[str, tuple[int, tuple[str, ...]]] = {}
    for line in lines:
        n, cohorts = found.get(line.digest, (0, ()))
        found[line.digest] = (n + line.n, (*cohorts, line.cohort) if line.cohort else cohorts)
    return found


@dataclass(frozen=True, kw_only=True)
class VersionOf(Query["VersionWhole"]):
    """One version with its layout and assets, for the designer; `code` instead is the version in force."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"template", "template_version", "template_asset"})

    version_id: int = 0
    code: str = ""

    def rows(self, work: Work) -> Sequence[VersionWhole]:
        if not self.version_id:
            layout, kinds = to_copy(work, self.code, None)
            row = named(work, self.code)
            return [VersionWhole(row.version_id, 0, row.code, row.name, kinds, row.version, "published", layout,
                                 assets_of(work, layout))]
        record = work.get(TemplateVersion, self.version_id)
        template = work.get(Template, record.template_id)
        layout = layout_of_version(record)
        return [VersionWhole(record.id, record.version, template.code, template.name, template.kinds, record.number,
                             record.state, layout, assets_of(work, layout))]


@dataclass(frozen=True)
class VersionWhole:
    """A version as it is drawn."""

    id: int
    version: int  # of the row, for SaveDraft and PublishTemplate
    code: str
    name: str
    kinds: str
    number: int
    state: str
    layout: Layout
    assets: Mapping[str, bytes]


@dataclass(frozen=True)
class AssetRow:
    """A picture or font that templates may use."""

    digest: str
    kind: str
    name: str
    size: int
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Assets(Query[AssetRow]):
    """Pictures or fonts, by name."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"template_asset"})

    kind: str

    def rows(self, work: Work) -> Sequence[AssetRow]:
        found = work.session.scalars(select(TemplateAsset).where(TemplateAsset.kind == self.kind)
                                     .order_by(TemplateAsset.name))
        return [AssetRow(a.digest, a.kind, a.name, len(a.data), a.data) for a in found]
