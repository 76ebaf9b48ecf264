"""Set-up: locks that name no place, sentences instead of tracebacks, a Qt that keeps Python alive, honest papers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from app import bootstrap

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("run", "dev")


def lock(kind: str) -> str:
    return Path(bootstrap.lock_file(kind)).read_text("utf-8")


@pytest.mark.parametrize("kind", LOCKS)
def test_a_lock_names_no_host_and_hashes_everything(kind: str) -> None:
    text = lock(kind)
    assert not re.search(r"https?:|file:|://|--index|--find-links|\b[\w-]+\.(org|com|net|io|example)\b", text)
    parts = re.split(r"\n(?=\w)", text.strip())
    assert len(parts) > 20
    assert all("==" in part and "--hash=sha256:" in part for part in parts)


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = {"run": project["project"]["dependencies"]}
    wanted["dev"] = wanted["run"] + project["dependency-groups"]["dev"]
    for kind, lines in wanted.items():
        locked = {name.lower().replace("_", "-"): version
                  for name, version in re.findall(r"^([\w-]+)==(\S+)", lock(kind), re.MULTILINE)}
        for line in lines:
            name, version = line.split(";")[0].strip().split("==")
            assert locked[re.sub(r"\[.*", "", name).lower()] == version


def test_the_test_lock_contains_the_run_lock() -> None:
    pinned = re.compile(r"^[\w-]+==\S+", re.MULTILINE)
    assert set(pinned.findall(lock("run"))) <= set(pinned.findall(lock("dev")))


@pytest.mark.parametrize(("words", "is_command"), [
    ([], False), (["--database", "x.db"], False), (["--database=x.db"], False),
    (["--user", "a", "--database", "b"], False),
    (["demo", "x"], True), (["--database", "x.db", "check"], True), (["--help"], True), (["-h"], True),
    (["--json", "cohorts"], True), (["--language", "ms"], False), (["nonsense"], True), (["--nonsense"], True)])
def test_a_command_is_told_from_a_window(words: list[str], is_command: bool) -> None:
    assert bootstrap.command_in(words) is is_command


def test_the_commands_named_are_the_commands_there_are() -> None:
    from app.console.main import parser

    usage = parser().format_help()
    listed = re.findall(r"^    ([a-z][a-z0-9-]+)(?:  |\n)", usage, re.MULTILINE)
    assert sorted(listed) == sorted(bootstrap.COMMANDS)


def run_main(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """main.py with the running Python, on a computer without a screen."""
    clean = {k: v for k, v in os.environ.items()
             if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "LANG", "LC_ALL", "LC_MESSAGES")}
    return subprocess.run([sys.executable, str(ROOT / "main.py"), *words], capture_output=True, text=True,
                          encoding="utf-8", env={**clean, "PYTHONIOENCODING": "utf-8", **environment}, check=False)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux may have no screen")
def test_without_a_screen_one_sentence_names_the_commands() -> None:
    said = run_main("--database", "nowhere.db")
    assert said.returncode == bootstrap.REFUSED
    assert said.stdout == ""
    assert len(said.stderr.strip().splitlines()) == 1
    assert all(name in said.stderr for name in bootstrap.COMMANDS)
    assert "Tiada skrin" in run_main(LANG="ms_MY.UTF-8").stderr


def test_help_works_with_nothing_installed() -> None:
    said = subprocess.run([sys.executable, "-I", "-S", str(ROOT / "main.py"), "--help"], capture_output=True,
                          text=True, encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8"}, check=False)
    assert said.returncode == 0, said.stderr
    assert "certificates" in said.stdout


@pytest.mark.parametrize(("heard", "key"), [
    ("WARNING: Retrying after connection broken by 'NewConnectionError(...)'\nERROR: Could not find a version that "
     "satisfies the requirement x\nERROR: No matching distribution found for x", "offline"),
    ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "full"),
    ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "hash"),
    ("ERROR: No matching distribution found for pyside6-essentials==6.11.3", "platform"),
    ("ERROR: something new", "other")])
def test_what_the_installer_says_becomes_one_sentence(heard: str, key: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        bootstrap._explain(heard)
    assert ended.value.code == bootstrap.REFUSED
    assert capsys.readouterr().err.startswith(bootstrap.SENTENCES[key][0].split("%")[0].strip())


def test_every_sentence_has_the_same_gaps_in_both_languages() -> None:
    for english, malay in bootstrap.SENTENCES.values():
        assert re.findall(r"%\w", english) == re.findall(r"%\w", malay)
        assert english != malay


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit):
        bootstrap.check_python()
    assert "3.9" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["main.py", "app/__init__.py", "app/bootstrap.py"])
def test_old_pythons_can_read_as_far_as_the_sentence(name: str) -> None:
    import ast

    ast.parse((ROOT / name).read_text("utf-8"), feature_version=(3, 6))


def test_a_set_up_that_fails_leaves_a_sentence_and_no_traceback(tmp_path: Path) -> None:
    """An empty folder of wheels: nothing to install from, so the first start ends at once."""
    for part in ("main.py", "app/__init__.py", "app/bootstrap.py", "resources/lock/run.txt"):
        (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / part, tmp_path / part)
    (tmp_path / "wheels").mkdir()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PIP_") and k not in ("LANG", "LC_ALL")}
    said = subprocess.run([sys.executable, str(tmp_path / "main.py"), "check"], capture_output=True, text=True,
                          env={**environment, "PIP_CONFIG_FILE": os.devnull}, check=False)
    assert said.returncode == bootstrap.REFUSED, said.stderr
    assert "wheels" in said.stderr
    assert "Traceback" not in said.stderr
    assert said.stdout == ""


def test_two_starts_do_not_install_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))
    with bootstrap._Lock():
        other = bootstrap._Lock()
        with (tmp_path / ".venv.lock").open("a+") as other.file:
            assert not other._take()
    with bootstrap._Lock():
        pass


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from 3.12")
def test_qt_calls_keep_none_and_true_alive(qtbot) -> None:
    """PySide6 6.12.0 dropped a reference to None at every call and to True at every signal, until Python died."""
    from PySide6.QtWidgets import QLineEdit

    edit = QLineEdit()
    qtbot.addWidget(edit)
    edit.setText("x")
    none, true = sys.getrefcount(None), sys.getrefcount(True)
    for n in range(300):
        edit.setText(str(n))
        edit.textChanged.emit("x")
    assert sys.getrefcount(None) > none - 50
    assert sys.getrefcount(True) > true - 50


def test_the_fonts_have_their_licences() -> None:
    fonts = {path.name.split("_")[0].lower() for path in (ROOT / "resources" / "fonts").glob("*.ttf")}
    licences = {path.stem.removeprefix("font-").replace("-", "") for path in
                (ROOT / "resources" / "licences").glob("font-*.txt")}
    assert fonts and fonts <= licences


def test_the_icons_take_the_colour_of_the_text() -> None:
    icons = sorted((ROOT / "resources" / "icons").glob("*.svg"))
    assert len(icons) > 140
    assert all('stroke="currentColor"' in path.read_text("utf-8") for path in icons)
