"""Is it genuine? By number, verification code, what a QR code says, or the PDF itself.

Valid, superseded (an earlier print, with what is in force), expired, void, legacy (recorded from an old list),
unknown, not genuine; files may be altered, signed by somebody else, or not signed. A paper is compared with the frozen
facts of its own edition, and the facts with their code, so a change in the database is told too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

from app.certificates import codes, numbering
from app.certificates.collect import sealed
from app.certificates.facts import Facts
from app.certificates.queries import READS, CertificateRow, CertificateWhole, EditionRow, find, read_certificate
from app.errors import Unavailable
from app.i18n import _, local_time, show_date
from app.job import SILENT, Progress
from app.office.command import Query, Work
from app.office.office import Office
from app.office.permissions import Permission
from app.trainees.identity import mask
from app.trust.statement import is_statement

LONGEST_PATH = 250
State = Literal["valid", "legacy", "unsigned", "expired", "superseded", "void", "unknown", "not_ours", "altered",
                "not_genuine"]


DISTRUSTED = ("not_genuine", "altered", "not_ours")
"""Answers that say nothing of the certificate: what is on the paper may be invented."""


@dataclass(frozen=True)
class Verdict:
    """The answer, with the certificate where there is one. `reasons` say what does not agree or was not seen."""

    state: State
    what: str  # the number or text that was asked about
    certificate: CertificateWhole | None = None
    reasons: tuple[str, ...] = ()
    exact: bool = False  # the file is byte for byte the one that this program writes
    earlier: EditionRow | None = None  # the print that was asked about, when another took its place

    @property
    def facts(self) -> Facts | None:
        """What the print that was asked about has to say: that of its own edition."""
        if self.earlier is not None:
            return self.earlier.facts
        return self.certificate.facts if self.certificate is not None else None

    def words(self) -> str:
        """The answer as a sentence."""
        whole = self.certificate
        if self.state == "not_genuine":
            return " ".join((_("Not genuine."), *self.reasons))
        if self.state == "altered":
            return " ".join((
                _("Altered after it was signed: this file is not the one that was issued."), *self.reasons))
        if self.state == "not_ours":
            return " ".join((_("Not this centre's: the file is signed with somebody else's key."), *self.reasons))
        if whole is None and self.state in ("valid", "unsigned"):  # a transcript, which says itself what it is
            return " ".join(self.reasons)
        if whole is None:
            return " ".join((_("Unknown. There is no certificate {what} in this register.").format(what=self.what)
                             .replace("  ", " "), *self.reasons))
        return " ".join((*self._first(whole), *self.reasons, *(
            (_("The file is the one that was issued, byte for byte."),) if self.exact else ())))

    def _first(self, whole: CertificateWhole) -> tuple[str, ...]:
        facts = whole.facts
        about = _("{number}, {name}, {course}, issued on {date}.").format(
            number=facts.number, name=facts.full_name, course=facts.course_title, date=show_date(facts.issued_on))
        if self.state == "void":
            return (_("Void since {date}: {reason}.").format(
                date=show_date(_void_day(whole)), reason=whole.void_reason.rstrip(".")), about)
        if self.state == "superseded" and self.earlier is not None:
            return (superseded_words(self.earlier, whole), about)
        if self.state == "expired":
            return (_("Genuine, but expired on {date}.").format(date=show_date(facts.expires_on)), about)
        if self.state == "legacy":
            return (_("Recorded from an old list; the paper is not of this program."), about)
        if self.state == "unsigned":
            return (_("Agrees with the register, but the file carries no signature."), about)
        return (_("Valid."), about)

    def to_json(self) -> dict[str, Any]:
        """As the command line prints it."""
        found: dict[str, Any] = {"state": self.state, "asked": self.what, "exact": self.exact,
                                 "reasons": list(self.reasons)}
        if self.certificate is not None and self.state not in DISTRUSTED:
            facts = self.certificate.facts
            found |= {"number": facts.number, "name": facts.full_name, "course": facts.course_title,
                      "kind": facts.kind, "issued_on": facts.issued_on.isoformat(),
                      "void_reason": self.certificate.void_reason, "edition": self.certificate.row.edition,
                      "expires_on": facts.expires_on.isoformat() if facts.expires_on else None}
            if self.earlier is not None:
                found |= {"asked_edition": self.earlier.edition,
                          "replaced_on": local_time(self.earlier.ended_at).date().isoformat()}
        return found


@dataclass(frozen=True)
class Answer:
    """The verdicts on something that was given: one, or one for each page of a file."""

    verdicts: tuple[Verdict, ...]

    @property
    def state(self) -> State:
        """The worst of them."""
        order: tuple[State, ...] = ("not_genuine", "altered", "not_ours", "void", "unknown", "superseded", "expired",
                                    "unsigned", "legacy", "valid")
        return min((v.state for v in self.verdicts), key=order.index, default="unknown")

    def lines(self) -> list[str]:
        """A sentence each; pages are numbered."""
        if len(self.verdicts) == 1:
            return [self.verdicts[0].words()]
        return [_("Page {n}: {verdict}").format(n=n, verdict=v.words()) for n, v in enumerate(self.verdicts, start=1)]

    def to_json(self) -> dict[str, Any]:
        """As the command line prints it."""
        if len(self.verdicts) == 1:
            return self.verdicts[0].to_json()
        return {"state": self.state, "pages": [v.to_json() for v in self.verdicts]}


FILES = (".pdf", ".json", ".png")
"""Endings of what can be checked as a file."""


def verify(office: Office, what: str, step: Progress = SILENT) -> Answer:
    """The verdict on a number, a code, a QR text, or the PDF or badge of that path."""
    path = Path(what)
    ending = "" if "://" in what else path.suffix.lower()
    if ending in FILES:
        if ending == ".pdf":
            from app.certificates.verify_file import verify_pdf

            return Answer(tuple(verify_pdf(office, path, step)))
        from app.certificates.badge_file import verify_badge

        return Answer((verify_badge(office, path),))
    if (ending or path.name != what) and len(what) < LONGEST_PATH and path.exists():
        raise Unavailable(_("{name} cannot be checked: choose a PDF, or a badge as .json or .png. For a photo, type "
                            "the number or the verification code.").format(name=path.name))
    return Answer(tuple(office.ask(Verify(what=what))))


def superseded_words(earlier: EditionRow, whole: CertificateWhole) -> str:
    """Which print is in force instead of an earlier one, and since when."""
    day = show_date(local_time(earlier.ended_at).date())
    if earlier.why == "corrected":
        return _("Print {old} was corrected on {date} and destroyed before it was handed out. Print {new} is in "
                 "force.").format(old=earlier.edition, new=whole.row.edition, date=day)
    return _("Print {old} was replaced on {date}. Print {new} is in force.").format(
        old=earlier.edition, new=whole.row.edition, date=day)


def _void_day(whole: CertificateWhole) -> date | None:
    return next((local_time(e.at).date() for e in whole.events if e.kind == "void"), None)


@dataclass(frozen=True, kw_only=True)
class Verify(Query[Verdict]):
    """Look a typed number or code up, or compare what a QR code says with the register."""

    needs = Permission.CERTIFICATES_VIEW
    reads = READS

    what: str

    def rows(self, work: Work) -> Sequence[Verdict]:
        said = self.what.strip()
        fields = said.split("|")
        if is_statement(said):
            from app.certificates.scanned import by_statement

            return [by_statement(work, said)]
        if len(fields) == 6:
            return [_by_fields(work, fields)]
        if "://" in said:
            return [_by_address(work, said)]
        key = _key(work, said)
        if key is None and " " in said:
            return [_by_line(work, said)]
        return [judge(work, key, said, said)]


def _key(work: Work, said: str) -> int | None:
    found = find(work, said)
    return found.id if found is not None else None


def _by_line(work: Work, said: str) -> Verdict:
    """Number and code together, or a line copied from the paper."""
    from app.certificates.verify_file import FindOnPage

    verdict = replace(FindOnPage(text=said).rows(work)[0], what=said)
    if verdict.facts is None or verdict.state == "not_genuine":
        return verdict
    half = f"[{codes.ALPHABET}]{{5}}"
    given = re.search(rf"(?<![\w-]){half}-{half}(?![\w-])", said.upper())
    if given is not None and given[0].replace("-", "") != verdict.facts.verification_code:
        return replace(verdict, state="not_genuine", reasons=(
            _("The verification code does not belong to this number."),))
    return verdict


def judge(work: Work, key: int | None, what: str, code: str = "") -> Verdict:
    """How a certificate stands; with the code of an earlier print, how that print stands."""
    if key is None:
        return Verdict("unknown", what)
    whole = read_certificate(work, key)
    row = whole.row
    if not row.legacy and not _untouched(work, whole):
        return Verdict("not_genuine", what, whole, (
            _("What the register holds of {number} was changed after it was issued.").format(number=row.number),))
    given = numbering.tidy(code).replace("-", "")
    earlier = next((e for e in whole.earlier if e.code == given), None)
    return Verdict(_state(row, earlier), what, whole, earlier=earlier)


def _state(row: CertificateRow, earlier: EditionRow | None) -> State:
    if row.state == "void":
        return "void"
    if earlier is not None:
        return "superseded"
    return "expired" if row.standing == "expired" else "legacy" if row.legacy else "valid"


def _untouched(work: Work, whole: CertificateWhole) -> bool:
    """Whether record, facts and codes of all editions still fit each other."""
    secret, row, facts = codes.key_of(work), whole.row, whole.facts
    if secret is None:
        return False
    editions = [(row.code, facts), *((e.code, e.facts) for e in whole.earlier if not _of_an_old_paper(e))]
    return (all(codes.fits(secret, code, sealed(said)) and code == said.verification_code for code, said in editions)
            and (row.number, row.issued_on, row.holder, row.expires_on) == (
                facts.number, facts.issued_on, facts.full_name, facts.expires_on))


def _of_an_old_paper(earlier: EditionRow) -> bool:
    """A first edition that the program did not make has a code that seals nothing."""
    return not earlier.facts.history_anchor


def _by_fields(work: Work, fields: list[str]) -> Verdict:
    number, name, last4, course, day, code = (f.strip() for f in fields)
    verdict = judge(work, _key(work, number), number, code)
    facts = verdict.facts
    if facts is None or verdict.state == "not_genuine":
        return verdict
    wrong = []
    if plain(name) not in (plain(facts.name.replace("|", "/")), plain(facts.full_name.replace("|", "/"))):
        wrong.append(_("The name was changed: {number} was issued to another person.").format(number=facts.number))
    if day != facts.issued_on.isoformat():
        wrong.append(_("The date of issue was changed."))
    if plain(course) != plain(facts.course_title.replace("|", "/")):
        wrong.append(_("The course was changed."))
    if last4 and last4 not in "".join(c for c in facts.identity_text if c.isalnum()):
        wrong.append(_("The identity number was changed."))
    if numbering.tidy(code).replace("-", "") != facts.verification_code:
        wrong.append(_("The verification code does not belong to this number."))
    return replace(verdict, state="not_genuine", reasons=tuple(wrong)) if wrong else verdict


def _by_address(work: Work, address: str) -> Verdict:
    parts = urlsplit(address)
    number = unquote(parts.path.rstrip("/").rsplit("/", 1)[-1])
    code = (parse_qs(parts.query).get("c") or [""])[0]
    verdict = judge(work, _key(work, number), number, code)
    facts = verdict.facts
    if facts is not None and code and numbering.tidy(code).replace("-", "") != facts.verification_code:
        return replace(verdict, state="not_genuine",
                       reasons=(_("The verification code does not belong to this number."),))
    return verdict


def identity_shown(facts: Facts) -> str:
    """The identity number of a paper as anybody may see it: masked, whether the paper masks it or not."""
    said = facts.identity_text
    return said if "•" in said else mask("".join(c for c in said if c.isalnum()))


def plain(text: str) -> str:
    """A text as papers are compared: no accents lost, but no difference of case, space or composition."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
