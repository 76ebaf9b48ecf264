"""Photos in a list in Excel: each in its cell, of one size, and moving with its row when the list is sorted."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from app.exchange.columns import Caption, Column, Portrait

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WIDE, HIGH = 18.0, 23.0  # mm; 35 to 45
COLUMN, ROW = 13, 70.0  # characters, points: with a little room around
_MM = 36_000  # in the units of drawings
_POINT, _PIXEL = 12_700, 9_525


def row_height(columns: Sequence[Column[Any]], row: Any) -> str:
    """The attributes of a row in which photos stand, or have their place; '' for one without."""
    if any(isinstance(c.read(row), Portrait) for c in columns if c.kind == "photo"):
        return f' ht="{ROW:g}" customHeight="1"'
    return ""


def put_photos(page: Worksheet, columns: Sequence[Column[Any]], rows: Sequence[Any], first: int) -> None:
    """Put the photos of a list into their cells; `first` is the number of its first row."""
    from openpyxl.utils import get_column_letter

    for place, column in enumerate(columns):
        if column.kind != "photo":
            continue
        for number, row in enumerate(rows, start=first):
            value = None if row.__class__ is Caption else column.read(row)
            if isinstance(value, Portrait):
                wide = max(column.width, COLUMN)
                page.column_dimensions[get_column_letter(place + 1)].width = wide
                if value.data:
                    _put(page, value, place, number - 1, wide)


def _put(page: Worksheet, photo: Portrait, column: int, row: int, wide: int) -> None:
    """Columns and rows of drawings are counted from 0."""
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.fill import Blip
    from openpyxl.drawing.geometry import PresetGeometry2D
    from openpyxl.drawing.image import Image
    from openpyxl.drawing.picture import PictureFrame
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor

    left = max(0, round(((wide * 7 + 5) * _PIXEL - WIDE * _MM) / 2))
    top = round((ROW * _POINT - HIGH * _MM) / 2)
    anchor = TwoCellAnchor(editAs="twoCell")
    anchor._from = AnchorMarker(col=column, colOff=left, row=row, rowOff=top)
    anchor.to = AnchorMarker(col=column, colOff=left + round(WIDE * _MM), row=row, rowOff=top + round(HIGH * _MM))
    frame = PictureFrame(spPr=GraphicalProperties(prstGeom=PresetGeometry2D(prst="rect")))
    about, number = frame.nvPicPr.cNvPr, len(page._images) + 1  # type: ignore[attr-defined]
    about.id, about.name, about.descr = number, f"Photo {number}", photo.about
    frame.blipFill.blip = Blip(embed=f"rId{number}", cstate="print")
    anchor.pic = frame
    image = Image(BytesIO(photo.data))
    image.anchor = anchor
    page.add_image(image)
