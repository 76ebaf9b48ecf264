"""The parts of the check-in: the session with its clock and counts, who came last, who is missing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.attendance.door import DoorView, Entry, moment_of
from app.i18n import _, local_time, long_date, ngettext
from ui.desk.desk import Desk
from ui.kit.layout import box, clear, column, line, row
from ui.kit.name_list import NameList, NameMark
from ui.kit.progress import Bar
from ui.kit.text import Elided, IconText, label
from ui.kit.theme import theme

COUNTS_FROM = 620
KEPT = 3
_LOOKS = {  # kind: tone, icon, sound
    "in": ("ok", "circle-check", "well"), "late": ("warn", "clock", "look"),
    "already": ("offer", "info", "well"), "marked": ("offer", "info", "well"),
    "ask": ("warn", "circle-question-mark", "look"), "ambiguous": ("warn", "list-ordered", "look"),
    "left": ("danger", "user-minus", "no"), "locked": ("danger", "lock", "no"),
    "not_on_roll": ("danger", "user-x", "no"), "unknown": ("danger", "circle-x", "no"),
    "partial": ("warn", "scan-line", "look"), "closed": ("danger", "lock", "no"),
    "cancelled": ("danger", "calendar-x", "no"), "other_day": ("danger", "calendar-x", "no"),
    "over": ("danger", "calendar-clock", "no")}
_TOKENS = {"ok": "ok", "warn": "warn", "offer": "accent-text", "danger": "danger"}


def look_of_entry(entry: Entry) -> tuple[str, str, str]:
    """Tone, icon and sound of what became of a code."""
    return _LOOKS[entry.kind]


class DoorHead(QWidget):
    """Which session, how many are in, what time it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.title, self.about = Elided("", "title"), Elided("", "caption")
        self.count, self.late = label("", "title"), Elided("", "caption")
        self.bar = Bar(height=8, width=theme().px(120))
        self.clock = label("", "display")
        self.clock.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(32, 12, 32, 12)
        layout.setSpacing(20)
        layout.addWidget(box(column(self.title, self.about, spacing=2)), 1)
        layout.addWidget(box(column(self.count, self.bar, spacing=0)))
        layout.addWidget(line(vertical=True, length=36))
        layout.addWidget(self.clock)
        self.tick()

    def show_view(self, view: DoorView) -> None:
        """Another session, or other marks."""
        self.title.setText(" · ".join(p for p in (view.cohort, view.title) if p))
        start = local_time(moment_of(view.day, view.starts_at))
        until = f"{start.hour * 60 + start.minute + view.grace}"
        last = f"{int(until) // 60 % 24:02}:{int(until) % 60:02}"
        self.about.setText(" · ".join(p for p in (
            long_date(view.day), f"{view.starts_at} – {view.ends_at}", view.venue,
            _("present until {time}, then late").format(time=last)) if p))
        inside, due = len(view.due) - len(view.missing), len(view.due)
        self.count.setText(_("In {n} of {total}").format(n=inside, total=due))
        self.bar.set(inside, max(due, 1), tone="ok" if inside == due else "accent")

    def tick(self) -> None:
        """A second has passed."""
        office = self.desk.office
        if office is not None:
            self.clock.setText(f"{local_time(office.clock()):%H:%M:%S}")

    def fit(self, width: int) -> None:
        """What there is room for."""
        self.bar.setVisible(width >= theme().px(COUNTS_FROM))


class DoorLast(QWidget):
    """The last who came, so that two at once are both seen."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(6)
        self.entries: list[Entry] = []

    def add(self, entry: Entry) -> None:
        """One more, above the others."""
        self.entries = [entry, *self.entries][:KEPT + 1]
        clear(self.lines)
        for one in self.entries[1:]:
            tone, icon, _sound = look_of_entry(one)
            words = " · ".join(p for p in (f"{local_time(one.at):%H:%M}", one.name, one.words()) if p)
            line_ = row(IconText(icon, words, _TOKENS[tone]), None)
            self.lines.addWidget(box(line_))


class DoorSide(QWidget):
    """Who is still missing."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label("", "section")
        self.names = NameList(_("Not in yet"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 8, 12)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(self.names, 1)

    def show_view(self, view: DoorView) -> None:
        """Other marks."""
        missing = view.missing
        self.title.setText(ngettext("{n} is not in yet", "{n} are not in yet", len(missing)).format(n=len(missing))
                           if missing else _("Everybody is in"))
        self.names.set_rows([NameMark(p.place, p.name, spoken=_("Not in yet")) for p in missing], -1)
