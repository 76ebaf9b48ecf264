"""The transcript on paper: A4, as many pages as the courses need, the number and page on each. Its fixed words in both
languages are part of the paper."""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path

from app.certificates.paper.art import GOLD, PETROL, WASH, crest
from app.certificates.transcript import QR_SIDE, IssueTranscript, Transcript, TranscriptPart
from app.completion.assessed import OUTCOMES, Line
from app.completion.slip_paper import PROVISIONAL
from app.exchange.files import write_bytes
from app.exchange.pdf import A4, Document, Ink
from app.exchange.pen import ACCENT, BOLD, INK, ITALIC, PALE, PLAIN, SOFT, Both, Pen, Place, Words, said, table
from app.exchange.pictures import picture_name, read_picture
from app.exchange.qr import QUIET, encode
from app.exchange.shaping import Style
from app.i18n import long_date, month_name
from app.office.office import Office
from app.results.exams import ExamResult
from app.results.rules import shown_mark, shown_total

SERIF, SERIF_ITALIC, MONO = Style("garamond-medium"), Style("garamond-italic"), Style("mono")
EDGE, WIDTH = 16.0, A4[0] - 32.0
BOTTOM, LAST = 276.0, 238.0  # where a page ends; where the last one must, for the signature
ROW = 7.2
TRANSCRIPT: Both = ("Transkrip Latihan", "Training Transcript")
WORDS: dict[str, Both] = {
    "name": ("Nama", "Name"), "identity": ("No. Kad Pengenalan", "Identity number"),
    "number": ("No. pelatih", "Trainee no."), "done": ("Kursus ditamatkan", "Courses completed"),
    "period": ("Tempoh", "Period"), "issued": ("Dikeluarkan", "Issued"), "title": ("Penilaian", "Assessment"),
    "weight": ("Wajaran", "Weight"), "pass": ("Lulus", "Pass mark"), "mark": ("Markah", "Mark"),
    "points": ("Mata", "Points"), "total": ("Jumlah", "Total"), "attendance": ("Kehadiran", "Attendance"),
    "certificate": ("Sijil", "Certificate"), "exams": ("Peperiksaan luar", "External exams"),
    "grades": ("Gred", "Grades"), "reference": ("Rujukan", "Reference"), "resit": ("ulangan", "resit"),
    "hours": ("jam", "hours"), "stamp": ("Cop rasmi", "Official stamp"), "courses": ("kursus", "courses"),
    "until": ("sah hingga", "valid until"), "failed": ("Gagal", "Fail"), "passed": ("Lulus", "Pass"),
    "units": ("Unit kompetensi", "Competency units"), "absent": ("Tidak hadir", "Absent"),
    "none": ("Tiada penilaian direkodkan.", "No assessment is recorded.")}
VALID: Both = ("Transkrip ini sah dengan tandatangan dan cop rasmi pusat.",
               "Valid with the signature and official stamp of the centre.")
CHECKED: Both = ("Transkrip ini sah hanya dengan kod QR yang boleh disahkan.",
                 "Valid only with a QR code that verifies.")
SCAN: Both = ("Imbas untuk sahkan", "Scan to verify")
LOOKED: Both = ("PRATONTON – belum dikeluarkan", "PREVIEW – not issued")


def transcript_pdf(transcript: Transcript, lang: str = "bi") -> bytes:
    """The transcript as a PDF."""
    paper = _Paper(transcript, lang)
    paper.lay()
    out = BytesIO()
    document = Document(out, title=f"{transcript.number} {transcript.name}".strip(),
                        author=transcript.centre.name if transcript.centre else "",
                        language="en" if lang == "en" else "ms")
    for name in paper.pictures:
        document.image(picture_name(name), read_picture(name))
    for number, ink in enumerate(paper.pages, start=1):
        paper.foot(ink, number, len(paper.pages))
        document.page(ink, *A4)
    document.close()
    return out.getvalue()


def write_transcript(office: Office, trainee_id: int, path: Path, lang: str = "bi", name: str = "") -> str:
    """Issue one and write it as a PDF file; its number."""
    made = office.do(IssueTranscript(trainee_id=trainee_id, name=name)).value
    write_bytes(path, transcript_pdf(made, lang))
    return made.number


