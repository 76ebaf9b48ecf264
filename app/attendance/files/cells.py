"""Cells of a sheet as text."""

from __future__ import annotations

from app.exchange.tables.table import CellError, NoValue, Value


def text_of(value: Value) -> str:
    """A cell as text; whole numbers without a decimal point, a formula that was never worked out as '='."""
    if value is None:
        return ""
    if isinstance(value, CellError | NoValue):
        return value.text if isinstance(value, CellError) else "="
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())
