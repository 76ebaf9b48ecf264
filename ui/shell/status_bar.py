"""The status bar: what is saved, running work, last backup, the language."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.i18n import _, language, local_time, ngettext
from ui.desk.desk import Desk
from ui.kit.buttons import Button
from ui.kit.text import IconText
from ui.kit.theme import theme


class StatusBar(QWidget):
    """26 px at the foot of the window."""

    language_asked = Signal()
    backups_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme().px(26))
        self.saved = IconText("circle-check", "", "ok")
        self.backup = IconText("database-backup", "", "text-2")
        self.note = IconText("info", "", "text-2")
        self.note.hide()
        self.work = IconText("hourglass", "", "accent-text")
        self.work.hide()
        self._desk: Desk | None = None
        self.language = Button(language().upper(), self.language_asked.emit, kind="quiet", icon="languages", small=True,
                               tip=_("Change the language (English, Bahasa Melayu)"))
        self.language.setFixedHeight(theme().px(24))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 8, 0)
        layout.setSpacing(16)
        layout.addWidget(self.saved)
        layout.addWidget(self.note)
        layout.addWidget(self.work)
        layout.addStretch(1)
        layout.addWidget(self.backup)
        layout.addWidget(self.language)
        self.show_saved(None)

    def show_saved(self, at: datetime | None) -> None:
        """Everything is on disk, since when."""
        self.saved.glyph.show_icon("circle-check", "ok")
        self.saved.setText(_("All changes saved {time}").format(time=f"{local_time(at):%H:%M}") if at
                           else _("Nothing changed yet"))

    def follow_jobs(self, desk: Desk) -> None:
        """Say what runs long, and how far it is."""
        self._desk = desk
        self._tick = QTimer(self)
        self._tick.setInterval(500)
        self._tick.timeout.connect(self._tell_jobs)
        desk.jobs_changed.connect(self._tell_jobs)
        self._tell_jobs()

    def _tell_jobs(self) -> None:
        jobs = self._desk.jobs() if self._desk is not None else []
        self.work.setVisible(bool(jobs))
        if not jobs:
            self._tick.stop()
            return
        if not self._tick.isActive():
            self._tick.start()
        first, others = jobs[0], len(jobs) - 1
        count = (_("{done} of {total}").format(done=f"{first.done:,}", total=f"{first.total:,}") if first.total else "")
        more = ngettext("{n} more waits", "{n} more wait", others).format(n=others) if others else ""
        self.work.setText(" · ".join(part for part in (first.title, count, more) if part))

    def show_unsaved(self, sentence: str) -> None:
        """Something is not saved; says what."""
        self.saved.glyph.show_icon("circle-alert", "danger")
        self.saved.setText(sentence)

    def show_backup(self, words: str) -> None:
        """When the last backup was made."""
        self.backup.setText(words)

    def show_note(self, words: str) -> None:
        """Something to know all the time, such as reading only; '' for nothing."""
        self.note.setText(words)
        self.note.setVisible(bool(words))
