"""A long list from the file to the records and back out again, beside openpyxl in read-only mode alone.

python -m tests.bench.bench_import LIST.xlsx

Reading, judging beside the records (empty, then with everybody on record), recording with history, taking back; seconds
of the clock and of the processor, and the most memory so far.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def timed(what: str, work: Callable[[], T]) -> T:
    began, busy = time.perf_counter(), time.process_time()
    found = work()
    memory = ""
    try:
        import resource

        memory = f", memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB"
    except ImportError:
        pass
    spent = time.perf_counter() - began, time.process_time() - busy
    print(f"{what}: {spent[0]:.1f} s, processor {spent[1]:.1f} s{memory}", flush=True)
    return found


def openpyxl_alone(path: Path) -> None:
    from openpyxl import load_workbook

    for _row in load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True):
        pass


def main(path: Path) -> None:
    from app.cohorts.draft import open_draft
    from app.cohorts.import_trainees import ImportTrainees
    from app.cohorts.undo_import import UndoImport
    from app.db.engine import make_engine
    from app.db.migrate import create
    from app.office.office import Office
    from app.office.permissions import SYSTEM

    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "sijil.db"
        create(database)
        office = Office(make_engine(str(database)), SYSTEM)
        draft = timed("read", lambda: open_draft(path))
        timed("judge, nobody on record", lambda: draft.review(office.ask))
        print(draft.counts())
        rows = draft.ready()
        batch = timed("record", lambda: office.do(ImportTrainees(
            rows=rows, file_name=path.name, file_hash=draft.digest))).value.batch_id
        office.forget_steps()
        draft.mode = "both"
        timed("judge, everybody on record", lambda: draft.review(office.ask))
        print(draft.effect())
        timed("take back", lambda: office.do(UndoImport(batch_id=batch)))
        office.engine.dispose()
    timed("openpyxl, read only, alone", lambda: openpyxl_alone(path))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
