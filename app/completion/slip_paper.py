"""The result slip on paper: one to a sheet of A4, or two of half that size to be cut apart. Fixed words in both
languages are part of the paper."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from app.completion.assessed import OUTCOMES, Line
from app.completion.slip import Slip, Slips
from app.errors import Invalid
from app.exchange.files import write_bytes
from app.exchange.pdf import A4, Document, Ink
from app.exchange.pen import ACCENT, BOLD, INK, ITALIC, PALE, PLAIN, SOFT, Both, Pen, Place, Words, said, table
from app.exchange.pictures import picture_name, read_picture
from app.i18n import _, long_date
from app.job import SILENT, Progress
from app.office.office import Office
from app.results.rules import shown_mark, shown_total

SLIP: Both = ("Slip Keputusan", "Result Slip")
COMPUTER: Both = ("Ini adalah cetakan komputer dan tidak memerlukan tandatangan.",
                  "This is a computer-generated document and no signature is required.")
PROVISIONAL: Both = ("SEMENTARA – keputusan belum disahkan", "PROVISIONAL – results not verified yet")
WORDS: dict[str, Both] = {
    "name": ("Nama", "Name"), "identity": ("No. Kad Pengenalan", "Identity number"),
    "number": ("No. Pelatih", "Trainee no."), "course": ("Kursus", "Course"), "series": ("Siri", "Series"),
    "dates": ("Tarikh", "Dates"), "code": ("Kod", "Code"), "title": ("Penilaian", "Assessment"),
    "weight": ("Wajaran", "Weight"), "mark": ("Markah", "Mark"), "grade": ("Keputusan", "Result"),
    "try": ("Percubaan", "Attempt"), "total": ("Jumlah", "Total"), "attendance": ("Kehadiran", "Attendance"),
    "decision": ("Keputusan akhir", "Decision"), "date": ("Tarikh cetak", "Printed on"),
    "units": ("Unit kompetensi", "Competency units"), "key": ("Kunci gred", "Grade key"),
    "marks": ("TH = tidak hadir; T = terampil; BT = belum terampil",
              "TH = absent; T = competent; BT = not yet competent"), "grade_": ("Gred", "Grade")}


def slips_pdf(slips: Sequence[Slip], lang: str = "bi", *, halves: bool = False, step: Progress = SILENT) -> bytes:
    """All slips as one PDF. Invalid when there are none."""
    if not slips:
        raise Invalid(_("There is nobody to print a slip for."))
    out = BytesIO()
    document = Document(out, title=f"{said(SLIP, lang)} {slips[0].cohort.code}",
                        author=slips[0].centre.name if slips[0].centre else "", language="en" if lang == "en" else "ms")
    each = 2 if halves else 1
    for at in range(0, len(slips), each):
        ink = Ink(A4[1], tagged=False)
        for half, slip in enumerate(slips[at:at + each]):
            _slip(document, ink, slip, lang, half * A4[1] / 2, A4[1] / each)
        if halves:
            ink.path([(0, A4[1] / 2), (4, A4[1] / 2)], stroke=SOFT, width=0.12)
            ink.path([(A4[0] - 4, A4[1] / 2), (A4[0], A4[1] / 2)], stroke=SOFT, width=0.12)
        document.page(ink, *A4)
        step(min(at + each, len(slips)), len(slips), slips[min(at + each, len(slips)) - 1].name)
    document.close()
    return out.getvalue()


def make_slips(office: Office, cohort_id: int, only: tuple[int, ...] = (), lang: str = "bi", *, halves: bool = False,
               step: Progress = SILENT) -> bytes:
    """Read and draw."""
    return slips_pdf(office.ask(Slips(cohort_id=cohort_id, only=only)), lang, halves=halves, step=step)


def write_slips(office: Office, cohort_id: int, path: Path, only: tuple[int, ...] = (), lang: str = "bi", *,
                halves: bool = False, step: Progress = SILENT) -> Path:
    """Write the slips of a cohort as one PDF file."""
    write_bytes(path, make_slips(office, cohort_id, only, lang, halves=halves, step=step))
    return path


def _slip(document: Document, ink: Ink, slip: Slip, lang: str, top: float, tall: float) -> None:
    small = tall < A4[1]
    pen = Pen(ink, 0.86 if small else 1.0)
    edge = 14.0 if small else 18.0
    width = A4[0] - 2 * edge
    k = 0.72 if small else 1.0
    y = _head(document, pen, slip, lang, edge, top + (9 if small else 16), width, k)
    y = _facts(pen, slip, lang, edge, y, width, k)
    bottom = top + tall - (9 if small else 15)
    y = _results(pen, slip, lang, edge, y, width, bottom - (30 if small else 46))
    _below(pen, slip, lang, edge, y, width, k)
    _foot(pen, slip, lang, edge, bottom, width, k)


def _head(document: Document, pen: Pen, slip: Slip, lang: str, x: float, y: float, width: float, k: float) -> float:
    """Centre at the left, title at the right, the line that says it is not verified."""
    centre = slip.centre
    left = x
    if centre is not None and centre.logo:
        import base64

        encoded = base64.b64encode(centre.logo).decode("ascii")
        image = read_picture(encoded)
        side = 16.0 * k
        scale = min(side * 2 / image.width, side / image.height)
        w, h = image.width * scale, image.height * scale
        document.image(picture_name(encoded), image)
        pen.ink.picture(picture_name(encoded), x, y + (side - h) / 2 - 2 * k, w, h)
        left += w + 5 * k
    room = width * 0.62 - (left - x)
    if centre is not None:
        names = [centre.name_ms, centre.name] if lang == "ms" and centre.name_ms else [centre.name, centre.name_ms]
        if lang != "bi":
            names = names[:1]
        pen.put(names[0], left, y + 3.6 * k, room, 4.6, BOLD)
        line = y + 8.6 * k
        for text in (*names[1:], centre.address()):
            if text:
                pen.put(text, left, line, room, 2.7, PLAIN, SOFT)
                line += 4.2 * k
    right = width * 0.36
    pen.put(said((SLIP[0], SLIP[1]), "ms" if lang == "bi" else lang), x + width - right, y + 4.4 * k, right, 6.2, BOLD,
            ACCENT, "right")
    if lang == "bi":
        pen.put(SLIP[1], x + width - right, y + 9.8 * k, right, 3.9, ITALIC, SOFT, "right")
    y += 19 * k
    if not slip.verified:
        tall = 6.4 * k
        pen.ink.rect(x, y - 1.5 * k, width, tall, fill="#FBE3AE")
        pen.put(said(PROVISIONAL, lang), x + 2, y + tall * 0.48, width - 4, 3.2, BOLD, "#754A00", "center")
        y += tall + 1.5 * k
    pen.rule(x, y, width, INK, 0.3)
    return y + 6.2 * k


def _facts(pen: Pen, slip: Slip, lang: str, x: float, y: float, width: float, k: float) -> float:
    def t(key: str) -> str:
        return said(WORDS[key], lang)

    cohort = slip.cohort
    titles = (cohort.course_title_ms or cohort.course_title, cohort.course_title_en or cohort.course_title)
    left, middle, right = width * 0.5, width * 0.27, width * 0.23
    pen.fact(t("name"), slip.name, x, y, left - 4, size=4.1)
    pen.fact(t("identity"), slip.identity, x + left, y, middle - 3)
    pen.fact(t("number"), slip.number, x + left + middle, y, right)
    y += 12.4 * k
    code = cohort.course_code
    title = said(titles, lang)
    pen.fact(t("course"), title if title == code else f"{code}  {title}", x, y, left - 4)
    pen.fact(t("series"), " ".join(p for p in (cohort.code, cohort.title) if p), x + left, y, middle - 3)
    pen.fact(t("dates"), f"{cohort.starts:%d/%m/%Y} – {cohort.ends:%d/%m/%Y}", x + left + middle, y, right)
    return y + 10.4 * k


def _results(pen: Pen, slip: Slip, lang: str, x: float, y: float, width: float, bottom: float) -> float:
    def t(key: str) -> str:
        return said(WORDS[key], lang)

    places = [Place(t("code"), 17), Place(t("title"), 44), Place(t("weight"), 25, "right"),
              Place(t("mark"), 22, "right"), Place(t("grade"), 28), Place(t("try"), 25, "right")]
    rows = [_row(one, lang) for one in slip.lines]
    count = len(rows) + 2 + len(slip.units) * 0.8
    tall = max(2.7, min(7.2 * pen.scale, (bottom - y) / max(count, 1)))
    size = min(3.2, tall / pen.scale * 0.5)
    y = table(pen, places, rows, x, y, width, tall, size)
    grade = said(slip.grade, lang)
    base = y + tall * 0.68
    pen.put(f"{t('grade_')}: {grade}" if grade else "", x + 1.6, base, width * 0.5, size, BOLD)
    pen.put(t("total"), x + width * 0.5, base, width * 0.32, size, PLAIN, SOFT, "right")
    pen.put(shown_total(slip.total) or "–", x + width * 0.82, base, width * 0.18 - 1.6, size * 1.2, BOLD, INK, "right")
    y += tall
    pen.rule(x, y, width, INK, 0.3)
    if slip.units:
        y += tall * 0.9
        pen.put(t("units"), x, y, width, size * 0.9, BOLD, SOFT)
        for at, unit in enumerate(slip.units):
            column, down = at % 2, at // 2
            left = x + column * width / 2
            line = y + tall * 0.75 * (down + 1)
            pen.put(f"{unit.code}  {said(unit.title, lang)}", left, line, width * 0.36, size * 0.95)
            pen.put(said(OUTCOMES[unit.outcome], lang), left + width * 0.37, line, width * 0.12, size * 0.95, BOLD)
        y += tall * 0.75 * ((len(slip.units) + 1) // 2)
    return y


def _row(one: Line, lang: str) -> tuple[Words, ...]:
    failed = one.outcome in ("failed", "BT", "absent")
    title = (Words(one.title[0], tail=one.title[1] if one.title[1] != one.title[0] else "") if lang == "bi"
             else Words(said(one.title, lang)))
    most = f" / {shown_mark(one.most)}" if one.mark and one.mark[0].isdigit() and one.most != 100 else ""
    return (Words(one.code, colour=SOFT), title, Words(f"{shown_mark(one.weight)} %" if one.weight else "–"),
            Words((one.mark or "–") + most, BOLD), Words(said(OUTCOMES[one.outcome], lang) if one.outcome else "",
                                                         colour="#A3231D" if failed else INK),
            Words(str(one.attempt) if one.attempt else "–"))


def _below(pen: Pen, slip: Slip, lang: str, x: float, y: float, width: float, k: float) -> None:
    y += 7 * k
    third = width / 3
    pen.fact(said(WORDS["attendance"], lang), slip.attendance, x, y, third - 4)
    pen.fact(said(WORDS["decision"], lang), said(slip.decision, lang), x + third, y, third - 4)
    pen.fact(said(WORDS["date"], lang), long_date(slip.printed_on, "en" if lang == "en" else "ms"), x + 2 * third, y,
             third)


def _foot(pen: Pen, slip: Slip, lang: str, x: float, bottom: float, width: float, k: float) -> None:
    y = bottom - 11 * k
    pen.rule(x, y, width, PALE)
    key = ";  ".join(f"{said(name, lang)} {span}" for name, span in slip.key)
    both = [f"{said(WORDS['key'], lang)}: {key}" if key else "", said(WORDS["marks"], lang)]
    for at, text in enumerate(t for t in both if t):
        pen.put(text, x, y + (4 + 3.8 * at) * k, width, 2.5, PLAIN, SOFT)
    pen.put(said(COMPUTER, lang, "  "), x, y + 11.4 * k, width, 2.6, ITALIC, SOFT)
