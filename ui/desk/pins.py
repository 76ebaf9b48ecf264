"""What a user keeps at hand on this PC: pinned cohorts, and what was open lately. Keys only, never names."""

from __future__ import annotations

from collections.abc import Sequence

from app.office.command import Ref
from ui.desk.desk import Desk

MOST_PINNED, MOST_RECENT = 8, 12
KINDS = ("trainee", "cohort", "certificate")


def pinned(desk: Desk) -> list[int]:
    """Keys of the pinned cohorts, in the order in which they were pinned."""
    return [int(part) for part in desk.kept.get("pinned").split(",") if part.isdigit()]


def is_pinned(desk: Desk, cohort_id: int) -> bool:
    """Is this cohort pinned?"""
    return cohort_id in pinned(desk)


def pin(desk: Desk, cohort_id: int, on: bool = True) -> None:
    """Pin a cohort, or let it go. The oldest goes when there are too many."""
    keys = [key for key in pinned(desk) if key != cohort_id]
    if on:
        keys = [*keys, cohort_id][-MOST_PINNED:]
    desk.kept.put("pinned", ",".join(map(str, keys)))


def forget(desk: Desk, gone: Sequence[int]) -> None:
    """These cohorts are no longer there, or no longer this user's to see."""
    keys = pinned(desk)
    if set(keys) & set(gone):
        desk.kept.put("pinned", ",".join(str(key) for key in keys if key not in gone))


def recent(desk: Desk) -> list[Ref]:
    """Trainees, cohorts and certificates opened lately, the latest first."""
    found = []
    for part in desk.kept.get("recent").split(","):
        kind, _colon, key = part.partition(":")
        if kind in KINDS and key.isdigit():
            found.append(Ref(kind, int(key)))
    return found


def opened(desk: Desk, ref: Ref) -> None:
    """Remember that a thing was opened."""
    if ref.kind not in KINDS or not ref.key:
        return
    refs = [Ref(ref.kind, ref.key), *(r for r in recent(desk) if (r.kind, r.key) != (ref.kind, ref.key))]
    desk.kept.put("recent", ",".join(f"{r.kind}:{r.key}" for r in refs[:MOST_RECENT]))
