"""Which column of a list is which of our fields: told by headings in Malay and English, helped by what is in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

from app.exchange.tables import Table, Value, letter
from app.exchange.tables.header import Heading
from app.i18n import LANGUAGES, N_, _, speaking
from app.lists.headings import is_reason, norm
from app.lists.kinds import Question
from app.lists.texts import as_text

FIELDS: Final[dict[str, str]] = {
    "full_name": N_("Full name"), "name_other_script": N_("Name in another script"), "titles": N_("Titles"),
    "id_type": N_("Identity type"), "id_number": N_("Identity number"), "passport": N_("Passport number"),
    "id_country": N_("Issuing country"), "passport_country": N_("Passport issued by"),
    "birth_date": N_("Birth date"), "gender": N_("Gender"),
    "citizenship": N_("Citizenship"), "nationality": N_("Nationality"), "ethnicity": N_("Ethnicity"),
    "phone_mobile": N_("Mobile phone"), "phone_other": N_("Other phone"), "email": N_("E-mail"),
    "address_1": N_("Address line 1"), "address_2": N_("Address line 2"), "address_3": N_("Address line 3"),
    "postcode": N_("Postcode"), "city": N_("City"), "state": N_("State"), "country": N_("Country"),
    "education_level": N_("Education"), "category": N_("Category"), "sector": N_("Sector"),
    "organisation": N_("Employer"), "position": N_("Position"), "join_date": N_("Joining date"),
    "trainee_no": N_("Trainee number"), "notes": N_("Remarks"),
}
# Headings after `norm`; the first that matches wins. '' = known and not for us.
_IGNORED: Final = (r"(bil|no|num|nombor|number|s ?no|sn|index|indeks|no siri|bilangan|#|row|baris|id|no bil|bil no)|"
                   r"time ?stamp|"
                   r"cap masa|setem masa|start time|completion time|umur|age|tandatangan|signature|last modified time")
_OURS: Final = (
    N_("Name on the certificate"), N_("Checked by"), N_("Passport valid until"), N_("Latest cohort"), N_("Standing"),
    N_("Cohorts attended"), N_("Certificates held"), N_("Cohort"), N_("Course"), N_("First day"), N_("Last day"),
    N_("Left on"), N_("Reason"), N_("Attendance"), N_("Status"), N_("Look at"), N_("Signature: my name is right"),
    N_("Photo"))
"""Columns of our own lists that say what the records say of a person, and nothing that an import takes."""
_OTHER_PERSON: Final = re.compile(
    r"\b(waris|penjaga|ibu|bapa|ayah|father|mother|parents?|guardian|next of kin|kin|emergency|kecemasan|spouse|"
    r"pasangan|suami|"
    r"isteri|penyelia|supervisor|pegawai untuk dihubungi|pic|contact person|pengurus|manager|rujukan|referee)\b")
_PART_FIRST: Final = re.compile(r"(nama )?(sendiri|pertama|diri|given|awal)( name)?|first name|given names?|forename|"
                                r"nama sendiri")
_PART_LAST: Final = re.compile(r"nama (bapa|keluarga|ayah|akhir)|last name|surname|family name|father s? ?name|"
                               r"fathers name")
_PATTERNS: Final[tuple[tuple[str, str], ...]] = (
    ("id_type", r"(jenis|kind|type).*(pengenalan|dokumen|identity|id\b|document|kp\b)|(id|identity|document|doc) type"),
    ("passport_country", r"^passport issued by$|^pasport dikeluarkan oleh$"),
    ("id_country", r"negara pengeluar|(issuing|passport) country|country of issue|negara pasport"),
    ("passport", r"^(no |nombor )?(pasport|passport)( no| number)?$"),
    ("id_number", r"kad pengenalan|pengenalan diri|no (pengenalan|kad peng|identiti)|\bno k ?p\b|^k ?p\b|"
                  r"\bmy ?kad\b(?! pasport)|\bnric\b|"
                  r"\bno i ?c\b|^i ?c\b|\bic (no|num|number)\b|identity (card|no|number)|\bid (no|number)\b|"
                  r"identification|"
                  r"\bkp pasport|no pasport|passport (no|number)|^(no )?kpt?$"),
    ("email", r"\be ?mel\b|\be ?mail\b|mel elektronik"),
    ("name_other_script", r"nama.*(tulisan|cina|mandarin|jawi|tamil)|(chinese|tamil|jawi|native|other script).*name|"
                          r"name.*(chinese|other script|native)"),
    ("organisation", r"majikan|employer|company|syarikat|organi[sz]ation|organisasi|agensi|agency|jabatan|tempat "
                     r"(kerja|bekerja)|"
                     r"^institusi$|^institution$|tajaan oleh|workplace"),
    ("trainee_no", r"(no|nombor|id|kod) (pelatih|peserta|pelajar|matrik|pendaftaran|daftar)|(trainee|student|matric|"
                   r"participant|"
                   r"registration) (no|number|id)"),
    ("phone_other", r"(telefon|tel|phone|fon) (rumah|pejabat|lain|pej|home|office|other)|(home|office|house|other) "
                    r"(tel|phone)|"
                    r"tel(efon)? 2|phone 2"),
    ("phone_mobile", r"telefon|\btel\b|\bphone\b|\bh ?p\b|bimbit|mobile|handphone|whatsapp|\bfon\b|contact (no|number)|"
                     r"no (untuk )?dihubungi|^no hubungan$|\bcell\b"),
    ("birth_date", r"(tarikh|tkh|trkh|hari) lahir|\bdob\b|date of birth|birth ?(date|day)|birthday"),
    ("join_date", r"(tarikh|tkh|trkh) (men)?(daftar|pendaftaran|masuk|mula|lapor)|(join|joining|registration|start|"
                  r"enrol\w*|intake) "
                  r"date|date (joined|of (joining|registration))"),
    ("citizenship", r"warga ?negara|w ?negara|kewarga|citizen|^nationality$|^warga$"),
    ("nationality", r"negara asal|country of origin|nationality"),
    ("gender", r"jantina|gender|^sex$|^l p$|^jant$"),
    ("ethnicity", r"^bangsa$|keturunan|^kaum$|ethnic|^race$|etnik"),
    ("category", r"kategori|^category$|jenis pelatih"),
    ("sector", r"^sektor$|^sector$"),
    ("education_level", r"kelulusan|tahap pendidikan|pendidikan|education|qualification|tahap akademik|akademik"),
    ("position", r"jawatan|position|designation|job title|pekerjaan|occupation"),
    ("postcode", r"poskod|post ?code|postal|^zip"),
    ("state", r"^negeri$|^state$|negeri (tempat )?(tinggal|alamat|kediaman|menetap)"),
    ("city", r"^bandar$|^city$|^town$|^pekan$|^bandar pekan$"),
    ("country", r"^negara$|^country$"),
    ("address_2", r"alamat (baris )?(2|ii|dua)$|address (line )?2"),
    ("address_3", r"alamat (baris )?(3|iii|tiga)$|address (line )?3"),
    ("address_1", r"alamat|address"),
    ("titles", r"^gelaran$|^titles?$|^salutation$|gelaran (nama|kehormat)"),
    ("full_name", r"^nama( penuh| pelatih| peserta| pelajar| calon| pekerja| kakitangan| staf| "
                  r"pegawai)?\b(?!.*(kursus|program|panggilan|bank|"
                  r"ibu|bapa|waris|pengajar|sekolah|fail))|(full|trainee|participant|student|candidate|staff|"
                  r"employee) ?s? name|^name$|"
                  r"^name (as|of (trainee|participant|student))|nama penuh|^names?$"),
    ("notes", r"catatan|remarks?|^nota$|^notes?$|^komen$|ulasan"),
)
_COMPILED: Final = tuple((f, re.compile(p)) for f, p in _PATTERNS)
_IGNORED_RE: Final = re.compile(_IGNORED)


@cache
def _ours() -> frozenset[str]:
    found = set()
    for code in LANGUAGES:
        with speaking(code):
            found |= {norm(_(words)) for words in _OURS}
    return frozenset(found)


@lru_cache(maxsize=2048)
def field_of(text: str) -> str | None:
    """The field a heading names; None when it names none of ours or another person's."""
    word = norm(text)
    if not word or _IGNORED_RE.fullmatch(word) or _OTHER_PERSON.search(word) or word in _ours():
        return None
    if re.search(r"nama.*\((?:[^)]*)(tulisan|cina|jawi|tamil)|name.*\((?:[^)]*)(chinese|script|jawi|tamil)",
                 text.casefold()):
        return "name_other_script"
    if len(word) > 60 and not re.match(r"(nama|name|no|nombor|alamat|e mel|email|adakah anda warga|sila|apakah|what|"
                                       r"your)", word):
        return None
    hits = [(m.start() if len(word) > 40 else 0, at, f) for at, (f, p) in enumerate(_COMPILED) if (m := p.search(word))]
    return min(hits)[2] if hits else None


