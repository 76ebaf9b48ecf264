"""Reading and judging a long list, beside openpyxl in read-only mode alone.

python -m tests.bench.bench_import LIST.xlsx
"""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path


def main(path: Path) -> None:
    from openpyxl import load_workbook

    from app.exchange.tables import read_book
    from app.exchange.tables.header import find_heading
    from app.trainees.intake.classify import classify, counts
    from app.trainees.intake.columns import field_of, guess

    began = time.perf_counter()
    table = read_book(path).sheets[0]
    read = time.perf_counter() - began
    heading = find_heading(table, field_of)
    if heading is None:
        raise SystemExit("no heading")
    rows = classify(table, heading, guess(table, heading), date(2027, 1, 15))
    ours = time.perf_counter() - began
    began = time.perf_counter()
    for _row in load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True):
        pass
    alone = time.perf_counter() - began
    print(f"read {read:.1f} s, read and judged {ours:.1f} s, openpyxl alone {alone:.1f} s, ratio {ours / alone:.2f}")
    print(counts(rows))
    try:
        import resource
    except ImportError:
        return
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
