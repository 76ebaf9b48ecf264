"""Figures, completion, the effect of a policy and a register of 40 x 60 among 54,000 trainees and 4 million marks.

Run as `python -m tests.bench.bench_policy [marks]`; prints the medians with many and with few marks, and their ratio.
Budgets: 100 ms for each question, 150 ms to the painted grid, 100 ms to close a register.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.attendance.commands import CloseSession
from app.attendance.policy_effect import PolicyEffect
from app.attendance.queries import AttendanceFigures, Register
from app.cohorts.policy import Policy
from app.completion.queries import Completion
from app.db.engine import connect_sqlite, make_engine
from app.db.migrate import create
from app.home.attendance import BelowThreshold
from app.office.office import Office
from app.office.permissions import SYSTEM
from tests.app.class_room import open_class
from tests.bench.bench_register import PEOPLE, fill, painted

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
SESSIONS, TRAINEES, RUNNING = 60, 54_000, 25


def people(where: Path, cohorts: int) -> None:
    """54,000 trainees spread over the enrolments; all but the last 25 cohorts are over."""
    raw = connect_sqlite(where)
    for text in ("PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF", "BEGIN"):
        raw.execute(text)
    names = [d[0] for d in raw.execute("SELECT * FROM trainee LIMIT 1").description]
    kept = {"id": "?", "number": "'B' || ?", "full_name": "'PELATIH ' || ?", "match_key": "'P' || ?",
            "sort_key": "'P' || ?"}
    values = ", ".join(kept.get(name, f'"{name}"') for name in names)
    count = min(TRAINEES, cohorts * PEOPLE)
    raw.executemany(f"INSERT INTO trainee SELECT {values} FROM trainee WHERE id = 1",
                    ((n,) * len(kept) for n in range(1000, 1000 + count)))
    raw.execute(f"UPDATE enrolment SET trainee_id = 1000 + id % {count} WHERE id >= 10000")
    raw.execute("UPDATE cohort SET status = 'finished' WHERE id >= 1000 AND id < ?", (1000 + cohorts - RUNNING,))
    raw.execute("COMMIT")
    raw.close()


def timed(do: Callable[[int], object], times: int = 15) -> float:
    """Median milliseconds."""
    taken = []
    for n in range(times):
        began = time.perf_counter()
        do(n)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def measure(cohorts: int) -> dict[str, float]:
    """What -> median milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder) / "a.db"
        create(where)
        office = Office(make_engine(where), SYSTEM)
        open_class(office, names=[f"PELATIH {n}" for n in range(PEOPLE)])
        fill(where, cohorts, SESSIONS)
        people(where, cohorts)
        first = 1000 + cohorts - RUNNING
        return {
            "figures": timed(lambda n: office.ask(AttendanceFigures(cohort_id=first + n))),
            "completion": timed(lambda n: office.ask(Completion(cohort_id=first + n))),
            "effect": timed(lambda n: office.ask(PolicyEffect(cohort_id=first + n, policy=Policy(late="half")))),
            "register": timed(lambda n: office.ask(Register(cohort_id=first + n))),
            "close": timed(lambda n: office.do(CloseSession(
                session_id=10_000 + (cohorts - RUNNING + n) * SESSIONS + 7))),
            "below": timed(lambda n: office.ask(BelowThreshold()), 5),
            "painted": painted(office, first)}


def main() -> None:
    """A small and a big database: the ratio shows whether the size matters."""
    marks = int(sys.argv[1]) if len(sys.argv) > 1 else 4_000_000
    small, big = measure(RUNNING + 5), measure(max(RUNNING + 5, marks // (PEOPLE * SESSIONS)))
    for what, taken in big.items():
        print(f"{what:10} {taken:6.1f} ms with {marks:,} marks, {small[what]:6.1f} ms with "
              f"{(RUNNING + 5) * PEOPLE * SESSIONS:,}; ratio {taken / small[what]:.2f}")


if __name__ == "__main__":
    main()