@dataclass(frozen=True)
class Column:
    """A column of the list: letter, heading, why it is as it is."""

    index: int
    header: str
    why: str = ""

    @property
    def letter(self) -> str:
        return letter(self.index)


@dataclass(frozen=True)
class Mapping:
    """Field -> columns (several only for a name in parts), and the columns that are not taken."""

    fields: dict[str, tuple[Column, ...]]
    ignored: tuple[Column, ...] = ()
    unknown: tuple[Column, ...] = ()
    hidden: tuple[Column, ...] = ()
    questions: tuple[Question, ...] = field(default=())


def guess(table: Table, heading: Heading) -> Mapping:
    """The mapping a careful clerk would start from; what is doubtful is asked."""
    fields: dict[str, tuple[Column, ...]] = {}
    ignored: list[Column] = []
    unknown: list[Column] = []
    hidden: list[Column] = []
    questions: list[Question] = []
    body = list(table.rows[heading.rows[-1]: heading.rows[-1] + 200])
    columns = _columns(table, heading, body)
    parts = _name_parts(columns)
    if parts:
        fields["full_name"] = parts
    for column in columns:
        if column in parts:
            continue
        values = [row[column.index] for row in body if column.index < len(row) and row[column.index] not in (None, "")]
        field_ = _field(column.header, heading.groups.get(column.index, ""), values)
        if column.index in table.hidden_columns:
            hidden.append(Column(column.index, column.header, _("This column is hidden in the file.")))
        elif is_reason(column.header):
            ignored.append(Column(column.index, column.header, _("Our own reasons from last time.")))
        elif norm(column.header) in _ours():
            ignored.append(Column(column.index, column.header, _("Told by the records: nothing to import.")))
        elif field_ == "ignored":
            ignored.append(Column(column.index, column.header, _("Running number, age or time stamp.")))
        elif field_ is None:
            unknown.append(Column(column.index, column.header, _("No field of this name: choose one or leave it out.")))
        elif field_ not in fields:
            fields[field_] = (column,)
        else:
            _second(column, field_, fields, unknown, questions)
    if "id_number" not in fields and "passport" in fields:
        fields["id_number"] = fields.pop("passport")
        if "passport_country" in fields and "id_country" not in fields:
            fields["id_country"] = fields.pop("passport_country")
    for twin in hidden:
        questions.append(Question("hidden column",
                                  _("Column {letter} ('{header}') is hidden. It is not imported unless you "
                         "choose a field for it.").format(letter=twin.letter, header=twin.header), (twin.letter,)))
    for column in unknown:
        questions.append(Question("column " + column.header,
                                  _("Column {letter} ('{header}') has no field here. Choose one or "
                         "leave it out.").format(letter=column.letter, header=column.header), (column.letter,)))
    return Mapping(fields, tuple(ignored), tuple(unknown), tuple(hidden), tuple(questions))


