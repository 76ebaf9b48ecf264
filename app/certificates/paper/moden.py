"""Design Moden: from the left, Inter, a band of pucuk rebung."""

from __future__ import annotations

from app.certificates.codes import shown
from app.certificates.paper.art import (
    FAINT,
    GOLD,
    INK,
    MONO,
    PETROL,
    SANS,
    SANS_ITALIC,
    SANS_MEDIUM,
    SANS_SEMIBOLD,
    SOFT,
)
from app.certificates.paper.board import Board, Row, depth, name_fitted, single
from app.certificates.paper.words import Pair, Wording, centre_names
from app.exchange.shaping import Fitted, Style, line

LEFT = 62.0
_WIDE, _NARROW = 222.0, 178.0
_TITLE = Style("inter-semibold", spacing=-26)
_NAME = Style("inter-semibold", spacing=-28)
QR = (248.0, 142.0, 27.0)


def lay(board: Board, words: Wording) -> None:
    """Places everything of this design."""
    _head(board)
    board.column(lambda scale: _rows(board, words, scale), LEFT, 44.0, 159.6, "left", rule_colour=GOLD, loosen=1.0)
    _signatures(board)
    _numbers(board, words)
    styles = (SANS, SANS_ITALIC) if len(words.seal.lines) > 1 else (SANS,)
    for at, (text, style) in enumerate(zip(words.seal.lines, styles, strict=True)):
        y = (175.4 if len(words.seal.lines) > 1 else 177.0) + 3.8 * at
        board.put(single(text, style, 2.7), 214, y, style, FAINT, "center")


def _head(board: Board) -> None:
    facts, left = board.facts, LEFT + 21
    if facts.logo:
        left = LEFT + board.picture(facts.logo, LEFT, 19, 50, 16, "left") + 5
    main, other = centre_names(facts)
    width = 203 - left

    def rows(k: float) -> list[Row]:
        name = board.fitted("centre_name", main, SANS_SEMIBOLD, width, 4.6 * k, least=2.6, lines=2, wrap_at=3.8 * k)
        out = [Row((5.6 if other else 8.6) - name.height / 2, name, SANS_SEMIBOLD, INK, tied=True)]
        if other:
            out.append(Row(5.6 * k, board.fitted("centre_name", other, SANS, width, 3.3 * k, least=2.2, lines=2,
                                                 wrap_at=2.8 * k), SANS, SOFT, tied=True))
        return out

    board.column(rows, left, 20, 37, "left")


def _rows(board: Board, words: Wording, k: float) -> list[Row]:
    facts = board.facts
    name = name_fitted(board, _NAME, _WIDE, 12.4)
    rows = []
    for at, text in enumerate(words.title.lines):
        style, size, colour = ((_TITLE, 11.4, PETROL), (SANS_MEDIUM, 5.2, GOLD))[at]
        rows.append(Row((14, 8)[at], board.fitted("", text, style, 142, size * k, least=2.4), style, colour, tied=True))
    rows += _pair(board, words.certify, 18 if len(rows) > 1 else 22, 3.7 * k, _WIDE)
    rows.append(Row(4.4 + 0.823 * name.size, name, _NAME, INK))
    below = 6.6
    if facts.identity_text:
        text = f"{words.identity}  {facts.identity_text}"
        fitted = board.fitted("identity_text", text, SANS, 150, 3.3 * k, least=2.2)
        rows.append(Row(7.4 + depth(name), fitted, SANS, SOFT, tied=True))
    else:
        below = 8.0 + depth(name)
    rows.append(Row(below, rule=(48, 0.8)))
    rows += _pair(board, words.verb, 9.8, 3.7 * k, _WIDE)
    course = board.fitted("course_title", facts.course_title, SANS_SEMIBOLD, _NARROW, 7.6 * k, least=3.2, lines=3,
                          wrap_at=5.2 * k)
    rows.append(Row(3.8 + 0.842 * course.size, course, SANS_SEMIBOLD, PETROL))
    if words.subtitle:
        rows.append(Row(6.4 * k, board.fitted("course_title_ms", words.subtitle, SANS, _NARROW, 3.7 * k, least=2.3,
                                              lines=3, wrap_at=3 * k), SANS, INK, tied=True))
    rows += _pair(board, words.period, 9.4, 3.7 * k, _NARROW)
    rows += _pair(board, words.result, 6.6, 3.7 * k, _NARROW)
    rows += _pair(board, words.place, 6.4, 3.2 * k, _NARROW, "place", 2)
    return rows


def _pair(board: Board, pair: Pair, gap: float, size: float, width: float, field: str = "",
          lines: int = 1) -> list[Row]:
    """Both languages beside each other where they fit, else below each other."""
    texts = pair.lines
    if not texts:
        return []
    if len(texts) == 2:
        first, second = line(texts[0], SANS), line(texts[1], SANS_ITALIC)
        if (first.width + second.width) * size / 1000 + 3.4 <= width:
            return [Row(gap, Fitted((first,), size), SANS, INK, tail=(Fitted((second,), size), SANS_ITALIC, SOFT))]
    rows = []
    for at, text in enumerate(texts):
        style = SANS_ITALIC if at else SANS
        fitted = board.fitted(field, text, style, width, size * (0.94 if at else 1), least=2, lines=lines,
                              wrap_at=size * 0.84)
        rows.append(Row(size * 1.3 if at else gap, fitted, style, SOFT if at else INK, tied=at > 0))
    return rows


def _signatures(board: Board) -> None:
    people, language = board.facts.signatories, board.facts.language
    places = ((0.0, 54.0), (66.0, 54.0)) if len(people) < 3 else ((0.0, 41.0), (46.0, 41.0), (92.0, 41.0))
    for person, (off, width) in zip(people, places, strict=False):
        x = LEFT + off
        if person.image:
            board.picture(person.image, x + 2, 164.6, width * 0.8, 14.2, "left")
        post = Pair(person.post_ms if language != "en" else "", person.post_en if language != "ms" else "").dotted
        post = post or person.post_en or person.post_ms

        def rows(k: float, name: str = person.name, post: str = post, organisation: str = person.organisation,
                 width: float = width) -> list[Row]:
            out = [Row(0, rule=(width, 0.25), tied=True),
                   Row(5.4, board.fitted("signatories", name, SANS_SEMIBOLD, width, 3.3 * k, least=1.9, lines=2,
                                         wrap_at=2.7 * k), SANS_SEMIBOLD, INK)]
            for text, gap in ((post, 4.8), (organisation, 4.0)):
                if text:
                    out.append(Row(gap, board.fitted("signatories", text, SANS, width, 2.9 * k, least=1.8, lines=2,
                                                     wrap_at=2.4 * k), SANS, SOFT))
            return out

        board.column(rows, x, 180, 197.5, "left", rule_colour=INK, loosen=1.0)


def _numbers(board: Board, words: Wording) -> None:
    facts, x, width = board.facts, QR[0], 38.0
    board.word("", words.number, x, 174.6, SANS, SOFT, 2.7, width)
    board.word("number", facts.number, x, 179.2, MONO, INK, 3.6, width, lines=2, least=1.8)
    when = words.date.split(" · ")[0]
    board.word("", f"{when} · {words.date_text}", x, 185, SANS, INK, 2.7, width)
    board.word("", words.scan, x, 189.8, SANS, SOFT, 2.7, width)
    if facts.verification_code:
        board.word("verification_code", shown(facts.verification_code), x, 194.2, Style("mono", MONO.features), SOFT,
                   2.7, width)
