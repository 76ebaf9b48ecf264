"""A template in one file: there and back, and everything that a file from elsewhere may try."""

from __future__ import annotations

import hashlib
import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.certificates.records import Template, TemplateAsset
from app.certificates.templates import bundle
from app.certificates.templates.assets import AddAsset
from app.certificates.templates.bundle import Bundle, ExportTemplate, ImportTemplate, read, read_file
from app.certificates.templates.commands import AddTemplate, SaveDraft
from app.certificates.templates.model import Image as Thing
from app.certificates.templates.model import Layout, Text, Type
from app.certificates.templates.model import Paragraph as P
from app.certificates.templates.queries import Templates, VersionOf
from app.db.engine import make_engine
from app.errors import Invalid, Unavailable
from app.exchange.fonts import FONT_DIR
from app.office.office import Office
from app.office.permissions import SYSTEM
from tests.app.certificates.templates.conftest import PLAIN, jpeg, png

FONT = next(path for path in sorted(FONT_DIR.glob("*.ttf")) if path.read_bytes()[:4] == b"\0\1\0\0")


def with_assets(office: Office) -> int:
    picture = office.do(AddAsset(kind="image", name="jata.png", data=png())).value
    font = office.do(AddAsset(kind="font", name="Huruf", data=FONT.read_bytes())).value
    key = office.do(AddTemplate(name="Rakan", like="klasik")).value
    layout = PLAIN.put(Thing(id="logo", x=20, y=20, w=30, h=30, asset=picture)).put(
        Text(id="words", x=148, y=60, w=200, h=20, anchor="top",
             paragraphs=(P(ms="Sijil", type=Type(font=f"asset:{font}")),)))
    office.do(SaveDraft(version_id=key, content=layout.to_json()))
    return key


def test_a_template_goes_to_another_pc_with_its_picture_and_font(centre: Office, sqlite_template: Path,
                                                                  tmp_path: Path) -> None:
    key = with_assets(centre)
    data = centre.ask(ExportTemplate(version_id=key))[0]
    assert centre.ask(ExportTemplate(code="Rakan"))[0] == data  # equal templates are equal files
    file = tmp_path / f"rakan{bundle.SUFFIX}"
    file.write_bytes(data)
    other_file = tmp_path / "other.db"
    other_file.write_bytes(sqlite_template.read_bytes())
    engine = make_engine(str(other_file))
    other = Office(engine, SYSTEM)
    made = other.do(ImportTemplate(bundle=read_file(file))).value
    there, here = other.ask(VersionOf(version_id=made))[0], centre.ask(VersionOf(version_id=key))[0]
    assert (there.layout, there.assets, there.state) == (here.layout, here.assets, "draft")
    assert len(there.assets) == 2
    other.do(ImportTemplate(bundle=read_file(file)))
    assert {r.name for r in other.ask(Templates())} >= {"Rakan", "Rakan (2)"}
    engine.dispose()


# -- files from elsewhere -------------------------------------------------------------------------------------------
def pack(parts: dict[str, bytes], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", level) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def parts_of(layout: Layout = PLAIN, assets: dict[str, tuple[str, bytes]] | None = None, **changed: object
             ) -> dict[str, bytes]:
    assets = assets or {}
    manifest = {"format": 1, "name": "Luar", "kinds": "", "layout": layout.digest,
                "assets": {d: {"kind": k, "name": "x"} for d, (k, _data) in assets.items()}, **changed}
    return {"manifest.json": json.dumps(manifest).encode(), "layout.json": layout.to_json().encode(),
            **{f"assets/{d}": data for d, (_k, data) in assets.items()}}


def using(data: bytes, kind: str = "image") -> dict[str, bytes]:
    digest = hashlib.sha256(data).hexdigest()
    if kind == "font":
        words = P(ms="a", type=Type(font=f"asset:{digest}"))
        layout = PLAIN.put(Text(id="t", x=9, y=9, w=50, h=9, paragraphs=(words,)))
    else:
        layout = PLAIN.put(Thing(id="logo", x=20, y=20, w=30, h=30, asset=digest))
    return parts_of(layout, {digest: (kind, data)})


