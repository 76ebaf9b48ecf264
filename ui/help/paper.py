"""The guide on paper: all topics of a language in one PDF."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import (
    QFont,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextDocumentFragment,
)

from app.guide import topics
from app.job import SILENT, Progress

MARGIN, POINTS = 20.0, 10.5  # mm, size of the text


def guide_pdf(code: str, title: str, step: Progress = SILENT) -> bytes:
    """A4, each topic on a new page. May run beside the window: it touches no widget."""
    document = QTextDocument()
    font = QFont("Inter")
    font.setPointSizeF(POINTS)
    document.setDefaultFont(font)
    cursor = QTextCursor(document)
    every = topics(code)
    for number, topic in enumerate(every):
        step(number, len(every), topic.title)
        if number:
            cursor.insertBlock(_new_page())
        part = QTextDocument()
        part.setDefaultFont(font)
        part.setMarkdown(f"# {topic.title}\n\n{topic.text}")
        cursor.insertFragment(_all(part))
        cursor.movePosition(QTextCursor.MoveOperation.End)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN))
    document.print_(writer)
    buffer.close()
    return bytes(buffer.data().data())


def _new_page() -> QTextBlockFormat:
    block = QTextBlockFormat()
    block.setPageBreakPolicy(QTextBlockFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    return block


def _all(document: QTextDocument) -> QTextDocumentFragment:
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    return cursor.selection()
