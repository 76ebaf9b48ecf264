"""A centre's own form filled with a cohort: which fields there are, and what stands in them.

Of each person it knows what the register shows, and every column that a list of the roll may have.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from app.attendance.queries import Register
from app.attendance.sheets import show_phone
from app.centre.queries import CentreProfile
from app.cohorts.exports import RecordExport, Release, check_release, let_out
from app.cohorts.forms import FormFile
from app.exchange.form import FormReport, Names, Value, check_form, fill_form
from app.i18n import N_, _, language, local_time
from app.job import SILENT, Progress
from app.office.office import Office
from app.rosters.gate import ReadList
from app.rosters.listing import Language, Where
from app.rosters.people import ENROLMENTS
from app.rosters.preset import Preset, chosen
from app.trainees.words import citizenship_word, gender_word


@dataclass(frozen=True)
class Field:
    """A field: its key, what it says, and every name it may have in braces."""

    key: str
    label: str
    names: tuple[str, ...]


ONCE = (
    Field("centre", N_("Centre"), ("centre", "pusat", "centre.name")),
    Field("centre_address", N_("Address of the centre"), ("centre.address", "alamat_pusat")),
    Field("course", N_("Course"), ("course", "kursus", "course.title")),
    Field("course_code", N_("Code of the course"), ("course.code", "kod_kursus")),
    Field("cohort", N_("Cohort"), ("cohort", "kohort", "siri", "cohort.code")),
    Field("cohort_title", N_("Title of the cohort"), ("cohort.title", "tajuk_kohort")),
    Field("starts", N_("First day"), ("starts", "mula", "tarikh_mula", "cohort.start")),
    Field("ends", N_("Last day"), ("ends", "tamat", "tarikh_tamat", "cohort.end")),
    Field("venue", N_("Venue"), ("venue", "tempat", "cohort.venue")),
    Field("instructors", N_("Instructors"), ("instructors", "instructor", "pengajar", "cohort.instructors")),
    Field("today", N_("Today"), ("today", "hari_ini", "tarikh")),
    Field("count", N_("Trainees in the form"), ("count", "bilangan", "rows.count")),
    Field("women", N_("Women in the form"), ("women", "bilangan_perempuan")),
    Field("men", N_("Men in the form"), ("men", "bilangan_lelaki")),
    Field("places", N_("Places"), ("places", "tempat_duduk")),
    Field("prepared_by", N_("Who fills it in"), ("prepared_by", "disediakan_oleh", "prepared_by.name")),
)
EACH = (
    Field("no", N_("No."), ("no", "bil")),
    Field("name", N_("Name"), ("name", "nama", "full_name")),
    Field("certificate_name", N_("Name on the certificate"), ("certificate_name", "nama_sijil")),
    Field("identity", N_("MyKad or passport"), ("identity", "no_kp", "id_number", "kad_pengenalan")),
    Field("gender", N_("Gender"), ("gender", "jantina")),
    Field("citizenship", N_("Citizenship"), ("citizenship", "warganegara")),
    Field("phone", N_("Phone"), ("phone", "telefon", "phone_mobile")),
    Field("email", N_("E-mail"), ("email", "emel", "e-mel")),
    Field("employer", N_("Sent by"), ("employer", "majikan", "organisation")),
    Field("position", N_("Position"), ("position", "jawatan")),
    Field("category", N_("Category"), ("category", "kategori")),
    Field("number", N_("Trainee no."), ("number", "no_pelatih")),
    Field("status", N_("Status"), ("status",)),
    Field("attendance", N_("Attendance in percent"), ("attendance", "kehadiran")),
    Field("remarks", N_("Remarks, left empty for ink"), ("remarks", "catatan", "notes")),
)


_MALAY = {
    "titles": "gelaran", "birth_date": "tarikh_lahir", "id_type": "jenis_pengenalan", "passport": "pasport",
    "passport_country": "negara_pasport", "passport_expiry": "tamat_pasport", "nationality": "negara_asal",
    "ethnicity": "bangsa", "phone_other": "telefon_lain", "address_1": "alamat_1", "address_2": "alamat_2",
    "address_3": "alamat_3", "postcode": "poskod", "city": "bandar", "state": "negeri", "country": "negara",
    "education": "kelulusan", "sector": "sektor", "other_script": "nama_tulisan_lain", "joined_on": "tarikh_masuk",
    "left_on": "tarikh_keluar"}
OF_LISTS = tuple(Field(f.key, f.title, (f.key, _MALAY[f.key])) for f in ENROLMENTS if f.key in _MALAY)
"""Read as lists of the roll read them, when a form asks for them."""


def words_of(one: Field) -> str:
    """What a field is called in the language in use."""
    of_list = next((f for f in ENROLMENTS if f.key == one.key), None) if one in OF_LISTS else None
    return _(one.label) if of_list is None else of_list.titled(language())


@cache
def names() -> Names:
    """What may stand in braces."""
    texts = {f.key for f in ENROLMENTS if f.kind == "identity"} & set(_MALAY)
    return Names({n: f.key for f in ONCE for n in f.names}, {n: f.key for f in (*EACH, *OF_LISTS) for n in f.names},
                 frozenset({"identity", "phone", "number", *texts}))


def check_file(path: Path) -> FormReport:
    """What a form asks for. Raises Invalid, Missing, Unavailable with a sentence."""
    return check_form(path, names())


def sentences(report: FormReport) -> list[str]:
    """What a form's owner should know before it is filled, a sentence each."""
    return [*(_("{sheet}, {cell}: {{{{{name}}}}} is not a field here and stays as it is.").format(
        sheet=one.sheet, cell=one.cell, name=one.name) for one in report.unknown), *report.losses]


