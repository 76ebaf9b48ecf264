"""A new cohort, or changes to one: its facts, its attendance policy in words, and for a new one its sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.attendance.generate import Plan
from app.attendance.queries import AttendanceStatuses
from app.attendance.sessions import GenerateSessions, PreviewSessions
from app.attendance.statuses import StatusRow, letters
from app.attendance.timetable import OutsideDates, Standing
from app.cohorts.commands import AddCohort, ChangeCohort, ChangeCohortStatus, Instructor
from app.cohorts.lookup import LastPolicy, UsedPolicy
from app.cohorts.policy import Policy
from app.cohorts.queries import CohortDetail, CohortWhole
from app.cohorts.words import COHORT_STATUSES, MODES, cohort_status, mode_word
from app.errors import SijilError
from app.i18n import _, ngettext
from app.office.command import Ref
from app.programmes.queries import CourseRow, Courses
from ui.cohorts.clash_note import ClashNote
from ui.cohorts.policy_fields import BASICS, basic_specs, policy_of
from ui.cohorts.sessions_dialog import SessionPlan, plan_words
from ui.cohorts.tab import today
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.form_dialog import FormDialog
from ui.desk.merge import resolve
from ui.kit.buttons import link
from ui.kit.check import CheckBox
from ui.kit.combo import Choice
from ui.kit.date_field import DateBox
from ui.kit.form import Form, Spec
from ui.kit.note import Note
from ui.kit.text import label
from ui.kit.text_box import NumberBox, TextArea, TextBox


class CohortDialog(FormDialog):
    """The form of a cohort. `cohort` None makes a new one and opens it."""

    def __init__(self, desk: Desk, cohort: CohortWhole | None, parent: QWidget) -> None:
        super().__init__(desk, _("Change {code}").format(code=cohort.code) if cohort else _("New cohort"),
                         action=_("Save") if cohort else _("Open cohort"), wide=True, icon="graduation-cap",
                         parent=parent)
        self.cohort, self.owner = cohort, parent
        self._base = cohort.policy if cohort else Policy()
        self._letters: dict[str, str] | None = None
        self._as_in = ""  # the cohort whose policy is proposed
        self._version = cohort.version if cohort else None
        self.course = Choice(placeholder=_("Choose a course"))
        form = Form(self._specs(), build=self._command)
        self.words = Note("", "neutral", action=None if cohort is None else link(
            _("Attendance policy…"), self._show_policy))
        parts: list[QWidget] = [self.words]
        self.plan: SessionPlan | None = None
        if cohort is None:
            self.make = CheckBox(_("Make the sessions now"))
            self.make.set_value(True)
            self.make.edited.connect(self._look)
            self.plan = SessionPlan(self._look)
            self.preview = label("", "muted", wrap=True)
            self.clashes = ClashNote(desk, self)
            parts += [label(_("Sessions"), "section"), self.make, self.plan, self.preview, self.clashes]
        self.put_form(form, *parts)
        self._fill()
        self.form.edited.connect(self._look)
        self.check = self._save
        desk.ask(Courses(active_only=True), owner=self, then=self._show_courses)
        desk.ask(AttendanceStatuses(), owner=self, then=self._show_statuses)
        self.form.focus_first()
        self._look()

    def _specs(self) -> list[Spec]:
        specs = [
            Spec("code", _("&Code"), TextBox(max_length=40), required=True, help=_("Such as HCIA-5G-07")),
            Spec("course_id", _("C&ourse"), self.course, required=True),
            Spec("title", _("&Title"), TextBox(max_length=120), help=_("Series or chapter, such as Cohort 07")),
            Spec("places", _("&Places"), NumberBox(), help=_("Empty when there is no limit")),
            Spec("starts", _("&First day"), DateBox(), required=True),
            Spec("ends", _("&Last day"), DateBox(), required=True),
            Spec("venue", _("&Venue"), TextBox(max_length=200)),
            Spec("mode", _("&Meets"), Choice([(m, mode_word(m)) for m in MODES])),
            Spec("instructors", _("&Instructors"), TextBox(max_length=400), wide=True,
                 help=_("Separate names with a semicolon. A user marks cohorts that carry his name.")),
            Spec("funding", _("F&unding"), TextBox(max_length=120)),
            Spec("partner", _("Partne&r"), TextBox(max_length=120)),
            Spec("notes", _("&Notes"), TextArea(lines=2), wide=True)]
        if self.cohort is not None:
            specs.append(Spec("status", _("&State"), Choice([(s, cohort_status(s)) for s in COHORT_STATUSES])))
            return specs  # what another policy would change is shown where it is changed
        return specs + basic_specs()

    def _fill(self) -> None:
        if self.cohort is None:
            policy = {name: getattr(self._base, name) for name in BASICS}
            self.form.set_values(policy | {"starts": today(), "ends": today(), "mode": "onsite"}, "cohort:new")
        else:
            c = self.cohort
            self.course.set_options([(c.course_id, f"{c.course_code} · {c.course_title}")])
            self.form.set_values(self._shown(c), f"cohort:{c.id}")

    def _shown(self, c: CohortWhole) -> dict[str, Any]:
        """What is saved of a cohort, by field."""
        values: dict[str, Any] = {name: getattr(c, name) for name in (
            "code", "title", "places", "starts", "ends", "venue", "mode", "funding", "partner", "notes", "status",
            "course_id")}
        return values | {"instructors": "; ".join(one.name for one in c.instructors)}

    def _show_courses(self, rows: Sequence[CourseRow]) -> None:
        before = self.course.value()
        self.course.set_options([(r.id, r.shown()) for r in rows])
        if before is not None:
            self.course.set_value(before)
        if self.cohort is None:
            self._thresholds = {r.id: r.threshold for r in rows}
            self.course.edited.connect(self._course_chosen)

    def _course_chosen(self) -> None:
        threshold = self._thresholds.get(self.course.value())
        if threshold is not None:
            self.desk.ask(LastPolicy(course_id=self.course.value()), owner=self,
                          then=lambda rows: self._as_before(rows, threshold))

    def _as_before(self, rows: Sequence[UsedPolicy], threshold: int) -> None:
        """What the course needs, and the other rules as in its last run."""
        last = rows[0].policy if rows else Policy()
        self._base = replace(last, threshold=threshold)
        for name in BASICS:
            self.form.fields[name].set_value(getattr(self._base, name))
        self._as_in = rows[0].cohort if rows and last != Policy(threshold=last.threshold) else ""
        self._look()

    def _show_statuses(self, rows: Sequence[StatusRow]) -> None:
        self._letters = letters(tuple(rows)) or None
        self._look()

    # -- what is said --------------------------------------------------------------------------------------------
    def _look(self) -> None:
        policy = self._base if self.cohort else policy_of(self.form.values(), self._base)
        if policy.problems():
            self.words.show_note(" ".join(policy.problems().values()), "danger")
        else:
            said = [_("As in {code}.").format(code=self._as_in)] if self._as_in and policy == self._base else []
            self.words.show_note(" ".join([*said, *policy.details(self._letters)]), "neutral")
        if self.plan is not None:
            self._preview(self.plan)

    def _show_policy(self) -> None:
        """Where the policy is changed, with whom it would change; what was typed here is asked about first."""
        if self.cohort is not None:
            key = self.cohort.id
            self.rejected.connect(lambda: self.desk.show(Ref("cohort", key, "attendance:policy")))
            self.reject()

    def _preview(self, plan: SessionPlan) -> None:
        values = self.form.values()
        plan.setEnabled(bool(self.make.value()))
        first, last = values["starts"], values["ends"]
        if not self.make.value() or not isinstance(first, date) or not isinstance(last, date) or last < first:
            self.preview.setText("")
            self.clashes.hide()
            return
        self.desk.ask(PreviewSessions(first=first, last=last, slots=plan.slots(), weekdays=plan.weekdays(),
                                      **plan.limits()),
                      owner=self, then=self._planned, in_place=self._unplanned)

    def _planned(self, plans: Sequence[Plan]) -> None:
        self.preview.setText(plan_words(plans[0]))
        values = self.form.values()
        self.clashes.look(0, [(one.day, one.slot.starts_at, one.slot.ends_at) for one in plans[0].sessions],
                          venue=str(values["venue"] or ""),
                          instructors=[one.name for one in self._instructors(str(values["instructors"] or ""))])

    def _unplanned(self, error: BaseException) -> None:
        """Half a year typed is no reason for a dialog: it stands where the count would."""
        self.preview.setText(str(error) if isinstance(error, SijilError) else "")

    # -- saving ---------------------------------------------------------------------------------------------------
    def _instructors(self, text: str) -> tuple[Instructor, ...]:
        known = {one.name: one for one in (self.cohort.instructors if self.cohort else ())}
        names = [part.strip() for part in text.split(";") if part.strip()]
        return tuple(known.get(name, Instructor(name)) for name in names)

    def _command(self, values: dict[str, Any]) -> AddCohort | ChangeCohort:
        plain = {k: values[k] or "" for k in ("code", "title", "venue", "funding", "partner", "notes")}
        common: dict[str, Any] = {
            **plain, "starts": values["starts"] or date(1900, 1, 1), "ends": values["ends"] or date(1900, 1, 1),
            "mode": values["mode"] or "onsite", "instructors": self._instructors(
                str(values["instructors"] or ""))}
        if self.cohort is None:
            return AddCohort(course_id=values["course_id"] or 0, places=values["places"],
                             policy=policy_of(values, self._base), **common)
        return ChangeCohort(cohort_id=self.cohort.id, version=self._version, course_id=values["course_id"],
                            places=values["places"] or 0, **common)

    def _save(self) -> bool:
        """Save; the dialog closes when it is on disk."""
        if self.course.value() is None:
            self.form.refuse({"course_id": _("Choose a course.")})
            return False
        if self.form.check(all_fields=True):
            self._ask_dates()
        return False

    def _ask_dates(self) -> None:
        """Sessions that the new dates leave outside stay where they are, which is said before."""
        values = self.form.values()
        first, last = values["starts"], values["ends"]
        if self.cohort is None or (first, last) == (self.cohort.starts, self.cohort.ends) or last < first:
            self._send()
        else:
            self.desk.ask(OutsideDates(cohort_id=self.cohort.id, first=first, last=last), owner=self,
                          then=self._outside)

    def _outside(self, found: Sequence[Standing]) -> None:
        if not found:
            self._send()
            return
        n, marks = found[0].sessions, found[0].marks
        said = [_("They stay where they are and count as before. Move or cancel them in the timetable.")]
        if marks:
            said.insert(0, ngettext("{n} mark stands in them.", "{n} marks stand in them.", marks).format(n=marks))
        talk.ask(ngettext("{n} session lies outside of these dates.", "{n} sessions lie outside of these dates.",
                          n).format(n=n), " ".join(said), _("Save the dates"), self._send, icon="calendar-range",
                 parent=self)

    def _send(self) -> None:
        self.desk.do(self.form.command(), owner=self, then=self._saved, invalid=self.form.refuse,
                     conflict=self._conflict if self.cohort else None)

    def _conflict(self) -> None:
        """Somebody else saved in between: both values, field by field."""
        if self.cohort is not None:
            key = self.cohort.id
            resolve(self.desk, self.form, CohortDetail(cohort_id=key), table="cohort", key=key, shown=self._shown,
                    adopt=self._adopt, save=self._save)

    def _adopt(self, fresh: CohortWhole) -> None:
        self.cohort, self._version, self._base = fresh, fresh.version, fresh.policy

    def _saved(self, key: Any) -> None:
        values = self.form.values()
        if self.cohort is not None and values["status"] != self.cohort.status:
            self.desk.do(ChangeCohortStatus(cohort_id=self.cohort.id, status=values["status"],
                                            reason=str(values["notes"] or "")), owner=self,
                         then=lambda _v: self.accept())
            return
        if self.cohort is None and self.plan is not None and self.make.value() and self.plan.slots():
            self.desk.do(GenerateSessions(cohort_id=key, slots=self.plan.slots(), weekdays=self.plan.weekdays(),
                                          **self.plan.limits()),
                         owner=self, then=lambda _v: self._opened(key))
            return
        self._opened(key)

    def _opened(self, key: int) -> None:
        self.accept()
        if self.cohort is None:
            self.desk.show(Ref("cohort", key))
