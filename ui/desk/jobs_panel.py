"""The panels of jobs that run longer than a moment, for the shell to place above the status bar."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk.desk import Desk
from ui.desk.lanes import Running
from ui.kit.progress import ProgressPanel


class JobsPanel(QWidget):
    """One ProgressPanel for each job shown; hidden when there is none."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._panels: dict[Running, ProgressPanel] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self.hide()
        desk.jobs_changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        jobs = self.desk.jobs()
        for running in [r for r in self._panels if r not in jobs]:
            running.watched = None
            panel = self._panels.pop(running)
            panel.hide()
            panel.deleteLater()
        for running in jobs:
            if running not in self._panels:
                panel = ProgressPanel(running.title, running.consequence, began=running.began, keys="")
                panel.cancelled.connect(running.cancel)
                self._panels[running] = panel
                self._layout.addWidget(panel)
                running.watched = lambda r=running: self._progress(r)
                self._progress(running)
        self.setVisible(bool(self._panels))
        self.adjustSize()

    def _progress(self, running: Running) -> None:
        panel = self._panels.get(running)
        if panel is not None:
            panel.show_progress(running.done, running.total, running.text)
