"""Why a trainee was late, absent or excused: the reason, the number of the document, and the minutes lost."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.attendance.queries import MarkCell
from app.attendance.statuses import StatusRow
from app.i18n import _
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.text_box import NumberBox, TextBox


class ReasonDialog(Dialog):
    """For the mark that is there, or for one still to be set; `code` is its status."""

    def __init__(self, name: str, code: str, mark: MarkCell | None, statuses: Sequence[StatusRow], parent: QWidget
                 ) -> None:
        status = next((s for s in statuses if s.code == code), None)
        super().__init__(_("Reason for {name}").format(name=name), status.label if status else "",
                         action=_("Save reason"), parent=parent)
        self.code = code
        self._shown = (mark.reason, mark.evidence) if mark is not None else ("", "")
        self._reason = TextBox(max_length=500)
        self._reason.set_value(mark.reason if mark is not None else "")
        self._evidence = TextBox(max_length=80)
        self._evidence.set_value(mark.evidence if mark is not None else "")
        self._minutes = NumberBox()
        self._minutes.set_value(mark.minutes if mark is not None and mark.status == code else None)
        self._field = Field(_("&Reason"), self._reason, help=_("For example the clinic, or the bus."))
        self._document = Field(_("&Number of the MC or letter"), self._evidence)
        minutes = Field(_("&Minutes late or left early"), self._minutes)
        for field in (self._field, self._document, minutes):
            self.body.addWidget(field)
        minutes.setVisible(status is not None and status.policy_key in ("late", "early"))
        self._needed = status is not None and status.needs_reason
        self._document_needed = status is not None and status.needs_evidence
        self.check = self._complete
        self._reason.setFocus()

    def _complete(self) -> bool:
        good = True
        for needed, field, value, words in (
                (self._needed, self._field, self.reason(), _("This status needs a reason.")),
                (self._document_needed, self._document, self.evidence(),
                 _("This status needs the number of the MC or letter."))):
            if needed and not value.strip():
                field.set_error(words)
                good = False
        self.fit()
        return good

    def reason(self) -> str:
        """What was written."""
        return str(self._reason.value())

    def evidence(self) -> str:
        """The number of the document."""
        return str(self._evidence.value())

    def changed_reason(self) -> str | None:
        """The reason, or None when it is as it was shown: what is not shown to everybody is not written over."""
        return None if self.reason() == self._shown[0] else self.reason()

    def changed_evidence(self) -> str | None:
        """The same for the number of the document."""
        return None if self.evidence() == self._shown[1] else self.evidence()

    def minutes(self) -> int | None:
        """The minutes, or None."""
        value = self._minutes.value()
        return int(value) if isinstance(value, int) else None
