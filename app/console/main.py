"""The command line: a second front end on the same door, without Qt.

Exit status: 0 done; 1 done in part, what was refused is listed; 2 wrong usage or input, nothing changed;
3 refused (rights, lock); 4 our fault.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from app.console.output import OURS, PARTLY, REFUSED, USAGE, Console, UsageError
from app.errors import Invalid, Missing, Refused, SijilError, Unavailable
from app.i18n import LANGUAGES, _, use_language
from app.job import Cancelled

log = logging.getLogger(__name__)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}\n{self.format_usage().strip()}")


def parser() -> argparse.ArgumentParser:
    """All commands. Each names the function that does it as 'module:function', imported when it is called."""
    top = _Parser(prog="main.py", description=_("Sijil keeps the records of a training centre. Without a command the "
                                               "window opens."))
    top.add_argument("--database", metavar="FILE-OR-URL", help=_("the database; a file, or a PostgreSQL URL"))
    top.add_argument("--user", metavar="NAME", help=_("who you are; password by prompt or in SIJIL_PASSWORD"))
    top.add_argument("--language", choices=LANGUAGES, help=_("language of what is said"))
    top.add_argument("--json", action="store_true", help=_("a machine-readable result on stdout, nothing else"))
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _centre(commands)
    _imports(commands)
    _training(commands)
    _papers(commands)
    _result_papers(commands)
    _timetable(commands)
    _attendance_files(commands)
    _policies(commands)
    _absence(commands)
    _register_papers(commands)
    _templates(commands)
    _forms(commands)
    _lists(commands)
    _keys(commands)
    _safety(commands)
    return top


Commands = argparse._SubParsersAction  # the type argparse has for them, whatever parser they make


def _add(commands: Commands[Any], name: str, target: str,
         about: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    made.set_defaults(target=target)
    made.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    return made


def _group(commands: Commands[Any], name: str, about: str
           ) -> Commands[Any]:
    made: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about)
    return made.add_subparsers(dest="what", metavar="WHAT", required=True)


def _centre(commands: Commands[Any]) -> None:
    demo = _add(commands, "demo", "centre:demo", _("make a sample centre with its papers in a folder"))
    demo.add_argument("dir", metavar="DIR")
    init = _add(commands, "init", "centre:init", _("make a new centre"))
    init.add_argument("--name", required=True)
    init.add_argument("--code", required=True)
    init.add_argument("--admin", required=True, metavar="LOGIN")
    init.add_argument("--admin-name", metavar="NAME", default="")
    init.add_argument("--state", default="")
    init.add_argument("--no-sign-in", action="store_true", help=_("a centre of one person, without passwords"))
    users = _group(commands, "users", _("who may sign in"))
    _add(users, "list", "centre:users_list", _("list users"))
    add = _add(users, "add", "centre:users_add", _("add a user; password by prompt or in SIJIL_NEW_PASSWORD"))
    add.add_argument("login")
    add.add_argument("--name", default="")
    add.add_argument("--role", action="append", required=True, metavar="ROLE",
                     help="administrator, instructor, certificates, verifier, viewer")
    _add(users, "disable", "centre:users_disable", _("stop a user from signing in")).add_argument("login")
    _add(users, "password", "centre:users_password",
         _("set a password, by prompt or in SIJIL_NEW_PASSWORD")).add_argument("login")


def _imports(commands: Commands[Any]) -> None:
    import_ = _group(commands, "import", _("bring in a list"))
    for name, target, about in (
            ("trainees", "training:import_trainees", _("trainees from .xlsx, .xls, .ods or .csv")),
            ("sessions", "lists:import_sessions", _("the timetable of a cohort")),
            ("exams", "lists:import_exams", _("exam records of a cohort")),
            ("results", "result_papers:import_results", _("a list of marks of a cohort")),
            ("attendance", "attendance_files:import_attendance",
             _("a grid, a packet, a Teams or Zoom report of a cohort")),
            ("certificates", "lists:import_certificates", _("old paper certificates, into the register"))):
        bring = _add(import_, name, target, about)
        bring.add_argument("file", metavar="FILE")
        if name != "certificates":
            bring.add_argument("--cohort", metavar="CODE", required=name != "trainees", help=_(
                "enrol them; without it they are recorded only") if name == "trainees" else None)
        if name == "attendance":
            bring.add_argument("--session", type=int, metavar="N", help=_("the session of a Teams or Zoom report"))
        else:
            bring.add_argument("--sheet")
        if name == "trainees":
            bring.add_argument("--each", metavar="SHEET=COHORT", action="append",
                               help=_("a sheet that is a class of its own; once for each of them"))
        if name not in ("attendance", "results"):
            bring.add_argument("--map", metavar="FILE", help=_("JSON: heading or letter -> field, and fixed values"))
            bring.add_argument("--mode", choices=("add",) if name == "certificates" else ("add", "update", "both"),
                               default="add", help=_("add what is new, update what is on record, or both"))
        bring.add_argument("--accept", choices=("ok", "suggestions"), default="ok",
                           help=_("also take the rows whose repair is only suggested"))
        bring.add_argument("--dry-run", action="store_true", help=_("say what would happen, change nothing"))
        bring.add_argument("--report", metavar="OUT.xlsx", help=_("the rows left out, with reasons"))
    _add(import_, "history", "lists:history", _("which lists were brought in"))
    undo = _add(import_, "undo", "lists:undo", _("take a list back: it and only it"))
    undo.add_argument("batch", metavar="BATCH", type=int)
    undo.add_argument("--changed-too", action="store_true",
                      help=_("also remove people whom somebody has changed since"))
    undo.add_argument("--dry-run", action="store_true", help=_("say what would happen, change nothing"))


def _training(commands: Commands[Any]) -> None:
    cohorts = commands.add_parser("cohorts", help=_("list cohorts, or add one"))
    cohorts.set_defaults(target="training:cohorts_list")
    cohorts.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    more = cohorts.add_subparsers(dest="what", metavar="add")
    add = _add(more, "add", "training:cohorts_add", _("open a cohort"))
    add.add_argument("--course", required=True, metavar="CODE")
    add.add_argument("--code", required=True)
    add.add_argument("--from", required=True, dest="starts", metavar="DATE")
    add.add_argument("--to", required=True, dest="ends", metavar="DATE")
    add.add_argument("--title", default="")
    add.add_argument("--venue", default="")
    add.add_argument("--places", type=int)
    add.add_argument("--days", metavar="Mon-Fri", help=_("weekdays with sessions: Mon-Fri or Mon,Wed,Fri"))
    add.add_argument("--time", action="append", metavar="08:30-12:30", help=_("time of a session; may be repeated"))
    list_ = _add(commands, "trainees", "training:trainees_list", _("list trainees, or find some"))
    list_.add_argument("text", nargs="?", default="")
    list_.add_argument("--limit", type=int, default=200)
    _duplicates(commands)
    roster = _add(commands, "roster", "training:roster", _("write the roster of a cohort"))
    roster.add_argument("--cohort", required=True, metavar="CODE")
    roster.add_argument("--out", required=True, metavar="FILE.xlsx")
    _full(roster)
    sheet = _add(commands, "attendance-sheet", "training:attendance_sheet", _("write the attendance sheet"))
    sheet.add_argument("--cohort", required=True, metavar="CODE")
    sheet.add_argument("--out", required=True, metavar="FILE.xlsx|.pdf")
    sheet.add_argument("--blank", action="store_true", help=_("for signing, without marks"))
    mark = _add(commands, "mark", "training:mark", _("mark attendance: NO=STATUS, STATUS a letter, or nothing to "
                                                     "clear"))
    mark.add_argument("--cohort", required=True, metavar="CODE")
    mark.add_argument("--session", required=True, type=int, metavar="N")
    mark.add_argument("--identity", required=True, action="append", nargs="+", metavar="NO=STATUS")


def _duplicates(commands: Commands[Any]) -> None:
    list_ = _add(commands, "duplicates", "duplicates:duplicates", _("list who may be recorded twice, with why"))
    list_.add_argument("--limit", type=int, default=2000)
    merge = _add(commands, "merge", "duplicates:merge", _("make one record of two of one person"))
    merge.add_argument("kept", metavar="KEPT", help=_("the number of the record that stays, such as T26-00041"))
    merge.add_argument("gone", metavar="GONE", help=_("the number of the record that goes into it"))
    merge.add_argument("--name", choices=("left", "right"), help=_("whose name stays: left is KEPT, right is GONE"))
    merge.add_argument("--identity", choices=("left", "right"), help=_("whose identity document is the current one"))
    merge.add_argument("--take", action="append", default=[], metavar="FIELD", help=_("a field taken from GONE"))
    merge.add_argument("--reason", default="")
    merge.add_argument("--dry-run", action="store_true", help=_("say what would happen, change nothing"))
    back = _add(commands, "unmerge", "duplicates:unmerge", _("take a merge back"))
    back.add_argument("number", metavar="GONE", help=_("the number of the record that went"))
    two = _add(commands, "not-same", "duplicates:not_same", _("remember that two trainees are two people"))
    two.add_argument("one", metavar="A")
    two.add_argument("other", metavar="B")
    two.add_argument("--why", default="", help=_("how it is known"))
    two.add_argument("--take-back", action="store_true", help=_("they may be one person after all"))


def _register_papers(commands: Commands[Any]) -> None:
    cards = _add(commands, "cards", "attendance_papers:cards", _("write the trainee cards of a cohort"))
    cards.add_argument("cohort", metavar="COHORT")
    cards.add_argument("out", metavar="OUT.pdf")
    kinds = cards.add_mutually_exclusive_group()
    kinds.add_argument("--tags", action="store_true", help=_("name tags instead"))
    kinds.add_argument("--desk", action="store_true", help=_("cards for the desk instead"))
    t3 = _add(commands, "t3", "attendance_papers:t3", _("write the sponsor's attendance report of each employer"))
    t3.add_argument("cohort", metavar="COHORT")
    t3.add_argument("--out", required=True, metavar="DIR")
    _release(t3)
    t3.add_argument("--employer", metavar="NAME")
    t3.add_argument("--replaced", action="store_true", help=_("also who was replaced"))


def _papers(commands: Commands[Any]) -> None:
    papers = _group(commands, "certificates", _("issue, list and void certificates"))
    issue = _add(papers, "issue", "papers:issue", _("issue the certificates of all who qualify"))
    issue.add_argument("--cohort", required=True, metavar="CODE")
    issue.add_argument("--out", required=True, metavar="DIR")
    issue.add_argument("--combined", metavar="FILE.pdf")
    issue.add_argument("--kind", choices=("completion", "attendance", "achievement", "participation",
                                            "award"))
    issue.add_argument("--design", metavar="TEMPLATE", help=_("code of the template"))
    issue.add_argument("--paper-language", choices=("ms", "en", "bi"))
    issue.add_argument("--date", metavar="DATE")
    issue.add_argument("--award-ms", metavar="TEXT", default="", help=_("what the award is for, in Malay"))
    issue.add_argument("--award-en", metavar="TEXT", default="", help=_("what the award is for, in English"))
    issue.add_argument("--awarded", metavar="DATE", help=_("the day of the result or the ceremony"))
    _pin(issue)
    _life(papers)
    verify = _add(commands, "verify", "papers:verify", _("say whether a certificate is genuine and valid"))
    verify.add_argument("what", nargs="+", metavar="NUMBER|CODE|FILE", help=_(
        "what is on the paper or in its QR code, a PDF, or a badge (.json, .png)"))
    _print(commands)
    badge = _add(commands, "badge", "badges:badge", _("write a certificate as an Open Badge"))
    badge.add_argument("number", metavar="NUMBER")
    badge.add_argument("--out", required=True, metavar="FILE", help=_("ending in .json, or in .png for a picture"))
    publish = _add(commands, "publish", "publish:publish", _("write the verify page and its lists into a folder"))
    publish.add_argument("folder", metavar="DIR")


def _pin(command: argparse.ArgumentParser) -> None:
    """Where the PIN of an authority's key is read from, on commands that sign files."""
    command.add_argument("--pin-file", metavar="FILE", help=_("its first line is the PIN of the authority's key"))


