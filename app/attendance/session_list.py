"""The timetable of a cohort from a list: what its columns are, what is on record, and recording it at once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from app.attendance.queries import SessionRow, read_sessions
from app.attendance.session_words import PART_WORDS, SESSION_MODES
from app.attendance.sessions import MOST, AddSession, ChangeSession, kind_problems, session_problems
from app.cohorts.queries import check_own
from app.cohorts.words import MODES, SESSION_KINDS
from app.errors import Invalid
from app.i18n import N_, _, ngettext
from app.lists.cells import choice_cell, day_cell, text_cell, time_cell
from app.lists.draft import ListDraft, OnRecord
from app.lists.kinds import Field, Kind, Read
from app.office.command import Command, Work
from app.office.permissions import Permission
from app.trainees.layouts import remember_layout
from app.trainees.records import ImportBatch

_KINDS: Final = {
    "teori": "theory", "theory": "theory", "kuliah": "theory", "lecture": "theory", "kelas": "theory",
    "class": "theory", "amali": "practical", "practical": "practical", "makmal": "practical", "lab": "practical",
    "latihan": "practical", "hands on": "practical", "lawatan belajar": "study_visit", "study visit": "study_visit",
    "lawatan": "study_visit", "lawatan syarikat": "company_visit", "lawatan industri": "company_visit",
    "company visit": "company_visit", "industry visit": "company_visit", "capstone": "capstone",
    "projek capstone": "capstone", "projek akhir": "capstone", "peperiksaan": "exam", "exam": "exam", "ujian": "exam",
    "test": "exam", "examination": "exam", "majlis": "ceremony", "ceremony": "ceremony",
    "majlis penutup": "ceremony", "konvokesyen": "ceremony",
}
_MODES: Final = {
    "bersemuka": "onsite", "fizikal": "onsite", "on site": "onsite", "onsite": "onsite", "physical": "onsite",
    "face to face": "onsite", "di pusat": "onsite", "dalam talian": "online", "online": "online", "maya": "online",
    "virtual": "online", "teams": "online", "zoom": "online", "google meet": "online", "microsoft teams": "online",
}
_PARTS: Final = {
    "am": "AM", "pagi": "AM", "morning": "AM", "pm": "PM", "petang": "PM", "ptg": "PM", "tengah hari": "PM",
    "afternoon": "PM", "eve": "EVE", "malam": "EVE", "evening": "EVE", "night": "EVE", "full": "FULL",
    "sehari": "FULL", "penuh": "FULL", "sepanjang hari": "FULL", "sehari penuh": "FULL", "full day": "FULL",
    "whole day": "FULL",
}
TIMES: Final = {"AM": ("08:30", "12:30"), "PM": ("14:00", "17:00"), "EVE": ("20:00", "22:00"),
                "FULL": ("08:30", "17:00")}
VALUES: Final = ("ends_at", "part", "kind", "mode", "venue", "topic")


def _identity(values: Mapping[str, Any]) -> Hashable | None:
    return (values["day"], values["starts_at"]) if values.get("day") and values.get("starts_at") else None


def _whole(values: Mapping[str, Any]) -> Mapping[str, Read]:
    """Times that only the part of the day says, a part that only the times say, and an end before its beginning."""
    begins, ends, part = values.get("starts_at", ""), values.get("ends_at", ""), values.get("part", "")
    found: dict[str, Read] = {}
    if not begins and not ends:
        begins, ends = TIMES[part or "AM"]
        found["starts_at"] = Read(begins, "suggest", _("No time is written; {begin} to {end} is proposed.").format(
            begin=begins, end=ends))
        found["ends_at"] = Read(ends)
    elif not begins or not ends:
        return {"starts_at" if not begins else "ends_at": Read(
            None, "reject", _("Only one of the two times is there. Write when the session begins and ends."))}
    if wrong := session_problems(None, begins, ends):
        return {"ends_at": Read(None, "reject", wrong["starts_at"])}
    if not part:
        long = begins < "12:00" and ends > "14:00"
        found["part"] = Read("FULL" if long else "AM" if begins < "12:00" else "PM" if begins < "18:00" else "EVE")
    return found


SESSIONS: Final = Kind("sessions", N_("Sessions"), (
    Field("day", N_("Day"), r"^(tarikh|tkh|trkh|date)( (kelas|sesi|session|class|kuliah))?$|session date|class date",
          day_cell, required=True, is_date=True, looks=r"\d{4}-\d\d-\d\d.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"),
    Field("starts_at", N_("Begins"), r"^(masa |waktu )?(mula|bermula|dari)$|^(start|begin)s?( time| at)?$|^from$|"
          r"^time (in|from)$|^masa mula", time_cell),
    Field("ends_at", N_("Ends"), r"^(masa |waktu )?(tamat|akhir|hingga|habis)$|^(end|finish)(s|es)?( time| at)?$|"
          r"^(to|until)$|^time (out|to)$", time_cell),
    Field("part", N_("Part of the day"), r"^sesi$|^session$|slot|part of (the )?day|bahagian hari", choice_cell(_PARTS),
          choices=tuple(PART_WORDS.items())),
    Field("kind", N_("Kind"), r"jenis|^kind$|^type$|(session|class) (type|kind)|^kategori$", choice_cell(_KINDS),
          choices=tuple(SESSION_KINDS.items())),
    Field("mode", N_("Mode"), r"^(mod|mode|kaedah|cara)\b|delivery|mod penyampaian", choice_cell(_MODES),
          choices=tuple((m, MODES[m]) for m in SESSION_MODES)),
    Field("venue", N_("Venue"), r"tempat|lokasi|venue|location|^(bilik|dewan|makmal|room|place)\b", text_cell(200)),
    Field("topic", N_("Topic"), r"topik|tajuk|topic|^modul|^module|perkara|subject|^title$|kandungan|^unit\b|"
          r"^(aktiviti|activity|agenda)$", text_cell(300)),
), _identity, _whole)


def on_record(rows: Sequence[SessionRow]) -> dict[Hashable, OnRecord]:
    """The sessions there are, for comparing."""
    return {(r.day, r.starts_at): OnRecord(r.id, {name: getattr(r, name) for name in VALUES})
            for r in rows if not r.cancelled}


@dataclass(frozen=True)
class SessionLine:
    """A session of the list; with `session_id` it changes the one on record, None and '' leave what is there."""

    day: date
    starts_at: str
    ends_at: str
    part: str
    kind: str = ""
    mode: str = ""
    venue: str = ""
    topic: str = ""
    session_id: int | None = None


def lines_of(draft: ListDraft) -> tuple[SessionLine, ...]:
    """What a draft would record."""
    return tuple(SessionLine(**{k: row.fields[k] for k in ("day", "starts_at", *VALUES) if k in row.fields},
                             session_id=row.on_record) for row in draft.ready())


@dataclass(frozen=True, kw_only=True)
class ImportSessions(Command[int]):
    """Record the sessions of a list, all or none. Returns the batch."""

    needs = Permission.SESSIONS_CHANGE

    cohort_id: int
    lines: tuple[SessionLine, ...]
    file_name: str = ""
    file_hash: str = ""
    sheet: str = ""
    mode: str = "add"
    unchanged: int = 0
    left_out: int = 0
    layout: str = ""
    matches: Mapping[str, Any] = field(default_factory=dict)

    def label(self) -> str:
        return ngettext("Import {n} session", "Import {n} sessions", len(self.lines)).format(n=len(self.lines))

    def problems(self) -> dict[str, str]:
        if len(self.lines) > MOST:
            return {"lines": _("This would be {n} sessions. Check the dates.").format(n=len(self.lines))}
        for one in self.lines:
            wrong = session_problems(one.part, one.starts_at, one.ends_at) | kind_problems(
                one.kind or None, one.mode)
            if wrong:
                return wrong
        return {}

    def check(self, work: Work) -> None:
        check_own(work, self.cohort_id)

    def run(self, work: Work) -> int:
        there = {s.id for s in read_sessions(work, self.cohort_id)}
        for one in self.lines:
            if one.session_id is None:
                AddSession(cohort_id=self.cohort_id, day=one.day, part=one.part, starts_at=one.starts_at,
                           ends_at=one.ends_at, kind=one.kind or "theory", mode=one.mode, venue=one.venue,
                           topic=one.topic).run(work)
                continue
            if one.session_id not in there:
                raise Invalid(_("A session of the list is not one of this cohort. Open the list again."))
            ChangeSession(session_id=one.session_id, ends_at=one.ends_at, part=one.part, kind=one.kind or None,
                          mode=one.mode or None, venue=one.venue or None, topic=one.topic or None).run(work)
        changed = sum(one.session_id is not None for one in self.lines)
        if self.layout:
            remember_layout(work, SESSIONS.name, self.layout, self.matches)
        return work.add(ImportBatch(
            kind=SESSIONS.name, file_name=self.file_name, file_hash=self.file_hash, cohort_id=self.cohort_id,
            added=len(self.lines) - changed, changed=changed, unchanged=self.unchanged, left_out=self.left_out,
            sheet=self.sheet, mode=self.mode, by=work.actor.name, at=work.now)).id
