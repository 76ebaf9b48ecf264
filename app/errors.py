"""What can go wrong and is nobody's bug: each carries sentences a user can read. Anything else is our fault."""

from __future__ import annotations

from collections.abc import Mapping


class SijilError(Exception):
    """A failure with a sentence for the user."""


class Invalid(SijilError):
    """What was given cannot be taken: field name -> sentence ('' for the whole)."""

    def __init__(self, problems: Mapping[str, str] | str) -> None:
        self.problems: dict[str, str] = {"": problems} if isinstance(problems, str) else dict(problems)
        super().__init__(" ".join(self.problems.values()))


class Refused(SijilError):
    """The actor may not do this."""


class Missing(SijilError):
    """What was asked for is not there (any more)."""


class Conflict(SijilError):
    """Somebody else changed the same thing in between."""


class Unavailable(SijilError):
    """Disk, server or another program stands in the way; trying again may help."""


class Damaged(Unavailable):
    """A file is not what it should be (not ours, broken, from a newer version)."""


class Newer(Damaged):
    """A file of a newer version of this program: nothing is wrong with it, and nothing here may mend it."""
