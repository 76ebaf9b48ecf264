"""Lists of 54,000 trainees and as many certificates: each filter, order and view through the questions of the window.

Run as `python -m tests.bench.bench_lists`; prints the median of each in ms (budget: a page within 100 ms, counts within
200 ms; both are asked beside the window).
"""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from app.certificates.queries import CountRegister, Register
from app.cohorts.commands import AddCohort
from app.cohorts.narrow import PeopleValues
from app.cohorts.people import CountPeople, People, PersonPlace
from app.db.engine import make_engine
from app.db.migrate import create
from app.office.office import Office
from app.office.permissions import SYSTEM
from app.programmes.commands import SaveCourse, SaveProgramme
from tests.bench.bench_search import fill

COUNT, COHORTS = 54_000, 1_350


def enrol(office: Office) -> None:
    """Everybody but every tenth into one of the cohorts, most with a certificate; written straight into the tables."""
    programme = office.do(SaveProgramme(code="ICT", name="ICT")).value
    courses = [office.do(SaveCourse(programme_id=programme, code=f"C{n:02}", title=f"Course {n}")).value
               for n in range(20)]
    first = date(2015, 1, 5)
    for n in range(COHORTS):
        start = first + timedelta(days=3 * n)
        office.do(AddCohort(code=f"C{n % 20:02}-{n:04}", course_id=courses[n % 20], starts=start,
                            ends=start + timedelta(days=20), status="running" if n > COHORTS - 30 else "finished"))
    with office.engine.begin() as connection:
        connection.execute(text(
            "INSERT INTO enrolment (version, cohort_id, trainee_id, status, joined_on, reason, category, sector, "
            "position) SELECT 1, 1 + (id * 7) % :cohorts, id, 'active', '2020-01-01', '', '', '', '' FROM trainee "
            "WHERE id % 10 <> 0"), {"cohorts": COHORTS})
        connection.execute(text("INSERT INTO series (version, code, pattern, active) VALUES (1, 'BENCH', '', 1)"))
        connection.execute(text(
            "INSERT INTO certificate (version, number, code, enrolment_id, series_id, kind, language, design, facts, "
            "search, holder, issued_on, issued_at, issued_by, state, prints, printed_at, expires_on) "
            "SELECT 1, 'KL-' || e.id, 'Z' || e.id, "
            "e.id, (SELECT max(id) FROM series), 'completion', 'ms', 'classic', '{}', upper(t.full_name), t.full_name, "
            "date(c.ends), "
            "'2024-01-01 00:00:00', 'x', CASE e.id % 3 WHEN 0 THEN 'issued' ELSE 'collected' END, e.id % 2, "
            "CASE e.id % 2 WHEN 1 THEN '2024-01-02 00:00:00.000000' END, "
            "CASE e.id % 5 WHEN 0 THEN date(c.ends, '+24 months') END "
            "FROM enrolment e JOIN trainee t ON t.id = e.trainee_id JOIN cohort c ON c.id = e.cohort_id"))


def median(office: Office, query: Any) -> float:
    """ms of the middle of five, after one that does not count."""
    office.ask(query)
    times = []
    for _turn in range(5):
        begin = time.perf_counter()
        office.ask(query)
        times.append(time.perf_counter() - begin)
    return statistics.median(times) * 1000


QUESTIONS: tuple[tuple[str, Any], ...] = (
    ("first page", People()), ("deep page", People(offset=53_000)),
    ("page by cohort", People(sort="cohort")), ("page by employer", People(sort="organisation")),
    ("page by birth date", People(sort="birth_date", descending=True)),
    ("in training", People(where=(("status", "training"),))), ("certified", People(where=(("status", "certified"),))),
    ("one course", People(where=(("course", "3"),))), ("one cohort", People(where=(("cohort", "700"),))),
    ("one year", People(where=(("year", "2018"),))), ("no identity", People(where=(("identity", "yes"),))),
    ("duplicates", People(where=(("twin", "yes"),))), ("not collected", People(where=(("uncollected", "yes"),))),
    ("searched in a course", People(text="nur", where=(("course", "3"),))),
    ("counts", CountPeople()), ("counts in a course", CountPeople(where=(("course", "3"), ("status", "training")))),
    ("place of a letter", PersonPlace(begins="n")), ("values: cohorts", PeopleValues(key="cohort")),
    ("values: courses", PeopleValues(key="course")), ("values: employers", PeopleValues(key="employer")),
    ("register page", Register(limit=200)), ("register by holder", Register(limit=200, order="holder")),
    ("register one course", Register(limit=200, where=(("course", "3"),))),
    ("register not printed", Register(limit=200, where=(("unprinted", "yes"),))), ("register counts", CountRegister()),
    ("register to collect", Register(limit=200, where=(("uncollected", "yes"),))),
    ("register waiting 30 days", Register(limit=200, where=(("uncollected", "30"),))),
    ("register replaced", Register(limit=200, state="replaced")),
    ("register expired", Register(limit=200, state="expired")),
    ("register expires soon", Register(limit=200, where=(("expires", "90"),))),
    ("register void asked", Register(limit=200, where=(("void-asked", "yes"),))),
    ("register of one year's days", Register(limit=200, where=(("since", "2020-01-01"), ("until", "2020-12-31")))),
    ("register search", Register(limit=200, text="siti aminah")), ("counts of a search", CountRegister(text="siti")),
    ("register of one trainee", Register(trainee_id=777)), ("register last page", Register(limit=200, offset=48_000)),
    ("register all, for Excel", Register(limit=None)),
)


def main() -> None:
    """Fill, ask, print."""
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder) / "a.db"
        create(where)
        office = Office(make_engine(where), SYSTEM)
        fill(office, COUNT)
        enrol(office)
        for name, query in QUESTIONS:
            print(f"{name:28} {median(office, query):8.1f} ms", flush=True)


if __name__ == "__main__":
    main()
