"""The one stylesheet. `@token` is a colour, `9pt` follows the user's text size, `url(@picture)` a file."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SHEET = """
* { outline: 0; }
QMainWindow, QWidget#window, QWidget#side, QWidget#status { background: @window; }
QWidget#page, QWidget#surface, QWidget#tools { background: @surface; }
QWidget#sunken { background: @sunken; }
QWidget#desktop { background: @window; }
QWidget#side { border-right: 1px solid @line; }
QWidget#status { border-top: 1px solid @line; }
QWidget#status QLabel { color: @text-2; font-size: 9pt; }
QWidget#hints { background: @sunken; border-top: 1px solid @line; }
QWidget#hints QLabel { color: @text-2; font-size: 9pt; }
QWidget#foot { background: @sunken; border-top: 1px solid @line; }
QWidget#selection { background: @accent-tint; border-top: 1px solid @accent-tint-2; }
QFrame#line { background: @line; border: 0; }
QFrame#line-strong { background: @ctl; border: 0; }
QFrame#card { background: @surface; border: 1px solid @line; border-radius: 8px; }
QFrame#popup { background: @surface; border: 1px solid @ctl; border-radius: 8px; }
QFrame#problem { background: @surface; border: 1px solid @danger-solid; border-radius: 8px; }
QFrame#note { border: 1px solid @line; border-radius: 6px; background: @sunken; }
QFrame#note[tone=offer] { background: @accent-tint; border-color: @accent-tint-2; }
QFrame#note[tone=ok] { background: @ok-tint; border-color: @ok-line; }
QFrame#note[tone=warn] { background: @warn-tint; border-color: @warn-line; }
QFrame#note[tone=danger] { background: @danger-tint; border-color: @danger-line; }
QFrame#toast { background: @tooltip; border-radius: 8px; }
QFrame#toast QLabel { color: @on-tooltip; }
QFrame#toast QPushButton { background: transparent; color: @on-tooltip; border: 1px solid @text-3; border-radius: 5px; font-weight: 600; min-height: 26px; padding: 0 10px; }
QFrame#toast QPushButton[kind=quiet] { border-color: transparent; padding: 0 6px; }
QFrame#toast QPushButton:hover { border-color: @on-tooltip; }

QLabel { background: transparent; }
QLabel[role=rollcall] { font-size: 33pt; font-weight: 600; }
QLabel[role=display] { font-size: 21pt; font-weight: 600; }
QLabel[role=title] { font-size: 15pt; font-weight: 600; }
QLabel[role=section] { font-size: 12pt; font-weight: 600; }
QLabel[role=strong] { font-weight: 600; }
QLabel[role=muted] { color: @text-2; }
QLabel[role=hint] { color: @text-3; }
QLabel[role=caption] { color: @text-2; font-size: 9pt; }
QLabel[role=label] { color: @text-2; font-size: 9pt; font-weight: 500; }
QLabel[role=smallhint] { color: @text-3; font-size: 9pt; }
QLabel[role=error] { color: @danger; font-size: 9pt; }
QLabel[role=okay] { color: @ok; font-size: 9pt; }
QLabel[role=danger] { color: @danger; }
QLabel[role=dangerstrong] { color: @danger; font-weight: 600; }
QLabel[role=warn] { color: @warn; }
QLabel[role=ok] { color: @ok; }
QLabel[role=accent] { color: @accent-text; }
QLabel[role=seal] { color: @seal; }
QLabel[role=kbd] { color: @text-2; background: @surface; border: 1px solid @ctl; border-bottom: 2px solid @ctl; border-radius: 4px; padding: 0 5px; font-size: 8.25pt; font-weight: 500; }
QLabel[role=avatar] { background: @accent-tint-2; color: @accent-text; font-weight: 600; }
QLabel:disabled { color: @text-3; }

