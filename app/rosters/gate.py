"""The one gate for lists: read for who may see them, written whole or not at all, and recorded when full identity
numbers or photos leave."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.centre.queries import CentreProfile
from app.cohorts.exports import RecordExport, Release, check_release, let_out
from app.errors import Invalid, Refused, SijilError
from app.exchange.files import write_bytes
from app.i18n import _, show_moment, speaking
from app.job import SILENT, Progress
from app.office.command import Query, Work
from app.office.office import Office
from app.office.permissions import Permission, who_may
from app.rosters.listing import Asked, Listing, Where
from app.rosters.people import found_in
from app.rosters.preset import FORMATS, Format, Preset
from app.rosters.shipped import titles_of
from app.rosters.subjects import subject_of
from app.rosters.writing import Sheetful, plain_text, write

SHORTEST = 8  # letters of a password
SUFFIXES: dict[str, Format] = {".xlsx": "xlsx", ".pdf": "pdf", ".csv": "csv"}


@dataclass(frozen=True, kw_only=True)
class ReadList(Query[Listing]):
    """The list of a preset, in its language. Full identity numbers are given to nobody without a release."""

    needs = Permission.CENTRE_VIEW
    reads = frozenset({"trainee", "identity", "organisation", "enrolment", "cohort", "mark", "class_session", "attempt",
                       "certificate", "trainee_photo"})

    preset: Preset
    where: Where = Where()
    release: Release | None = None

    def rows(self, work: Work) -> Sequence[Listing]:
        wrong = self.preset.problems()
        if wrong:
            raise Invalid(wrong)
        subject = subject_of(self.preset.subject)
        if not work.actor.may(subject.needs):
            raise Refused(_("Only {roles} may do this.").format(roles=who_may(subject.needs)))
        if self.preset.gives_full:
            check_release(work.actor, self.release)
        if subject.of_cohort and self.where.cohort_id is None:
            raise Invalid({"cohort": _("Choose the cohort that the list is of.")})
        names = {f.key: name for f, name in self.preset.fields() if name}
        asked = Asked(tuple(f.key for f, _name in self.preset.fields()), self.preset.gives_full,
                      bool(self.preset.group))
        where = replace(self.where, everyone=self.where.everyone or self.preset.everyone)
        if where.text.strip() and not subject.by_text:
            where = found_in(work, where)
        try:
            with speaking(values_in(self.preset)):
                found = subject.read(work, where, asked)
                notes = found.notes()
        except SijilError:
            subject.read(work, where, asked)  # once more, so that it is refused in the language of whoever asks
            raise
        if self.preset.language == "both":
            with speaking("en"):
                notes += found.notes()
        return [replace(found, columns=tuple(
            replace(c, malay=names[c.key], english=names[c.key]) if c.key in names else c for c in found.columns),
            notes=lambda: notes)]


def values_in(preset: Preset) -> str:
    """The language of what stands in the cells; a list in both languages is headed in both."""
    return "en" if preset.language == "en" else "ms"


@dataclass(frozen=True)
class Left:
    """A list that has left."""

    rows: int
    path: Path | None = None
    text: str = ""  # for the clipboard
    file_hash: str = ""
    log_id: int | None = None  # where it was recorded


def format_of(path: Path, preset: Preset) -> Format:
    """The format that a file name asks for; that of the preset without a suffix."""
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if suffix:
        raise Invalid({"format": _("{file} must end in {suffix}.").format(
            file=path.name, suffix=", ".join(SUFFIXES))})
    return preset.format


def export_list(office: Office, preset: Preset, where: Where, path: Path | None = None, format: Format | None = None,
                release: Release | None = None, *, password: str = "", step: Progress = SILENT) -> Left:
    """Let a list out: as a file, or as text for the clipboard (format 'text', no path).

    Masked numbers ask nothing. Full ones need a release and the right, and are recorded with the number of rows and
    the hash of the file. Raises Refused, Invalid, Missing, Unavailable; then nothing has left.
    """
    kind: Format = format or (format_of(path, preset) if path is not None else "text")
    if kind not in FORMATS or (path is None) != (kind == "text"):
        raise Invalid({"format": _("Choose a file for this format.")})
    _check_password(kind, password)
    listing = office.ask(ReadList(preset=preset, where=where, release=release), step)[0]
    content = _content(office, preset, listing, release)
    entry = None if release is None or not preset.gives_full else RecordExport(
        cohort_id=where.cohort_id, kind=preset.subject, rows=len(listing.rows), release=release, preset=preset.name,
        photos=preset.secrets == {"photo"})
    if path is None:
        text = plain_text(content)
        hashed = hashlib.sha256(text.encode()).hexdigest()
        log = office.do(replace(entry, file_name=_("Clipboard"), file_hash=hashed)).value if entry else None
        return Left(len(listing.rows), None, text, hashed, log)
    with let_out(office, path, entry) as leaving:
        write(leaving.made, kind, content, step)
        if password:
            _lock(leaving.made, kind, password)
    return Left(len(listing.rows), path, "", leaving.file_hash, leaving.log_id)


def _content(office: Office, preset: Preset, listing: Listing, release: Release | None) -> Sheetful:
    centre = office.ask(CentreProfile())
    with speaking(values_in(preset)):
        said = _("Exported {moment} by {name}.").format(moment=show_moment(office.clock()), name=office.actor.name)
        if preset.gives_full and release is not None:
            said += " " + _released(preset).format(
                recipient=release.recipient.strip(), purpose=release.purpose.strip().rstrip("."),
                approver=release.approver.strip())
        elif "identity" in preset.secrets:
            said += " " + _("MyKad digits hidden.")
    return Sheetful(preset, titles_of(preset), listing, centre[0].name if centre else "", said, office.actor.name,
                    office.clock())


def _released(preset: Preset) -> str:
    """What leaves, in a sentence that names why, to whom and with whose word."""
    if "photo" not in preset.secrets:
        return _("Identity numbers in full for {recipient}: {purpose}. Approved by {approver}.")
    if preset.secrets == {"photo"}:
        return _("Photos for {recipient}: {purpose}. Approved by {approver}.")
    return _("Identity numbers in full and photos for {recipient}: {purpose}. Approved by {approver}.")


def _check_password(kind: Format, password: str) -> None:
    if password and kind not in ("xlsx", "pdf"):
        raise Invalid({"password": _("Only an Excel workbook or a PDF can have a password.")})
    if password and len(password) < SHORTEST:
        raise Invalid({"password": _("The password has at least {n} characters.").format(n=SHORTEST)})


def _lock(made: Path, kind: Format, password: str) -> None:
    from app.exchange.locked import lock_pdf, lock_workbook

    write_bytes(made, (lock_workbook if kind == "xlsx" else lock_pdf)(made.read_bytes(), password))