def fill(office: Office, form: str, cohort_id: int, out: Path, *, only: Collection[int] | None = None,
         release: Release | None = None, step: Progress = SILENT) -> tuple[FormReport, int]:
    """Fill a form that is kept; what it could not fill, and for how many. `only` are keys of enrolments.

    Identity numbers are masked without a release; with one it is recorded. Raises Refused, Invalid, Missing,
    Unavailable.
    """
    if release is not None:
        check_release(office.actor, release)
    file_name, content = office.ask(FormFile(name=form))[0]
    view = office.ask(Register(cohort_id=cohort_id, full=release is not None))[0]
    people = [r for r in view.rows if r.on_roll and (only is None or r.enrolment_id in only)]
    rows: list[dict[str, Value]] = []
    for n, person in enumerate(people, start=1):
        figure = view.figures.get(person.enrolment_id)
        tenths = figure.tenths if figure else None
        rows.append({
            "no": n, "name": person.name, "certificate_name": person.certificate_name or person.name,
            "identity": person.identity, "gender": gender_word(person.gender),
            "citizenship": citizenship_word(person.citizenship), "phone": show_phone(person.phone),
            "email": person.email, "employer": person.organisation, "position": person.position,
            "category": person.category, "number": person.number, "status": person.status_words, "remarks": "",
            "attendance": None if tenths is None else Decimal(tenths) / 10})
    cohort, centre = view.cohort, office.ask(CentreProfile())
    once: dict[str, Value] = {
        "centre": centre[0].name if centre else "", "centre_address": centre[0].address() if centre else "",
        "course": cohort.course_title, "course_code": cohort.course_code, "cohort": cohort.code,
        "cohort_title": cohort.title, "starts": cohort.starts, "ends": cohort.ends, "venue": cohort.venue,
        "instructors": cohort.instructor_names, "today": local_time(office.clock()).date(), "count": len(rows),
        "women": sum(p.gender == "P" for p in people), "men": sum(p.gender == "L" for p in people),
        "places": cohort.places, "prepared_by": office.actor.name}
    with tempfile.TemporaryDirectory(prefix="sijil-form-") as folder:
        path = Path(folder) / file_name
        path.write_bytes(content)
        _add_from_lists(office, check_file(path), cohort_id, rows, release)
        entry = RecordExport(cohort_id=cohort_id, kind="form", rows=len(rows), release=release,
                             preset=form) if release else None
        with let_out(office, out, entry) as leaving:
            report = fill_form(path, leaving.made, names(), once, rows, step)
    return report, len(rows)


def _add_from_lists(office: Office, report: FormReport, cohort_id: int, rows: list[dict[str, Value]],
                    release: Release | None) -> None:
    """What only lists know, where the form asks for it."""
    of = names().rows
    asked = {one.name.casefold() for one in report.fields}
    wanted = sorted({of[name] for name in asked if name in of} & {f.key for f in OF_LISTS})
    if not wanted or not rows:
        return
    preset = Preset(name="form", subject="enrolments", columns=chosen(("number", *wanted)), language=_language(),
                    identity="full" if release else "masked")
    listing = office.ask(ReadList(preset=preset, where=Where(cohort_id=cohort_id), release=release))[0]
    told = {row[0]: row[1:] for row in listing.rows}
    for one in rows:
        one.update(zip(wanted, told.get(one["number"], [""] * len(wanted)), strict=False))


def _language() -> Language:
    return "ms" if language() == "ms" else "en"
