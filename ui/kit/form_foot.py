"""The foot of a form: what is not saved or wrong, Discard changes, Save."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.i18n import _, ngettext
from ui.kit.buttons import Button
from ui.kit.dialog import confirm
from ui.kit.text import Elided, Glyph, set_look
from ui.kit.theme import theme

if TYPE_CHECKING:
    from ui.kit.form import Form


class FormFoot(QWidget):
    """Under a form: what is not saved or wrong, Discard changes, Save with its key. Esc asks before it discards."""

    def __init__(
        self,
        form: Form,
        on_save: Callable[[], object],
        *,
        save: str = "",
        on_discard: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(max(52, QFontMetrics(theme().font()).height() + 30))
        self.form, self._on_save = form, on_save
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 0, 24, 0)
        layout.setSpacing(8)
        self._sign = Glyph("circle-alert", "danger", 16)
        self.ask_first: Callable[[Callable[[], object]], object] = self._ask_first
        self.words = Elided("", "muted")
        self._do_discard = on_discard or form.discard
        self.discard = Button(_("Discard changes"), self._do_discard)
        self.save = Button(save or _("Save"), self.ask, kind="primary", keys="Ctrl S")
        layout.addWidget(self._sign)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.discard)
        layout.addWidget(self.save)
        form.modified_changed.connect(lambda _on: self._follow())
        form.problems_changed.connect(lambda _n: self._follow())
        form.edited.connect(self._follow)
        form.save_asked.connect(self.ask)
        form.discard_asked.connect(lambda: self.ask_first(self._do_discard))
        self.always = False  # a new record may be saved as it is
        self._follow()

    def ask(self) -> None:
        """Save, when there is something to save; wrong fields are shown first."""
        grey = not self.save.isEnabled() and not self.form.problem_count()
        if (self.form.modified or self.always) and not grey and self.form.check(all_fields=True):
            self._on_save()

    def _ask_first(self, then: Callable[[], object]) -> None:
        confirm(_("Discard the changes?"), _("What you typed has not been saved."), _("Discard changes"), then,
                safe=_("Keep editing"), destructive=True, parent=self.window())

    def set_always(self, on: bool) -> None:
        """Save is usable before anything was changed (a new record)."""
        self.always = on
        self._follow()

    def _follow(self) -> None:
        problems, changes = self.form.problem_count(), len(self.form.changes()) if self.form.modified else 0
        if problems:
            words = ngettext(
                "{n} problem to fix before this can be saved", "{n} problems to fix before this can be saved", problems
            ).format(n=problems)
        elif changes:
            words = ngettext("Not saved: {n} change", "Not saved: {n} changes", changes).format(n=changes)
        else:
            words = ""
        self._sign.show_icon("circle-alert" if problems else "dot", "danger" if problems else "accent")
        self._sign.setVisible(bool(problems or changes))
        self.words.setText(words)
        set_look(self.words, role="danger" if problems else "muted")
        self.discard.setVisible(self.form.modified)
        why = (
            _("Nothing has been changed.") if not self.form.modified and not self.always else words if problems else ""
        )
        self.save.explain(why)
