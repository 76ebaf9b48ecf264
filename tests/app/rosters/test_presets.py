"""Presets: kept, shared, refused with a sentence, and stored as plain JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.cohorts.records import RosterPreset
from app.errors import Conflict, Invalid, Missing, Refused
from app.i18n import use_language
from app.office.command import Command, Work
from app.office.office import Office
from app.office.permissions import Actor, Permission
from app.rosters.preset import Chosen, Preset, chosen, preset_from
from app.rosters.presets import PresetNamed, Presets, RemovePreset, SavePreset
from app.rosters.shipped import shipped, titles_of
from tests.app.class_room import open_class

OURS = Preset(name="Tajaan MARA", subject="enrolments", columns=(Chosen("name", "Nama calon"), Chosen("identity")),
              language="ms", identity="none", group="sheets", format="pdf", everyone=True, to_fill=True, title="Tajaan")


def of(office: Office, user_id: int, *roles: str) -> Office:
    return Office(office.engine, Actor(user_id, f"u{user_id}", "User", frozenset(roles)), clock=office.clock)


@pytest.fixture
def users(office: Office) -> tuple[Office, Office, Office]:
    """Administrator, instructor, viewer."""
    room = open_class(office)
    return of(office, room.users[0], "administrator"), of(office, room.users[1], "instructor"), of(office, 0, "viewer")


def test_kept_changed_undone_and_removed(users: tuple[Office, Office, Office]) -> None:
    admin, instructor, _viewer = users
    key = admin.do(SavePreset(preset=OURS)).value
    found = admin.ask(PresetNamed(name=" tajaan mara "))[0]
    assert found.preset == OURS and found.id == key and found.mine and found.shared
    assert instructor.ask(PresetNamed(name="Tajaan MARA"))[0].mine is False
    changed = replace(OURS, name="Tajaan MARA 2026", identity="masked")
    admin.do(SavePreset(preset=changed, preset_id=key, version=found.version))
    assert admin.ask(Presets())[0].preset == changed
    with pytest.raises(Conflict):
        admin.do(SavePreset(preset=OURS, preset_id=key, version=found.version))
    admin.undo()
    assert admin.ask(Presets())[0].preset == OURS
    with pytest.raises(Refused, match="another user"):
        instructor.do(RemovePreset(preset_id=key))
    admin.do(RemovePreset(preset_id=key, name=OURS.name))
    assert len(admin.ask(Presets())) == len(shipped())
    with pytest.raises(Missing):
        admin.ask(PresetNamed(name="Tajaan MARA"))


def test_own_ones_are_seen_by_nobody_else(users: tuple[Office, Office, Office]) -> None:
    admin, instructor, _viewer = users
    instructor.do(SavePreset(preset=OURS, shared=False))
    assert instructor.ask(Presets(subject="enrolments"))[0].name == OURS.name
    assert OURS.name not in [r.name for r in admin.ask(Presets())]
    with pytest.raises(Refused, match="share"):
        instructor.do(SavePreset(preset=replace(OURS, name="Other"), shared=True))


def test_names_do_not_hide_each_other(users: tuple[Office, Office, Office]) -> None:
    admin = users[0]
    admin.do(SavePreset(preset=OURS))
    for taken in ("TAJAAN mara", "Class roster", "Senarai hubungan", "class-roster"):
        with pytest.raises(Refused, match="already a list"):
            admin.do(SavePreset(preset=replace(OURS, name=taken)))


@pytest.mark.parametrize(("preset", "field"), [
    (replace(OURS, name=" "), "name"), (replace(OURS, name="x" * 101), "name"), (replace(OURS, columns=()), "columns"),
    (replace(OURS, columns=chosen(("identity",))), "columns"),
    (replace(OURS, columns=chosen(("name", "name"))), "columns"),
    (replace(OURS, columns=chosen(("nothing",))), "columns"), (replace(OURS, subject="people"), "subject"),
    (replace(OURS, language="zh"), "language"), (replace(OURS, format="doc"), "format")])  # type: ignore[arg-type]
def test_what_is_wrong_is_said_at_its_field(sqlite_office: Office, preset: Preset, field: str) -> None:
    with pytest.raises(Invalid) as wrong:
        sqlite_office.do(SavePreset(preset=preset))
    assert set(wrong.value.problems) == {field}


def test_json_comes_back_and_strangers_are_refused() -> None:
    for preset in (OURS, *shipped().values()):
        assert preset_from(preset.to_json()) == preset
    assert preset_from(OURS.to_json(), "Renamed").name == "Renamed"
    told = json.loads(OURS.to_json())
    for text in ("", "[]", "{}", "null", '{"format": 2, "preset": {}}', '{"format": 1, "preset": {"columns": [1]}}',
                 json.dumps({**told, "format": 2}), json.dumps({"format": 1, "preset": {
                     **told["preset"], "subject": "x"}})):
        with pytest.raises(Invalid):
            preset_from(text)


def test_shipped_ones_speak_the_language_and_are_headed_in_both() -> None:
    use_language("ms")
    names = [p.name for p in shipped().values()]
    assert names[0] == "Senarai Nama Pelatih" and len(set(names)) == len(names)
    assert titles_of(shipped()["class-roster"]) == ("Senarai Nama Pelatih", "Class roster")
    assert titles_of(shipped()["name-check"]) == ("Senarai semak nama", "Name check list")
    assert titles_of(OURS) == ("Tajaan", "Tajaan")
    for preset in shipped().values():
        assert not preset.problems()


def test_a_user_who_is_gone_leaves_his_shared_ones(users: tuple[Office, Office, Office]) -> None:
    admin, _instructor, viewer = users
    admin.do(SavePreset(preset=OURS))
    assert viewer.ask(PresetNamed(name=OURS.name))[0].shared


def test_a_preset_of_a_newer_program_keeps_nobody_from_the_others(office: Office) -> None:
    newer = json.loads(OURS.to_json())
    newer["preset"]["columns"].append({"key": "shoe_size", "name": ""})
    keep(office, "With a column more", json.dumps(newer))
    keep(office, "Of another kind", json.dumps({"format": 1, "preset": {**newer["preset"], "subject": "shoes"}}))
    keep(office, "Of another time", '{"format": 9}')
    (row, *others) = office.ask(Presets())
    assert row.name == "With a column more" and row.preset.columns == OURS.columns
    assert len(others) == len(shipped())


def keep(office: Office, name: str, spec: str) -> None:
    class Keep(Command[None]):
        needs = Permission.CENTRE_VIEW

        def label(self) -> str:
            return "Keep"

        def run(self, work: Work) -> None:
            work.add(RosterPreset(name=name, subject="enrolments", spec=spec, shared=True))

    office.do(Keep())
