"""The editor of a trainee's current document: kind, number, what the number says, checked against the card."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.errors import Invalid
from app.i18n import _, show_date, show_moment
from app.trainees import identity
from app.trainees.contact import COUNTRIES, country_name
from app.trainees.fields import identity_warnings, today
from app.trainees.queries import Holder, IdentityRow
from app.trainees.words import gender_word
from ui.kit.buttons import link
from ui.kit.check import CheckBox
from ui.kit.combo import Choice
from ui.kit.date_field import DateBox
from ui.kit.layout import box, line, row
from ui.kit.text import Glyph, label, set_look
from ui.kit.text_box import TextBox

EMPTY: dict[str, Any] = {"identity_type": "MYKAD", "identity_number": "", "identity_country": "",
                         "identity_expiry": None, "override_reason": "", "checked": False}


class ReadOut(QWidget):
    """One fact read from a card number: caption above, sign and words below."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 7)
        layout.setSpacing(2)
        layout.addWidget(label(caption, "caption"))
        self._sign = Glyph("check", "ok", 14)
        self.words = label("–")
        layout.addLayout(row(self._sign, self.words, None, spacing=6))

    def say(self, words: str, tone: str = "ok") -> None:
        """'ok', 'danger' or 'warn'; no words for nothing known."""
        self.words.setText(words or "–")
        set_look(self.words, role={"danger": "dangerstrong", "warn": "warn"}.get(tone, "") if words else "hint")
        self._sign.setVisible(bool(words))
        self._sign.show_icon({"ok": "check", "danger": "circle-x", "warn": "triangle-alert"}[tone], tone)


