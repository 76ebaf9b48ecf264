"""A list as a centre wants it: which columns in which order and under which names, and how it leaves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from app.errors import Invalid, Missing
from app.i18n import _
from app.rosters.listing import Field, Language
from app.rosters.subjects import SUBJECTS, subject_of

Identity = Literal["masked", "full", "none"]
Group = Literal["", "headings", "sheets"]
Format = Literal["xlsx", "pdf", "csv", "text"]
FORMATS: tuple[Format, ...] = ("xlsx", "pdf", "csv", "text")
_CHOICES = {"language": ("en", "ms", "both"), "identity": ("masked", "full", "none"),
            "group": ("", "headings", "sheets"), "format": ("xlsx", "pdf", "csv")}
LONGEST = 100  # letters of a name


@dataclass(frozen=True)
class Chosen:
    """A column of a preset; with a name of its own it is headed by that in every language."""

    key: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A list that a centre makes again and again. `group` puts it by employer: under headings, or a sheet each.
    `to_fill` offers what may be filled in as lists to choose from."""

    name: str
    subject: str
    columns: tuple[Chosen, ...] = field(default=())
    title: str = ""  # on the list; the name when empty
    language: Language = "both"
    identity: Identity = "masked"
    group: Group = ""
    format: Format = "xlsx"
    everyone: bool = False
    to_fill: bool = False

    @property
    def shown_title(self) -> str:
        """What stands above the list."""
        return self.title.strip() or self.name

    def fields(self) -> list[tuple[Field, str]]:
        """The columns that will be written, each with its own name or ''; without identity numbers where none
        shall leave."""
        known = subject_of(self.subject).by_key
        return [(known[c.key], c.name.strip()) for c in self.columns
                if c.key in known and not (known[c.key].secret and self.identity == "none")]

    @property
    def gives_full(self) -> bool:
        """Whether full identity numbers or photos stand in the list."""
        return self.identity == "full" and bool(self.secrets)

    @property
    def secrets(self) -> frozenset[str]:
        """The kinds of its secret columns: identity, photo."""
        return frozenset(f.kind for f, _name in self.fields() if f.secret)

    def problems(self) -> dict[str, str]:
        """Field -> sentence."""
        found: dict[str, str] = {}
        if not self.name.strip():
            found["name"] = _("Give the list a name.")
        elif len(self.name.strip()) > LONGEST:
            found["name"] = _("The name is too long: at most 100 letters.")
        if self.subject not in SUBJECTS:
            return found | {"subject": _("Choose what the list is of.")}
        known = SUBJECTS[self.subject].by_key
        unknown = [c.key for c in self.columns if c.key not in known]
        if unknown:
            found["columns"] = _("This kind of list has no column {names}.").format(names=", ".join(unknown))
        elif not self.columns:
            found["columns"] = _("Choose at least one column.")
        elif len({c.key for c in self.columns}) < len(self.columns):
            found["columns"] = _("A column is chosen twice.")
        elif not self.fields():
            found["columns"] = _("Choose at least one column that is not an identity number.")
        for name, values in _CHOICES.items():
            if getattr(self, name) not in values:
                found[name] = _("{value} is not one of: {all}.").format(
                    value=getattr(self, name), all=", ".join(v or "-" for v in values))
        return found

    def to_json(self) -> str:
        """As it is stored and handed on."""
        return json.dumps({"format": 1, "preset": asdict(self)}, ensure_ascii=False, indent=1)


def preset_from(text: str, name: str = "", *, kept: bool = False) -> Preset:
    """A preset out of JSON. Invalid with a sentence when it is none; of one that is `kept` in the records, columns that
    this program does not know are left out instead."""
    try:
        told = json.loads(text)
        given = told["preset"] if told["format"] == 1 else {}
        columns = tuple(Chosen(str(c["key"]), str(c.get("name", ""))) for c in given["columns"])
        if kept:
            known_keys = subject_of(str(given["subject"])).by_key
            columns = tuple(c for c in columns if c.key in known_keys)
        known: dict[str, Any] = {
            k: bool(given[k]) if isinstance(getattr(_EMPTY, k), bool) else str(given[k])
            for k in ("title", "language", "identity", "group", "format", "everyone", "to_fill") if k in given}
        made = Preset(name=name or str(given["name"]), subject=str(given["subject"]), columns=columns, **known)
    except (ValueError, KeyError, TypeError, AttributeError, Missing) as error:
        raise Invalid({"preset": _("This is not a list of Sijil: it lacks what a list is made of.")}) from error
    wrong = made.problems()
    if wrong:
        raise Invalid(wrong)
    return made


def chosen(keys: Sequence[str]) -> tuple[Chosen, ...]:
    """Columns under their usual names."""
    return tuple(Chosen(key) for key in keys)


def called(preset: Preset, name: str) -> Preset:
    """The same under another name."""
    return replace(preset, name=name.strip())


_EMPTY = Preset(name="", subject="")
