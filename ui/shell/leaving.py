"""Whether the window may close now: what is typed and not saved is asked about, and so is work that still runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from app.i18n import _
from ui.desk import talk

if TYPE_CHECKING:
    from ui.shell.window import MainWindow

SOON = 60  # ms


class Leaving:
    """Asks what is to be asked, and closes the window itself once the answer is there."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._unsaved_may_go = False

    def may_close(self) -> bool:
        """True when nothing stands in the way."""
        window = self._window
        page, desk = window.page, window.desk
        if page is not None and not self._unsaved_may_go:
            if page.unsaved():
                self._ask()
                return False
            if not page.may_leave():
                return False
        if not desk.busy():
            return True
        if desk.jobs():
            desk.may_close(window, window.close)
        else:  # soon done, or soon shown: nobody is asked about a question that takes a moment
            QTimer.singleShot(SOON, window, window.close)
        return False

    def _ask(self) -> None:
        def go() -> None:
            self._unsaved_may_go = True
            QTimer.singleShot(0, self._window, self._window.close)  # not within the closing that asked

        talk.ask(_("Close without saving what you typed?"), _("It is only on this page, and will be gone."),
                 _("Close without saving"), go, safe=_("Go on typing"), destructive=True, parent=self._window)
