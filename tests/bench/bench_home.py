"""Home with 54,000 enrolments and 4 million marks (budgets: 100 ms for each question, 150 ms to the painted page).

Run as `python -m tests.bench.bench_home [cohorts]`; prints the medians with many and with few cohorts that are over.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.db.engine import connect_sqlite, make_engine
from app.db.migrate import create
from app.home.attendance import BelowThreshold
from app.home.certificates import CohortReadiness, Unprinted, WaitingCohorts
from app.home.ending import EndingSoon
from app.home.risk import AtRisk
from app.home.sessions import SessionsToMark
from app.home.settle import RegistersNotTaken, ToSettle
from app.home.upkeep import PossibleTwins
from app.home.year import YearSoFar
from app.office.office import Office
from app.office.permissions import SYSTEM
from tests.app.class_room import open_class

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
PEOPLE = SESSIONS = 40
TODAY = date(2026, 7, 14)
NOW = datetime(2026, 7, 14, 0, 26, tzinfo=UTC)
RUNNING = 25
FACTS = "{" + "x" * 1500 + "}"


def fill(where: Path, cohorts: int) -> None:
    """Cohorts of 40 x 40 put in raw: 25 in the middle of their run, the others one after the other before them."""
    raw = connect_sqlite(where)
    for text in ("PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF", "BEGIN"):
        raw.execute(text)
    begins = [TODAY - timedelta(days=20) if c < RUNNING else TODAY - timedelta(days=45 + (c - RUNNING) * 7 // 5)
              for c in range(cohorts)]
    raw.executemany("INSERT INTO cohort (id, version, code, course_id, title, starts, ends, venue, mode, funding, "
                    "organiser, partner, status, policy, notes) VALUES (?, 1, ?, 1, '', ?, ?, '', 'onsite', '', '', "
                    "'', ?, '{}', '')",
                    ((1000 + c, f"C{c}", day.isoformat(), (day + timedelta(days=SESSIONS - 1)).isoformat(),
                      "running" if c < RUNNING else "finished") for c, day in enumerate(begins)))
    raw.executemany("INSERT INTO enrolment (id, version, cohort_id, trainee_id, status, joined_on, reason, category, "
                    "sector, position) VALUES (?, 1, ?, ?, 'active', ?, '', '', '', '')",
                    ((10_000 + c * PEOPLE + p, 1000 + c, c * PEOPLE + p + 1000, day.isoformat())
                     for c, day in enumerate(begins) for p in range(PEOPLE)))
    raw.executemany("INSERT INTO trainee (id, version, number, full_name, match_key, sort_key, search, "
                    "certificate_name, certificate_name_by, other_script, gender, citizenship, nationality, "
                    "phone_mobile, phone_other, email, address_1, address_2, address_3, postcode, city, state, "
                    "country, education, ethnicity, category, sector, position, notes, status) VALUES (?, 1, ?, ?, "
                    "?, ?, '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', "
                    "'', 'active')",
                    ((1000 + n, f"B{n}", f"PELATIH {n}", f"P{n}", f"P{n}") for n in range(cohorts * PEOPLE)))
    raw.executemany("INSERT INTO class_session (id, version, cohort_id, day, part, starts_at, ends_at, kind, mode, "
                    "venue, topic, hours, state, reason, taken_by, closed_by) VALUES (?, 1, ?, ?, 'AM', '08:30', "
                    "'12:30', 'theory', 'onsite', '', '', 400, 'planned', '', '', '')",
                    ((10_000 + c * SESSIONS + s, 1000 + c, (day + timedelta(days=s)).isoformat())
                     for c, day in enumerate(begins) for s in range(SESSIONS)))
    raw.executemany("INSERT INTO mark (version, enrolment_id, session_id, status, meaning, fraction, reason, source, "
                    "marked_by, marked_at) VALUES (1, ?, ?, ?, ?, 100, '', 'grid', 'A', '2024-01-01')",
                    ((10_000 + c * PEOPLE + p, 10_000 + c * SESSIONS + s,
                      *(("X", "absent") if (p * 7 + s * 3) % (11 if p % 5 else 4) == 0 else ("H", "attended")))
                     for s in range(SESSIONS) for c, day in enumerate(begins) if day + timedelta(days=s) < TODAY
                     for p in range(PEOPLE)))
    raw.executemany("INSERT INTO certificate (id, version, number, code, enrolment_id, series_id, kind, language, "
                    "design, facts, search, holder, issued_on, issued_at, issued_by, state, prints) VALUES "
                    "(?, 1, ?, ?, ?, 1, 'completion', 'bi', 'klasik', ?, '', 'A', ?, '2024-01-01', 'A', 'issued', ?)",
                    ((1000 + c * PEOPLE + p, f"N{c}-{p}", f"C{c}-{p}", 10_000 + c * PEOPLE + p, FACTS,
                      (begins[c] + timedelta(days=SESSIONS)).isoformat(), int(c > RUNNING + 5))
                     for c in range(RUNNING + 4, cohorts) for p in range(PEOPLE - 6)))
    around(raw, cohorts)
    raw.execute("COMMIT")
    raw.execute("ANALYZE")
    raw.close()


def around(raw: Any, cohorts: int) -> None:
    """Leave, requests and walk-ins: some in each cohort, almost all of them settled long ago."""
    raw.executemany("INSERT INTO leave_record (version, enrolment_id, first_day, last_day, part, status, state, "
                    "reason, document, issuer, noted_by, noted_at, decided_by, decision) VALUES (1, ?, '2024-01-01', "
                    "'2024-01-02', '', 'S', ?, '', '', '', 'A', '2024-01-01', '', '')",
                    ((10_000 + c * PEOPLE + p, "granted" if c >= RUNNING or p else "planned")
                     for c in range(cohorts) for p in range(0, PEOPLE, 4)))
    raw.executemany("INSERT INTO mark_request (version, enrolment_id, session_id, old_status, new_status, reason, "
                    "evidence, state, asked_by, asked_at, decided_by, decision) VALUES (1, ?, ?, 'X', 'H', '', '', ?, "
                    "'A', '2024-01-01', '', '')",
                    ((10_000 + c * PEOPLE + p, 10_000 + c * SESSIONS, "granted" if c >= RUNNING or p else "open")
                     for c in range(cohorts) for p in range(0, PEOPLE, 4)))
    raw.executemany("INSERT INTO walk_in (version, cohort_id, name, contact, note, state, reason, noted_by, noted_at, "
                    "settled_by) VALUES (1, ?, 'A', '', '', ?, '', 'A', '2024-01-01', '')",
                    ((1000 + c, "merged" if c >= RUNNING else "open") for c in range(cohorts)))


def median(act: Callable[[], Any], times: int = 7) -> float:
    """Median milliseconds."""
    taken = []
    for _turn in range(times):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def measure(cohorts: int) -> dict[str, float]:
    """What each question and the painted page take."""
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder) / "a.db"
        create(where)
        office = Office(make_engine(where), SYSTEM)
        open_class(office)
        fill(where, cohorts)
        office.clock = lambda: NOW
        questions = {"sessions": SessionsToMark(), "below": BelowThreshold(), "unprinted": Unprinted(),
                     "waiting": WaitingCohorts(), "readiness": CohortReadiness(cohort_id=1000 + RUNNING),
                     "risk": AtRisk(), "risk of one": AtRisk(cohort_id=1000), "settle": ToSettle(),
                     "not taken": RegistersNotTaken(), "ending": EndingSoon(), "year": YearSoFar(),
                     "twins": PossibleTwins()}
        found = {name: median(lambda q=query: office.ask(q)) for name, query in questions.items()}  # type: ignore[misc]
        found["page painted"], found["page filled"] = painted(office)
        office.engine.dispose()
        return found


def painted(office: Office) -> tuple[float, float]:
    """Median milliseconds until the page is painted, its cards still waiting, and until all of them are filled."""
    from PySide6.QtWidgets import QApplication

    from ui.desk.desk import Desk
    from ui.home.page import HomePage
    from ui.kit.theme import theme

    app = QApplication.instance() or QApplication([])
    theme().install()
    first, whole = [], []
    for _turn in range(5):
        desk = Desk(office)
        began = time.perf_counter()
        page = HomePage(desk)
        page.resize(1224, 841)
        page.show()
        page.shown()
        page.grab()
        first.append((time.perf_counter() - began) * 1000)
        while desk.busy():
            app.processEvents()
            time.sleep(0.002)
        page.grab()
        whole.append((time.perf_counter() - began) * 1000)
        page.close()
        desk.close()
    return statistics.median(first), statistics.median(whole)


def main() -> None:
    """A small and a big database: the ratio shows whether the size matters."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 2_550
    big, small = measure(many), measure(RUNNING + 20)
    for name, taken in big.items():
        print(f"home {name}: {taken:.1f} ms with {many} cohorts, {small[name]:.1f} ms with {RUNNING + 20}; "
              f"ratio {taken / small[name]:.2f}")


if __name__ == "__main__":
    main()
