"""Attendance in files by the command line: a packet out, any file back in."""

from __future__ import annotations

from argparse import Namespace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.console.desk import database_of, office_for
from app.console.lists import newest_import
from app.console.output import Console, UsageError
from app.console.training import cohort_of, day
from app.i18n import _, local_time, ngettext

if TYPE_CHECKING:
    from app.attendance.files.draft import FileDraft

WEEK = timedelta(days=6)


def packet(args: Namespace, console: Console) -> None:
    """Make an attendance packet, for a week unless other days are given."""
    from app.attendance.files.packet import MakePacket, write_packet

    with office_for(args) as office:
        cohort = cohort_of(office, args.cohort)
        today = local_time(office.clock()).date()
        first = day(args.first) if args.first else min(max(today, cohort.starts), cohort.ends)
        last = day(args.last) if args.last else first + WEEK
        uid = write_packet(office, Path(args.out), MakePacket(cohort_id=cohort.id, first=first, last=last,
                                                              instructor=args.instructor), console.progress)
    console.result = {"packet": uid, "file": args.out, "first": first, "last": last}
    console.say(_("Packet {uid} written to {file}.").format(uid=uid, file=args.out))


def import_attendance(args: Namespace, console: Console) -> None:
    """Compare a file with the register and record what is new; likely answers only with `--accept suggestions`."""
    from app.attendance.files.opening import earlier_words, open_file, write_left_out
    from app.centre.backups import before_import

    recorded, batch = 0, None
    with office_for(args, writes=not args.dry_run) as office:
        cohort = cohort_of(office, args.cohort)
        draft = open_file(office, Path(args.file), cohort.id, console.progress)
        if args.session is not None:
            _use_session(draft, args.session)
        if args.accept == "suggestions":
            draft.agree_all()
        _say(draft, console)
        if earlier_words(draft):
            console.complain(earlier_words(draft))
        command = draft.command()
        if command.cells and not args.dry_run:
            before_import(database_of(args), console.progress)
            recorded = office.do(command).value
            batch = newest_import(office, draft.digest)
        if args.report:
            write_left_out(draft, Path(args.report))
    counts = draft.counts()
    console.result = {"kind": draft.kind, "file": draft.book.name, "batch": batch, "recorded": recorded, **counts,
                      "cells": _cells(draft),
                      "open": [{"key": q.key, "about": q.about, "question": q.text} for q in draft.questions()
                               if q.open]}
    if not args.dry_run:
        console.say(ngettext("{n} mark recorded.", "{n} marks recorded.", recorded).format(n=recorded))
    if counts["out"] or counts["conflict"] or draft.open_questions():
        n = len(draft.left_out())
        console.partly(ngettext("{n} cell is left out.", "{n} cells are left out.", n).format(n=n))


def _use_session(draft: FileDraft, number: int) -> None:
    found = next((s for s in draft.known.view.sessions if s.number == number), None)
    if found is None:
        raise UsageError(_("The cohort has no session {n}.").format(n=number))
    if draft.kind not in ("teams", "zoom"):
        raise UsageError(_("This file names its sessions itself."))
    draft.answer("session", str(found.id))


def _cells(draft: FileDraft) -> list[dict[str, Any]]:
    return [{"trainee": c.wanted.who, "session": c.wanted.where, "text": c.wanted.text, "status": c.wanted.status,
             "minutes": c.wanted.minutes, "class": c.cls, "here": c.here, "by": c.here_by, "at": c.here_at,
             "why": c.why} for c in draft.cells()]


def _say(draft: FileDraft, console: Console) -> None:
    from app.attendance.files.opening import cell_columns

    console.say(" · ".join((draft.book.name, *draft.facts())))
    for one in draft.questions():
        if one.open:
            answer = dict(one.options).get(one.answer, "")
            console.say(f"  ? {one.about}: {one.text} {answer}".rstrip())
    columns = cell_columns(draft)
    console.table([c.title() for c in columns],
                  [[c.read(cell) for c in columns] for cell in draft.cells() if cell.cls != "same"])
    counts = draft.counts()
    console.say(_("{new} new, {same} the same, {conflict} marked otherwise here, {out} not taken.").format(**counts))
