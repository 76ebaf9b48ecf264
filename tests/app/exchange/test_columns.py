"""One column list serves screen, Excel and import."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.exchange.columns import Column, by_key


@dataclass(frozen=True)
class Row:
    name: str
    share: int | None


COLUMNS = (
    Column[Row]("name", lambda: "Name", lambda r: r.name, width=30),
    Column[Row]("share", lambda: "Attendance", lambda r: r.share, show=lambda v: f"{v} %", kind="percent"),
    Column[Row]("code", lambda: "Code", lambda r: r.name[:1], align="center", kind="number"),
)


def test_nothing_known_is_an_empty_text_and_zero_is_not() -> None:
    share = by_key(COLUMNS, "share")
    assert [share.text(Row("A", value)) for value in (None, 0, 80)] == ["", "0 %", "80 %"]


def test_numbers_stand_at_the_right_unless_told_otherwise() -> None:
    assert [c.side for c in COLUMNS] == ["left", "right", "center"]


def test_a_key_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        by_key(COLUMNS, "nothing")
