"""Where the choice of a file begins: where the last file was, never beside the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.desk import talk


@pytest.mark.parametrize("choose", [
    lambda parent: talk.choose_open("Open", "Text (*.txt)", lambda _path: None, parent),
    lambda parent: talk.choose_save("Save", "Text (*.txt)", "list.txt", lambda _path: None, parent),
    lambda parent: talk.choose_folder("Folder", lambda _path: None, parent)], ids=["open", "save", "folder"])
def test_it_begins_where_the_last_file_was(choose: Any, qtbot: Any, tmp_path: Path,
                                           monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk, "scripted", False)
    monkeypatch.setattr(talk, "_folder", [str(tmp_path)])
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    choose(parent)
    dialog = parent.findChild(QFileDialog)
    assert dialog is not None and Path(dialog.directory().absolutePath()) == tmp_path
    dialog.reject()
