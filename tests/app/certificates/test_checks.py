"""What is looked at before a batch: names, letters, signatories, identities, registers, and the way to each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.attendance.records import ClassSession, Mark
from app.centre.records import Centre, Signatory
from app.certificates.paper import problems
from app.certificates.plan import Check, IssuePlan, Plan
from app.certificates.templates.shipped import layouts
from app.office.command import Ref
from app.office.office import Office
from app.trainees.records import Identity, Trainee
from tests.app.cohort_story import QUALIFY, Story, tell

GOH = QUALIFY[1]


@pytest.fixture
def story(sqlite_office: Office) -> Story:
    return tell(sqlite_office)


def plan_of(story: Story, day: date = date(2026, 7, 14)) -> Plan:
    return story.office.ask(IssuePlan(cohort_id=story.cohort_id, issued_on=day))[0]


def told(plan: Plan, words: str) -> Check:
    return next(c for c in plan.checks if words in c.text)


def change(story: Story, table: type, where: object, **values: object) -> None:
    with story.office.engine.begin() as connection:
        connection.execute(table.__table__.update().where(where).values(**values))  # type: ignore[attr-defined]


def test_when_all_is_well_every_check_says_what_was_looked_at(story: Story) -> None:
    plan = plan_of(story)
    assert all(c.ok for c in plan.checks)
    assert told(plan, "3 names fit on one line. Longest: Nik Adlina binti Nik Rosdi")
    assert told(plan, "Signed by Ts. Dr. Azman bin Haji Sulaiman")
    assert told(plan, "Every session held is marked")
    assert told(plan, "KL26-00001")


def test_a_long_name_is_named(story: Story) -> None:
    long = "Tunku Puteri Intan Shafinaz Nur Qaseh Aliya Sofea binti Almarhum Tuanku Abdul Rahman Putra Al-Haj"
    change(story, Trainee, Trainee.full_name == GOH, certificate_name=long)
    assert told(plan_of(story), "1 long name is set in two lines: Goh Xin Yi").ok
    assert told(plan_of(story), "2 names fit on one line. Longest: Nik Adlina")


def test_a_letter_no_font_has_leads_to_the_trainee(story: Story) -> None:
    change(story, Trainee, Trainee.full_name == GOH, certificate_name="Goh \U00013000 Xin Yi")
    plan = plan_of(story)
    line = next(each for each in plan.lines if each.name == GOH)
    assert line.paper == line.why_not
    check = told(plan, "1 paper cannot be printed: Goh Xin Yi")
    assert (check.ok, check.go) == (False, Ref("trainee", line.row.trainee_id))


def test_a_name_whose_code_would_be_too_fine_is_stopped_before_anything_is_issued(story: Story) -> None:
    layout = layouts()["klasik"]
    small = layout.put(replace(layout.thing("qr"), w=24.0, h=24.0))  # as one from elsewhere might have it
    long = "Tunku Puteri Intan Shafinaz Nur Qaseh " * 5
    change(story, Trainee, Trainee.full_name == GOH, certificate_name=long.strip())
    drafts = {line.name: line.draft for line in plan_of(story).lines if line.draft is not None}
    assert "finer than 0.35 mm" in problems(drafts[GOH], small)[0]
    assert problems(drafts[GOH], layout) == [] and problems(drafts[QUALIFY[0]], small) == []


def test_a_missing_identity_leads_to_the_trainee(story: Story) -> None:
    with story.office.engine.begin() as connection:
        connection.execute(Identity.__table__.delete().where(Identity.trainee_id == _trainee(story, GOH)))
    check = told(plan_of(story), "1 trainee has no identity number: Goh Xin Yi")
    assert (check.ok, check.go) == (False, Ref("trainee", _trainee(story, GOH)))
    change(story, Centre, Centre.id == 1, identity_on_certificate="none")
    assert not any("identity" in c.text for c in plan_of(story).checks)


def _trainee(story: Story, name: str) -> int:
    return next(line.row.trainee_id for line in plan_of(story).lines if line.name == name)


def test_a_signatory_whose_period_is_over_is_named(story: Story) -> None:
    change(story, Signatory, Signatory.id == 1, valid_to=date(2026, 6, 30))
    plan = plan_of(story)
    assert not told(plan, "Nobody may sign on this date").ok
    gone = told(plan, "Azman")
    assert (gone.ok, gone.go) == (False, Ref("settings", None, "centre"))
    assert "Tue 30 Jun 2026" in gone.text or "30 Jun 2026" in gone.text


def test_a_session_without_a_mark_leads_to_its_register(story: Story) -> None:
    with story.office.engine.begin() as connection:
        first = ClassSession.__table__.select().order_by(ClassSession.day).limit(1)
        session = connection.execute(first).mappings().one()
        connection.execute(Mark.__table__.delete().where(
            Mark.session_id == session["id"], Mark.enrolment_id == story.enrolments[GOH]))
    plan = plan_of(story)
    line = next(each for each in plan.lines if each.name == GOH)
    assert line.unmarked == session["id"]
