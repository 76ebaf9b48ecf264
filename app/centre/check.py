"""Looking a database over: file, references, schema, history with its anchors, certificate numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text

from app.db import backup, migrate
from app.db.engine import plain_errors, sqlite_path
from app.db.open import quick_check
from app.errors import SijilError
from app.i18n import _, show_moment
from app.job import SILENT, Progress
from app.office import history
from app.office.history import Break

SCOPE = re.compile(r"certificate (?P<series>.+?)(?: (?P<year>\d{4}))?(?P<passed> passed)?")


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be: where (file, schema, history, backups, certificates) and what."""

    where: str
    what: str


def check(engine: Engine, where: str, step: Progress = SILENT) -> list[Finding]:
    """Everything that is wrong with a database; an empty list when it is in order."""
    found: list[Finding] = []
    parts = (_("File"), _("Schema"), _("History"), _("Backups"), _("Certificates"))
    step(0, len(parts), parts[0])
    path = sqlite_path(where)
    try:
        if path is not None:
            quick_check(path, whole=True)
        with plain_errors(), engine.connect() as connection:
            for done, look in enumerate((_schema, _history, _anchors, _numbers_and_papers), 1):
                step(done, len(parts), parts[done])
                found += look(connection, where)
    except SijilError as error:
        found.insert(0, Finding("file", str(error)))
    step(len(parts), len(parts), "")
    return found


def _schema(connection: Connection, where: str) -> Iterator[Finding]:
    there = migrate.revision_of(connection)
    if there != migrate.head():
        yield Finding("schema", _("The schema is {theirs}; this Sijil writes {ours}. Open the database once to upgrade "
                                  "it.").format(theirs=there, ours=migrate.head()))


def _history(connection: Connection, where: str) -> Iterator[Finding]:
    for broken in history.verify(connection):
        yield Finding("history", break_sentence(broken))


def break_sentence(broken: Break) -> str:
    """A break of the chain in words."""
    if broken.why == "missing":
        return _("History entry {n} was removed.").format(n=broken.number)
    return _("History entry {n} was altered after it was written.").format(n=broken.number)


def _anchors(connection: Connection, where: str) -> Iterator[Finding]:
    """Every backup's anchor must still be in the chain, unless a restore that is in the history explains it."""
    last = history.head(connection).number
    restores = [int(n) for (n,) in connection.execute(
        text("SELECT number FROM history_entry WHERE kind = 'note' AND command = 'Restore' ORDER BY number"))]
    for made in backup.list_backups(backup.folder_of(where)):
        if not made.anchor or not made.path.name.startswith(_stem(where)):
            continue
        number, start = made.anchor.split(":")
        if number == "0":
            continue
        kept = connection.execute(text("SELECT hash FROM history_entry WHERE number = :n"), {"n": int(number)}).scalar()
        if kept is not None and str(kept).startswith(start):
            continue
        if any(r <= int(number) for r in restores):
            continue  # an older backup was put in place at entry r: what came after it went aside then
        moment = show_moment(made.made)
        if kept is None:
            yield Finding("backups", _("The history ends at entry {last}, but the backup of {moment} has entry {n}: "
                                       "entries were cut off.").format(last=last, moment=moment, n=number))
        else:
            yield Finding("backups", _("History entry {n} is not the one in the backup of {moment}: the history was "
                                       "rewritten.").format(n=number, moment=moment))


def _printed_anchors(connection: Connection) -> Iterator[Finding]:
    """Every certificate carries the end of the history at its issue: that entry must still be there."""
    wanted: dict[str, str] = {}
    for number, facts in connection.execute(text("SELECT number, facts FROM certificate")):
        try:
            anchor = str(json.loads(facts).get("history_anchor") or "")
        except (ValueError, AttributeError):
            yield Finding("certificates", _("What was printed on {number} cannot be read any more.").format(
                number=number))
            continue
        if ":" in anchor:
            wanted.setdefault(anchor, str(number))
    if not wanted:
        return
    hashes = {n: str(h) for n, h in connection.execute(text("SELECT number, hash FROM history_entry"))}
    for anchor, number in wanted.items():
        entry, start = anchor.split(":", 1)
        if entry != "0" and hashes.get(int(entry), "")[:len(start)] != start:
            yield Finding("certificates", _("History entry {n} is not the one that certificate {number} carries: the "
                                            "history was rewritten.").format(n=entry, number=number))


def _stem(where: str) -> str:
    from sqlalchemy.engine import make_url

    path = sqlite_path(where)
    return (path.stem if path else make_url(where).database or "sijil") + "-"


def _numbers_and_papers(connection: Connection, where: str) -> Iterator[Finding]:
    yield from _certificates(connection)
    yield from _printed_anchors(connection)


def _certificates(connection: Connection) -> Iterator[Finding]:
    """As many certificates as numbers given, per series and year: a gap or a surplus means a row was touched.

    A series that runs on counts as that of year 0. Numbers that were passed over are no gap.
    """
    given: dict[tuple[str, int], int] = {}
    for scope, following in connection.execute(text("SELECT scope, next FROM counter")):
        part = SCOPE.fullmatch(scope)
        if part:
            key = (part["series"], int(part["year"] or 0))
            taken = int(following) - 1
            given[key] = given.get(key, 0) + (-taken if part["passed"] else taken)
    issued: dict[tuple[str, int], int] = {}
    for series, yearly, day in connection.execute(text(
            "SELECT series.code, series.yearly, certificate.issued_on FROM certificate "
            "JOIN series ON series.id = certificate.series_id")):
        key = (str(series), int(str(day)[:4]) if yearly else 0)
        issued[key] = issued.get(key, 0) + 1
    for name, year in sorted({*given, *issued}):
        numbers, papers = given.get((name, year), 0), issued.get((name, year), 0)
        if numbers != papers:
            words = _("Series {series} of {year}: {numbers} numbers were given, but there are {papers} certificates.")
            yield Finding("certificates", words.format(series=name, year=year or _("all years"), numbers=numbers,
                                                       papers=papers))
