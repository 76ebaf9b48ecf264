"""A keystroke of the search at 54,000 trainees, through the query that the window uses, against the same statements
sent raw (budget: 99th percentile at most 1.5 times, and under 16 ms).

Run as `python -m tests.bench.bench_search`; prints medians, percentiles and the ratio.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import event

from app.cohorts.import_trainees import ImportTrainees, ListRow
from app.cohorts.people import People
from app.db.engine import connect_sqlite, make_engine
from app.db.migrate import create
from app.office.office import Office
from app.office.permissions import SYSTEM
from app.sample.people import invent, person

COUNT = 54_000
TYPED = ("nur aisyah", "tan wei ming", "muhammad", "zulkifli nur", "0126", "900101-14", "012-000 44", "a/l", "hanh",
         "t26-00041", "pelatih.example", "razali", "chong", "bin abdul", "x", "jipanus")


def fill(office: Office, count: int) -> None:
    """So many invented people, recorded as a list is."""
    dice = random.Random(4)
    names = [one.name for one in invent(1500, set(), 7)]
    people = [person(dice.choice(names), "P", dice) for _ in range(count)]
    rows = tuple(ListRow(n, {"full_name": one.name, "id_type": "MYKAD", "id_number": f"{n:06}14{n % 10000:04}",
                             "phone_mobile": "+6" + one.phone.replace("-", "").replace(" ", ""), "email": one.email,
                             "birth_date": one.birth, "gender": "P"}) for n, one in enumerate(people))
    office.do(ImportTrainees(rows=rows, file_name="bench", file_hash=""))


def percentile(times: list[float], part: float) -> float:
    """The value below which that part of the times lies, in ms."""
    return sorted(times)[min(len(times) - 1, int(part * len(times)))] * 1000


def main() -> None:
    """Every beginning of every typed text, three times, both ways in turn."""
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder) / "a.db"
        create(where)
        engine = make_engine(where)
        office = Office(engine, SYSTEM)
        fill(office, COUNT)
        said: list[tuple[str, Any]] = []
        event.listen(engine, "before_cursor_execute",
                     lambda _c, _cursor, statement, parameters, _ctx, _many: said.append((statement, parameters)))
        raw = connect_sqlite(where)
        ours, theirs = [], []
        for typed in TYPED:
            for end in range(1, len(typed) + 1):
                for _turn in range(3):
                    said.clear()
                    began = time.perf_counter()
                    office.ask(People(text=typed[:end], limit=50))
                    ours.append(time.perf_counter() - began)
                    began = time.perf_counter()
                    for statement, parameters in (s for s in said if s[0].startswith("SELECT")):
                        raw.execute(statement, parameters).fetchall()
                    theirs.append(time.perf_counter() - began)
        for name, times in (("through the door", ours), ("raw", theirs)):
            print(f"search {name}: median {statistics.median(times) * 1000:.2f} ms, "
                  f"p99 {percentile(times, 0.99):.2f} ms")
        print(f"ratio of p99 {percentile(ours, 0.99) / percentile(theirs, 0.99):.2f}, of medians "
              f"{statistics.median(ours) / statistics.median(theirs):.2f}, {len(ours)} keystrokes")
        engine.dispose()


if __name__ == "__main__":
    main()
