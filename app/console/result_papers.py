"""Commands on results: slips, transcripts, a list of marks in, exam records and the names for an exam."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.console.desk import database_of, office_for, release_of
from app.console.keys import unlock
from app.console.lists import newest_import, say_again, sheet_of
from app.console.output import Console, UsageError
from app.console.training import cohort_of
from app.errors import Missing
from app.i18n import _, ngettext, show_date
from app.office.office import Office

if TYPE_CHECKING:
    from app.results.bring import BringDraft


def _pdf(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() != ".pdf":
        raise UsageError(_("{file} must end in .pdf.").format(file=path.name))
    return path


def _trainee(office: Office, text: str) -> tuple[int, str]:
    """Key and name of the trainee with this number."""
    from app.trainees.queries import TraineePage

    found = [r for r in office.ask(TraineePage(text=text, limit=20)) if r.number.upper() == text.upper()]
    if not found:
        raise Missing(_("There is no trainee {number}.").format(number=text))
    return found[0].id, found[0].name


def slip(args: Namespace, console: Console) -> None:
    """Slips of a cohort, or of one trainee in every cohort he is on the roll of."""
    from app.cohorts.people import EnrolmentsOf
    from app.cohorts.queries import CohortDetail
    from app.completion.slip import Slips
    from app.completion.slip_paper import slips_pdf
    from app.exchange.files import write_bytes

    path = _pdf(args.out)
    with office_for(args, writes=False) as office:
        try:
            wanted = [(office.ask(CohortDetail(code=args.who))[0].id, ())]
        except Missing:
            key, _name = _trainee(office, args.who)
            wanted = [(e.cohort_id, (e.id,)) for e in office.ask(EnrolmentsOf(trainee_id=key))]  # type: ignore[misc]
        slips = [s for cohort_id, only in wanted for s in office.ask(Slips(cohort_id=cohort_id, only=only))]
        write_bytes(path, slips_pdf(slips, args.paper_language, halves=args.two, step=console.progress))
    console.result = {"file": args.out, "slips": len(slips), "provisional": sum(not s.verified for s in slips)}
    console.say(ngettext("{file}: {n} slip.", "{file}: {n} slips.", len(slips)).format(file=args.out, n=len(slips)))


def transcript(args: Namespace, console: Console) -> None:
    """Issue a transcript and write it."""
    from app.certificates.transcript_paper import write_transcript

    path = _pdf(args.out)
    unlock(args)
    with office_for(args) as office:
        key, name = _trainee(office, args.trainee)
        number = write_transcript(office, key, path, args.paper_language, name, args.template)
    console.result = {"file": args.out, "number": number}
    console.say(_("{file}: transcript {number}.").format(file=args.out, number=number))


def import_results(args: Namespace, console: Console) -> None:
    """A list of marks: the good cells are recorded; proposed columns only with `--accept suggestions`."""
    from app.centre.backups import before_import
    from app.results.bring import open_bring
    from app.results.bring_report import write_left

    with office_for(args, writes=not args.dry_run) as office:
        cohort = cohort_of(office, args.cohort)
        draft = open_bring(office, Path(args.file), cohort.id, console.progress)
        if args.sheet:
            draft.read(sheet_of(draft.book, args.sheet))
        if args.accept == "suggestions":
            for column in draft.columns:
                draft.agree(column.index)
        missing, cells, again = draft.missing(), draft.cells(), say_again(office, Path(args.file))
        batch = None
        if cells and not missing and not args.dry_run:
            before_import(database_of(args), console.progress)
            office.do(draft.command())
            batch = newest_import(office, draft.digest)
        if args.report:
            write_left(draft, Path(args.report))
    _say_draft(draft, console)
    for sentence in filter(None, (again, missing)):
        (console.partly if sentence == missing else console.say)(sentence)
    recorded = len(cells) if batch is not None else 0
    said = (ngettext("{n} result recorded.", "{n} results recorded.", recorded) if batch is not None else
            ngettext("{n} result would be recorded. Nothing was changed.",
                     "{n} results would be recorded. Nothing was changed.", len(cells)))
    console.say(said.format(n=len(cells)))
    console.result = {**draft.counts(), "file": draft.book.name, "batch": batch, "again": again, "recorded": recorded,
                      "open": [{"row": r.row, "name": r.name, "class": r.cls, "why": r.why} for r in draft.rows()
                               if r.cls in ("ask", "reject")]}


def _say_draft(draft: BringDraft, console: Console) -> None:
    for column in draft.columns:
        if column.question:
            console.complain(f"{column.letter}: {column.question}")
    for row in draft.rows():
        if row.cls in ("ask", "reject"):
            told = "; ".join(f"{c.column.letter}: {c.judged.what}" for c in row.cells if c.judged.cls in (
                "ask", "reject")) or row.why
            console.partly(_("Row {n}, {name}: {why}").format(n=row.row, name=row.name, why=told))


def results_export(args: Namespace, console: Console) -> None:
    """The class result list with distribution and moderation, or the list that is read back."""
    from app.results.class_list import write_class_list
    from app.results.marks_list import write_marks_list

    with office_for(args, writes=False) as office:
        cohort = cohort_of(office, args.cohort)
        write = write_marks_list if args.plain else write_class_list
        write(office, cohort.id, Path(args.out), step=console.progress)
    console.result = {"file": args.out}
    console.say(args.out)


def exams(args: Namespace, console: Console) -> None:
    """Exam results, of a cohort or of all, or those that expire soon or lapse."""
    from app.results.exam_sheets import write_exams
    from app.results.exams import ExamResults, standing_words

    with office_for(args, writes=False) as office:
        cohort_id = cohort_of(office, args.cohort).id if args.cohort else None
        rows = office.ask(ExamResults(cohort_id=cohort_id, only=args.only, within=args.days))
        if args.out:
            write_exams(office, Path(args.out), cohort_id=cohort_id, only=args.only, within=args.days)
    console.result = [{"number": r.number, "name": r.name, "cohort": r.cohort, "exam": r.exam.code,
                       "attempt": r.attempt, "score": r.score, "state": r.state, "passed": r.passed,
                       "on": r.on_date, "expires": r.expires, "standing": r.standing} for r in rows]
    console.table((_("Name"), _("Exam"), _("Score"), _("Date"), _("Valid until"), _("State")),
                  [(r.name, r.exam.code, r.score_text, show_date(r.on_date), show_date(r.expires),
                    standing_words(r.standing)) for r in rows])


def names(args: Namespace, console: Console) -> None:
    """The check list of names before an exam; it is recorded that full numbers left."""
    from app.results.exam_sheets import write_names

    release = release_of(args)
    with office_for(args) as office:
        n = write_names(office, cohort_of(office, args.cohort).id, Path(args.out), release=release,
                        step=console.progress)
    console.result = {"file": args.out, "rows": n}
    console.say(_("{file}: {n} trainees.").format(file=args.out, n=n))
