"""What surrounds the completion of a cohort, in the menu of its list: its code is read when it is used."""

from __future__ import annotations

from app.i18n import N_
from app.office.permissions import Permission
from ui.desk.later import Later

MORE: tuple[Later | None, ...] = (
    Later(N_("Result slips…"), "file-text", Permission.RESULTS_VIEW, "ui.completion.slips:open_slips"),
    Later(N_("Transcript…"), "file-badge", Permission.CERTIFICATES_VIEW,
          "ui.certificates.transcripts:open_for_current"),
)
