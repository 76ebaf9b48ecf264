"""The menu bar: every command of the window and of the page in front. Hidden until Alt, unless the user keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu

from app.cohorts.names import CohortName, CohortNames
from app.i18n import N_, _
from app.office.command import Ref
from ui.desk import pins
from ui.kit.buttons import plain
from ui.kit.icons import icon as line_icon
from ui.shell.actions import Actions
from ui.shell.cohort_tabs import TABS
from ui.shell.places import PLACES

if TYPE_CHECKING:
    from ui.shell.window import MainWindow

MOST = 12  # entries of one level
LAYOUT: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("file", N_("&File"), ("new", "import", "export", "print", "save", "-", "recent", "-", "settings", "lock",
                           "sign_out", "quit")),
    ("edit", N_("&Edit"), ("undo", "redo", "-", "cut", "copy", "paste", "select_all", "-", "find")),
    ("view", N_("&View"), ("zoom_in", "zoom_out", "zoom_normal", "-", "density", "theme", "-", "language",
                           "bar_always")),
    ("go", N_("&Go"), ("search", "back", "forward", "-", "places", "-", "next_tab", "previous_tab", "next_pane",
                       "previous_pane")),
    ("trainee", N_("T&rainee"), ("new_trainee", "import", "imports", "duplicates", "go_trainees")),
    ("cohort", N_("&Cohort"), ("new_cohort", "go_cohorts", "last_cohort", "tabs", "pin")),
    ("certificate", N_("Certif&icate"), ("check", "go_certificates")),
    ("tools", N_("T&ools"), ("new_course", "new_programme", "-", "section_users", "section_backups",
                             "section_history", "section_left", "-", "password", "recovery")),
    ("help", N_("&Help"), ("help", "help_contents", "keys", "news", "-", "report", "about")),
)
GROUPS = {"density": (N_("&Rows"), ("density_compact", "density_normal", "density_roomy")),
          "theme": (N_("&Colours"), ("theme_light", "theme_dark", "theme_system")),
          "places": ("", tuple(f"go_{p.key}" for p in PLACES)),
          "tabs": (N_("Part of the &cohort"), tuple(f"cohort_{t.key}" for t in TABS))}
ROOM = {"trainees": "trainee", "import": "trainee", "imports": "trainee", "cohorts": "cohort", "cohort": "cohort",
        "certificates": "certificate"}
"""Key of a page -> the menu its commands stand in; 'tools' for every other."""


class Menus(QObject):
    """The menus of a window. The commands of the page in front stand at the end of the menu of their room."""

    def __init__(self, window: MainWindow, actions: Actions) -> None:
        super().__init__(window)
        self._window, self._actions = window, actions
        self._bar = window.menuBar()
        self._bar.clear()
        self._adopted: list[QAction] = []
        self._more: list[QMenu] = []
        self._alone = False
        self.menus: dict[str, QMenu] = {}
        for key, words, entries in LAYOUT:
            menu = self._bar.addMenu(_(words))
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(self.refresh)
            self.menus[key] = menu
            for entry in entries:
                self._put(menu, entry)
        self.show_bar(window.desk.kept.get("menu-bar") == "always")
        self._bar.installEventFilter(self)
        window.installEventFilter(self)

    def _put(self, menu: QMenu, entry: str) -> None:
        if entry == "-":
            menu.addSeparator()
        elif entry == "recent":
            self.recent = menu.addMenu(line_icon("history", "text-2"), _("&Recent cohorts"))
            self._fill_recent(())
        elif entry in GROUPS:
            words, keys = GROUPS[entry]
            into = menu.addMenu(_(words)) if words else menu
            into.setToolTipsVisible(True)
            into.addActions([self._actions[key] for key in keys])
        else:
            menu.addAction(self._actions[entry])

    def drop(self) -> None:
        """Before the menus are made anew."""
        self._bar.removeEventFilter(self)
        self._window.removeEventFilter(self)
        self._bar.clear()
        for menu in self.menus.values():
            menu.deleteLater()
        self.deleteLater()

    # -- what changes ------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Before a menu opens: what is grey, and the commands of the page in front."""
        self._actions.refresh()
        self.follow()

    def follow(self) -> None:
        """The commands of the page in front, in the menu of its room."""
        acts = [a for a in self._window.page_acts() if a.isVisible()]
        place = self._window.place()
        menu = self.menus[ROOM.get(place.key if place is not None else "", "tools")]
        if acts == [a for a in self._adopted if not a.isSeparator()] and (not acts or acts[0] in _within(menu)):
            return
        self._let_go()
        if acts:
            self._adopted.append(menu.addSeparator())
            self._adopt(menu, acts)

    def _let_go(self) -> None:
        for action in self._adopted:
            for menu in (*self.menus.values(), *self._more):
                menu.removeAction(action)
        for menu in self._more:
            menu.menuAction().setVisible(False)
            menu.deleteLater()
        self._adopted, self._more = [], []

    def _adopt(self, menu: QMenu, acts: Sequence[QAction]) -> None:
        """Not more than twelve in a level: the rest goes one level down."""
        room = MOST - sum(not a.isSeparator() and a.isVisible() for a in menu.actions())
        here = list(acts) if len(acts) <= room else list(acts[:max(0, room - 1)])
        letters = {_letter(a.text()) for a in menu.actions()} - {""}
        for action in here:
            self._one_letter(action, letters)
            menu.addAction(action)
            self._adopted.append(action)
        rest = acts[len(here):]
        if rest:
            # made here and kept: of a menu that Qt makes, the binding may hand out the wrapper of what lay there before
            more = QMenu(_("More on this page"), menu)
            menu.addMenu(more)
            more.setToolTipsVisible(True)
            self._more.append(more)
            self._adopt(more, rest)

    @staticmethod
    def _one_letter(action: QAction, letters: set[str]) -> None:
        """An underlined letter that the menu has already is given up."""
        letter = _letter(action.text())
        if letter in letters:
            action.setText(plain(action.text()).replace("&", "&&"))
        elif letter:
            letters.add(letter)
        if action.icon().isNull() and action.property("icon_name"):
            action.setIcon(line_icon(str(action.property("icon_name")), "text-2"))

    def ask_recent(self) -> None:
        """Ask what the cohorts opened lately are called."""
        desk = self._window.desk
        keys = tuple(ref.key for ref in pins.recent(desk) if ref.kind == "cohort" and ref.key)
        if keys and desk.may(CohortNames):
            desk.ask(CohortNames(keys=keys), owner=self, then=self._fill_recent)

    def _fill_recent(self, rows: Sequence[CohortName]) -> None:
        self.recent.clear()
        for number, cohort in enumerate(rows[:9], start=1):
            words = f"&{number}  {cohort.words.replace('&', '&&')}"
            self.recent.addAction(words, lambda key=cohort.id: self._window.show_ref(Ref("cohort", key)))
        self.recent.setEnabled(bool(rows))

    # -- showing -----------------------------------------------------------------------------------------------------
    def show_bar(self, on: bool) -> None:
        """Show or hide the bar."""
        self._bar.setVisible(on)

    def _always(self) -> bool:
        return self._actions["bar_always"].isChecked()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt alone shows the menu bar, as on Windows today; Alt again, Esc or a choice hides it. Alt+F opens File."""
        if watched is self._bar:
            if event.type() == QEvent.Type.FocusOut and not self._always():
                QTimer.singleShot(0, self, self._left)
        elif isinstance(event, QKeyEvent):
            alt = event.key() == Qt.Key.Key_Alt
            if event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
                self._alone = alt  # Alt with another key is no Alt alone
                if (event.type() == QEvent.Type.KeyPress and event.modifiers() == Qt.KeyboardModifier.AltModifier
                        and self._bar.isHidden() and self._open(event.text().lower())):
                    return True
            elif event.type() == QEvent.Type.KeyRelease and alt and self._alone and not self._always():
                self._alone = False
                self._toggle()
        return super().eventFilter(watched, event)

    def _open(self, letter: str) -> bool:
        """Open the menu of an underlined letter while the bar is hidden."""
        menu = next((m for m in self.menus.values() if letter and _letter(m.title()) == letter), None)
        if menu is not None:
            self._bar.show()
            self._bar.setActiveAction(menu.menuAction())
        return menu is not None

    def _left(self) -> None:
        if QApplication.activePopupWidget() is None and not self._bar.hasFocus() and not self._always():
            self._bar.hide()

    def _toggle(self) -> None:
        if self._bar.isVisible():
            self._bar.hide()
            self._window.focus_work()
            return
        self._bar.show()
        if self._bar.activeAction() is None:  # stand on the first menu without opening it, as the pointer would
            at = QPointF(self._bar.actionGeometry(self._bar.actions()[0]).center())
            none = Qt.MouseButton.NoButton
            QApplication.sendEvent(self._bar, QMouseEvent(QEvent.Type.MouseMove, at, self._bar.mapToGlobal(at), none,
                                                          none, Qt.KeyboardModifier.NoModifier))
        self._bar.setFocus(Qt.FocusReason.MenuBarFocusReason)

    def leave(self) -> bool:
        """Hide the bar again if Alt had shown it; says whether it did."""
        if self._bar.isVisible() and not self._always() and QApplication.activePopupWidget() is None:
            self._bar.hide()
            return True
        return False


def _within(menu: QMenu) -> list[QAction]:
    return [a for a in menu.actions() if a.menu() is None] + [
        inner for a in menu.actions() if a.menu() is not None for inner in _within(a.menu())]


def _letter(text: str) -> str:
    at = text.replace("&&", "  ").find("&")
    return text[at + 1:at + 2].lower() if at >= 0 else ""
