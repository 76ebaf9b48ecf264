"""The life of a template: made, drafted, approved, retired. What is published never changes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.centre.queries import centre_row
from app.certificates.facts import KINDS
from app.certificates.records import Template, TemplateVersion
from app.certificates.templates import queries, shipped
from app.certificates.templates.model import Layout
from app.errors import Invalid, Refused
from app.i18n import _
from app.office.command import Command, Work
from app.office.journal import UNDO_GUARDS, UndoStep
from app.office.permissions import Permission
from app.trainees.names import fold

MOST_CONTENT = 1_000_000  # letters of a layout
FOR_KINDS = (*KINDS, "transcript")


def keep(work: Work, code: str) -> TemplateVersion:
    """The version that new certificates of this template get; a shipped one is copied into the records to stay."""
    queries.current(work, code)  # refuses what is retired or has no published version
    return queries.published(work, code) or take_in(work, code)


def take_in(work: Work, code: str) -> TemplateVersion:
    """A shipped template as version 1 of a template of the centre."""
    layout = shipped.layouts()[code]
    template = work.add(Template(code=code, name=shipped.name_of(code), kinds=shipped.kinds_of(layout)))
    return work.add(TemplateVersion(
        template_id=template.id, number=1, state="published", content=layout.to_json(), digest=layout.digest,
        made_by="Sijil", made_at=work.now, approved_by="Sijil", approved_at=work.now))


def known(work: Work, code: str) -> Template:
    """The template; a shipped one is taken in first. Missing when there is none."""
    found = queries.template_of(work, code)
    if found is not None:
        return found
    queries.current(work, code)
    return work.get(Template, take_in(work, code).template_id)


def add_draft(work: Work, template: Template, layout: Layout, note: str = "") -> TemplateVersion:
    """A new draft with the next number."""
    last = work.session.scalar(select(func.max(TemplateVersion.number)).where(
        TemplateVersion.template_id == template.id)) or 0
    return work.add(TemplateVersion(
        template_id=template.id, number=last + 1, content=layout.to_json(), digest=layout.digest, note=note,
        made_by=work.actor.name, made_at=work.now))


def add_template(work: Work, name: str, kinds: str) -> Template:
    """A new template with a code of its name that is free."""
    stem = re.sub(r"[^a-z0-9]+", "-", fold(name).lower()).strip("-")[:40] or "template"
    taken = set(work.session.scalars(select(Template.code))) | shipped.layouts().keys()
    code = next(c for n in range(1, 10_000) if (c := stem if n == 1 else f"{stem}-{n}") not in taken)
    return work.add(Template(code=code, name=name.strip(), kinds=kinds))


def free_name(work: Work, name: str) -> str:
    """The name, with (2) and so on when another template has it."""
    taken = {row.name.casefold() for row in queries.all_templates(work)}
    return next(n for at in range(1, 10_000) if (n := name if at == 1 else f"{name} ({at})").casefold() not in taken)


def name_problems(name: str, kinds: str) -> dict[str, str]:
    """What is wrong with a name and the kinds it is for."""
    found: dict[str, str] = {}
    if not name.strip() or len(name) > 80:
        found["name"] = _("Write a name of up to 80 letters.")
    if not set(kinds.split()) <= set(FOR_KINDS):
        found["kinds"] = _("Choose one of {choices}.").format(choices=", ".join(FOR_KINDS))
    return found


def _refuse_same_name(work: Work, name: str, but: str = "") -> None:
    if any(r.name.casefold() == name.strip().casefold() and r.code != but for r in queries.all_templates(work)):
        raise Invalid({"name": _("There is a template {name} already. Choose another name.").format(name=name.strip())})


@dataclass(frozen=True, kw_only=True)
class AddTemplate(Command[int]):
    """A new template with its first draft, blank or like another one; returns the key of the draft."""

    needs = Permission.TEMPLATES_CHANGE

    name: str
    like: str = ""  # code of a template, whose version in force (else its draft) is copied; '' begins with a blank page
    version_id: int | None = None  # this version of it instead
    kinds: str | None = None  # None takes those of the other one

    def label(self) -> str:
        return _("New certificate template {name}").format(name=self.name)

    def problems(self) -> dict[str, str]:
        return name_problems(self.name, self.kinds or "")

    def run(self, work: Work) -> int:
        _refuse_same_name(work, self.name)
        layout, kinds = Layout(), ""
        if self.like or self.version_id is not None:
            layout, kinds = queries.to_copy(work, self.like, self.version_id)
        template = add_template(work, self.name, kinds if self.kinds is None else self.kinds)
        return add_draft(work, template, layout).id


@dataclass(frozen=True, kw_only=True)
class NewDraft(Command[int]):
    """The next version of a template as a draft, from the one in force; returns its key. A draft there is goes on."""

    needs = Permission.TEMPLATES_CHANGE

    code: str
    name: str = ""  # for the label

    def label(self) -> str:
        return _("New draft of the template {name}").format(name=self.name or self.code)

    def run(self, work: Work) -> int:
        layout, _kinds = queries.to_copy(work, self.code, None)
        template = known(work, self.code)
        draft = queries.draft_of(work, template.id)
        return draft.id if draft is not None else add_draft(work, template, layout).id


@dataclass(frozen=True, kw_only=True)
class SaveDraft(Command[int]):
    """What a draft looks like now, as the JSON of a Layout; returns the version of the row."""

    needs = Permission.TEMPLATES_CHANGE

    version_id: int
    version: int | None = None
    content: str
    what: str = ""  # for the label: 'Move the name'

    def label(self) -> str:
        return self.what or _("Change a certificate template")

    def problems(self) -> dict[str, str]:
        if len(self.content) > MOST_CONTENT:
            return {"content": _("The template is too large.")}
        try:
            Layout.from_json(self.content)
        except Invalid as problem:
            return {"content": str(problem)}
        return {}

    def run(self, work: Work) -> int:
        record = draft(work, self.version_id, self.version)
        layout = Layout.from_json(self.content)
        record.content, record.digest = layout.to_json(), layout.digest
        work.session.flush()
        return record.version


def draft(work: Work, key: int, version: int | None = None) -> TemplateVersion:
    """The draft of that key. Refused when it is published or retired."""
    record = work.get(TemplateVersion, key, version)
    if record.state != "draft":
        raise Refused(_("Version {n} is published and never changes. Make a new draft.").format(n=record.number))
    return record


@dataclass(frozen=True, kw_only=True)
class PublishTemplate(Command[int]):
    """Approve a draft: from now on certificates are issued with it, and it never changes."""

    needs = Permission.TEMPLATES_APPROVE
    undoable = False

    version_id: int
    version: int | None = None
    note: str = ""

    def label(self) -> str:
        return _("Publish a certificate template")

    def run(self, work: Work) -> int:
        record = draft(work, self.version_id, self.version)
        layout = queries.layout_of_version(record)
        queries.assets_of(work, layout)  # none is missing
        template = work.get(Template, record.template_id)
        told = queries.stops(layout, template.kinds)
        if told:
            raise Refused(_("It cannot be published yet. {why}").format(why=" ".join(told)))
        record.state, record.approved_by, record.approved_at = "published", work.actor.name, work.now
        record.note = self.note.strip() or record.note
        template.active = True
        return record.number


@dataclass(frozen=True, kw_only=True)
class DeleteDraft(Command[None]):
    """Take a draft away, and its template with it when it has nothing else."""

    needs = Permission.TEMPLATES_CHANGE

    version_id: int

    def label(self) -> str:
        return _("Delete a draft of a certificate template")

    def run(self, work: Work) -> None:
        record = draft(work, self.version_id)
        template = work.get(Template, record.template_id)
        work.remove(record)
        if work.session.scalar(select(TemplateVersion.id).where(
                TemplateVersion.template_id == template.id).limit(1)) is None:
            work.remove(template)


@dataclass(frozen=True, kw_only=True)
class RetireTemplate(Command[None]):
    """Offer a template no more, or again. Certificates keep what they were issued with."""

    needs = Permission.TEMPLATES_CHANGE

    code: str
    active: bool = False
    name: str = ""  # for the label

    def label(self) -> str:
        words = _("Offer the template {name} again") if self.active else _("Retire the template {name}")
        return words.format(name=self.name or self.code)

    def run(self, work: Work) -> None:
        template = known(work, self.code)
        if not self.active:
            centre = centre_row(work)
            if centre is not None and centre.certificate_design == self.code:
                raise Refused(_("{name} is the template of the centre. Choose another one in Settings, Certificate "
                                "numbers first.").format(name=template.name))
            courses = queries.courses_with(work, self.code)
            if courses:
                raise Refused(_("{name} is the template of {courses}. Choose another one there first.").format(
                    name=template.name, courses=", ".join(courses[:5])))
        template.active = self.active


@dataclass(frozen=True, kw_only=True)
class RenameTemplate(Command[None]):
    """Another name, or other kinds it is offered for."""

    needs = Permission.TEMPLATES_CHANGE

    code: str
    name: str
    kinds: str = ""

    def label(self) -> str:
        return _("Rename a certificate template to {name}").format(name=self.name)

    def problems(self) -> dict[str, str]:
        return name_problems(self.name, self.kinds)

    def run(self, work: Work) -> None:
        _refuse_same_name(work, self.name, self.code)
        template = known(work, self.code)
        kinds = " ".join(self.kinds.split())
        version = queries.published(work, self.code)
        if version is not None and kinds != template.kinds:
            from app.certificates.paper.check import for_kinds

            told = for_kinds(queries.layout_of(work, version.digest), kinds)
            if told:
                raise Invalid({"kinds": told[0].sentence})
        template.name, template.kinds = self.name.strip(), kinds


def guard_undo(step: UndoStep, _session: Session) -> None:
    """A published version stays: certificates may have been issued with it since."""
    if any(c.table == "template_version" and c.after is not None and c.after["state"] != "draft"
           for c in step.changes):
        raise Refused(_("A published version of a template stays. Retire the template instead."))


UNDO_GUARDS.append(guard_undo)
