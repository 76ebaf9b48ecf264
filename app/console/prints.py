"""The print room on the command line: certificates, labels and lists to a file, each noted in the print log."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.console.desk import office_for
from app.console.keys import say_unsigned, unlock
from app.console.output import Console, UsageError
from app.console.training import cohort_of
from app.i18n import _, ngettext, show_moment
from app.office.office import Office

if TYPE_CHECKING:
    from app.certificates.queries import CertificateRow, CertificateWhole

LISTS = ("register", "proof", "programme", "labels")


def print_(args: Namespace, console: Console) -> None:
    """Write what was asked for; the print log says so."""
    chosen = [name for name in LISTS if getattr(args, name)]
    if len(chosen) > 1 or (chosen and args.sample):
        raise UsageError(_("Choose one of {choices}.").format(choices=", ".join(f"--{n}" for n in (*LISTS, "sample"))))
    if args.first < 1:
        raise UsageError(_("The first sheet is 1 or more."))
    with office_for(args) as office:
        if chosen and chosen != ["labels"]:
            _list(office, args, console, chosen[0])
        else:
            _certificates(office, args, console)


def _rows(office: Office, args: Namespace) -> list[CertificateRow]:
    """The certificates of cohorts, or those with these numbers or codes."""
    from app.certificates.queries import CertificateDetail, Register
    from app.cohorts.queries import CohortDetail
    from app.errors import Missing

    found: list[CertificateRow] = []
    for word in args.what:
        try:
            cohort = office.ask(CohortDetail(code=word))[0]
        except Missing:
            try:
                found.append(office.ask(CertificateDetail(wanted=word))[0].row)
            except Missing as none:
                raise Missing(_("There is no cohort and no certificate {word}.").format(word=word)) from none
            continue
        rows = office.ask(Register(cohort_id=cohort.id, limit=None, order="number", descending=False))
        if not rows:
            raise Missing(_("No certificate is issued in this cohort yet."))
        found += rows
    return [row for row in dict.fromkeys(found) if args.kind in (None, row.kind)]


def _certificates(office: Office, args: Namespace, console: Console) -> None:
    from app.certificates.stack import in_order, read_stack

    if not args.labels and Path(args.out).suffix.casefold() != ".pdf":
        unlock(args)
    ids = [row.id for row in _rows(office, args)]
    stack = in_order(read_stack(office, ids, console.progress), args.order)
    if args.first > len(stack):
        raise UsageError(_("There is no sheet {n}; the last is {last}.").format(n=args.first, last=len(stack)))
    if args.labels:
        _labels(office, args, console, stack)
        return
    chosen = list(enumerate(stack, start=1))[args.first - 1:]
    files = _draw(args, console, [whole for _n, whole in chosen])
    _note(office, args, chosen)
    if Path(args.out).suffix.casefold() != ".pdf":
        say_unsigned(office, console)
    console.result = {"files": [str(f) for f in files], "sheets": [
        {"sheet": n, "number": w.row.number, "name": w.facts.full_name} for n, w in chosen]}
    console.say(ngettext("{n} sheet in {file}.", "{n} sheets in {file}.", len(chosen)).format(
        n=len(chosen), file=args.out))


def _draw(args: Namespace, console: Console, stack: list[CertificateWhole]) -> list[Path]:
    from app.certificates.press import write_pdfs
    from app.certificates.stack import run_pdf
    from app.exchange.files import write_bytes

    out = Path(args.out)
    if out.suffix.casefold() == ".pdf":
        write_bytes(out, run_pdf(stack, console.progress, background=not args.no_background, sample=args.sample))
        return [out]
    if args.no_background or args.sample:
        raise UsageError(_("Samples and papers without background go to one file: --out FILE.pdf."))
    return [w.file for w in write_pdfs(stack, out, step=console.progress, pattern=args.pattern)]


def _note(office: Office, args: Namespace, chosen: list[tuple[int, CertificateWhole]]) -> None:
    from app.certificates.commands import RecordPrint
    from app.certificates.runs import RecordRun, Run

    where = Run(target=Path(args.out).name, order=args.order, sheets=tuple(n for n, _w in chosen))
    if args.sample:
        office.do(RecordRun(what="sample", sheets=len(chosen), where=where))
    else:
        office.do(RecordPrint(certificate_ids=tuple(w.row.id for _n, w in chosen), where=where))


def _labels(office: Office, args: Namespace, console: Console, stack: list[CertificateWhole]) -> None:
    from app.certificates.labels import SHEETS, Label, labels_pdf
    from app.exchange.files import write_bytes

    labels = [Label(w.facts.full_name, w.row.number, w.row.cohort_code) for w in stack]
    write_bytes(Path(args.out), labels_pdf(labels, SHEETS[args.labels], console.progress, first=args.first))
    _said(office, args, console, "label", len(labels))


def _list(office: Office, args: Namespace, console: Console, what: str) -> None:
    from app.certificates.proof import programme_book, programme_list, proof_list
    from app.certificates.stage import stage_list
    from app.exchange.files import write_bytes

    if len(args.what) > 1:
        raise UsageError(_("A list is of one cohort."))
    cohort, out = cohort_of(office, args.what[0]), Path(args.out)
    if what == "programme" and out.suffix.casefold() == ".xlsx":
        programme_book(office, cohort.id, out, console.progress)
    else:
        make: dict[str, Callable[[], bytes]] = {
            "register": lambda: stage_list(office, cohort.id, register=True, step=console.progress),
            "proof": lambda: proof_list(office, cohort.id, console.progress),
            "programme": lambda: programme_list(office, cohort.id, console.progress)}
        write_bytes(out, make[what]())
    _said(office, args, console, what, 1)


def _said(office: Office, args: Namespace, console: Console, what: str, count: int) -> None:
    from app.certificates.runs import RecordRun, Run, what_word

    office.do(RecordRun(what=what, sheets=count, where=Run(
        target=Path(args.out).name, order=args.order, note=" ".join(args.what))))
    console.result = {"files": [args.out], "what": what}
    console.say(_("{what}: {file}").format(what=what_word(what), file=args.out))


def log(args: Namespace, console: Console) -> None:
    """The runs, the latest first."""
    from app.certificates.runs import PrintLog, what_word

    with office_for(args, writes=False) as office:
        rows = office.ask(PrintLog(text=args.text, again=args.twice))
    console.result = [{"at": r.at, "by": r.by, "what": r.what, "place": r.place, "order": r.order,
                       "sheets": r.sheets, "first_sheet": r.first_sheet, "last_sheet": r.last_sheet,
                       "first_number": r.first_number, "last_number": r.last_number, "twice": r.again} for r in rows]
    table: list[tuple[Any, ...]] = [(show_moment(r.at), r.by, what_word(r.what), r.place, r.sheets, r.from_to(),
                                     r.again or "") for r in rows]
    console.table((_("When"), _("By"), _("What"), _("Where"), _("Sheets"), _("From – to"), _("Printed twice")), table)
