"""Commands on the centre's own forms."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from app.console.desk import office_for, release_of
from app.console.output import Console, UsageError
from app.errors import Invalid
from app.i18n import _, show_moment


def list_(args: Namespace, console: Console) -> None:
    """The forms that are kept."""
    from app.cohorts.forms import Forms

    with office_for(args, writes=False) as office:
        rows = office.ask(Forms(retired=True))
    console.result = [{"name": r.name, "file": r.file_name, "hash": r.file_hash, "by": r.by, "at": r.at,
                       "retired": r.retired} for r in rows]
    console.table((_("Name"), _("File"), _("By"), _("When"), _("State")), [
        (r.name, r.file_name, r.by, show_moment(r.at), _("retired") if r.retired else "") for r in rows])


def fields(args: Namespace, console: Console) -> None:
    """What may stand in braces."""
    from app.rosters.own_form import EACH, OF_LISTS, ONCE, words_of

    all_ = (*ONCE, *EACH, *OF_LISTS)
    console.result = [{"key": f.key, "names": list(f.names), "each": f not in ONCE} for f in all_]
    console.table((_("Field"), _("Names")), [(words_of(f), " ".join(f"{{{{{n}}}}}" for n in f.names)) for f in all_])


def check(args: Namespace, console: Console) -> None:
    """What a file asks for, and what filling it would lose."""
    from app.rosters.own_form import check_file, sentences

    report = check_file(Path(args.file))
    told = sentences(report)
    console.result = {"fields": len(report.fields), "unknown": [[u.sheet, u.cell, u.name] for u in report.unknown],
                      "losses": report.losses, "sheets_with_rows": sorted(report.blocks)}
    console.say(_("{n} fields, {unknown} of them not known.").format(n=len(report.fields), unknown=len(report.unknown)))
    for sentence in told:
        console.partly(sentence)


def add(args: Namespace, console: Console) -> None:
    """Keep a form, after it was checked."""
    from app.cohorts.forms import kept
    from app.rosters.own_form import check_file, sentences

    path = Path(args.file)
    told = sentences(check_file(path))
    command = kept(path, args.name or "", replace=args.replace)
    with office_for(args) as office:
        office.do(command)
    console.result = {"name": command.name, "told": told}
    console.say(command.name)
    for sentence in told:
        console.complain(sentence)


def rename(args: Namespace, console: Console) -> None:
    """Give a form another name."""
    from app.cohorts.forms import RenameForm

    with office_for(args) as office:
        office.do(RenameForm(name=args.form, new=args.new))
    console.result = {"name": args.new}
    console.say(args.new)


def retire(args: Namespace, console: Console) -> None:
    """Offer a form no more, or again."""
    from app.cohorts.forms import RetireForm

    with office_for(args) as office:
        office.do(RetireForm(name=args.form, retired=not args.again))
    console.result = {"name": args.form, "retired": not args.again}
    console.say(args.form)


def give(args: Namespace, console: Console) -> None:
    """Write the file of a form as it was added."""
    from app.cohorts.forms import FormFile
    from app.exchange.files import write_bytes

    with office_for(args, writes=False) as office:
        _name, content = office.ask(FormFile(name=args.form))[0]
    write_bytes(Path(args.out), content)
    console.result = {"file": args.out, "bytes": len(content)}
    console.say(args.out)


def fill(args: Namespace, console: Console) -> None:
    """Fill a form with a cohort."""
    from app.cohorts.queries import CohortDetail
    from app.rosters.own_form import fill as fill_form
    from app.rosters.own_form import sentences

    out = Path(args.out)
    if out.suffix.lower() != ".xlsx":
        raise UsageError(_("{file} must end in {suffix}.").format(file=out.name, suffix=".xlsx"))
    release = release_of(args) if args.full else None
    if out.exists() and not args.overwrite:
        raise Invalid(_("{file} is already there. Choose another name, or add --overwrite.").format(file=out.name))
    with office_for(args, writes=args.full) as office:
        cohort = office.ask(CohortDetail(code=args.cohort))[0]
        report, rows = fill_form(office, args.form, cohort.id, out, release=release, step=console.progress)
    told = sentences(report)
    console.result = {"file": args.out, "rows": rows, "told": told,
                      "unknown": [[u.sheet, u.cell, u.name] for u in report.unknown]}
    console.say(_("{file}: {n} trainees.").format(file=args.out, n=rows))
    for sentence in told:
        console.partly(sentence)
