"""Pictures and fonts that somebody chose: what is taken, what is taken off them, what is refused before it is read."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
from PIL import Image

from app.centre.commands import SaveCentre
from app.certificates.templates import assets
from app.certificates.templates.assets import AddAsset, ClearAssets
from app.certificates.templates.commands import AddTemplate, SaveDraft
from app.certificates.templates.model import Image as Picture
from app.certificates.templates.queries import Assets
from app.certificates.templates.shipped import layouts
from app.errors import Invalid
from app.exchange.fonts import FONT_DIR
from app.office.office import Office
from tests.app.certificates.templates.conftest import jpeg, png
from tests.app.certificates.templates.test_bundle import FONT, bomb_png


def test_a_picture_is_kept_once_and_without_what_a_camera_adds(centre: Office) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Kamera"  # turned by a quarter
    first = centre.do(AddAsset(kind="image", name="a.jpg", data=jpeg((40, 20), exif=exif))).value
    assert centre.do(AddAsset(kind="image", name="b.jpg", data=jpeg((40, 20), exif=exif))).value == first
    (row,) = centre.ask(Assets(kind="image"))
    assert row.name == "a.jpg" and b"Kamera" not in row.data
    assert Image.open(BytesIO(row.data)).size == (20, 40)
    text = png(pnginfo=None)
    assert Image.open(BytesIO(assets.picture(text))).info == {}


def test_a_logo_of_a_hundred_megapixels_is_refused_before_it_is_decoded(centre: Office, monkeypatch: pytest.MonkeyPatch
                                                                        ) -> None:
    huge, heavy = bomb_png(10_000), png() + bytes(5_000_000)
    monkeypatch.setattr(Image.Image, "load", lambda _self: pytest.fail("decoded"))
    for command in (lambda: AddAsset(kind="image", name="x", data=huge), lambda: SaveCentre(logo=huge)):
        with pytest.raises(Invalid, match="million pixels"):
            centre.do(command())
    with pytest.raises(Invalid, match="5 MB"):
        centre.do(AddAsset(kind="image", name="x", data=heavy))


def test_transparency_stays(centre: Office) -> None:
    out = BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 90)).save(out, "PNG")
    assert Image.open(BytesIO(assets.picture(out.getvalue()))).getpixel((1, 1)) == (255, 0, 0, 90)


def test_fonts_say_whether_they_may_be_passed_on() -> None:
    told = [assets.font(path.read_bytes()) for path in sorted(FONT_DIR.glob("*.ttf"))
            if path.read_bytes()[:4] == b"\0\1\0\0"]
    assert told and all(font.family for font in told)
    assert any(font.open for font in told)


def test_a_font_that_forbids_embedding_is_refused() -> None:
    data = bytearray(FONT.read_bytes())
    count = struct.unpack(">H", data[4:6])[0]
    for at in range(12, 12 + 16 * count, 16):
        if data[at:at + 4] == b"OS/2":
            start = struct.unpack(">I", data[at + 8:at + 12])[0]
            data[start + 8:start + 10] = b"\0\2"
    with pytest.raises(Invalid, match="does not allow"):
        assets.font(bytes(data))
    with pytest.raises(Invalid, match="larger than 10 MB"):
        assets.font(FONT.read_bytes() + bytes(10_000_000))


def test_what_no_template_shows_is_cleared_and_the_rest_stays(centre: Office) -> None:
    shown, left = (centre.do(AddAsset(kind="image", name=name, data=png(size))).value
                   for name, size in (("shown", (40, 20)), ("left", (20, 40))))
    key = centre.do(AddTemplate(name="Rakan", like="klasik")).value
    layout = layouts()["klasik"].put(Picture(id="partner", x=20, y=20, w=20, h=20, asset=shown))
    centre.do(SaveDraft(version_id=key, content=layout.to_json()))
    assert centre.do(ClearAssets()).value == 1 and centre.do(ClearAssets()).value == 0
    assert [a.digest for a in centre.ask(Assets(kind="image"))] == [shown] and left
