"""Who may import whom, what stands in one file only, and what the start may not load."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"openpyxl", "reportlab", "alembic", "PySide6", "pypdfium2", "pikepdf", "phonenumbers", "rapidfuzz",
         "python_calamine", "uharfbuzz", "segno", "psycopg", "argon2", "cryptography", "pyhanko", "pyld", "base58"}


def sources(*folders: str) -> dict[str, str]:
    """Path -> text of every Python file below the folders."""
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
            for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))}


def files_with(pattern: str, *folders: str) -> set[str]:
    """The files in which a pattern stands in code, comments left out."""
    wanted = re.compile(pattern)
    return {name for name, text in sources(*folders).items()
            if any(wanted.search(line.split("#")[0]) for line in text.splitlines())}


def test_the_contracts_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports.exe" if sys.platform == "win32" else "lint-imports")
    said = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
                          check=False)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "0 broken" in said.stdout


def test_every_room_is_in_a_contract() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    rooms = {f"{top}.{p.name}" for top in ("app", "ui") for p in (ROOT / top).iterdir()
             if p.is_dir() and any(p.glob("*.py"))}
    missing = [room for room in sorted(rooms) if not re.search(rf'["( ]{re.escape(room)}[" )]', text)]
    assert not missing, f"name these rooms in the layers of pyproject.toml: {missing}"


def test_only_the_office_makes_sessions_and_commits() -> None:
    assert files_with(r"\bSession\(", "app", "ui") <= {"app/office/office.py"}
    committing = files_with(r"\.commit\(\)", "app", "ui")
    assert {name for name in committing if not name.startswith("app/db/")} == {"app/office/office.py"}


def test_only_talk_opens_message_boxes() -> None:
    assert files_with(r"\bQMessageBox\b", "ui") <= {"ui/desk/talk.py"}
    # dialogs and menus open and answer by signal; a drag has no other way
    assert not files_with(r"(?<!app)(?<!\bdrag)\.exec_?\(", "ui")


def test_the_database_driver_is_named_in_the_ground_alone() -> None:
    assert all(name.startswith("app/db/") for name in files_with(r"sqlite3\.connect|import psycopg", "app", "ui"))


def loaded_by(statement: str) -> set[str]:
    """The top-level modules in memory after a statement, in a Python of its own."""
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(said.stdout))


@pytest.mark.parametrize("module", ["app.console.main", "app.catalogue", "app.office.office"])
def test_nothing_heavy_is_loaded_before_it_is_needed(module: str) -> None:
    assert not loaded_by(f"import {module}") & HEAVY


def test_help_loads_no_database() -> None:
    assert not loaded_by("import app.console.main as m; m.parser()") & {"sqlalchemy", *HEAVY}


def test_the_bootstrap_loads_the_standard_library_only() -> None:
    ours = loaded_by("import app.bootstrap") - set(sys.stdlib_module_names)
    assert not {name for name in ours if not name.startswith("_")} - {"app", "sitecustomize", "usercustomize"}