def _print(commands: Commands[Any]) -> None:
    run = _add(commands, "print", "prints:print_", _("write certificates, labels or lists for the printer"))
    run.add_argument("what", nargs="+", metavar="COHORT|NUMBER")
    run.add_argument("--out", required=True, metavar="FILE.pdf|DIR", help=_("one file, or a folder for a file each"))
    run.add_argument("--order", choices=("stage", "roll", "name", "number"), default="stage")
    run.add_argument("--from", dest="first", type=int, default=1, metavar="N", help=_("from this sheet on"))
    run.add_argument("--no-background", action="store_true", help=_("for paper that is printed already"))
    run.add_argument("--kind", choices=("completion", "attendance", "achievement", "participation", "award"))
    _pin(run)
    run.add_argument("--pattern", default="", help=_("names of single files: {number} {name} {cohort} {seq}"))
    run.add_argument("--labels", nargs="?", const="3x7", choices=("3x7", "2x7", "3x8"), metavar="3x7|2x7|3x8",
                     help=_("labels for the envelopes instead"))
    for name, about in (("register", _("the register to sign instead")), ("proof", _("the names to check instead")),
                        ("programme", _("the list for the programme book instead; .xlsx too")),
                        ("sample", _("as samples, without numbers"))):
        run.add_argument(f"--{name}", action="store_true", help=about)
    log = _add(commands, "print-log", "prints:log", _("show who printed what, when and where"))
    log.add_argument("text", nargs="?", default="")
    log.add_argument("--twice", action="store_true", help=_("only runs with papers that came out more than once"))


