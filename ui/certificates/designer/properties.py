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
from app.certificates.templates.model import (
    ANCHORS,
    COLUMNS,
    PAGES,
    Frame,
    Layout,
    Line,
    Logos,
    Name,
    Paragraph,
    Qr,
    Seal,
    Signature,
    Table,
    Text,
    Things,
    Type,
)
from app.i18n import _
from ui.certificates.designer.words import ICONS, kind_of_thing, thing_word
from ui.kit.buttons import secondary
from ui.kit.check import CheckBox, Several
from ui.kit.combo import Choice
from ui.kit.field import Field
from ui.kit.layout import box, clear, column, least, line, row, scrolled
from ui.kit.note import Note
from ui.kit.text import IconText, label
from ui.kit.text_box import NumberBox, TextArea, TextBox
from ui.kit.theme import theme

SIZES = ((297.0, 210.0), (210.0, 297.0), (420.0, 297.0), (297.0, 420.0), (279.4, 215.9), (215.9, 279.4))
ADD_FONT = "+"
PATTERNS = ("plain", "double", "guilloche", "rosette", "rebung", "shoots", "fill")
Put = Callable[[Things, str], None]


class Properties(QWidget):
    """Editors for what is chosen. `put(thing, words)` for a changed thing, `page(layout, words)` for the page."""

    put = Signal(object, str)
    page = Signal(object, str)
    asked = Signal(str)  # duplicate, delete, front, forward, backward, back, picture, logo
    font_wanted = Signal(object)  # called with the name of the font that was brought in

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editors: dict[str, Any] = {}
        self._body = QVBoxLayout()
        self._body.setContentsMargins(14, 12, 14, 12)
        self._body.setSpacing(10)
        self._body.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinimumSize)
        self._inner = box(self._body, "surface")
        self._area = scrolled(self._inner)
        self.setLayout(column(self._area, spacing=0))
        least(self, 284)
        self.setMaximumWidth(theme().px(320))
        self._layout, self._things, self._read_only = Layout(), (), False
        self._shape: object = None
        self.fonts: list[tuple[str, str]] = []  # of templates: name as in Type.font, words

    # -- what is shown -----------------------------------------------------------------------------------------------
    def show(self, *given: Any) -> None:  # type: ignore[override]
        """Show the things chosen (layout, things, troubles, read only); without arguments as every widget."""
        if not given:
            super().show()
            return
        layout, things, troubles, read_only = given
        self._layout, self._things, self._read_only = layout, tuple(things), read_only
        shape = (tuple((t.id, t.kind, _parts(t)) for t in things), tuple(t.sentence for t in troubles), read_only)
        if shape != self._shape:
            self._shape = shape
            self._build(troubles)
        self._fill()

    def _build(self, troubles: Sequence[Trouble]) -> None:
        clear(self._body)
        self.editors = {}
        if not self._things:
            self._build_page()
        elif len(self._things) > 1:
            self._add(label(_("{n} things chosen").format(n=len(self._things)), "strong"))
        else:
            self._build_thing(self._things[0])
        for trouble in troubles:
            self._add(Note(trouble.sentence, "danger" if trouble.severity == "stop" else "warn"))
        if self._things and not self._read_only:
            self._add(line())
            self._add(row(secondary(_("Duplicate"), lambda: self.asked.emit("duplicate"), icon="copy-plus", small=True),
                          secondary(_("Delete"), lambda: self.asked.emit("delete"), icon="trash-2", small=True), None))
        self._body.addStretch(1)
        self._body.activate()  # the room for it is kept at once, not after the next turn of the loop
        holder = self._area.widget()
        holder.layout().activate()
        holder.resize(holder.width(), max(holder.minimumSizeHint().height(), self._area.viewport().height()))

    def _add(self, item: Any) -> None:
        if isinstance(item, QWidget):
            self._body.addWidget(item)
        else:
            self._body.addLayout(item)

    def _edit(self, key: str, words: str, editor: Any, change: Callable[[Any], object]) -> Field:
        """An editor with its label; a change that can be read goes out at once."""
        self.editors[key] = editor
        field = Field(words, editor)
        if self._read_only:
            field.set_read_only(True)

        def edited() -> None:
            value = editor.value()
            if isinstance(editor, NumberBox) and not isinstance(value, Decimal | int):
                field.set_error(editor.unread() or "")
                return
            field.set_error("")
            change(value)

        signal = editor.editingFinished if isinstance(editor, NumberBox | TextBox) else editor.edited
        signal.connect(edited)
        return field

    def _number(self, key: str, words: str, change: Callable[[float], object]) -> Field:
        editor = NumberBox(places=2)
        return self._edit(key, words, editor, lambda value: change(float(value)))

    def _check(self, key: str, words: str, change: Callable[[bool], object]) -> CheckBox:
        editor = CheckBox(words)
        editor.setEnabled(not self._read_only)
        self.editors[key] = editor
        editor.edited.connect(lambda: change(bool(editor.value())))
        return editor

    # -- of a thing --------------------------------------------------------------------------------------------------
    def _one(self) -> Things:
        return self._things[0]

    def _set(self, words: str, **changes: Any) -> None:
        made = replace(self._one(), **changes)
        if made != self._one():
            self.put.emit(made, words)

    def _build_thing(self, thing: Things) -> None:
        self._add(IconText(ICONS[thing.kind], thing_word(thing), role="strong"))
        if thing_word(thing) != kind_of_thing(thing):
            self._add(label(kind_of_thing(thing), "hint"))
        self._add(row(self._number("x", _("X, mm"), lambda v: self._box(0, v)),
                      self._number("y", _("Y, mm"), lambda v: self._box(1, v))))
        self._add(row(self._number("w", _("Width, mm"), lambda v: self._box(2, v)),
                      self._number("h", _("Height, mm"), lambda v: self._box(3, v))))
        anchor = Choice([(a, anchor_word(a)) for a in ANCHORS])
        self._add(self._edit("anchor", _("Placed by its"), anchor, self._anchor))
        self._add(line())
        if isinstance(thing, Name):
            self._type("type", thing.type, lambda t: self._set(_("Change the letters"), type=t))
            self._add(self._aligned())
            self._add(self._edit("lines", _("If the name is too long"), Choice([
                (1, _("Shrink to fit one line")), (2, _("Shrink, then two lines"))]),
                lambda v: self._set(_("Change how long names fit"), lines=int(v))))
            self._add(row(self._number("turn", _("Two lines below, pt"), lambda v: self._set(_("Resize"), turn=v)),
                          self._number("least", _("Smallest size, pt"), lambda v: self._set(_("Resize"), least=v))))
            self._add(self._number("rule", _("Line under it, mm"), lambda v: self._set(_("Change the line"), rule=v)))
        elif isinstance(thing, Text | Seal):
            for at, paragraph in enumerate(thing.paragraphs):
                self._paragraph(at, paragraph)
            if isinstance(thing, Text):
                self._add(self._aligned())
                self._add(self._edit("stand", _("In the box"), Choice([
                    ("top", _("at the top")), ("middle", _("in the middle")), ("bottom", _("at the bottom"))]),
                    lambda v: self._set(_("Line up"), stand=v)))
        elif isinstance(thing, Signature):
            self._add(self._edit("place", _("Signatory"), Choice([(n, _("Signatory {n}").format(n=n))
                                                                   for n in (1, 2, 3)]),
                                 lambda v: self._set(_("Change the signatory"), place=int(v))))
            self._add(self._edit("role", _("Or by role"), TextBox(max_length=40),
                                 lambda v: self._set(_("Change the signatory"), role=str(v or ""))))
            self._type("name", thing.name, lambda t: self._set(_("Change the letters"), name=t))
        elif isinstance(thing, Frame):
            self._add(self._edit("pattern", _("Pattern"), Choice([(p, pattern_word(p)) for p in PATTERNS]),
                                 lambda v: self._set(_("Change the pattern"), pattern=v)))
            self._colours("colour", "second")
            self._add(self._number("thickness", _("Thickness, mm"), lambda v: self._set(_("Resize"), thickness=v)))
        elif isinstance(thing, Line):
            self._colours("colour")
            self._add(self._number("thickness", _("Thickness, mm"), lambda v: self._set(_("Resize"), thickness=v)))
        elif isinstance(thing, Logos):
            self._add(self._aligned())
            self._add(self._number("gap", _("Gap, mm"), lambda v: self._set(_("Resize"), gap=v)))
            if not self._read_only:
                self._add(row(secondary(_("Add a logo…"), lambda: self.asked.emit("logo"), icon="image", small=True),
                              secondary(_("Only the centre's"), lambda: self._set(_("Change the logos"),
                                                                                  logos=("centre",)), small=True),
                              None))
        elif isinstance(thing, Qr):
            self._colours("colour")
        elif isinstance(thing, Table):
            self._table()
            return
        self._add(line())
        if self._layout.table is not None:
            self._add(self._edit("on", _("On the pages"), Choice([(p, page_of(p)) for p in PAGES]),
                                 lambda v: self._set(_("Change when it is shown"), on=v)))
        only = Choice([("", _("Always")), *((f.key, _("With {field}").format(field=_(f.label)))
                                            for f in self._fields())])
        self._add(self._edit("only", _("Shown"), only, lambda v: self._set(_("Change when it is shown"), only=v or "")))
        unless = Choice([("", _("Never")), *((f.key, _("With {field}").format(field=_(f.label)))
                                             for f in self._fields())])
        self._add(self._edit("unless", _("Hidden"), unless,
                             lambda v: self._set(_("Change when it is shown"), unless=v or "")))
        self._add(self._check("background", _("Left out on pre-printed paper"),
                              lambda on: self._set(_("Change the background"), background=on)))
        self._add(self._check("locked", _("Lock position"), lambda on: self._set(_("Lock"), locked=on)))

    def _fields(self) -> tuple[FieldInfo, ...]:
        return fields_for(transcript=self._layout.table is not None)

    def _table(self) -> None:
        """The courses of a transcript: columns, letters, where they go on."""
        words = {"weight": _("Weight"), "pass": _("Pass mark"), "mark": _("Mark"), "points": _("Points")}
        columns = Several([(c, words[c]) for c in COLUMNS])
        self._add(self._edit("columns", _("Columns"), columns, lambda v: self._set(
            _("Change the columns"), columns=tuple(c for c in COLUMNS if c in (v or ())))))
        self._add(self._number("type.size", _("Size, pt"), lambda v: self._set(
            _("Resize"), type=replace(self._type_now("type"), size=max(6.0, min(14.0, v))))))
        self._add(row(self._number("later", _("Further pages from, mm"), lambda v: self._set(_("Resize"), later=v)),
                      self._number("bottom", _("Down to, mm"), lambda v: self._set(_("Resize"), bottom=v))))
        self._add(self._check("exams", _("External exams"), lambda on: self._set(_("Change the table"), exams=on)))
        self._add(self._check("grades", _("What the grades mean"),
                              lambda on: self._set(_("Change the table"), grades=on)))

    def _box(self, at: int, value: float) -> None:
        box_now = list(arrange.box_of(self._one()))
        box_now[at] = value
        made = arrange.sized(self._one(), (box_now[0], box_now[1], box_now[2], box_now[3]))
        if made != self._one():
            self.put.emit(made, _("Move") if at < 2 else _("Resize"))

    def _anchor(self, anchor: Any) -> None:
        thing = self._one()
        left, top, _w, _h = arrange.box_of(thing)
        self.put.emit(arrange.placed(replace(thing, anchor=anchor), left, top), _("Change the anchor"))

    def _aligned(self) -> Field:
        return self._edit("align", _("Alignment"), Choice([
            ("left", _("left")), ("center", _("centred")), ("right", _("right"))]),
            lambda v: self._set(_("Line up"), align=v))

    def _colours(self, *names: str) -> None:
        words = {"colour": _("Colour"), "second": _("Second colour")}
        self._add(row(*(self._edit(name, words[name], TextBox(max_length=7), self._coloured(name)) for name in names)))

    def _coloured(self, name: str) -> Callable[[Any], None]:
        def change(value: Any) -> None:
            if is_colour(value):
                self._set(_("Change the colour"), **{name: str(value).upper()})
        return change

    def _type(self, key: str, kind: Type, change: Callable[[Type], object]) -> None:
        """Font, size, weight, colour, capitals of some letters."""
        def edit(**more: Any) -> None:
            now = self._type_now(key)
            change(replace(now, **more))

        known = [("garamond", "EB Garamond"), ("inter", "Inter"), ("mono", "JetBrains Mono"), *self.fonts]
        if kind.font not in dict(known):
            known.append((kind.font, _("Font of the template")))

        def fonted(value: Any) -> None:
            if value == ADD_FONT:
                self.editors[f"{key}.font"].set_value(self._type_now(key).font)
                self.font_wanted.emit(lambda name: edit(font=name))
            else:
                edit(font=value)

        self._add(self._edit(f"{key}.font", _("Font"), Choice([*known, (ADD_FONT, _("Add a font…"))]), fonted))
        self._add(row(self._number(f"{key}.size", _("Size, pt"), lambda v: edit(size=max(4.0, min(200.0, v)))),
                      self._edit(f"{key}.weight", _("Weight"), Choice([
                          (400, _("Regular")), (500, _("Medium")), (600, _("Semibold")), (700, _("Bold"))]),
                          lambda v: edit(weight=int(v)))))

        def coloured(value: Any) -> None:
            if is_colour(value):
                edit(colour=str(value).upper())

        self._add(self._edit(f"{key}.colour", _("Colour"), TextBox(max_length=7), coloured))
        self._add(row(self._check(f"{key}.italic", _("Italic"), lambda on: edit(italic=on)),
                      self._check(f"{key}.capitals", _("ALL CAPS"), lambda on: edit(capitals=on)), None))

    def _type_now(self, key: str) -> Type:
        thing = self._one()
        if "/" not in key:
            found: Type = getattr(thing, key)
            return found
        at, part = key.split("/")
        paragraph: Paragraph = thing.paragraphs[int(at)]  # type: ignore[union-attr]
        return (paragraph.second or paragraph.type) if part == "second" else paragraph.type

    def _paragraph(self, at: int, paragraph: Paragraph) -> None:
        def edit(**more: Any) -> None:
            thing = self._one()
            many = list(thing.paragraphs)  # type: ignore[union-attr]
            many[at] = replace(many[at], **more)
            self._set(_("Change the text"), paragraphs=tuple(many))

        for lang, words in (("ms", _("Malay")), ("en", _("English"))):
            self._add(self._edit(f"{at}.{lang}", words, TextArea(lines=2),
                                 lambda v, lang=lang: edit(**{lang: v or ""})))
        choice = Choice([("", _("Insert a field")), *((f.key, _(f.label)) for f in self._fields())])
        self.editors[f"{at}.field"] = choice
        choice.setEnabled(not self._read_only)

        def insert() -> None:
            key = choice.value()
            choice.set_value("")
            if key:
                now = self._one().paragraphs[at]  # type: ignore[union-attr]
                more = "{" + key + "}"
                edit(ms=f"{now.ms} {more}".strip(), en=f"{now.en} {more}".strip())

        choice.edited.connect(insert)
        choice.setAccessibleName(_("Insert a field"))
        self._add(choice)
        self._type(f"{at}/type", paragraph.type, lambda t: edit(type=t))
        self._add(row(self._number(f"{at}.gap", _("Space above, mm"), lambda v: edit(gap=max(0.0, v))),
                      self._number(f"{at}.least", _("Smallest size, pt"), lambda v: edit(least=max(3.0, v)))))
        self._add(line())

    # -- of the page -------------------------------------------------------------------------------------------------
    def _build_page(self) -> None:
        self._add(IconText("rectangle-horizontal", _("Page"), role="strong"))
        sizes = [(size, page_word(size)) for size in SIZES]
        now = (self._layout.width, self._layout.height)
        if now not in SIZES:
            sizes.append((now, page_word(now)))
        self._add(self._edit("size", _("Paper"), Choice(sizes), lambda v: self.page.emit(
            replace(self._layout, width=v[0], height=v[1]), _("Change the paper"))))
        self._add(self._number("margin", _("Margin, mm"), lambda v: self.page.emit(
            replace(self._layout, margin=max(0.0, min(40.0, v))), _("Change the margin"))))
        self._add(self._check("print", _("Print the background"), lambda on: self.page.emit(
            replace(self._layout, print_background=on), _("Change the background"))))
        self._add(label(_("Off for paper that has the border printed on it already."), "hint", wrap=True))
        if not self._read_only:
            self._add(row(secondary(_("Background picture…"), lambda: self.asked.emit("picture"), icon="image",
                                    small=True), None))
        self._add(line())
        self._add(label(_("Choose something on the paper to change it, or drag something onto it."), "muted",
                        wrap=True))

    # -- values ------------------------------------------------------------------------------------------------------
    def _fill(self) -> None:
        """Put the present values into the editors that are not being typed into."""
        for key, value in self._values().items():
            editor = self.editors.get(key)
            if editor is not None and not editor.hasFocus() and editor.value() != value:
                editor.set_value(value)

    def _values(self) -> dict[str, Any]:
        if not self._things:
            page = self._layout
            return {"size": (page.width, page.height), "margin": mm(page.margin), "print": page.print_background}
        if len(self._things) > 1:
            return {}
        thing = self._one()
        left, top, w, h = arrange.box_of(thing)
        found: dict[str, Any] = {"x": mm(left), "y": mm(top), "w": mm(w), "h": mm(h)}
        for part in fields(thing):
            value = getattr(thing, part.name)
            if isinstance(value, Type):
                found |= {f"{part.name}.{f.name}": _shown(getattr(value, f.name)) for f in fields(value)}
            elif part.name not in ("x", "y", "w", "h", "paragraphs", "id"):
                found[part.name] = _shown(value)
        for at, paragraph in enumerate(getattr(thing, "paragraphs", ())):
            found |= {f"{at}.ms": paragraph.ms, f"{at}.en": paragraph.en, f"{at}.gap": mm(paragraph.gap),
                      f"{at}.least": mm(paragraph.least)}
            found |= {f"{at}/type.{f.name}": _shown(getattr(paragraph.type, f.name)) for f in fields(paragraph.type)}
        return found


