"""A keystroke of the search at 54,000 trainees, through the query that the window uses, against the same statements
sent raw (budget: 99th percentile at most 1.5 times, and under 16 ms); words that nobody is written like by themselves;
and all possible duplicates.

Run as `python -m tests.bench.bench_search [how many] [postgresql://...]`; prints medians, percentiles and the ratio.
A million takes some minutes to fill, and about 1.5 GB.
"""

from __future__ import annotations

import gc
import random
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from app.cohorts.import_trainees import ImportTrainees, ListRow
from app.cohorts.people import People
from app.db.engine import connect_sqlite, make_engine
from app.db.migrate import create
from app.office.office import Office
from app.office.permissions import SYSTEM
from app.sample.people import invent, person
from app.trainees.duplicates import PossibleDuplicates

COUNT = 54_000
TYPED = ("nur aisyah", "tan wei ming", "muhammad", "zulkifli nur", "0126", "900101-14", "012-000 44", "a/l", "hanh",
         "t26-00041", "pelatih.example", "razali", "chong", "bin abdul", "x", "jipanus")
MISSPELT = ("zulkifly", "nurr aisyah", "kavita selvan", "wann nurim", "krishnasami", "subramanian", "mohd firdous",
            "qqqqqqq", "tan wey ming", "rabiatull")
PART = 50_000  # people recorded at once


def fill(office: Office, count: int) -> None:
    """So many invented people, recorded as lists are."""
    dice = random.Random(4)
    names = [one.name for one in invent(1500, set(), 7)]
    for start in range(0, count, PART):
        rows = tuple(_row(dice, names, n) for n in range(start, min(start + PART, count)))
        office.do(ImportTrainees(rows=rows, file_name="bench", file_hash=""))
        office.forget_steps()


def _row(dice: random.Random, names: list[str], n: int) -> ListRow:
    one = person(dice.choice(names), "P", dice)
    return ListRow(n, {"full_name": one.name, "id_type": "MYKAD", "id_number": f"{n:06}14{n % 10000:04}",
                       "phone_mobile": f"+601{dice.randrange(10 ** 8, 10 ** 9)}", "email": f"{n}.{one.email}",
                       "birth_date": one.birth, "gender": "P"})


def percentile(times: list[float], part: float) -> float:
    """The value below which that part of the times lies, in ms."""
    return sorted(times)[min(len(times) - 1, int(part * len(times)))] * 1000


def main() -> None:
    """Every beginning of every typed text, three times, both ways in turn."""
    given = sys.argv[1:]
    count = next((int(word) for word in given if word.isdigit()), COUNT)
    server = next((word for word in given if "://" in word), "")
    with tempfile.TemporaryDirectory() as folder:
        where = server or str(Path(folder) / "a.db")
        create(where)
        engine = make_engine(where)
        office = Office(engine, SYSTEM)
        began = time.perf_counter()
        fill(office, count)
        print(f"{count:,} trainees recorded in {time.perf_counter() - began:.0f} s")
        gc.collect()
        gc.freeze()  # what filling has left behind is not what is measured
        if server:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")  # as a server does by itself
        ours, theirs = _keystrokes(office, engine, "" if server else where)
        for name, times in (("through the door", ours), ("raw", theirs)):
            if times:
                print(f"search {name}: median {statistics.median(times) * 1000:.2f} ms, "
                      f"p99 {percentile(times, 0.99):.2f} ms, longest {max(times) * 1000:.1f} ms")
        if theirs:
            print(f"ratio of p99 {percentile(ours, 0.99) / percentile(theirs, 0.99):.2f}, of medians "
                  f"{statistics.median(ours) / statistics.median(theirs):.2f}, {len(ours)} keystrokes")
        off = [_time(office, text) for text in MISSPELT for _turn in range(3)]
        print(f"misspelt words: median {statistics.median(off) * 1000:.1f} ms, longest {max(off) * 1000:.1f} ms")
        began = time.perf_counter()
        found = len(office.ask(PossibleDuplicates()))
        print(f"possible duplicates: {found} pairs in {time.perf_counter() - began:.1f} s, "
              f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
        engine.dispose()


def _time(office: Office, text: str) -> float:
    began = time.perf_counter()
    office.ask(People(text=text, limit=50))
    return time.perf_counter() - began


def _keystrokes(office: Office, engine: Engine, where: str) -> tuple[list[float], list[float]]:
    said: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute",
                 lambda _c, _cursor, statement, parameters, _ctx, _many: said.append((statement, parameters)))
    raw = connect_sqlite(Path(where)) if where else None
    ours, theirs = [], []
    for typed in TYPED:
        for end in range(1, len(typed) + 1):
            for _turn in range(3):
                said.clear()
                ours.append(_time(office, typed[:end]))
                began = time.perf_counter()
                for statement, parameters in (s for s in said if s[0].startswith("SELECT") and raw is not None):
                    raw.execute(statement, parameters).fetchall()  # type: ignore[union-attr]
                if raw is not None:
                    theirs.append(time.perf_counter() - began)
    return ours, theirs


if __name__ == "__main__":
    main()
