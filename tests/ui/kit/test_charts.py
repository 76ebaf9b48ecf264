"""Charts tell every value in words and draw from 0; rows move by arrows and keep the keys when they change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.kit.buttons import secondary
from ui.kit.chart import BarChart, BarRow, StepChart, StepLine, scale_end
from ui.kit.rows import Row, RowList
from ui.kit.theme import theme


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    theme().set_mode("light")
    theme().install()
    yield


def ink(chart: BarChart | StepChart, token: str) -> list[tuple[int, int]]:
    """Where the picture of a chart has exactly this colour."""
    image = chart.grab().toImage()
    wanted = theme().color(token).rgb()
    return [(x, y) for y in range(image.height()) for x in range(image.width()) if image.pixel(x, y) == wanted]


def test_bars_are_as_long_as_their_values_and_say_them() -> None:
    chart = BarChart([BarRow("A", 100, "100 / 200", 50), BarRow("B", 50, "50 / 200"), BarRow("C", 0, "0 / 200")],
                     most=200)
    chart.resize(400, chart.sizeHint().height())
    assert chart.accessibleDescription() == "A: 100 / 200, planned 50; B: 50 / 200; C: 0 / 200"
    third = chart.height() / 3
    long = {n: [x for x, y in ink(chart, "accent") if n * third <= y < (n + 1) * third] for n in range(3)}
    assert abs((max(long[0]) - min(long[0])) - 2 * (max(long[1]) - min(long[1]))) <= 8 and not long[2]
    chart.set_rows([])
    assert chart.accessibleDescription() == "" and chart.sizeHint().height() == 0


def test_a_count_steps_and_its_value_stands_at_the_end() -> None:
    chart = StepChart()
    chart.resize(300, chart.sizeHint().height())
    chart.set_lines([StepLine("issued", ((date(2026, 1, 1), 0), (date(2026, 6, 1), 80), (date(2026, 7, 14), 80)))],
                    date(2026, 1, 1), date(2026, 7, 14))
    assert chart.accessibleDescription() == "issued: 1 Jan 2026 0; 1 Jun 2026 80; 14 Jul 2026 80"
    line = ink(chart, "accent")
    assert len({y for _x, y in line}) > 20, "an upright step, not two flat pieces"
    words = [(x, y) for x, y in ink(chart, "text") if y < max(y for _x, y in line)]
    assert min(x for x, _y in words) > 150, "the value stands at the right end"
    chart.set_lines([], date(2026, 1, 1), date(2026, 7, 14))
    assert not ink(chart, "accent")


@pytest.mark.parametrize(("most", "end"), [(0, 1), (1, 1), (3, 5), (5, 5), (68, 100), (412, 500), (1001, 2000)])
def test_an_axis_ends_at_a_round_number(most: int, end: int) -> None:
    assert scale_end(most) == end


def test_rows_keep_the_keys_when_they_are_made_anew() -> None:
    opened: list[int] = []
    rows = RowList("Rows")

    def made(n: int) -> Row:
        return Row(secondary(f"Do {n}"), spoken=f"Row {n}", open_=lambda: opened.append(n))

    rows.set_rows([made(n) for n in range(4)], 2)
    rows.show()
    current = rows.current()
    assert current is not None and current.accessibleName() == "Row 2"
    current.setFocus()
    QTest.keyClick(current, Qt.Key.Key_Down)
    rows.set_rows([made(n) for n in range(4)], 0)
    focus = rows.focusWidget()
    assert focus is rows.rows[3], "not the first: somebody is there"
    QTest.keyClick(focus, Qt.Key.Key_Return)
    QTest.mouseDClick(rows.rows[1], Qt.MouseButton.LeftButton)
    assert opened == [3, 1]
    assert [bool(r.focusPolicy() & Qt.FocusPolicy.TabFocus) for r in rows.rows].count(True) == 1, "one stop for Tab"
    rows.set_rows([])
    assert rows.current() is None
    rows.hide()
    rows.deleteLater()
