"""One mark through the door against a raw committed insert with the same settings (budget: at most 1.3 times).

Run as `python -m tests.bench.bench_mark`; prints medians and the ratio.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from app.attendance.commands import Cell, MarkAttendance
from app.db.engine import connect_sqlite, make_engine
from app.db.migrate import create
from app.office.office import Office
from app.office.permissions import SYSTEM
from tests.app.class_room import open_class

COUNT = 200


def main() -> None:
    """Interleave both, so that a busy disk hits both alike."""
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder) / "a.db"
        create(where)
        office = Office(make_engine(where), SYSTEM)
        room = open_class(office, names=[f"PELATIH {n}" for n in range(COUNT)])
        view = room.view()
        raw_file = Path(folder) / "raw.db"
        create(raw_file)
        raw = connect_sqlite(raw_file)
        raw.execute("PRAGMA foreign_keys = OFF")
        ours, theirs = [], []
        for n, row in enumerate(view.rows):
            began = time.perf_counter()
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("INSERT INTO mark (version, enrolment_id, session_id, status, meaning, fraction, reason, source"
                        ", marked_by, marked_at) VALUES (1, ?, 1, 'H', 'attended', 100, '', 'grid', 'A', '2026-01-01')",
                        (n + 1,))
            raw.execute("COMMIT")
            theirs.append(time.perf_counter() - began)
            began = time.perf_counter()
            office.do(MarkAttendance(cells=(Cell(row.enrolment_id, view.sessions[0].id, "H"),), who=row.name))
            ours.append(time.perf_counter() - began)
        one, other = statistics.median(ours), statistics.median(theirs)
        print(f"mark through the door {one * 1000:.2f} ms, raw insert {other * 1000:.2f} ms, ratio {one / other:.2f}")


if __name__ == "__main__":
    main()
