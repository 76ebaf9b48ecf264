"""The courses of a transcript on paper: a table each, what they amount to, exams of vendors, what the grades mean.

Fixed words stand in both languages and are part of the paper.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from app.certificates.templates.model import COLUMNS, Table
from app.certificates.transcript import Transcript, TranscriptPart
from app.completion.assessed import OUTCOMES, Line
from app.exchange.pdf import Ink
from app.exchange.pen import ACCENT, BOLD, INK, ITALIC, PLAIN, SOFT, Both, Pen, Place, Words, said, table
from app.exchange.shaping import line
from app.i18n import month_name
from app.results.exams import ExamResult
from app.results.rules import shown_mark, shown_total

ROW = 7.2  # mm, at the usual size of letters
USUAL = 9.0  # pt
WORDS: dict[str, Both] = {
    "title": ("Penilaian", "Assessment"), "weight": ("Wajaran", "Weight"), "pass": ("Lulus", "Pass mark"),
    "mark": ("Markah", "Mark"), "points": ("Mata", "Points"), "total": ("Jumlah", "Total"),
    "attendance": ("Kehadiran", "Attendance"), "certificate": ("Sijil", "Certificate"),
    "exams": ("Peperiksaan luar", "External exams"), "grades": ("Gred", "Grades"), "resit": ("ulangan", "resit"),
    "hours": ("jam", "hours"), "until": ("sah hingga", "valid until"), "failed": ("Gagal", "Fail"),
    "passed": ("Lulus", "Pass"), "units": ("Unit kompetensi", "Competency units"), "absent": ("Tidak hadir", "Absent"),
    "none": ("Tiada penilaian direkodkan.", "No assessment is recorded."),
    "nothing": ("Tiada kursus direkodkan.", "No course is recorded.")}
_SHARES = {"weight": 31.0, "pass": 31.0, "mark": 27.0, "points": 24.0}


@dataclass
class Courses:
    """Lays them out; `page(n)` gives the ink of a page, from 0, and is called for one after the other."""

    facts: Transcript
    lang: str
    box: Table
    page: Callable[[int], Ink]
    count: int = 0
    y: float = 0.0
    pen: Pen = field(default_factory=lambda: Pen(Ink(0)))

    @property
    def k(self) -> float:
        """How much larger than usual the letters are."""
        return self.box.type.size / USUAL

    def t(self, key: str, join: str = " · ") -> str:
        """A fixed word in the paper's language."""
        return said(WORDS[key], self.lang, join)

    def day(self, day: date) -> str:
        """'10 Jul 2026' in the paper's language."""
        return f"{day.day} {month_name(day.month, 'en' if self.lang == 'en' else 'ms')[:3]} {day.year}"

    def lay(self) -> int:
        """Everything from the top; how many pages that took."""
        self._turn()
        for part in self.facts.parts:
            self._part(part)
        if not self.facts.parts:
            self._put(self.t("nothing"), self.box.left, self.y + 4, self.box.w, 3.2, ITALIC, SOFT)
            self.y += 9
        if self.box.exams or self.box.grades:
            self._more()
        if self.y > self.box.top + self.box.h:  # the signature has its room on the page below
            self._turn()
        return self.count

    def _turn(self) -> None:
        self.pen = Pen(self.page(self.count), self.k)
        self.y = self.box.later if self.count else self.box.top
        self.count += 1

    def _room(self, tall: float) -> None:
        if self.y + tall > self.box.bottom:
            self._turn()

    def _put(self, words: str, x: float, y: float, width: float, size: float, style: object = PLAIN,
             colour: str = INK, align: object = "left", *, role: str = "P", lines: int = 1) -> float:
        with self.pen.ink.tag(role):
            return self.pen.put(words, x, y, width, size, style, colour, align, lines)  # type: ignore[arg-type]

    def _part(self, part: TranscriptPart) -> None:
        box, k = self.box, self.k
        self._room((12 + ROW * min(len(part.lines) + 2, 6)) * k)
        x, w, y = box.left, box.w, self.y + 4.2 * k
        wide = min(w * 0.34, line(part.code, BOLD).width * 4.2 * k / 1000) + 3
        title = said(part.title, self.lang)
        self._put(part.code, x, y, w * 0.34, 4.2, BOLD, ACCENT, role="H2")
        if title != part.code:
            self._put(title, x + wide, y, w * 0.62 - wide, 3.3)
        when = f"{part.series} · {self.day(part.starts)} – {self.day(part.ends)}"
        if part.hours:
            when += f" · {shown_mark(part.hours)} {self.t('hours', '/')}"
        self._put(when, x + w * 0.62, y, w * 0.38, 3.0, PLAIN, SOFT, "right")
        self.y = y + 3.2 * k
        self._lines(part)
        self._below(part)

    def _lines(self, part: TranscriptPart) -> None:
        box, k = self.box, self.k
        x, w = box.left, box.w
        columns = [c for c in COLUMNS if c in box.columns]
        places = [Place(self.t("title"), 66), *(Place(self.t(c), _SHARES[c], "right") for c in columns)]
        rest = [self._row(one, columns) for one in part.lines]
        if not rest:
            self._put(self.t("none") if not any(part.outcome) else said(part.outcome, self.lang), x + 1.6,
                      self.y + 4 * k, w, 3.1, ITALIC, SOFT)
            self.y += 6 * k
            self.pen.rule(x, self.y, w, INK, 0.3)
            return
        while rest:
            fits = max(1, int((box.bottom - self.y) / (ROW * k)) - 3)
            self.y = table(self.pen, places, rest[:fits], x, self.y, w, ROW * k)
            rest = rest[fits:]
            if rest:
                self._turn()
        base = self.y + ROW * k * 0.66
        words = said(part.grade, self.lang) if any(part.grade) else said(part.outcome, self.lang)
        self._put(words, x + 1.6, base, w * 0.5, 3.2, BOLD)
        if part.total is not None:
            self._put(self.t("total"), x + w * 0.55, base, w * 0.31, 3.1, PLAIN, SOFT, "right")
            self._put(shown_total(part.total), x + w * 0.86, base, w * 0.14 - 1.6, 3.9, BOLD, INK, "right")
        self.y += ROW * k
        self.pen.rule(x, self.y, w, INK, 0.3)

    def _row(self, one: Line, columns: list[str]) -> tuple[Words, ...]:
        malay, english = one.title
        if one.attempt > 1:
            malay, english = f"{malay}, {WORDS['resit'][0]}", f"{english}, {WORDS['resit'][1]}"
        title = (Words(malay, tail=english if english != malay else "") if self.lang == "bi"
                 else Words(malay if self.lang == "ms" else english))
        mark = one.mark if one.mark not in ("T", "BT") else said(OUTCOMES[one.mark], self.lang)
        if one.mark and one.mark[0].isdigit() and one.most != 100:
            mark += f" / {shown_mark(one.most)}"
        if one.outcome in ("exempt", "none", "booked"):
            mark = said(OUTCOMES[one.outcome], self.lang) if one.outcome == "exempt" else "–"
        told = {"weight": f"{shown_mark(one.weight)} %" if one.weight else "–",
                "pass": shown_mark(one.pass_mark) or "–", "mark": mark or "–", "points": shown_total(one.points) or "–"}
        return (title, *(Words(told[c]) for c in columns))

    def _below(self, part: TranscriptPart) -> None:
        x, w, k = self.box.left, self.box.w, self.k
        if part.units:
            told = "   ".join(f"{u.code} {said(OUTCOMES[u.outcome], self.lang)}" for u in part.units)
            self.y += 4.6 * k
            self.y += self._put(f"{self.t('units')}: {told}", x, self.y, w, 2.9, PLAIN, SOFT, lines=2)
        self.y += 4.6 * k
        if part.attendance:
            self._put(f"{self.t('attendance')}  {part.attendance}", x, self.y, w * 0.45, 3.0, PLAIN, SOFT)
        if part.certificates:
            self._put(f"{self.t('certificate')}  {', '.join(part.certificates)}", x + w * 0.45, self.y, w * 0.55, 3.0,
                      PLAIN, INK, "right")
        self.y += 7 * k

    def _more(self) -> None:
        """External exams at the left, the grades at the right."""
        box, k = self.box, self.k
        exams = self.facts.exams if box.exams else ()
        keys = list(dict.fromkeys(p.key for p in self.facts.parts if p.key))[:3] if box.grades else []
        step, half = 4.6 * k, box.w * 0.52
        right = sum(len(key) for key in keys)
        if not exams and not right:
            return
        tall = 8 * k + step * max(len(exams), right, 2)
        if self.y + min(tall, 60 * k) > box.top + box.h:
            self._turn()
        top, page = self.y + 3 * k, self.count
        y = top
        if exams:
            self._put(self.t("exams"), box.left, y, half, 3.0, BOLD, role="H2")
            y += 4.8 * k
        grades, low = self.pen, top
        for exam in exams:
            if y > box.bottom - 4:
                self._turn()
                y = self.y + 3 * k
            self._put(self._exam(exam), box.left, y, half - 4, 3.0)
            y += step
        if right:
            here, self.pen = self.pen, grades  # beside the first exams
            self._put(self.t("grades"), box.left + half, top, box.w - half, 3.0, BOLD, role="H2")
            low = top + 4.8 * k
            for key in keys:
                for name, span in key:
                    self._put(f"{said(name, self.lang)}  {span}", box.left + half, low, box.w - half, 3.0)
                    low += step
            self.pen = here
        self.y = max(y, low if page == self.count else 0.0)

    def _exam(self, exam: ExamResult) -> str:
        state = ("absent" if exam.passed is None else "passed" if exam.passed else "failed")
        score = f" {shown_mark(exam.score)} / {shown_mark(exam.exam.max_score)}" if exam.score is not None else ""
        told = f"{exam.exam.provider} {exam.exam.code} {exam.exam.name}{score} · {self.t(state, ' / ')}"
        if exam.on_date:
            told += f" · {self.day(exam.on_date)}"
        if exam.passed and exam.expires and exam.standing in ("valid", "soon", "expired"):
            told += f" · {self.t('until', ' / ')} {self.day(exam.expires)}"
        return told
