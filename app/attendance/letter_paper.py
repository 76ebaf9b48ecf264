"""Absence letters as a PDF: the centre's head, the trainee, the text with its fields, a place to sign."""

from __future__ import annotations

import base64
from collections.abc import Collection
from io import BytesIO

from app.attendance.letter import Letter, LetterFacts, Letters, Words, fill, problems_of
from app.attendance.paper_ink import ACCENT, BOLD, INK, PLAIN, SOFT, printable, put, put_line, rule
from app.centre.queries import CentreRow
from app.errors import Invalid
from app.exchange.list_paper import greedy
from app.exchange.pdf import A4, Document, Ink
from app.exchange.pictures import picture_name, read_picture
from app.i18n import _, speaking
from app.job import SILENT, Progress
from app.office.office import Office

EDGE, SIZE, LEADING = 25.0, 3.7, 1.5
WIDTH = A4[0] - 2 * EDGE
LAST = A4[1] - 25  # no line below


def letters_pdf(office: Office, cohort_id: int, words: Words, only: Collection[int] | None = None,
                step: Progress = SILENT) -> bytes:
    """A letter to each of these enrolments, or to everybody who missed a session. Invalid for an unknown field."""
    wrong = problems_of(words.subject, words.body)
    if wrong:
        raise Invalid(wrong)
    facts = office.ask(Letters(cohort_id=cohort_id, language=words.language,
                               only=None if only is None else frozenset(only)))[0]
    out = BytesIO()
    with speaking(words.language):
        title = _("Absence letter") + f" {facts.cohort}"
        document = Document(out, title=title, language=words.language,
                            author=facts.centre.name if facts.centre is not None else "")
        for number, letter in enumerate(facts.letters, start=1):
            _write(document, facts, letter, words)
            step(number, len(facts.letters), "")
    document.close()
    return out.getvalue()


def _write(document: Document, facts: LetterFacts, letter: Letter, words: Words) -> None:
    ink = Ink(A4[1])
    y = letter_head(ink, document, facts.centre, facts.language)
    reference = _("Our reference") + f": {facts.cohort}/{letter.trainee_number}"
    put_line(ink, reference, EDGE, y, WIDTH * 0.6, 3.2, PLAIN, SOFT)
    put_line(ink, facts.today, A4[0] - EDGE, y, WIDTH * 0.4, 3.2, PLAIN, SOFT, "right")
    y += 11
    put(ink, letter.name, EDGE, y, WIDTH, SIZE, BOLD, INK, lines=2, high=9)
    for text in (letter.trainee_number, letter.organisation):
        if text:
            y += 6
            put_line(ink, text, EDGE, y, WIDTH, 3.4)
    y += 13
    for text in greedy(printable(fill(words.subject, letter.values), BOLD), BOLD, WIDTH * 1000 / 4.2):
        ink.text(text, EDGE, y, 4.2, BOLD, INK)
        y += 4.2 * LEADING
    y += 3
    for paragraph in fill(words.body, letter.values).split("\n"):
        lines = list(greedy(printable(paragraph), PLAIN, WIDTH * 1000 / SIZE)) or [""]
        for text in lines:
            if y > LAST:
                document.page(ink, *A4)
                ink, y = Ink(A4[1]), EDGE
            if text:
                ink.text(text, EDGE, y, SIZE, PLAIN, INK)
            y += SIZE * LEADING
    if y > LAST - 30:
        document.page(ink, *A4)
        ink, y = Ink(A4[1]), EDGE
    rule(ink, EDGE, y + 24, 70)
    put_line(ink, _("Signature, name, post, date and stamp"), EDGE, y + 29, 90, 2.8, PLAIN, SOFT)
    document.page(ink, *A4)


def letter_head(ink: Ink, document: Document, centre: CentreRow | None, language: str) -> float:
    """The centre with its address above a line; where the letter begins is returned."""
    if centre is None:
        return EDGE
    at = EDGE
    if centre.logo:
        encoded = base64.b64encode(centre.logo).decode("ascii")
        picture = read_picture(encoded)
        scale = min(34 / picture.width, 18 / picture.height)
        ink.picture(document.image(picture_name(encoded), picture), EDGE, 14, picture.width * scale,
                    picture.height * scale)
        at += picture.width * scale + 5
    room = A4[0] - EDGE - at
    name = (centre.name_ms or centre.name) if language == "ms" else centre.name
    put(ink, name, at, 20, room, 4.6, BOLD, INK, lines=2, high=10)
    put_line(ink, centre.address(), at, 27, room, 2.8, PLAIN, SOFT)
    put_line(ink, "   ".join(p for p in (centre.phone, centre.email, centre.web) if p), at, 31.5, room, 2.8, PLAIN,
             SOFT)
    ink.path([(EDGE, 36), (A4[0] - EDGE, 36)], stroke=ACCENT, width=0.4)
    return 46.0
