"""Keeps the searched text of a trainee in step with names, numbers, phones and e-mail."""

from __future__ import annotations

from sqlalchemy import select

from app.office.command import Work
from app.trainees.contact import show_phone
from app.trainees.folding import search_text
from app.trainees.identity import show
from app.trainees.records import Identity, NameChange, Trainee


def phone_texts(phone: str) -> tuple[str, ...]:
    """The ways in which a stored number is typed by somebody who looks for it: 012-345 6789 and +60123456789."""
    return (show_phone(phone), phone) if phone else ()


def refresh_search(work: Work, trainee: Trainee) -> None:
    """Write the searched text anew, from the database; to be called after everything else has changed. Records that
    were merged into this one are found by it too."""
    work.session.flush()
    if trainee.status == "merged":
        text = ""
    else:
        numbers = work.session.execute(
            select(Identity.type, Identity.number).where(Identity.trainee_id == trainee.id))
        old = work.session.scalars(select(NameChange.old_name).where(NameChange.trainee_id == trainee.id)).all()
        merged = work.session.scalars(select(Trainee).where(Trainee.merged_into_id == trainee.id)).all()
        all_ = (trainee, *merged)
        text = searchable(trainee.full_name, trainee.number,
                          [*(show(t, n) for t, n in numbers), *(one.number for one in merged)],
                          tuple(phone for one in all_ for phone in (one.phone_mobile, one.phone_other)),
                          " ".join(filter(None, (one.email for one in all_))),
                          (*(name for one in all_ for name in (one.certificate_name, one.other_script)), *old))
    if text != trainee.search:
        trainee.search = text
        work.session.flush()


def searchable(full_name: str, number: str, identities: list[str], phones: tuple[str, ...], email: str,
               names: tuple[str, ...] = ()) -> str:
    """The searched text. Identities as they are shown, phones as they are stored."""
    return search_text((full_name, *filter(None, names)),
                       (number, *identities, *(way for phone in phones for way in phone_texts(phone))),
                       (email,) if email else ())
