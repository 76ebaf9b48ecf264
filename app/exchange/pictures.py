"""Pictures for paper: a PNG or JPEG made ready to embed, once for each picture."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from io import BytesIO

from app.errors import Invalid
from app.exchange.packing import packed
from app.exchange.pdf import Picture
from app.i18n import _

MOST_PIXELS = 5_000_000


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
