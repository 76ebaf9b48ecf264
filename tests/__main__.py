"""`python3 -m tests` sets up what the tests need and runs them; further words are pytest's.

    python3 -m tests [pytest arguments]
    python3 -m tests words      compile the Malay catalogue and say what is missing
    python3 -m tests shots      a picture of every screen, both languages and themes, into shots/
    python3 -m tests bench      the measurements, as medians and ratios
    python3 -m tests lint       style, types and import contracts
"""

import importlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, ROOT)

from app import bootstrap  # noqa: E402

PROGRAMS = {"pdftotext": "poppler-utils", "qpdf": "qpdf", "soffice": "libreoffice-calc", "Xvfb": "xvfb",
            "xauth": "xauth", "dbus-daemon": "dbus", "node": "nodejs", "npm": "npm",
            "chromium": "chromium", "chromedriver": "chromium-driver", "zbarimg": "zbar-tools",
            "softhsm2-util": "softhsm2", "/usr/libexec/at-spi-bus-launcher": "at-spi2-core"}
"""Programs that read our papers back, or stand in for a screen, and the Debian packages they come in."""


def ensure_system():
    """On Linux, install what the tests need as root; otherwise say the one command."""
    if not sys.platform.startswith("linux") or os.environ.get("SIJIL_SETUP") == "off":
        return
    import ctypes

    missing = [package for program, package in PROGRAMS.items() if not shutil.which(program)]
    for library, package in {**bootstrap.LIBRARIES, **bootstrap.SCREEN_LIBRARIES}.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    servers = "/usr/lib/postgresql"
    if not shutil.which("initdb") and not (os.path.isdir(servers) and os.listdir(servers)):
        missing.append("postgresql")
    if missing:
        bootstrap.system_packages(sorted(set(missing)))


def bench(arguments):
    """Every module of tests/bench with a `main`, one after the other; non-zero when one failed."""
    folder = os.path.join(ROOT, "tests", "bench")
    names = sorted(name[:-3] for name in os.listdir(folder) if name.endswith(".py") and not name.startswith("_"))
    wanted = [name for name in names if not arguments or any(word in name for word in arguments)]
    status = 0
    for name in wanted:
        if subprocess.call([sys.executable, "-m", "tests.bench." + name]) != 0:
            print(name + ": FAILED")
            status = 1
    return status


def lint(arguments):
    """Style, types, contracts; non-zero when one of them complains."""
    tools = os.path.dirname(sys.executable)
    commands = ([sys.executable, "-m", "ruff", "check", "."], [sys.executable, "-m", "mypy", "--strict", "app"],
                [os.path.join(tools, "lint-imports"), "--no-cache"])
    return max(int(subprocess.call(command) != 0) for command in commands)


def tests(arguments):
    """The tests themselves; all of them on as many cores as there are, up to four, file by file."""
    import pytest

    # A process that crashes near the end would be replaced by one that waits for ever: end there, naming the test.
    whole = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile", "--max-worker-restart=0"]
    return int(pytest.main(arguments or whole))


def main():
    """Set up, then do what was asked; the exit status."""
    bootstrap.ensure("dev", ["-m", "tests"])
    os.chdir(ROOT)
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if asked in ("words", "shots"):
        return importlib.import_module("tests." + asked).main(sys.argv[2:])
    if asked in ("bench", "lint"):
        return {"bench": bench, "lint": lint}[asked](sys.argv[2:])
    ensure_system()
    return tests(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
