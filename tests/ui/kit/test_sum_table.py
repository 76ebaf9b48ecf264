"""A sum in a narrow panel: words wrap, none is cut."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ui.kit.sum_table import SumLine, SumTable
from ui.kit.theme import theme


def test_no_word_of_a_line_is_cut_where_there_is_little_room(qtbot: QtBot) -> None:
    theme().install()
    table = SumTable([SumLine("Peperiksaan akhir", "–", ("30 %", "tiada markah")), SumLine("Jumlah", "–", total=True)])
    qtbot.addWidget(table)
    table.setFixedWidth(table.minimumSizeHint().width())
    table.show()
    QApplication.processEvents()
    words = next(w for w in table.findChildren(QLabel) if w.text() == "Peperiksaan akhir")
    assert words.width() >= words.fontMetrics().horizontalAdvance("Peperiksaan")
