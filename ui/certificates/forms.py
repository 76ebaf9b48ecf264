"""A form around one command on a certificate: filled in, checked, done, and the page reads itself again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from app.i18n import local_time
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.form_dialog import FormDialog
from ui.kit.form import Form
from ui.kit.text_box import TextArea


def today() -> date:
    """The day in Malaysia, for what a form proposes."""
    return local_time(datetime.now(UTC)).date()


def day(value: Any) -> date | None:
    """A date that was read; None for none, and for what could not be read."""
    return value if isinstance(value, date) else None


def show_form(desk: Desk, owner: QWidget, form: Form, question: str, action: str, icon: str, *,
              values: dict[str, Any], name: str, then: Callable[[Any], object], below: QWidget | None = None,
              above: str = "", wide: bool = False) -> FormDialog:
    """Open the form; `then` gets what the command made. `name` is the dialog's, for those who look for it."""
    dialog = FormDialog(desk, question, action=action, icon=icon, wide=wide, parent=owner.window())
    dialog.setObjectName(name)
    if above:
        dialog.consequence.setText(above)
        dialog.consequence.show()
    dialog.put_form(form, *([below] if below is not None else []))
    form.set_values(values, f"{name}:{question}")

    def save() -> bool:
        if form.check(True):
            desk.do(form.command(), owner=dialog, invalid=form.refuse,
                    then=lambda made: (dialog.accept(), then(made)))
        return False

    dialog.check = save
    talk.open_dialog(dialog)
    first = next(iter(form.fields.values())).editor
    if isinstance(first, TextArea):  # the dialog looks for one line only
        first.setFocus()
    return dialog
