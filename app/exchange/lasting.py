"""What makes a PDF last: PDF/A-3a (colours, fonts and metadata defined inside) and PDF/UA-1 (read out in order).

A `Lasting` is handed to one Document: it gathers the tags of its pages, attachments and the place for a signature,
and writes structure tree, XMP metadata and output intent. It takes nothing from the clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from app.exchange.packing import packed

if TYPE_CHECKING:
    from app.exchange.pdf import Document

FIELD = "Signature"
"""Name of the signature field."""


def text_string(text: str) -> str:
    """A PDF text string, in UTF-16 unless it is plain."""
    if text.isascii() and text.isprintable():
        return "(" + text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") + ")"
    return f"<feff{text.encode('utf-16-be', 'replace').hex()}>"


@dataclass(frozen=True)
class Tag:
    """An element of a tagged page, for whoever hears it read out."""

    role: str
    language: str = ""
    alternative: str = ""
    within: tuple[tuple[str, int], ...] = ()  # larger elements from the outside in: role and a number of its own


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF. `relation`: Data, Source, Supplement or Unspecified."""

    name: str
    mime: str
    data: bytes
    described: str
    relation: str = "Data"


@dataclass
class Lasting:
    """For one document. `made_at` stands in its metadata; `signature` is what the signature field is called aloud."""

    made_at: datetime
    attachments: Sequence[Attachment] = ()
    signature: str = ""
    _tree: int = 0
    _root: int = 0
    _elements: list[int] = field(default_factory=list)
    _parents: dict[int, str] = field(default_factory=dict)
    _field: int = 0

    def tag_page(self, document: Document, page: int, tags: Sequence[Tag]) -> str:
        """Note the tags of a page, given its object's number; entries for that object."""
        if not self._tree:
            self._tree, self._root = document.reserve(), document.reserve()
        index = len(self._parents)
        groups: dict[tuple[tuple[str, int], ...], int] = {(): self._root}
        kids: dict[tuple[tuple[str, int], ...], list[int]] = {(): []}
        leaves = []
        for number, tag in enumerate(tags):
            for depth in range(1, len(tag.within) + 1):
                path = tag.within[:depth]
                if path not in groups:
                    groups[path], kids[path] = document.reserve(), []
                    kids[path[:-1]].append(groups[path])
            leaves.append(document.put(_element(tag, groups[tag.within], page, number).encode("ascii")))
            kids[tag.within].append(leaves[-1])
        for path, group in groups.items():
            if path:
                listed = " ".join(f"{kid} 0 R" for kid in kids[path])
                document.put_at(group, f"<</Type/StructElem/S/{path[-1][0]}/P {groups[path[:-1]]} 0 R/K[{listed}]>>"
                                .encode("ascii"))
        self._elements += kids[()]
        self._parents[index] = "[" + " ".join(f"{leaf} 0 R" for leaf in leaves) + "]"
        entries = f"/StructParents {index}/Tabs/S"
        if self.signature and not self._field:
            entries += self._sign_here(document, page)
        return entries

    def _sign_here(self, document: Document, page: int) -> str:
        """An invisible field, made beforehand: the program that signs would make one that no standard allows."""
        index = len(self._parents)
        self._field = document.reserve()
        element = document.put(
            f"<</Type/StructElem/S/Form/P {self._root} 0 R/Pg {page} 0 R/Alt{text_string(self.signature)}"
            f"/K<</Type/OBJR/Obj {self._field} 0 R/Pg {page} 0 R>>>>".encode("ascii"))
        document.put_at(self._field, (
            f"<</Type/Annot/Subtype/Widget/FT/Sig/T{text_string(FIELD)}/TU{text_string(self.signature)}/Rect[0 0 0 0]"
            f"/F 132/P {page} 0 R/StructParent {index}>>").encode("ascii"))
        self._elements.append(element)
        self._parents[index] = f"{element} 0 R"
        return f"/Annots[{self._field} 0 R]"

    def finish(self, document: Document, info: Mapping[str, str], language: str) -> str:
        """Write everything that belongs to the whole document; entries for the catalogue."""
        kids = " ".join(f"{number} 0 R" for number in self._elements)
        document.put_at(self._root, f"<</Type/StructElem/S/Document/P {self._tree} 0 R/K[{kids}]>>".encode("ascii"))
        numbers = " ".join(f"{index} {what}" for index, what in self._parents.items())
        parents = document.put(f"<</Nums[{numbers}]>>".encode("ascii"))
        document.put_at(self._tree, (f"<</Type/StructTreeRoot/K {self._root} 0 R/ParentTree {parents} 0 R"
                                     f"/ParentTreeNextKey {len(self._parents)}>>").encode("ascii"))
        profile = document.put_stream("/N 3/Filter/FlateDecode", _packed_profile(), deflate=False)
        intent = document.put((f"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)"
                               f"/DestOutputProfile {profile} 0 R>>").encode("ascii"))
        metadata = document.put_stream("/Type/Metadata/Subtype/XML", xmp(info, language, self.made_at), deflate=False)
        more = (f"/MarkInfo<</Marked true>>/StructTreeRoot {self._tree} 0 R/OutputIntents[{intent} 0 R]"
                f"/Metadata {metadata} 0 R")
        if self._field:
            more += f"/AcroForm<</Fields[{self._field} 0 R]/SigFlags 1>>"
        return more + self._attach(document)

    def _attach(self, document: Document) -> str:
        files = []
        for one in self.attachments:
            mime = one.mime.replace("/", "#2F").replace("+", "#2B")
            stream = document.put_stream(
                f"/Type/EmbeddedFile/Subtype/{mime}/Params<</ModDate{text_string(_moment(self.made_at))}"
                f"/Size {len(one.data)}>>", one.data)
            files.append((one.name, document.put((
                f"<</Type/Filespec/F{text_string(one.name)}/UF{text_string(one.name)}/AFRelationship/{one.relation}"
                f"/Desc{text_string(one.described)}/EF<</F {stream} 0 R/UF {stream} 0 R>>>>").encode("ascii"))))
        if not files:
            return ""
        names = "".join(f"{text_string(name)}{number} 0 R" for name, number in sorted(files))
        listed = " ".join(f"{number} 0 R" for _name, number in files)
        return f"/AF[{listed}]/Names<</EmbeddedFiles<</Names[{names}]>>>>"


