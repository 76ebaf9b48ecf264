"""Presets in the records: one's own, those that are shared, and the shipped ones; saved, shared and removed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select

from app.cohorts.records import RosterPreset
from app.errors import Invalid, Missing, Refused
from app.i18n import _, speaking
from app.office.command import Command, Query, Work
from app.office.permissions import Actor, Permission
from app.rosters.preset import Preset, preset_from
from app.rosters.shipped import shipped


@dataclass(frozen=True)
class PresetRow:
    """A preset that may be chosen. `key` names a shipped one, `id` one of the records."""

    preset: Preset
    key: str = ""
    id: int | None = None
    version: int = 0
    shared: bool = True
    mine: bool = False  # may be changed and removed by whoever asks

    @property
    def name(self) -> str:
        """What it is called."""
        return self.preset.name


_SHARING = (Permission.COHORTS_CHANGE, Permission.CERTIFICATES_ISSUE, Permission.RESULTS_VERIFY)


def _owner(actor: Actor) -> int | None:
    return actor.user_id or None  # where nobody signs in, presets are everybody's


def _may_change(actor: Actor, record: RosterPreset) -> bool:
    return record.owner_id == _owner(actor) or actor.may(Permission.CENTRE_CHANGE)


@dataclass(frozen=True, kw_only=True)
class Presets(Query[PresetRow]):
    """The presets that the actor may use: his own and shared ones by name, then the shipped ones. With a subject
    only those of its kind."""

    needs = Permission.CENTRE_VIEW
    reads = frozenset({"roster_preset"})

    subject: str = ""

    def rows(self, work: Work) -> Sequence[PresetRow]:
        found = [row for r in work.session.scalars(_seen(work).order_by(func.lower(RosterPreset.name), RosterPreset.id))
                 if (row := _row(work, r)) is not None]
        found += [PresetRow(preset, key) for key, preset in shipped().items()]
        return [row for row in found if not self.subject or row.preset.subject == self.subject]


@dataclass(frozen=True, kw_only=True)
class PresetNamed(Query[PresetRow]):
    """One preset by its name (capitals or not) or by the key of a shipped one. Missing when there is none."""

    needs = Permission.CENTRE_VIEW
    reads = frozenset({"roster_preset"})

    name: str

    def rows(self, work: Work) -> Sequence[PresetRow]:
        wanted = self.name.strip().casefold()
        for row in Presets().rows(work):
            if wanted in (row.name.casefold(), row.key):
                return [row]
        raise Missing(_("There is no list called {name}.").format(name=self.name.strip()))


@dataclass(frozen=True, kw_only=True)
class SavePreset(Command[int]):
    """Keep a preset: a new one, or with `preset_id` in the place of the one there is."""

    needs = Permission.OWN_ACCOUNT  # it holds no data; each user has his own

    preset: Preset
    preset_id: int | None = None
    version: int | None = None
    shared: bool = True

    def label(self) -> str:
        return _("Save the list {name}").format(name=self.preset.name.strip())

    def problems(self) -> dict[str, str]:
        return self.preset.problems()

    def check(self, work: Work) -> None:
        if self.shared and not any(work.actor.may(p) for p in _SHARING):
            raise Refused(_("You may keep lists for yourself. To share one with everybody, ask the administrator."))

    def run(self, work: Work) -> int:
        name = self.preset.name.strip()
        others = [r for r in work.session.scalars(_seen(work)) if r.id != self.preset_id]
        if name.casefold() in (n.casefold() for n in (*(r.name for r in others), *_shipped_names())):
            raise Refused(_("There is already a list called {name}. Choose another name.").format(name=name))
        if self.preset_id is None:
            record = work.add(RosterPreset(name=name, subject=self.preset.subject, spec=self.preset.to_json(),
                                           owner_id=_owner(work.actor), shared=self.shared))
        else:
            record = _own(work, self.preset_id, self.version)
            record.name, record.subject, record.spec = name, self.preset.subject, self.preset.to_json()
            record.shared = self.shared
        return record.id


@dataclass(frozen=True, kw_only=True)
class RemovePreset(Command[None]):
    """Take a preset away; lists that have left stay in the log."""

    needs = Permission.OWN_ACCOUNT

    preset_id: int
    name: str = ""

    def label(self) -> str:
        return _("Remove the list {name}").format(name=self.name)

    def run(self, work: Work) -> None:
        work.remove(_own(work, self.preset_id, None))


def _row(work: Work, record: RosterPreset) -> PresetRow | None:
    """The preset; None for one that a newer program has made, which must not keep all others from being used."""
    try:
        preset = preset_from(record.spec, record.name, kept=True)
    except Invalid:
        return None
    return PresetRow(preset, "", record.id, record.version, record.shared, _may_change(work.actor, record))


def _shipped_names() -> Iterable[str]:
    """In both languages: a name must not hide a shipped list after the language is changed."""
    for code in ("en", "ms"):
        with speaking(code):
            yield from [*(p.name for p in shipped().values()), *shipped()]


def _seen(work: Work) -> Select[RosterPreset]:
    return select(RosterPreset).where(or_(RosterPreset.shared, RosterPreset.owner_id == _owner(work.actor),
                                          RosterPreset.owner_id.is_(None)))


def _own(work: Work, key: int, version: int | None) -> RosterPreset:
    record = work.get(RosterPreset, key, version)
    if not _may_change(work.actor, record):
        raise Refused(_("This list is another user's. Save it under a name of your own."))
    return record
