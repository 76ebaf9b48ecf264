"""The grid and the large parts of a roll call, for a developer to look at."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.exchange.columns import Column
from ui.kit.big import BigName, MarkButton, MarkCount
from ui.kit.card import Card
from ui.kit.grid import Cell, Grid, GridColumn
from ui.kit.layout import row
from ui.kit.marks import shape_of
from ui.kit.name_list import NameList, NameMark

MARKS = (("P", "attended", "Present"), ("A", "absent", "Absent"), ("L", "part", "Late"), ("E", "excused", "Excused"),
         ("S", "excused_absent", "Sick leave"))
NAMES = ("Ahmad Danish bin Roslan", "Chong Mei Ling", "Kavitha a/p Subramaniam", "Daniel anak Nyambar")


@dataclass(frozen=True)
class _Person:
    id: int
    name: str


def grid_card() -> QWidget:
    """A small register with a range selected."""
    grid = Grid((Column("id", lambda: "No.", lambda r: r.id, kind="number", width=4),
                 Column("name", lambda: "Trainee", lambda r: r.name, width=24)), frozen_width=240,
                accessible_name="Register")
    grid.set_caption("Needs 80 %.")
    columns = [GridColumn(n, str(10 + n), "Mon", group="Week 1" if n == 0 else "", rule_before=n == 0,
                          time="now" if n == 3 else "past" if n < 3 else "future") for n in range(5)]
    cells = {(p, s): Cell(MARKS[(p + s) % 5][0], shape_of(MARKS[(p + s) % 5][1]), note=p == s, spoken="Mark")
             for p in range(4) for s in range(3)}
    grid.fill([_Person(n, name) for n, name in enumerate(NAMES)], columns, cells)
    grid.set_totals("Attended, of 4", {0: "3", 1: "4", 2: "3"})
    grid.setFixedHeight(210)
    grid.cursor.put(0, 3)
    grid.cursor.put(2, 4, extend=True)
    return Card("Grid: names stay, a range has a frame", grid, role="label")


def roll_card() -> QWidget:
    """A name, its buttons, counts, and the list beside them."""
    name = BigName()
    name.set_name("Kavitha a/p Subramaniam")
    buttons = [MarkButton(*mark, lambda: None) for mark in MARKS]
    buttons[0].set_ringed(True)
    counts = [MarkCount(*mark) for mark in MARKS]
    names = NameList("Trainees")
    names.setFixedHeight(120)
    names.set_rows([NameMark(n, each, *(("P", "plain") if n < 3 else ("", "empty")), "") for n, each in
                    enumerate(NAMES, start=1)], 2)
    return Card("Roll call: to be read from across a room", row(*counts, None), name, row(*buttons), names,
                role="label")
