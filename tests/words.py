"""The words of the program: what the source says, what the Malay catalogues answer, and the compiled file.

Run as `python3 -m tests words`; `--check` compiles nothing and fails when the compiled file is stale.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "resources" / "locale" / "ms"
COMPILED = LOCALE / "LC_MESSAGES" / "sijil.mo"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "ngettext": (1, 2), "gettext": None}
FIELD = re.compile(r"\{(\w*)[^}]*\}")

# Words of Indonesian, or of one language for the other, that must not stand in Malay texts; and what to write.
INDONESIAN = {
    "pelatihan": "latihan", "sertifikat": "sijil", "absensi": "kehadiran", "absen": "tidak hadir",
    "nilai": "markah", "unduh": "muat turun", "unggah": "muat naik", "pengaturan": "tetapan",
    "kata sandi": "kata laluan", "surel": "e-mel", "ekspor": "eksport", "impor": "import", "nomor": "nombor",
    "kode": "kod", "berkas": "fail", "kantor": "pejabat", "perusahaan": "syarikat", "karyawan": "kakitangan",
    "bisa": "boleh", "karena": "kerana", "bahwa": "bahawa", "senin": "Isnin", "jumat": "Jumaat",
    "minggu": "Ahad (minggu = week)", "maret": "Mac", "agustus": "Ogos", "desember": "Disember", "juli": "Julai",
    "juni": "Jun", "jenis kelamin": "jantina", "kecamatan": "daerah", "kabupaten": "daerah", "nik": "no. pengenalan",
    "cadangan": "sandaran (cadangan = suggestion)", "ijazah": "sijil", "kelulusan": "tamat", "izin": "kebenaran",
    "alpha": "tidak hadir", "telat": "lewat", "terlambat": "lewat", "tanggal": "tarikh", "kolom": "lajur",
    "tabel": "jadual", "tombol": "butang", "layar": "skrin", "jendela": "tetingkap", "jaringan": "rangkaian",
    "ponsel": "telefon bimbit", "telepon": "telefon", "rusak": "rosak", "hapus": "padam", "sukses": "berjaya",
    "berhasil": "berjaya", "silakan": "sila", "kemarin": "semalam", "resmi": "rasmi", "manajer": "pengurus",
    "provinsi": "negeri", "propinsi": "negeri", "ruangan": "ruang", "pratinjau": "pratonton", "tampilan": "paparan",
    "tampilkan": "tunjukkan", "opsi": "pilihan", "mahasiswa": "pelajar", "siswa": "pelatih", "pencarian": "carian",
    "unduhan": "muat turun", "direktori": "folder", "hasil": "keputusan",
    "kemaskini": "kemas kini", "muatnaik": "muat naik", "muatturun": "muat turun", "dibawah": "di bawah",
    "diatas": "di atas", "didalam": "di dalam", "disini": "di sini", "email": "e-mel", "emel": "e-mel",
    "server": "pelayan", "database": "pangkalan data", "password": "kata laluan", "backup": "sandaran",
    "printer": "pencetak", "login": "log masuk", "logout": "log keluar", "upload": "muat naik",
    "download": "muat turun", "error": "ralat", "sunday": "Ahad", "monday": "Isnin", "july": "Julai", "august": "Ogos",
}
# Words of that list that are right in one sense: allowed where the English says so.
RIGHT_SENSE = {"minggu": r"week", "cadangan": r"suggest|propos", "ijazah": r"degree",
               "kelulusan": r"approv|qualif|educat", "nilai": r"value|amount|figure",
               "hasil": r"found|value|shows you|this result", "baru": r"only|just"}
TWICE = re.compile(r"(?:\{n\w*\}|\b\d+|semua \{n\})\s+(\w+)-\1\b", re.IGNORECASE)
"""A number and the noun doubled: Malay says the many once, by the number or by the doubling."""


@dataclass
class Report:
    """What is wrong; each line can be acted on."""

    missing: list[str] = field(default_factory=list)
    disagree: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    indonesian: list[str] = field(default_factory=list)
    obsolete: list[str] = field(default_factory=list)

    def wrong(self) -> list[str]:
        """The lines that must be put right; obsolete entries are only mentioned."""
        return [*self.missing, *self.disagree, *self.fields, *self.indonesian]


Key = str | tuple[str, ...]
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # a date in the file would make it new at every run


def said() -> dict[Key, str]:
    """Every text of app/ and ui/ that is marked for translation, with the place where it first stands."""
    found: dict[Key, str] = {}
    for folder in ("app", "ui"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for line, message, _notes, _context in extract_from_file("python", path, keywords=KEYWORDS):
                key: Key = tuple(message) if isinstance(message, tuple) else message
                if key:
                    found.setdefault(key, f"{path.relative_to(ROOT)}:{line}")
    return found


def catalogues() -> list[tuple[str, Catalog]]:
    """The catalogues by area, in the order of their names."""
    read = []
    for path in sorted(LOCALE.glob("*.po")):
        with path.open("rb") as file:
            read.append((path.name, read_po(file, locale="ms", abort_invalid=True)))
    return read


def singular(key: str | Sequence[str]) -> str:
    """What gettext looks a message up by."""
    return key if isinstance(key, str) else key[0]


def texts(value: str | Sequence[str]) -> list[str]:
    """The translations of a message: one, or one for each plural form."""
    return [value] if isinstance(value, str) else list(value)


def merge(areas: Iterable[tuple[str, Catalog]], used: dict[Key, str]) -> tuple[Catalog, Report]:
    """One catalogue of what the program says, and what is wrong with it."""
    whole = Catalog(locale="ms", domain="sijil", project="Sijil", version="1", charset="utf-8",
                    creation_date=EPOCH, revision_date=EPOCH, last_translator="The Sijil authors",
                    language_team="The Sijil authors", msgid_bugs_address="")
    whole.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]  # Babel takes Malay for a language with two
    report = Report()
    where: dict[str, tuple[str, list[str]]] = {}
    by_id = {singular(key): key for key in sorted(used, key=lambda key: isinstance(key, tuple))}  # plurals win
    for area, catalogue in areas:
        for message in catalogue:
            name = singular(message.id) if message.id else ""
            strings = texts(message.string)
            if not name or not all(strings) or message.fuzzy:
                continue
            if name not in by_id:
                report.obsolete.append(f"{area}: not said any more: {name!r}")
                continue
            before = where.setdefault(name, (area, strings))
            if before[1] != strings:
                report.disagree.append(f"{area} and {before[0]} disagree on {name!r}: {strings[0]!r}, {before[1][0]!r}")
                continue
            key = by_id[name]
            one = strings[0]
            whole.add(key, (one,) if isinstance(key, tuple) else one)
            report.fields += differing_fields(area, key, one)
            report.indonesian += indonesian(area, name, one)
    report.missing = sorted(f"{place}: no Malay for {singular(key)!r}" for key, place in used.items()
                            if singular(key) not in where)
    return whole, report


def differing_fields(area: str, key: Key, malay: str) -> list[str]:
    """A field of the English that the Malay lacks, or the other way round, would fail when it is shown."""
    english = key[1] if isinstance(key, tuple) else key
    ours, theirs = set(FIELD.findall(english)), set(FIELD.findall(malay))
    if isinstance(key, tuple):
        ours, theirs = ours | {"n"}, theirs | {"n"}
    return [] if ours == theirs else [f"{area}: fields differ in {english!r}: {malay!r}"]


def indonesian(area: str, english: str, malay: str) -> list[str]:
    """Indonesian words in a Malay text."""
    found = []
    for word, better in INDONESIAN.items():
        if re.search(rf"(?<![\w{{/.@-]){re.escape(word)}(?![\w}}/@])", malay, re.IGNORECASE):
            sense = RIGHT_SENSE.get(word)
            if sense is None or not re.search(sense, english, re.IGNORECASE):
                found.append(f"{area}: {word!r} is not Malay here, write {better}: {malay!r}")
    if TWICE.search(malay):
        found.append(f"{area}: the number says already that there are many: {malay!r}")
    return found


def compiled_now() -> dict[str, list[str]]:
    """What the compiled file says, by message; {} when there is none."""
    if not COMPILED.exists():
        return {}
    with COMPILED.open("rb") as file:
        return content(read_mo(file))


def content(catalogue: Catalog) -> dict[str, list[str]]:
    """A catalogue as plain texts, without its header."""
    return {singular(m.id): texts(m.string) for m in catalogue if m.id}


def compile_to_bytes(whole: Catalog) -> bytes:
    """The compiled catalogue; the same texts give the same bytes."""
    out = BytesIO()
    write_mo(out, whole)
    return out.getvalue()


def main(arguments: Sequence[str] = ()) -> int:
    """Compile (unless --check), report, and the exit status."""
    whole, report = merge(catalogues(), said())
    stale = content(whole) != compiled_now()
    if "--check" not in arguments:
        COMPILED.parent.mkdir(parents=True, exist_ok=True)
        COMPILED.write_bytes(compile_to_bytes(whole))
        stale = False
    for line in [*report.obsolete, *report.wrong()]:
        print(line)
    if stale:
        print(f"{COMPILED.relative_to(ROOT)} is stale: run  python3 -m tests words")
    print(f"{len(content(whole))} texts in Malay, {len(report.missing)} missing, {len(report.disagree)} disagree, "
          f"{len(report.fields)} with other fields, {len(report.indonesian)} Indonesian, "
          f"{len(report.obsolete)} obsolete")
    return int(bool(report.wrong()) or stale)