class _Paper:
    """The pages of one transcript."""

    def __init__(self, transcript: Transcript, lang: str) -> None:
        self.facts, self.lang = transcript, lang
        self.pages: list[Ink] = []
        self.pictures: list[str] = []
        self.y = 0.0

    def t(self, key: str, join: str = " · ") -> str:
        return said(WORDS[key], self.lang, join)

    def day(self, day: object, short: bool = True) -> str:
        """'10 Jul 2026' in the paper's language."""
        from datetime import date

        assert isinstance(day, date)
        one = "en" if self.lang == "en" else "ms"
        return f"{day.day} {month_name(day.month, one)[:3]} {day.year}" if short else long_date(day, one)

    def lay(self) -> None:
        """Everything from the top."""
        self.page(first=True)
        for part in self.facts.parts:
            self.part(part)
        self.more()
        self.sign()

    def page(self, *, first: bool = False) -> None:
        """Another page, with its head."""
        ink = Ink(A4[1])
        self.pages.append(ink)
        self.pen = Pen(ink)
        self._band(ink)
        if first:
            self.y = self._head()
            self.y = self._person()
        else:
            self.pen.put(self.facts.name, EDGE, 20, WIDTH * 0.7, 3.4, BOLD)
            self.pen.put(said(TRANSCRIPT, self.lang), EDGE, 20, WIDTH, 3.2, PLAIN, SOFT, "right")
            self.pen.rule(EDGE, 23, WIDTH, INK, 0.3)
            self.y = 31.0

    def room(self, tall: float) -> None:
        """A new page when this does not fit on it."""
        if self.y + tall > BOTTOM:
            self.page()

    @staticmethod
    def _band(ink: Ink) -> None:
        """Bamboo shoots along the upper edge."""
        count = 48
        wide = (A4[0] - 18) / count
        ink.path([(9, 11), (A4[0] - 9, 11)], stroke=PETROL, width=0.4)
        for at in range(count):
            x = 9 + at * wide
            ink.path([(x, 11), (x + wide / 2, 8.2), (x + wide, 11)], stroke=PETROL, width=0.2, fill=WASH, close=True)
            ink.path([(x + wide * 0.32, 11), (x + wide / 2, 9.7), (x + wide * 0.68, 11)],
                     fill=PETROL if at % 2 else GOLD, close=True)

    def _head(self) -> float:
        pen, centre, x = self.pen, self.facts.centre, EDGE
        if centre is not None and centre.logo:
            encoded = base64.b64encode(centre.logo).decode("ascii")
            image = read_picture(encoded)
            scale = min(34 / image.width, 17 / image.height)
            pen.ink.picture(picture_name(encoded), x, 27 - image.height * scale / 2, image.width * scale,
                            image.height * scale)
            self.pictures.append(encoded)
            x += image.width * scale + 5
        else:
            crest(pen.ink, x + 8.2, 27, 8)
            x += 21.5
        room = WIDTH * 0.62 - (x - EDGE)
        if centre is not None:
            names = [centre.name, centre.name_ms] if self.lang != "ms" else [centre.name_ms or centre.name, centre.name]
            names = [n for n in dict.fromkeys(names) if n][:2 if self.lang == "bi" else 1]
            pen.put(names[0], x, 25, room, 4.6, BOLD)
            y = 29.6
            for text in (*names[1:], " · ".join(p for p in (centre.address(), centre.phone) if p)):
                pen.put(text, x, y, room, 2.75, PLAIN, SOFT)
                y += 3.8
        first, second = TRANSCRIPT if self.lang != "en" else (TRANSCRIPT[1], "")
        pen.put(first, EDGE + WIDTH * 0.62, 25.6, WIDTH * 0.38, 7.2, SERIF, ACCENT, "right")
        if self.lang == "bi":
            pen.put(second, EDGE + WIDTH * 0.62, 31.6, WIDTH * 0.38, 4.6, SERIF_ITALIC, GOLD, "right")
        pen.rule(EDGE, 42.5, WIDTH, INK, 0.3)
        return 48.5

    def _person(self) -> float:
        facts, pen, y = self.facts, self.pen, self.y
        left, middle = WIDTH * 0.435, WIDTH * 0.3
        pen.fact(self.t("name"), facts.name, EDGE, y, left - 4, size=4.1)
        pen.fact(self.t("identity"), facts.identity, EDGE + left, y, middle - 3, size=3.5)
        pen.fact(self.t("number"), facts.trainee_number, EDGE + left + middle, y, WIDTH - left - middle, size=3.5)
        y += 15.5
        done = facts.completed
        hours = sum(p.hours for p in done)
        courses = "course" if len(done) == 1 else "courses"
        told = {"ms": f"{len(done)} kursus", "en": f"{len(done)} {courses}"}.get(
            self.lang, f"{len(done)} kursus ({courses})")
        if hours:
            told += f" · {shown_mark(hours)} " + (self.t("hours") if self.lang != "bi" else "jam (hours)")
        pen.fact(self.t("done"), told, EDGE, y, left - 4, size=3.5)
        if facts.parts:
            span = f"{self.day(min(p.starts for p in facts.parts))} – {self.day(max(p.ends for p in facts.parts))}"
            pen.fact(self.t("period"), span, EDGE + left, y, middle - 3, size=3.5)
        pen.fact(self.t("issued"), self.day(facts.issued_on, short=False), EDGE + left + middle, y,
                 WIDTH - left - middle, size=3.5)
        y += 10.2
        pen.rule(EDGE, y, WIDTH)
        notice = LOOKED if not facts.number else PROVISIONAL if not facts.verified else None
        if notice is not None:
            pen.ink.rect(EDGE, y + 2, WIDTH, 6, fill="#FBE3AE")
            pen.put(said(notice, self.lang), EDGE, y + 6.1, WIDTH, 3.1, BOLD, "#754A00", "center")
            y += 8
        return y + 9

    def part(self, part: TranscriptPart) -> None:
        """One course."""
        self.room(12 + ROW * min(len(part.lines) + 2, 6))
        pen, y = self.pen, self.y
        pen.put(part.code, EDGE, y, WIDTH * 0.34, 4.2, BOLD, ACCENT)
        from app.exchange.shaping import line

        wide = min(WIDTH * 0.34, line(part.code, BOLD).width * 4.2 / 1000) + 3
        title = said(part.title, self.lang)
        if title != part.code:
            pen.put(title, EDGE + wide, y, WIDTH * 0.62 - wide, 3.3)
        when = f"{part.series} · {self.day(part.starts)} – {self.day(part.ends)}"
        if part.hours:
            when += f" · {shown_mark(part.hours)} {self.t('hours', '/')}"
        pen.put(when, EDGE + WIDTH * 0.62, y, WIDTH * 0.38, 3.0, PLAIN, SOFT, "right")
        self.y += 3.2
        self._lines(part)
        self._below(part)

    def _lines(self, part: TranscriptPart) -> None:
        places = [Place(self.t("title"), 66), Place(self.t("weight"), 31, "right"), Place(self.t("pass"), 31, "right"),
                  Place(self.t("mark"), 27, "right"), Place(self.t("points"), 24, "right")]
        rest = [self._row(one) for one in part.lines]
        if not rest:
            self.pen.put(self.t("none") if not any(part.outcome) else said(part.outcome, self.lang), EDGE + 1.6,
                         self.y + 4, WIDTH, 3.1, ITALIC, SOFT)
            self.y += 6
            self.pen.rule(EDGE, self.y, WIDTH, INK, 0.3)
            return
        while rest:
            fits = max(1, int((BOTTOM - self.y) / ROW) - 3)
            self.y = table(self.pen, places, rest[:fits], EDGE, self.y, WIDTH, ROW)
            rest = rest[fits:]
            if rest:
                self.page()
        pen, base = self.pen, self.y + ROW * 0.66
        words = said(part.grade, self.lang) if any(part.grade) else said(part.outcome, self.lang)
        pen.put(words, EDGE + 1.6, base, WIDTH * 0.5, 3.2, BOLD)
        if part.total is not None:
            pen.put(self.t("total"), EDGE + WIDTH * 0.55, base, WIDTH * 0.31, 3.1, PLAIN, SOFT, "right")
            pen.put(shown_total(part.total), EDGE + WIDTH * 0.86, base, WIDTH * 0.14 - 1.6, 3.9, BOLD, INK, "right")
        self.y += ROW
        pen.rule(EDGE, self.y, WIDTH, INK, 0.3)

    def _row(self, one: Line) -> tuple[Words, ...]:
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
        return (title, Words(f"{shown_mark(one.weight)} %" if one.weight else "–"),
                Words(shown_mark(one.pass_mark) or "–"), Words(mark or "–"),
                Words(shown_total(one.points) or "–"))

    def _below(self, part: TranscriptPart) -> None:
        if part.units:
            told = "   ".join(f"{u.code} {said(OUTCOMES[u.outcome], self.lang)}" for u in part.units)
            self.y += 4.6
            self.y += self.pen.put(f"{self.t('units')}: {told}", EDGE, self.y, WIDTH, 2.9, PLAIN, SOFT, lines=2)
        self.y += 4.6
        if part.attendance:
            self.pen.put(f"{self.t('attendance')}  {part.attendance}", EDGE, self.y, WIDTH * 0.45, 3.0, PLAIN, SOFT)
        if part.certificates:
            self.pen.put(f"{self.t('certificate')}  {', '.join(part.certificates)}", EDGE + WIDTH * 0.45, self.y,
                         WIDTH * 0.55, 3.0, PLAIN, INK, "right")
        self.y += 10

    def more(self) -> None:
        """External exams at the left, the grades at the right."""
        exams = self.facts.exams
        keys: dict[tuple[tuple[Both, str], ...], None] = dict.fromkeys(p.key for p in self.facts.parts if p.key)
        tall = 8 + 4.6 * max(len(exams), 2)
        if self.y + min(tall, 60) > LAST:
            self.page()
        top, half = self.y, WIDTH * 0.52
        if exams:
            self.pen.put(self.t("exams"), EDGE, top, half, 3.0, BOLD)
        y = top + 4.8
        for exam in exams:
            if y > BOTTOM - 4:
                self.page()
                y = self.y
            self.pen.put(self._exam(exam), EDGE, y, half - 4, 3.0)
            y += 4.6
        right = top + 4.8
        if keys and len(self.pages) and y >= top:
            self.pen.put(self.t("grades"), EDGE + half, top, WIDTH - half, 3.0, BOLD)
            for key in list(keys)[:3]:
                for name, span in key:
                    self.pen.put(f"{said(name, self.lang)}  {span}", EDGE + half, right, WIDTH - half, 3.0)
                    right += 4.6
        self.y = max(y if exams else top, right if keys else top) + 2

    def _exam(self, exam: ExamResult) -> str:
        state = ("absent" if exam.passed is None else "passed" if exam.passed else "failed")
        score = f" {shown_mark(exam.score)} / {shown_mark(exam.exam.max_score)}" if exam.score is not None else ""
        told = f"{exam.exam.provider} {exam.exam.code} {exam.exam.name}{score} · {self.t(state, ' / ')}"
        if exam.on_date:
            told += f" · {self.day(exam.on_date)}"
        if exam.passed and exam.expires and exam.standing in ("valid", "soon", "expired"):
            told += f" · {self.t('until', ' / ')} {self.day(exam.expires)}"
        return told

    def sign(self) -> None:
        """The reference, room for the stamp, and who signs."""
        if self.y > LAST:
            self.page()
        pen, facts = self.pen, self.facts
        left = EDGE + self._code() if facts.statement else EDGE
        pen.fact(self.t("reference"), facts.number or "–", left, 256, 60, size=3.6, style=MONO)
        if facts.statement:
            pen.put(said(SCAN, self.lang, " · "), left, 268, 60, 2.6, PLAIN, SOFT)
        pen.ink.ellipse(EDGE + WIDTH * 0.52, 258, 13, 13, stroke=PALE, width=0.2, dash=(0.8, 0.9))
        pen.put(self.t("stamp"), EDGE + WIDTH * 0.52 - 12, 258.6, 24, 2.4, PLAIN, SOFT, "center")
        x, width = EDGE + WIDTH * 0.65, WIDTH * 0.35
        if facts.signatory is not None:
            if facts.signatory.image:
                encoded = base64.b64encode(facts.signatory.image).decode("ascii")
                image = read_picture(encoded)
                scale = min(40 / image.width, 14 / image.height)
                pen.ink.picture(picture_name(encoded), x + 2, 260 - image.height * scale, image.width * scale,
                                image.height * scale)
                self.pictures.append(encoded)
            pen.rule(x, 261, width, INK, 0.2)
            pen.put(facts.signatory.name, x, 265.4, width, 3.3, BOLD)
            pen.put(said((facts.signatory.post_ms, facts.signatory.post_en), self.lang), x, 269.4, width, 2.8, PLAIN,
                    SOFT)

    def _code(self) -> float:
        """The QR code at the left; how far the words beside it stand in."""
        code = encode(self.facts.statement)
        if code is None:
            return 0.0
        quiet = QR_SIDE * QUIET / (code.side + 2 * QUIET)
        self.pen.ink.bitmap(code.rows, code.side, EDGE, 246 + quiet, QR_SIDE - 2 * quiet, INK)
        return QR_SIDE

    def foot(self, ink: Ink, number: int, total: int) -> None:
        """The number of the transcript and the page."""
        pen = Pen(ink)
        pen.rule(EDGE, 279, WIDTH)
        words = CHECKED if self.facts.statement else VALID
        pen.put(said(words, self.lang, "  "), EDGE, 283.5, WIDTH * 0.66, 2.6, PLAIN, SOFT)
        page = said((f"Muka surat {number} daripada {total}", f"Page {number} of {total}"), self.lang)
        pen.put(f"{self.facts.number}   {page}".strip(), EDGE + WIDTH * 0.68, 283.5, WIDTH * 0.32, 2.6, PLAIN, SOFT,
                "right")
