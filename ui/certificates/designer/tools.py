"""What stands above the paper: adding, lining up, what is shown, whose name is tried, how large."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.certificates.facts import KINDS
from app.completion.words import kind_word
from app.i18n import _
from ui.kit.buttons import Button, icon_button
from ui.kit.check import CheckBox
from ui.kit.combo import Choice
from ui.kit.layout import column, least, line, row
from ui.kit.text import label


class Tools(QWidget):
    """Buttons and choices. `asked` says what was pressed: undo, 'add text', left, top, across, front, in..."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        def tool(icon: str, words: str, wanted: str) -> Button:
            return icon_button(icon, words, lambda: self.asked.emit(wanted), small=True, kind="quiet")

        self.undo_button = tool("undo-2", _("Undo (Ctrl+Z)"), "undo")
        self.redo_button = tool("redo-2", _("Redo (Ctrl+Y)"), "redo")
        self.adders = [tool("type", _("Add a text"), "add text"),
                       tool("image", _("Add a picture…"), "add picture"),
                       tool("minus", _("Add a line"), "add line"),
                       tool("qr-code", _("Add a QR code"), "add qr")]
        self.aligners = [tool(f"align-{icon}", words, edge) for icon, words, edge in (
            ("left", _("Line up at the left"), "left"), ("center", _("Centre across"), "centre"),
            ("right", _("Line up at the right"), "right"))]
        self.more = Choice([("", _("Arrange")), ("top", _("Line up at the top")), ("middle", _("Centre down")),
                            ("bottom", _("Line up at the bottom")), ("across", _("Equal gaps across")),
                            ("down", _("Equal gaps down")), ("front", _("To the front")), ("forward", _("Forward")),
                            ("backward", _("Backward")), ("back", _("To the back"))])
        self.more.setAccessibleName(_("Arrange"))
        self.guides, self.margins, self.grid = CheckBox(_("Guides")), CheckBox(_("Margins")), CheckBox(_("Grid 5 mm"))
        self.guides.set_value(True)
        self.margins.set_value(True)
        self.tried = Choice([("longest", _("Longest name")), ("shortest", _("Shortest name")),
                             ("hardest", _("Most difficult name"))])
        self.of = Choice([(0, _("of the centre"))])
        self.kind = Choice([(kind, kind_word(kind)) for kind in KINDS])
        self.language = Choice([("bi", _("BM and English")), ("ms", _("BM")), ("en", _("English"))])
        for choice, words in ((self.tried, _("Preview with")), (self.of, _("Names of")),
                              (self.kind, _("Kind of certificate")), (self.language, _("Language of certificates"))):
            choice.setAccessibleName(words)
        self.more.set_value("")
        self.tried.set_value("longest")
        self.of.set_value(0)
        self.kind.set_value("completion")
        self.language.set_value("bi")
        self.out = tool("zoom-out", _("Smaller (Ctrl+-)"), "out")
        self.in_ = tool("zoom-in", _("Larger (Ctrl++)"), "in")
        self.fit = tool("maximize-2", _("The whole page (Ctrl+0)"), "fit")
        self.percent = Button("68 %", lambda: self.asked.emit("real"), kind="quiet", small=True,
                              tip=_("Real size (Ctrl+1)"))
        shown = row(self.guides, self.margins, self.grid, spacing=10)
        first = row(self.undo_button, self.redo_button, line(vertical=True), *self.adders, line(vertical=True),
                    *self.aligners, self.more, 8, shown, None, self.fit, self.out, self.percent, self.in_,
                    margins=(12, 6, 12, 2), spacing=4)
        for choice, width in ((self.tried, 120), (self.of, 110), (self.kind, 120), (self.language, 100)):
            least(choice, width)
        for choice in (self.tried, self.of, self.kind, self.language):  # as wide as there is room
            choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        second = row(label(_("Preview with"), "muted"), self.tried, self.of, self.kind, self.language,
                     margins=(16, 2, 12, 6), spacing=10)
        self.setLayout(column(first, second, spacing=0))
        self.more.edited.connect(self._arrange)

    def _arrange(self) -> None:
        wanted = str(self.more.value() or "")
        self.more.set_value("")
        if wanted:
            self.asked.emit(wanted)

    def set_read_only(self, on: bool) -> None:
        """Nothing can be added or lined up."""
        for button in (*self.adders, *self.aligners):
            button.setEnabled(not on)
        self.more.setEnabled(not on)
