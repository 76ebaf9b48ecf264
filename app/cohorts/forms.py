"""The centre's own forms, kept with the records: added, replaced, renamed, retired and given back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from app.cohorts.records import CentreForm
from app.errors import Missing, Refused
from app.i18n import _
from app.office.command import Command, Query, Work
from app.office.permissions import Permission


@dataclass(frozen=True)
class FormRow:
    """A form in a list."""

    id: int
    version: int
    name: str
    file_name: str
    file_hash: str
    by: str
    at: datetime
    retired: bool


@dataclass(frozen=True, kw_only=True)
class Forms(Query[FormRow]):
    """The forms by name; with `retired` those that are no longer offered as well."""

    needs = Permission.COHORTS_VIEW
    reads = frozenset({"centre_form"})

    retired: bool = False

    def rows(self, work: Work) -> Sequence[FormRow]:
        table = CentreForm
        asked = select(table.id, table.version, table.name, table.file_name, table.file_hash, table.by, table.at,
                       table.retired).order_by(func.lower(table.name))
        return [FormRow(*row) for row in work.session.execute(asked if self.retired
                                                              else asked.where(table.retired.is_(False)))]


@dataclass(frozen=True, kw_only=True)
class FormFile(Query[tuple[str, bytes]]):
    """Name and content of the file of a form."""

    needs = Permission.COHORTS_VIEW
    reads = frozenset({"centre_form"})

    name: str

    def rows(self, work: Work) -> Sequence[tuple[str, bytes]]:
        record = _known(work, self.name)
        return [(record.file_name, record.content)]


@dataclass(frozen=True, kw_only=True)
class KeepForm(Command[int]):
    """Keep a form under a name; with `replace` a new file in the place of the one there is."""

    needs = Permission.COHORTS_CHANGE

    name: str
    file_name: str
    content: bytes
    replace: bool = False

    def label(self) -> str:
        return (_("Replace the form {name}") if self.replace else _("Add the form {name}")).format(name=self.name)

    def problems(self) -> dict[str, str]:
        found = {} if self.name.strip() else {"name": _("Give the form a name.")}
        if len(self.name.strip()) > 100:
            found["name"] = _("The name is too long: at most 100 letters.")
        return found

    def run(self, work: Work) -> int:
        record = _find(work, self.name)
        if self.replace:
            record = _known(work, self.name)
        elif record is not None:
            raise Refused(_("There is already a form called {name}. Choose another name, or replace it.").format(
                name=record.name))
        else:
            record = work.add(CentreForm(name=self.name.strip(), file_name="", file_hash="", content=b"", at=work.now))
        record.file_name, record.content = self.file_name, self.content
        record.file_hash = hashlib.sha256(self.content).hexdigest()
        record.by, record.at, record.retired = work.actor.name, work.now, False
        return record.id


@dataclass(frozen=True, kw_only=True)
class RenameForm(Command[None]):
    """Give a form another name."""

    needs = Permission.COHORTS_CHANGE

    name: str
    new: str

    def label(self) -> str:
        return _("Rename the form {name} to {new}").format(name=self.name, new=self.new)

    def problems(self) -> dict[str, str]:
        return {} if self.new.strip() else {"new": _("Give the form a name.")}

    def run(self, work: Work) -> None:
        record, other = _known(work, self.name), _find(work, self.new)
        if other is not None and other.id != record.id:
            raise Refused(_("There is already a form called {name}. Choose another name, or replace it.").format(
                name=other.name))
        record.name = self.new.strip()


@dataclass(frozen=True, kw_only=True)
class RetireForm(Command[None]):
    """Offer a form no more, or again."""

    needs = Permission.COHORTS_CHANGE

    name: str
    retired: bool = True

    def label(self) -> str:
        return (_("Retire the form {name}") if self.retired else _("Offer the form {name} again")).format(
            name=self.name)

    def run(self, work: Work) -> None:
        _known(work, self.name).retired = self.retired


def kept(path: Path, name: str = "", *, replace: bool = False) -> KeepForm:
    """The command that keeps a file; it is named after the file unless told otherwise."""
    return KeepForm(name=name or path.stem, file_name=path.name, content=path.read_bytes(), replace=replace)


def _find(work: Work, name: str) -> CentreForm | None:
    return work.session.execute(
        select(CentreForm).where(func.lower(CentreForm.name) == name.strip().lower())).scalars().first()


def _known(work: Work, name: str) -> CentreForm:
    record = _find(work, name)
    if record is None:
        raise Missing(_("There is no form called {name}.").format(name=name))
    return record