def _life(papers: Commands[Any]) -> None:
    list_ = _add(papers, "list", "certificates:list_", _("list certificates, or find some"))
    list_.add_argument("text", nargs="?", default="")
    list_.add_argument("--cohort", metavar="CODE", default="")
    list_.add_argument("--state", default="", choices=("valid", "replaced", "expired", "void", "legacy"))
    list_.add_argument("--unprinted", action="store_true", help=_("not printed yet"))
    list_.add_argument("--uncollected", action="store_true", help=_("printed, not handed out"))
    list_.add_argument("--days", type=int, metavar="N", help=_("printed so many days ago, not handed out"))
    list_.add_argument("--expires", type=int, metavar="DAYS", help=_("expires within so many days"))
    list_.add_argument("--void-asked", action="store_true", help=_("a verifier is asked to make it void"))
    list_.add_argument("--from", dest="first", default="", metavar="DATE")
    list_.add_argument("--until", dest="last", default="", metavar="DATE")
    list_.add_argument("--out", metavar="FILE.xlsx", help=_("write a workbook with every date"))
    letter = _add(papers, "letter", "certificates:letter", _("write the letter that confirms a certificate"))
    letter.add_argument("number", metavar="NUMBER")
    letter.add_argument("--out", required=True, metavar="FILE.pdf")
    letter.add_argument("--reference", default="")
    letter.add_argument("--paper-language", choices=("ms", "en"), default="ms")
    correct = _add(papers, "correct", "certificates:correct", _("correct a certificate before it is handed out"))
    correct.add_argument("number")
    correct.add_argument("--reason", required=True)
    for option in ("--name", "--course", "--starts", "--ends", "--venue"):
        correct.add_argument(option)
    correct.add_argument("--records", action="store_true", help=_("take what the records say now"))
    replace = _add(papers, "replace", "certificates:replace", _("replace a certificate that was handed out"))
    replace.add_argument("number")
    replace.add_argument("--why", required=True, choices=("lost", "damaged", "misspelt_centre", "misspelt_applicant",
                                                          "renamed"))
    replace.add_argument("--name", help=_("the name on the new print"))
    for option, words in (("--report", _("police report or declaration")), ("--fee", "RM"),
                          ("--receipt", _("number of the receipt")), ("--by", _("who asks for it")),
                          ("--note", _("anything else"))):
        replace.add_argument(option, default="", help=words)
    collect = _add(papers, "collect", "certificates:collect", _("note certificates as handed out, or as back again"))
    collect.add_argument("numbers", nargs="+", metavar="NUMBER")
    for option, words in (("--by", _("somebody else than the holder")), ("--shown", _("the document shown")),
                          ("--on", _("the day, if it is not today")), ("--post", _("posted to this address")),
                          ("--posting", _("number of the posting")), ("--returned", _("it came back: why")),
                          ("--undo", _("it was not handed out after all: why"))):
        collect.add_argument(option, default="", help=words)
    void = _add(papers, "void", "certificates:void", _("void a certificate for good, or ask and decide"))
    void.add_argument("number")
    void.add_argument("--reason", default="")
    how = void.add_mutually_exclusive_group()
    how.add_argument("--ask", action="store_true", help=_("ask a verifier"))
    how.add_argument("--approve", action="store_true", help=_("do what was asked"))
    how.add_argument("--refuse", action="store_true", help=_("let it stay valid"))


