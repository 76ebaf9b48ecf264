"""What the command line says: results on stdout, progress and complaints on stderr, one exit status each."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

DONE, PARTLY, USAGE, REFUSED, OURS = range(5)


class UsageError(Exception):
    """Wrong words or input: nothing has changed."""


@dataclass
class Console:
    """Where a command speaks. With `as_json` stdout holds one JSON value and nothing else."""

    as_json: bool = False
    status: int = DONE
    result: Any = None
    _bar: float = field(default=0.0, repr=False)
    _open: bool = field(default=False, repr=False)

    def say(self, text: str = "") -> None:
        """A line of the result, for people."""
        if not self.as_json:
            print(text)

    def complain(self, text: str) -> None:
        """A sentence that must be read, whatever happens to stdout."""
        self.close_bar()
        print(text, file=sys.stderr)

    def partly(self, text: str) -> None:
        """Something was left out: say what, and end with status 1."""
        self.complain(text)
        self.status = max(self.status, PARTLY)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Columns for people, as wide as what is in them."""
        cells = [[show(c) for c in row] for row in rows]
        widths = [max([len(h), *(len(r[i]) for r in cells)]) for i, h in enumerate(heads)]
        for row in [list(heads), *cells]:
            self.say("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip())

    def progress(self, done: int, total: int, text: str = "") -> None:
        """A bar on stderr where that is a terminal; elsewhere nothing."""
        if not sys.stderr.isatty():
            return
        now = time.monotonic()
        if now - self._bar < 0.1 and done < total:
            return
        self._bar, self._open = now, True
        filled = int(30 * done / total) if total else 0
        print(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done} / {total} {text[:40]:<40}", end="", file=sys.stderr)
        if done >= total:
            self.close_bar()

    def close_bar(self) -> None:
        """End the line of the bar."""
        if self._open:
            print(file=sys.stderr)
            self._open = False

    def finish(self) -> int:
        """Print the JSON, if that was asked for; the exit status."""
        self.close_bar()
        if self.as_json:
            print(json.dumps(self.result, ensure_ascii=False, indent=1, default=as_json))
        return self.status


def show(value: Any) -> str:
    """A value in a column."""
    return "" if value is None else str(value)


def as_json(value: Any) -> Any:
    """What json cannot write by itself."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(type(value).__name__)
