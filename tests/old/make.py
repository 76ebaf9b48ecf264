"""Makes the file kept for the present schema: `python -m tests.old.make`. Released files are never made again."""

from __future__ import annotations

import sys
from pathlib import Path

from app.centre.open_centre import OpenCentre
from app.db.engine import make_engine
from app.db.migrate import create, head
from app.office.office import Office
from app.office.permissions import SYSTEM
from app.programmes.records import Course, Programme
from app.trainees.records import Trainee


def main(path: Path) -> None:
    """A centre with a programme, two courses and three trainees."""
    path.unlink(missing_ok=True)
    create(path)
    engine = make_engine(path)

    def seed(work) -> None:  # type: ignore[no-untyped-def]
        programme = work.add(Programme(code="ICT", name="ICT Academy"))
        for code in ("HCIA-AI", "HCIA-5G"):
            work.add(Course(programme_id=programme.id, code=code, title=code))
        for number in range(1, 4):
            name = f"PELATIH CONTOH {number}"
            work.add(Trainee(number=f"T26-0000{number}", full_name=name, match_key=name, sort_key=name,
                             search=f" pelatih contoh {number}"))

    Office(engine, SYSTEM).do(OpenCentre(code="KL", name="Pusat Contoh", seeds=(seed,)))
    engine.dispose()
    path.with_name(path.name + "-journal").unlink(missing_ok=True)


if __name__ == "__main__":
    main(Path(__file__).parent / f"{head()}.db")
    sys.stdout.write("made\n")