def _timetable(commands: Commands[Any]) -> None:
    sessions = _add(commands, "sessions", "timetable:sessions", _("list, make, copy or cancel sessions of a cohort"))
    sessions.add_argument("cohort", metavar="COHORT")
    sessions.add_argument("--generate", action="store_true", help=_("make sessions by the calendar of the centre"))
    sessions.add_argument("--days", "--weekdays", metavar="Mon-Fri",
                          help=_("weekdays with sessions: Mon-Fri or Mon,Wed,Fri"))
    sessions.add_argument("--time", "--slots", action="append", metavar="08:30-12:30",
                          help=_("times of day; may be repeated"))
    sessions.add_argument("--every", type=int, default=1, metavar="N", help=_("each nth week"))
    sessions.add_argument("--most", "--count", type=int, metavar="N", help=_("end after so many sessions"))
    sessions.add_argument("--from", dest="first", default="", metavar="DATE")
    sessions.add_argument("--until", default="", metavar="DATE")
    sessions.add_argument("--like", default="", metavar="COHORT", help=_("copy the timetable of another cohort"))
    sessions.add_argument("--cancel", type=int, metavar="NO")
    sessions.add_argument("--postpone", type=int, metavar="NO")
    sessions.add_argument("--restore", type=int, metavar="ID")
    sessions.add_argument("--replace", default="", metavar="NO|DATE", help=_(
        "make up for session NO, which is cancelled with --reason, or for one that DATE lost, on another day"))
    sessions.add_argument("--on", default="", metavar="DATE")
    sessions.add_argument("--reason", default="")
    sessions.add_argument("--holidays", default="", metavar="FILE", help=_("bring the holidays of a list first"))
    holidays = _add(commands, "holidays", "timetable:holidays", _("list the holidays, or bring them from a file"))
    holidays.add_argument("file", nargs="?", default="", metavar="FILE")
    holidays.add_argument("--state", default="", metavar="STATE", help=_("take the weekends of a state of Malaysia"))


