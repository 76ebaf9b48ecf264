"""What surrounds the register of certificates: each a line here, its code read when it is used."""

from __future__ import annotations

from app.i18n import N_
from app.office.permissions import Permission
from ui.desk.later import Later

ISSUE, VOID, VIEW = Permission.CERTIFICATES_ISSUE, Permission.CERTIFICATES_VOID, Permission.CERTIFICATES_VIEW

LIFE: tuple[tuple[str, Later], ...] = (
    ("correct", Later(N_("Correct and print again…"), "pencil", ISSUE, "ui.certificates.life:correct")),
    ("replace", Later(N_("Replace…"), "replace", ISSUE, "ui.certificates.life:replace")),
    ("collect", Later(N_("Collected…"), "check", ISSUE, "ui.certificates.life:collect")),
    ("post", Later(N_("Posted…"), "mail", ISSUE, "ui.certificates.life:post")),
    ("back", Later(N_("Came back…"), "undo-2", ISSUE, "ui.certificates.life:come_back")),
    ("mistake", Later(N_("Not handed out after all…"), "undo-2", ISSUE, "ui.certificates.life:take_back")),
    ("approve", Later(N_("Approve to make void…"), "ban", VOID, "ui.certificates.life:approve")),
    ("refuse", Later(N_("Let it stay valid…"), "circle-check", VOID, "ui.certificates.life:refuse")),
    ("void", Later(N_("Void certificate…"), "ban", VIEW, "ui.certificates.life:void")),
)
"""What can happen to the certificate that is shown, by key: `ui.certificates.life.why_not` says when it cannot."""

MORE: tuple[Later | None, ...] = (
    Later(N_("Scan what is collected…"), "scan-line", ISSUE, "ui.certificates.life:scan"),
    Later(N_("Issued between two days…"), "calendar-days", VIEW, "ui.certificates.life:between"),
    Later(N_("Confirmation letter…"), "file-text", ISSUE, "ui.certificates.confirmation:open_confirmation"),
    Later(N_("Envelope labels…"), "mail", ISSUE, "ui.certificates.print_log:open_labels"),
    Later(N_("Print log"), "printer", VIEW, "ui.certificates.print_log:open_log"),
    Later(N_("Save the badge (JSON)…"), "file-badge", VIEW, "ui.certificates.badges:as_json"),
    Later(N_("Save the badge as a picture…"), "image", VIEW, "ui.certificates.badges:as_picture"),
    None,
    Later(N_("Templates"), "file-badge", VIEW, "ui.certificates.goes:templates"),
    Later(N_("Bring in old certificates…"), "archive", ISSUE, "ui.certificates.goes:old_certificates"),
)
"""For the page of the register: `module:function` gets the page, which has `desk`, `table` and `pane`."""
