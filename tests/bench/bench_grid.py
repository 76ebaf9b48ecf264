"""Scroll a register of 40 x 60 with every cell marked (budget: a frame in 16 ms, 60 a second).

Run as `python -m tests.bench.bench_grid`; prints the median of a whole frame, of a scrolled line, and both as a ratio
to a bare QTableView of the same size, so that a slow machine tells the same story.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView

from app.exchange.columns import Column
from ui.kit.grid import Cell, Grid, GridColumn
from ui.kit.marks import SHAPES
from ui.kit.theme import theme

PEOPLE, SESSIONS = 40, 60
SIZE = (1900, 1000)
FRAMES = 60


@dataclass(frozen=True)
class Person:
    """A row."""

    id: int
    name: str


def full_grid() -> Grid:
    """A grid with a mark in every cell."""
    grid = Grid((Column("id", lambda: "No.", lambda r: r.id, kind="number", width=4),
                 Column("name", lambda: "Trainee", lambda r: r.name, width=30)), accessible_name="Attendance")
    letters = list(zip("PLAESX", SHAPES.values(), strict=True))[:5]
    columns = [GridColumn(n, str(n % 28 + 1), "Mon", group=f"Week {n // 5 + 1}", rule_before=n % 5 == 0,
                          time="now" if n == 40 else "past" if n < 40 else "future") for n in range(SESSIONS)]
    cells = {(p, s): Cell(*letters[0 if (p * 7 + s * 3) % 4 else (p + s) % 5], note=(p + s) % 9 == 0,
                          under="A" if (p + s) % 17 == 0 else "", asked=(p + s) % 23 == 0)
             for p in range(PEOPLE) for s in range(SESSIONS)}
    grid.fill([Person(n, f"PELATIH NOMBOR {n}") for n in range(PEOPLE)], columns, cells)
    grid.go(7, 39)
    return grid


def bare_table() -> QTableView:
    """Qt's own table with as many letters."""
    model = QStandardItemModel(PEOPLE, SESSIONS)
    for row in range(PEOPLE):
        for column in range(SESSIONS):
            model.setItem(row, column, QStandardItem("P"))
    table = QTableView()
    table.setModel(model)
    model.setParent(table)
    for column in range(SESSIONS):
        table.setColumnWidth(column, 38)
    table.verticalHeader().setDefaultSectionSize(26)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    return table


def whole_frames(widget: Any, view: QTableView) -> float:
    """Median milliseconds to draw everything that is in sight."""
    picture = QPixmap(widget.size())
    spent = []
    for _frame in range(FRAMES):
        began = time.perf_counter()
        widget.render(picture)
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


def scrolled(widget: Any, view: QTableView) -> float:
    """Median milliseconds of a step of the wheel, to and fro in both directions, with what it draws."""
    spent = []
    for bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
        for frame in range(FRAMES):
            began = time.perf_counter()
            bar.setValue(bar.maximum() * (frame % 20) // 20 if bar.maximum() else 0)
            QApplication.processEvents()
            spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


def main() -> int:
    """Print the medians and their ratios."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    theme().install()
    grid, table = full_grid(), bare_table()
    for widget, view, size in ((grid, grid.view, SIZE), (table, table, (SIZE[0] - 414, SIZE[1]))):
        widget.resize(*size)
        widget.show()
        application.processEvents()
        view.scrollToTop()
    found = {}
    for name, measure in (("whole frame", whole_frames), ("scrolled step", scrolled)):
        ours, bare = measure(grid, grid.view), measure(table, table)
        found[name] = ours
        print(f"{name}: {ours:.2f} ms, bare QTableView {bare:.2f} ms, ratio {ours / bare:.2f}")
    grid.close()
    table.close()
    return 0 if max(found.values()) < 1000 / 60 else 1


if __name__ == "__main__":
    sys.exit(main())
