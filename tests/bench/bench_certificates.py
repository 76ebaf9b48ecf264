"""Certificates against plain reportlab pages of the same texts, border and QR code, drawn the obvious way.

Run as `python -m tests.bench.bench_certificates [how many]`. Prints medians for single files and for combined ones
(aim: 25 times faster), and the bytes of each page beyond what the pages share.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from app.certificates.facts import DESIGNS, Facts, qr_payload
from app.certificates.paper import draw, draw_combined
from app.certificates.paper.words import wording
from app.exchange.fonts import FACES, FONT_DIR
from tests.app.certificates.paper_facts import FACTS

FIRST = ("Nur Aisyah", "Muhammad Hafiz", "Siti Khadijah", "Tan Mei Ling", "Stephanie", "Ahmad Firdaus", "Kavitha")
LAST = ("binti Abdullah", "bin Zulkifli", "anak Linggi", "a/p Subramaniam", "binti Mohd Yusof", "bin Awang Damit")


def people(count: int) -> list[Facts]:
    """Certificates of different persons, numbers and codes."""
    made = []
    for n in range(count):
        name = f"{FIRST[n % 7]} {LAST[n % 6]} {chr(65 + n % 26)}{chr(97 + n // 26 % 26)}i"
        number, code = f"KL26-{n:05}-H", f"AC{n:06}79"
        made.append(replace(FACTS, name=name, number=number, verification_code=code, identity_text=f"{n:06}-14-{n:04}",
                            verify_text=qr_payload(number=number, name=name, identity_last4=f"{n:04}", course="HCIA-AI",
                                                   issued_on=FACTS.issued_on, code=code)))
    return made


def plain_page(page: Any, facts: Facts) -> None:
    """One page as most would write it: strings with a registered font, border lines, the QR code's own widget."""
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing
    from reportlab.lib.units import mm

    words = wording(facts)
    page.setLineWidth(0.5)
    for inset in (10, 12, 18, 19):
        page.rect(inset * mm, inset * mm, (297 - 2 * inset) * mm, (210 - 2 * inset) * mm)
    texts = [facts.centre_name, *words.title.lines, *words.certify.lines, facts.name,
             f"{words.identity}  {facts.identity_text}", *words.verb.lines, facts.course_title, words.subtitle,
             *words.period.lines, words.number, facts.number, words.date, words.date_text, words.scan,
             facts.verification_code, *words.seal.lines,
             *(text for s in facts.signatories for text in (s.name, f"{s.post_ms} · {s.post_en}"))]
    for at, text in enumerate(texts):
        page.setFont("Garamond", 24 if text == facts.name else 12)
        page.drawCentredString(148 * mm, (190 - 7 * at) * mm, text)
    code = QrCodeWidget(facts.verify_text, barLevel="M", barWidth=27 * mm, barHeight=27 * mm)
    drawing = Drawing(27 * mm, 27 * mm)
    drawing.add(code)
    renderPDF.draw(drawing, page, 24 * mm, 24 * mm)
    page.showPage()


def plain(many: Sequence[Facts]) -> bytes:
    """A reportlab document of these certificates."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    if "Garamond" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Garamond", FONT_DIR / f"{FACES['garamond']}.ttf"))
    out = BytesIO()
    canvas = Canvas(out, pagesize=(841.89, 595.28))
    for facts in many:
        plain_page(canvas, facts)
    canvas.save()
    return out.getvalue()


def median(work: Callable[[Facts], object], many: Sequence[Facts]) -> float:
    """Median seconds for one, the first left out."""
    times = []
    for facts in many:
        began = time.perf_counter()
        work(facts)
        times.append(time.perf_counter() - began)
    return statistics.median(times[1:])


def main() -> None:
    """Single files, then combined ones; both designs."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    everyone = people(count * 4)  # names not drawn before in every round
    many = everyone[:count]
    theirs = median(lambda facts: plain([facts]), many[:41])
    began = time.perf_counter()
    plain(many[:60])
    theirs_combined = (time.perf_counter() - began) / 60
    print(f"plain reportlab: single {theirs * 1000:.2f} ms, in a combined file {theirs_combined * 1000:.2f} ms a page")
    with tempfile.TemporaryDirectory() as folder:
        for design in DESIGNS:
            mine = [replace(facts, design=design) for facts in many]
            ours = median(draw, mine)
            times, path = [], Path(folder) / "all.pdf"
            for at in (1, 2, 3):
                others = [replace(facts, design=design) for facts in everyone[at * count:(at + 1) * count]]
                began = time.perf_counter()
                draw_combined(others, path)
                times.append((time.perf_counter() - began) / count)
            combined = statistics.median(times)
            single, whole = len(draw(mine[0])), path.stat().st_size
            draw_combined(others[:1], path)
            each = (whole - path.stat().st_size) / (count - 1)
            print(f"{design}: single {ours * 1000:.2f} ms, {theirs / ours:.0f} times faster, {single // 1024} KiB; "
                  f"combined {combined * 1000:.2f} ms a page, {theirs_combined / combined:.0f} times faster; "
                  f"{each:.0f} bytes a page beyond the shared part")


def memory() -> None:
    """The highest memory after a combined file of 1,000 pages, and after one of 10,000."""
    from resource import RUSAGE_SELF, getrusage

    with tempfile.TemporaryDirectory() as folder:
        peaks = []
        for count in (1_000, 10_000):
            draw_combined(people(count), Path(folder) / "all.pdf")
            peaks.append(getrusage(RUSAGE_SELF).ru_maxrss / 1024)
    print(f"memory at its highest: {peaks[0]:.0f} MiB after 1,000 pages in one file, {peaks[1]:.0f} MiB after 10,000")


if __name__ == "__main__":
    if sys.platform != "win32":
        memory()
    main()
