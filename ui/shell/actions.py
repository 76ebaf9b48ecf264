"""Every command of the window as one QAction, shared by menu bar, palette, shortcut sheet, keys and buttons."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu

from app.i18n import _
from app.office.command import Ref
from app.office.permissions import Permission
from ui.desk import pins
from ui.kit.icons import icon as line_icon
from ui.kit.key_names import sequence
from ui.kit.theme import theme
from ui.shell import opens
from ui.shell.cohort_tabs import TABS
from ui.shell.places import HIDDEN, PLACES, SETTINGS

if TYPE_CHECKING:
    from ui.shell.window import MainWindow

SECTIONS = (("users", Permission.STAFF_VIEW), ("backups", Permission.BACKUP), ("history", Permission.HISTORY_VIEW),
            ("left", Permission.HISTORY_VIEW))


class Actions(QObject):
    """Makes the commands and keeps them true: undo says what it undoes, grey says why.

    `self[key]` is a command; `all()` are those of the window, `live()` also those of the page in front.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._made: dict[str, QAction] = {}
        self._needs: dict[str, Permission] = {}
        self._file()
        self._edit()
        self._view()
        self._go()
        self._rooms()
        self._help()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        self.refresh_undo()
        self.refresh()

    def __getitem__(self, key: str) -> QAction:
        return self._made[key]

    def all(self) -> list[QAction]:
        """The commands of the window."""
        return list(self._made.values())

    def live(self) -> list[QAction]:
        """The commands of the page in front, then those of the window."""
        return [a for a in (*self._window.page_acts(), *self.all()) if a.isVisible() and not a.isSeparator()]

    def _add(self, key: str, text: str, do: Callable[[], object], keys: str = "", icon: str = "",
             needs: Permission | None = None, checkable: bool = False) -> QAction:
        action = QAction(text, self._window)
        action.setObjectName(key)
        if keys:
            action.setShortcuts([sequence(k) for k in keys.split("|")])
        action.setCheckable(checkable)
        action.setProperty("icon_name", icon)
        if icon:
            action.setIcon(line_icon(icon, "text-2"))
        action.triggered.connect(lambda _checked=False: do())
        if needs is not None:
            self._needs[key] = needs
        self._made[key] = action
        self._window.addAction(action)
        return action

    def drop(self) -> None:
        """Before the commands are made anew."""
        for action in self._made.values():
            self._window.removeAction(action)
            action.deleteLater()
        self.deleteLater()

    # -- the commands ---------------------------------------------------------------------------------------------
    def _file(self) -> None:
        w, add = self._window, self._add
        add("new", _("&New"), partial(self._call, "new"), "Ctrl+N", "plus")
        add("import", _("&Import list …"), lambda: w.show_ref(Ref("import", w.cohort_in_front())), "Ctrl+I", "upload",
            HIDDEN["import"].needs)
        add("imports", _("Import &history"), lambda: w.show_ref(Ref("imports")), "", "history",
            HIDDEN["imports"].needs)
        add("export", _("Export to &Excel …"), partial(self._call, "export"), "Ctrl+Shift+E", "file-spreadsheet")
        add("print", _("&Print …"), partial(self._call, "print_"), "Ctrl+P", "printer")
        add("save", _("&Save"), partial(self._call, "save"), "Ctrl+S", "save")
        add("settings", _("Se&ttings …"), partial(w.go, "settings"), "Ctrl+,", "settings", SETTINGS.needs)
        add("lock", _("&Lock"), w.lock, "Ctrl+L", "lock")
        add("sign_out", _("Sign &out"), w.sign_out_asked.emit, icon="log-out")
        add("quit", _("&Quit"), w.close, "Ctrl+Q", "power")

    def _edit(self) -> None:
        desk, add = self._window.desk, self._add
        self.undo = add("undo", _("&Undo"), desk.undo, "Ctrl+Z", "undo-2")
        self.redo = add("redo", _("&Redo"), desk.redo, "Ctrl+Y|Ctrl+Shift+Z", "redo-2")
        for key, words, letter in (("cut", _("Cu&t"), "X"), ("copy", _("&Copy"), "C"), ("paste", _("&Paste"), "V"),
                                   ("select_all", _("Select &all"), "A")):
            add(key, f"{words}\tCtrl+{letter}", partial(self._type, letter))  # the widgets know these keys themselves
        add("find", _("&Find on this page"), partial(self._call, "find"), "Ctrl+F", "search")

    def _view(self) -> None:
        w, add = self._window, self._add
        add("zoom_in", _("Larger te&xt"), partial(w.zoom, 1), "Ctrl++|Ctrl+=", "zoom-in")
        add("zoom_out", _("S&maller text"), partial(w.zoom, -1), "Ctrl+-", "zoom-out")
        add("zoom_normal", _("&Normal text"), partial(w.zoom, 0), "Ctrl+0")
        self._choices("theme", (("light", _("&Light")), ("dark", _("&Dark")), ("system", _("&Same as the system"))),
                      w.set_theme, theme().mode)
        self._choices("density", (("compact", _("&Compact rows")), ("normal", _("Nor&mal rows")),
                                  ("roomy", _("&Roomy rows"))), w.set_density, theme().density)
        add("language", _("En&glish / Bahasa Melayu"), w.language_asked.emit, icon="languages")
        always = add("bar_always", _("Al&ways show the menu bar"), self._bar_always, checkable=True)
        always.setChecked(w.desk.kept.get("menu-bar") == "always")

    def _choices(self, name: str, options: tuple[tuple[str, str], ...], do: Callable[[str], object], now: str) -> None:
        group = QActionGroup(self)
        for key, words in options:
            action = self._add(f"{name}_{key}", words, partial(do, key), checkable=True)
            action.setChecked(key == now)
            group.addAction(action)

    def _go(self) -> None:
        w, add = self._window, self._add
        add("search", _("&Search everything …"), partial(opens.palette, w), "Ctrl+K", "search")
        add("back", _("&Back"), w.back, "Alt+Left", "arrow-left")
        add("forward", _("&Forward"), w.forward, "Alt+Right", "arrow-right")
        for place in PLACES:
            add(f"go_{place.key}", place.text(), partial(w.go, place.key), f"Ctrl+{place.digit}", place.icon,
                place.needs)
        add("next_tab", _("Next &tab"), partial(self._step, 1), "Ctrl+Tab|Ctrl+PgDown")
        add("previous_tab", _("&Previous tab"), partial(self._step, -1), "Ctrl+Shift+Tab|Ctrl+PgUp")
        add("next_pane", _("Ne&xt part of the window"), partial(w.step_pane, 1), "F6")
        add("previous_pane", _("P&revious part of the window"), partial(w.step_pane, -1), "Shift+F6")

    def _rooms(self) -> None:
        w, add = self._window, self._add
        add("new_trainee", _("&New trainee …"), partial(w.go_and, "trainees", "new"), icon="user-plus",
            needs=Permission.TRAINEES_CHANGE)
        add("duplicates", _("Possible &duplicates"), partial(w.show_ref, Ref("duplicates")), icon="git-merge",
            needs=HIDDEN["duplicates"].needs)
        add("new_cohort", _("&New cohort …"), partial(w.go_and, "cohorts", "new"), icon="plus",
            needs=Permission.COHORTS_CHANGE)
        add("last_cohort", _("&Last cohort"), w.open_last_cohort, icon="history", needs=Permission.COHORTS_VIEW)
        for tab in TABS:
            add(f"cohort_{tab.key}", tab.text().replace("&", "&&"), partial(w.open_last_cohort, tab.key),
                needs=Permission.COHORTS_VIEW)
        add("pin", _("&Pin this cohort"), w.pin_cohort, icon="pin")
        add("check", _("&Check a certificate …"), partial(w.go_and, "certificates", "check"), icon="qr-code",
            needs=Permission.CERTIFICATES_VIEW)
        add("new_course", _("New c&ourse …"), partial(w.go_and, "programmes", "new"), icon="plus",
            needs=Permission.PROGRAMMES_CHANGE)
        add("new_programme", _("New &programme …"), partial(w.go_and, "programmes", "new_programme"), icon="plus",
            needs=Permission.PROGRAMMES_CHANGE)
        words = {"users": _("&Users and roles"), "backups": _("&Backups"), "history": _("&History of changes"),
                 "left": _("What has &left")}
        icons = {"users": "users", "backups": "database-backup", "history": "history", "left": "file-output"}
        for key, needs in SECTIONS:
            add(f"section_{key}", words[key], partial(w.show_ref, Ref("settings", None, key)), icon=icons[key],
                needs=needs)
        add("password", _("Change pass&word …"), w.password_asked.emit, icon="key-round")
        add("recovery", _("&Recovery code …"), self._recovery, icon="life-buoy")

    def _help(self) -> None:
        w, add = self._window, self._add
        add("help", _("&Help on this page"), partial(opens.help_, w), "F1", "book-open")
        add("help_contents", _("&Contents of the help"), partial(opens.help_, w, ""), icon="book")
        add("keys", _("&All keys"), partial(opens.keys, w), "Ctrl+/", "keyboard")
        add("news", _("&What is new"), partial(opens.help_, w, "whats-new"), icon="info")
        add("report", _("Save a problem &report …"), partial(opens.problem_report, w), icon="life-buoy")
        add("about", _("A&bout Sijil"), partial(opens.about, w), icon="info")

    # -- keeping them true ------------------------------------------------------------------------------------------
    def refresh_undo(self) -> None:
        """Undo and redo, with the label of what they would do."""
        office = self._window.desk.office
        back = office.undo_label() if office else None
        forth = office.redo_label() if office else None
        for action, label, words, none, why in (
                (self.undo, back, _("&Undo: {what}"), _("&Undo"), _("Nothing has been changed in this sitting.")),
                (self.redo, forth, _("&Redo: {what}"), _("&Redo"), _("Nothing has been taken back."))):
            action.setText(words.format(what=label.replace("&", "&&")) if label else none)
            self._grey(action, "" if label is not None else why)

    def refresh(self) -> None:
        """What the page in front can do, and what whoever sits here may do."""
        w = self._window
        for key, needs in self._needs.items():
            self._grey(self._made[key], w.desk.why_not(needs))
        for key, method, why in (
                ("new", "new", _("There is nothing new to make on this page.")),
                ("export", "export", _("There is no list to export on this page.")),
                ("print", "print_", _("There is nothing to print on this page.")),
                ("save", "save", _("There is nothing to save on this page.")),
                ("find", "find", _("There is nothing to search on this page."))):
            self._grey(self._made[key], "" if w.method(method) is not None else why)
        tabs = w.page.tabs if w.page is not None else None
        for key in ("next_tab", "previous_tab"):
            self._grey(self._made[key], "" if tabs is not None else _("This page has no tabs."))
        self._grey(self._made["back"], "" if w.can_go_back() else _("There is no page before this one."))
        self._grey(self._made["forward"], "" if w.can_go_forward() else _("There is no page after this one."))
        self._grey(self._made["lock"], w.why_not_lock())
        self._rooms_now()

    def _rooms_now(self) -> None:
        w = self._window
        if w.desk.may(Permission.COHORTS_VIEW):
            why = "" if w.last_cohort() else _("Open a cohort first.")
            for key in ("last_cohort", *(f"cohort_{tab.key}" for tab in TABS)):
                self._grey(self._made[key], why)
        cohort = w.cohort_in_front()
        held = cohort is not None and pins.is_pinned(w.desk, cohort)
        self._made["pin"].setText(_("Un&pin this cohort") if held else _("&Pin this cohort"))
        self._grey(self._made["pin"], "" if cohort is not None else _("Open a cohort first."))
        offered = any(a.property("icon_name") == "pin" for a in w.page_acts())  # a list pins what is chosen in it
        self._made["pin"].setVisible(not offered)

    @staticmethod
    def _grey(action: QAction, why: str) -> None:
        if action.isEnabled() == (not why) and (not why or action.toolTip() == why):
            return
        action.setEnabled(not why)
        action.setToolTip(why)

    def _focus_moved(self) -> None:
        if shiboken6.isValid(self._window) and self._window.isVisible():
            self.refresh()

    # -- what they do ------------------------------------------------------------------------------------------------
    def account_menu(self) -> QMenu:
        """The menu of whoever is at the desk."""
        menu = QMenu(self._window)
        menu.setToolTipsVisible(True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._made[key] for key in ("password", "recovery", "lock", "sign_out")])
        return menu

    def open_account_menu(self) -> None:
        """Beside the person in the sidebar."""
        menu = self.account_menu()
        corner = self._window.sidebar.account_corner()
        corner.setY(corner.y() - menu.sizeHint().height())
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

    def _type(self, letter: str) -> None:
        """As if the key had been pressed where the cursor is."""
        widget = self._window.focusWidget()
        if widget is not None:
            key = Qt.Key(Qt.Key.Key_A.value + ord(letter) - ord("A"))
            for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
                QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.ControlModifier))

    def _bar_always(self) -> None:
        always = self._made["bar_always"].isChecked()
        self._window.desk.kept.put("menu-bar", "always" if always else "")
        self._window.menus.show_bar(always)