def _attendance_files(commands: Commands[Any]) -> None:
    packet = _add(commands, "packet", "attendance_files:packet", _("make an attendance packet for an instructor"))
    packet.add_argument("cohort", metavar="COHORT")
    packet.add_argument("out", metavar="OUT.xlsx")
    packet.add_argument("--instructor", default="", metavar="NAME", help=_("leave out sessions that others teach"))
    packet.add_argument("--from", dest="first", default="", metavar="DATE")
    packet.add_argument("--to", dest="last", default="", metavar="DATE")


def _result_papers(commands: Commands[Any]) -> None:
    slip = _add(commands, "slip", "result_papers:slip", _("write result slips as PDF, of a cohort or of a trainee"))
    slip.add_argument("who", metavar="COHORT|TRAINEE")
    slip.add_argument("--two", action="store_true", help=_("two to a sheet"))
    transcript = _add(commands, "transcript", "result_papers:transcript", _("issue a transcript as PDF"))
    transcript.add_argument("trainee", metavar="TRAINEE")
    _pin(transcript)
    transcript.add_argument("--template", metavar="CODE", default="transkrip", help=_("a template of transcripts"))
    for made in (slip, transcript):
        made.add_argument("out", metavar="OUT.pdf")
        made.add_argument("--paper-language", choices=("ms", "en", "bi"), default="bi")
    table = _add(commands, "results", "results:results", _("show the results of a cohort, with totals and outcome"))
    table.add_argument("cohort", metavar="COHORT")
    export = _add(commands, "results-export", "result_papers:results_export", _("write the results of a cohort"))
    export.add_argument("cohort", metavar="COHORT")
    export.add_argument("out", metavar="OUT.xlsx")
    export.add_argument("--plain", action="store_true", help=_("as a list of marks that can be read back"))
    exams = _add(commands, "exams", "result_papers:exams", _("list exam results and until when they are valid"))
    exams.add_argument("--cohort", metavar="CODE", default="")
    exams.add_argument("--only", choices=("passed", "expiring", "flagged"), default="")
    exams.add_argument("--days", type=int, default=90, help=_("what expires soon is due within so many days"))
    exams.add_argument("--out", metavar="OUT.xlsx", default="")
    names = _add(commands, "names", "result_papers:names", _("write the check list of names before an exam"))
    names.add_argument("cohort", metavar="COHORT")
    names.add_argument("out", metavar="OUT.pdf|.xlsx")
    _release(names)


