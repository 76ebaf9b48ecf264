"""The sample centre as an open office: used by the command line and by the first screen of the window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.chance import fixed
from app.db.engine import make_engine
from app.db.migrate import create
from app.i18n import speaking
from app.job import SILENT, Progress
from app.office.office import Office
from app.office.permissions import SYSTEM
from app.sample.clock import Clock
from app.sample.make import make
from app.sample.story import SEED


@contextmanager
def sample_centre(path: Path, step: Progress = SILENT) -> Iterator[Office]:
    """Make the sample in a new file. When it fails, or the work with it does, the file is gone again."""
    create(path)
    engine = make_engine(path)
    clock = Clock()
    office = Office(engine, SYSTEM, clock=clock)
    try:
        with speaking("en"), fixed(f"{SEED}"):  # the same history, whatever language the window has
            make(office, clock, step)
        yield office
    except BaseException:
        engine.dispose()
        path.unlink(missing_ok=True)
        raise
    engine.dispose()
