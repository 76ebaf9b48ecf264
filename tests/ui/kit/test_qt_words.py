"""No English word of Qt is left in Malay: its dialogs, the menus of its fields, its calendar, its names of keys."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QDate, QIODevice, QLibraryInfo, QLocale, Qt
from PySide6.QtGui import QColor, QImage, QKeySequence
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCalendarWidget,
    QColorDialog,
    QComboBox,
    QDialogButtonBox,
    QErrorMessage,
    QFileDialog,
    QGroupBox,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QProgressDialog,
    QSpinBox,
    QTabWidget,
    QWidget,
    QWizard,
    QWizardPage,
)
from pytestqt.qtbot import QtBot

from app.i18n import _, month_name, short_day, use_language
from ui.kit import qt_texts
from ui.kit.acts import Acts
from ui.kit.date_field import DateBox
from ui.kit.qt_words import KEYS, WORDS

SHOWN_BY = {
    "QFileDialog", "QPrintDialog", "QPageSetupWidget", "QPrintSettingsOutput", "QCupsJobWidget", "QPrintPreviewDialog",
    "QPlatformTheme", "QUnicodeControlCharacterMenu", "QColorDialog", "QScrollBar", "QWizard", "QPrintWidget",
    "QErrorMessage", "QWidgetTextControl", "QAbstractFileIconProvider", "QFileSystemModel", "QLineEdit",
    "QPrintPropertiesDialog", "QMessageBox", "QPrintPropertiesWidget", "QCupsPrinterSupport", "QAbstractSpinBox",
    "QComboBox", "QTabBar", "QDialog", "QDialogButtonBox", "QInputDialog", "QProgressDialog", "QPageSize",
    "QAccessibleActionInterface", "QStandardPaths"}
"""Parts of Qt whose words can come onto the screen here."""
SAME = re.compile(r"(JIS |ANSI |PRC )?[AB]?\d+[A-Z]?|ANSI [A-E]|Super [AB]|P̸|[A-Z]{2}|mm|in|pt|\.\.\.|%\S*|\*|Form|<.*|"
                  r"(Letter|Ledger|Tabloid)( / ANSI [AB])?|Legal|Executive|Folio.*|Quarto|PRC \d+K|.*\(\dx\d\)|"
                  r"%1 x %2 in|About Qt|Alt\+\w+|US Common.*|DLE|C5E|Export to PostScript|(Runtime|Shared .*|State)|"
                  r"Executable .*", re.DOTALL)
"""The same in both languages, or never on the screen."""


def sources() -> set[str]:
    """Everything that Qt gives its translators and that can be on the screen here."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    found: set[str] = set()
    for path in folder.glob("qtbase_*.qm"):
        found |= {source for context, source in _messages(path.read_bytes()) if context in SHOWN_BY}
    return {s for s in found if not SAME.fullmatch(s)}


def _messages(data: bytes) -> Iterator[tuple[str, str]]:
    at, part = 16, b""
    while at < len(data):
        tag, length = struct.unpack(">BI", data[at:at + 5])
        if tag == 0x69:
            part = data[at + 5:at + 5 + length]
        at += 5 + length
    at, now = 0, {6: "", 7: ""}
    while at < len(part):
        tag, at = part[at], at + 1
        if tag == 1:
            yield now[7], now[6]
            now = {6: "", 7: ""}
        elif tag == 5:
            at += 4
        else:
            length = struct.unpack(">I", part[at:at + 4])[0]
            length = 0 if length == 0xFFFFFFFF else length
            at += 4
            if tag in now:
                now[tag] = part[at:at + length].decode("utf-8", "replace")
            at += length


def texts(widget: QWidget) -> Iterator[str]:
    """Every text of a widget and of what is in it, menus and lists too."""
    for each in (widget, *widget.findChildren(QWidget)):
        yield from (each.windowTitle(), each.toolTip(), each.accessibleName(), each.statusTip())
        for action in each.actions():
            yield from (action.text().split("\t")[0], action.toolTip())
        if isinstance(each, QLabel | QAbstractButton):
            yield each.text()
        elif isinstance(each, QGroupBox):
            yield each.title()
        elif isinstance(each, QComboBox):
            yield from (each.itemText(n) for n in range(each.count()))
        elif isinstance(each, QTabWidget):
            yield from (each.tabText(n) for n in range(each.count()))
        elif isinstance(each, QAbstractItemView) and each.model() is not None:
            model = each.model()
            for n in range(min(model.columnCount(), 12)):
                yield str(model.headerData(n, Qt.Orientation.Horizontal) or "")
                for row in range(min(model.rowCount(), 40)):
                    yield str(model.index(row, n).data() or "")


@pytest.fixture(autouse=True)
def malay(qapp: QApplication) -> Iterator[None]:
    use_language("ms")
    qt_texts.install()
    qt_texts.follow()
    yield
    use_language("en")
    qt_texts.follow()


def _file(folder: str, mode: QFileDialog.FileMode, save: bool = False) -> QFileDialog:
    dialog = QFileDialog(None, "", folder)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    if save:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    return dialog


def _box() -> QMessageBox:
    box = QMessageBox()
    box.setDetailedText("…")
    for button in list(QMessageBox.StandardButton)[1:]:
        if button.value and button.value & (button.value - 1) == 0 and button.value >= 0x400:
            box.addButton(button)
    return box


def _buttons() -> QDialogButtonBox:
    box = QDialogButtonBox()
    for button in QDialogButtonBox.StandardButton:
        if button.value and button.value >= 0x400 and button.value & (button.value - 1) == 0:
            box.addButton(button)
    return box


def _wizard() -> QWizard:
    wizard = QWizard()
    for _n in range(2):
        wizard.addPage(QWizardPage())
    wizard.setOption(QWizard.WizardOption.HaveHelpButton)
    wizard.setOption(QWizard.WizardOption.HaveFinishButtonOnEarlyPages)
    return wizard