def _policies(commands: Commands[Any]) -> None:
    figures = _add(commands, "figures", "policies:figures", _("attendance of a cohort in figures, with its policy"))
    figures.add_argument("cohort", metavar="COHORT")
    figures.add_argument("--instead", action="append", metavar="RULE=VALUE",
                         help=_("by another policy, without changing it; may be repeated"))
    risk = _add(commands, "risk", "policies:risk", _("who is at risk of too little attendance"))
    risk.add_argument("cohort", metavar="COHORT", nargs="?", default="")
    policy = _add(commands, "policy", "policies:policy", _("say the attendance policy of a cohort, or change it"))
    policy.add_argument("cohort", metavar="COHORT")
    policy.add_argument("rule", nargs="*", metavar="RULE=VALUE")
    policy.add_argument("--dry-run", action="store_true", help=_("say what would happen, change nothing"))


def _absence(commands: Commands[Any]) -> None:
    leave = _add(commands, "leave", "absence:leave", _("leave in a cohort, or leave granted to one trainee"))
    leave.add_argument("cohort", metavar="COHORT")
    leave.add_argument("--trainee", metavar="NUMBER")
    leave.add_argument("--from", dest="first", metavar="DATE")
    leave.add_argument("--to", dest="last", metavar="DATE")
    leave.add_argument("--status", default="S", metavar="CODE")
    for name in ("reason", "document", "issuer"):
        leave.add_argument(f"--{name}", default="")
    leave.add_argument("--note", action="store_true", help=_("only note it; the office grants it later"))


def _templates(commands: Commands[Any]) -> None:
    templates = _group(commands, "template", _("templates of certificates"))
    _add(templates, "list", "templates:list_", _("list templates and what uses them"))
    show = _add(templates, "show", "templates:show", _("the versions of a template"))
    show.add_argument("template", metavar="TEMPLATE")
    export = _add(templates, "export", "templates:export", _("write a template to a file, with its pictures and fonts"))
    export.add_argument("template", metavar="TEMPLATE")
    export.add_argument("out", metavar="OUT.sijiltemplate")
    bring = _add(templates, "import", "templates:import_", _("bring a template in from a file, as a draft"))
    bring.add_argument("file", metavar="FILE.sijiltemplate")
    duplicate = _add(templates, "duplicate", "templates:duplicate", _("make a template like another one"))
    duplicate.add_argument("template", metavar="TEMPLATE")
    duplicate.add_argument("name", metavar="NAME")
    _add(templates, "clear", "templates:clear", _("take away pictures and fonts that no template shows"))
    publish = _add(templates, "publish", "templates:publish", _("approve the draft of a template"))
    publish.add_argument("template", metavar="TEMPLATE")
    publish.add_argument("--note", default="")
    series = _add(commands, "series", "templates:series", _("the series of certificate numbers and what comes next"))
    series.add_argument("--next", type=int, default=3, metavar="N")


