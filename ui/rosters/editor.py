"""A list of the centre's own: its columns, their order and headings, and how it leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.i18n import _, language
from app.rosters.preset import Chosen, Preset
from app.rosters.presets import _SHARING, PresetRow, RemovePreset, SavePreset
from app.rosters.subjects import SUBJECTS
from ui.desk import talk
from ui.desk.desk import Desk
from ui.kit.buttons import danger, secondary
from ui.kit.check import CheckBox
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import box, column, row, scrolled
from ui.kit.order_list import Line, OrderList
from ui.kit.text import label
from ui.kit.text_box import TextBox
from ui.kit.theme import theme
from ui.rosters.words import FORMAT_WORDS, GROUPS, IDENTITIES, LANGUAGES, options, photos_words

FIRST = ("place", "name", "number")
"""Columns that a new list begins with, where its kind has them."""


class PresetEditor(Dialog):
    """Nothing is kept before Save. `then(key)` is called with the key of the list that is there afterwards."""

    def __init__(self, desk: Desk, found: PresetRow | None, subjects: Sequence[str], parent: QWidget,
                 then: Callable[[str], object]) -> None:
        own = found is not None and found.mine and found.id is not None
        super().__init__(
            _("New list") if found is None else (_("Change the list {name}") if own else
                                                 _("New list like {name}")).format(name=found.name),
            _("Tick the columns and put them in order: drag a line, or press Alt+↑ and Alt+↓. F2 gives a heading of "
              "its own."), action=_("Save") if own else _("Save as a new list"), icon="list-ordered", wide=True,
            parent=parent)
        self.setObjectName("list-editor")
        self.desk, self.found, self.own, self._then = desk, found, own, then
        self._changed = False
        self.name = Field(_("&Name"), TextBox(max_length=100), required=True)
        self.title = Field(_("&Title above the list"), TextBox(max_length=200), help=_("The name, when empty."))
        kinds = [(key, _(SUBJECTS[key].title)) for key in subjects if not desk.why_not(SUBJECTS[key].needs)]
        self.subject = Choice(kinds)
        self.columns = OrderList(_("Column"), lambda: _("Heading of its own"))
        self.language, self.identity = Choice(options(LANGUAGES)), Choice(options(IDENTITIES))
        self.group, self.format = Choice(options(GROUPS)), Choice([(k, _(w)) for k, w in FORMAT_WORDS.items()
                                                                   if k != "text"])
        self.everyone = CheckBox(_("Also those who have left"))
        self.to_fill = CheckBox(_("Cells that are filled in offer a choice"))
        self.shared = CheckBox(_("Ever&ybody may use it"))
        self._build()
        self._begin_with(found.preset if found is not None else Preset(
            name="", subject=kinds[0][0], columns=tuple(Chosen(key) for key in FIRST)))
        self.subject.edited.connect(self._other_subject)
        for part in (self.name, self.title, self.columns, self.subject, self.language, self.identity, self.group,
                     self.format, self.everyone, self.to_fill, self.shared):
            part.edited.connect(self._touched)
        self.check = self._save
        self.name.focus()

    def _build(self) -> None:
        self._subject = Field(_("&What it is of"), self.subject)
        if self.found is not None:
            self._subject.hide()
        fields = column(
            self.name, self.title, self._subject, Field(_("&Identity numbers"), self.identity, help=photos_words()),
            Field(_("&Language of the headings"), self.language), Field(_("&Grouped"), self.group),
            Field(_("&File"), self.format), self.everyone, self.to_fill, self.shared, None, margins=(0, 0, 4, 0),
            spacing=8)
        held = box(fields)
        right = scrolled(held)
        right.setMinimumWidth(held.minimumSizeHint().width() + 16)  # no word is cut where letters are large
        both = row(self.columns, right, spacing=20)
        both.setStretch(0, 3)
        both.setStretch(1, 2)
        whole = box(both)
        whole.setMinimumHeight(min(theme().px(510), self.room().height() - theme().px(220)))
        self.body.addWidget(whole, 1)
        if self.own:
            self.foot.insertWidget(0, danger(_("Remove the list"), self.remove, icon="trash-2"))
            self.foot.insertWidget(1, secondary(_("Save as a new list"), self.save_as, icon="copy"))
        elif self.found is not None:
            why = (_("This list comes with Sijil and stays as it is.") if self.found.id is None
                   else _("This list is another user's."))
            self.foot.insertWidget(0, label(why, "muted"))

    # -- what is shown ------------------------------------------------------------------------------------------------
    def _begin_with(self, preset: Preset) -> None:
        found = self.found
        copied = found is not None and not self.own
        self.name.set_value(_("{name}, ours").format(name=preset.name) if copied else preset.name)
        self.title.set_value(preset.title)
        self.subject.set_value(preset.subject)
        self.language.set_value(preset.language)
        self.identity.set_value(preset.identity)
        self.group.set_value(preset.group)
        self.format.set_value(preset.format)
        self.everyone.set_value(preset.everyone)
        self.to_fill.set_value(preset.to_fill)
        shares = any(self.desk.may(right) for right in _SHARING)
        self.shared.set_value(found.shared if found is not None and self.own else shares)
        self.shared.setEnabled(shares)
        self.shared.setToolTip("" if shares else _("Ask the administrator to share a list with everybody."))
        self._show_columns(preset.subject, preset.columns)

    def _show_columns(self, subject: str, chosen: Sequence[Chosen]) -> None:
        """The chosen ones first, in their order, then the others as they come."""
        known = SUBJECTS[subject].by_key
        own = {c.key: c.name for c in chosen if c.key in known}
        keys = [*own, *(key for key in known if key not in own)]
        self.columns.set_lines([Line(key, known[key].titled(language()), own.get(key, "")) for key in keys], own)

    def _other_subject(self) -> None:
        self._show_columns(str(self.subject.value()), [Chosen(key) for key in FIRST])

    def _touched(self) -> None:
        self._changed = True

    def preset(self) -> Preset:
        """As it stands on the screen."""
        return Preset(
            name=str(self.name.value()), subject=str(self.subject.value()), title=str(self.title.value()),
            columns=tuple(Chosen(one.key, one.own) for one in self.columns.value()), language=self.language.value(),
            identity=self.identity.value(), group=self.group.value(), format=self.format.value(),
            everyone=bool(self.everyone.value()), to_fill=bool(self.to_fill.value()))

    # -- keeping ------------------------------------------------------------------------------------------------------
    def reject(self) -> None:
        """Close; ask when changes would be lost."""
        if self._changed and self.isVisible():
            talk.ask(_("Discard the changes?"), _("The list on screen has not been saved."), _("Discard changes"),
                     super().reject, safe=_("Keep editing"), destructive=True, parent=self)
        else:
            super().reject()

    def _save(self) -> bool:
        self._keep(self.found.id if self.own and self.found is not None else None)
        return False

    def save_as(self) -> None:
        """Another list, beside the one that was opened."""
        if self.found is not None and self.name.value() == self.found.name:
            self.name.set_error(_("Give the new list a name of its own."))
            self.name.focus()
        else:
            self._keep(None)

    def _keep(self, key: int | None) -> None:
        version = self.found.version if key is not None and self.found is not None else None
        self.desk.do(
            SavePreset(preset=self.preset(), preset_id=key, version=version, shared=bool(self.shared.value())),
            owner=self, tell=_("The list {name} is kept").format(name=self.name.value()), invalid=self._refuse,
            then=lambda kept: self._done(f"#{kept}"))

    def _refuse(self, problems: dict[str, str]) -> None:
        self.name.set_error(problems.get("name", ""))
        self.columns.set_error(problems.get("columns", ""))
        rest = [words for key, words in problems.items() if key not in ("name", "columns")]
        if rest:
            talk.tell(_("This cannot be saved yet"), "\n".join(rest), self, "circle-alert")

    def _done(self, key: str) -> None:
        self._changed = False
        self.accept()
        self._then(key)

    def remove(self) -> None:
        """Take the list away; Undo brings it back."""
        found = self.found
        if found is not None and found.id is not None:
            self.desk.do(RemovePreset(preset_id=found.id, name=found.name), owner=self,
                         tell=_("The list {name} is removed").format(name=found.name), then=lambda _n: self._done(""))
