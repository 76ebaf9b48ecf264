"""Commands that write papers of a register: trainee cards and the sponsor's report."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.console.desk import office_for
from app.console.output import Console, UsageError
from app.console.training import cohort_of
from app.i18n import _, ngettext

if TYPE_CHECKING:
    from app.console.main import Commands


def declare(commands: Commands[Any]) -> None:
    """The words of these commands."""
    from app.console.main import _add

    cards = _add(commands, "cards", "attendance_papers:cards", _("write the trainee cards of a cohort"))
    cards.add_argument("cohort", metavar="COHORT")
    cards.add_argument("out", metavar="OUT.pdf")
    kinds = cards.add_mutually_exclusive_group()
    kinds.add_argument("--tags", action="store_true", help=_("name tags instead"))
    kinds.add_argument("--desk", action="store_true", help=_("cards for the desk instead"))
    t3 = _add(commands, "t3", "attendance_papers:t3", _("write the sponsor's attendance report of each employer"))
    t3.add_argument("cohort", metavar="COHORT")
    t3.add_argument("--out", required=True, metavar="DIR")
    t3.add_argument("--purpose", default="")
    t3.add_argument("--recipient", default="")
    t3.add_argument("--employer", metavar="NAME")
    t3.add_argument("--replaced", action="store_true", help=_("also who was replaced"))


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

    with office_for(args) as office:
        cohort = cohort_of(office, args.cohort)
        paths = write_t3(office, cohort.id, Path(args.out), purpose=args.purpose, recipient=args.recipient,
                         employer=args.employer, replaced=args.replaced, step=console.progress)
    console.result = {"files": [str(path) for path in paths]}
    for path in paths:
        console.say(str(path))
