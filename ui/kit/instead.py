"""Content, or what is said instead of it: nothing here yet, not allowed, could not be read."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget


class Instead(QStackedWidget):
    """`content` is shown until something stands in its place."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addWidget(content)

    def show_instead(self, state: QWidget | None) -> None:
        """Show this instead of the content; None shows the content."""
        while self.count() > 1:
            old = self.widget(1)
            self.removeWidget(old)
            old.deleteLater()
        if state is not None:
            self.addWidget(state)
        self.setCurrentIndex(self.count() - 1)
