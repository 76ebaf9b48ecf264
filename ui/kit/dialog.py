"""A dialog whose title is the question; the consequence below; the safe button first, the action last and named."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QLineEdit, QVBoxLayout, QWidget

from app.i18n import _
from ui.kit.buttons import Button
from ui.kit.text import Glyph, label
from ui.kit.theme import theme

NARROW, WIDE = 440, 1064


class Dialog(QDialog):
    """Add widgets to `body`. Enter does the action only when it does not destroy; opened with open(), never exec().

    `accepted` is emitted by the action button (unless `check` returns a problem), `rejected` by the safe one and Esc.
    """

    def __init__(
        self,
        question: str,
        consequence: str = "",
        *,
        action: str = "",
        safe: str = "",
        icon: str = "",
        destructive: bool = False,
        wide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(question)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(min(theme().px(WIDE if wide else NARROW), self.room().width() - 24))
        self._destructive = destructive
        self.check: Callable[[], bool] | None = None  # returns False to stay open
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        top = QHBoxLayout()
        top.setContentsMargins(20, 20, 20, 20)
        top.setSpacing(16)
        if icon:
            sign = Glyph(icon, "danger" if destructive else "accent-text", 24)
            top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        self.question = label(question, "section", wrap=True)
        self.consequence = label(consequence, "muted", wrap=True)
        self.consequence.setVisible(bool(consequence))
        words.addWidget(self.question)
        words.addWidget(self.consequence)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 8, 0, 0)
        self.body.setSpacing(14)
        words.addLayout(self.body)
        words.addStretch(1)
        top.addLayout(words, 1)
        outer.addLayout(top, 1)
        foot = QWidget(self)
        foot.setObjectName("foot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        buttons = QHBoxLayout(foot)
        buttons.setContentsMargins(20, 12, 20, 12)
        buttons.setSpacing(8)
        self.foot = buttons
        buttons.addStretch(1)
        self.safe_button = Button(safe or _("Cancel"), self.reject)
        self.safe_button.setAutoDefault(False)
        buttons.addWidget(self.safe_button)
        self.action_button = Button(action or _("OK"), self._do, kind="destroy" if destructive else "primary")
        self.action_button.setAutoDefault(False)
        buttons.addWidget(self.action_button)
        self.action_button.setVisible(bool(action))
        outer.addWidget(foot)
        if destructive:
            self.safe_button.setFocus()

    def fit(self) -> None:
        """As high as the words need at this width; called when shown, and after the body has changed."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            height = layout.heightForWidth(self.width())  # -1 where nothing in it wraps
            height = height if height > 0 else layout.sizeHint().height()
            self.setFixedHeight(min(height, self.room().height() - 40))

    def room(self) -> QSize:
        """What the screen has for it; without a limit while no window is behind it."""
        behind = self.parentWidget()
        if behind is None:
            return QSize(10_000, 10_000)
        return behind.screen().availableSize().expandedTo(behind.window().size())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()
        buttons = [item.widget() for n in range(self.foot.count()) if (item := self.foot.itemAt(n)) is not None]
        for one, other in pairwise(button for button in buttons if button is not None):
            QWidget.setTabOrder(one, other)  # as they stand, whichever was added last
        if not self._destructive:
            QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        """The keys go to the first field, unless somebody has put them elsewhere already."""
        if self.focusWidget() in (None, self.safe_button, self.action_button):
            first = next((e for e in self.findChildren(QLineEdit)
                          if e.isVisible() and e.isEnabled() and not e.isReadOnly()), None)
            if first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)
            elif self.action_button.isVisible() and self.action_button.isEnabled():
                self.action_button.setFocus(Qt.FocusReason.OtherFocusReason)  # Enter on the safe one would say no

    def _do(self) -> None:
        if not self.action_button.isEnabled():
            return
        if self.check is None or self.check():
            self.accept()
        elif self.isVisible():
            self.fit()  # what is wrong stands below its field now

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Save) and self.action_button.isVisible() and not self._destructive:
            self._do()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            focus = self.focusWidget()
            if isinstance(focus, Button) and not control:
                focus.click()
            elif self.action_button.isVisible() and (control or not self._destructive):
                self._do()
            return
        super().keyPressEvent(event)


def confirm(
    question: str,
    consequence: str,
    action: str,
    on_yes: Callable[[], object],
    *,
    safe: str = "",
    destructive: bool = False,
    icon: str = "",
    parent: QWidget | None = None,
) -> Dialog:
    """Ask before something that cannot be taken back; `on_yes` is called when the named action is pressed."""
    dialog = Dialog(
        question,
        consequence,
        action=action,
        safe=safe,
        destructive=destructive,
        icon=icon or ("triangle-alert" if destructive else ""),
        parent=parent,
    )
    dialog.accepted.connect(lambda: on_yes())
    dialog.open()
    return dialog
