"""Certificates on paper: A4 landscape PDF, drawn from frozen facts and nothing else.

The same facts give the same bytes: no clock, no random numbers, no machine settings.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from app.certificates.facts import Facts, Signature
from app.certificates.paper import klasik, moden
from app.certificates.paper.art import HEIGHT, INK, WIDTH, art
from app.certificates.paper.board import Board, label
from app.certificates.paper.words import wording
from app.errors import Invalid
from app.exchange.files import atomic_write, safe_file_name, write_bytes
from app.exchange.pdf import Document, Ink
from app.exchange.pictures import picture_name, read_picture
from app.exchange.qr import encode
from app.exchange.shaping import Style, unprintable
from app.i18n import _
from app.job import SILENT, Progress

_DESIGNS = {"klasik": klasik, "moden": moden}
_CHECKED = ("name", "identity_label", "identity_text", "centre_name", "centre_name_ms", "centre_name_en",
            "course_title", "course_title_ms", "course_title_en", "venue", "organiser", "partner", "grade",
            "result_ms", "result_en", "number", "verification_code")
_KEPT = 1000  # papers laid out in memory between checking and drawing, some 20 KB each
MOST_LETTERS = 200
"""Of a name with its titles."""


def problems(facts: Facts) -> list[str]:
    """Why these facts cannot be printed, a sentence each; empty when they can. Nothing is drawn."""
    return examine(facts)[0]


def examine(facts: Facts) -> tuple[list[str], int]:
    """Why these facts cannot be printed, and in how many lines the name is set (0 when they cannot)."""
    try:
        board = _checked(facts)
    except Invalid as problem:
        return list(problem.problems.values()), 0
    return [], len(board.name.lines) if board.name is not None else 1


def draw(facts: Facts) -> bytes:
    """The certificate as a PDF of one page. Invalid, with a sentence for each field, when it cannot be printed."""
    out = BytesIO()
    document = Document(out, title=_title(facts), author=facts.centre_name, subject=facts.course_title,
                        keywords=f"{facts.number} {facts.verification_code}", language=_language(facts))
    _page(document, facts)
    document.close()
    return out.getvalue()


def draw_combined(many: Sequence[Facts], path: Path, step: Progress = SILENT) -> None:
    """All certificates in one PDF, a page each, in the order given. The file appears when it is whole.

    Raises Invalid before anything is written when one cannot be printed, Cancelled when the step does.
    """
    if not many:
        raise Invalid(_("There is no certificate to print."))
    boards: list[Board] = []
    for facts in many:
        try:
            board = _checked(facts)
        except Invalid as problem:
            raise Invalid(f"{facts.number}: {problem}") from problem
        if len(boards) < _KEPT:
            boards.append(board)
    with atomic_write(path) as temporary, open(temporary, "wb") as out:
        combine(many, out, step, boards)


def combine(many: Sequence[Facts], out: BinaryIO, step: Progress = SILENT, boards: Sequence[Board] = ()) -> None:
    """Writes a PDF of many certificates to a binary file, say in memory for a preview.

    `boards` are those already laid out, from the first certificate on.
    """
    first = many[0]
    document = Document(out, title=_title(first) if len(many) == 1 else f"{first.number} – {many[-1].number}",
                        author=first.centre_name, subject=first.course_title, language=_language(first))
    for at, facts in enumerate(many):
        step(at, len(many), facts.full_name)
        _page(document, facts, boards[at] if at < len(boards) else None)
    document.close()
    step(len(many), len(many), "")


def write_separate(many: Iterable[Facts], folder: Path, step: Progress = SILENT) -> list[Path]:
    """A PDF for each certificate in a folder, named by number and name; the paths in the order given.

    The name of a certificate's file is always the same, so writing again replaces its file; when two of them would
    have the same name, the later one gets ' (2)'. Each file is whole or not there; on Cancelled those written stay.
    """
    everything = list(many)
    paths = []
    taken: set[str] = set()
    for at, facts in enumerate(everything):
        step(at, len(everything), facts.full_name)
        path = folder / file_name(facts, taken)
        write_bytes(path, draw(facts))
        paths.append(path)
    step(len(everything), len(everything), "")
    return paths


def file_name(facts: Facts, taken: set[str] | None = None) -> str:
    """'KL26-00388-H - Adriana Sofia binti Fauzi.pdf', with ' (2)' and so on when that is taken; it is added there.

    Two numbers may become the same name (a series may have signs no file can have), and one never overwrites another.
    """
    name = safe_file_name((facts.number, facts.name), ".pdf")
    if taken is not None:
        count = 1
        while unicodedata.normalize("NFC", name).casefold() in taken:
            count += 1
            name = safe_file_name((facts.number, facts.name), f" ({count}).pdf")
        taken.add(unicodedata.normalize("NFC", name).casefold())
    return name


def _checked(facts: Facts) -> Board:
    """The paper laid out; Invalid when it cannot be printed."""
    told = _letters(facts)
    if told:
        raise Invalid(told)
    return _board(facts)


def _page(document: Document, facts: Facts, board: Board | None = None) -> None:
    board = board or _checked(facts)
    fixed = art(facts.design, facts.logo is None)
    ink = Ink(HEIGHT)
    ink.form(document.form(fixed.name, fixed.packed, WIDTH, HEIGHT))
    for encoded in board.draw(ink):
        document.image(picture_name(encoded), read_picture(encoded))
    if facts.verify_text:
        code = encode(facts.verify_text)
        if code is None:
            raise Invalid(_qr_too_long())
        x, y, size = _DESIGNS[facts.design].QR
        ink.bitmap(code.rows, code.side, x, y, size, INK)
    document.page(ink, WIDTH, HEIGHT)


def _board(facts: Facts) -> Board:
    if len(facts.signatories) > 3:
        raise Invalid({"signatories": _("A certificate has room for three signatories. Choose three of them.")})
    if facts.verify_text and encode(facts.verify_text) is None:
        raise Invalid(_qr_too_long())
    board = Board(facts)
    _DESIGNS[facts.design].lay(board, wording(facts))
    return board


def _qr_too_long() -> str:
    return _("Name and course are too long for the QR code. Shorten the course title.")


def _letters(facts: Facts) -> dict[str, str]:
    """Fields with a letter that cannot be printed, and a name that is empty or too long."""
    style = Style("garamond-medium" if facts.design == "klasik" else "inter-semibold")
    texts = [(field, getattr(facts, field)) for field in _CHECKED]
    texts += [("name", title) for title in facts.titles]
    texts += [("signatories", text) for signature in facts.signatories for text in _texts(signature)]
    out: dict[str, str] = {}
    for field, text in texts:
        bad = unprintable(text, style)
        if bad is not None and field not in out:
            shown = f"{bad} (U+{ord(bad):04X})" if bad.isprintable() else f"U+{ord(bad):04X}"
            sentence = _("{field}: the character {character} cannot be printed. Correct the text, then try again.")
            out[field] = sentence.format(field=label(field), character=shown)
    if not facts.name.strip():
        out["name"] = _("There is no name to print.")
    elif len(facts.full_name) > MOST_LETTERS:
        out.setdefault("name", _("Name: with its titles it has more than 200 letters."))
    return out


def _texts(signature: Signature) -> tuple[str, ...]:
    return signature.name, signature.post_ms, signature.post_en, signature.organisation


def _title(facts: Facts) -> str:
    return f"{facts.number} {facts.full_name}"


def _language(facts: Facts) -> str:
    return "en" if facts.language == "en" else "ms"
