"""The menu of views of a list: those that are ready, those a user has saved, and saving, naming and deleting them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.i18n import _
from ui.desk import talk
from ui.desk.views import LONGEST_NAME, SavedViews, View
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.text_box import TextBox

if TYPE_CHECKING:
    from ui.desk.list_tools import ListTools


class ViewMenu:
    """`current` is the mark of the view that was taken last; it is ticked while the list is still as it says."""

    def __init__(self, tools: ListTools, ready: Sequence[View]) -> None:
        self.tools, self.ready = tools, tuple(ready)
        self.current = ""

    def find(self, mark: str) -> View | None:
        """A view by its mark."""
        return next((v for v in self.ready if v.mark == mark), None) or self.tools.saved().get(mark) if mark else None

    def build(self) -> QMenu:
        """The menu as of now."""
        menu = QMenu(self.tools.table)
        menu.setToolTipsVisible(True)
        saved = self.tools.saved()
        for view in self.ready:
            self._add(menu, view)
        if saved.views:
            menu.addSeparator()
            for view in saved.views:
                self._add(menu, view)
        menu.addSeparator()
        menu.addAction(_("Save this view…"), self.ask_name)
        self._add_own(menu, saved)
        return menu

    def _add(self, menu: QMenu, view: View) -> None:
        action = menu.addAction(view.name.replace("&", "&&"), lambda: self.tools.take(view))
        action.setCheckable(True)
        action.setChecked(self._is_shown(view))

    def _is_shown(self, view: View) -> bool:
        return dict(view.where) == self.tools.where() and (not view.sort or view.sort == self.tools.sort()) and (
            view.mark == self.current or not self.current)

    def _add_own(self, menu: QMenu, saved: SavedViews) -> None:
        view = self.find(self.current)
        own = view if view is not None and not view.key else None
        why = "" if own is not None else _("Choose one of your own views first.")
        actions: list[tuple[str, Callable[[], object], str]] = [
            (_("Save changes to the view"), lambda: own and self._keep(self.tools.now(own.name)), why),
            (_("Rename the view…"), lambda: own and self.ask_rename(own), why),
            (_("Delete the view"), lambda: own and self.delete(own), why)]
        for words, act, refusal in actions:
            action = menu.addAction(words)
            action.triggered.connect(lambda _on=False, act=act: act())
            action.setEnabled(not refusal)
            action.setToolTip(refusal)
        menu.addSeparator()
        self._add_first(menu, view, saved)

    def _add_first(self, menu: QMenu, view: View | None, saved: SavedViews) -> None:
        action: QAction = menu.addAction(_("Open the list with this view"))
        action.setCheckable(True)
        action.setChecked(view is not None and saved.first == view.mark)
        action.setEnabled(view is not None)
        action.setToolTip("" if view is not None else _("Choose a view first."))
        action.toggled.connect(lambda on: view and self.open_with(view if on else None))

    def open_with(self, view: View | None) -> None:
        """The list opens with this view from now on."""
        saved = self.tools.saved()
        self._write(SavedViews(saved.views, view.mark if view is not None else ""))

    # -- saving -----------------------------------------------------------------------------------------------------
    def _write(self, saved: SavedViews) -> None:
        self.tools.put("views", saved.text())

    def _keep(self, view: View) -> None:
        self._write(self.tools.saved().put(view))
        self.current = view.mark
        self.tools.desk.tell(_("View “{name}” is saved").format(name=view.name))

    def ask_name(self) -> None:
        """Save what is shown under a name."""
        self._ask(_("Save this view"), _("Columns, filters and order are kept under this name, for you only."), "",
                  _("Save view"), lambda name: self._keep(self.tools.now(name)))

    def ask_rename(self, view: View) -> None:
        """Another name."""
        def rename(name: str) -> None:
            self._write(self.tools.saved().rename(view, name))
            self.current = View(name).mark

        self._ask(_("Rename the view"), "", view.name, _("Rename"), rename)

    def delete(self, view: View) -> None:
        """Away with it; the toast takes it back."""
        before = self.tools.saved()
        self._write(before.drop(view))
        self.current = ""
        self.tools.desk.tell(_("View “{name}” is deleted").format(name=view.name), lambda: self._write(before))

    def _ask(self, question: str, about: str, value: str, verb: str, then: Callable[[str], object]) -> None:
        box = TextBox(max_length=LONGEST_NAME)
        field = Field(_("Name of the view"), box, required=True)
        field.set_value(value)
        dialog = Dialog(question, about, action=verb, safe=_("Cancel"), icon="layers",
                        parent=self.tools.table.window())
        dialog.body.addWidget(field)

        def check() -> bool:
            name = str(field.value() or "").strip()
            taken = name.casefold() != value.casefold() and (
                self.tools.saved().has_name(name) or any(v.name.casefold() == name.casefold() for v in self.ready))
            field.set_error(_("Write a name.") if not name else
                            _("There is a view of this name. Choose another.") if taken else "")
            return bool(name) and not taken

        dialog.check = check
        dialog.accepted.connect(lambda: then(str(field.value()).strip()))
        self.name_dialog = dialog
        talk.open_dialog(dialog)
