"""What the first run asks, kept apart from its screens; and the new centre that is made of it."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import Invalid, SijilError
from app.i18n import _, language
from app.job import SILENT, Progress

if TYPE_CHECKING:
    from app.centre.open_centre import OpenCentre
    from app.staff.commands import AddUser


@dataclass
class Answers:
    """Everything that is asked. It outlives the screens, so that another language keeps what is typed."""

    step: int = 0
    begin: str = "new"  # new open restore sample
    name: str = ""
    name_ms: str = ""
    code: str = ""
    state: str = ""
    logo: bytes = b""
    alone: bool = False  # no sign-in on this PC
    admin_name: str = ""
    login: str = ""
    password: str = ""
    again: str = ""
    several: bool = False  # several PCs, through PostgreSQL
    file: str = ""  # of the records, when they are on this PC
    server: str = ""
    backups: str = ""  # folder; '' is beside the records

    def where(self) -> str:
        """The address of the records."""
        return self.server.strip() if self.several else self.file


def without_password(where: str) -> str:
    """An address as it may be shown."""
    return re.sub(r"(://[^:/@]+):[^@]*@", r"\1@", where)


def opening_of(answers: Answers) -> OpenCentre:
    """The command that opens the centre."""
    from app.centre.open_centre import OpenCentre
    from app.seeds import seeds

    return OpenCentre(code=answers.code.strip().upper(), name=answers.name.strip(), name_ms=answers.name_ms.strip(),
                      state=answers.state, language=language(), sign_in_required=not answers.alone, seeds=seeds())


def first_user(answers: Answers) -> AddUser:
    """The command that adds the first administrator. Who works alone needs to say nothing of himself."""
    from app.office.permissions import ROLES
    from app.staff.commands import AddUser

    alone = answers.alone
    return AddUser(login=answers.login.strip() or ("admin" if alone else ""),
                   name=answers.admin_name.strip() or (_("Administrator") if alone else ""),
                   roles=frozenset(ROLES) - {"viewer"},
                   password=secrets.token_hex(24) if alone else answers.password)


def centre_problems(answers: Answers) -> dict[str, str]:
    """What is wrong with the centre, by field."""
    return opening_of(answers).problems()


def person_problems(answers: Answers) -> dict[str, str]:
    """What is wrong with the administrator, by field."""
    told = {("admin_name" if key == "name" else key): words for key, words in first_user(answers).problems().items()}
    if not answers.alone and not told.get("password") and answers.password != answers.again:
        told["again"] = _("The two are not the same.")
    return told


def place_problems(answers: Answers) -> dict[str, str]:
    """What is wrong with where the records and backups are to be, by field. Looks at the disk, not at a server."""
    from app.db import place

    if answers.several:
        if not answers.server.strip().startswith("postgresql://"):
            return {"server": _("The address begins with postgresql:// and names the server and the database.")}
    else:
        told = _folder_problem(Path(answers.file).parent) or place.refusal(Path(answers.file))
        if told:
            return {"file": told}
    told = _folder_problem(Path(answers.backups)) if answers.backups else None
    return {"backups": told} if told else {}


def _folder_problem(folder: Path) -> str | None:
    """Why nothing can be written there; a folder that is not there yet is judged by the one that is."""
    import os

    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    if not folder.is_absolute() or not there.is_dir():
        return _("Choose a folder on this PC.")
    return None if os.access(there, os.W_OK) else _("Nothing can be written to {folder}. Choose another.").format(
        folder=there)


def place_warning(answers: Answers) -> str:
    """What to know about the place of the records; '' for nothing."""
    from app.db import place

    return "" if answers.several else place.warning(Path(answers.file)) or ""


def make_centre(answers: Answers, step: Progress = SILENT) -> None:
    """A new database with its centre and first administrator. Raises Invalid before anything is made."""
    from app.centre.commands import SaveCentre
    from app.db.engine import make_engine, sqlite_path
    from app.db.migrate import create
    from app.office.office import Office
    from app.office.permissions import SYSTEM

    opening, first = opening_of(answers), first_user(answers)
    told = {**centre_problems(answers), **person_problems(answers), **place_problems(answers)}
    if told:
        raise Invalid(told)
    where = answers.where()
    path = sqlite_path(where)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    step(0, 3)
    create(where)
    step(1, 3)
    engine = make_engine(where)
    try:
        office = Office(engine, SYSTEM)
        office.do(opening)
        office.do(first)
        if answers.logo or answers.backups:
            office.do(SaveCentre(logo=answers.logo or None, backup_folder=answers.backups or None))
    except BaseException:
        if path is not None:
            engine.dispose()
            path.unlink(missing_ok=True)
        raise
    finally:
        engine.dispose()
    step(3, 3)


def try_to_make(answers: Answers, step: Progress = SILENT) -> dict[str, str]:
    """`make_centre`, with what is wrong as an answer: it belongs beside the fields, not into a window of its own."""
    try:
        make_centre(answers, step)
    except Invalid as error:
        return error.problems
    except SijilError as error:
        return {"server" if answers.several else "file": str(error)}
    return {}


def make_sample(target: Path, step: Progress = SILENT) -> str:
    """The sample centre, made once; where it is. A cancelled one leaves nothing."""
    from app.sample.sample import sample_centre

    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name("making.db")
        beside.unlink(missing_ok=True)
        try:
            with sample_centre(beside, step):
                pass
            beside.replace(target)
        finally:
            for ending in ("", "-journal"):
                beside.with_name(beside.name + ending).unlink(missing_ok=True)
    return str(target)