QPushButton { min-height: 30px; padding: 0 13px; border: 1px solid @ctl; border-radius: 6px; background: @surface; color: @text; font-weight: 500; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @accent-tint; }
QPushButton:disabled { color: @text-3; background: @sunken; border-color: @line; }
QPushButton[caps=true] { text-align: left; }
QPushButton[kind=primary] { background: @accent; border-color: @accent; color: @on-accent; font-weight: 600; }
QPushButton[kind=primary]:hover { background: @accent-hover; border-color: @accent-hover; }
QPushButton[kind=primary]:pressed { background: @accent-press; border-color: @accent-press; }
QPushButton[kind=primary]:disabled { color: @text-3; background: @sunken; border-color: @line; }
QPushButton[kind=danger] { border-color: @danger-line; color: @danger; }
QPushButton[kind=danger]:hover, QPushButton[kind=danger]:pressed { background: @danger-tint; }
QPushButton[kind=danger]:disabled, QPushButton[kind=destroy]:disabled { color: @text-3; background: @sunken; border-color: @line; }
QPushButton[kind=destroy] { background: @danger-solid; border-color: @danger-solid; color: @on-danger; font-weight: 600; }
QPushButton[kind=destroy]:hover { background: @danger; border-color: @danger; }
QPushButton[kind=quiet] { border-color: transparent; background: transparent; color: @text-2; padding: 0 8px; }
QPushButton[kind=quiet]:hover, QPushButton[kind=quietdanger]:hover { background: @hover; color: @text; }
QPushButton[kind=quiet]:checked { background: @accent-tint; color: @accent-text; }
QPushButton[kind=quietdanger] { border-color: transparent; background: transparent; color: @danger; padding: 0 8px; }
QPushButton[kind=quiet]:disabled, QPushButton[kind=quietdanger]:disabled { background: transparent; color: @text-3; border-color: transparent; }
QPushButton[kind=link] { border: 0; background: transparent; color: @accent-text; padding: 0 2px; min-height: 20px; text-align: left; }
QPushButton[kind=link]:hover { color: @accent-text; text-decoration: underline; background: transparent; }
QPushButton[kind=link]:disabled { color: @text-3; background: transparent; }
QPushButton[fit=small] { min-height: 24px; padding: 0 9px; font-size: 9pt; border-radius: 5px; }
QPushButton[fit=small][kind=link] { min-height: 18px; padding: 0 2px; }
QPushButton[fit=large] { min-height: 38px; padding: 0 17px; }
QPushButton[square=true] { padding: 0; min-width: 30px; max-width: 30px; }
QPushButton[square=true][fit=small] { min-width: 24px; max-width: 24px; }
QPushButton::menu-indicator { image: none; width: 0; }
QPushButton[kind=nav] { border: 1px solid transparent; border-radius: 6px; background: transparent; color: @text-2; text-align: left; padding: 0 8px 0 9px; }
QPushButton[kind=nav]:hover { background: @hover; color: @text; }
QPushButton[kind=nav]:checked { background: @accent-tint; color: @accent-text; font-weight: 600; }
QPushButton[kind=chip] { min-height: 24px; padding: 0 9px; font-size: 9pt; border-radius: 5px; color: @text-2; }
QPushButton[kind=chip]:checked { background: @accent-tint; border-color: @accent; color: @accent-text; font-weight: 600; }
QPushButton[kind=seg] { border-radius: 0; color: @text-2; padding: 0 12px; }
QPushButton[kind=seg][edge=first], QPushButton[kind=seg][edge=only] { border-top-left-radius: 6px; border-bottom-left-radius: 6px; }
QPushButton[kind=seg][edge=last], QPushButton[kind=seg][edge=only] { border-top-right-radius: 6px; border-bottom-right-radius: 6px; }
QPushButton[kind=seg][edge=middle], QPushButton[kind=seg][edge=last] { border-left: 0; }
QPushButton[kind=seg]:checked { background: @accent-tint; color: @accent-text; font-weight: 600; }
QPushButton[kind=seg][fit=small] { padding: 0 9px; font-size: 9pt; }
QPushButton[kind=row] { border: 0; border-radius: 0; background: transparent; text-align: left; padding: 0 12px; font-weight: 400; }
QPushButton[kind=row]:hover { background: @hover; }
QPushButton[kind=row]:checked { background: @accent-tint; }

