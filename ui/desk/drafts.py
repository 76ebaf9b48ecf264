"""What is typed into a form and not saved survives the end of the program, and is offered when the form opens again.

One file for each form and user of this PC, beside what the window remembers, readable by nobody else. It goes when the
form is saved or its changes are discarded. What it holds is never written to a log.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer

from app.i18n import _, local_time, show_date
from app.settings import config_dir
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.kept import _file_name
from ui.kit.buttons import Button
from ui.kit.form import Form, FormFoot
from ui.kit.layout import box, row
from ui.kit.note import Note

log = logging.getLogger(__name__)
WRITE_AFTER = 500  # ms after the last key
KEEP_DAYS = 14


@dataclass(frozen=True)
class Typed:
    """What was typed into a form, by field, and when."""

    at: datetime
    values: Mapping[str, Any]


class Drafts:
    """The files of one user and database. A folder that cannot be written disturbs nobody."""

    def __init__(self, login: str, database: str) -> None:
        self.folder = config_dir() / "users" / f"{_file_name(login)}.typed"
        self._database = database

    def path(self, subject: str) -> Path:
        """The file of a subject; its name tells nothing."""
        return self.folder / f"{hashlib.sha256(f'{self._database}|{subject}'.encode()).hexdigest()[:32]}.json"

    def put(self, subject: str, values: Mapping[str, Any]) -> None:
        """Keep what is typed."""
        path = self.path(subject)
        beside = path.with_suffix(".tmp")
        text = json.dumps({"at": datetime.now(UTC).isoformat(), "values": {k: _pack(v) for k, v in values.items()}})
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as f:
                f.write(text)
            os.replace(beside, path)
        except OSError as error:
            log.warning("what is typed could not be kept: %s", type(error).__name__)

    def get(self, subject: str) -> Typed | None:
        """What was kept; None when there is nothing to be read."""
        try:
            found = json.loads(self.path(subject).read_text("utf-8"))
            return Typed(datetime.fromisoformat(found["at"]), {k: _unpack(v) for k, v in found["values"].items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
            return None

    def drop(self, subject: str) -> None:
        """Forget it."""
        try:
            self.path(subject).unlink(missing_ok=True)
        except OSError as error:
            log.warning("what was typed could not be removed: %s", type(error).__name__)

    def sweep(self) -> None:
        """Remove what nobody asked for in two weeks."""
        oldest = (datetime.now(UTC) - timedelta(days=KEEP_DAYS)).timestamp()
        try:
            for path in self.folder.iterdir() if self.folder.is_dir() else ():
                if path.stat().st_mtime < oldest:
                    path.unlink()
        except OSError as error:
            log.warning("old typing could not be removed: %s", type(error).__name__)


def _pack(value: Any) -> Any:
    if isinstance(value, date):
        return {"": "date", "v": value.isoformat()}
    if isinstance(value, Decimal):
        return {"": "decimal", "v": str(value)}
    if isinstance(value, tuple | list):
        return {"": "tuple", "v": [_pack(v) for v in value]}
    if isinstance(value, dict):
        return {"": "dict", "v": {k: _pack(v) for k, v in value.items()}}
    return value


def _unpack(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    kind, inner = value[""], value["v"]
    if kind == "date":
        return date.fromisoformat(inner)
    if kind == "decimal":
        return Decimal(inner)
    if kind == "tuple":
        return tuple(_unpack(v) for v in inner)
    return {k: _unpack(v) for k, v in inner.items()}


def weekday_and_time(moment: datetime) -> str:
    """`Tue 14 Jul 2026 08:31`."""
    at = local_time(moment)
    return f"{show_date(at.date(), weekday=True)} {at:%H:%M}"


class FormKeeper(QObject):
    """Looks after a form whose `set_values` is given a subject: keeps what is typed, offers what was lost, asks before
    Esc discards, and lets a discarded change be put back from the toast. `offer` is a note to be put over the form."""

    def __init__(
        self,
        desk: Desk,
        form: Form,
        foot: FormFoot | None = None,
        *,
        writable: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(form)
        self.desk, self.form, self._writable = desk, form, writable
        self._found: Typed | None = None
        self._last = ""  # subject whose typing is in a file
        back = Button(_("Put back"), self.put_back, small=True, icon="undo-2")
        away = Button(_("Discard"), self.discard_found, small=True, icon="trash-2")
        self.put_back_button, self.discard_button = back, away
        self.offer = Note("", "offer", action=box(row(back, away)))
        self.offer.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WRITE_AFTER)
        self._timer.timeout.connect(self.write)
        form.edited.connect(self._edited)
        form.modified_changed.connect(self._modified)
        form.shown.connect(self._shown)
        if foot is not None:
            foot.ask_first = self.ask_first
        self._drafts().sweep()

    def _drafts(self) -> Drafts:
        office, keeper = self.desk.office, self.desk.keeper
        where = ("" if office is None else str(keeper.opened.where) if keeper is not None
                 else office.engine.url.render_as_string(hide_password=True))
        return Drafts(getattr(self.desk.actor, "login", ""), where)

    # -- keeping ------------------------------------------------------------------------------------------------
    def _edited(self) -> None:
        if self.form.modified:
            self._timer.start()

    def write(self) -> None:
        """Write what is typed now."""
        self._timer.stop()
        if self.form.modified and self.form.subject:
            self._drafts().put(self.form.subject, self.form.typed())
            self._last = self.form.subject

    def _modified(self, on: bool) -> None:
        if on:
            return
        self._timer.stop()
        if self._last and self._last == self.form.subject and self._found is None:
            self._drafts().drop(self._last)
            self._last = ""

    # -- offering -------------------------------------------------------------------------------------------------
    def _shown(self, subject: str) -> None:
        self._timer.stop()
        self._last = subject if self.form.modified else ""  # put back after a change of language
        self._found = self._drafts().get(subject) if not self.form.modified and self._writable() else None
        self.offer.setVisible(self._found is not None)
        if self._found is not None:
            self.offer.show_note(_("Typed on {when} and not saved.").format(when=weekday_and_time(self._found.at)),
                                 "offer")

    def put_back(self) -> None:
        """What was lost is in the fields again, not saved."""
        if self._found is not None:
            found, self._found = self._found, None
            self.offer.hide()
            self._last = self.form.subject
            self.form.put({k: v for k, v in found.values.items() if k not in self.form.changes()})
            self.write()

    def discard_found(self) -> None:
        """Forget what was lost."""
        self._found = None
        self.offer.hide()
        self._drafts().drop(self.form.subject)
        self.write()

    # -- discarding -----------------------------------------------------------------------------------------------
    def ask_first(self, then: Callable[[], object]) -> None:
        """Ask before what is typed is lost."""
        talk.ask(_("Discard the changes?"), _("What you typed has not been saved."), _("Discard changes"), then,
                 safe=_("Keep editing"), destructive=True, parent=self.form)

    def tell_discarded(self, typed: Mapping[str, Any]) -> None:
        """A toast whose Undo puts what was discarded into the fields again, while the same is shown."""
        subject = self.form.subject

        def back() -> None:
            if self.form.subject == subject:
                self.form.put(typed)

        if typed:
            self.desk.tell(_("Changes discarded"), back)
