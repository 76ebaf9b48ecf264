"""The editor of a trainee's current document: kind, number, what the number says, checked against the card."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.errors import Invalid
from app.i18n import _, month_name, short_month, show_date, show_moment
from app.trainees import identity
from app.trainees.close import Close
from app.trainees.contact import COUNTRIES, country_name
from app.trainees.fields import identity_warnings, today
from app.trainees.queries import Holder, IdentityRow
from app.trainees.words import gender_word
from ui.kit.buttons import link
from ui.kit.check import CheckBox
from ui.kit.combo import Choice
from ui.kit.date_field import DateBox
from ui.kit.layout import box, line, row
from ui.kit.text import Elided, Glyph, label, set_look
from ui.kit.text_box import TextBox
from ui.kit.theme import theme

EMPTY: dict[str, Any] = {"identity_type": "MYKAD", "identity_number": "", "identity_country": "",
                         "identity_expiry": None, "override_reason": "", "checked": False}


class ReadOut(QWidget):
    """One fact read from a card number: caption above, sign and words below."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 7)
        layout.setSpacing(2)
        layout.addWidget(Elided(caption, "caption"))
        self._sign = Glyph("check", "ok", 14)
        self.words = Elided("–")
        line = row(self._sign, self.words, spacing=6)
        line.setStretch(1, 1)
        layout.addLayout(line)

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
        self._close: Close | None = None
        self._problem = ""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        self.kind = Choice(identity.kinds())
        self.kind.setAccessibleName(_("Kind of document"))
        self.kind.setFixedWidth(theme().px(168))
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
        self._sign = Glyph("circle-alert", "danger", 14)
        told = row(self._sign, self.hint, self.action, spacing=6)
        told.setStretch(1, 1)
        self._told = box(told)
        outer.addWidget(self._told)
        self.birth, self.place, self.sex = ReadOut(_("Birth date")), ReadOut(_("Birthplace")), ReadOut(_("Sex"))
        parts = self._parts = QHBoxLayout()
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        self._rules: list[QWidget] = []
        for number, part in enumerate((self.birth, self.place, self.sex)):
            if number:
                self._rules.append(line(vertical=True))
                parts.addWidget(self._rules[-1])
            parts.addWidget(part, 1)
        self._card = box(parts, "card")
        self._card.setAccessibleName(_("Read from the card number"))
        self._caption = label(_("Read from the card number"), "label")
        outer.addWidget(self._caption)
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
        self._holder, self._close, self._problem = None, None, ""
        self._read_out()

    def show_last(self, one: IdentityRow | None) -> None:
        """Who compared it with the card, and when."""
        self.last.setText("" if one is None or one.checked_at is None else _("by {name}, {when}").format(
            name=one.checked_by, when=show_moment(one.checked_at)))

    def show_error(self, on: bool) -> None:
        """Red border at the number."""
        self.number.show_error(on)

    def show_problem(self, sentence: str) -> None:
        """What a save was refused for, just below the number; '' takes it away."""
        self._problem = sentence
        self._read_out()

    def setAccessibleDescription(self, words: str) -> None:
        super().setAccessibleDescription(words)
        self.number.setAccessibleDescription(words)

    def set_read_only(self, on: bool) -> None:
        """Not to be changed."""
        for editor in (self.kind, self.number, self.country, self.expiry, self.checked):
            editor.set_read_only(on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = self.width() < sum(part.sizeHint().width() for part in (self.birth, self.place, self.sex)) + 2
        self._parts.setDirection(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)
        for rule in self._rules:
            rule.setVisible(not stacked)

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

    def show_close(self, close: Close | None) -> None:
        """Somebody has nearly this number."""
        self._close = close
        self._read_out()

    def _edited(self) -> None:
        if self.sender() is self.number:
            self._dashes()
        if self.sender() is not self.checked:
            self._reason, self._holder, self._close, self._problem = "", None, None, ""
            self.checked.set_value(False)
            self.last.setText("")
        self._read_out(tell=True)
        self.edited.emit()

    def _dashes(self) -> None:
        """040312145678 becomes 040312-14-5678 while it is typed; the cursor stays behind its digit."""
        text = self.number.text()
        if self.kind.value() not in identity.NRIC_TYPES or not re.fullmatch(r"[0-9\- ]*", text):
            return
        digits = re.sub("[^0-9]", "", text)
        if len(digits) > 12:
            return
        before = len(re.sub("[^0-9]", "", text[:self.number.cursorPosition()]))
        wanted = "-".join(part for part in (digits[:6], digits[6:8], digits[8:]) if part)
        if wanted != text:
            self.number.setText(wanted)
            self.number.setCursorPosition(before + (before > 6) + (before > 8))

    def _act(self) -> None:
        other = self._holder or (None if self._no_day() else self._close)
        if other is not None:
            self.open_asked.emit(other.id)
            return
        self._reason = _("It is so on the card.")
        self._read_out(tell=True)
        self.edited.emit()

    def _no_day(self) -> bool:
        """Twelve digits whose first six are no date, and nobody said that it stands so on the card."""
        number = self.normalised
        return (self.kind.value() in identity.NRIC_TYPES and bool(re.fullmatch("[0-9]{12}", number))
                and identity.birth_of(number, today()) is None and not self._reason)

    def _read_out(self, tell: bool = False) -> None:
        kind, number = self.kind.value() or "MYKAD", self.normalised
        nric = kind in identity.NRIC_TYPES
        self.number.setPlaceholderText("000000-00-0000" if nric else "")
        self._abroad.setVisible(kind in ("PASPORT", "LAIN"))
        for part in (self._caption, self._card):
            part.setVisible(nric)
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
                self.birth.say(f"{no_date(number)}?", "warn" if self._reason else "danger")
        self._say(kind, number, full and "birth_date" not in said)
        if tell:
            self.read.emit(said)

    def _say(self, kind: str, number: str, no_day: bool) -> None:
        words, action, role, sign = "", "", "error", ""
        if self._holder is not None:
            words = _("Already recorded: {name}, {number}.").format(name=self._holder.name, number=self._holder.number)
            action = _("Open it")
        elif no_day and not self._reason:
            words, action = no_day_words(number), _("It is so on the card")
        elif self._problem:
            words = self._problem
        elif self._close is not None:
            words, role, action = close_words(self._close), "caution", _("Open it")
        elif no_day:
            words, role = _("Kept as it stands on the card."), "caution"
        elif len(number) == 12:
            words = " ".join(identity_warnings(kind, number, today=today()).values())
            role = "caution"
        sign = ("circle-alert" if role == "error" else "triangle-alert") if words else ""
        self._sign.setVisible(bool(sign))
        if sign:
            self._sign.show_icon(sign, "danger" if role == "error" else "warn")
        self.hint.setText(words)
        set_look(self.hint, role=role)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self._told.setVisible(bool(words))


def no_date(number: str) -> str:
    """The first six digits as they would be read: '31 Feb 2004', '13/45/2004'."""
    day, month = int(number[4:6]), int(number[2:4])
    year = 2000 + int(number[:2]) if int(number[:2]) <= today().year % 100 else 1900 + int(number[:2])
    return f"{day} {short_month(month)} {year}" if 1 <= month <= 12 else f"{day:02}/{month:02}/{year}"


def no_day_words(number: str) -> str:
    """Which day there is not, and what to check."""
    day, month = int(number[4:6]), int(number[2:4])
    if not 1 <= month <= 12:
        return _("There is no month {month}. Check the first six digits (year, month, day).").format(month=month)
    return _("There is no {day} {month}. Check the first six digits (year, month, day).").format(
        day=day, month=month_name(month))


def close_words(close: Close) -> str:
    """Who has nearly this number."""
    words = (_("Two digits swapped from {name}, {number}, {identity}.") if close.how == "swap"
             else _("One digit apart from {name}, {number}, {identity}."))
    return words.format(name=close.name, number=close.number, identity=close.identity)


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
