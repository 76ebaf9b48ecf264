"""From the start of the process to a painted and to a usable window, with 54,000 trainees on record.

Run as `python -m tests.bench.bench_start [how many]`. Prints medians of interleaved runs and their ratio to a process
that shows a bare QMainWindow. Offscreen; usable means that the first page is on screen
and nothing it has asked for is still on its way.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TRAINEES = 54_000
RUNS = 5

BARE = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1440, 868)
window.show()
app.processEvents()
print("painted", time.time(), flush=True)
QTimer.singleShot(0, lambda: (print("usable", time.time(), flush=True), app.quit()))
app.exec()
"""

OURS = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
app = QApplication([])

class Watch(QObject):
    painted = False
    def eventFilter(self, watched, event):
        if not self.painted and event.type() == QEvent.Type.Paint:
            self.painted = True
            print("painted", time.time(), flush=True)
        return False

watch = Watch()
app.installEventFilter(watch)

def look():
    made = sys.modules.get("ui.shell.window")  # looking must not import what starting imports later
    MainWindow = getattr(made, "MainWindow", ())
    for window in app.topLevelWidgets():
        if isinstance(window, MainWindow) and window.page is not None and not window.desk.busy():
            print("usable", time.time(), flush=True)
            os._exit(0)

timer = QTimer()
timer.timeout.connect(look)
timer.start(5)
from ui.shell.start import run
run(["--database", sys.argv[1]])
"""


def fill(path: Path, count: int = TRAINEES) -> None:
    """A centre that asks for no password, with this many trainees."""
    from app.db.engine import make_engine
    from app.office.command import Command, Work
    from app.office.office import Office
    from app.office.permissions import SYSTEM, Permission
    from app.trainees.records import Trainee
    from ui.shell.making import Answers, make_centre

    class Seed(Command[None]):
        needs = Permission.TRAINEES_IMPORT

        def label(self) -> str:
            return "Seed"

        def run(self, work: Work) -> None:
            work.insert_many(Trainee, [
                {"number": f"T26-{n:05}", "full_name": f"NUR {n:05} BINTI ALI", "match_key": f"NUR {n:05}",
                 "sort_key": f"NUR {n:05}"} for n in range(1, count + 1)])

    make_centre(Answers(name="Akademi", code="AK", state="Selangor", alone=True, admin_name="Aminah", login="aminah",
                        file=str(path)))
    engine = make_engine(path)
    Office(engine, SYSTEM).do(Seed())
    engine.dispose()


@dataclass(frozen=True)
class Start:
    """Seconds from the start of the process."""

    painted: float
    usable: float


def measure(code: str, arguments: Sequence[str], home: Path) -> Start:
    """Start one process and read when it was painted and usable."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SIJIL_HOME": str(home), "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as main.py does
    began = time.time()
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT,
                          env=environment, timeout=120, check=False)
    times = {line.split()[0]: float(line.split()[1]) - began for line in done.stdout.splitlines()
             if line.startswith(("painted ", "usable "))}
    if len(times) != 2:
        raise RuntimeError(done.stdout + done.stderr)
    return Start(times["painted"], times["usable"])


def main(runs: int = RUNS, count: int = TRAINEES) -> int:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ["SIJIL_HOME"] = folder
        path = home / "bench.db"
        fill(path, count)
        bare, ours = [], []
        for _run in range(runs):
            bare.append(measure(BARE, [], home))
            ours.append(measure(OURS, [str(path)], home))
    for name in ("painted", "usable"):
        plain = statistics.median(getattr(s, name) for s in bare)
        mine = statistics.median(getattr(s, name) for s in ours)
        print(f"{name}: bare {plain:.3f} s, Sijil {mine:.3f} s, {mine / plain:.2f} times")
    return 0


if __name__ == "__main__":
    sys.exit(main(*(int(a) for a in sys.argv[1:])))
