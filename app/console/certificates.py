"""Commands on the life of certificates: listed, corrected, replaced, handed out, made void."""

from __future__ import annotations

from argparse import Namespace
from decimal import Decimal, InvalidOperation
from pathlib import Path

from app.console.desk import office_for
from app.console.output import Console, UsageError
from app.console.training import day
from app.i18n import _, ngettext, show_date
from app.office.office import Office

FILTERS = ("unprinted", "uncollected", "void_asked")


def list_(args: Namespace, console: Console) -> None:
    """Certificates, newest first; to a workbook with every date where that is asked."""
    from app.certificates.columns import COLUMNS
    from app.certificates.queries import Register
    from app.certificates.words import place_word, state_word
    from app.exchange.sheet import write_sheet

    where = [(name.replace("_", "-"), "yes") for name in FILTERS if getattr(args, name)]
    where += [(key, str(value)) for key, value in (("expires", args.expires), ("uncollected", args.days)) if value]
    where += [(key, day(value).isoformat()) for key, value in (("since", args.first), ("until", args.last)) if value]
    with office_for(args, writes=False) as office:
        rows = office.ask(Register(text=args.text, cohort=args.cohort, state=args.state, where=tuple(where),
                                   limit=None))
    if args.out:
        write_sheet(Path(args.out), COLUMNS, rows, console.progress)
    console.result = [{"number": r.number, "code": r.code, "name": r.holder, "kind": r.kind, "cohort": r.cohort,
                       "issued_on": r.issued_on, "state": r.state, "standing": r.standing, "prints": r.prints,
                       "edition": r.edition, "awarded_on": r.awarded_on, "printed_at": r.printed_at,
                       "collected_on": r.collected_on, "expires_on": r.expires_on, "voided_at": r.voided_at}
                      for r in rows]
    console.table((_("Number"), _("Name"), _("Cohort"), _("Issued"), _("State"), _("Paper")),
                  [(r.number, r.holder, r.cohort, show_date(r.issued_on), state_word(r.standing),
                    place_word(r.state, r.prints)) for r in rows])


def letter(args: Namespace, console: Console) -> None:
    """Write the letter that confirms a certificate, and note it in its life."""
    from app.certificates.confirmation import Confirmations, NoteConfirmations
    from app.certificates.confirmation_paper import confirmation_pdf
    from app.certificates.queries import CertificateDetail
    from app.exchange.files import write_bytes

    with office_for(args) as office:
        key = office.ask(CertificateDetail(wanted=args.number))[0].row.id
        found = office.ask(Confirmations(certificate_ids=(key,)))[0]
        signatory = found.signatories[0] if found.signatories else None
        made = confirmation_pdf(found, args.paper_language, args.reference, found.mottos, signatory)
        path = Path(args.out)
        write_bytes(path, made)
        office.do(NoteConfirmations(certificate_ids=(key,), reference=args.reference, mottos=found.mottos))
    console.result = {"file": str(path)}
    console.say(str(path))


def correct(args: Namespace, console: Console) -> None:
    """Correct a certificate before it is handed out; the earlier print is destroyed."""
    from app.certificates.editions import CorrectCertificate, Wording

    with office_for(args) as office:
        made = office.do(CorrectCertificate(
            number=args.number, reason=args.reason, from_records=args.records, wording=Wording(
                name=args.name, course_title=args.course, starts=day(args.starts) if args.starts else None,
                ends=day(args.ends) if args.ends else None, venue=args.venue))).value
    console.result = {"number": made.number, "edition": made.edition, "code": made.code, "name": made.holder}
    console.say(_("{number} is corrected: print {n}, {name}. Destroy the earlier print.").format(
        number=made.number, n=made.edition, name=made.holder))


def replace(args: Namespace, console: Console) -> None:
    """Replace a certificate that was handed out; the earlier print is superseded."""
    from app.certificates.editions import ReplaceCertificate, Wording

    with office_for(args) as office:
        made = office.do(ReplaceCertificate(
            number=args.number, why=args.why, wording=Wording(name=args.name), report_no=args.report,
            fee=ringgit(args.fee) if args.fee else None, receipt_no=args.receipt, person=args.by,
            note=args.note)).value
    console.result = {"number": made.number, "edition": made.edition, "code": made.code, "name": made.holder}
    console.say(_("{number} is replaced: print {n}, {name}. Earlier prints are superseded.").format(
        number=made.number, n=made.edition, name=made.holder))


def ringgit(text: str) -> Decimal:
    """`RM 20.00` or `20`."""
    try:
        return Decimal(text.strip().removeprefix("RM").strip())
    except InvalidOperation:
        raise UsageError(_("Write the fee in ringgit and sen.")) from None


def collect(args: Namespace, console: Console) -> None:
    """Note certificates as collected or posted, or take that back."""
    from app.certificates.life import (
        CollectCertificates,
        PostCertificates,
        ReturnCertificate,
        TakeBackHandOut,
    )

    with office_for(args) as office:
        keys = _keys(office, args.numbers)
        on = day(args.on) if args.on else None
        if args.returned or args.undo:
            for key in keys:
                office.do(ReturnCertificate(certificate_id=key, reason=args.returned, on=on) if args.returned else
                          TakeBackHandOut(certificate_id=key, reason=args.undo))
        elif args.post:
            office.do(PostCertificates(certificate_ids=keys, address=args.post, posting_no=args.posting, on=on))
        else:
            office.do(CollectCertificates(certificate_ids=keys, person=args.by, shown=args.shown, on=on))
    console.result = {"certificates": len(keys)}
    console.say(ngettext("{n} certificate noted.", "{n} certificates noted.", len(keys)).format(n=len(keys)))


def _keys(office: Office, numbers: list[str]) -> tuple[int, ...]:
    from app.certificates.queries import CertificateDetail

    return tuple(office.ask(CertificateDetail(wanted=number))[0].row.id for number in numbers)


def void(args: Namespace, console: Console) -> None:
    """Void one certificate, ask a verifier to, or decide what was asked; its number stays in the register."""
    from app.certificates.approve import ApproveVoid, AskVoid, RefuseVoid
    from app.certificates.commands import VoidCertificate

    if not args.approve and not args.reason:
        raise UsageError(_("Say why with --reason."))
    with office_for(args) as office:
        if args.approve:
            office.do(ApproveVoid(number=args.number))
        else:
            asked = AskVoid if args.ask else RefuseVoid if args.refuse else VoidCertificate
            office.do(asked(number=args.number, reason=args.reason))
    state = "asked" if args.ask else "valid" if args.refuse else "void"
    console.result = {"number": args.number, "state": state}
    said = {"asked": _("A verifier is asked to make {number} void."), "valid": _("{number} stays valid."),
            "void": _("{number} is void.")}[state]
    console.say(said.format(number=args.number))
