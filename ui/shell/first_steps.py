"""The pages of the first run. Each shows a part of the answers and writes it back; none of them does anything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from app.i18n import _, day_name, language
from ui.centre.picture import PictureBox
from ui.centre.profile import STATES
from ui.desk import talk
from ui.kit.buttons import link, secondary
from ui.kit.check import CheckBox, OneOf
from ui.kit.combo import Choice
from ui.kit.field import Field
from ui.kit.layout import Item, box, column, row, scrolled
from ui.kit.note import Note
from ui.kit.text import Elided, label
from ui.kit.text_box import PasswordBox, TextBox
from ui.kit.theme import theme
from ui.shell.making import Answers, place_warning, without_password

COLUMN, INDENT = 640, 26  # px: no line of a form is longer; under a radio button
LANGUAGES = (("ms", "Bahasa Melayu"), ("en", "English"))


class StepPage(QWidget):
    """One page: a question, what it is about, and fields by the name of the answer they hold."""

    edited = Signal()

    def __init__(self, title: str, about: str, *items: Item) -> None:
        super().__init__()
        self.fields: dict[str, Field] = {}
        self.title = label(title, "title", wrap=True)
        inner = box(column(self.title, label(about, "muted", wrap=True), 10, *items, None, spacing=8,
                           margins=(4, 0, 4, 0)), "surface")  # room for the ring of focus
        inner.setMaximumWidth(theme().px(COLUMN))
        whole = row(inner, None, margins=(44, 36, 28, 16))
        whole.setStretch(0, 1000)  # up to its greatest width before the rest gets any
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(box(whole, "surface")))

    def own(self, fields: dict[str, Field]) -> None:
        """These fields hold answers of their name."""
        self.fields.update(fields)
        for field in fields.values():
            field.edited.connect(self.edited)

    def show_answers(self, answers: Answers) -> None:
        """What was answered before."""
        for key, field in self.fields.items():
            field.set_value(getattr(answers, key))

    def read(self, answers: Answers) -> None:
        """Write what is typed into the answers."""
        for key, field in self.fields.items():
            setattr(answers, key, field.value() or "")

    def show_problems(self, problems: dict[str, str]) -> bool:
        """Sentences beside their fields, the cursor into the first; True when there are none."""
        wrong = [key for key in self.fields if problems.get(key)]
        for key, field in self.fields.items():
            field.set_error(problems.get(key, ""))
        if wrong:
            self.fields[wrong[0]].focus()
        return not wrong

    def focus_first(self) -> None:
        """The cursor to where typing begins."""
        empty = [f for f in self.fields.values() if not f.isHidden() and not f.value()]
        for field in (*empty, *self.fields.values()):
            if not field.isHidden():
                field.focus()
                return


class LanguagePage(StepPage):
    """Which language; it is changed at once."""

    asked = Signal(str)

    def __init__(self) -> None:
        self.choice = OneOf(LANGUAGES)
        super().__init__("Bahasa · Language", _("You can change it at any time, at the foot of the window."),
                         self.choice)
        self.choice.set_value(language())
        self.choice.edited.connect(lambda: self.asked.emit(str(self.choice.value())))

    def focus_first(self) -> None:
        for button in self.choice.findChildren(QRadioButton):
            if button.isChecked():
                button.setFocus(Qt.FocusReason.OtherFocusReason)


class BeginPage(StepPage):
    """With what to begin."""

    def __init__(self) -> None:
        self._group = QButtonGroup()
        self.ways: dict[str, QRadioButton] = {}
        shown: list[Item] = []
        for key, words, about in (
                ("new", _("Set up a new centre"), _("Three short questions; most of them can wait.")),
                ("open", _("Open records that are on this PC"), _("A file of Sijil, such as sijil.db.")),
                ("restore", _("Restore a backup"), _("From another computer, a USB stick or the backup folder.")),
                ("sample", _("Look around the sample centre"),
                 _("Invented people and courses to try everything on. It is kept apart from your records."))):
            button = QRadioButton(words)
            button.setAccessibleDescription(about)
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self._group.addButton(button)
            self.ways[key] = button
            shown += [button, row(INDENT, label(about, "muted", wrap=True), spacing=0), 8]
        super().__init__(_("How do you want to begin?"), _("Nothing on this PC is changed before you say so."), *shown)
        self._group.setParent(self)
        self._group.buttonClicked.connect(lambda _b: self.edited.emit())

    def show_answers(self, answers: Answers) -> None:
        self.ways[answers.begin].setChecked(True)

    def read(self, answers: Answers) -> None:
        answers.begin = next(key for key, button in self.ways.items() if button.isChecked())

    def focus_first(self) -> None:
        next(b for b in self.ways.values() if b.isChecked()).setFocus(Qt.FocusReason.OtherFocusReason)


class CentrePage(StepPage):
    """Name, code, state, logo."""

    def __init__(self) -> None:
        name = Field(_("C&entre name"), TextBox(max_length=200), required=True)
        name_ms = Field(_("Name in &Malay"), TextBox(max_length=200))
        code = Field(_("Centre &code"), TextBox(max_length=12), required=True,
                     help=_("2 to 12 letters and digits; it begins every certificate number"))
        self.first = Field(_("Your first certificate will be"), TextBox(),
                           help=_("Code, year, number, and a letter that finds typing mistakes"))
        self.first.set_read_only(True)
        self.first.editor.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # follows from the code: nothing to stop at
        state = Field(_("S&tate"), Choice([(s, s) for s in STATES], placeholder=_("Choose")))
        self.logo = PictureBox(_("Choose a picture"))
        super().__init__(
            _("Tell us about your centre"),
            _("It appears on certificates, transcripts and lists. You can change it later in Settings; the code only "
              "until the first certificate."),
            name, name_ms, row(code, self.first, spacing=16), state,
            column(label(_("Logo, when you have one"), "label"), self.logo, spacing=4))
        self.own({"name": name, "name_ms": name_ms, "code": code, "state": state})
        self.logo.edited.connect(self.edited)
        self.edited.connect(self._follow)

    def _follow(self) -> None:
        from app.centre.open_centre import weekend_of

        state = self.fields["state"].value()
        days = [day_name(int(day)) for day in weekend_of(state)] if state else []
        self.fields["state"].set_help(
            _("Weekend: {days}").format(days=", ".join(days)) if days else _("The weekend is set from it"))
        self.first.set_value(first_number(str(self.fields["code"].value())))

    def show_answers(self, answers: Answers) -> None:
        super().show_answers(answers)
        self.logo.set_value(answers.logo or None)
        self._follow()

    def read(self, answers: Answers) -> None:
        super().read(answers)
        chosen = self.logo.value()
        if chosen is not None:
            answers.logo = chosen


def first_number(code: str) -> str:
    """The number of the first certificate this year; '' while the code is none."""
    from datetime import UTC, datetime

    from app.centre.commands import CODE
    from app.certificates.numbering import number_text
    from app.i18n import local_time

    wanted = code.strip().upper()
    if not CODE.fullmatch(wanted):
        return ""
    return number_text("{centre}{yy}-{number:05}-{check}", wanted, local_time(datetime.now(UTC)).year, 1)


class PersonPage(StepPage):
    """The first administrator, or nobody signs in."""

    def __init__(self) -> None:
        self.alone = CheckBox(_("I work alone on this PC: ask for no password"))
        fields = {
            "admin_name": Field(_("Yo&ur name"), TextBox(max_length=200), required=True),
            "login": Field(_("Sign-&in name"), TextBox(max_length=32), required=True,
                           help=_("Small letters, no spaces")),
            "password": Field(_("&Password"), PasswordBox(), required=True,
                              help=_("At least 8 characters; four words are easy to keep in mind")),
            "again": Field(_("Password &once more"), PasswordBox(), required=True)}
        self.note = Note(_("Everybody who opens this PC can then read and change everything. You can ask for passwords "
                           "later: Settings, Centre."), "neutral")
        super().__init__(_("Who looks after the records?"),
                         _("The administrator adds the other users, in Settings, Users and roles."),
                         self.alone, self.note, 4, fields["admin_name"], fields["login"],
                         row(fields["password"], fields["again"], spacing=16))
        self.own(fields)
        self.alone.edited.connect(self.edited)
        self.alone.toggled.connect(self._follow)
        self._follow(False)

    def _follow(self, alone: bool) -> None:
        self.note.setVisible(alone)
        for field in self.fields.values():
            field.setVisible(not alone)

    def show_answers(self, answers: Answers) -> None:
        super().show_answers(answers)
        self.alone.set_value(answers.alone)

    def read(self, answers: Answers) -> None:
        super().read(answers)
        answers.alone = bool(self.alone.value())

    def focus_first(self) -> None:
        if self.alone.value():
            self.alone.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().focus_first()


class FolderBox(TextBox):
    """A path that is chosen, not typed."""

    def __init__(self, empty: str = "") -> None:
        super().__init__(empty, leading="folder-open")
        self.setReadOnly(True)

    def take(self, text: str) -> None:
        """Another one, chosen by the user."""
        self.set_value(text)
        self.edited.emit()


class PlacePage(StepPage):
    """Where the records are, and their backups."""

    def __init__(self) -> None:
        self.kind = OneOf([(False, _("On this PC")), (True, _("Several PCs share them, through PostgreSQL"))])
        self.file, self.backups = FolderBox(), FolderBox(_("beside the records, in the folder backups"))
        change, keep = (secondary(_("Change …"), do, small=True) for do in (self._choose, self._choose_backups))
        change.setAccessibleName(_("Change the folder of the records"))
        keep.setAccessibleName(_("Change the folder of the backups"))
        fields = {
            "file": Field(_("Records"), self.file,
                          help=_("One file. Sijil takes care that two programs never write to it.")),
            "server": Field(_("&Address of the server"), TextBox("postgresql://user@server/sijil"), required=True,
                            help=_("An empty database of PostgreSQL 14 or newer, made by whoever looks after the "
                                   "server")),
            "backups": Field(_("Backups"), self.backups,
                             help=_("Made by themselves: when Sijil closes, after 30 minutes of work, before an import"
                                    ))}
        self.note = Note("", "warn")
        self.note.hide()
        self._records = _beside(fields["file"], change)
        super().__init__(_("Where are the records kept?"),
                         _("The proposed folders are right for most. You can change the backups later in Settings."),
                         self.kind, 4, self._records, fields["server"], self.note, _beside(fields["backups"], keep))
        self.own(fields)
        self.kind.edited.connect(self._follow)
        self.kind.edited.connect(self.edited)

    def _follow(self) -> None:
        several = bool(self.kind.value())
        self._records.setVisible(not several)
        self.fields["server"].setVisible(several)
        told = place_warning(Answers(several=several, file=self.file.text()))
        self.note.setVisible(bool(told))
        self.note.show_note(told, "warn")

    def show_answers(self, answers: Answers) -> None:
        super().show_answers(answers)
        self.kind.set_value(answers.several)
        self._follow()

    def read(self, answers: Answers) -> None:
        super().read(answers)
        answers.several = bool(self.kind.value())

    def _choose(self) -> None:
        name = Path(self.file.text()).name
        talk.choose_folder(_("Where to keep the records"), lambda folder: self._chosen(folder / name), self,
                           str(Path(self.file.text()).parent))

    def _chosen(self, file: Path) -> None:
        from ui.shell.opening import free_name

        self.file.take(str(free_name(file)))
        self._follow()

    def _choose_backups(self) -> None:
        talk.choose_folder(_("Where to keep the backups"), lambda folder: self.backups.take(str(folder)), self,
                           self.backups.text() or str(Path(self.file.text()).parent))

    def focus_first(self) -> None:
        next(b for b in self.kind.findChildren(QRadioButton) if b.isChecked()).setFocus(
            Qt.FocusReason.OtherFocusReason)


def _beside(field: Field, button: QWidget) -> QWidget:
    """A button at the right of a field, in the line of its editor."""
    holder = row(field, column(field.fontMetrics().height() + 5, button, None, spacing=0), spacing=8)
    holder.setStretch(0, 1)
    return box(holder)


class ReadyPage(StepPage):
    """All answers once more; each can be changed."""

    wanted = Signal(int)

    def __init__(self) -> None:
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(1, 1)
        self.note = Note("", "danger")
        self.note.hide()
        self.lines: list[tuple[str, Elided]] = []
        super().__init__(_("Ready"), _("All of this can be changed later in Settings."), self._grid, self.note)

    def show_answers(self, answers: Answers) -> None:
        if not self.lines:
            for down, (words, step) in enumerate(_heads()):
                value = Elided("", "strong")
                again = link(_("Change"), lambda step=step: self.wanted.emit(step))
                again.setAccessibleName(_("Change: {what}").format(what=words))
                for across, widget in enumerate((label(words, "muted"), value, again)):
                    self._grid.addWidget(widget, down, across)
                self.lines.append((words, value))
        for (_words, shown), text in zip(self.lines, summary(answers), strict=True):
            shown.setText(text)

    def read(self, answers: Answers) -> None:
        """There is nothing to read."""

    def tell(self, sentence: str) -> None:
        """What went wrong and belongs to no field."""
        self.note.show_note(sentence, "danger")
        self.note.setVisible(bool(sentence))

    def focus_first(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)


def _heads() -> Sequence[tuple[str, int]]:
    return ((_("Language"), 0), (_("Centre"), 2), (_("Centre code"), 2), (_("State (of Malaysia)"), 2), (_("Logo"), 2),
            (_("Signing in"), 3), (_("Records"), 4), (_("Backups"), 4))


def summary(answers: Answers) -> Sequence[str]:
    """The answers in words, in the order of the last page."""
    return (dict(LANGUAGES)[language()], answers.name, answers.code.strip().upper(), answers.state or "–",
            _("chosen") if answers.logo else _("later"),
            _("no password on this PC") if answers.alone else f"{answers.admin_name} ({answers.login})",
            without_password(answers.where()) if answers.several else answers.file,
            answers.backups or _("beside the records, in the folder backups"))
