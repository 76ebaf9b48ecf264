"""Two records beside each other before they become one: field by field, what follows, and what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from app.i18n import N_, _, show_date
from app.office.command import Query, Work
from app.office.permissions import Permission
from app.trainees.contact import country_name, show_phone
from app.trainees.identity import mask, show, type_name
from app.trainees.merge_tables import column_of, counted, held, say
from app.trainees.not_same import said_of
from app.trainees.records import Identity, Organisation, Title, Trainee
from app.trainees.words import citizenship_word, gender_word, list_word

FIELDS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "full_name": (N_("Name"), ("full_name",)),
    "identity": (N_("Document"), ()),
    "certificate_name": (N_("Name on certificate"), (
        "certificate_name", "certificate_name_by", "certificate_name_at")),
    "titles": (N_("Titles"), ()),
    "birth_date": (N_("Birth date"), ("birth_date",)), "gender": (N_("Sex"), ("gender",)),
    "phone_mobile": (N_("Phone"), ("phone_mobile",)), "phone_other": (N_("Other phone"), ("phone_other",)),
    "email": (N_("E-mail"), ("email",)), "organisation": (N_("Sent by"), ("organisation_id",)),
    "education": (N_("Highest education"), ("education",)), "citizenship": (N_("Citizenship"), ("citizenship",)),
    "nationality": (N_("Nationality"), ("nationality",)), "ethnicity": (N_("Ethnic group"), ("ethnicity",)),
    "category": (N_("Category"), ("category",)), "sector": (N_("Sector"), ("sector",)),
    "position": (N_("Position"), ("position",)), "other_script": (N_("Name in another script"), ("other_script",)),
    "address": (N_("Address"), ("address_1", "address_2", "address_3", "postcode", "city", "state", "country")),
}
"""What is chosen -> its words and the columns that go together. Notes of both stay, one after the other."""
ASKED = ("full_name", "identity")
"""Where both say something else, somebody must choose; elsewhere what the kept record says stands until then."""
_COHORT = table("cohort", column("id"), column("code"))


@dataclass(frozen=True)
class MergeLine:
    """A field in which at least one says something."""

    key: str
    words: str
    left: str
    right: str
    taken: Literal["left", "right"] | None

    @property
    def same(self) -> bool:
        """Nothing is to choose."""
        return self.left == self.right


@dataclass(frozen=True)
class Meeting:
    """Both are in one cohort; only one of the enrolments can stay. `stays` is None when somebody may choose, 0 when
    neither may go."""

    cohort_id: int
    code: str
    left: int
    right: int
    left_words: str
    right_words: str
    stays: int | None

    def sentence(self) -> str:
        """What becomes of it."""
        if self.stays == 0:
            return _("Both are in {code}, and both enrolments hold something: {left}; {right}. Take back what is wrong "
                     "in one of them first.").format(code=self.code, left=self.left_words, right=self.right_words)
        if self.stays is None:
            return _("Both are in {code}, and neither enrolment holds anything: choose which stays.").format(
                code=self.code)
        kept = self.left_words if self.stays == self.left else self.right_words
        return _("Both are in {code}. The enrolment with {what} stays; the other one, which holds nothing, "
                 "goes.").format(code=self.code, what=kept)


@dataclass(frozen=True)
class Half:
    """One of the two."""

    id: int
    version: int
    number: str
    name: str
    has: tuple[str, ...]  # what it has, in words
    weight: int  # how much that is: the heavier one is proposed to stay


@dataclass(frozen=True)
class MergeView:
    """The two beside each other: `left` is kept, `right` goes."""

    left: Half
    right: Half
    lines: tuple[MergeLine, ...]
    meetings: tuple[Meeting, ...]
    refused: str  # why they cannot be merged; '' when they can
    said: str  # why somebody has said that they are two people

    def take(self) -> frozenset[str]:
        """The fields taken from the right, where nobody chooses."""
        return frozenset(one.key for one in self.lines if one.taken == "right")


@dataclass(frozen=True, kw_only=True)
class BeforeMerge(Query[MergeView]):
    """What a merge would do; Missing when one of them is not there any more."""

    needs = Permission.TRAINEES_MERGE
    reads = frozenset({"trainee", "identity", "trainee_title", "organisation", "enrolment", "mark", "attempt",
                       "certificate", "not_same"})

    kept_id: int
    gone_id: int

    def rows(self, work: Work) -> Sequence[MergeView]:
        left, right = work.get(Trainee, self.kept_id), work.get(Trainee, self.gone_id)
        both = [_spoken(work, left), _spoken(work, right)]
        lines = []
        for key, (words, _columns) in FIELDS.items():
            ours, theirs = both[0].get(key, ""), both[1].get(key, "")
            if ours or theirs:
                asked = key in ASKED and ours and theirs and ours != theirs
                lines.append(MergeLine(key, _(words), ours, theirs, None if asked else "left" if ours else "right"))
        meetings = tuple(meet(work.session, left.id, right.id))
        said = said_of(work, left.id, right.id)
        return [MergeView(_half(work, left), _half(work, right), tuple(lines), meetings, why_not(left, right, meetings),
                          "" if said is None else said.reason or _("No reason was given."))]


def why_not(left: Trainee, right: Trainee, meetings: Sequence[Meeting]) -> str:
    """Why these two cannot be merged; '' when they can."""
    if left.id == right.id:
        return _("Choose two trainees.")
    for one in (left, right):
        if one.status != "active":
            return _("{name}, {number}, has been merged already or removed.").format(
                name=one.full_name, number=one.number)
    return next((one.sentence() for one in meetings if one.stays == 0), "")


def meet(session: Session, left: int, right: int) -> list[Meeting]:
    """The cohorts in which both are."""
    kind, of = column_of("enrolment.trainee_id")
    cohort = column_of("enrolment.cohort_id")[1]
    here = {r[0]: r[1] for r in session.execute(select(cohort, kind.id).where(of == left))}
    found = []
    for key, theirs in session.execute(select(cohort, kind.id).where(of == right).order_by(cohort)):
        if key not in here:
            continue
        mine = here[key]
        holds = held(session, mine), held(session, theirs)
        stays = 0 if all(holds) else mine if holds[0] else theirs if holds[1] else None
        code = session.scalar(select(_COHORT.c.code).where(_COHORT.c.id == key)) or ""
        words = [", ".join(say(one)) or (_("other entries") if one else _("nothing")) for one in holds]
        found.append(Meeting(key, code, mine, theirs, words[0], words[1], stays))
    return found


def _half(work: Work, one: Trainee) -> Half:
    counts = counted(work.session, one.id)
    return Half(one.id, one.version, one.number, one.full_name, tuple(say(counts)), sum(counts.values()))


def _spoken(work: Work, one: Trainee) -> dict[str, str]:
    """Every field of a trainee as people read it."""
    document = work.session.scalars(select(Identity).where(Identity.trainee_id == one.id, Identity.is_current)).first()
    titles = work.session.scalars(select(Title.text).where(Title.trainee_id == one.id).order_by(Title.position))
    employer = work.session.get(Organisation, one.organisation_id) if one.organisation_id else None
    found = {key: _value(columns[0], getattr(one, columns[0])) for key, (_words, columns) in FIELDS.items() if columns}
    found["address"] = ", ".join(filter(None, (
        one.address_1, one.address_2, one.address_3, f"{one.postcode} {one.city}".strip(), one.state,
        country_name(one.country) if one.country else "")))
    found["titles"] = ", ".join(titles)
    found["organisation"] = employer.name if employer else ""
    if document is not None:
        full = work.actor.may(Permission.IDENTITY_FULL)
        number = show(document.type, document.number) if full else mask(document.number)
        found["identity"] = " ".join(filter(None, (type_name(document.type), number, document.country)))
        if document.checked_at is not None:
            found["identity"] += f" ({_('checked')})"
    return found


def _value(name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, date):
        return show_date(value)
    if name.startswith("phone"):
        return show_phone(str(value))
    say_ = {"gender": gender_word, "citizenship": citizenship_word, "nationality": country_name, "category": list_word,
            "sector": list_word, "education": list_word}.get(name)
    return say_(str(value)) if say_ else str(value)
