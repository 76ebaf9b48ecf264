"""Rights: the only place where they are defined. Roles and what each may do follow the trade's table."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.i18n import N_, _


class Permission(StrEnum):
    """One right, named room.verb."""

    ANYONE = "anyone"  # also without signing in: first run, sign-in
    ATTENDANCE_MARK = "attendance.mark"
    ATTENDANCE_REOPEN = "attendance.reopen"
    ATTENDANCE_VIEW = "attendance.view"
    BACKUP = "backup"
    CENTRE_CHANGE = "centre.change"
    CENTRE_VIEW = "centre.view"
    CERTIFICATES_ISSUE = "certificates.issue"
    CERTIFICATES_VIEW = "certificates.view"
    CERTIFICATES_VOID = "certificates.void"
    COHORTS_CHANGE = "cohorts.change"
    COHORTS_VIEW = "cohorts.view"
    COMPLETION_OVERRIDE = "completion.override"
    COMPLETION_VIEW = "completion.view"
    EXPORT_FULL = "export.full"  # identity numbers in full leave the program
    HISTORY_VIEW = "history.view"
    IDENTITY_FULL = "identity.full"  # identity numbers in full on screen
    KEYS_CHANGE = "keys.change"  # make, back up, rotate, revoke the centre's signing keys
    OWN_ACCOUNT = "own.account"
    PROGRAMMES_CHANGE = "programmes.change"
    PROGRAMMES_VIEW = "programmes.view"
    RESTORE = "restore"
    RESULTS_ENTER = "results.enter"
    RESULTS_VERIFY = "results.verify"  # verify, lock, amend, decide appeals
    RESULTS_VIEW = "results.view"
    SESSIONS_CHANGE = "sessions.change"
    STAGE_ORDER = "stage.order"  # who prepares the ceremony, whether or not he issues
    STAFF_CHANGE = "staff.change"
    STAFF_VIEW = "staff.view"
    TEMPLATES_APPROVE = "templates.approve"
    TEMPLATES_CHANGE = "templates.change"
    TRAINEES_CHANGE = "trainees.change"
    TRAINEES_IMPORT = "trainees.import"
    TRAINEES_MERGE = "trainees.merge"  # make one of two records of one person
    TRAINEES_VIEW = "trainees.view"


P = Permission
_VIEW = {P.ANYONE, P.OWN_ACCOUNT, P.ATTENDANCE_VIEW, P.CENTRE_VIEW, P.CERTIFICATES_VIEW, P.COHORTS_VIEW,
         P.COMPLETION_VIEW, P.PROGRAMMES_VIEW, P.RESULTS_VIEW, P.TRAINEES_VIEW}

ROLES: dict[str, frozenset[Permission]] = {
    "administrator": frozenset(_VIEW | {
        P.ATTENDANCE_MARK, P.ATTENDANCE_REOPEN, P.BACKUP, P.CENTRE_CHANGE, P.COHORTS_CHANGE, P.EXPORT_FULL,
        P.HISTORY_VIEW, P.IDENTITY_FULL, P.KEYS_CHANGE, P.PROGRAMMES_CHANGE, P.RESTORE, P.SESSIONS_CHANGE,
        P.STAFF_CHANGE, P.STAFF_VIEW, P.STAGE_ORDER, P.TEMPLATES_APPROVE, P.TEMPLATES_CHANGE, P.TRAINEES_CHANGE,
        P.TRAINEES_IMPORT, P.TRAINEES_MERGE}),
    "instructor": frozenset(_VIEW | {P.ATTENDANCE_MARK, P.RESULTS_ENTER}),
    "certificates": frozenset(_VIEW | {P.CERTIFICATES_ISSUE, P.STAGE_ORDER, P.IDENTITY_FULL, P.EXPORT_FULL, P.BACKUP,
                                       P.TEMPLATES_CHANGE}),
    "verifier": frozenset(_VIEW | {
        P.ATTENDANCE_REOPEN, P.CERTIFICATES_VOID, P.COMPLETION_OVERRIDE, P.EXPORT_FULL, P.HISTORY_VIEW,
        P.IDENTITY_FULL, P.RESULTS_ENTER, P.RESULTS_VERIFY, P.TEMPLATES_APPROVE}),
    "viewer": frozenset(_VIEW | {P.HISTORY_VIEW}),
}

WRITING = frozenset(P) - _VIEW - {P.BACKUP, P.EXPORT_FULL, P.HISTORY_VIEW, P.IDENTITY_FULL, P.RESTORE, P.STAFF_VIEW}
"""Rights that are of no use where the database is open for reading only. Restoring puts another file in its place, so
whoever does it looks for himself whether he may."""

ROLE_LABELS = {
    "administrator": N_("Administrator"), "instructor": N_("Instructor"), "certificates": N_("Certificate staff"),
    "verifier": N_("Verifier"), "viewer": N_("Viewer"),
}


def role_label(role: str) -> str:
    """The role in words."""
    return _(ROLE_LABELS[role])


def who_may(permission: Permission) -> str:
    """The roles that have a right, in words: 'Administrator or Certificate staff'."""
    names = [role_label(role) for role, rights in ROLES.items() if permission in rights]
    return _(" or ").join(names)


@dataclass(frozen=True)
class Actor:
    """Whoever acts: a signed-in user, or nobody yet."""

    user_id: int
    login: str
    name: str
    roles: frozenset[str] = field(default_factory=frozenset)

    def may(self, permission: Permission) -> bool:
        """Whether any of the roles has the right."""
        return permission == P.ANYONE or any(permission in ROLES.get(role, frozenset()) for role in self.roles)

    @property
    def instructs_only(self) -> bool:
        """An instructor without a wider role: sees and marks his own cohorts."""
        return "instructor" in self.roles and not self.roles & {"administrator", "verifier"}


NOBODY = Actor(0, "", "")
"""Nobody has signed in."""

SYSTEM = Actor(0, "sijil", "Sijil", frozenset(ROLES))
"""The program itself: sample data, self-test, the owner of a centre that has switched sign-in off."""