def _lists(commands: Commands[Any]) -> None:
    export = _add(commands, "export", "rosters:export", _("write a list by its preset: roster, nominal roll …"))
    export.add_argument("preset", metavar="PRESET")
    export.add_argument("--out", required=True, metavar="FILE|-", help=_("- prints it as text with tabs"))
    export.add_argument("--cohort", metavar="CODE")
    export.add_argument("--text", default="", help=_("only those that this text finds"))
    export.add_argument("--everyone", action="store_true", help=_("also those who have left"))
    export.add_argument("--format", choices=("xlsx", "pdf", "csv"), help=_("else as the name of the file says"))
    export.add_argument("--masked", action="store_true", help=_("digits of identity numbers hidden"))
    _full(export)
    export.add_argument("--password-file", metavar="FILE|-",
                        help=_("the password of an .xlsx or .pdf stands in its first line"))
    export.add_argument("--overwrite", action="store_true", help=_("write over a file that is there"))
    presets = _group(commands, "presets", _("the lists that may be written"))
    _add(presets, "list", "rosters:presets", _("list them"))
    _add(presets, "show", "rosters:show", _("write one as JSON")).add_argument("preset", metavar="PRESET")
    save = _add(presets, "save", "rosters:save", _("keep a list out of JSON"))
    save.add_argument("file", metavar="FILE.json")
    save.add_argument("--name", metavar="NAME")
    save.add_argument("--replace", action="store_true", help=_("put it in the place of the one of that name"))
    save.add_argument("--mine", action="store_true", help=_("for yourself only"))
    _add(presets, "remove", "rosters:remove", _("take one away")).add_argument("preset", metavar="PRESET")
    gone = _add(commands, "exports", "rosters:left", _("what has left with full identity numbers"))
    gone.add_argument("text", nargs="?", default="")
    gone.add_argument("--limit", type=int, default=200)


def _full(command: argparse.ArgumentParser) -> None:
    command.add_argument("--full", action="store_true", help=_("identity numbers in full; needs --purpose, "
                                                               "--recipient and --approver"))
    _release(command)


def _release(command: argparse.ArgumentParser) -> None:
    """What full identity numbers need to leave."""
    for name in ("purpose", "recipient", "approver"):
        command.add_argument(f"--{name}", default="")


def _forms(commands: Commands[Any]) -> None:
    forms = _group(commands, "form", _("the centre's own forms, filled with a cohort"))
    _add(forms, "list", "forms:list_", _("list the forms that are kept"))
    _add(forms, "fields", "forms:fields", _("what may stand in braces in a form"))
    _add(forms, "check", "forms:check", _("what a form asks for, and what filling it would lose")).add_argument(
        "file", metavar="FILE.xlsx")
    add = _add(forms, "add", "forms:add", _("keep a form"))
    add.add_argument("file", metavar="FILE.xlsx")
    add.add_argument("--name", metavar="NAME")
    add.add_argument("--replace", action="store_true", help=_("put it in the place of the form of that name"))
    rename = _add(forms, "rename", "forms:rename", _("give a form another name"))
    rename.add_argument("form", metavar="FORM")
    rename.add_argument("new", metavar="NEW")
    retire = _add(forms, "retire", "forms:retire", _("offer a form no more"))
    retire.add_argument("form", metavar="FORM")
    retire.add_argument("--again", action="store_true", help=_("offer it again"))
    give = _add(forms, "export", "forms:give", _("write the file of a form as it was added"))
    give.add_argument("form", metavar="FORM")
    give.add_argument("out", metavar="OUT.xlsx")
    fill = _add(forms, "fill", "forms:fill", _("fill a form with a cohort"))
    fill.add_argument("form", metavar="FORM")
    fill.add_argument("cohort", metavar="COHORT")
    fill.add_argument("out", metavar="OUT.xlsx")
    _full(fill)
    fill.add_argument("--overwrite", action="store_true", help=_("put it in the place of a file that is there"))


