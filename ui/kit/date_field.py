"""A date typed as people write it, or picked from a calendar."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout, QWidget

from app.i18n import _, language, month_name, show_date
from ui.kit.icons import icon
from ui.kit.text_box import TextBox
from ui.kit.theme import theme


def read_date(text: str) -> date | None:
    """The date of `14/7/2026`, `14 Jul 2026`, `14.07.26`, `2026-07-14`, `140726`; '' is None; ValueError otherwise.

    Day comes first, as everywhere in Malaysia; a year of two digits is in this century up to 69.
    """
    text = text.strip().casefold()
    if not text:
        return None
    text = re.sub(r"^(?!\d)\w+[, ]+(?=\d)", "", text)
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if re.fullmatch(r"\d{6}|\d{8}", text):
        text = f"{text[:2]}/{text[2:4]}/{text[4:]}"
    if found := re.fullmatch(r"(\d{1,2})[ /.\-]+(\d{1,2}|[^\W\d]{3,})[ /.\-]+(\d{4}|\d{2})", text):
        month = int(found[2]) if found[2].isdigit() else _month(found[2])
        year = int(found[3])
        if year < 100:
            year += 2000 if year < 70 else 1900
        return date(year, month, int(found[1]))
    raise ValueError(text)


def _month(word: str) -> int:
    for lang in ("en", "ms"):
        for number in range(1, 13):
            if month_name(number, lang).casefold().startswith(word):
                return number
    raise ValueError(word)


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


class DateBox(TextBox):
    """A day. value() is a date, None when empty, or the text that is no date (for the command to refuse)."""

    def __init__(
        self,
        *,
        minimum: date | None = None,
        maximum: date | None = None,
        weekday: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent=parent)
        self._minimum, self._maximum, self._weekday = minimum, maximum, weekday
        self.setPlaceholderText(_("Day month year"))
        opener = self.addAction(icon("calendar-days", "text-2"), QLineEdit.ActionPosition.TrailingPosition)
        opener.setToolTip(_("Choose from a calendar"))
        opener.triggered.connect(self.open_calendar)
        self.editingFinished.connect(self._tidy)
        self._calendar: QFrame | None = None

    def value(self) -> Any:
        """The date, None, or the text that is none."""
        try:
            return read_date(self.text())
        except ValueError:
            return self.text().strip()

    def unread(self) -> str:
        """What to say of a text that is no date; '' when it is one."""
        return _("Write the date as 14 Jul 2026.") if isinstance(self.value(), str) else ""

    def set_value(self, value: Any) -> None:
        """Show a date; None is empty."""
        super().set_value(show_date(value, weekday=self._weekday) if isinstance(value, date) else value)

    def _tidy(self) -> None:
        value = self.value()
        if isinstance(value, date):
            self.set_value(value)

    def open_calendar(self) -> None:
        """The calendar below the field."""
        if self.isReadOnly():
            return
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setObjectName("menu")
        calendar = QCalendarWidget(popup)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        lang = QLocale.Language.Malay if language() == "ms" else QLocale.Language.English
        calendar.setLocale(QLocale(lang, QLocale.Country.Malaysia))
        if self._minimum:
            calendar.setMinimumDate(_qdate(self._minimum))
        if self._maximum:
            calendar.setMaximumDate(_qdate(self._maximum))
        plain = QTextCharFormat()
        plain.setForeground(theme().color("text-2"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, plain)
        value = self.value()
        if isinstance(value, date):
            calendar.setSelectedDate(_qdate(value))
        layout = QVBoxLayout(popup)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(calendar)
        calendar.clicked.connect(self._picked)
        calendar.activated.connect(self._picked)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()
        calendar.setFocus()
        self._calendar = popup

    def _picked(self, day: QDate) -> None:
        if self._calendar is not None:
            self._calendar.close()
            self._calendar = None
        self.set_value(date(day.year(), day.month(), day.day()))
        self.setFocus()
        self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return
        super().keyPressEvent(event)
