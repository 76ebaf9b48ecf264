"""Open a cohort of 40 x 40 in a database of 2 million marks (budget: 150 ms to the painted grid).

Run as `python -m tests.bench.bench_register [marks]`; prints the medians with few and with many marks.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from app.attendance.queries import AttendanceFigures, Register
from app.db.engine import connect_sqlite, make_engine
from app.db.migrate import create
from app.office.office import Office
from app.office.permissions import SYSTEM
from tests.app.class_room import open_class

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
PEOPLE = SESSIONS = 40


def fill(where: Path, cohorts: int, sessions: int = SESSIONS) -> None:
    """Cohorts of 40 x 40 put in raw; the marks of a cohort lie scattered, as real ones do."""
    raw = connect_sqlite(where)
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("PRAGMA synchronous = OFF")
    raw.execute("BEGIN")
    days = [(date(2024, 1, 1) + timedelta(days=n)).isoformat() for n in range(sessions)]
    raw.executemany("INSERT INTO cohort (id, version, code, course_id, title, starts, ends, venue, mode, funding, "
                    "organiser, partner, status, policy, notes) VALUES (?, 1, ?, 1, '', '2024-01-01', '2024-03-01', "
                    "'', 'onsite', '', '', '', 'running', '{}', '')",
                    ((1000 + c, f"C{c}") for c in range(cohorts)))
    raw.executemany("INSERT INTO enrolment (id, version, cohort_id, trainee_id, status, joined_on, reason, category, "
                    "sector, position) VALUES (?, 1, ?, ?, 'active', '2024-01-01', '', '', '', '')",
                    ((10_000 + c * PEOPLE + p, 1000 + c, p + 1) for c in range(cohorts) for p in range(PEOPLE)))
    raw.executemany("INSERT INTO class_session (id, version, cohort_id, day, part, starts_at, ends_at, kind, mode, "
                    "venue, topic, hours, state, reason, taken_by, closed_by) VALUES (?, 1, ?, ?, 'AM', '08:30', "
                    "'12:30', 'theory', 'onsite', '', '', 400, 'planned', '', '', '')",
                    ((10_000 + c * sessions + s, 1000 + c, days[s]) for c in range(cohorts) for s in range(sessions)))
    raw.executemany("INSERT INTO mark (version, enrolment_id, session_id, status, meaning, fraction, reason, source, "
                    "marked_by, marked_at) VALUES (1, ?, ?, 'H', 'attended', 100, '', 'grid', 'A', '2024-01-01')",
                    ((10_000 + c * PEOPLE + p, 10_000 + c * sessions + s)
                     for s in range(sessions) for c in range(cohorts) for p in range(PEOPLE)))
    raw.execute("COMMIT")
    raw.close()


def measure(cohorts: int) -> tuple[float, float, float]:
    """Median milliseconds of the register, of the figures, and to the painted grid."""
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder) / "a.db"
        create(where)
        office = Office(make_engine(where), SYSTEM)
        open_class(office, names=[f"PELATIH {n}" for n in range(PEOPLE)])
        fill(where, cohorts)
        taken: list[list[float]] = [[], []]
        for n in range(15):
            for slot, query in enumerate((Register(cohort_id=1000 + n % cohorts),
                                          AttendanceFigures(cohort_id=1000 + n % cohorts))):
                began = time.perf_counter()
                office.ask(query)  # type: ignore[arg-type]
                taken[slot].append((time.perf_counter() - began) * 1000)
        return statistics.median(taken[0]), statistics.median(taken[1]), painted(office, 1000)


def painted(office: Office, cohort_id: int) -> float:
    """Milliseconds from asking to the painted grid, in a window that is there already."""
    from PySide6.QtWidgets import QApplication

    from app.cohorts.queries import CohortDetail
    from ui.attendance.register import AttendanceTab
    from ui.desk.desk import Desk
    from ui.kit.theme import theme

    app = QApplication.instance() or QApplication([])
    theme().install()
    tab = AttendanceTab(Desk(office, synchronous=True))
    tab.resize(1310, 742)
    tab.show()
    app.processEvents()
    taken = []
    for n in range(7):
        cohort = office.ask(CohortDetail(cohort_id=cohort_id + n))[0]
        began = time.perf_counter()
        tab.show_cohort(cohort)
        tab.shown()
        app.processEvents()
        taken.append((time.perf_counter() - began) * 1000)
    tab.close()
    return statistics.median(taken)


def main() -> None:
    """A small and a big database: the ratio shows whether the size matters."""
    marks = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
    small, big = measure(8), measure(max(2, marks // (PEOPLE * SESSIONS)))
    print(f"register {big[0]:.1f} ms with {marks:,} marks, {small[0]:.1f} ms with 12,800; "
          f"ratio {big[0] / small[0]:.2f}; figures {big[1]:.1f} ms; "
          f"painted {big[2]:.0f} ms")


if __name__ == "__main__":
    main()
