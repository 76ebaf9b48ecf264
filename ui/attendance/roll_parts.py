"""The parts of the roll call: its head with counts, the person whose turn it is, the names at the side, the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import _, day_name, language, month_name, ngettext
from ui.attendance.drawing import meaning_of, ordered
from ui.attendance.roll_turns import Turns, named
from ui.kit.big import BigName, MarkButton, MarkCount
from ui.kit.buttons import Button, Segments
from ui.kit.layout import box, clear, column, line, row
from ui.kit.marks import Mark, shape_of
from ui.kit.name_list import NameList, NameMark
from ui.kit.progress import Bar
from ui.kit.text import Avatar, Elided, Glyph, key_cap, label
from ui.kit.theme import theme

SIDE_FROM, COUNTS_FROM, WIDE_FROM = 1100, 1000, 1300  # pixels of width at the normal text size
LOW = 640  # pixels of height below which the person comes without what is only good to know


def long_day(turns: Turns) -> str:
    """'Session 12 · Tuesday 14 July'."""
    session = turns.session
    lang = language()
    return _("Session {n} · {day}").format(
        n=session.number, day=f"{day_name(session.day.weekday(), lang)} {session.day.day} "
                              f"{month_name(session.day.month, lang)}")


class RollHead(QWidget):
    """Which session, how many of each mark, how far it is."""

    def __init__(self, turns: Turns, close: Callable[[], object]) -> None:
        super().__init__()
        self.turns = turns
        self.title, self.about = Elided("", "title"), Elided("", "caption")
        view = turns.book.view
        assert view is not None
        self.counts = {s.code: MarkCount(s.letter, meaning_of(view, s), s.label) for s in ordered(view.statuses)}
        self._counts = box(row(*self.counts.values(), line(vertical=True, length=32), spacing=14))
        self.done, self.left = label("", "strong"), label("", "muted")
        self.bar = Bar(height=8, width=theme().px(150))
        progress = box(column(row(self.done, None, self.left), self.bar, spacing=0))
        self.close_button = Button(_("Close"), close, icon="x", keys="Esc")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 12, 24, 12)
        layout.setSpacing(16)
        layout.addWidget(box(column(self.title, self.about, spacing=2)), 1)
        layout.addWidget(self._counts)
        layout.addWidget(progress)
        layout.addWidget(self.close_button)

    def fit(self, width: int) -> None:
        """The window has another width."""
        self._counts.setVisible(width >= theme().px(COUNTS_FROM + 40 * max(0, len(self.counts) - 5)))
        self.bar.setFixedWidth(theme().px(150 if width >= theme().px(COUNTS_FROM) else 110))

    def refresh(self) -> None:
        """The marks are others."""
        turns, view = self.turns, self.turns.book.view
        assert view is not None
        session, keys = turns.session, turns.order()
        self.title.setText(long_day(turns))
        self.about.setText(" · ".join(p for p in (
            f"{view.cohort.code} · {view.cohort.title}" if view.cohort.title else view.cohort.code,
            f"{session.starts_at}–{session.ends_at}", session.topic, session.venue or view.cohort.venue) if p))
        found = Counter(view.marks[k, session.id].status for k in keys if (k, session.id) in view.marks)
        for code, count in self.counts.items():
            count.set_count(found[code])
        left = turns.left()
        self.done.setText(_("{n} of {total}").format(n=len(keys) - left, total=len(keys)))
        self.left.setText(_("{n} left").format(n=left))
        self.bar.set(len(keys) - left, max(1, len(keys)))


class RollPerson(QWidget):
    """One name in large type, what was so far, and a large button for each mark."""

    def __init__(self, turns: Turns, mark: Callable[[str], object]) -> None:
        super().__init__()
        self.turns = turns
        self.number = label("", "muted")
        self.avatar = Avatar("", theme().px(96))
        self.name = BigName()
        self._before = QHBoxLayout()
        self._before.setSpacing(6)
        self.so_far = Elided("", "muted")
        facts = row(label(_("Last five sessions"), "muted"), box(self._before), 12, self.so_far)
        facts.setStretch(3, 1)
        self._facts = box(facts)
        view = turns.book.view
        assert view is not None
        self.buttons = {s.code: MarkButton(s.letter, meaning_of(view, s), s.label, lambda code=s.code: mark(code))
                        for s in ordered(turns.book.offered())}
        keys = QHBoxLayout()
        keys.setSpacing(6)
        for caps, words in (("↑", _("back one")), ("↓", _("skip")), ("0|9", _("minutes")), ("F2", _("reason")),
                            ("Ctrl Z", _("undo"))):
            for cap in caps.split("|"):
                keys.addWidget(key_cap(cap))
            keys.addWidget(label(words, "muted"))
            keys.addSpacing(8)
        keys.addStretch(1)
        self.enter = label("", "muted")
        keys.addWidget(self.enter)
        self._keys = box(keys)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.number)
        layout.addLayout(row(self.avatar, self.name, spacing=24))
        layout.addWidget(self._facts)
        layout.addLayout(row(*self.buttons.values(), spacing=10))
        layout.addWidget(self._keys)

    def fit(self, width: int, height: int) -> None:
        """The window has another size: what is only good to know goes first."""
        low = height < theme().px(LOW)
        self._facts.setVisible(not low or height >= theme().px(LOW - 120))
        self._keys.setVisible(not low and width >= theme().px(620))
        self.avatar.setVisible(width >= theme().px(560))
        space = self.layout()
        if space is not None:
            space.setSpacing(8 if low else 16)

    def refresh(self) -> None:
        """Another turn, or other marks."""
        turns, view, key = self.turns, self.turns.book.view, self.turns.now
        person = turns.book.person(key) if key is not None else None
        if view is None or key is None or person is None:
            return
        self.number.setText(_("{n} of {total}").format(n=turns.place() + 1, total=len(turns.people))
                            + f"  ·  {person.number}")
        self.avatar.set_name(person.name)
        self.name.set_name(person.name)
        figure = view.figures[key]
        words = _("Attendance so far {percent}").format(percent=figure.text) if figure.text else ""
        miss = (_("out of reach") if figure.over else "" if figure.may_miss is None
                else _("may miss {n}").format(n=figure.may_miss))
        self.so_far.setText(", ".join(p for p in (words, miss) if p))
        clear(self._before)
        for session, code in turns.before(key):
            status = turns.book.status(code) if code else None
            mark = Mark(status.letter if status else "·", meaning_of(view, status) if status else "attended")
            mark.setToolTip(f"{session.day.day}.{session.day.month}. {status.label if status else _('Not marked')}")
            mark.setAccessibleName(mark.toolTip())
            self._before.addWidget(mark)
        there = view.marks.get((key, turns.session_id))
        meant = there.status if there else turns.proposal(key)
        for code, button in self.buttons.items():
            button.set_ringed(code == meant)
        status = turns.book.status(turns.proposal(key))
        self.enter.setText(_("Enter means {status}").format(status=status.label if status else ""))


class RollSide(QWidget):
    """All names with their marks, and the one button for those who are left."""

    def __init__(self, turns: Turns, go: Callable[[int], object], rest: Callable[[], object],
                 order: Callable[[str], object]) -> None:
        super().__init__()
        self.turns = turns
        self.order = Segments([("name", _("By name")), ("number", _("By roll number"))])
        self.order.set_value(turns.by)
        self.order.changed.connect(lambda key: order(str(key)))
        self.setObjectName("sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.names = NameList(_("Trainees"))
        self.names.chosen.connect(lambda number: go(turns.order()[number]))
        self.rest = Button(_("Mark the rest present"), rest, kind="primary", icon="check-check", large=True,
                           tip="Ctrl+Enter")
        words = label(_("Everyone not marked yet becomes present. You can still change any name after that."),
                      "caption", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(box(row(self.order, None, margins=(24, 0, 16, 8))))
        layout.addWidget(box(column(self.names, margins=(16, 0, 8, 8))), 1)
        layout.addWidget(line())
        layout.addWidget(box(row(words, self.rest, margins=(24, 12, 16, 12), spacing=16)))

    def refresh(self) -> None:
        """The marks are others."""
        turns, view = self.turns, self.turns.book.view
        assert view is not None
        rows = []
        for number, person in enumerate(turns.people, start=1):
            mark = view.marks.get((person.enrolment_id, turns.session_id))
            status = turns.book.status(mark.status) if mark else None
            name = f"{person.number}  {person.name}" if turns.by == "number" else person.name
            rows.append(NameMark(number, name, status.letter if status else "",
                                 shape_of(meaning_of(view, status)) if status else "empty",
                                 status.label if status else _("Not marked")))
        self.names.set_rows(rows, turns.place())
        show_rest(self.rest, turns.left())


def show_rest(button: Button, left: int) -> None:
    """Words of the button for those who are left; none left hides it."""
    button.setText(ngettext("Mark the other {n} present", "Mark the other {n} present", left).format(n=left))
    button.setVisible(left > 0)


class RollEnd(QWidget):
    """Everybody is marked: the sum, who is missing, and what comes next."""

    def __init__(self, turns: Turns, lock: Callable[[], object], close: Callable[[], object]) -> None:
        super().__init__()
        self.turns = turns
        self.title = label(_("Everybody is marked"), "display")
        self.sums = label("", "section", wrap=True)
        self.missing = label("", "muted", wrap=True)
        self.lock = Button(_("Close the register"), lock, kind="primary", icon="lock", large=True)
        self.close_button = Button(_("Back to the register"), close, large=True)
        self.note = label(_("A closed register is changed only after it was reopened with a reason."), "caption",
                          wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(row(Glyph("circle-check", "ok", 40), self.title, None, spacing=16))
        layout.addWidget(self.sums)
        layout.addWidget(self.missing)
        layout.addLayout(row(self.close_button, self.lock, None))
        layout.addWidget(self.note)

    def refresh(self, why_not: str) -> None:
        """The marks are others; `why_not` the register cannot be closed."""
        turns, view = self.turns, self.turns.book.view
        assert view is not None
        session, left = turns.session, turns.left()
        self.title.setText(_("Everybody is marked") if not left else ngettext(
            "{n} is not marked yet", "{n} are not marked yet", left).format(n=left))
        marks = {k: view.marks[k, session.id] for k in turns.order() if (k, session.id) in view.marks}
        found = Counter(m.status for m in marks.values())
        self.sums.setText(" · ".join(f"{found[s.code]} {s.label[:1].lower()}{s.label[1:]}"
                                     for s in ordered(view.statuses) if found[s.code]))
        lines = []
        for status in ordered(view.statuses):
            who = [p for p in turns.people if status.code != "H" and p.enrolment_id in marks
                   and marks[p.enrolment_id].status == status.code]
            if who:
                lines.append(f"{status.label}: {named(who)}")
        self.missing.setText("\n".join(lines))
        self.missing.setVisible(bool(lines))
        closed = session.closed_at is not None
        self.lock.setVisible(not closed and not left)
        self.note.setVisible(not closed and not left)
        self.lock.explain(why_not)
