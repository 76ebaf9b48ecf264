"""Design Klasik: centred, EB Garamond, a guilloche border."""

from __future__ import annotations

from app.certificates.codes import shown
from app.certificates.paper.art import (
    FAINT,
    GOLD,
    INK,
    MONO,
    PETROL,
    SERIF,
    SERIF_ITALIC,
    SERIF_MEDIUM,
    SOFT,
)
from app.certificates.paper.board import Board, Row, depth, name_fitted, single
from app.certificates.paper.words import Pair, Wording, centre_names
from app.exchange.shaping import Style

CENTRE = 148.5
_WIDE = 218.0
_CAPITALS = Style("garamond-medium", spacing=191)
QR = (27.0, 159.0, 26.0)


def lay(board: Board, words: Wording) -> None:
    """Places everything of this design."""
    facts = board.facts
    if facts.logo:
        board.picture(facts.logo, CENTRE - 45, 24.2, 90, 17.6, "center")
    board.column(lambda scale: _rows(board, words, scale), CENTRE, 36.0, 155.4, "center", rule_colour=GOLD, loosen=1.16)
    _numbers(board, words)
    _signatures(board, words)
    _seal(board, words.seal)


def _rows(board: Board, words: Wording, k: float) -> list[Row]:
    facts = board.facts
    main, other = centre_names(facts)
    name = name_fitted(board, SERIF_MEDIUM, _WIDE, 11.6)
    centre = board.fitted("centre_name", main.upper(), _CAPITALS, 205, 4.7 * k, least=2.6, lines=2, wrap_at=3.6)
    rows = [Row(14, centre, _CAPITALS, INK, tied=True)]
    if other:
        rows.append(Row(4.8 * k, board.fitted("centre_name", other, SERIF, 205, 3.6 * k, least=2.4, lines=2), SERIF,
                        SOFT, tied=True))
    rows += _pair(board, words.title, 14.6 if not other else 13.4, 7.4, (SERIF_MEDIUM, 13.4 * k, PETROL),
                  (SERIF_ITALIC, 6.1 * k, GOLD), 190)
    rows += _pair(board, words.certify, 11.4, 5, (SERIF, 4.5 * k, INK), (SERIF_ITALIC, 3.7 * k, SOFT), _WIDE)
    rows.append(Row(5.25 + 0.72 * name.size, name, SERIF_MEDIUM, INK))
    rows.append(Row(4 + depth(name), rule=(156, 0.3), tied=True))
    after = 9.0
    if facts.identity_text:
        text = f"{words.identity}  {facts.identity_text}"
        rows.append(Row(5.4, board.fitted("identity_text", text, SERIF, 156, 3.7 * k, least=2.4), SERIF,
                        SOFT, tied=True))
    else:
        after = 10.0
    rows += _pair(board, words.verb, after, 5, (SERIF, 4.5 * k, INK), (SERIF_ITALIC, 3.7 * k, SOFT), _WIDE)
    course = board.fitted("course_title", facts.course_title, SERIF_MEDIUM, _WIDE, 9.2 * k, least=3.6, lines=3,
                          wrap_at=6 * k, leading=1.1)
    rows.append(Row(3.6 + 0.717 * course.size, course, SERIF_MEDIUM, PETROL))
    if words.subtitle:
        rows.append(Row(5.8 * k, board.fitted("course_title_ms", words.subtitle, SERIF, _WIDE, 4.1 * k, least=2.6,
                                              lines=3, wrap_at=3.2 * k), SERIF, INK, tied=True))
    rows += _pair(board, words.period, 7.4, 4.6, (SERIF, 4.1 * k, INK), (SERIF_ITALIC, 3.6 * k, SOFT), _WIDE)
    rows += _pair(board, words.result, 6.2, 4.6, (SERIF, 4.1 * k, INK), (SERIF_ITALIC, 3.6 * k, SOFT), _WIDE)
    rows += _pair(board, words.place, 6.0, 4.2, (SERIF, 3.7 * k, INK), (SERIF_ITALIC, 3.3 * k, SOFT), _WIDE, "place", 2)
    return rows


def _pair(board: Board, pair: Pair, gap: float, inner: float, first: tuple[Style, float, str],
          second: tuple[Style, float, str], width: float, field: str = "", lines: int = 1) -> list[Row]:
    """The first language upright, the second in italics below it."""
    rows = []
    for at, (text, (style, size, colour)) in enumerate(zip(pair.lines, (first, second), strict=False)):
        fitted = board.fitted(field, text, style, width, size, least=2.2, lines=lines, wrap_at=size * 0.86)
        rows.append(Row(inner if at else gap, fitted, style, colour, tied=at > 0))
    return rows


def _numbers(board: Board, words: Wording) -> None:
    facts, x = board.facts, 56.0
    width = 35.0 if len(facts.signatories) > 1 else 60.0
    board.word("", words.number, x, 162, SERIF, SOFT, 3, width)
    board.word("number", facts.number, x, 166.6, MONO, INK, 3.8, width, lines=2, least=1.8)
    board.word("", words.date, x, 171.6, SERIF, SOFT, 3, width)
    board.word("", words.date_text, x, 175.8, SERIF_MEDIUM, INK, 3.7, width)
    board.word("", words.scan, x, 180.8, SERIF, SOFT, 3, width)
    if facts.verification_code:
        board.word("verification_code", shown(facts.verification_code), x, 184.8, Style("mono", MONO.features), SOFT,
                   2.9, width)


def _signatures(board: Board, words: Wording) -> None:
    people = board.facts.signatories
    places = {1: ((150.0, 54.0),), 2: ((119.0, 54.0), (181.0, 54.0)),
              3: ((114.0, 42.0), (161.0, 42.0), (208.0, 42.0))}.get(len(people), ())
    for person, (x, width) in zip(people, places, strict=False):
        if person.image:
            board.picture(person.image, x - width * 0.4, 160.4, width * 0.8, 13.8, "center")
        post = Pair(*((person.post_ms, person.post_en) if board.facts.language == "bi" else
                      ("", person.post_en or person.post_ms) if board.facts.language == "en" else
                      (person.post_ms or person.post_en, ""))).dotted

        def rows(k: float, name: str = person.name, post: str = post, organisation: str = person.organisation,
                 width: float = width) -> list[Row]:
            out = [Row(0, rule=(width, 0.25), tied=True),
                   Row(4.6, board.fitted("signatories", name, SERIF_MEDIUM, width, 3.7 * k, least=2.1, lines=2,
                                         wrap_at=2.9 * k), SERIF_MEDIUM, INK)]
            for text, gap in ((post, 4.0), (organisation, 3.7)):
                if text:
                    out.append(Row(gap, board.fitted("signatories", text, SERIF, width, 3.2 * k, least=1.9, lines=2,
                                                     wrap_at=2.6 * k), SERIF, SOFT))
            return out

        board.column(rows, x, 175, 188.8, "center", rule_colour=INK, loosen=1.0)


def _seal(board: Board, seal: Pair) -> None:
    styles = (SERIF, SERIF_ITALIC) if len(seal.lines) > 1 else (SERIF,)
    for at, (text, style) in enumerate(zip(seal.lines, styles, strict=True)):
        y = (169.4 if len(seal.lines) > 1 else 171.0) + 3.8 * at
        board.put(single(text, style, 3), 247, y, style, FAINT, "center")
