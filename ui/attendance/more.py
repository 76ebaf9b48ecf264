"""What surrounds the register, in the menu behind the three dots: each a line here, its code read when it is used."""

from __future__ import annotations

from app.i18n import N_
from app.office.permissions import Permission
from ui.desk.later import Later

MORE: tuple[Later | None, ...] = (
    Later(N_("Check-in at the door"), "scan-line", Permission.ATTENDANCE_MARK, "ui.attendance.door:open_door",
          "Ctrl+F11"),
    Later(N_("Codes read at the door…"), "list-checks", Permission.ATTENDANCE_MARK,
          "ui.attendance.door_queue:open_queue"),
)
