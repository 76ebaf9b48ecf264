"""The row above the register: which session, what is to do with it, what the letters mean, whom to show."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel

from app.attendance.commands import CloseSession, MarkRestPresent, ReopenSession
from app.attendance.queries import RegisterView, SessionRow
from app.i18n import _, local_time, ngettext, short_month, show_moment
from ui.attendance.drawing import legend_of, session_line
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import Button, MoreButton, Segments, icon_button
from ui.kit.layout import box, column, line
from ui.kit.marks import MarkLegend
from ui.kit.text import Elided, label
from ui.kit.theme import theme
from ui.kit.toolbar import SearchBox, Toolbar

NARROW = 1000  # pixels of width below which the names of session and state shrink
LEAST = 320  # pixels of width
SEARCH_ALWAYS = 1500  # from here on the search stands beside the legend


def _when(moment: datetime, session: SessionRow) -> str:
    """The time; on another day than the session with its day."""
    there = local_time(moment)
    day = "" if there.date() == session.day else f"{there.day} {short_month(there.month)} "
    return f"{day}{there:%H:%M}"


class RegisterTools(Toolbar):
    """Signals ask the tab: stepped(-1 or 1), rest_asked, lock_asked, requests_asked, walk_ins_asked, searched(text),
    filtered(key)."""

    stepped = Signal(int)
    rest_asked = Signal()
    lock_asked = Signal()
    requests_asked = Signal()
    walk_ins_asked = Signal()
    searched = Signal(str)
    filtered = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.before = icon_button("chevron-left", _("Session before (Ctrl+←)"), lambda: self.stepped.emit(-1))
        self.after = icon_button("chevron-right", _("Session after (Ctrl+→)"), lambda: self.stepped.emit(1))
        self.title: QLabel = label("", "strong")
        self.about = Elided("", "caption")
        self.rest = Button(_("Mark the rest present"), self.rest_asked.emit, icon="check-check", tip="Ctrl+Enter")
        self.lock = Button(_("Close the register"), self.lock_asked.emit, icon="lock")
        self.state: QLabel = label("", "muted")
        self._states = ("", "")  # all of it, and what is needed most
        self.requests = Button(_("Requests"), self.requests_asked.emit, icon="clipboard-check", kind="quiet")
        self.requests.hide()
        self.walk_ins = Button(_("Walk-ins"), self.walk_ins_asked.emit, icon="user-plus", kind="quiet")
        self.walk_ins.hide()
        self.more = MoreButton(kind="quiet")
        self.legend: MarkLegend | None = None
        self._legend_box = column(spacing=0)
        self.search = SearchBox(_("Find trainee"))
        self.search.hide()
        self.find_button = icon_button("search", _("Find trainee (Ctrl+F)"), self.find, kind="quiet")
        self.filter = Segments([("all", _("All")), ("low", _("Below"))])
        names = box(column(self.title, self.about, spacing=0))
        for widget in (self.before, names, self.after, line(vertical=True, length=24), self.rest, self.lock,
                       self.state, self.requests, self.walk_ins):
            self.add_left(widget)
        for widget in (box(self._legend_box), self.search, self.find_button, self.more, self.filter):
            self.add_right(widget)
        guard(self.rest, MarkRestPresent, desk)
        self.search.searched.connect(self.searched)
        self.filter.changed.connect(lambda key: self.filtered.emit(str(key)))
        self._view: RegisterView | None = None
        self._searching = False

    # -- whom to show ------------------------------------------------------------------------------------------------
    def find(self) -> None:
        """Ctrl+F: the search takes the place of the legend until it is empty again."""
        self._searching = True
        self._arrange()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def leave_search(self) -> None:
        """Back in the grid: an empty search makes room."""
        if self._searching and not self.search.text():
            self._searching = False
            self._arrange()

    def count(self, everybody: int, low: int, threshold: int) -> None:
        """How many the filters leave."""
        self.filter.set_text("all", _("All {n}").format(n=everybody))
        self.filter.set_text("low", _("Below {percent} %  {n}").format(percent=threshold, n=low) if threshold
                             else _("Missed too many  {n}").format(n=low))

    # -- the session -------------------------------------------------------------------------------------------------
    def describe(self, session: SessionRow | None, awaited: int, why: str) -> None:
        """Show a session; `why` it cannot be marked now."""
        for widget in (self.rest, self.state, self.lock):
            widget.setVisible(session is not None)
        if session is None:
            self.title.setText("")
            self.about.setText("")
            return
        title, about = session_line(session)
        self.title.setText(title)
        self.about.setText(about)
        self._states = self._state_words(session, awaited)
        self._tell_about(session)
        closed = session.closed_at is not None
        done = closed or (awaited > 0 and session.marked >= awaited and not session.cancelled)
        self.rest.setVisible(not done)
        self.lock.setVisible(done)
        self.lock.setText(_("Reopen") if closed else _("Close the register"))
        self.lock.set_icon("lock-open" if closed else "lock")
        self.lock.refuse(self.desk.why_not(ReopenSession if closed else CloseSession))
        self.rest.explain(why)
        self.lock.explain("" if closed else why)
        self._arrange()

    @staticmethod
    def _state_words(session: SessionRow, awaited: int) -> tuple[str, str]:
        """Who took and closed the register, long and short."""
        if session.cancelled:
            words = (_("Postponed: {reason}") if session.state == "postponed" else _("Cancelled: {reason}")).format(
                reason=session.reason)
            return words, words
        marked = _("{n} of {total} marked").format(n=session.marked, total=awaited)
        if session.closed_at is not None:
            words = _("Closed {time} by {name}").format(time=_when(session.closed_at, session),
                                                        name=session.closed_by)
            return words, words
        if session.taken_at is not None:
            return _("Taken {time} by {name} · {marked}").format(
                time=_when(session.taken_at, session), name=session.taken_by, marked=marked), marked
        return marked, marked

    def _tell_about(self, session: SessionRow) -> None:
        """The whole of it, when somebody points at it or hears it."""
        lines = [self._states[0]]
        if session.closed_at is not None and session.taken_at is not None:
            lines.insert(0, _("Register taken by {name}, {when}").format(name=session.taken_by,
                                                                         when=show_moment(session.taken_at)))
        self.state.setToolTip("\n".join(lines))
        self.state.setAccessibleName(". ".join(lines))

    # -- what fits ---------------------------------------------------------------------------------------------------
    def show_legend(self, view: RegisterView) -> None:
        """What the letters mean in this cohort."""
        self._view = view
        marks = legend_of(view)
        if self.legend is not None:
            self._legend_box.removeWidget(self.legend)
            self.legend.hide()
            self.legend.deleteLater()
        self.legend = MarkLegend(marks)
        self.legend.fit(0)
        self.requests.setVisible(len(view.requested) > 0)
        self.walk_ins.setVisible(view.walk_ins > 0)
        self._legend_box.addWidget(self.legend)
        self._arrange()

    def fit(self, width: int) -> None:
        """The page has another width."""
        self.resize(width, self.height())
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """What does not fit goes; it never makes the page wider."""
        return QSize(LEAST, super().minimumSizeHint().height())

    def _count_waiting(self, short: bool) -> None:
        """What waits to be settled, in words or as bare numbers; the words are always heard and pointed at."""
        if self._view is None:
            return
        n, walk_ins = len(self._view.requested), self._view.walk_ins
        for button, many, words, about in (
                (self.requests, n, ngettext("{n} request", "{n} requests", n).format(n=n),
                 _("Changes of marks that wait for a decision")),
                (self.walk_ins, walk_ins, ngettext("{n} walk-in", "{n} walk-ins", walk_ins).format(n=walk_ins),
                 _("In class and not on the roll"))):
            button.setText(str(many) if short else words)
            button.setAccessibleName(words)
            button.setToolTip(f"{words}: {about}")

    def _arrange(self) -> None:
        """As much as there is room for: words of the legend go first, then of the state, at last of the button."""
        wide = self.width()
        self._count_waiting(False)
        self.search.setVisible(wide >= theme().px(SEARCH_ALWAYS) or bool(self.search.text()) or self._searching)
        self.find_button.setVisible(not self.search.isVisibleTo(self))
        there = self.title.text() != ""
        self.state.setVisible(there)
        self.rest.setText(_("Mark the rest present"))
        self.state.setText(self._states[0])
        if self._taken() > wide:
            self.state.setText(self._states[1])
        if self._taken() > wide:
            self.state.hide()
        if self._taken() > wide:
            self.rest.setText("")
        self.rest.setAccessibleName(_("Mark the rest present"))
        holder = self._legend_box.parentWidget()
        if self.legend is not None and holder is not None:
            shown = self.legend.fit(wide - self._taken())
            if not shown:
                self._count_waiting(True)
                shown = self.legend.fit(wide - self._taken())
            holder.setVisible(shown)

    def _taken(self) -> int:
        """Pixels of everything but the legend."""
        margins, holder = self.row.contentsMargins(), self._legend_box.parentWidget()
        taken = margins.left() + margins.right()
        for number in range(self.row.count()):
            item = self.row.itemAt(number)
            widget = item.widget() if item is not None else None
            if widget is not None and widget is not holder and widget.isVisibleTo(self):
                widget.ensurePolished()
                taken += widget.sizeHint().width() + self.row.spacing()
        return taken
