"""Is it genuine? By number, verification code, what a QR code says, or the PDF itself.

Valid, superseded (an earlier print, with what is in force), expired, void, legacy (recorded from an old list),
unknown, not genuine. A paper is compared with the frozen facts of its own edition, and the facts with their code, so
a change in the file and a change in the database are both told.
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

from sqlalchemy import func, or_, select

from app.certificates import codes, numbering
from app.certificates.collect import sealed
from app.certificates.facts import Facts
from app.certificates.queries import READS, CertificateRow, CertificateWhole, EditionRow, find, read_certificate
from app.certificates.records import Certificate, EarlierEdition
from app.errors import Unavailable
from app.i18n import _, local_time, long_date, show_date
from app.job import SILENT, Progress
from app.office.command import Query, Work
from app.office.office import Office
from app.office.permissions import Permission
from app.trust.statement import is_statement

State = Literal["valid", "legacy", "expired", "superseded", "void", "unknown", "not_genuine"]
MOST_PAGES = 2000
_WORD = re.compile(r"[^\s|,;:()]{4,40}")


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
        return (_("Valid."), about)

    def to_json(self) -> dict[str, Any]:
        """As the command line prints it."""
        found: dict[str, Any] = {"state": self.state, "asked": self.what, "exact": self.exact,
                                 "reasons": list(self.reasons)}
        if self.certificate is not None and self.state != "not_genuine":
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
        order: tuple[State, ...] = (
            "not_genuine", "void", "unknown", "superseded", "expired", "legacy", "valid")
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


def verify(office: Office, what: str, step: Progress = SILENT) -> Answer:
    """The verdict on a number, a code, a QR text, or the PDF of that path."""
    path = Path(what)
    if what.lower().endswith(".pdf"):
        return Answer(tuple(verify_pdf(office, path, step)))
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
        return [judge(work, _key(work, said), said, said)]


def _key(work: Work, said: str) -> int | None:
    found = find(work, said)
    return found.id if found is not None else None


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


def plain(text: str) -> str:
    """A text as papers are compared: no accents lost, but no difference of case, space or composition."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True)
class Page:
    """A page of a PDF as it was read."""

    text: str


@dataclass(frozen=True)
class PdfContent:
    """A PDF as it was read: its bytes, and the text of each page."""

    path: Path
    data: bytes
    pages: tuple[Page, ...]


def read_pdf(path: Path, step: Progress = SILENT) -> PdfContent:
    """Read a PDF file. Unavailable with a sentence when it cannot be opened."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unavailable(_("The file {name} cannot be read.").format(name=path.name)) from error
    return PdfContent(path, data, tuple(Page(text) for text in texts_of(data, path.name, step)))


def texts_of(data: bytes, name: str = "", step: Progress = SILENT) -> list[str]:
    """The text of every page. Unavailable when it is not a PDF, or too long to be certificates."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unavailable(_("{name} is not a PDF that can be read.").format(name=name)) from error
    try:
        total = len(document)
        if total > MOST_PAGES:
            raise Unavailable(_("{name} has {n} pages. Check at most {most} at a time.").format(
                name=name, n=total, most=MOST_PAGES))
        found = []
        for at in range(total):
            step(at, total, _("Reading page {n} of {total}").format(n=at + 1, total=total))
            page = document[at]
            text = page.get_textpage()
            found.append(text.get_text_range())
            text.close()
            page.close()
        return found
    finally:
        document.close()


@dataclass(frozen=True, kw_only=True)
class FindOnPage(Query[Verdict]):
    """The certificate that a page says it is: by any word on it that is a number or a code."""

    needs = Permission.CERTIFICATES_VIEW
    reads = READS

    text: str

    def rows(self, work: Work) -> Sequence[Verdict]:
        words = {numbering.tidy(w) for w in _WORD.findall(self.text)}
        words |= {w.replace("-", "") for w in words}
        usable = sorted(w for w in words if any(c.isdigit() for c in w) or len(w) == codes.LENGTH)[:400]
        found = set(work.session.scalars(select(Certificate.id).where(or_(
            func.upper(Certificate.number).in_(usable), Certificate.code.in_(usable)))))
        earlier = work.session.execute(select(EarlierEdition.certificate_id, EarlierEdition.code).where(
            EarlierEdition.code.in_(usable))).all()
        found |= {e.certificate_id for e in earlier}
        if not found:
            return [Verdict("unknown", _likely_number(self.text))]
        if len(found) > 1:
            return [Verdict("not_genuine", "", None, (
                _("Number and code on the paper belong to different certificates."),))]
        return [judge(work, found.pop(), "", earlier[0].code if earlier else "")]


