"""Lists of people: trainees of the whole centre, and the rolls of cohorts. SQL reads only the columns asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, select

from app.attendance.queries import attendance_figures, read_statuses
from app.cohorts.people import PeopleKeys, with_cohorts
from app.cohorts.queries import check_seen, course_title, own_cohorts, read_cohort, seen_cohorts
from app.cohorts.records import Cohort, Enrolment
from app.cohorts.words import ENROLMENT_STATUSES, ON_ROLL, enrolment_status
from app.errors import Invalid
from app.exchange.columns import Portrait
from app.i18n import N_, _, language, show_span
from app.office.command import Work, chunks
from app.office.permissions import Permission
from app.programmes.records import Course
from app.rosters.listing import Asked, Field, Listing, Row, Subject, Told, Where, column_of
from app.trainees.contact import country_name, show_phone
from app.trainees.identity import mask, show, type_name
from app.trainees.photos import photos_of, with_photo
from app.trainees.queries import TraineeRow, narrowed
from app.trainees.records import Identity, Organisation, Title, Trainee
from app.trainees.words import CITIZENSHIPS, GENDERS, citizenship_word, gender_word, list_word

PERSON: tuple[Field, ...] = (
    Field("place", N_("No."), "number", 6),
    Field("name", N_("Name"), width=44),
    Field("photo", N_("Photo"), "photo", 12, secret=True),
    Field("certificate_name", N_("Name on the certificate"), width=44),
    Field("other_script", N_("Name in another script"), width=20),
    Field("titles", N_("Titles"), width=16),
    Field("id_type", N_("Identity type"), width=16),
    Field("identity", N_("MyKad or passport"), "identity", 18, secret=True),
    Field("id_country", N_("Issuing country"), width=16),
    Field("id_checked", N_("Checked by"), width=18),
    Field("passport", N_("Passport number"), "identity", 16, secret=True),
    Field("passport_country", N_("Passport issued by"), width=16),
    Field("passport_expiry", N_("Passport valid until"), "date", 13),
    Field("birth_date", N_("Birth date"), "date", 13),
    Field("gender", N_("Gender"), width=12, choices=lambda: [_(w) for w in GENDERS.values()]),
    Field("citizenship", N_("Citizenship"), width=20, choices=lambda: [_(w) for w in CITIZENSHIPS.values()]),
    Field("nationality", N_("Country of origin"), width=18),
    Field("ethnicity", N_("Ethnicity"), width=14),
    Field("phone", N_("Phone"), "identity", 16),
    Field("phone_other", N_("Other phone"), "identity", 16),
    Field("email", N_("E-mail"), width=32),
    Field("address_1", N_("Address line 1"), width=32),
    Field("address_2", N_("Address line 2"), width=28),
    Field("address_3", N_("Address line 3"), width=24),
    Field("postcode", N_("Postcode"), "identity", 10),
    Field("city", N_("City"), width=18),
    Field("state", "State", width=20, words=("Negeri", "State")),  # the word alone is the state of a thing
    Field("country", N_("Country"), width=16),
    Field("education", N_("Education"), width=20),
    Field("category", N_("Category"), width=20),
    Field("sector", N_("Sector"), width=20),
    Field("organisation", N_("Employer"), width=32),
    Field("position", N_("Position"), width=24),
    Field("number", N_("Trainee no."), "identity", 13),
)
BLANK: tuple[Field, ...] = (
    Field("signature", N_("Signature"), width=24),
    Field("remarks", N_("Remarks"), width=28),
)
TRAINEES = (*PERSON, Field("cohort", N_("Latest cohort"), width=20), Field("state_words", N_("Standing"), width=16),
            Field("cohorts", N_("Cohorts attended"), "number", 10),
            Field("certificates", N_("Certificates held"), "number", 10), *BLANK)
ENROLMENTS = (
    *PERSON, Field("cohort", N_("Cohort"), width=18), Field("course", N_("Course"), width=30),
    Field("starts", N_("First day"), "date", 13), Field("ends", N_("Last day"), "date", 13),
    Field("joined_on", N_("Joining date"), "date", 13), Field("left_on", N_("Left on"), "date", 13),
    Field("reason", N_("Reason"), "long", 28), Field("attendance", N_("Attendance"), "percent", 12),
    Field("status", N_("Status"), width=16, choices=lambda: [_(w) for w in ENROLMENT_STATUSES.values()]),
    Field("look_at", N_("Look at"), "long", 36),
    Field("name_right", N_("Signature: my name is right"), width=26), *BLANK)

_COLUMNS: Mapping[str, Any] = {
    "number": Trainee.number, "name": Trainee.full_name, "other_script": Trainee.other_script,
    "certificate_name": Trainee.certificate_name, "id_type": Identity.type, "id_country": Identity.country,
    "id_checked": Identity.checked_by, "birth_date": Trainee.birth_date, "gender": Trainee.gender,
    "citizenship": Trainee.citizenship, "nationality": Trainee.nationality, "ethnicity": Trainee.ethnicity,
    "phone": Trainee.phone_mobile, "phone_other": Trainee.phone_other, "email": Trainee.email,
    "address_1": Trainee.address_1, "address_2": Trainee.address_2, "address_3": Trainee.address_3,
    "postcode": Trainee.postcode, "city": Trainee.city, "state": Trainee.state, "country": Trainee.country,
    "education": Trainee.education, "cohort": Cohort.code, "starts": Cohort.starts, "ends": Cohort.ends,
    "joined_on": Enrolment.joined_on, "left_on": Enrolment.left_on, "reason": Enrolment.reason,
    "status": Enrolment.status, "organisation": Organisation.name}
_OWN_OR_THEN = ("category", "sector", "position")
"""Of the person, and of the enrolment as it was then."""


def _country(code: str) -> str:
    return country_name(code, language() == "ms")


_SHAPES: Mapping[str, Callable[[Any], Any]] = {
    "id_type": type_name, "id_country": _country, "gender": gender_word, "citizenship": citizenship_word,
    "nationality": _country, "country": _country, "phone": show_phone, "phone_other": show_phone,
    "category": list_word, "sector": list_word, "status": enrolment_status}


def read_trainees(work: Work, where: Where, asked: Asked) -> Listing:
    """Trainees by name: of these keys, of a text within filters, or all."""
    keys = list(PeopleKeys(text=where.text, where=where.filters).rows(work))
    if where.keys is not None:
        wanted = set(where.keys)
        keys = [key for key in keys if key in wanted]
    facts = ((_("Found by"), where.text.strip()),) if where.text.strip() else ()
    rows = _rows(work, keys, Enrolled(False), asked)
    return Listing(tuple(column_of(_T[key]) for key in asked.keys), rows, facts, lambda: _notes(asked))


def found_in(work: Work, where: Where) -> Where:
    """The same without its text: the enrolments of the trainees that it finds."""
    trainees, _hits = narrowed(work, where.text)
    wanted = select(Enrolment.id).where(Enrolment.trainee_id.in_(trainees))
    if where.cohort_id is not None:
        wanted = wanted.where(Enrolment.cohort_id == where.cohort_id)
    found = set(work.session.scalars(wanted))
    return replace(where, text="", keys=tuple(sorted(found if where.keys is None else found & set(where.keys))))


def read_enrolments(work: Work, where: Where, asked: Asked) -> Listing:
    """The roll of a cohort by name, or of all cohorts that the actor sees by their start."""
    wanted = select(Enrolment.id).join(Trainee, Trainee.id == Enrolment.trainee_id).join(
        Cohort, Cohort.id == Enrolment.cohort_id)
    facts: tuple[Told, ...] = ()
    if where.cohort_id is not None:
        check_seen(work, where.cohort_id)
        wanted = wanted.where(Enrolment.cohort_id == where.cohort_id)
        facts = cohort_facts(work, where.cohort_id)
    mine = seen_cohorts(work.actor)
    if mine is not None:
        wanted = wanted.where(Enrolment.cohort_id.in_(mine))
    if not where.everyone:
        wanted = wanted.where(Enrolment.status.in_(ON_ROLL))
    keys = list(work.session.scalars(wanted.order_by(Cohort.starts, Cohort.code, Trainee.sort_key, Trainee.id)))
    if where.keys is not None:
        only = set(where.keys)
        keys = [key for key in keys if key in only]
    rows = _rows(work, keys, Enrolled(True), asked)
    notes = cohort_notes(work, where, asked)
    return Listing(tuple(column_of(_E[key]) for key in asked.keys), rows, facts, lambda: (*_notes(asked), *notes()))


class Enrolled:
    """Whether rows are enrolments, and how they are joined."""

    def __init__(self, on: bool) -> None:
        self.on = on

    @property
    def key(self) -> Any:
        """What a row is known by."""
        return Enrolment.id if self.on else Trainee.id

    def of(self, name: str) -> Any:
        """The SQL of a column."""
        if name in _OWN_OR_THEN:
            return getattr(Enrolment if self.on else Trainee, name)
        return _COLUMNS[name]

    def joined(self, columns: Sequence[Any]) -> Select[Any]:
        """The question, of one row at least for each key."""
        wanted = select(*columns).select_from(Enrolment if self.on else Trainee)
        if self.on:
            wanted = wanted.join(Trainee, Trainee.id == Enrolment.trainee_id).join(
                Cohort, Cohort.id == Enrolment.cohort_id)
        employer = Enrolment.organisation_id if self.on else Trainee.organisation_id
        return (wanted.outerjoin(Organisation, Organisation.id == employer)
                .outerjoin(Identity, and_(Identity.trainee_id == Trainee.id, Identity.is_current)))


def _rows(work: Work, keys: Sequence[int], kind: Enrolled, asked: Asked) -> list[Row]:
    plain = [k for k in asked.keys if k in _COLUMNS or k in _OWN_OR_THEN]
    if not kind.on:
        plain = [k for k in plain if k != "cohort"]
    columns = [kind.key, Trainee.id, Identity.type, Identity.number, Organisation.name, *(kind.of(k) for k in plain)]
    at = {k: n for n, k in enumerate(plain, start=5)}
    shapes = {k: _SHAPES[k] for k in plain if k in _SHAPES}
    spell = show if asked.full else (lambda _type, number: mask(number))
    if asked.full and "photo" in asked.keys and len(keys) > MOST_PHOTOS:
        raise Invalid({"columns": _("A list with photos has at most {n} rows, and this one would have {all}. Choose "
                                    "fewer people, or leave the photos out.").format(
            n=f"{MOST_PHOTOS:,}", all=f"{len(keys):,}")})
    found: list[Row] = []
    place = 0
    for done, part in enumerate(chunks(keys)):
        work.step(done * 500, len(keys), _("Reading the list"))
        by_key = {r[0]: r for r in work.session.execute(kind.joined(columns).where(kind.key.in_(part)))}
        lines = [by_key[key] for key in part if key in by_key]
        pairs = [(r[0], r[1]) for r in lines]
        more = {name: reader(work, pairs, asked.full) for name, reader in _MORE.items()
                if name in asked.keys and name not in at} if lines else {}
        more |= _latest(work, pairs, [n for n in _LATEST if n in asked.keys and n not in at]) if lines else {}
        low: Mapping[int, Any] = more.get("attendance", {})
        for r in lines:
            place += 1
            values: list[Any] = []
            for name in asked.keys:
                if name == "place":
                    values.append(place)
                elif name == "identity":
                    values.append(spell(r[2], r[3]) if r[3] else "")
                elif name in at:
                    value = r[at[name]]
                    values.append(shapes[name](value) if value and name in shapes else value)
                elif name in more:
                    told = more[name].get(r[0])
                    values.append(told[0] if name == "attendance" and told else told)
                else:
                    values.append(None)
            low_one = low.get(r[0])
            found.append((*values, r[4] or "" if asked.group else "", bool(low_one and low_one[1])))
    if asked.group:
        found.sort(key=lambda row: (not row[-2], row[-2].casefold()))
        if "place" in asked.keys:
            n = asked.keys.index("place")
            found = [(*row[:n], number, *row[n + 1:]) for number, row in enumerate(found, start=1)]
    return found


Pairs = Sequence[tuple[int, int]]
"""Keys of rows, each with its trainee."""


MOST_PHOTOS = 1_000  # rows of a list with photos, which are held together


def _photo(work: Work, pairs: Pairs, full: bool) -> Mapping[int, Any]:
    """The photos where they may leave, else whether there is one."""
    people = {t for _k, t in pairs}
    yes, no = _("yes"), _("no")
    if not full:
        there = with_photo(work, people)
        return {key: yes if who in there else no for key, who in pairs}
    held = photos_of(work, people)
    names = {r.id: r.full_name for r in work.session.execute(
        select(Trainee.id, Trainee.full_name).where(Trainee.id.in_(held)))}
    return {key: Portrait(held[who], yes, _("Photo of {name}").format(name=names[who])) if who in held
            else Portrait(b"", no) for key, who in pairs}


def _titles(work: Work, pairs: Pairs, full: bool) -> Mapping[int, Any]:
    held: dict[int, list[str]] = {}
    for who, text in work.session.execute(select(Title.trainee_id, Title.text).where(
            Title.trainee_id.in_({t for _k, t in pairs})).order_by(Title.position)):
        held.setdefault(who, []).append(text)
    return {key: " ".join(held.get(who, ())) for key, who in pairs}


def _passports(work: Work, pairs: Pairs) -> dict[int, Identity]:
    """Trainee -> the passport: the current one, else the one that came last."""
    found: dict[int, Identity] = {}
    for one in work.session.scalars(select(Identity).where(
            Identity.trainee_id.in_({t for _k, t in pairs}), Identity.type == "PASPORT").order_by(
            Identity.is_current, Identity.id)):
        found[one.trainee_id] = one
    return found


def _passport(work: Work, pairs: Pairs, full: bool) -> Mapping[int, Any]:
    held = _passports(work, pairs)
    return {key: show("PASPORT", held[who].number) if full else mask(held[who].number)
            for key, who in pairs if who in held}


def _passport_country(work: Work, pairs: Pairs, full: bool) -> Mapping[int, Any]:
    held = _passports(work, pairs)
    return {key: _country(held[who].country) if held[who].country else "" for key, who in pairs if who in held}


def _passport_expiry(work: Work, pairs: Pairs, full: bool) -> Mapping[int, Any]:
    held = _passports(work, pairs)
    return {key: held[who].expiry for key, who in pairs if who in held}


def _attendance(work: Work, pairs: Pairs, full: bool) -> Mapping[int, Any]:
    """Enrolment -> per cent cut to one decimal, and whether it is too low."""
    found: dict[int, tuple[Decimal | None, bool]] = {}
    wanted = select(Enrolment.cohort_id).where(Enrolment.id.in_([k for k, _t in pairs]))
    mine = own_cohorts(work.actor)
    if mine is not None:  # who only assesses there sees the roll, not the attendance
        wanted = wanted.where(Enrolment.cohort_id.in_(mine))
    cohorts = set(work.session.scalars(wanted))
    for cohort in sorted(cohorts):
        for key, figure in attendance_figures(work, cohort).items():
            tenths = figure.tenths
            found[key] = (None if tenths is None else Decimal(tenths) / 10, figure.reaches is False)
    return found


def _course(work: Work, pairs: Pairs, full: bool) -> Mapping[int, Any]:
    return {key: course_title(course) for key, course in work.session.execute(
        select(Enrolment.id, Course).join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Course, Course.id == Cohort.course_id).where(Enrolment.id.in_([k for k, _t in pairs])))}


def _look_at(work: Work, pairs: Pairs, full: bool) -> Mapping[int, Any]:
    """What must be looked at before an exam, in words."""
    found: dict[int, str] = {}
    for who, name, other, mail, number, checked in work.session.execute(
            select(Trainee.id, Trainee.full_name, Trainee.certificate_name, Trainee.email, Identity.number,
                   Identity.checked_by)
            .outerjoin(Identity, and_(Identity.trainee_id == Trainee.id, Identity.is_current))
            .where(Trainee.id.in_({who for _key, who in pairs}))):
        told = [(_("No identity document"), not number), (_("Not checked against the card"), not checked),
                (_("The certificate has another name"), bool(other) and other.casefold() != name.casefold()),
                (_("No e-mail for the account"), not mail)]
        found[who] = "; ".join(words for words, said in told if said)
    return {key: found.get(who, "") for key, who in pairs}


_LATEST = {"cohort": "cohort", "state_words": "status_words", "cohorts": "cohorts", "certificates": "certificates"}
"""Columns of trainees that their cohorts tell, asked for together."""


def _latest(work: Work, pairs: Pairs, names: Sequence[str]) -> dict[str, Mapping[int, Any]]:
    if not names:
        return {}
    bare = [TraineeRow(t, 0, "", "", "", "", None, "", "", "", "") for _k, t in pairs]  # only the cohorts are read
    people = with_cohorts(work, bare)
    return {name: {p.id: getattr(p, _LATEST[name]) for p in people} for name in names}


_MORE: Mapping[str, Callable[[Work, Pairs, bool], Mapping[int, Any]]] = {
    "photo": _photo, "titles": _titles, "passport": _passport, "passport_country": _passport_country,
    "passport_expiry": _passport_expiry, "attendance": _attendance, "course": _course, "look_at": _look_at}


def _notes(asked: Asked) -> tuple[Told, ...]:
    said: list[Told] = []
    if {"identity", "passport"} & set(asked.keys) and not asked.full:
        said.append((_("Identity numbers"), _("Digits are hidden. A list with full numbers asks for purpose, recipient "
                                              "and approver, and is recorded.")))
    if "photo" in asked.keys and not asked.full:
        said.append((_("Photos"), _("Only whether there is one. A list with the photos themselves asks for purpose, "
                                    "recipient and approver, and is recorded.")))
    return tuple(said)


def cohort_facts(work: Work, cohort_id: int) -> tuple[Told, ...]:
    """What the head of a list says of its cohort."""
    cohort = read_cohort(work, cohort_id)
    title = f" · {cohort.title}" if cohort.title else ""
    where = f", {cohort.venue}" if cohort.venue else ""
    people = cohort.instructor_names
    return ((_("Cohort"), f"{cohort.code}{title}, {show_span(cohort.starts, cohort.ends)}{where}"),
            (_("Course"), cohort.course_title if cohort.course_title == cohort.course_code else
             f"{cohort.course_code} · {cohort.course_title}"),
            (_("Places"), _("{n} of {places} places").format(n=cohort.enrolled, places=cohort.places)
             if cohort.places else _("{n} trainees").format(n=cohort.enrolled)),
            *([(_("Instructors"), people)] if people else []))


def cohort_notes(work: Work, where: Where, asked: Asked) -> Callable[[], tuple[Told, ...]]:
    """What the words of a list of a cohort mean, with the letters of the language in use now: those in the cells."""
    policy = None
    if where.cohort_id is not None and "attendance" in asked.keys:
        policy = read_cohort(work, where.cohort_id).policy
    letters = {s.policy_key: s.letter for s in read_statuses(work) if s.policy_key} if policy is not None else {}

    def notes() -> tuple[Told, ...]:
        said: list[Told] = []
        if not where.everyone:
            said.append((_("On the roll"), _("Nominated, active and finished enrolments; who has left is not listed.")))
        if policy is not None:
            said.append((_("Attendance policy"), " ".join(policy.details(letters))))
            said.append((_("Attendance"), _("Sessions attended of sessions that count. A session counts once its "
                                            "register was taken; a cancelled one does not.")))
        return tuple(said)

    return notes


_T = {f.key: f for f in TRAINEES}
_E = {f.key: f for f in ENROLMENTS}
SUBJECTS = (Subject("enrolments", N_("Trainees of a cohort"), ENROLMENTS, Permission.COHORTS_VIEW, read_enrolments),
            Subject("trainees", N_("Trainees of the centre"), TRAINEES, Permission.TRAINEES_VIEW, read_trainees,
                    by_text=True))
