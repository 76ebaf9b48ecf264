"""Editors of letters and paragraphs in the panel of the designer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.certificates.templates.model import Paragraph, Things, Type
from app.i18n import _
from ui.kit.combo import Choice
from ui.kit.layout import line, row
from ui.kit.text_box import TextArea

if TYPE_CHECKING:
    from ui.certificates.designer.properties import Properties

ADD_FONT = "+"


def type_now(thing: Things, key: str) -> Type:
    """The letters of a thing: 'type', 'name', '0/type' of its first paragraph."""
    if "/" not in key:
        found: Type = getattr(thing, key)
        return found
    at, part = key.split("/")
    paragraph: Paragraph = thing.paragraphs[int(at)]  # type: ignore[union-attr]
    return (paragraph.second or paragraph.type) if part == "second" else paragraph.type


def add_letters(panel: Properties, key: str, kind: Type, change: Callable[[Type], object]) -> None:
    """Font, size, weight, colour, capitals of some letters."""
    def edit(**more: Any) -> None:
        now = type_now(panel.one(), key)
        change(replace(now, **more))

    known = [("garamond", "EB Garamond"), ("inter", "Inter"), ("mono", "JetBrains Mono"), *panel.fonts]
    if kind.font not in dict(known):
        known.append((kind.font, _("Font of the template")))

    def fonted(value: Any) -> None:
        if value == ADD_FONT:
            panel.editors[f"{key}.font"].set_value(type_now(panel.one(), key).font)
            panel.font_wanted.emit(lambda name: edit(font=name))
        else:
            edit(font=value)

    panel.add(panel.edit(f"{key}.font", _("Font"), Choice([*known, (ADD_FONT, _("Add a font…"))]), fonted))
    panel.add(row(panel.number(f"{key}.size", _("Size, pt"), lambda v: edit(size=max(4.0, min(200.0, v)))),
                  panel.edit(f"{key}.weight", _("Boldness"), Choice([
                      (400, _("Regular")), (500, _("Medium")), (600, _("Semibold")), (700, _("Bold"))]),
                      lambda v: edit(weight=int(v)))))

    panel.add(panel.colour(f"{key}.colour", _("Colour"), lambda value: edit(colour=value)))
    panel.add(row(panel.check(f"{key}.italic", _("Italic"), lambda on: edit(italic=on)),
                  panel.check(f"{key}.capitals", _("ALL CAPS"), lambda on: edit(capitals=on)), None))


def add_paragraph(panel: Properties, at: int, paragraph: Paragraph) -> None:
    """A paragraph in both languages, fields put into it, its letters, the air around it."""
    def edit(**more: Any) -> None:
        thing = panel.one()
        many = list(thing.paragraphs)  # type: ignore[union-attr]
        many[at] = replace(many[at], **more)
        panel.alter(_("Change the text"), paragraphs=tuple(many))

    for lang, words in (("ms", _("Malay")), ("en", _("English"))):
        panel.add(panel.edit(f"{at}.{lang}", words, TextArea(lines=2),
                             lambda v, lang=lang: edit(**{lang: v or ""})))
    choice = Choice([("", _("Insert a field")), *((f.key, _(f.label)) for f in panel.offered())])
    choice.set_value("")
    panel.editors[f"{at}.field"] = choice
    choice.setEnabled(not panel.read_only)

    def insert() -> None:
        key = choice.value()
        choice.set_value("")
        if key:
            now = panel.one().paragraphs[at]  # type: ignore[union-attr]
            more = "{" + key + "}"
            edit(ms=f"{now.ms} {more}".strip(), en=f"{now.en} {more}".strip())

    choice.edited.connect(insert)
    choice.setAccessibleName(_("Insert a field"))
    panel.add(choice)
    add_letters(panel, f"{at}/type", paragraph.type, lambda t: edit(type=t))
    panel.add(row(panel.number(f"{at}.gap", _("Space above, mm"), lambda v: edit(gap=max(0.0, v))),
                  panel.number(f"{at}.least", _("Smallest size, pt"), lambda v: edit(least=max(3.0, v)))))
    panel.add(line())