def lying_size() -> bytes:
    """A zip whose entry says 100 bytes and unpacks to ten million."""
    data = bytearray(pack({**parts_of(), "layout.json": b" " * 10_000_000}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.find(b"layout.json")
        head = data.rfind(mark, 0, data.rfind(b"layout.json") if mark == b"PK\x01\x02" else start)
        data[head + at:head + at + 4] = (100).to_bytes(4, "little")
    return bytes(data)


def bomb_png(side: int) -> bytes:
    import struct
    import zlib

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    packed = zlib.compressobj(9)
    rows = b"".join(packed.compress(bytes(side // 8 + 1)) for _n in range(side)) + packed.flush()
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
            + chunk(b"IDAT", rows) + chunk(b"IEND", b""))


HOSTILE = {
    "not a zip": b"hello",
    "empty": b"",
    "another zip": pack({"word/document.xml": b"<a/>"}),
    "a path out of it": pack({**parts_of(), "../../evil.py": b"x"}),
    "an absolute path": pack({**parts_of(), "/etc/passwd": b"x"}),
    "a Windows path": pack({**parts_of(), "assets\\..\\x": b"x"}),
    "a script": pack({**parts_of(), "run.py": b"import os"}),
    "too many parts": pack({**parts_of(), **{f"assets/{n:064x}": b"x" for n in range(100)}}),
    "a zip bomb": pack({**parts_of(), "layout.json": b" " * 70_000_000}),
    "a huge layout": pack({**parts_of(), "layout.json": b"[" + b"1," * 600_000 + b"1]"}),
    "deep JSON": pack({**parts_of(), "layout.json": b"[" * 400_000}),
    "a size that lies": lying_size(),
    "no manifest": pack({"layout.json": PLAIN.to_json().encode()}),
    "a manifest that is a list": pack({**parts_of(), "manifest.json": b"[1]"}),
    "a manifest of a later version": pack(parts_of(format=2)),
    "unknown kinds": pack(parts_of(kinds="diploma")),
    "kinds that are a number": pack(parts_of(kinds=7)),
    "no text": pack({**parts_of(), "manifest.json": b"\xff\xfe\x00"}),
    "another layout": pack({**parts_of(), "layout.json": Layout(margin=20).to_json().encode()}),
    "an unknown thing": pack({**parts_of(), "layout.json": b'{"format":1,"things":[{"kind":"script","id":"x"}]}'}),
    "an unknown field": pack({**parts_of(), "layout.json": b'{"format":1,"onload":"alert(1)"}'}),
    "a colour that is none": pack({**parts_of(), "layout.json":
                                   b'{"format":1,"things":[{"kind":"line","id":"x","x":1,"y":1,"w":1,"h":1,'
                                   b'"colour":"url(x)"}]}'}),
    "no number": pack({**parts_of(), "layout.json": b'{"format":1,"margin":NaN}'}),
    "a missing asset": pack({k: v for k, v in using(png()).items() if not k.startswith("assets")}),
    "an asset that nothing uses": pack(parts_of(assets={hashlib.sha256(png()).hexdigest(): ("image", png())})),
    "a wrong digest": pack({k: v if not k.startswith("assets") else png(colour="green")
                            for k, v in using(png()).items()}),
    "an image bomb": pack(using(bomb_png(20_000))),
    "a hundred million pixels": pack(using(bomb_png(10_000))),
    "a GIF": pack(using(b"GIF89a" + bytes(40))),
    "a renamed page": pack(using(b"\xff\xd8\xff<script>alert(1)</script>")),
    "half a picture": pack(using(png((200, 200))[:200])),
    "a font that is none": pack(using(b"\0\1\0\0" + bytes(500), "font")),
    "a font with tables outside": pack(using(FONT.read_bytes()[:5000], "font")),
    "a font of outlines we do not take": pack(using(b"OTTO" + bytes(500), "font")),
    "a picture as font": pack(using(png(), "font")),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_from_elsewhere_is_refused_with_a_sentence(what: str, centre: Office) -> None:
    with pytest.raises(Invalid) as told:
        centre.do(ImportTemplate(bundle=read(HOSTILE[what])))
    assert str(told.value).endswith(".") and "Traceback" not in str(told.value)
    assert [r.code for r in centre.ask(Templates())] == ["klasik", "moden"]
    assert _count(centre, TemplateAsset) == _count(centre, Template) == 0


def _count(office: Office, kind: type) -> int:
    from sqlalchemy import text

    with office.engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {kind.__tablename__}")).scalar_one())  # type: ignore[attr-defined]


def test_damaged_files_are_refused_wherever_they_are_damaged() -> None:
    whole = pack(using(png((60, 60))))
    for at in range(0, len(whole), 7):
        for broken in (whole[:at], whole[:at] + bytes([whole[at] ^ 0x5A]) + whole[at + 1:]):
            try:
                found = read(broken)
            except Invalid:
                continue
            assert isinstance(found, Bundle)  # a byte that nothing reads, such as a date


def test_a_picture_that_carries_more_than_pixels_is_written_anew(centre: Office) -> None:
    exif = Image.Exif()
    exif[0x9286] = "secret place"
    data = jpeg((40, 30), exif=exif) + b"<?php trailing ?>"
    found = read(pack(using(data)))
    ((digest, (_kind, _name, kept)),) = found.assets.items()
    assert b"secret" not in kept and b"php" not in kept
    assert hashlib.sha256(kept).hexdigest() == digest and found.layout.assets == (digest,)
    assert Image.open(BytesIO(kept)).size == (40, 30)
    clean = read(pack(using(kept)))
    assert clean.assets == found.assets  # what is clean stays byte for byte


def test_a_jpeg_named_png_is_what_it_is(centre: Office) -> None:
    digest = centre.do(AddAsset(kind="image", name="logo.png", data=jpeg())).value
    assert digest
    with pytest.raises(Invalid, match="PNG or JPEG"):
        centre.do(AddAsset(kind="image", name="logo.png", data=b"<svg onload='x'/>"))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        read_file(tmp_path / "gone.sijiltemplate")
