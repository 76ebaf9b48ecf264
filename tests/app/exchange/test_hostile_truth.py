"""Hostile sample files are refused, each with its sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.errors import Invalid
from app.exchange.tables import read_book

INPUTS = Path(__file__).resolve().parents[2] / "inputs"


@pytest.mark.parametrize("name", ["empty.csv", "empty.xlsx", "jpeg-renamed.xlsx", "password-protected.xlsx",
                                  "truncated.xlsx", "xxe.xlsx", "zip-bomb.xlsx"])
def test_hostile_files_are_refused_with_their_sentence(name: str) -> None:
    truth = json.loads((INPUTS / "hostile" / f"{name}.truth.json").read_text("utf-8"))
    with pytest.raises(Invalid) as refused:
        read_book(INPUTS / "hostile" / name)
    assert str(refused.value) == truth["expect"]["says"]
