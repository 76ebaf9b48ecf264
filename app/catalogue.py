"""All rooms: importing this module makes every record known, for Alembic and for start-up."""

from __future__ import annotations

from app.attendance import around
from app.attendance import records as attendance
from app.centre import records as centre
from app.certificates import records as certificates
from app.cohorts import records as cohorts
from app.completion import records as completion
from app.db.base import Base
from app.office import history
from app.programmes import records as programmes
from app.results import records as results
from app.staff import records as staff
from app.trainees import records as trainees
from app.trust import records as trust

ROOMS = (centre, staff, trust, programmes, trainees, cohorts, attendance, around, results, completion, certificates,
         history)
METADATA = Base.metadata
