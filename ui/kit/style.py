"""The one stylesheet: in resources/style.qss, `@token` is a colour, `9pt` follows the text size, `url(@x)` a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

CONTRAST_SHEET = Path(__file__).resolve().parents[2] / "resources" / "contrast.qss"
SHEET = Path(__file__).resolve().parents[2] / "resources" / "style.qss"


@cache
def _sheet(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def stylesheet(tokens: Mapping[str, str], scale: float, pictures: Mapping[str, str], sheet: Path = SHEET
               ) -> str:
    """The sheet in a theme's colours; sizes in pt times `scale`."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        return pictures[name] if name in pictures else tokens[name]

    text = re.sub(r"@([a-z]+(?:-[a-z0-9]+)*)", value, _sheet(sheet))
    return re.sub(r"([\d.]+)pt\b", lambda m: f"{float(m.group(1)) * scale:.2f}pt", text)
