"""The look has one house: no colour, no font, no style and no size in pixels outside ui/kit."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

UI = Path(__file__).resolve().parents[2] / "ui"
SIZES = re.compile(r"set(Fixed|Minimum|Maximum)(Width|Height|Size)$")
NO_SIZE = {0, 1, 16_777_215}
"""Nothing, a hairline, and as large as it likes."""
PAPER = {"help/paper.py"}
"""Draws on paper, which has no text size of a user."""


def rooms() -> Iterator[tuple[str, ast.Module]]:
    """All that is not the kit."""
    for path in sorted(UI.rglob("*.py")):
        name = path.relative_to(UI).as_posix()
        if not name.startswith("kit/"):
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def in_pixels(node: ast.expr, constants: set[str]) -> bool:
    """Is this a plain number, or an own constant, that no text size changes?"""
    if isinstance(node, ast.Constant):
        return node.value not in NO_SIZE
    if isinstance(node, ast.Name):
        return node.id in constants
    if isinstance(node, ast.BinOp):
        return in_pixels(node.left, constants) and in_pixels(node.right, constants)
    if isinstance(node, ast.UnaryOp):
        return in_pixels(node.operand, constants)
    if isinstance(node, ast.IfExp):
        return in_pixels(node.body, constants) or in_pixels(node.orelse, constants)
    if isinstance(node, ast.Call) and called(node) in ("QSize", "round"):
        return any(in_pixels(each, constants) for each in node.args)
    return False


def faults_of(tree: ast.Module, paper: bool = False) -> Iterator[str]:
    """What a module has that belongs to the kit."""
    constants = {name.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets
                 for name in ast.walk(target) if isinstance(name, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if re.fullmatch(r"#[0-9A-Fa-f]{3,8}", node.value):
                yield f"{node.lineno}: the colour {node.value}"
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
            if node.value.attr == "GlobalColor" and node.attr not in ("transparent", "white"):  # white is paper
                yield f"{node.lineno}: the colour {node.attr}"
        elif isinstance(node, ast.Call):
            name = called(node)
            if name == "QColor" and node.args and all(isinstance(a, ast.Constant) for a in node.args):
                yield f"{node.lineno}: a colour"
            elif name == "setStyleSheet":
                yield f"{node.lineno}: {name}"
            elif name in ("QFont", "setPointSize", "setPointSizeF", "setPixelSize") and not paper:
                yield f"{node.lineno}: a font"
            elif SIZES.match(name) and any(in_pixels(each, constants) for each in node.args):
                yield f"{node.lineno}: {name} in pixels"


def test_no_look_outside_the_kit() -> None:
    found = [f"ui/{name}:{fault}" for name, tree in rooms() for fault in faults_of(tree, name in PAPER)]
    assert not found, "\n".join(found)


def test_the_eye_of_the_house_sees() -> None:
    wrong = """
WIDTH = 300
a.setFixedWidth(WIDTH)
a.setMinimumHeight(20 + 4)
a.setFixedSize(QSize(3, WIDTH))
a.setMaximumWidth(90 if small else theme().px(80))
b = QColor(1, 2, 3)
c = "#102030"
d.setStyleSheet(x)
e = QFont("Inter")
f = Qt.GlobalColor.red
"""
    right = """
WIDTH = 300
a.setFixedWidth(theme().px(WIDTH))
a.setMaximumWidth(16_777_215)
a.setMinimumWidth(0)
a.setFixedHeight(theme().row_height("list") + 4)
b = QColor(tokens["ink"])
"""
    assert len(list(faults_of(ast.parse(wrong)))) == 9
    assert list(faults_of(ast.parse(right))) == []
