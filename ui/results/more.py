"""What surrounds the results of a cohort, in the menu behind the three dots: its code is read when it is used."""

from __future__ import annotations

from app.i18n import N_
from app.office.permissions import Permission
from ui.desk.later import Later

MORE: tuple[Later | None, ...] = (
    Later(N_("Submit for checking"), "send", Permission.RESULTS_ENTER, "ui.results.stages:submit"),
    Later(N_("Verify what is submitted"), "check-check", Permission.RESULTS_VERIFY, "ui.results.stages:verify"),
    Later(N_("Return for correction…"), "undo-2", Permission.RESULTS_VERIFY, "ui.results.stages:return_"),
    Later(N_("Lock the results"), "lock", Permission.RESULTS_VERIFY, "ui.results.stages:lock"),
    Later(N_("Steps of this assessment…"), "list-checks", Permission.RESULTS_ENTER, "ui.results.head_menu:open_here"),
    Later(N_("Who assesses…"), "user-check", Permission.COHORTS_CHANGE, "ui.results.assessors:open_assessors"),
    None,
    Later(N_("Excused, withheld, deferred…"), "user-x", Permission.RESULTS_ENTER, "ui.results.amend:choose_state"),
    Later(N_("Amend the result…"), "pencil", Permission.RESULTS_VERIFY, "ui.results.amend:amend"),
    Later(N_("Record an appeal…"), "clipboard-list", Permission.RESULTS_ENTER, "ui.results.amend:record_appeal"),
    Later(N_("Appeals…"), "clipboard-check", Permission.RESULTS_VIEW, "ui.results.amend:decide_appeal"),
    None,
    Later(N_("Import a list of marks…"), "file-input", Permission.RESULTS_ENTER,
          "ui.results.bring:open_bring_dialog"),
    Later(N_("Export a list of marks"), "file-up", Permission.RESULTS_VIEW, "ui.results.moderation:export_marks"),
    Later(N_("Class result list in Excel"), "file-spreadsheet", Permission.RESULTS_VIEW,
          "ui.results.moderation:export_class_list"),
    Later(N_("Moderation…"), "chart-column", Permission.RESULTS_VIEW, "ui.results.moderation:open_moderation"),
    Later(N_("Capstone projects…"), "presentation", Permission.RESULTS_VIEW, "ui.results.capstone:open_capstones"),
    None,
    Later(N_("Result slips…"), "file-text", Permission.RESULTS_VIEW, "ui.completion.slips:open_slips"),
    Later(N_("Transcript…"), "file-badge", Permission.CERTIFICATES_VIEW,
          "ui.certificates.transcripts:open_for_current"),
    None,
    Later(N_("Exam records…"), "medal", Permission.RESULTS_VIEW, "ui.results.exams:open_exams"),
    Later(N_("Name check list…"), "id-card", Permission.EXPORT_FULL, "ui.results.exams:open_names"),
)