class IdentityBox(QWidget):
    """value() is a dict of the identity fields of AddTrainee. `open_asked(id)`: go to who has this number already;
    `read(dict)`: what the number proposes (birth_date, gender), whenever it changes."""

    edited = Signal()
    open_asked = Signal(int)
    read = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reason = ""
        self._holder: Holder | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        self.kind = Choice(identity.kinds())
        self.kind.setAccessibleName(_("Kind of document"))
        self.kind.setFixedWidth(168)
        self.number = TextBox()
        self.number.setAccessibleName(_("Identity number"))
        self.country = Choice([(code, country_name(code)) for code in COUNTRIES], placeholder=_("Issuing country"))
        self.country.setAccessibleName(_("Issuing country"))
        self.expiry = DateBox()
        self.expiry.setAccessibleName(_("Valid until"))
        self.expiry.setPlaceholderText(_("Valid until"))
        outer.addLayout(row(self.kind, self.number))
        self._abroad = box(row(self.country, self.expiry))
        outer.addWidget(self._abroad)
        self.hint = label("", "error", wrap=True)
        self.action = link("", self._act)
        told = row(self.hint, self.action)
        told.setStretch(0, 1)
        self._told = box(told)
        outer.addWidget(self._told)
        self.birth, self.place, self.sex = ReadOut(_("Birth date")), ReadOut(_("Birthplace")), ReadOut(_("Sex"))
        parts = QHBoxLayout()
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        for number, part in enumerate((self.birth, self.place, self.sex)):
            if number:
                parts.addWidget(line(vertical=True))
            parts.addWidget(part, 1)
        self._card = box(parts, "card")
        self._card.setAccessibleName(_("Read from the card number"))
        outer.addWidget(self._card)
        self.checked = CheckBox(_("Checked against the original card"))
        self.last = label("", "hint")
        outer.addLayout(row(self.checked, self.last, None))
        self.setFocusProxy(self.number)
        for editor in (self.kind, self.number, self.country, self.expiry, self.checked):
            editor.edited.connect(self._edited)
        self.set_value(None)

    # -- the editor of a field --------------------------------------------------------------------------------
    def value(self) -> dict[str, Any]:
        """The identity fields."""
        abroad = self.kind.value() in ("PASPORT", "LAIN")
        return {"identity_type": self.kind.value(), "identity_number": self.number.value(),
                "identity_country": (self.country.value() or "") if abroad else "",
                "identity_expiry": self.expiry.value() if abroad else None, "override_reason": self._reason,
                "checked": self.checked.value()}

    def set_value(self, value: dict[str, Any] | None) -> None:
        """Show identity fields."""
        given = EMPTY | (value or {})
        self.kind.set_value(given["identity_type"])
        self.number.set_value(given["identity_number"])
        self.country.set_value(given["identity_country"] or None)
        self.expiry.set_value(given["identity_expiry"])
        self._reason = given["override_reason"]
        self.checked.set_value(given["checked"])
        self._holder = None
        self._read_out()

    def show_last(self, one: IdentityRow | None) -> None:
        """Who compared it with the card, and when."""
        self.last.setText("" if one is None or one.checked_at is None else _("by {name}, {when}").format(
            name=one.checked_by, when=show_moment(one.checked_at)))

    def show_error(self, on: bool) -> None:
        """Red border at the number."""
        self.number.show_error(on)

    def set_read_only(self, on: bool) -> None:
        """Not to be changed."""
        for editor in (self.kind, self.number, self.country, self.expiry, self.checked):
            editor.set_read_only(on)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.number.setFocus()

    # -- what happens -------------------------------------------------------------------------------------------
    @property
    def normalised(self) -> str:
        """The number as it would be stored."""
        return identity.normalise(self.kind.value() or "MYKAD", self.number.value())

    def complete(self) -> bool:
        """Whether the number is long enough to ask who has it."""
        return len(self.normalised) >= (12 if self.kind.value() in identity.NRIC_TYPES else 5)

    def show_holder(self, holder: Holder | None) -> None:
        """Somebody else has this number."""
        self._holder = holder
        self._read_out()

    def _edited(self) -> None:
        if self.sender() is not self.checked:
            self._reason, self._holder = "", None
            self.checked.set_value(False)
            self.last.setText("")
        self._read_out(tell=True)
        self.edited.emit()

    def _act(self) -> None:
        if self._holder is not None:
            self.open_asked.emit(self._holder.id)
            return
        self._reason = _("It is so on the card.")
        self._read_out(tell=True)
        self.edited.emit()

    def _read_out(self, tell: bool = False) -> None:
        kind, number = self.kind.value() or "MYKAD", self.normalised
        nric = kind in identity.NRIC_TYPES
        self._abroad.setVisible(kind in ("PASPORT", "LAIN"))
        self._card.setVisible(nric)
        full = nric and len(number) == 12 and number.isdigit()
        said: dict[str, Any] = {}
        self.place.say("")
        self.birth.say("")
        self.sex.say("")
        if full:
            said["gender"] = "L" if int(number[11]) % 2 else "P"
            self.sex.say(gender_word(said["gender"]))
            place = identity.PLACES.get(number[6:8], "")
            self.place.say(f"{place or _('Unknown')} ({number[6:8]})", "ok" if place else "warn")
            try:
                said["birth_date"] = identity.read_nric(number, today()).birth_date
                self.birth.say(show_date(said["birth_date"]))
            except Invalid:
                self.birth.say(f"{number[4:6]}/{number[2:4]}/{number[:2]}?", "warn" if self._reason else "danger")
        self._say(kind, number, full and "birth_date" not in said)
        if tell:
            self.read.emit(said)

    def _say(self, kind: str, number: str, no_day: bool) -> None:
        words, action, role = "", "", "error"
        if self._holder is not None:
            words = _("Already recorded: {name}, {number}.").format(name=self._holder.name, number=self._holder.number)
            action = _("Open it")
        elif no_day and not self._reason:
            words, action = _("Check the first six digits (year, month, day)."), _("It is so on the card")
        elif no_day:
            words, role = _("Kept as it stands on the card."), "warn"
        elif len(number) == 12:
            words = " ".join(identity_warnings(kind, number, today=today()).values())
            role = "warn"
        self.hint.setText(words)
        set_look(self.hint, role=role)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self._told.setVisible(bool(words))


def identity_values(one: IdentityRow | None) -> dict[str, Any]:
    """The current document as the box shows it."""
    if one is None:
        return dict(EMPTY)
    return {"identity_type": one.type, "identity_number": one.number, "identity_country": one.country,
            "identity_expiry": one.expiry, "override_reason": one.override_reason,
            "checked": one.checked_at is not None}


def shown_birth(value: Any) -> date | None:
    """A typed date, or None."""
    return value if isinstance(value, date) else None
