"""Pictures and fonts that a template needs: those it has, and new ones from files, looked at before they are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app.certificates.templates.assets import AddAsset
from app.certificates.templates.queries import AssetRow, Assets
from app.i18n import _
from ui.desk import talk
from ui.desk.desk import Desk

Then = Callable[[str], object]


class Bring:
    """The assets of the template in front: digest -> bytes; `fonts` are all that the centre has, with their names."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        self.desk, self.owner = desk, owner
        self.assets: dict[str, bytes] = {}
        self.fonts: list[tuple[str, str]] = []

    def picture(self, then: Then) -> None:
        """A picture from a file; `then` gets its digest once it is kept."""
        self._file("image", _("Choose a picture"), _("Pictures") + " (*.png *.jpg *.jpeg)", then)

    def font(self, then: Then) -> None:
        """A font from a file; `then` gets its name in a template."""
        self._file("font", _("Choose a font"), _("Fonts") + " (*.ttf)", lambda digest: then(f"asset:{digest}"))

    def ask_fonts(self, then: Callable[[], object] | None = None) -> None:
        """Read which fonts there are."""
        self._ask("font", then or (lambda: None))

    def _file(self, kind: Any, title: str, kinds: str, then: Then) -> None:
        def kept(digest: str) -> None:
            self._ask(kind, lambda: then(digest))

        def read(path: Any) -> None:
            try:
                data = Path(path).read_bytes()
            except OSError:
                talk.tell(_("The file {name} cannot be read.").format(name=Path(path).name), parent=self.owner)
                return
            self.desk.do(AddAsset(kind=kind, name=Path(path).name, data=data), owner=self.owner, then=kept)

        talk.choose_open(title, kinds, read, self.owner)

    def _ask(self, kind: str, then: Callable[[], object]) -> None:
        def arrived(rows: Sequence[AssetRow]) -> None:
            self.assets.update({row.digest: row.data for row in rows})
            if kind == "font":
                self.fonts[:] = [(f"asset:{row.digest}", row.name) for row in rows]
            then()

        self.desk.ask(Assets(kind=kind), owner=self.owner, then=arrived)
