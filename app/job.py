"""Work that may take a while: how it tells its progress and how it is cancelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

T = TypeVar("T")


class Cancelled(Exception):
    """Raised by a Progress when the user has cancelled; the work leaves nothing half done."""


class Progress(Protocol):
    """Called with how much is done of how much, and what is being done. Raises Cancelled."""

    def __call__(self, done: int, total: int, text: str = "") -> None: ...


def SILENT(done: int, total: int, text: str = "") -> None:
    """A progress that nobody watches."""


@dataclass(frozen=True)
class Job(Generic[T]):
    """A piece of work for the desk: the office lane owns the database, the files lane only files."""

    title: str
    work: Callable[[Progress], T]
    lane: Literal["office", "files"] = "office"
    consequence: str = ""
    quiet: bool = False  # a picture being drawn: never shown as a job, however long it waits
