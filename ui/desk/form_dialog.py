"""A dialog around a form: what is typed outlives the program, Esc asks before it is lost, two people are reconciled."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk.desk import Desk
from ui.desk.drafts import FormKeeper
from ui.kit.dialog import Dialog
from ui.kit.form import Form
from ui.kit.layout import box, column, scrolled
from ui.kit.theme import theme

LOW_SCREEN = 640  # pixels
PREFERRED = 460  # pixels of height for the form, where the screen has them


class FormDialog(Dialog):
    """Call `put_form(form, ...)` once; give the form's `set_values` a subject afterwards. `check` saves."""

    form: Form

    def __init__(self, desk: Desk, question: str, *, action: str, wide: bool = False, icon: str = "",
                 parent: QWidget | None = None) -> None:
        super().__init__(question, action=action, wide=wide, icon=icon, parent=parent)
        self.desk = desk
        self._over = QVBoxLayout()
        self._over.setSpacing(8)
        self.body.addLayout(self._over)

    def put_form(self, form: Form, *more: QWidget) -> None:
        """The form with what stands below it, in an area that scrolls where the screen is low."""
        self.form = form
        self.keeper = FormKeeper(self.desk, form)
        self._over.addWidget(self.keeper.offer)
        self._over.addWidget(form.strip)
        inner = box(column(form, *more, None, spacing=14, margins=(0, 0, 12, 8)))
        area = scrolled(inner)
        area.setMinimumHeight(theme().px(120))
        self._inner, self._area = inner, area
        self.body.addWidget(area, 1)
        form.save_asked.connect(self._do)
        form.discard_asked.connect(self.reject)
        form.problems_changed.connect(lambda _n: self.fit())

    def fit(self) -> None:
        """The form gets the height it needs, up to what it prefers and the screen has."""
        if hasattr(self, "_area"):
            self.form.strip.set_compact(self.room().height() < theme().px(LOW_SCREEN))
            wanted = self._inner.heightForWidth(max(200, self._area.width() - 12))
            wanted = max(wanted, self._inner.minimumSizeHint().height())
            self._area.setMinimumHeight(min(wanted + 4, theme().px(PREFERRED)))
            super().fit()
            spare = self._needed() - self.room().height() + 40
            if spare > 0:
                self._area.setMinimumHeight(max(theme().px(96), self._area.minimumHeight() - spare))
        super().fit()

    def _needed(self) -> int:
        layout = self.layout()
        if layout is None:
            return 0
        layout.activate()
        return max(layout.heightForWidth(self.width()), layout.minimumSize().height())

    def reject(self) -> None:
        """Close; ask first when something typed would be lost."""
        if self.form.modified and self.isVisible():
            self.keeper.ask_first(self._drop)
        else:
            super().reject()

    def _drop(self) -> None:
        self.form.mark_saved()
        super().reject()

    def accept(self) -> None:
        """Close: what was typed is saved."""
        self.form.mark_saved()
        super().accept()
