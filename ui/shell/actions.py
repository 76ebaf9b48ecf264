"""Commands of the whole window as one QAction each, shared by menu bar, keys and buttons."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu

from app.i18n import _
from app.office.command import Ref
from app.settings import Machine
from ui.kit.page import Page
from ui.kit.theme import theme
from ui.shell.places import HIDDEN, PLACES, SETTINGS

if TYPE_CHECKING:
    from ui.shell.window import MainWindow


class Actions(QObject):
    """Makes the menus and keeps them true: undo says what it undoes, grey says why."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._bar = window.menuBar()
        self._file()
        self._edit()
        self._view()
        self._go()
        self._bar.hide()
        window.installEventFilter(self)
        self.refresh_undo()

    def _action(self, menu: QMenu, text: str, do: Callable[[], object], keys: str = "", why_not: str = ""
                ) -> QAction:
        action = QAction(text, self._window)
        if keys:
            action.setShortcuts([QKeySequence(k) for k in keys.split("|")])
        action.triggered.connect(lambda _checked=False: do())
        if why_not:
            action.setEnabled(False)
            action.setToolTip(why_not)
        menu.addAction(action)
        self._window.addAction(action)
        return action

    def _menu(self, title: str) -> QMenu:
        menu = self._bar.addMenu(title)
        menu.setToolTipsVisible(True)
        return menu

    def _file(self) -> None:
        w, desk = self._window, self._window.desk
        menu = self._menu(_("&File"))
        imports = desk.why_not(HIDDEN["import"].needs)
        self.import_ = self._action(menu, _("&Import list …"), lambda: w.show_ref(Ref("import")), "Ctrl+I", imports)
        self.save = self._action(menu, _("&Save"), self._save, "Ctrl+S")
        menu.addSeparator()
        self._action(menu, _("Settings …"), lambda: w.go("settings"), "Ctrl+,", desk.why_not(SETTINGS.needs))
        self._action(menu, _("Change password …"), w.password_asked.emit)
        self._action(menu, _("Recovery code …"), self._recovery)
        self._action(menu, _("Lock or sign out"), w.sign_out_asked.emit, "Ctrl+L")
        menu.addSeparator()
        self._action(menu, _("&Quit"), w.close, "Ctrl+Q")

    def _edit(self) -> None:
        menu = self._menu(_("&Edit"))
        self.undo = self._action(menu, _("&Undo"), self._window.desk.undo, "Ctrl+Z")
        self.redo = self._action(menu, _("&Redo"), self._window.desk.redo, "Ctrl+Y|Ctrl+Shift+Z")
        menu.addSeparator()
        self._action(menu, _("&New"), self._new, "Ctrl+N")
        self._action(menu, _("&Find on this page"), self._find, "Ctrl+F")
        self._action(menu, _("Export to &Excel …"), self._export, "Ctrl+Shift+E")

    def _view(self) -> None:
        menu = self._menu(_("&View"))
        self.bar_always = self._action(menu, _("Always show the menu bar"), self._toggle_bar)
        self.bar_always.setCheckable(True)
        self._action(menu, _("Light"), partial(self._theme, "light"))
        self._action(menu, _("Dark"), partial(self._theme, "dark"))
        self._action(menu, _("Same as the system"), partial(self._theme, "system"))
        menu.addSeparator()
        self._action(menu, _("English / Bahasa Melayu"), self._window.language_asked.emit)

    def _go(self) -> None:
        menu = self._menu(_("&Go"))
        self._action(menu, _("&Back"), self._window.back, "Alt+Left")
        self._action(menu, _("Next &tab"), partial(self._step, 1), "Ctrl+Tab")
        self._action(menu, _("&Previous tab"), partial(self._step, -1), "Ctrl+Shift+Tab")
        for place in PLACES:
            self._action(menu, place.text(), partial(self._window.go, place.key), f"Ctrl+{place.digit}",
                         self._window.desk.why_not(place.needs))

    def refresh_undo(self) -> None:
        """Undo and redo, with the label of what they would do."""
        office = self._window.desk.office
        back = office.undo_label() if office else None
        forth = office.redo_label() if office else None
        for action, label, words, none in ((self.undo, back, _("&Undo: {what}"), _("&Undo")),
                                           (self.redo, forth, _("&Redo: {what}"), _("&Redo"))):
            action.setEnabled(label is not None)
            action.setText(words.format(what=label.replace("&", "&&")) if label else none)

    def follow(self, page: Page) -> None:
        """Commands of the page in front."""
        self.save.setEnabled(self._window.method("save") is not None)

    def open_account_menu(self) -> None:
        """The menu of whoever is at the desk."""
        menu = QMenu(self._window)
        w = self._window
        menu.addAction(_("Change password …"), w.password_asked.emit)
        menu.addAction(_("Recovery code …"), self._recovery)
        menu.addAction(_("Lock or sign out"), w.sign_out_asked.emit)
        corner = w.sidebar.mapToGlobal(w.sidebar.rect().bottomRight())
        corner.setY(corner.y() - menu.sizeHint().height() - 8)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(corner)

    def _step(self, by: int) -> None:
        page = self._window.page
        if page is not None and page.tabs is not None:
            page.tabs.step(by)
            self._window.focus_work()

    def _recovery(self) -> None:
        from ui.staff.password import make_recovery_code

        make_recovery_code(self._window.desk, self._window)

    def _call(self, name: str) -> None:
        found = self._window.method(name)
        if found is not None:
            found()

    def _save(self) -> None:
        self._call("save")

    def _new(self) -> None:
        self._call("new")

    def _export(self) -> None:
        self._call("export")

    def _find(self) -> None:
        self._call("find")

    def _theme(self, mode: str) -> None:
        theme().set_mode(mode)  # type: ignore[arg-type]
        machine = Machine.load()
        machine.theme = mode
        machine.save()

    def _toggle_bar(self) -> None:
        self._bar.setVisible(self.bar_always.isChecked())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt alone shows the menu bar, as on Windows today; leaving it hides it again."""
        alt = (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyRelease
               and event.key() == Qt.Key.Key_Alt)
        if alt and not self.bar_always.isChecked():
            self._bar.setVisible(not self._bar.isVisible())
            if self._bar.isVisible():
                self._bar.setActiveAction(self._bar.actions()[0])
        return super().eventFilter(watched, event)

