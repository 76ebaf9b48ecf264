"""How a register becomes columns and cells of the grid: words, letters and shapes."""

from __future__ import annotations

from collections.abc import Sequence

from app.attendance.figures import share
from app.attendance.queries import RegisterView, SessionRow
from app.attendance.statuses import StatusRow, look_of
from app.i18n import _, short_day, short_month, show_date, show_moment
from ui.kit.grid import GridColumn
from ui.kit.theme import theme

MEANING = {"letter": "attended", "bar": "part", "block": "absent", "outline": "excused", "dashed": "excused_absent"}
"""Look of a status -> the kit's meaning."""


def part_words(part: str) -> str:
    """The part of the day, short."""
    return {"AM": _("am"), "PM": _("pm"), "EVE": _("eve"), "FULL": _("full")}.get(part, part)


def session_line(session: SessionRow) -> tuple[str, str]:
    """'Session 12 · Tue 14 Jul' and '08:30–12:30 · NR air interface'."""
    day = f"{short_day(session.day.weekday())} {session.day.day} {short_month(session.day.month)}"
    title = (_("Cancelled session · {day}").format(day=day) if session.cancelled
             else _("Session {n} · {day}").format(n=session.number, day=day))
    about = f"{session.starts_at}–{session.ends_at}"
    return title, f"{about} · {session.topic}" if session.topic else about


def columns_of(view: RegisterView) -> list[GridColumn]:
    """A column per session; weeks as groups."""
    per_day: dict[object, int] = {}
    for session in view.sessions:
        per_day[session.day] = per_day.get(session.day, 0) + 1
    open_ = view.cohort.status not in ("closed", "cancelled")
    found: list[GridColumn] = []
    monday, week = None, 0
    for session in view.sessions:
        starts = session.day.toordinal() - session.day.weekday()
        fresh = starts != monday
        if fresh:
            monday, week = starts, week + 1
        under = short_day(session.day.weekday())
        if per_day[session.day] > 1:
            under = f"{under} {part_words(session.part)}"
        if session.cancelled:
            under = _("off")
        time = "now" if session.day == view.today else "past" if session.day < view.today else "future"
        found.append(GridColumn(
            session.id, str(session.day.day), under, _week_words(view, session, week) if fresh else "", time,
            editable=open_ and not session.cancelled and session.closed_at is None and session.day <= view.today
            and (view.oldest is None or session.day >= view.oldest),
            tip=_tip(session), rule_before=fresh and len(found) > 0, width=theme().px(38), spoken=_spoken(session)))
    return found


def _spoken(session: SessionRow) -> str:
    """'Tue 14 Jul', with the part of the day where a day has several."""
    day = f"{short_day(session.day.weekday())} {session.day.day} {short_month(session.day.month)}"
    return day if session.part in ("AM", "FULL") else f"{day} {part_words(session.part)}"


def _week_words(view: RegisterView, session: SessionRow, week: int) -> str:
    words = _("Week {n}").format(n=week)
    if week > 1:
        return words
    months = {s.day.month: None for s in view.sessions}
    return f"{words} · {'–'.join(short_month(m) for m in (list(months)[:1] + list(months)[1:][-1:]))}"


def _tip(session: SessionRow) -> str:
    title, about = session_line(session)
    lines = [title, about]
    if session.reason:
        lines.append(session.reason)
    if session.taken_at is not None:
        lines.append(_("Register taken by {name}, {when}").format(name=session.taken_by,
                                                                  when=show_moment(session.taken_at)))
    if session.closed_at is not None:
        lines.append(_("Register closed by {name}, {when}").format(name=session.closed_by,
                                                                   when=show_moment(session.closed_at)))
    return "\n".join(lines)


FIRST = ("H", "X", "L")
"""What is marked most often comes first: present, absent, late; then the reasons in the centre's own order."""


def ordered(statuses: Sequence[StatusRow]) -> list[StatusRow]:
    """The statuses as legend, hints and roll call show them; retired ones are not offered."""
    return sorted((s for s in statuses if s.active),
                  key=lambda s: FIRST.index(s.code) if s.code in FIRST else len(FIRST))


def meaning_of(view: RegisterView, status: StatusRow) -> str:
    """How a status is drawn in this cohort, in the kit's words."""
    return MEANING.get(look_of(status, view.cohort.policy), "attended")


def legend_of(view: RegisterView) -> list[tuple[str, str, str]]:
    """(letter, meaning, words) of every status that is offered or stands in this register."""
    there = {mark.status for mark in view.marks.values()}
    retired = [s for s in view.statuses if not s.active and s.code in there]
    return [(s.letter, meaning_of(view, s), s.label) for s in [*ordered(view.statuses), *retired]]


def attended_counts(view: RegisterView) -> dict[int, str]:
    """Session -> how many attended, for those that are held; with … while somebody is not marked yet."""
    attended: dict[int, int] = {s.id: 0 for s in view.sessions if s.held}
    for (_enrolment, session), cell in view.marks.items():
        if session in attended and share(cell.seen(), view.cohort.policy):
            attended[session] += 1
    awaited = {s.id: sum(view.expected(r, s) for r in view.rows) for s in view.sessions if s.held}
    return {s.id: str(attended[s.id]) + ("…" if s.marked < awaited[s.id] else "")
            for s in view.sessions if s.id in attended}


def day_words(session: SessionRow) -> str:
    """The day of a session in words, for questions."""
    return show_date(session.day, weekday=True)
