"""Commands about attendance in figures: by the policy of a cohort or another, who is in danger, the policy."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from app.console.desk import office_for
from app.console.output import Console, UsageError
from app.console.training import cohort_of
from app.errors import Invalid
from app.i18n import _

if TYPE_CHECKING:
    from app.attendance.figures import Figure
    from app.attendance.policy_effect import Effect
    from app.cohorts.policy import Policy
    from app.office.office import Office


def changed(policy: Policy, words: Sequence[str]) -> Policy:
    """The policy with KEY=VALUE put in. UsageError for what is no rule, Invalid for what cannot be one."""
    known = {f.name for f in fields(policy)}
    given: dict[str, Any] = {}
    for word in words:
        name, sign, value = (part.strip() for part in word.partition("="))
        if not sign or name not in known:
            raise UsageError(_("'{word}' is not RULE=VALUE. The rules are: {all}.").format(
                word=word, all=", ".join(sorted(known))))
        given[name] = _value(name, getattr(policy, name), value)
    made = replace(policy, **given)
    problems = made.problems()
    if problems:
        raise Invalid(problems)
    return made


def _value(name: str, now: object, text: str) -> Any:
    if name == "kinds":
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if name == "allowed_misses" and not text:
        return None
    if name == "allowed_misses" or isinstance(now, int):
        try:
            return int(text)
        except ValueError:
            raise UsageError(_("{name} is a whole number; '{text}' is none.").format(name=name, text=text)) from None
    return text


def figures(args: Namespace, console: Console) -> None:
    """Attendance of everybody on the roll: to date, over the whole plan, best still possible; the policy under it."""
    from app.attendance.policy_effect import PolicyEffect

    with office_for(args, writes=False) as office:
        cohort = cohort_of(office, args.cohort)
        policy = changed(cohort.policy, args.instead or ())
        effect = office.ask(PolicyEffect(cohort_id=cohort.id, policy=policy))[0]
        letters = _letters(office)
    rows = sorted(effect.rows, key=lambda r: r.name.casefold())
    console.result = {"cohort": cohort.code, "policy": policy.details(letters),
                      "figures": [{"name": r.name, **_plain(r.after)} for r in rows]}
    console.table((_("Name"), _("To date"), _("Of"), _("Whole plan"), _("Best possible"), _("May miss"), _("Outcome")),
                  [(r.name, r.after.text, _of(r.after), r.after.plan.text, r.after.possible.text,
                    "" if r.after.may_miss is None else r.after.may_miss, _outcome(r.after)) for r in rows])
    console.say("")
    for said in policy.details(letters):
        console.say(said)
    if policy != cohort.policy:
        console.say("")
        console.say(_("This is not the policy of the cohort. {effect}").format(effect=effect.words()))


def _letters(office: Office) -> dict[str, str] | None:
    from app.attendance.queries import AttendanceStatuses
    from app.attendance.statuses import letters

    return letters(tuple(office.ask(AttendanceStatuses()))) or None


def _of(figure: Figure) -> str:
    from app.attendance.figures import units

    return f"{units(figure.attended)}/{units(figure.counted)}"


def _outcome(figure: Figure) -> str:
    return {"met": _("met"), "not_met": _("not met"), "unknown": _("not yet known")}[figure.outcome]


def _plain(figure: Figure) -> dict[str, Any]:
    return {"attended": figure.attended / 100, "counted": figure.counted / 100, "to_date": figure.text,
            "plan": figure.plan.text, "best": figure.possible.text, "needed": figure.needed,
            "may_miss": figure.may_miss, "unmarked": figure.unmarked, "outcome": figure.outcome,
            "words": figure.words()}


def risk(args: Namespace, console: Console) -> None:
    """Who is at risk, the worst first, in all running cohorts or one, and what it takes to reach it still."""
    from app.home.risk import AtRisk

    with office_for(args, writes=False) as office:
        rows = office.ask(AtRisk(cohort_id=cohort_of(office, args.cohort).id if args.cohort else None))
    console.result = [{"name": r.name, "cohort": r.cohort, "to_date": r.figure.text, "best": r.figure.possible.text,
                       "needs": r.figure.policy.limit, "in_a_row": r.in_a_row, "to_finish": r.to_finish()}
                      for r in rows]
    console.table((_("Name"), _("Cohort"), _("To date"), _("Needs"), _("Absences"), _("What it takes")),
                  [(r.name, r.cohort, r.figure.text, r.figure.policy.limit, r.absent, r.to_finish()) for r in rows])
    if not rows:
        console.say(_("Nobody is at risk."))


def policy(args: Namespace, console: Console) -> None:
    """Say the attendance policy of a cohort, or change rules of it; whom that changes is said with it."""
    from app.attendance.policy_effect import PolicyEffect
    from app.cohorts.commands import ChangePolicy

    with office_for(args, writes=bool(args.rule)) as office:
        cohort = cohort_of(office, args.cohort)
        wanted = changed(cohort.policy, args.rule)
        effect = office.ask(PolicyEffect(cohort_id=cohort.id, policy=wanted))[0]
        if wanted != cohort.policy and not args.dry_run:
            office.do(ChangePolicy(cohort_id=cohort.id, policy=wanted, seen=cohort.policy))
        letters = _letters(office)
    console.result = {"cohort": cohort.code, "rules": {f.name: getattr(wanted, f.name) for f in fields(wanted)},
                      "words": wanted.details(letters), "changed": wanted != cohort.policy and not args.dry_run,
                      "effect": _effect(effect)}
    for said in (*wanted.details(letters), wanted.door_words()):
        console.say(said)
    if wanted != cohort.policy:
        console.say("")
        console.say(effect.words())
        for row in effect.rows:
            if row.turn != "same":
                console.say(f"  {row.name}: {row.before.text or '–'} → {row.after.text or '–'}  {row.words}")


def _effect(effect: Effect) -> list[dict[str, str]]:
    return [{"name": r.name, "before": r.before.text, "after": r.after.text, "turn": r.turn}
            for r in effect.rows if r.turn != "same"]
