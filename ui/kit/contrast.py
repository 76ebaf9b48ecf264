"""A contrast theme of the system: is one on, and which of its colours stands for which of our tokens."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

GET_HIGH_CONTRAST = 0x0042  # SPI_GETHIGHCONTRAST
ON = 0x0001  # HCF_HIGHCONTRASTON

_GROUNDS = ("window", "surface", "sunken", "raised", "hover", "accent-tint", "accent-tint-2", "ok-tint", "danger-tint",
            "warn-tint", "excused-tint", "neutral-tint", "seal-tint", "track", "scrim", "tooltip")
_INKS = ("text", "text-2", "text-3", "accent-text", "ok", "danger", "warn", "excused", "neutral", "seal", "on-tooltip",
         "line", "line-soft", "ctl", "line-strong", "ok-line", "danger-line", "warn-line", "excused-line")
_FILLS = ("accent", "accent-hover", "accent-press", "danger-solid", "warn-solid", "focus", "guide")
_ON_FILLS = ("on-accent", "on-danger", "on-guide")


class _HighContrast(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint), ("flags", ctypes.c_ulong), ("scheme", ctypes.c_wchar_p)]


def is_on(app: QApplication) -> bool:
    """Is a contrast theme on? Qt says it from 6.10; before, Windows is asked itself; elsewhere: no."""
    style = app.styleHints()  # must be kept: what it hands out does not outlive it in Python
    hints = style.accessibility() if hasattr(style, "accessibility") else None
    if hasattr(hints, "contrastPreference"):
        return getattr(hints.contrastPreference(), "name", "") == "HighContrast"
    if sys.platform != "win32":
        return False
    asked = _HighContrast(size=ctypes.sizeof(_HighContrast))
    told = ctypes.windll.user32.SystemParametersInfoW(GET_HIGH_CONTRAST, asked.size, ctypes.byref(asked), 0)
    return bool(told) and bool(asked.flags & ON)


def follow(app: QApplication, then: Callable[[], object]) -> None:
    """Call `then` when the system says that a contrast theme went on or off, where this Qt tells it."""
    style = app.styleHints()
    hints = style.accessibility() if hasattr(style, "accessibility") else None
    if hasattr(hints, "contrastPreferenceChanged"):
        hints.contrastPreferenceChanged.connect(lambda _preference: then())


def tokens(system: QPalette, selected: bool = False) -> dict[str, str]:
    """Our tokens in the system's colours: grounds, inks and fills only; `selected`: as they are on what is selected."""
    role = QPalette.ColorRole
    ground, ink = (role.Highlight, role.HighlightedText) if selected else (role.Base, role.Text)
    fill, on_fill = (role.HighlightedText, role.Highlight) if selected else (role.Highlight, role.HighlightedText)
    made = {}
    for names, which in ((_GROUNDS, ground), (_INKS, ink), (_FILLS, fill), (_ON_FILLS, on_fill)):
        made.update(dict.fromkeys(names, system.color(which).name()))
    return made


def system_palette() -> QPalette:
    """No palette of ours: what the system has."""
    return QPalette()
