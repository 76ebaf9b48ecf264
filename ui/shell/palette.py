"""Search everything: trainees, cohorts, certificates and commands while typing; a whole number goes straight there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction, QKeySequence

from app.certificates.queries import CertificateRow, Register
from app.certificates.words import state_word
from app.cohorts.enrolments import Enrol
from app.cohorts.names import CohortName, CohortNames, PeopleByKey
from app.cohorts.people import People, PersonRow
from app.cohorts.queries import CohortList, CohortRow
from app.cohorts.words import cohort_status
from app.i18n import _
from app.office.command import Ref
from app.trainees.queries import Holder, WhoHasNumber
from ui.centre.sections import SECTIONS
from ui.certificates.columns import LOOK_OF
from ui.desk import pins
from ui.kit.buttons import plain
from ui.kit.matching import asked, matches
from ui.kit.palette import PaletteBox
from ui.kit.palette_list import Entry, Group
from ui.shell.cohort_tabs import TABS

if TYPE_CHECKING:
    from ui.shell.window import MainWindow

PAUSE = 70  # ms without a key before it is asked
WHOLE = 400  # ms without a key before a number typed whole goes where it belongs
MOST, MOST_COMMANDS = 6, 8
TRAINEE_NUMBER = re.compile(r"[Tt]\d{2}-\d{5,}")
SILENT = frozenset({"search", "cut", "copy", "paste", "select_all", "next_pane", "previous_pane"})
BEFORE_FATHER = frozenset({"bin", "binti", "bt", "a/l", "a/p", "anak", "s/o", "d/o"})
FIRST = ("new_trainee", "new_cohort", "import", "check", "keys")  # offered before anything is typed


def open_palette(window: MainWindow) -> Palette | None:
    """Open it; None when it is open already."""
    if window.findChild(PaletteBox) is not None and window.findChild(PaletteBox).isVisible():
        return None
    return Palette(window)


class Palette(QObject):
    """Asks while somebody types, and shows the last answers."""

    def __init__(self, window: MainWindow) -> None:
        self.box = PaletteBox(window.centralWidget(), _("Search trainees, cohorts, certificates, commands"))
        super().__init__(self.box)
        self._window, self._desk = window, window.desk
        self._text = ""
        self._groups: dict[str, list[Entry]] = {}
        self._recent: dict[tuple[str, int], Entry] = {}
        self._whole: Callable[[], object] | None = None
        self._best: PersonRow | None = None  # whom a command would be about
        self._pause, self._straight = QTimer(self), QTimer(self)
        for timer, pause, do in ((self._pause, PAUSE, self._ask), (self._straight, WHOLE, self._go_straight)):
            timer.setSingleShot(True)
            timer.setInterval(0 if self._desk.synchronous else pause)
            timer.timeout.connect(do)
        self.box.typed.connect(self._typed)
        window.actions_.refresh()
        self._ask_recent()
        self._show()

    # -- typing -------------------------------------------------------------------------------------------------------
    def _typed(self, text: str) -> None:
        self._text = text.strip()
        self._whole = self._best = None
        self._straight.stop()
        if self._text:
            self._pause.start()
        else:
            self._pause.stop()
            self._groups = {}
        self._show()

    def _ask(self) -> None:
        text, desk = self._text, self._desk
        words = asked(text)
        if desk.may(People):
            desk.ask(People(text=words, limit=MOST), owner=self, then=partial(self._people, text), failed=_nothing)
            digits = "".join(c for c in text if c.isdigit())
            if len(digits) == 12 and not any(c.isalpha() for c in text):
                desk.ask(WhoHasNumber(type="MYKAD", number=digits), owner=self, then=partial(self._holder, text),
                         failed=_nothing)
        if desk.may(CohortList):
            desk.ask(CohortList(text=words, limit=MOST), owner=self, then=partial(self._cohorts, text), failed=_nothing)
        if desk.may(Register):
            desk.ask(Register(text=words, limit=MOST), owner=self, then=partial(self._certificates, text),
                     failed=_nothing)

    # -- answers ------------------------------------------------------------------------------------------------------
    def _people(self, text: str, rows: Sequence[PersonRow]) -> None:
        if text != self._text:
            return
        self._groups["people"] = [self._person(row) for row in rows]
        self._best = rows[0] if rows else None
        for row in rows:
            # the number of a record that was merged finds the one that was kept, under its own number
            if row.number.upper() == text.upper() or (len(rows) == 1 and TRAINEE_NUMBER.fullmatch(text)):
                self._found_whole(partial(self._open, Ref("trainee", row.id)))
        self._show()

    def _holder(self, text: str, rows: Sequence[Holder]) -> None:
        if text == self._text and rows:
            self._found_whole(partial(self._open, Ref("trainee", rows[0].id)))

    def _cohorts(self, text: str, rows: Sequence[CohortRow]) -> None:
        if text == self._text:
            self._groups["cohorts"] = [self._cohort(r.id, r.code, r.title or r.course_title, r.status) for r in rows]
            self._show()

    def _certificates(self, text: str, rows: Sequence[CertificateRow]) -> None:
        if text != self._text:
            return
        self._groups["certificates"] = [self._certificate(row) for row in rows]
        for row in rows:
            if text.upper() in (row.number.upper(), row.code.upper()):
                self._found_whole(partial(self._open, Ref("certificate", row.id)))
        self._show()

    def _found_whole(self, go: Callable[[], object]) -> None:
        """A number typed whole: there at once, when no key follows."""
        self._whole = go
        self._straight.start()

    def _go_straight(self) -> None:
        if self._whole is not None:
            self.box.leave()
            self._whole()

    # -- rows ---------------------------------------------------------------------------------------------------------
    def _open(self, ref: Ref) -> None:
        self._window.show_ref(ref)

    def _person(self, row: PersonRow) -> Entry:
        where = f"{row.cohort}, {row.status_words.lower()}" if row.cohort else row.status_words.lower()
        more = [Entry(_("Open trainee"), partial(self._open, Ref("trainee", row.id)), "user-round"),
                Entry(_("Enrolments"), partial(self._open, Ref("trainee", row.id, "enrolments")), "graduation-cap")]
        if row.cohort_id is not None:
            more.append(Entry(_("Cohort {code}").format(code=row.cohort),
                              partial(self._open, Ref("cohort", row.cohort_id)), "graduation-cap"))
        return Entry(row.name, partial(self._open, Ref("trainee", row.id)), "user-round", where, more=tuple(more))

    def _cohort(self, key: int, code: str, title: str, status: str) -> Entry:
        lively = status == "running"
        more = [Entry(_("Roster"), partial(self._open, Ref("cohort", key, "roster")), "users")]
        more += [Entry(tab.text(), partial(self._open, Ref("cohort", key, tab.key)), "graduation-cap") for tab in TABS]
        held = pins.is_pinned(self._desk, key)
        more.append(Entry(_("Unpin") if held else _("Pin"), partial(pins.pin, self._desk, key, not held), "pin"))
        return Entry(code, partial(self._open, Ref("cohort", key)), "graduation-cap", title, cohort_status(status),
                     "play" if lively else "", "accent-text" if lively else "text-2", more=tuple(more))

    def _certificate(self, row: CertificateRow) -> Entry:
        tone, icon = LOOK_OF[row.standing]
        more = [Entry(_("Open certificate"), partial(self._open, Ref("certificate", row.id)), "award")]
        if row.trainee_id:
            more.append(Entry(row.holder, partial(self._open, Ref("trainee", row.trainee_id)), "user-round"))
        if row.cohort_id:
            more.append(Entry(_("Cohort {code}").format(code=row.cohort_code),
                              partial(self._open, Ref("cohort", row.cohort_id)), "graduation-cap"))
        return Entry(row.number, partial(self._open, Ref("certificate", row.id)), "award",
                     ", ".join(p for p in (row.holder, row.cohort_code) if p), state_word(row.standing), icon, tone,
                     more=tuple(more))

    @staticmethod
    def _command(action: QAction) -> Entry:
        words = plain(action.text()).partition("\t")[0]
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        why = "" if action.isEnabled() else action.toolTip()
        ticked = "check" if action.isCheckable() and action.isChecked() else ""
        return Entry(words, action.trigger, ticked or str(action.property("icon_name") or "") or "chevron-right",
                     keys=key.replace("+", " "), why=why)

    def _commands(self) -> list[Entry]:
        live: list[QAction] = []
        for action in self._window.actions_.live():
            if action.objectName() not in SILENT and action not in live and action.text():
                live.append(action)
        if not self._text:
            own = [a for a in live if a in self._window.page_acts() and a.isEnabled()][:3]
            named = [a for a in live if a.objectName() in FIRST and a.isEnabled()]
            return [self._command(a) for a in (*own, *named)]
        found = [self._command(a) for a in live if matches(plain(a.text()), self._text)] + self._settings()
        if self._best is not None and self._desk.may(Enrol):
            found.insert(0, Entry(_("Enrol {name} in a cohort").format(name=short_name(self._best.name)),
                                  partial(self._enrol, self._best), "graduation-cap"))
        return sorted(found, key=lambda e: bool(e.why))[:MOST_COMMANDS]

    def _settings(self) -> list[Entry]:
        """Sections of the settings, by their own words and by what stands in them."""
        found = []
        for section in SECTIONS:
            inside = next((_(w) for w in section.finds if matches(_(w), self._text)), "")
            if (inside or matches(_(section.words), self._text)) and self._desk.may(section.needs):
                found.append(Entry(inside or _(section.words), partial(self._open, Ref("settings", None, section.key)),
                                   section.icon, _("Settings > {section}").format(section=_(section.words))
                                   if inside else _("Settings")))
        return found

    def _enrol(self, person: PersonRow) -> None:
        from ui.trainees.pane import ask_enrol

        window, desk = self._window, self._desk
        window.show_ref(Ref("trainee", person.id))
        desk.ask(CohortList(), owner=window, tag="enrol", then=lambda rows: ask_enrol(
            desk, window, rows, (person.id,), person.name, lambda: None))

    # -- lately -----------------------------------------------------------------------------------------------------
    def _ask_recent(self) -> None:
        desk, refs = self._desk, pins.recent(self._desk)
        keys = {kind: tuple(r.key for r in refs if r.kind == kind and r.key) for kind in pins.KINDS}
        if keys["trainee"] and desk.may(PeopleByKey):
            desk.ask(PeopleByKey(keys=keys["trainee"]), owner=self, failed=_nothing, then=lambda rows: self._lately(
                "trainee", {r.id: self._person(r) for r in rows}))
        if keys["cohort"] and desk.may(CohortNames):
            desk.ask(CohortNames(keys=keys["cohort"]), owner=self, failed=_nothing, then=self._recent_cohorts)
        if keys["certificate"] and desk.may(Register):
            desk.ask(Register(keys=keys["certificate"]), owner=self, tag="recent", failed=_nothing,
                     then=lambda rows: self._lately("certificate", {r.id: self._certificate(r) for r in rows}))

    def _recent_cohorts(self, rows: Sequence[CohortName]) -> None:
        self._lately("cohort", {r.id: self._cohort(r.id, r.code, r.title, r.status) for r in rows})

    def _lately(self, kind: str, found: dict[int, Entry]) -> None:
        self._recent.update({(kind, key): entry for key, entry in found.items()})
        self._show()

    def _show(self) -> None:
        commands = Group(_("Do something"), self._commands())
        if not self._text:
            refs = [(r.kind, r.key or 0) for r in pins.recent(self._desk)]
            recent = [self._recent[ref] for ref in refs if ref in self._recent]
            self.box.show_groups([Group(_("Opened lately"), recent[:8]), commands])
            return
        groups = [Group(_("Trainees"), self._groups.get("people", ())),
                  Group(_("Cohorts"), self._groups.get("cohorts", ())),
                  Group(_("Certificates"), self._groups.get("certificates", ())), commands]
        waiting = self._pause.isActive() or not self._groups
        nothing = "" if waiting else _("Nothing found. Try fewer letters, or another spelling.")
        self.box.show_groups(groups, None if waiting else sum(len(g.entries) for g in groups), nothing)


def short_name(name: str) -> str:
    """A name without the father's: what stands before bin, binti, a/l, a/p or anak."""
    own: list[str] = []
    for word in name.split():
        if word.casefold().strip(".") in BEFORE_FATHER:
            break
        own.append(word)
    return " ".join(own) or name


def _nothing(_error: BaseException) -> None:
    """A failure has been said already; the other groups still answer."""
