"""Repeating the rows of a form through all parts of its workbook."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from app.exchange.form_package import MAIN, Package, local
from app.exchange.form_refs import Repeat

_M = f"{{{MAIN}}}"
_AREA_LISTS = ("conditionalFormatting", "dataValidation", "protectedRange", "ignoredError")
_AREAS = ("dimension", "autoFilter", "hyperlink", "sortState", "sortCondition")


def repeat_rows(package: Package, part: str, move: Repeat) -> None:
    """Make the copies, and move or stretch whatever refers to them, on all sheets."""
    root = package.tree(part)
    _rows(root.find(f"{_M}sheetData"), move)
    _sheet(root, move)
    for name, other in package.sheets:
        _formulas(package.tree(other), name, move, own=other == part)
    for node in package.book.iter(f"{_M}definedName"):
        node.text = move.formula(node.text or "", "")
    for kind in ("table", "comments", "threadedComment", "vmlDrawing", "drawing"):
        for found in package.around(part, kind):
            _beside(package, found, kind, move)
    for chart in [p for p in package.parts if re.match(r"xl/charts/chart[^/]*\.xml$", p)]:
        for node in package.tree(chart).iter():
            if local(node) == "f" and node.text:
                node.text = move.formula(node.text, "", grow=True)


def _rows(data: Any, move: Repeat) -> None:
    block = [row for row in data if move.first <= int(row.get("r")) <= move.last]
    after = [row for row in data if int(row.get("r")) > move.last]
    for row in after:
        _put(row, int(row.get("r")) + move.more)
    at = (data.index(block[-1]) if block else len(data) - len(after) - 1) + 1
    for copy in range(1, move.times):
        for row in block:
            new = deepcopy(row)
            for formula in new.iter(f"{_M}f"):
                formula.text = move.formula(formula.text or "", move.sheet, copy)
                if formula.get("ref"):
                    formula.set("ref", move.copy_area(formula.get("ref"), copy))
            _put(new, int(row.get("r")) + copy * move.size)
            data.insert(at, new)
            at += 1


def _put(row: Any, number: int) -> None:
    row.set("r", str(number))
    for cell in row.iter(f"{_M}c"):
        cell.set("r", re.sub(r"[0-9]+$", str(number), cell.get("r")))


def _formulas(root: Any, name: str, move: Repeat, *, own: bool) -> None:
    end = move.last + move.more
    for row in root.iter(f"{_M}row"):
        inside = own and move.first <= int(row.get("r")) <= end
        for node in row.iter(f"{_M}f"):
            if node.text and inside and int(row.get("r")) <= move.last:
                node.text = move.formula(node.text, name, 0)
            elif node.text and not inside:
                node.text = move.formula(node.text, name)
                if own and node.get("ref"):
                    node.set("ref", move.area(node.get("ref")))
    for node in root.iter():
        kind = local(node)
        if node.text and (kind in ("formula", "formula1", "formula2") or (kind == "f" and node.tag != f"{_M}f")):
            node.text = move.formula(node.text, name)


def _sheet(root: Any, move: Repeat) -> None:
    for node in root.iter():
        kind = local(node)
        if kind in _AREA_LISTS and node.get("sqref"):
            node.set("sqref", move.areas(node.get("sqref")))
        elif kind == "sqref" and node.text:
            node.text = move.areas(node.text)
        elif kind in _AREAS and node.get("ref"):
            node.set("ref", move.area(node.get("ref")))
    merges = root.find(f"{_M}mergeCells")
    if merges is not None:
        for node in list(merges):
            area = node.get("ref")
            if move.within(area):
                for copy in range(1, move.times):
                    new = deepcopy(node)
                    new.set("ref", move.copy_area(area, copy))
                    merges.append(new)
            else:
                node.set("ref", move.area(area))
        merges.set("count", str(len(merges)))
    breaks = root.find(f"{_M}rowBreaks")
    for node in breaks if breaks is not None else ():
        if int(node.get("id")) >= move.last:
            node.set("id", str(int(node.get("id")) + move.more))
    _anchors(root, move)


def _beside(package: Package, part: str, kind: str, move: Repeat) -> None:
    root = package.tree(part)
    if kind == "drawing":
        _anchors(root, move)
    elif kind == "vmlDrawing":
        for node in root.iter():
            if local(node) == "Row" and (node.text or "").strip().isdigit():
                node.text = str(move.row(int(node.text) + 1) - 1)
            elif local(node) == "Anchor" and node.text:
                numbers = [n.strip() for n in node.text.split(",")]
                for n in (2, 6):
                    if len(numbers) == 8 and numbers[n].isdigit():
                        numbers[n] = str(move.row(int(numbers[n]) + 1) - 1)
                node.text = ", ".join(numbers)
    else:
        for node in root.iter():
            if node.get("ref"):
                node.set("ref", move.area(node.get("ref")) if kind == "table" or ":" in node.get("ref")
                         else re.sub(r"[0-9]+$", lambda m: str(move.row(int(m[0]))), node.get("ref")))


def _anchors(root: Any, move: Repeat) -> None:
    for node in root.iter():
        if local(node) in ("from", "to"):
            for row in node:
                if local(row) == "row" and row.text:
                    row.text = str(move.row(int(row.text) + 1) - 1)
