"""Commands on templates, on series of certificate numbers, and on certificates of the time before."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from app.console.desk import office_for
from app.console.output import Console, UsageError
from app.errors import Missing
from app.i18n import _, ngettext, show_moment
from app.office.office import Office

STATES = {"published": lambda: _("published"), "draft": lambda: _("draft"), "retired": lambda: _("retired")}


def list_(args: Namespace, console: Console) -> None:
    """All templates with what uses them."""
    from app.certificates.templates.queries import Templates

    with office_for(args, writes=False) as office:
        rows = office.ask(Templates())
    console.result = [{"code": r.code, "name": r.name, "state": r.state, "version": r.version, "draft": r.draft,
                       "kinds": list(r.kinds), "courses": list(r.courses), "centre": r.centre} for r in rows]
    console.table((_("Code"), _("Name"), _("State"), _("Version"), _("Draft"), _("Used by")), [
        (r.code, r.name, STATES[r.state](), r.version or "", r.draft or "",
         ", ".join((*([_("the centre")] if r.centre else []), *r.courses))) for r in rows])


def show(args: Namespace, console: Console) -> None:
    """One template with its versions."""
    from app.certificates.templates.queries import TemplateDetail

    with office_for(args, writes=False) as office:
        whole = office.ask(TemplateDetail(code=args.template))[0]
    console.result = {"code": whole.row.code, "name": whole.row.name, "state": whole.row.state, "versions": [
        {"number": v.number, "state": v.state, "digest": v.digest, "made_by": v.made_by, "made_at": v.made_at,
         "approved_by": v.approved_by, "approved_at": v.approved_at, "certificates": v.certificates,
         "cohorts": list(v.cohorts)} for v in whole.versions]}
    console.say(f"{whole.row.name} ({whole.row.code})")
    console.table((_("Version"), _("State"), _("Made by"), _("Approved by"), _("When"), _("Certificates"),
                   _("Cohorts")), [
        (v.number, STATES[v.state](), v.made_by, v.approved_by, show_moment(v.approved_at or v.made_at),
         v.certificates, ", ".join(v.cohorts)) for v in whole.versions])


def clear(args: Namespace, console: Console) -> None:
    """Take away pictures and fonts that nothing shows."""
    from app.certificates.templates.assets import ClearAssets

    with office_for(args) as office:
        gone = office.do(ClearAssets()).value
    console.result = {"cleared": gone}
    console.say(ngettext("{n} picture or font cleared.", "{n} pictures and fonts cleared.", gone).format(n=gone))


def export(args: Namespace, console: Console) -> None:
    """Write the file of a template."""
    from app.certificates.templates.bundle import SUFFIX, ExportTemplate
    from app.exchange.files import write_bytes

    path = Path(args.out)
    if path.suffix != SUFFIX:
        raise UsageError(_("{file} must end in {suffix}.").format(file=path.name, suffix=SUFFIX))
    with office_for(args, writes=False) as office:
        data = office.ask(ExportTemplate(code=args.template))[0]
    write_bytes(path, data)
    console.result = {"file": args.out, "bytes": len(data)}
    console.say(args.out)


def import_(args: Namespace, console: Console) -> None:
    """Bring a template in as a draft."""
    from app.certificates.templates.bundle import ImportTemplate, read_file
    from app.certificates.templates.queries import VersionOf

    bundle = read_file(Path(args.file))
    with office_for(args) as office:
        made = office.ask(VersionOf(version_id=office.do(ImportTemplate(bundle=bundle)).value))[0]
    console.result = {"code": made.code, "name": made.name, "version": made.number, "state": made.state}
    console.say(_("{name} is here as a draft ({code}). It is used once it is published.").format(
        name=made.name, code=made.code))


def duplicate(args: Namespace, console: Console) -> None:
    """A new template like another one."""
    from app.certificates.templates.commands import AddTemplate
    from app.certificates.templates.queries import VersionOf

    with office_for(args) as office:
        made = office.ask(VersionOf(version_id=office.do(AddTemplate(
            name=args.name, like=_code(office, args.template))).value))[0]
    console.result = {"code": made.code, "name": made.name, "version": made.number, "state": made.state}
    console.say(_("{name} is here as a draft ({code}). It is used once it is published.").format(
        name=made.name, code=made.code))


def publish(args: Namespace, console: Console) -> None:
    """Approve the draft of a template."""
    from app.certificates.templates.commands import PublishTemplate
    from app.certificates.templates.queries import TemplateDetail

    with office_for(args) as office:
        row = office.ask(TemplateDetail(code=args.template))[0].row
        if not row.draft_id:
            raise Missing(_("{name} has no draft to publish.").format(name=row.name))
        number = office.do(PublishTemplate(version_id=row.draft_id, note=args.note)).value
    console.result = {"code": row.code, "version": number}
    console.say(_("Version {n} of {name} is published.").format(n=number, name=row.name))


def _code(office: Office, said: str) -> str:
    from app.certificates.templates.queries import TemplateDetail

    return office.ask(TemplateDetail(code=said))[0].row.code


def series(args: Namespace, console: Console) -> None:
    """The series of certificate numbers with what each gives next."""
    from app.certificates.next_numbers import NextNumbers

    with office_for(args, writes=False) as office:
        rows = office.ask(NextNumbers(count=args.next))
    console.result = [{"code": r.series.code, "pattern": r.series.pattern, "programme": r.series.programme,
                       "kind": r.series.kind, "yearly": r.series.yearly, "first": r.series.first, "next": list(r.next)}
                      for r in rows]
    console.table((_("Series"), _("Pattern"), _("Programme"), _("Kind"), _("Next")), [
        (r.series.code, r.series.pattern, r.series.programme, r.series.kind, ", ".join(r.next)) for r in rows])