def _columns(table: Table, heading: Heading, body: Sequence[Sequence[Value]]) -> list[Column]:
    out = [Column(at, text) for at, text in heading.texts.items()]
    width = max((len(row) for row in body), default=0)
    for at in range(width):
        if at not in heading.texts:
            filled = sum(1 for row in body if at < len(row) and row[at] not in (None, ""))
            if filled >= 2 and filled * 4 >= len(body):
                out.append(Column(at, ""))
    return sorted(out, key=lambda c: c.index)


def _name_parts(columns: list[Column]) -> tuple[Column, ...]:
    first = [c for c in columns if _PART_FIRST.fullmatch(norm(c.header))]
    last = [c for c in columns if _PART_LAST.fullmatch(norm(c.header))]
    if len(first) == 1 and len(last) == 1 and not any(field_of(c.header) == "full_name" for c in columns
                                                      if c not in first + last):
        return tuple(sorted(first + last, key=lambda c: c.index))
    return ()


def _field(header: str, group: str, values: Sequence[Value]) -> str | None:
    word = norm(header)
    if header and _IGNORED_RE.fullmatch(word):
        return "id_number" if word == "id" and _share(values, r"\d{6}-?\d{2}-?\d{4}") > 0.5 else "ignored"
    if group and _OTHER_PERSON.search(norm(group)):
        return None
    found = field_of(header) if header else None
    if group and found == "full_name" and field_of(group) == "organisation":
        return "organisation"
    if found is None and not (header and _OTHER_PERSON.search(word)) and _is_running(values):
        return "ignored"
    if found == "passport" or found is None or not values:
        return found
    if found == "full_name" and _share(values, r"[\d\s.,-]+") > 0.6:
        return None
    return found


