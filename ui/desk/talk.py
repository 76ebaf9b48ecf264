"""Everything the program asks in a window of its own: tell, ask, choose a file. The only user of QFileDialog.

In tests nothing opens: `answer_next(...)` says what the next question is answered with (True or False for `ask`, a
path or '' for files), `asked` tells what was asked.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from app.i18n import _
from ui.kit import qt_texts
from ui.kit.dialog import Dialog

asked: list[str] = []
scripted = False  # tests: a question without a scripted answer is an error
_answers: deque[Any] = deque()


def answer_next(*answers: Any) -> None:
    """Tests: the answers to the next questions, in order."""
    global scripted
    scripted = True
    _answers.extend(answers)


def forget() -> None:
    """Tests: no answers, nothing asked yet."""
    global scripted
    scripted = True
    _answers.clear()
    asked.clear()


def answers() -> int:
    """Tests: how many answers wait."""
    return len(_answers)


def _script(question: str) -> Any:
    asked.append(question)
    if not _answers:
        raise AssertionError(f"nobody answers: {question}")
    return _answers.popleft()


def _parent(owner: QObject | None) -> QWidget | None:
    if isinstance(owner, QWidget):
        return owner.window()
    return QApplication.activeWindow()


def tell(sentence: str, detail: str = "", parent: QObject | None = None, icon: str = "info") -> None:
    """Something the user must read; one button."""
    if scripted:
        asked.append(sentence)
        return
    Dialog(sentence, detail, safe=_("Close"), icon=icon, parent=_parent(parent)).open()


def ask(
    question: str,
    consequence: str,
    action: str,
    on_yes: Callable[[], object],
    *,
    safe: str = "",
    destructive: bool = False,
    icon: str = "",
    on_no: Callable[[], object] | None = None,
    parent: QObject | None = None,
) -> None:
    """A question with a named action and a safe way out."""
    if scripted:
        if _script(question):
            on_yes()
        elif on_no is not None:
            on_no()
        return
    icon = icon or ("triangle-alert" if destructive else "circle-question-mark")
    dialog = Dialog(
        question, consequence, action=action, safe=safe, destructive=destructive, icon=icon, parent=_parent(parent)
    )
    dialog.accepted.connect(lambda: on_yes())
    if on_no is not None:
        dialog.rejected.connect(lambda: on_no())
    dialog.open()


def open_dialog(dialog: Dialog) -> None:
    """Show a dialog of a page's own making. Scripted: answered by True (its action) or False."""
    if scripted and _answers:
        if _script(dialog.windowTitle()):
            if dialog.check is None or dialog.check():
                dialog.accept()
        else:
            dialog.reject()
        return
    dialog.open()


def choose_open(
    title: str,
    kinds: str,
    then: Callable[[Path], object],
    parent: QObject | None = None,
    folder: str = "",
    dismissed: Callable[[], object] | None = None,
) -> None:
    """Choose a file that is there. `kinds` as Qt writes it: `Excel (*.xlsx *.xls *.csv)`."""
    _choose(title, kinds, then, parent, folder, QFileDialog.FileMode.ExistingFile, dismissed)


def choose_save(
    title: str, kinds: str, name: str, then: Callable[[Path], object], parent: QObject | None = None
) -> None:
    """Choose where to write a file; `name` is proposed."""
    _choose(title, kinds, then, parent, name, QFileDialog.FileMode.AnyFile)


def choose_folder(title: str, then: Callable[[Path], object], parent: QObject | None = None, folder: str = "") -> None:
    """Choose a folder."""
    _choose(title, "", then, parent, folder, QFileDialog.FileMode.Directory)


_folder = [""]  # where the last file was


def _choose(
    title: str,
    kinds: str,
    then: Callable[[Path], object],
    parent: QObject | None,
    start: str,
    mode: QFileDialog.FileMode,
    dismissed: Callable[[], object] | None = None,
) -> None:
    if scripted:
        answer = _script(title)
        if answer:
            then(Path(answer))
        elif dismissed is not None:
            dismissed()
        return
    dialog = QFileDialog(_parent(parent), title)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog, not qt_texts.system_speaks())
    dialog.setFileMode(mode)
    if kinds:
        dialog.setNameFilters(kinds.split(";;"))
    if mode == QFileDialog.FileMode.AnyFile:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(start).suffix.lstrip("."))
    if not Path(start).is_absolute():  # never beside the program, where nobody looks and few may write
        dialog.setDirectory(_folder[0] or QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation))
    elif mode != QFileDialog.FileMode.AnyFile:
        dialog.setDirectory(start)
    if mode == QFileDialog.FileMode.AnyFile:
        dialog.selectFile(start)

    def chosen(name: str) -> None:
        if name:
            _folder[0] = str(Path(name).parent)
            then(Path(name))

    dialog.fileSelected.connect(chosen)
    if dismissed is not None:
        dialog.rejected.connect(lambda: dismissed())
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
