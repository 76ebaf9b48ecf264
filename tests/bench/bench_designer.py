"""The designer at 54,000 trainees with a certificate each: names to try, who uses a version, and a drag on the paper.

Run as `python -m tests.bench.bench_designer [how many] [FILE]`; a file that is there is used again. Reading happens
beside the window; what the window itself does while something is dragged must stay below 50 ms a turn.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from app.certificates.templates.commands import NewDraft
from app.certificates.templates.names import NamesToTry
from app.certificates.templates.queries import TemplateDetail, Templates
from app.db.engine import make_engine
from app.office.command import Ref
from app.office.office import Office
from app.office.permissions import SYSTEM
from app.sample.papers import write_papers
from app.sample.sample import sample_centre
from tests.bench.bench_search import fill

COUNT = 54_000


def main() -> None:
    """Print what takes how long."""
    given = sys.argv[1:]
    count = next((int(word) for word in given if word.isdigit()), COUNT)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SIJIL_HOME"] = folder
        where = Path(next((word for word in given if word.endswith(".db")), f"{folder}/a.db"))
        if not where.exists():
            with sample_centre(where) as sample:
                write_papers(sample, Path(folder) / "papers")
            office = Office(make_engine(where), SYSTEM)
            fill(office, count)
        office = Office(make_engine(where), SYSTEM)
        certify(office, count)
        say("names to try", lambda: office.ask(NamesToTry()))
        say("who uses a version", lambda: office.ask(TemplateDetail(code="klasik")))
        drag(office)


def certify(office: Office, count: int) -> None:
    """Copies of one certificate, as rows of the table only."""
    with office.engine.begin() as connection:
        there = connection.scalar(text("select count(*) from certificate")) or 0
        row = connection.execute(text("select * from certificate limit 1")).mappings().one()
        names = [name for name in row if name != "id"]
        places = ", ".join(f":{name}" for name in names)
        rows = [{name: row[name] for name in names} | {"design": "klasik"} for _n in range(count - there)]
        for n, one in enumerate(rows):
            one |= {name: f"{n:024}" for name in ("number", "verification_code", "code") if name in one}
            one |= {"enrolment_id": None, "status_index": None}
        if rows:
            connection.execute(text(f"insert into certificate ({', '.join(names)}) values ({places})"), rows)


def say(words: str, do: Callable[[], object]) -> None:
    """The median of five turns."""
    times = []
    for _turn in range(5):
        began = time.perf_counter()
        do()
        times.append(time.perf_counter() - began)
    print(f"{words}: median {statistics.median(times) * 1000:.0f} ms, longest {max(times) * 1000:.0f} ms")


def drag(office: Office) -> None:
    """Something large dragged across the paper, as many moves as a mouse sends in four seconds."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    from tests.watchdog import Watchdog
    from ui.desk.desk import Desk
    from ui.kit.theme import theme
    from ui.shell.window import MainWindow

    application = QApplication.instance() or QApplication([])
    theme().install()
    desk = Desk(office)
    window = MainWindow(desk)
    window.showNormal()
    window.resize(1440, 868)
    key = next((row.draft_id for row in office.ask(Templates()) if row.code == "klasik"), 0) or office.do(
        NewDraft(code="klasik", name="Klasik")).value

    def rest(seconds: float) -> None:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            application.processEvents()

    rest(2)
    began = time.perf_counter()
    with Watchdog() as dog:
        window.show_ref(Ref("template", key))
        page = window.page
        while getattr(page, "canvas", None) is None or page.canvas.image is None:
            rest(0.01)
            page = window.page
        opened = time.perf_counter() - began
        rest(2)
    print(f"opened with its paper in {opened * 1000:.0f} ms, window busy at most {dog.longest * 1000:.0f} ms at a time")
    for stall in dog.stalls:
        print(f"  {stall.seconds * 1000:.0f} ms in {stall.where}")
    canvas = page.canvas

    def send(kind: QEvent.Type, at: QPointF) -> None:
        QApplication.sendEvent(canvas, QMouseEvent(kind, at, canvas.mapToGlobal(at), Qt.MouseButton.LeftButton,
                                                   Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))

    for zoom in (0.0, 2.0):
        page.view.set_zoom(zoom) if zoom else page.view.fit()
        rest(2)
        times = []
        canvas.choose(("title",))
        start = canvas.pixels((148, 60, 0, 0)).topLeft()
        with Watchdog() as dog:
            send(QEvent.Type.MouseButtonPress, start)
            for n in range(240):
                turn = time.perf_counter()
                send(QEvent.Type.MouseMove, start + QPointF(n / 2, n / 3))
                application.processEvents()
                times.append(time.perf_counter() - turn)
            send(QEvent.Type.MouseButtonRelease, start + QPointF(120, 80))
            rest(2)
        print(f"dragged at {canvas.zoom * 100:.0f} %: a move median {statistics.median(times) * 1000:.1f} ms, longest "
              f"{max(times) * 1000:.1f} ms; let go and drawn anew, window busy at most {dog.longest * 1000:.0f} ms")
        for stall in dog.stalls:
            print(f"  {stall.seconds * 1000:.0f} ms in {stall.where}")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
