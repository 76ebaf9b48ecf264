"""The editors that each kind of thing has of its own in the panel of the designer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy

from app.certificates.templates.model import (
    COLUMNS,
    Frame,
    Line,
    Logos,
    Name,
    Qr,
    Seal,
    Signature,
    Table,
    Text,
    Things,
)
from app.i18n import _
from ui.certificates.designer.choices import PATTERNS, pattern_word
from ui.certificates.designer.letters import add_letters, add_paragraph, type_now
from ui.kit.buttons import secondary
from ui.kit.check import Several
from ui.kit.combo import Choice
from ui.kit.field import Field
from ui.kit.layout import row
from ui.kit.text_box import TextBox

if TYPE_CHECKING:
    from ui.certificates.designer.properties import Properties


def add_kind(panel: Properties, thing: Things) -> None:
    """What can be typed of a thing beside its place."""
    if isinstance(thing, Name):
        add_letters(panel, "type", thing.type, lambda t: panel.alter(_("Change the letters"), type=t))
        panel.add(_aligned(panel))
        panel.add(panel.edit("lines", _("If the name is too long"), Choice([
            (1, _("Shrink to fit one line")), (2, _("Shrink, then two lines"))]),
            lambda v: panel.alter(_("Change how long names fit"), lines=int(v))))
        panel.add(row(panel.number("turn", _("Two lines below, pt"), lambda v: panel.alter(_("Resize"), turn=v)),
                      panel.number("least", _("Smallest size, pt"), lambda v: panel.alter(_("Resize"), least=v))))
        panel.add(panel.number("rule", _("Line under it, mm"), lambda v: panel.alter(_("Change the line"), rule=v)))
    elif isinstance(thing, Text | Seal):
        for at, paragraph in enumerate(thing.paragraphs):
            add_paragraph(panel, at, paragraph)
        if isinstance(thing, Text):
            panel.add(_aligned(panel))
            panel.add(panel.edit("stand", _("In the box"), Choice([
                ("top", _("at the top")), ("middle", _("in the middle")), ("bottom", _("at the bottom"))]),
                lambda v: panel.alter(_("Line up"), stand=v)))
    elif isinstance(thing, Signature):
        panel.add(panel.edit("place", _("Signatory"), Choice([(n, _("Signatory {n}").format(n=n))
                                                               for n in (1, 2, 3)]),
                             lambda v: panel.alter(_("Change the signatory"), place=int(v))))
        panel.add(panel.edit("role", _("Or by role"), TextBox(max_length=40),
                             lambda v: panel.alter(_("Change the signatory"), role=str(v or ""))))
        add_letters(panel, "name", thing.name, lambda t: panel.alter(_("Change the letters"), name=t))
    elif isinstance(thing, Frame):
        panel.add(panel.edit("pattern", _("Pattern"), Choice([(p, pattern_word(p)) for p in PATTERNS]),
                             lambda v: panel.alter(_("Change the pattern"), pattern=v)))
        _colours(panel, "colour", "second")
        panel.add(panel.number("thickness", _("Thickness, mm"), lambda v: panel.alter(_("Resize"), thickness=v)))
    elif isinstance(thing, Line):
        _colours(panel, "colour")
        panel.add(panel.number("thickness", _("Thickness, mm"), lambda v: panel.alter(_("Resize"), thickness=v)))
    elif isinstance(thing, Logos):
        panel.add(_aligned(panel))
        panel.add(panel.number("gap", _("Gap, mm"), lambda v: panel.alter(_("Resize"), gap=v)))
        if not panel.read_only:
            panel.add(row(secondary(_("Add a logo…"), lambda: panel.asked.emit("logo"), icon="image", small=True),
                          secondary(_("Only the centre's"), lambda: panel.alter(_("Change the logos"),
                                                                              logos=("centre",)), small=True),
                          None))
    elif isinstance(thing, Qr):
        _colours(panel, "colour")
    elif isinstance(thing, Table):
        _table(panel)


def _table(panel: Properties) -> None:
    """The courses of a transcript: columns, letters, where they go on."""
    words = {"weight": _("Weight"), "pass": _("Pass mark"), "mark": _("Marks"), "points": _("Points")}
    columns = Several([(c, words[c]) for c in COLUMNS])
    field = panel.edit("columns", _("Columns"), columns, lambda v: panel.alter(
        _("Change the columns"), columns=tuple(c for c in COLUMNS if c in (v or ()))))
    field.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)  # as many lines as it needs
    panel.add(field)
    panel.add(panel.number("type.size", _("Size, pt"), lambda v: panel.alter(
        _("Resize"), type=replace(type_now(panel.one(), "type"), size=max(6.0, min(14.0, v))))))
    panel.add(row(panel.number("later", _("Further pages from, mm"), lambda v: panel.alter(_("Resize"), later=v)),
                  panel.number("bottom", _("Down to, mm"), lambda v: panel.alter(_("Resize"), bottom=v))))
    panel.add(panel.check("exams", _("External exams"), lambda on: panel.alter(_("Change the table"), exams=on)))
    panel.add(panel.check("grades", _("What the grades mean"),
                          lambda on: panel.alter(_("Change the table"), grades=on)))


def _aligned(panel: Properties) -> Field:
    return panel.edit("align", _("Alignment"), Choice([
        ("left", _("left")), ("center", _("centred")), ("right", _("right"))]),
        lambda v: panel.alter(_("Line up"), align=v))


def _colours(panel: Properties, *names: str) -> None:
    words = {"colour": _("Colour"), "second": _("Second colour")}
    for name in names:
        panel.add(panel.colour(name, words[name], lambda value, name=name: panel.alter(
            _("Change the colour"), **{name: value})))
