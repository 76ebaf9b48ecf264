"""The centre's keys in words: which there are, whether this PC can sign, what is to be done about them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.centre.queries import centre_row, setting
from app.errors import Refused
from app.i18n import _, local_time, show_date
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.trust import authority, keys, secret
from app.trust.backup import Bundle, HeldKey
from app.trust.records import SigningKey

BACKUP, DRILL = "keys.backup", "keys.drill"
"""Settings that say when the last one was made."""
SOON = timedelta(days=90)


@dataclass(frozen=True)
class KeyRow:
    """A key as a list shows it."""

    id: int
    kid: str
    use: str
    state: str
    fingerprint: str
    made_at: datetime
    made_by: str
    until: date | None  # of its X.509 certificate
    retired_at: datetime | None
    revoked_from: datetime | None
    reason: str

    def use_words(self) -> str:
        """What it is for."""
        return {"root": _("Root, vouches for the others"), "pdf": _("PDF files"),
                "statement": _("QR codes and badges"), "authority": _("PDF files, by an authority")}[self.use]

    def state_words(self) -> str:
        """In force, retired or revoked, with the day."""
        if self.state == "revoked" and self.revoked_from is not None:
            return _("Revoked from {day}").format(day=show_date(local_time(self.revoked_from).date()))
        if self.state == "retired" and self.retired_at is not None:
            return _("Retired on {day}").format(day=show_date(local_time(self.retired_at).date()))
        return _("In force")


@dataclass(frozen=True)
class Noted:
    """A backup or a drill as it was noted. `root_in` is the backup that has the root key."""

    at: datetime
    by: str
    file: str
    root_kid: str
    kids: tuple[str, ...]
    root_in: str


@dataclass(frozen=True)
class KeysState:
    """All there is to know about the centre's keys. `why_not` is '' where this PC can sign."""

    keys: tuple[KeyRow, ...]
    why_not: str
    sample: bool
    root_here: bool
    backup: Noted | None
    drill: Noted | None
    due: tuple[str, ...]  # what is to be done, a sentence each
    why_not_rotate: str = ""  # new keys under the same root can be made though one in force was revoked
    why_not_files: str = ""  # why the authority's key that this PC is set to signs nothing now

    @property
    def root(self) -> KeyRow | None:
        """The root key in force."""
        return next((k for k in self.keys if k.use == "root" and k.state == "active"), None)


def is_sample(work: Work) -> bool:
    """Whether this is the sample centre, whose keys are worth nothing."""
    return bool(setting(work, secret.SAMPLE))


def noted(work: Work, key: str) -> Noted | None:
    """The last backup or drill."""
    text = setting(work, key)
    if not text:
        return None
    told: dict[str, Any] = json.loads(text)
    return Noted(datetime.fromisoformat(told["at"]), told["by"], told["file"], told["root"], tuple(told["kids"]),
                 told["root_in"])


def state_of(work: Work) -> KeysState:
    """The keys as they stand."""
    rows = tuple(_row(r) for r in work.session.scalars(select(SigningKey).order_by(SigningKey.id.desc())))
    backup, drill, sample = noted(work, BACKUP), noted(work, DRILL), is_sample(work)
    root = keys.active(work, "root")
    here = root is not None and secret.read(f"{root.kid}.root") is not None
    due = () if sample else _due(rows, backup, drill, work.today)
    why_not = keys.why_not(work)
    rooted = root is not None and keys.held_secret(work) is not None
    return KeysState(rows, why_not, sample, here, backup, drill, due, "" if rooted else why_not,
                     authority.why_not(work))


def _due(rows: Sequence[KeyRow], backup: Noted | None, drill: Noted | None, today: date) -> tuple[str, ...]:
    active = [r for r in rows if r.state == "active" and r.use != "authority"]
    kids = {r.kid for r in active}
    told = []
    if not {"root", "pdf", "statement"} <= {r.use for r in active}:
        return ()  # new ones are to be made first
    if backup is None or not kids <= set(backup.kids):
        told.append(_("The signing keys are not backed up. If this PC is lost, new keys must be made."))
    elif not backup.root_in and not (drill is not None and drill.root_in and drill.root_kid == backup.root_kid):
        told.append(_("These records know of no backup that holds the root key. Practise with the first backup of "
                      "these keys; when there is none, make all keys anew and back them up."))
    elif drill is None or drill.root_kid != backup.root_kid or drill.at < backup.at:
        told.append(_("The key backup was not tried yet. Practise restoring it once."))
    told += [_("The certificate of the PDF key ends on {day}. Rotate the keys before.").format(day=show_date(r.until))
             for r in active if r.use == "pdf" and r.until is not None and r.until - today < SOON]
    told += [_("The authority's certificate {kid} ends on {day}. Get a new one from the authority before.").format(
        kid=r.kid, day=show_date(r.until)) for r in rows if r.use == "authority" and r.state == "active"
        and r.until is not None and timedelta(0) <= r.until - today < SOON]
    return tuple(told)


def _row(record: SigningKey) -> KeyRow:
    return KeyRow(record.id, record.kid, record.use, record.state, keys.fingerprint(record.public), record.made_at,
                  record.made_by, keys.ends(record), record.retired_at,
                  record.revoked_from, record.reason)


@dataclass(frozen=True, kw_only=True)
class SigningKeys(Query[KeysState]):
    """How it stands with the centre's keys on this PC: one row."""

    needs = Permission.CENTRE_VIEW
    reads = frozenset({"signing_key", "setting"})

    def rows(self, work: Work) -> Sequence[KeysState]:
        return [state_of(work)]


@dataclass(frozen=True, kw_only=True)
class KeyBundle(Query[Bundle]):
    """What a key backup is to hold. Refused where this PC cannot open the keys."""

    needs = Permission.KEYS_CHANGE

    def rows(self, work: Work) -> Sequence[Bundle]:
        told, root, held = keys.why_not(work), keys.active(work, "root"), keys.held_secret(work)
        if told or root is None or held is None:
            raise Refused(told or keys.none_yet())
        centre = centre_row(work)
        private = keys.root_private(work)
        found = work.session.scalars(select(SigningKey).order_by(SigningKey.id))
        return [Bundle(centre.name if centre else "", root.kid, work.now.isoformat(), tuple(
            _held(r, held, keys.private_bytes(private) if private is not None and r.kid == root.kid else b"")
            for r in found), held)]


def _held(record: SigningKey, held: bytes, private: bytes) -> HeldKey:
    if record.wrapped is not None and record.state == "active":
        private = secret.unwrap(held, record.kid, record.wrapped)
    return HeldKey(record.kid, record.use, record.public, record.certificate or b"", record.state,
                   record.made_at.isoformat(), record.made_by, private, _iso(record.retired_at),
                   _iso(record.revoked_from), record.reason)


def _iso(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()
