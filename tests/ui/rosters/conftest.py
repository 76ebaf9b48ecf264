"""A class on screen."""

from tests.ui.class_on_screen import desk, room  # noqa: F401
from tests.ui.dressed import dressed  # noqa: F401
