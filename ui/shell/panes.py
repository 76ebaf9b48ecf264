"""F6: from one part of the window to the next, back to where the focus was in each."""

from __future__ import annotations

import weakref
from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QSplitter, QWidget

from ui.kit.page import Page
from ui.kit.tabs import Tabs


class Panes:
    """The parts of a window in reading order: sidebar, head and tabs of the page, its panes, running work, status."""

    def __init__(self) -> None:
        self._last: weakref.WeakKeyDictionary[QWidget, QWidget] = weakref.WeakKeyDictionary()

    def step(self, panes: Sequence[QWidget], by: int) -> QWidget | None:
        """Move the focus to the next pane that can take it; that widget, or None."""
        there = [p for p in panes if p.isVisible() and focusable(p)]
        if not there:
            return None
        focus = QApplication.focusWidget()
        now = next((n for n, p in enumerate(there)
                    if focus is not None and (p is focus or p.isAncestorOf(focus))), None)
        if now is not None and focus is not None:
            self._last[there[now]] = focus
        wanted = there[(now + by) % len(there)] if now is not None else there[0 if by > 0 else -1]
        target = self._last.get(wanted)
        if target is None or not shiboken6.isValid(target) or not _takes(target):
            target = focusable(wanted)[0]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        return target


def focus_work(page: Page) -> None:
    """Put the keys where the work of a page is: where it says so (`work`), else its list or grid, else the page."""
    said = getattr(page, "work", None)
    own = said() if said is not None else None
    if own is not None:
        own.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return
    views = [v for v in page.findChildren(QAbstractItemView) if v.isVisible() and v.parent() is not None
             and v.focusPolicy() != Qt.FocusPolicy.NoFocus and not isinstance(v.window(), QMenu)]
    wanted = views[0] if views else page
    wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)


def of_page(page: Page) -> list[QWidget]:
    """The parts of a page: its head with its tabs, and what stands side by side below."""
    parts: list[QWidget] = [page.head]
    parts += [t for t in (page.tabs,) if t is not None]
    splitters = [s for s in page.findChildren(QSplitter) if s.isVisible() and s.count() > 1]
    if splitters:
        outer = splitters[0]
        return [*parts, *(outer.widget(n) for n in range(outer.count()))]
    inner = page.front_part()
    return [*parts, inner if inner is not None else page]


def focusable(pane: QWidget) -> list[QWidget]:
    """What in a pane takes the focus, the best first: its list or grid, its current tab, then from top to bottom."""
    found = [w for w in (pane, *pane.findChildren(QWidget)) if _takes(w) and w.window() is pane.window()]

    def order(widget: QWidget) -> tuple[int, int, int]:
        at = widget.mapTo(pane.window(), QPoint(0, 0))
        kind = 0 if isinstance(widget, QAbstractItemView | Tabs) else 1 if getattr(widget, "isChecked", bool)() else 2
        return kind, at.y(), at.x()

    return sorted(found, key=order)


def _takes(widget: QWidget) -> bool:
    return (widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
            and bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value) and not isinstance(widget, Page))
