"""What the window remembers is each user's own, and never stands in the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.settings import config_dir
from ui.desk.kept import Kept


def test_each_user_has_a_memory(home: Path, qapp: Any) -> None:
    mine, hers = Kept("aminah"), Kept("wong")
    mine.put("columns:trainees", "a,b")
    mine.write()
    hers.put("columns:trainees", "c")
    hers.write()
    assert Kept("aminah").get("columns:trainees") == "a,b"
    assert Kept("wong").get("columns:trainees") == "c"


def test_an_empty_text_is_forgotten(home: Path, qapp: Any) -> None:
    kept = Kept("aminah")
    kept.put("sort", "name")
    kept.put("sort", "")
    kept.write()
    assert Kept("aminah").get("sort", "nothing") == "nothing"


def test_a_spoiled_file_means_the_defaults(home: Path, qapp: Any) -> None:
    folder = config_dir() / "users"
    folder.mkdir(parents=True)
    (folder / "aminah.json").write_text("{broken", "utf-8")
    assert Kept("aminah").get("sort", "name") == "name"


def test_a_login_cannot_leave_the_folder(home: Path, qapp: Any) -> None:
    kept = Kept("../../evil")
    kept.put("a", "b")
    kept.write()
    assert [p.name for p in (config_dir() / "users").iterdir()] == [".._.._evil.json"]
