"""The first screen on a PC without records: a new centre, records that are elsewhere, or the sample centre."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import Invalid
from app.i18n import _, language
from app.job import Job, Progress
from app.settings import default_database
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.buttons import Segments, link, primary, secondary
from ui.kit.check import CheckBox
from ui.kit.combo import Choice
from ui.kit.field import Field
from ui.kit.layout import box, column, row, scrolled
from ui.kit.note import Note
from ui.kit.seal import Mark
from ui.kit.text import label
from ui.kit.text_box import PasswordBox, TextBox
from ui.staff.sign_in import LANGUAGES

STATES = ("Johor", "Kedah", "Kelantan", "Melaka", "Negeri Sembilan", "Pahang", "Pulau Pinang", "Perak", "Perlis",
          "Selangor", "Terengganu", "Sabah", "Sarawak", "W.P. Kuala Lumpur", "W.P. Labuan", "W.P. Putrajaya")


class FirstRun(QWidget):
    """ready(where) when there is a database to open; language_asked(code)."""

    ready = Signal(str)
    language_asked = Signal(str)

    def __init__(self, desk: Desk, where: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.where = where or str(default_database())
        self.setObjectName("page")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        form = box(self._form(), "surface")
        form.setMaximumWidth(640)
        outer.addWidget(scrolled(box(row(None, form, None, margins=(24, 32, 24, 32)), "surface")))

    def _form(self) -> QVBoxLayout:
        self.fields: dict[str, Field] = {
            "name": Field(_("&Name of the centre"), TextBox(), required=True),
            "code": Field(_("&Code"), TextBox(max_length=12), required=True,
                          help=_("2 to 12 letters and digits; it goes into certificate numbers, such as KL26-00001-K")),
            "state": Field(_("S&tate (of Malaysia)"), Choice([(s, s) for s in STATES], placeholder=_("Choose")),
                           help=_("Its weekend is set from it")),
            "admin_name": Field(_("&Your name"), TextBox(), required=True),
            "login": Field(_("Sign-&in name"), TextBox(), required=True),
            "password": Field(_("&Password"), PasswordBox(), required=True, help=_("At least 8 characters")),
        }
        self.alone = CheckBox(_("I work alone on this PC: ask for no password"))
        self.alone.edited.connect(self._alone)
        self.note = Note("", "danger")
        self.note.hide()
        f = self.fields
        languages = Segments(LANGUAGES, language())
        languages.changed.connect(lambda code: self.language_asked.emit(str(code)))
        self.start = primary(_("Open the centre"), self._make)
        return column(
            row(Mark(44), column(label("Sijil", "title"), label(
                _("Set up your centre. All of it can be changed later."), "muted", wrap=True), spacing=2), languages,
                spacing=14),
            16, f["name"], row(f["code"], f["state"], spacing=16), row(f["admin_name"], f["login"], spacing=16),
            f["password"], self.alone, self.note,
            label(_("The records will be in {file}. Backups are made beside it by themselves.").format(
                file=self.where), "smallhint", wrap=True),
            row(secondary(_("Open existing records …"), self._choose, icon="folder-open"),
                link(_("Look around the sample centre"), self._sample), None, self.start, spacing=12), None, spacing=14)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self.fields["name"].focus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._make()
        else:
            super().keyPressEvent(event)

    def _alone(self) -> None:
        on = bool(self.alone.value())
        self.fields["password"].setVisible(not on)

    def _make(self) -> None:
        values = {key: field.value() or "" for key, field in self.fields.items()}
        alone = bool(self.alone.value())
        self.desk.start(Job(_("Opening the centre"), lambda step: _try(self.where, values, alone, step), "files"),
                        owner=self, then=self._made)

    def _made(self, problems: dict[str, str]) -> None:
        self.show_problems(problems)
        if not problems:
            self.ready.emit(self.where)

    def show_problems(self, problems: dict[str, str]) -> None:
        """Each beside its field."""
        for key, field in self.fields.items():
            field.set_error(problems.get(key, ""))
        rest = " ".join(told for key, told in problems.items() if key not in self.fields)
        self.note.show_note(rest, "danger")
        self.note.setVisible(bool(rest))

    def _choose(self) -> None:
        talk.choose_open(_("Open existing records"), _("Sijil records (*.db)"),
                         lambda path: self.ready.emit(str(path)), self)

    def _sample(self) -> None:
        target = Path(self.where).with_name("sample") / "sijil.db"

        def work(step: Progress) -> None:
            from app.sample.sample import sample_centre

            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                with sample_centre(target, step):
                    pass

        self.desk.start(Job(_("Making the sample centre"), work, "files"), owner=self,
                        then=lambda _none: self.ready.emit(str(target)))


def _try(where: str, values: dict[str, Any], alone: bool, step: Progress) -> dict[str, str]:
    try:
        make_centre(where, values, alone, step)
    except Invalid as error:
        return error.problems
    return {}


def make_centre(where: str, values: dict[str, Any], alone: bool, step: Progress) -> None:
    """A new database with its centre and first administrator. Raises Invalid before anything is made."""
    from app.centre.open_centre import OpenCentre
    from app.db.engine import make_engine
    from app.db.migrate import create
    from app.office.office import Office
    from app.office.permissions import ROLES, SYSTEM
    from app.seeds import seeds
    from app.staff.commands import AddUser

    password = secrets.token_hex(24) if alone else values["password"]
    opening = OpenCentre(code=values["code"].strip().upper(), name=values["name"], state=values["state"],
                         language=language(), sign_in_required=not alone, seeds=seeds())
    first = AddUser(login=values["login"], name=values["admin_name"], roles=frozenset(ROLES) - {"viewer"},
                    password=password)
    people = first.problems()
    told = {**opening.problems(), **{("admin_name" if k == "name" else k): v for k, v in people.items()}}
    if told:
        raise Invalid(told)
    path = Path(where)
    path.parent.mkdir(parents=True, exist_ok=True)
    step(0, 2)
    create(path)
    engine = make_engine(path)
    try:
        office = Office(engine, SYSTEM)
        office.do(opening)
        office.do(first)
    except BaseException:
        engine.dispose()
        path.unlink(missing_ok=True)
        raise
    engine.dispose()
    step(2, 2)
