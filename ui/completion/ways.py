"""The way from a reason why somebody does not qualify to the place where it is put right."""

from __future__ import annotations

from app.certificates.plan import PlanLine
from app.completion.rules import Finding
from app.completion.words import kind_word
from app.i18n import _
from app.office.command import Ref


def way_of(line_: PlanLine, finding: Finding, course_id: int) -> tuple[str, Ref]:
    """The words of the button, and where it leads."""
    if finding.kind == "attendance":
        if line_.unmarked is not None:
            return _("Mark session"), Ref("cohort", line_.cohort_id, f"attendance:{line_.unmarked}")
        return _("Attendance"), Ref("cohort", line_.cohort_id, "attendance")
    if finding.kind == "none":
        return _("Set rules"), Ref("course", course_id)
    component = finding.component or (finding.missing[0] if finding.missing else None)
    detail = f"results:{line_.enrolment_id}" + (f":{component.id}" if component else "")
    return (_("Enter mark") if finding.measured == "unknown" and not finding.unchecked else _("Open marks")), Ref(
        "cohort", line_.cohort_id, detail)


def ways_of(line_: PlanLine, course_id: int) -> list[tuple[str, Ref]]:
    """One for each reason, in their order, none twice."""
    found = [way_of(line_, finding, course_id) for finding in line_.row.open()]
    if line_.row.proposed == "attendance":
        found.insert(0, (kind_word("attendance"), Ref("cohort", line_.cohort_id, "completion:attendance")))
    if line_.paper:
        found.append((_("Open trainee"), Ref("trainee", line_.row.trainee_id)))
    return list(dict.fromkeys(found))
