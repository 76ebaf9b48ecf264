"""Settings, signing keys: can this PC sign, what is to be done, back up, practise, restore, rotate, revoke."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.errors import Invalid
from app.i18n import _, local_time, show_moment
from app.job import Job
from app.office.journal import Changes
from app.trust import safe
from app.trust.backup import SUFFIX
from app.trust.commands import MakeKeys, RestoreKeys, RevokeKey, RotateKeys
from app.trust.published import KeyFile
from app.trust.queries import KeyBundle, KeyRow, KeysState, SigningKeys
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.guard import guard
from ui.kit.buttons import primary, secondary
from ui.kit.card import Card
from ui.kit.empty_state import EmptyState
from ui.kit.layout import box, clear, column, least, row, scrolled
from ui.kit.list_pane import ListPane
from ui.kit.note import Note
from ui.kit.table import Table
from ui.kit.text import Glyph, label
from ui.trust.dialogs import ask_passphrase, ask_revoke
from ui.trust.example import ExampleCard
from ui.trust.rows import COLUMNS, LOOKS
from ui.trust.signer import SignerCard


class KeysSection(QWidget):
    """See the module. Other rooms may add cards below to `more`."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.state: KeysState | None = None
        self.sign, self.head = Glyph("key-round", "accent-text", 24), label("", "section", wrap=True)
        self.told, self.backed = label("", "muted", wrap=True), label("", "muted", wrap=True)
        self.due = column(spacing=8)
        self._make_buttons()
        self.table: Table[KeyRow] = Table(COLUMNS, looks=LOOKS, name="use", edge=12, single=True, stretch="reason",
                                          accessible_name=_("Signing keys"))
        self.table.chosen.connect(lambda _k: self._allow())
        least(self.table, height=170)
        self.print_ = label("", "strong", wrap=True)
        self.example = ExampleCard(desk)
        self.signer = SignerCard(desk)
        self.signer.changed.connect(self._ask)
        self.more = column(self.signer, spacing=16)
        self._compose()
        desk.changed.connect(self._changed)

    def _make_buttons(self) -> None:
        self.backup_button = primary(_("Back up…"), self.back_up, icon="key-round")
        self.drill_button = secondary(_("Practise restoring…"), self.practise, icon="clipboard-check")
        self.restore_button = secondary(_("Restore…"), self.restore, icon="rotate-ccw")
        self.rotate_button = secondary(_("Rotate…"), self.rotate, icon="refresh-cw", small=True)
        self.make_button = secondary(_("Make all anew…"), self.make_anew, icon="plus", small=True)
        self.revoke_button = secondary(_("Revoke…"), self.revoke, icon="shield-x", small=True)
        self.copy_button = secondary(_("Copy fingerprint"), self.copy_fingerprint, icon="fingerprint", small=True)
        self.file_button = secondary(_("Write the key file…"), self.write_file, icon="file-badge", small=True)
        for button, what in ((self.backup_button, KeyBundle), (self.drill_button, KeyBundle),
                             (self.restore_button, RestoreKeys), (self.rotate_button, RotateKeys),
                             (self.make_button, MakeKeys), (self.revoke_button, RevokeKey)):
            guard(button, what, self.desk)

    def _compose(self) -> None:
        pane = ListPane(self.table, EmptyState("key-round", _("No signing keys yet"), _(
            "They are made by themselves with the first certificate.")))
        self.setLayout(column(scrolled(box(column(
            Card("", row(self.sign, column(self.head, self.told, self.backed, spacing=2), spacing=12), box(self.due),
                 row(self.backup_button, self.drill_button, self.restore_button, None)),
            row(label(_("Signing keys"), "section"), None, self.revoke_button, self.rotate_button, self.make_button),
            box(column(pane, margins=(1, 1, 1, 1)), "card"),
            Card(_("Fingerprint of the root key"), self.print_, label(_(
                "Read it out to whoever asks whether the centre's published keys are the right ones."), "muted",
                wrap=True), row(self.copy_button, self.file_button, None)),
            self.example, box(self.more), None, margins=(24, 16, 24, 16), spacing=16)))))

    # -- showing ---------------------------------------------------------------------------------------------------
    def shown(self) -> None:
        """Ask again."""
        self.signer.show_now()
        self._ask()
        self.example.load()

    def _ask(self) -> None:
        self.desk.ask(SigningKeys(), owner=self, then=self._show)

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and changes.touches(SigningKeys.reads | ExampleCard.reads):
            self.shown()

    def _show(self, rows: Sequence[KeysState]) -> None:
        self.state = state = rows[0]
        icon, tone, head, told = _head(state)
        self.sign.show_icon(icon, tone)
        self.head.setText(head)
        self.told.setText(told)
        self.backed.setText(_backed(state))
        self.backed.setVisible(bool(self.backed.text()))
        clear(self.due)
        for sentence in (state.why_not_files, *state.due):
            if sentence:
                self.due.addWidget(Note(sentence, "warn"))
        self.table.set_rows(list(state.keys))
        self.print_.setText(state.root.fingerprint if state.root else "–")
        self._allow()

    def _allow(self) -> None:
        state, key = self.state, self.table.current_row()
        if state is None:
            return
        none = "" if state.keys else _("There are no signing keys yet. They are made with the first certificate.")
        for button in (self.backup_button, self.file_button):
            button.explain(none or state.why_not)
        self.rotate_button.explain(none or state.why_not_rotate)
        self.make_button.explain(none)
        self.drill_button.explain(none)
        self.copy_button.explain("" if state.root else none or _("There is no root key in force."))
        self.restore_button.explain(_("The sample centre has its keys in its own records; nothing is to be restored.")
                                    if state.sample else "")
        self.revoke_button.explain(_("Choose a key first.") if key is None else
                                   _("It is revoked already.") if key.state == "revoked" else "")

    # -- the file --------------------------------------------------------------------------------------------------
    def back_up(self) -> None:
        """Ask where and for a new passphrase, write it, and try it at once."""
        def chosen(path: Path) -> None:
            ask_passphrase(self, _("A passphrase for the key backup"), _(
                "Whoever has the file and the passphrase can sign in the centre's name. Without it the file is "
                "worthless."), _("Back up"), lambda said: self._run(
                    _("Backing up the keys"), lambda: safe.back_up(self._office(), path, said),
                    lambda done: _("Backed up and tried: {name}").format(name=done[0].name)), new=True)

        talk.choose_save(_("Where to keep the key backup, such as a USB stick"), self._kinds(), f"sijil{SUFFIX}",
                         chosen, self)

    def practise(self) -> None:
        """Open a backup with its passphrase and sign with what is in it; nothing is changed."""
        self._with_backup(_("Practise restoring the keys?"), _(
            "The backup is opened and its keys sign and check something. Nothing on this PC is changed."),
            _("Practise"), _("Trying the key backup"), lambda path, said: safe.drill(self._office(), path, said),
            _("The backup works: its keys sign and verify."))

    def restore(self) -> None:
        """Let this PC sign with the keys of a backup."""
        self._with_backup(_("Restore the signing keys on this PC?"), _(
            "This PC can then sign in the centre's name. Certificates that were issued stay as they are."),
            _("Restore the keys"), _("Restoring the keys"), lambda path, said: safe.restore(self._office(), path, said),
            _("This PC can sign again."))

    def rotate(self) -> None:
        """New keys under the same root."""
        state = self.state
        if state is None:
            return
        question, told = _("Make new keys for PDF files and QR codes?"), _(
            "The old ones are retired; what they signed still verifies. Publish the verify page again and back the new "
            "keys up.")
        if state.root_here or state.root is None:
            talk.ask(question, told, _("Rotate the keys"), lambda: self.desk.do(
                RotateKeys(), owner=self, tell=_("New keys are in force.")), icon="refresh-cw", parent=self)
        else:
            self._with_backup(question, _("The root key is only in the key backup: choose that file.") + " " + told,
                              _("Rotate the keys"), _("Making new keys"),
                              lambda path, said: safe.rotate(self._office(), path, said), _("New keys are in force."))

    def _with_backup(self, question: str, told: str, action: str, title: str, do: Callable[[Path, str], object],
                     done: str) -> None:
        def ask(path: Path, problem: str = "") -> None:
            ask_passphrase(self, question, told, action, lambda said: self._run(
                title, lambda: do(path, said), lambda _value: done, lambda why: ask(path, why)), problem=problem)

        talk.choose_open(_("Choose the key backup"), self._kinds(), ask, self)

    def _run(self, title: str, do: Callable[[], Any], tell: Callable[[Any], str],
             again: Callable[[str], object] | None = None) -> None:
        """Do it beside the window; a passphrase that is not the right one is asked for again."""
        def work(_step: object) -> tuple[Any, str]:
            try:
                return do(), ""
            except Invalid as error:
                if again is None or "passphrase" not in error.problems:
                    raise
                return None, str(error)

        def then(found: tuple[Any, str]) -> None:
            value, problem = found
            if problem and again is not None:
                again(problem)
                return
            self.desk.tell(tell(value))
            self.shown()

        self.desk.start(Job(title, work, "office"), owner=self, then=then)

    def _office(self) -> Any:
        assert self.desk.office is not None
        return self.desk.office

    def _kinds(self) -> str:
        return _("Key backups") + f" (*{SUFFIX})"

    # -- the rest --------------------------------------------------------------------------------------------------
    def make_anew(self) -> None:
        """A root of its own and new keys, for keys that are lost or were stolen."""
        talk.ask(_("Make all signing keys anew?"), _(
            "Do this when the old keys are lost and there is no backup, or when they were stolen. What was issued "
            "still verifies, but everyone who has the old fingerprint needs the new one."), _("Make new keys"),
            lambda: self.desk.do(MakeKeys(), owner=self, tell=_("New keys are in force.")), destructive=True,
            safe=_("Keep these"), icon="key-round", parent=self)

    def revoke(self) -> None:
        """No longer believe the chosen key from a day on."""
        key = self.table.current_row()
        if key is not None and self.desk.may(RevokeKey) and key.state != "revoked":
            ask_revoke(self.desk, self, key, local_time(self._office().clock()).date())

    def copy_fingerprint(self) -> None:
        """The root's fingerprint to the clipboard."""
        QGuiApplication.clipboard().setText(self.print_.text())
        self.desk.tell(_("Copied: {text}").format(text=self.print_.text()))

    def write_file(self) -> None:
        """The published key file."""
        def write(path: Path) -> None:
            self.desk.ask(KeyFile(), owner=self, then=lambda rows: self._run(
                _("Writing the key file"), lambda: path.write_text(json.dumps(rows[0], ensure_ascii=False, indent=1),
                                                                   "utf-8"),
                lambda _n: _("Written: {name}").format(name=path.name)))

        talk.choose_save(_("Where to write the published keys"), _("Key file") + " (*.json)", "keys.json", write, self)


def _head(state: KeysState) -> tuple[str, str, str, str]:
    if state.why_not:
        return "triangle-alert", "danger", _("This PC cannot sign certificates"), state.why_not
    if not state.keys:
        return "key-round", "accent-text", _("No signing keys yet"), _(
            "They are made by themselves with the first certificate, and kept on this PC outside the records.")
    if state.sample:
        return "circle-check", "ok", _("This sample can sign on any PC"), _(
            "Its keys are in its own records, so they are worth nothing. A real centre's are not.")
    return "circle-check", "ok", _("This PC can sign certificates"), _(
        "Private keys are sealed; what opens them is kept on this PC, and is in no backup of the records.")


def _backed(state: KeysState) -> str:
    if state.backup is None:
        return ""
    said = _("Key backup: {file}, {moment}.").format(file=state.backup.file, moment=show_moment(state.backup.at))
    if state.drill is not None:
        said += " " + _("Last practised: {moment}.").format(moment=show_moment(state.drill.at))
    return said
