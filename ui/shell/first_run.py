"""The first screens on a PC without records: a new centre, records that are elsewhere, a backup, or the sample."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.i18n import _
from app.job import Job
from app.settings import default_database
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.jobs_panel import JobsPanel
from ui.kit.buttons import link
from ui.kit.field import Field
from ui.kit.key_names import sequence
from ui.kit.layout import box, column, row
from ui.kit.seal import Mark
from ui.kit.text import label
from ui.kit.wizard import Wizard
from ui.shell import making
from ui.shell.first_look import FirstLook
from ui.shell.first_steps import BeginPage, CentrePage, LanguagePage, PersonPage, PlacePage, ReadyPage, StepPage
from ui.shell.making import Answers

LANGUAGE, BEGIN, CENTRE, PERSON, PLACE, READY = range(6)
LOOK_FROM = 1240  # px: from here on there is room for the preview


class FirstRun(QWidget):
    """ready(where) when there is a database to open; language_asked(code): the screens are made anew with `answers`."""

    ready = Signal(str)
    language_asked = Signal(str)

    def __init__(self, desk: Desk, where: str = "", answers: Answers | None = None, parent: QWidget | None = None
                 ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.answers = answers or Answers(file=where or str(default_database()))
        self.setObjectName("page")
        self.setWindowTitle(_("Set up Sijil"))
        self.wizard = Wizard([_("Language"), _("Begin"), _("Your centre"), _("Administrator"), _("Where data is kept"),
                              _("Ready")], side="left")
        self.pages: list[StepPage] = []
        self._add_pages()
        self._sides()
        self.look = FirstLook(desk)
        self.wizard.set_aside(self.look)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.wizard, 1)
        outer.addWidget(box(column(JobsPanel(desk), margins=(24, 0, 24, 0)), "surface"))
        self.fields: dict[str, Field] = {key: f for page in self.pages for key, f in page.fields.items()}
        self.wizard.moved.connect(self._moved)
        self.wizard.finished.connect(self.open_centre)
        QShortcut(sequence("Alt+Left"), self).activated.connect(self.wizard.backward)  # as everywhere
        self.wizard.go(self.answers.step)

    def _add_pages(self) -> None:
        self.language, self.begin, self.centre = LanguagePage(), BeginPage(), CentrePage()
        self.person, self.place, self.last = PersonPage(), PlacePage(), ReadyPage()
        self.language.asked.connect(self._ask_language)
        self.last.wanted.connect(self.wizard.go)
        for page, leave, words in (
                (self.language, lambda: True, ""), (self.begin, self._leave_begin, ""),
                (self.centre, self._checker(making.centre_problems), ""),
                (self.person, self._checker(making.person_problems), ""),
                (self.place, self._checker(making.place_problems), ""),
                (self.last, lambda: True, _("Open the centre"))):
            self.pages.append(page)
            page.show_answers(self.answers)
            page.edited.connect(self._edited)
            self.wizard.add(page, leave=leave, next=words)

    def _sides(self) -> None:
        self.minutes = label(_("about 3 minutes"), "muted")
        self.wizard.above.addLayout(row(Mark(38), column(label(_("Set up Sijil"), "section"), self.minutes, spacing=0),
                                        None, spacing=12))
        self.wizard.above.addSpacing(8)
        self.skip = link(_("Skip the rest, decide later"), self._skip)
        self.skip.setToolTip(_("No password for now, records and backups in the proposed folder. All of it can be "
                               "changed in Settings."))
        self.restore = link(_("Restore a backup instead"), self._restore_instead)
        self.moving = label(_("Moving from another computer?"), "muted", wrap=True)
        self.wizard.below.addWidget(self.skip)
        self.wizard.below.addWidget(self.moving)
        self.wizard.below.addWidget(self.restore)
        self.wizard.below.setSpacing(4)

    # -- going ------------------------------------------------------------------------------------------------------
    def _moved(self, step: int) -> None:
        self.answers.step = step
        self.wizard.back.setVisible(step > LANGUAGE)
        self.skip.setVisible(step in (CENTRE, PERSON, PLACE))
        self.pages[step].show_answers(self.answers)
        self.wizard.foot.words.setText(_("Step {n} of {all}").format(n=step + 1, all=len(self.pages)))
        self._arrange()
        self.look.follow(self.answers)
        QTimer.singleShot(0, self.pages[step], self.pages[step].focus_first)

    def _arrange(self) -> None:
        self.look.setVisible(self.answers.step == CENTRE and self.width() >= LOOK_FROM)

    def _edited(self) -> None:
        self.pages[self.answers.step].read(self.answers)
        self.look.follow(self.answers)

    def held(self) -> Answers:
        """Everything answered and typed, for the screens made anew."""
        self.pages[self.answers.step].read(self.answers)
        return replace(self.answers)

    def _ask_language(self, code: str) -> None:
        self.language_asked.emit(code)

    def _checker(self, problems):  # type: ignore[no-untyped-def]
        def leave() -> bool:
            page = self.pages[self.answers.step]
            page.read(self.answers)
            return page.show_problems(problems(self.answers))

        return leave

    def _leave_begin(self) -> bool:
        self.begin.read(self.answers)
        how = {"open": self._open, "restore": self._restore, "sample": self._sample}.get(self.answers.begin)
        if how is None:
            return True
        how()
        return False

    def _skip(self) -> None:
        """To the end with what is proposed, if the centre has a name and a code."""
        page = self.pages[self.answers.step]
        page.read(self.answers)
        if not self.centre.show_problems(making.centre_problems(self.answers)):
            self.wizard.go(CENTRE)
            self.centre.show_problems(making.centre_problems(self.answers))
            return
        if making.person_problems(self.answers):
            self.answers.alone = True
        if making.place_problems(self.answers):
            self.answers.several, self.answers.backups = False, ""
        self.wizard.go(READY)

    def _restore_instead(self) -> None:
        self.answers.begin = "restore"
        self.wizard.go(BEGIN)
        self._restore()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        page = self.pages[self.answers.step]
        QTimer.singleShot(0, page, page.focus_first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, QPushButton):
                focus.click()
            else:
                self.wizard.forward()
        elif event.key() == Qt.Key.Key_Escape and self.answers.step > LANGUAGE:
            self.wizard.backward()
        else:
            super().keyPressEvent(event)

    # -- doing ------------------------------------------------------------------------------------------------------
    def open_centre(self) -> None:
        """Make the database of all that was answered."""
        self.last.tell("")
        self.wizard.set_busy(_("Opening the centre"))
        answers = replace(self.answers)
        self.desk.start(Job(_("Opening the centre"), lambda step: making.try_to_make(answers, step), "files"),
                        owner=self, then=self._made, failed=lambda _error: self.wizard.set_busy(""))

    def _made(self, problems: dict[str, str]) -> None:
        self.wizard.set_busy("")
        if not problems:
            self.ready.emit(self.answers.where())
            return
        for step, page in enumerate(self.pages):
            if any(problems.get(key) for key in page.fields):
                self.wizard.go(step)
                page.show_problems(problems)
                return
        self.last.tell(" ".join(problems.values()))

    def _open(self) -> None:
        talk.choose_open(_("Open existing records"), _("Sijil records (*.db)"),
                         lambda path: self.ready.emit(str(path)), self)

    def _restore(self) -> None:
        from ui.centre.pick_backup import restore_into

        restore_into(self.desk, self.answers.file, self, lambda done: self.ready.emit(self.answers.file))

    def _sample(self) -> None:
        target = Path(self.answers.file).parent / "sample" / "sijil.db"
        self.wizard.set_busy(_("Making the sample centre"))
        self.desk.start(Job(_("Making the sample centre"), lambda step: making.make_sample(target, step), "files",
                            _("If you cancel, there is no sample centre; nothing else changes.")),
                        owner=self, then=self._sampled, failed=lambda _error: self.wizard.set_busy(""))

    def _sampled(self, where: str) -> None:
        self.wizard.set_busy("")
        self.ready.emit(where)
