"""A resit: booked for a day, or written down with its day, mark and remark."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from app.i18n import _
from app.programmes.queries import ComponentRow
from app.results.commands import Cell
from app.results.queries import CellRow
from app.results.reading import Reading, read
from app.results.rules import shown_mark
from ui.desk import talk
from ui.kit.date_field import DateBox
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.text_box import TextBox


class ResitDialog(Dialog):
    """Asks for the day, and the mark where there is one already. `cell(…)` is what was answered."""

    def __init__(self, component: ComponentRow, name: str, before: CellRow, parent: QWidget) -> None:
        booked = before.standing.booked
        words = _("The mark before stays beside it.") if any(t.has_result for t in before.tries) else ""
        super().__init__(_("Resit of {title} for {name}").format(title=component.shown(), name=name), words,
                         action=_("Book resit"), safe=_("Cancel"), icon="calendar-days", parent=parent)
        self.setObjectName("book-resit")
        self.component = component
        self._again = bool(before.tries) and booked is None
        self.day = DateBox()
        self.day.set_value(booked.on_date if booked is not None else None)
        self._day = Field(_("Date of the resit"), self.day, required=True)
        self.mark = TextBox(max_length=8)
        told = _("T or BT") if component.scale == "competency" else _("0 to {max}").format(
            max=shown_mark(component.max_mark))
        self._mark = Field(_("Result"), self.mark, help=_("{range}. Leave it empty while it is only booked.").format(
            range=told))
        self.remark = TextBox(max_length=200)
        self._remark = Field(_("Remark"), self.remark)
        for field in (self._day, self._mark, self._remark):
            self.body.addWidget(field)
        self.mark.edited.connect(lambda: self.action_button.setText(
            _("Write down resit") if self.mark.value() else _("Book resit")))
        self.check = self._good

    def _good(self) -> bool:
        day = isinstance(self.day.value(), date)
        self._day.set_error("" if day else _("Give the date of the resit."))
        told = self._reading().problem
        self._mark.set_error(told)
        return day and not told

    def _reading(self) -> Reading:
        return read(str(self.mark.value() or ""), self.component)

    def cell(self, enrolment_id: int) -> Cell:
        """What was answered, as a result to enter."""
        reading = self._reading()
        return Cell(enrolment_id=enrolment_id, component_id=self.component.id, state=reading.state or "booked",
                    mark=reading.mark, competency=reading.competency, on_date=self.day.value(),
                    remark=str(self.remark.value() or "") or None, next=self._again)


def ask_resit(owner: QWidget, component: ComponentRow, name: str, enrolment_id: int, before: CellRow,
              then: Callable[[Cell], object]) -> None:
    """Ask, then call with the result."""
    dialog = ResitDialog(component, name, before, owner.window())
    dialog.accepted.connect(lambda: then(dialog.cell(enrolment_id)))
    talk.open_dialog(dialog)
