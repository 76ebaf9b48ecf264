"""The cells of a register: the letter and shape of each mark, what lies under it, and what it says on demand."""

from __future__ import annotations

from collections.abc import Collection

from app.attendance.figures import FULL
from app.attendance.marking import NOT_MARKED
from app.attendance.queries import MarkCell, RegisterView
from app.attendance.statuses import StatusRow
from app.i18n import _, show_moment
from ui.attendance.drawing import MEANING, meaning_of
from ui.kit.grid import Cell
from ui.kit.marks import PROPOSED, shape_of

MADE_UP = "+"
EMPTY_IN_CLASS = "·"

Place = tuple[int, int]


def cells_of(view: RegisterView, only: Collection[Place] | None = None) -> dict[Place, Cell]:
    """The cells by (enrolment, session): all that are not empty, or those asked for."""
    drawer = _Drawer(view)
    people = {r.enrolment_id: r for r in view.rows}
    sessions = {s.id: s for s in view.sessions}
    places = [(p, s) for s in sessions for p in people] if only is None else [
        (p, s) for p, s in only if p in people and s in sessions]
    found: dict[Place, Cell] = {}
    for place in places:
        there = view.expected(people[place[0]], sessions[place[1]])
        may = None if there and place[0] not in view.locked else False
        mark = view.marks.get(place)
        if mark is not None:
            found[place] = drawer.marked(place, mark, may)
        elif (place in view.proposed or place in view.requested or place in drawer.made_up) and there:
            found[place] = drawer.empty(place, may)
        elif only is not None or may is False:
            words = _("Not marked") if there else _("Not on the roll on that day")
            found[place] = Cell(editable=may, spoken=words, tip="" if there else words)
    return found


class _Drawer:
    """Of one register; what is the same for many cells is worked out once."""

    def __init__(self, view: RegisterView) -> None:
        self.view = view
        self.statuses = {s.code: s for s in view.statuses}
        self.shapes = {s.code: shape_of(meaning_of(view, s)) for s in view.statuses}
        self.made_up = {(person, given.session_id): given for person, several in view.credits.items()
                        for given in several if given.session_id is not None}

    def label(self, code: str) -> str:
        """The name of a status; '' and '-' are an empty cell."""
        status = self.statuses.get(code)
        return status.label if status is not None else code if code not in ("", NOT_MARKED) else _("Not marked")

    def marked(self, place: Place, mark: MarkCell, may: bool | None) -> Cell:
        """A cell with a mark."""
        status = self.statuses.get(mark.status)
        said = [status.label if status else mark.status,
                *([_("{n} minutes").format(n=mark.minutes)] if mark.minutes else []),
                *([mark.reason] if mark.reason else []), *([mark.evidence] if mark.evidence else [])]
        more = len(said) > 1
        shape, under = self._shape(mark, status), ""
        if mark.entered:
            said.append(self._layers(mark))
            under = self._letter(mark.entered) or EMPTY_IN_CLASS
        if place in self.made_up:
            said.append(_("Made up elsewhere"))
            under = MADE_UP
            if self.made_up[place].attended >= FULL:
                shape = shape_of("excused")
        asked = place in self.view.requested
        if asked:
            said.append(self._asked(place))
        return Cell(status.letter if status else mark.status, shape, note=more, asked=asked, under=under,
                    spoken=", ".join(said), tip="\n".join(said), editable=may)

    def empty(self, place: Place, may: bool | None) -> Cell:
        """A cell without a mark, where something is known all the same."""
        said = [_("Not marked")]
        letter, under = "", ""
        code = self.view.proposed.get(place, "")
        if code:
            letter = self._letter(code)
            said.append(_("Planned: {status}. Enter accepts it.").format(status=self.label(code)))
        if place in self.made_up:
            under = MADE_UP
            said.append(_("Made up elsewhere"))
        asked = place in self.view.requested
        if asked:
            said.append(self._asked(place))
        return Cell(letter, PROPOSED if letter else "empty", asked=asked, under=under, spoken=", ".join(said),
                    tip="\n".join(said), editable=may)

    def _asked(self, place: Place) -> str:
        return _("Asked for: {status}").format(status=self.label(self.view.requested[place]))

    def _letter(self, code: str) -> str:
        status = self.statuses.get(code)
        return status.letter if status is not None else ""

    def _layers(self, mark: MarkCell) -> str:
        """'In class: Absent. Office: Sick leave (MC 123), Puan Aminah, 15 Jul 2026 09:12'."""
        office = self.label(mark.status) + (f" ({mark.evidence})" if mark.evidence else "")
        who = ", ".join(p for p in (mark.by, show_moment(mark.at) if mark.at is not None else "") if p)
        return _("In class: {taken}. Office: {decided}").format(
            taken=self.label(mark.entered), decided=f"{office}, {who}" if who else office)

    def _shape(self, mark: MarkCell, status: StatusRow | None) -> str:
        """As the status is drawn now, unless the mark was set when it meant something else."""
        if status is not None and (mark.meaning, mark.policy_key) == (status.meaning, status.policy_key):
            return self.shapes[status.code]
        policy = self.view.cohort.policy.counts(mark.policy_key)
        counts = policy or mark.meaning
        look = {"attended": "letter", "part": "bar", "half": "bar", "excluded": "dashed"}.get(
            counts, "dashed" if mark.policy_key in ("sick", "leave") else "block")
        return shape_of(MEANING[look])
