"""Trying a layout: with whose name, the page as it will be printed, and how many names the box for it makes smaller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from app.certificates.facts import Facts
from app.certificates.press import Picture, picture
from app.certificates.templates.model import Layout, Name
from app.certificates.templates.names import MOST_LONG, NamesToTry, TrialNames, shrunk
from app.cohorts.queries import CohortList, CohortRow
from app.errors import Invalid
from app.i18n import _, ngettext
from app.job import Job, Progress
from ui.certificates.designer.bring import Bring
from ui.certificates.designer.tools import Tools
from ui.desk import talk
from ui.desk.desk import Desk

DRAW_AFTER = 90  # milliseconds
MOST_SHOWN = 40


class Trial(QObject):
    """`drawn(image, layout)` when the page of a layout is there; `told` when there is something else to say of it."""

    drawn = Signal(object, object)
    told = Signal()

    def __init__(self, desk: Desk, tools: Tools, bring: Bring, parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self.tools, self.bring = desk, tools, bring
        self.names: TrialNames | None = None
        self.refused = ""  # why the page cannot be printed
        self.affected: tuple[tuple[str, float], ...] = ()  # names that are set smaller, with their sizes in pt
        self._layout, self._width, self._turn = Layout(), 0, 0
        self._measured: tuple[object, ...] = ()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(DRAW_AFTER)
        self._later.timeout.connect(self._draw)
        tools.tried.edited.connect(self._again)
        for choice in (tools.of, tools.kind, tools.language):
            choice.edited.connect(self.ask_names)

    def ask(self) -> None:
        """Read names and cohorts."""
        def arrived(rows: Sequence[CohortRow]) -> None:
            now = self.tools.of.value() or 0
            self.tools.of.set_options([(0, _("of the centre")), *((row.id, row.code) for row in rows)])
            self.tools.of.set_value(now)

        self.desk.ask(CohortList(), owner=self.parent(), tag="cohorts", then=arrived)
        self.ask_names()

    def ask_names(self) -> None:
        """Read the names of the centre or of the cohort that is chosen."""
        tools = self.tools
        self.desk.ask(NamesToTry(kind=tools.kind.value() or "completion", language=tools.language.value() or "bi",
                                 cohort_id=tools.of.value() or None), owner=self.parent(), tag="names",
                      then=self._named)

    def _named(self, rows: Sequence[TrialNames]) -> None:
        self.names = rows[0]
        self._again()

    def facts(self) -> Facts | None:
        """What the page says: the centre's own words, with the name that is tried."""
        if self.names is None:
            return None
        tried = str(self.tools.tried.value() or "longest")
        return replace(self.names.facts, name=getattr(self.names, tried), titles=())

    def show(self, layout: Layout, width: int) -> None:
        """Draw a layout soon, so many pixels wide."""
        self._layout, self._width = layout, width
        self._again()

    def _again(self) -> None:
        if self.desk.synchronous:
            self._draw()
        else:
            self._later.start()

    def _draw(self) -> None:
        facts, layout, width, assets = self.facts(), self._layout, self._width, dict(self.bring.assets)
        if facts is None or not width:
            return
        self._turn += 1
        turn = self._turn

        def draw(_step: Progress) -> Picture | str:
            try:
                return picture(facts, width, layout, assets)
            except Invalid as problem:
                return str(problem)

        self.desk.start(Job(_("Drawing the preview"), draw, "files", quiet=True), owner=self.parent(),
                        then=lambda found: self._arrived(turn, layout, found))

    def _arrived(self, turn: int, layout: Layout, found: Picture | str) -> None:
        if turn != self._turn:
            return
        self._measure(layout)
        self.refused = found if isinstance(found, str) else ""
        if not isinstance(found, str):
            image = QImage(found.data, found.width, found.height, found.stride, QImage.Format.Format_RGB32).copy()
            self.drawn.emit(image, layout)
        self.told.emit()

    def _measure(self, layout: Layout) -> None:
        """Which names of the centre are set smaller, counted beside the window."""
        name = name_of(layout)
        if name is None or self.names is None:
            return
        names, wanted = self.names.long, (name.type, name.w, name.least, name.turn, name.lines, self.names)
        if wanted == self._measured:
            return
        self._measured = wanted
        self.desk.start(Job(_("Measuring names"), lambda _step: shrunk(names, name), "files", quiet=True),
                        owner=self.parent(), then=self._judged)

    def _judged(self, found: tuple[tuple[str, float], ...]) -> None:
        self.affected = found
        self.told.emit()

    def words(self) -> tuple[str, str, str] | None:
        """What happens to long names: a bold beginning, the rest, words for the link to them. None: nothing."""
        name = name_of(self._layout)
        if not self.affected or self.names is None or name is None:
            return None
        n, smallest = len(self.affected), min((size for _name, size in self.affected if size), default=0.0)
        beyond = sum(not size for _name, size in self.affected)
        link = ngettext("Show the name", "Show the {n} names", n).format(n=f"{n:,}")
        if beyond:
            strong = _("The longest name does not fit, even in {least} pt.").format(least=f"{name.least:g}")
            return strong, ngettext("{n} of {all} names is affected. Make its box wider or its smallest size smaller.",
                                    "{n} of {all} names are affected. Make their box wider or the smallest size "
                                    "smaller.", beyond).format(n=f"{beyond:,}", all=f"{self.names.count:,}"), link
        strong = _("The longest name is set in {least} pt instead of {size}.").format(
            least=f"{smallest:.1f}", size=f"{name.type.size:g}")
        if n >= MOST_LONG:
            rest = _("At least {n} of {all} names are affected. Nothing is cut off.")
        else:
            rest = ngettext("{n} of {all} names is affected. Nothing is cut off.",
                            "{n} of {all} names are affected. Nothing is cut off.", n)
        return strong, rest.format(n=f"{n:,}", all=f"{self.names.count:,}"), link

    def show_names(self) -> None:
        """The names that are set smaller, with their sizes."""
        lines = [f"{name} · {size:.1f} pt" if size else f"{name} · " + _("does not fit")
                 for name, size in dict.fromkeys(self.affected)][:MOST_SHOWN]
        talk.tell(_("Names that are set smaller"), "\n".join(lines), parent=self.parent())


def name_of(layout: Layout) -> Name | None:
    """The holder's name on a layout."""
    return next((t for t in layout.things if isinstance(t, Name)), None)