def _menu(editor: QLineEdit | QPlainTextEdit) -> QWidget:
    """The field, with the entries of its menu as its own."""
    menu: QMenu = editor.createStandardContextMenu()
    editor.addActions(menu.actions())
    editor.setProperty("menu", menu)
    assert menu.actions()
    return editor


def dialogs(folder: str) -> Iterator[QWidget]:
    yield _file(folder, QFileDialog.FileMode.ExistingFile)
    yield _file(folder, QFileDialog.FileMode.Directory)
    yield _file(folder, QFileDialog.FileMode.AnyFile, save=True)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    yield from (QPrintDialog(printer), QPrintPreviewDialog(printer))  # the page set-up stands in the preview's list
    yield from (_box(), _buttons(), _wizard(), QErrorMessage(), QInputDialog(), QProgressDialog())
    colours = QColorDialog(QColor("red"))
    colours.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
    colours.setOption(QColorDialog.ColorDialogOption.ShowAlphaChannel)
    yield colours
    yield from (_menu(QLineEdit("abc")), _menu(QPlainTextEdit("abc")), QSpinBox())


def test_every_word_of_qt_has_its_malay() -> None:
    known = sources()
    assert len(known) > 300
    assert not known - WORDS - {s for s in known if s in KEYS}, sorted(known - WORDS)
    assert all(_(word) for word in WORDS)


def test_the_marks_in_qts_words_stay() -> None:
    for word in WORDS:
        assert re.findall(r"%\d|<\w+>", word) == re.findall(r"%\d|<\w+>", _(word)), word
        assert ("&" in word) == ("&" in _(word)), word


def test_no_english_in_any_dialog_of_qt(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "senarai.xlsx").write_text("x")
    english = {s.replace("&", "") for s in sources() if _(s) != s}
    said = 0
    for dialog in dialogs(str(tmp_path)):
        dialog.show()
        QApplication.processEvents()
        QApplication.processEvents()
        shown = {text.replace("&", "") for text in texts(dialog) if text}
        said += len(shown)
        assert not shown & english, (type(dialog).__name__, sorted(shown & english))
        dialog.close()
        dialog.deleteLater()
    assert said > 150


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_the_calendar_has_our_months_and_days() -> None:
    box = DateBox()
    box.set_value(QDate(2026, 8, 31).toPython())
    box.show()
    box.open_calendar()
    calendar = box._calendar.findChild(QCalendarWidget)
    shown = set(texts(box._calendar))
    assert month_name(8, "ms") in shown or any(month_name(8, "ms") in t for t in shown)
    model = calendar.findChild(QAbstractItemView).model()
    days = [str(model.index(0, n).data()) for n in range(model.columnCount())]
    assert days == [short_day(n) for n in range(7)]
    assert [calendar.locale().standaloneMonthName(n) for n in range(1, 13)] == [
        month_name(n, "ms") for n in range(1, 13)]
    box._calendar.close()
    box.close()


def test_keys_are_named_as_on_the_keyboards_sold_here() -> None:
    shown = {keys: QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
             for keys in ("Ctrl+Shift+S", "Del", "Alt+Left", "Ctrl+Up", "Esc", "F1")}
    assert shown == {"Ctrl+Shift+S": "Ctrl+Shift+S", "Del": "Del", "Alt+Left": "Alt+Kiri", "Ctrl+Up": "Ctrl+Atas",
                     "Esc": "Esc", "F1": "F1"}
    assert QKeySequence("Alt+Left") == QKeySequence(Qt.Modifier.ALT | Qt.Key.Key_Left)  # read in English all the same


def test_numbers_and_dates_of_qt_are_malaysian() -> None:
    assert QLocale().language() == QLocale.Language.Malay
    assert QLocale().standaloneMonthName(7) == "Julai"


@pytest.mark.parametrize("language", ["en", "ms"])
def test_words_that_are_not_known_are_left_to_qt(language: str) -> None:
    use_language(language)
    assert qt_texts.QtTexts().translate("QThing", "A word of no dialog") is None
    picture = QImage(40, 20, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.blue)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    assert QImage.fromData(QByteArray(buffer.data())).size() == picture.size()  # "" kept Qt from reading it


def test_the_large_key_is_called_as_it_is_printed(qapp: QApplication) -> None:
    qt_texts.install()
    shown = QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)
    assert shown == "Ctrl+Enter"


@pytest.mark.parametrize("code", ["en", "ms"])
def test_both_enter_keys_stay_two_keys_where_both_are_called_enter(qtbot: QtBot, code: str) -> None:
    use_language(code)
    qt_texts.install()
    done: list[int] = []
    part = Acts()
    qtbot.addWidget(part)
    act = part.act("Mark the rest present", lambda: done.append(1), keys="Ctrl+Return|Ctrl+Enter")
    assert len({key.toString(QKeySequence.SequenceFormat.PortableText) for key in act.shortcuts()}) == 2
    part.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    part.show()
    part.activateWindow()
    part.setFocus()
    qtbot.waitUntil(part.hasFocus)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(part, key, Qt.KeyboardModifier.ControlModifier)
    assert done == [1, 1]


def test_keys_in_the_source_are_read_without_the_words_of_a_language() -> None:
    ui = Path(__file__).resolve().parents[3] / "ui"
    bare = re.compile(r"QKeySequence\((?!QKeySequence|k\b.*Standard)[\"'a-z]")
    found = [f"{p.relative_to(ui)}: {line.strip()}" for p in ui.rglob("*.py")
             for line in p.read_text(encoding="utf-8").splitlines() if bare.search(line)]
    assert [f for f in found if "key_names.py" not in f] == []
