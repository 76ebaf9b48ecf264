"""What is stored in a trainee's fields, in words of the language in use (domain 2.4)."""

from __future__ import annotations

from app.i18n import N_, _

GENDERS = {"L": N_("Male"), "P": N_("Female")}
CITIZENSHIPS = {"MY": N_("Malaysian citizen"), "PR": N_("Permanent resident"), "NON": N_("Not a citizen")}
_ENGLISH = {
    "Pelajar TVET": N_("TVET student"), "Pengajar TVET": N_("TVET instructor"),
    "Pekerja industri": N_("Industry worker"), "Penjawat awam": N_("Civil servant"), "Graduan": N_("Graduate"),
    "Orang awam": N_("Member of the public"), "Kerajaan": N_("Government"), "Akademia": N_("Academia"),
    "Industri": N_("Industry"), "Pelajar": N_("Student"), "Badan berkanun / GLC": N_("Statutory body or GLC"),
    "Bekerja sendiri": N_("Self-employed"), "Tidak bekerja": N_("Not working"),
}


def gender_word(code: str) -> str:
    """Male or Female in the language in use; '' for none."""
    return _(GENDERS[code]) if code in GENDERS else ""


def citizenship_word(code: str) -> str:
    """The citizenship in the language in use; '' for none."""
    return _(CITIZENSHIPS[code]) if code in CITIZENSHIPS else ""


def list_word(value: str) -> str:
    """A category or sector as it is shown; other texts as they are."""
    return _(_ENGLISH[value]) if value in _ENGLISH else value
