"""What a file of attendance leaves open: names, columns and codes, each answered by a key or chosen from all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.attendance.files.draft import LEAVE, FileDraft, Question
from app.exchange.columns import Column
from app.i18n import _, ngettext
from ui.kit.buttons import Button
from ui.kit.combo import Choice
from ui.kit.empty_state import EmptyState
from ui.kit.key_names import sequence
from ui.kit.layout import box, clear, column, least, line, row, scrolled
from ui.kit.list_pane import ListPane
from ui.kit.look import MUTED, Look
from ui.kit.table import Table
from ui.kit.text import Elided, label
from ui.kit.theme import theme
from ui.kit.toolbar import Chips

MOST_BUTTONS = 4


def group_words(question: Question) -> str:
    """What kind of question it is."""
    return {"who": _("Name"), "row": _("Row"), "column": _("Column"), "code": _("Code"),
            "session": _("Session")}[question.group]


def answer_words(question: Question) -> str:
    """The answer in words."""
    return dict(question.options).get(question.answer, "") if question.answer else ""


def state_words(question: Question) -> str:
    """Whether somebody has to say something."""
    if not question.open:
        return _("answered")
    return _("likely") if question.proposed else _("not answered")


COLUMNS: tuple[Column[Question], ...] = (
    Column("group", lambda: _("About"), group_words, width=11),
    Column("about", lambda: _("In the file"), lambda q: q.about, width=34),
    Column("text", lambda: _("Question"), lambda q: q.text, width=40),
    Column("answer", lambda: _("Answer"), answer_words, width=34),
    Column("state", lambda: _("Status"), state_words, width=14),
)


def state_look(question: Question) -> Look:
    """The sign of an open, likely or answered question."""
    if not question.open:
        return Look("ok", "check")
    return Look("warn", "circle-help" if question.proposed else "triangle-alert")


class QuestionTable(Table):
    """Digits go to the answers below."""

    press: Callable[[int], bool] | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_1
        if 0 <= digit < 9 and not event.modifiers() and self.press is not None and self.press(digit):
            return
        super().keyPressEvent(event)


class QuestionsStep(QWidget):
    """`changed()` after every answer."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft: FileDraft | None = None
        self.chips = Chips([("open", _("To answer"), "triangle-alert"), ("all", _("All"))])
        self.chips.changed.connect(lambda _key: self.refresh())
        self.agree = Button(_("Agree with all that is likely"), self.agree_all, icon="check-check", keys="Ctrl+Shift+A")
        short = QShortcut(sequence("Ctrl+Shift+A"), self)
        short.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        short.activated.connect(self.agree_all)
        self.table = QuestionTable(COLUMNS, looks={"group": lambda q: MUTED, "text": lambda q: MUTED,
                                                   "state": state_look},
                                   key=lambda q: q.key, name="about", stretch="text", single=True,
                                   accessible_name=_("Questions"))
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(lambda _row: self._first_answer())
        self.table.press = self._press
        self.pane = ListPane(self.table, EmptyState("check-check", _("Nothing is left to answer"),
                                                    _("Go on to compare the file with the register.")))
        self._detail = QVBoxLayout()
        self._detail.setContentsMargins(24, 12, 24, 12)
        self._detail.setSpacing(8)
        self.buttons: list[Button] = []
        self.pick: Choice | None = None
        self._below = scrolled(box(column(self._detail, None), "sunken"))
        least(self._below, height=130)
        self._below.setMaximumHeight(theme().px(220))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(box(row(self.chips, None, self.agree, margins=(24, 9, 24, 9), spacing=16), "tools"))
        outer.addWidget(line())
        outer.addWidget(self.pane, 3)
        outer.addWidget(line(strong=True))
        outer.addWidget(self._below, 1)

    def show_draft(self, draft: FileDraft) -> None:
        """The questions of a file that was read."""
        self.draft = draft
        self.chips.set_value("open" if draft.open_questions() else "all")
        self.refresh()

    def refresh(self) -> None:
        """Show the questions of the chip anew; of those answered the next one is in front."""
        if self.draft is None:
            return
        at = self.table.currentIndex().row()
        questions = self.draft.questions()
        open_ones = [q for q in questions if q.open]
        self.chips.set_count("open", len(open_ones))
        self.chips.set_count("all", len(questions))
        shown = open_ones if self.chips.value() == "open" else questions
        self.table.set_rows(shown)
        likely = sum(q.proposed for q in questions)
        self.agree.setVisible(bool(likely))
        self.agree.setText(ngettext("Agree with {n} likely answer", "Agree with {n} likely answers", likely).format(
            n=likely))
        if self.table.current_row() is None and shown:
            self.table.choose(shown[min(max(at, 0), len(shown) - 1)].key)
        self._chosen(self.table.current_row())
        self.changed.emit()

    def _chosen(self, question: Question | None) -> None:
        clear(self._detail)
        self.buttons, self.pick = [], None
        if question is None or self.draft is None:
            return
        self._detail.addLayout(row(label(question.about, "strong"), Elided(question.text, "muted"), None))
        first = list(question.options[:MOST_BUTTONS if question.likely is None else question.likely])[:MOST_BUTTONS]
        likely = next((o for o in question.options if o[0] == question.answer), None)
        if likely is not None:
            first = [likely, *[o for o in first if o != likely]][:MOST_BUTTONS]
        leave = next((o for o in question.options if o[0] == LEAVE), None)
        if leave is not None and leave not in first:
            first = [*first[:MOST_BUTTONS - 1], leave]
        items: list[Any] = []
        for number, (value, words) in enumerate(first, start=1):
            made = Button(words, lambda v=value: self.say(question, v), small=True, keys=str(number),
                          icon="minus" if value == LEAVE else "check" if likely and value == likely[0] else "")
            self.buttons.append(made)
            items.append(made)
        self._detail.addLayout(row(*items, None))
        self.pick = Choice(question.options, placeholder=_("Choose from all"))
        self.pick.setAccessibleName(_("Choose from all"))
        self.pick.set_value(question.answer or None)
        self.pick.setMinimumWidth(theme().px(320))
        self.pick.edited.connect(lambda: self.pick and self.say(question, str(self.pick.value())))
        self._detail.addLayout(row(label(_("Somebody or something else:"), "muted"), self.pick, None))

    def say(self, question: Question, value: str) -> None:
        """Answer, and go to the next question."""
        if self.draft is not None:
            self.draft.answer(question.key, value)
            self.refresh()
            self.table.setFocus()

    def agree_all(self) -> None:
        """Take every likely answer."""
        if self.draft is not None and self.draft.agree_all():
            self.refresh()

    def _press(self, digit: int) -> bool:
        if digit < len(self.buttons):
            self.buttons[digit].click()
            return True
        return False

    def _first_answer(self) -> None:
        if self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    def next_open(self) -> None:
        """F8: to the next open question, from the first again after the last."""
        self.chips.set_value("open")
        self.refresh()
        count = self.table.rows_model.rowCount()
        if count:
            at = self.table.currentIndex().row()
            self.table.choose(self.table.rows_model.row((at + 1) % count).key)
            self.table.setFocus()
