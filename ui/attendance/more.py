"""What surrounds the register, in the menu behind the three dots: each a line here, its code read when it is used."""

from __future__ import annotations

from app.i18n import N_
from app.office.permissions import Permission
from ui.desk.later import Later

MORE: tuple[Later | None, ...] = (
    Later(N_("Set many marks…"), "check-check", Permission.ATTENDANCE_MARK, "ui.attendance.set_marks:open_set",
          "Ctrl+M"),
    Later(N_("Accept planned leave"), "calendar-check", Permission.ATTENDANCE_MARK,
          "ui.attendance.proposals:accept_session"),
    Later(N_("Close several registers…"), "lock", Permission.ATTENDANCE_MARK, "ui.attendance.closing:close_several"),
    Later(N_("Requests for other marks…"), "clipboard-check", Permission.ATTENDANCE_VIEW,
          "ui.attendance.requests:open_requests"),
    Later(N_("Leave and absences…"), "calendar-x", Permission.ATTENDANCE_VIEW, "ui.attendance.leave:open_leave"),
    Later(N_("Walk-ins…"), "user-plus", Permission.ATTENDANCE_VIEW, "ui.attendance.walk_ins:open_walk_ins"),
    Later(N_("Sessions made up and credit…"), "rotate-ccw", Permission.ATTENDANCE_VIEW,
          "ui.attendance.credit:open_credit"),
    Later(N_("Who is at risk…"), "triangle-alert", Permission.ATTENDANCE_VIEW, "ui.attendance.risk:open_risk"),
    Later(N_("Check-in at the door"), "scan-line", Permission.ATTENDANCE_MARK, "ui.attendance.door:open_door",
          "Ctrl+F11"),
    Later(N_("Codes read at the door…"), "list-checks", Permission.ATTENDANCE_MARK,
          "ui.attendance.door_queue:open_queue"),
    Later(N_("Bring in a file…"), "file-input", Permission.ATTENDANCE_MARK, "ui.attendance.files_open:bring"),
    Later(N_("Make an attendance packet…"), "file-output", Permission.ATTENDANCE_MARK,
          "ui.attendance.files_open:give_out"),
    Later(N_("Attendance policy…"), "percent", Permission.ATTENDANCE_VIEW, "ui.attendance.policy_dialog:open_policy"),
)
