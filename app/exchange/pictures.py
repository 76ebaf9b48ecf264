"""Pictures for paper: a PNG or JPEG made ready to embed, once for each picture; and photos of people made small."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from app.errors import Invalid
from app.exchange.packing import packed
from app.exchange.pdf import Picture
from app.i18n import _

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 5_000_000
PORTRAIT = (413, 531)  # 35 x 45 mm at 300 dpi
MOST_OF_PHOTO = 50_000_000  # pixels, as a phone takes them; a PNG has to be held whole
MOST_OF_PNG = 25_000_000
MOST_BYTES = 30_000_000
QUALITY = 85


def picture_name(encoded: str) -> str:
    """A name that is the same for the same picture."""
    return "I" + hashlib.sha256(encoded.encode("ascii", "replace")).hexdigest()[:16]


@lru_cache(maxsize=32)
def read_picture(encoded: str) -> Picture:
    """A picture in base64. Invalid when it is not one, or larger than 5 million pixels."""
    from PIL import Image, UnidentifiedImageError

    try:
        data = base64.b64decode(encoded, validate=True)
        image = Image.open(BytesIO(data), formats=("PNG", "JPEG"))
        if image.width * image.height > MOST_PIXELS:
            raise Invalid(_("The picture has more than 5 million pixels. Make it smaller, then choose it again."))
        if image.format == "JPEG" and image.mode in ("RGB", "L"):
            image.load()
            return Picture(image.width, image.height, data, jpeg=True, grey=image.mode == "L")
        if "A" in image.getbands() or "transparency" in image.info:
            clear = image.convert("RGBA")
            mask = packed(clear.getchannel("A").tobytes())
            return Picture(clear.width, clear.height, packed(clear.convert("RGB").tobytes()), mask=mask)
        return Picture(image.width, image.height, packed(image.convert("RGB").tobytes()))
    except (ValueError, OSError, UnidentifiedImageError, SyntaxError, Image.DecompressionBombError) as problem:
        raise Invalid(_("The picture cannot be read. It must be a PNG or JPEG file.")) from problem


def portrait(data: bytes) -> bytes:
    """A photo of somebody as a JPEG of 35 to 45: turned upright, cut from the middle, at most 413 by 531 pixels, and
    without what a camera writes beside the picture (where and when). Invalid when it is not one, or far too large."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(data) > MOST_BYTES:
        raise Invalid(_("The photo is larger than 30 MB. Make it smaller, then choose it again."))
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            most = MOST_OF_PHOTO if image.format == "JPEG" else MOST_OF_PNG
            if image.width * image.height > most:
                raise Invalid(_("The photo has more than {n} million pixels. Make it smaller, then choose it "
                                "again.").format(n=most // 1_000_000))
            image.draft("RGB", (PORTRAIT[1] * 2, PORTRAIT[1] * 2))  # a JPEG need not be read in full
            upright = ImageOps.exif_transpose(image)
            width = min(upright.width, max(1, round(upright.height * 35 / 45)))
            height = min(upright.height, max(1, round(width * 45 / 35)))
            left, top = (upright.width - width) // 2, (upright.height - height) // 2
            cut = _on_white(upright.crop((left, top, left + width, top + height)))
    except (ValueError, OSError, UnidentifiedImageError, SyntaxError, Image.DecompressionBombError) as problem:
        raise Invalid(_("The photo cannot be read. It must be a PNG or JPEG file.")) from problem
    if width > PORTRAIT[0] or height > PORTRAIT[1]:
        cut = cut.resize(PORTRAIT, Image.Resampling.LANCZOS)
    held = BytesIO()
    cut.save(held, "JPEG", quality=QUALITY, optimize=True, dpi=(300, 300))
    return held.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    """The picture in three colours, on white where it was clear."""
    from PIL import Image

    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    paper = Image.new("RGBA", clear.size, "white")
    paper.alpha_composite(clear)
    return paper.convert("RGB")
