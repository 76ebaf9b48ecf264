"""Commands on certificates: issue and verify."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.console.desk import office_for
from app.console.keys import say_unsigned, unlock
from app.console.output import PARTLY, Console
from app.console.training import cohort_of, day
from app.errors import Unavailable
from app.i18n import ngettext


def issue(args: Namespace, console: Console) -> None:
    """Issue to all who qualify, then write their files. What was issued before is written again, not issued twice."""
    from app.certificates.collect import Award
    from app.certificates.issue import issue_cohort

    unlock(args)
    with office_for(args) as office:
        cohort = cohort_of(office, args.cohort)
        done = issue_cohort(office, cohort.id, kind=args.kind, design=args.design, language=args.paper_language,
                            issued_on=day(args.date) if args.date else None, folder=Path(args.out),
                            combined=Path(args.combined) if args.combined else None, step=console.progress,
                            award=Award(args.award_ms, args.award_en, day(args.awarded) if args.awarded else None))
        if any(row.file for row in done.rows):
            say_unsigned(office, console)
    console.result = [r.to_json() for r in done.rows]
    for row in done.rows:
        if row.number:
            console.say(f"{row.number}  {row.name}  {row.file or ''}".rstrip())
    for why in dict.fromkeys(row.why for row in done.rows if row.number and row.why):
        console.partly(why)  # they are issued, but their files could not be written
    left = [r for r in done.rows if not r.number]
    for row in left:
        console.complain(f"{row.name}: {row.why}")
    console.say(ngettext("{n} certificate.", "{n} certificates.", len(done.rows) - len(left)).format(
        n=len(done.rows) - len(left)))
    if left:
        console.status = PARTLY


def verify(args: Namespace, console: Console) -> None:
    """Say valid, void, unknown or not genuine; of several, what each is. Status 1 unless all are valid."""
    from app.certificates.verify import verify as look

    found: list[dict[str, Any]] = []
    with office_for(args, writes=False) as office:
        for what in args.what:
            try:
                verdict = look(office, what, console.progress)
            except Unavailable as problem:
                if len(args.what) == 1:
                    raise
                console.partly(str(problem))
                found.append({"asked": what, "error": str(problem)})
                continue
            found.append(verdict.to_json())
            for line in verdict.lines():
                console.say(line if len(args.what) == 1 else f"{Path(what).name}: {line}")
            if verdict.state != "valid":
                console.status = PARTLY
    console.result = found if len(args.what) > 1 else found[0]
