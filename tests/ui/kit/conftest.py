"""The kit under test: a dressed application and a scripted talk."""

from tests.ui.dressed import dressed  # noqa: F401
