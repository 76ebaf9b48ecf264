"""Is a PDF genuine? By its signature first; a file without one is compared with the register and with the paper drawn
anew, page by page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import func, or_, select

from app.certificates import codes, numbering
from app.certificates.facts import Facts
from app.certificates.queries import READS
from app.certificates.records import Certificate, EarlierEdition
from app.certificates.verify import DISTRUSTED, Verdict, Verify, judge, plain
from app.errors import Invalid, Unavailable
from app.i18n import _, local_time, long_date, show_date
from app.job import SILENT, Progress
from app.office.command import Query, Work
from app.office.office import Office
from app.office.permissions import Permission
from app.trust.pdf_check import Checked, PinnedKeys, check
from app.trust.statement import read

MOST_PAGES = 2000
_WORD = re.compile(r"[^\s|,;:()]{4,40}")


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
    data = _bytes_of(path)
    return PdfContent(path, data, tuple(Page(text) for text in texts_of(data, path.name, step)))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unavailable(_("The file {name} cannot be read.").format(name=path.name)) from error


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
    """The verdict on a PDF: on the whole of a signed one, else on every page. Unavailable when it cannot be read."""
    data = _bytes_of(path)
    checked = check(data, dict(office.ask(PinnedKeys())))
    if checked.state == "altered":
        return [Verdict("altered", path.name)]
    if checked.state == "not_ours":
        return [Verdict("not_ours", path.name)]
    content = read_pdf(path, step)
    said = _transcript_in(data)
    if said:
        return [_of_transcript(office, content, said, checked)]
    return [_of_page(office, content, at, checked, step) for at in range(len(content.pages))]


def _transcript_in(data: bytes) -> str:
    """What the code of a transcript states, out of the file's keywords; '' for any other file."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        said = next(iter(re.findall(r"[^\s]{200,}", document.get_metadata_dict().get("Keywords", ""))), "")
    finally:
        document.close()
    try:
        return said if said and read(said, {}).claims.kind == "transcript" else ""
    except Invalid:
        return ""


def _of_transcript(office: Office, content: PdfContent, said: str, checked: Checked) -> Verdict:
    """A transcript names certificates, so it is judged by its own code first, then by its signature."""
    verdict = office.ask(Verify(what=said))[0]
    if verdict.state != "valid":
        return verdict
    claims, text = read(said, {}).claims, plain(" ".join(page.text for page in content.pages))
    if checked.state == "revoked":
        return replace(verdict, state="not_genuine", reasons=(checked.why,))
    if plain(claims.number) not in text or plain(claims.name) not in text:
        return replace(verdict, state="not_genuine", reasons=(
            _("The code is of another transcript than the one that is to be read."),))
    if checked.state == "valid":
        return replace(verdict, reasons=(*verdict.reasons, _signed_on(checked)))
    return replace(verdict, state="unsigned", reasons=(*verdict.reasons, _(
        "The file carries no signature, so the results in it may be changed: compare them with the register.")))


def _signed_on(checked: Checked) -> str:
    day = show_date(local_time(checked.at).date()) if checked.at else ""
    return _("Signed by this centre on {date}; not a byte was changed since.").format(date=day)


def _of_page(office: Office, content: PdfContent, at: int, checked: Checked, step: Progress) -> Verdict:
    total, text = len(content.pages), content.pages[at].text
    step(at, total, _("Checking page {n} of {total}").format(n=at + 1, total=total))
    if not text.strip():
        return Verdict("unknown", content.path.name, None, (
            _("The file holds a picture and no text. Type the number or the verification code instead."),))
    verdict = office.ask(FindOnPage(text=text))[0]
    if checked.state == "revoked":
        return replace(verdict, state="not_genuine", reasons=(checked.why,))
    if verdict.facts is None or verdict.state in DISTRUSTED:
        return verdict
    if checked.state == "valid":
        wrong = differences(verdict.facts, text)
        if wrong:
            return replace(verdict, state="not_genuine", reasons=tuple(wrong))
        return replace(verdict, reasons=(_signed_on(checked),))
    return compare(verdict, content, at)


def compare(verdict: Verdict, content: PdfContent, at: int) -> Verdict:
    """The verdict after a page without signature was compared with what the facts say and how they are drawn."""
    facts = verdict.facts
    assert facts is not None
    wrong = differences(facts, content.pages[at].text)
    drawn = _drawn(verdict)
    if drawn is not None and not wrong:
        if len(content.pages) == 1 and drawn == content.data:
            return _without_signature(replace(verdict, exact=True))
        if plain(content.pages[at].text) != plain(texts_of(drawn)[0]):
            wrong = [_("The paper says something that the certificate does not.")]
        elif pictures_differ(content.data, at, drawn):
            wrong = [_("Something was drawn over the paper.")]
    if wrong:
        return replace(verdict, state="not_genuine", reasons=tuple(wrong))
    return _without_signature(verdict) if len(content.pages) == 1 else verdict


def _without_signature(verdict: Verdict) -> Verdict:
    """A file for printing has none, and neither has one that another program saved."""
    return replace(verdict, state="unsigned") if verdict.state == "valid" else verdict


def _drawn(verdict: Verdict) -> bytes | None:
    """The paper drawn anew; None for one of the time before templates, which was drawn otherwise."""
    from app.certificates.paper import draw

    facts, whole = verdict.facts, verdict.certificate
    assert facts is not None and whole is not None
    if not facts.template or whole.layout is None or facts.template != whole.facts.template:
        return None
    return draw(facts, whole.layout, assets=whole.assets)


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
