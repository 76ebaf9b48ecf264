"""The sections of the settings, and the words by which what is in them is found."""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import N_
from app.office.permissions import Permission


@dataclass(frozen=True)
class Section:
    """A part of the settings. The widget is named, since its room may stand beside this one."""

    key: str
    words: str
    icon: str
    target: str
    needs: Permission
    finds: tuple[str, ...] = ()  # titles of fields and parts, as they stand there


SECTIONS = (
    Section("centre", N_("Centre, signatories"), "landmark", "ui.centre.profile:ProfileSection",
            Permission.CENTRE_VIEW, (
                N_("Centre name"), N_("Name in Malay"), N_("Short name, for the window and lists"),
                N_("Centre code, begins every certificate number"), N_("Phone"), N_("E-mail"), N_("Address"),
                N_("Postcode"), N_("Town"), N_("State (of Malaysia)"), N_("Web site"), N_("Logo"),
                N_("Signatories"))),
    Section("numbering", N_("Certificate numbering"), "award", "ui.centre.numbering:NumberingSection",
            Permission.CENTRE_VIEW, (
                N_("Certificate numbers"), N_("Template"), N_("Language of certificates"),
                N_("Identity number on certificates"),
                N_("Web address that checks a certificate"))),
    Section("verify-page", N_("Verify page"), "scan-line", "ui.trust.publish:PublishSection",
            Permission.CERTIFICATES_VIEW, (N_("Where to put it"), N_("Publish…"))),
    Section("keys", N_("Signing keys"), "key-round", "ui.trust.keys:KeysSection", Permission.CENTRE_VIEW, (
        N_("Fingerprint of the root key"), N_("QR code on certificates"), N_("Practise restoring…"), N_("Rotate…"))),
    Section("calendar", N_("Weekend and holidays"), "calendar-days", "ui.centre.calendar:CalendarSection",
            Permission.CENTRE_VIEW, (N_("Weekend"), N_("Holidays"))),
    Section("statuses", N_("Attendance statuses"), "clipboard-list", "ui.attendance.statuses:StatusesSection",
            Permission.CENTRE_VIEW, (N_("How far back marks may be changed"),)),
    Section("assessment", N_("Assessment"), "clipboard-check", "ui.results.assessment:AssessmentSection",
            Permission.CENTRE_VIEW, (N_("Results count only once they are verified"), N_("Days for an appeal"))),
    Section("users", N_("Users and roles"), "users", "ui.staff.users:UsersSection", Permission.STAFF_VIEW,
            (N_("Users"), N_("What each role may do"))),
    Section("privacy", N_("Privacy"), "shield", "ui.centre.privacy:PrivacySection", Permission.CENTRE_VIEW, (
        N_("Everyone signs in with a password"), N_("Lock after minutes without a key"), N_("Identity numbers"))),
    Section("backups", N_("Backups"), "database-backup", "ui.centre.backups:BackupsSection", Permission.BACKUP,
            (N_("Back up now"), N_("Copy elsewhere"), N_("Keep in"), N_("Restore"))),
    Section("display", N_("Language and display"), "monitor", "ui.centre.display:DisplaySection",
            Permission.CENTRE_VIEW, (
                N_("Language"), N_("Colours"), N_("Text size"), N_("Rows of lists"), N_("Always show the menu bar"),
                N_("Without movement"))),
    Section("left", N_("What has left"), "file-output", "ui.rosters.left:LeftSection", Permission.HISTORY_VIEW),
    Section("history", N_("History"), "history", "ui.centre.history:HistorySection", Permission.HISTORY_VIEW),
)