QLineEdit, QComboBox, QAbstractSpinBox { min-height: 30px; padding: 0 9px; border: 1px solid @line-strong; border-radius: 6px; background: @surface; color: @text; selection-background-color: @accent; selection-color: @on-accent; placeholder-text-color: @text-3; }
QLineEdit:focus, QComboBox:focus, QComboBox:on, QAbstractSpinBox:focus { border: 2px solid @focus; padding: 0 8px; min-height: 28px; }
QLineEdit[error=true], QComboBox[error=true], QAbstractSpinBox[error=true] { border: 2px solid @danger-solid; padding: 0 8px; min-height: 28px; }
QLineEdit[readOnly=true], QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { background: @sunken; border: 1px solid @line; padding: 0 9px; min-height: 30px; color: @text; }
QLineEdit:disabled, QComboBox:disabled { color: @text-3; }
QLineEdit[fit=small], QComboBox[fit=small] { min-height: 24px; font-size: 9pt; }
QLineEdit[kind=cell], QLineEdit[kind=cell]:focus { border: 2px solid @focus; border-radius: 2px; padding: 0 6px; min-height: 0; background: @surface; }
QLineEdit[kind=bare], QLineEdit[kind=bare]:focus { border: 0; background: transparent; padding: 0; min-height: 30px; }
QLineEdit[kind=cell][error=true] { border-color: @danger-solid; }
QComboBox { padding: 0 11px; }
QComboBox:focus, QComboBox:on, QComboBox[error=true] { padding: 0 10px; }
QComboBox::drop-down { border: 0; width: 30px; }
QComboBox::down-arrow { image: url(@chevron); width: 16px; height: 16px; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { border: 0; padding: 0; background: transparent; min-height: 24px; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @ctl; color: @text; selection-background-color: @accent-tint; selection-color: @text; padding: 4px; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 6px; }
QTextEdit, QPlainTextEdit { border: 1px solid @line-strong; border-radius: 6px; background: @surface; color: @text; padding: 5px 6px; selection-background-color: @accent; selection-color: @on-accent; }
QTextEdit:focus, QPlainTextEdit:focus { border: 2px solid @focus; padding: 4px 5px; }
QPlainTextEdit[error=true], QTextEdit[error=true] { border: 2px solid @danger-solid; padding: 4px 5px; }
QTextEdit[readOnly=true], QPlainTextEdit[readOnly=true] { background: @sunken; border: 1px solid @line; padding: 5px 6px; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button { width: 0; border: 0; }

QCheckBox, QRadioButton { spacing: 8px; color: @text; background: transparent; min-height: 26px; }
QCheckBox:disabled, QRadioButton:disabled { color: @text-3; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @line-strong; border-radius: 4px; background: @surface; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: @text-2; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(@tick); }
QCheckBox::indicator:indeterminate { background: @accent; border-color: @accent; image: url(@dash); }
QCheckBox::indicator:disabled { background: @sunken; border-color: @line; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid @line-strong; border-radius: 8px; background: @surface; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid @accent; border-radius: 8px; background: @on-accent; }

QTabBar { qproperty-drawBase: 0; font-weight: 500; background: transparent; }
QTabBar::tab { color: @text-2; background: transparent; border: 0; border-bottom: 3px solid transparent; padding: 8px 0 7px; margin-right: 20px; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; font-weight: 600; border-bottom-color: @accent; }
QTabBar::tab:disabled { color: @text-3; }

QTableView, QListView, QTreeView { border: 0; background: @surface; gridline-color: transparent; selection-background-color: @accent-tint; selection-color: @text; color: @text; }
QHeaderView { background: @sunken; border: 0; }
QHeaderView::section { background: @sunken; color: @text-2; border: 0; border-bottom: 1px solid @line; padding: 0 8px; font-size: 9pt; font-weight: 600; }
QTableCornerButton::section { background: @sunken; border: 0; }
QListView#plain { padding: 4px; }
QListView#plain::item { min-height: 30px; padding: 0 8px; border-radius: 6px; }
QListView#plain::item:hover { background: @hover; }
QListView#plain::item:selected { background: @accent-tint; color: @text; }

QProgressBar { border: 0; border-radius: 3px; background: @track; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QProgressBar[tone=danger]::chunk { background: @danger-solid; }
QProgressBar[tone=ok]::chunk { background: @ok; }
QProgressBar[thick=true] { border-radius: 4px; min-height: 8px; max-height: 8px; }
QProgressBar[thick=true]::chunk { border-radius: 4px; }

QScrollArea { border: 0; background: transparent; }
QScrollArea > QWidget > QWidget#scrolled { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar::handle:vertical { background: @ctl; border-radius: 4px; min-height: 32px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle:horizontal { background: @ctl; border-radius: 4px; min-width: 32px; }
QScrollBar::handle:hover { background: @line-strong; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: transparent; width: 0; height: 0; }
QSplitter::handle { background: @line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }

QMenuBar { background: @window; color: @text; border-bottom: 1px solid @line; }
QMenuBar::item { padding: 5px 10px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @raised; border: 1px solid @ctl; padding: 4px; color: @text; }
QMenu::item { padding: 6px 28px 6px 10px; border-radius: 4px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: @accent-tint; color: @text; }
QMenu::item:disabled { color: @text-3; background: transparent; }
QMenu::separator { height: 1px; background: @line; margin: 4px 6px; }
QToolTip { background: @tooltip; color: @on-tooltip; border: 0; padding: 4px 8px; }
QDialog { background: @raised; }
QDialog QWidget#foot { background: @sunken; }
QMessageBox { background: @raised; }
QGroupBox { border: 1px solid @line; border-radius: 8px; margin-top: 10px; padding-top: 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 12px; padding: 0 4px; color: @text-2; }
QCalendarWidget QWidget { background: @raised; color: @text; }
QCalendarWidget QAbstractItemView { background: @raised; color: @text; selection-background-color: @accent; selection-color: @on-accent; alternate-background-color: @sunken; }
QCalendarWidget QToolButton { background: transparent; color: @text; border: 0; padding: 4px 8px; border-radius: 4px; font-weight: 600; }
QCalendarWidget QToolButton:hover { background: @hover; }
QCalendarWidget QToolButton#qt_calendar_prevmonth { qproperty-icon: url(@chevron-left); }
QCalendarWidget QToolButton#qt_calendar_nextmonth { qproperty-icon: url(@chevron-right); }
QCalendarWidget QToolButton::menu-indicator { image: none; }
"""


def stylesheet(tokens: Mapping[str, str], scale: float, pictures: Mapping[str, str]) -> str:
    """The sheet in a theme's colours; sizes in pt times `scale`."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        return pictures[name] if name in pictures else tokens[name]

    text = re.sub(r"@([a-z]+(?:-[a-z0-9]+)*)", value, _SHEET)
    return re.sub(r"([\d.]+)pt\b", lambda m: f"{float(m.group(1)) * scale:.2f}pt", text)
