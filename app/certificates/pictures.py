"""Pictures of frozen facts: kept once each, since thousands of certificates carry the same two signatures."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates.facts import Facts
from app.certificates.records import Picture
from app.errors import Damaged
from app.i18n import _
from app.office.command import Work

PREFIX = "sha256:"


def put_apart(work: Work, facts: Facts) -> Facts:
    """The facts with each picture replaced by its name; pictures that are not there yet are put in."""
    return _each(facts, lambda encoded: _put(work, encoded))


def put_back(session: Session, facts: Facts) -> Facts:
    """The facts with their pictures. Damaged when one is gone or is not what its name says.

    All facts of a question share each picture: a thousand certificates carry two signatures, not two thousand.
    """
    kept: dict[str, str] = session.info.setdefault("pictures", {})

    def one(name: str) -> str:
        if name not in kept:
            kept[name] = _get(session, name)
        return kept[name]

    return _each(facts, one)


def _each(facts: Facts, turn: Callable[[str], str]) -> Facts:
    def one(image: str | None) -> str | None:
        return turn(image) if image else image

    return replace(facts, logo=one(facts.logo),
                   signatories=tuple(replace(s, image=one(s.image)) for s in facts.signatories))


def _put(work: Work, encoded: str) -> str:
    data = base64.b64decode(encoded)
    digest = hashlib.sha256(data).hexdigest()
    if work.session.scalar(select(Picture.id).where(Picture.digest == digest)) is None:
        work.add(Picture(digest=digest, data=data))
    return PREFIX + digest


def _get(session: Session, name: str) -> str:
    if not name.startswith(PREFIX):
        return name
    data = session.scalar(select(Picture.data).where(Picture.digest == name.removeprefix(PREFIX)))
    if data is None or PREFIX + hashlib.sha256(data).hexdigest() != name:
        raise Damaged(_("A signature or logo that this certificate was issued with is gone or was altered. Run the "
                        "check, and restore a backup."))
    return base64.b64encode(data).decode("ascii")
