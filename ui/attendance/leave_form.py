"""The dialog in which leave is noted, granted at once, or changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.attendance.leave import MOST_BYTES, ChangeLeave, GiveLeave, NoteLeave, Scan
from app.attendance.leave_fill import Filled
from app.attendance.leave_lists import LeaveRow
from app.attendance.session_words import PART_WORDS, part_word
from app.attendance.statuses import StatusRow
from app.i18n import _
from app.job import Job
from ui.attendance.leave_said import Said
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.buttons import secondary
from ui.kit.check import CheckBox
from ui.kit.combo import Choice
from ui.kit.date_field import DateBox
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import row
from ui.kit.text import label
from ui.kit.text_box import TextBox

SCANS = "PDF, JPEG, PNG (*.pdf *.jpg *.jpeg *.png)"


@dataclass(frozen=True)
class Who:
    """Whom leave may be noted for, and as what."""

    people: Sequence[tuple[int, str]]
    statuses: Sequence[StatusRow]
    current: int | None
    today: date
    one_trainee: bool = False  # and in which of his cohorts


def for_leave(statuses: Sequence[StatusRow]) -> list[StatusRow]:
    """The statuses of being away with a reason: sick, leave, duty and what a centre has added."""
    return [s for s in statuses if s.active and s.policy_key not in ("late", "early")
            and (s.policy_key or s.meaning == "excluded")]


class LeaveForm(Dialog):
    """`then` gets what came of it and the leave as it was said."""

    def __init__(self, desk: Desk, parent: QWidget, who: Who, leave: LeaveRow | None,
                 then: Callable[[Any, Said | None], object]) -> None:
        super().__init__(_("Change leave") if leave else _("New leave"), action=_("Save"), icon="calendar-x",
                         wide=True, parent=parent)
        self.desk, self.who, self.leave, self.then = desk, who, leave, then
        self.scan: Scan | None = None
        self.decides = desk.may(GiveLeave)
        self.person = Field(_("Co&hort") if who.one_trainee else _("&Trainee"), Choice(list(who.people)),
                            required=True)
        self.first = Field(_("&First day"), DateBox(), required=True)
        self.last = Field(_("&Last day"), DateBox(), required=True)
        self.part = Field(_("&Part of the day"), Choice(
            [("", _("The whole day")), *((key, part_word(key)) for key in PART_WORDS if key != "FULL")]))
        self.status = Field(_("L&eave"), Choice([(s.code, f"{s.letter}  {s.label}") for s in for_leave(who.statuses)]))
        self.reason = Field(_("&Reason"), TextBox(max_length=300))
        self.document = Field(_("&Number of the MC or letter"), TextBox(max_length=80))
        self.issuer = Field(_("&Clinic, ministry or who agreed"), TextBox(max_length=120))
        self.scan_words = label("", "muted", wrap=True)
        self.granted = CheckBox(_("Grant it at once"))
        scan = secondary(_("Attach a scan…"), self._choose_scan, icon="file-up", small=True)
        for one in (self.person, row(self.first, self.last, self.part, spacing=12), self.status, self.reason,
                    row(self.document, self.issuer, spacing=12), row(scan, self.scan_words, None, spacing=8),
                    self.granted):
            self.body.addWidget(one) if isinstance(one, QWidget) else self.body.addLayout(one)
        self.granted.setVisible(leave is None and self.decides)
        self._fill()
        self.check = self._send
        self._sent = self._sending = False

    def _fill(self) -> None:
        one = self.leave
        for field, value in ((self.person, one.enrolment_id if one else self.who.current),
                             (self.first, one.first_day if one else self.who.today),
                             (self.last, one.last_day if one else self.who.today),
                             (self.part, one.part if one else "")):
            field.set_value(value)
        self.granted.set_value(self.decides)
        if one is not None:
            self.person.set_read_only(True)
            if one.status:
                self.status.set_value(one.status)
            for field, text in ((self.reason, one.reason), (self.document, one.document), (self.issuer, one.issuer)):
                field.set_value(text)
            self.scan_words.setText(one.file_name)

    def _choose_scan(self) -> None:
        def chosen(path: Path) -> None:
            def read(_step: Any) -> Scan:
                with Path(path).open("rb") as file:
                    return Scan(Path(path).name, file.read(MOST_BYTES + 1))

            self.desk.start(Job(_("Reading the scan"), read, "files"), owner=self, then=self._take)

        talk.choose_open(_("Attach a scan"), SCANS, chosen, self)

    def _take(self, scan: Scan) -> None:
        problem = scan.problem()
        self.scan = None if problem else scan
        self.scan_words.setText(problem or scan.name)
        self.fit()

    def _text(self, field: Field) -> str | None:
        """What was written; None leaves alone what an instructor cannot see."""
        said = str(field.value() or "")
        return said if said or self.leave is None or self.decides else None

    def _command(self) -> Any:
        said: dict[str, Any] = {
            "first_day": self.first.value(), "last_day": self.last.value(), "part": self.part.value() or "",
            "status": self.status.value(), "reason": self._text(self.reason), "document": self._text(self.document),
            "issuer": self._text(self.issuer), "scan": self.scan}
        if self.leave is not None:
            if not self.leave.status and not self.status.value():
                said["status"] = None
            return ChangeLeave(leave_id=self.leave.id, version=self.leave.version, **said)
        kind = GiveLeave if self.decides and self.granted.value() else NoteLeave
        return kind(enrolment_id=self.person.value(), **said)

    def _send(self) -> bool:
        """Closes only when it is saved."""
        if self._sent:
            return True
        missing = False
        for field in (self.person, self.first, self.last, self.status):
            empty = field.value() is None
            hidden = field is self.status and self.leave is not None and not self.leave.status
            field.set_error(_("This is required.") if empty and not hidden else "")
            missing = missing or (empty and not hidden)
        if not missing:
            self._sending = True
            self.desk.do(self._command(), owner=self, invalid=self._refused, then=self._saved)
            self._sending = False
        self.fit()
        return self._sent

    def _saved(self, done: Any) -> None:
        self._sent = True
        status = next((s for s in self.who.statuses if s.code == self.status.value()), None)
        said = None
        if isinstance(done, Filled) and status is not None:
            said = Said(int(self.person.value() or 0), dict(self.who.people).get(self.person.value(), ""), status.code,
                        status.label, str(self.reason.value() or ""), str(self.document.value() or ""))
        note = self.leave is not None and self.leave.state == "planned"
        self.then(None if note else done, said)
        if not self._sending:
            self.accept()

    def _refused(self, problems: dict[str, str]) -> None:
        known = {"first_day": self.first, "last_day": self.last, "part": self.part, "status": self.status,
                 "reason": self.reason, "evidence": self.document, "document": self.document,
                 "enrolment_id": self.person}
        rest = []
        for name, words in problems.items():
            if name in known:
                known[name].set_error(words)
            else:
                rest.append(words)
        if rest:
            self.scan_words.setText(" ".join(rest))
        self.fit()
