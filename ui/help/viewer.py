"""The guide in a window beside the work: topics and search at the left, the text at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QShortcut, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QWidget

from app.guide import Topic, search, topic_for, topics
from app.i18n import _, language
from ui.desk import printing
from ui.desk.desk import Desk
from ui.help.paper import guide_pdf
from ui.kit.buttons import secondary
from ui.kit.key_names import sequence
from ui.kit.layout import box, column, row
from ui.kit.text import label
from ui.kit.theme import theme
from ui.kit.toolbar import SearchBox

KEY = Qt.ItemDataRole.UserRole


class HelpWindow(QDialog):
    """Stays open beside the work; F1 on another page turns to that page's topic."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle(_("Help"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.search = SearchBox(_("Search the help"))
        self.search.searched.connect(self._search)
        self.list = QListWidget()
        self.list.setObjectName("plain")
        self.list.setAccessibleName(_("Topics"))
        self.list.currentItemChanged.connect(lambda item, _before: self._show(item))
        self.none = label(_("Nothing found. Try fewer words."), "muted", wrap=True)
        self.none.hide()
        self.text = QTextBrowser()
        self.text.setObjectName("guide")
        self.text.setAccessibleName(_("Text of the help"))
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(theme().px(16))
        self.text.anchorClicked.connect(self._follow)
        self.print = secondary(_("Print the guide"), self._print, icon="printer")
        left = box(column(self.search, self.none, self.list, row(self.print), margins=(12, 12, 12, 12)), "sunken")
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(left)
        self.split.addWidget(self.text)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([260, 620])
        whole = column(self.split)
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)
        self.resize(theme().px(880), theme().px(600))
        for keys, do in (("Ctrl+F", self.search.setFocus), ("Ctrl+P", self._print), ("F6", self._other_pane)):
            QShortcut(sequence(keys), self).activated.connect(partial(_call, do))
        self.search.to_list.connect(self.list.setFocus)
        theme().changed.connect(self._dress)
        self._dress()
        self._fill(list(topics()))

    def show_topic(self, key: str) -> None:
        """Turn to a topic."""
        if not self._choose(key):
            self.search.clear()
            self._fill(list(topics()))
            self._choose(key)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, key: str) -> bool:
        for number in range(self.list.count()):
            if self.list.item(number).data(KEY) == key:
                self.list.setCurrentRow(number)
                return True
        return False

    def _dress(self) -> None:
        style = "a {{ color: {link}; }} table {{ border-color: {line}; }}".format(
            link=theme().color("accent-text").name(), line=theme().color("line").name())
        self.text.document().setDefaultStyleSheet(style)
        self._show(self.list.currentItem())

    def _fill(self, found: list[Topic]) -> None:
        self.list.clear()
        for topic in found:
            item = QListWidgetItem(topic.title)
            item.setData(KEY, topic.key)
            self.list.addItem(item)
        self.none.setVisible(not found)
        self.list.setVisible(bool(found))
        if found:
            self.list.setCurrentRow(0)

    def _search(self, words: str) -> None:
        self._fill(search(words) if words.strip() else list(topics()))
        self._mark(words)

    def _mark(self, words: str) -> None:
        """Go to the first word that was looked for."""
        first = words.split()[0] if words.split() else ""
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        if first:
            self.text.find(first)

    def _show(self, item: QListWidgetItem | None) -> None:
        found = next((t for t in topics() if item is not None and t.key == item.data(KEY)), None)
        if found is not None:
            self.text.document().setMarkdown(f"# {found.title}\n\n{found.text}",
                                             QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self._mark(self.search.text())

    def _follow(self, url: QUrl) -> None:
        if url.scheme() == "topic":
            self.show_topic(url.path())
        else:
            QDesktopServices.openUrl(url)

    def _print(self) -> None:
        title = _("User guide of Sijil")
        code = language()
        printing.offer(self.desk, title, lambda step: guide_pdf(code, title, step), owner=self, name=title)

    def _other_pane(self) -> None:
        (self.list if self.text.hasFocus() else self.text).setFocus(Qt.FocusReason.ShortcutFocusReason)


def _call(do: object) -> None:
    do()  # type: ignore[operator]


def show_help(desk: Desk, window: QWidget, page: str = "", tab: str = "") -> HelpWindow:
    """The help on a page of the window ('' is its beginning); a help that is open already turns to it."""
    found = window.findChild(HelpWindow)
    if found is None:
        found = HelpWindow(desk, window)
    found.show_topic(topic_for(page, tab))
    found.show()
    found.raise_()
    found.activateWindow()
    return found
