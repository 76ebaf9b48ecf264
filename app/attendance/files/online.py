"""A report of an online session: whose minutes they are, and the marks that the policy proposes for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.attendance.files.draft import LEAVE, FileDraft, Question, Wanted
from app.attendance.files.known import Known, Person, minutes_of, session_words
from app.attendance.files.names import Match, who, worth_remembering
from app.attendance.files.reports import Attendee, Report, read_report, together
from app.attendance.queries import SessionRow
from app.exchange.tables.table import Book
from app.i18n import _, ngettext, show_date
from app.trainees.names import fold

OVERLAP = 300  # seconds; whoever is there certainly for longer at the same time is hardly this one too


@dataclass(frozen=True)
class Presence:
    """The time of one trainee in a report. Seconds are cut to what counts; first and last are not."""

    person: Person
    names: tuple[str, ...]
    joins: int
    seconds: int
    first: datetime | None
    last: datetime | None

    @property
    def minutes(self) -> int:
        """Whole minutes."""
        return self.seconds // 60


class OnlineDraft(FileDraft):
    """`measure`: 'session' cuts the minutes to the session's times, 'meeting' takes those of the meeting.

    `absent`: whoever should have been there and was too little or not at all is marked absent.
    """

    source = "online"

    def __init__(self, book: Book, known: Known, digest: str) -> None:
        super().__init__(book, known, digest)
        self.report: Report = read_report(book, {s.day for s in known.view.sessions if not s.cancelled})
        self.kind = self.report.kind
        self.measure = "session"
        self.absent = False
        self.matches: list[Match] = self._match()
        picked = self._sessions_met()
        self.answers["session"] = ",".join(str(s.id) for s in picked)

    # -- settings ----------------------------------------------------------------------------------------------------
    def set_measure(self, measure: str) -> None:
        """Count the session's time or the meeting's."""
        self.measure = measure
        self.forget()

    def set_absent(self, absent: bool) -> None:
        """Mark the rest absent, or leave them unmarked."""
        self.absent = absent
        self.forget()

    # -- whom it is about --------------------------------------------------------------------------------------------
    def _match(self) -> list[Match]:
        people = [p for p in self.known.people if p.on_roll] or list(self.known.people)
        found = [self._one(people, a) for a in self.report.attendees]
        sure: dict[int, list[Attendee]] = {}
        for match, attendee in zip(found, self.report.attendees, strict=True):
            if match.cls == "ok" and match.person is not None:
                sure.setdefault(match.person.enrolment_id, []).append(attendee)
        return [self._busy(m, a, sure) for m, a in zip(found, self.report.attendees, strict=True)]

    def _one(self, people: list[Person], attendee: Attendee) -> Match:
        found = who(people, self.known.names, attendee.name, attendee.email, brackets=self.kind == "zoom")
        teachers = {fold(one.name) for one in self.known.view.cohort.instructors}
        if found.cls != "ok" and (attendee.host or fold(attendee.name) in teachers):
            return Match("skip", why=_("Leads the meeting."))
        return found

    @staticmethod
    def _busy(match: Match, attendee: Attendee, sure: dict[int, list[Attendee]]) -> Match:
        """A likely trainee who certainly was there in the same minutes under another name is asked about; of several
        candidates those who were not come first."""
        def shared(person: Person) -> int:
            others = [s for a in sure.get(person.enrolment_id, ()) for s in a.stays]
            return together(others)[0] + together(attendee.stays)[0] - together([*others, *attendee.stays])[0]

        if match.cls == "suggest" and match.person is not None and shared(match.person) > OVERLAP:
            return Match("ask", candidates=(match.person,), why=_(
                "{name} was there under another name at the same time.").format(name=match.person.name))
        if match.cls == "ask" and len(match.candidates) > 1:
            return Match("ask", candidates=tuple(sorted(match.candidates, key=lambda p: shared(p) > OVERLAP)),
                         why=match.why)
        return match

    def person_of(self, at: int) -> Person | None:
        """Who an attendee is: said, or certain."""
        said = self.answers.get(f"who:{at}")
        if said:
            return self.known.by_enrolment.get(int(said)) if said != LEAVE else None
        match = self.matches[at]
        return match.person if match.cls == "ok" else None

    def presences(self) -> list[Presence]:
        """Everybody whom somebody or something says to have been there, by name."""
        start, end = self._span(self.sessions())
        grouped: dict[int, list[Attendee]] = {}
        for at, attendee in enumerate(self.report.attendees):
            person = self.person_of(at)
            if person is not None:
                grouped.setdefault(person.enrolment_id, []).append(attendee)
        return [self._presence(person, grouped[person.enrolment_id], start, end)
                for person in self.known.people if person.enrolment_id in grouped]

    @staticmethod
    def _presence(person: Person, some: list[Attendee], start: datetime | None, end: datetime | None) -> Presence:
        stays = [s for a in some for s in a.stays]
        seconds, first, last = together(stays, start, end)
        return Presence(person, tuple(a.name for a in some), len(stays), seconds, first, last)

    def _span(self, sessions: list[SessionRow]) -> tuple[datetime | None, datetime | None]:
        if self.measure == "meeting" or not sessions:
            return None, None
        return min(_start(s) for s in sessions), max(_end(s) for s in sessions)

    # -- which session -----------------------------------------------------------------------------------------------
    def _sessions_met(self) -> list[SessionRow]:
        """The sessions whose time the meeting covers by half; else the one it touches most."""
        open_ones = [s for s in self.known.view.sessions if not s.cancelled]
        shared = [(together([(self.report.start, self.report.end)], _start(s), _end(s))[0], s) for s in open_ones]
        covered = [s for seconds, s in shared if seconds * 2 >= minutes_of(s) * 60 > 0]
        if covered:
            return covered
        best = max(shared, key=lambda pair: pair[0], default=(0, None))
        return [best[1]] if best[0] > 0 and best[1] is not None else []

    def sessions(self) -> list[SessionRow]:
        """The sessions that the report is of."""
        said = self.answers.get("session", "")
        return [self.known.sessions[int(key)] for key in said.split(",") if key and int(key) in self.known.sessions]

    # -- asked -------------------------------------------------------------------------------------------------------
    def questions(self) -> list[Question]:
        met = self._sessions_met()
        options = self.session_options(sorted(self.known.view.sessions,
                                              key=lambda s: abs(_start(s) - self.report.start)))  # the nearest first
        if len(met) > 1:
            options.insert(0, (",".join(str(s.id) for s in met),
                               ngettext("{n} session that it covers", "All {n} sessions that it covers",
                                        len(met)).format(n=len(met))))
        found = [self.asked("session", _("{date}, {start} to {end}").format(
            date=show_date(self.report.start.date(), weekday=True), start=f"{self.report.start:%H:%M}",
            end=f"{self.report.end:%H:%M}"), _("Which session is this?"), options)]
        for at, (match, attendee) in enumerate(zip(self.matches, self.report.attendees, strict=True)):
            about = f"{attendee.name} · {attendee.email}" if attendee.email else attendee.name
            likely = str(match.person.enrolment_id) if match.person is not None else ""
            found.append(self.asked(f"who:{at}", about, match.why, self.people_options(match.candidates),
                                    likely if match.cls == "suggest" else "", len(match.candidates),
                                    sure=LEAVE if match.cls == "skip" else likely if match.cls == "ok" else ""))
        return found

    def undecided(self) -> set[int]:
        """Enrolments that an unanswered question may be about: they are not called absent."""
        found: set[int] = set()
        for at, match in enumerate(self.matches):
            if match.cls in ("suggest", "ask") and f"who:{at}" not in self.answers:
                found |= {p.enrolment_id for p in match.candidates}
                if match.person is not None:
                    found.add(match.person.enrolment_id)
        return found

    # -- proposed ----------------------------------------------------------------------------------------------------
    def wanted(self) -> list[Wanted]:
        sessions = self.sessions()
        self.session_id = sessions[0].id if len(sessions) == 1 else None
        grouped = {p.person.enrolment_id: p for p in self.presences()}
        stays: dict[int, list[tuple[datetime, datetime]]] = {}
        for at, attendee in enumerate(self.report.attendees):
            person = self.person_of(at)
            if person is not None:
                stays.setdefault(person.enrolment_id, []).extend(attendee.stays)
        found: list[Wanted] = []
        undecided = self.undecided()
        for session in sessions:
            for person in self.known.people:
                row = self.known.rolls.get(person.enrolment_id)
                if person.enrolment_id in grouped:
                    found.append(self._proposed(person, session, stays[person.enrolment_id]))
                elif person.on_roll and row is not None and self.known.view.expected(row, session):
                    found += self._missing(person, session, person.enrolment_id in undecided)
        for at, (match, attendee) in enumerate(zip(self.matches, self.report.attendees, strict=True)):
            if match.cls != "skip" and self.person_of(at) is None:
                said = self.answers.get(f"who:{at}") == LEAVE
                seconds = together(attendee.stays)[0]
                found.append(Wanted(attendee.name, "", _("{n} min").format(n=seconds // 60),
                                    out=_("Left out.") if said else _("Nobody has said who this is.")))
        return found

    def _proposed(self, person: Person, session: SessionRow, stays: list[tuple[datetime, datetime]]) -> Wanted:
        policy = self.known.view.cohort.policy
        start, end = self._counted(session)
        seconds, _first, _last = together(stays, start, end)
        whole = int((end - start).total_seconds())
        came = min((c for c, w in stays if w > start and c < end), default=None)
        late = max(0, int((came - start).total_seconds()) // 60) if came else 0
        text = _("{n} of {all} min").format(n=seconds // 60, all=whole // 60)
        at = {"who": person.name, "where": session_words(session), "enrolment_id": person.enrolment_id,
              "session_id": session.id}
        if seconds * 100 < policy.online_part * whole:
            return self._too_little(at, text)
        tardy = late > policy.grace
        if seconds * 100 >= policy.online_full * whole and not tardy:
            return Wanted(**at, text=text, status="H")  # type: ignore[arg-type]
        return Wanted(**at, text=text, status="L", minutes=late if tardy else None,  # type: ignore[arg-type]
                      reason=_("Online: {time}").format(time=text))

    def _too_little(self, at: dict[str, object], text: str) -> Wanted:
        if self.absent:
            return Wanted(**at, text=text, status="X", reason=_("Online: {time}").format(time=text))  # type: ignore[arg-type]
        return Wanted(**at, text=text, out=_("Too short to be present; stays unmarked."))  # type: ignore[arg-type]

    def _missing(self, person: Person, session: SessionRow, undecided: bool) -> list[Wanted]:
        """Somebody who is in no line of the report: asked about still, absent, or as the register has it."""
        at: dict[str, object] = {"who": person.name, "where": session_words(session),
                                 "enrolment_id": person.enrolment_id, "session_id": session.id}
        if undecided:
            return [Wanted(**at, text="", out=_("May be one of the names that are still asked about."))]  # type: ignore[arg-type]
        if self.absent:  # leave that was noted ahead says more than absent
            status = self.known.view.proposed.get((person.enrolment_id, session.id), "X")
            return [Wanted(**at, text="", status=status)]  # type: ignore[arg-type]
        if (person.enrolment_id, session.id) in self.known.view.marks:
            return []
        return [Wanted(**at, text="", out=_("Not in the report; stays unmarked."))]  # type: ignore[arg-type]

    def _counted(self, session: SessionRow) -> tuple[datetime, datetime]:
        """From when to when minutes count: the session, or the part of it in which there was a meeting."""
        start, end = _start(session), _end(session)
        if self.measure == "meeting" and len(self.sessions()) == 1:
            return max(start, self.report.start), max(self.report.end, max(start, self.report.start))
        return start, end

    # -- said --------------------------------------------------------------------------------------------------------
    def remember(self) -> tuple[tuple[str, str, int], ...]:
        found = []
        for at, attendee in enumerate(self.report.attendees):
            person = self.person_of(at)
            if person is None or f"who:{at}" not in self.answers or (
                    self.matches[at].cls == "ok" and person == self.matches[at].person):
                continue
            if worth_remembering(attendee.name, attendee.email):
                found += [(fold(said), said, person.trainee_id) for said in (attendee.email or attendee.name,)]
        return tuple(found)

    def facts(self) -> list[str]:
        n = len(self.report.attendees)
        policy = self.known.view.cohort.policy
        return [_("Microsoft Teams") if self.kind == "teams" else _("Zoom"), self.report.title or self.book.name,
                ngettext("{n} name", "{n} names", n).format(n=n), _(
                    "{full} % of the session is present, {part} % late; late from {n} minutes on").format(
                        full=policy.online_full, part=policy.online_part, n=policy.grace)]


def _start(session: SessionRow) -> datetime:
    return datetime.combine(session.day, _clock(session.starts_at))


def _end(session: SessionRow) -> datetime:
    end = datetime.combine(session.day, _clock(session.ends_at))
    return end if end > _start(session) else end + timedelta(days=1)


def _clock(text: str) -> time:
    hour, _colon, minute = text.partition(":")
    return time(int(hour), int(minute or 0))
