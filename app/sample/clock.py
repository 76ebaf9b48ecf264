"""The time in the sample centre."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from app.i18n import MALAYSIA
from app.sample import story


class Clock:
    """A clock that the story sets; seconds pass by themselves so that no two moments are the same."""

    def __init__(self) -> None:
        self._at = story.NOW

    def set(self, day: date, hour: int = 8) -> None:
        """Go to a morning."""
        self._at = datetime.combine(day, time(hour, 31), MALAYSIA)

    def __call__(self) -> datetime:
        self._at += timedelta(seconds=1)
        return self._at
