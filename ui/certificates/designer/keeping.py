"""A draft that saves itself: shortly after each change, and when the page is left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from app.certificates.templates.commands import SaveDraft
from app.certificates.templates.model import Layout
from app.i18n import _, local_time
from app.office.command import Ref

if TYPE_CHECKING:
    from ui.certificates.designer.page import DesignerPage

SAVE_AFTER = 1200  # milliseconds


class Keeping:
    """Writes the draft of a page. `what` is the last step in words, for the history."""

    def __init__(self, page: DesignerPage) -> None:
        self.page = page
        self.saved = Layout()
        self.what = ""
        self._saving = False
        self._next: Ref | None = None  # to be shown when the rest is written
        self.later = QTimer(page)
        self.later.setSingleShot(True)
        self.later.setInterval(SAVE_AFTER)
        self.later.timeout.connect(self.save_now)

    def unsaved(self) -> bool:
        """Whether something is not written yet."""
        return not self.page.read_only and self.page.steps.now != self.saved

    def changed(self) -> None:
        """Something was changed, or taken back."""
        if self.unsaved():
            self.page.hints.set_state(_("Not saved yet"))
            self.later.start()

    def before(self, ref: Ref) -> bool:
        """Write the rest before another version is shown. False: that is shown by itself once the rest is written."""
        self.save_now()
        if self._saving and self.unsaved():
            self._next = ref
            return False
        return True

    def save_now(self) -> None:
        """Write the draft when it differs from what is saved."""
        page, whole = self.page, self.page.whole
        self.later.stop()
        if whole is None or self._saving or not self.unsaved():
            return
        layout, self._saving = page.steps.now, True

        def saved(version: int) -> None:
            self._saving = False
            if page.whole is None or page.whole.id != whole.id:  # another version is shown by now
                return
            self.saved, page.whole = layout, replace(page.whole, version=version)
            office = page.desk.office
            at = local_time(office.clock()).strftime("%H:%M") if office is not None else ""
            page.hints.set_state(_("Draft saved {time}").format(time=at))
            if page.steps.now != layout:
                self.later.start()
            if self._next is not None:
                ref, self._next = self._next, None
                page.show_ref(ref)

        def failed(_error: object) -> None:
            self._saving, self._next = False, None
            page.hints.set_state(_("Not saved yet"))

        page.desk.do(SaveDraft(version_id=whole.id, version=whole.version, content=layout.to_json(),
                               what=_("{name}: {what}").format(name=whole.name, what=self.what)), owner=page,
                     then=saved, failed=failed)
