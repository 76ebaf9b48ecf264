"""Which session is meant when nobody says which: the one under way, else the next of today, else the last that was."""

from __future__ import annotations

from app.attendance.queries import RegisterView, SessionRow
from app.i18n import local_time
from ui.desk.desk import Desk


def moment_of(sessions: list[SessionRow], today: object, now: str) -> SessionRow | None:
    """`now` is HH:MM. Of today's: under way and open, else the next to come, else the last that is open."""
    live = [s for s in sessions if not s.cancelled]
    mine = [s for s in live if s.day == today]
    open_ = [s for s in mine if s.closed_at is None] or mine
    under_way = [s for s in open_ if s.starts_at <= now <= s.ends_at]
    to_come = [s for s in open_ if s.starts_at > now]
    chosen = under_way[:1] or (to_come[:1] if to_come and not any(s.starts_at <= now for s in open_) else open_[-1:])
    if chosen:
        return chosen[0]
    past = [s for s in live if s.day < today]  # type: ignore[operator]
    return past[-1] if past else live[0] if live else None


def session_of_the_moment(view: RegisterView, desk: Desk) -> int | None:
    """Its key; None when the cohort has no session."""
    now = f"{local_time(desk.office.clock()):%H:%M}" if desk.office is not None else ""
    found = moment_of(list(view.sessions), view.today, now)
    return found.id if found is not None else None