def _likely_number(text: str) -> str:
    found = re.search(r"\b[A-Z]{2,12}[0-9/\-][0-9A-Z/\-]{4,30}\b", text)
    return found[0] if found else ""


def verify_pdf(office: Office, path: Path, step: Progress = SILENT) -> list[Verdict]:
    """The verdict on every page of a PDF: read, looked up, compared with the facts and with the paper drawn anew."""
    content = read_pdf(path, step)
    verdicts = []
    for at, page in enumerate(content.pages):
        step(at, len(content.pages), _("Checking page {n} of {total}").format(n=at + 1, total=len(content.pages)))
        if not page.text.strip():
            verdicts.append(Verdict("unknown", path.name, None, (
                _("The file holds a picture and no text. Type the number or the verification code instead."),)))
            continue
        verdict = office.ask(FindOnPage(text=page.text))[0]
        if verdict.certificate is not None and verdict.state != "not_genuine":
            verdict = compare(verdict, content, at)
        verdicts.append(verdict)
    return verdicts


def compare(verdict: Verdict, content: PdfContent, at: int) -> Verdict:
    """The verdict after the page was compared with what the facts say and how they are drawn."""
    from app.certificates.paper import draw

    facts = verdict.facts
    assert facts is not None
    drawn = draw(facts)
    if len(content.pages) == 1 and drawn == content.data:
        return replace(verdict, exact=True)
    wrong = differences(facts, content.pages[at].text)
    if not wrong and plain(content.pages[at].text) != plain(texts_of(drawn)[0]):
        wrong = [_("The paper says something that the certificate does not.")]
    if not wrong and pictures_differ(content.data, at, drawn):
        wrong = [_("Something was drawn over the paper.")]
    if wrong:
        return replace(verdict, state="not_genuine", reasons=tuple(wrong))
    if len(content.pages) == 1:
        return replace(verdict, reasons=(_("The file was saved by another program; what it says and shows agrees."),))
    return verdict


def differences(facts: Facts, text: str) -> list[str]:
    """What of the facts does not stand on the paper, a sentence each."""
    said = plain(text)
    found = []
    if plain(facts.name) not in said:
        found.append(_("The name was changed: {number} was issued to another person.").format(number=facts.number))
    if not any(plain(long_date(facts.issued_on, lang)) in said for lang in ("ms", "en")):
        found.append(_("The date of issue was changed."))
    if facts.identity_text and plain(facts.identity_text) not in said:
        found.append(_("The identity number was changed."))
    if plain(facts.number) not in said:
        found.append(_("The number was changed."))
    return found


def pictures_differ(data: bytes, at: int, drawn: bytes) -> bool:
    """Whether the page looks different from the paper drawn anew: at 60 dots per inch, beyond what smoothing does."""
    import pypdfium2

    pictures = []
    for source, index in ((data, at), (drawn, 0)):
        document = pypdfium2.PdfDocument(source)
        try:
            page = document[index]
            bitmap = page.render(scale=60 / 72, grayscale=True)
            pictures.append((bitmap.width, bitmap.height, bytes(bitmap.buffer), bitmap.stride))
            page.close()
        finally:
            document.close()
    (w1, h1, one, stride1), (w2, h2, other, stride2) = pictures
    if (w1, h1) != (w2, h2) or stride1 != stride2:
        return True
    different = sum(1 for a, b in zip(one, other, strict=True) if abs(a - b) > 64)
    return different > 20