def _share(values: Sequence[Value], pattern: str) -> float:
    hits = sum(1 for v in values if re.fullmatch(pattern, str(v).strip()))
    return hits / len(values) if values else 0.0


def _is_running(values: Sequence[Value]) -> bool:
    texts = [as_text(v).strip() for v in values]
    numbers = [int(t.rstrip(".")) for t in texts if re.fullmatch(r"[0-9]{1,6}\.?", t)]
    return len(numbers) >= 3 and len(numbers) * 10 >= len(values) * 8 and all(
        b - a == 1 for a, b in pairwise(numbers))


def _second(column: Column, field_: str, fields: dict[str, tuple[Column, ...]], unknown: list[Column],
            questions: list[Question]) -> None:
    """A second column for a field: a second phone or address line is taken, everything else is asked."""
    first = fields[field_][0]
    same = norm(first.header) == norm(column.header)
    spare = {"phone_mobile": "phone_other", "address_1": "address_2", "address_2": "address_3",
             "citizenship": "nationality"}.get(field_)
    letters = (first.letter, column.letter)
    if same:
        ask = (_("Two columns are called '{header}' ({first} and {second}). Which one is the trainee's?")
               if field_ == "id_number" else _("Two columns are called '{header}' ({first} and {second}). Say which "
                                               "is which."))
        questions.append(Question("columns " + column.header, ask.format(header=column.header, first=letters[0],
                                                                         second=letters[1]), letters, blocking=True))
    if spare and spare not in fields:
        fields[spare] = (column,)
        return
    if not same:
        questions.append(Question("columns " + column.header,
                                  _("Columns {first} ('{one}') and {second} ('{other}') both look like "
                         "'{field}'. {first} is taken; choose another field for {second} or leave it out.").format(
                             first=letters[0], one=first.header, second=letters[1], other=column.header,
                             field=_(FIELDS[field_])), letters))
    unknown.append(Column(column.index, column.header, _("A second column of this kind.")))
