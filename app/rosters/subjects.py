"""All kinds of lists that can be made into presets."""

from __future__ import annotations

from app.errors import Missing
from app.i18n import _
from app.rosters import attendance, certificates, people, results
from app.rosters.listing import Subject

SUBJECTS: dict[str, Subject] = {s.key: s for s in (
    *people.SUBJECTS, *attendance.SUBJECTS, *results.SUBJECTS, *certificates.SUBJECTS)}


def subject_of(key: str) -> Subject:
    """The kind of list of that key. Missing when there is none."""
    if key not in SUBJECTS:
        raise Missing(_("There is no kind of list called {key}.").format(key=key))
    return SUBJECTS[key]
