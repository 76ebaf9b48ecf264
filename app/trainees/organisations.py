"""Employers and agencies: found by a key under which their spellings fall together, made when they are new."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import select

from app.office.command import Work
from app.trainees.records import Organisation

_FORMS = {"BERHAD": "BHD", "SENDIRIAN": "SDN", "SENDIRIANBERHAD": "SDN BHD", "SDNBHD": "SDN BHD", "LIMITED": "LTD",
          "SYARIKAT": "SYKT", "PERKHIDMATAN": "PERKHIDMATAN", "&": "DAN", "AND": "DAN"}


def organisation_key(name: str) -> str:
    """Capitals without punctuation; `Sdn. Bhd.`, `SDN BHD` and `Sendirian Berhad` are one; '' for no name."""
    plain = unicodedata.normalize("NFKC", name).upper().replace("&", " & ")
    words = re.sub(r"[^\w&]+", " ", plain.replace("'", "").replace("’", "").replace("_", " ")).split()
    return " ".join(_FORMS.get(word, word) for word in words)


def organisation_for(work: Work, name: str, sector: str = "") -> int | None:
    """The key of the organisation of that name, recorded now if it is new; None for no name."""
    clean = " ".join(name.split())
    key = organisation_key(clean)
    if not key:
        return None
    found = work.session.scalar(select(Organisation.id).where(Organisation.name_key == key))
    return found or work.add(Organisation(name=clean, name_key=key, sector=sector)).id
