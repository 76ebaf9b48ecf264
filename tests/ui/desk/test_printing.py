"""What is offered for printing: looked at, chosen from, printed to a file and read back, saved, and confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget

from app.errors import Unavailable
from app.exchange.pages import Pages
from app.exchange.pages import test_sheet as make_test_sheet
from app.exchange.pdf import Document, Ink
from ui.desk import printers, talk
from ui.desk.desk import Desk
from ui.desk.print_dialog import PrintDialog
from ui.desk.printing import Paper, offer

MM = 72 / 25.4


def paper(count: int, size: tuple[float, float] = (297, 210)) -> bytes:
    """A PDF of pages with a black square of 20 mm, 40 mm from the left and 30 mm from the top, and a number."""
    from io import BytesIO

    from app.exchange.shaping import Style

    out = BytesIO()
    document = Document(out, title="Test")
    for number in range(count):
        ink = Ink(size[1])
        ink.rect(40, 30, 20, 20, fill="#000000")
        ink.text(f"sheet {number + 1}", 100, 100, 5, Style("inter"))
        document.page(ink, *size)
    document.close()
    return out.getvalue()


def square(page: Any) -> tuple[float, float, float, float]:
    """Where the black square stands on a page, in mm: left, top, right, bottom."""
    picture = page.render(scale=2, grayscale=True)
    data, stride = bytes(picture.buffer), picture.stride
    wide, high = round(80 * 2 * MM), round(80 * 2 * MM)
    found = [(x, y) for y in range(high) for x in range(wide) if data[y * stride + x] < 100]
    xs, ys = [x for x, _y in found], [y for _x, y in found]
    return min(xs) / 2 / MM, min(ys) / 2 / MM, (max(xs) + 1) / 2 / MM, (max(ys) + 1) / 2 / MM


@pytest.fixture
def desk(dressed: None, home: Path) -> Iterator[Desk]:
    made = Desk(synchronous=True)
    yield made
    made.close()


Runs = list[tuple[list[int], tuple[float, float]]]


@pytest.fixture
def two_printers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Runs]:
    """Two printers that write into a file; what each run printed, and where it was moved."""
    runs: Runs = []
    real = printers.print_pages

    def spy(printer: Any, run: printers.Run, title: str, step: Any) -> list[int]:
        runs.append((list(run.numbers), run.shift))
        return real(printer, run, title, step)

    monkeypatch.setattr(printers, "printers", lambda: printers.Found(("Pejabat", "Lobi"), "Pejabat"))
    monkeypatch.setattr(printers, "reach", lambda *_a: printers.Reach((4.0, 4.0, 4.0, 4.0)))
    monkeypatch.setattr(printers, "make_printer", lambda _name: printers.file_printer(str(tmp_path / "printed.pdf")))
    monkeypatch.setattr(printers, "print_pages", spy)
    monkeypatch.setattr(printers, "DPI", 50)
    yield runs


@pytest.fixture
def opened(desk: Desk, qtbot: Any) -> Iterator[Callable[..., PrintDialog]]:
    """Opens the dialog for a paper of so many pages."""
    hosts: list[QWidget] = []

    def make(count: int = 3, **more: Any) -> PrintDialog:
        host = QWidget()
        host.resize(1440, 868)
        hosts.append(host)
        qtbot.addWidget(host)
        host.show()
        given = Paper("Paper", lambda _step: paper(count), "paper", **more)
        dialog = PrintDialog(desk, given, paper(count), host)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    yield make
    for host in hosts:
        for dialog in host.findChildren(PrintDialog):
            dialog.done(0)
        host.close()


# -- on paper ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(297, 210), (210, 297)])
def test_printing_keeps_size_way_and_place(tmp_path: Path, dressed: None, size: tuple[float, float]) -> None:
    pages = Pages(paper(3, size))
    target = tmp_path / "out.pdf"
    printer = printers.file_printer(str(target))
    sent = printers.print_pages(printer, printers.Run(pages, [0, 2], (2.5, -1.5)), "Test")
    pages.close()
    assert sent == [0, 2]
    found = pypdfium2.PdfDocument(target)
    assert len(found) == 2
    for page in found:
        assert page.get_width() / MM == pytest.approx(size[0], abs=0.6)
        assert page.get_height() / MM == pytest.approx(size[1], abs=0.6)
    left, top, right, bottom = square(found[0])
    assert (left, top) == pytest.approx((42.5, 28.5), abs=0.35)
    assert (right - left, bottom - top) == pytest.approx((20, 20), abs=0.5)
    found.close()


def test_copies_and_cancel(tmp_path: Path, dressed: None) -> None:
    pages = Pages(paper(2))
    target = tmp_path / "out.pdf"
    sent = printers.print_pages(printers.file_printer(str(target)), printers.Run(pages, [1, 0], copies=2), "Test")
    assert sent == [1, 0, 1, 0]
    found = pypdfium2.PdfDocument(target)
    assert len(found) == 4
    found.close()

    from app.job import Cancelled

    def stop(done: int, total: int, text: str = "") -> None:
        if done == 1:
            raise Cancelled

    run = printers.Run(pages, [0, 1])
    with pytest.raises(Cancelled):
        printers.print_pages(printers.file_printer(str(tmp_path / "other.pdf")), run, "Test", stop)
    assert run.sent == []
    pages.close()


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_answer_is_said(tmp_path: Path, dressed: None) -> None:
    pages = Pages(paper(1))
    printer = printers.file_printer(str(tmp_path / "no" / "such" / "folder.pdf"))
    with pytest.raises(Unavailable):
        printers.print_pages(printer, printers.Run(pages, [0]), "Test")
    pages.close()


def test_the_test_sheet_prints_where_it_should(tmp_path: Path, dressed: None) -> None:
    pages = Pages(make_test_sheet(297, 210))
    printers.print_pages(printers.file_printer(str(tmp_path / "t.pdf")), printers.Run(pages, [0]), "Test sheet")
    pages.close()
    found = pypdfium2.PdfDocument(tmp_path / "t.pdf")
    picture = found[0].render(scale=4, grayscale=True)
    x = y = round(20 * MM * 4)
    row = bytes(picture.buffer)[(y - 60) * picture.stride:][:picture.stride]  # above the cross: only its upright
    dark = [at for at in range(x - 40, x + 40) if row[at] < 160]
    assert dark and abs(sum(dark) / len(dark) - x) < 4 * MM * 0.3
    found.close()


# -- the window ------------------------------------------------------------------------------------------------------


def test_without_a_printer_it_is_saved(desk: Desk, opened: Any, qtbot: Any, tmp_path: Path,
                                       monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printers, "printers", printers.Found)
    talk.forget()
    dialog = opened(3)
    assert not dialog.main_button.isEnabled()
    assert "No printer" in dialog.main_button.toolTip()
    assert dialog.save_button.kind == "primary" and dialog.options.none.isVisible()
    assert not dialog.open_button.isHidden()
    dialog.options.sheets.setFocus()
    qtbot.keyClicks(dialog.options.sheets, "2-3")
    talk.answer_next(str(tmp_path / "two.pdf"))
    qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    saved = pypdfium2.PdfDocument(tmp_path / "two.pdf")
    assert [p.get_textpage().get_text_range().strip() for p in saved] == ["sheet 2", "sheet 3"]
    saved.close()
    dialog = opened(1)
    talk.answer_next(str(tmp_path / "again.pdf"))
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # what the filled button says
    assert (tmp_path / "again.pdf").exists()


def test_arrows_turn_pages_and_the_words_follow(opened: Any, qtbot: Any, two_printers: Any) -> None:
    dialog = opened(12, labels=lambda: [f"Person {n}" for n in range(12)])
    assert dialog.where.text() == "1 of 12 · Person 0"
    qtbot.keyClick(dialog.view, Qt.Key.Key_Right)
    qtbot.keyClick(dialog.view, Qt.Key.Key_PageDown)
    assert dialog.where.text() == "3 of 12 · Person 2"
    assert "Person 2" in dialog.view.accessibleName()
    assert dialog.thumbs.currentIndex().row() == 2
    qtbot.keyClick(dialog.view, Qt.Key.Key_End)
    assert dialog.view.page == 11 and not dialog.pane.forth.isEnabled()
    qtbot.keyClick(dialog.view, Qt.Key.Key_Home)
    assert dialog.view.page == 0
    assert dialog.view.sheet.image is not None
    before = dialog.view.sheet.width()
    qtbot.keyClick(dialog, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert dialog.view.sheet.width() == round(297 * 96 / 25.4) != before
    QAbstractItemModelTester(dialog.thumbs.pages, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_a_range_that_is_none_is_said(opened: Any, qtbot: Any, two_printers: Any) -> None:
    dialog = opened(3)
    dialog.options.sheets.setFocus()
    qtbot.keyClicks(dialog.options.sheets, "2-9")
    assert "no page 9" in dialog.options._sheets.message()
    assert not dialog.main_button.isEnabled()
    dialog.options.sheets.clear()
    qtbot.keyClicks(dialog.options.sheets, "3")
    assert dialog.main_button.text().strip() == "Print 1 sheet"
    dialog.print_()
    assert two_printers == [([2], (0.0, 0.0))]


def test_from_the_sheet_that_is_looked_at(opened: Any, qtbot: Any, two_printers: Any) -> None:
    dialog = opened(5)
    dialog.view.turn(2)
    dialog.options.which.set_value("from")
    dialog.options._which()
    assert dialog.options.sheets.value() == "3-5"
    assert dialog.said.text() == "3 sheets"


def test_the_shift_is_kept_for_printer_and_tray(desk: Desk, opened: Any, two_printers: Any, qtbot: Any) -> None:
    dialog = opened(2)
    options = dialog.options
    options.down.clear()
    qtbot.keyClicks(options.down, "1.5")
    options.right.clear()
    qtbot.keyClicks(options.right, "-2")
    assert desk.kept.get("offset:Pejabat/") == "-2 1.5"
    assert dialog.view.sheet.shift == (-2.0, 1.5)
    options.tray.set_value("tray2")
    options._other_place()
    assert options.shift() == (0.0, 0.0)
    options.tray.set_value("")
    options._other_place()
    assert options.shift() == (-2.0, 1.5)
    dialog.print_()
    assert two_printers == [([0, 1], (-2.0, 1.5))]


def test_the_paper_is_kept_for_printer_and_tray_and_noted(desk: Desk, opened: Any, two_printers: Any) -> None:
    options = opened(2).options
    options.tray.set_value("tray2")
    options._other_place()
    options.stock.set_value("card200")
    options.stock.edited.emit()
    assert desk.kept.get("stock:Pejabat/tray2") == "card200"
    assert options.where().tray == "Tray 2, Card 200 g"
    options.tray.set_value("")
    options._other_place()
    assert options.where().tray == "" and options.stock.value() == ""
    options.tray.set_value("tray2")
    options._other_place()
    assert options.stock.value() == "card200"


def test_a_shift_nobody_needs_is_refused(desk: Desk, opened: Any, two_printers: Any, qtbot: Any) -> None:
    dialog = opened(2)
    dialog.options.down.clear()
    qtbot.keyClicks(dialog.options.down, "99")
    assert "20 mm" in dialog.options._down.message()
    assert not dialog.main_button.isEnabled()


def test_certificates_want_a_test_sheet_first(desk: Desk, opened: Any, two_printers: Any, qtbot: Any) -> None:
    talk.forget()
    dialog = opened(3, kind="certificate", printed=lambda _pages: None)
    assert dialog.main_button.text().strip() == "Print 1 test sheet"
    assert dialog.options.test_note.isVisible() and dialog.all_button.isVisible()
    dialog.main_button.click()
    assert two_printers == [([0], (0.0, 0.0))]
    assert dialog.main_button.text().strip() == "Print 3 sheets"
    assert not dialog.options.test_note.isVisible()
    assert dialog.note.isVisible()


def test_printed_is_told_when_it_came_out(opened: Any, two_printers: Any) -> None:
    told: list[list[int]] = []
    talk.forget()
    talk.answer_next(True)
    dialog = opened(3, printed=told.append)
    dialog.print_()
    assert told == [[0, 1, 2]]
    assert "come out" in talk.asked[-1]
    assert dialog.result() == PrintDialog.DialogCode.Accepted


def test_a_jam_goes_on_from_the_sheet_that_failed(opened: Any, two_printers: Any, monkeypatch: Any) -> None:
    from ui.desk import print_run

    told: list[list[int]] = []
    talk.forget()
    talk.answer_next(False, True, True)
    dialog = opened(5, printed=told.append)
    real = print_run.Dialog

    def chosen(*args: Any, **more: Any) -> Any:
        made = real(*args, **more)
        add = made.body.addWidget

        def adding(field: Any, *rest: Any) -> None:
            add(field, *rest)
            field.editor.set_value(2)

        made.body.addWidget = adding
        return made

    monkeypatch.setattr(print_run, "Dialog", chosen)
    dialog.print_()
    assert told == [[0, 1]]
    assert dialog.options.pages() == [2, 3, 4]
    assert dialog.view.page == 2 and "3 sheets" in dialog.note.text()
    dialog.print_()
    assert told == [[0, 1], [2, 3, 4]]
    assert [numbers for numbers, _shift in two_printers] == [[0, 1, 2, 3, 4], [2, 3, 4]]


def test_a_big_run_pauses(opened: Any, two_printers: Any) -> None:
    told: list[list[int]] = []
    talk.forget()
    talk.answer_next(True, False, True)
    dialog = opened(25, printed=told.append)
    dialog.options.every.set_value(10)
    dialog.options._paused()
    assert "a pause after every 10" in dialog.said.text()
    dialog.print_()
    assert [len(numbers) for numbers, _shift in two_printers] == [10, 10]
    assert told == [list(range(20))]
    assert dialog.options.pages() == list(range(20, 25))


def test_a_saved_certificate_is_printed_only_when_said(opened: Any, two_printers: Any, tmp_path: Path) -> None:
    told: list[list[int]] = []
    talk.forget()
    talk.answer_next(str(tmp_path / "a.pdf"), False)
    opened(2, kind="certificate", printed=told.append).save()
    assert told == []
    talk.answer_next(str(tmp_path / "b.pdf"), True)
    opened(2, kind="certificate", printed=told.append).save()
    assert told == [[0, 1]]
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes() == paper(2)


def test_ctrl_p_opens_the_systems_dialog(opened: Any, two_printers: Any, qtbot: Any) -> None:
    talk.forget()
    dialog = opened(2)
    qtbot.keyClick(dialog.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert "print" in talk.asked
    assert two_printers == [([0, 1], (0.0, 0.0))]


def test_another_order_makes_another_paper(opened: Any, two_printers: Any) -> None:
    by_name = Paper("Paper", lambda _step: paper(2), "paper", labels=lambda: ["A", "B"])
    by_roll = Paper("Paper", lambda _step: paper(2), "paper", labels=lambda: ["B", "A"])
    dialog = opened(2, labels=lambda: ["A", "B"], orders=(("name", "By name", by_name), ("roll", "By roll", by_roll)))
    dialog.options.order.set_value("roll")
    dialog.options.ordered.emit("roll")
    assert dialog.where.text() == "1 of 2 · B"


def test_escape_closes_and_everything_has_a_name(opened: Any, two_printers: Any, qtbot: Any) -> None:
    dialog = opened(12, printed=lambda _p: None)
    for widget in dialog.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.parent() is not None:
            words = widget.accessibleName() or getattr(widget, "text", lambda: "")()
            if not type(widget).__name__.startswith("Q"):
                assert words.strip(), widget
    qtbot.keyClick(dialog.view, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_offer_makes_it_as_a_job_and_can_be_scripted(desk: Desk, qtbot: Any, tmp_path: Path) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    talk.forget()
    talk.answer_next(str(tmp_path / "saved.pdf"))
    offer(desk, "Roster", lambda _step: paper(2), owner=host, name="roster")
    assert (tmp_path / "saved.pdf").read_bytes() == paper(2)
    assert talk.asked == ["Roster"]


def test_beside_the_window_pages_come_and_a_cancel_prints_nothing(dressed: None, home: Path, qtbot: Any,
                                                                  two_printers: Any, tmp_path: Path) -> None:
    told: list[list[int]] = []
    talk.forget()
    desk, host = Desk(), QWidget()
    qtbot.addWidget(host)
    host.show()
    dialog = PrintDialog(desk, Paper("Paper", lambda _s: paper(40), "paper", printed=told.append), paper(40), host)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.view.sheet.image is not None and bool(dialog.options.printer.value()))
    dialog.options.pause.set_value(False)
    dialog.options._paused()
    dialog.print_()
    run = dialog.run
    assert run is not None and not dialog.options.isEnabled()
    qtbot.waitUntil(lambda: run.running is not None and run.running.done > 1)
    dialog.reject()  # Esc stops the run first
    qtbot.waitUntil(lambda: dialog.run is None)
    assert dialog.isVisible() and told == []
    assert "40 sheets" in dialog.note.text() and dialog.options.isEnabled()
    talk.answer_next(True)
    dialog.options.sheets.clear()
    qtbot.keyClicks(dialog.options.sheets, "1-2")
    dialog.print_()
    qtbot.waitUntil(lambda: told == [[0, 1]])
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog) or not dialog.isVisible())
    found = pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    assert len(found) == 2
    found.close()
    host.close()
    desk.close()
