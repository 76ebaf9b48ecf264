"""Commands that write papers of a register: trainee cards and the sponsor's report."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from app.console.desk import office_for, release_of
from app.console.output import Console, UsageError
from app.console.training import cohort_of
from app.i18n import _, ngettext


def cards(args: Namespace, console: Console) -> None:
    """Ten cards to a sheet, or tags, or cards for the desk."""
    from app.attendance.cards import CardPeople, cards_pdf, desk_cards_pdf, tags_pdf
    from app.exchange.files import write_bytes

    path = Path(args.out)
    if path.suffix.lower() != ".pdf":
        raise UsageError(_("The cards are written as .pdf; {file} ends otherwise.").format(file=path.name))
    with office_for(args, writes=False) as office:
        cohort = cohort_of(office, args.cohort)
        make = tags_pdf if args.tags else desk_cards_pdf if args.desk else cards_pdf
        write_bytes(path, make(office, cohort.id, step=console.progress))
        n = len(office.ask(CardPeople(cohort_id=cohort.id)))
    console.result = {"file": args.out, "cards": n}
    console.say(ngettext("{file}: {n} card.", "{file}: {n} cards.", n).format(file=args.out, n=n))


def t3(args: Namespace, console: Console) -> None:
    """A PDF and a workbook for each employer; identity numbers are in full, which is written in the history."""
    from app.attendance.t3 import write_t3

    release = release_of(args)
    with office_for(args) as office:
        cohort = cohort_of(office, args.cohort)
        paths = write_t3(office, cohort.id, Path(args.out), release=release,
                         employer=args.employer, replaced=args.replaced, step=console.progress)
    console.result = {"files": [str(path) for path in paths]}
    for path in paths:
        console.say(str(path))
