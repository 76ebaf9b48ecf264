"""Giving out what strangers check certificates with: the verify page, the status lists, the published keys.

All of it is static and works from any web space, from a stick and without a network. Who issues certificates also
publishes: it is signed with the same key, and what was made void today is of no use to anybody until it is given out.

A number that is typed together with its code is confirmed from a list of salted hashes, out of which nobody can be
listed: a code has 45 bits, and half of it is the centre's secret. Names, courses and identity numbers are not in it.
An old paper has no code, so its number alone tells that the centre knows it; whose it is, only the centre says.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from app.centre.queries import CentreRow
from app.certificates.facts import Facts
from app.certificates.records import Certificate, EarlierEdition
from app.certificates.seal import the_centre
from app.certificates.status import REPLACED_FILE, STATUS_FILE, address_of, file_of, list_credential
from app.certificates.verify_page import data_address, page
from app.chance import some_bytes
from app.errors import Refused, SijilError
from app.i18n import _, local_time, ngettext
from app.job import SILENT, Progress
from app.office.command import Command, Query, Work
from app.office.office import Office
from app.office.permissions import Permission
from app.trust import keys
from app.trust.published import key_file
from app.trust.records import Publication, SigningKey
from app.trust.secret import unwrap

PAGE_FILE, KEYS_FILE = "semak.html", "keys.json"
HASH_BYTES, KNOWN_BYTES = 6, 8
OLD_DAYS = 7
"""From this age on, the page itself warns that its list is old."""
_DAY_0 = date(2000, 1, 1)


@dataclass(frozen=True)
class Made:
    """The files, not written yet: name -> bytes."""

    files: Mapping[str, bytes]
    certificates: int
    void: int

    @property
    def digest(self) -> str:
        """The SHA-256 of the status list."""
        return hashlib.sha256(self.files[STATUS_FILE]).hexdigest()


@dataclass(frozen=True)
class _Print:
    """One print of a certificate as lists tell it."""

    number: str
    code: str
    place: int | None
    void: date | None
    replaced: date | None
    expires: date | None
    legacy: bool = False


@dataclass(frozen=True, kw_only=True)
class MakePublication(Query[Made]):
    """Everything that is given out, as it stands now."""

    needs = Permission.CERTIFICATES_ISSUE
    reads = frozenset({"certificate", "earlier_edition", "signing_key", "centre"})

    def rows(self, work: Work) -> Sequence[Made]:
        centre = the_centre(work)
        if work.session.scalar(select(SigningKey.id).limit(1)) is None:
            raise Refused(keys.none_yet())
        signer = keys.statement_signer(work)
        prints = list(_prints(work))
        data = {"made": work.now.strftime("%Y-%m-%dT%H:%M:%SZ"), "centre": _centre(centre), "keys": _page_keys(work),
                "void": _list((p.place, p.void) for p in prints),
                "replaced": _list((p.place, p.replaced) for p in prints if p.void is None),
                "index": _index(prints)}
        work.step(1, 2)
        files = {PAGE_FILE: page(data), KEYS_FILE: _pretty(key_file(work))}
        lists = [(STATUS_FILE, "revocation", signer), (REPLACED_FILE, "refresh", signer),
                 *((file_of(key.kid), "revocation", key) for key in _signers(work))]
        for name, purpose, key in lists:
            places = [p.place for p in prints if p.place is not None and (
                p.replaced or (p.void and purpose == "revocation"))]
            files[name] = _pretty(_signed_list(places, purpose, centre, key, work.now,
                                               address_of(centre.verify_url, name)))
        count, void = (work.session.scalar(select(func.count()).select_from(Certificate).where(*which)) or 0
                       for which in ((), (Certificate.state == "void",)))
        return [Made(files, count, void)]


@dataclass(frozen=True, kw_only=True)
class NotePublication(Command[int]):
    """Note that the page was given out."""

    target: str
    status_digest: str
    certificates: int

    needs = Permission.CERTIFICATES_ISSUE
    undoable = False

    def label(self) -> str:
        return _("Publish the verify page")

    def run(self, work: Work) -> int:
        return work.add(Publication(at=work.now, by=work.actor.name, target=self.target,
                                    status_digest=self.status_digest, certificates=self.certificates)).id


@dataclass(frozen=True)
class Published:
    """How the page stands: when it was given out, and what has happened since."""

    at: datetime | None = None
    by: str = ""
    target: str = ""
    certificates: int = 0
    days: int = 0
    void_since: int = 0
    replaced_since: int = 0
    issued_since: int = 0
    may_publish: bool = False  # there are keys, so there is something to give out

    @property
    def stale(self) -> bool:
        """Whether it should be given out again."""
        return self.may_publish and (self.at is None or bool(self.since()))

    def since(self) -> list[str]:
        """What was given out does not know yet, a sentence each."""
        if self.at is None:
            return []
        found = [words.format(n=n) for words, n in (
            (ngettext("{n} certificate was made void since.", "{n} certificates were made void since.",
                      self.void_since), self.void_since),
            (ngettext("{n} certificate was replaced since.", "{n} certificates were replaced since.",
                      self.replaced_since), self.replaced_since)) if n]
        if self.days >= OLD_DAYS:
            found.append(ngettext("The page is {n} day old and says so to whoever checks.",
                                  "The page is {n} days old and says so to whoever checks.", self.days).format(
                n=self.days))
        return found


@dataclass(frozen=True, kw_only=True)
class LastPublication(Query[Published]):
    """One row: how old what was last given out is."""

    needs = Permission.CERTIFICATES_VIEW
    reads = frozenset({"publication", "certificate", "earlier_edition", "signing_key"})

    def rows(self, work: Work) -> Sequence[Published]:
        ready = work.session.scalar(select(SigningKey.id).limit(1)) is not None
        last = work.session.scalars(select(Publication).order_by(Publication.at.desc(), Publication.id.desc())
                                    .limit(1)).first()
        if last is None:
            return [Published(may_publish=ready)]
        void, replaced, issued = (
            work.session.scalar(select(func.count()).where(column > last.at)) or 0
            for column in (Certificate.voided_at, EarlierEdition.ended_at, Certificate.issued_at))
        return [Published(last.at, last.by, last.target, last.certificates, (work.now - last.at).days, void, replaced,
                          issued, ready)]


def publish(office: Office, folder: Path, step: Progress = SILENT) -> Made:
    """Write all files into the folder, each whole or not at all, and note it. What was there takes its new content."""
    made = office.ask(MakePublication())[0]
    write_files(made, folder, step)
    office.do(NotePublication(target=str(folder), status_digest=made.digest, certificates=made.certificates))
    return made


def write_files(made: Made, folder: Path, step: Progress = SILENT) -> None:
    """Write the files, the page last: its lists are there when it is."""
    from app.exchange.files import write_bytes

    for done, name in enumerate(sorted(made.files, key=lambda name: (name == PAGE_FILE, name))):
        step(done, len(made.files), name)
        write_bytes(folder / name, made.files[name])


def plain(text: str) -> str:
    """A number or code as it is compared: capital letters and digits. The page does the same."""
    return re.sub("[^0-9A-Z]", "", text.upper())


def entry(salt: str, number: str, code: str) -> bytes:
    """What stands in the list for a number with its code."""
    return hashlib.sha512(f"{salt}{plain(number)}\n{plain(code)}".encode("ascii")).digest()[:HASH_BYTES]


def _prints(work: Work) -> Iterator[_Print]:
    for row in work.session.execute(select(
            Certificate.number, Certificate.code, Certificate.status_index, Certificate.voided_at,
            Certificate.expires_on, Certificate.legacy)):
        yield _Print(row.number, _code(row.code), row.status_index, _local(row.voided_at), None, row.expires_on,
                     row.legacy)
    for old in work.session.execute(select(
            Certificate.number, EarlierEdition.code, EarlierEdition.status_index, Certificate.voided_at,
            EarlierEdition.ended_at).join(Certificate, Certificate.id == EarlierEdition.certificate_id)):
        yield _Print(old.number, _code(old.code), old.status_index, _local(old.voided_at), _local(old.ended_at), None)


def _code(code: str) -> str:
    """The code as it stands on the paper: an old one has none, what its record keeps instead has a space."""
    return "" if " " in code else code


def _local(at: datetime | None) -> date | None:
    return local_time(at).date() if at is not None else None


def _centre(centre: CentreRow) -> dict[str, str]:
    return {"code": centre.code, "name": centre.name, "name_ms": centre.name_ms, "phone": centre.phone,
            "email": centre.email, "logo": data_address(centre.logo)}


def _day(day: date) -> int:
    return max(0, min(0xFFFF, (day - _DAY_0).days))


def _list(found: Iterator[tuple[int | None, date | None]]) -> list[int]:
    """Place and day in turn, by place."""
    return [value for place, day in sorted((p, _day(d)) for p, d in found if p is not None and d is not None)
            for value in (place, day)]


def _index(prints: Sequence[_Print]) -> dict[str, str]:
    salt = some_bytes(16).hex()
    lists: dict[str, list[bytes]] = {"valid": [], "void": [], "replaced": [], "expiring": [], "old": []}
    for one in prints:
        name = ("void" if one.void else "replaced" if one.replaced else "old" if one.legacy else
                "expiring" if one.expires else "valid")
        ends = _day(one.expires).to_bytes(2, "big") if name == "expiring" and one.expires else b""
        lists[name].append(entry(salt, one.number, one.code) + ends)
    return {"salt": salt} | {name: _base64(b"".join(sorted(found))) for name, found in lists.items()}


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _page_keys(work: Work) -> list[dict[str, Any]]:
    """The keys that the page believes; of a revoked one only what is known to have been signed before."""
    found: list[dict[str, Any]] = []
    for key in work.session.scalars(select(SigningKey).where(SigningKey.use != "root").order_by(SigningKey.id)):
        public = keys.raw_public(key.public) if key.use == "statement" else key.public
        told: dict[str, Any] = {"kid": key.kid, "use": key.use, "public": _base64(public)}
        if key.use == "authority":
            told["kind"] = keys.algorithm(key.public)
        if key.revoked_from is not None:
            told["revoked"] = key.revoked_from.strftime("%Y-%m-%dT%H:%M:%SZ")
            if key.use == "statement":
                told["known"] = _base64(_known(work, key.kid, key.revoked_from))
        found.append(told)
    return found


def _known(work: Work, kid: str, until: datetime) -> bytes:
    """Hashes of the statements that a key signed before it was revoked: whoever has the key may put any date."""
    first, found = local_time(until).date(), []
    for record in (Certificate, EarlierEdition):
        for text in work.session.scalars(select(record.facts).where(record.key_id == kid)):
            facts = Facts.from_json(text)
            digits = re.search("[0-9]+$", facts.verify_text)
            if digits and (facts.replaced_on or facts.issued_on) < first:
                found.append(hashlib.sha512(digits[0].encode("ascii")).digest()[:KNOWN_BYTES])
    return b"".join(sorted(found))


def _signers(work: Work) -> Iterator[keys.StatementKey]:
    """The keys that credentials were signed with and that nobody else has."""
    held = keys.held_secret(work)
    for record in work.session.scalars(select(SigningKey).where(
            SigningKey.use == "statement", SigningKey.state != "revoked").order_by(SigningKey.id)):
        if held is None or record.wrapped is None:
            continue
        try:
            private = keys.load_private(unwrap(held, record.kid, record.wrapped))
        except SijilError:
            continue  # of an earlier set of keys, whose secret is gone
        yield keys.StatementKey(record.kid, keys.raw_public(record.public), private)


def _signed_list(places: Sequence[int], purpose: str, centre: CentreRow, signer: keys.StatementKey, at: datetime,
                 address: str) -> dict[str, Any]:
    from app.trust.credential import did_key, seal

    issuer = {"id": did_key(signer.public), "name": centre.name}
    return seal(list_credential(places, purpose, issuer, at, address), signer.sign, signer.public, at)


def _pretty(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8")
