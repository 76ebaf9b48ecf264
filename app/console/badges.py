"""Open Badges at the command line."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from app.console.desk import office_for
from app.console.output import Console


def badge(args: Namespace, console: Console) -> None:
    """Write the badge of a certificate: JSON, or a picture with the credential in it."""
    from app.certificates.badge_file import export
    from app.certificates.queries import CertificateDetail

    with office_for(args, writes=False) as office:
        path = export(office.ask(CertificateDetail(wanted=args.number))[0], Path(args.out))
    console.result = {"file": str(path)}
    console.say(str(path))