def _keys(commands: Commands[Any]) -> None:
    keys = _group(commands, "keys", _("the centre's signing keys"))
    _add(keys, "list", "keys:list_", _("all keys, whether this PC can sign, and what is to be done"))
    for name, about in (("backup", _("write the key backup, sealed with a passphrase, and try it")),
                        ("drill", _("open a key backup and sign with what is in it")),
                        ("restore", _("let this PC sign with the keys of a backup"))):
        made = _add(keys, name, f"keys:{name}", about)
        made.add_argument("file", metavar="FILE.sijilkeys")
        made.add_argument("--passphrase-file", metavar="FILE", help=_("its first line is the passphrase"))
    rotate = _add(keys, "rotate", "keys:rotate", _("new keys; what the old ones signed still verifies"))
    rotate.add_argument("--backup", metavar="FILE.sijilkeys", help=_("where the root key is, once it left this PC"))
    rotate.add_argument("--passphrase-file", metavar="FILE", help=_("its first line is the passphrase"))
    rotate.add_argument("--all", action="store_true", help=_("a new root as well: the old keys are lost or stolen"))
    revoke = _add(keys, "revoke", "keys:revoke", _("no longer believe a key from a day on"))
    revoke.add_argument("kid", metavar="KEY")
    revoke.add_argument("--from", dest="since", required=True, metavar="DATE")
    revoke.add_argument("--reason", required=True)
    signer = _add(keys, "signer", "keys:signer", _("sign PDF files with a licensed authority's key, or with our own"))
    signer.add_argument("--pkcs12", metavar="FILE.p12")
    signer.add_argument("--pkcs11", metavar="MODULE", help=_("the library of the token's maker"))
    signer.add_argument("--token", default="", metavar="LABEL")
    signer.add_argument("--certificate", default="", metavar="LABEL")
    signer.add_argument("--own", action="store_true", help=_("the centre's own key again"))
    _pin(signer)
    export = _add(keys, "export", "keys:export", _("write the published key file"))
    export.add_argument("out", metavar="OUT.json")


def _safety(commands: Commands[Any]) -> None:
    _add(commands, "check", "safety:check", _("check the database and its history"))
    backup = _add(commands, "backup", "safety:backup", _("make a verified backup now"))
    backup.add_argument("--to", metavar="DIR")
    restore = _add(commands, "restore", "safety:restore", _("put a backup in place; the present file is kept aside"))
    restore.add_argument("file", metavar="FILE")
    history = _add(commands, "history", "safety:history", _("who changed what and when"))
    history.add_argument("--trainee", metavar="NUMBER")
    history.add_argument("--limit", type=int, default=50)
    selftest = _add(commands, "selftest", "safety:selftest", _("the data-safety protocol, through the real door"))
    selftest.add_argument("what", choices=("write", "list"))


def main(argv: Sequence[str] | None = None) -> int:
    """Do one command; the exit status."""
    console = Console()
    _utf8_streams()
    try:
        args = parser().parse_args(argv)
        console.as_json = args.json
        if args.language:
            use_language(args.language)
        module, function = args.target.split(":")
        getattr(importlib.import_module(f"app.console.{module}"), function)(args, console)
        return console.finish()
    except (UsageError, Invalid, Missing, Refused, Unavailable, SijilError, Cancelled, KeyboardInterrupt,
            BrokenPipeError) as error:
        return _end(console, error)
    except Exception as error:  # the last line of defence: our fault, said as such, traceback to the log only
        from app.log import start_log

        start_log()
        log.exception("command failed")
        return _end(console, error)


def _end(console: Console, error: BaseException) -> int:
    status, sentence = _verdict(error)
    console.complain(sentence)
    if console.as_json:
        console.result = {"error": sentence}
        console.finish()
    return status


def _verdict(error: BaseException) -> tuple[int, str]:
    if isinstance(error, Invalid):
        return USAGE, "\n".join(f"{k}: {v}" if k else v for k, v in error.problems.items())
    if isinstance(error, (UsageError, Missing)):
        return USAGE, str(error)
    if isinstance(error, SijilError):
        return REFUSED, str(error)
    if isinstance(error, (Cancelled, KeyboardInterrupt)):
        return PARTLY, _("Stopped. What was finished before stays.")
    if isinstance(error, BrokenPipeError):
        sys.stderr.close()
        return PARTLY, ""
    if isinstance(error, OSError):
        return USAGE, _("{file}: {why}").format(file=error.filename or "", why=error.strerror or error)
    from app.settings import log_dir

    return OURS, _("Sijil made a mistake ({kind}). Nothing half done was kept. Details are in {folder}.").format(
        kind=type(error).__name__, folder=log_dir())


def _utf8_streams() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace", line_buffering=True)


if __name__ == "__main__":
    sys.exit(main())
