"""What is done with the centre's keys: make, rotate, revoke, note a backup or a drill, restore."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.centre.records import Setting
from app.errors import Damaged, Invalid, Refused
from app.i18n import MALAYSIA, _
from app.office.command import Command, Work
from app.office.permissions import Permission
from app.trust import keys, secret
from app.trust.backup import Bundle, HeldKey
from app.trust.queries import BACKUP, DRILL, is_sample, noted
from app.trust.records import SigningKey


class KeyCommand(Command[None]):
    """Keys are not undone: what a new key has signed stays signed."""

    needs = Permission.KEYS_CHANGE
    undoable = False


@dataclass(frozen=True, kw_only=True)
class MakeKeys(KeyCommand):
    """All keys anew, with a root of their own: for a centre whose old ones are lost or were stolen."""

    def label(self) -> str:
        return _("Make new signing keys")

    def run(self, work: Work) -> None:
        keys.make_all(work)


@dataclass(frozen=True, kw_only=True)
class RotateKeys(KeyCommand):
    """New keys for PDF files and QR codes under the same root; the old ones still verify."""

    bundle: Bundle | None = field(default=None, repr=False)  # the key backup, where the root is no longer on this PC

    def label(self) -> str:
        return _("Rotate the signing keys")

    def run(self, work: Work) -> None:
        held, root = keys.held_secret(work), keys.active(work, "root")
        told = keys.why_not(work)
        if root is None or root.certificate is None or held is None:
            raise Refused(told or keys.none_yet())
        private = keys.root_private(work) or self._from_backup(root.kid)
        keys.make_pdf_key(work, held, private, root.certificate)
        keys.make_statement_key(work, held)
        if not is_sample(work):  # until the next backup, which then has all of them
            secret.write(f"{root.kid}.root", secret.wrap(held, root.kid, keys.private_bytes(private)))

    def _from_backup(self, kid: str) -> Any:
        for key in self.bundle.keys if self.bundle else ():
            if key.kid == kid and key.private:
                return keys.load_private(key.private)
        if self.bundle is None:
            raise Refused(_("The root key is only in the key backup. Choose that file, or make all keys anew."))
        raise Refused(_("This backup does not hold the root key. Take the first backup of these keys, or make all keys "
                        "anew."))


@dataclass(frozen=True, kw_only=True)
class RevokeKey(KeyCommand):
    """No longer believe what a key signs from a day on; what it signed before still verifies."""

    kid: str
    since: date
    reason: str

    def label(self) -> str:
        return _("Revoke signing key {kid}").format(kid=self.kid)

    def problems(self) -> dict[str, str]:
        return {} if self.reason.strip() else {"reason": _("Say why: it is published with the key.")}

    def run(self, work: Work) -> None:
        record = keys.by_kid(work, self.kid)
        if record is None:
            raise Invalid({"kid": _("There is no key {kid}.").format(kid=self.kid)})
        if self.since > work.today:
            raise Invalid({"since": _("The day cannot be in the future.")})
        record.state, record.reason = "revoked", self.reason.strip()
        record.retired_at = record.retired_at or work.now
        record.revoked_from = datetime(self.since.year, self.since.month, self.since.day, tzinfo=MALAYSIA)


@dataclass(frozen=True, kw_only=True)
class RecordBackup(KeyCommand):
    """Note that a key backup was written and opened again. The root then leaves this PC."""

    file: str
    root_kid: str
    kids: tuple[str, ...]
    has_root: bool

    def label(self) -> str:
        return _("Back up the signing keys")

    def run(self, work: Work) -> None:
        _note(work, BACKUP, self)
        if self.has_root and not is_sample(work):
            secret.forget(f"{self.root_kid}.root")


@dataclass(frozen=True, kw_only=True)
class RecordDrill(KeyCommand):
    """Note that a key backup was opened with its passphrase and its keys signed."""

    file: str
    root_kid: str
    kids: tuple[str, ...]
    has_root: bool = False

    def label(self) -> str:
        return _("Practise restoring the signing keys")

    def run(self, work: Work) -> None:
        root = keys.active(work, "root")
        if root is None or root.kid != self.root_kid:
            raise Refused(_("The backup opens, but it is of other keys than those in force. Make a new backup."))
        _note(work, DRILL, self)


@dataclass(frozen=True, kw_only=True)
class RestoreKeys(KeyCommand):
    """Let this PC sign with the keys of a backup; keys that these records do not know are added."""

    bundle: Bundle = field(repr=False)

    def label(self) -> str:
        return _("Restore the signing keys")

    def run(self, work: Work) -> None:
        if is_sample(work):
            raise Refused(_("The sample centre has its keys in its own records; nothing is to be restored."))
        if not self._opens(work):
            self._succeed(work)
        for held in self.bundle.keys:
            if keys.by_kid(work, held.kid) is None:
                work.add(self._record(held))
        if keys.active(work, "root") is None:
            raise Refused(_("These keys are no longer in force. Make new ones."))
        secret.write(f"{self.bundle.root_kid}.secret", self.bundle.secret)

    def _opens(self, work: Work) -> bool:
        """Whether the secret of the backup opens the keys in force."""
        root = keys.active(work, "root")
        if root is None or root.kid != self.bundle.root_kid:
            return False
        try:
            for use in ("pdf", "statement"):
                record = keys.active(work, use)
                if record is not None and record.wrapped is not None:
                    secret.unwrap(self.bundle.secret, record.kid, record.wrapped)
        except Damaged:
            return False
        return True

    def _succeed(self, work: Work) -> None:
        """The records are older than the backup, or have no keys: those of the backup come after theirs."""
        said = {held.kid: held for held in self.bundle.keys}
        for record in work.session.scalars(select(SigningKey).where(SigningKey.state == "active")):
            held = said.get(record.kid)
            if held is None:
                raise Refused(_("This key backup is of other keys than those in force (root key {theirs}, in force is "
                                "{ours}). Take the newest backup, or make new keys.").format(
                    theirs=self.bundle.root_kid, ours=_root_of(work)))
            record.state, record.reason = held.state, held.reason
            record.retired_at, record.revoked_from = _moment(held.retired_at), _moment(held.revoked_from)

    def _record(self, held: HeldKey) -> SigningKey:
        wrapped = (secret.wrap(self.bundle.secret, held.kid, held.private)
                   if held.private and held.use != "root" else None)
        return SigningKey(kid=held.kid, use=held.use, public=held.public, certificate=held.certificate or None,
                          wrapped=wrapped, state=held.state, made_at=datetime.fromisoformat(held.made_at),
                          made_by=held.made_by, retired_at=_moment(held.retired_at),
                          revoked_from=_moment(held.revoked_from), reason=held.reason)


def _root_of(work: Work) -> str:
    root = keys.active(work, "root")
    return root.kid if root is not None else "–"


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _note(work: Work, key: str, done: RecordBackup | RecordDrill) -> None:
    """Note it, with the file that has the root key: this one, or one before."""
    before = noted(work, key)
    rooted = done.file if done.has_root else (
        before.root_in if before is not None and before.root_kid == done.root_kid else "")
    _put(work, key, {"at": work.now.isoformat(), "by": work.actor.name, "file": done.file, "root": done.root_kid,
                     "kids": done.kids, "root_in": rooted})


def _put(work: Work, key: str, value: dict[str, Any]) -> None:
    text = json.dumps(value)
    found = work.session.scalars(select(Setting).where(Setting.key == key)).first()
    if found is None:
        work.add(Setting(key=key, value=text))
    else:
        found.value = text
