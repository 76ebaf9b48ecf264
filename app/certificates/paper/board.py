"""Setting a certificate's texts: what goes where, at which size, and what does not fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.certificates.facts import Facts
from app.errors import Invalid
from app.exchange.pdf import Align, Ink
from app.exchange.pictures import picture_name, read_picture
from app.exchange.shaping import Fitted, Style, fit, line
from app.i18n import _

POINT = 25.4 / 72
_SCALES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58)
_TIGHTEST, _LOOSEST = 0.7, 1.35


@dataclass(frozen=True)
class Row:
    """Lines of a column. `gap` is from the baseline above to the first one here; it may be tightened or loosened
    unless the row belongs to the one above it. `rule` draws a line of that length instead of text."""

    gap: float
    text: Fitted | None = None
    style: Style = Style("inter")
    colour: str = "#000000"
    tied: bool = False
    tail: tuple[Fitted, Style, str] | None = None
    rule: tuple[float, float] | None = None  # length, thickness

    @property
    def height(self) -> float:
        """From the first baseline to the last."""
        return self.text.height if self.text else 0


@dataclass(frozen=True)
class Words:
    """A text placed on the paper."""

    text: Fitted
    x: float
    y: float
    style: Style
    colour: str
    align: Align


@dataclass(frozen=True)
class Rule:
    """A line from left to right."""

    x: float
    y: float
    length: float
    thickness: float
    colour: str


@dataclass(frozen=True)
class Shown:
    """A picture placed on the paper."""

    encoded: str
    x: float
    y: float
    width: float
    height: float


class Board:
    """The texts and pictures of one certificate, placed."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.items: list[Words | Rule | Shown] = []
        self.name: Fitted | None = None  # as it was fitted, for whoever checks before the issue

    def fitted(self, field: str, text: str, style: Style, width: float, size: float, *, least: float, lines: int = 1,
               wrap_at: float | None = None, leading: float = 1.16) -> Fitted:
        """The text fitted to a width; Invalid, naming the field, when it does not."""
        found = fit(text, style, width, size, least=min(least, size), lines=lines,
                    wrap_at=None if wrap_at is None else min(wrap_at, size), leading=leading)
        if found is None:
            raise Invalid({field: _("{field} does not fit on the paper, even in the smallest size. Shorten it.").format(
                field=label(field))})
        return found

    def put(self, text: Fitted, x: float, y: float, style: Style, colour: str, align: Align = "left") -> None:
        """Places lines, the first with its baseline at y."""
        self.items.append(Words(text, x, y, style, colour, align))

    def word(self, field: str, text: str, x: float, y: float, style: Style, colour: str, size: float, width: float, *,
             align: Align = "left", least: float = 1.9, lines: int = 1) -> None:
        """Fits and places one text."""
        self.put(self.fitted(field, text, style, width, size, least=least, lines=lines), x, y, style, colour, align)

    def column(self, make: Callable[[float], Sequence[Row]], x: float, top: float, bottom: float, align: Align, *,
               rule_colour: str = "#000000", loosen: float = _LOOSEST) -> None:
        """Rows under one another between `top` (a baseline) and `bottom` (the lowest baseline).

        Gaps give way first, then sizes (`make` is called with a smaller scale); Invalid when even that is not enough.
        """
        for scale in _SCALES:
            rows = make(scale)
            fixed = sum(row.height + (row.gap if row.tied else 0) for row in rows)
            free = sum(row.gap for row in rows if not row.tied)
            stretch = min((bottom - top - fixed) / free, loosen) if free else 1.0
            if stretch >= _TIGHTEST or not free and fixed <= bottom - top:
                self._place(rows, x, top, stretch, align, rule_colour)
                return
        sentence = _("There is more text than fits on the paper. Shorten the longest of them: {fields}.")
        longest = ", ".join(label(name) for name in ("course_title", "venue", "organiser", "partner"))
        raise Invalid({"": sentence.format(fields=longest)})

    def _place(self, rows: Sequence[Row], x: float, top: float, stretch: float, align: Align, rule_colour: str) -> None:
        y = top
        for row in rows:
            y += row.gap * (1 if row.tied else stretch)
            if row.rule:
                left = x - row.rule[0] / 2 if align == "center" else x
                self.items.append(Rule(left, y, row.rule[0], row.rule[1], rule_colour))
            if row.text:
                self.put(row.text, x, y, row.style, row.colour, align)
                if row.tail:
                    text, style, colour = row.tail
                    width = row.text.lines[0].width * row.text.size / 1000
                    self.put(text, x + width + 3.4, y, style, colour)
                y += row.height

    def picture(self, encoded: str, x: float, y: float, width: float, height: float, align: Align) -> float:
        """A picture as large as fits a box, standing on its lower edge (logo: centred in it); its width."""
        image = read_picture(encoded)
        scale = min(width / image.width, height / image.height)
        w, h = image.width * scale, image.height * scale
        left = x + (width - w) / 2 if align == "center" else x
        self.items.append(Shown(encoded, left, y + height - h, w, h))
        return w

    def draw(self, ink: Ink) -> list[str]:
        """Draws everything; the pictures used are returned, for the document."""
        used = []
        for item in self.items:
            if isinstance(item, Words):
                ink.fitted(item.text, item.x, item.y, item.style, item.colour, item.align)
            elif isinstance(item, Rule):
                ink.path([(item.x, item.y), (item.x + item.length, item.y)], stroke=item.colour, width=item.thickness)
            else:
                ink.picture(picture_name(item.encoded), item.x, item.y, item.width, item.height)
                used.append(item.encoded)
        return used


def name_fitted(board: Board, style: Style, width: float, size: float) -> Fitted:
    """The name: one line down to 20 pt, then two broken before BIN or BINTI down to 14 pt; three beyond 80 letters."""
    text = board.facts.full_name
    long = len(text) > 80
    board.name = board.fitted("name", text, style, width, size, least=(7.5 if long else 14) * POINT,
                              lines=3 if long else 2, wrap_at=20 * POINT)
    return board.name


def depth(text: Fitted) -> float:
    """How much deeper than Latin letters the last line reaches, in mm: the dots below Arabic letters need room."""
    return 0.22 * text.size if any(run.face.startswith("arabic") for run in text.lines[-1].runs) else 0.0


def single(text: str, style: Style, size: float) -> Fitted:
    """A line that is known to fit."""
    return Fitted((line(text, style),), size)


def scaled(row: Row, factor: float) -> Row:
    """The row with its gap made smaller or larger."""
    return replace(row, gap=row.gap * factor)


def label(field: str) -> str:
    """What a field is called in a message."""
    names = {
        "name": _("Name"), "identity_text": _("Identity number"), "centre_name": _("Centre's name"),
        "centre_name_ms": _("Centre's name in Malay"), "centre_name_en": _("Centre's name in English"),
        "course_title": _("Course title"), "course_title_ms": _("Course title in Malay"),
        "course_title_en": _("Course title in English"), "venue": _("Venue"), "organiser": _("Organiser"),
        "partner": _("Partner"), "grade": _("Grade"), "result_ms": _("Result"), "result_en": _("Result"),
        "number": _("Certificate number"), "signatories": _("Signatory"), "identity_label": _("Identity document"),
        "verification_code": _("Verification code"), "place": _("Venue and organiser"),
    }
    return names.get(field, _("Text"))
