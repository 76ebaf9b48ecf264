"""The fields of an attendance policy: a few for a new cohort, all of them where the policy is changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.cohorts.policy import NEVER, Policy
from app.cohorts.words import SESSION_KINDS, session_kind_word
from app.i18n import _
from ui.kit.check import Several
from ui.kit.combo import Choice
from ui.kit.form import Spec
from ui.kit.text_box import NumberBox

BASICS = ("threshold", "basis", "late", "early", "duty", "sick", "leave", "unmarked", "joiner")
NUMBERS = ("lates_per_absence", "late_limit", "grace", "online_full", "online_part")


def counting_options() -> list[tuple[str, str]]:
    """How a mark may count."""
    return [("attended", _("Counts as attended")), ("half", _("Counts half")), ("absent", _("Counts as absent")),
            ("excluded", _("Is left out")), ("status", _("Counts as the status says"))]


def _needed(section: str) -> list[Spec]:
    return [Spec("threshold", _("Attendance nee&ded, per cent"), NumberBox(), required=True, section=section),
            Spec("basis", _("Counted in"), Choice([("sessions", _("Sessions")), ("minutes", _("Minutes"))]))]


def _marks(section: str = "") -> list[Spec]:
    count = counting_options
    return [Spec("late", _("Late"), Choice(count()), section=section),
            Spec("early", _("Left early"), Choice(count())), Spec("duty", _("Official duty"), Choice(count())),
            Spec("sick", _("Sick leave"), Choice(count())), Spec("leave", _("Excused"), Choice(count()))]


def _who(section: str = "") -> list[Spec]:
    return [
        Spec("unmarked", _("Not marked"), Choice([("blocks", _("Blocks the decision")),
                                                 ("absent", _("Counts as absent")), ("excluded", _("Is left out"))]),
             section=section),
        Spec("joiner", _("Joins late"), Choice([("joined", _("Counts from the joining date")),
                                               ("whole", _("Counts for the whole run"))]))]


def basic_specs() -> list[Spec]:
    """What is asked of a new cohort."""
    return [*_needed(_("Attendance policy")), *_marks(), *_who()]


def all_specs() -> list[Spec]:
    """Every rule of a policy."""
    return [
        *_needed(_("What is needed")),
        Spec("allowed_misses", _("Sessions that &may be missed"), NumberBox(), help=_("Empty: no limit of its own")),
        *_marks(_("How a mark counts")),
        Spec("lates_per_absence", _("Late marks that make one absence"), NumberBox(), help=_("0: never")),
        Spec("late_limit", _("Absent when later than, minutes"), NumberBox(), help=_("0: no limit")),
        *_who(_("Sessions and trainees")),
        Spec("leaver", _("Leaves early"), Choice([("leaving", _("Counts up to the last day")),
                                                 ("whole", _("Counts for the whole run"))])),
        Spec("kinds", _("Sessions that count"), Several([(k, session_kind_word(k)) for k in SESSION_KINDS]), wide=True),
        Spec("grace", _("Present at the door until, minutes"), NumberBox(), section=_("At the door and online"),
             help=_("After the start of the session")),
        Spec("online_full", _("Present online from, per cent"), NumberBox(), help=_("Of the session")),
        Spec("online_part", _("Late online from, per cent"), NumberBox(), help=_("Of the session"))]


def values_of(policy: Policy) -> dict[str, Any]:
    """What the fields show of a policy."""
    found = {name: getattr(policy, name) for name in (*BASICS, *NUMBERS, "allowed_misses", "leaver")}
    return found | {"kinds": policy.kinds or _usual()}


def policy_of(values: dict[str, Any], base: Policy) -> Policy:
    """The policy that the fields say; what cannot be one is named by its `problems()`."""
    given = {k: values[k] for k in (*BASICS, "leaver") if values.get(k) is not None}
    given["threshold"] = _whole(values.get("threshold"))
    given |= {k: _whole(values[k]) for k in NUMBERS if k in values}
    if "allowed_misses" in values:
        misses = values["allowed_misses"]
        given["allowed_misses"] = None if misses is None else _whole(misses)
    if "kinds" in values:
        kinds = tuple(values["kinds"])
        given["kinds"] = () if kinds == _usual() else kinds or ("",)
    return replace(base, **given)


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else -1


def _usual() -> tuple[str, ...]:
    return tuple(k for k in SESSION_KINDS if k not in NEVER)
