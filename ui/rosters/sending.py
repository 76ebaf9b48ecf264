"""A list on its way: the file dialog, the work beside the window, what is said afterwards; or the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.cohorts.exports import Release
from app.errors import Unavailable
from app.exchange.files import safe_file_name
from app.i18n import _, ngettext
from app.job import Job, Progress
from app.rosters.gate import Left, export_list
from app.rosters.listing import Where
from app.rosters.preset import Preset
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.saved import tell_saved
from ui.kit.buttons import secondary
from ui.kit.copy_block import from_text
from ui.kit.dialog import Dialog
from ui.rosters.outgoing import Book
from ui.rosters.words import KINDS


@dataclass(frozen=True)
class FileJob:
    """A file that is written beside the window: where it is asked for, what holds it up is said with a way on.
    `said(made, name)` is the sentence afterwards."""

    desk: Desk
    owner: QWidget
    kinds: str
    name: str
    work: Callable[[Path, Progress], Any]
    said: Callable[[Any, str], str]
    open_it: bool = False

    def choose(self) -> None:
        """Where the file is to be, then the work."""
        talk.choose_save(_("Save the list"), self.kinds, self.name, self.write, self.owner)

    def write(self, path: Path) -> None:
        """Write it there."""
        def work(step: Progress) -> Any:
            try:
                return self.work(path, step)
            except Unavailable as held_up:
                return held_up

        self.desk.start(Job(_("Writing {name}").format(name=path.name), work, "files",
                            _("No file is left half written.")), owner=self.owner,
                        then=lambda made: self._written(path, made))

    def _written(self, path: Path, made: Any) -> None:
        if not isinstance(made, Unavailable):
            tell_saved(self.desk, self.said(made, path.name), path, at_once=self.open_it)
            return
        dialog = Dialog(_("The list is not saved yet"), str(made), action=_("Try again"), icon="triangle-alert",
                        parent=self.owner.window())

        def elsewhere() -> None:
            dialog.reject()
            self.choose()

        other = secondary(_("Save as…"), elsewhere)
        other.setObjectName("elsewhere")
        dialog.foot.insertWidget(dialog.foot.count() - 1, other)
        dialog.accepted.connect(lambda: self.write(path))
        talk.open_dialog(dialog)


class Phases:
    """Progress in the words of the window: a list is read and written in the language of its headings."""

    def __init__(self, step: Progress, words: tuple[str, ...]) -> None:
        self._step, self._words = step, words
        self._last = self._phase = 0

    def __call__(self, done: int, total: int, text: str = "") -> None:
        if done < self._last:  # counted from the beginning again
            self._phase = min(self._phase + 1, len(self._words) - 1)
        self._last = done
        self._step(done, total, self._words[self._phase])


def send_book(desk: Desk, owner: QWidget, book: Book, of: str, *, open_it: bool) -> None:
    """A workbook of several sheets, which is always the same."""
    FileJob(desk, owner, _("Excel workbook (*.xlsx)"), safe_file_name([book.name, of], ".xlsx"), book.write,
            lambda _made, name: _("Saved as {name}").format(name=name), open_it).choose()


@dataclass(frozen=True)
class Sending:
    """What was chosen. `release` says why, to whom and by whose leave, where full identity numbers leave."""

    desk: Desk
    owner: QWidget
    preset: Preset
    where: Where
    name: str
    release: Release | None = None
    password: str = ""
    open_it: bool = False

    def choose(self) -> None:
        """As a file."""
        office = self.desk.office
        assert office is not None

        words = _("Reading the list"), _("Writing the rows")

        def work(path: Path, step: Progress) -> Left:
            return export_list(office, self.preset, self.where, path, self.preset.format, self.release,
                               password=self.password, step=Phases(step, words))

        def said(made: Left, name: str) -> str:
            words = ngettext("{n} row saved as {name}", "{n} rows saved as {name}", made.rows)
            return words.format(n=f"{made.rows:,}", name=name)

        FileJob(self.desk, self.owner, _(KINDS[self.preset.format]),
                safe_file_name([self.preset.shown_title, self.name], f".{self.preset.format}"), work, said,
                self.open_it).choose()

    def copy(self) -> None:
        """The list to the clipboard, as columns for a spreadsheet."""
        office = self.desk.office
        assert office is not None

        def copied(made: Left) -> None:
            QGuiApplication.clipboard().setMimeData(from_text(made.text, self._numbers))
            self.desk.tell(ngettext("{n} row copied", "{n} rows copied", made.rows).format(n=f"{made.rows:,}"))

        words = (_("Reading the list"),)
        self.desk.start(Job(_("Copying"), lambda step: export_list(
            office, self.preset, self.where, format="text", release=self.release, step=Phases(step, words)), "files",
            _("Nothing is copied then.")), owner=self.owner, then=copied)

    def _numbers(self, place: int, width: int) -> bool:
        """Whether a column holds numbers; those that stand for a session or a component each may."""
        kinds = [("many" if field.many else field.kind) for field, _name in self.preset.fields()]
        if "many" not in kinds:
            return place < len(kinds) and kinds[place] in ("number", "percent")
        first, behind = kinds.index("many"), kinds[::-1].index("many")
        if first <= place < width - behind:
            return True
        return (kinds[place] if place < first else kinds[place - width]) in ("number", "percent")
