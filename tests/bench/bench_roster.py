"""Write 54,000 x 20 against openpyxl alone (budget: 1.0 times and 150 MiB; aim: five times faster), and 40 rows;
and let as many trainees leave by a preset of 20 columns, out of a database through the gate, widths and all.

Run as `python -m tests.bench.bench_roster [rows]`; each writer runs in a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

KINDS: tuple[Any, ...] = ("identity", "text", "text", "date", "number", "percent", *(["text"] * 14))


def rows(count: int) -> list[tuple[Any, ...]]:
    """Realistic rows."""
    return [(f"{n % 10 ** 6:06}-14-{n % 10_000:04}", f"AHMAD BIN {n} & RAKAN", "=1+1",
             date(2026, 1, 1) + timedelta(days=n % 300), n, Decimal("79.5"), *(f"text {n} {k}" for k in range(14)))
            for n in range(count)]


def centre(count: int, folder: Path) -> None:
    """A database of so many trainees."""
    from app.db.engine import make_engine
    from app.db.migrate import create
    from app.office.office import Office
    from app.office.permissions import SYSTEM
    from tests.bench.bench_search import fill

    create(folder / "centre.db")
    fill(Office(make_engine(str(folder / "centre.db")), SYSTEM), count)


WIDE = ("place", "number", "name", "id_type", "identity", "birth_date", "gender", "citizenship", "nationality", "phone",
        "phone_other", "email", "address_1", "address_2", "postcode", "city", "category", "sector", "organisation",
        "cohort")


def leave(folder: Path, kind: str) -> None:
    """A list of everybody in 20 columns; prints CPU seconds and the peak memory in MiB."""
    from app.db.engine import make_engine
    from app.office.office import Office
    from app.office.permissions import SYSTEM
    from app.rosters.gate import export_list
    from app.rosters.listing import Where
    from app.rosters.preset import Preset, chosen

    office = Office(make_engine(str(folder / "centre.db")), SYSTEM)
    preset = Preset(name="Everybody", subject="trainees", columns=chosen(WIDE))
    import openpyxl  # noqa: F401 - as for the others, its import is not counted

    began = time.process_time()
    export_list(office, preset, Where(), folder / f"everybody.{kind}")
    say(began)


def say(began: float) -> None:
    """CPU seconds since then, and the peak memory."""
    took, memory = time.process_time() - began, 0
    if os.name == "posix":
        import resource

        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(took, memory)


def write(how: str, count: int, folder: Path) -> None:
    """Write with one writer; prints CPU seconds and the peak memory in MiB."""
    made = rows(count)
    import openpyxl

    began = time.process_time()
    if how == "ours":
        from app.exchange.columns import Column
        from app.exchange.sheet import write_sheet

        columns = [Column(str(k), lambda k=k: f"Column {k}", lambda r, k=k: r[k], kind=KINDS[k]) for k in range(20)]
        write_sheet(folder / "ours.xlsx", columns, made, title="Senarai")
    else:
        book = openpyxl.Workbook()
        for row in made:
            book.active.append(row)  # type: ignore[union-attr]
        book.save(folder / "openpyxl.xlsx")
    say(began)


def apart(*words: str) -> tuple[float, int]:
    """CPU seconds and MiB of a part of this in a process of its own."""
    said = subprocess.run([sys.executable, "-m", "tests.bench.bench_roster", *words], check=True, capture_output=True,
                          text=True).stdout.split()
    return float(said[0]), int(said[1])


def main() -> None:
    """All writers, one after the other."""
    if len(sys.argv) > 3:
        how, count, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
        if how == "centre":
            centre(count, folder)
            print("0 0")
        elif how in ("ours", "openpyxl"):
            write(how, count, folder)
        else:
            leave(folder, how)
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 54_000
    with tempfile.TemporaryDirectory() as folder:
        for size in (count, 40):
            ours, theirs = apart("ours", str(size), folder), apart("openpyxl", str(size), folder)
            print(f"{size:,} rows: ours {ours[0]:.2f} s, {ours[1]} MiB; openpyxl {theirs[0]:.2f} s, {theirs[1]} MiB; "
                  f"{theirs[0] / ours[0]:.1f} times faster")
        apart("centre", str(count), folder)
        for kind in ("xlsx", "csv"):
            took, memory = apart(kind, str(count), folder)
            print(f"{count:,} trainees x {len(WIDE)} out of the database as {kind}: {took:.2f} s, {memory} MiB")


if __name__ == "__main__":
    main()
