"""The door: permission, rollback, journal, history, undo and redo, also at random; on both databases."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import insert, select, update

from app.catalogue import METADATA
from app.errors import Conflict, Invalid, Missing, Refused
from app.i18n import MALAYSIA
from app.office import history
from app.office.command import Command, Query, Work
from app.office.office import Office
from app.office.permissions import Actor, Permission
from app.programmes.records import Component, Course, Programme


@dataclass(frozen=True, kw_only=True)
class Add(Command[int]):
    needs = Permission.PROGRAMMES_CHANGE
    code: str
    courses: int = 0

    def label(self) -> str:
        return f"Add {self.code}"

    def problems(self) -> dict[str, str]:
        return {} if self.code else {"code": "Write a code."}

    def run(self, work: Work) -> int:
        programme = work.add(Programme(code=self.code, name=self.code))
        for n in range(self.courses):
            course = work.add(Course(programme_id=programme.id, code=f"{self.code}.{n}", title="Course"))
            work.insert_many(Component, [{"course_id": course.id, "code": str(i), "title": "Part",
                                          "weight": Decimal("12.5")} for i in range(3)])
        return programme.id


@dataclass(frozen=True, kw_only=True)
class Rename(Command[None]):
    needs = Permission.PROGRAMMES_CHANGE
    key: int
    name: str
    twice: bool = False
    version: int | None = None

    def label(self) -> str:
        return "Rename"

    def run(self, work: Work) -> None:
        programme = work.get(Programme, self.key, self.version)
        programme.name = self.name
        if self.twice:
            work.session.flush()
            programme.name = self.name + "!"


@dataclass(frozen=True, kw_only=True)
class Remove(Command[None]):
    needs = Permission.PROGRAMMES_CHANGE
    key: int

    def label(self) -> str:
        return "Remove"

    def run(self, work: Work) -> None:
        for course in work.session.scalars(select(Course).where(Course.programme_id == self.key)).all():
            for part in work.session.scalars(select(Component).where(Component.course_id == course.id)).all():
                work.remove(part)
            work.remove(course)
        work.remove(work.get(Programme, self.key))


@dataclass(frozen=True, kw_only=True)
class Fails(Command[None]):
    needs = Permission.PROGRAMMES_CHANGE

    def label(self) -> str:
        return "Fails"

    def run(self, work: Work) -> None:
        work.add(Programme(code="HALF", name="half"))
        raise Missing("gone")


@dataclass(frozen=True, kw_only=True)
class Codes(Query[str]):
    needs = Permission.PROGRAMMES_VIEW

    def rows(self, work: Work) -> list[str]:
        return list(work.session.scalars(select(Programme.code).order_by(Programme.code)))


def contents(office: Office) -> dict[str, list[dict[str, object]]]:
    """Every row of the three tables, without versions."""
    with office.engine.connect() as connection:
        return {name: [{k: v for k, v in row.items() if k != "version"} for row in connection.execute(
            select(METADATA.tables[name]).order_by(METADATA.tables[name].c.id)).mappings()]
            for name in ("programme", "course", "component")}


def breaks(office: Office) -> list[history.Break]:
    with office.engine.connect() as connection:
        return list(history.verify(connection))


def test_a_command_commits_and_is_undone_and_done_again(office: Office) -> None:
    before = contents(office)
    office.do(Add(code="A", courses=2))
    after = contents(office)
    assert office.undo_label() == "Add A"
    office.undo()
    assert contents(office) == before
    office.redo()
    assert contents(office) == after


def test_nothing_of_a_failed_command_stays(office: Office) -> None:
    head = office.head()
    with pytest.raises(Missing):
        office.do(Fails())
    assert list(office.ask(Codes())) == []
    assert office.head() == head


def test_problems_come_before_the_database(office: Office) -> None:
    with pytest.raises(Invalid) as told:
        office.do(Add(code=""))
    assert told.value.problems == {"code": "Write a code."}


def test_rights_are_checked_at_the_door(office: Office) -> None:
    viewer = Office(office.engine, Actor(9, "v", "Viewer", frozenset({"viewer"})))
    assert not viewer.may(Add)
    with pytest.raises(Refused):
        viewer.do(Add(code="A"))
    assert list(viewer.ask(Codes())) == []
    nobody = Office(office.engine, Actor(0, "", ""))
    with pytest.raises(Refused):
        nobody.ask(Codes())


def test_a_read_only_office_changes_nothing(office: Office) -> None:
    reader = Office(office.engine, office.actor, read_only=True)
    with pytest.raises(Refused):
        reader.do(Add(code="A"))


def test_a_stale_form_is_refused(office: Office) -> None:
    key = office.do(Add(code="A")).value
    office.do(Rename(key=key, name="B", version=1))
    with pytest.raises(Conflict):
        office.do(Rename(key=key, name="C", version=1))


def test_undo_is_refused_when_somebody_changed_it_since(office: Office) -> None:
    key = office.do(Add(code="A")).value
    other = Office(office.engine, office.actor)
    other.do(Rename(key=key, name="other"))
    with pytest.raises(Conflict):
        office.undo()
    assert contents(office)["programme"][0]["name"] == "other"


def test_bulk_statements_are_refused(office: Office) -> None:
    @dataclass(frozen=True, kw_only=True)
    class Bulk(Command[None]):
        needs = Permission.PROGRAMMES_CHANGE
        orm: bool

        def label(self) -> str:
            return "Bulk"

        def run(self, work: Work) -> None:
            target = Programme if self.orm else Programme.__table__
            work.session.execute(update(target).values(name="x"))
            work.session.execute(insert(target).values(code="x", name="x", version=1))

    for orm in (True, False):
        with pytest.raises(RuntimeError):
            office.do(Bulk(orm=orm))


def test_the_history_shows_what_was_altered_or_removed(office: Office) -> None:
    key = office.do(Add(code="A", courses=1)).value
    office.do(Rename(key=key, name="B"))
    office.do(Rename(key=key, name="C"))
    assert breaks(office) == []
    rows, entries = history.HistoryRow.__table__, history.HistoryEntry.__table__
    with office.engine.connect() as connection:
        last = history.head(connection).number
        connection.execute(update(rows).where(rows.c.entry == last).values(after="{}"))
        assert list(history.verify(connection)) == [history.Break(last, "altered")]
        connection.rollback()
        connection.execute(entries.delete().where(entries.c.number == last - 1))
        assert history.Break(last - 1, "missing") in list(history.verify(connection))
        connection.rollback()
        connection.execute(update(entries).where(entries.c.number == last).values(user_name="Nobody"))
        assert list(history.verify(connection)) == [history.Break(last, "altered")]
        connection.rollback()


def test_the_history_holds_whatever_zone_the_clock_has(office: Office) -> None:
    there = Office(office.engine, office.actor, clock=lambda: datetime(2026, 7, 14, 8, 31, tzinfo=MALAYSIA))
    there.do(Add(code="A"))
    assert breaks(there) == []


def test_listeners_hear_what_changed(office: Office) -> None:
    heard = []
    office.on_change(heard.append)
    key = office.do(Add(code="A")).value
    office.undo()
    assert [c.keys for c in heard] == [{"programme": frozenset({key})}] * 2


@pytest.mark.parametrize("seed", range(12))
def test_random_commands_undo_and_redo_leave_no_trace(office: Office, seed: int) -> None:
    """Whatever is done, undone and done again: states are met again exactly, and the chain holds."""
    dice = random.Random(seed)
    states = [contents(office)]  # states[k] is what k steps on the undo stack look like
    future: list[dict[str, list[dict[str, object]]]] = []
    for turn in range(25):
        move = dice.random()
        if move < 0.3 and office.undo_label():
            office.undo()
            future.append(states.pop())
        elif move < 0.45 and office.redo_label():
            office.redo()
            states.append(future.pop())
        else:
            keys = [int(str(row["id"])) for row in contents(office)["programme"]]
            kind = dice.choice(("add", "rename", "remove")) if keys else "add"
            before = contents(office)
            if kind == "add":
                office.do(Add(code=f"P{turn}", courses=dice.randrange(3)))
            elif kind == "rename":
                office.do(Rename(key=dice.choice(keys), name=f"N{dice.randrange(3)}", twice=dice.random() < 0.5))
            else:
                office.do(Remove(key=dice.choice(keys)))
            if contents(office) != before:
                states.append(contents(office))
                future.clear()
        assert contents(office) == states[-1]
    while office.undo_label():
        office.undo()
        states.pop()
        assert contents(office) == states[-1]
    assert breaks(office) == []
