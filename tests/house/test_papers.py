"""The papers of the house say what is true."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_readme_names_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert "python3 main.py" in text
    assert "python3 -m tests" in text


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "LICENSE"])
def test_the_papers_are_there(name: str) -> None:
    assert (ROOT / name).read_text("utf-8").strip()


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md"])
def test_the_files_a_paper_names_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    named = re.findall(r"`((?:app|ui|tests|resources)/[\w/.-]+\.(?:py|toml|txt|po|md|png))`", text)
    named += re.findall(r"\]\(([^)#:]+)\)", text)
    missing = [path for path in named if not (ROOT / path).exists()]
    assert not missing, missing


def test_nothing_names_the_machine_it_was_written_on() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout.decode()
    if not listed:  # an archive without its history
        return
    machine = re.compile(r"/(?:wor" r"k|roo" r"t|tm" r"p/house)/")
    told = [name for name in listed.split("\0") if name.endswith((".py", ".md", ".toml", ".txt", ".po"))
            and (ROOT / name).is_file() and machine.search((ROOT / name).read_text("utf-8", errors="replace"))]
    assert not told, told
