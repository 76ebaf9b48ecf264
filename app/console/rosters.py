"""Commands on lists: let one out by its preset, and keep presets."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from app.console.desk import office_for, release_of
from app.console.output import Console, UsageError
from app.console.training import cohort_of
from app.errors import Invalid
from app.i18n import _, ngettext, show_moment


def export(args: Namespace, console: Console) -> None:
    """Write a list, or print it as text where --out is '-'."""
    from app.rosters.gate import export_list
    from app.rosters.listing import Where
    from app.rosters.presets import PresetNamed

    out = None if args.out == "-" else Path(args.out)
    release = release_of(args) if args.full else None
    if out is not None and out.exists() and not args.overwrite:
        raise Invalid(_("{file} is already there. Choose another name, or add --overwrite.").format(file=out.name))
    password = read_password(Path(args.password_file)) if args.password_file else ""
    with office_for(args, writes=args.full) as office:
        preset = office.ask(PresetNamed(name=args.preset))[0].preset
        if args.full or args.masked:
            preset = replace(preset, identity="full" if args.full else "masked")
        if preset.gives_full and not args.full:
            raise UsageError(_("This list has identity numbers in full. Add --full with --purpose, --recipient and "
                               "--approver, or --masked."))
        cohort = cohort_of(office, args.cohort).id if args.cohort else None
        left = export_list(office, preset, Where(cohort_id=cohort, text=args.text, everyone=args.everyone), out,
                           args.format, release, password=password, step=console.progress)
    console.result = {"file": args.out, "rows": left.rows, "sha256": left.file_hash, "log": left.log_id,
                      **({"text": left.text} if out is None else {})}
    if out is None:
        console.say(left.text.rstrip("\r\n"))
    else:
        console.say(ngettext("{file}: {n} row.", "{file}: {n} rows.", left.rows).format(file=args.out, n=left.rows))


def read_password(path: Path) -> str:
    """The first line of a file, or of the input for '-': a password on the command line is seen by everybody."""
    if str(path) == "-":
        return sys.stdin.readline().rstrip("\r\n")
    try:
        return path.read_text("utf-8-sig").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeError) as error:
        raise UsageError(_("{file} cannot be read: {why}").format(file=path.name, why=error)) from error


def presets(args: Namespace, console: Console) -> None:
    """The lists that may be written."""
    from app.rosters.presets import Presets
    from app.rosters.subjects import SUBJECTS

    with office_for(args, writes=False) as office:
        rows = office.ask(Presets())
    console.result = [{"name": r.name, "key": r.key, "subject": r.preset.subject, "identity": r.preset.identity,
                       "shared": r.shared, "columns": [c.key for c in r.preset.columns]} for r in rows]
    console.table((_("Name"), _("Short name"), _("Rows"), _("Identity numbers"), _("Columns")), [
        (r.name, r.key, _(SUBJECTS[r.preset.subject].title), r.preset.identity, len(r.preset.columns)) for r in rows])


def show(args: Namespace, console: Console) -> None:
    """A preset as JSON, to be changed and saved again; with the columns that it could have on stderr."""
    import json

    from app.rosters.presets import PresetNamed
    from app.rosters.subjects import subject_of

    with office_for(args, writes=False) as office:
        row = office.ask(PresetNamed(name=args.preset))[0]
    text = row.preset.to_json()
    more = {f.key: f.titled("en") for f in subject_of(row.preset.subject).fields}
    console.result = {**json.loads(text), "columns": more}
    console.say(text)
    if not console.as_json:
        console.complain(_("Columns: {all}").format(all=", ".join(more)))


def save(args: Namespace, console: Console) -> None:
    """Keep a preset out of a file."""
    from app.rosters.preset import called, preset_from
    from app.rosters.presets import Presets, SavePreset

    path = Path(args.file)
    try:
        made = preset_from(path.read_text("utf-8-sig"))
    except (OSError, UnicodeError) as error:
        raise UsageError(_("{file} cannot be read: {why}").format(file=path.name, why=error)) from error
    made = called(made, args.name or made.name)
    with office_for(args) as office:
        there = [r for r in office.ask(Presets()) if r.name.casefold() == made.name.casefold() and r.id is not None]
        key = there[0].id if there and args.replace else None
        office.do(SavePreset(preset=made, preset_id=key, shared=not args.mine))
    console.result = {"name": made.name, "replaced": key is not None}
    console.say(made.name)


def remove(args: Namespace, console: Console) -> None:
    """Take a preset away."""
    from app.rosters.presets import PresetNamed, RemovePreset

    with office_for(args) as office:
        row = office.ask(PresetNamed(name=args.preset))[0]
        if row.id is None:
            raise Invalid(_("{name} comes with Sijil and stays.").format(name=row.name))
        office.do(RemovePreset(preset_id=row.id, name=row.name))
    console.result = {"name": row.name}
    console.say(row.name)


def left(args: Namespace, console: Console) -> None:
    """What has left with full identity numbers, the latest first."""
    from app.cohorts.exports import ExportsLeft

    with office_for(args, writes=False) as office:
        rows = office.ask(ExportsLeft(text=args.text, limit=args.limit))
    console.result = [vars(r) for r in rows]
    console.table((_("When"), _("By"), _("List"), _("Cohort"), _("Rows"), _("Purpose"), _("Recipient"), _("Approver"),
                   _("File"), "SHA-256"),
                  [(show_moment(r.at), r.by, r.preset or r.kind, r.cohort, r.rows, r.purpose, r.recipient, r.approver,
                    r.file_name, r.file_hash) for r in rows])
