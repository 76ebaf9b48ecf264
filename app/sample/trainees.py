"""Puts invented people on record and on the roll, as an imported list would."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from app.cohorts.import_trainees import ImportTrainees, ListRow
from app.office.office import Office
from app.sample.people import Person


def record(office: Office, people: Sequence[Person], cohort_id: int) -> None:
    """One list for one cohort."""
    rows = tuple(ListRow(place, _fields(person)) for place, person in enumerate(people, start=2))
    office.do(ImportTrainees(rows=rows, file_name="Senarai pelatih.xlsx", file_hash="", cohort_id=cohort_id))


def _fields(person: Person) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "full_name": person.name, "id_type": person.id_type, "id_number": person.id_number,
        "birth_date": person.birth.isoformat(), "gender": person.gender, "email": person.email,
        "phone_mobile": "+6" + re.sub(r"\D", "", person.phone), "organisation": person.sender,
        "citizenship": "NON" if person.country else "MY"}
    if person.country:
        fields |= {"id_country": person.country, "nationality": person.country}
    return fields
