"""A cohort about to be completed."""

from __future__ import annotations

import pytest

from app.office.office import Office
from tests.app.cohort_story import Story, tell


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    """The story of one cohort, told into new records."""
    return tell(sqlite_office)
