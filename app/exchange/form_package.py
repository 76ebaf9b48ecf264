"""A workbook as the parts it is made of: whatever is not touched is written back byte for byte."""

from __future__ import annotations

import posixpath
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from app.errors import Invalid
from app.exchange.tables.scan import scan
from app.i18n import _

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def local(node: Any) -> str:
    """Name of an element without its namespace; '' for comments."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


class Package:
    """The parts of a workbook, parsed when first asked for."""

    def __init__(self, path: Path) -> None:
        if scan(path) != "xlsx":
            raise Invalid(_("{file} is not an Excel workbook (.xlsx). Save the form as one, then choose it "
                            "again.").format(file=path.name))
        self.name = path.name
        with zipfile.ZipFile(path) as archive:
            self.parts = {i.filename: archive.read(i) for i in archive.infolist() if not i.is_dir()}
        self._trees: dict[str, Any] = {}
        if any("vbaproject" in part.lower() for part in self.parts):
            raise Invalid(_("{file} has macros, which a form must not have. Save it in Excel as a workbook without "
                            "macros (.xlsx).").format(file=path.name))
        if "xl/workbook.xml" not in self.parts:
            raise self.damaged()
        self.book = self.tree("xl/workbook.xml")
        self.sheets: list[tuple[str, str]] = []
        targets = {rel: part for rel, _kind, part in self.related("xl/workbook.xml")}
        for node in self.book.iter(f"{{{MAIN}}}sheet"):
            part = targets.get(node.get(f"{{{_REL}}}id"), "")
            if part.startswith("xl/worksheets/") and part in self.parts:
                self.sheets.append((node.get("name"), part))

    def damaged(self) -> Invalid:
        """The sentence for a file that is not whole."""
        return Invalid(_("{file} is incomplete or damaged. Copy it again from where it came from.").format(
            file=self.name))

    def tree(self, part: str) -> Any:
        """The root of a part, to be read and changed."""
        if part not in self._trees:
            try:
                self._trees[part] = etree.fromstring(self.parts[part], _PARSER)
            except (etree.XMLSyntaxError, KeyError) as problem:
                raise self.damaged() from problem
        return self._trees[part]

    def related(self, part: str) -> list[tuple[str, str, str]]:
        """(key, last word of the kind, part) of what a part points to inside the workbook."""
        folder, name = posixpath.split(part)
        rels = f"{folder}/_rels/{name}.rels"
        if rels not in self.parts:
            return []
        found = []
        for node in self.tree(rels):
            if node.get("TargetMode") != "External":
                target = node.get("Target", "")
                whole = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found.append((node.get("Id"), node.get("Type", "").rsplit("/", 1)[-1], whole))
        return found

    def around(self, part: str, kind: str) -> list[str]:
        """The parts of one kind that a part points to."""
        return [target for _key, word, target in self.related(part) if word == kind and target in self.parts]

    def drop(self, part: str) -> None:
        """Take a part out, with what points to it."""
        if self.parts.pop(part, None) is None:
            return
        types = self.tree("[Content_Types].xml")
        for node in list(types):
            if node.get("PartName") == f"/{part}":
                types.remove(node)
        rels = self.tree("xl/_rels/workbook.xml.rels")
        for node in list(rels):
            if posixpath.normpath(posixpath.join("xl", node.get("Target", ""))) == part:
                rels.remove(node)

    def bytes(self) -> bytes:
        """The workbook; the same parts give the same bytes."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, data in self.parts.items():
                if part in self._trees:
                    data = etree.tostring(self._trees[part], xml_declaration=True, encoding="UTF-8", standalone=True)
                info = zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, data)
        return out.getvalue()
