"""The words of the absence letter in each language, beside what the first trainee would read; then the letters."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.attendance.letter import (
    FIELDS,
    SHIPPED,
    Letter,
    LetterFacts,
    Letters,
    LetterTexts,
    SaveLetterText,
    Words,
    fill,
    problems_of,
)
from app.cohorts.queries import CohortWhole
from app.i18n import _, language
from ui.desk import talk
from ui.desk.desk import Desk
from ui.desk.printing import offer
from ui.kit.buttons import Button, Segments
from ui.kit.combo import Choice
from ui.kit.dialog import Dialog
from ui.kit.field import Field
from ui.kit.layout import box, column, row
from ui.kit.text_box import TextArea, TextBox
from ui.kit.theme import theme

AROUND = 400  # pixels of the dialog that are not the letter


def open_letters(desk: Desk, cohort: CohortWhole, enrolments: frozenset[int] | None, owner: QWidget) -> None:
    """Letters to these trainees; None is everybody who missed a session."""
    talk.open_dialog(LetterDialog(desk, cohort, enrolments, owner))


class LetterDialog(Dialog):
    """What is typed shows at once; it is kept for the centre only on Keep these words."""

    def __init__(self, desk: Desk, cohort: CohortWhole, only: frozenset[int] | None, parent: QWidget) -> None:
        super().__init__(_("Absence letters"), _("Words in braces are fields; all else is printed as it stands."),
                         action=_("Show letters"), safe=_("Close"), wide=True, icon="mail", parent=parent)
        self.desk, self.cohort, self.only, self.owner = desk, cohort, only, parent
        self.texts: dict[str, Words] = {}
        self._kept: dict[str, tuple[str, str]] = {}
        self.first: Letter | None = None
        self.language = Segments([("ms", "Bahasa Melayu"), ("en", "English")], language())
        self.subject = TextBox(max_length=200)
        line = max(self.fontMetrics().lineSpacing(), 1)
        lines = max(4, min(13, (self.room().height() - theme().px(AROUND)) // line))  # a small screen has room for few
        self.letter = TextArea(lines=lines)
        self.insert = Choice([(key, f"{{{key}}} – {_(words)}") for key, words in FIELDS.items()],
                             placeholder=_("Insert a field"))
        self.insert.setMinimumContentsLength(16)
        self.preview = TextArea(lines=lines + 2)
        self.preview.set_read_only(True)
        self.preview.setAccessibleName(_("Preview"))
        self._subject, self._body = Field(_("&About"), self.subject), Field(_("&Letter"), self.letter)
        self._preview = Field(_("Preview"), self.preview)
        self.keep = Button(_("Keep these words"), self._keep, icon="save")
        self.back = Button(_("The shipped words"), self._shipped, icon="rotate-ccw")
        self.keep.explain(desk.why_not(SaveLetterText))
        left = column(row(self.language, None, self.insert), self._subject, self._body, row(self.keep, self.back, None))
        halves = row(box(left), box(column(self._preview, None)), spacing=20)
        halves.setStretch(0, 1)
        halves.setStretch(1, 1)
        self.body.addWidget(box(halves))
        self.language.changed.connect(lambda _value: self._turn())
        self.insert.edited.connect(self._insert)
        self.subject.edited.connect(self._typed)
        self.letter.edited.connect(self._typed)
        self.check = self._complete
        self.letter.setFocus()
        self.accepted.connect(self._print)
        desk.ask(LetterTexts(), owner=self, then=self._read)

    def _read(self, rows: list[Words]) -> None:
        self.texts = {words.language: words for words in rows}
        self._kept = {code: _said(words) for code, words in self.texts.items()}
        self._turn()

    def _turn(self) -> None:
        """The other language: its words, and its fields of the first trainee."""
        words = self.texts.get(str(self.language.value()))
        if words is None:
            return
        self._set(words)
        self.first = None
        self.desk.ask(Letters(cohort_id=self.cohort.id, language=words.language, only=self.only), owner=self,
                      then=self._facts, failed=self._nobody)

    def _set(self, words: Words) -> None:
        self.subject.set_value(words.subject)
        self.letter.set_value(words.body)
        self._typed()

    def _facts(self, rows: list[LetterFacts]) -> None:
        self.first = rows[0].letters[0]
        n = len(rows[0].letters)
        self._preview.set_help(_("As {name} reads it; {n} in all.").format(name=self.first.name, n=n))
        self.action_button.explain("")
        self._typed()

    def _nobody(self, error: BaseException) -> None:
        self.action_button.explain(str(error))
        self._preview.set_help(str(error))

    def words(self) -> Words:
        """What stands in the fields."""
        return Words(str(self.language.value()), str(self.subject.value()), str(self.letter.value()))

    def _typed(self) -> None:
        words = self.words()
        self.texts[words.language] = words
        wrong = problems_of(words.subject, words.body)
        self._subject.set_error(wrong.get("subject", ""))
        self._body.set_error(wrong.get("body", ""))
        if self.isVisible():
            self.fit()
        values: Any = self.first.values if self.first is not None else {}
        self.preview.set_value(f"{fill(words.subject, values)}\n\n{fill(words.body, values)}")

    def _insert(self) -> None:
        self.letter.insertPlainText("{" + str(self.insert.value()) + "}")
        self.insert.set_value(None)
        self.letter.setFocus()

    def _shipped(self) -> None:
        code = str(self.language.value())
        self._set(Words(code, *SHIPPED[code]))

    def _keep(self) -> None:
        words = self.words()
        same = (words.subject, words.body) == SHIPPED[words.language]
        self.desk.do(SaveLetterText(language=words.language, subject="" if same else words.subject,
                                    body="" if same else words.body), owner=self, tell=_("The words are kept"),
                     then=lambda _n: self._kept.update({words.language: _said(words)}),
                     invalid=lambda _problems: self._typed())

    def reject(self) -> None:
        """Close; ask when words of the centre's own would be lost."""
        changed = any(_said(words) != self._kept.get(code) for code, words in self.texts.items())
        if changed and self.isVisible() and not self.desk.why_not(SaveLetterText):
            talk.ask(_("Discard the changes?"), _("What you typed has not been saved."), _("Discard changes"),
                     super().reject, safe=_("Keep editing"), destructive=True, parent=self)
        else:
            super().reject()

    def _complete(self) -> bool:
        self._typed()
        words = self.words()
        return not problems_of(words.subject, words.body)

    def _print(self) -> None:
        office, words, cohort, only = self.desk.office, self.words(), self.cohort, self.only
        assert office is not None

        def make(step: Any) -> bytes:
            from app.attendance.letter_paper import letters_pdf

            return letters_pdf(office, cohort.id, words, only, step)

        offer(self.desk, _("Absence letters"), make, owner=self.owner, name=f"{_('Absence letters')} - {cohort.code}")


def _said(words: Words) -> tuple[str, str]:
    return words.subject.strip(), words.body.strip()
