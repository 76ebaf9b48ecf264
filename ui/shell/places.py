"""The places of the sidebar, and which page each opens. A page is made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from app.i18n import N_, _
from app.office.permissions import Permission

if TYPE_CHECKING:
    from ui.desk.desk import Desk
    from ui.kit.page import Page


@dataclass(frozen=True)
class Place:
    """A place: key, words, icon, module and class of its page, the right it needs, its Ctrl+number."""

    key: str
    words: str
    icon: str
    target: str
    needs: Permission
    digit: int

    def text(self) -> str:
        """The words in the language in use."""
        return _(self.words)

    def make(self, desk: Desk) -> Page:
        """The page itself."""
        return page_maker(self.target)(desk)


def page_maker(target: str) -> Callable[[Desk], Page]:
    """The class named by 'module:Class', imported only now."""
    module, name = target.split(":")
    found: Callable[[Desk], Page] = getattr(import_module(module), name)
    return found


PLACES = (
    Place("home", N_("Home"), "house", "ui.home.page:HomePage", Permission.OWN_ACCOUNT, 1),
    Place("trainees", N_("Trainees"), "users", "ui.trainees.page:TraineesPage", Permission.TRAINEES_VIEW, 2),
    Place("programmes", N_("Programmes"), "target", "ui.programmes.page:ProgrammesPage", Permission.PROGRAMMES_VIEW, 3),
    Place("cohorts", N_("Cohorts"), "graduation-cap", "ui.cohorts.page:CohortsPage", Permission.COHORTS_VIEW, 4),
    Place("certificates", N_("Certificates"), "award", "ui.certificates.register:RegisterPage",
          Permission.CERTIFICATES_VIEW, 5),
)
SETTINGS = Place("settings", N_("Settings"), "settings", "ui.centre.page:SettingsPage", Permission.CENTRE_VIEW, 0)

ROUTES = {
    "home": "home",
    "trainee": "trainees", "trainees": "trainees",
    "programme": "programmes", "course": "programmes", "programmes": "programmes", "courses": "programmes",
    "cohort": "cohort", "cohorts": "cohorts",
    "certificate": "certificates", "certificates": "certificates",
    "templates": "templates", "template": "template", "old-certificates": "old-certificates",
    "settings": "settings",
    "import": "import", "import-sessions": "import-sessions", "import-exams": "import-exams",
    "imports": "imports", "duplicates": "duplicates",
    "attendance-files": "attendance-files",
}
"""Kind of a Ref -> key of the page that shows it.

One thing is Ref(kind, key, detail): Ref("trainee", 7), Ref("cohort", 3, "attendance"), where `detail` names a tab or
section. A list is Ref(kind, 0, filter): Ref("trainees", 0, "duplicates"), Ref("cohorts", 0, "running"),
Ref("certificates", 0, "issued-not-printed"), where `filter` is a chip's key of that list; '' shows all of it.
Ref(kind) alone goes there and leaves the list as it was.
"""

HIDDEN = {
    "cohort": Place("cohort", N_("Cohort"), "graduation-cap", "ui.shell.cohort_tabs:cohort_workspace",
                    Permission.COHORTS_VIEW, 0),
    "import": Place("import", N_("Import trainees"), "upload", "ui.trainees.import_page:ImportPage",
                    Permission.TRAINEES_IMPORT, 0),
    "import-sessions": Place("import-sessions", N_("Import sessions"), "upload",
                             "ui.attendance.import_sessions:ImportSessionsPage", Permission.SESSIONS_CHANGE, 0),
    "import-exams": Place("import-exams", N_("Import exam records"), "upload",
                          "ui.results.import_exams:ImportExamsPage", Permission.RESULTS_ENTER, 0),
    "imports": Place("imports", N_("Import history"), "history", "ui.trainees.import_history:HistoryPage",
                     Permission.COHORTS_VIEW, 0),
    "duplicates": Place("duplicates", N_("Possible duplicates"), "git-merge", "ui.trainees.duplicates:DuplicatesPage",
                        Permission.TRAINEES_MERGE, 0),
    "attendance-files": Place("attendance-files", N_("Bring in attendance"), "file-input",
                              "ui.attendance.files_page:FilesPage", Permission.ATTENDANCE_MARK, 0),
    "templates": Place("templates", N_("Templates"), "file-badge", "ui.certificates.templates.page:TemplatesPage",
                       Permission.CERTIFICATES_VIEW, 0),
    "template": Place("template", N_("Certificate template"), "file-badge",
                      "ui.certificates.designer.page:DesignerPage",
                      Permission.CERTIFICATES_VIEW, 0),
    "old-certificates": Place("old-certificates", N_("Import old certificates"), "archive",
                              "ui.certificates.import_old:ImportOldPage", Permission.CERTIFICATES_ISSUE, 0),
}
"""Pages without a place of their own; the second line names the place that stays lit."""

LIT_BY = {"cohort": "cohorts", "import": "trainees", "import-sessions": "cohorts", "import-exams": "cohorts",
          "imports": "trainees", "duplicates": "trainees", "attendance-files": "cohorts",
          "templates": "certificates", "template": "certificates", "old-certificates": "certificates"}
