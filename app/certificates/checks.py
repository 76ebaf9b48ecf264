"""What is looked at before a batch is issued, each in a sentence with the way to put it right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.centre.queries import CentreRow, SignatoryRow, signatories_on
from app.i18n import _, ngettext, show_date
from app.office.command import Ref, Work

if TYPE_CHECKING:
    from app.certificates.facts import Facts
    from app.certificates.plan import PlanLine
    from app.certificates.templates.model import Layout

MOST_NAMES = 3  # in one sentence


@dataclass(frozen=True)
class Check:
    """Something that was checked before issuing, in words; `ok` or a warning. `go` leads to where it is mended."""

    ok: bool
    text: str
    go: Ref | None = None


def names_of(lines: Iterable[PlanLine]) -> str:
    """'Aisyah, Benedict and 3 more'."""
    names = [line.name for line in lines]
    shown = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return _("{names} and {n} more").format(names=shown, n=more) if more > 0 else shown


def checks_of(work: Work, lines: Sequence[PlanLine], centre: CentreRow | None, day: date,
              numbers: tuple[str, str]) -> list[Check]:
    """All checks of those who are ready. Empty when nobody is."""
    ready = [line for line in lines if line.ready and line.draft is not None]
    if not ready or centre is None:
        return []
    return [*_names(lines, ready), *_signatures(work, ready[0].draft, day), _code(centre),
            *_identities(ready, centre), *_registers(ready), _numbers(len(ready), *numbers)]


def _names(lines: Sequence[PlanLine], ready: Sequence[PlanLine]) -> list[Check]:
    longest = max((line.draft.full_name for line in ready if line.draft is not None), key=len)
    wrapped = [line for line in ready if line.name_lines > 1]
    one = len(ready) - len(wrapped)
    found = []
    if one:
        found.append(Check(True, ngettext("{n} name fits on one line. Longest: {name}",
                                          "{n} names fit on one line. Longest: {name}", one).format(
            n=one, name=longest if not wrapped else max((line.draft.full_name for line in ready
                                                         if line.draft is not None and line.name_lines < 2), key=len))))
    if wrapped:
        found.append(Check(True, ngettext("{n} long name is set in two lines: {names}",
                                          "{n} long names are set in two lines: {names}", len(wrapped)).format(
            n=len(wrapped), names=names_of(wrapped))))
    stopped = [line for line in lines if line.paper]
    if stopped:
        words = ngettext("{n} paper cannot be printed: {names}", "{n} papers cannot be printed: {names}", len(stopped))
        found.append(Check(False, words.format(n=len(stopped), names=names_of(stopped)),
                           Ref("trainee", stopped[0].row.trainee_id)))
    return found


def _signatures(work: Work, draft: Facts | None, day: date) -> list[Check]:
    signed = draft.signatories if draft is not None else ()
    where = Ref("settings", None, "centre")
    found = []
    if not signed:
        found.append(Check(False, _("Nobody may sign on this date. Set up signatories: Settings, Centre."), where))
    else:
        inked = [s.name for s in signed if s.image is None]
        words = _("Signed by {names}").format(names=", ".join(s.name for s in signed))
        if inked:
            words = _("{signed}. Room for ink: {names}").format(signed=words, names=", ".join(inked))
        found.append(Check(True, words))
    for gone in ended(signatories_on(work), day):
        if not any(s.name == gone.name for s in signed) and gone.valid_to is not None:
            found.append(Check(False, _("{name} may not sign any more, the period ended on {date}").format(
                name=gone.name, date=show_date(gone.valid_to)), where))
    return found


def roles_of(layout: Layout | None, lines: Sequence[PlanLine]) -> list[Check]:
    """Roles that the template asks for and nobody has who signs on this date."""
    from app.certificates.templates.model import Signature

    draft = next((line.draft for line in lines if line.ready and line.draft is not None), None)
    if layout is None or draft is None:
        return []
    held = {s.role for s in draft.signatories}
    asked = dict.fromkeys(t.role for t in layout.things if isinstance(t, Signature) and t.role)
    return [Check(False, _("The template asks for a signatory with the role {role}, and nobody has it.").format(
        role=role), Ref("settings", None, "centre")) for role in asked if role not in held]


def ended(people: Sequence[SignatoryRow], day: date) -> list[SignatoryRow]:
    """Those whose period is over and who have no follower on this day at their place on the paper."""
    now = [p for p in people if p.valid_from <= day and (p.valid_to is None or day <= p.valid_to)]
    places = {p.position for p in now}
    return [p for p in people if p.valid_to is not None and p.valid_to < day and p.position not in places]


def _code(centre: CentreRow) -> Check:
    if centre.verify_url:
        return Check(True, _("The QR code leads to {address}").format(address=centre.verify_url))
    return Check(True, _("The QR code says what is on the paper; no verify address is set"))


def _identities(ready: Sequence[PlanLine], centre: CentreRow) -> list[Check]:
    unnamed = [line for line in ready if line.draft is not None and not line.draft.identity_text]
    if centre.identity_on_certificate == "none" or not unnamed:
        return []
    return [Check(False, ngettext("{n} trainee has no identity number: {names}",
                                  "{n} trainees have no identity number: {names}", len(unnamed)).format(
        n=len(unnamed), names=names_of(unnamed)), Ref("trainee", unnamed[0].row.trainee_id))]


def _registers(ready: Sequence[PlanLine]) -> list[Check]:
    open_ones = [line for line in ready if line.row.attendance.figure is not None
                 and line.row.attendance.figure.unmarked]
    if not open_ones:
        return [Check(True, _("Every session held is marked"))]
    first = open_ones[0]
    detail = f"attendance:{first.unmarked}" if first.unmarked else "attendance"
    return [Check(False, ngettext("{n} trainee has sessions without a mark: {names}",
                                  "{n} trainees have sessions without a mark: {names}", len(open_ones)).format(
        n=len(open_ones), names=names_of(open_ones)), Ref("cohort", first.cohort_id, detail))]


def _numbers(count: int, first: str, last: str) -> Check:
    return Check(True, _("Number {first} is free").format(first=first) if count == 1 else
                 _("Numbers {first} to {last} are free, no duplicates").format(first=first, last=last))
