"""The desk on a real office: saved beside the window, seen in the window, undone and made again."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.exchange.columns import Column
from app.office.office import Office
from app.programmes.commands import SaveProgramme
from app.programmes.queries import ProgrammeRow, Programmes
from ui.desk.desk import Desk
from ui.kit.table import Table


def test_a_change_is_saved_shown_undone_and_made_again(qtbot: QtBot, sqlite_office: Office) -> None:
    desk = Desk(sqlite_office)
    table = Table([Column[ProgrammeRow]("name", lambda: "Name", lambda r: r.name)])
    page = QWidget()
    qtbot.addWidget(table)
    qtbot.addWidget(page)

    def load(*_changes: Any) -> None:
        desk.ask(Programmes(), owner=page, then=table.set_rows)

    def names() -> list[str]:
        return [row.name for row in table.rows_model.rows()]

    desk.changed.connect(load)
    told: list[Any] = []
    desk.told.connect(lambda words, undo: told.append((words, undo)))
    keys: list[int] = []
    desk.do(SaveProgramme(code="ICT", name="ICT Academy"), owner=page, then=keys.append, tell="ICT Academy added")
    qtbot.waitUntil(lambda: names() == ["ICT Academy"])
    assert keys == [table.rows_model.row(0).id]
    told[0][1]()
    qtbot.waitUntil(lambda: names() == [])
    desk.redo()
    qtbot.waitUntil(lambda: names() == ["ICT Academy"])
    refused: list[dict[str, str]] = []
    desk.do(SaveProgramme(code="ICT", name="Again"), owner=page, invalid=refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert names() == ["ICT Academy"]
    desk.close()
