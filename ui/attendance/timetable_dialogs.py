"""What the timetable asks: one session or several at once, another cohort's timetable, why one is postponed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.attendance.generate import Plan
from app.attendance.queries import SessionRow
from app.attendance.session_states import CancelSessions, PostponeSession, PostponeSessions, SetSessionsAside
from app.attendance.session_words import SESSION_MODES
from app.attendance.sessions import AddSession, ChangeSession
from app.attendance.teachers import Teacher
from app.attendance.timetable import TimetableRow
from app.attendance.timetable_change import ChangeSessions, CopyTimetable, PreviewCopy
from app.cohorts.queries import CohortList, CohortRow, CohortWhole
from app.cohorts.words import SESSION_KINDS, mode_word, session_kind_word
from app.errors import SijilError
from app.i18n import _, ngettext
from app.staff.queries import Instructors, UserRow
from ui.attendance.dialogs import CommandDialog, ask_reason, part_options
from ui.attendance.drawing import day_words
from ui.cohorts.clash_note import ClashNote
from ui.cohorts.sessions_dialog import TIMES, plan_words
from ui.cohorts.tab import today
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.combo import Choice
from ui.kit.date_field import DateBox
from ui.kit.dialog import Dialog
from ui.kit.form import Form, Spec
from ui.kit.text import label
from ui.kit.text_box import TextBox


class Names:
    """Names typed with semicolons, and whose user accounts they are."""

    def __init__(self, desk: Desk, owner: QWidget, cohort: CohortWhole) -> None:
        self._users = {one.name.casefold(): one.user_id for one in cohort.instructors}
        desk.ask(Instructors(), owner=owner, then=self._came)

    def _came(self, users: Sequence[UserRow]) -> None:
        self._users |= {u.name.casefold(): u.id for u in users}

    def read(self, text: str | None) -> tuple[Teacher, ...]:
        """The teachers of a text."""
        names = [name.strip() for name in (text or "").split(";") if name.strip()]
        return tuple(Teacher(name, self._users.get(name.casefold())) for name in names)


def _kind_options() -> list[tuple[str, str]]:
    return [(kind, session_kind_word(kind)) for kind in SESSION_KINDS]


def _what() -> list[Spec]:
    return [
        Spec("kind", _("&Kind"), Choice(_kind_options())),
        Spec("mode", _("&Mode"), Choice([(mode, mode_word(mode)) for mode in SESSION_MODES])),
        Spec("venue", _("&Venue"), TextBox(max_length=200), help=_("Empty: the cohort's own")),
        Spec("instructors", _("&Instructors"), TextBox(max_length=400), wide=True,
             help=_("Several with ; between them. Empty: those of the cohort")),
        Spec("topic", _("&Topic"), TextBox(max_length=200), wide=True)]


def _when() -> list[Spec]:
    return [Spec("day", _("&Day"), DateBox(), required=True),
            Spec("part", _("&Part of the day"), Choice(part_options())),
            Spec("starts_at", _("&Starts"), TextBox(), required=True),
            Spec("ends_at", _("&Ends"), TextBox(), required=True)]


def _dated(values: dict[str, Any], names: Names) -> dict[str, Any]:
    return {**values, "day": values["day"] or date(2000, 1, 1), "instructors": names.read(values["instructors"])}


def add_session(desk: Desk, parent: QWidget, cohort: CohortWhole, replaces: SessionRow | None = None) -> None:
    """One more session, on any day; it makes up for `replaces`."""
    names = Names(desk, parent, cohort)
    key = replaces.id if replaces is not None else None
    form = Form([*_when(), *_what()],
                build=lambda v: AddSession(cohort_id=cohort.id, replaces_id=key, **_dated(v, names)))
    starts, ends = TIMES["AM"]
    like = replaces
    form.set_values({
        "day": min(max(cohort.starts, today()), cohort.ends), "part": like.part if like else "AM",
        "starts_at": like.starts_at if like else starts, "ends_at": like.ends_at if like else ends,
        "kind": like.kind if like else "theory", "mode": like.mode if like else _mode(cohort),
        "venue": like.venue if like else "", "instructors": "", "topic": like.topic if like else ""})
    said = (_("It makes up for {day} and counts also on a weekend or holiday.").format(day=day_words(like)) if like
            else _("It may be on any day, also a weekend."))
    dialog = CommandDialog(desk, form, _("Add a session"), said, _("Add session"), parent,
                           tell=_("The session is added"), wide=True)
    _watch(desk, dialog, names, cohort.id)
    talk.open_dialog(dialog)


def _watch(desk: Desk, dialog: CommandDialog, names: Names, cohort_id: int, session_id: int = 0) -> None:
    """Say below the form what it would clash with, as it is filled in."""
    note = ClashNote(desk, dialog)
    dialog.body.addWidget(note)

    def look() -> None:
        v = dialog.form.values()
        note.look(cohort_id, [(v["day"], v["starts_at"] or "", v["ends_at"] or "")], venue=v["venue"] or "",
                  instructors=[t.name for t in names.read(v["instructors"])], session_id=session_id)

    dialog.form.edited.connect(look)
    look()


def _mode(cohort: CohortWhole) -> str:
    return cohort.mode if cohort.mode in SESSION_MODES else "onsite"


def change_one(desk: Desk, parent: QWidget, cohort: CohortWhole, row: TimetableRow) -> None:
    """Everything of one session; marks go with it, which is said before."""
    names = Names(desk, parent, cohort)
    session = row.session
    form = Form([*_when(), *_what()], build=lambda v: ChangeSession(
        session_id=session.id, version=session.version, confirmed=True, **_dated(v, names)))
    own = row.instructors if tuple(row.instructors) != tuple(i.name for i in cohort.instructors) else ()
    form.set_values({"day": session.day, "part": session.part, "starts_at": session.starts_at,
                     "ends_at": session.ends_at, "kind": session.kind, "mode": session.mode, "venue": session.venue,
                     "instructors": "; ".join(own), "topic": session.topic})
    said = (ngettext("Its {n} mark moves with it.", "Its {n} marks move with it.", session.marked).format(
        n=session.marked) if session.marked else _("Nothing has been marked in it yet."))
    dialog = CommandDialog(desk, form, _("Change the session of {day}").format(day=day_words(session)), said,
                           _("Save"), parent, tell=_("The session is changed"), wide=True)
    _watch(desk, dialog, names, cohort.id, session.id)
    talk.open_dialog(dialog)


def change_many(desk: Desk, parent: QWidget, cohort: CohortWhole, rows: Sequence[TimetableRow]) -> None:
    """The same kind, place or instructors for several; a field left empty stays as it is in each."""
    names = Names(desk, parent, cohort)
    specs = [
        Spec("kind", _("&Kind"), Choice(_kind_options(), empty=_("Leave as it is"))),
        Spec("mode", _("&Mode"), Choice([(m, mode_word(m)) for m in SESSION_MODES], empty=_("Leave as it is"))),
        Spec("venue", _("&Venue"), TextBox(max_length=200)),
        Spec("instructors", _("&Instructors"), TextBox(max_length=400), wide=True,
             help=_("Several with ; between them")),
        Spec("topic", _("&Topic"), TextBox(max_length=200), wide=True)]
    keys = tuple(row.id for row in rows)
    form = Form(specs, build=lambda v: ChangeSessions(
        session_ids=keys, kind=v["kind"] or None, mode=v["mode"] or None, venue=v["venue"] or None,
        topic=v["topic"] or None, instructors=names.read(v["instructors"]) if v["instructors"] else None))
    talk.open_dialog(CommandDialog(
        desk, form, ngettext("Change {n} session", "Change {n} sessions", len(keys)).format(n=len(keys)),
        _("What you leave empty stays as it is in each of them."), _("Change"), parent,
        tell=_("The sessions are changed"), wide=True))


def postpone(desk: Desk, parent: QWidget, row: TimetableRow) -> None:
    """The session waits for a new day."""
    ask_reason(desk, parent, _("Postpone the session of {day}?").format(day=day_words(row.session)),
               _("It leaves the count until it has a new day."), _("Postpone session"), PostponeSession, row.id,
               _("The session is postponed"))


def cancel_many(desk: Desk, parent: QWidget, rows: Sequence[TimetableRow]) -> None:
    """Several sessions do not take place, for one reason."""
    n = len(rows)
    _set_aside(desk, parent, rows, CancelSessions,
               ngettext("Cancel {n} session?", "Cancel {n} sessions?", n).format(n=n),
               _("They leave the count. Their marks stay and come back when they are restored."),
               ngettext("Cancel {n} session", "Cancel {n} sessions", n).format(n=n), destructive=True, tell=ngettext(
                   "{n} session cancelled", "{n} sessions cancelled", n).format(n=n))


def postpone_many(desk: Desk, parent: QWidget, rows: Sequence[TimetableRow]) -> None:
    """Several sessions wait for a new day, for one reason."""
    n = len(rows)
    _set_aside(desk, parent, rows, PostponeSessions,
               ngettext("Postpone {n} session?", "Postpone {n} sessions?", n).format(n=n),
               _("They leave the count until they have a new day."),
               ngettext("Postpone {n} session", "Postpone {n} sessions", n).format(n=n), tell=ngettext(
                   "{n} session postponed", "{n} sessions postponed", n).format(n=n))


def _set_aside(desk: Desk, parent: QWidget, rows: Sequence[TimetableRow], make: type[SetSessionsAside], question: str,
               consequence: str, action: str, *, tell: str, destructive: bool = False) -> None:
    keys = tuple(row.id for row in rows)
    form = Form([Spec("reason", _("&Reason"), TextBox(max_length=300), required=True, wide=True)],
                build=lambda v: make(session_ids=keys, reason=v["reason"]), columns=1)
    talk.open_dialog(CommandDialog(desk, form, question, consequence, action, parent, tell=tell,
                                   destructive=destructive))


class CopyDialog(Dialog):
    """Another cohort's timetable for this one, after showing what comes of it."""

    def __init__(self, desk: Desk, cohort: CohortWhole, parent: QWidget) -> None:
        super().__init__(_("Copy a timetable to {code}").format(code=cohort.code),
                         _("Same weeks, weekdays, times, kinds, rooms and topics, from the first day of this cohort."),
                         action=_("Copy sessions"), icon="copy-plus", parent=parent)
        self.desk, self.cohort, self.owner = desk, cohort, parent
        self.source = Choice(placeholder=_("Choose a cohort"))
        self.source.setAccessibleName(_("Cohort whose timetable is copied"))
        self.words = label("", "muted", wrap=True)
        self.body.addWidget(self.source)
        self.clashes = ClashNote(desk, self)
        self.body.addWidget(self.words)
        self.body.addWidget(self.clashes)
        self.source.edited.connect(self._look)
        self.accepted.connect(self._copy)
        self.action_button.explain(_("Choose a cohort."))
        desk.ask(CohortList(), owner=self, then=self._came)
        self.source.setFocus()

    def _came(self, rows: Sequence[CohortRow]) -> None:
        rows = sorted((r for r in rows if r.id != self.cohort.id),
                      key=lambda r: r.course_code != self.cohort.course_code)
        self.source.set_options([(r.id, f"{r.code} · {r.title}" if r.title else r.code) for r in rows])

    def _look(self) -> None:
        if self.source.value() is not None:
            self.desk.ask(PreviewCopy(cohort_id=self.cohort.id, source_id=self.source.value()), owner=self,
                          then=self._show, in_place=self._failed)

    def _show(self, plans: Sequence[Plan]) -> None:
        self._say(plan_words(plans[0]), bool(plans[0].sessions))
        self.clashes.look(self.cohort.id, [(one.day, one.slot.starts_at, one.slot.ends_at)
                                           for one in plans[0].sessions])

    def _failed(self, error: SijilError) -> None:
        self._say(str(error), False)

    def _say(self, words: str, ready: bool) -> None:
        self.words.setText(words)
        self.action_button.explain("" if ready else words)
        self.fit()

    def _copy(self) -> None:
        self.desk.do(CopyTimetable(cohort_id=self.cohort.id, source_id=self.source.value()), owner=self.owner,
                     tell=lambda made: ngettext("{n} session copied", "{n} sessions copied",
                                                len(made.sessions)).format(n=len(made.sessions)))
