"""Asking for the date of a resit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from app.i18n import _
from ui.desk import talk
from ui.kit.date_field import DateBox
from ui.kit.dialog import Dialog
from ui.kit.field import Field


def ask_resit_date(owner: QWidget, title: str, name: str, then: Callable[[date], object]) -> None:
    """Ask on which day, then call with it."""
    dialog = Dialog(_("Book a resit of {title} for {name}?").format(title=title, name=name), action=_("Book resit"),
                    safe=_("Cancel"), icon="calendar-days", parent=owner.window())
    dialog.setObjectName("book-resit")
    day = DateBox()
    field = Field(_("Date of the resit"), day, required=True)
    dialog.body.addWidget(field)

    def check() -> bool:
        good = isinstance(day.value(), date)
        field.set_error("" if good else _("Give the date of the resit."))
        return good

    dialog.check = check
    dialog.accepted.connect(lambda: then(day.value()))
    talk.open_dialog(dialog)
