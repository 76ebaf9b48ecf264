"""The kit under test: one dressed application, scripted talk, and every model watched by Qt's own tester."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from app import i18n
from ui.desk import talk
from ui.kit.theme import theme


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    theme().mode = "light"
    theme().install()
    talk.forget()
    yield
    i18n.use_language("en")
    theme().set_mode("light")
    theme().set_scale(1.0)
    theme().density = "normal"
