"""Write 54,000 x 20 against openpyxl alone (budget: 1.0 times and 150 MiB; aim: five times faster), and 40 rows.

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
    took = time.process_time() - began
    memory = 0
    if os.name == "posix":
        import resource

        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(took, memory)


def main() -> None:
    """Both writers, one after the other."""
    if len(sys.argv) > 3:
        write(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 54_000
    with tempfile.TemporaryDirectory() as folder:
        for size in (count, 40):
            found = {}
            for how in ("ours", "openpyxl"):
                said = subprocess.run([sys.executable, "-m", "tests.bench.bench_roster", how, str(size), folder],
                                      check=True, capture_output=True, text=True).stdout.split()
                found[how] = (float(said[0]), int(said[1]))
            print(f"{size:,} rows: ours {found['ours'][0]:.2f} s, {found['ours'][1]} MiB; openpyxl "
                  f"{found['openpyxl'][0]:.2f} s, {found['openpyxl'][1]} MiB; "
                  f"{found['openpyxl'][0] / found['ours'][0]:.1f} times faster")


if __name__ == "__main__":
    main()
