"""A page: head (breadcrumb, title, pill, facts, actions), perhaps tabs, a body, a bar of keys at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kit.acts import Acts
from ui.kit.buttons import Button, MoreButton, link
from ui.kit.hint_bar import HintBar
from ui.kit.layout import clear, line
from ui.kit.pill import Pill
from ui.kit.tabs import Tabs
from ui.kit.text import Elided, Glyph, IconText, label
from ui.kit.theme import theme

if TYPE_CHECKING:
    from ui.kit.form import Form

NARROW_WINDOW, LOW_WINDOW = 1100, 640
WIDE_WINDOW, TEXT_WIDTH = 1900, 1440
LEAST_TITLE = 170  # pixels that a title keeps beside tabs


class PageHead(QWidget):
    """What page this is and what can be done with all of it. `titled` when the title changes."""

    titled = Signal(str)

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 12, 24, 10)
        whole.setSpacing(3)
        outer = QHBoxLayout()
        outer.setSpacing(8)
        whole.addLayout(outer)
        left = QVBoxLayout()
        left.setSpacing(3)
        self._crumbs = QWidget(self)
        self._crumb_row = QHBoxLayout(self._crumbs)
        self._crumb_row.setContentsMargins(0, 0, 0, 0)
        self._crumb_row.setSpacing(4)
        self._crumbs.hide()
        left.addWidget(self._crumbs)
        self._title_row = QHBoxLayout()
        self._title_row.setSpacing(12)
        self.title = Elided(title, "title")
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.count = label("", "muted")
        self.count.hide()
        self.pill = Pill(parent=self)
        self.pill.hide()
        self._title_row.addWidget(self.title)
        self._title_row.addWidget(self.count)
        self._title_row.addWidget(self.pill)
        self.said = Elided("", "muted")
        self.said.hide()
        self._title_row.addWidget(self.said, 100)  # the stretch behind it is for pages without
        self._title_row.addStretch(1)
        left.addLayout(self._title_row)
        self._facts = QWidget(self)
        self._fact_row = QHBoxLayout(self._facts)
        self._fact_row.setContentsMargins(0, 0, 0, 0)
        self._fact_row.setSpacing(16)
        self._facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._facts.hide()
        whole.addWidget(self._facts)  # below the actions too: all of the width is theirs
        outer.addLayout(left, 1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        outer.addLayout(self._actions)
        self._outer = whole
        self._has_crumbs = self._has_facts = False
        self._compact = False

    def set_title(self, title: str, count: int | None = None) -> None:
        """The title, perhaps with a number after it."""
        self.title.setText(title)
        self.count.setText("" if count is None else f"{count:,}")
        self.titled.emit(title)
        self.count.setVisible(count is not None)

    def set_pill(self, text: str, tone: str = "neutral", icon: str = "") -> None:
        """The state beside the title; '' takes it away."""
        self.pill.show_state(text, tone, icon)
        self.pill.setVisible(bool(text) and not self._beside)

    def set_said(self, words: str) -> None:
        """A few words behind the pill; '' takes them away."""
        self.said.setText(words)
        self.said.setVisible(bool(words) and not self._compact)

    def set_crumbs(self, crumbs: Sequence[tuple[str, Callable[[], object] | None]]) -> None:
        """Where this page hangs: (words, what a click does)."""
        clear(self._crumb_row)
        for number, (words, go) in enumerate(crumbs):
            if number:
                self._crumb_row.addWidget(Glyph("chevron-right", "text-3", 12))
            if go is None:
                self._crumb_row.addWidget(label(words, "caption"))
            else:
                button = link(words, go)
                button.setProperty("fit", "small")
                self._crumb_row.addWidget(button)
        self._crumb_row.addStretch(1)
        self._has_crumbs = bool(crumbs)
        self._arrange()

    def set_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """One line of (icon, words)."""
        clear(self._fact_row)
        for icon, words in facts:
            if words:
                self._fact_row.addWidget(IconText(icon, words))
        self._fact_row.addStretch(1)
        self._has_facts = bool(facts)
        self._arrange()

    def set_actions(self, *buttons: QWidget) -> None:
        """What can be done with the page; the primary one last."""
        clear(self._actions)
        self._more = MoreButton(parent=self)
        self._more.hide()
        self._actions.addWidget(self._more)
        self._buttons = list(buttons)
        for button in buttons:
            self._actions.addWidget(button)
        self._arrange()

    def set_beside(self, tabs: QWidget | None) -> None:
        """Tabs in the row of the title, where there is no height for a row of their own; the pill makes room."""
        if tabs is not None:
            self._title_row.insertWidget(self._title_row.indexOf(self.pill) + 1, tabs, 0, Qt.AlignmentFlag.AlignBottom)
        self._beside = tabs is not None
        self.pill.setVisible(bool(self.pill.text) and not self._beside)

    _beside = False

    @property
    def compact(self) -> bool:
        """Is there little height or width?"""
        return self._compact

    def room_beside(self) -> int:
        """Pixels that the title may share with tabs."""
        taken = self._actions.sizeHint().width()
        page = self.parentWidget()
        return (page.width() if page is not None else self.width()) - 48 - taken - LEAST_TITLE

    def set_compact(self, on: bool) -> None:
        """Less height and width: no breadcrumb and facts; secondary actions go into the three dots."""
        if on != self._compact:
            self._compact = on
            self._arrange()

    def _arrange(self) -> None:
        self._crumbs.setVisible(self._has_crumbs and not self._compact)
        self._facts.setVisible(self._has_facts and not self._compact)
        self.said.setVisible(bool(self.said.text()) and not self._compact)
        self._outer.setContentsMargins(24, 6 if self._compact else 12, 24, 4 if self._compact else 10)
        buttons = getattr(self, "_buttons", [])
        if not buttons:
            return
        extra = [b for b in buttons if isinstance(b, Button) and b.kind != "primary" and b.text().strip()]
        for button in extra:
            button.setVisible(not self._compact)
        self._more.setVisible(self._compact and bool(extra))
        if self._compact:
            self._more.list.clear()
            for button in extra:
                action = self._more.add(button.text().strip(), button.click)
                action.setEnabled(button.isEnabled())
                action.setToolTip(button.toolTip())


class Page(Acts):
    """Subclass it for each page of a room. Put widgets into `body`; `head`, `tabs` and `hints` are ready.

    Ctrl+N, S, F, Shift+E and P call `new save find export print_` where a page (or its part in front) has them.
    Texts are made when the page is made: on a change of language the shell makes its pages anew.
    A `text_page` stops at 1440 pixels on a very wide screen; lists and grids use all of it.
    """

    text_page = False

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._place_tabs)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.head = PageHead(title)
        outer.addWidget(self.head)
        self._tab_row = QHBoxLayout()
        self._tab_row.setContentsMargins(24, 0, 24, 0)
        outer.addLayout(self._tab_row)
        self._line = line()
        outer.addWidget(self._line)
        self.tabs: Tabs | None = None
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        outer.addLayout(self.body, 1)
        self.hints = HintBar()
        self.hints.hide()
        outer.addWidget(self.hints)

    def front_part(self) -> QWidget | None:
        """The part in front (a tab, a section) that has `acts` and methods (new, save, export, print_) of its own."""
        return None

    def held(self) -> object:
        """What is typed here and not saved, to be given to `take` of the page made anew; None when there is nothing.

        All forms of the page are asked, by their object name or else their place.
        """
        found = {name: held for name, form in self._forms().items() if (held := form.held()) is not None}
        return found or None

    def unsaved(self) -> bool:
        """Is something typed in a form of this page and not saved?"""
        return any(form.held() is not None for form in self._forms().values())

    def take(self, held: object) -> None:
        """Put back what `held` gave. A form that shows something else yet, or is not made yet, gets its part as soon as
        it shows the same."""
        if isinstance(held, dict):
            self.waiting = dict(held)
            for name, form in self._forms().items():
                if name in self.waiting and self.waiting[name][0] == form.subject:
                    form.put(self.waiting.pop(name)[1])

    def _forms(self) -> dict[str, Form]:
        from ui.kit.form import Form

        return {form.objectName() or str(place): form for place, form in enumerate(self.findChildren(Form))}

    def set_tabs(self, tabs: Tabs) -> None:
        """Tabs below the head."""
        self.tabs = tabs
        self._tab_row.addWidget(tabs)
        self._tab_row.addStretch(1)

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """The keys that matter here; none hides the bar."""
        self.hints.set_hints(hints)
        self.hints.setVisible(bool(hints))

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """One more thing in the body."""
        self.body.addWidget(widget, stretch)

    def shown(self) -> None:
        """The shell calls this each time the page comes to the front: ask again what is stale."""

    def find(self) -> None:  # type: ignore[override]
        """Ctrl+F: put the cursor into the search field of the page, if it has one."""
        from ui.kit.toolbar import SearchBox

        own = getattr(self.front_part(), "find", None)
        if own is not None:
            own()
            return
        for box in self.findChildren(SearchBox):
            if box.isVisible():
                box.setFocus(Qt.FocusReason.ShortcutFocusReason)
                box.selectAll()
                return

    def may_leave(self) -> bool:
        """False while something unsaved would be lost; the page then says so itself."""
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        window = self.window()
        self.head.set_compact(self._small())
        stop = self.text_page and window.width() > WIDE_WINDOW
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, max(0, self.width() - TEXT_WIDTH) if stop else 0, 0)
        self._later.start()  # not within the layout that is just being done, and once the buttons of the head are there

    def _small(self) -> bool:
        """Is there little room for what the words need at their size?"""
        window = self.window()
        return window.width() < theme().px(NARROW_WINDOW) or window.height() < theme().px(LOW_WINDOW)

    def _place_tabs(self) -> None:
        """One row for title and tabs in a small window, when both fit."""
        if self.tabs is None:
            return
        beside = self._small() and self.tabs.sizeHint().width() <= self.head.room_beside()
        if beside != self._beside:
            self._beside = beside
            self.head.set_beside(self.tabs if beside else None)
            if not beside:
                self._tab_row.insertWidget(0, self.tabs)

    _beside = False
