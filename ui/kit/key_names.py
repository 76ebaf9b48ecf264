"""Keys by the names that stand in the source."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence


def sequence(keys: str) -> QKeySequence:
    """'Ctrl+Return' as a key, whatever keys are called in the language in use.

    `QKeySequence(text)` reads the words that users see: where the large key is called Enter as well, Ctrl+Enter would
    be the same as Ctrl+Return, and Qt does neither of two that are the same.
    """
    return QKeySequence.fromString(keys, QKeySequence.SequenceFormat.PortableText)
