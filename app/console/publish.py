"""Giving out the verify page at the command line."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from app.console.desk import office_for
from app.console.output import Console
from app.i18n import ngettext


def publish(args: Namespace, console: Console) -> None:
    """Write the verify page, the status lists and the published keys into a folder."""
    from app.certificates.publish import publish as give_out

    with office_for(args) as office:
        made = give_out(office, Path(args.folder), console.progress)
    console.result = {"folder": args.folder, "certificates": made.certificates, "void": made.void,
                      "files": [{"file": name, "bytes": len(data)} for name, data in sorted(made.files.items())]}
    for name, data in sorted(made.files.items()):
        console.say(f"{Path(args.folder) / name}  {len(data):,}")
    console.say(ngettext("{n} certificate, {void} of them void.", "{n} certificates, {void} of them void.",
                         made.certificates).format(n=made.certificates, void=made.void))
