"""The panel at the right: all that can be typed of the thing that is chosen, or of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.certificates.paper.check import Trouble
from app.certificates.paper.fields import FieldInfo, fields_for
from app.certificates.templates import arrange
from app.certificates.templates.model import ANCHORS, PAGES, Layout, Table, Things, Type
from app.i18n import _
from ui.certificates.designer.choices import SIZES, anchor_word, colours_for, mm, page_of, page_word, shown
from ui.certificates.designer.kinds import add_kind
from ui.certificates.designer.words import ICONS, kind_of_thing, thing_word
from ui.kit.buttons import secondary
from ui.kit.check import CheckBox
from ui.kit.colour_box import ColourBox
from ui.kit.combo import Choice
from ui.kit.field import Field
from ui.kit.layout import box, column, line, row, scrolled
from ui.kit.note import Note
from ui.kit.text import IconText, label
from ui.kit.text_box import NumberBox, TextBox
from ui.kit.theme import theme

MOST_SHEETS = 8  # kept


class Sheet:
    """The editors for one kind of thing. Made once, since some have two hundred widgets, and filled for each thing."""

    def __init__(self) -> None:
        self.body = QVBoxLayout()
        self.widget = box(self.body, "surface")
        self.editors: dict[str, Any] = {}
        self.fields: list[Field] = []
        self.title, self.kind = IconText("type", "", role="strong"), label("", "hint")

    def call(self, thing: Things) -> None:
        """Say what thing it is."""
        words, kind = thing_word(thing), kind_of_thing(thing)
        self.title.glyph.show_icon(ICONS[thing.kind], "text-2")
        self.title.setText(words)
        self.kind.setText(kind)
        self.kind.setVisible(kind != words)


class Properties(QWidget):
    """Editors for what is chosen. `put(thing, words)` for a changed thing, `page(layout, words)` for the page."""

    put = Signal(object, str)
    page = Signal(object, str)
    asked = Signal(str)  # duplicate, delete, front, forward, backward, back, picture, logo
    font_wanted = Signal(object)  # called with the name of the font that was brought in

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheets: dict[object, Sheet] = {}
        self.sheet = Sheet()
        self._inner = column(spacing=0)
        self._area = scrolled(box(self._inner, "surface"))
        self.setLayout(column(self._area, spacing=0))
        theme().changed.connect(self._dress)
        self._dress()
        self._layout, self._things, self.read_only = Layout(), (), False
        self.fonts: list[tuple[str, str]] = []  # of templates: name as in Type.font, words

    def _dress(self) -> None:
        self.setMinimumWidth(theme().px(284))
        self.setMaximumWidth(theme().px(320))

    # -- what is shown -----------------------------------------------------------------------------------------------
    def show(self, *given: Any) -> None:  # type: ignore[override]
        """Show the things chosen (layout, things, troubles, read only); without arguments as every widget."""
        if not given:
            super().show()
            return
        layout, things, troubles, read_only = given
        others = [t.id for t in things] != [t.id for t in self._things]
        self._layout, self._things, self.read_only = layout, tuple(things), read_only
        shape = (tuple(_shape(t) for t in things), tuple(t.sentence for t in troubles), read_only, tuple(self.fonts),
                 layout.table is not None, () if things else (layout.width, layout.height))
        if shape not in self._sheets:
            self._build(shape, troubles)
        if len(things) == 1:
            self._sheets[shape].call(self.one())
        self._turn(shape)
        if others:  # what was typed for another thing is not for this one
            for field in self.sheet.fields:
                field.set_error("")
        self._fill(all_=others)

    @property
    def editors(self) -> dict[str, Any]:
        """The editors that are shown, by what they change."""
        return self.sheet.editors

    def _turn(self, shape: object) -> None:
        """Bring a sheet to the front; the room for it is kept at once, not after the next turn of the loop."""
        wanted = self._sheets[shape] = self._sheets.pop(shape)  # the last one used comes last
        if wanted is not self.sheet or not wanted.widget.isVisibleTo(self):
            self.sheet.widget.hide()
            self.sheet = wanted
            wanted.widget.show()
        while len(self._sheets) > MOST_SHEETS:
            old = self._sheets.pop(next(iter(self._sheets)))
            self._inner.removeWidget(old.widget)
            old.widget.deleteLater()
        holder = self._area.widget()
        holder.layout().activate()
        holder.resize(holder.width(), max(holder.minimumSizeHint().height(), self._area.viewport().height()))

    def _build(self, shape: object, troubles: Sequence[Trouble]) -> None:
        before, self.sheet = self.sheet, Sheet()
        self._body.setSpacing(10)
        self._body.setContentsMargins(14, 12, 14, 12)
        self._body.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinimumSize)
        if not self._things:
            self._build_page()
        elif len(self._things) > 1:
            self.add(label(_("{n} things chosen").format(n=len(self._things)), "strong"))
        else:
            self._build_thing(self._things[0])
        for trouble in troubles:
            self.add(Note(trouble.sentence, "danger" if trouble.severity == "stop" else "warn"))
        if self._things and not self.read_only:
            self.add(line())
            self.add(row(secondary(_("Duplicate"), lambda: self.asked.emit("duplicate"), icon="copy-plus", small=True),
                          secondary(_("Delete"), lambda: self.asked.emit("delete"), icon="trash-2", small=True), None))
        self._body.addStretch(1)
        self._sheets[shape], self.sheet = self.sheet, before
        self._inner.addWidget(self._sheets[shape].widget)
        self._sheets[shape].widget.hide()

    @property
    def _body(self) -> QVBoxLayout:
        return self.sheet.body

    def add(self, item: Any) -> None:
        if isinstance(item, QWidget):
            self._body.addWidget(item)
        else:
            self._body.addLayout(item)

    def edit(self, key: str, words: str, editor: Any, change: Callable[[Any], object]) -> Field:
        """An editor with its label; a change that can be read goes out at once."""
        self.editors[key] = editor
        field = Field(words, editor)
        self.sheet.fields.append(field)
        if self.read_only:
            field.set_read_only(True)

        def edited() -> None:
            value = editor.value()
            if isinstance(editor, NumberBox) and not isinstance(value, Decimal | int):
                field.set_error(editor.unread() or "")
                return
            if isinstance(editor, ColourBox) and editor.unread():
                field.set_error(editor.unread())
                return
            field.set_error("")
            change(value)

        signal = editor.editingFinished if isinstance(editor, NumberBox | TextBox) else editor.edited
        signal.connect(edited)
        return field

    def number(self, key: str, words: str, change: Callable[[float], object]) -> Field:
        editor = NumberBox(places=2)
        return self.edit(key, words, editor, lambda value: change(float(value)))

    def check(self, key: str, words: str, change: Callable[[bool], object]) -> CheckBox:
        editor = CheckBox(words)
        editor.setEnabled(not self.read_only)
        self.editors[key] = editor
        editor.edited.connect(lambda: change(bool(editor.value())))
        return editor

    # -- of a thing --------------------------------------------------------------------------------------------------
    def one(self) -> Things:
        return self._things[0]

    def alter(self, words: str, **changes: Any) -> None:
        made = replace(self.one(), **changes)
        if made != self.one():
            self.put.emit(made, words)

    def _build_thing(self, thing: Things) -> None:
        self.add(self.sheet.title)
        self.add(self.sheet.kind)
        self.add(row(self.number("x", _("X, mm"), lambda v: self._box(0, v)),
                      self.number("y", _("Y, mm"), lambda v: self._box(1, v))))
        self.add(row(self.number("w", _("Width, mm"), lambda v: self._box(2, v)),
                      self.number("h", _("Height, mm"), lambda v: self._box(3, v))))
        anchor = Choice([(a, anchor_word(a)) for a in ANCHORS])
        self.add(self.edit("anchor", _("Placed by its"), anchor, self._anchor))
        self.add(line())
        add_kind(self, thing)
        if isinstance(thing, Table):
            return
        self.add(line())
        if self._layout.table is not None:
            self.add(self.edit("on", _("On the pages"), Choice([(p, page_of(p)) for p in PAGES]),
                                 lambda v: self.alter(_("Change when it is shown"), on=v)))
        only = Choice([("", _("Always")), *((f.key, _("With {field}").format(field=_(f.label)))
                                            for f in self.offered())])
        self.add(self.edit("only", _("Shown"), only, lambda v: self.alter(_("Change when it is shown"), only=v or "")))
        unless = Choice([("", _("Never")), *((f.key, _("With {field}").format(field=_(f.label)))
                                             for f in self.offered())])
        self.add(self.edit("unless", _("Hidden"), unless,
                             lambda v: self.alter(_("Change when it is shown"), unless=v or "")))
        self.add(self.check("background", _("Left out on pre-printed paper"),
                              lambda on: self.alter(_("Change the background"), background=on)))
        self.add(self.check("locked", _("Lock position"), lambda on: self.alter(_("Lock"), locked=on)))

    def offered(self) -> tuple[FieldInfo, ...]:
        return fields_for(transcript=self._layout.table is not None)

    def _box(self, at: int, value: float) -> None:
        box_now = list(arrange.box_of(self.one()))
        box_now[at] = value
        made = arrange.sized(self.one(), (box_now[0], box_now[1], box_now[2], box_now[3]))
        if made != self.one():
            self.put.emit(made, _("Move") if at < 2 else _("Resize"))

    def _anchor(self, anchor: Any) -> None:
        thing = self.one()
        left, top, _w, _h = arrange.box_of(thing)
        self.put.emit(arrange.placed(replace(thing, anchor=anchor), left, top), _("Change the anchor"))

    def colour(self, key: str, words: str, change: Callable[[str], object]) -> Field:
        """An editor of a colour."""
        return self.edit(key, words, ColourBox(lambda: colours_for(self._layout)), change)

    # -- of the page -------------------------------------------------------------------------------------------------
    def _build_page(self) -> None:
        self.add(IconText("rectangle-horizontal", _("Page"), role="strong"))
        sizes = [(size, page_word(size)) for size in SIZES]
        now = (self._layout.width, self._layout.height)
        if now not in SIZES:
            sizes.append((now, page_word(now)))
        self.add(self.edit("size", _("Paper"), Choice(sizes), lambda v: self.page.emit(
            replace(self._layout, width=v[0], height=v[1]), _("Change the paper"))))
        self.add(self.number("margin", _("Margin, mm"), lambda v: self.page.emit(
            replace(self._layout, margin=max(0.0, min(40.0, v))), _("Change the margin"))))
        self.add(self.check("print", _("Print the background"), lambda on: self.page.emit(
            replace(self._layout, print_background=on), _("Change the background"))))
        self.add(label(_("Off for paper that has the border printed on it already."), "hint", wrap=True))
        if not self.read_only:
            self.add(row(secondary(_("Background picture…"), lambda: self.asked.emit("picture"), icon="image",
                                    small=True), None))
        self.add(line())
        self.add(label(_("Choose something on the paper to change it, or drag something onto it."), "muted",
                        wrap=True))

    # -- values ------------------------------------------------------------------------------------------------------
    def _fill(self, *, all_: bool) -> None:
        """Put the present values into the editors, as long as it is the same thing not into one being typed into."""
        for key, value in self._values().items():
            editor = self.editors.get(key)
            if editor is not None and (all_ or not editor.hasFocus()) and editor.value() != value:
                editor.set_value(value)

    def _values(self) -> dict[str, Any]:
        if not self._things:
            page = self._layout
            return {"size": (page.width, page.height), "margin": mm(page.margin), "print": page.print_background}
        if len(self._things) > 1:
            return {}
        thing = self.one()
        left, top, w, h = arrange.box_of(thing)
        found: dict[str, Any] = {"x": mm(left), "y": mm(top), "w": mm(w), "h": mm(h)}
        for part in fields(thing):
            value = getattr(thing, part.name)
            if isinstance(value, Type):
                found |= {f"{part.name}.{f.name}": shown(getattr(value, f.name)) for f in fields(value)}
            elif part.name not in ("x", "y", "w", "h", "paragraphs", "id"):
                found[part.name] = shown(value)
        for at, paragraph in enumerate(getattr(thing, "paragraphs", ())):
            found |= {f"{at}.ms": paragraph.ms, f"{at}.en": paragraph.en, f"{at}.gap": mm(paragraph.gap),
                      f"{at}.least": mm(paragraph.least)}
            found |= {f"{at}/type.{f.name}": shown(getattr(paragraph.type, f.name)) for f in fields(paragraph.type)}
        return found


def _shape(thing: Things) -> tuple[object, ...]:
    """What decides which editors a thing needs: things alike share a sheet."""
    fonts = [value.font for part in fields(thing) if isinstance(value := getattr(thing, part.name), Type)]
    paragraphs = getattr(thing, "paragraphs", ())
    fonts += [paragraph.type.font for paragraph in paragraphs]
    return thing.kind, len(paragraphs), tuple(font for font in fonts if font.startswith("asset:"))
