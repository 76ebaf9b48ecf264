"""Two people changed the same thing: both values side by side, field by field; what only one changed is taken by
itself. Nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.i18n import _, local_time, ngettext, show_date, show_moment
from app.office.command import Query
from app.office.last_change import Change, LastChange
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.form import Form
from ui.kit.side_by_side import Line, SideBySide
from ui.kit.text import label


@dataclass(frozen=True)
class Clash:
    """One field that both changed."""

    key: str
    mine: Any
    theirs: Any


def three_way(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
              ) -> tuple[dict[str, Any], list[str], list[Clash]]:
    """What I changed and they did not, the fields only they changed, and the fields that both changed differently."""
    kept: dict[str, Any] = {}
    taken: list[str] = []
    clashes: list[Clash] = []
    for key in mine:
        if mine[key] == theirs[key]:
            continue
        if mine[key] == base[key]:
            taken.append(key)
        elif theirs[key] == base[key]:
            kept[key] = mine[key]
        else:
            clashes.append(Clash(key, mine[key], theirs[key]))
    return kept, taken, clashes


class MergeDialog(Dialog):
    """`picked()` is key -> value for the fields that keep mine."""

    def __init__(self, clashes: Sequence[Clash], lines: Sequence[Line], who: str, taken: Sequence[str],
                 parent: QWidget | None) -> None:
        n = len(clashes)
        super().__init__(_("Somebody else changed this too"), ngettext(
            "{n} field was changed by both of you. Choose which one stays.",
            "{n} fields were changed by both of you. Choose which ones stay.", n).format(n=n),
            action=_("Save what I picked"), safe=_("Keep looking"), icon="users", wide=True, parent=parent)
        self._clashes = clashes
        self.sides = SideBySide(lines, (_("Yours"), _("not saved yet")), (who, ""))
        self.sides.changed.connect(self._look)
        self.body.addWidget(self.sides)
        if taken:
            self.body.addWidget(label(_("Taken over by itself, because you did not change it: {fields}.").format(
                fields=", ".join(taken)), "muted", wrap=True))
        self.body.addWidget(label(_("1 takes yours, 2 the saved one. What is saved stays in the history."),
                                  "hint", wrap=True))
        self.check = lambda: not self.sides.open_lines()
        self._look()
        self.sides.setFocus()

    def _look(self) -> None:
        n = self.sides.open_lines()
        self.action_button.explain(ngettext("{n} field waits for a choice.", "{n} fields wait for a choice.", n).format(
            n=n) if n else "")

    def picked(self) -> dict[str, Any]:
        """The fields for which my value was taken."""
        left = set(self.sides.taken(0))
        return {c.key: c.mine for c in self._clashes if c.key in left}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.sides.press(event.key())
            return
        super().keyPressEvent(event)


def resolve(
    desk: Desk,
    form: Form,
    fresh: Query[Any],
    *,
    table: str,
    key: int,
    shown: Callable[[Any], Mapping[str, Any]],
    adopt: Callable[[Any], object],
    save: Callable[[], object],
    words: Callable[[str, Any], str] | None = None,
    pick: Callable[[Sequence[Any]], Any] = lambda rows: rows[0],
) -> None:
    """After a Conflict. `fresh` reads what is saved now (`pick` takes it out of the answer), `shown` gives its values
    for the form, `adopt` makes it what the next `save` is based on; `words` says a value in words."""
    asked: dict[str, Change | None] = {"by": None}

    def say(name: str, value: Any) -> str:
        told = words(name, value) if words is not None else ""
        return told or value_words(form.fields[name].editor, value)

    def last(rows: Sequence[Change]) -> None:
        asked["by"] = rows[0] if rows else None
        desk.ask(fresh, owner=form, then=compare)

    def compare(rows: Sequence[Any]) -> None:
        one = pick(rows)
        base, mine = form.saved, form.values()
        theirs = form.rebase(shown(one))
        kept, taken, clashes = three_way(base, mine, theirs)
        titles = [form.fields[k].title for k in taken]
        if not clashes:
            finish(one, theirs, kept, titles)
            return
        lines = [Line(c.key, form.fields[c.key].title, say(c.key, c.mine), say(c.key, c.theirs)) for c in clashes]
        dialog = MergeDialog(clashes, lines, _saved_by(asked["by"]), titles, form.window())
        dialog.accepted.connect(lambda: finish(one, theirs, kept | dialog.picked(), titles))
        dialog.rejected.connect(lambda: form.rebase(base))  # still based on what was seen: the next save asks again
        talk.open_dialog(dialog)

    def finish(one: Any, theirs: Mapping[str, Any], mine: Mapping[str, Any], titles: Sequence[str]) -> None:
        for name, field in form.fields.items():
            if name not in mine:
                field.set_value(theirs[name])
        form.put(mine)
        adopt(one)
        if mine:
            save()
        else:
            form.mark_saved()
        if titles:
            desk.tell(_("{who} also changed: {fields}. Both are kept.").format(
                who=_who(asked["by"]), fields=", ".join(titles)))

    desk.ask(LastChange(table=table, key=key), owner=form, then=last)


def value_words(editor: Any, value: Any) -> str:
    """A value of a field as people read it."""
    if isinstance(editor, Choice):
        return editor.words(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, tuple | list):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)


def _who(change: Change | None) -> str:
    return _("Somebody else") if change is None else change.by


def _saved_by(change: Change | None) -> str:
    if change is None:
        return _("Saved now")
    at = local_time(change.at)
    when = f"{at:%H:%M}" if at.date() == local_time(datetime.now(UTC)).date() else show_moment(change.at)
    return _("Saved by {name} at {time}").format(name=change.by, time=when)