def _element(tag: Tag, parent: int, page: int, number: int) -> str:
    more = f"/Lang({tag.language})" if tag.language else ""
    if tag.alternative:
        more += f"/Alt{text_string(tag.alternative)}"
    if tag.role == "TH":
        more += "/A<</O/Table/Scope/Column>>"
    return f"<</Type/StructElem/S/{tag.role}/P {parent} 0 R/Pg {page} 0 R/K {number}{more}>>"


def _moment(at: datetime) -> str:
    return at.strftime("D:%Y%m%d%H%M%SZ")


@cache
def srgb() -> bytes:
    """The sRGB colour profile; its own date is taken out, so that it is always the same."""
    from PIL.ImageCms import ImageCmsProfile, createProfile

    data = bytearray(ImageCmsProfile(createProfile("sRGB")).tobytes())
    data[24:36] = bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))  # 1 January 2000
    data[84:100] = bytes(16)  # the profile id would have to be counted anew; zeros mean that there is none
    return bytes(data)


@cache
def _packed_profile() -> bytes:
    return packed(srgb(), pad=b"\1")


_PDFUA = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>part of ISO 14289 it follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def xmp(info: Mapping[str, str], language: str, made_at: datetime) -> bytes:
    """The metadata, saying what the Info dictionary says."""
    when = made_at.strftime("%Y-%m-%dT%H:%M:%SZ")

    def of(key: str) -> str:
        return escape(info.get(key, ""))

    def alternative(name: str, text: str) -> str:
        return (f'<dc:{name}><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></dc:{name}>'
                if text else "")

    author = f"<dc:creator><rdf:Seq><rdf:li>{of('Author')}</rdf:li></rdf:Seq></dc:creator>" if of("Author") else ""
    keywords = f"<pdf:Keywords>{of('Keywords')}</pdf:Keywords>" if of("Keywords") else ""
    text = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>{alternative("title", of("Title"))}{author}
{alternative("description", of("Subject"))}<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
{keywords}<xmp:CreatorTool>Sijil</xmp:CreatorTool><xmp:CreateDate>{when}</xmp:CreateDate>
</rdf:Description>
{_PDFUA}
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
    return text.encode("utf-8")
