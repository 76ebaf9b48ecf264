"""Home: what an administrator looks after: people who may be recorded twice, signing keys, and the last backup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from app.home.upkeep import PossibleTwins, TwinCount
from app.i18n import _, local_time, ngettext, show_moment
from app.job import Job
from app.office.command import Query, Ref
from app.office.permissions import Permission
from app.trust.queries import KeysState, SigningKeys
from ui.desk.desk import Desk
from ui.home.part import Part
from ui.home.sessions_card import lines_of, spread
from ui.kit.buttons import secondary
from ui.kit.rows import Row, RowList
from ui.kit.text import Glyph

OLD = timedelta(days=3)
"""A backup older than that is told as a warning."""


class UpkeepCard(Part):
    """A row for each thing; where there is nothing to tell, the card is not there."""

    reads = PossibleTwins.reads | SigningKeys.reads

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Looking after the centre"))
        self.twins = 0
        self.keys_due: Sequence[str] = ()
        self.backup: datetime | None = None
        self.backup_known = False
        self.list: RowList | None = None
        self.hide()

    def question(self) -> Query[Any]:
        return PossibleTwins()

    def show_rows(self, rows: Sequence[TwinCount]) -> None:
        self.twins = rows[0].count
        self._draw()
        if self.desk.may(Permission.KEYS_CHANGE):
            self.desk.ask(SigningKeys(), owner=self, then=self._show_keys)
        keeper = self.desk.keeper
        if keeper is not None and self.desk.may(Permission.BACKUP):
            self.desk.start(Job(_("Reading the backups"), lambda _step: [b.made for b in keeper.listed()[:1]], "files"),
                            owner=self, then=self._show_backup)

    def _show_keys(self, rows: Sequence[KeysState]) -> None:
        self.keys_due = [rows[0].why_not] if rows[0].why_not else rows[0].due
        self._draw()

    def _show_backup(self, found: Sequence[datetime]) -> None:
        self.backup, self.backup_known = (found[0] if found else None), True
        self._draw()

    def forget(self) -> None:
        self.list = None

    def _draw(self) -> None:
        rows = []
        if self.twins:
            words = ngettext("{n} trainee may be recorded twice", "{n} trainees may be recorded twice",
                             self.twins).format(n=f"{self.twins:,}")
            rows.append(self._row("git-merge", "accent", words, _("Same name and birth date"),
                                  Ref("duplicates")))
        rows += [self._row("key-round", "warn", _("Signing keys"), sentence, Ref("settings", None, "keys"))
                 for sentence in self.keys_due]
        if self.backup_known:
            rows.append(self._backup())
        self.setVisible(bool(rows))
        if self.list is None:
            self.empty()
            self.list = RowList(_("Looking after the centre"))
            self.body.addWidget(self.list)
        self.list.set_rows(rows)

    def _backup(self) -> Row:
        assert self.desk.office is not None
        go = Ref("settings", None, "backups")
        if self.backup is None:
            return self._row("triangle-alert", "warn", _("No backup yet"), _("Make one before you go on."), go)
        now, there = local_time(self.desk.office.clock()), local_time(self.backup)
        moment = (_("Backup today {time}").format(time=f"{there:%H:%M}") if there.date() == now.date()
                  else _("Backup {when}").format(when=show_moment(self.backup)))
        if now - there > OLD:
            return self._row("triangle-alert", "warn", moment, _("More than three days old"), go)
        return self._row("database-backup", "accent", moment, "", go)

    def _row(self, icon: str, token: str, first: str, second: str, ref: Ref) -> Row:
        button = secondary(_("See"), lambda: self.desk.show(ref), small=True)
        button.setAccessibleName(f"{_('See')}: {first}")
        return Row(Glyph(icon, token, 18), spread(lines_of(first, second), 1), button,
                   spoken=f"{first}. {second}".strip(), open_=lambda: self.desk.show(ref))