def _parts(thing: Things) -> int:
    return len(getattr(thing, "paragraphs", ()))


def mm(value: float) -> Decimal:
    """A length as an editor shows it."""
    return Decimal(str(round(value, 2))).normalize() + Decimal(0)


def _shown(value: Any) -> Any:
    return mm(value) if isinstance(value, float) else value


def is_colour(value: Any) -> bool:
    """Six hex digits behind a #."""
    text = str(value or "")
    return len(text) == 7 and text[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in text[1:])


def anchor_word(anchor: str) -> str:
    """What of a thing stands at its place."""
    return {"top-left": _("upper left corner"), "top": _("upper edge"), "top-right": _("upper right corner"),
            "left": _("left edge"), "centre": _("centre"), "right": _("right edge"),
            "bottom-left": _("lower left corner"), "bottom": _("lower edge"),
            "bottom-right": _("lower right corner")}[anchor]


def page_of(on: str) -> str:
    """On which pages of a transcript a thing stands."""
    return {"every": _("on every page"), "first": _("on the first page"), "later": _("on all pages after the first"),
            "last": _("on the last page")}[on]


def pattern_word(pattern: str) -> str:
    """A pattern of a frame."""
    return {"plain": _("Plain line"), "double": _("Double line"), "guilloche": _("Guilloche"), "rosette": _("Rosette"),
            "rebung": _("Bamboo shoots"), "shoots": _("Bamboo shoots across"), "fill": _("Filled")}[pattern]


def page_word(size: tuple[float, float]) -> str:
    """A paper size with its orientation."""
    name = {297.0: "A4", 210.0: "A4", 420.0: "A3", 279.4: "Letter", 215.9: "Letter"}.get(min(size), "")
    name = {210.0: "A4", 297.0: "A3", 215.9: "Letter"}.get(min(size), name) or f"{size[0]:g} × {size[1]:g} mm"
    words = _("{paper}, landscape") if size[0] > size[1] else _("{paper}, portrait")
    return words.format(paper=name)
